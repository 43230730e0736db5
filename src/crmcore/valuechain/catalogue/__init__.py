"""The catalogue of frameworks by key, and the crosswalk between them."""

from collections.abc import Mapping
from typing import Final

from crmcore._keyed import Catalogue
from crmcore.valuechain.catalogue.business_case import BUSINESS_CASE
from crmcore.valuechain.catalogue.channels import CHANNELS
from crmcore.valuechain.catalogue.contact_purposes import CONTACT_PURPOSES
from crmcore.valuechain.catalogue.crm_aims import CRM_AIMS, CRM_LINKAGE
from crmcore.valuechain.catalogue.crm_goals import CRM_GOALS
from crmcore.valuechain.catalogue.crm_prerequisites import CRM_PREREQUISITES
from crmcore.valuechain.catalogue.crm_programmes import CRM_PROGRAMMES
from crmcore.valuechain.catalogue.crm_stages import CRM_STAGES
from crmcore.valuechain.catalogue.crm_strategy import (
    CRM_BY_TECHNOLOGY,
    CRM_STRATEGY_STEPS,
    CRM_SUCCESS_FACTORS,
)
from crmcore.valuechain.catalogue.crm_types import CRM_TYPES
from crmcore.valuechain.catalogue.crm_value_chain import (
    CRM_VALUE_CHAIN,
    CRM_VALUE_CHAIN_BOOK,
    CRM_VALUE_CHAIN_FIRST_PAPER,
)
from crmcore.valuechain.catalogue.crm_value_chain_newest import CRM_VALUE_CHAIN_NEWEST
from crmcore.valuechain.catalogue.crosswalk_themes import THEMES
from crmcore.valuechain.catalogue.customer_centric_steps import CUSTOMER_CENTRIC_STEPS
from crmcore.valuechain.catalogue.customer_kinds import CUSTOMER_KINDS_FRAMEWORK
from crmcore.valuechain.catalogue.customer_ladder import CUSTOMER_LADDER
from crmcore.valuechain.catalogue.customer_orientation import CUSTOMER_ORIENTATION
from crmcore.valuechain.catalogue.customer_strategies import CUSTOMER_STRATEGIES
from crmcore.valuechain.catalogue.eight_building_blocks import EIGHT_BUILDING_BLOCKS
from crmcore.valuechain.catalogue.industries import INDUSTRIES
from crmcore.valuechain.catalogue.marketing_mix import MARKETING_MIX
from crmcore.valuechain.catalogue.marketing_principles import MARKETING_PRINCIPLES
from crmcore.valuechain.catalogue.organisation_design import ORGANISATION_DESIGN
from crmcore.valuechain.catalogue.peppers_rogers import IDIC, PEPPERS_ROGERS
from crmcore.valuechain.catalogue.porter_value_chain import PORTER_VALUE_CHAIN
from crmcore.valuechain.catalogue.service_management_aims import SERVICE_MANAGEMENT_AIMS
from crmcore.valuechain.catalogue.service_or_product import SERVICE_OR_PRODUCT
from crmcore.valuechain.catalogue.seybold import SEYBOLD
from crmcore.valuechain.catalogue.strategic_customers import STRATEGIC_CUSTOMERS
from crmcore.valuechain.catalogue.swift import SWIFT_INTEGRATION, SWIFT_PROCESS
from crmcore.valuechain.catalogue.tam import TAM
from crmcore.valuechain.crosswalk import Crosswalk
from crmcore.valuechain.framework import Framework

__all__ = ["framework_crosswalk", "frameworks"]

_IN_ORDER: Final = (
    PORTER_VALUE_CHAIN,
    CRM_VALUE_CHAIN,
    CRM_VALUE_CHAIN_FIRST_PAPER,
    CRM_VALUE_CHAIN_BOOK,
    CRM_VALUE_CHAIN_NEWEST,
    CUSTOMER_STRATEGIES,
    CUSTOMER_LADDER,
    STRATEGIC_CUSTOMERS,
    CRM_AIMS,
    CRM_LINKAGE,
    CRM_TYPES,
    CHANNELS,
    CONTACT_PURPOSES,
    CUSTOMER_KINDS_FRAMEWORK,
    CUSTOMER_ORIENTATION,
    SERVICE_OR_PRODUCT,
    MARKETING_MIX,
    CRM_STAGES,
    SWIFT_INTEGRATION,
    SWIFT_PROCESS,
    PEPPERS_ROGERS,
    IDIC,
    TAM,
    SEYBOLD,
    EIGHT_BUILDING_BLOCKS,
    CRM_STRATEGY_STEPS,
    CRM_BY_TECHNOLOGY,
    CRM_SUCCESS_FACTORS,
    CUSTOMER_CENTRIC_STEPS,
    ORGANISATION_DESIGN,
    MARKETING_PRINCIPLES,
    CRM_PREREQUISITES,
    INDUSTRIES,
    SERVICE_MANAGEMENT_AIMS,
    CRM_PROGRAMMES,
    CRM_GOALS,
    BUSINESS_CASE,
)

frameworks: Final[Mapping[str, Framework]] = Catalogue(
    "framework", ((framework.key, framework) for framework in _IN_ORDER)
)

framework_crosswalk: Final = Crosswalk(themes=THEMES, frameworks=_IN_ORDER)
