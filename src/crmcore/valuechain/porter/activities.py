"""An activity of a firm: what it is, what it costs in money and time, what it is worth."""

import math
from collections.abc import Iterable, Mapping
from typing import Final, cast

import attrs

from crmcore._checks import fraction, number_above
from crmcore._display import Value
from crmcore._keyed import known, refuse_doubles
from crmcore._text import Title, isolate
from crmcore.errors import InvalidInputError
from crmcore.valuechain.porter._records import as_title, check_key, check_rows, read_values
from crmcore.valuechain.porter.categories import CATEGORY_TITLES, Category, PorterRole, role_of
from crmcore.valuechain.porter.measures import ActivityMeasure

__all__ = ["Activity", "DriverShare", "check_amount", "check_volume"]

_LEAST, _GREATEST = 1e-100, 1e100
_LEAST_VOLUME, _GREATEST_VOLUME = 1e-50, 1e50
_SLACK: Final = 1e-9


def check_amount(name: str, value: float, /) -> float:
    """Refuse an amount that is negative, or so small or large that ratios of it have no value.

    Parameters
    ----------
    name : str
        What it is, for the message.
    value : float
        Money or time.

    Returns
    -------
    float
        The amount.

    Raises
    ------
    InvalidInputError
        If it is neither 0 nor between 1e-100 and 1e100.
    """
    amount = number_above(name, value, inclusive=True)
    if amount and not _LEAST <= amount <= _GREATEST:
        msg = f"{name} must be 0 or between {_LEAST:g} and {_GREATEST:g}, got {value!r}"
        raise InvalidInputError(msg)
    return amount


def check_volume(name: str, volume: float, /) -> float:
    """Refuse an output that is not above 0, or so small or large that ratios of it have no value.

    Parameters
    ----------
    name : str
        Whose it is, for the message.
    volume : float
        The output.

    Returns
    -------
    float
        The output.

    Raises
    ------
    InvalidInputError
        If it is not between 1e-50 and 1e50.
    """
    number = number_above(name, volume)
    if not _LEAST_VOLUME <= number <= _GREATEST_VOLUME:
        msg = f"{name} must be between {_LEAST_VOLUME:g} and {_GREATEST_VOLUME:g}, got {volume!r}"
        raise InvalidInputError(msg)
    return number


@attrs.frozen(repr=False)
class DriverShare(Value):
    """How much of the cost of an activity one driver accounts for.

    Attributes
    ----------
    driver : str
        Its key, of ``COST_DRIVERS`` or one's own.
    share : float or None
        A fraction of the cost; None where nobody divided it.

    Raises
    ------
    InvalidInputError
        If the share is no fraction.
    """

    driver: str
    share: float | None = None

    def __attrs_post_init__(self) -> None:
        check_key("driver", self.driver)
        if self.share is not None:
            fraction(f"share of {self.driver}", self.share)

    def _facts(self) -> dict[str, object]:
        return {"driver": self.driver, "share": self.share}


def _drivers(
    drivers: str | Mapping[str, float] | Iterable[str | DriverShare],
) -> tuple[DriverShare, ...]:
    if isinstance(drivers, str):
        return (DriverShare(drivers),)
    if isinstance(drivers, Mapping):
        shares = cast("Mapping[str, float]", drivers)
        return tuple(DriverShare(driver, share) for driver, share in shares.items())
    rows = [DriverShare(it) if isinstance(it, str) else it for it in check_rows("drivers", drivers)]
    return read_values("drivers", [DriverShare], rows)


@attrs.frozen(repr=False)
class Activity(Value):
    """Something that a firm does, in one category of Porter's chain.

    Attributes
    ----------
    key : str
        Stable identifier, unique in the analysis.
    category : str
        One of the nine keys of ``CATEGORY_TITLES``; whether it is primary or support follows.
    cost : float
        Money spent on it, >= 0, in the period of the analysis.
    time : float or None
        Time and effort spent on it, >= 0, in the time unit of the analysis; None where nobody
        told.
    value : float or None
        What customers place on it, or the revenue it earns, >= 0; None where nobody told, 0 where
        it is known to be worth nothing to them.
    assets : float or None
        Money tied up in it, >= 0.
    drivers : tuple of DriverShare
        What drives its cost: names, or a mapping of names to fractions of the cost.
    unit : str or None
        The business unit that performs it.
    title : Title or None
        Its name, a text is taken for both languages; the key where there is none.
    currency : str or None
        The currency of its money, where it is stated; it must be that of the analysis.

    Raises
    ------
    UnknownKeyError
        If the category is unknown; the nearest are suggested.
    InvalidInputError
        If an amount is negative or not finite, a driver comes twice, only some drivers have
        shares, or shares add up to more than 1.

    Examples
    --------
    >>> Activity("plant", category="operations", cost=400, value=700, drivers=["scale"])
    Activity(key='plant', category='operations', cost=400, value=700)
    >>> Activity("plant", category="operation", cost=400)
    Traceback (most recent call last):
    crmcore.errors.UnknownKeyError: category of plant must be a known key, got 'operation';
    did you mean 'operations'?
    """

    key: str
    category: Category = attrs.field(kw_only=True)
    cost: float = attrs.field(kw_only=True)
    time: float | None = attrs.field(default=None, kw_only=True)
    value: float | None = attrs.field(default=None, kw_only=True)
    assets: float | None = attrs.field(default=None, kw_only=True)
    drivers: tuple[DriverShare, ...] = attrs.field(default=(), converter=_drivers, kw_only=True)
    unit: str | None = attrs.field(default=None, kw_only=True)
    title: Title | None = attrs.field(default=None, converter=as_title, kw_only=True)
    currency: str | None = attrs.field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        check_key("key of an activity", self.key)
        if self.unit is not None:
            check_key(f"unit of {self.key}", self.unit)
        known(f"category of {self.key}", self.category, CATEGORY_TITLES)
        check_amount(f"cost of {self.key}", self.cost)
        for name in ("time", "value", "assets"):
            amount = getattr(self, name)
            if amount is not None:
                check_amount(f"{name} of {self.key}", amount)
        refuse_doubles(f"drivers of {self.key}", [driver.driver for driver in self.drivers])
        shares = [driver.share for driver in self.drivers if driver.share is not None]
        if shares and len(shares) < len(self.drivers):
            msg = f"drivers of {self.key} must all have a share, or none"
            raise InvalidInputError(msg)
        if math.fsum(shares) > 1 + _SLACK:
            msg = f"shares of the drivers of {self.key} must add up to at most 1, got {shares}"
            raise InvalidInputError(msg)

    @property
    def role(self) -> PorterRole:
        """Whether it is a primary or a support activity."""
        return role_of(self.category)

    @property
    def name(self) -> Title:
        """The title, or the key in both languages."""
        return self.title or Title(self.key, isolate(self.key))

    def figure(self, measure: ActivityMeasure, /) -> float | None:
        """Give what is known of one measure.

        Parameters
        ----------
        measure : {"cost", "time", "value"}
            The measure.

        Returns
        -------
        float or None
            Money or time; None where nobody told.
        """
        return {"cost": self.cost, "time": self.time, "value": self.value}[measure]

    def _facts(self) -> dict[str, object]:
        facts: dict[str, object] = {"key": self.key, "category": self.category, "cost": self.cost}
        optional = {"time": self.time, "value": self.value, "unit": self.unit}
        return {**facts, **{name: fact for name, fact in optional.items() if fact is not None}}
