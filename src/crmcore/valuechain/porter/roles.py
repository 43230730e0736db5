"""The activities by role: primary and support, and the categories that nothing falls into."""

from typing import Final, get_args

import attrs

from crmcore._display import Value
from crmcore._text import Title, fill, join_titles
from crmcore.valuechain.porter.categories import CATEGORY_TITLES, Category
from crmcore.valuechain.porter.inputs import PorterInputs

__all__ = ["RoleSplit", "split_by_role"]

_CATEGORIES: Final[tuple[Category, ...]] = get_args(Category)
_SPLIT: Final = Title(
    "primary: {primary}; support: {support}", "فعالیت‌های اصلی: {primary}؛ پشتیبانی: {support}"
)
_NONE: Final = Title("none", "هیچ‌کدام")
_EMPTY: Final = Title("{split}; no activity in {names}", "{split}؛ بدون فعالیت: {names}")


@attrs.frozen(kw_only=True, repr=False)
class RoleSplit(Value):
    """Which activities are primary and which support them.

    Attributes
    ----------
    primary, support : tuple of str
        Keys of the activities, in the order given.
    empty_categories : tuple of str
        Categories of Porter's chain into which no activity falls.
    summary : Title
        The same in words.
    """

    primary: tuple[str, ...]
    support: tuple[str, ...]
    empty_categories: tuple[Category, ...]
    summary: Title

    def _facts(self) -> dict[str, object]:
        return {
            "primary": self.primary,
            "support": self.support,
            "empty_categories": self.empty_categories,
        }


def split_by_role(chain: PorterInputs, /) -> RoleSplit:
    """Classify the activities.

    Parameters
    ----------
    chain : PorterInputs
        The activities.

    Returns
    -------
    RoleSplit
        Each activity as primary or support.
    """
    primary = [activity for activity in chain if activity.role == "primary"]
    support = [activity for activity in chain if activity.role == "support"]
    held = {activity.category for activity in chain}
    empty: tuple[Category, ...] = tuple(
        category for category in _CATEGORIES if category not in held
    )
    summary = fill(
        _SPLIT,
        primary=join_titles(each.name for each in primary) if primary else _NONE,
        support=join_titles(each.name for each in support) if support else _NONE,
    )
    if empty:
        names = join_titles(CATEGORY_TITLES[category] for category in empty)
        summary = fill(_EMPTY, split=summary, names=names)
    return RoleSplit(
        primary=tuple(each.key for each in primary),
        support=tuple(each.key for each in support),
        empty_categories=empty,
        summary=summary,
    )
