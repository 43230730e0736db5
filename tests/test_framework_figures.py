"""Figures of frameworks: radar, heat map, crosswalk and graph draw what they are given."""

import importlib
import re
from typing import Any

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings

from crmcore import plotting
from crmcore._text import Title
from crmcore.errors import InvalidInputError, UndefinedMetricError, UnknownKeyError
from crmcore.valuechain import Rating, compare, framework_crosswalk, frameworks
from crmcore.valuechain.porter import CATEGORY_TITLES, Activity, PorterAnalysis

pytest.importorskip("matplotlib")
colors = importlib.import_module("matplotlib.colors")

IDIC = frameworks["idic"]
PORTER = PorterAnalysis(
    [
        Activity("plant", category="operations", cost=400, value=500),
        Activity("line", category="operations", cost=100, value=120),
        Activity("staff", category="human_resources", cost=60, value=50),
        Activity("repair", category="service", cost=250),
    ],
    currency="EUR",
)
KEYS = [element.key for element in IDIC]


def assess(table: Any, as_of: Any = "2024-06-30") -> Any:
    """Assess by IDIC from one score an element."""
    ratings = [Rating(p.key, table[e.key]) for e in IDIC if e.key in table for p in e.practices]
    return IDIC.assess(ratings, as_of=as_of)


def words(ax: Any) -> Any:
    """Give what is written on the axes."""
    return [text.get_text() for text in ax.texts if text.get_text()]


def lines(ax: Any) -> Any:
    """Give the named lines of a radar."""
    return {line.get_label(): line for line in ax.lines if not line.get_label().startswith("_")}


@pytest.mark.law
@settings(max_examples=20)
@given(st.fixed_dictionaries(dict.fromkeys(KEYS, st.integers(1, 5))))
def test_the_radar_reaches_as_far_as_the_score(table: Any) -> None:
    """The distance from the centre is the place on the scale, spoke by spoke."""
    ax = plotting.maturity_radar(compare(assess(table), target=4))
    own = lines(ax)["own score"].get_xydata()[:-1]
    assert np.hypot(*own.T) == pytest.approx([(table[key] - 1) / 4 for key in KEYS])
    assert np.hypot(*lines(ax)["target"].get_xydata().T) == pytest.approx(0.75)


def test_the_radar_leaves_gaps_and_names_everybody() -> None:
    """What is not known is no 0; competitors differ by mark, elements stand in their order."""
    now = assess({**dict.fromkeys(KEYS, 3), KEYS[1]: 4})
    past = assess(dict.fromkeys(KEYS[:2], 2), as_of="2023-06-30")
    found = compare(now, target=4, earlier=past, competitors={"A": {KEYS[0]: 5}, "B": {KEYS[0]: 1}})
    ax = plotting.maturity_radar(found)
    drawn = lines(ax)
    assert list(drawn) == ["own score", "target", "earlier", "A", "B"]
    assert np.isnan(drawn["A"].get_xdata()).sum() == 3
    assert drawn["A"].get_marker() != drawn["B"].get_marker()
    assert len(ax.patches) == 1
    assert words(ax)[-4:] == [element.title.en for element in IDIC]
    partial = plotting.maturity_radar(
        compare(assess(dict.fromkeys(KEYS[:3], 3)), target=4), elements=KEYS
    )
    assert len(partial.patches) == 0
    persian = plotting.maturity_radar(now, language="fa")
    assert words(persian)[-1] == IDIC[KEYS[-1]].title.fa
    assert not re.search("[0-9A-Za-z]", "".join(words(persian)) + persian.get_xlabel())
    assert persian.get_title(loc="left") == "بلوغ به تفکیک جزء"


def test_a_radar_needs_three_spokes() -> None:
    """Two elements are no radar; the message points to the heat map."""
    with pytest.raises(InvalidInputError, match=r"elements must be 3 or more .* maturity_heat_map"):
        plotting.maturity_radar(assess(dict.fromkeys(KEYS, 3)), elements=KEYS[:2])


@pytest.mark.parametrize("draw", [plotting.maturity_radar, plotting.maturity_heat_map])
def test_maturity_needs_a_score_and_known_elements(draw: Any) -> None:
    """Nothing answered is undefined; an unknown element is refused with the nearest."""
    with pytest.raises(UndefinedMetricError, match="too little is answered"):
        draw(assess({}))
    with pytest.raises(UnknownKeyError, match=r"elements .* did you mean 'identify'"):
        draw(assess(dict.fromkeys(KEYS, 3)), elements=["identfy"])


def test_the_heat_map_writes_every_score() -> None:
    """Shades rise with the score, unknown is blank and said, below target is framed."""
    table = dict(zip(KEYS, (1, 3, 4, 5), strict=True))
    ax = plotting.maturity_heat_map(
        compare(assess(table), target=4, competitors={"R": {KEYS[3]: 2.5}})
    )
    assert words(ax) == [
        "1", "3", "4", "5", "4", "4", "4", "4", "not known", "not known", "not known", "2.5",
    ]  # fmt: skip
    cells = ax.patches[:4]
    shades = [cell.get_facecolor()[3] for cell in cells]
    assert shades == sorted(shades)
    assert shades[0] == 0
    assert [cell.get_linewidth() for cell in cells] == [2, 2, 1, 1]
    assert [tick.get_text() for tick in ax.get_xticklabels()] == ["own score", "target", "R"]


