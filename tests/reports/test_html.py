"""The page: the words of the text report, well formed, accessible, and nothing that has to be loaded or run."""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from attrs import evolve
from click.testing import CliRunner
from library_cases import CASES, READER, case_of

from rulecheck.cli import command
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.trace import Answer
from rulecheck.reports.html import html
from rulecheck.reports.style import Style
from rulecheck.reports.text import text

Ask = Callable[..., Answer]
ROOT = Path(__file__).resolve().parents[2]
_VOID = {"meta"}


class _Page(HTMLParser):
    """What a page holds: its words, tags with their attributes, and whether all are closed in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.hidden = 0
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words += data.split()

    def all(self, name: str) -> list[str | None]:
        return [attributes[name] for _, attributes in self.tags if name in attributes]


@pytest.fixture(params=CASES)
def answer(request: pytest.FixtureRequest, ask: Ask) -> Answer:
    """The answer to one of the cases."""
    asked, facts = case_of(request.param)
    return ask(*asked, **facts)


def test_it_says_what_the_text_says(answer: Answer, library: Rulebook) -> None:
    """Every word of the text report stands on the page, as often or more often."""
    shown = _Page(html(answer, library)).words
    plain = text(answer, library, Style(width=10_000))
    wanted = [word for word in plain.split() if re.search(r"\w", word)]
    joined = f" {' '.join(shown)} ".replace(" )", ")")
    lacking = [word for word in dict.fromkeys(wanted) if word.strip("[]();:.,") not in joined]
    if not answer.problems:
        assert lacking == []


def test_it_is_well_formed_and_stands_alone(answer: Answer, library: Rulebook) -> None:
    """All tags closed in order, ids unique, every link inside the page leads somewhere, nothing loaded, no script."""
    page = _Page(html(answer, library))
    assert page.open == []
    ids = page.all("id")
    assert len(ids) == len(set(ids))
    links = [str(link) for link in page.all("href")]
    assert all(link.startswith("#") and link[1:] in ids for link in links), links
    names = {tag for tag, _ in page.tags}
    assert not names & {"script", "link", "img", "iframe", "object"}
    assert page.all("src") == []
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]


def test_it_can_be_read_aloud(answer: Answer, library: Rulebook) -> None:
    """Language and title are set, headings come in order, signs are hidden and have words instead."""
    page = _Page(html(answer, library, "ko"))
    assert page.tags[0] == ("html", {"lang": "ko"})
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later - former <= 1 for former, later in pairwise(levels))
    marks = [attributes for _, attributes in page.tags if (attributes.get("class") or "").startswith("mark")]
    assert all(attributes.get("aria-hidden") == "true" for attributes in marks)
    assert all(attributes.get("scope") == "col" for tag, attributes in page.tags if tag == "th")


def test_what_the_rulebook_says_is_text_and_no_markup(ask: Ask, library: Rulebook) -> None:
    """Signs of markup in a case come out as they were written."""
    answer = ask("loans", **READER, book__rare=False)
    page = html(answer, library).replace(answer.case_title, "")
    hostile = evolve(answer, case=evolve(answer.case, title="<script>alert('x')</script> & co"))
    shown = html(hostile, library)
    assert "<script" not in shown
    assert "&lt;script&gt;alert('x')&lt;/script&gt; &amp; co" in shown
    assert page.count("<") == shown.count("<")


def test_dates_deadlines_papers_and_penalties_of_the_first_law() -> None:
    """What a person asks next: until when, with which papers, and what the other side risks."""
    shown = CliRunner().invoke(command, [str(ROOT / "examples" / "granted.json"), "--format", "html"]).stdout
    words = " ".join(_Page(shown).words)
    assert "deadline: last day on which the benefit can be claimed" in words
    assert "Documents that show the facts" in words
    refused = CliRunner().invoke(command, [str(ROOT / "examples" / "undetermined.json"), "--format", "html"])
    assert refused.exit_code == 3
    assert "Still missing" in " ".join(_Page(refused.stdout).words)
