"""What goes into a chain: plain mappings are taken, and every slip is named."""

from typing import Any

import pytest

from crmcore._text import Title
from crmcore.errors import CrmcoreError, InvalidInputError, UnknownKeyError
from crmcore.valuechain.catalogue.porter_value_chain import PORTER_VALUE_CHAIN
from crmcore.valuechain.porter import (
    CATEGORY_TITLES,
    COST_DRIVERS,
    Activity,
    ActivityChange,
    ActivityLink,
    Competitor,
    CompetitorFigure,
    DriverShare,
    Improvement,
    LinkChange,
    PorterAnalysis,
    role_of,
)
from crmcore.valuechain.porter.cost_drivers import driver_title
from crmcore.valuechain.porter.measures import unit_of
from valuechain.porter.chains import worked

PLANT = Activity("plant", category="operations", cost=400)
REPAIR = Activity("repair", category="service", cost=100)


def chain(**options: Any) -> PorterAnalysis:
    """Make a chain of two activities."""
    return PorterAnalysis([PLANT, REPAIR], **{"currency": "EUR", **options})


def test_the_categories_are_those_of_the_framework() -> None:
    """Keys, order, titles and roles of the nine categories are the elements of the catalogue."""
    elements = {element.key: element for element in PORTER_VALUE_CHAIN.elements}
    assert list(CATEGORY_TITLES) == list(elements)
    for key, element in elements.items():
        assert role_of(key) == element.role
        assert CATEGORY_TITLES[key].en == element.title.en
        assert CATEGORY_TITLES[key].fa == element.title.fa


def test_the_drivers_have_their_titles_and_kinds() -> None:
    """Drivers of the literature have a title, one's own are named by their key."""
    assert COST_DRIVERS["scale"].kind == "structural"
    assert repr(COST_DRIVERS["timing"]) == (
        "CostDriver(key='timing', title='Timing', kind='unsorted')"
    )
    assert driver_title("pallets").fa == "\u2068pallets\u2069"
    assert unit_of("time", "week") == "count"


def test_plain_mappings_and_tuples_are_taken() -> None:
    """What is typed as mappings and tuples is the same as what is made of the classes."""
    plain = PorterAnalysis(
        [
            {"key": "plant", "category": "operations", "cost": 400, "drivers": ["scale"]},
            {"key": "repair", "category": "service", "cost": 100, "title": "Repair"},
        ],
        [("plant", "repair"), {"source": "repair", "target": "plant", "strength": 0.1}],
        competitors=[{"key": "rival", "costs": {"plant": 390, "repair": None}}],
        currency="euro",
    )
    made = PorterAnalysis(
        [
            Activity("plant", category="operations", cost=400, drivers=[DriverShare("scale")]),
            Activity(
                "repair", category="service", cost=100, title=Title("Repair", "\u2068Repair\u2069")
            ),
        ],
        [ActivityLink("plant", "repair"), ActivityLink("repair", "plant", 0.1)],
        competitors=[Competitor("rival", costs=[CompetitorFigure("plant", 390)])],
        currency="EUR",
    )
    assert plain == made
    assert hash(plain) == hash(made)
    assert plain["plant"].role == "primary"
    assert [activity.key for activity in plain] == ["plant", "repair"]


def test_values_print_their_facts() -> None:
    """Each value prints in one line what it is."""
    assert repr(DriverShare("scale", 0.5)) == "DriverShare(driver='scale', share=0.5)"
    assert repr(CompetitorFigure("plant", 5)) == "CompetitorFigure(key='plant', amount=5)"
    assert repr(ActivityLink("a", "b", 0.5, carries="cost")) == (
        "ActivityLink(source='a', target='b', strength=0.5, carries=('cost',))"
    )
    assert "<td>&#x27;EUR&#x27;</td>" in chain()._repr_html_()


