"""What differs between industries: the settings that an analysis starts from."""

from collections.abc import Iterable, Mapping
from typing import Final, Literal, TypeAlias, get_args

import attrs

from crmcore._checks import choice, number_above, one_of, texts
from crmcore._display import Value
from crmcore._keyed import Catalogue, refuse_doubles
from crmcore.customers import CustomerKind
from crmcore.errors import InvalidInputError
from crmcore.periods import duration

__all__ = [
    "INDUSTRY_SETTINGS",
    "BusinessModel",
    "Contract",
    "IndustrySettings",
    "SettingSource",
]

BusinessModel: TypeAlias = Literal["b2b", "b2c", "government"]
Contract: TypeAlias = Literal["contractual", "non_contractual", "both"]
SettingSource: TypeAlias = Literal["text", "ours", "both"]

_ENDS: Final = 2
_SETTINGS: Final = ("contract", "purchase_cycle", "customer_kinds", "kpis", "business_models")


def _models(models: BusinessModel | Iterable[BusinessModel]) -> tuple[BusinessModel, ...]:
    return (models,) if isinstance(models, str) else tuple(models)


def _kinds(kinds: Iterable[CustomerKind]) -> tuple[CustomerKind, ...]:
    return tuple(kinds)


def _cycle(ends: str | Iterable[str] | None) -> tuple[str, str] | None:
    if ends is None:
        return None
    both = (ends, ends) if isinstance(ends, str) else tuple(ends)
    if len(both) != _ENDS:
        msg = f"purchase_cycle must be one length of time or two, got {both!r}"
        raise InvalidInputError(msg)
    return both[0], both[1]


def _sources(
    sources: Mapping[str, SettingSource] | tuple[tuple[str, SettingSource], ...],
) -> tuple[tuple[str, SettingSource], ...]:
    return tuple(dict(sources).items())


@attrs.frozen(kw_only=True, repr=False)
class IndustrySettings(Value):
    """The settings that differ by industry: first guesses, to be replaced by one's own figures.

    Attributes
    ----------
    key : str
        The industry, as in the framework of industries.
    contract : {"contractual", "non_contractual", "both"}
        Whether the end of a relation is seen, as with a policy, or a customer just stays away.
    purchase_cycle : tuple of (str, str) or None
        Typical shortest and longest time between two purchases, such as ``("1 week", "1 month")``;
        a single length is taken for both; None where purchases have no cycle.
    customer_kinds : tuple of str
        The kinds of customers that count.
    kpis : tuple of str
        The KPIs that matter most.
    business_models : tuple of {"b2b", "b2c", "government"}
        To whom it sells.
    sources : mapping of str to {"text", "ours", "both"}
        For each setting, whether the source text says it, it is a judgement of this library, or
        the text says a part of it; stored as pairs. "ours" where nothing is said.

    Raises
    ------
    InvalidInputError
        If a word is unknown or comes twice, or the cycle is no span, or its ends are exchanged.

    Examples
    --------
    >>> steel = INDUSTRY_SETTINGS["iron_steel"]
    >>> steel
    IndustrySettings(key='iron_steel', contract='non_contractual', business_models=('b2b',))
    >>> steel.purchase_cycle_in("day")
    (7.0, 91.3125)
    >>> steel.source("business_models")
    'ours'
    """

    key: str
    contract: Contract = attrs.field(validator=one_of(*get_args(Contract)))
    purchase_cycle: tuple[str, str] | None = attrs.field(default=None, converter=_cycle)
    customer_kinds: tuple[CustomerKind, ...] = attrs.field(converter=_kinds, default=("external",))
    kpis: tuple[str, ...] = attrs.field(converter=texts, default=())
    business_models: tuple[BusinessModel, ...] = attrs.field(converter=_models)
    sources: tuple[tuple[str, SettingSource], ...] = attrs.field(converter=_sources, default=())

    def __attrs_post_init__(self) -> None:
        for name, words, allowed in (
            ("customer_kinds", self.customer_kinds, get_args(CustomerKind)),
            ("business_models", self.business_models, get_args(BusinessModel)),
        ):
            refuse_doubles(f"{name} of {self.key}", words)
            for word in words:
                choice(f"{name} of {self.key}", word, allowed)
        refuse_doubles(f"kpis of {self.key}", self.kpis)
        for setting, source in self.sources:
            choice(f"sources of {self.key}", setting, _SETTINGS)
            choice(f"source of {setting}", source, get_args(SettingSource))
        self.purchase_cycle_in("day")

    def purchase_cycle_in(
        self, unit: Literal["day", "week", "month", "year"], /
    ) -> tuple[float, float] | None:
        """Give the purchase cycle as numbers.

        Parameters
        ----------
        unit : {"day", "week", "month", "year"}
            The unit of the answer.

        Returns
        -------
        tuple of (float, float) or None
            Shortest and longest, > 0; None where purchases have no cycle.

        Raises
        ------
        InvalidInputError
            If an end is no length of time, or the ends are exchanged.
        """
        if self.purchase_cycle is None:
            return None
        name = f"purchase_cycle of {self.key}"
        low, high = (
            number_above(name, duration(end, unit=unit, name=name)) for end in self.purchase_cycle
        )
        if low > high:
            msg = f"{name} must run from short to long, got {self.purchase_cycle!r}"
            raise InvalidInputError(msg)
        return low, high

    def source(self, setting: str, /) -> SettingSource:
        """Tell whose a setting is.

        Parameters
        ----------
        setting : {"contract", "purchase_cycle", "customer_kinds", "kpis", "business_models"}
            The setting.

        Returns
        -------
        {"text", "ours", "both"}
            "text" where the source text says it, "ours" where this library judges, "both" where
            the text says a part of it.

        Raises
        ------
        InvalidInputError
            If there is no such setting.
        """
        choice("setting", setting, _SETTINGS)
        return dict(self.sources).get(setting, "ours")

    def _facts(self) -> dict[str, object]:
        return {
            "key": self.key,
            "contract": self.contract,
            "business_models": self.business_models,
        }


