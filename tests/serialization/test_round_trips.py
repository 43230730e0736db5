"""Value objects come back from JSON equal, to the last bit."""

import math
import random
from collections.abc import Hashable, Mapping
from typing import Any, Literal, get_args, get_origin

import attrs
import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import example, given

from crmcore import Rate, Title, Window
from crmcore.errors import (
    CrmcoreError,
)
from crmcore.metrics.goals import Goal
from crmcore.metrics.kpi import Kpi
from crmcore.metrics.measurement import Interval, Intervals, Measurement
from crmcore.serialization import from_json, to_json
from crmcore.serialization._arrays import Bounds, means_array
from crmcore.serialization._converter import converter
from crmcore.serialization._kinds import fields_of, kinds
from crmcore.serialization._objects import means_object
from crmcore.serialization._scalars import Bound
from crmcore.valuechain import (
    Element,
    Framework,
    KpiAnchor,
    Practice,
    Rating,
    Scale,
    frameworks,
)
from crmcore.valuechain.assessing.comparison import compare
from crmcore.valuechain.assessing.rules import AssessmentRules

pytest.importorskip("cattrs", reason="cattrs, of the extra serialize, is not installed")

AS_OF = "2024-06-30"

titles = st.builds(Title, st.text(max_size=8), st.text(max_size=8))
finite = st.floats(allow_nan=False, allow_infinity=False)
days = st.dates().map(lambda day: np.datetime64(day, "D"))
optional_texts = st.none() | st.text(max_size=8)
ratings = st.builds(
    Rating,
    st.text(max_size=8),
    finite | st.integers(-(10**18), 10**18) | st.sampled_from(["not_applicable", "unanswered"]),
    intention=st.none() | finite,
    evidence=optional_texts,
    date=st.none() | days,
    rater=optional_texts,
)
ends = st.floats(allow_nan=False)
intervals = st.tuples(ends, ends, st.floats(0.01, 0.99)).map(
    lambda t: Interval(low=min(t[:2]), high=max(t[:2]), level=t[2], method="drawn")
)
figures = st.builds(
    Measurement,
    key=st.sampled_from(["repeat", "churn", "csat"]),
    title=titles,
    unit=st.sampled_from(["share", "money", "count"]),
    value=finite,
    interval=st.none() | intervals,
    n=st.integers(0, 10**6) | st.floats(0, 1e9),
    currency=st.none() | st.text(max_size=8).filter(str.strip),
    note=st.none() | titles,
) | st.builds(Measurement, key=st.just("nps"), title=titles, unit=st.just("score"), reason=titles)
scores = st.integers(1, 5).map(float) | st.sampled_from(["not_applicable", "unanswered"])


@st.composite
def own_frameworks(draw: st.DrawFn) -> Framework:
    """Draw a framework whose elements rest on earlier ones."""
    keys = draw(st.lists(st.text(min_size=1, max_size=6), min_size=1, max_size=4, unique=True))
    names = ["a", "b", "c", "d"]
    practices = {
        name: Practice(name, draw(titles), source_term=draw(optional_texts)) for name in names
    }
    rated = st.lists(st.sampled_from(names), max_size=3, unique=True)
    elements = [
        Element(
            key=key,
            title=draw(titles),
            role=draw(st.sampled_from(["stage", "step", "element"])),
            order=draw(st.none() | st.integers(1, 9)),
            rests_on=draw(st.lists(st.sampled_from(keys[:i]), unique=True)) if i else (),
            within=draw(st.none() | st.sampled_from(keys[:i])) if i else None,
            description=draw(titles),
            kpis=draw(st.lists(st.sampled_from(["repeat", "churn"]), unique=True)),
            practices=[practices[name] for name in draw(rated)] or [practices["a"]],
        )
        for i, key in enumerate(keys)
    ]
    return Framework(
        key=draw(st.text(max_size=6)),
        title=draw(titles),
        edition="drawn",
        source=draw(st.text(max_size=6)),
        elements=elements,
        must_measure=draw(st.sampled_from([(), ("csat",)])),
    )


