"""docs/limits.md publishes the limits that the code keeps: each figure, and the code that tells of it."""

import re
from pathlib import Path

import pytest
from attrs import asdict

from rulecheck.engine import check_depth, expressions, relevance, resolve, values
from rulecheck.engine.codes import all_codes
from rulecheck.engine.limits import DEFAULT_LIMITS
from rulecheck.grammar.parse import Caps

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "limits.md").read_text(encoding="utf-8")
ROWS = [line for line in PAGE.splitlines() if line.startswith("| ") and not line.startswith("| limit")]
PUBLISHED = {int(figure.replace(",", "")) for row in ROWS for figure in re.findall(r"\b[\d,]+\b(?!`)", row)}

KEPT = {
    **asdict(DEFAULT_LIMITS),
    "levels": check_depth.MOST_LEVELS,
    "a provision written out": check_depth.MOST_WRITTEN_OUT,
    "all that is applied written out": resolve.MOST_WRITTEN_OUT,
    "steps": expressions.MOST_STEPS,
    "bits": values.MOST_BITS,
    "evaluations": relevance.MOST_EVALUATIONS,
    "suppositions": relevance.MOST_SUPPOSED,
}


@pytest.mark.parametrize("name", KEPT)
def test_a_limit_is_published(name: str) -> None:
    assert KEPT[name] in PUBLISHED


def test_nothing_else_is_published() -> None:
    """A figure that no limit has any more has to go. A number of digits is told beside the bits it comes to."""
    assert PUBLISHED - {*KEPT.values()} == {1_200}


def test_the_codes_are_those_of_the_catalogue() -> None:
    assert set(re.findall(r"R\d{4}", PAGE)) <= set(all_codes())


def test_the_parser_alone_keeps_no_wider_limits_than_a_rulebook() -> None:
    """But for the levels, of which a sign takes several."""
    caps = Caps()
    assert caps.characters == DEFAULT_LIMITS.expression_length
    assert caps.tokens == DEFAULT_LIMITS.expression_tokens
    assert caps.digits == DEFAULT_LIMITS.digits
