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
LONGEST = 900.0  # seconds that one file of cases may take
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


def cases(
    subjects: Sequence[Subject],
    extent: Extent,
    tell: Callable[[str], None],
    ask: Callable[..., dict[str, Any]] = asked,
) -> tuple[list[Measured], dict[str, str]]:
    """Files of more and more cases, from file to file in a process of its own; seconds and peak memory.

    A size that would take longer than ``LONGEST`` by what the one before took is left out, and told.
    """
    cells: list[Measured] = []
    left_out: dict[str, str] = {}
    last: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        before = 1
        for rows in extent.cases:
            path = write_cases(Path(folder), rows)
            for subject in subjects:
                expected = last.get(subject.name, 0.0) * rows / before
                if subject.name in left_out or expected > LONGEST:
                    why = f"{rows:,} cases would take about {expected:.0f} s" if expected > LONGEST else ""
                    left_out.setdefault(subject.name, why)
                    continue
                seconds, peaks = [], []
                rounds = extent.growth_rounds if rows < 1_000_000 else 1
                for number in range(rounds):
                    tell(f"growth, round {number + 1} of {rounds}: {rows:,} cases, {subject.label}")
                    said = ask("batch", subject.place, path, Path(folder) / "out.parquet")
                    seconds.append(said["process"])
                    peaks.append(said["peak"])
                last[subject.name] = figure(seconds).median
                cells.append(Measured("growth, process", subject.name, "s", figure(seconds), None, rows))
                cells.append(Measured("growth, peak", subject.name, "B", figure(peaks), None, rows))
            cases_file(folder, rows).unlink()
            before = rows
    return cells, {f"growth of {name}": why for name, why in left_out.items()}
