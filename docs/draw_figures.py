"""Draw the figures of the README and the documentation, from the made-up shop of `demo_log`.

Run ``python docs/draw_figures.py`` with the extra ``plot`` installed; it writes ``docs/_static``.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

import crmcore as crm
from crmcore import plotting
from crmcore.datasets import demo_log
from crmcore.metrics.clv import forecast_purchases, profile_likelihood
from crmcore.metrics.clv.evaluation.calibration import reliability
from crmcore.valuechain import compare, framework_crosswalk
from crmcore.valuechain.porter import Activity

STATIC: Final = Path(__file__).parent / "_static"
OBSERVED_UNTIL: Final = "2024-12-31"
CALIBRATION_UNTIL: Final = "2024-04-30"

# A picture in an <img> has no page to take colours from: it brings its own, light and dark, and
# its own paper, so that it can be read whatever lies behind it.
LOOK: Final = """<style>
svg{--ink:#1c1f24;--soft:#5b6470;--line:#d9dce1;--paper:#fdfdfb;--c1:#1f6f8b;--c2:#c2571a;
color:var(--ink);font-family:system-ui,-apple-system,"Segoe UI",Roboto,Arial,sans-serif}
@media(prefers-color-scheme:dark){svg{--ink:#e8eaed;--soft:#a5adb8;--line:#3a4049;
--paper:#16191d;--c1:#6db9d3;--c2:#f0945a}}
</style>"""

SHOWN: Final = "C00056"
# Contracts left after 0, 1, 2, ... renewals.
SURVIVORS: Final = ((1000, 869, 743, 653, 593, 551, 517, 491), (600, 520, 440))
Draw = Callable[[Any], object]
SIZES: Final = {
    "segments": (7.0, 6.0),
    "maturity_radar": (7.0, 6.0),
    "maturity_heat_map": (7.0, 4.5),
    "crosswalk_table": (9.5, 8.5),
    "dependency_graph": (9.0, 3.4),
    "value_chain": (9.0, 5.6),
    "forecast_range": (7.0, 3.4),
}
# Ratings by stage and condition of the CRM value chain; the rival is known on the stages alone.
JUDGED: Final = (4, 3, 2, 3, 4, 3, 2, 3, 4, 3, 2, 3, 4)
RIVAL: Final = (3, 4, 4, 3, 2)


def figures() -> dict[str, Draw]:
    """Compute what the figures show.

    Returns
    -------
    dict of str to callable
        The figures by the names of their files; each takes matplotlib axes.
    """
    log = demo_log()
    base = log.summarize(observed_until=OBSERVED_UNTIL, unit="week")
    parts = log.split(
        calibration_until=CALIBRATION_UNTIL, holdout_until=OBSERVED_UNTIL, unit="week"
    )
    known = crm.BGNBD.fit(parts.calibration).model
    model = crm.BGNBD.fit(base).model
    weeks = crm.track(
        known, log, unit="week", calibration_until=CALIBRATION_UNTIL, until=OBSERVED_UNTIL
    )
    check = crm.check_holdout(known, parts)
    curve = crm.whale_curve(crm.kpi_columns(log)["profit"])
    rfm = crm.RFM.fit(base)
    scores, table = rfm.score(base), rfm.segment(base).summary(customers=base)
    profit = crm.Title("profit", "سود")
    return {
        "whale_curve": lambda ax: plotting.whale_curve(curve, value=profit, ax=ax),
        "rfm_grid": lambda ax: plotting.rfm_grid(
            scores, money=base.total_value, currency="EUR", ax=ax
        ),
        "segments": lambda ax: plotting.segments(table, ax=ax),
        "probability_alive": lambda ax: plotting.probability_alive(
            model, unit="week", T=104, ax=ax
        ),
        "holdout": lambda ax: plotting.holdout(check, ax=ax),
        "tracking_incremental": lambda ax: plotting.tracking_incremental(weeks, ax=ax),
        "tracking_cumulative": lambda ax: plotting.tracking_cumulative(weeks, ax=ax),
    }


def customer_value_figures() -> dict[str, Draw]:
    """Compute what the figures of models of purchases, of spend and of value show.

    Returns
    -------
    dict of str to callable
        As `figures` gives them.
    """
    log = demo_log()
    base = log.summarize(observed_until=OBSERVED_UNTIL, unit="week")
    parts = log.split(
        calibration_until=CALIBRATION_UNTIL, holdout_until=OBSERVED_UNTIL, unit="week"
    )
    known = crm.BGNBD.fit(parts.calibration).model
    told = 1 - known.purchase_pmf(parts.calibration, 0, horizon=parts.duration)
    table = reliability(told, parts.holdout_frequency > 0)
    fit, spend = crm.BGNBD.fit(base), crm.GammaGamma.fit(base)
    value = crm.customer_value(
        fit, spend, base, rate=crm.Rate(0.1, per="year"), margin=0.3, acquisition_cost=5
    )
    ahead = forecast_purchases(
        fit, base, horizon=26, rng=np.random.default_rng(1), labels=_how_often(base.frequency)
    )
    curve = profile_likelihood(fit, base, "b")
    return {
        "frequency_fit": lambda ax: plotting.frequency_fit(fit, base, top=10, ax=ax),
        "spend_density": lambda ax: plotting.spend_density(spend, base, ax=ax),
        "heterogeneity_buying": lambda ax: plotting.heterogeneity(fit, ax=ax),
        "heterogeneity_leaving": lambda ax: plotting.heterogeneity(fit, of="leaving", ax=ax),
        "profile": lambda ax: plotting.profile(curve, ax=ax),
        "calibration_curve": lambda ax: plotting.calibration_curve(table, ax=ax),
        "alive_history": lambda ax: plotting.alive_history(
            fit, log, customer=SHOWN, until=OBSERVED_UNTIL, ax=ax
        ),
        "expected_purchases": lambda ax: plotting.expected_purchases(
            fit.model, unit="week", T=104, horizon=26, max_frequency=24, ax=ax
        ),
        "forecast_range": lambda ax: plotting.forecast_range(ahead, ax=ax),
        "value_distribution": lambda ax: plotting.value_distribution(value, ax=ax),
        "lorenz_curve": lambda ax: plotting.lorenz_curve(crm.whale_curve(value.residual), ax=ax),
    }


def contract_figures() -> dict[str, Draw]:
    """Compute what the figures of contracts show, from two made-up cohorts.

    Returns
    -------
    dict of str to callable
        As `figures` gives them.
    """
    seen = crm.ContractTenures.from_survivors(*SURVIVORS, unit="year")
    fit = crm.SBG.fit(seen)
    return {
        "survival": lambda ax: plotting.survival(fit, seen, ax=ax),
        "retention": lambda ax: plotting.retention(fit, seen, ax=ax),
    }


def _how_often(frequency: npt.NDArray[np.float64]) -> list[str]:
    names = np.array(["once", "two or three times", "more often"])
    return names[np.digitize(frequency, [1, 3])].tolist()


def framework_figures() -> dict[str, Draw]:
    """Compute what the figures of frameworks show, from made-up ratings and activities.

    Returns
    -------
    dict of str to callable
        As `figures` gives them.
    """
    chain = crm.frameworks["crm_value_chain"]
    score = {
        practice.key: said
        for element, said in zip(chain, JUDGED, strict=True)
        for practice in element.practices
    }
    found = chain.assess([crm.Rating(*one) for one in score.items()], as_of="2024-06-30")
    stages = [stage.key for stage in chain.of_role("stage")]
    beside = compare(found, target=4, competitors={"Rival": dict(zip(stages, RIVAL, strict=True))})
    firm = crm.PorterAnalysis(
        [
            Activity("receiving", category="inbound_logistics", cost=120, value=150),
            Activity("plant", category="operations", cost=400, value=520),
            Activity("shipping", category="outbound_logistics", cost=90, value=70),
            Activity("sales", category="marketing_sales", cost=200, value=260),
            Activity("repair", category="service", cost=100, value=160),
            Activity("buying", category="procurement", cost=50, value=70),
            Activity("training", category="human_resources", cost=60, value=80),
            Activity("shop", category="technology", cost=150, value=240),
            Activity("planning", category="infrastructure", cost=80, value=60),
        ],
        [("buying", "plant"), ("receiving", "plant"), ("plant", "shipping"), ("shop", "sales"),
         ("shipping", "repair"), ("training", "repair"), ("repair", "sales"), ("sales", "planning"),
         ("planning", "buying")],
        currency="EUR",
    )  # fmt: skip
    columns = ["crm_value_chain", "idic", "swift_integration", "crm_stages"]
    return {
        "maturity_radar": lambda ax: plotting.maturity_radar(beside, elements=stages, ax=ax),
        "maturity_heat_map": lambda ax: plotting.maturity_heat_map(beside, ax=ax),
        "crosswalk_table": lambda ax: plotting.crosswalk_table(
            framework_crosswalk, frameworks=columns, ax=ax
        ),
        "dependency_graph": lambda ax: plotting.dependency_graph(firm, ax=ax),
        "value_chain": lambda ax: plotting.value_chain(firm, ax=ax),
    }


def picture(*drawn: str, gap: float = 16.0) -> str:
    """Put SVG elements side by side on paper of their own.

    Parameters
    ----------
    *drawn : str
        SVG elements, as `crmcore.plotting.figure_svg` gives them.
    gap : float, default 16
        Room around and between them, in points.

    Returns
    -------
    str
        One SVG document.
    """
    sizes = [_size(svg) for svg in drawn]
    width = sum(size[0] for size in sizes) + gap * (len(drawn) + 1)
    height = max(size[1] for size in sizes) + 2 * gap
    placed, left = "", gap
    for svg, size in zip(drawn, sizes, strict=True):
        inner = re.sub(r' style="max-width[^"]*"| width="[^"]*pt"| height="[^"]*pt"', "", svg)
        place = f'<svg x="{left:g}" y="{gap:g}" width="{size[0]:g}" height="{size[1]:g}" '
        placed += inner.replace("<svg ", place, 1)
        left += size[0] + gap
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" '
        f'width="{width:g}" height="{height:g}">{LOOK}'
        f'<rect width="100%" height="100%" rx="8" style="fill:var(--paper)"/>{placed}</svg>\n'
    )


def _size(svg: str) -> tuple[float, float]:
    box = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    if box is None:
        message = "an SVG element without a viewBox"
        raise ValueError(message)
    return float(box[1]), float(box[2])


def main() -> None:
    """Write every figure, and the two of the README in one picture."""
    every = figures() | customer_value_figures() | contract_figures() | framework_figures()
    drawn = {
        name: plotting.figure_svg(draw, key=name, size=SIZES.get(name, (7.0, 4.0)))
        for name, draw in every.items()
    }
    STATIC.mkdir(exist_ok=True)
    for name, svg in drawn.items():
        (STATIC / f"{name}.svg").write_text(picture(svg), encoding="utf-8")
    both = picture(drawn["whale_curve"], drawn["tracking_incremental"])
    (STATIC / "overview.svg").write_text(both, encoding="utf-8")


if __name__ == "__main__":
    main()
