"""Every sort of field that a class can have: how it is written, and how strictly it is read."""

import json
import subprocess
import sys
from collections.abc import Hashable, Mapping
from typing import Any, Generic, Literal, TypeVar

import attrs
import numpy as np
import pytest

from crmcore import Rate, Title, Window
from crmcore._checks import by_value
from crmcore._types import BoolArray, DateArray, FloatArray, IntArray, ObjectArray
from crmcore.errors import (
    CrmcoreError,
    InvalidInputError,
    MissingExtraError,
    UndefinedMetricError,
)
from crmcore.metrics.measurement import Measurement
from crmcore.serialization import _objects, to_json
from crmcore.serialization._converter import converter, writing
from crmcore.serialization._kinds import kinds
from crmcore.serialization._paths import Located, MisfitError
from crmcore.valuechain import Scale

pytest.importorskip("cattrs", reason="cattrs, of the extra serialize, is not installed")

AS_OF = "2024-06-30"


T = TypeVar("T", bound=Rate)


@attrs.frozen(kw_only=True)
class Sample(Generic[T]):
    """A class with a field of every sort of type."""

    __hash__ = None  # type: ignore[assignment]

    _hidden: int = 0
    pair: tuple[str, int] = ("a", 1)
    table: Mapping[str, float] = attrs.field(factory=dict)
    id: Hashable = "id"
    ids: ObjectArray | None = attrs.field(default=None, eq=by_value)
    numbers: FloatArray = attrs.field(factory=lambda: np.zeros(0), eq=by_value)
    whole: IntArray = attrs.field(factory=lambda: np.zeros(0, np.int64), eq=by_value)
    flags: BoolArray = attrs.field(factory=lambda: np.zeros(0, np.bool_), eq=by_value)
    dates: DateArray = attrs.field(factory=lambda: np.zeros(0, "M8[D]"), eq=by_value)
    either: Rate | Window | None = None
    one: T | None = None
    either_way: tuple[str, ...] | Mapping[str, int] | FloatArray | bool = ()
    flag: bool = False
    code: Literal["a", 1] = "a"
    derived: int = attrs.field(init=False, default=7)


def back(value: Any, kind: Any = Sample) -> Any:
    """Write a value and read it again, as its type."""
    made = converter()
    written = json.loads(json.dumps(writing(made)(value, kind), allow_nan=False))
    found = made.structure(written, kind)
    assert writing(made)(found, kind) == written
    return found


@pytest.mark.parametrize(
    "fields",
    [
        {"hidden": 3, "pair": ("x", np.int64(2)), "table": {"a b": 0.1, "": 2}},
        {"id": 5},
        {"id": 0.5},
        {"id": False},
        {"id": np.str_("x")},
        {"ids": np.array(["a", "ب"])},
        {"ids": np.array([], dtype="<U3")},
        {"ids": np.array(["a", 1, 0.5, True], dtype=object)},
        {"ids": np.array([3, 4])},
        {"ids": np.array(["2024-01-01T05:06"], dtype="M8[m]")},
        {"numbers": np.array([[0.1, -0.0], [1e-320, 3]])},
        {"numbers": np.zeros((0, 3))},
        {"numbers": np.array(5.0)},
        {"whole": np.array([2**63 - 1, -(2**63)])},
        {"flags": np.array([True, False])},
        {"dates": np.array(["2024-01-01", "1969-12-31"], "M8[D]")},
        {"dates": np.array(["2024-01", "1969-12"], "M8[M]")},
        {"dates": np.array(["2024-01-01T00:00:00.123456789"], "M8[ns]")},
        {"either": Rate(0.1, per="week")},
        {"either": Window(start=AS_OF, end=AS_OF)},
        {"one": Rate(0.1, per="week")},
        {"either_way": ("a", "b")},
        {"either_way": {"a": 1}},
        {"either_way": True},
        {"flag": np.True_, "code": 1},
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_every_sort_of_field_comes_back(fields: Any) -> None:
    """Private names, pairs, mappings, ids, arrays of every dtype and shape, unions come back."""
    value: Any = Sample(**fields)
    found = back(value)
    assert found == value
    for field in attrs.fields(Sample):
        column = getattr(found, field.name)
        if isinstance(column, np.ndarray):
            assert column.shape == getattr(value, field.name).shape
            assert not column.flags.writeable


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"pair": ["a"]}, "pair must be a list of 2, got 1"),
        ({"table": []}, "table must be an object, got a list"),
        ({"table": {"k": "v"}}, "table.k must be a number, got 'v'"),
        ({"id": None}, "id must be text, a number, true or false, got null"),
        ({"ids": ["a"]}, "ids must be an object with dtype and values, got a list"),
        ({"ids": {"dtype": "str"}}, "ids.values is missing"),
        ({"ids": {"values": []}}, "ids.dtype is missing"),
        ({"ids": {"dtype": "<U9", "values": []}}, "ids.dtype must be one of float64, int64"),
        ({"ids": {"dtype": "str", "values": "a"}}, "ids.values must be a list, got 'a'"),
        ({"ids": {"dtype": "str", "valuex": []}}, "ids.valuex: field must be a known key"),
        ({"ids": {"dtype": "object", "values": [[]]}}, "ids[0] must be text, a number, true or"),
        ({"numbers": 5}, "numbers must be a list, got 5"),
        ({"numbers": [1, "x"]}, "numbers[1] must be a number, got 'x'"),
        ({"numbers": {"dtype": "str", "values": []}}, "numbers.dtype must be float64, got 'str'"),
        (
            {"numbers": {"dtype": "float64", "shape": [2], "values": [1]}},
            "numbers.shape must hold 1 values, got (2,)",
        ),
        (
            {"numbers": {"dtype": "float64", "shape": [-1], "values": [1]}},
            "numbers.shape must be at most 4 lengths >= 0, got (-1,)",
        ),
        (
            {"numbers": {"dtype": "float64", "shape": [0, 2**62, 2**62], "values": []}},
            "numbers.shape must hold 0 values",
        ),
        ({"dates": ["2024-01"]}, "dates[0] must be as fine as datetime64[D] is, got '2024-01'"),
        ({"dates": ["today"]}, "dates[0] must be an ISO date such as '2024-06-30', got 'today'"),
        ({"dates": ["2024-13-01"]}, "dates[0] must be an ISO date"),
        ({"dates": ["2024-01-01T00:00Z"]}, "dates[0] must be an ISO date"),
        ({"dates": ["999999999-01-01T00:00:00.000000000"]}, "dates[0] must be an ISO date"),
        ({"either": {"value": 0.1, "per": "year"}}, "either.type must be text, got null"),
        ({"either": {"type": "Scale"}}, "either.type must be 'Rate' or 'Window', got 'Scale'"),
        ({"either": 5}, "either must be Rate or Window or null, got 5"),
        (
            {"either_way": [None]},
            "either_way must be tuple or Mapping or ndarray or bool, got a list",
        ),
        ({"whole": [0, 0.5]}, "whole[1] must be a whole number, got 0.5"),
        ({"hidden": True}, "hidden must be a whole number, got true"),
        ({"flag": 1}, "flag must be true or false, got 1"),
        ({"code": True}, "code must be one of 'a', 1, got true"),
        ({"derived": 7}, "derived: field must be a known key, got 'derived'"),
    ],
)
def test_every_sort_of_field_is_read_strictly(fields: Any, message: str) -> None:
    """Shape, dtype, unit and type of every part are checked, and the path told."""
    with pytest.raises(Located) as caught:
        converter().structure(fields, Sample)
    error = caught.value
    steps = "".join(f"[{s}]" if isinstance(s, int) else f".{s}" for s in error.steps)[1:]
    link = " " if isinstance(error.error, MisfitError) else ": "
    assert f"{steps}{link}{error.error}".startswith(message)


