"""The catalogue as a whole, KPIs of one's own, and many at once."""

import math
import re
from typing import Any

import numpy as np
import pytest

from crmcore._text import Title
from crmcore.errors import InvalidInputError, UndefinedMetricError
from crmcore.metrics.catalogue import KPI_COLUMNS, kpis
from crmcore.metrics.evaluation import Measurements, evaluate, find_kpi
from crmcore.metrics.kpi import Estimate, Kpi

RNG = np.random.default_rng(5)
ORDERS = RNG.geometric(0.5, 300)
COLUMNS = {"orders": ORDERS, "revenue": ORDERS * RNG.gamma(2, 20, 300), "profit": ORDERS * 3.0}
PERSIAN = re.compile("[\u0600-\u06ff]")
every = pytest.mark.parametrize("kpi", kpis.values(), ids=kpis.keys())


@every
def test_entries_are_complete(kpi: Any) -> None:
    """Key, both titles, formula, inputs, undefined policy and source are there."""
    assert re.fullmatch("[a-z][a-z0-9_]*", kpi.key)
    assert kpis[kpi.key] is kpi
    assert kpi.title.en
    assert PERSIAN.search(kpi.title.fa)
    for text in (kpi.formula, kpi.undefined):
        assert text.en
        assert PERSIAN.search(text.fa)
    assert kpi.source
    assert kpi.inputs
    assert kpi.function.__doc__


@every
def test_every_column_is_explained(kpi: Any) -> None:
    """Inputs say in both languages what they hold."""
    for item in (*kpi.inputs, *kpi.optional):
        assert KPI_COLUMNS[item.key] == item
        assert item.meaning.en
        assert PERSIAN.search(item.meaning.fa)


@every
def test_cautions_are_given_in_both_languages(kpi: Any) -> None:
    """What a reader must know stands in English and Persian."""
    if kpi.caution is not None:
        assert kpi.caution.en
        assert PERSIAN.search(kpi.caution.fa)


def test_cautions_and_gaps_are_joined_in_each_language() -> None:
    """Few customers, all alike: both remarks stand in the note, with the mark of the language."""
    note = kpis["average_order_value"].measure({"orders": [2, 2], "revenue": [8.0, 8.0]}).note
    assert note is not None
    assert note.en.count("; ") == note.fa.count("؛ ") == 1


def test_the_catalogue_cannot_be_changed() -> None:
    """Entries of one's own are passed to evaluate, never put in."""
    with pytest.raises(TypeError):
        kpis["own"] = kpis["top_20_share"]


def test_many_at_once_keep_their_order() -> None:
    """Catalogue keys and entries of one's own come back in the order asked for."""
    own = kpis["top_20_share"].variant(
        "top_profit", Title("Top profit", "سود برتر"), inputs="profit", options={"share": 0.5}
    )
    found = evaluate([own, "purchase_frequency"], COLUMNS, level=0.8)
    assert [figure.key for figure in found] == ["top_profit", "purchase_frequency"]
    assert found["top_profit"].value == pytest.approx(own.function(COLUMNS["profit"], share=0.5))
    assert found["purchase_frequency"].interval.level == 0.8
    assert len(found) == 2
    assert "top_profit" in found
    assert "other" not in found
    with pytest.raises(KeyError):
        found["other"]


def test_all_at_once_and_one_alone() -> None:
    """The catalogue itself asks for everything; a single key needs no list."""
    assert len(evaluate(kpis, COLUMNS)) == len(kpis)
    assert evaluate("top_20_share", COLUMNS) == evaluate([kpis["top_20_share"]], COLUMNS)


def test_undefined_figures_are_listed_with_their_reason() -> None:
    """What is undefined stays in the result."""
    found = evaluate(["purchase_frequency", "top_20_share"], {"orders": [0, 0]})
    first, second = (figure.reason.en for figure in found.undefined)
    assert first == "no customer has an order in the window"
    assert second == (
        "needs the column revenue (net revenue from each customer in the window, one row a "
        "customer), which is not there"
    )
    assert "<td>&#x27;undefined&#x27;</td>" in found._repr_html_()


def test_several_missing_columns_are_all_named() -> None:
    """The plural names each."""
    assert "needs the columns revenue" in evaluate("average_order_value", {}).items[0].reason.en


def test_unknown_and_doubled_keys_are_refused() -> None:
    """A near miss is suggested; a far one lists what is known; a double is named."""
    with pytest.raises(InvalidInputError, match="did you mean 'repeat_purchase_rate'"):
        find_kpi("repeat_purchase")
    with pytest.raises(InvalidInputError, match="known are repeat_purchase_rate, "):
        find_kpi("zzz")
    with pytest.raises(InvalidInputError, match="'top_20_share' twice"):
        evaluate(["top_20_share", "top_20_share"], COLUMNS)
    with pytest.raises(InvalidInputError, match="key must differ"):
        kpis["top_20_share"].variant("top_20_share", Title("a", "ب"))


def test_a_function_that_gives_no_number_is_refused() -> None:
    """A silent nan of one's own function is an error that names the KPI."""
    own = Kpi(key="own", title=Title("Own", "خود"), unit="ratio", inputs="x", function=np.mean)
    assert own.measure({"x": [1.0, 2.0]}).value == 1.5
    with pytest.raises(InvalidInputError, match="own must give a finite number"):
        own.measure({"x": [1.0, math.inf]})


def test_a_kpi_without_columns_has_no_observations() -> None:
    """A constant is allowed."""
    own = Kpi(key="two", title=Title("Two", "دو"), unit="count", inputs=(), function=lambda: 2)
    assert (own.measure({}).value, own.measure({}).n) == (2, 0)


def test_an_estimate_tells_why_it_has_no_interval() -> None:
    """The reason of the interval goes into the note, the value stays."""

    def no_interval() -> None:
        raise UndefinedMetricError(Title("too small", "بسیار کوچک"))

    found = Estimate.of(3.0, 2, no_interval)
    assert (found.value, found.interval) == (3.0, None)
    assert found.gap == Title("no interval: too small", "بدون بازه اطمینان: بسیار کوچک")
    assert repr(found) == "Estimate(value=3, n=2)"


def test_kpis_are_values() -> None:
    """Equal entries are equal and hash alike; the options are in the order given."""
    kpi = kpis["top_20_share"]
    again = kpi.variant("other", kpi.title).variant("top_20_share", kpi.title)
    assert again == kpi
    assert hash(again) == hash(kpi)
    assert repr(kpi) == (
        "Kpi(key='top_20_share', unit='share', direction='none', inputs=('revenue',))"
    )
    assert Measurements([]).items == ()


def test_an_input_shows_what_it_is() -> None:
    """In a notebook too; a bare name explains itself."""
    item = KPI_COLUMNS["orders"]
    assert "<td>&#x27;count&#x27;</td>" in item._repr_html_()
    bare = Kpi(key="own", title=Title("Own", "خود"), unit="ratio", inputs="x", function=np.mean)
    assert bare.inputs[0].explained.en == "x"
