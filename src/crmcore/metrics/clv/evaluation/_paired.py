"""Two forecasts of the same customers: whether the difference is more than chance."""

from typing import Final

import attrs

from crmcore._display import Value
from crmcore._text import Title
from crmcore._types import FloatArray
from crmcore.metrics.clv.evaluation._scores import Criterion, Loss, mean_interval
from crmcore.metrics.measurement import Interval

__all__ = ["CRITERIA", "PairedDifference", "paired_difference", "shown_loss"]

CRITERIA: Final[dict[Criterion, Title]] = {
    "log_score": Title("mean log score", "میانگین امتیاز لگاریتمی"),
    "absolute_error": Title("mean absolute error", "میانگین قدر مطلق خطا"),
    "squared_error": Title("mean squared error", "میانگین مربع خطا"),
    "total": Title("relative error of the total", "خطای نسبی مجموع"),
    "ranking": Title("Gini coefficient of the ranking", "ضریب جینی رتبه‌بندی"),
}
_ROUNDING: Final = 1e-12


def shown_loss(criterion: Criterion, value: float, /) -> float:
    """Give a loss in the direction in which people know the criterion.

    Parameters
    ----------
    criterion : str
        The criterion.
    value : float
        The loss.

    Returns
    -------
    float
        The log score or the Gini coefficient, higher is better; else the error.
    """
    return {"log_score": -value, "ranking": 1 - value}.get(criterion, value)


@attrs.frozen(kw_only=True, repr=False)
class PairedDifference(Value):
    """How much more one forecast loses than another on the same customers.

    Attributes
    ----------
    name, than : str
        The two forecasts.
    criterion : {"log_score", "absolute_error", "squared_error", "total", "ranking"}
        What is compared.
    difference : float
        Loss of `name` less that of `than`; below 0 `name` is better.
    interval : Interval or None
        How sure the difference is, customers taken as a sample; None where they do not differ.
    """

    name: str
    than: str
    criterion: Criterion
    difference: float
    interval: Interval | None

    @property
    def beyond_chance(self) -> bool:
        """Whether the interval leaves out 0."""
        return self.interval is not None and not self.interval.low <= 0 <= self.interval.high

    @property
    def better(self) -> bool:
        """Whether `name` loses less than `than`, and that by more than chance."""
        return self.difference < 0 and self.beyond_chance

    def _facts(self) -> dict[str, object]:
        return {
            "name": self.name,
            "than": self.than,
            "criterion": self.criterion,
            "difference": self.difference,
            "beyond_chance": self.beyond_chance,
        }


def paired_difference(
    one: tuple[str, Loss],
    other: tuple[str, Loss],
    weights: FloatArray,
    /,
    *,
    criterion: Criterion,
    level: float,
) -> PairedDifference:
    """Compare two forecasts customer by customer.

    Parameters
    ----------
    one, other : tuple of str and Loss
        Name and loss of the two.
    weights : ndarray of shape (n,)
        Customers that each row stands for.
    criterion : str
        What is compared.
    level : float
        Share of samples that the interval covers.

    Returns
    -------
    PairedDifference
        The difference with its interval.
    """
    (name, first), (than, second) = one, other
    difference, pull = first.value - second.value, first.pull - second.pull
    if abs(difference) <= _ROUNDING * max(abs(first.value), abs(second.value)):
        difference, pull = 0.0, 0.0 * pull
    return PairedDifference(
        name=name,
        than=than,
        criterion=criterion,
        difference=difference,
        interval=mean_interval(difference, pull, weights, level=level),
    )
