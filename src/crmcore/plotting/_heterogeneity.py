"""How customers differ: the densities of buying and of leaving that a model has fitted."""

import math
from collections.abc import Callable, Mapping
from typing import Any, Final, Literal, TypeAlias

import attrs
import numpy as np

from crmcore._checks import choice
from crmcore._special import log_beta, log_gamma
from crmcore._text import Title
from crmcore._types import FloatArray, Language
from crmcore.errors import InvalidInputError
from crmcore.metrics.clv.fitting._parametric import Parametric
from crmcore.metrics.clv.fitting.fit import Fit
from crmcore.plotting._style import INKS, Axes, axes, faded, label, percent, short, tick_numbers
from crmcore.plotting._words import PER

__all__ = ["Trait", "heterogeneity"]

Trait: TypeAlias = Literal["buying", "leaving"]

_BUYING: Final = Title("How customers differ in buying", "تفاوت مشتریان در خرید")
_LEAVING: Final = Title("How customers differ in leaving", "تفاوت مشتریان در رفتن")
_Y: Final = Title("Density (area = all customers)", "چگالی (مساحت = همه مشتریان)")
_MEAN: Final = Title("mean {}", "میانگین {}")
_ALIKE: Final = Title("all alike, {}", "همه یکسان، {}")
_RATE: Final = Title("Purchase rate ({})", "نرخ خرید ({})")
_DEATH: Final = Title("Rate of leaving ({})", "نرخ رفتن ({})")
_FIRST_DEATH: Final = Title(
    "Rate of leaving at the first purchase ({})", "نرخ رفتن در زمان اولین خرید ({})"
)
_DROP: Final = Title("Chance to leave after a purchase (%)", "احتمال رفتن پس از یک خرید (٪)")
_BUY: Final = Title("Chance to buy at an opportunity (%)", "احتمال خرید در یک فرصت (٪)")
_GO: Final = Title("Chance to leave before an opportunity (%)", "احتمال رفتن پیش از یک فرصت (٪)")
_CHURN: Final = Title("Chance to leave at a renewal (%)", "احتمال رفتن در یک نوبت تمدید (٪)")
_POINTS: Final = 400
_REACH: Final = 4.0  # standard deviations
_EDGE: Final = 0.02
_HEADROOM: Final = 1.1
_SAME: Final = 1e-3


@attrs.frozen
class _Spread:
    """A gamma density of rates (shape, rate), or a beta density of chances."""

    kind: Literal["gamma", "beta"]
    name: Title
    first: float
    second: float

    @property
    def scale(self) -> float:
        return 1.0 if self.kind == "gamma" else 100.0

    @property
    def most(self) -> float:
        return math.inf if self.kind == "gamma" else 1.0

    @property
    def mean(self) -> float:
        total = self.second if self.kind == "gamma" else self.first + self.second
        return self.first / total

    @property
    def deviation(self) -> float:
        if self.kind == "gamma":
            return math.sqrt(self.first) / self.second
        return math.sqrt(self.mean * (1 - self.mean) / (self.first + self.second + 1))

    def density(self, x: FloatArray) -> FloatArray:
        a, b = self.first, self.second
        if self.kind == "gamma":
            log = a * np.log(b * x) - np.log(x) - b * x - log_gamma(a)
        else:
            log = (a - 1) * np.log(x) + (b - 1) * np.log1p(-x) - log_beta(a, b)
        return np.exp(log)


def _rates(model: Any) -> _Spread:  # noqa: ANN401 - has the parameters of its rule
    return _Spread("gamma", _RATE, model.r, model.alpha * getattr(model, "k", 1))


def _deaths(model: Any) -> _Spread:  # noqa: ANN401
    return _Spread("gamma", _DEATH, model.s, model.beta)


def _first_deaths(model: Any) -> _Spread:  # noqa: ANN401
    return _Spread("gamma", _FIRST_DEATH, model.s, model.beta / model.b)


def _drops(model: Any) -> _Spread:  # noqa: ANN401
    return _Spread("beta", _DROP, model.a, model.b)


def _chances(name: Title, first: str, second: str) -> Callable[[Any], _Spread]:
    return lambda model: _Spread("beta", name, getattr(model, first), getattr(model, second))