def same(value: Any) -> None:
    """Require that a value comes back equal, and its text too."""
    text = to_json(value)
    back = from_json(text)
    assert type(back) is type(value)
    assert back == value
    assert to_json(back) == text
    assert from_json(text, type(value)) == value
    assert to_json(from_json(to_json(value, indent=2))) == text


@pytest.mark.law
@given(ratings)
@example(Rating("p", -0.0))
@example(Rating("p", np.float64(0.1)))
@example(Rating("p", 5e-324, intention=1.7976931348623157e308))
def test_ratings_come_back(rating: Rating) -> None:
    """A rating of any score, date and text comes back equal, numbers to the last bit."""
    same(rating)
    back = from_json(to_json(rating)).score
    if not isinstance(back, str):
        assert math.copysign(1, back) == math.copysign(1, float(rating.score))


@pytest.mark.law
@given(own_frameworks())
def test_own_frameworks_come_back(framework: Framework) -> None:
    """A framework with links, parts, practices and any letters comes back equal."""
    same(framework)


@pytest.mark.law
@given(st.data(), own_frameworks(), st.lists(figures, max_size=3, unique_by=lambda f: f.key))
def test_assessments_and_comparisons_come_back(data: Any, framework: Any, kpis: Any) -> None:
    """An assessment with answers, levels, evidence and verdict comes back equal; compared too."""
    said = data.draw(st.fixed_dictionaries(dict.fromkeys(framework.practices, scores)))
    rated = [Rating(k, v, rater="Ada", date="2024-01-01") for k, v in said.items()]
    found = framework.assess(
        rated,
        as_of=AS_OF,
        kpis=kpis,
        anchors=[KpiAnchor("repeat", 0.1, 0.7)],
        rules=AssessmentRules(valid_for="1 year", consensus="median", coverage_bar=0.25),
    )
    same(found)
    back = from_json(to_json(found))
    assert back.text("fa") == found.text("fa")
    same(compare(found, target=4, competitors={"Rival": {}}))


@pytest.mark.law
@given(figures)
def test_measurements_come_back(figure: Measurement) -> None:
    """A figure with its interval, also one without bound, comes back equal."""
    same(figure)


@pytest.mark.law
@given(st.lists(ends, max_size=5))
def test_columns_of_intervals_come_back(values: list[float]) -> None:
    """Columns come back with their dtype, each number to the last bit, infinite ends too."""
    column = Intervals(low=values, high=values, level=0.9, method="drawn")
    same(column)
    assert from_json(to_json(column)).low.tobytes() == column.low.tobytes()


@pytest.mark.law
@given(st.tuples(days, days), st.floats(-0.99, 0.99))
def test_windows_and_rates_come_back(ends: Any, rate: float) -> None:
    """Dates between the years 1 and 9999 and rates come back equal."""
    same(Window(start=min(ends), end=max(ends)))
    same(Rate(rate, per="year"))


@pytest.mark.parametrize("key", sorted(frameworks))
def test_the_frameworks_of_the_catalogue_come_back(key: str) -> None:
    """Every framework of the catalogue can be stored, and its Persian stays readable."""
    same(frameworks[key])
    assert frameworks[key].title.fa in to_json(frameworks[key])


@pytest.mark.parametrize(
    "value",
    [
        Title("Churn rate", "نرخ ریزش مشتری"),
        Scale(0, 4, met=3),
        Scale(np.int64(1), 5.0),
        Measurement(key="k", title=Title("", ""), unit="count", value=10**17),
        Goal(
            kpi="repeat_purchase_rate",
            target=0.4,
            baseline=np.float64(0.3),
            start="2024-01-01",
            history=[("2023-01-01", 0.2), ("2023-02-01", 0.25)],
        ),
    ],
    ids=lambda value: type(value).__name__,
)
def test_single_values_come_back(value: Any) -> None:
    """Titles, scales, goals and numbers of numpy come back equal."""
    same(value)


