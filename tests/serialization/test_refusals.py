"""What is refused, by hand or by hostile hand, and the path that the message carries."""

import json
import math
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given

from crmcore import Title, Window
from crmcore.errors import (
    InvalidInputError,
    UnknownKeyError,
)
from crmcore.metrics.goals import Goal
from crmcore.metrics.kpi import Kpi
from crmcore.metrics.measurement import Interval, Intervals, Measurement
from crmcore.serialization import SCHEMA, _parsing, from_json, to_json
from crmcore.valuechain import (
    Element,
    Framework,
    Rating,
    Scale,
    frameworks,
)

pytest.importorskip("cattrs", reason="cattrs, of the extra serialize, is not installed")

AS_OF = "2024-06-30"
PLAN = """{
  "key": "our_way", "title": {"en": "Our way", "fa": "راه ما"}, "edition": "2026", "source": "ours",
  "elements": [
    {"key": "listen", "title": {"en": "Listen", "fa": "گوش دادن"},
     "practices": ["share_information",
                   {"key": "call_back", "title": {"en": "Call back", "fa": "تماس دوباره"}}]},
    {"key": "act", "title": {"en": "Act", "fa": "اقدام"}, "rests_on": ["listen"], "order": 2}
  ]
}"""


def refused(text: str, kind: Any = None) -> str:
    """Give the message with which a text is refused."""
    with pytest.raises(InvalidInputError) as caught:
        from_json(text, kind)
    return str(caught.value)


def changed(path: list[Any], value: Any) -> str:
    """Write the plan with one place changed."""
    data = json.loads(PLAN)
    place = data
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return json.dumps(data)


def test_a_framework_written_by_hand() -> None:
    """Neither schema nor type is needed, defaults may be left out, a practice may be a key."""
    ours = from_json(PLAN, Framework)
    assert (
        ours.elements[0].practices[0]
        == frameworks["crm_value_chain"].practices["share_information"]
    )
    assert ours.elements[1] == Element(
        key="act", title=Title("Act", "اقدام"), rests_on="listen", order=2
    )
    assert ours.family == "our_way"
    assert from_json(to_json(ours)) == ours


