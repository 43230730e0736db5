"""The BG/CNBD-k model of regular purchases and dropout."""

from typing import ClassVar

import attrs

from crmcore.metrics.clv._families.erlang.model import ErlangBetaGeometric

__all__ = ["BGCNBD"]


@attrs.frozen(kw_only=True, repr=False)
class BGCNBD(ErlangBetaGeometric):
    r"""The beta-geometric/CNBD-k model: BG/NBD for customers who buy at regular intervals.

    While a customer stays, a purchase comes after every k-th phase, and phases come at random at
    a rate that differs between customers as Gamma(r, alpha): times between purchases are
    Erlang-k, the more even the larger k. After each repeat purchase the customer leaves for good
    with a probability that differs as Beta(a, b), independent of the rate. With k = 1 it is
    BG/NBD.

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
        Shapes of the dropout probabilities, above 0: their mean is a / (a + b).
    unit : {"day", "week", "month", "year", "period"} or None, default None
        The unit of time; None takes customers in any.

    Raises
    ------
    InvalidInputError
        If k is not a whole number from 1 to 100, or a parameter is not finite or not above 0.

    Notes
    -----
    With x, t, T for frequency, recency and age, q = r + k x, S for the sum of the logs of the
    times between purchases, and (q)_n the rising factorial ([1]_),

    .. math:: L = \frac{e^{(k-1)S}}{\Gamma(k)^x} \frac{(r)_{kx}\,\alpha^r}{(\alpha+T)^q}
        \frac{(b)_x}{(a+b)_x} \left(W + e^y\right), \qquad
        W = \sum_{j<k} w_j, \quad w_j = \frac{(q)_j}{j!} \Bigl(\frac{T-t}{\alpha+T}\Bigr)^j,
        \quad y = \ln\frac{a}{b+x-1} + q \ln\frac{\alpha+T}{\alpha+t},

    where the term with y is absent for x = 0. The chance of being alive is W/(W + e^y). Who is
    alive has passed j phases since the last purchase with the chance w_j / W, and then the
    purchases to come are, exactly,

    .. math:: E[X(T, T+h) \mid \text{alive}] = \sum_{j<k} \frac{w_j}{W} \sum_{i\ge1}
        \frac{(b')_{i-1}}{(a+b')_{i-1}}\, P(N_j \ge ik - j), \qquad b' = b + x,

    with N_j negative binomial of shape q + j and mean (q + j) h/(alpha + T). The expectation in
    [1]_ and its companions is an approximation; this is not. `fit` and `log_likelihood` need
    `log_intervals` if k is not 1; all other verbs do without.

    References
    ----------
    .. [1] Reutterer, Platzer & Schröder (2021), Leveraging purchase regularity for predicting
       customer behavior the easy way, International Journal of Research in Marketing 38(1),
       194-215, doi:10.1016/j.ijresmar.2020.09.002.
    .. [2] Chatfield & Goodhardt (1973), A consumer purchasing model with Erlang inter-purchase
       times, Journal of the American Statistical Association 68(344), 828-835: the CNBD.

    Examples
    --------
    >>> from crmcore.summary import CustomerSummary
    >>> model = BGCNBD(k=3, r=1.2, alpha=2.4, a=0.8, b=2.4, unit="week")
    >>> seen = CustomerSummary(frequency=[6, 6], recency=[36, 24], T=[39, 39], unit="week")
    >>> model.probability_alive(seen).round(3)
    array([0.882, 0.052])
    >>> model.expected_purchases(seen, horizon="1 year").round(3)
    array([5.646, 0.349])
    """

    _CHANCES: ClassVar[int] = 0
