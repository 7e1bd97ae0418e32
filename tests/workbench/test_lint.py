"""The linter: each check fires on what it is for, is silent on the same put right, and what is meant is allowed."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner

from rulecheck.cli import command
from rulecheck.workbench.lint.catalogue import CHECKS

ROOT = Path(__file__).resolve().parents[2]
HEADER = """
rulebook: library
title: {en: Library law}
jurisdiction: LIB
currency: {code: XTH, unit: thaler, symbol: Th}
covers from: 2020-01-01
ranks: [act]
"""
ACT = "act: LA\nrank: act\ntitle: {en: Act on Lending}\ncite: {en: Lending Act}\n"
VOCABULARY = """
subject: {en: Loans}
facts:
  age: {type: integer, label: {en: age}, at least: 0}
  days: {type: days, label: {en: days}, at least: 0 days}
  rare: {type: boolean, label: {en: a rare book}}
  asked_on: {type: date, label: {en: day of the request}}
conclusions:
  granted: {type: boolean, label: {en: right to the loan}}
  length: {type: days, label: {en: length of the loan}}
  deposit: {type: money, label: {en: deposit}}
schemes:
  loans:
    title: {en: Loans}
    about: [age, days, rare, asked_on]
    law date: [asked_on]
    decides: [granted, length, deposit]
"""
HEAD = "in force: from 2020-01-01\n        promulgated: 2019-06-03\n        by: Act 1\n        gist: {en: It says so.}"
ARTICLE = f"""
article: "3"
title: {{en: Loans}}
provisions:
  (1):
    kind: entitlement
    decides: granted
    versions:
      - {HEAD}
        when:
          - age ≥ 12
          - rare
  (2):
    kind: formula
    decides: length
    versions:
      - {HEAD}
        table:
          match: first
          rows:
            - {{when: days ≤ 30 days, value: 7 days}}
            - {{when: days ≥ 31 days, value: 14 days}}
  (2) proviso:
    kind: exception
    to: (2)
    versions:
      - {HEAD}
        when: [rare]
        value: 3 days
  (3):
    kind: formula
    decides: deposit
    versions:
      - {HEAD}
        value: 50 thaler
"""
CASES = """
about: {en: loans}
cases:
  - case: a reader of twelve
    facts: {age: 12, rare: yes, asked_on: 2024-05-01}
    expect: {granted: yes}
