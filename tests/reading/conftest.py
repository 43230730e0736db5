"""One fixture: write a file and read it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crmcore._reading import Reading, read_purchases


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Reading]:
    """Write a file and read it."""

    def through(content: str | bytes, **options: Any) -> Reading:
        path = tmp_path / "purchases.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_purchases(path, **options)

    return through