def test_the_text_names_schema_and_type_first() -> None:
    """The envelope stands before the fields, and nested values carry no type."""
    assert to_json(Rate(0.12, per="year")) == (
        '{"schema": "crmcore/1", "type": "Rate", "value": 0.12, "per": "year"}'
    )
    assert '"type"' not in to_json(frameworks["crm_value_chain"]).replace('"type": "Framework"', "")


def test_every_kind_is_made_of_types_that_json_knows() -> None:
    """No field of a kind is of a type that would be refused, a KPI of one's own apart."""
    made = converter()
    unknown = made.get_structure_hook(object())
    seen: set[Any] = {Kpi}
    rest: list[Any] = list(kinds().values())
    while rest:
        kind = rest.pop()
        if kind in seen or kind in {type(None), Ellipsis} or isinstance(kind, str):
            continue
        seen.add(kind)
        assert made.get_structure_hook(kind) is not unknown, kind
        if attrs.has(kind):
            rest += [field.kind for field in fields_of(kind)]
            assert not {"schema", "type"} & {field.alias for field in fields_of(kind)}
        elif made.get_structure_hook(kind).__name__ == "<lambda>":
            rest += get_args(kind)
    assert {"Framework", "Assessment", "Comparison", "Goal", "Title", "Window"} <= set(kinds())


COLUMNS: dict[Any, Any] = {
    np.float64: np.array([0.1, -0.0]),
    np.int64: np.array([3, -4]),
    np.bool_: np.array([True, False]),
    np.datetime64: np.array(["2024-01-01", AS_OF], "M8[D]"),
    Any: np.array(["a", "ب"]),
}
LETTERS = ["", "a", "b c", "راه\u200cحل", "😀", '"\\\n']
SINGLE: dict[Any, Any] = {
    str: lambda rng: rng.choice([*LETTERS, "repeat_purchase_rate", "1 year", AS_OF]),
    float: lambda rng: rng.choice([rng.random(), rng.randint(1, 5), rng.gauss(0, 100), 1e-300]),
    int: lambda rng: rng.randint(0, 5),
    bool: lambda rng: rng.random() < 0.5,
    type(None): lambda _: None,
    Hashable: lambda rng: rng.choice(["a", 1, 0.5]),
    np.datetime64: lambda rng: np.datetime64(rng.randint(-(10**4), 10**5), "D"),
    Bound: lambda rng: rng.choice([-math.inf, rng.random(), math.inf]),
    Bounds: lambda rng: [rng.choice([-math.inf, rng.random(), math.inf]) for _ in range(3)],
}


def made_up(kind: Any, rng: random.Random, depth: int = 0) -> Any:
    """Make a value of an annotated type, by trial where a class refuses."""
    if kind in SINGLE:
        return SINGLE[kind](rng)
    if means_array(kind):
        return COLUMNS[get_args(get_args(kind)[1])[0]]
    if means_object(kind):
        return made_up_object(kind, rng, depth)
    parts = get_args(kind)
    if get_origin(kind) is tuple:
        short = (parts[0],) * rng.randint(0, 3 - min(depth, 2)) if parts[-1] is ... else parts
        return tuple(made_up(part, rng, depth + 1) for part in short)
    if get_origin(kind) is Mapping:
        return {rng.choice(LETTERS): made_up(parts[1], rng, depth + 1) for _ in range(2)}
    choice = rng.choice([part for part in parts if part is not Kpi])
    return choice if get_origin(kind) is Literal else made_up(choice, rng, depth + 1)


def made_up_object(cls: Any, rng: random.Random, depth: int) -> Any:
    """Make a value object by trial; those whose rules chance does not meet are skipped."""
    for _ in range(300):
        fields = {f.alias: made_up(f.kind, rng, depth + 1) for f in fields_of(cls)}
        try:
            return cls(**fields)
        except CrmcoreError:
            continue
    pytest.skip(f"no {cls.__name__} made up in 300 trials")


@pytest.mark.law
@pytest.mark.parametrize("name", sorted(kinds()))
def test_every_kind_comes_back(name: str) -> None:
    """Values made up from the annotations of each kind come back equal, field by field."""
    rng = random.Random(name)  # noqa: S311 - not for secrets
    for _ in range(10):
        same(made_up(kinds()[name], rng))
