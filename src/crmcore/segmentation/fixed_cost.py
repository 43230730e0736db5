"""Cost magnets: customers who carry fixed cost for the others, and what if they left."""

from typing import Final

import attrs
import numpy as np
import numpy.typing as npt

from crmcore._checks import fraction, refuse_rows
from crmcore._display import Value
from crmcore._inputs import column, require_rows
from crmcore._text import Title, persian_digits
from crmcore._types import BoolArray, FloatArray
from crmcore.errors import InvalidInputError, UndefinedMetricError
from crmcore.segmentation.ssc_kinds import SSC_KINDS
from crmcore.segmentation.ssc_labels import Evidence, SscLabels, percent

__all__ = ["OthersProfit", "cost_magnet", "others_profit"]

_EXCESS: Final = Title(
    "Share of fixed cost above share of volume", "فزونی سهم هزینه ثابت بر سهم حجم"
)
_FIXED: Final = Title("Share of fixed cost", "سهم از هزینه ثابت")
_PROFIT: Final = Title("Own profit after fixed cost", "سود مشتری پس از هزینه ثابت")
_NOBODY_STAYS: Final = Title(
    "the profit of the others is undefined: nobody stays",
    "سود دیگر مشتریان تعریف‌نشده است: هیچ مشتری‌ای نمی‌ماند",
)
_ROUNDING: Final = 1e-12


def cost_magnet(
    fixed_cost: npt.ArrayLike,
    /,
    *,
    volume: npt.ArrayLike,
    driver: str | Title,
    bar: float,
    contribution: npt.ArrayLike | None = None,
    ids: npt.ArrayLike | None = None,
) -> SscLabels:
    r"""Label the customers who absorb more of the fixed cost than their share of the volume.

    Parameters
    ----------
    fixed_cost : array_like of shape (n,)
        Fixed cost that each customer absorbs, in money or as a share; at least 0.
    volume : array_like of shape (n,)
        What each customer takes of the driver: time, orders, weight; at least 0.
    driver : str or Title
        The name of the driver, such as ``"processing time"``.
    bar : float
        Least share of all fixed cost that makes a magnet, from 0 to 1.
    contribution : array_like of shape (n,), optional
        Contribution of each customer before fixed cost, in the money of `fixed_cost`; then its
        own profit stands beside the label. It is evidence, never the test.
    ids : array_like of shape (n,), optional
        Who each row is.

    Returns
    -------
    SscLabels
        Labelled where the excess is above 0 and the share of fixed cost reaches the bar, both
        but for rounding (1e-12). Evidence: excess, share of fixed cost, share of volume, profit.
        A magnet is a good customer: without it the others carry its fixed cost, see
        `others_profit`.

    Raises
    ------
    InvalidInputError
        If lengths differ, a number is negative or not finite, `driver` is empty, or `bar` is no
        fraction.
    UndefinedMetricError
        If there is no fixed cost, or no volume, to take a share of.

    Notes
    -----
    :math:`e_i = f_i / \sum f - v_i / \sum v`, and :math:`\sum e_i = 0`.

    References
    ----------
    .. [1] Buttle, The CRM value chain: cost magnets among the strategically significant
       customers.

    Examples
    --------
    >>> magnets = cost_magnet(
    ...     [500, 350, 75, 75], volume=[35, 25, 20, 20], driver="processing time", bar=0.2
    ... )
    >>> [label.words() for label in magnets][0]
    'Cost magnet: Share of fixed cost above share of volume 15%, Share of fixed cost 50%, Share of
    processing time 35%'
    """
    costs = _not_negative("fixed_cost", fixed_cost)
    volumes = _not_negative("volume", volume)
    require_rows("volume", volumes.size, costs.size)
    name = driver if isinstance(driver, Title) else Title(driver, driver)
    if not (name.en and name.fa):
        msg = f"driver must name what volume is measured in, got {driver!r}"
        raise InvalidInputError(msg)
    of_cost = _shares(Title("fixed_cost", "هزینه ثابت"), costs)
    of_volume = _shares(Title("volume", "حجم"), volumes)
    excess = of_cost - of_volume
    profit = _profit(contribution, costs)
    return SscLabels(
        kind="cost_magnet",
        rule=_rule(name, fraction("bar", bar)),
        edition=SSC_KINDS["cost_magnet"].edition,
        labelled=(excess > _ROUNDING) & (of_cost >= bar - _ROUNDING),
        evidence=(
            Evidence(key="excess", title=_EXCESS, unit="share", values=excess),
            Evidence(key="fixed_cost_share", title=_FIXED, unit="share", values=of_cost),
            Evidence(
                key="volume_share",
                title=Title(f"Share of {name.en}", f"سهم از {name.fa}"),
                unit="share",
                values=of_volume,
            ),
            *profit,
        ),
        ids=ids,
    )


