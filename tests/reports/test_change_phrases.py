"""The words for changes of the law: two languages with the same gaps, and a phrase for each kind of term."""

from string import Formatter
from typing import get_args

import pytest

from rulecheck.engine.changes import TermKind
from rulecheck.reports import change_phrases
from rulecheck.reports.change_phrases import change_phrase, has_change_phrase


def gaps(text: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(text) if field}


@pytest.mark.parametrize("key", change_phrases._PHRASES)
def test_both_languages_have_the_same_gaps(key: str) -> None:
    assert gaps(change_phrase(key)) == gaps(change_phrase(key, "ko"))
    assert change_phrase(key, "xx") == change_phrase(key)


@pytest.mark.parametrize("kind", get_args(TermKind))
def test_each_kind_of_term_has_a_phrase(kind: str) -> None:
    assert has_change_phrase(kind)
    assert not has_change_phrase(f"{kind} of nothing")
