"""The report on a customer base: sentences to act on, tables, figures, as text, page and CSV."""

import attrs

from crmcore._display import Value
from crmcore._text import Title
from crmcore._types import DateLike, Language
from crmcore.report.action_sections import leaving, saving, strategic
from crmcore.report.analysis import Analysis, Terms, analyse
from crmcore.report.base_sections import concentration, customers, segments
from crmcore.report.data_section import data
from crmcore.report.document import Document, say
from crmcore.report.drawings import draw_figures
from crmcore.report.headline import headline
from crmcore.report.html import render_html
from crmcore.report.rows import customer_csv
from crmcore.report.sales_sections import products, sales
from crmcore.report.text import render_text
from crmcore.report.value_section import forecast
from crmcore.transactions import TransactionLog

__all__ = ["Analysis", "CustomerReport", "Terms", "customer_report"]


@attrs.frozen(kw_only=True, repr=False)
class CustomerReport(Value):
    """A report on a customer base; make it with `customer_report`.

    Attributes
    ----------
    analysis : Analysis
        The results that it tells.
    document : Document
        Its sentences, tables and figures, without a language.
    """

    analysis: Analysis
    document: Document

    def text(self, language: Language = "en", /) -> str:
        """Write the report for a terminal.

        Parameters
        ----------
        language : {"en", "fa"}, default "en"
            The language.

        Returns
        -------
        str
            Plain text.
        """
        return render_text(self.document, language=language)

    def html(self, language: Language = "en", /, *, figures: bool = True) -> str:
        """Write the report as one self-contained page.

        Parameters
        ----------
        language : {"en", "fa"}, default "en"
            The language.
        figures : bool, default True
            Draw the figures (extra ``plot``).

        Returns
        -------
        str
            HTML that loads nothing from elsewhere, for light and dark screens and for paper.

        Raises
        ------
        MissingExtraError
            If figures are wanted and matplotlib is not installed.
        """
        drawn = draw_figures(self.analysis, language=language) if figures else {}
        return render_html(self.document, language=language, drawings=drawn)

    def csv(self) -> str:
        """Write one row a customer.

        Returns
        -------
        str
            CSV with a header.
        """
        return customer_csv(self.analysis)

    def _repr_html_(self) -> str:
        return self.html(figures=False)

    def _facts(self) -> dict[str, object]:
        return {
            "customers": len(self.analysis.base),
            "headline": len(self.document.headline),
            "sections": len(self.document.sections),
        }


def customer_report(
    log: TransactionLog,
    /,
    *,
    observed_until: DateLike | None = None,
    terms: Terms | None = None,
    said: tuple[Title, ...] = (),
) -> CustomerReport:
    """Report on a customer base: who is worth what, who has left, whom to save.

    Parameters
    ----------
    log : TransactionLog
        The purchases.
    observed_until : date, optional
        Last day of observation; None is the last day of the log.
    terms : Terms, optional
        Units, horizon, discount rate, margin and calendar.
    said : tuple of Title, optional
        Remarks on how the data were read.

    Returns
    -------
    CustomerReport
        Text, page and CSV from the same results.

    Raises
    ------
    InvalidInputError
        If nobody is left to report on.

    Examples
    --------
    >>> from crmcore.datasets import demo_log
    >>> report = customer_report(demo_log(customers=300, seed=1))
    >>> report
    CustomerReport(customers=..., headline=7, sections=10)
    """
    analysis = analyse(log, observed_until=observed_until, terms=terms)
    parts = (
        customers(analysis),
        sales(analysis),
        concentration(analysis),
        segments(analysis),
        forecast(analysis),
        leaving(analysis),
        saving(analysis),
        strategic(analysis),
        products(analysis),
        data(analysis, said),
    )
    document = Document(
        title=say(
            "Customer report, {first} to {last}",
            "گزارش مشتریان، {first} تا {last}",
            first=("date", analysis.log.first_day),
            last=("date", analysis.base.observed_until),
        ),
        headline=headline(analysis),
        sections=tuple(part for part in parts if part is not None),
        currency=log.currency,
        calendar=analysis.terms.calendar,
    )
    return CustomerReport(analysis=analysis, document=document)
