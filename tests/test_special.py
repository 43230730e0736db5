"""The special functions: against arbitrary precision, and their laws.

The literals were computed with mpmath 1.3 at 60 digits, the arguments read as doubles.
"""

from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmcore._special import (
    beta_kernel,
    beta_quantile,
    digamma,
    digamma_difference,
    incomplete_beta,
    lgd,
    log_beta,
    log_beta_kernel,
    log_gamma,
    stirling_tail,
    student_t_quantile,
    trigamma,
    trigamma_difference,
)
from crmcore.errors import InvalidInputError

# q, h, then the difference over the step h of ln Gamma, psi and psi'
DIFFERENCES = [
    (1e-06, 1e-06, -0.69314775777314281265, 500000.00000164495309, -750000000000.00007028),
    (1e-06, 2.5, -13.530826407119626731, 1000001.2803711510168, -1000000000001.1546646),
    (0.25, 1e-06, -4.2274449347332425224e-6, 0.000017197264490893603859, -0.0001293269705505622853),
    (0.7, 3.0, 1.1672050801337213015, 2.3871770930594461127, -2.5240112990245725893),
    (
        14.999,
        0.001,
        0.0026743121917550755632,
        0.000068940603258127677338,
        -4.7509299789749455271e-6,
    ),
    (15.0, 1.0, 2.708050201102210066, 0.066666666666666666667, -0.0044444444444444444444),
    (300.0, 1e-09, 5.7021148820663070706e-9, 3.3388950617091038525e-12, -1.1148209876277366792e-14),
    (
        1000000.0,
        1e-06,
        0.000013815510057964690146,
        1.0000004999996666209e-12,
        -1.0000009999994999532e-18,
    ),
    (
        1000000.0,
        1000000.0,
        14201804.572510532776,
        0.69314743056000780942,
        -5.0000037500014583333e-7,
    ),
    (2000.0, 0.5, 3.8003887297716922224, 0.00025003124999902343762, -1.2503124999804687537e-7),
    (3.0, -2.5, -0.12078223763524522235, -2.8862943611198906188, 4.5398681336964528729),
]
# z, then ln Gamma, psi and psi' there
AT = [
    (1e-100, 230.25850929940456838, -9.9999999999999998001e99, 9.9999999999999996002e199),
    (1e-06, 13.815509980749431714, -1000000.5772140200139, 1000000000001.6450222),
    (0.3, 1.0957979948180755606, -3.5025242222001331249, 12.245364546107731301),
    (0.5, 0.57236494292470008707, -1.9635100260214234794, 4.9348022005446793094),
    (0.999999999, 5.7721564939922597355e-10, -0.57721566654646688213, 1.644934069252340178),
    (1.000000001, -5.7721571183810395192e-10, -0.57721566325659865886, 1.6449340644441124345),
    (1.5, -0.12078223763524522235, 0.036489973978576520559, 0.93480220054467930942),
    (1.999999999, -4.2278436975733279119e-10, 0.42278433445353301898, 0.64493406725234027648),
    (2.000000001, 4.2278437040226696476e-10, 0.4227843357434012594, 0.64493406644411259696),
    (7.25, 7.0521854507385394449, 1.9104535268837360284, 0.14787923315893216965),
    (1000000.0, 12815504.56914761166, 13.815510057964190771, 1.0000005000001666667e-6),
]
LOG_BETA = [
    (1e-06, 1e-06, 14.508657738522574527),
    (0.3, 1200.0, -1.031137551055768039),
    (2.5, 3.5, -3.3018352699620526098),
    (10000.0, 20000.0, -19098.908538220891671),
    (0.001, 1000000.0, 6.8933633753253894704),
]
# a, b, x, then I_x(a, b) and its complement
INCOMPLETE_BETA = [
    (0.5, 0.5, 0.25, 0.33333333333333333333, 0.66666666666666666667),
    (2.0, 3.0, 0.1, 0.052300000000000005396, 0.9476999999999999946),
    (50.0, 70.0, 0.2, 3.7178550203852636961e-8, 0.99999996282144979615),
    (0.001, 5.0, 0.9, 0.99999999781331684675, 2.186683153249227451e-9),
    (0.002, 12.0, 0.01, 0.99661783628194767739, 0.0033821637180523226071),
    (400.0, 800.0, 0.34, 0.68969860892711074552, 0.31030139107288925448),
    (300.0, 0.5, 0.9, 1.9018190786819780833e-15, 0.99999999999999809818),
    (1.0, 1.0, 1e-12, 9.9999999999999997989e-13, 0.999999999999),
    (2500.0, 0.05, 0.999, 0.0013552600023192056788, 0.99864473999768079432),
]
# p, degrees of freedom, quantile
STUDENT_T = [
    (0.975, 1.0, 12.706204736174693314),
    (0.975, 2.5, 3.5746548420036817607),
    (0.95, 10.0, 1.8124611228116758693),
    (0.3, 4.0, -0.56864906304970548011),
    (1e-09, 7.0, -38.70598064323161359),
    (0.5000001, 12.0, 2.5593362568787821815e-7),
    (0.999, 1000.0, 3.098402163912922647),
    (0.25, 1.0, -1.0),
]

