"""The MBG/NBD model of purchases and dropout, which may follow the first purchase already."""

from typing import ClassVar

import attrs

from crmcore.metrics.clv._families.beta_geometric.model import BetaGeometric

__all__ = ["MBGNBD"]


@attrs.frozen(kw_only=True, repr=False)
class MBGNBD(BetaGeometric):
    r"""The modified BG/NBD model: customers may leave after any purchase, the first included.

    While a customer stays, purchases come at random at a rate that differs between customers as
    Gamma(r, alpha); after each purchase, the first one too, the customer leaves for good with a
    probability that differs as Beta(a, b), independent of the rate. So a one-time buyer may have
    left, unlike in BG/NBD.

    Attributes
    ----------
    r : float
        Shape of the purchase rates, above 0: the larger, the more alike they are.
    alpha : float
        Rate of the purchase rates, in units of time: the mean rate is r / alpha.
    a, b : float
        Shapes of the dropout probabilities, above 0: their mean is a / (a + b), and that is the
        share of customers who leave after their first purchase.
    unit : {"day", "week", "month", "year", "period"} or None, default None
        The unit of time; None takes customers in any.

    Raises
    ------
    InvalidInputError
        If a parameter is not finite or not above 0.

    Notes
    -----
    With x, t, T for frequency, recency and age, and (q)_n the rising factorial ([1]_, [2]_):

    .. math:: L = \frac{(r)_x\,\alpha^r}{(\alpha+T)^{r+x}} \frac{(b)_{x+1}}{(a+b)_{x+1}}
        (1 + e^y), \qquad y = \ln\frac{a}{b+x} + (r+x)\ln\frac{\alpha+T}{\alpha+t},

    and the chance of being alive is 1/(1 + e^y), also for x = t = 0. A customer who is still one
    is as in BG/NBD with b + 1 in place of b, so the purchases of the living are

    .. math:: E[X(T, T+h) \mid \text{alive}] = E_{p\sim\mathrm{Beta}(a,\,b+x+1)}\!\left[
        \frac{1 - (1 + p\,h/(\alpha+T))^{-(r+x)}}{p}\right],

    a mean without a singular case, and a customer not yet seen stays with the chance b / (a + b).

    References
    ----------
    .. [1] Batislam, Denizel & Filiztekin (2007), Empirical validation and comparison of models for
       customer base analysis, International Journal of Research in Marketing 24(3), 201-209,
       doi:10.1016/j.ijresmar.2006.12.005.
    .. [2] Hoppe & Wagner (2007), Customer base analysis: the case for a central variant of the
       Betageometric/NBD model, Marketing: Journal of Research and Management 3(2), 75-90.

    Examples
    --------
    >>> from crmcore.summary import CustomerSummary
    >>> cdnow = MBGNBD(r=0.525, alpha=6.183, a=0.891, b=1.614, unit="week")
    >>> seen = CustomerSummary(frequency=[2, 0], recency=[30, 0], T=[39, 39], unit="week")
    >>> cdnow.probability_alive(seen).round(3)
    array([0.698, 0.389])
    >>> cdnow.expected_purchases(seen, horizon="1 year").round(3)
    array([1.58 , 0.198])
    """

    _CHANCES: ClassVar[int] = 1
