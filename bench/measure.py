"""All measurements of one run, in rounds that go from subject to subject, so that what disturbs one disturbs all."""

import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from attrs import frozen
from figures import Figure, figure, ratio
from processes import CHILD, ChildFailed, asked, timed
from subjects import BY_HAND, Subject, absent

HERE = Path(__file__).resolve().parent
PASS = (sys.executable, "-c", "pass")
AGREEMENT = 2_000
PATIENCE = 10
TRIAL = (1_000, 10_000)


@frozen
class Extent:
    """How much is measured: rounds of each kind, seconds of decisions in a child, rows and seconds of a batch."""

    rounds: int = 5
    cold_rounds: int = 11
    batch_rounds: int = 3
    seconds: float = 0.5
    rows: int = 1_000_000
    row_seconds: float = 8.0  # who would take longer for the rows gets a tenth, a hundredth … of them
    growth_rounds: int = 3
    provisions: tuple[int, ...] = (10, 100, 1_000, 10_000)
    cases: tuple[int, ...] = (1_000, 10_000, 100_000, 1_000_000)


QUICK = Extent(
    rounds=1,
    cold_rounds=3,
    batch_rounds=1,
    seconds=0.1,
    rows=100_000,
    row_seconds=2.0,
    growth_rounds=1,
    provisions=(10, 100, 1_000),
    cases=(1_000, 10_000, 100_000),
)


@frozen
class Measured:
    """One cell: what was measured of whom; its figure in seconds, bytes or rows a second, and the ratio if any."""

    measure: str
    subject: str
    unit: str
    figure: Figure
    ratio: Figure | None = None
    size: int | None = None  # rows, provisions or cases


@frozen
class Run:
    """A whole run: on what, of whom, what was left out and why, and all cells."""

    machine: dict[str, Any]
    versions: dict[str, str]
    left_out: dict[str, str]
    agreed: dict[str, int]
    cells: tuple[Measured, ...]


def machine() -> dict[str, Any]:
    """What the figures depend on, and nothing that names the machine."""
    return {
        "python": platform.python_version(),
        "system": platform.system(),
        "architecture": platform.machine(),
        "cores": os.cpu_count(),
    }


def agreeing(
    subjects: Sequence[Subject], ask: Callable[..., dict[str, Any]] = asked
) -> tuple[list[Subject], dict[str, int], dict[str, str]]:
    """Those that may be timed, with how many cases were compared; and the others with the reason."""
    kept, compared, left_out = [], {}, {}
    for subject in subjects:
        reason = absent(subject)
        if reason is None:
            try:
                said = ask("agree", subject.place, AGREEMENT)
            except ChildFailed as failure:
                reason = f"failed: {failure}"
            else:
                compared[subject.name] = said["cases"]
                if said["wrong"] or not said["cases"]:
                    reason = f"disagrees in {said['wrong']} of {said['cases']} cases; {said['first']}"
        if reason is None:
            kept.append(subject)
        else:
            left_out[subject.name] = reason
    return kept, compared, left_out


def decisions(subjects: Sequence[Subject], extent: Extent, tell: Callable[[str], None]) -> list[Measured]:
    """One decision without and with a trace, related to the hand-written function of the same block and process."""
    seconds: dict[tuple[str, str], list[float]] = {}
    ratios: dict[tuple[str, str], list[float]] = {}
    for number in range(extent.rounds):
        for subject in subjects:
            if not subject.single:
                continue
            tell(f"decisions, round {number + 1} of {extent.rounds}: {subject.label}")
            said = asked("single", subject.place, extent.seconds)
            for key, measure in (("decide", "decision"), ("explain", "traced decision")):
                if key in said:
                    at = (measure, subject.name)
                    seconds.setdefault(at, []).append(statistics.median(said[key]))
                    ratios.setdefault(at, []).append(ratio(said[key], said["by_hand"]).median)
    return [Measured(*at, "s", figure(values), figure(ratios[at])) for at, values in seconds.items()]


def cold(subjects: Sequence[Subject], extent: Extent, tell: Callable[[str], None]) -> list[Measured]:
    """A whole process that decides one case, related to one that does nothing, of the same round."""
    commands = {"": PASS}
    for subject in subjects:
        if subject.cold:
            commands[subject.name] = first_command(subject)
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(2):  # bytecode and caches are warm from the first that counts
        for command in commands.values():
            timed(command)
        settled()
    for number in range(extent.cold_rounds):
        tell(f"cold processes, round {number + 1} of {extent.cold_rounds}")
        for name, command in commands.items():
            seconds[name].append(timed(command))
    bare = seconds[""]
    return [
        Measured("cold process", name or "pass", "s", figure(values), ratio(values, bare))
        for name, values in seconds.items()
    ]


def settled() -> None:
    """Waits until files just written are old enough for a cache to trust their time of change."""
    time.sleep(2.5)


def first_command(subject: Subject) -> tuple[str, ...]:
    """The command line of a process that decides the first case: rulecheck's own, and for others a script of two lines.

    Whose rules are code has nothing to load; all read the case from the same file.
    """
    if subject.kind == "rulecheck":
        case, rules = HERE / "seven" / "first.json", HERE / "seven" / "rules"
        return (sys.executable, "-P", "-m", "rulecheck", str(case), "--rules", str(rules))
    return (sys.executable, "-P", str(CHILD), "cold", subject.place)


