"""The command line: a report for every file that can be read, a sentence for every one that "
"cannot."""

import csv
import subprocess
import sys
from pathlib import Path

import pytest

from crmcore import __main__ as command
from crmcore._text import Title
from crmcore.datasets import demo_columns
from crmcore.errors import UndefinedMetricError

SMALL = "customer,date,amount\na,2024-01-01,10\na,2024-02-01,12\nb,2024-01-15,7\n"


def run(*arguments: str) -> int:
    return command.main(arguments)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "small.csv"
    path.write_text(SMALL, encoding="utf-8")
    return path


def test_demo_makes_all_three_outputs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Text on standard output, one page, one row a customer, and the made-up purchases."""
    pytest.importorskip("matplotlib")
    page, rows, raw = tmp_path / "r.html", tmp_path / "c.csv", tmp_path / "raw.csv"
    code = run(
        "demo", "--customers", "300", "--html", str(page), "--csv", str(rows), "--write", str(raw)
    )
    assert code == 0
    text = capsys.readouterr().out
    assert text.startswith("Customer report, 2023-01-04 to 2024-12-31")
    assert "Made-up data, drawn from seed 1." in text
    html = page.read_text(encoding="utf-8")
    assert html.count("<svg") == 6
    assert "http://" not in html.replace("http://www.w3.org", "")
    with rows.open(encoding="utf-8") as file:
        table = list(csv.DictReader(file))
    assert len({row["customer"] for row in table}) == len(table)
    assert {"segment", "future_value", "probability_left"} <= set(table[0])
    with raw.open(encoding="utf-8") as file:
        assert sum(1 for _ in file) - 1 == len(demo_columns(customers=300)["date"])


def test_the_demo_written_and_read_again_gives_the_same_report(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The file door loses nothing: the headline of the file's report is that of the demo."""
    raw = tmp_path / "raw.csv"
    assert run("demo", "--customers", "300", "--write", str(raw)) == 0
    first = capsys.readouterr().out.split("\nCustomers\n")[0]
    assert run("report", str(raw), "--currency", "EUR") == 0
    assert capsys.readouterr().out.split("\nCustomers\n")[0] == first