near = partial(pytest.approx, abs=0.0)
positive = st.floats(-13, 13).map(np.exp)
shape = st.floats(-3, 7).map(np.exp)


@pytest.mark.reference
@pytest.mark.parametrize(("q", "h", "gamma", "psi", "psi1"), DIFFERENCES)
def test_differences(q: float, h: float, gamma: float, psi: float, psi1: float) -> None:
    """Differences keep relative precision, however small or large the step is."""
    assert lgd(q, h) == near(gamma, rel=1e-13)
    assert digamma_difference(q, h) == near(psi, rel=1e-13)
    assert trigamma_difference(q, h) == near(psi1, rel=1e-13)


@pytest.mark.reference
@pytest.mark.parametrize(("z", "gamma", "psi", "psi1"), AT)
def test_gamma_functions(z: float, gamma: float, psi: float, psi1: float) -> None:
    """Log-gamma and trigamma keep relative precision, log-gamma at its zeros too."""
    assert log_gamma(z) == near(gamma, rel=1e-14)
    assert digamma(z) == pytest.approx(psi, rel=1e-13, abs=1e-14)
    assert trigamma(z) == near(psi1, rel=1e-14)


@pytest.mark.reference
@pytest.mark.parametrize(("a", "b", "value"), LOG_BETA)
def test_log_beta(a: float, b: float, value: float) -> None:
    """The log of the beta function is right for tiny and for unequal shapes."""
    assert log_beta(a, b) == near(value, rel=1e-13)
    assert log_beta(b, a) == log_beta(a, b)


@pytest.mark.reference
@pytest.mark.parametrize(("a", "b", "x", "lower", "upper"), INCOMPLETE_BETA)
def test_incomplete_beta(a: float, b: float, x: float, lower: float, upper: float) -> None:
    """Both tails keep relative precision."""
    low, high = incomplete_beta(a, b, x)
    assert low == near(lower, rel=2e-12)
    assert high == near(upper, rel=2e-12)


@pytest.mark.reference
@pytest.mark.parametrize(("p", "df", "value"), STUDENT_T)
def test_student_t(p: float, df: float, value: float) -> None:
    """The quantiles of Student's t are right in the tails and beside the median."""
    assert student_t_quantile(p, df) == near(value, rel=2e-13)


@pytest.mark.law
@given(positive, positive, positive)
def test_differences_add_up(q: float, h: float, k: float) -> None:
    """Two steps make one."""
    once, twice = lgd(q, h + k), lgd(q, h) + lgd(q + h, k)
    assert twice == pytest.approx(once, rel=1e-11, abs=1e-11 * (1 + abs(float(lgd(q, h)))))
    assert lgd(q, 0.0) == 0


