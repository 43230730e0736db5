"""Industries with the settings that differ."""

from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmcore.customers import CustomerKind
from crmcore.errors import InvalidInputError, UnknownKeyError
from crmcore.valuechain.catalogue.industries import INDUSTRIES
from crmcore.valuechain.industry_settings import INDUSTRY_SETTINGS, IndustrySettings

UNITS = ("day", "week", "month", "year")
every = pytest.mark.parametrize(
    "settings", INDUSTRY_SETTINGS.values(), ids=INDUSTRY_SETTINGS.keys()
)


def settings_of(**given_: Any) -> IndustrySettings:
    """Make settings with some of them replaced."""
    return IndustrySettings(**{
        "key": "own",
        "contract": "both",
        "business_models": "b2b",
        **given_,
    })


@pytest.mark.law
@given(st.integers(1, 99), st.integers(0, 99), st.sampled_from(UNITS))
def test_a_cycle_runs_from_short_to_long(short: int, more: int, unit: Any) -> None:
    """In every unit, and in its own unit as it was written."""
    found = settings_of(purchase_cycle=(f"{short} {unit}s", f"{short + more} {unit}s"))
    assert found.purchase_cycle_in(unit) == pytest.approx((short, short + more))
    for other in UNITS:
        low, high = found.purchase_cycle_in(other) or (1, 0)
        assert 0 < low <= high


@every
def test_every_industry_is_whole(settings: IndustrySettings) -> None:
    """Kinds of customers, KPIs and buyers are named; the cycle is a span or none."""
    assert settings.customer_kinds
    assert set(settings.customer_kinds) <= set(get_args(CustomerKind))
    assert settings.kpis == INDUSTRIES[settings.key].kpis != ()
    assert settings.business_models
    cycle = settings.purchase_cycle_in("day")
    assert cycle is None or 0 < cycle[0] <= cycle[1]
    assert settings.source("purchase_cycle") == "ours"
    assert settings.source("kpis") in {"text", "both"}


def test_the_settings_are_those_of_the_catalogue() -> None:
    """Seven industries, in the order of the framework."""
    assert list(INDUSTRY_SETTINGS) == [element.key for element in INDUSTRIES]
    with pytest.raises(UnknownKeyError, match="did you mean 'banking'"):
        INDUSTRY_SETTINGS["bank"]


def test_what_the_text_says_is_told_from_what_is_ours() -> None:
    """Steel sells to distributors, citizens deal with the administration."""
    assert INDUSTRY_SETTINGS["iron_steel"].source("customer_kinds") == "text"
    assert INDUSTRY_SETTINGS["citizens"].source("business_models") == "text"
    assert INDUSTRY_SETTINGS["banking"].source("contract") == "ours"
    with pytest.raises(InvalidInputError, match="setting must be one of 'contract'"):
        INDUSTRY_SETTINGS["banking"].source("size")


def test_one_word_is_taken_for_several() -> None:
    """A single length is both ends of a cycle, and pairs are taken as a mapping is."""
    yearly = settings_of(purchase_cycle="1 year", sources={"kpis": "text"})
    assert yearly.purchase_cycle == ("1 year", "1 year")
    assert yearly == settings_of(purchase_cycle=["1 year", "1 year"], sources=(("kpis", "text"),))
    assert yearly.business_models == ("b2b",)
    assert settings_of().purchase_cycle_in("day") is None
    assert repr(yearly) == (
        "IndustrySettings(key='own', contract='both', business_models=('b2b',))"
    )


@pytest.mark.parametrize(
    ("given_", "message"),
    [
        ({"contract": "none"}, "contract must be one of 'contractual'"),
        ({"purchase_cycle": ("2 weeks", "1 week")}, "purchase_cycle of own must run from short"),
        ({"purchase_cycle": ("1 day", "2 days", "3 days")}, "one length of time or two"),
        ({"purchase_cycle": ("0 days", "1 day")}, "purchase_cycle of own"),
        ({"purchase_cycle": ("often", "1 day")}, "purchase_cycle of own"),
        ({"customer_kinds": ("external", "external")}, "got 'external' twice"),
        ({"customer_kinds": ("friends",)}, "customer_kinds of own must be one of"),
        ({"business_models": ("b2b", "b2x")}, "business_models of own must be one of"),
        ({"kpis": ("csat", "csat")}, "got 'csat' twice"),
        ({"sources": {"size": "text"}}, "sources of own must be one of"),
        ({"sources": {"kpis": "hearsay"}}, "source of kpis must be one of"),
    ],
)
def test_bad_settings_are_refused(given_: Any, message: str) -> None:
    """The message names the setting and the industry."""
    with pytest.raises(InvalidInputError, match=message):
        settings_of(**given_)
