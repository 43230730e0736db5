"""Fixtures and the profiles of the property tests."""

import gzip
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "ci",
    max_examples=100,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("quick", parent=settings.get_profile("ci"), max_examples=20)
settings.register_profile("nightly", parent=settings.get_profile("ci"), max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared_path() -> Callable[[str], Path]:
    """Give the path of a file of real data or reference values, or skip where it is absent."""

    def find(name: str) -> Path:
        path = SHARED / name
        if not path.exists():
            pytest.skip(f"{name} is not beside the project")
        return path

    return find


@pytest.fixture(scope="session")
def reference(shared_path: Callable[[str], Path]) -> Callable[[str], Any]:
    """Read one file of reference values, such as ``"bg_nbd"``."""

    def read(name: str) -> Any:
        return json.loads(shared_path(f"reference/{name}.json").read_text(encoding="utf-8"))

    return read


@pytest.fixture(scope="session")
def cdnow_lines(shared_path: Callable[[str], Path]) -> dict[str, np.ndarray[Any, Any]]:
    """Read the 6,919 purchases of the CDNOW sample: customer, date, amount."""
    with gzip.open(shared_path("data/cdnow_sample.csv.gz"), "rt", encoding="utf-8") as file:
        next(file)
        rows = [line.rstrip("\n").split(",") for line in file]
    return {
        "customer": np.array([row[1] for row in rows]),
        "date": np.array([row[2] for row in rows], dtype="datetime64[D]"),
        "amount": np.array([float(row[4]) for row in rows]),
    }
