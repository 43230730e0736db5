"""The MBG/CNBD-k model of regular purchases and dropout, which may follow the first purchase."""

from typing import ClassVar

import attrs

from crmcore.metrics.clv._families.erlang.model import ErlangBetaGeometric

__all__ = ["MBGCNBD"]


@attrs.frozen(kw_only=True, repr=False)
class MBGCNBD(ErlangBetaGeometric):
    r"""The modified BG/CNBD-k model: regular buyers who may leave after any purchase.

    While a customer stays, a purchase comes after every k-th phase, and phases come at random at
    a rate that differs between customers as Gamma(r, alpha): times between purchases are
    Erlang-k, the more even the larger k. After each purchase, the first one too, the customer
    leaves for good with a probability that differs as Beta(a, b), independent of the rate. With
    k = 1 it is MBG/NBD.

    Attributes
    ----------
    k : int
        Phases between two purchases, 1 to 100: the more, the more regular they are; the
        coefficient of variation of the times of one customer is 1 / sqrt(k).
    r : float
        Shape of the rates of phases, above 0: the larger, the more alike they are.
    alpha : float
        Rate of the rates of phases, in units of time: the mean rate of phases is r / alpha, that
        of purchases about r / (k alpha).
    a, b : float
        Shapes of the dropout probabilities, above 0: their mean is a / (a + b), and that is the
        share of customers who leave after their first purchase.
    unit : {"day", "week", "month", "year", "period"} or None, default None
        The unit of time; None takes customers in any.

    Raises
    ------
    InvalidInputError
        If k is not a whole number from 1 to 100, or a parameter is not finite or not above 0.

    Notes
    -----
    The likelihood is that of BG/CNBD-k with one chance to leave more [1]_, in the same notation

    .. math:: L = \frac{e^{(k-1)S}}{\Gamma(k)^x} \frac{(r)_{kx}\,\alpha^r}{(\alpha+T)^q}
        \frac{(b)_{x+1}}{(a+b)_{x+1}} \left(W + e^y\right), \qquad
        y = \ln\frac{a}{b+x} + q \ln\frac{\alpha+T}{\alpha+t},

    and the chance of being alive W/(W + e^y), also for x = t = 0. What is expected of the living
    is as in BG/CNBD-k with b + 1 in place of b, and a customer not yet seen stays with the chance
    b / (a + b). `fit` and `log_likelihood` need `log_intervals` if k is not 1; all other verbs do
    without.

    References
    ----------
    .. [1] Reutterer, Platzer & Schröder (2021), Leveraging purchase regularity for predicting
       customer behavior the easy way, International Journal of Research in Marketing 38(1),
       194-215, doi:10.1016/j.ijresmar.2020.09.002.

    Examples
    --------
    >>> from crmcore.summary import CustomerSummary
    >>> model = MBGCNBD(k=3, r=1.2, alpha=2.4, a=0.8, b=2.4, unit="week")
    >>> seen = CustomerSummary(frequency=[6, 0], recency=[36, 0], T=[39, 39], unit="week")
    >>> model.probability_alive(seen).round(3)
    array([0.894, 0.245])
    >>> model.expected_purchases(seen, horizon="1 year").round(3)
    array([5.86, 0.22])
    """

    _CHANCES: ClassVar[int] = 1
