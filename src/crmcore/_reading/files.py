"""From a path to a table: what kind of file it is, told by its first bytes and not by its name."""

import gzip
import os
import zlib
from difflib import get_close_matches
from pathlib import Path
from typing import BinaryIO, Final, cast

from crmcore._reading.parquet import read_parquet
from crmcore._reading.table import Table
from crmcore._reading.text import Pick, read_text
from crmcore.errors import InvalidInputError

__all__ = ["read_table"]

_GZIP: Final = b"\x1f\x8b"
_PARQUET: Final = b"PAR1"
_OTHERS: Final = (
    (b"PK\x03\x04", "an Excel workbook or a ZIP archive; save the sheet as CSV"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook; save the sheet as CSV"),
    (b"BZh", "a bzip2 archive; unpack it"),
    (b"\xfd7zXZ", "an xz archive; unpack it"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive; unpack it"),
    (_GZIP, "a gzip archive inside another; unpack it"),
    (b"%PDF", "a PDF document"),
    (b"<!", "an HTML or XML document; save the sheet as CSV"),
    (b"<?xml", "an XML document; save the sheet as CSV"),
    (b"<html", "an HTML document; save the sheet as CSV"),
    (b"<table", "an HTML document; save the sheet as CSV"),
    (b"{", "JSON; write the rows as CSV"),
    (b"[{", "JSON; write the rows as CSV"),
)
_HEAD: Final = 16


def read_table(path: str | os.PathLike[str], pick: Pick, /) -> Table:
    """Read a file of rows, whatever its form.

    Parameters
    ----------
    path : str or path-like
        A file of delimited text, that compressed by gzip, or Parquet.
    pick : callable
        Takes the header and gives the names of the columns that are needed.

    Returns
    -------
    Table
        The rows.

    Raises
    ------
    InvalidInputError
        If the file is not there, cannot be opened, is broken, or is of another kind.
    """
    if "\0" in os.fspath(path):
        msg = f"FILE must be a path, got {path!r}"
        raise InvalidInputError(msg)
    try:
        with Path(path).open("rb") as file:
            return _read(file, pick)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        msg = f"FILE must be a whole gzip archive, got a broken one: {error}"
        raise InvalidInputError(msg) from error
    except OSError as error:
        raise InvalidInputError(_not_opened(Path(path), error)) from error


def _read(file: BinaryIO, pick: Pick) -> Table:
    head = file.read(_HEAD)
    file.seek(0)
    if head.startswith(_PARQUET):
        return read_parquet(file, pick)
    if not head.startswith(_GZIP):
        _require_text(head)
        return read_text(file, pick)
    with gzip.GzipFile(fileobj=file) as unpacked:
        inner = unpacked.read(_HEAD)
        if inner.startswith(_PARQUET):
            msg = "FILE must be text or Parquet, got Parquet inside a gzip archive; unpack it"
            raise InvalidInputError(msg)
        _require_text(inner)
        unpacked.seek(0)
        return read_text(cast("BinaryIO", unpacked), pick)


def _require_text(head: bytes) -> None:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    for mark, kind in _OTHERS:
        if head.startswith(mark) or start.lower().startswith(mark):
            msg = f"FILE must be a table as text (CSV) or Parquet, got {kind}"
            raise InvalidInputError(msg)


def _not_opened(path: Path, error: OSError) -> str:
    name = str(path)
    if isinstance(error, FileNotFoundError):
        return f"FILE must exist, got {name!r}{_alike(path)}"
    if isinstance(error, IsADirectoryError):
        return f"FILE must be a file, got the directory {name!r}"
    if isinstance(error, PermissionError):
        return f"FILE must be readable, got {name!r}: you have no permission to read it"
    return f"FILE must be a file that can be read, got {name!r}: {error}"


def _alike(path: Path) -> str:
    try:
        near = [other.name for other in path.parent.iterdir()]
    except OSError:
        return ""
    close = get_close_matches(path.name, near, n=1)
    return f"; did you mean {str(path.parent / close[0])!r}?" if close else ""
