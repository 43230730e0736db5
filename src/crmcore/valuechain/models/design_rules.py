"""What a rule of fit is: two sides of an organisation's design that contradict each other."""

from collections.abc import Mapping

import attrs

from crmcore._checks import texts
from crmcore._display import Value
from crmcore._text import Title
from crmcore.errors import InvalidInputError

__all__ = ["DesignSide", "FitRule"]


@attrs.frozen(repr=False)
class DesignSide(Value):
    """One side of a contradiction: a variable, and those of its choices that take part.

    Attributes
    ----------
    variable : str
        Key of the variable.
    choices : tuple of str
        Any of these; a single key is taken.

    Raises
    ------
    InvalidInputError
        If there is no choice.
    """

    variable: str
    choices: tuple[str, ...] = attrs.field(converter=texts)

    def __attrs_post_init__(self) -> None:
        if not self.choices:
            msg = f"choices of {self.variable} must name at least one, got none"
            raise InvalidInputError(msg)

    def holds(self, stated: Mapping[str, str | None], /) -> bool | None:
        """Tell whether an organisation is on this side.

        Parameters
        ----------
        stated : mapping of str to str or None
            Its choices by variable.

        Returns
        -------
        bool or None
            None where the variable is not stated.
        """
        choice = stated.get(self.variable)
        return None if choice is None else choice in self.choices

    def _facts(self) -> dict[str, object]:
        return {"variable": self.variable, "choices": self.choices}


@attrs.frozen(kw_only=True, repr=False)
class FitRule(Value):
    """Two choices that do not go together.

    Attributes
    ----------
    key : str
        Stable identifier.
    first, second : DesignSide
        The two sides.
    reason : Title
        Why they contradict each other.
    source : str
        Whose rule it is.

    Raises
    ------
    InvalidInputError
        If both sides are of one variable.

    Examples
    --------
    >>> rule = FitRule(
    ...     key="fast_answers", first=DesignSide("uncertainty", "high"),
    ...     second=DesignSide("shape", "tall"), reason=Title("slow", "کند"), source="ours",
    ... )
    >>> rule.contradicts({"uncertainty": "high", "shape": "tall"}), rule.contradicts({})
    (True, None)
    """

    key: str
    first: DesignSide
    second: DesignSide
    reason: Title
    source: str

    def __attrs_post_init__(self) -> None:
        if self.first.variable == self.second.variable:
            msg = f"sides of {self.key} must be two variables, got {self.first.variable!r} twice"
            raise InvalidInputError(msg)

    def contradicts(self, stated: Mapping[str, str | None], /) -> bool | None:
        """Tell whether an organisation contradicts itself by this rule.

        Parameters
        ----------
        stated : mapping of str to str or None
            Its choices by variable.

        Returns
        -------
        bool or None
            True where both sides hold, False where one does not, whatever the other is, and None
            where it cannot be told.
        """
        sides = (self.first.holds(stated), self.second.holds(stated))
        if False in sides:
            return False
        return None if None in sides else True

    def _facts(self) -> dict[str, object]:
        return {
            "key": self.key,
            "first": self.first.variable,
            "second": self.second.variable,
            "source": self.source,
        }
