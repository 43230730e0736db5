"""Simulated bases of each model: over realistic ranges, and near the models' boundaries."""

import math
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np

from crmcore.metrics.clv import (
    BGBB,
    BGCNBD,
    BGNBD,
    MBGCNBD,
    MBGNBD,
    NBD,
    SBG,
    GammaGamma,
    GGompertzNBD,
    ParetoNBD,
)
from crmcore.metrics.clv._families.beta_geometric.fit import beta_geometric_problem
from crmcore.metrics.clv._families.bg_bb.fit import bg_bb_problem
from crmcore.metrics.clv._families.erlang.fit import erlang_problem
from crmcore.metrics.clv._families.gamma_gamma import gamma_gamma_problem
from crmcore.metrics.clv._families.gompertz.fit import gompertz_problem
from crmcore.metrics.clv._families.nbd import nbd_problem
from crmcore.metrics.clv._families.pareto.fit import pareto_problem
from crmcore.metrics.clv._families.sbg import sbg_problem
from crmcore.metrics.clv.fitting._problem import Problem
from crmcore.metrics.clv.fitting.fit import Fit

Terms = Mapping[str, float]
_HUGE, _TINY = 1e5, 1e-5
_BUYING = {"r": (0.1, 5.0), "rate": (0.02, 0.5)}  # per week
_LEAVING = {"leave": (0.02, 0.6), "alike": (0.3, 10.0)}  # mean and a + b of the chances
_DYING = {"s": (0.2, 5.0), "death": (0.002, 0.1)}  # per week
_EDGES_OF_LEAVING = ({"alike": _HUGE}, {"alike": _TINY}, {"leave": _TINY})


class Recipe(NamedTuple):
    """How bases of a model are drawn, and what is fitted to them.

    `ranges` are of means and shapes, drawn evenly on the log scale; each of `edges` holds some of
    them where a simpler model lies; `usual` is the base of the coverage.
    """

    build: Callable[[Terms], Any]
    ranges: Mapping[str, tuple[float, float]]
    edges: tuple[Terms, ...]
    usual: Terms
    draw: Callable[[Any, int, np.random.Generator], Any]
    problem: Callable[[Any, Any], Problem]
    fit: Callable[[Any, Any], Fit[Any]] = lambda truth, base: type(truth).fit(base)

    def truth(self, rng: np.random.Generator, *, at_edge: bool) -> Any:
        terms = {
            name: math.exp(rng.uniform(math.log(low), math.log(high)))
            for name, (low, high) in self.ranges.items()
        }
        if at_edge:
            terms.update(self.edges[int(rng.integers(len(self.edges)))])
        return self.build(terms)


def _ages(n: int, rng: np.random.Generator) -> Any:
    """Ages in whole weeks of customers who joined in a part of the time observed."""
    window, joining = rng.uniform(26, 150), rng.uniform(0.1, 0.9)
    return np.ceil(window * rng.uniform(1 - joining, 1, n))


def _buyers(truth: Any, n: int, rng: np.random.Generator) -> Any:
    return truth.simulate(n, T=_ages(n, rng), rng=rng)


def _spenders(truth: Any, n: int, rng: np.random.Generator) -> Any:
    often = BGNBD(r=0.6, alpha=5.0, a=0.8, b=2.0, unit="week")
    return truth.simulate(_buyers(often, n, rng), rng=rng)


