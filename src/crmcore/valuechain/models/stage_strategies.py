"""The strategies that the stages of CRM ask for, with the programmes that carry each."""

from collections.abc import Mapping
from typing import Final

import attrs

from crmcore._display import Value
from crmcore._keyed import Catalogue
from crmcore._text import Title
from crmcore.valuechain.catalogue.crm_programmes import CRM_PROGRAMMES
from crmcore.valuechain.catalogue.crm_stages import CRM_STAGES

__all__ = ["STAGE_STRATEGIES", "StageStrategy"]


@attrs.frozen(kw_only=True, repr=False)
class StageStrategy(Value):
    """A strategy of a stage of CRM, and by what it is carried out and measured.

    Attributes
    ----------
    key : str
        The strategy, an element of the framework of stages.
    stage : str
        The stage that asks for it.
    title : Title
        Its name.
    programmes : tuple of str
        Keys of the CRM programmes that carry it out: a judgement of this library.
    kpis : tuple of str
        Keys of the KPIs that measure it.

    Examples
    --------
    >>> STAGE_STRATEGIES["new_products"]
    StageStrategy(key='new_products', stage='retain', programmes=('cross_up_sell',))
    """

    key: str
    stage: str
    title: Title
    programmes: tuple[str, ...]
    kpis: tuple[str, ...]

    def _facts(self) -> dict[str, object]:
        return {"key": self.key, "stage": self.stage, "programmes": self.programmes}


_PROGRAMMES: Final[Mapping[str, tuple[str, ...]]] = {
    "innovation": ("prospecting",),
    "lower_cost": ("loyalty",),
    "customer_service": ("loyalty", "win_back_save"),
    "listening": ("loyalty", "win_back_save"),
    "new_products": ("cross_up_sell",),
}

STAGE_STRATEGIES: Final[Mapping[str, StageStrategy]] = Catalogue(
    "strategy",
    (
        (
            strategy.key,
            StageStrategy(
                key=strategy.key,
                stage=stage.key,
                title=strategy.title,
                programmes=tuple(CRM_PROGRAMMES[key].key for key in _PROGRAMMES[strategy.key]),
                kpis=strategy.kpis,
            ),
        )
        for stage in CRM_STAGES.of_role("stage")
        for strategy in CRM_STAGES.parts(stage.key)
    ),
)
