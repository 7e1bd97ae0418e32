"""The page on what would change an answer shows what the command prints."""

import re
from pathlib import Path

from click.testing import CliRunner

from rulecheck.cli import command
from rulecheck.workbench.nearest import LONGER, MOST_CHANGES, MOST_DECIDED

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "why-not.md").read_text(encoding="utf-8")


def test_the_report_that_is_shown_is_printed() -> None:
    (shown,) = re.findall(r"^```text\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    printed = CliRunner().invoke(command, [str(ROOT / "examples" / "refusable.json")]).stdout
    assert shown in printed


def test_the_bounds_that_are_told_hold() -> None:
    assert f"after {MOST_DECIDED} cases for each conclusion, {LONGER:,} with" in PAGE
    assert (MOST_CHANGES, "No more than four facts" in PAGE) == (4, True)
