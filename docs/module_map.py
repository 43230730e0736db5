"""The map of the modules: each with the first line of its docstring, by room, the highest first."""

import ast
import tomllib
from pathlib import Path
from typing import Final

__all__ = ["module_map"]

_ROOT: Final = Path(__file__).parents[1]


def module_map() -> str:
    """Write the map as Markdown: one table for each layer that the import rules name.

    Returns
    -------
    str
        The tables, rooms in the order that ``pyproject.toml`` lays down.
    """
    settings = tomllib.loads((_ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    lines = ["| module | what it holds |", "| --- | --- |"]
    for layer in layers:
        for room in layer.split(" | "):
            lines += [f"| `{name}` | {told} |" for name, told in _modules(room)]
    return "\n".join(lines)


def _modules(room: str) -> list[tuple[str, str]]:
    source = _ROOT / "src" / "crmcore"
    files = [source / f"{room}.py"] if (source / f"{room}.py").exists() else []
    files += sorted((source / room).rglob("*.py"))
    return [(_name(file, source), _first_line(file)) for file in files]


def _name(file: Path, source: Path) -> str:
    parts = file.relative_to(source).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def _first_line(file: Path) -> str:
    docstring = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    return docstring.partition("\n")[0].replace("|", "\\|")
