"""`rulecheck audit` on a rulebook of a few lines: what is told, where it goes, and the exit code."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from rulecheck.cli import command
from rulecheck.engine.loader import load

FILES = {
    "rulebook.yaml": """\
rulebook: isle
title: {en: Law of the isle}
jurisdiction: EX
currency: {code: KRW, unit: won, symbol: ₩}
covers from: 2020-01-01
ranks: [act]
""",
    "act/act.yaml": "act: EX\nrank: act\ntitle: {en: Example Act}\ncite: {en: Example Act}\n",
    "vocabulary/names.yaml": """\
subject: {en: Boats}
facts:
  boat.length: {type: integer, label: {en: length}, question: {en: How long?}, proof: {en: papers}}
conclusions:
  boat.taxed: {type: boolean, label: {en: taxed}, says: {yes: {en: taxed}, no: {en: free}}}
""",
    "act/1.yaml": """\
article: "1"
title: {en: Tax}
provisions:
  (1):
    kind: duty
    of: owner
    decides: boat.taxed
    versions:
      - {in force: 2020-01-01 to 2020-12-31, promulgated: 2019-05-01, by: Act 1, gist: {en: a}, when: boat.length > 10}
      - {in force: from 2021-01-01, promulgated: 2020-05-01, by: Act 2, gist: {en: b}, when: boat.length > 9}
""",
    "cases/boats.cases.yaml": """\
about: {en: boats}
given: {boat.length: 10}
cases:
  - {case: in 2020, law date: 2020-12-31, expect: {boat.taxed: false}}
  - {case: in 2021, law date: 2021-01-01, expect: {boat.taxed: true}}
""",
    "checklist.yaml": """\
reached: {placed: 1, exercised: 1}
schemes: {boats: {en: Boats}}
entries: {EX-1: {scheme: boats, cite: Act 1(1), provisions: [EX 1(1)]}}
""",
    "amendments.yaml": """\
reached: {placed: 1, exercised: 1}
amendments:
  nine: {cite: EX 1(1), in force: 2021-01-01, instruments: {Act 2: 2020-05-01}, versions: [EX 1(1)]}
  sails: {cite: EX 2, in force: 2022-01-01, instruments: {Act 3: 2021-05-01}, reason: it is about sails}
""",
}


@pytest.fixture
def isle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The rulebook in a folder."""
    monkeypatch.setenv("RULECHECK_CACHE_DIR", "off")
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def audited(isle: Path, *words: str) -> Result:
    return CliRunner().invoke(command, ["audit", "--rules", str(isle), *words])


def test_the_amendments_are_counted(isle: Path) -> None:
    found = audited(isle)
    assert found.exit_code == 0, found.output
    assert found.stderr == ""
    assert found.stdout.endswith("\n2 amendments, 1 placed, 1 exercised on both sides, 1 not decided\n")


def test_the_same_as_data(isle: Path) -> None:
    expected = {"amendments": 2, "placed": 1, "not_decided": 1, "exercised": 1, "later_side_alone": 0}
    assert json.loads(audited(isle, "--format", "json").stdout)["amendments"] == expected


def test_a_rulebook_without_a_list_of_amendments_has_none(isle: Path) -> None:
    (isle / "amendments.yaml").unlink()
    found = audited(isle, "--format", "json")
    assert (found.exit_code, json.loads(found.stdout)["amendments"]) == (0, None)
    assert "amendments" not in audited(isle).stdout


def test_a_side_that_is_lost_is_a_finding(isle: Path) -> None:
    cases = isle / "cases/boats.cases.yaml"
    cases.write_text(cases.read_text(encoding="utf-8").replace("2020-12-31", "2020-12-30"), encoding="utf-8")
    found = audited(isle)
    assert found.exit_code == 1
    assert "looks at `EX 1(1)` by the law of the day before, 2020-12-31" in found.stderr
    assert "0 amendments are exercised on both sides, and 1 were before" in found.stderr


def test_older_law_that_is_not_held_is_told(isle: Path) -> None:
    book = isle / "rulebook.yaml"
    book.write_text(book.read_text(encoding="utf-8").replace("2020-01-01", "2021-01-01"), encoding="utf-8")
    cases = isle / "cases/boats.cases.yaml"
    cases.write_text(
        cases.read_text(encoding="utf-8").replace(
            "2020-12-31, expect: {boat.taxed: false}", "2021-02-01, expect: {boat.taxed: true}"
        ),
        encoding="utf-8",
    )
    assert audited(isle).stdout.endswith("of those exercised, 1 on the later side alone: no older law is held\n")


def test_a_list_that_cannot_be_read_is_bad_input(isle: Path) -> None:
    (isle / "amendments.yaml").write_text("reached: {placed: 1, exercised: 1}\namendments: []\n", encoding="utf-8")
    found = audited(isle)
    assert (found.exit_code, found.stdout) == (2, "")
    assert "amendments.yaml:2" in found.stderr


def test_a_list_of_amendments_is_no_part_of_the_law(isle: Path) -> None:
    """It is kept apart from the rule files: neither checked as one nor part of the digest."""
    with_it, found = load(str(isle))
    (isle / "amendments.yaml").unlink()
    without, _ = load(str(isle))
    assert found == ()
    assert with_it is not None
    assert without is not None
    assert with_it.digest == without.digest