def test_a_given_type_must_agree() -> None:
    """The type of the text must be the class that is asked for."""
    text = to_json(Scale())
    assert from_json(text, Scale) == Scale()
    assert refused(text, Framework) == "type must be 'Framework', got 'Scale'"


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (["elements", 1, "title", "fa"], 5, "elements[1].title.fa must be text, got 5"),
        (["elements", 1, "title"], None, "elements[1].title must be an object, got null"),
        (["elements", 1, "title"], "x", "elements[1].title must be an object, got 'x'"),
        (["elements", 1], {}, "elements[1].key is missing"),
        (
            ["elements", 0, "order"],
            1.0,
            "elements[0].order must be a whole number or null, got 1.0",
        ),
        (
            ["elements", 0, "order"],
            True,
            "elements[0].order must be a whole number or null, got true",
        ),
        (
            ["elements", 0, "order"],
            2**63,
            "elements[0].order must be a whole number of 64 bits, got",
        ),
        (["elements", 0, "order"], 10**300, "of 64 bits, got a number of 997 bits"),
        (["elements", 0, "rests_on"], "act", "elements[0].rests_on must be a list, got 'act'"),
        (
            ["elements", 0, "rests_on"],
            {"a": 1},
            "elements[0].rests_on must be a list, got an object",
        ),
        (["elements", 0, "kpis"], [1], "elements[0].kpis[0] must be text, got 1"),
        (["elements", 0, "role"], "stag", "elements[0].role must be one of 'primary', 'support'"),
        (["elements"], 7, "elements must be a list, got 7"),
        (["edition"], ["x"], "edition must be text, got a list"),
        (["edition"], "\ud800", "edition must be text that UTF-8 can hold, got '\\ud800'"),
        (["edition"], float("nan"), "edition must be text, got nan"),
        (["edition"], 10**300, "edition must be text, got a number of 997 bits"),
        (["schema"], "crmcore/2", "schema must be 'crmcore/1', which this version"),
        (
            ["schema"],
            None,
            "schema must be 'crmcore/1', which this version of crmcore reads, got null",
        ),
        (["type"], 3, "type must be text, got 3"),
        (["elements", 0, "type"], "Rating", "elements[0].type must be 'Element', got 'Rating'"),
        (["elements", 0, "practices", 1, "level"], 0, "elements[0].practices[1]: level must be"),
        (["elements", 1, "rests_on"], ["act"], "elements[1]: rests_on must name other elements"),
    ],
)
def test_wrong_fields_are_refused_with_their_path(path: Any, value: Any, message: str) -> None:
    """The message begins with the path, then tells the rule and what came instead."""
    assert message in refused(changed(path, value), Framework)


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (
            ["elements", 0, "titla"],
            {},
            "elements[0].titla: field must be a known key, got 'titla'; did you mean 'title'?",
        ),
        (["elements", 0, "schema"], SCHEMA, "elements[0].schema: field must be a known key"),
        (["elements", 0, "a b"], 1, "elements[0]['a b']: field must be a known key, got 'a b'"),
        (["k" * 500], 1, "k" * 60 + "…: field must be a known key"),
        (
            ["type"],
            "Frameworc",
            "type: name must be a known key, got 'Frameworc'; did you mean 'Fram",
        ),
        (["type"], "k" * 500, "type: name must be a known key, got 'kkkk"),
        (
            ["elements", 0, "practices", 0],
            "share_informtion",
            "elements[0].practices[0]: practice must be a known key, got 'share_informtion'; did",
        ),
        (
            ["elements", 1, "rests_on"],
            ["lisen"],
            "rests_on of act must be a known key, got 'lisen'",
        ),
    ],
)
def test_unknown_names_are_refused_with_the_nearest(path: Any, value: Any, message: str) -> None:
    """An unknown field, type, practice or element is an UnknownKeyError that suggests."""
    with pytest.raises(UnknownKeyError) as caught:
        from_json(changed(path, value), Framework)
    assert message in str(caught.value)
    assert len(str(caught.value)) < 520


def test_a_circle_is_refused_by_the_class() -> None:
    """What only the class can tell is told under the name of the class."""
    text = changed(["elements", 0, "rests_on"], ["act"])
    assert refused(text, Framework).startswith("Framework: rests_on")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "text must be JSON, got Expecting value: line 1 column 1"),
        ("{", "text must be JSON, got"),
        ("\ufeff{}", "text must be JSON, got"),
        ("[1]", "text must be an object, got a list"),
        ("null", "text must be an object, got null"),
        ("{}", "schema is missing; state it, or the class that is wanted"),
        ('{"schema": "crmcore/1"}', "type is missing; state it, or the class that is wanted"),
        ('{"schema": 1, "type": "Rate"}', "schema must be 'crmcore/1'"),
        ('{"a": ' + "9" * 5000 + "}", "text must be JSON, got Exceeds the limit"),
        (
            '{"a": {"b": [0, {"c": 1, "d": 2, "c": 3}]}}',
            "a.b[1].c must be named once, got it twice",
        ),
        ('{"a": 1, "a": 1}', "a must be named once, got it twice"),
        ('{"a": ' + "[" * 65 + "]" * 65 + "}", "a[0][0]"),
        ("[" * 100_000 + "]" * 100_000, "text must nest at most 64 deep"),
    ],
)
def test_texts_that_are_no_value_are_refused(text: str, message: str) -> None:
    """What is not JSON, has no envelope, doubled keys or too many steps inwards is refused."""
    assert message in refused(text)


def test_sixty_four_steps_inwards_are_not_too_deep() -> None:
    """The limit itself is allowed: another rule refuses this text."""
    text = '{"a": ' + "[" * 64 + "]" * 64 + "}"
    assert refused(text, Scale) == "a: field must be a known key, got 'a'; known are low, high, met"


