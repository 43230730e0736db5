"""The catalogue of frameworks by key."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from crmcore.valuechain.crm_chain import CRM_VALUE_CHAIN
from crmcore.valuechain.framework import Framework

__all__ = ["frameworks"]

frameworks: Final[Mapping[str, Framework]] = MappingProxyType({
    framework.key: framework for framework in (CRM_VALUE_CHAIN,)
})
