"""The BG/NBD model of purchases and dropout."""

from typing import ClassVar

import attrs

from crmcore.metrics.clv._families.beta_geometric.model import BetaGeometric

__all__ = ["BGNBD"]


@attrs.frozen(kw_only=True, repr=False)
class BGNBD(BetaGeometric):
    r"""The beta-geometric/NBD model: customers may leave right after a repeat purchase.

    While a customer stays, purchases come at random at a rate that differs between customers as
    Gamma(r, alpha); after each repeat purchase the customer leaves for good with a probability
    that differs as Beta(a, b), independent of the rate.

    Attributes
    ----------
    r : float
        Shape of the purchase rates, above 0: the larger, the more alike they are.
    alpha : float
        Rate of the purchase rates, in units of time: the mean rate is r / alpha.
    a, b : float
        Shapes of the dropout probabilities, above 0: their mean is a / (a + b).
    unit : {"day", "week", "month", "year", "period"} or None, default None
        The unit of time; None takes customers in any.

    Raises
    ------
    InvalidInputError
        If a parameter is not finite or not above 0.

    Notes
    -----
    With x, t, T for frequency, recency and age, and (q)_n the rising factorial ([1]_, eq. 6):

    .. math:: L = \frac{(r)_x\,\alpha^r}{(\alpha+T)^{r+x}} \frac{(b)_x}{(a+b)_x} (1 + e^y),
        \qquad y = \ln\frac{a}{b+x-1} + (r+x)\ln\frac{\alpha+T}{\alpha+t},

    where the term with y is absent for x = 0. The chance of being alive is 1/(1 + e^y): exactly 1
    for x = 0, since nobody leaves before a repeat purchase. The purchases of the living are taken
    as a mean over the dropout probability, which has no singular case at a = 1,

    .. math:: E[X(T, T+h) \mid \text{alive}] = E_{p\sim\mathrm{Beta}(a,\,b+x)}\!\left[
        \frac{1 - (1 + p\,h/(\alpha+T))^{-(r+x)}}{p}\right]

    (equal to eq. 10 of [1]_ where that is defined), and so are their discounted purchases [2]_.

    References
    ----------
    .. [1] Fader, Hardie & Lee (2005), "Counting your customers" the easy way, Marketing Science
       24(2), 275-284, doi:10.1287/mksc.1040.0098.
    .. [2] Fader, Hardie & Lee (2005), RFM and CLV, Journal of Marketing Research 42(4), 415-430:
       discounted expected residual transactions.

    Examples
    --------
    >>> from crmcore.summary import CustomerSummary
    >>> cdnow = BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426, unit="week")
    >>> seen = CustomerSummary(frequency=[2, 0], recency=[30, 0], T=[39, 39], unit="week")
    >>> cdnow.expected_purchases(seen, horizon="1 year").round(3)
    array([1.544, 0.252])
    """

    _CHANCES: ClassVar[int] = 0
