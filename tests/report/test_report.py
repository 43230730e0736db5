"""The report: its sentences follow the results, in both languages, for every kind of base."""

from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import attrs
import numpy as np
import pytest
from hypothesis import given, settings

from crmcore._text import Title
from crmcore.datasets import demo_log
from crmcore.errors import InvalidInputError
from crmcore.rates import Rate
from crmcore.report import CustomerReport, Terms, customer_report
from crmcore.report.analysis import analyse
from crmcore.report.document import Phrase, say
from crmcore.report.headline import headline
from crmcore.report.html import render_html
from crmcore.report.text import render_text
from crmcore.report.value_section import horizon_title
from crmcore.report.words import Words
from crmcore.transactions import TransactionLog
from strategies import purchase_rows

VOID = {"meta", "br", "hr", "img", "link", "path", "use", "rect", "line", "circle"}


class Balance(HTMLParser):
    """Checks that every tag that opens also closes, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:  # noqa: ARG002 - the parser's form
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag


@pytest.fixture(scope="module")
def demo() -> CustomerReport:
    return customer_report(demo_log(customers=600, seed=1))


def simulated(*, dropout: bool, days: int, products: bool = False) -> TransactionLog:
    """Make customers who buy at their own rates and leave, or never leave."""
    rng = np.random.default_rng(11)
    who, when = [], []
    for customer in range(400):
        day, rate = rng.integers(0, 60), rng.gamma(1.5, 1 / 30)
        while day < days:
            who.append(f"c{customer:03}")
            when.append(np.datetime64("2024-01-01") + int(day))
            if dropout and rng.random() < 0.3:
                break
            day += 1 + rng.geometric(min(rate, 0.9))
    amount = rng.gamma(4, 10, len(who)).round(2) + 1
    columns: dict[str, Any] = {"customer": who, "date": np.array(when), "amount": amount}
    if products:
        columns["product"] = rng.choice(["tea", "pot"], len(who)).tolist()
    return TransactionLog.from_arrays(**columns)


@pytest.mark.law
@settings(max_examples=25)
@given(purchase_rows(refunds=True))
def test_every_base_gets_a_report(rows: list[dict[str, Any]]) -> None:
    """However small the base, both languages print, and at most seven sentences open it."""
    log = TransactionLog.from_records(rows, refunds="net")
    try:
        report = customer_report(log)
    except InvalidInputError as error:
        assert "at least one customer" in str(error)  # noqa: PT017 - the only reason allowed
        return
    assert 1 <= len(report.document.headline) <= 7
    for language in ("en", "fa"):
        text = report.text(language)
        assert "nan" not in text
        assert "{" not in text
        parser = Balance()
        parser.feed(report.html(language, figures=False))
        assert not parser.open
    assert report.csv().count("\n") == len(report.analysis.base) + 1


def test_sentences_carry_the_results(demo: CustomerReport) -> None:
    """The figures of the opening are those of the analysis."""
    text, analysis = demo.text(), demo.analysis
    outlook = analysis.forecast
    assert outlook is not None
    assert f"{outlook.value.equity.require():,.0f} EUR of profit" in text
    assert f"{100 * analysis.measures['top_20_share'].require():.1f}% of the sales" in text
    assert f"{outlook.silent.probability.sum():,.0f} of them are expected not to buy" in " ".join(
        text.split()
    )
    assert repr(demo) == "CustomerReport(customers=598, headline=7, sections=10)"
    assert "forecast=True" in repr(analysis)
    assert demo._repr_html_().startswith("<!doctype html>")


def test_who_is_saved_first_risks_most(demo: CustomerReport) -> None:
    """Customers in doubt are ranked by chance times worth; the rows of the CSV hold the same."""
    outlook = demo.analysis.forecast
    assert outlook is not None
    assert outlook.risk.scores is outlook.gone
    doubt = (outlook.gone.probability >= 0.2) & (outlook.gone.probability < 0.8)
    best = np.flatnonzero(doubt)[np.argmax(outlook.risk.money[doubt])]
    assert demo.analysis.base.ids is not None
    assert f"Save {demo.analysis.base.ids[best]}," in demo.text()


def test_where_nobody_is_in_doubt_nobody_is_to_save(demo: CustomerReport) -> None:
    """Without a customer in doubt the sentence on whom to save is left away."""
    outlook = demo.analysis.forecast
    assert outlook is not None
    sure = attrs.evolve(outlook.gone, probability=np.zeros(len(demo.analysis.base)))
    calm = attrs.evolve(outlook, risk=attrs.evolve(outlook.risk, scores=sure))
    sentences = headline(attrs.evolve(demo.analysis, forecast=calm))
    assert len(sentences) == len(demo.document.headline) - 1


def test_where_nobody_leaves_silence_is_the_risk() -> None:
    """A base without dropout is told so, and who will not buy is ranked instead."""
    report = customer_report(simulated(dropout=False, days=420))
    outlook = report.analysis.forecast
    assert outlook is not None
    assert outlook.risk.scores is outlook.silent
    text = " ".join(report.text().split())
    assert "show no sign that any of the" in text
    assert "The model BG/NBD ran to a limit: " in text


def test_short_logs_are_not_tested() -> None:
    """Under half a year there is no holdout, and the report says so."""
    report = customer_report(simulated(dropout=True, days=150, products=True))
    text = " ".join(report.text().split())
    assert "not tested: the log is too short" in text
    assert "The log is too short to test the forecast" in text
    assert "sell best" in text
    assert "profit needs a cost column" in text
    assert "آزموده‌نشده" in report.text("fa")
    pytest.importorskip("matplotlib")
    assert report.html().count("<svg") == 3


def test_one_purchase_each_has_no_forecast() -> None:
    """Nobody came back: the sections say why there is no forecast, in both languages."""
    log = TransactionLog.from_arrays(
        customer=list("abc"), date=["2024-01-01", "2024-02-01", "2024-03-01"], amount=[1.0, 2, 3]
    )
    report = customer_report(log)
    assert report.analysis.forecast is None
    assert report.analysis.no_forecast is not None
    assert report.text().count("There is no forecast") >= 4
    assert "پیش‌بینی ممکن نیست" in report.text("fa")
    assert "future_value" not in report.csv()


def test_equal_spend_has_no_forecast() -> None:
    """Where all repeat buyers spend the same there is no spend model, and the report says so."""
    log = simulated(dropout=True, days=200)
    same = TransactionLog.from_arrays(
        customer=log.ids[log.customer], date=log.date, amount=np.full(len(log), 5.0)
    )
    report = customer_report(same)
    assert report.analysis.forecast is None
    assert "There is no forecast: " in report.text()


def test_free_customers_and_losses_are_reported() -> None:
    """Zero sales give no share, no half and no product sentence; nothing breaks."""
    log = TransactionLog.from_arrays(
        customer=["a", "a", "b"], date=["2024-01-01", "2024-02-01", "2024-02-01"],
        amount=[0.0, 0.0, 0.0], product=["x", "x", "y"], cost=[1.0, 1.0, 1.0],
    )  # fmt: skip
    report = customer_report(log)
    text = report.text()
    assert "Half of all sales" not in text
    assert "is undefined" in text
    assert "after refunds of 0.00 (– of gross sales)" in text
    assert "Products" in text


def test_terms_check_themselves() -> None:
    """Horizon and margin are checked before anything is computed."""
    with pytest.raises(InvalidInputError, match="horizon must be a finite number > 0"):
        Terms(horizon=0)
    with pytest.raises(InvalidInputError, match="margin must be a fraction"):
        Terms(margin=30)
    log = demo_log(customers=200)
    given_margin = analyse(log, terms=Terms(margin=0.5, rate=Rate(0.2, per="year")))
    assert given_margin.margin == 0.5


@pytest.mark.parametrize(
    ("horizon", "en", "fa"),
    [
        ("1 year", "12 months", "۱۲ ماه"),
        ("90 days", "90 days", "۹۰ روز"),
        (26, "26 weeks", "۲۶ هفته"),
    ],
)
def test_horizons_in_words(horizon: Any, en: str, fa: str) -> None:
    """The time ahead reads naturally in both languages."""
    analysis = analyse(demo_log(customers=100), terms=Terms(horizon=horizon))
    title = horizon_title(analysis)
    assert (title.en, title.fa) == (en, fa)


VALUES: list[tuple[Any, Any, str, str]] = [
    ("share", 0.1234, "12.3%", "۱۲٫۳٪"),
    ("share", -0.05, "−5.0%", "−۵٫۰٪"),
    ("money", 1234.5, "1,234 EUR", "۱٬۲۳۴ یورو"),
    ("money", 12.5, "12.50 EUR", "۱۲٫۵۰ یورو"),
    ("count", 1234.4, "1,234", "۱٬۲۳۴"),
    ("number", 3.14159, "3.14", "۳٫۱۴"),
    ("number", 31.4159, "31.4", "۳۱٫۴"),
    ("date", "2024-02-29", "2024-02-29", "۲۹ فوریه ۲۰۲۴"),
    ("month", "2024-02", "2024-02", "فوریه ۲۰۲۴"),
    ("name", "A-1", "A-1", "A-1"),
    ("title", Title("Lost", "ازدست‌رفته"), "Lost", "ازدست‌رفته"),
    ("share_range", (0.1, 0.2), "10.0% to 20.0%", "۱۰٫۰٪ تا ۲۰٫۰٪"),
    ("money_range", (1.0, 2.0), "1.00 to 2.00 EUR", "۱٫۰۰ تا ۲٫۰۰ یورو"),
    ("measure", ("share", 0.5), "50.0%", "۵۰٫۰٪"),
    ("measure_range", ("count", (1.0, 2.0)), "1.00 to 2.00", "۱٫۰۰ تا ۲٫۰۰"),
    ("money", None, "–", "–"),
]


@pytest.mark.parametrize(("kind", "value", "en", "fa"), VALUES)
def test_values_are_written_in_both_languages(kind: Any, value: Any, en: str, fa: str) -> None:
    """Signs, separators, digits and units follow the language; isolates do not change the text."""
    assert Words("en", "EUR").value(kind, value) == en
    written = Words("fa", "EUR").value(kind, value)
    assert written.translate(dict.fromkeys(range(0x2066, 0x206A))) == fa


def test_dates_and_months_follow_the_calendar() -> None:
    """A calendar other than ISO's is written in words, in both languages; an unknown code as is."""
    english, persian = (Words(language, "XAU", "solar_hijri") for language in ("en", "fa"))
    assert english.value("date", "2024-12-26") == "6 Dey 1403"
    assert persian.value("date", "2024-12-26") == "۶ دی ۱۴۰۳"
    assert english.value("month", "2024-12-21") == "Dey 1403"
    assert persian.value("month", "2024-12-21") == "دی ۱۴۰۳"
    assert persian.value("money", 12.5).endswith(" \u2068XAU\u2069")


