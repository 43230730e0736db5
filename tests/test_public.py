"""The front door: every public name is there, and importing loads nothing that is not needed."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest

import crmcore

EXTRAS = ("cattrs", "matplotlib", "narwhals", "pandas", "polars", "pyarrow", "scipy", "sklearn")


@pytest.mark.parametrize("door", ["crmcore", "crmcore.plotting", "crmcore.valuechain"])
def test_all_is_what_the_rooms_give(door: str) -> None:
    """`__all__` is sorted, each name resolves, and it is the object of its room."""
    module = import_module(door)
    homes = {name: room for room, names in module._ROOMS.items() for name in names}
    assert sorted(module.__all__) == sorted(homes)
    for name, room in homes.items():
        assert getattr(module, name) is getattr(import_module(room), name)
        assert name in dir(module)


def test_unknown_names_are_refused() -> None:
    """A name that no room has is an AttributeError, as of any module."""
    with pytest.raises(AttributeError, match="no attribute 'BGNDB'"):
        _ = crmcore.BGNDB


@pytest.mark.parametrize(
    "code", ["import crmcore", "from crmcore import *", "import crmcore.plotting"]
)
def test_no_extra_is_loaded(code: str) -> None:
    """Neither the import nor the use of every public name loads an optional package."""
    told = f"{code}\nimport sys\nprint([m for m in {EXTRAS} if m in sys.modules])"
    out = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", told], check=True, capture_output=True, text=True
    )
    assert out.stdout.strip() == "[]"


def test_the_report_loads_no_framework() -> None:
    """Rooms are loaded when a name of theirs is first used, also from within the house."""
    told = "import crmcore.report, sys; print([m for m in sys.modules if '.valuechain' in m])"
    out = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", told], check=True, capture_output=True, text=True
    )
    assert out.stdout.strip() == "[]"


def test_every_module_says_what_it_is() -> None:
    """Each module begins with one line that tells a newcomer what it holds."""
    for found in walk_packages(crmcore.__path__, "crmcore."):
        module = import_module(found.name)
        assert module.__doc__, found.name
        first = module.__doc__.splitlines()[0]
        assert first.endswith("."), f"{found.name}: {first}"


def test_every_all_is_true() -> None:
    """What a module lists as public, it has."""
    for found in walk_packages(crmcore.__path__, "crmcore."):
        module = import_module(found.name)
        for name in getattr(module, "__all__", ()):
            assert hasattr(module, name), f"{found.name}.{name}"


def test_the_package_is_typed() -> None:
    """The marker for type checkers is shipped."""
    assert (Path(crmcore.__file__).parent / "py.typed").exists()
