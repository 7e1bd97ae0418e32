"""How golden cases came out, in the formats for people and for build servers."""

import json
from importlib.resources import files
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from rulecheck.engine.diagnostics import Place
from rulecheck.engine.golden import Difference, GoldenCase, Result
from rulecheck.reports.golden_machines import golden_github, golden_junit
from rulecheck.reports.golden_text import golden_json, golden_text
from rulecheck.reports.style import Style

PLACE = Place("a.cases.yaml", 4, 11)
RULE = Place("rules/ex/act/1.yaml", 12, 3)


def result(title: str, *differences: Difference, unanswered: tuple[str, ...] = ()) -> Result:
    return Result("a.cases.yaml", GoldenCase(title, PLACE, None, unanswered=unanswered), differences, None)


PASSED = result("passes")
FAILED = result("fails", Difference("fee", "1 euro", "2 euro", "EX 1(1) applies: `x` is true", RULE))
OPEN = result("open", unanswered=("fee",))


def test_the_text_counts_and_tells_where_to_look() -> None:
    assert golden_text([PASSED, FAILED, OPEN], Style()).splitlines() == [
        "FAILED fails",
        "  a.cases.yaml:4",
        "  fee",
        "      expected  1 euro",
        "      actual    2 euro",
        "      parts at  EX 1(1) applies: `x` is true",
        "                rules/ex/act/1.yaml:12",
        "",
        "NOT YET ANSWERED open",
        "  a.cases.yaml:4",
        "  fee",
        "      expected  to be answered: work it out from the text of the law",
        "",
        "1 passed, 1 failed, 1 not yet answered",
    ]


def test_an_empty_run_says_so() -> None:
    assert golden_text([], Style()) == "no golden case was run\n0 passed, 0 failed\n"
    assert golden_github([]) == "::error::no golden case was run\n"


@pytest.mark.parametrize("results", [[], [PASSED], [PASSED, FAILED, OPEN]])
def test_the_json_is_as_its_schema_says(results: list[Result]) -> None:
    schema = json.loads((files("rulecheck") / "schemas" / "golden-results.json").read_text(encoding="utf-8"))
    data = json.loads(golden_json(results))
    Draft202012Validator(schema).validate(data)
    assert [c["status"] for c in data["cases"]] == ["passed", "failed", "to be answered"][1 - 1 : len(results)]


def test_junit_has_a_suite_for_a_file_and_a_failure_for_what_did_not_pass() -> None:
    root = ElementTree.fromstring(golden_junit([PASSED, FAILED, OPEN]))
    (suite,) = root
    assert (suite.get("tests"), suite.get("failures")) == ("3", "2")
    assert [[f.get("type") for f in case] for case in suite] == [[], ["difference"], ["unanswered"]]


@given(st.text())
def test_junit_can_be_read_whatever_a_case_is_called(title: str) -> None:
    root = ElementTree.fromstring(golden_junit([result(title, Difference(title, title, title))]))
    assert len(list(root.iter("failure"))) == 1


@given(st.text())
def test_an_annotation_is_one_line_whatever_a_case_is_called(title: str) -> None:
    annotated = golden_github([result(title, Difference("fee", title, "1"))])
    lines = annotated.removesuffix("\n").split("\n")
    assert len(lines) == 2
    assert lines[0].startswith("::error file=a.cases.yaml,line=4,title=")
    assert "\r" not in lines[0]
