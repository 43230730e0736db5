"""The limits that Pareto/NBD runs to, and what customers are like there."""

from typing import Final

from crmcore._text import Title
from crmcore.metrics.clv.fitting._problem import FAR, Limit

__all__ = ["FARTHEST", "LIMITS"]

FARTHEST: Final = 600.0  # of ln s/beta: beta is not yet below the smallest double

LIMITS: Final = (
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
        key="one_death_rate",
        meaning=Title(
            "All customers are equally likely to leave in a unit of time.",
            "احتمال رفتن در واحد زمان برای همه مشتریان یکسان است.",
        ),
        at={3: FAR},
        held=("s", "beta"),
    ),
    Limit(
        key="nobody_leaves",
        meaning=Title("No customer leaves.", "هیچ مشتری‌ای نمی‌رود."),
        at={2: -FAR, 3: 0.0},
        held=("s", "beta"),
        near=-FARTHEST,  # always: it costs next to nothing
    ),
    Limit(
        key="leave_at_once_or_never",
        meaning=Title(
            "Some customers leave right after the first purchase, the others never.",
            "برخی مشتریان درست پس از نخستین خرید می‌روند و بقیه هرگز نمی‌روند.",
        ),
        at={2: FARTHEST},
        held=("s", "beta"),
        near=10.0,
    ),
)
