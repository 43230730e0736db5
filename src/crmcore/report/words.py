"""Writing figures and phrases in English or Persian."""

from typing import Any, cast

import attrs
import numpy as np

from crmcore._text import Title, isolate, persian_figure
from crmcore._types import Calendar, Language
from crmcore.currencies import currency_code, currency_title
from crmcore.days import day_title
from crmcore.periods import period_index, period_title
from crmcore.report.document import Kind, Phrase

__all__ = ["Words"]

_CENTS_BELOW = 100
_THREE_DIGITS_BELOW = 10
_DATES = {"date", "month"}
_TEXTS = {"title", "phrase", "name", "names"}
_MEASURES: dict[tuple[str, str], Kind] = {
    ("share", "measure"): "share",
    ("share", "measure_range"): "share_range",
    ("money", "measure"): "money",
    ("money", "measure_range"): "money_range",
    ("", "measure"): "number",
    ("", "measure_range"): "number_range",
}


@attrs.frozen
class Words:
    """Writes values in one language.

    Attributes
    ----------
    language : {"en", "fa"}
        The language.
    currency : str or None
        Written after money.
    calendar : {"gregorian", "solar_hijri"}, default "gregorian"
        The calendar of dates and months.
    """

    language: Language
    currency: str | None
    calendar: Calendar = "gregorian"

    def title(self, title: Title, /) -> str:
        """Write a title.

        Parameters
        ----------
        title : Title
            The title.

        Returns
        -------
        str
            In the language.
        """
        return title.text(self.language)

    def phrase(self, phrase: Phrase, /) -> str:
        """Write a phrase with its figures.

        Parameters
        ----------
        phrase : Phrase
            The phrase.

        Returns
        -------
        str
            The sentence.
        """
        template = phrase.fa if self.language == "fa" else phrase.en
        written = {name: self.value(kind, value) for name, (kind, value) in phrase.values.items()}
        return template.format(**written)

    def value(self, kind: Kind, value: Any, /) -> str:  # noqa: ANN401 - any cell
        """Write one value.

        Parameters
        ----------
        kind : Kind
            How.
        value : object
            What; None is a dash.

        Returns
        -------
        str
            The text.
        """
        if value is None:
            return "–"
        if kind in {"measure", "measure_range"}:
            unit, figure = value
            return self.value(_measure_kind(unit, kind), figure)
        if kind in _TEXTS:
            return self._words(value)
        if kind in _DATES:
            return self._date(kind, value)
        if kind.endswith("_range"):
            ends = (self._plain(kind.removesuffix("_range"), end) for end in value)
            between = " تا " if self.language == "fa" else " to "
            return self._finish(between.join(ends), kind)
        return self._finish(self._plain(kind, value), kind)

    def _words(self, value: object) -> str:
        if isinstance(value, Title):
            return self.title(value)
        if isinstance(value, Phrase):
            return self.phrase(value)
        if isinstance(value, tuple):
            names = map(self._words, cast("tuple[object, ...]", value))
            return ("، " if self.language == "fa" else ", ").join(names)
        return isolate(str(value)) if self.language == "fa" else str(value)

    def _date(self, kind: str, value: Any) -> str:  # noqa: ANN401 - a day
        if (self.language, self.calendar) == ("en", "gregorian"):
            return str(np.datetime64(value, "D" if kind == "date" else "M"))
        if kind == "date":
            return self.title(day_title(value, calendar=self.calendar))
        month = period_index(np.array([value], "M8[D]"), "month", calendar=self.calendar)
        return self.title(period_title(int(month[0]), "month", calendar=self.calendar))

    def _plain(self, kind: str, value: Any) -> str:  # noqa: ANN401 - any cell
        text = _written(kind, value).replace("-", "−")
        return text if self.language == "en" else persian_figure(text)

    def _finish(self, text: str, kind: str) -> str:
        if not kind.startswith("money") or self.currency is None:
            return text
        if self.language == "en":
            code = currency_code(self.currency)
            return f"{text} {currency_title(code).en if code in {'IRR', 'IRT'} else code}"
        return f"{text} {currency_title(self.currency).fa}"


def _written(kind: str, value: Any) -> str:  # noqa: ANN401 - any cell
    if kind == "share":
        return f"{100 * value:.1f}%"
    if kind == "count":
        return f"{value:,.0f}"
    small = _CENTS_BELOW if kind == "money" else _THREE_DIGITS_BELOW
    if abs(value) < small:
        return f"{value:,.2f}"
    return f"{value:,.0f}" if kind == "money" else f"{value:,.1f}"


def _measure_kind(unit: str, kind: str) -> Kind:
    return _MEASURES[unit if unit in {"share", "money"} else "", kind]
