"""How often a fit misses the best optimum that a wide search of the same likelihood finds."""

import argparse
import statistics
import sys
import time
import warnings
from collections import Counter
from importlib.metadata import version
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np
from clv_recipes import RECIPES, Recipe

from crmcore.errors import FitError
from crmcore.metrics.clv.fitting._newton import Optimum, maximise
from crmcore.metrics.clv.fitting._problem import Problem

MISS = 1e-3
STARTS = 15
SPREAD = 2.5  # standard deviation of the starts, in the logs of the coordinates
HEADER = (
    "model", "bases", "missed", "largest gap", "exceptions", "refused", "with warnings",
    "at a boundary", "CPU of a fit, median (largest)", "boundaries by key",
)  # fmt: skip


class Outcome(NamedTuple):
    """What came of one base: what went wrong, or the gap to the best optimum."""

    customers: int
    seed: int
    trouble: str = ""
    gap: float = 0.0
    boundary: str = ""
    warned: int = 0
    seconds: float = 0.0


def search(problem: Problem, truth: Any, found: Any, rng: np.random.Generator) -> float:
    """Climb from random starts, the truth and the fit, then along all limits and pairs of them."""

    def climb(start: Any, held: dict[int, float]) -> Optimum:
        point, free = np.array(start), np.ones(start.size, dtype=np.bool_)
        for place, value in held.items():
            point[place], free[place] = value, False
        return maximise(problem.objective, point, free=free, bounds=problem.bounds)

    centre = problem.starts[0]
    known = [_coordinates(problem, model) for model in (truth, found)]
    starts = [centre + SPREAD * rng.standard_normal(centre.size) for _ in range(STARTS)]
    with np.errstate(all="ignore"):  # random starts lie where likelihoods overflow
        ends = [climb(start, {}) for start in known + starts]
        ends = [end for end in ends if np.isfinite(end.evaluation.value)]
        best = max(ends, key=lambda end: end.evaluation.value)
        limits = [limit.at for limit in problem.limits]
        pairs = [a | b for a, b in combinations(limits, 2) if not a.keys() & b.keys()]
        ends += [climb(best.point, held) for held in limits + pairs]
        ends += [climb(centre, held) for held in limits]
    return max(end.evaluation.value for end in ends if np.isfinite(end.evaluation.value))


def _coordinates(problem: Problem, model: Any) -> Any:
    point = np.linalg.solve(problem.to_log, model.unbounded - problem.offset)
    return np.clip(point, *problem.bounds)


def judge(recipe: Recipe, seed: int, *, at_edge: bool) -> Outcome:
    rng = np.random.default_rng(seed)
    n = round(200 * 100 ** rng.random())
    truth = recipe.truth(rng, at_edge=at_edge)
    base = recipe.draw(truth, n, rng)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        begin = time.process_time()
        try:
            fit = recipe.fit(truth, base)
        except FitError:
            return Outcome(n, seed, trouble="refused")
        except Exception as error:  # noqa: BLE001 - any is a finding
            return Outcome(n, seed, trouble=f"{type(error).__name__}: {error}")
        seconds = time.process_time() - begin
    problem = recipe.problem(truth, base)
    best = search(problem, truth, fit.model, rng) + problem.constant
    return Outcome(
        n,
        seed,
        gap=best - fit.log_likelihood,
        boundary=fit.diagnosis.boundary or "",
        warned=len(caught),
        seconds=seconds,
    )


def report(name: str, outcomes: list[Outcome]) -> None:
    fitted = [one for one in outcomes if not one.trouble]
    refused = sum(one.trouble == "refused" for one in outcomes)
    missed = [one for one in fitted if one.gap > MISS]
    keys = Counter(one.boundary for one in fitted if one.boundary)
    seconds = [one.seconds for one in fitted]
    cells = (
        name,
        f"{len(outcomes)}",
        f"{len(missed)} ({len(missed) / len(fitted):.1%})",
        f"{max(one.gap for one in fitted):.1e}",
        f"{len(outcomes) - len(fitted) - refused}",
        f"{refused}",
        f"{sum(one.warned > 0 for one in fitted)}",
        f"{keys.total() / len(fitted):.0%}",
        f"{1e3 * statistics.median(seconds):.0f} ms ({max(seconds):.2f} s)",
        ", ".join(f"{key} {count}" for key, count in keys.most_common()),
    )
    print("| " + " | ".join(cells) + " |", flush=True)
    for one in outcomes:
        if one.gap > MISS or one.trouble not in {"", "refused"}:
            print(f"{name}, seed {one.seed}: {one}", file=sys.stderr, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("models", nargs="*", default=list(RECIPES), help=", ".join(RECIPES))
    parser.add_argument("--bases", type=int, default=150)
    parser.add_argument("--first", type=int, default=0, help="seed of the first base")
    options = parser.parse_args()
    print(f"Python {sys.version.split()[0]}, crmcore {version('crmcore')}, numpy {np.__version__}")
    print("| " + " | ".join(HEADER) + " |")
    print("|" + "---|" * len(HEADER))
    for name in options.models:
        seeds = range(options.first, options.first + options.bases)
        outcomes = [judge(RECIPES[name], seed, at_edge=seed % 3 == 2) for seed in seeds]
        report(name, outcomes)


if __name__ == "__main__":
    main()
