"""The page on coverage shows what the program prints."""

import re
from pathlib import Path

import pytest
from small_rulebook import small

from rulecheck.engine.coverage import Coverage
from rulecheck.engine.rulebook import Rulebook
from rulecheck.reports.coverage_text import coverage_text, sentence
from rulecheck.reports.style import Style
from rulecheck.workbench.coverage import Evidence, evidence, measure
from rulecheck.workbench.coverage_files import write_missing
from rulecheck.workbench.golden import run
from rulecheck.workbench.golden_cases import read_golden

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "coverage.md").read_text(encoding="utf-8")
CONCLUSIONS = "subject: {en: Exemption}\nconclusions:\n  exempt: {type: boolean, label: {en: exempt}}\n"


def block(kind: str) -> str:
    (found,) = re.findall(rf"^```{kind}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    return str(found)


@pytest.fixture
def rulebook() -> Rulebook:
    names = {"member": "boolean", "expelled": "boolean", "age": "integer"}
    return small(names, {"act/1.yaml": block("yaml article"), "vocabulary/exemption.yaml": CONCLUSIONS})


@pytest.fixture
def found(rulebook: Rulebook) -> Evidence:
    golden = read_golden(block("yaml cases").encode(), "exemption.cases.yaml", rulebook)
    assert golden.mistakes == ()
    return evidence((run(golden.file, case, rulebook) for case in golden.cases), rulebook)


@pytest.fixture
def coverage(rulebook: Rulebook, found: Evidence) -> Coverage:
    return measure(rulebook, found)


def test_the_report_is_as_shown(coverage: Coverage) -> None:
    assert coverage_text(coverage, Style(), ["EX 1"]) == block("text")


def test_the_cases_for_the_gaps_are_as_shown(
    rulebook: Rulebook, found: Evidence, coverage: Coverage, tmp_path: Path
) -> None:
    written = write_missing(rulebook, found, coverage.gaps, str(tmp_path), sentence)
    assert written.not_found == ()
    ((path, _),) = written.files
    assert Path(path).read_text(encoding="utf-8") == block("yaml missing")
