"""The same steps by crmcore and by its peers, each as a function to be timed and one to check it.

A side is called with the arrays of a base and gives its steps by name; they share no code, and a
peer's package is imported by its own side alone.
"""

import time
import warnings
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

import numpy as np

Step = tuple[Callable[[], Any], Callable[[Any], float]]
Steps = dict[str, Step]
Arrays = Mapping[str, Any]

YEAR = 52.0
ONE = (2, 30.0, 39.0)
TIMES = 200
BUYING: dict[str, Any] = {"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426}
MODIFIED: dict[str, Any] = {"r": 0.525, "alpha": 6.183, "a": 0.891, "b": 1.614}
PARETO: dict[str, Any] = {"r": 0.553, "alpha": 10.578, "s": 0.606, "beta": 11.669}
SPEND: dict[str, Any] = {"p": 6.25, "q": 3.74, "v": 15.44}
TRIALS: dict[str, Any] = {"alpha": 1.204, "beta": 0.750, "gamma": 0.657, "delta": 2.783}
PREDICTIONS = ("P(alive)", "purchases", "twelve-month CLV")  # steps whose memory is traced


def _total(values: Any) -> float:
    return float(np.sum(np.asarray(values)))


def _summary(data: Arrays) -> Any:
    from crmcore.summary import CustomerSummary  # noqa: PLC0415

    return CustomerSummary(
        frequency=data["frequency"],
        recency=data["recency"],
        T=data["T"],
        monetary_value=data["monetary_value"],
        unit="week",
    )


def _trials(data: Arrays) -> Any:
    from crmcore.metrics.clv import BGBB  # noqa: PLC0415

    return BGBB(**TRIALS).simulate(len(data["T"]), T=6, rng=np.random.default_rng(2))


def _often(function: Callable[[], Any]) -> Callable[[], Any]:
    def repeat() -> Any:
        values = [function() for _ in range(TIMES)]
        return values[-1]

    return repeat


def ours(data: Arrays) -> Steps:
    from crmcore.metrics.clv import (  # noqa: PLC0415
        BGBB,
        BGNBD,
        MBGNBD,
        GammaGamma,
        ParetoNBD,
        customer_value,
    )
    from crmcore.rates import Rate  # noqa: PLC0415
    from crmcore.summary import CustomerSummary  # noqa: PLC0415
    from crmcore.transactions import TransactionLog  # noqa: PLC0415

    base, trials = _summary(data), _trials(data)
    bg, mbg, spend = BGNBD(**BUYING), MBGNBD(**MODIFIED), GammaGamma(**SPEND)
    pareto, rate = ParetoNBD(**PARETO), Rate(0.12, per="year")

    def summarise() -> Any:
        log = TransactionLog.from_arrays(
            customer=data["customer"], date=data["date"], amount=data["amount"]
        )
        return log.summarize(observed_until=data["until"], unit="week")

    def one() -> Any:
        x, t_x, age = ([number] for number in ONE)
        seen = CustomerSummary(frequency=x, recency=t_x, T=age, unit="week")
        return bg.expected_purchases(seen, horizon=YEAR)

    def fit(model: Any, subject: Any) -> Step:
        return lambda: model.fit(subject), lambda fitted: fitted.log_likelihood

    return {
        "summarise": (summarise, lambda made: _total(made.recency)),
        "BG/NBD fit": fit(BGNBD, base),
        "MBG/NBD fit": fit(MBGNBD, base),
        "Pareto/NBD fit": fit(ParetoNBD, base),
        "Gamma-Gamma fit": fit(GammaGamma, base),
        "BG/BB fit": fit(BGBB, trials),
        "BG/NBD P(alive)": (lambda: bg.probability_alive(base), _total),
        "Pareto/NBD P(alive)": (lambda: pareto.probability_alive(base), _total),
        "BG/NBD purchases": (lambda: bg.expected_purchases(base, horizon=YEAR), _total),
        "MBG/NBD purchases": (lambda: mbg.expected_purchases(base, horizon=YEAR), _total),
        "Pareto/NBD purchases": (lambda: pareto.expected_purchases(base, horizon=YEAR), _total),
        "twelve-month CLV": (
            lambda: customer_value(bg, spend, base, rate=rate, horizon="1 year"),
            lambda worth: _total(worth.residual),
        ),
        "one customer, 200 times": (_often(one), _total),
    }


def _fitter(kind: Any, parameters: Mapping[str, float]) -> Any:
    pd: Any = import_module("pandas")
    fitter = kind()
    fitter.params_ = pd.Series(parameters)
    fitter.predict = fitter.conditional_expected_number_of_purchases_up_to_time
    return fitter


# Parameters of a peer on our scale: our likelihood at its optimum.
def _at(model: Any, subject: Any) -> Callable[[Any], float]:
    def check(fitted: Any) -> float:
        parameters = {name: float(value) for name, value in dict(fitted.params_).items()}
        return float(subject.row_weights @ model(**parameters).log_likelihood(subject))

    return check


def theirs(data: Arrays) -> Steps:
    warnings.simplefilter("ignore")
    lt: Any = import_module("lifetimes")
    pd: Any = import_module("pandas")
    from crmcore.metrics.clv import BGBB, BGNBD, MBGNBD, GammaGamma, ParetoNBD  # noqa: PLC0415

    base, trials = _summary(data), _trials(data)
    seen = pd.DataFrame({"x": base.frequency, "t": base.recency, "T": base.T})
    history = (seen["x"], seen["t"], seen["T"])
    money = pd.Series(data["monetary_value"])
    again = seen["x"] > 0
    cells = [pd.Series(column) for column in (trials.frequency, trials.recency, trials.T)]
    bg, mbg = _fitter(lt.BetaGeoFitter, BUYING), _fitter(lt.ModifiedBetaGeoFitter, MODIFIED)
    pareto, spend = _fitter(lt.ParetoNBDFitter, PARETO), lt.GammaGammaFitter()
    spend.params_ = pd.Series(SPEND)
    log = pd.DataFrame({
        "customer": data["customer"],
        "date": pd.to_datetime(data["date"]),
        "amount": data["amount"],
    })

    def summarise() -> Any:
        return lt.utils.summary_data_from_transaction_data(
            log, "customer", "date", "amount",
            observation_period_end=data["until"], freq="D", freq_multiplier=7,
        )  # fmt: skip

    def fit(kind: Any, *columns: Any) -> Callable[[], Any]:
        return lambda: kind().fit(*columns)

    def value() -> Any:
        return spend.customer_lifetime_value(
            bg, *history, money, time=12, discount_rate=1.12 ** (1 / 12) - 1, freq="W"
        )

    return {
        "summarise": (summarise, lambda made: _total(made["recency"])),
        "BG/NBD fit": (fit(lt.BetaGeoFitter, *history), _at(BGNBD, base)),
        "MBG/NBD fit": (fit(lt.ModifiedBetaGeoFitter, *history), _at(MBGNBD, base)),
        "Pareto/NBD fit": (fit(lt.ParetoNBDFitter, *history), _at(ParetoNBD, base)),
        "Gamma-Gamma fit": (
            fit(lt.GammaGammaFitter, seen["x"][again], money[again]),
            _at(GammaGamma, base),
        ),
        "BG/BB fit": (fit(lt.BetaGeoBetaBinomFitter, *cells), _at(BGBB, trials)),
        "BG/NBD P(alive)": (lambda: bg.conditional_probability_alive(*history), _total),
        "Pareto/NBD P(alive)": (lambda: pareto.conditional_probability_alive(*history), _total),
        "BG/NBD purchases": (lambda: bg.predict(YEAR, *history), _total),
        "MBG/NBD purchases": (lambda: mbg.predict(YEAR, *history), _total),
        "Pareto/NBD purchases": (lambda: pareto.predict(YEAR, *history), _total),
        "twelve-month CLV": (value, _total),
        "one customer, 200 times": (_often(lambda: bg.predict(YEAR, *ONE)), _total),
    }


def weighted(data: Arrays) -> Steps:
    """Give lifetimes the distinct rows with their weights; finding them is not timed."""
    warnings.simplefilter("ignore")
    lt: Any = import_module("lifetimes")
    pd: Any = import_module("pandas")
    from crmcore.metrics.clv import BGBB, BGNBD, MBGNBD, ParetoNBD  # noqa: PLC0415

    def fit(kind: Any, model: Any, subject: Any) -> Step:
        columns = {"x": subject.frequency, "t": subject.recency, "T": subject.T}
        rows = pd.DataFrame(columns).value_counts().reset_index(name="weight")
        history, weights = (rows["x"], rows["t"], rows["T"]), rows["weight"]
        return lambda: kind().fit(*history, weights=weights), _at(model, subject)

    base = _summary(data)
    return {
        "BG/NBD fit": fit(lt.BetaGeoFitter, BGNBD, base),
        "MBG/NBD fit": fit(lt.ModifiedBetaGeoFitter, MBGNBD, base),
        "Pareto/NBD fit": fit(lt.ParetoNBDFitter, ParetoNBD, base),
        "BG/BB fit": fit(lt.BetaGeoBetaBinomFitter, BGBB, _trials(data)),
    }


def pymc(data: Arrays) -> Steps:
    """Give the steps of pymc-marketing: the mode of the posterior, compilation included."""
    warnings.simplefilter("ignore")
    pd: Any = import_module("pandas")
    clv: Any = import_module("pymc_marketing.clv")

    names = ("frequency", "recency", "T", "monetary_value")
    frame = pd.DataFrame({name: data[name] for name in names})
    frame["customer_id"] = np.arange(len(frame))

    def fit(kind: Any, rows: Any) -> Step:
        return lambda: kind(data=rows).fit(method="map"), lambda _: float("nan")

    return {
        "BG/NBD fit": fit(clv.BetaGeoModel, frame),
        "MBG/NBD fit": fit(clv.ModifiedBetaGeoModel, frame),
        "Pareto/NBD fit": fit(clv.ParetoNBDModel, frame),
        "Gamma-Gamma fit": fit(clv.GammaGammaModel, frame[frame["frequency"] > 0]),
    }


SIDES: dict[str, Callable[[Arrays], Steps]] = {
    "ours": ours,
    "theirs": theirs,
    "weighted": weighted,
    "pymc": pymc,
}


def seconds() -> float:
    """Tell the processor time so far, that of compilers started included."""
    import resource  # noqa: PLC0415

    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime
