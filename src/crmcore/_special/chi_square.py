"""The chi-square distribution with a whole number of degrees of freedom."""

import math

__all__ = ["chi_square_tail"]


def chi_square_tail(x: float, df: int, /) -> float:
    """Give the chance that a chi-square variable is above a value.

    Parameters
    ----------
    x : float
        The value, >= 0.
    df : int
        Degrees of freedom, >= 1.

    Returns
    -------
    float
        The chance, in [0, 1].

    Notes
    -----
    A sum of positive terms: Poisson chances for an even `df`, one tail of the normal distribution
    and half-integer ones for an odd.

    Examples
    --------
    >>> round(chi_square_tail(3.841458820694124, 1), 12), round(chi_square_tail(5.0, 2), 6)
    (0.05, 0.082085)
    """
    half = x / 2
    odd = df % 2
    if half == 0:
        return 1.0
    total = math.erfc(math.sqrt(half)) if odd else 0.0
    log_term = -half - (math.lgamma(1.5) - 0.5 * math.log(half) if odd else 0.0)
    for j in range(df // 2):
        total += math.exp(log_term)
        log_term += math.log(half / (j + 1 + odd / 2))
    return min(total, 1.0)
