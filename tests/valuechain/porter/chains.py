"""Drawn value chains, and one worked by hand, for the tests of Porter's analysis."""

from typing import Any

from hypothesis import strategies as st

from crmcore.valuechain.porter import (
    CATEGORY_TITLES,
    Activity,
    ActivityLink,
    Competitor,
    PorterAnalysis,
)

MEASURES = ("cost", "time", "value")
AMOUNTS = st.integers(0, 500).map(float) | st.floats(0.01, 1e6)
CATEGORIES = st.sampled_from(sorted(CATEGORY_TITLES))
UNITS = st.sampled_from([None, "north", "south"])
DRIVERS = st.sampled_from([(), ("scale", "policies"), {"scale": 0.5}, {"x": 1}])
PLACES = st.integers(0, 4)


def links_of(*strengths: float | None) -> Any:
    """Draw links by place; at most four leave an activity, so turns round loops die out."""
    link = st.tuples(PLACES, PLACES, st.sampled_from(strengths))
    return st.lists(link, max_size=8, unique_by=lambda link: link[:2])


RISING, SIGNED = links_of(None, 0.01, 0.1, 0.2), links_of(0.01, -0.1, 0.2, -0.2)
FIGURES = st.dictionaries(PLACES, AMOUNTS, max_size=3)


def rows_of(optional: st.SearchStrategy[float | None]) -> Any:
    """Draw the figures of up to five activities."""
    row = st.tuples(CATEGORIES, AMOUNTS, optional, optional, UNITS, DRIVERS)
    return st.lists(row, min_size=1, max_size=5)


TOLD, SOME_TOLD = rows_of(AMOUNTS), rows_of(st.none() | AMOUNTS)


@st.composite
def chains(
    draw: st.DrawFn, *, told: bool = True, rivals: bool = False, links: Any = RISING
) -> PorterAnalysis:
    """Draw up to five activities with links that may run in loops, units and competitors."""
    rows = draw(TOLD if told else SOME_TOLD)
    keys = [f"a{i}" for i in range(len(rows))]
    activities = [
        Activity(
            key, category=category, cost=cost, time=time, value=value, unit=unit, drivers=drivers
        )
        for key, (category, cost, time, value, unit, drivers) in zip(keys, rows, strict=True)
    ]
    joined = [
        ActivityLink(keys[source], keys[target], strength)
        for source, target, strength in draw(links)
        if source != target and max(source, target) < len(keys)
    ]

    def figures() -> dict[str, float]:
        return {keys[i]: it for i, it in draw(FIGURES).items() if i < len(keys)}

    return PorterAnalysis(
        activities,
        joined,
        competitors=[
            Competitor(name, costs=figures(), times=figures(), values=figures())
            for name in "xy"
            if rivals
        ],
        currency="EUR",
    )


def worked(**options: Any) -> PorterAnalysis:
    """Give five activities of two units whose figures are worked out by hand in the tests."""
    return PorterAnalysis(
        [
            Activity(
                "buying",
                category="procurement",
                cost=100,
                time=10,
                value=50,
                drivers={"scale": 0.6, "policies": 0.3},
                unit="north",
            ),
            Activity("plant", category="operations", cost=400, time=50, value=450, unit="north"),
            Activity(
                "shipping",
                category="outbound_logistics",
                cost=150,
                time=20,
                value=100,
                drivers=["location", "scale"],
                unit="south",
            ),
            Activity(
                "sales",
                category="marketing_sales",
                cost=250,
                time=15,
                value=500,
                drivers="policies",
                unit="south",
            ),
            Activity("repair", category="service", cost=100, time=5, value=150),
        ],
        [("buying", "plant", 0.5), ("plant", "shipping", 0.2), ("plant", "repair", 0.4)],
        currency="EUR",
        competitors=[
            Competitor("alpha", costs={"plant": 380, "sales": 250, "repair": 90}),
            Competitor("beta", costs={"plant": 400, "shipping": 160}, values={"plant": 440}),
            Competitor("gamma"),
        ],
        **options,
    )
