"""Churn scores: the definition is named, and they are what the model says."""

import itertools
from typing import Any

import numpy as np
import pytest

from crmcore.errors import InvalidInputError
from crmcore.metrics.churn import churn_scores
from crmcore.metrics.churn.scores import CHURN_DEFINITIONS
from crmcore.metrics.clv import BGNBD
from crmcore.summary import CustomerSummary

CDNOW = BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426, unit="week")
BASE = CustomerSummary(
    frequency=[2, 0, 7], recency=[30.43, 0, 10], T=[38.86, 38.86, 30], unit="week", ids=list("abc")
)


def test_both_definitions_follow_the_model() -> None:
    """Left is one less the chance of being active; silent is the chance of no purchase."""
    left = churn_scores(CDNOW, BASE, definition="already_left")
    np.testing.assert_allclose(left.probability, 1 - CDNOW.probability_alive(BASE), atol=1e-15)
    assert left.probability[1] == 0.0
    silent = churn_scores(CDNOW, BASE, definition="no_purchase", horizon="90 days")
    np.testing.assert_array_equal(silent.probability, CDNOW.purchase_pmf(BASE, 0, horizon=90 / 7))
    assert silent.title is CHURN_DEFINITIONS["no_purchase"]
    assert silent.ids is not None
    assert silent.ids.tolist() == ["a", "b", "c"]
    assert "definition='already_left'" in repr(left)


def test_leaving_is_silence_for_ever() -> None:
    """The chance of silence falls with the horizon, and never below that of having left."""
    left = churn_scores(CDNOW, BASE, definition="already_left").probability
    silent = [
        churn_scores(CDNOW, BASE, definition="no_purchase", horizon=horizon).probability
        for horizon in (1, 10, 100, 10_000)
    ]
    for sooner, later in itertools.pairwise(silent):
        assert (later <= sooner).all()
    assert (silent[-1] >= left - 1e-12).all()


def test_a_fit_scores_as_its_model() -> None:
    """A fit may stand for its model."""
    truth = BGNBD(r=0.6, alpha=5.0, a=0.8, b=2.5, unit="week")
    fit = BGNBD.fit(truth.simulate(800, T=50.0, rng=np.random.default_rng(3)))
    one = churn_scores(fit, BASE, definition="already_left")
    assert one == churn_scores(fit.model, BASE, definition="already_left")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"definition": "lost"}, "definition must be one of"),
        ({"definition": "no_purchase"}, "takes a horizon such as '90 days', got None"),
        ({"definition": "already_left", "horizon": 3}, "takes no horizon, got 3"),
        ({"definition": "no_purchase", "horizon": -1}, "horizon must be a finite number >= 0"),
    ],
)
def test_definition_and_horizon_belong_together(options: dict[str, Any], message: str) -> None:
    """A horizon is asked for where it is needed, and refused where it means nothing."""
    with pytest.raises(InvalidInputError, match=message):
        churn_scores(CDNOW, BASE, **options)
