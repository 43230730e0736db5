"""Definitions of marketing, CRM and service: glossary entries with year and source."""

from collections.abc import Mapping
from typing import Final

import attrs

from crmcore._display import Value
from crmcore._keyed import Catalogue
from crmcore._text import Title, isolate, persian_figure

__all__ = ["DEFINITIONS", "Definition"]

_AMA: Final = "American Marketing Association"
_CARDS: Final = "Persian flash cards on CRM"
_ARTICLE: Final = "Persian article on CRM and ERP"
_MARKETING: Final = Title("Marketing", "بازاریابی")
_CRM: Final = Title("Customer relationship management (CRM)", "مدیریت ارتباط با مشتری")


@attrs.frozen(kw_only=True, repr=False)
class Definition(Value):
    """What a term means, by whom and when.

    Attributes
    ----------
    key : str
        Stable identifier.
    term : Title
        What is defined.
    meaning : Title
        The meaning: in English in short words, in Persian as the source text has it.
    source : str
        Whose definition it is.
    year : int or None
        Of which year; None where none is told.
    note : Title or None
        What a reader must know of it.

    Examples
    --------
    >>> DEFINITIONS["marketing_1985"]
    Definition(key='marketing_1985', term='Marketing', year=1985, source='American Marketing ...')
    """

    key: str
    term: Title
    meaning: Title
    source: str
    year: int | None = None
    note: Title | None = None

    def _facts(self) -> dict[str, object]:
        return {"key": self.key, "term": self.term.en, "year": self.year, "source": self.source}


def _exchanged(right: int, printed: int) -> Title:
    fa_right, fa_printed = persian_figure(str(right)), persian_figure(str(printed))
    return Title(
        f"The flash cards print this text under {printed}; it is the definition of {right}.",
        f"فلش‌کارت‌ها این متن را زیر سال {fa_printed} آورده‌اند؛ تعریف سال {fa_right} است.",
    )


_OF_MARKETING: Final = (
    Definition(
        key="marketing_1935",
        term=_MARKETING,
        meaning=Title(
            "The business activities by which goods and services flow from producer to consumer.",
            "بازاریابی اجرای فعالیت‌هایی در فضای کسب‌وکار است که جریان کالا و خدمات را از "
            "تولیدکننده به سمت مصرف‌کننده هدایت می‌کند.",
        ),
        source=f"{_AMA} (its forerunner, the National Association of Marketing Teachers)",
        year=1935,
    ),
    Definition(
        key="marketing_1985",
        term=_MARKETING,
        meaning=Title(
            "Planning and carrying out how ideas, goods and services are shaped, priced, promoted "
            "and distributed, so that exchanges meet the aims of persons and organisations.",
            "بازاریابی فرایند برنامه‌ریزی و اجرای فعالیت‌های مربوط به شکل‌گیری، قیمت‌گذاری، ترویج و "
            "توزیع ایده‌ها، کالاها و خدمات است به شکلی که در تبادلات انجام‌شده اهداف فردی و "
            "سازمانی تأمین شوند.",
        ),
        source=_AMA,
        year=1985,
        note=_exchanged(1985, 2004),
    ),
    Definition(
        key="marketing_2004",
        term=_MARKETING,
        meaning=Title(
            "A function of the organisation and a set of processes that create value, tell of it "
            "and deliver it to customers, and manage relations with them to the good of the "
            "organisation and its stakeholders.",
            "بازاریابی یکی از وظایف سازمانی و مجموعه‌ای از فرایندهای مرتبط با خلق ارزش، "
            "اطلاع‌رسانی درباره آن ارزش و تحویل آن به مشتریان است. بازاریابی همچنین مدیریت "
            "ارتباط با مشتریان را به شکلی که منافع سازمان و ذی‌نفعان آن را تأمین کند، شامل "
            "می‌شود.",
        ),
        source=_AMA,
        year=2004,
        note=_exchanged(2004, 1985),
    ),
    Definition(
        key="marketing_2013",
        term=_MARKETING,
        meaning=Title(
            "The institutions, activities and processes that create, tell of, deliver and "
            "exchange offerings of value to customers, clients, partners and society.",
            "بازاریابی مجموعه نهادها، فعالیت‌ها و فرایندهایی است که به خلق، ارتباط (اطلاع‌رسانی و "
            f"کسب اطلاع)، تحویل و تبادل پیشنهادها ({isolate('Offerings')}) مربوط‌اند؛ "
            "مبادله‌هایی که برای مشتریان، کارفرما، شرکا و در مقیاس بزرگ‌تر، جامعه ارزشمند محسوب "
            "می‌شوند.",
        ),
        source=_AMA,
        year=2013,
        note=Title(
            "The wording is of 2007; it was approved again in 2013.",
            f"این متن در سال {persian_figure('2007')} نوشته و در سال {persian_figure('2013')} "
            "دوباره تأیید شده است.",
        ),
    ),
    Definition(
        key="marketing_kotler",
        term=_MARKETING,
        meaning=Title(
            "The science and art of finding, creating and delivering value to meet the needs of a "
            "target market at a profit: find unmet needs, define the market, measure its size and "
            "potential profit, tell which segment can be served, then design and promote.",
            "بازاریابی دانش و هنر کشف، خلق و ارائه ارزش، با هدف تأمین نیازهای یک بازار هدف، "
            "هم‌زمان با کسب سود است. بازاریابی نیازها و خواسته‌های تأمین‌نشده را تشخیص می‌دهد، بازار "
            "آن‌ها را تعریف می‌کند، حجم این بازار را اندازه‌گیری و سود بالقوه‌اش را برآورد می‌کند. "
            "مشخص می‌کند که کدام بخش از بازار را می‌توان تأمین کرد، سپس محصول و خدمات مناسب برای "
            "آن را طراحی و ترویج می‌کند.",
        ),
        source="Philip Kotler",
    ),
)

