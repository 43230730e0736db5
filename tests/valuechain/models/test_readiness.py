"""The readiness list: prerequisites met, not met, not known, and what waits for them."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmcore._text import Title
from crmcore.errors import InvalidInputError, UnknownKeyError
from crmcore.valuechain import Element, Framework, frameworks
from crmcore.valuechain.catalogue.crm_prerequisites import CRM_PREREQUISITES
from crmcore.valuechain.models.hold_ups import HOLD_UPS, HoldUp
from crmcore.valuechain.models.readiness import READY_TITLES, ReadinessAnswer, readiness

AS_OF = "2024-06-30"
KEYS = [element.key for element in CRM_PREREQUISITES]
OWN = Framework(
    key="own",
    title=Title("Own", "خود"),
    edition="own",
    source="own",
    elements=[Element(key="budget", title=Title("Budget", "بودجه"), role="prerequisite")],
)
days = st.none() | st.integers(0, 900).map(lambda n: np.datetime64(AS_OF) - np.timedelta64(n, "D"))


@st.composite
def answer_lists(draw: st.DrawFn) -> list[ReadinessAnswer]:
    """Draw answers on some of the prerequisites, dated or not."""
    keys = draw(st.lists(st.sampled_from(KEYS), unique=True))
    return [
        ReadinessAnswer(key, draw(st.sampled_from(list(READY_TITLES))), date=draw(days))
        for key in keys
    ]


@pytest.mark.law
@given(answer_lists(), st.sampled_from([None, "1 year", "30 days"]))
def test_every_prerequisite_is_listed_once(
    answers: list[ReadinessAnswer], valid_for: str | None
) -> None:
    """In the order of the catalogue; what is not known has a reason, what is met holds nothing."""
    found = readiness(answers, as_of=AS_OF, valid_for=valid_for)
    assert [row.key for row in found] == KEYS
    for row in found:
        assert (row.state == "not_known") == (row.reason is not None)
        assert bool(row.holds_up) == (row.state != "met")
    assert found.summary.en
    assert found.summary.fa


@pytest.mark.law
@given(answer_lists())
def test_the_share_and_the_status_follow_the_states(answers: list[ReadinessAnswer]) -> None:
    """The share is one of the known ones, in [0, 1]; ready is all met, and nothing else is."""
    found = readiness(answers, as_of=AS_OF)
    states = [row.state for row in found]
    known = [state for state in states if state != "not_known"]
    assert found.met_share.n == len(known)
    assert (found.met_share.value is None) == (not known)
    if known:
        assert found.met_share.value == known.count("met") / len(known)
    assert (found.status == "ready") == (states.count("met") == len(states))
    assert (found.status == "not_ready") == ("not_met" in states)
    assert len(found.open_rows) == len(states) - states.count("met")


@pytest.mark.law
@given(answer_lists(), st.randoms(use_true_random=False))
def test_the_order_of_the_answers_does_not_matter(
    answers: list[ReadinessAnswer], random: Any
) -> None:
    """The same answers give the same list."""
    other = list(answers)
    random.shuffle(other)
    assert readiness(other, as_of=AS_OF) == readiness(answers, as_of=AS_OF)


@pytest.mark.law
@given(answer_lists())
def test_a_shorter_validity_never_tells_more(answers: list[ReadinessAnswer]) -> None:
    """What is known of answers of the last month is known of those of the last year."""
    short, long, ever = (
        {
            row.key
            for row in readiness(answers, as_of=AS_OF, valid_for=span)
            if row.state != "not_known"
        }
        for span in ("30 days", "1 year", None)
    )
    assert short <= long <= ever


def test_what_waits_is_in_the_catalogue() -> None:
    """Each prerequisite holds something up, and framework and element exist with that title."""
    assert [key for key in KEYS if any(row.prerequisite == key for row in HOLD_UPS)] == KEYS
    for row in HOLD_UPS:
        assert row.framework is not None
        framework = frameworks[row.framework]
        thing = framework if row.element is None else framework[row.element]
        assert row.what == thing.title
        assert row.reason.en
        assert row.reason.fa
    assert repr(HOLD_UPS[-1]) == ("HoldUp(prerequisite='resistance', what='Organisational change')")


def test_a_list_by_hand() -> None:
    """One met with evidence, one not met, one not answered."""
    found = readiness(
        [
            ReadinessAnswer("process_list", "met", evidence="wiki", date="2024-03-01"),
            ReadinessAnswer("lead", "not_met", date="2024-03-01"),
        ],
        as_of=AS_OF,
    )
    assert (found.status, found.met_share.value) == ("not_ready", 0.5)
    assert found.met_share.note == Title(
        "1 of 3 not known", "\u2068۱\u2069 از \u2068۳\u2069 نامعلوم"
    )
    assert found["lead"].answer is not None
    assert found["lead"].answer.date == np.datetime64("2024-03-01")
    assert found.summary.en == (
        "A CRM lead or adviser: not met, holds up Resistance of staff to change handled, Install "
        "analytical and operational CRM; Resistance of staff to change handled: not known, holds "
        "up Install analytical and operational CRM, Organisational change"
    )
    assert "مقاومت در برابر تغییر: نامعلوم، معطل‌کننده" in found.summary.fa
    assert (
        repr(found) == "Readiness(status='not_ready', met_share=0.5, open=('lead', 'resistance'))"
    )
    assert repr(found["process_list"]) == (
        "ReadinessRow(key='process_list', state='met', holds_up=())"
    )


def test_all_met_is_ready_and_what_has_no_evidence_is_named() -> None:
    """Blank evidence is none."""
    found = readiness(
        [
            ReadinessAnswer("process_list", "met", evidence="wiki"),
            ReadinessAnswer("lead", "met", evidence=" "),
            ReadinessAnswer("resistance", "met"),
        ],
        as_of=AS_OF,
    )
    assert found.status == "ready"
    assert found.unproven == ("lead", "resistance")
    assert found.summary == Title("all prerequisites are met", "همه پیش‌نیازها برقرار است")
    assert found.met_share.note is None


def test_old_and_undated_answers_are_not_known() -> None:
    """The last valid day still counts; the reason tells the date."""
    found = readiness(
        [
            ReadinessAnswer("process_list", "met", date="2024-06-20"),
            ReadinessAnswer("lead", "not_met", date="2024-06-19"),
            ReadinessAnswer("resistance", "met"),
        ],
        as_of=AS_OF,
        valid_for="10 days",
    )
    assert [row.state for row in found] == ["met", "not_known", "not_known"]
    assert found["lead"].reason == Title(
        "the answer of 2024-06-19 is too old", "پاسخ \u2068۲۰۲۴-۰۶-۱۹\u2069 قدیمی است"
    )
    assert found["resistance"].reason == Title("the answer has no date", "پاسخ تاریخ ندارد")
    assert found.status == "not_known"


def test_nothing_known_has_a_reason() -> None:
    """No share, in both languages."""
    found = readiness([ReadinessAnswer("lead", "not_known")], as_of=AS_OF)
    assert found.met_share.reason == Title(
        "no prerequisite is known", "وضع هیچ پیش‌نیازی معلوم نیست"
    )
    assert found["lead"].reason is not None
    assert found["lead"].reason.en == "not answered"


def test_own_prerequisites_and_what_waits_for_them() -> None:
    """Those of the library are left out where they do not belong; a row may hold up nothing."""
    alone = readiness([], as_of=AS_OF, prerequisites=OWN)
    assert alone["budget"].holds_up == ()
    assert alone.summary.en == "Budget: not known"
    waits = HoldUp(
        prerequisite="budget", what=Title("Contract", "قرارداد"), reason=Title("no money", "بی‌پول")
    )
    found = readiness([], as_of=AS_OF, prerequisites=OWN, hold_ups=[waits])
    assert found["budget"].holds_up == (waits,)
    assert found.summary.fa == "بودجه: نامعلوم، معطل‌کننده قرارداد"


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: readiness([ReadinessAnswer("led", "met")], as_of=AS_OF),
            "prerequisite of answers must be a known key, got 'led'; did you mean 'lead'",
        ),
        (lambda: readiness([ReadinessAnswer("lead", "met")] * 2, as_of=AS_OF), "got 'lead' twice"),
        (
            lambda: readiness([ReadinessAnswer("lead", "met", date="2024-07-01")], as_of=AS_OF),
            "date of lead must not be after as_of 2024-06-30, got 2024-07-01",
        ),
        (lambda: readiness([], as_of="today"), "as_of"),
        (lambda: readiness([], as_of=AS_OF, valid_for="0 days"), "valid_for"),
        (
            lambda: readiness([], as_of=AS_OF, hold_ups=[HOLD_UPS[0]], prerequisites=OWN),
            "prerequisite of hold_ups must be a known key",
        ),
        (
            lambda: readiness(
                [],
                as_of=AS_OF,
                prerequisites=Framework(
                    key="none", title=OWN.title, edition="-", source="-", elements=[]
                ),
            ),
            "prerequisites must hold at least one element, none has none",
        ),
        (lambda: ReadinessAnswer("lead", "yes"), "state must be one of 'met', 'not_met'"),  # type: ignore[arg-type]
        (lambda: ReadinessAnswer("lead", "met", date="soon"), "date"),
    ],
)
def test_bad_input_is_refused(call: Any, message: str) -> None:
    """The message names the prerequisite, the rule and the value."""
    with pytest.raises(InvalidInputError, match=message):
        call()


def test_an_unknown_row_is_refused() -> None:
    """The nearest key is suggested."""
    with pytest.raises(UnknownKeyError, match="did you mean 'lead'"):
        readiness([], as_of=AS_OF)["leader"]
