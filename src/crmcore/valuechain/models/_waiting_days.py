"""The median of waiting times of which some still run: by the product-limit estimate."""

from collections.abc import Sequence
from typing import Final

from crmcore._text import Title, persian_figure
from crmcore.metrics.measurement import Measurement

__all__ = ["median_days"]

_HALF: Final = 0.5
_SLACK: Final = 1e-12
_NONE_OVER: Final = Title("none is over yet", "هنوز هیچ‌کدام به پایان نرسیده است")
_TOO_FEW: Final = Title(
    "the median lies beyond the days seen so far", "میانه از روزهای دیده‌شده تا کنون بیشتر است"
)


def median_days(key: str, title: Title, times: Sequence[tuple[int, bool]], /) -> Measurement:
    r"""Find the median of waiting times, of which some are not over.

    Parameters
    ----------
    key : str
        What is measured.
    title : Title
        Its name.
    times : sequence of (int, bool)
        Days, and whether they are over; of one that still runs, the days so far.

    Returns
    -------
    Measurement
        The first time at which the product-limit estimate :math:`\prod_{t_i \le t}(1 - d_i/n_i)`
        is at most 1/2; undefined while it stays above.

    References
    ----------
    .. [1] Kaplan & Meier (1958), Journal of the American Statistical Association 53, 457-481,
       section 2.
    """
    over = sorted({days for days, done in times if done})
    note = _running([days for days, done in times if not done])
    left = 1.0
    for day in over:
        at_risk = sum(days >= day for days, _ in times)
        left *= 1.0 - sum(days == day and done for days, done in times) / at_risk
        if left <= _HALF + _SLACK:
            return Measurement(
                key=key, title=title, unit="days", value=day, n=len(times), note=note
            )
    reason = _TOO_FEW if over else _NONE_OVER
    return Measurement(key=key, title=title, unit="days", reason=reason, n=len(times), note=note)


def _running(days: Sequence[int]) -> Title | None:
    if not days:
        return None
    longest = max(days)
    return Title(
        f"{len(days)} still open: {longest} days so far",
        f"{persian_figure(str(len(days)))} مورد هنوز باز است: "
        f"{persian_figure(str(longest))} روز تا کنون",
    )
