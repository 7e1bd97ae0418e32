"""The shape of rule files: each mistake in plain words, at its place, in a fixed order."""

import json
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from rulecheck.engine.case import KEYS
from rulecheck.engine.diagnostics import Diagnostic
from rulecheck.engine.limits import DEFAULT_LIMITS
from rulecheck.engine.read_yaml import read_yaml
from rulecheck.engine.shape import check_shape, schema_text

SCHEMAS = ("act", "article", "case", "golden", "parameters", "rulebook", "vocabulary")
ROOT = Path(__file__).resolve().parents[2]
RULES = ROOT / "rules"

ARTICLE = """\
article: "19-2"
title: {en: Title}
provisions:
  (1):
    kind: duty
    of: employer
    decides: leave.granted
    versions:
      - in force: from 2020-01-01
        promulgated: 2019-06-03
        by: Act 1
        gist: {en: words}
        when:
          - any: [a, b]
          - any m in claim.months: [m.x]
        table:
          rows:
            - {when: a, value: 1}
            - {otherwise: 2}
"""


def told(text: str, schema: str = "article") -> tuple[Diagnostic, ...]:
    node, mistakes = read_yaml(text.encode(), "a.yaml")
    assert node is not None
    assert mistakes == ()
    return check_shape(node, schema)


def test_a_sound_article() -> None:
    assert told(ARTICLE) == ()


# The wording is held by the corpus of mistakes; here it is what is told, and where.
CASES = [
    # what is replaced, by what, line, column, length, code, what the message names
    ("    kind: duty\n", "", 4, 3, 3, "R0301", "`kind`"),
    ("of: employer", "off: employer", 6, 5, 3, "R0302", "`off`"),
    ("value: 1}", "value: 1, colour: red}", 18, 35, 6, "R0302", "`colour`"),
    ("title: {en: Title}", "title: Title", 2, 8, 5, "R0303", "`Title`"),
    ("by: Act 1", "by: [Act 1]", 11, 9, 2, "R0303", "`by`"),
    ("kind: duty", "kind: dutie", 5, 11, 5, "R0304", "`dutie`"),
    ("kind: duty", "kind: [duty]", 5, 5, 4, "R0303", "`kind`"),
    ('"19-2"', '"19.2"', 1, 10, 6, "R0305", "`19.2`"),
    ("  (1):", "  §1:", 4, 3, 2, "R0305", "`§1`"),
    ("  (1):", "  (1)  proviso:", 4, 3, 12, "R0305", "proviso"),
    ("  (1):", "  article 1:", 4, 3, 9, "R0305", "`article 1`"),
    ("  (1):", "  (1) applying 2:", 4, 3, 14, "R0305", "`(1) applying 2`"),
    ("from 2020-01-01", "2020", 9, 19, 4, "R0305", "`2020`"),
    ("{en: words}", "{en: }", 12, 16, 2, "R0306", "`en`"),
    ("{en: words}", "{}", 12, 9, 4, "R0306", "`gist`"),
    ("{en: words}", "{English: words}", 12, 16, 7, "R0305", "`English`"),
    ("any: [a, b]", "any: []", 14, 13, 3, "R0306", "`any`"),
    ("any: [a, b]", "any of: [a, b]", 14, 13, 6, "R0302", "`any of`"),
    ("any: [a, b]", "{any: [a], all: [b]}", 14, 14, 3, "R0303", "`any`, `all`"),
    ("        by: Act 1\n", "", 9, 9, 8, "R0307", "`by`"),
    ("        promulgated: 2019-06-03\n", "", 9, 9, 8, "R0307", "`promulgated`"),
    ("{otherwise: 2}", "{otherwise: 2, value: 3}", 19, 30, 5, "R0302", "`value`"),
    ("{when: a, value: 1}", "{when: a}", 18, 16, 4, "R0301", "`value`"),
]


@pytest.mark.parametrize(("old", "new", "line", "column", "length", "code", "named"), CASES)
def test_a_mistake(old: str, new: str, line: int, column: int, length: int, code: str, named: str) -> None:
    assert ARTICLE.count(old) == 1
    (mistake,) = told(ARTICLE.replace(old, new))
    place = mistake.place
    assert (mistake.code, place.line, place.column, place.length) == (code, line, column, length)
    assert named in mistake.message


def test_several_mistakes_are_sorted_and_each_is_told() -> None:
    text = ARTICLE.replace("    kind: duty\n    of: employer\n", "    bearer: x\n    colour: y\n").replace(
        "by:", "bye:"
    )
    mistakes = told(text)
    assert [(d.place.line, d.code) for d in mistakes] == [
        (4, "R0301"),
        (5, "R0302"),
        (6, "R0302"),
        (9, "R0307"),
        (11, "R0302"),
    ]


