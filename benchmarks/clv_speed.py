"""Summaries, fits and predictions against lifetimes and pymc-marketing, as ratios of one run."""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import tracemalloc
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from clv_sides import PREDICTIONS, SIDES, seconds

END = "2011-12-31"
LARGEST = {"Pareto/NBD fit": 10**4, "BG/BB fit": 10**5}  # base on which peers take no minutes
BRIEF = 0.5  # seconds; what takes less is run three times, and the least counts
HEADER = ("step", "customers", "crmcore", "ratio", "check")
Result = dict[str, Any]


def simulate(customers: int, design: str) -> dict[str, Any]:
    """Draw the purchases of a base that behaves like a record shop's.

    The cohort joins in twelve weeks and is seen for 39, as in the calibration of the CDNOW data;
    the open base joins over two years. Spend is that of Gamma-Gamma.
    """
    rng = np.random.default_rng(1)
    ages = (27 * 7, 39 * 7) if design == "cohort" else (1, 730)
    age = rng.integers(*ages, customers)
    rate = rng.gamma(0.243, 1 / (4.414 * 7), customers)
    leave = rng.beta(0.793, 2.426, customers)
    meant = rng.poisson(rate * age)
    stays = np.minimum(rng.geometric(np.maximum(leave, 1e-12)), 10**9)
    who = np.repeat(np.arange(customers), meant)
    at = rng.uniform(0, 1, who.size) * age[who]
    order = np.lexsort((at, who))
    place = np.arange(who.size) - np.repeat(np.cumsum(meant) - meant, meant)
    kept = place < stays[who]
    day = np.floor(at[order][kept]).astype(np.int64)
    who = np.concatenate((np.arange(customers), who[kept]))
    first = np.datetime64(END) - age
    date = np.concatenate((first, first[who[customers:]] + day)).astype("datetime64[D]")
    scale = 15.44 / rng.standard_gamma(3.74, customers)
    amount = np.maximum(rng.standard_gamma(6.25, who.size) * scale[who], 0.01).round(2)
    return {"customer": who, "date": date, "amount": amount, "until": END}


def read(path: str) -> dict[str, Any]:
    pd: Any = import_module("pandas")
    frame = pd.read_csv(path)
    date = frame["date"].to_numpy().astype("datetime64[D]")
    customer, amount = (frame[name].to_numpy() for name in ("customer", "amount"))
    return {"customer": customer, "date": date, "amount": amount, "until": str(date.max())}


def make(source: list[str], path: Path) -> None:
    """Write a log and its summary, of a design and size or of a file."""
    from crmcore.transactions import TransactionLog  # noqa: PLC0415

    data = simulate(int(source[1]), source[0]) if len(source) > 1 else read(source[0])
    names = ("customer", "date", "amount")
    log = TransactionLog.from_arrays(**{name: data[name] for name in names})
    base = log.summarize(observed_until=data["until"], unit="week")
    columns = ("frequency", "recency", "T", "monetary_value")
    np.savez(path, **data, **{name: getattr(base, name) for name in columns})


