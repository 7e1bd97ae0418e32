"""A file of cases decided by one subject: Parquet in, Parquet out; seconds, peak memory, digest of the answers."""

import hashlib
import os
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from processes import memory_watched

ANSWERS = ("benefit", "benefit_due", "eligible", "granted", "hours_allowed", "months", "refusable")
COMPARED = 1_000_000  # so many rows are held in memory at once to be compared
ROWS = 10_000  # so many cases are made Python objects at a time, for those who decide one by one
clock = time.perf_counter


def table_of(cases: Sequence[Mapping[str, Any]]) -> pa.Table:
    """The cases as columns of 32-bit whole numbers and truths."""
    columns = {name: [case[name] for case in cases] for name in cases[0]}
    types = {name: pa.bool_() if isinstance(values[0], bool) else pa.int32() for name, values in columns.items()}
    return pa.table({name: pa.array(values, types[name]) for name, values in columns.items()})


def decided_rows(subject: Any, table: pa.Table) -> list[dict[str, Any]]:
    """The answers of a subject to all rows of a table, each as a dict; by each way in that it has."""
    parts: list[pa.Table] = []
    if hasattr(subject, "file"):
        with tempfile.TemporaryDirectory() as folder:
            path, out = Path(folder) / "cases.parquet", Path(folder) / "out.parquet"
            pq.write_table(table, path)
            subject.file(path, out)
            parts.append(answers_in(subject, out))
    if not hasattr(subject, "file") or getattr(subject, "columns", None) is not None:
        rest = pa.concat_tables(list(_decided(subject, table, []))).select(ANSWERS)
        if parts and rest.to_pylist() != parts[0].select(ANSWERS).to_pylist():
            raise ValueError("its ways in answer differently")
        parts = [rest]
    return [row for part in parts for row in part.to_pylist()]


def run_batch(subject: Any, path: Path, out: Path) -> dict[str, Any]:
    """Decides a file. ``whole`` is from file to file, ``deciding`` without reading, writing and making objects.

    A subject with a ``file(path, out)`` of its own does it all itself; ``deciding`` is then of its columns, if it can.
    """
    deciding: list[float] = []
    with memory_watched(os.getpid()) as most:
        began = clock()
        if hasattr(subject, "file"):
            subject.file(path, out)
        else:
            table = pq.read_table(path)
            writer: pq.ParquetWriter | None = None
            for part in _decided(subject, table, deciding):
                writer = writer or pq.ParquetWriter(out, part.schema)
                writer.write_table(part)
            if writer is not None:
                writer.close()
        whole = clock() - began
    peak = max(most[0], own_peak_bytes())
    rows = pq.ParquetFile(path).metadata.num_rows
    if hasattr(subject, "file") and getattr(subject, "columns", None) is not None and rows <= COMPARED:
        list(_decided(subject, pq.read_table(path), deciding))
    return {
        "whole": whole,
        "deciding": sum(deciding) if deciding else None,
        "peak": peak,
        "digest": digest(answers_in(subject, out)) if rows <= COMPARED else None,
    }


def _decided(subject: Any, table: pa.Table, seconds: list[float]) -> Iterator[pa.Table]:
    if getattr(subject, "columns", None) is not None:
        columns = subject.ready(table)
        began = clock()
        answers = subject.columns(columns)
        seconds.append(clock() - began)
        yield answers if isinstance(answers, pa.Table) else pa.table(answers)
        return
    for part in table.to_batches(max_chunksize=ROWS):
        cases = part.to_pylist()
        began = clock()
        rows = subject.rows(cases) if hasattr(subject, "rows") else [subject.decide(case) for case in cases]
        seconds.append(clock() - began)
        yield pa.table({name: _column([row[name] for row in rows]) for name in ANSWERS})  # some answer in any order


def _column(values: list[Any]) -> pa.Array:
    return pa.array(values if isinstance(values[0], bool) else [int(v) for v in values])


def answers_in(subject: Any, out: Path) -> pa.Table:
    """The answers in the file that a subject wrote, as a column each."""
    table = pq.read_table(out)
    return subject.as_columns(table) if hasattr(subject, "as_columns") else table


def digest(table: pa.Table) -> str:
    """Of the answers, whatever the columns' order and the width of their numbers."""
    told = hashlib.sha256()
    for name in ANSWERS:
        column = table[name]
        column = column.cast(pa.bool_() if pa.types.is_boolean(column.type) else pa.int64())
        told.update(name.encode())
        told.update(column.combine_chunks().to_numpy(zero_copy_only=False).tobytes())
    return told.hexdigest()


def own_peak_bytes() -> int:
    """The most memory that this process has held, in bytes (from Linux; elsewhere from getrusage)."""
    try:
        for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    from resource import RUSAGE_SELF, getrusage

    return getrusage(RUSAGE_SELF).ru_maxrss * 1024
