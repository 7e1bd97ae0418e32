"""Coverage of the law in its formats."""

import json
import re
from fractions import Fraction
from html.parser import HTMLParser
from importlib.resources import files

import pytest
from jsonschema import Draft202012Validator
from small_rulebook import small

from rulecheck.engine.coverage import Coverage, Tally
from rulecheck.engine.rulebook import Rulebook
from rulecheck.reports.coverage_html import coverage_html
from rulecheck.reports.coverage_text import coverage_json, coverage_text, percent
from rulecheck.reports.style import Style
from rulecheck.workbench.coverage import evidence, measure
from rulecheck.workbench.golden import run
from rulecheck.workbench.golden_cases import read_golden

ARTICLE = """article: "1"
title: {en: Exemption <b>}
provisions:
  (1):
    kind: entitlement
    decides: exempt
    versions:
      - in force: from 2020-01-01
        promulgated: 2019-06-03
        by: Act 1
        gist: {en: "Below 8 & member <script>"}
        when: [member, age < 8]
"""
CONCLUSIONS = """subject: {en: Conclusions}
conclusions:
  exempt: {type: boolean, label: {en: exempt}}
schemes:
  exemption: {title: {en: Exemption}, about: [member], law date: [joined], decides: [exempt]}
"""
CASES = """law date: 2024-03-01
cases:
  - {case: a <i>member</i>, facts: {member: yes, age: 7}, expect: {exempt: yes}}
"""


@pytest.fixture
def rulebook() -> Rulebook:
    names = {"member": "boolean", "age": "integer", "joined": "date"}
    return small(names, {"act/1.yaml": ARTICLE, "vocabulary/conclusions.yaml": CONCLUSIONS})


@pytest.fixture
def coverage(rulebook: Rulebook) -> Coverage:
    golden = read_golden(CASES.encode(), "a.cases.yaml", rulebook)
    return measure(rulebook, evidence((run(golden.file, case, rulebook) for case in golden.cases), rulebook))


@pytest.mark.parametrize(
    ("units", "shown", "text"), [(3, 3, "100.0 %"), (3, 2, "66.6 %"), (10_000, 9_999, "99.9 %"), (3, 0, "0.0 %")]
)
def test_a_share_is_rounded_down(units: int, shown: int, text: str) -> None:
    assert percent(Tally(units, shown).share) == text
    assert percent(Fraction(1)) == "100.0 %"


def test_the_text_names_the_gaps_of_an_article_that_is_asked_for(coverage: Coverage) -> None:
    told = coverage_text(coverage, Style(), ["EX 1"])
    assert "    on `age < 8` (version 1)\n" in told
    assert "    just outside `age < 8` (version 1)\n" in told
    assert "just inside" not in told
    assert "by scheme" not in told


def test_the_text_of_everything_lists_schemes_and_no_gaps(coverage: Coverage) -> None:
    told = coverage_text(coverage, Style())
    assert re.search(r"^  exemption +\d+\.\d %", told, re.MULTILINE)
    assert "gaps in" not in told
    assert told.isascii()


@pytest.mark.parametrize("articles", [(), ("EX 1",)])
def test_the_json_is_as_its_schema_says(coverage: Coverage, articles: tuple[str, ...]) -> None:
    schema = json.loads((files("rulecheck") / "schemas" / "coverage.json").read_text(encoding="utf-8"))
    data = json.loads(coverage_json(coverage, articles))
    Draft202012Validator(schema).validate(data)
    assert data["total"]["units"] == len(data["units"]) == sum(k["units"] for k in data["kinds"].values())
    assert data["total"]["shown"] == sum(u["shown_by"] is not None for u in data["units"])


class Page(HTMLParser):
    """What a browser would make of a page: its tags, and what they would load."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.loads: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.loads += [value or "" for name, value in attrs if name == "src" or (name == "href" and tag == "link")]
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_stands_alone_and_keeps_text_as_text(coverage: Coverage, rulebook: Rulebook) -> None:
    text = coverage_html(coverage, rulebook)
    page = Page()
    page.feed(text)
    assert page.open == []
    assert page.loads == []
    assert not {"script", "b", "i", "img", "link"} & set(page.tags)
    assert "Below 8 &amp; member &lt;script&gt;" in text
    assert "a &lt;i&gt;member&lt;/i&gt;" in text


def test_the_page_colours_what_is_shown(coverage: Coverage, rulebook: Rulebook) -> None:
    text = coverage_html(coverage, rulebook)
    blocks = re.findall(r'<div class="(\w+)" title="[\w ]+">\n<code>(.*?)</code>', text)
    assert blocks == [("part", "member"), ("part", "age &lt; 8")]
    assert text.count('<li class="yes">') == coverage.total.shown
    assert text.count('<li class="no">') == len(coverage.gaps)
