"""Covariates: reading columns, attaching them to customers and contracts."""

from typing import Any

import attrs
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clv_bases import seen
from crmcore.covariates import Covariates
from crmcore.errors import InvalidInputError, UnknownKeyError
from crmcore.metrics.clv import ContractTenures


class Missing:
    """Stands for pandas' NA: to compare it gives no truth value."""

    def __eq__(self, other: object) -> Any:
        return self

    def __hash__(self) -> int:
        return 0

    def __bool__(self) -> bool:
        msg = "ambiguous"
        raise TypeError(msg)


class Unread:
    """An object that is neither number nor text."""

    def __str__(self) -> str:
        return "thing"


@pytest.mark.law
@given(
    st.lists(
        st.tuples(st.floats(-1e6, 1e6), st.text(min_size=1).filter(str.strip)),
        min_size=1,
        max_size=8,
    ),
    st.data(),
)
def test_rows_are_what_was_given(rows: list[tuple[float, str]], data: st.DataObject) -> None:
    """Columns come back as they were given, and selected rows are rows of them."""
    numbers, labels = (list(column) for column in zip(*rows, strict=True))
    known = Covariates.of({"n": numbers, "l": labels})
    assert known.column("n").tolist() == numbers
    assert known.column("l").tolist() == labels
    chosen = np.array(data.draw(st.lists(st.integers(0, len(rows) - 1), max_size=5)), dtype=int)
    part = known.select(chosen)
    assert part.column("l").tolist() == [labels[row] for row in chosen.tolist()]
    assert len(part) == chosen.size
    assert known == Covariates.of({"n": numbers, "l": labels})


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ([1, 2], "numbers"),
        ([1.5, -2], "numbers"),
        (np.array([1, 2], dtype=object), "numbers"),
        (["a", "b"], "labels"),
        (np.array(["a", "b"]), "labels"),
        ([True, False], "labels"),
        ([1, "b"], "labels"),
        ([Unread(), 1], "labels"),
    ],
)
def test_kind_of_a_column(values: Any, kind: str) -> None:
    """Numbers are numbers; texts, truth values and what is mixed are labels."""
    known = Covariates.of({"x": values})
    assert list(getattr(known, kind)) == list(known) == ["x"]


def test_numbers_that_are_labels() -> None:
    """The numbers of shops are labels if they are said to be."""
    known = Covariates.of({"shop": [3, 7], "age": [1, 2]}, labels="shop")
    assert known.labels["shop"].tolist() == ["3", "7"]
    assert list(known) == ["age", "shop"]


def test_columns_cannot_be_written_to() -> None:
    """Columns are read-only."""
    known = Covariates.of({"shop": ["a", "b"], "age": [1, 2]})
    for name in known:
        with pytest.raises(ValueError, match="read-only"):
            known.column(name)[0] = known.column(name)[1]


def test_a_pandas_column_is_read() -> None:
    """Series of numbers and of categories are columns."""
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"age": [1, 2], "way": pandas.Categorical(["web", "shop"])})
    known = Covariates.of(dict(frame.items()))
    assert known.numbers["age"].tolist() == [1, 2]
    assert known.labels["way"].tolist() == ["web", "shop"]


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({}, "at least one column"),
        ({"a": [1], "b": [1, 2]}, "same length, got a 1, b 2"),
        ({"a": [1, np.nan]}, "covariate a must be finite .* got nan at row 1"),
        ({"a": [1, np.inf]}, "covariate a must be finite .* got inf at row 1"),
        ({"a": [None, 2.0]}, "covariate a must be finite"),
        ({"a": ["x", None]}, "covariate a must have a label in every row .* got None at row 1"),
        ({"a": ["x", " "]}, "covariate a must have a label"),
        ({"a": ["x", float("nan")]}, "covariate a must have a label"),
        ({"a": ["x", Missing()]}, "covariate a must have a label"),
        ({"a": [["x"]]}, "covariate a must have one dimension"),
        ({"a": np.array(["2024-01-01"], dtype="M8[D]")}, "got dates; give the days"),
    ],
)
def test_columns_that_cannot_be_read(columns: Any, message: str) -> None:
    """What is missing, uneven or no number is named by column and row."""
    with pytest.raises(InvalidInputError, match=message):
        Covariates.of(columns)


