"""Service or product: the position of an offering, with its reasons."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmcore.errors import InvalidInputError, UnknownKeyError
from crmcore.valuechain.catalogue.service_or_product import SERVICE_ANSWERS, SERVICE_OR_PRODUCT
from crmcore.valuechain.models.offering import OFFERING_WORDS, offering_position

TESTS = list(SERVICE_ANSWERS)
degrees = st.floats(0, 1) | st.booleans()
answers = st.dictionaries(st.sampled_from(TESTS), st.none() | degrees)
full_answers = st.fixed_dictionaries(dict.fromkeys(TESTS, degrees))
weights = st.dictionaries(st.sampled_from(TESTS), st.floats(0.1, 10))


def product_answers() -> dict[str, bool]:
    """Give the answers of a pure product."""
    return {key: not answer for key, answer in SERVICE_ANSWERS.items()}


@pytest.mark.law
@given(answers, weights)
def test_position_and_coverage_are_shares(given_: Mapping[str, Any], weight: Any) -> None:
    """Both lie in [0, 1]; there is a word exactly where there is a position."""
    found = offering_position(given_, weights=weight)
    assert 0 <= found.coverage.require() <= 1
    assert (found.word is None) == (found.position.value is None)
    if found.position.value is not None:
        assert 0 <= found.position.value <= 1


@pytest.mark.law
@given(full_answers, weights)
def test_the_contrary_answers_mirror_the_position(given_: Mapping[str, Any], weight: Any) -> None:
    """1 less each answer gives 1 less the position."""
    one = offering_position(given_, weights=weight).position.require()
    other = offering_position({k: 1 - v for k, v in given_.items()}, weights=weight)
    assert one + other.position.require() == pytest.approx(1, abs=1e-12)


@pytest.mark.law
@given(full_answers, weights, st.randoms(use_true_random=False), st.floats(0.1, 10))
def test_order_and_scale_of_weights_do_not_matter(
    given_: dict[str, Any], weight: Any, random: Any, times: float
) -> None:
    """Answers in any order and weights in any unit give the same position."""
    keys = list(given_)
    random.shuffle(keys)
    whole = {key: weight.get(key, 1.0) * times for key in TESTS}
    one = offering_position(given_, weights=weight)
    other = offering_position({key: given_[key] for key in keys}, weights=whole)
    assert other.position.require() == pytest.approx(one.position.require(), abs=1e-12)
    assert other.rows == one.rows


@pytest.mark.law
@given(full_answers, st.sampled_from(TESTS), st.floats(0, 1))
def test_a_more_product_like_answer_never_lowers_it(
    given_: dict[str, Any], key: str, degree: float
) -> None:
    """The position rises with every answer that moves towards the product's."""
    like = [1 - float(v) if SERVICE_ANSWERS[key] else float(v) for v in (given_[key], degree)]
    one = offering_position(given_).position.require()
    other = offering_position({**given_, key: degree}).position.require()
    assert (other - one) * (like[1] - like[0]) >= -1e-15


def test_the_pure_ones_are_the_ends() -> None:
    """The answers of the text: a service at 0, a product at 1."""
    service, product = offering_position(SERVICE_ANSWERS), offering_position(product_answers())
    assert (service.position.value, service.word) == (0, "service")
    assert (product.position.value, product.word) == (1, "product")
    assert [row.test for row in service] == [test.key for test in SERVICE_OR_PRODUCT]
    assert product["variable"].reason.en == "Variable: no, as with a product"
    assert product["variable"].reason.fa == "متغیر: نه، مانند محصول"
    assert service.summary.en.startswith("service; Tangible: no, as with a service; Storable")


@pytest.mark.parametrize(
    ("degree", "word"),
    [
        (0.125, "service"),
        (0.126, "rather_service"),
        (0.375, "mixed"),
        (0.5, "mixed"),
        (0.625, "mixed"),
        (0.626, "rather_product"),
        (0.875, "product"),
    ],
)
def test_the_word_changes_at_the_stated_cuts(degree: float, word: Any) -> None:
    """The ends of "mixed" belong to it, and those of the pure words to them."""
    like = {key: 1 - degree if yes else degree for key, yes in SERVICE_ANSWERS.items()}
    found = offering_position(like)
    assert found.word == word
    assert found.summary.en.startswith(OFFERING_WORDS[found.word].en)


def test_a_degree_stands_between() -> None:
    """Neither yes nor no is told with its degree."""
    row = offering_position({"tangible": 0.25}, coverage_bar=0)["tangible"]
    assert (row.degree, row.position) == (0.25, 0.25)
    assert row.reason.en == "Tangible: to a degree of 0.25, between service and product"
    assert "۰٫۲۵" in row.reason.fa
    assert repr(row).startswith("OfferingReason(test='tangible', position=0.25, reason=")


def test_too_little_answered_is_no_position() -> None:
    """Below the bar, or nothing at all even without one: a reason in both languages."""
    for found in (
        offering_position({"tangible": True, "storable": None}),
        offering_position({}, coverage_bar=0),
    ):
        assert found.position.reason is not None
        assert found.position.reason.en == "too little answered"
        assert found.word is None
        assert found.summary.fa.startswith("پاسخ‌ها ناکافی است")
    assert found.coverage.value == 0
    assert found["tangible"].reason.en == "Tangible: not answered"
    assert repr(found) == "OfferingPosition(position=None, word=None, coverage=0)"


def test_the_bar_itself_is_enough() -> None:
    """Half of the tests answered reach a bar of one half."""
    half = {key: SERVICE_ANSWERS[key] for key in TESTS[:4]}
    assert offering_position(half).word == "service"
    assert offering_position(half).coverage.value == 0.5
    assert offering_position(half, coverage_bar=0.51).word is None


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: offering_position({"tangibel": True}), "did you mean 'tangible'"),
        (lambda: offering_position({}, weights={"storage": 1}), "test of weights"),
        (lambda: offering_position({"tangible": 2}), "answer to tangible must be a fraction"),
        (lambda: offering_position({}, weights={"tangible": 0}), "weight of tangible"),
        (lambda: offering_position({}, coverage_bar=50), r"did you mean 0\.5"),
    ],
)
def test_bad_input_is_refused(call: Any, message: str) -> None:
    """The message names the test and what is near it."""
    with pytest.raises(InvalidInputError, match=message):
        call()
    with pytest.raises(UnknownKeyError):
        offering_position(SERVICE_ANSWERS)["colour"]
