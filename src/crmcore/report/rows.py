"""The customers of a report as rows: everything known of each one on a line."""

import csv
import io
from typing import Any

import numpy as np

from crmcore._inputs import rows_among
from crmcore.report.analysis import Analysis

__all__ = ["customer_csv"]

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def customer_csv(analysis: Analysis, /) -> str:
    """Write one row a customer as CSV.

    Parameters
    ----------
    analysis : Analysis
        The results.

    Returns
    -------
    str
        CSV with a header; the forecast's columns are there only where there is a forecast.
    """
    columns = {**_known(analysis), **_foreseen(analysis)}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(zip(*columns.values(), strict=True))
    return out.getvalue()


def _known(analysis: Analysis) -> dict[str, list[Any]]:
    base = analysis.base
    bought = analysis.log.purchases()
    begin, end = bought.firsts, np.append(bought.firsts[1:], len(bought)) - 1
    kept = rows_among(analysis.log.ids[bought.customer[begin]], base.ids)
    first, last = bought.index[begin], bought.index[end]
    total = np.zeros(len(base)) if base.total_value is None else base.total_value
    scores = analysis.rfm.score(base)
    labels = analysis.tiers.labels
    return {
        "customer": [_safe(name) for name in base.ids.tolist()] if base.ids is not None else [],
        "first_purchase": first[kept].astype("datetime64[D]").astype(str).tolist(),
        "last_purchase": last[kept].astype("datetime64[D]").astype(str).tolist(),
        "purchases": (base.frequency + 1).astype(np.int64).tolist(),
        "sales": _round(total),
        "recency_score": scores.recency.tolist(),
        "frequency_score": scores.frequency.tolist(),
        "monetary_score": scores.monetary.tolist(),
        "segment": analysis.segments.labels.tolist(),
        "tier": [labels[tier - 1] for tier in analysis.tiers.score(total)],
    }


def _foreseen(analysis: Analysis) -> dict[str, list[Any]]:
    outlook = analysis.forecast
    if outlook is None:
        return {}
    value, ends = outlook.value, outlook.value.interval
    sureness = {} if ends is None else {"low": ends.low, "high": ends.high}
    return {
        "probability_left": _round(outlook.gone.probability, 6),
        "probability_no_purchase": _round(outlook.silent.probability, 6),
        "expected_purchases": _round(outlook.expected, 4),
        "expected_spend": _round(value.expected_spend),
        "future_value": _round(value.value),
        "money_at_risk": _round(outlook.risk.money),
        "high_lifetime_value": outlook.strategic.included.astype(np.int64).tolist(),
        **{f"future_value_{end}": _round(values) for end, values in sureness.items()},
    }


# A spreadsheet would run a name that begins so as a formula.
def _safe(name: Any) -> Any:  # noqa: ANN401 - text or whole number
    return f"'{name}" if isinstance(name, str) and name.startswith(_FORMULA) else name


def _round(values: "np.ndarray[Any, np.dtype[np.float64]]", digits: int = 2) -> list[float]:
    rounded: list[float] = np.round(values, digits).tolist()
    return rounded
