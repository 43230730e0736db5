"""The errors of crmcore: one tree, so that a caller can catch all of them at once."""

from typing import Any

from crmcore._text import Title

__all__ = [
    "CrmcoreError",
    "FitError",
    "InvalidInputError",
    "MissingExtraError",
    "ReasonedError",
    "UndefinedMetricError",
    "UnknownKeyError",
]


class CrmcoreError(Exception):
    """Any error that crmcore raises on purpose."""


class InvalidInputError(CrmcoreError, ValueError):
    """An argument breaks a rule; the message names argument, rule, value and row."""


class UnknownKeyError(InvalidInputError, KeyError):
    """A key that nothing has; the message suggests the nearest known ones."""

    def __str__(self) -> str:
        """Give the message as it is, not quoted as other key errors are.

        Returns
        -------
        str
            The message.
        """
        return ValueError.__str__(self)


class ReasonedError(CrmcoreError):
    """An error whose reason is told in English and Persian.

    Parameters
    ----------
    reason : Title
        Why; the message of the error is its English text.

    Attributes
    ----------
    reason : Title
        Why, in both languages.
    """

    def __init__(self, reason: Title, /) -> None:
        super().__init__(reason.en)
        self.reason = reason

    def __reduce__(self) -> tuple[Any, ...]:
        """Tell copies and pickles how to make the error again, in both languages.

        Returns
        -------
        tuple
            The class, its argument and what was added to the error since.
        """
        return type(self), (self.reason,), self.__dict__


class UndefinedMetricError(ReasonedError, ValueError):
    """A formula has no value for this input, such as a share of nothing; the reason says why.

    Examples
    --------
    >>> error = UndefinedMetricError(Title("nobody bought", "هیچ‌کس خرید نکرده است"))
    >>> str(error), error.reason.fa
    ('nobody bought', 'هیچ\u200cکس خرید نکرده است')
    """


class FitError(ReasonedError):
    """A model cannot be fitted to this base; the reason says what the base lacks."""


class MissingExtraError(CrmcoreError, ImportError):
    """An optional package is not installed; the message names the extra that brings it."""