@pytest.mark.parametrize(
    "fields",
    [
        {"pair": ["a", 1]},
        {"table": {1: 2.0}},
        {"table": 5},
        {"id": (1, 2)},
        {"ids": np.array([1 + 2j])},
        {"ids": np.array([None], dtype=object)},
        {"numbers": [1.0]},
        {"dates": np.array(["NaT"], "M8[D]")},
        {"either": 5},
        {"one": Window(start=AS_OF, end=AS_OF)},
        {"either_way": 5},
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_every_sort_of_field_is_written_strictly(fields: Any) -> None:
    """What is not of the field's type is not written."""
    with pytest.raises((Located, MisfitError)):
        writing(converter())(Sample(**fields), Sample)


@attrs.frozen
class Angry:
    """A class that raises what it is told to."""

    word: str

    def __attrs_post_init__(self) -> None:
        if self.word == "type":
            msg = "no such type"
            raise TypeError(msg)
        raise UndefinedMetricError(Title("nothing to divide", ""))


@pytest.mark.parametrize(("word", "message"), [("type", "no such type"), ("", "nothing to divide")])
def test_whatever_a_class_raises_is_an_input_error(word: str, message: str) -> None:
    """Errors that a class did not mean for its input come out as input errors."""
    with pytest.raises(InvalidInputError, match=message):
        converter().structure({"word": word}, Angry)


@attrs.frozen(kw_only=True, repr=False)
class Doubtful(Measurement):
    """A figure with a doubt."""

    doubt: str


def test_a_value_of_a_subclass_carries_its_type(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a subclass stands in a field, its name is written and it comes back as itself."""
    value = Doubtful(key="k", title=Title("", ""), unit="count", value=1, doubt="old")
    kind = tuple[Measurement, ...]
    with pytest.raises(Located, match="Doubtful"):
        back((value,), kind)
    monkeypatch.setattr(_objects, "kinds", lambda: {**kinds(), "Doubtful": Doubtful})
    assert back((value,), kind) == (value,)
    assert writing(converter())((value,), kind)[0]["type"] == "Doubtful"


def test_types_without_a_rule_are_refused() -> None:
    """An annotation that no rule covers is refused both ways."""
    with pytest.raises(MisfitError, match="type that JSON can hold, got <class 'complex'>"):
        converter().structure(1, complex)
    with pytest.raises(MisfitError, match="type that JSON can hold"):
        writing(converter())(1j, complex)
    with pytest.raises(MisfitError, match="must be complex or bytes, got 1"):
        converter().structure(1, complex | bytes)


def test_nothing_but_json_loads_cattrs() -> None:
    """Importing the room does not load cattrs."""
    code = "import sys, crmcore, crmcore.serialization; sys.exit('cattrs' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0  # noqa: S603


def test_without_cattrs_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where cattrs is missing the error tells what brings it."""
    converter.cache_clear()
    monkeypatch.setitem(sys.modules, "cattrs", None)
    with pytest.raises(
        MissingExtraError, match=r"JSON needs cattrs.*crmcore\[serialize\]"
    ) as caught:
        to_json(Scale())
    assert isinstance(caught.value, CrmcoreError)
