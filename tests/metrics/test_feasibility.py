"""Past spans that did as well as a goal asks."""

from typing import Any

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

from crmcore.errors import InvalidInputError
from crmcore.metrics.feasibility import past_spans
from crmcore.metrics.intervals import share_interval

histories = st.lists(st.integers(1, 40).map(float), min_size=2, max_size=30)
MONTH = 30.0


def spans(values: Any, span: Any, before: Any, after: Any, **options: Any) -> Any:
    """Look at a history with a value every 30 days."""
    days = MONTH * np.arange(len(values))
    return past_spans(days, np.array(values), span=span, before=before, after=after, **options)


@pytest.mark.law
@given(histories, st.integers(1, 6), st.integers(1, 30))
def test_the_share_is_counted_on_regular_data(values: Any, steps: Any, change: Any) -> None:
    """With a value a month every span of whole months is counted once."""
    found = spans(values, MONTH * steps, 100.0, 100.0 + change)
    pairs = list(zip(values, values[steps:], strict=False))
    if not pairs:
        assert not found.share.defined
        assert not found.enough
        return
    good = sum(last - first >= change for first, last in pairs)
    n = (len(values) - 1) / steps
    assert found.share.value == good / len(pairs)
    assert found.share.n == pytest.approx(n)
    assert found.share.interval == share_interval(good / len(pairs) * n, n)
    assert found.enough == (n >= 3)


@pytest.mark.law
@given(histories, st.integers(1, 4), st.floats(0.5, 20))
def test_falling_goals_mirror_rising_ones(values: Any, steps: Any, change: Any) -> None:
    """Turning the figure upside down turns a rise into a fall with the same share."""
    up = spans(values, MONTH * steps, 100.0, 100 + change)
    down = spans([-value for value in values], MONTH * steps, -100.0, -100 - change)
    assert up == down


@pytest.mark.law
@given(histories, st.integers(1, 4), st.floats(0.3, 3).filter(lambda r: abs(r - 1) > 0.01))
def test_ratios_do_not_depend_on_the_unit(values: Any, steps: Any, ratio: Any) -> None:
    """Ten times the money and ten times the baseline change nothing."""
    one = spans(values, MONTH * steps, 8.0, 8.0 * ratio, relative=True)
    ten = spans([10 * v for v in values], MONTH * steps, 80.0, 80.0 * ratio, relative=True)
    assert one == ten
    assert one.relative


@pytest.mark.law
@given(histories, st.integers(1, 4))
def test_asking_more_is_never_easier(values: Any, steps: Any) -> None:
    """The share that did as well falls with what is asked."""
    found = [spans(values, MONTH * steps, 0.0, after).share.value for after in (1.0, 5.0, 20.0)]
    if found[0] is not None:
        assert found[0] >= found[1] >= found[2]


def test_exactly_as_asked_is_as_good() -> None:
    """Rounding of 0.34 + 0.06 does not make the span fail."""
    assert spans([0.34, 0.40], MONTH, 0.1, 0.16).share.value == 1.0
    assert spans([0.08, 0.05], MONTH, 0.08, 0.05).share.value == 1.0


def test_between_two_measurements_the_line_is_read() -> None:
    """A span that ends between two dates is judged by interpolation."""
    days = np.array([0.0, 20.0, 60.0])
    found = past_spans(days, np.array([0.0, 1.0, 5.0]), span=40, before=0.0, after=3.0)
    assert (found.spans, found.share.value) == (2, 1.0)


@pytest.mark.parametrize("values", [[], [1.0]])
def test_a_short_history_has_a_reason(values: Any) -> None:
    """None or one value: undefined, and not enough."""
    found = spans(values, 90, 1.0, 2.0)
    assert found.share.reason.en == "the history of 0 days is shorter than one span of 90 days"
    assert (found.spans, found.enough) == (0, False)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"span": 0}, "span must be a finite number > 0"),
        ({"relative": True, "before": -1.0}, "before must be a finite number > 0"),
        ({"relative": True, "values": [1.0, 0.0]}, "values must be > 0 to compare ratios"),
    ],
)
def test_bad_inputs_are_refused(options: Any, message: Any) -> None:
    """The message names the argument and the rule."""
    plain = {"values": [1.0, 2.0], "span": 30.0, "before": 1.0, "after": 2.0}
    with pytest.raises(InvalidInputError, match=message):
        spans(**{**plain, **options})
