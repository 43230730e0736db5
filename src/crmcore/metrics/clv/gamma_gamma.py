"""The Gamma-Gamma model of spend."""

from collections.abc import Mapping
from typing import ClassVar, Self, get_args

import attrs
import numpy as np

from crmcore._checks import choice
from crmcore._distinct import in_chunks
from crmcore._special import log_beta_kernel
from crmcore._text import Title, persian_figure
from crmcore._types import FloatArray, IntArray
from crmcore.currencies import stated_currency
from crmcore.errors import InvalidInputError, UndefinedMetricError
from crmcore.metrics.clv._arguments import copies
from crmcore.metrics.clv._families.gamma_gamma import gamma_gamma_problem, mean_spend, repeat_spend
from crmcore.metrics.clv._families.single_spend import SpendData, log_density_within
from crmcore.metrics.clv.fitting._estimation import fit_problem
from crmcore.metrics.clv.fitting._parametric import Parametric, positive
from crmcore.metrics.clv.fitting.fit import Fit
from crmcore.metrics.clv.fitting.priors import Prior
from crmcore.summary import CustomerSummary

__all__ = ["GammaGamma"]


@attrs.frozen(kw_only=True, repr=False)
class GammaGamma(Parametric):
    r"""The Gamma-Gamma model: spend per purchase, independent of how often a customer buys.

    The spend of each purchase of a customer is Gamma(p, nu); nu differs between customers as
    Gamma(q, v).

    Attributes
    ----------
    p : float
        Shape of the spend of a customer's purchases, above 0: the larger, the steadier.
    q : float
        Shape of the differences between customers, above 0: the larger, the more alike they are.
    v : float
        Scale, in money: the mean spend of a customer not yet seen is p v / (q - 1) if q > 1. (The
        literature calls it v or gamma.)
    currency : str or None, default None
        The currency; None takes customers in any.

    Raises
    ------
    InvalidInputError
        If a parameter is not finite or not above 0.

    Notes
    -----
    The density of the mean spend m of x repeat purchases is ([1]_, eq. 1a)

    .. math:: f(m) = \frac{1}{m\,B(px, q)} \left(\frac{xm}{xm+v}\right)^{px}
        \left(\frac{v}{xm+v}\right)^{q},

    computed on the log scale in saddle-point form, so that neither large p nor large q cancels.

    References
    ----------
    .. [1] Fader & Hardie (2013), The Gamma-Gamma Model of Monetary Value, note 025,
       brucehardie.com.
    .. [2] Fader, Hardie & Lee (2005), RFM and CLV, Journal of Marketing Research 42(4), 415-430.

    Examples
    --------
    >>> cdnow = GammaGamma(p=6.25, q=3.74, v=15.44)
    >>> seen = CustomerSummary(
    ...     frequency=[2, 1, 0], recency=[30, 9, 0], T=[39, 39, 39], unit="week",
    ...     monetary_value=[22.35, 11.77, 0],
    ... )
    >>> cdnow.expected_spend(seen).round(2)
    array([24.66, 18.92, 35.22])
    """

    _NAMES: ClassVar[tuple[str, ...]] = ("p", "q", "v")
    _SHAPES: ClassVar[tuple[str, ...]] = ("p", "q")

    p: float = attrs.field(validator=positive)
    q: float = attrs.field(validator=positive)
    v: float = attrs.field(validator=positive)
    currency: str | None = attrs.field(default=None, converter=stated_currency)

    @classmethod
    def fit(
        cls,
        customers: CustomerSummary,
        /,
        *,
        on: SpendData = "means",
        fixed: Mapping[str, float] | None = None,
        prior: Prior | None = None,
    ) -> Fit[Self]:
        """Fit the model by maximum likelihood to the repeat buyers.

        Parameters
        ----------
        customers : CustomerSummary
            The base, with `monetary_value`; weights count as customers. Customers without a
            repeat purchase tell nothing about it and are passed over.
        on : {"means", "purchases"}, default "means"
            Fit to each customer's mean spend, or to the spend of each purchase, which `log_spend`
            sums up. Single purchases tell more of p; means bear with amounts that are no gamma
            variables, such as a few fixed prices.
        fixed : mapping of str to float, optional
            Parameters that are known, in the currency of the base.
        prior : Prior, optional
            What is known of the shapes beforehand; the likelihood times the prior is maximised.

        Returns
        -------
        Fit
            The most likely model with the evidence for it; its `customers` are the repeat buyers.

        Raises
        ------
        FitError
            If there are no repeat buyers, or all of them spend the same.
        InvalidInputError
            If `monetary_value` (or `log_spend`) is missing, or a repeat purchase was free, which a
            gamma variable never is; or the model has no parameter of a name.

        Examples
        --------
        >>> truth = GammaGamma(p=6.0, q=4.0, v=15.0)
        >>> rng = np.random.default_rng(3)
        >>> x = rng.integers(0, 6, 3000)
        >>> base = CustomerSummary(
        ...     frequency=x, recency=(x > 0) * 20.0, T=np.full(3000, 39.0), unit="week"
        ... )
        >>> fit = GammaGamma.fit(truth.simulate(base, rng=rng))
        >>> fit.diagnosis.interior, fit.customers == float((x > 0).sum())
        (True, True)
        """
        blank = cls(p=1.0, q=1.0, v=1.0, currency=customers.currency)
        problem = gamma_gamma_problem(customers, on=choice("on", on, get_args(SpendData)))
        options = {} if on == "means" else {"on": on}
        return fit_problem(problem, blank, fixed=fixed, prior=prior, options=options)

    def log_likelihood(
        self, customers: CustomerSummary, /, *, on: SpendData = "means"
    ) -> FloatArray:
        """Give the log-likelihood of each customer's spend.

        Parameters
        ----------
        customers : CustomerSummary
            ``n`` customers with `monetary_value`.
        on : {"means", "purchases"}, default "means"
            The density of the mean spend, or that of all single purchases, for which `log_spend`
            is needed.

        Returns
        -------
        ndarray of shape (n,)
            Log densities; 0 where there is no repeat purchase. Weights are not multiplied in.

        Raises
        ------
        InvalidInputError
            If a column is missing, a repeat purchase was free, or the currencies differ.

        Examples
        --------
        >>> seen = CustomerSummary(
        ...     frequency=[2, 0], recency=[30, 0], T=[39, 39], unit="week",
        ...     monetary_value=[22.35, 0],
        ... )
        >>> GammaGamma(p=6.25, q=3.74, v=15.44).log_likelihood(seen).round(3)
        array([-3.551,  0.   ])
        """
        self._require_currency(customers)

        def formula(x: FloatArray, mean: FloatArray) -> FloatArray:
            bought = x > 0
            x, mean = np.where(bought, x, 1.0), np.where(bought, mean, 1.0)
            both = self.v + x * mean
            kernel = log_beta_kernel(
                self.p * x, np.full_like(x, self.q), x * mean / both, self.v / both
            )
            return np.where(bought, kernel - np.log(mean), 0.0)

        means = in_chunks(formula, customers.frequency, repeat_spend(customers))
        if choice("on", on, get_args(SpendData)) == "means":
            return means
        return means + log_density_within(self.p, customers)

    def expected_spend(self, customers: CustomerSummary, /) -> FloatArray:
        r"""Give the spend per purchase to be expected of each customer.

        Parameters
        ----------
        customers : CustomerSummary
            ``n`` customers with `monetary_value`.

        Returns
        -------
        ndarray of shape (n,)
            Money, above 0; higher is better. It lies between the customer's own mean and that of
            all customers, the nearer to the former the more the customer has bought.

        Raises
        ------
        InvalidInputError
            If `monetary_value` is missing, or the currencies differ.
        UndefinedMetricError
            If the mean is infinite for some customers.

        Notes
        -----
        With x purchases of mean spend m ([1]_, eq. 5),

        .. math:: E[M \mid x, m] = \frac{p\,(v + x m)}{p x + q - 1},

        which is infinite if p x + q <= 1.

        References
        ----------
        .. [1] Fader & Hardie (2013), The Gamma-Gamma Model of Monetary Value.

        Examples
        --------
        >>> seen = CustomerSummary(
        ...     frequency=[2, 0], recency=[30, 0], T=[39, 39], unit="week",
        ...     monetary_value=[22.35, 0],
        ... )
        >>> GammaGamma(p=6.25, q=3.74, v=15.44).expected_spend(seen).round(2)
        array([24.66, 35.22])
        """
        self._require_currency(customers)
        mean = mean_spend(customers)
        below = self.p * customers.frequency + (self.q - 1)
        rows = np.flatnonzero(below <= 0)
        if rows.size:
            raise UndefinedMetricError(self._infinite(rows, float(customers.frequency[rows[0]])))
        return self.p * (self.v + customers.frequency * mean) / below

    def _infinite(self, rows: IntArray, first: float) -> Title:
        x, p, q = f"x = {first:g}", f"p = {self.p:g}", f"q = {self.q:g}"
        count, row = str(rows.size), str(rows[0])
        return Title(
            f"expected spend is infinite for {count} customers with p x + q <= 1, the first at "
            f"row {row} with {x} ({p}, {q}): value only customers with more purchases, or use a "
            "model with q > 1",
            f"میانگین مبلغ مورد انتظار برای {persian_figure(count)} مشتری با "
            f"{persian_figure('p x + q <= 1')} بی‌نهایت است، نخستین آن‌ها در ردیف "
            f"{persian_figure(row)} با {persian_figure(x)} ({persian_figure(p)}، "
            f"{persian_figure(q)}): فقط مشتریان با خرید بیشتر را ارزش‌گذاری کنید، یا مدلی با "
            f"{persian_figure('q > 1')} به کار ببرید",
        )

    def simulate(
        self, customers: CustomerSummary, /, *, rng: np.random.Generator
    ) -> CustomerSummary:
        """Draw the spend of each repeat purchase from the model.

        Parameters
        ----------
        customers : CustomerSummary
            Customers whose purchases are known or simulated.
        rng : numpy.random.Generator
            Source of chance.

        Returns
        -------
        CustomerSummary
            The same customers with a new `monetary_value` and `log_spend`.

        Examples
        --------
        >>> seen = CustomerSummary(frequency=[2, 0], recency=[30, 0], T=[39, 39], unit="week")
        >>> drawn = GammaGamma(p=6.0, q=4.0, v=15.0).simulate(seen, rng=np.random.default_rng(0))
        >>> drawn.monetary_value > 0
        array([ True, False])
        """
        self._require_currency(customers)
        x = customers.frequency.astype(np.int64)
        who = np.repeat(np.arange(x.size), x)
        # a gamma variable of a small shape, in logs, so that it never is 0
        logs = np.log(rng.standard_gamma(self.p + 1, who.size))
        logs -= rng.standard_exponential(who.size) / self.p
        scale = np.log(self.v / rng.standard_gamma(self.q, x.size))
        logs += scale[who]
        spend = np.bincount(who, np.exp(logs), x.size) / np.maximum(x, 1)
        log_spend = np.bincount(who, logs, x.size)
        currency = customers.currency if self.currency is None else self.currency
        return attrs.evolve(customers, monetary_value=spend, log_spend=log_spend, currency=currency)

    def resample(
        self, customers: CustomerSummary, /, *, rng: np.random.Generator
    ) -> CustomerSummary:
        """Draw a base like a given one from the model.

        Parameters
        ----------
        customers : CustomerSummary
            Who is drawn: as many customers, each with the same number of purchases.
        rng : numpy.random.Generator
            Source of chance.

        Returns
        -------
        CustomerSummary
            One row a customer.

        Raises
        ------
        InvalidInputError
            If a weight is not whole.
        """
        rows = copies(customers.row_weights)
        return self.simulate(attrs.evolve(customers.select(rows), weights=None), rng=rng)

    def _require_currency(self, customers: CustomerSummary) -> None:
        known = {self.currency, customers.currency} - {None}
        if len(known) > 1:
            msg = (
                f"customers must be in the model's currency, {self.currency!r}, got "
                f"{customers.currency!r}"
            )
            raise InvalidInputError(msg)

    def _facts(self) -> Mapping[str, object]:
        return {**self.parameters, **({} if self.currency is None else {"currency": self.currency})}
