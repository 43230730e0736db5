"""What is said of the effects of covariates, in English and Persian."""

from typing import Final

from crmcore._text import Title, isolate

__all__ = ["AT_REFERENCE", "ENDLESS", "customers_with", "effect_words", "limit_words"]

_LIMITS: Final = {
    ("purchase", -1): Title("{who} do not buy again.", "{who} دوباره خرید نمی‌کنند."),
    ("dropout", -1): Title("{who} do not leave.", "{who} نمی‌روند."),
    ("dropout", 1): Title("{who} leave at their first chance.", "{who} در نخستین فرصت می‌روند."),
    ("concentration", 1): Title(
        "{who} are all equally likely to leave.", "احتمال رفتن همه {who} یکسان است."
    ),
    ("concentration", -1): Title(
        "{who} leave at their first chance or never.",
        "{who} یا در نخستین فرصت می‌روند یا هرگز نمی‌روند.",
    ),
}
ENDLESS: Final = Title(
    "The effect of {column} has no finite optimum: beyond some value of it what it acts on "
    "never or always happens.",
    "اثر {column} بهینه متناهی ندارد: از مقداری از آن به بعد، آنچه بر آن اثر دارد هرگز یا همیشه "
    "رخ می‌دهد.",
)
AT_REFERENCE: Final = Title(
    "Customers in a reference category never buy again, never leave, all leave at once or are all "
    "alike, so that others cannot be compared with them: choose another reference.",
    "مشتریان دسته مرجع هرگز دوباره نمی‌خرند، هرگز نمی‌روند، همه یک‌باره می‌روند یا همه یکسان‌اند و "
    "دیگران را نمی‌توان با آن‌ها سنجید: مرجع دیگری انتخاب کنید.",
)

_PURCHASE: Final = (
    Title(
        "{who} buy {factor} times as often as those with {column} {reference}",
        "{who} {factor} برابر مشتریان با {column} برابر {reference} خرید می‌کنند",
    ),
    Title(
        "With one more unit of {column} customers buy {factor} times as often",
        "به ازای هر واحد بیشتر {column}، مشتریان {factor} برابر خرید می‌کنند",
    ),
)
_RATE: Final = (
    Title(
        "{who} have {factor} times the mean rate of leaving of those with {column} {reference}",
        "میانگین نرخ رفتن {who} {factor} برابر مشتریان با {column} برابر {reference} است",
    ),
    Title(
        "With one more unit of {column} customers have {factor} times the mean rate of leaving",
        "به ازای هر واحد بیشتر {column}، میانگین نرخ رفتن مشتریان {factor} برابر می‌شود",
    ),
)
_AFTER_PURCHASE: Final = (
    Title(
        "{who} have {factor} times the odds of leaving after a purchase of those with {column} "
        "{reference}",
        "بخت رفتن {who} پس از خرید {factor} برابر مشتریان با {column} برابر {reference} است",
    ),
    Title(
        "With one more unit of {column} customers have {factor} times the odds of leaving after a "
        "purchase",
        "به ازای هر واحد بیشتر {column}، بخت رفتن مشتریان پس از خرید {factor} برابر می‌شود",
    ),
)
_AT_RENEWAL: Final = (
    Title(
        "{who} have {factor} times the odds of leaving at a renewal of those with {column} "
        "{reference}",
        "بخت رفتن {who} در نوبت تمدید {factor} برابر مشتریان با {column} برابر {reference} است",
    ),
    Title(
        "With one more unit of {column} customers have {factor} times the odds of leaving at a "
        "renewal",
        "به ازای هر واحد بیشتر {column}، بخت رفتن مشتریان در نوبت تمدید {factor} برابر می‌شود",
    ),
)
_CONCENTRATION: Final = (
    Title(
        "{who} have chances of leaving {factor} times as concentrated as those with {column} "
        "{reference}",
        "تمرکز احتمال رفتن {who} {factor} برابر مشتریان با {column} برابر {reference} است",
    ),
    Title(
        "With one more unit of {column} the chances of leaving are {factor} times as concentrated",
        "به ازای هر واحد بیشتر {column}، تمرکز احتمال رفتن {factor} برابر می‌شود",
    ),
)
_DROPOUT: Final = {"BGNBD": _AFTER_PURCHASE, "MBGNBD": _AFTER_PURCHASE, "SBG": _AT_RENEWAL}


def effect_words(process: str, kind: str, /, *, per_unit: bool) -> Title:
    """Give the sentence on an effect.

    Parameters
    ----------
    process : {"purchase", "dropout", "concentration"}
        What the effect is on.
    kind : str
        The class of the plain model.
    per_unit : bool
        Whether the covariate is numeric.

    Returns
    -------
    Title
        The sentence without its full stop, to be filled.
    """
    if process == "purchase":
        pair = _PURCHASE
    elif process == "concentration":
        pair = _CONCENTRATION
    else:
        pair = _DROPOUT.get(kind, _RATE)
    return pair[1] if per_unit else pair[0]


def customers_with(column: str, category: str, /) -> Title:
    """Name the customers in a category.

    Parameters
    ----------
    column, category : str
        The column and the category.

    Returns
    -------
    Title
        Such as "customers with channel web".
    """
    return Title(
        f"customers with {column} {category}",
        f"مشتریان با {isolate(column)} برابر {isolate(category)}",
    )


def limit_words(process: str, sign: int, who: Title, /) -> Title | None:
    """Tell what customers are like where an effect runs to a limit.

    Parameters
    ----------
    process : {"purchase", "dropout", "concentration"}
        What the effect is on.
    sign : {1, -1}
        To which side it runs.
    who : Title
        The customers, as `customers_with` names them.

    Returns
    -------
    Title or None
        The sentence; None where there is no such limit.
    """
    template = _LIMITS.get((process, sign))
    if template is None:
        return None
    first = who.en[0].upper() + who.en[1:]
    return Title(template.en.replace("{who}", first), template.fa.replace("{who}", who.fa))
