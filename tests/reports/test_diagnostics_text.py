"""Diagnostics as compilers show them, and as data."""

import json
from importlib.resources import files

from jsonschema import Draft202012Validator

from rulecheck.engine.diagnostics import Diagnostic, Place
from rulecheck.reports.diagnostics_text import diagnostics_json, diagnostics_text, no_source, summary
from rulecheck.reports.style import Style

LINES = {("a.yaml", 7): "    when: tenure ≥ 6", ("a.yaml", 12): "gist: {ko: 나이는 육이다}"}
UNIT = Diagnostic(
    "R0202", "`6` has no unit", Place("a.yaml", 7, 20, 1), "6", "write the unit: `6 months`", severity="error"
)
WIDE = Diagnostic("R0301", "an unknown key", Place("a.yaml", 12, 16, 2), "육이", severity="warning")


def line(file: str, number: int) -> str | None:
    """The line of a file that is there."""
    return LINES.get((file, number))


def test_the_text_is_underlined_in_its_line() -> None:
    """Message, place, line, underlined text, help, and a count; signs as they stand in the file."""
    assert (
        diagnostics_text([UNIT, WIDE], line, Style())
        == """\
error R0202: `6` has no unit
 --> a.yaml:7:20
  |
7 |     when: tenure ≥ 6
  |                    ^
  help: write the unit: `6 months`

warning R0301: an unknown key
  --> a.yaml:12:16
   |
12 | gist: {ko: 나이는 육이다}
   |                   ^^^^

1 error, 1 warning
"""
    )


def test_without_sources_only_the_place() -> None:
    """Where there is no line to show, the rest is told."""
    assert (
        diagnostics_text([UNIT], no_source, Style())
        == """\
error R0202: `6` has no unit
 --> a.yaml:7:20
  help: write the unit: `6 months`

1 error
"""
    )


def test_nothing_wrong_says_nothing() -> None:
    """No diagnostics, no text."""
    assert diagnostics_text([], no_source, Style()) == ""
    assert summary([]) == "no errors"
    assert summary([UNIT, UNIT, WIDE]) == "2 errors, 1 warning"


def test_colour_marks_severity_and_place_only_where_asked_for() -> None:
    """Escape codes with colour, none without."""
    coloured = diagnostics_text([UNIT], line, Style(colour=True))
    assert "\x1b[31merror R0202\x1b[0m: `6` has no unit" in coloured
    assert "\x1b[31m^\x1b[0m" in coloured
    assert "\x1b" not in diagnostics_text([UNIT], line, Style())


def test_ascii_leaves_the_line_of_the_file_alone() -> None:
    """The message is put into ASCII; the line is shown as it is in the file."""
    shown = diagnostics_text([Diagnostic("R0202", "`≥` – no", UNIT.place)], line, Style(unicode=False))
    assert "error R0202: `>=` - no" in shown
    assert "7 |     when: tenure ≥ 6" in shown


def test_a_long_line_is_cut_around_the_place() -> None:
    """A file of one line of a megabyte shows a stretch of it, with the place underlined."""
    text = "x" * 5000 + "here" + "y" * 5000
    diagnostic = Diagnostic("R0101", "bad", Place("b.json", 1, 5001, 4))
    shown = diagnostics_text([diagnostic], lambda _file, _line: text, Style(width=60)).split("\n")
    assert max(len(each) for each in shown) <= 62
    at = shown[4].index("^")
    assert shown[3][at : at + 4] == "here"
    assert shown[4].count("^") == 4


def test_control_characters_are_not_printed() -> None:
    """A hostile file cannot move the cursor."""
    shown = diagnostics_text([UNIT], lambda _file, _line: "a\x1b[2Jb\tc\x00 ≥ 6 and more", Style())
    assert "\x1b" not in shown
    assert "\x00" not in shown


def test_a_place_behind_the_end_of_the_line_is_still_underlined() -> None:
    """Something missing at the end of a line."""
    missing = Diagnostic("R0201", "an expression ends too early", Place("c.yaml", 1, 9, 3))
    shown = diagnostics_text([missing], lambda _file, _line: "a: 1 +", Style()).split("\n")
    assert shown[4] == "  |       ^"


def test_data_fits_the_schema() -> None:
    """The JSON form holds every part of a diagnostic."""
    data = json.loads(diagnostics_json([UNIT, WIDE]))
    schema = json.loads((files("rulecheck") / "schemas" / "diagnostics.json").read_text(encoding="utf-8"))
    assert [e.message for e in Draft202012Validator(schema).iter_errors(data)] == []
    assert data["diagnostics"][1] == {
        "code": "R0301",
        "severity": "warning",
        "message": "an unknown key",
        "file": "a.yaml",
        "line": 12,
        "column": 16,
        "length": 2,
        "underlined": "육이",
        "hint": "",
    }
