"""The limits that the beta-geometric models run to, and what customers are like there."""

from typing import Final

import attrs

from crmcore._text import Title
from crmcore.metrics.clv.fitting._problem import FAR, Limit

__all__ = ["limits"]

_AT_ONCE: Final = Title(
    "Some customers leave at their first chance, the others never.",
    "برخی مشتریان در نخستین فرصت می‌روند و بقیه هرگز نمی‌روند.",
)
_AFTER_THE_FIRST: Final = Title(
    "Some customers leave right after their first purchase, the others never.",
    "برخی مشتریان درست پس از نخستین خرید می‌روند و بقیه هرگز نمی‌روند.",
)
_LIMITS: Final = (
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
        key="one_dropout_probability",
        meaning=Title(
            "All customers are equally likely to leave after a purchase.",
            "احتمال رفتن پس از خرید برای همه مشتریان یکسان است.",
        ),
        at={3: FAR},
        near=1.0,
        held=("a", "b"),
    ),
    Limit(
        key="leave_at_once_or_never",
        meaning=_AT_ONCE,
        at={3: -FAR},
        near=0.0,
        held=("a", "b"),
    ),
    Limit(
        key="nobody_leaves",
        meaning=Title("No customer leaves.", "هیچ مشتری‌ای نمی‌رود."),
        at={2: -FAR, 3: 0.0},
        held=("a", "b"),
    ),
)
# Only where the first repeat purchase comes before the first chance to leave.
_ALL_LEAVE: Final = (
    Limit(
        key="all_leave_at_once",
        meaning=Title(
            "All customers leave at their first chance.",
            "همه مشتریان در نخستین فرصت می‌روند.",
        ),
        at={2: FAR, 3: 0.0},
        held=("a", "b"),
    ),
)


def limits(chances: int, /) -> tuple[Limit, ...]:
    """Give the limits of a beta-geometric model.

    Parameters
    ----------
    chances : {0, 1}
        Chances to leave before the first repeat purchase. If there is one, not all leave at it in
        a base in which somebody has bought again, so that this limit falls away.

    Returns
    -------
    tuple of Limit
        The limits, those of the rates first.
    """
    if not chances:
        return _LIMITS + _ALL_LEAVE
    return tuple(
        attrs.evolve(limit, meaning=_AFTER_THE_FIRST) if limit.meaning is _AT_ONCE else limit
        for limit in _LIMITS
    )