_OF_CRM: Final = (
    Definition(
        key="crm_strategy",
        term=_CRM,
        meaning=Title(
            "A business strategy that goes beyond more transactions and aims at profitability, "
            "revenue and customer satisfaction.",
            f"{isolate('CRM')} نوعی استراتژی کسب‌وکار است که فراتر از افزایش حجم مبادله بوده و هدف "
            "آن سودآوری، درآمد و رضایت مشتری است.",
        ),
        source=_CARDS,
    ),
    Definition(
        key="crm_proactive",
        term=_CRM,
        meaning=Title(
            "A word for the way in which relations with customers are managed very actively.",
            "مدیریت ارتباط با مشتری واژه‌ای است که برای توصیف نحوه مدیریت فوق فعال ارتباطات با "
            "مشتریان تعریف می‌شود.",
        ),
        source=_CARDS,
    ),
    Definition(
        key="crm_personal",
        term=_CRM,
        meaning=Title(
            "Making and keeping personal relations with profitable customers by the right use of "
            "information technology.",
            "مدیریت ارتباط با مشتری یعنی ایجاد و حفظ ارتباط شخصی‌شده با مشتریان سودآور از طریق "
            "استفاده مناسب از فناوری اطلاعات.",
        ),
        source=_CARDS,
    ),
    Definition(
        key="crm_process",
        term=_CRM,
        meaning=Title(
            "A whole process: know the customers and their needs and settle how to be in contact, "
            "so that satisfaction and loyalty rise and in the end the firm earns.",
            "مدیریت ارتباط با مشتری یک فرایند جامع است که در آن شناسایی مشتریان، نیازمندی‌های "
            "آنان، تعیین شیوه‌ها و نحوه ارتباط با آن‌ها به منظور افزایش رضایت و وفاداری مشتری که "
            "در نهایت باعث ایجاد سودآوری سازمان می‌گردد انجام می‌شود.",
        ),
        source=_CARDS,
    ),
    Definition(
        key="crm_steps",
        term=_CRM,
        meaning=Title(
            "The steps taken to create, develop, keep and better long and valuable relations "
            "between customers and the organisation.",
            "مدیریت ارتباط با مشتری به زبان ساده به معنای مجموعه گام‌هایی است که به منظور ایجاد، "
            "توسعه، نگهداری و بهینه‌سازی روابط طولانی‌مدت و ارزشمند بین مشتریان و سازمان برداشته "
            "می‌شود.",
        ),
        source=_ARTICLE,
    ),
)

_OF_SERVICE: Final = (
    Definition(
        key="service",
        term=Title("Service", "خدمات"),
        meaning=Title(
            "A means to deliver value to customers, so that they reach the results they want.",
            "خدمات به معنای ابزار تحویل ارزش به مشتریان برای دستیابی به نتایج مورد نظر می‌باشد.",
        ),
        source=_ARTICLE,
    ),
    Definition(
        key="service_management",
        term=Title("Service management", "مدیریت خدمات"),
        meaning=Title(
            "All that is needed to run IT services inside an organisation, and the abilities that "
            "give customers added value as services.",
            "مدیریت خدمات شامل تمام جنبه‌های مدیریت ارائه خدمات فناوری اطلاعات درون سازمان و تمام "
            "توانایی‌های سازمانی است که به عنوان خدمات برای تولید ارزش افزوده به مشتریان مورد "
            "نیاز است.",
        ),
        source=_ARTICLE,
    ),
    Definition(
        key="erp",
        term=Title("Enterprise resource planning (ERP)", "برنامه‌ریزی منابع سازمان"),
        meaning=Title(
            "One program over a shared database in which all units of an organisation do their "
            "work, built on processes.",
            f"{isolate('ERP')} یک راه‌حل نرم‌افزاری است که تمام فعالیت‌های واحدهای مختلف سازمان را "
            "به طور یکپارچه در یک سیستم نرم‌افزاری واحد تعریف و ایجاد می‌کند.",
        ),
        source=_ARTICLE,
    ),
)

DEFINITIONS: Final[Mapping[str, Definition]] = Catalogue(
    "definition",
    ((entry.key, entry) for entry in (*_OF_MARKETING, *_OF_CRM, *_OF_SERVICE)),
)
