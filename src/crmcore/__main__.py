"""The command line: a file of purchases in, a report on the customers out."""

import argparse
import csv
import os
import sys
import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NoReturn, TextIO

import attrs
import numpy as np

from crmcore._reading import read_purchases
from crmcore._text import Title
from crmcore._types import Language
from crmcore.datasets import demo_columns, demo_log
from crmcore.days import as_day
from crmcore.errors import CrmcoreError, InvalidInputError, MissingExtraError, ReasonedError
from crmcore.rates import Rate
from crmcore.report import CustomerReport, Terms, customer_report
from crmcore.transactions import TransactionLog

__all__ = ["main"]

_REFUSED: Final = 2
_NOT_WRITTEN: Final = 3
_PATIENCE: Final = 2.0
_COLUMNS: Final = {
    "customer": "who bought",
    "date": "when",
    "amount": "money of the row, negative for a refund",
    "quantity": "pieces, with --price in the place of --amount",
    "price": "money a piece",
    "order": "order or invoice number",
    "product": "what was bought",
    "category": "product group",
    "cost": "what the goods of the row cost the firm",
}


@attrs.define
class _Progress:
    """Tells on standard error what is being done, once it takes longer than two seconds."""

    out: TextIO
    stage: str = "reading"
    _late: bool = False
    _timer: threading.Timer = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self._timer = threading.Timer(_PATIENCE, self._begin)
        self._timer.daemon = True
        self._timer.start()

    def step(self, stage: str) -> None:
        self.stage = stage
        if self._late:
            self._tell()

    def end(self) -> None:
        self._timer.cancel()

    def _begin(self) -> None:
        self._late = True
        self._tell()

    def _tell(self) -> None:
        self.out.write(f"crmcore: {self.stage} …\n")
        self.out.flush()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Parameters
    ----------
    arguments : sequence of str, optional
        The arguments; None takes those of the process.

    Returns
    -------
    int
        0: the report was made. 2: an option or the file was refused, the message says why. 3: an
        output file could not be written.
    """
    options = _parser().parse_args(arguments)
    progress = _Progress(sys.stderr)
    try:
        _run(options, progress)
    except ReasonedError as error:
        return _tell(f"error: {error.reason.text(options.lang)}", _REFUSED)
    except CrmcoreError as error:
        return _tell(f"error: {error}", _REFUSED)
    except BrokenPipeError:
        # the reader of the text has seen enough; what is left in the buffer goes nowhere
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        return _tell(f"error: cannot write {error.filename}: {error.strerror}", _NOT_WRITTEN)
    finally:
        progress.end()
    return 0


def _tell(message: str, code: int) -> int:
    print(f"crmcore: {message}", file=sys.stderr)  # noqa: T201 - the command line speaks
    return code


def _run(options: argparse.Namespace, progress: _Progress) -> None:
    terms = Terms(
        unit=options.unit,
        horizon=options.horizon,
        rate=Rate(options.rate, per="year"),
        margin=options.margin,
        calendar=options.calendar or ("solar_hijri" if options.lang == "fa" else "gregorian"),
    )
    _require_apart(options)
    log, said = _purchases(options)
    progress.step("fitting the models")
    report = customer_report(log, observed_until=_end(options, log), terms=terms, said=said)
    progress.step("writing")
    if options.csv:
        Path(options.csv).write_text(report.csv(), encoding="utf-8")
    if options.html:
        Path(options.html).write_text(_page(report, options.lang), encoding="utf-8")
    sys.stdout.write(report.text(options.lang))
    sys.stdout.flush()


def _require_apart(options: argparse.Namespace) -> None:
    files = {
        name: Path(path).resolve()
        for name, path in vars(options).items()
        if name in {"file", "html", "csv", "write"} and path
    }
    if len(set(files.values())) < len(files):
        told = ", ".join(map(str, files.values()))
        msg = f"the file read and the files written must differ, got {told}"
        raise InvalidInputError(msg)


def _end(options: argparse.Namespace, log: TransactionLog) -> np.datetime64:
    today = np.datetime64(datetime.now(tz=UTC).date(), "D")
    if options.observed_until is None:
        past = log.day[log.day <= today]
        return np.max(past) if past.size else log.first_day
    end = as_day(options.observed_until, name="observed_until")
    if end > today:
        msg = f"observed_until must not be after today, {today}, got {end}"
        raise InvalidInputError(msg)
    return end


def _page(report: CustomerReport, language: Language) -> str:
    try:
        return report.html(language)
    except MissingExtraError as error:
        _tell(f"the page has no figures: {error}", 0)
        return report.html(language, figures=False)


def _purchases(options: argparse.Namespace) -> tuple[TransactionLog, tuple[Title, ...]]:
    if options.command == "demo":
        if options.write:
            _write_demo(options)
        made_up = Title(
            f"Made-up data, drawn from seed {options.seed}.",
            f"داده‌های ساختگی، ساخته‌شده با بذر {options.seed}.",
        )
        return demo_log(customers=options.customers, seed=options.seed), (made_up,)
    columns = {name: getattr(options, name) for name in _COLUMNS if getattr(options, name)}
    read = read_purchases(
        options.file,
        columns=columns,
        date_format=options.date_format,
        date_calendar=options.date_calendar,
        decimal=options.decimal,
        refunds=options.refunds,
        currency=options.currency or None,
        zone=options.zone,
        drop_duplicates=options.drop_duplicates,
        merge_doubles=options.merge_doubles,
        today=datetime.now(tz=UTC).date(),
    )
    return read.log, read.said


def _write_demo(options: argparse.Namespace) -> None:
    columns = demo_columns(customers=options.customers, seed=options.seed)
    rows = zip(*(column.tolist() for column in columns.values()), strict=True)
    with Path(options.write).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(rows)


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(_REFUSED, f"crmcore: error: {message}; see {self.prog} --help\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m crmcore", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="report | demo")
    report = commands.add_parser("report", help="report on a file of purchases")
    report.add_argument("file", metavar="FILE", help="CSV, gzip CSV or Parquet")
    naming = report.add_argument_group("columns, guessed from their names where not given")
    for name, text in _COLUMNS.items():
        naming.add_argument(f"--{name}", metavar="NAME", help=text)
    _reading_options(report)
    demo = commands.add_parser("demo", help="report on made-up purchases, with no file at all")
    demo.add_argument("--customers", type=int, default=2000, help="how many (default 2000)")
    demo.add_argument("--seed", type=int, default=1, help="what they are drawn from (default 1)")
    demo.add_argument("--write", metavar="FILE", help="write the made-up purchases as CSV too")
    for command in (report, demo):
        _report_options(command)
    return parser


def _reading_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("how to read")
    group.add_argument("--date-format", metavar="FORMAT", help="such as %%d/%%m/%%Y")
    group.add_argument(
        "--date-calendar",
        choices=["gregorian", "solar_hijri"],
        help="of the dates in the file, where their years do not tell it",
    )
    group.add_argument("--decimal", choices=[".", ","], help="the decimal sign of numbers")
    group.add_argument(
        "--refunds",
        choices=["net", "ignore", "refuse"],
        default="net",
        help="set negative amounts against purchases, leave them out, or accept none (default net)",
    )
    group.add_argument("--currency", help="such as EUR, IRR or toman; printed after money")
    group.add_argument("--zone", help="time zone in which aware times are told, such as UTC")
    group.add_argument(
        "--drop-duplicates", action="store_true", help="keep rows that repeat another one once"
    )
    group.add_argument(
        "--merge-doubles",
        action="store_true",
        help="make names one that differ only by script, such as Arabic and Persian letters",
    )


def _report_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("the report")
    group.add_argument(
        "--observed-until", metavar="DATE", help="last day of observation (default: the last row)"
    )
    group.add_argument("--unit", choices=["day", "week", "month", "year"], default="week")
    group.add_argument("--horizon", default="1 year", help="how far to look ahead (default 1 year)")
    group.add_argument("--rate", type=float, default=0.1, help="yearly discount rate (default 0.1)")
    group.add_argument("--margin", type=float, help="share of sales that is profit, such as 0.3")
    group.add_argument("--html", metavar="FILE", help="write one self-contained page")
    group.add_argument("--csv", metavar="FILE", help="write one row a customer")
    group.add_argument("--lang", choices=["en", "fa"], default="en", help="English or Persian")
    group.add_argument(
        "--calendar",
        choices=["gregorian", "solar_hijri"],
        help="of dates and months (default: solar_hijri in Persian, else gregorian)",
    )


if __name__ == "__main__":
    sys.exit(main())