"""
GOOD = {
    "rulebook.yaml": HEADER,
    "act/act.yaml": ACT,
    "vocabulary/loans.yaml": VOCABULARY,
    "act/3.yaml": ARTICLE,
    "cases/loans.cases.yaml": CASES,
}
# Code, the file and the text in it that is replaced, by what, and what the check then says.
FIRING: dict[str, tuple[str, str, str, str, str]] = {
    "a conclusion in no scheme": (
        "L01",
        "vocabulary/loans.yaml",
        "decides: [granted, length, deposit]",
        "decides: [granted, length]",
        "`deposit` is decided and never asked: no scheme lists it, and no rule reads it",
    ),
    "a fact that nothing reads": (
        "L02",
        "vocabulary/loans.yaml",
        "conclusions:",
        "  shoe_size: {type: integer, label: {en: shoe size}}\nconclusions:",
        "`shoe_size` is declared, and no rule reads it",
    ),
    "a condition that nothing refers to": (
        "L03",
        "act/3.yaml",
        "  (3):",
        f"  (4):\n    kind: condition\n    versions:\n      - {HEAD}\n        when: [rare]\n  (3):",
        "`LA 3(4)` is never reached: no scheme decides anything that rests on it",
    ),
    "a row behind a wider one": (
        "L04",
        "act/3.yaml",
        "{when: days ≥ 31 days, value: 14 days}",
        "{when: days < 20 days, value: 14 days}",
        "row 2 of the table of `LA 3(2)` never decides, for row 1 does",
    ),
    "days between two rows": (
        "L05",
        "act/3.yaml",
        "{when: days ≥ 31 days, value: 14 days}",
        "{when: days ≥ 33 days, value: 14 days}",
        "the table of `LA 3(2)` has no row between `days ≤ 30 days` and `days ≥ 33 days`",
    ),
    "two answers to one question": (
        "L06",
        "act/3.yaml",
        "  (3):",
        f"  (4):\n    kind: formula\n    decides: deposit\n    versions:\n      - {HEAD}\n"
        "        value: 60 thaler\n  (3):",
        "`LA 3(4)` and `LA 3(3)` decide `deposit` differently under the same conditions",
    ),
    "an amount three times": (
        "L07",
        "act/3.yaml",
        "value: 50 thaler",
        "value: max(50 thaler, min(50 thaler, 80% of 50 thaler))",
        "`50 thaler` is written 3 times in one version of `LA 3(3)`",
    ),
    "a label in one language of two": (
        "L08",
        "rulebook.yaml",
        "title: {en: Library law}",
        "title: {en: Library law, ko: 도서관법}",
        "the gist of `LA 3(1)` is missing in `ko`",
    ),
    "an exception without effect": (
        "L09",
        "act/3.yaml",
        "  (3):",
        f"  (3) proviso:\n    kind: exception\n    to: (3)\n    versions:\n      - {HEAD}\n        when: [rare]\n"
        "        value: 50 thaler\n  (3):",
        "the exception `LA 3(3) proviso` says the same as `LA 3(3)`: `50 thaler`",
    ),
    "a month without law": (
        "L10",
        "act/3.yaml",
        f"      - {HEAD}\n        value: 50 thaler",
        f"      - {HEAD.replace('from 2020-01-01', '2020-01-01 to 2024-05-31')}\n        value: 50 thaler\n"
        f"      - {HEAD.replace('from 2020-01-01', 'from 2024-07-01')}\n        value: 60 thaler",
        "`LA 3(3)` is not in force from 2024-06-01 to 2024-06-30",
    ),
    "the same golden case again": (
        "L11",
        "cases/loans.cases.yaml",
        "    expect: {granted: yes}\n",
        "    expect: {granted: yes}\n  - case: another reader\n"
        "    facts: {age: 12, rare: yes, asked_on: 2024-05-01}\n    expect: {granted: yes}\n",
        "the golden case `another reader` has the facts and answers of `a reader of twelve` in `",
    ),
    "three capitals": (
        "L12",
        "act/3.yaml",
        "gist: {en: It says so.}\n        value: 50 thaler",
        "gist: {en: The LCC says so.}\n        value: 50 thaler",
        "the gist of `LA 3(3)` says `LCC`, and nothing says what that stands for",
    ),
    "a condition copied": (
        "L13",
        "act/3.yaml",
        "          - rare\n",
        "          - rare\n          - rare\n",
        "`rare` stands twice in one list of conditions of `LA 3(1)`",
    ),
}
Make = Callable[[Mapping[str, str]], str]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Writes a rulebook, gives its directory."""

    def made(files: Mapping[str, str]) -> str:
        for name, text in files.items():
            path = tmp_path / "rules" / "library" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return str(tmp_path / "rules" / "library")

    return made


def _lint(directory: str, *options: str) -> tuple[int, list[dict[str, object]]]:
    done = CliRunner().invoke(command, ["lint", directory, "--format", "json", *options])
    assert done.exit_code in (0, 1), done.stderr
    return done.exit_code, json.loads(done.stdout)["diagnostics"]


def _changed(name: str) -> tuple[str, dict[str, str], str]:
    code, file, old, new, message = FIRING[name]
    assert GOOD[file].count(old) >= 1, name
    return code, {**GOOD, file: GOOD[file].replace(old, new, 1)}, message


def test_nothing_is_found_in_what_is_right(make: Make) -> None:
    """The rulebook that the others are made from is clean."""
    assert _lint(make(GOOD)) == (0, [])


@pytest.mark.parametrize("name", FIRING)
def test_each_check_fires(name: str, make: Make) -> None:
    """With its code and its message, and no other check with it (a missing language is missing everywhere)."""
    code, files, message = _changed(name)
    exit_code, found = _lint(make(files))
    assert exit_code == 1
    assert any(str(d["message"]).startswith(message) for d in found), found
    assert {d["code"] for d in found} == {code}