def test_phrases_stand_inside_phrases() -> None:
    """A phrase may be a value of another one."""
    inner = say("{n} cups", "{n} فنجان", n=("count", 2))
    outer = say("Bring {what}.", "{what} بیاورید.", what=("phrase", inner))
    assert isinstance(outer, Phrase)
    assert Words("en", None).phrase(outer) == "Bring 2 cups."


def test_text_tables_line_up(demo: CustomerReport) -> None:
    """Rows of a table are as wide as its rule, also with zero-width marks and wide letters."""
    log = TransactionLog.from_arrays(
        customer=["漢字", "b", "b"], date=["2024-01-01"] * 2 + ["2024-02-01"],
        amount=[1.0, 2.0, 3.0], product=["漢字漢字", "می‌خرم", "x"],
    )  # fmt: skip
    document = customer_report(log).document
    assert "漢字漢字" in render_text(document, language="fa")
    lines = demo.text().splitlines()
    rules = [row for row, line in enumerate(lines) if line.startswith("-") and "  -" in line]
    assert rules
    for row in rules:
        assert len(lines[row - 1]) <= len(lines[row])


def test_html_escapes_what_customers_are_called() -> None:
    """Names with markup stay text."""
    log = TransactionLog.from_arrays(
        customer=["<b>x</b>", "y"], date=["2024-01-01", "2024-02-01"], amount=[1.0, 2.0],
        product=["<script>", "&amp;"],
    )  # fmt: skip
    page = render_html(customer_report(log).document, language="en")
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert "&amp;amp;" in page


@pytest.mark.parametrize("name", ["cdnow_sample", "cdnow_master", "online_retail"])
def test_real_files_are_reported(
    name: str, shared_path: Callable[[str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """The files of the trials give a report with a forecast, as they are."""
    from crmcore.__main__ import main  # noqa: PLC0415

    assert main(["report", str(shared_path(f"data/{name}.csv.gz"))]) == 0
    text = capsys.readouterr().out
    assert "There is no forecast" not in text
    assert "The customers are worth" in text
