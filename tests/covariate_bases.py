"""Models with covariates, and customers, that the tests of covariates draw."""

from typing import Any

import attrs
import numpy as np
from hypothesis import strategies as st

from clv_bases import bases, logs
from crmcore.covariates import Covariates
from crmcore.metrics.clv import BGNBD, MBGNBD, ParetoNBD
from crmcore.metrics.clv.covariates.encoding import CovariateEncoding
from crmcore.metrics.clv.covariates.models import CovariateModel
from crmcore.metrics.clv.ggompertz_nbd import GGompertzNBD
from crmcore.summary import CustomerSummary

CHANNELS = ("web", "shop", "tv")
ENCODING = CovariateEncoding(centres={"age": 40.0}, categories={"channel": CHANNELS})
effects = st.floats(-1, 1)


@attrs.frozen(kw_only=True)
class Sort:
    """A plain model that takes covariates: which are drawn, and one to simulate."""

    name: str
    drawn: Any
    truth: CovariateModel
    concentrated: bool

    @property
    def kind(self) -> Any:
        """The class of the plain model."""
        return type(self.truth.plain)


def _truth(plain: Any, **concentration: Any) -> CovariateModel:
    return CovariateModel(
        plain=plain,
        encoding=ENCODING,
        purchase={"age": 0.02, "channel=shop": 0.5, "channel=tv": -0.3},
        dropout={"age": -0.02, "channel=shop": 0.6, "channel=tv": 0.2},
        **concentration,
    )


_MORE = {"concentration": {"age": 0.01, "channel=shop": 0.3, "channel=tv": 0.0}}
SORTS = (
    Sort(
        name="BG/NBD",
        drawn=st.builds(BGNBD, r=logs, alpha=logs, a=logs, b=logs),
        truth=_truth(BGNBD(r=0.8, alpha=6.0, a=0.8, b=2.0, unit="week"), **_MORE),
        concentrated=True,
    ),
    Sort(
        name="MBG/NBD",
        drawn=st.builds(MBGNBD, r=logs, alpha=logs, a=logs, b=logs),
        truth=_truth(MBGNBD(r=0.8, alpha=6.0, a=0.8, b=2.0, unit="week"), **_MORE),
        concentrated=True,
    ),
    Sort(
        name="Pareto/NBD",
        drawn=st.builds(ParetoNBD, r=logs, alpha=logs, s=logs, beta=logs),
        truth=_truth(ParetoNBD(r=0.8, alpha=6.0, s=0.8, beta=20.0, unit="week")),
        concentrated=False,
    ),
    Sort(
        name="Gamma-Gompertz/NBD",
        drawn=st.builds(
            GGompertzNBD, r=logs, alpha=logs, b=st.floats(0.01, 0.2), s=logs, beta=logs
        ),
        truth=_truth(GGompertzNBD(r=0.8, alpha=6.0, b=0.05, s=0.8, beta=2.0, unit="week")),
        concentrated=False,
    ),
)


def people(n: int, rng: np.random.Generator) -> Covariates:
    """Draw who customers are: their age, rounded, and their channel."""
    return Covariates.of({
        "age": np.round(rng.normal(40, 12, n)),
        "channel": rng.choice(CHANNELS, n, p=[0.5, 0.3, 0.2]),
    })


def simulated(sort: Sort, n: int, *, seed: int) -> CustomerSummary:
    """Draw customers from the truth of a sort, aged half a year to a year."""
    rng = np.random.default_rng(seed)
    age = rng.integers(180, 360, n) / 7
    return sort.truth.simulate(n, T=age, rng=rng, covariates=people(n, rng))


@st.composite
def known_bases(draw: st.DrawFn) -> CustomerSummary:
    """Draw customers with covariates."""
    base = draw(bases())
    n = len(base)
    ages = draw(st.lists(st.floats(10, 80), min_size=n, max_size=n))
    channels = draw(st.lists(st.sampled_from(CHANNELS), min_size=n, max_size=n))
    return base.with_covariates({"age": ages, "channel": channels})


@st.composite
def models(draw: st.DrawFn, sort: Sort) -> CovariateModel:
    """Draw a model of a sort with effects of everything on everything."""

    def drawn() -> dict[str, float]:
        # ages lie within 40 years of the reference: effects as large as those of categories
        return {
            "age": draw(effects) / 40,
            "channel=shop": draw(effects),
            "channel=tv": draw(effects),
        }

    return CovariateModel(
        plain=draw(sort.drawn),
        encoding=ENCODING,
        purchase=drawn(),
        dropout=drawn(),
        concentration=drawn() if sort.concentrated else {},
    )
