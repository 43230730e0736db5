"""The errors of crmcore: one tree, so that a caller can catch all of them at once."""

__all__ = [
    "CrmcoreError",
    "FitError",
    "InvalidInputError",
    "MissingExtraError",
    "UndefinedMetricError",
]


class CrmcoreError(Exception):
    """Any error that crmcore raises on purpose."""


class InvalidInputError(CrmcoreError, ValueError):
    """An argument breaks a rule; the message names argument, rule, value and row."""


class UndefinedMetricError(CrmcoreError, ValueError):
    """A formula has no value for this input, such as a share of nothing; the message says why."""


class FitError(CrmcoreError):
    """A model cannot be fitted to this base; the message says what the base lacks."""


class MissingExtraError(CrmcoreError, ImportError):
    """An optional package is not installed; the message names the extra that brings it."""