def test_texts_that_are_too_long_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit holds both ways, so that nothing is written that cannot be read."""
    monkeypatch.setattr(_parsing, "LONGEST", 50)
    assert refused(" " * 51) == "text must have at most 50 characters, got 51"
    with pytest.raises(InvalidInputError, match="Scale must have at most 50 characters, got"):
        to_json(Scale())


def test_other_things_than_text_or_a_known_class_are_refused() -> None:
    """Bytes are not text; a class that JSON does not know is not read or written."""
    assert refused(b"{}") == "text must be a str, got b'{}'"  # type: ignore[arg-type]
    assert refused("{}", Kpi).startswith("kind must be a class that JSON can hold, got <class")
    with pytest.raises(InvalidInputError, match=r"^dict must be of a class that JSON can hold"):
        to_json({})


@pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity", "1e999", "1" + "0" * 400])
def test_numbers_that_are_not_finite_are_refused_in_a_text(word: str) -> None:
    """Nan, infinity and numbers beyond float64 are refused where they stand."""
    text = f'{{"key": "k", "title": {{"en": "", "fa": ""}}, "unit": "count", "value": {word}}}'
    assert refused(text, Measurement).startswith("value must be a finite number, got ")


@pytest.mark.parametrize(
    ("value", "path"),
    [
        (Rating(practice=5, score=1), "practice must be text, got 5"),  # type: ignore[arg-type]
        (Scale(low=False, high=5), "low must be a whole number, got false"),
        (
            Measurement(key="k", title="T", unit="count", value=1),  # type: ignore[arg-type]
            "title must be of the class Title, got 'T'",
        ),
        (
            Measurement(
                key="k", title=Title("", ""), unit="count", value=1, reason=None, n=math.nan
            ),
            "n must be a finite number, got nan",
        ),
        (
            Measurement(key="k", title=Title("", ""), unit="count", value=1, note="n"),  # type: ignore[arg-type]
            "note must be Title or null, got 'n'",
        ),
        (
            Intervals(low=[0, math.nan], high=[1, 2], level=0.9, method="m"),
            "low[1] must be a finite number, got nan",
        ),
        (Title("a", "\udcff"), "fa must be text that UTF-8 can hold, got '\\udcff'"),
    ],
)
def test_values_that_break_their_types_are_not_written(value: Any, path: str) -> None:
    """What could not be read again is not written; the message begins with the path."""
    with pytest.raises(InvalidInputError) as caught:
        to_json(value)
    assert str(caught.value) == path


def test_a_goal_on_a_kpi_of_ones_own_is_not_written() -> None:
    """A function has no JSON: the path leads to it."""
    own = Goal(kpi="repeat_purchase_rate", target=0.4).definition
    with pytest.raises(InvalidInputError, match=r"^kpi.function must be of a type that JSON can"):
        to_json(Goal(kpi=own, target=0.4))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)
STORED = [
    frameworks["crm_value_chain"],
    frameworks["crm_value_chain"].assess([Rating("share_information", 4)], as_of=AS_OF),
    Rating("p", 4, date="2024-01-01"),
    Interval(low=-math.inf, high=1, level=0.9, method="m"),
    Intervals(low=[0, 1], high=[1, 2], level=0.9, method="m"),
    Window(start="2024-01-01", end="2024-02-01"),
    Goal(kpi="repeat_purchase_rate", target=0.4, history=[("2023-01-01", 0.2)]),
]


@pytest.mark.law
@given(st.data())
def test_no_change_of_a_text_gives_another_error(data: Any) -> None:
    """Whatever stands at any place, the answer is a value that can be stored, or one error."""
    place = tree = json.loads(to_json(data.draw(st.sampled_from(STORED))))
    while True:
        step = data.draw(
            st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place)))
        )
        deeper = isinstance(place[step], (dict, list)) and place[step]
        if not deeper or data.draw(st.integers(0, 3)) == 0:
            break
        place = place[step]
    if data.draw(st.booleans()):
        place[step] = data.draw(json_values)
    else:
        del place[step]
    try:
        value = from_json(json.dumps(tree))
    except InvalidInputError:
        return
    assert from_json(to_json(value)) == value