def test_numbers_that_are_none_are_refused() -> None:
    """A text in a numeric column is named."""
    with pytest.raises(InvalidInputError, match="covariate age must be numbers, got 'x' at row 1"):
        Covariates(numbers={"age": [1, "x"]})  # type: ignore[dict-item, list-item]
    with pytest.raises(InvalidInputError, match="names of covariates must differ, got 'a' twice"):
        Covariates(numbers={"a": [1]}, labels={"a": ["x"]})  # type: ignore[dict-item]
    with pytest.raises(UnknownKeyError, match="did you mean 'shop'"):
        Covariates.of({"shop": [1]}, labels="shp")
    with pytest.raises(UnknownKeyError, match="covariate must be a known key"):
        Covariates.of({"shop": [1]}).column("age")


def test_customers_carry_covariates() -> None:
    """They are selected with the rows, compared by value, and replaced as a whole."""
    base = seen([2, 0, 1], [30, 0, 5], [39, 39, 39]).with_covariates({"age": [1, 2, 3]})
    assert base.select(np.array([2, 0])).covariates == Covariates.of({"age": [3, 1]})
    assert base == attrs.evolve(base)
    assert base != base.with_covariates({"age": [1, 2, 4]})
    again = base.with_covariates(Covariates.of({"shop": ["a", "b", "a"]}))
    assert again.covariates is not None
    assert list(again.covariates) == ["shop"]


def test_customers_are_matched_by_identifier() -> None:
    """Columns in another order, with others among them, are put in the order of the customers."""
    base = seen([2, 0], [30, 0], [39, 39], ids=["ada", "bo"])
    known = base.with_covariates({"age": [54, 31, 19]}, ids=["bo", "ada", "cy"]).covariates
    assert known == Covariates.of({"age": [31, 54]})


@pytest.mark.parametrize(
    ("ids", "given", "message"),
    [
        (["ada", "bo"], ["ada", "ada"], "ids must differ, got 'ada' at rows 0 and 1"),
        (["ada", "bo"], ["ada", "cy"], "customers must be among ids, got 'bo' at row 1"),
        (["ada", "bo"], ["ada", "bo", "cy"], "must have 3 rows, one for each row, got 2"),
        (None, ["ada", "bo"], "ids must be left out"),
    ],
)
def test_identifiers_that_do_not_match(ids: Any, given: list[str], message: str) -> None:
    """Doubles, strangers and wrong lengths are named."""
    base = seen([2, 0], [30, 0], [39, 39], ids=ids)
    with pytest.raises(InvalidInputError, match=message):
        base.with_covariates({"age": [1, 2]}, ids=given)


def test_rows_must_match() -> None:
    """There is one row of covariates for each customer or contract."""
    with pytest.raises(InvalidInputError, match="must have 1 rows, one for each row, got 2"):
        seen([2], [30], [39]).with_covariates({"age": [1, 2]})
    with pytest.raises(InvalidInputError, match="must have 1 rows, one for each row, got 2"):
        seen([2], [30], [39], covariates=Covariates.of({"age": [1, 2]}))
    with pytest.raises(InvalidInputError, match="must have 1 rows, one for each row, got 2"):
        ContractTenures(tenure=[1], lost=[True]).with_covariates({"plan": ["a", "b"]})


def test_contracts_carry_covariates() -> None:
    """They are selected with the rows, the weights too."""
    plain = ContractTenures(tenure=[1, 3], lost=[True, False], weights=[2, 5])
    known = plain.with_covariates({"plan": [1, 2]}, labels="plan")
    part = known.select(~known.lost)
    assert part.covariates == Covariates.of({"plan": ["2"]})
    assert part.contracts == 5
    assert plain.select(np.array([0])).covariates is None
