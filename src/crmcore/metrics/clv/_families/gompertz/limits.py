"""The limits that Gamma-Gompertz/NBD runs to, and what customers are like there."""

import math
from typing import Final

import attrs

from crmcore._text import Title
from crmcore.metrics.clv._families.pareto.limits import FARTHEST
from crmcore.metrics.clv.fitting._problem import FAR, Limit

__all__ = ["SUDDEN", "limits_until"]

SUDDEN: Final = math.log(200.0)  # of b: exp(b T) of the oldest customers is still a double
_ALMOST: Final = 0.1


def limits_until(fastest: float, /) -> tuple[Limit, ...]:
    """Give the limits.

    Parameters
    ----------
    fastest : float
        The log of the largest b.

    Returns
    -------
    tuple of Limit
        In the coordinates ln r, ln r/alpha, ln s b/beta, ln s and ln b.
    """
    sudden = attrs.evolve(_SUDDEN, at={4: fastest}, near=fastest - _ALMOST)
    return (*_SMOOTH, sudden, *_EXTREME)


_SMOOTH: Final = (
    Limit(
        key="one_rate",
        meaning=Title(
            "All customers buy at one rate while they stay.",
            "همه مشتریان تا زمانی که می‌مانند با یک نرخ خرید می‌کنند.",
        ),
        at={0: FAR},
        held=("r", "alpha"),
    ),
    Limit(
        key="pareto",
        meaning=Title(
            "No customer becomes more or less likely to leave with age.",
            "احتمال رفتن هیچ مشتری با گذشت زمان بیشتر یا کمتر نمی‌شود.",
        ),
        at={4: -FAR},
        held=("b", "beta"),
    ),
    Limit(
        key="one_death_rate",
        meaning=Title(
            "All customers of one age are equally likely to leave.",
            "احتمال رفتن همه مشتریان هم‌سابقه یکسان است.",
        ),
        at={3: FAR},
        held=("s", "beta"),
    ),
)
_EXTREME: Final = (
    Limit(
        key="nobody_leaves",
        meaning=Title("No customer leaves.", "هیچ مشتری‌ای نمی‌رود."),
        at={2: -FARTHEST, 3: 0.0, 4: -FAR},
        held=("b", "s", "beta"),
        near=-FARTHEST,  # always: it costs next to nothing
    ),
    Limit(
        key="leave_at_once_or_never",
        meaning=Title(
            "Some customers leave right after the first purchase, the others never.",
            "برخی مشتریان درست پس از نخستین خرید می‌روند و بقیه هرگز نمی‌روند.",
        ),
        at={2: FARTHEST, 4: -FAR},
        held=("b", "s", "beta"),
        near=10.0,
    ),
)
_SUDDEN: Final = Limit(
    key="sudden",
    meaning=Title(
        "Leaving begins suddenly: up to a certain age nobody leaves, or some right after the "
        "first purchase, and from then on all at one rate.",
        "رفتن مشتریان ناگهانی آغاز می‌شود: تا سن معینی کسی نمی‌رود، یا برخی درست پس از نخستین "
        "خرید می‌روند، و از آن پس همه با یک نرخ می‌روند.",
    ),
    at={4: SUDDEN},
    held=("b", "s", "beta"),
)