def test_a_file_that_is_a_list() -> None:
    (mistake,) = told("- a\n")
    assert (mistake.code, mistake.place.line) == ("R0303", 1)


def test_no_more_mistakes_than_the_limit() -> None:
    text = "".join(f"key{i}: x\n" for i in range(500))
    node, _ = read_yaml(text.encode(), "a.yaml")
    assert node is not None
    few = check_shape(node, "act", evolve(DEFAULT_LIMITS, mistakes=7))
    assert len(few) == 7
    assert few == check_shape(node, "act", evolve(DEFAULT_LIMITS, mistakes=7))


@pytest.mark.parametrize("name", SCHEMAS)
def test_schemas_are_schemas(name: str) -> None:
    """Valid, with a versioned name, and said in words: each part that an editor shows has a description."""
    schema = json.loads(schema_text(name))
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == f"rulecheck:{name}/1"
    assert schema["title"]
    assert schema["description"]
    for key, part in _named_parts(schema):
        assert "$ref" in part or part.get("description"), (name, key)
    assert not _unresolved(schema), name


def _named_parts(schema: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    named = [schema, *schema.get("$defs", {}).values()]
    properties = [item for holder in named for item in holder.get("properties", {}).items()]
    return [(key, part) for key, part in properties if isinstance(part, dict)]


def _unresolved(schema: dict[str, Any]) -> set[str]:
    """References to definitions that there are not, and definitions that nothing refers to."""
    text = json.dumps(schema)
    defined = {f"#/$defs/{name}" for name in schema.get("$defs", {})}
    used = {part.split('"')[0] for part in text.split('"$ref": "')[1:]}
    return defined ^ used


@pytest.mark.parametrize("name", ["act", "article", "parameters", "rulebook", "vocabulary", "golden"])
def test_every_mapping_is_closed(name: str) -> None:
    """An unknown key anywhere in a rule file is a mistake: no mapping of fixed keys leaves others open."""

    def open_mappings(part: Any, path: str) -> list[str]:
        if isinstance(part, list):
            return [p for i, item in enumerate(part) for p in open_mappings(item, f"{path}/{i}")]
        if not isinstance(part, dict):
            return []
        found = [p for key, value in part.items() for p in open_mappings(value, f"{path}/{key}")]
        if "properties" in part and "additionalProperties" not in part and not path.endswith("/not"):
            found.append(path)
        return found

    assert open_mappings(json.loads(schema_text(name)), name) == []


BY_NAME = {
    "act.yaml": "act",
    "amendments.yaml": "amendments",
    "checklist.yaml": "checklist",
    "rulebook.yaml": "rulebook",
}


@pytest.mark.parametrize("path", sorted(RULES.rglob("*.yaml")), ids=lambda p: str(p.relative_to(RULES)))
def test_the_rulebooks_that_come_along(path: Path) -> None:
    folders = {"vocabulary": "vocabulary", "parameters": "parameters", "cases": "golden"}
    schema = BY_NAME.get(path.name) or folders.get(path.parent.name, "article")
    assert told(path.read_text(encoding="utf-8"), schema) == ()


def test_the_schema_of_cases_has_the_keys_that_are_read() -> None:
    """Both spellings of a key of two words are read."""
    both = {spelt for key in KEYS for spelt in (key, key.replace(" ", "_"))}
    assert set(json.loads(schema_text("case"))["properties"]) == both


@pytest.mark.parametrize("path", sorted(ROOT.glob("examples/*.json")), ids=lambda p: p.stem)
def test_the_examples_are_shaped_like_cases(path: Path) -> None:
    validator = Draft202012Validator(json.loads(schema_text("case")))
    assert list(validator.iter_errors(json.loads(path.read_text(encoding="utf-8")))) == []


TREES = st.recursive(
    st.sampled_from(["", "a", "from 2020-01-01", "duty", "(1)"]) | st.text("abc :1", max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["provisions", "(1)", "versions", "when", "any", "table", "rows", "title", "en", "otherwise"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=15,
)


@given(tree=TREES, schema=st.sampled_from(["article", "vocabulary", "golden", "act", "rulebook", "parameters"]))
@settings(max_examples=80, deadline=None)
def test_any_tree_is_told_of(tree: Any, schema: str) -> None:
    """Every tree that the schema refuses gives a diagnostic within the file, and only such a tree does."""
    text = json.dumps(tree, ensure_ascii=False)
    node, mistakes = read_yaml(text.encode(), "a.yaml")
    if node is None or mistakes:
        return
    found = check_shape(node, schema)
    assert bool(found) == (not Draft202012Validator(json.loads(schema_text(schema))).is_valid(tree))
    for mistake in found:
        assert 1 <= mistake.place.column <= len(text)
        assert mistake.message[0].islower() or mistake.message[0] == "`"
