"""How what it takes grows with the number of provisions and with the number of cases."""

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from figures import figure
from measure import Extent, Measured, cases_file, settled, write_cases
from processes import ChildFailed, asked
from starts import grown
from subjects import Subject

STAGES = {
    "load": "load, no cache",
    "check": "of it: check",
    "cached": "load, cached",
    "decision": "one decision",
    "cold": "first decision, cached",
}
LARGE = 10_000  # provisions from which on a load without cache is measured once


def provisions(
    extent: Extent,
    tell: Callable[[str], None],
    ask: Callable[..., dict[str, Any]] = asked,
    settle: Callable[[], None] = settled,
) -> tuple[list[Measured], dict[str, str]]:
    """Rulebooks of more and more provisions: loaded without a cache and with one, checked; one answer decided."""
    seconds: dict[tuple[str, int], list[float]] = {}
    left_out = {}
    with tempfile.TemporaryDirectory() as folder:
        for size in extent.provisions:
            rules, cache = Path(folder) / f"rules-{size}", Path(folder) / f"cache-{size}"
            case = grown(rules, size)
            settle()
            for number in range(extent.growth_rounds):
                tell(f"growth, round {number + 1} of {extent.growth_rounds}: {size:,} provisions")
                try:
                    if number == 0:
                        for _ in range(2):  # fills the cache; what it kept is trusted only when it is not quite new
                            ask("provisions", str(rules), case, RULECHECK_CACHE_DIR=str(cache))
                            settle()
                    if number == 0 or size < LARGE:
                        fresh = ask("provisions", str(rules), case, RULECHECK_CACHE_DIR="off")
                    warm = ask("provisions", str(rules), case, RULECHECK_CACHE_DIR=str(cache))
                except ChildFailed as failure:
                    left_out[f"{size:,} provisions"] = str(failure)
                    break
                said = {
                    **{key: fresh[key] for key in ("load", "check") if number == 0 or size < LARGE},
                    "cached": warm["load"],
                    "decision": warm["decision"],
                    "cold": warm["first"],
                }
                for key, value in said.items():
                    seconds.setdefault((key, size), []).append(value)
    cells = [
        Measured(f"growth, {STAGES[key]}", "rulecheck", "s", figure(values), None, size)
        for (key, size), values in seconds.items()
    ]
    return cells, left_out


def cases(subjects: Sequence[Subject], extent: Extent, tell: Callable[[str], None]) -> list[Measured]:
    """Files of more and more cases, from file to file in a process of its own; seconds and peak memory."""
    cells = []
    with tempfile.TemporaryDirectory() as folder:
        for rows in extent.cases:
            path = write_cases(Path(folder), rows)
            for subject in subjects:
                seconds, peaks = [], []
                rounds = extent.growth_rounds if rows < 1_000_000 else 1
                for number in range(rounds):
                    tell(f"growth, round {number + 1} of {rounds}: {rows:,} cases, {subject.label}")
                    said = asked("batch", subject.place, path, Path(folder) / "out.parquet")
                    seconds.append(said["process"])
                    peaks.append(said["peak"])
                cells.append(Measured("growth, process", subject.name, "s", figure(seconds), None, rows))
                cells.append(Measured("growth, peak", subject.name, "B", figure(peaks), None, rows))
            cases_file(folder, rows).unlink()
    return cells
