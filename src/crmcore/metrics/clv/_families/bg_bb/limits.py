"""The limits that the BG/BB model runs to, and what customers are like there."""

from typing import Final

from crmcore._text import Title
from crmcore.metrics.clv.fitting._problem import FAR, Limit

__all__ = ["LIMITS"]

LIMITS: Final = (
    Limit(
        key="one_purchase_probability",
        meaning=Title(
            "All customers are equally likely to buy at an opportunity while they stay.",
            "احتمال خرید در هر فرصت، تا زمانی که مشتریان می‌مانند، برای همه یکسان است.",
        ),
        at={1: FAR},
        near=1.0,
        held=("alpha", "beta"),
    ),
    Limit(
        key="buy_always_or_never",
        meaning=Title(
            "Some customers buy at every opportunity while they stay, the others never.",
            "برخی مشتریان تا زمانی که می‌مانند در هر فرصت می‌خرند و بقیه هرگز نمی‌خرند.",
        ),
        at={1: -FAR},
        held=("alpha", "beta"),
    ),
    Limit(
        key="buy_always",
        meaning=Title(
            "All customers buy at every opportunity while they stay.",
            "همه مشتریان تا زمانی که می‌مانند در هر فرصت می‌خرند.",
        ),
        at={0: FAR, 1: 0.0},
        held=("alpha", "beta"),
    ),
    Limit(
        key="one_dropout_probability",
        meaning=Title(
            "All customers are equally likely to leave before an opportunity.",
            "احتمال رفتن پیش از هر فرصت برای همه مشتریان یکسان است.",
        ),
        at={3: FAR},
        near=1.0,
        held=("gamma", "delta"),
    ),
    Limit(
        key="leave_at_once_or_never",
        meaning=Title(
            "Some customers leave before the first opportunity, the others never.",
            "برخی مشتریان پیش از نخستین فرصت می‌روند و بقیه هرگز نمی‌روند.",
        ),
        at={3: -FAR},
        held=("gamma", "delta"),
    ),
    Limit(
        key="nobody_leaves",
        meaning=Title("No customer leaves.", "هیچ مشتری‌ای نمی‌رود."),
        at={2: -FAR, 3: 0.0},
        held=("gamma", "delta"),
    ),
)
