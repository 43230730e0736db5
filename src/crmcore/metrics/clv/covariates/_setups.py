"""The models that take covariates: what effects move, and how their rows are evaluated."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

import attrs
import numpy as np

from crmcore._types import FloatArray
from crmcore.errors import InvalidInputError
from crmcore.metrics.clv._families import sbg
from crmcore.metrics.clv._families.beta_geometric import fit as beta_geometric
from crmcore.metrics.clv._families.beta_geometric.limits import limits as beta_geometric_limits
from crmcore.metrics.clv._families.gompertz import likelihood as gompertz
from crmcore.metrics.clv._families.gompertz.limits import SUDDEN, limits_until
from crmcore.metrics.clv._families.pareto import likelihood as pareto
from crmcore.metrics.clv._families.pareto.limits import FARTHEST, LIMITS
from crmcore.metrics.clv.bg_nbd import BGNBD
from crmcore.metrics.clv.covariates._rows import RowLikelihood
from crmcore.metrics.clv.covariates._rows_beta import BetaGeometricRows, SBGRows
from crmcore.metrics.clv.covariates._rows_gompertz import GompertzRows
from crmcore.metrics.clv.covariates._rows_pareto import ParetoRows
from crmcore.metrics.clv.fitting._problem import FAR, Limit
from crmcore.metrics.clv.ggompertz_nbd import GGompertzNBD
from crmcore.metrics.clv.mbg_nbd import MBGNBD
from crmcore.metrics.clv.pareto_nbd import ParetoNBD
from crmcore.metrics.clv.sbg import SBG

__all__ = ["PROCESSES", "Setup", "setup_of"]

PROCESSES: Final = ("purchase", "dropout", "concentration")


@attrs.frozen(kw_only=True)
class Setup:
    """How a model takes covariates.

    Attributes
    ----------
    to_log : ndarray of shape (k, k)
        The logs of the parameters are this times the coordinates of the fit, but for units.
    places : mapping of str to int
        The coordinate that the effects on each process are added to.
    rows : callable
        Makes the likelihood of rows of their columns.
    limits : tuple of Limit
        The limits of the plain model.
    bounds : ndarray of shape (2, k)
        Smallest and largest value of each coordinate.
    times : tuple of int
        Power of the unit of time in each parameter.
    spread : int
        The coordinate that tells how much alike customers are in leaving.
    """

    to_log: FloatArray
    places: Mapping[str, int]
    rows: Callable[..., RowLikelihood]
    limits: tuple[Limit, ...]
    bounds: FloatArray
    times: tuple[int, ...]
    spread: int


_BETA: Final = {"purchase": 1, "dropout": 2, "concentration": 3}
_RATES: Final = {"purchase": 1, "dropout": 2}


def _box(size: int) -> FloatArray:
    return np.array([[-FAR] * size, [FAR] * size])


_SETUPS: Final[Mapping[type, Setup]] = {
    BGNBD: Setup(
        to_log=beta_geometric.TO_LOG,
        places=_BETA,
        rows=partial(BetaGeometricRows, chances=0),
        limits=beta_geometric_limits(0),
        bounds=_box(4),
        times=(0, 1, 0, 0),
        spread=3,
    ),
    MBGNBD: Setup(
        to_log=beta_geometric.TO_LOG,
        places=_BETA,
        rows=partial(BetaGeometricRows, chances=1),
        limits=beta_geometric_limits(1),
        bounds=_box(4),
        times=(0, 1, 0, 0),
        spread=3,
    ),
    ParetoNBD: Setup(
        to_log=pareto.TO_LOG,
        places=_RATES,
        rows=ParetoRows,
        limits=LIMITS,
        bounds=np.array([[-FAR] * 4, [FAR, FAR, FARTHEST, FAR]]),
        times=(0, 1, 0, 1),
        spread=3,
    ),
    GGompertzNBD: Setup(
        to_log=gompertz.TO_LOG,
        places=_RATES,
        rows=GompertzRows,
        limits=limits_until(SUDDEN),
        bounds=np.array([
            [-FAR, -FAR, -FARTHEST, -FAR, -FAR],
            [FAR, FAR, FARTHEST, FAR, SUDDEN],
        ]),
        times=(0, 1, -1, 0, 0),
        spread=3,
    ),
    SBG: Setup(
        to_log=sbg.TO_LOG,
        places={"dropout": 0, "concentration": 1},
        rows=SBGRows,
        limits=sbg.LIMITS,
        bounds=_box(2),
        times=(0, 0),
        spread=1,
    ),
}


def setup_of(kind: type, /) -> Setup:
    """Give how a model takes covariates.

    Parameters
    ----------
    kind : type
        The model's class.

    Returns
    -------
    Setup
        The setup.

    Raises
    ------
    InvalidInputError
        If it takes none.
    """
    if kind not in _SETUPS:
        names = ", ".join(known.__name__ for known in _SETUPS)
        msg = f"model must be one that takes covariates ({names}), got {kind.__name__}"
        raise InvalidInputError(msg)
    return _SETUPS[kind]
