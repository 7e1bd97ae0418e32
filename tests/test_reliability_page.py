"""The page on reliability: its figures stand between marks, and the cases that it names are golden cases."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "reliability.md"


@pytest.fixture
def refresh() -> ModuleType:
    """`docs/refresh.py` as a module."""
    spec = importlib.util.spec_from_file_location("refresh", ROOT / "docs" / "refresh.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_new_figures_take_the_place_of_the_old_ones(refresh: ModuleType) -> None:
    text = refresh.figures("A new score.\n", "A new share.\n")
    whole = PAGE.read_text(encoding="utf-8")
    head, _, rest = whole.partition("<!-- reliability -->\n")
    tail = rest.partition("<!-- end of reliability -->\n")[2]
    assert text.startswith(head)
    assert text.endswith(tail)
    assert "A new score." in text
    assert text.count("golden cases.") == whole.count("golden cases.") - rest.partition("<!-- end")[0].count(
        "golden cases."
    )


def test_the_figures_of_coverage_are_those_by_unit_and_the_sum(refresh: ModuleType) -> None:
    printed = "by unit\n  decided  50.0 %\n\nby article\n  EX 1  50.0 %\n\n50.0 %: 1 of 2 units\n"
    assert refresh.by_unit(printed) == "by unit\n  decided  50.0 %\n\n50.0 %: 1 of 2 units\n"


def test_every_case_of_the_table_is_a_golden_case() -> None:
    rows = re.findall(r"^\| \(.*\| ([^|]+) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(rows) == 20
    written = "\n".join(p.read_text(encoding="utf-8") for p in sorted((ROOT / "rules/kr/cases").rglob("*.cases.yaml")))
    for title in rows:
        assert (
            title == "none; shown to change nothing" or f"case: {title}\n" in written or f'case: "{title}"' in written
        )
