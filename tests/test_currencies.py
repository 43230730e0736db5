"""Currencies: rial and toman are two units of one, stated and never guessed."""

import itertools
from typing import Any

import attrs
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmcore._text import isolate
from crmcore.currencies import (
    CURRENCIES,
    convert_unit,
    currency_code,
    currency_title,
    mixing_reason,
    require_same_unit,
    same_currency,
)
from crmcore.errors import InvalidInputError, UnknownKeyError
from crmcore.segmentation.rfm import RFM
from crmcore.transactions import TransactionLog

codes = st.sampled_from(sorted(CURRENCIES))
money = st.lists(st.floats(-1e15, 1e15), min_size=1, max_size=5)


@pytest.mark.law
@given(money)
def test_rial_and_toman_convert_there_and_back(amounts: list[float]) -> None:
    """One toman is ten rials; the way back gives the amounts again."""
    rials = convert_unit(amounts, from_="toman", to="rial")
    assert rials.tolist() == [10 * amount for amount in amounts]
    assert convert_unit(rials, from_="IRR", to="IRT") == pytest.approx(amounts, rel=1e-15)
    assert convert_unit(amounts, from_="تومان", to="IRT").tolist() == amounts


@pytest.mark.law
@given(codes, codes)
def test_one_currency_is_the_same_from_either_side(first: str, second: str) -> None:
    """Only rial and toman are two units of one; units mix only with themselves."""
    pair = {first, second}
    assert same_currency(first, second) == (len(pair) == 1 or pair == {"IRR", "IRT"})
    assert same_currency(second, first) == same_currency(first, second)
    assert (mixing_reason(first, second) is None) == (first == second)


@pytest.mark.law
@pytest.mark.parametrize("code", sorted(CURRENCIES))
def test_each_currency_is_found_by_code_and_titles(code: str) -> None:
    """Code and both titles, in any case and with Arabic letters, give the code."""
    each = CURRENCIES[code]
    arabic = each.title.fa.replace("ی", "ي").replace("ک", "ك")
    for text in (code, f" {code.lower()} ", each.title.en.upper(), each.title.fa, arabic):
        assert currency_code(text) == code
    assert currency_title(each.title.fa) == each.title
    assert (
        repr(each) == f"Currency(code={code!r}, title={each.title.en!r}, unit_of={each.unit_of!r})"
    )


@pytest.mark.law
@given(st.text())
def test_codes_stay_codes(text: str) -> None:
    """A code is its own code; an unknown text stays as it is."""
    if text.strip():
        code = currency_code(text)
        assert currency_code(code) == code
        assert code in CURRENCIES or code == text.strip()


@pytest.mark.reference
@pytest.mark.parametrize("code", sorted(CURRENCIES))
def test_names_of_the_common_locale_data_are_known(code: str) -> None:
    """The names that babel has for a code give it; toman alone has no code of ISO 4217."""
    babel = pytest.importorskip("babel.numbers")
    assert CURRENCIES[code].iso == (code in babel.list_currencies())
    if CURRENCIES[code].iso:
        for locale in ("en", "fa"):
            assert currency_code(babel.get_currency_name(code, locale=locale)) == code


def test_no_name_has_two_meanings() -> None:
    """No title is that of two currencies, and what several countries use is not guessed."""
    titles = [(each.title.en, each.title.fa) for each in CURRENCIES.values()]
    for one, other in itertools.combinations(titles, 2):
        assert not set(one) & set(other)
    for text in ("دلار", "درهم", "دینار", "dollar", "$"):
        assert currency_code(f" {text} ") == text
    assert currency_code("﷼") == currency_code("ریال") == "IRR"
    assert currency_title("XAU").fa == isolate("XAU")
    for wrong in ("", " ", None, 7):
        with pytest.raises(InvalidInputError, match="currency must be a code such as 'IRR'"):
            currency_code(wrong)  # type: ignore[arg-type]
    with pytest.raises(UnknownKeyError, match="currency must be a known key, got 'IRZ'; did you"):
        _ = CURRENCIES["IRZ"]


def test_units_that_do_not_mix_say_why() -> None:
    """Rial and toman differ tenfold; other currencies need a rate; unstated ones are let be."""
    reason = mixing_reason("IRR", "تومان")
    assert reason is not None
    assert reason.en == "amounts in rial and toman differ tenfold: convert one"
    assert reason.fa == "مبلغ به ریال و به تومان ده برابر تفاوت دارد: یکی را تبدیل کنید"
    with pytest.raises(InvalidInputError, match="currency must be one, got 'IRR' and 'toman': amo"):
        require_same_unit("IRR", "toman")
    with pytest.raises(InvalidInputError, match="log must be one, got 'USD' and 'EUR': US dollar"):
        require_same_unit("USD", "EUR", name="log")
    for first, second in [(None, "IRR"), ("IRR", None), (None, None), ("rial", "IRR")]:
        assert mixing_reason(first, second) is None
        require_same_unit(first, second)


@pytest.mark.parametrize(
    ("amounts", "units", "message"),
    [
        ([1], {"from_": "USD", "to": "EUR"}, "units of one currency, got 'USD' and 'EUR': another"),
        ([1], {"from_": "IRR", "to": "OMR"}, "needs a rate of exchange, which is not guessed"),
        ([1, np.nan], {"from_": "IRR", "to": "IRT"}, "amounts must be finite, got nan at row 1"),
        ([1e308], {"from_": "IRT", "to": "IRR"}, "amounts must be finite in the new unit too"),
        (["x"], {"from_": "IRT", "to": "IRR"}, "must be numbers, got 'x' at row 0"),
    ],
)
def test_what_cannot_be_converted_is_refused(amounts: Any, units: Any, message: str) -> None:
    """No rate of exchange is made up, and no amount is lost."""
    with pytest.raises(InvalidInputError, match=message):
        convert_unit(amounts, **units)
    assert not convert_unit(5, from_="toman", to="rial").flags.writeable


def test_the_unit_of_money_is_one_wherever_it_is_stated() -> None:
    """A name and its code are the same unit in logs, summaries, cut points and figures."""
    logs = [
        TransactionLog.from_arrays(
            customer=["a", "b"], date=["2024-01-01", "2024-02-01"], amount=[5, 7], currency=unit
        )
        for unit in ("toman", "تومان", "IRT")
    ]
    assert {log.currency for log in logs} == {"IRT"}
    bases = [log.summarize(observed_until="2024-03-01") for log in logs]
    assert bases[0] == bases[1] == bases[2]
    RFM.fit(bases[0]).score(bases[2])
    with pytest.raises(InvalidInputError, match="currency must be a code"):
        attrs.evolve(bases[0], currency=" ")