def _not_negative(name: str, values: npt.ArrayLike) -> FloatArray:
    numbers = column(name, values)
    refuse_rows(name, numbers, numbers < 0, "be >= 0")
    return numbers


def _shares(whole: Title, numbers: FloatArray) -> FloatArray:
    largest = float(numbers.max(initial=0.0))
    if largest == 0:
        reason = Title(
            f"shares of {whole.en} are undefined: its total is 0",
            f"سهم از {whole.fa} تعریف‌نشده است: جمع {whole.fa} صفر است",
        )
        raise UndefinedMetricError(reason)
    scaled = numbers / largest
    return scaled / float(scaled.sum())


def _profit(contribution: npt.ArrayLike | None, costs: FloatArray) -> tuple[Evidence, ...]:
    if contribution is None:
        return ()
    earned = column("contribution", contribution)
    require_rows("contribution", earned.size, costs.size)
    return (Evidence(key="profit", title=_PROFIT, unit="money", values=earned - costs),)


def _rule(driver: Title, bar: float) -> Title:
    return Title(
        f"Share of fixed cost above share of {driver.en}, and at least {percent(bar)}",
        f"سهم از هزینه ثابت بیش از سهم از {driver.fa} و دست‌کم {persian_digits(percent(bar))}",
    )


@attrs.frozen(kw_only=True, repr=False)
class OthersProfit(Value):
    """Profit of the customers who stay, before and after some others leave.

    Attributes
    ----------
    staying : int
        How many stay.
    before : float
        Their profit while all are there, each carrying the fixed cost that it absorbs.
    after : float
        Their profit when they carry all fixed cost that could not be shed.
    """

    staying: int
    before: float
    after: float

    @property
    def change(self) -> float:
        """After less before: minus the fixed cost that the leavers leave behind."""
        return self.after - self.before

    def _facts(self) -> dict[str, object]:
        return {
            "staying": self.staying,
            "before": self.before,
            "after": self.after,
            "change": self.change,
        }


def others_profit(
    contribution: npt.ArrayLike,
    /,
    *,
    fixed_cost: npt.ArrayLike,
    leaving: npt.ArrayLike,
    avoidable: float = 0.0,
) -> OthersProfit:
    r"""Ask what the other customers would earn if some left.

    Parameters
    ----------
    contribution : array_like of shape (n,)
        Contribution of each customer before fixed cost, in money.
    fixed_cost : array_like of shape (n,)
        Fixed cost that each customer absorbs, in the same money; at least 0.
    leaving : array_like of bool, shape (n,), or of int
        Who leaves: a mask such as ``labels.labelled``, or rows.
    avoidable : float, default 0
        Part of the leavers' fixed cost that could be shed, from 0 to 1: an assumption to be
        stated. At 1 nobody else is touched.

    Returns
    -------
    OthersProfit
        Profit of those who stay, before and after.

    Raises
    ------
    InvalidInputError
        If lengths differ, a number is not finite or a cost negative, rows are out of bounds, or
        `avoidable` is no fraction.
    UndefinedMetricError
        If nobody stays.

    Notes
    -----
    With contribution :math:`c`, fixed cost :math:`f` of total :math:`F`, leavers :math:`S` and
    avoidable part :math:`a`: before :math:`\sum_{i \notin S} (c_i - f_i)`, after
    :math:`\sum_{i \notin S} c_i - (F - a f_S)`.

    Examples
    --------
    >>> others_profit([550, 400, 200, 200], fixed_cost=[500, 350, 75, 75], leaving=[0, 1])
    OthersProfit(staying=2, before=250, after=-600, change=-850)
    """
    fraction("avoidable", avoidable)
    earned = column("contribution", contribution)
    costs = _not_negative("fixed_cost", fixed_cost)
    require_rows("fixed_cost", costs.size, earned.size)
    gone = _mask(leaving, earned.size)
    stay = ~gone
    if not stay.any():
        raise UndefinedMetricError(_NOBODY_STAYS)
    own = float(earned[stay].sum())
    carried = float(costs[stay].sum())
    left_behind = (1 - avoidable) * float(costs[gone].sum())
    return OthersProfit(
        staying=int(np.count_nonzero(stay)),
        before=own - carried,
        after=own - carried - left_behind,
    )


def _mask(leaving: npt.ArrayLike, rows: int) -> BoolArray:
    chosen = np.asarray(leaving)
    if chosen.dtype == np.bool_:
        require_rows("leaving", chosen.size, rows)
        return chosen.reshape(rows)
    numbers = column("leaving", leaving)
    outside = (numbers < 0) | (numbers >= rows) | (numbers != np.floor(numbers))
    refuse_rows("leaving", numbers, outside, f"be rows from 0 to {rows - 1}, or a mask")
    mask = np.zeros(rows, dtype=np.bool_)
    mask[numbers.astype(np.int64)] = True
    return mask