def test_small_logs_say_why_there_is_no_forecast(
    small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two customers get their figures, and a reason in the place of a forecast."""
    assert run("report", str(small)) == 0
    text = capsys.readouterr().out
    assert "2 customers brought 29.00 net until 2024-02-01" in text
    assert "There is no forecast: only 1 of the customers came back" in text
    assert "Columns taken by their names" in text


def test_persian_runs_from_right_to_left(small: Path) -> None:
    """Lines begin with a right-to-left mark, the page says its direction, digits are Persian."""
    out = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-m", "crmcore", "report", str(small), "--lang", "fa"],
        check=True, capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip
    lines = [line for line in out.stdout.splitlines() if line]
    assert all(line.startswith("\u200f") for line in lines)
    assert "۲۹٫۰۰" in out.stdout
    assert not any(digit in lines[0] for digit in "0123456789")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["report", "missing.csv"], "missing.csv"),
        (["report", "{small}", "--amount", "paid"], "paid"),
        (["report", "{small}", "--margin", "30"], "margin must be a fraction"),
        (["report", "{small}", "--rate", "10"], "rate must be below 1, got 10.0; did you mean 0.1"),
        (["report", "{small}", "--horizon", "soon"], "horizon must be a number or text"),
        (["report", "{small}", "--observed-until", "soon"], "observed_until must be an ISO date"),
        (["report", "{small}", "--horizon", "1000 years"], "horizon must be at most 100 years"),
        (["report", "{small}", "--observed-until", "9999-12-31"], "must not be after today"),
        (["report", "{small}", "--csv", "{small}"], "the file read and the files written must"),
        (["report", "{small}", "--csv", "x", "--html", "x"], "must differ, got"),
        (["report", "{small}", "--observed-until", "2020-01-01"], "at least one customer"),
        (["demo", "--customers", "0"], "customers"),
    ],
)
def test_what_cannot_be_is_refused_with_exit_code_2(
    arguments: list[str], message: str, small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line on standard error, no traceback, nothing on standard output."""
    code = run(*(argument.format(small=small) for argument in arguments))
    out = capsys.readouterr()
    assert code == 2
    assert out.out == ""
    assert out.err.startswith("crmcore: error: ")
    assert message in out.err
    assert out.err.count("\n") == 1


def test_wrong_options_are_refused_by_the_parser(capsys: pytest.CaptureFixture[str]) -> None:
    """An unknown option ends with 2 and points to --help."""
    with pytest.raises(SystemExit) as stop:
        run("report")
    assert stop.value.code == 2
    assert "--help" in capsys.readouterr().err


def test_an_output_that_cannot_be_written_ends_with_3(
    small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The report is printed; the message names the file that could not be written."""
    target = tmp_path / "no such folder" / "c.csv"
    assert run("report", str(small), "--csv", str(target)) == 3
    assert f"cannot write {target}" in capsys.readouterr().err


def test_later_rows_are_left_out_and_counted(
    small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With --observed-until the rows after it do not count, and the report says so."""
    assert run("report", str(small), "--observed-until", "2024-01-20") == 0
    text = capsys.readouterr().out
    assert "2 customers brought 17.00 net until 2024-01-20" in text
    assert "Row after the end of observation" in text


def test_rows_of_the_future_do_not_count(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A date after today is left out, counted and told; the report ends with the last real day."""
    path = tmp_path / "future.csv"
    path.write_text(SMALL + "a,2093-01-01,5\n", encoding="utf-8")
    assert run("report", str(path)) == 0
    text = capsys.readouterr().out
    assert "Row after the end of observation" in text
    assert "brought 29.00 net until 2024-02-01" in text


def test_names_that_a_spreadsheet_would_run_are_written_as_text(tmp_path: Path) -> None:
    """A customer called like a formula begins with an apostrophe in the CSV."""
    path, rows = tmp_path / "f.csv", tmp_path / "c.csv"
    path.write_text(SMALL + "=1+2,2024-02-01,5\n", encoding="utf-8")
    assert run("report", str(path), "--csv", str(rows)) == 0
    assert "\n'=1+2,2024-02-01," in rows.read_text(encoding="utf-8")


def test_without_matplotlib_the_page_has_no_figures(
    small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page is written all the same, and standard error says what is missing."""
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    for name in [name for name in sys.modules if name.startswith("matplotlib.")]:
        monkeypatch.setitem(sys.modules, name, None)
    page = tmp_path / "r.html"
    assert run("report", str(small), "--html", str(page)) == 0
    assert "the page has no figures: " in capsys.readouterr().err
    assert "<svg" not in page.read_text(encoding="utf-8")


def test_progress_is_told_only_when_it_takes_long(
    small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing on standard error of a quick run; each stage of a slow one."""
    assert run("report", str(small)) == 0
    assert capsys.readouterr().err == ""
    progress = command._Progress(sys.stderr)
    progress.step("reading")
    assert capsys.readouterr().err == ""
    progress._begin()
    progress.step("writing")
    progress.end()
    assert capsys.readouterr().err == "crmcore: reading …\ncrmcore: writing …\n"


def test_a_reader_that_has_seen_enough_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Into a pipe that closed early the files are written all the same, and it is no error."""
    with (tmp_path / "pipe").open("w", encoding="utf-8") as file:

        class Closed:
            def write(self, _: str) -> None:
                raise BrokenPipeError

            def fileno(self) -> int:
                return file.fileno()

        monkeypatch.setattr(sys, "stdout", Closed())
        assert run("demo", "--customers", "300", "--csv", str(tmp_path / "rows.csv")) == 0
    assert len((tmp_path / "rows.csv").read_text(encoding="utf-8").splitlines()) > 200


def test_the_calendar_follows_the_language_or_the_option(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Persian tells Solar Hijri dates, unless another calendar is asked for; so does English."""
    file = tmp_path / "log.csv"
    file.write_text("customer,date,amount\na,1403/10/06,5\nb,1403/10/07,6\n", encoding="utf-8")
    wanted = {
        ("--lang", "fa"): "۶ دی ۱۴۰۳",
        ("--lang", "fa", "--calendar", "gregorian"): "۲۶ دسامبر ۲۰۲۴",
        ("--calendar", "solar_hijri"): "6 Dey 1403",
        (): "2024-12-26",
    }
    for options, day in wanted.items():
        assert run("report", str(file), *options) == 0
        assert day in capsys.readouterr().out


def test_reasons_are_told_in_the_language_asked_for(
    small: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error that has its reason in both languages is told in that of the report."""

    def undefined(*_: object, **__: object) -> None:
        raise UndefinedMetricError(Title("nothing to tell", "چیزی برای گفتن نیست"))

    monkeypatch.setattr("crmcore.__main__.customer_report", undefined)
    assert run("report", str(small), "--lang", "fa") == 2
    assert "چیزی برای گفتن نیست" in capsys.readouterr().err
