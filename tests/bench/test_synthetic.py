"""Rulebooks of any size for the bench, and the memory of processes that it watches."""

import sys
from datetime import date
from pathlib import Path

import pytest
from processes import ChildFailed, asked, timed, tree_bytes, watched
from synthetic import facts, write_rulebook

from rulecheck.engine.case import Case
from rulecheck.engine.compiled import Compiled
from rulecheck.engine.loader import load


@pytest.mark.parametrize("provisions", [10, 30])
def test_a_synthetic_rulebook_has_so_many_provisions(provisions: int, tmp_path: Path) -> None:
    last = write_rulebook(tmp_path, provisions)
    rulebook, problems = load(str(tmp_path))
    assert not problems
    assert rulebook is not None
    assert len(rulebook.provisions) == provisions
    compiled = Compiled(rulebook)
    day = date(2024, 3, 1)
    reached = compiled.decide(Case("", facts(), law_date=day))
    assert reached.values() == {last: False}
    assert not compiled.handed
    first = compiled.decide(Case("", {**facts(), "count_0": 900}, law_date=day))
    assert first.values() == {last: True}, "the last paragraph hangs on the first of its article"
    assert len(reached.answer().parts[0].decisions) == 10


@pytest.mark.parametrize("provisions", [0, 5, 11])
def test_only_tens_of_provisions(provisions: int, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="multiple of 10"):
        write_rulebook(tmp_path, provisions)


def test_memory_is_that_of_a_process_and_all_below_it(tmp_path: Path) -> None:
    parents = {1: 0, 2: 1, 3: 2, 4: 1, 9: 0}
    for pid, parent in parents.items():
        folder = tmp_path / str(pid)
        folder.mkdir()
        (folder / "stat").write_text(f"{pid} (a (b) c) S {parent} 0 0", encoding="utf-8")
        (folder / "statm").write_text(f"1000 {10**pid} 3", encoding="utf-8")
    page = tree_bytes(9, tmp_path) // 10**9
    assert tree_bytes(1, tmp_path) == page * (10 + 10**2 + 10**3 + 10**4)
    assert tree_bytes(2, tmp_path) == page * (10**2 + 10**3)
    (tmp_path / "3" / "statm").unlink()
    assert tree_bytes(2, tmp_path) == page * 10**2, "one that has ended holds nothing"
    assert tree_bytes(1, tmp_path / "nothing") == 0


def test_a_process_that_fails_is_no_figure() -> None:
    with pytest.raises(ChildFailed, match="no such luck"):
        timed((sys.executable, "-c", "raise SystemExit('no such luck')"))
    with pytest.raises(ChildFailed, match="no_such_module"):
        asked("load", "no_such_module:Thing")


def test_what_a_process_says_and_how_it_ends_is_kept() -> None:
    ended = watched((sys.executable, "-c", "import sys; print('said'); sys.exit(3)"))
    assert (ended.output, ended.status) == ("said\n", 3)
    assert ended.seconds > 0