def test_every_check_is_shown_to_fire() -> None:
    """No check without its sample."""
    assert sorted({sample[0] for sample in FIRING.values()}) == [check.code for check in CHECKS]


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (
            "act/3.yaml",
            "value: 7 days}",
            "value: 7 days}\n            - {when: days ≤ 20 days and rare, value: 9 days}",
        ),
        ("act/3.yaml", "- {when: days ≥ 31 days", "- {when: days > 30 days"),
        (
            "act/3.yaml",
            "{en: It says so.}\n        value: 50",
            "{en: 'Act II of LA, in XTH, by the Loan Office (LO).'}\n        value: 50",
        ),
    ],
)
def test_no_false_alarm(file: str, old: str, new: str, make: Make) -> None:
    """Other conditions in a row, brackets that meet, abbreviations that are defined."""
    assert old in GOOD[file]
    assert [d["message"] for d in _lint(make({**GOOD, file: GOOD[file].replace(old, new, 1)}))[1]] == []


def test_what_is_meant_is_allowed_with_a_reason(make: Make) -> None:
    """An allowance silences its finding; one that finds nothing is told itself."""
    _, files, _ = _changed("a month without law")
    allowed = "allow:\n  - {code: L10, about: LA 3(3), because: suspended for a month}\n"
    assert _lint(make({**files, "lint.yaml": allowed})) == (0, [])
    exit_code, found = _lint(make({**GOOD, "lint.yaml": allowed}))
    assert (exit_code, [d["code"] for d in found]) == (1, ["L00"])
    assert found[0]["message"] == "`L10` is allowed for `LA 3(3)`, and finds nothing there"
    assert _lint(make(GOOD), "--only", "L01") == (0, [])


def test_an_allowance_needs_a_reason(make: Make) -> None:
    """Without one, or for a check that there is not, the file is refused."""
    for text in ("allow:\n  - {code: L10, about: LA 3(3)}\n", "allow:\n  - {code: L99, about: x, because: y}\n"):
        done = CliRunner().invoke(command, ["lint", make({**GOOD, "lint.yaml": text})])
        assert done.exit_code == 2
    assert "there is no check `L99`" in done.stderr


def test_a_line_that_changes_nothing_is_taken_out(make: Make) -> None:
    """`--fix` leaves the file as it was before the line was copied."""
    _, files, _ = _changed("a condition copied")
    directory = make(files)
    assert _lint(directory, "--fix")[0] == 1
    assert (Path(directory) / "act" / "3.yaml").read_text(encoding="utf-8") == ARTICLE
    assert _lint(directory) == (0, [])


def test_sarif_and_annotations(make: Make) -> None:
    """What build servers read: rules with their texts, results with their places."""
    directory = make(_changed("a month without law")[1])
    log = json.loads(CliRunner().invoke(command, ["lint", directory, "--format", "sarif"]).stdout)
    (run,) = log["runs"]
    assert log["version"] == "2.1.0"
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == [check.code for check in CHECKS]
    (result,) = run["results"]
    assert (result["ruleId"], result["level"]) == ("L10", "warning")
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == "L10"
    region = result["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"] > 1, region["endColumn"] > region["startColumn"]) == (True, True)
    shown = CliRunner().invoke(command, ["lint", directory, "--format", "github"]).stdout
    assert shown.startswith("::warning file=")
    assert "title=L10::`LA 3(3)` is not in force from 2024-06-01 to 2024-06-30." in shown


def test_the_page_is_made_from_the_checks() -> None:
    """docs/lint.md is what `--list` prints."""
    printed = CliRunner().invoke(command, ["lint", "--list"]).stdout
    assert (ROOT / "docs" / "lint.md").read_text(encoding="utf-8") == printed


def test_an_unknown_check_is_refused(make: Make) -> None:
    """A slip in the code does not run nothing."""
    done = CliRunner().invoke(command, ["lint", make(GOOD), "--only", "L77"])
    assert done.exit_code == 2
    assert "there is no check `L77`" in done.stderr