@pytest.mark.law
@given(positive)
def test_recurrences(z: float) -> None:
    """One step of the gamma function is a multiplication."""
    assert lgd(z, 1.0) == pytest.approx(np.log(z), rel=1e-12, abs=1e-13)
    assert digamma_difference(z, 1.0) == near(1 / z, rel=1e-12)
    assert trigamma_difference(z, 1.0) == near(-1 / z / z, rel=1e-12)
    assert stirling_tail(z) > 0


@pytest.mark.law
@given(shape, shape, st.floats(0, 1))
def test_incomplete_beta_is_a_distribution(a: float, b: float, x: float) -> None:
    """The tails add up to 1, exchange with the shapes, and rise with x."""
    lower, upper = incomplete_beta(a, b, x, 1 - x)
    mirrored = incomplete_beta(b, a, 1 - x, x)
    assert lower + upper == near(1, rel=1e-12)
    np.testing.assert_allclose(mirrored, (upper, lower), rtol=1e-10, atol=1e-300)
    assert incomplete_beta(a, b, x / 2, 1 - x / 2)[0] <= lower + 1e-14


@pytest.mark.law
@given(st.floats(-0.7, 8).map(np.exp), st.floats(-0.7, 8).map(np.exp), st.floats(1e-9, 1 - 1e-9))
def test_quantile_inverts(a: float, b: float, p: float) -> None:
    """The quantile brings the probability back, and its complement is exact."""
    x, y = beta_quantile(a, b, p)
    lower, upper = incomplete_beta(a, b, x, y)
    assert x + y == near(1, rel=1e-15)
    np.testing.assert_allclose((lower, upper), (p, 1 - p), rtol=1e-9)


def test_quantile_at_the_ends() -> None:
    """The quantiles of 0 and 1 are the ends, and equal arguments are evaluated once."""
    x, y = beta_quantile(2.0, 3.0, np.array([0.0, 1.0, 0.4, 0.4]))
    assert x[:2].tolist() == [0, 1]
    assert y[:2].tolist() == [1, 0]
    assert x[2] == x[3]


def test_quantile_far_in_the_tail(monkeypatch: pytest.MonkeyPatch) -> None:
    """A start far off comes back; with one step allowed the quantile is only near."""
    x, y = beta_quantile(0.5, 2000.0, 1e-100)
    assert incomplete_beta(0.5, 2000.0, x, y)[0] == near(1e-100, rel=1e-10)
    exact = beta_quantile(20.0, 30.0, 0.3)[0]
    monkeypatch.setattr("crmcore._special.beta._STEPS", 1)
    assert beta_quantile(20.0, 30.0, 0.3)[0] == near(exact, rel=1e-3)


def test_kernel_at_the_ends() -> None:
    """The kernel is 0 where a share is, and its log -inf."""
    one, zero = np.ones(1), np.zeros(1)
    assert beta_kernel(one, one, zero, one) == 0
    assert log_beta_kernel(one, one, one, zero) == -np.inf
    assert beta_kernel(one, one, one / 2, one / 2) == pytest.approx(0.25)


def test_no_fraction_without_an_end() -> None:
    """Where the other fraction does not settle, the complement is the difference to 1."""
    lower, upper = incomplete_beta(1e-9, 1.0, 1e-7)
    assert lower == near(1 - 1.6118095e-8, rel=1e-14)
    assert upper == near(1.6118095e-8, rel=1e-6)


def test_student_t_of_arrays() -> None:
    """Arrays broadcast, the median is 0, and infinitely many degrees of freedom are normal."""
    quantiles = student_t_quantile(np.array([0.5, 0.975, 0.025]), [np.inf, np.inf, 3.0])
    assert quantiles[0] == 0
    assert quantiles[1] == near(1.959963984540054, rel=1e-15)
    assert quantiles[2] == near(-student_t_quantile(0.975, 3.0), rel=1e-14)


@pytest.mark.parametrize(("p", "df"), [(0.0, 3.0), (1.0, 3.0), (np.nan, 3.0), (0.5, 0.5)])
def test_student_t_refuses(p: float, df: float) -> None:
    """Probabilities outside (0, 1) and fewer than one degree of freedom are refused."""
    with pytest.raises(InvalidInputError, match="must be"):
        student_t_quantile(p, df)
