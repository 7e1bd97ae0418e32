"""Processes that are measured: how long one takes from start to end, and the most memory that it and its own hold."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

CHILD = Path(__file__).with_name("child.py")
EACH = 0.05  # seconds between two looks at the memory


class ChildFailed(Exception):
    """A child ended badly; says its last line."""


def environment(**more: str) -> dict[str, str]:
    """The environment of a measured process. An installed package has its bytecode, so it may keep that."""
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, **more}


@contextmanager
def memory_watched(root: int) -> Iterator[list[int]]:
    """Looks at the memory of a process and of all below it, twenty times a second; the list holds the most seen."""
    most, done = [tree_bytes(root)], threading.Event()

    def look() -> None:
        while not done.wait(EACH):
            most[0] = max(most[0], tree_bytes(root))

    looking = threading.Thread(target=look)
    looking.start()
    try:
        yield most
    finally:
        done.set()
        looking.join()


def timed(command: Sequence[str], **more: str) -> float:
    """Seconds that a command takes; one that fails raises."""
    began = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, env=environment(**more), timeout=600, check=False)
    seconds = time.perf_counter() - began
    if done.returncode:
        raise ChildFailed(_last_line(done.stderr))
    return seconds


def asked(kind: str, name: str, *words: object, timeout: float = 3600, **more: str) -> dict[str, Any]:
    """What a child said of one measurement, with the seconds of its whole process."""
    command = (sys.executable, "-P", str(CHILD), kind, name, *(str(word) for word in words))
    began = time.perf_counter()
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, env=environment(**more), timeout=timeout, check=False
        )
    except subprocess.TimeoutExpired:
        raise ChildFailed(f"not done after {timeout:.0f} s") from None
    seconds = time.perf_counter() - began
    if done.returncode:
        raise ChildFailed(_last_line(done.stderr))
    said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1]) if done.stdout.strip() else {}
    return {"process": seconds, **said}


def tree_bytes(root: int, proc: Path = Path("/proc")) -> int:
    """Resident bytes of a process and of all below it, added up; what two share counts twice. 0 where not told."""
    children: Mapping[int, list[int]] = _children(proc)
    total, stack = 0, [root]
    while stack:
        one = stack.pop()
        stack += children.get(one, ())
        try:
            pages = int((proc / str(one) / "statm").read_text(encoding="ascii").split()[1])
        except (OSError, IndexError):
            continue  # it has ended since
        total += pages * os.sysconf("SC_PAGE_SIZE")
    return total


def _children(proc: Path) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    try:
        names = [name for name in os.listdir(proc) if name.isdigit()]
    except OSError:
        return found
    for name in names:
        try:
            stat = (proc / name / "stat").read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue
        found.setdefault(int(stat.rpartition(")")[2].split()[1]), []).append(int(name))
    return found


def _last_line(text: str) -> str:
    lines = [line for line in text.strip().splitlines() if line.strip()]
    return lines[-1][:200] if lines else "it said nothing"
