"""What a value is that holds others, told so that its parts count as any value."""

from collections.abc import Mapping
from typing import Any, TypeGuard

import numpy as np
import numpy.typing as npt

__all__ = ["is_array", "is_dict", "is_list", "is_mapping", "is_tuple"]


def is_array(value: object, /) -> TypeGuard[npt.NDArray[Any]]:
    """Tell whether a value is an array.

    Parameters
    ----------
    value : object
        Any value.

    Returns
    -------
    bool
        True for one of numpy.
    """
    return isinstance(value, np.ndarray)


def is_dict(value: object, /) -> TypeGuard[dict[str, Any]]:
    """Tell whether a value is an object of JSON.

    Parameters
    ----------
    value : object
        Any value.

    Returns
    -------
    bool
        True for a dict.
    """
    return isinstance(value, dict)


def is_list(value: object, /) -> TypeGuard[list[Any]]:
    """Tell whether a value is a list of JSON.

    Parameters
    ----------
    value : object
        Any value.

    Returns
    -------
    bool
        True for a list.
    """
    return isinstance(value, list)


def is_mapping(value: object, /) -> TypeGuard[Mapping[Any, Any]]:
    """Tell whether a value is a mapping.

    Parameters
    ----------
    value : object
        Any value.

    Returns
    -------
    bool
        True for any mapping.
    """
    return isinstance(value, Mapping)


def is_tuple(value: object, /) -> TypeGuard[tuple[Any, ...]]:
    """Tell whether a value is a tuple.

    Parameters
    ----------
    value : object
        Any value.

    Returns
    -------
    bool
        True for a tuple.
    """
    return isinstance(value, tuple)
