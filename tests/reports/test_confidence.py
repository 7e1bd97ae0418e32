"""How the text of a version and the value of a figure are known is told where it is less than having read them."""

import json
from datetime import date
from importlib.resources import files
from typing import Any

import pytest
from attrs import evolve
from jsonschema import Draft202012Validator
from rulebooks import HERE, case, provision, rulebook, version

from rulecheck.engine.decide import decide
from rulecheck.engine.load_figures import load_figure
from rulecheck.engine.load_types import TypeReader
from rulecheck.engine.read_yaml import read_yaml
from rulecheck.engine.record import record
from rulecheck.engine.rulebook import Article, Rulebook
from rulecheck.engine.shape import check_shape
from rulecheck.engine.source import Mapping
from rulecheck.engine.trace import Question
from rulecheck.engine.types import INTEGER, money
from rulecheck.engine.vocabulary import DatedValue, Figure, Words
from rulecheck.reports.show import show_article
from rulecheck.reports.style import Style
from rulecheck.reports.text import text
from rulecheck.reports.timeline_text import timeline_json, timeline_text
from rulecheck.workbench.timeline import timeline_of_article

VALUES = (
    DatedValue(date(2020, 1, 1), date(2020, 12, 31), 210, "notice 1", HERE, None, "from memory only"),
    DatedValue(date(2021, 1, 1), None, 220, "notice 2", HERE),
)
OLD = evolve(version("", "cap + 0", until="2020-12-31"), confidence="verified in secondary page")
NEW = version("", "cap + 1", since="2021-01-01")
ARTICLE = Article("A", "1", Words({"en": "Pay"}), HERE)


@pytest.fixture
def book() -> Rulebook:
    """One amount by two versions and a figure of two values, of which the first is less than read."""
    figure = Figure("cap", INTEGER, Words({"en": "the cap"}), HERE, VALUES)
    made = rulebook([provision("(1)", OLD, NEW, decides="c")], {}, {"c": INTEGER}, figures=[figure])
    return evolve(made, articles={"A 1": ARTICLE})


def traced(book: Rulebook, day: str) -> Any:
    data = record(decide(book, case(day), Question(("c",))), book)
    schema = json.loads((files("rulecheck") / "schemas" / "trace.json").read_text(encoding="utf-8"))
    assert [e.message for e in Draft202012Validator(schema).iter_errors(data)] == []
    return json.loads(json.dumps(data))["parts"][0]["decisions"][0]["tried"][0]


def test_the_trace_carries_it(book: Rulebook) -> None:
    tried = traced(book, "2020-12-31")
    assert tried["version"]["confidence"] == "verified in secondary page"
    assert tried["figures"] == [
        {
            "name": "cap",
            "label": {"en": "the cap"},
            "in_force": {"from": "2020-01-01", "until": "2020-12-31"},
            "by": "notice 1",
            "confidence": "from memory only",
        }
    ]


def test_what_was_read_carries_nothing(book: Rulebook) -> None:
    tried = traced(book, "2021-01-01")
    assert "confidence" not in tried["version"]
    assert "figures" not in tried


@pytest.mark.parametrize(("day", "told"), [("2020-12-31", True), ("2021-01-01", False)])
def test_the_text_says_it(book: Rulebook, day: str, told: bool) -> None:
    report = text(decide(book, case(day), Question(("c",))), book, Style())
    lines = [line.strip() for line in report.splitlines() if "Note on" in line]
    expected = [
        "Note on the source of this version: verified in secondary page.",
        "Note on the source of the cap (notice 1): from memory only.",
    ]
    assert lines == (expected if told else [])


def test_show_and_timeline_say_it_of_the_version_alone(book: Rulebook) -> None:
    shown = show_article(book, "A", "1", None, "en", Style())
    assert shown.count("Note on the source of this version: verified in secondary page.") == 1
    timeline = timeline_of_article(book, ARTICLE)
    assert timeline_text(timeline, book, Style()).count("verified in secondary page") == 1
    assert timeline_text(timeline, book, Style()).count("from memory only") == 1
    data = json.loads(timeline_json(timeline, book))
    assert [v["confidence"] for v in data["versions"]] == ["verified in secondary page", None]
    assert [f["confidence"] for f in data["figures"]] == ["from memory only", None]


def test_it_is_read_from_a_file_of_figures() -> None:
    written = b"""\
figures:
  cap:
    type: integer
    label: {en: cap}
    values:
      - {in force: 2020-01-01 to 2020-12-31, value: 1, by: notice 1, confidence: from memory only}
      - {in force: from 2021-01-01, value: 2, by: notice 2}
"""
    tree, found = read_yaml(written, "figures.yaml")
    assert isinstance(tree, Mapping)
    assert found == check_shape(tree, "parameters") == ()
    figures = tree.get("figures")
    assert isinstance(figures, Mapping)
    figure = load_figure(figures.entries[0], TypeReader(money("crown"), frozenset()), [])
    assert [dated.confidence for dated in figure.values] == ["from memory only", ""]