def _on_trials(longest: int) -> Callable[[Any, int, np.random.Generator], Any]:
    def draw(truth: Any, n: int, rng: np.random.Generator) -> Any:
        most = int(rng.integers(4, longest))
        return truth.simulate(n, T=rng.integers(most // 2, most + 1, n), rng=rng)

    return draw


def _beta(mean: float, alike: float) -> tuple[float, float]:
    return mean * alike, (1 - mean) * alike


def _geometric(model: Any, q: Terms) -> Any:
    a, b = _beta(q["leave"], q["alike"])
    phases = {"k": round(q["k"])} if "k" in q else {}
    alpha = q["r"] / (q["rate"] * phases.get("k", 1))
    return model(r=q["r"], alpha=alpha, a=a, b=b, unit="week", **phases)


def _pareto(q: Terms) -> ParetoNBD:
    return ParetoNBD(
        r=q["r"], alpha=q["r"] / q["rate"], s=q["s"], beta=q["s"] / q["death"], unit="week"
    )


def _gompertz(q: Terms) -> GGompertzNBD:
    beta = q["s"] * q["b"] / q["death"]
    return GGompertzNBD(
        r=q["r"], alpha=q["r"] / q["rate"], b=q["b"], s=q["s"], beta=beta, unit="week"
    )


def _bg_bb(q: Terms) -> BGBB:
    (alpha, beta), (gamma, delta) = _beta(q["buy"], q["sure"]), _beta(q["leave"], q["alike"])
    return BGBB(alpha=alpha, beta=beta, gamma=gamma, delta=delta)


def _sbg(q: Terms) -> SBG:
    alpha, beta = _beta(q["leave"], q["alike"])
    return SBG(alpha=alpha, beta=beta)


def _gamma_gamma(q: Terms) -> GammaGamma:
    return GammaGamma(p=q["p"], q=q["q"], v=q["money"] * q["q"] / q["p"])


def _phased(truth: Any, base: Any) -> Fit[Any]:
    fit: Fit[Any] = type(truth).fit(base, k=truth.k)
    return fit


def _of_geometric(model: Any, chances: int) -> Recipe:
    return Recipe(
        build=lambda q: _geometric(model, q),
        ranges={**_BUYING, **_LEAVING},
        edges=({"r": _HUGE}, *_EDGES_OF_LEAVING),
        usual={"r": 0.6, "rate": 0.12, "leave": 0.25, "alike": 3.0},
        draw=_buyers,
        problem=lambda _, base: beta_geometric_problem(base, chances=chances),
    )


def _of_phases(model: Any, chances: int) -> Recipe:
    def problem(truth: Any, base: Any) -> Problem:
        return erlang_problem(base, chances=chances, k=truth.k)

    plain = _of_geometric(None, chances)
    return plain._replace(
        build=lambda q: _geometric(model, q),
        ranges={**plain.ranges, "k": (1.5, 4.5)},
        usual={**plain.usual, "k": 2},
        problem=problem,
        fit=_phased,
    )


RECIPES: dict[str, Recipe] = {
    "NBD": Recipe(
        build=lambda q: NBD(r=q["r"], alpha=q["r"] / q["rate"], unit="week"),
        ranges=_BUYING,
        edges=({"r": _HUGE},),
        usual={"r": 0.6, "rate": 0.12},
        draw=_buyers,
        problem=lambda _, base: nbd_problem(base),
    ),
    "BGNBD": _of_geometric(BGNBD, 0),
    "MBGNBD": _of_geometric(MBGNBD, 1),
    "ParetoNBD": Recipe(
        build=_pareto,
        ranges={**_BUYING, **_DYING},
        edges=({"r": _HUGE}, {"s": _HUGE}, {"death": _TINY}, {"s": 0.02, "death": _HUGE}),
        usual={"r": 0.6, "rate": 0.12, "s": 0.6, "death": 0.05},
        draw=_buyers,
        problem=lambda _, base: pareto_problem(base),
    ),
    "BGBB": Recipe(
        build=_bg_bb,
        ranges={"buy": (0.05, 0.8), "sure": (0.3, 10.0), **_LEAVING},
        edges=({"sure": _HUGE}, {"sure": _TINY}, *_EDGES_OF_LEAVING),
        usual={"buy": 0.5, "sure": 2.0, "leave": 0.2, "alike": 3.0},
        draw=_on_trials(16),
        problem=lambda _, base: bg_bb_problem(base),
    ),
    "SBG": Recipe(
        build=_sbg,
        ranges={"leave": (0.05, 0.6), "alike": (0.3, 10.0)},
        edges=({"alike": _HUGE}, {"alike": _TINY}),
        usual={"leave": 0.25, "alike": 3.0},
        draw=_on_trials(12),
        problem=lambda _, base: sbg_problem(base),
    ),
    "GammaGamma": Recipe(
        build=_gamma_gamma,
        ranges={"p": (0.5, 12.0), "q": (1.2, 12.0), "money": (0.1, 1e4)},
        edges=({"q": _HUGE}, {"p": _HUGE}),
        usual={"p": 6.25, "q": 3.74, "money": 25.0},
        draw=_spenders,
        problem=lambda _, base: gamma_gamma_problem(base, on="means"),
    ),
    "BGCNBD": _of_phases(BGCNBD, 0),
    "MBGCNBD": _of_phases(MBGCNBD, 1),
    "GGompertzNBD": Recipe(
        build=_gompertz,
        ranges={**_BUYING, **_DYING, "b": (0.003, 0.1)},
        edges=({"r": _HUGE}, {"b": _TINY}, {"s": _HUGE}, {"death": _TINY}),
        usual={"r": 0.6, "rate": 0.12, "s": 0.8, "death": 0.02, "b": 0.05},
        draw=_buyers,
        problem=lambda _, base: gompertz_problem(base),
    ),
}
