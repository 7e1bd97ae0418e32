"""The processes that the bench measures: their memory, what they say, how they end."""

import os
import sys
import time
from pathlib import Path

import pytest
from processes import ChildFailed, asked, memory_watched, timed, tree_bytes


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


def test_the_most_memory_is_kept_though_it_is_given_back() -> None:
    with memory_watched(os.getpid()) as most:
        before = most[0]
        held = bytearray(b"x" * 60_000_000)
        while most[0] < before + 50_000_000:
            time.sleep(0.01)
        del held
    assert most[0] >= before + 50_000_000
