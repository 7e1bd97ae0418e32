"""The rulebooks of any size that the bench loads are sound, and their case is decided by the last of their rules."""

from pathlib import Path

import pytest
from starts import grown

from rulecheck.engine.case import read_case
from rulecheck.engine.decide import decide
from rulecheck.engine.loader import load


@pytest.mark.parametrize("size", [1, 10, 11, 60])
def test_a_grown_rulebook(tmp_path: Path, size: int) -> None:
    text = grown(tmp_path / "grown", size)
    rulebook, problems = load(str(tmp_path / "grown"))
    assert rulebook is not None
    assert not problems
    assert len(rulebook.provisions) == size
    case, found = read_case(text.encode(), "case.json", rulebook.vocabulary)
    assert case is not None
    assert not found
    (decision,) = decide(rulebook, case).asked()
    assert (decision.address, decision.value) == (f"right.c{size - 1}", True)
    assert [tried.provision for tried in decision.tried] == [f"GA {(size - 1) // 10 + 1}({(size - 1) % 10 + 1})"]
