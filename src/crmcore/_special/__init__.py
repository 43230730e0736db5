"""Special functions in numpy alone: log-gamma and its differences, incomplete beta, Student's t.

Everything is elementwise, broadcasts, and keeps *relative* precision: differences are formed from
terms of one sign, never by subtracting two large numbers. Arguments are taken as valid; the
callers check them.
"""

from crmcore._special.beta import (
    beta_kernel,
    beta_quantile,
    incomplete_beta,
    log_beta_kernel,
    student_t_quantile,
)
from crmcore._special.gamma import (
    digamma,
    digamma_difference,
    lgd,
    log_beta,
    log_gamma,
    stirling_tail,
    trigamma,
    trigamma_difference,
)

__all__ = [
    "beta_kernel",
    "beta_quantile",
    "digamma",
    "digamma_difference",
    "incomplete_beta",
    "lgd",
    "log_beta",
    "log_beta_kernel",
    "log_gamma",
    "stirling_tail",
    "student_t_quantile",
    "trigamma",
    "trigamma_difference",
]
