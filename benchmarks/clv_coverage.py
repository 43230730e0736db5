"""How often intervals of 90 % hold the truth, by simulation."""

import argparse
import math
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

import numpy as np
from clv_recipes import RECIPES, Recipe

from crmcore.errors import FitError, UndefinedMetricError
from crmcore.metrics.clv import forecast_purchases
from crmcore.rates import Rate

LEVEL = 0.9
YEAR = 52.0
TRIALS = 5.0
DRAWS = 200
RATE = Rate(0.15, per="period")
Verdict = tuple[str, bool | None]  # what was covered; None where there is no interval


def parameters(fit: Any, truth: Any) -> Iterator[Verdict]:
    for name, value in truth.parameters.items():
        try:
            ends = fit.parameter_interval(name, level=LEVEL)
        except UndefinedMetricError:
            yield name, None
        else:
            yield name, ends.low <= value <= ends.high


def totals(fit: Any, truth: Any, base: Any, verbs: dict[str, dict[str, Any]]) -> Iterator[Verdict]:
    for verb, options in verbs.items():
        ends = fit.total_interval(verb, base, level=LEVEL, **options)
        value = float(getattr(truth, verb)(base, **options).sum())
        yield f"total of {verb}", ends.low <= value <= ends.high


def single(fit: Any, truth: Any, verbs: dict[str, dict[str, Any]]) -> Iterator[Verdict]:
    for verb, options in verbs.items():
        ends = fit.interval(verb, level=LEVEL, **options)
        value = float(np.ravel(getattr(truth, verb)(**options))[0])
        yield verb, bool(ends.low[0] <= value <= ends.high[0])


def of_buyers(fit: Any, truth: Any, base: Any, rng: np.random.Generator) -> Iterator[Verdict]:
    weeks = base.unit == "week"
    horizon = YEAR if weeks else TRIALS
    rate = Rate(0.15, per="year") if weeks else RATE
    yield from totals(
        fit,
        truth,
        base,
        {
            "probability_alive": {},
            "expected_purchases": {"horizon": horizon},
            "discounted_expected_purchases": {"rate": rate},
        },
    )
    yield from single(fit, truth, {"expected_purchases_new": {"horizon": horizon}})
    ahead = forecast_purchases(fit, base, horizon=horizon, rng=rng, level=LEVEL, draws=DRAWS)
    bought = truth.simulate_purchases(base, horizon=horizon, rng=rng).sum()
    ends = ahead.total.interval
    assert ends is not None
    yield "forecast_purchases, total", bool(ends.low <= bought <= ends.high)


def verdicts(name: str, recipe: Recipe, base: Any, rng: np.random.Generator) -> Iterator[Verdict]:
    truth = recipe.build(recipe.usual)
    fit = recipe.fit(truth, base)
    yield from parameters(fit, truth)
    if name == "GammaGamma":
        yield from totals(fit, truth, base, {"expected_spend": {}})
    elif name == "SBG":
        yield from single(
            fit,
            truth,
            {
                "survival": {"t": 12},
                "discounted_expected_residual_lifetime": {"renewals": 3, "rate": RATE},
                "discounted_expected_lifetime": {"rate": RATE},
            },
        )
    else:
        yield from of_buyers(fit, truth, base, rng)


def measure(name: str, customers: int, bases: int) -> None:
    recipe, held = RECIPES[name], defaultdict[str, list[bool | None]](list)
    truth, begin, refused = recipe.build(recipe.usual), time.process_time(), 0
    for seed in range(bases):
        rng = np.random.default_rng(seed)
        base = recipe.draw(truth, customers, rng)
        try:
            for what, covered in verdicts(name, recipe, base, rng):
                held[what].append(covered)
        except FitError:
            refused += 1
    for what, results in held.items():
        sure = [covered for covered in results if covered is not None]
        share = sum(sure) / max(len(sure), 1)
        error = math.sqrt(share * (1 - share) / max(len(sure), 1))
        missing = len(results) - len(sure)
        print(f"| {name} | {what} | {share:.3f} ± {error:.3f} | {len(sure)} | {missing} |")
    spent = time.process_time() - begin
    print(f"{name}: {truth}, {refused} refused, {spent:.0f} s", file=sys.stderr, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("models", nargs="*", default=list(RECIPES), help=", ".join(RECIPES))
    parser.add_argument("--customers", type=int, default=1000)
    parser.add_argument("--bases", type=int, default=200)
    options = parser.parse_args()
    print(f"Python {sys.version.split()[0]}, crmcore {version('crmcore')}, numpy {np.__version__}")
    print("| model | interval of | coverage | bases | without an interval |\n|---|---|---|---|---|")
    for name in options.models:
        measure(name, options.customers, options.bases)


if __name__ == "__main__":
    main()