_RULES: Final[Mapping[tuple[str, ...], Mapping[Trait, Callable[[Any], _Spread]]]] = {
    ("r", "alpha"): {"buying": _rates},
    ("r", "alpha", "a", "b"): {"buying": _rates, "leaving": _drops},
    ("r", "alpha", "s", "beta"): {"buying": _rates, "leaving": _deaths},
    ("r", "alpha", "b", "s", "beta"): {"buying": _rates, "leaving": _first_deaths},
    ("alpha", "beta", "gamma", "delta"): {
        "buying": _chances(_BUY, "alpha", "beta"),
        "leaving": _chances(_GO, "gamma", "delta"),
    },
    ("alpha", "beta"): {"leaving": _chances(_CHURN, "alpha", "beta")},
}


def heterogeneity(
    model: "Parametric | Fit[Any]",
    /,
    *,
    of: Trait | None = None,
    ax: Axes | None = None,
    language: Language = "en",
) -> Axes:
    """Draw how customers differ in buying or in leaving, as a model says.

    Parameters
    ----------
    model : purchase or contract model, or its Fit
        A model whose customers differ by a gamma or a beta distribution.
    of : {"buying", "leaving"}, optional
        What is drawn; None is buying, and leaving where the model knows nothing else.
    ax : matplotlib.axes.Axes, optional
        Where to draw; None makes a new figure.
    language : {"en", "fa"}, default "en"
        The language of all text.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on: the density across customers, new ones and not only those still there,
        and a dashed upright at their mean. Where a shape is below 1 the density has no bound at
        that end and leaves the picture. Customers who are all alike are the upright alone.

    Raises
    ------
    InvalidInputError
        If the model says nothing of that.
    MissingExtraError
        If matplotlib is not installed.

    Notes
    -----
    Purchase rates are Gamma(r, alpha), divided by the phases k of regular buyers; chances to
    leave are Beta(a, b) or, at a renewal, Beta(alpha, beta); death rates are Gamma(s, beta), and
    Gamma(s, beta / b) at the first purchase where they grow. Of discrete opportunities the two
    chances are Beta(alpha, beta) and Beta(gamma, delta).

    Examples
    --------
    >>> from crmcore.metrics.clv.bg_nbd import BGNBD
    >>> cdnow = BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426, unit="week")
    >>> ax = heterogeneity(cdnow, of="leaving")
    >>> ax.get_xlabel(), ax.get_legend().get_texts()[0].get_text()
    ('Chance to leave after a purchase (%)', 'mean 25%')
    """
    said: Parametric = model.model if isinstance(model, Fit) else model
    trait, spread = _chosen(said, of)
    chart, per = axes(ax), PER[getattr(said, "unit", None)].text(language)
    alike = spread.deviation <= _SAME * spread.mean
    (_alone if alike else _curve)(chart, spread)
    told = percent(100 * spread.mean, language)
    if spread.kind == "gamma":
        told = f"{short(spread.mean, language)} {per}"
    chart.axvline(
        spread.scale * spread.mean, color=INKS["c2"], linestyle="--", linewidth=2,
        label=(_ALIKE if alike else _MEAN).text(language).format(told),
    )  # fmt: skip
    title, x = (_BUYING if trait == "buying" else _LEAVING), spread.name.text(language).format(per)
    label(chart, title=title.text(language), x=x, y=_Y.text(language))
    tick_numbers(chart, language)
    chart.legend(frameon=False)
    return chart


def _chosen(model: Parametric, of: Trait | None) -> tuple[Trait, _Spread]:
    names = tuple(model.parameters)
    rules = _RULES.get(names)
    if rules is None:
        told = ", ".join(names)
        msg = f"model must have customers who differ as gamma or beta, got parameters {told}"
        raise InvalidInputError(msg)
    trait: Trait = next(iter(rules)) if of is None else choice("of", of, tuple(rules))
    return trait, rules[trait](model)


def _alone(ax: Axes, spread: _Spread) -> None:
    ax.set_xlim(0, 2 * spread.scale * spread.mean)
    ax.set_yticks([])


def _curve(ax: Axes, spread: _Spread) -> None:
    low = max(spread.mean - _REACH * spread.deviation, 0.0)
    high = min(spread.mean + _REACH * spread.deviation, spread.most)
    place = np.linspace(low, high, _POINTS + 2)[1:-1]
    x, density = spread.scale * place, spread.density(place) / spread.scale
    ax.plot(x, density, color=INKS["c1"], linewidth=2)
    ax.fill_between(x, density, color=faded("c1", 0.15), linewidth=0)
    ax.set_xlim(spread.scale * low, spread.scale * high)
    endless = spread.first < 1 or (spread.kind == "beta" and spread.second < 1)
    edge = round(_EDGE * _POINTS) if endless else 0
    ax.set_ylim(0, _HEADROOM * float(density[edge : _POINTS - edge].max()))
