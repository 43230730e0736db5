"""Summarising and fitting against lifetimes, each step in a process of its own."""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

ROUNDS = 3
END = "2011-12-31"


def simulate(customers: int, path: Path, design: str) -> None:
    """Write the purchases of a base that behaves like a record shop's.

    The cohort joins in twelve weeks and is seen for 39, as in the calibration of the CDNOW data;
    the open base joins over two years.
    """
    rng = np.random.default_rng(1)
    age = (
        rng.integers(27 * 7, 39 * 7, customers)
        if design == "cohort"
        else rng.integers(1, 730, customers)
    )
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
    date = np.concatenate((first, first[who[customers:]] + day))
    amount = rng.gamma(2, 15, who.size).round(2)
    np.savez(path, customer=who, date=date.astype("datetime64[D]"), amount=amount)


def load(path: Path) -> tuple[Any, Any, Any, str]:
    if path.suffix == ".npz":
        data = np.load(path)
        return data["customer"], data["date"], data["amount"], END
    import pandas as pd  # noqa: PLC0415

    frame = pd.read_csv(path)
    date = frame["date"].to_numpy().astype("datetime64[D]")
    return frame["customer"].to_numpy(), date, frame["amount"].to_numpy(), str(date.max())


def ours(path: Path) -> dict[str, Any]:
    from crmcore.metrics.clv import BGNBD  # noqa: PLC0415
    from crmcore.transactions import TransactionLog  # noqa: PLC0415

    customer, date, amount, end = load(path)
    begin = time.perf_counter()
    log = TransactionLog.from_arrays(customer=customer, date=date, amount=amount)
    base = log.summarize(observed_until=end, unit="week")
    summarised = time.perf_counter()
    fit = BGNBD.fit(base)
    fitted = time.perf_counter()
    assert base.monetary_value is not None
    return {
        "summarise": summarised - begin,
        "fit": fitted - summarised,
        "log_likelihood": fit.log_likelihood,
        "check": [len(base), base.frequency.sum(), base.recency.sum(), base.T.sum()],
    }


def theirs(path: Path) -> dict[str, Any]:
    warnings.simplefilter("ignore")
    import pandas as pd  # noqa: PLC0415
    from lifetimes import BetaGeoFitter  # noqa: PLC0415
    from lifetimes.utils import summary_data_from_transaction_data  # noqa: PLC0415

    customer, date, amount, end = load(path)
    frame = pd.DataFrame({"customer": customer, "date": pd.to_datetime(date), "amount": amount})
    begin = time.perf_counter()
    base = summary_data_from_transaction_data(
        frame, "customer", "date", "amount",
        observation_period_end=end, freq="D", freq_multiplier=7,
    )  # fmt: skip
    summarised = time.perf_counter()
    fit = BetaGeoFitter().fit(base["frequency"], base["recency"], base["T"])
    fitted = time.perf_counter()
    return {
        "summarise": summarised - begin,
        "fit": fitted - summarised,
        "log_likelihood": _log_likelihood(base, fit.params_),
        "check": [
            len(base), base["frequency"].sum(), base["recency"].sum(), base["T"].sum(),
        ],
    }  # fmt: skip


def _log_likelihood(base: Any, parameters: Any) -> float:
    """Their parameters on the same scale as ours: our likelihood at their optimum."""
    from crmcore.metrics.clv import BGNBD  # noqa: PLC0415
    from crmcore.summary import CustomerSummary  # noqa: PLC0415

    rows = CustomerSummary(
        frequency=base["frequency"], recency=base["recency"], T=base["T"], unit="week"
    )
    return float(BGNBD(**parameters.to_dict()).log_likelihood(rows).sum())


def measure(side: str, path: Path) -> dict[str, Any]:
    command = [sys.executable, __file__, "--side", side, str(path)]
    one_thread = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    out = subprocess.run(command, check=True, capture_output=True, text=True, env=one_thread).stdout
    return json.loads(out)


def compare(name: str, path: Path) -> None:
    runs = [(measure("ours", path), measure("theirs", path)) for _ in range(ROUNDS)]
    our, their = runs[0]
    if not np.allclose(our["check"], their["check"], rtol=1e-9):
        sys.exit(f"{name}: the summaries differ: {our['check']} and {their['check']}")
    cells = [name]
    for step in ("summarise", "fit"):
        ratios = sorted(b[step] / a[step] for a, b in runs)
        seconds = statistics.median(a[step] for a, _ in runs)
        middle = statistics.median(ratios)
        cells.append(f"{seconds:.3f} s")
        cells.append(f"{middle:.0f} ({ratios[0]:.0f}-{ratios[-1]:.0f})")
    cells += [f"{our['megabytes']:.0f} MB", f"{their['megabytes']:.0f} MB"]
    cells.append(f"{our['log_likelihood'] - their['log_likelihood']:+.4f}")
    print("| " + " | ".join(cells) + " |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("log", nargs="?", type=Path, help="CSV with customer, date, amount")
    parser.add_argument("--side", choices=["ours", "theirs"], help=argparse.SUPPRESS)
    parser.add_argument("--sizes", type=int, nargs="*", default=[10**4, 10**5, 10**6])
    parser.add_argument("--make", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.make:
        design, size, path = options.make
        simulate(int(size), Path(path), design)
        return
    if options.side:
        result = {"ours": ours, "theirs": theirs}[options.side](options.log)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({**result, "megabytes": peak}, default=float))
        return
    names = ("crmcore", "lifetimes", "numpy", "scipy", "pandas")
    print(f"Python {sys.version.split()[0]}, " + ", ".join(f"{n} {version(n)}" for n in names))
    print(
        "Times are crmcore's; ratios are lifetimes' time over crmcore's, median (least-greatest)."
    )
    print("| base | summarise | ratio | fit | ratio | peak | their peak | gain in log-likelihood |")
    print("|---|---|---|---|---|---|---|---|")
    if options.log:
        compare(options.log.name, options.log)
    with tempfile.TemporaryDirectory() as folder:
        for design in ("cohort", "open"):
            for size in options.sizes:
                path = Path(folder) / f"{design}-{size}.npz"
                subprocess.run(  # in a process of its own, lest its memory counts as the others'
                    [sys.executable, __file__, "--make", design, str(size), str(path)], check=True
                )
                compare(f"{design}, {size:,} customers", path)


if __name__ == "__main__":
    main()