BAD_ACTIVITIES: list[tuple[dict[str, Any], str]] = [
    ({"key": " "}, "key of an activity must be a text that is not blank, got ' '"),
    ({"key": 7}, "key of an activity must be a text that is not blank, got 7"),
    ({"unit": ""}, "unit of plant must be a text that is not blank, got ''"),
    ({"category": "operation"}, "category of plant .* got 'operation'; did you mean 'operations'"),
    ({"cost": -1}, "cost of plant must be a finite number >= 0, got -1"),
    ({"cost": None}, "cost of plant must be a finite number >= 0, got None"),
    ({"cost": 1e-200}, "cost of plant must be 0 or between 1e-100 and 1e.100, got 1e-200"),
    ({"time": float("nan")}, "time of plant must be a finite number >= 0, got nan"),
    ({"value": float("inf")}, "value of plant must be a finite number >= 0, got inf"),
    ({"drivers": ["scale", "scale"]}, "drivers of plant must differ, got 'scale' twice"),
    ({"drivers": [DriverShare("a", 0.5), "b"]}, "drivers of plant must all have a share, or none"),
    ({"drivers": {"a": 0.7, "b": 0.4}}, "shares of the drivers of plant must add up to at most 1"),
    ({"drivers": {"a": 70}}, "share of a must be a fraction .* did you mean 0.7"),
    ({"drivers": [""]}, "driver must be a text that is not blank, got ''"),
    ({"drivers": 5}, "drivers must be a list, got int 5"),
    ({"drivers": [5]}, "drivers at row 0 must be of DriverShare, got int 5"),
    ({"costs": 5}, "field of activities at row 0 .* got 'costs'; did you mean 'cost'"),
]


@pytest.mark.parametrize(("fields", "message"), BAD_ACTIVITIES)
def test_bad_activities_are_refused(fields: dict[str, Any], message: str) -> None:
    """An activity out of its rules is refused, and the message names field, rule and value."""
    row = {"key": "plant", "category": "operations", "cost": 400, **fields}
    with pytest.raises(InvalidInputError, match=message):
        PorterAnalysis([row], currency="EUR")


BAD_CHAINS: list[tuple[dict[str, Any], str]] = [
    ({"links": [("plant", "plant")]}, "target must be another activity .* got 'plant' for both"),
    ({"links": [("plant", "repairs")]}, "target of plant → repairs .* did you mean 'repair'"),
    ({"links": [("plan", "repair")]}, "source of plan → repair .* did you mean 'plant'"),
    (
        {"links": [("plant", "repair"), ("plant", "repair", 1)]},
        "links must differ, got 'plant → re",
    ),
    ({"links": [("plant", "repair", 0)]}, "strength of plant → repair must not be 0"),
    ({"links": [("plant", "repair", float("nan"))]}, "strength of plant → repair must be a finite"),
    ({"links": [("plant", "repair", 1e-20)]}, "must be 0 or between 1e-12 and 1e.12 in size"),
    ({"links": [("plant",)]}, "links at row 0 must have the fields source, target, got 'plant'"),
    ({"links": [{}]}, "links at row 0 must have the fields source, target, got none"),
    ({"links": "ab"}, "links must be a list, got str 'ab'"),
    ({"links": [5]}, "links at row 0 must be of ActivityLink, got int 5"),
    ({"currency": " "}, "currency must be a code"),
    ({"time_unit": "hours"}, "time_unit must be one of 'hour'"),
    ({"volume": 0}, "volume must be a finite number > 0, got 0"),
    ({"volume": 1e60}, "volume must be between 1e-50 and 1e.50, got 1e.60"),
    ({"competitors": [Competitor("x"), Competitor("x")]}, "keys of competitors must differ"),
    ({"competitors": [Competitor("x", costs={"plants": 1})]}, "cost of x .* did you mean 'plant'"),
    (
        {"competitors": [Competitor("x", currency="USD")]},
        "currency of x must be one.*two currencies",
    ),
    ({"competitors": [Competitor("x", volume=5)]}, "volume must be told of the firm and of all"),
    (
        {"competitors": [Competitor("x")], "volume": 5},
        "volume must be told .* got 5 and None for x",
    ),
]


@pytest.mark.parametrize(("options", "message"), BAD_CHAINS)
def test_bad_chains_are_refused(options: dict[str, Any], message: str) -> None:
    """Links, competitors and options out of their rules are refused with the reason."""
    with pytest.raises(InvalidInputError, match=message):
        chain(**options)


