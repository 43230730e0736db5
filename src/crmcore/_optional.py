"""The door to optional packages: import one, or say which extra brings it."""

import importlib
from types import ModuleType

from crmcore.errors import MissingExtraError

EXTRAS = {
    "matplotlib": "plot",
    "narwhals": "frames",
    "cattrs": "serialize",
    "sklearn": "cluster",
}


def require(module: str, /, *, purpose: str) -> ModuleType:
    """Import `module`, whose top-level package one of the extras brings.

    Parameters
    ----------
    module : str
        Dotted name, such as ``"matplotlib.figure"``.
    purpose : str
        What the caller wants it for; opens the error message.

    Returns
    -------
    module
        The imported module.

    Raises
    ------
    MissingExtraError
        If the package is not installed.
    """
    package = module.partition(".")[0]
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        extra = EXTRAS[package]
        msg = f"{purpose} needs {package}, which is not installed: pip install 'crmcore[{extra}]'"
        raise MissingExtraError(msg) from error
