"""Every disagreement ever found between an engine and the reference interpreter is decided again, and agrees."""

import pytest
from differential_corpus import Entry, entries
from differential_runs import compared

from rulecheck.engine.decide import decide

ENTRIES = tuple(entries())


def test_the_corpus_is_not_lost() -> None:
    assert {entry.name for entry in ENTRIES} >= {"none-beside-unknown"}


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_what_once_disagreed_agrees(entry: Entry) -> None:
    assert entry.found
    assert not decide(entry.rulebook, entry.case).problems
    # More than once: cases of one shape get a function of their own after the first few.
    assert not compared(entry.rulebook, [entry.case] * 5).disagree