def work(side: str, path: Path, steps: list[str]) -> Result:
    """Run the steps of a side, then its predictions again with their memory traced."""
    with np.load(path) as file:
        data = {name: file[name] for name in file.files}
    data["until"] = str(data["until"])
    known = SIDES[side](data)
    timed: Result = {}
    for name in [name for name in known if name in steps]:
        run, check = known[name]
        spent, made = clock(run)
        if spent < BRIEF:  # the first call loads what it needs
            spent = min(spent, clock(run)[0], clock(run)[0])
        timed[name] = {"seconds": spent, "check": check(made)}
    timed["megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    for name in [name for name in timed if name.endswith(PREDICTIONS)]:
        tracemalloc.start()
        known[name][0]()
        timed[name]["bytes"] = tracemalloc.get_traced_memory()[1] / len(data["T"])
        tracemalloc.stop()
    return timed


def clock(run: Callable[[], Any]) -> tuple[float, Any]:
    begin = seconds()
    made = run()
    return seconds() - begin, made


def measure(python: str, side: str, path: Path, steps: list[str]) -> Result:
    """Work in a process of its own, with one thread."""
    threads = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    command = [python, __file__, "--work", side, str(path), *steps]
    done = subprocess.run(
        command, check=True, stdout=subprocess.PIPE, env={**os.environ, **threads}
    )
    result: Result = json.loads(done.stdout.splitlines()[-1])
    return result


def show(name: str, customers: int, mine: list[Result], other: list[Result]) -> None:
    spent = statistics.median(run[name]["seconds"] for run in mine)
    if name not in other[0]:
        print(f"| {name} | {customers:,} | {spent:.4f} s | not run | |", flush=True)
        return
    ratios = sorted(
        b[name]["seconds"] / a[name]["seconds"] for a, b in zip(mine, other, strict=True)
    )
    own, their = mine[0][name]["check"], other[0][name]["check"]
    differs = f"{own - their:+.4f}" if name.endswith("fit") else f"{own / their - 1:+.1e}"
    if "bytes" in mine[0][name]:
        differs += f", {mine[0][name]['bytes']:.0f} and {other[0][name]['bytes']:.0f} bytes each"
    middle, low, high = (_short(it) for it in (statistics.median(ratios), ratios[0], ratios[-1]))
    cells = (name, f"{customers:,}", f"{spent:.4f} s", f"{middle} ({low}-{high})", differs)
    print("| " + " | ".join(cells) + " |", flush=True)


def _short(ratio: float) -> str:
    return f"{ratio:.0f}" if ratio >= 10 else f"{ratio:.2g}"


def compare(path: Path, options: argparse.Namespace) -> None:
    """Alternate between the sides, and print the ratios peer by peer."""
    with np.load(path) as file:
        customers = len(file["T"])
    steps = options.steps or list(SIDES["ours"](dict(np.load(path))))
    for peer in options.peers:
        python = options.pymc if peer == "pymc" else sys.executable
        short = [s for s in steps if options.all or customers <= LARGEST.get(s, customers)]
        pairs = [
            (measure(sys.executable, "ours", path, steps), measure(python, peer, path, short))
            for _ in range(options.rounds)
        ]
        mine, other = ([pair[side] for pair in pairs] for side in (0, 1))
        print(f"\n{peer}; peak memory {mine[0]['megabytes']:.0f}, {other[0]['megabytes']:.0f} MB\n")
        print("| " + " | ".join(HEADER) + " |\n|" + "---|" * len(HEADER))
        for name in steps if peer == "theirs" else list(other[0])[:-1]:
            show(name, customers, mine, other)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("log", nargs="?", help="CSV with customer, date, amount")
    parser.add_argument("--design", choices=("cohort", "open"), default="cohort")
    parser.add_argument("--sizes", type=int, nargs="*", default=[10**4, 10**5, 10**6])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--steps", nargs="*", help="such as 'BG/NBD fit'; default all")
    parser.add_argument("--peers", nargs="*", choices=list(SIDES)[1:], default=["theirs"])
    parser.add_argument("--pymc", default=sys.executable, help="Python that has pymc-marketing")
    parser.add_argument("--all", action="store_true", help="also what takes minutes")
    parser.add_argument("--work", nargs="+", help=argparse.SUPPRESS)
    parser.add_argument("--make", nargs="+", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.work:
        side, path, *steps = options.work
        print(json.dumps(work(side, Path(path), steps)))
        return
    if options.make:
        make(options.make[1:], Path(options.make[0]))
        return
    names = ("crmcore", "lifetimes", "numpy", "scipy", "pandas")
    print(f"Python {sys.version.split()[0]}, " + ", ".join(f"{n} {version(n)}" for n in names))
    sources = [[options.log]] if options.log else [[options.design, str(n)] for n in options.sizes]
    with tempfile.TemporaryDirectory() as folder:
        for source in sources:
            path = Path(folder) / "base.npz"  # made in a process that takes its memory with it
            subprocess.run([sys.executable, __file__, "--make", str(path), *source], check=True)
            compare(path, options)


if __name__ == "__main__":
    main()