_ALL: Final = (
    IndustrySettings(
        key="banking",
        contract="contractual",
        customer_kinds=("external", "internal"),
        kpis=("first_response_time", "resolution_time", "csat", "cross_sell_ratio"),
        business_models=("b2c", "b2b"),
        sources={"kpis": "both"},
    ),
    IndustrySettings(
        key="tourism",
        contract="non_contractual",
        purchase_cycle=("1 month", "2 years"),
        customer_kinds=("external", "intermediary"),
        kpis=("csat", "nps", "repeat_purchase_rate", "retention_rate"),
        business_models="b2c",
        sources={"kpis": "text"},
    ),
    IndustrySettings(
        key="brokerage_finance",
        contract="both",
        purchase_cycle=("1 day", "3 months"),
        customer_kinds=("external", "investor"),
        kpis=("lead_conversion_rate", "retention_rate", "customer_profit"),
        business_models=("b2c", "b2b"),
        sources={"kpis": "both"},
    ),
    IndustrySettings(
        key="insurance",
        contract="contractual",
        purchase_cycle="1 year",
        customer_kinds=("external", "intermediary"),
        kpis=("data_completeness", "retention_rate", "share_of_wallet"),
        business_models=("b2c", "b2b"),
        sources={"kpis": "both"},
    ),
    IndustrySettings(
        key="citizens",
        contract="both",
        customer_kinds=("external", "community_leader"),
        kpis=("csat", "recent_contact_share", "data_completeness", "resolution_time"),
        business_models="government",
        sources={"kpis": "both", "business_models": "text"},
    ),
    IndustrySettings(
        key="iron_steel",
        contract="non_contractual",
        purchase_cycle=("1 week", "3 months"),
        customer_kinds=("external", "intermediary"),
        kpis=("first_response_time", "win_rate", "return_rate", "cost_to_serve"),
        business_models="b2b",
        sources={"customer_kinds": "text", "kpis": "both"},
    ),
    IndustrySettings(
        key="information_technology",
        contract="both",
        purchase_cycle=("1 month", "1 year"),
        kpis=("churn_rate", "resolution_time", "win_rate", "nrr"),
        business_models=("b2b", "b2c"),
        sources={"kpis": "both"},
    ),
)

INDUSTRY_SETTINGS: Final[Mapping[str, IndustrySettings]] = Catalogue(
    "industry", ((settings.key, settings) for settings in _ALL)
)
