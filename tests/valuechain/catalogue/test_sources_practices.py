"""The practices and the KPIs that the descriptions name, against the catalogue."""

import re
from typing import Final

import pytest

from crmcore.valuechain import frameworks
from crmcore.valuechain.catalogue.practices import PRACTICES, pick
from valuechain.catalogue.tables import english, persian_titles, spec, split, tables

# The practices that section 10 names, block by block.
NAMED: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "vision": {
        "define what crm means here": ("define_crm",),
        "set strategic aims": ("set_strategic_aims",),
        "draw what is expected of target customers": ("state_expectations",),
        "communicate it": ("communicate_vision",),
    },
    "strategy": {
        "the customer base is the main asset": ("customers_as_assets",),
        "financial and strategic aims": ("set_financial_aims", "set_strategic_aims"),
        "resources and tools for interaction": ("resources_for_contact",),
        "plan lasting relations and loyalty": ("plan_lasting_relations", "build_loyalty"),
    },
    "customer_experience": {
        "services and interactions give lasting value": ("lasting_value",),
        "a feedback system": ("feedback_system",),
        "competitive position": ("hold_competitive_position",),
    },
    "collaboration": {
        "staff, partners and suppliers work for customer value": (
            "staff_work_for_value",
            "partners_work_for_value",
            "suppliers_work_for_value",
        ),
        "fewer layers, more participation": ("fewer_layers",),
        "skills in it, project management, data analysis": ("build_skills",),
        "share knowledge": ("share_knowledge",),
        "decide near the customer": ("decide_near_customer",),
        "align the firm's aims with customers'": ("align_aims",),
    },
    "processes": {
        "onboarding": ("onboard_customers",),
        "needs and complaints": ("know_needs", "handle_complaints"),
        "winning back": ("win_back_lost",),
        "which process can set the firm apart": ("differentiating_processes",),
    },
    "information": {
        "right and exact data": ("right_and_exact_data",),
        "a flow of customer information": ("customer_information_flows",),
        "shared across units": ("share_information",),
        "a plan to keep and better the stock": ("plan_information_stock",),
        "right place, right time": ("right_information_right_time",),
    },
    "technology": {
        "review skills and needs": ("review_technology_needs",),
        "integrated information and process systems": ("integrated_systems",),
        "customer data in one it architecture": ("one_it_architecture",),
        "customer-facing applications": ("customer_facing_applications",),
    },
    "metrics": {
        "kpis tied to the firm's aims, inner and outer": ("kpis_tied_to_aims",),
        "set the success level": ("set_success_level",),
        "feed strategy back": ("feed_back_into_strategy",),
        "monitor interactions": ("monitor_contacts",),
        "manage change, in s1 change how staff are paid": ("manage_change", "pay_by_performance"),
        "compare with competitors": ("compare_with_competitors",),
    },
}
# The KPIs that measure the CRM value chain, stage by stage.
MEASURES: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "portfolio_analysis": {
        "share of profit from the top 20 %": ("top_20_profit_share",),
        "whale-curve peak": ("whale_curve_peak",),
        "coverage of customers with a CLV": ("clv_coverage",),
        "SSC share": ("ssc_share",),
    },
    "customer_intimacy": {
        "share of customers with a known preference and recent contact": (
            "known_preference_share",
            "recent_contact_share",
        ),
        "contact rate by preferred channel": ("preferred_channel_contact_rate",),
        "NPS/CSAT/CES": ("nps", "csat", "ces"),
    },
    "network_development": {
        "partner-sourced revenue share and dependence on the largest": (
            "partner_revenue_share",
            "largest_partner_share",
        ),
        "staff and partner satisfaction": ("staff_satisfaction", "partner_satisfaction"),
        "customers' satisfaction by who serves them": ("satisfaction_by_member",),
        "referral rate": ("referral_rate",),
    },
    "value_proposition": {
        "cross-sell ratio (products per customer)": ("cross_sell_ratio",),
        "campaign response": ("campaign_response_rate",),
        "cost per response and incremental profit": ("cost_per_response", "incremental_profit"),
        "wasted contacts": ("wasted_contact_share",),
        "share of wallet": ("share_of_wallet",),
        "margin": ("contribution_margin",),
    },
    "lifecycle_management": {
        "acquisition (CAC, conversion)": ("cac", "lead_conversion_rate"),
        "retention and churn": ("retention_rate", "churn_rate"),
        "win-back rate": ("win_back_rate",),
        "repeat purchase": ("repeat_purchase_rate",),
        "CLV growth": ("clv_growth",),
    },
    "support": {
        "cost to serve": ("cost_to_serve",),
        "response and resolution time": ("first_response_time", "resolution_time"),
        "training": ("training_hours",),
        "system and data quality indicators": ("system_availability", "data_completeness"),
        "budget keeping": ("budget_keeping",),
    },
}


def stems(text: str) -> set[str]:
    """Give the beginnings of the longer words of a Persian text, half-spaces dividing words."""
    return {word[:4] for word in re.findall("[\u0600-\u06ff]{4,}", text)}


@pytest.mark.parametrize("block", NAMED)
def test_blocks_have_the_practices_that_the_text_names(block: str) -> None:
    """Each practice of the table is one of the block's, and says what its Persian term says."""
    (cell,) = (row["practices the text names"] for row in tables(10)[0] if row["key"] == block)
    first, *rest = split(re.split(r"\. (?:Redesign|→)", cell)[0], ";")
    items = [*split(first, ","), *rest] if block == "processes" else [first, *rest]
    assert [english(item) for item in items] == list(NAMED[block])
    for item, keys in zip(items, NAMED[block].values(), strict=True):
        practices = pick(*keys)
        assert set(practices) <= set(frameworks["eight_building_blocks"][block].practices)
        said = stems(" ".join(practice.title.fa for practice in practices))
        for term in persian_titles(item):
            assert len(stems(term) & said) * 2 >= len(stems(term))


def test_blocks_have_no_practice_beyond_the_text() -> None:
    """Only the design of the experience, which is in the block's name, is added."""
    more = {
        block: {p.key for p in frameworks["eight_building_blocks"][block].practices}
        - {key for keys in named.values() for key in keys}
        for block, named in NAMED.items()
    }
    assert {block: keys for block, keys in more.items() if keys} == {
        "customer_experience": {"design_experience"}
    }


@pytest.mark.parametrize("stage", MEASURES)
def test_the_stages_are_measured_by_the_kpis_named_for_them(stage: str) -> None:
    """Each phrase of the table of KPIs by stage is a KPI of that stage, or of its support."""
    row = tables(4, spec("kpis.md"))[0][list(MEASURES).index(stage)]
    chain = frameworks["crm_value_chain"]
    assert row["stage"].split()[-1] in stage
    assert split(row["KPIs"], ",") == list(MEASURES[stage])
    elements = chain.of_role("support") if stage == "support" else (chain[stage],)
    measured = {key for element in elements for key in element.kpis}
    assert {key for keys in MEASURES[stage].values() for key in keys} <= measured


def test_every_practice_named_is_in_the_vocabulary() -> None:
    """The list of this file holds no key that the vocabulary does not have."""
    named = {key for items in NAMED.values() for keys in items.values() for key in keys}
    assert named <= set(PRACTICES)
