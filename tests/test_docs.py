"""The examples in the pages of the documentation are read, checked and run."""

import contextlib
import io
import os
import re
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from rulecheck.engine.cache import load_cached
from rulecheck.engine.case import read_case
from rulecheck.engine.read_yaml import read_yaml
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.shape import check_shape
from rulecheck.workbench.golden import run
from rulecheck.workbench.golden_cases import read_golden
from rulecheck.workbench.guide import guide

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
RULES = str(files("rulecheck") / "rules" / "kr")


def blocks(page: str, language: str) -> list[str]:
    text = (DOCS / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    book, found = load_cached(RULES)
    assert book is not None, found
    return book


def test_the_case_that_is_shown_can_be_read(rulebook: Rulebook) -> None:
    (shown,) = blocks("cases.md", "json")
    case, found = read_case(shown.encode(), "case.json", rulebook.vocabulary)
    assert not found
    assert case is not None
    assert case.title == "a title"


def test_the_golden_case_that_is_shown_passes(rulebook: Rulebook) -> None:
    (shown,) = blocks("cases.md", "yaml")
    golden = read_golden(shown.encode(), "shown.cases.yaml", rulebook)
    assert not golden.mistakes
    assert [run(golden.file, case, rulebook).differences for case in golden.cases] == [()]


@pytest.mark.parametrize(("number", "kind"), [(0, "rulebook"), (1, "vocabulary"), (2, "article")])
def test_the_files_that_are_shown_have_the_shape_they_must_have(number: int, kind: str) -> None:
    tree, found = read_yaml(blocks("files.md", "yaml")[number].encode(), f"{kind}.yaml")
    assert not found
    assert tree is not None
    assert check_shape(tree, kind) == ()


def test_the_program_that_is_shown_prints_what_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    (program,) = blocks("embedding.md", "python")
    (shown,) = blocks("embedding.md", "text")
    monkeypatch.chdir(Path(RULES).parents[1])
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(program, "embedding.md", "exec"), {})
    assert printed.getvalue() == shown


@pytest.mark.parametrize("page", sorted(p.relative_to(DOCS).as_posix() for p in DOCS.rglob("*.md")))
def test_links_lead_somewhere(page: str) -> None:
    at = DOCS / page
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", at.read_text(encoding="utf-8")):
        assert os.path.exists(at.parent / target), target


SCHEMES = sorted((DOCS / "schemes").glob("*.md"))


def test_every_scheme_has_its_page(rulebook: Rulebook) -> None:
    assert {page.stem for page in SCHEMES} == set(rulebook.vocabulary.schemes)


@pytest.mark.parametrize("page", SCHEMES, ids=[page.stem for page in SCHEMES])
def test_the_page_of_a_scheme_says_what_its_rules_say(page: Path, rulebook: Rulebook) -> None:
    shown = page.read_text(encoding="utf-8")
    day = re.search(r"By the law in force on (\d{4}-\d{2}-\d{2})\.", shown)
    assert day is not None
    scheme = rulebook.vocabulary.schemes[page.stem]
    assert shown == guide(rulebook, scheme, date.fromisoformat(day[1])), "run docs/refresh.py, and read what changes"