def test_a_chain_needs_activities_that_differ_in_one_currency() -> None:
    """None, doubles and mixed money are refused; rial and toman are told apart."""
    with pytest.raises(InvalidInputError, match="at least one activity, got none"):
        PorterAnalysis([], currency="EUR")
    with pytest.raises(InvalidInputError, match="activities must be a list, got Activity"):
        PorterAnalysis(PLANT, currency="EUR")  # type: ignore[arg-type]
    with pytest.raises(InvalidInputError, match="keys of activities must differ, got 'plant'"):
        PorterAnalysis([PLANT, PLANT], currency="EUR")
    rial = Activity("plant", category="operations", cost=4, currency="IRR")
    assert PorterAnalysis([rial], currency="rial").currency == "IRR"
    with pytest.raises(InvalidInputError, match=r"currency of plant .*differ tenfold"):
        PorterAnalysis([rial], currency="toman")


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Competitor("", costs={}), "key of a competitor must be"),
        (lambda: Competitor("x", costs={"a": -1}), "figure of a must be a finite number >= 0"),
        (
            lambda: Competitor("x", times=[CompetitorFigure("a", 1), CompetitorFigure("a", 2)]),
            "times of x must differ, got 'a' twice",
        ),
        (lambda: Competitor("x", volume=-1), "volume of x must be a finite number > 0"),
        (lambda: Competitor("x", costs=[5]), "figures at row 0 must be of CompetitorFigure"),
        (lambda: ActivityLink("a", "b", carries="money"), "carries of a → b must be one of"),
        (lambda: ActivityLink("a", "b", carries=()), "carries of a → b must name a measure"),
        (lambda: ActivityLink("a", "b", carries=("cost", "cost")), "carries of a → b must differ"),
        (lambda: LinkChange("a", "a", 1), "target must be another activity"),
        (lambda: LinkChange("a", "b", float("inf")), "strength of a → b must be a finite"),
        (lambda: ActivityChange("a"), "change of a must name a cost, a time or a value"),
        (lambda: ActivityChange("a", cost=float("nan")), "change of the cost of a must be a fin"),
        (lambda: ActivityChange("a", cost=-10, as_share=True), "at least -1.*did you mean -0.1"),
        (lambda: ActivityChange("a", cost=-101, as_share=True), "at least -1, got -101$"),
        (lambda: Improvement("", 1, gain=1), "key of an improvement must be"),
        (lambda: Improvement("a", -1, gain=1), "cost of a must be a finite number >= 0, got -1"),
        (lambda: Improvement("a", 1, gain=-1), "gain of a must be a finite number >= 0, got -1"),
        (lambda: Improvement("a", 1), "a must have either a gain or changes, got neither"),
        (
            lambda: Improvement("a", 1, gain=1, changes=[ActivityChange("a", cost=1)]),
            "a must have either a gain or changes, got both",
        ),
    ],
)
def test_bad_parts_are_refused(make: Any, message: str) -> None:
    """A competitor, link, change or improvement out of its rules is refused with the reason."""
    with pytest.raises(InvalidInputError, match=message):
        make()


def test_a_competitor_keeps_figures_of_some_activities() -> None:
    """`only` leaves out the others, and nothing else."""
    rival = Competitor("x", costs={"a": 1, "b": 2}, times={"b": 3}, volume=7, title="X")
    assert rival.only(["a"]) == Competitor("x", costs={"a": 1}, volume=7, title="X")


def test_units_and_roles_are_analyses_of_their_own() -> None:
    """A unit has its activities, the links between them and the figures of competitors for them."""
    whole = worked()
    assert whole.units == ("north", "south")
    north = whole.for_unit("north")
    assert [activity.key for activity in north] == ["buying", "plant"]
    assert [link.words for link in north.links] == ["buying → plant"]
    assert north.competitors[0].figures("cost") == {"plant": 380}
    assert north.margins().total.margin.value == 0.0
    assert [each.key for each in whole.for_role("support")] == ["buying"]
    with pytest.raises(UnknownKeyError, match="did you mean 'north'"):
        whole.for_unit("nort")
    with pytest.raises(UnknownKeyError, match="known are none"):
        chain().for_unit("north")
    with pytest.raises(InvalidInputError, match="there is an activity, got 'support'"):
        chain().for_role("support")
    with pytest.raises(CrmcoreError, match="role must be one of"):
        chain().for_role("core")  # type: ignore[arg-type]