@pytest.mark.parametrize(
    "draw",
    [
        lambda **options: plotting.maturity_heat_map(assess(dict.fromkeys(KEYS, 3)), **options),
        lambda **options: plotting.crosswalk_table(
            framework_crosswalk, frameworks=["idic", "tam"], **options
        ),
        lambda **options: plotting.dependency_graph({"a": ["b"], "b": []}, **options),
        lambda **options: plotting.value_chain(PORTER, **options),
    ],
)
def test_persian_runs_from_right_to_left(draw: Any) -> None:
    """The first column, or the foundations, stand on the right."""
    left, right = draw().get_xlim()
    assert left < right
    left, right = draw(language="fa").get_xlim()
    assert left > right


def test_the_crosswalk_draws_the_elements_of_each_theme() -> None:
    """Each cell names the elements, rows without any are left out."""
    keys = ["idic", "tam"]
    ax = plotting.crosswalk_table(framework_crosswalk, frameworks=keys)
    rows = [t for t in framework_crosswalk if any(framework_crosswalk.cell(t.key, k) for k in keys)]
    assert len(ax.get_yticks()) == len(rows)
    drawn = "".join(words(ax)).replace("\n", "").replace(" ", "")
    for theme in rows:
        for key in keys:
            for element in framework_crosswalk.cell(theme.key, key):
                assert element.title.en.replace(" ", "") in drawn
    every = plotting.crosswalk_table(framework_crosswalk)
    assert len(every.get_xticks()) == len(framework_crosswalk.columns)
    with pytest.raises(UnknownKeyError, match=r"frameworks .* did you mean 'idic'"):
        plotting.crosswalk_table(framework_crosswalk, frameworks=["idik"])
    with pytest.raises(UndefinedMetricError, match="no theme refers"):
        plotting.crosswalk_table(framework_crosswalk, frameworks=["channels"])


GRAPH = {"a": ["b"], "b": ["a", "d"], "c": ["a", "d"], "d": [], "e": [], "f": ["c", "e"]}


def test_the_graph_puts_foundations_first() -> None:
    """Each part stands beyond all on which it rests, but for one dashed arrow a circle."""
    ax = plotting.dependency_graph(GRAPH, titles={"a": Title("Alpha", "الف")})
    boxes = {text.get_text(): text.get_position() for text in ax.texts if text.get_text()}
    layers = {key: box[0] for key, box in boxes.items()}
    assert layers == {"Alpha": 1, "d": 1, "e": 1, "b": 2, "c": 2, "f": 3}
    assert len(set(boxes.values())) == len(GRAPH)
    arrows = [text.arrow_patch for text in ax.texts if getattr(text, "arrow_patch", None)]
    assert len(arrows) == sum(len(others) for others in GRAPH.values())
    assert sum(arrow.get_linestyle() == "--" for arrow in arrows) == 1
    assert ax.get_ylabel() == "6 parts"


def test_the_graph_refuses_nothing_and_the_unknown() -> None:
    """An empty graph is undefined; a foundation that is not there is named."""
    with pytest.raises(UndefinedMetricError, match="nothing to draw"):
        plotting.dependency_graph({})
    with pytest.raises(UnknownKeyError, match="got 'z'"):
        plotting.dependency_graph({"a": ["z"]})


def test_the_chain_shows_cost_value_and_margin_of_each_category() -> None:
    """Activities of a category are added, shades follow the cost, losses are framed."""
    ax = plotting.value_chain(PORTER)
    texts = words(ax)
    assert len(texts) == len(CATEGORY_TITLES) + 1
    assert "Operations\ncost 500\nvalue 620\nmargin 120" in texts
    assert "Human resource management\ncost 60   value 50   margin −10" in texts
    assert "After-sales\nservice\ncost 250\nvalue not known\nmargin not known" in texts
    assert "Firm infrastructure\nno activity" in texts
    assert texts[-1] == "Margin\nnot known"
    cells = {cell.get_facecolor()[3]: cell.get_linewidth() for cell in ax.patches[:9]}
    assert max(cells) == pytest.approx(0.7)
    assert max(cells.values()) == 2
    told = plotting.value_chain(PORTER.for_role("support"), language="fa")
    assert told.get_title(loc="left").splitlines()[0] == "زنجیره ارزش: حاشیه سود \u200e−۱۰ یورو"


def test_a_chain_that_costs_nothing_has_no_shade() -> None:
    """No cost at all divides nothing."""
    free = PorterAnalysis([Activity("a", category="service", cost=0, value=1)], currency="EUR")
    ax = plotting.value_chain(free)
    assert {cell.get_facecolor()[3] for cell in ax.patches[:9]} == {0}


def test_the_graph_of_an_analysis_runs_with_the_influence() -> None:
    """From what bears on others to what it bears on, by the names of the activities."""
    firm = PorterAnalysis(
        [
            Activity("plant", category="operations", cost=4, title=Title("Plant", "کارخانه")),
            Activity("design", category="technology", cost=1),
        ],
        [("design", "plant")],
        currency="EUR",
    )
    ax = plotting.dependency_graph(firm)
    boxes = {text.get_text(): text.get_position()[0] for text in ax.texts if text.get_text()}
    assert boxes == {"design": 1, "Plant": 2}
    renamed = plotting.dependency_graph(firm, titles={"plant": Title("P", "پ")})
    assert "P" in words(renamed)