def loads(subjects: Sequence[Subject], extent: Extent, tell: Callable[[str], None]) -> list[Measured]:
    """Imports and loading of the rules in a fresh process; for rulecheck with a warm cache and without one."""
    seconds: dict[tuple[str, str], list[float]] = {}
    for number in range(extent.rounds):
        tell(f"loading, round {number + 1} of {extent.rounds}")
        for subject in subjects:
            if not subject.loads:
                continue
            said = asked("load", subject.place)
            kinds = {"import": "import", "load": "load", "first": "first decision"}
            for key, measure in kinds.items():
                seconds.setdefault((measure, subject.name), []).append(said[key])
            if subject.kind == "rulecheck":
                without = asked("load", subject.place, RULECHECK_CACHE_DIR="off")
                seconds.setdefault(("load without cache", subject.name), []).append(without["load"])
    return [Measured(*at, "s", figure(values)) for at, values in seconds.items()]


def batches(
    subjects: Sequence[Subject], extent: Extent, decided: Sequence[Measured], tell: Callable[[str], None]
) -> tuple[list[Measured], dict[str, str]]:
    """Files of cases from Parquet to Parquet. Who answers otherwise than the hand-written function is left out."""
    each = {cell.subject: cell.figure.median for cell in decided if cell.measure == "decision"}
    found: dict[tuple[str, str, str, int], list[float]] = {}
    wrong: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder:
        for subject in subjects:
            if subject.batch and subject.name not in each:
                tell(f"batches, how long a row takes: {subject.label}")
                each[subject.name] = seconds_a_row(subject, Path(folder))
        sizes = {s.name: rows_for(s, each[s.name], extent) for s in subjects if s.batch}
        right = {}
        for rows in sorted(set(sizes.values())):
            write_cases(Path(folder), rows)
            right[rows] = asked("batch", BY_HAND.place, cases_file(folder, rows), Path(folder) / "out.parquet")[
                "digest"
            ]
        for number in range(extent.batch_rounds):
            for subject in subjects:
                if not subject.batch or subject.name in wrong:
                    continue
                rows = sizes[subject.name]
                tell(f"batches, round {number + 1} of {extent.batch_rounds}: {subject.label}, {rows:,} rows")
                try:
                    said = asked(
                        "batch", subject.place, cases_file(folder, rows), Path(folder) / f"{subject.name}.parquet"
                    )
                except ChildFailed as failure:
                    wrong[subject.name] = f"batch failed: {failure}"
                    continue
                if said["digest"] != right[rows]:
                    wrong[subject.name] = f"batch of {rows:,} rows: answers otherwise than the hand-written function"
                    continue
                for key, unit in (("process", "s"), ("whole", "s"), ("deciding", "s"), ("peak", "B")):
                    if said.get(key) is not None:
                        found.setdefault((f"batch, {key}", subject.name, unit, rows), []).append(said[key])
    cells = []
    for (measure, name, unit, rows), values in found.items():
        if name in wrong:
            continue
        base = found.get((measure, "duckdb", unit, rows))
        related = ratio(values, base) if unit == "s" and base and len(base) == len(values) else None
        cells.append(Measured(measure, name, unit, figure(values), related, rows))
    return cells, wrong


def seconds_a_row(subject: Subject, folder: Path, ask: Callable[..., dict[str, Any]] = asked) -> float:
    """What one more row takes, its start left out: the difference of a small file and a larger one. 0 if it fails."""
    taken = []
    for rows in TRIAL:
        try:
            said = ask("batch", subject.place, write_cases(folder, rows), folder / "trial.parquet")
        except ChildFailed:
            return 0.0  # it is told when it fails in its turn
        taken.append(said["whole"])
    return max(0.0, (taken[1] - taken[0]) / (TRIAL[1] - TRIAL[0]))


def rows_for(subject: Subject, seconds: float, extent: Extent) -> int:
    """All rows for who works on columns or is quick enough; otherwise a tenth, a hundredth … of them.

    For rulecheck's own batch it takes more before rows are left out: the full number is what is asked of it.
    """
    rows = extent.rows
    most = extent.row_seconds * (PATIENCE if subject.name == "rulecheck-batch" else 1)
    while not subject.by_columns and rows > 1_000 and rows * seconds > most:
        rows //= 10
    return rows


def cases_file(folder: str | Path, rows: int) -> Path:
    """Where the cases of that size lie."""
    return Path(folder) / f"cases-{rows}.parquet"


def write_cases(folder: Path, rows: int) -> Path:
    """Writes so many cases as Parquet, a million at a time."""
    import pyarrow as pa
    import pyarrow.parquet as pq
    from seven.cases import SEED, columns

    path = cases_file(folder, rows)
    writer: pq.ParquetWriter | None = None
    for number in range(0, rows, 1_000_000):
        table = pa.table(columns(min(1_000_000, rows - number), SEED + number))
        writer = writer or pq.ParquetWriter(path, table.schema)
        writer.write_table(table)
    if writer is not None:
        writer.close()
    return path
