"""What tests of Spark share: a batch of a folder, and what it wrote, beside the answers of a batch on one machine."""

import json
from pathlib import Path
from typing import Any

import pyarrow
from pyarrow import parquet

from rulecheck import __version__
from rulecheck.engine.cache import load_cached
from rulecheck.engine.rule_files import read_rule_files
from rulecheck.engine.trace import Question
from rulecheck.workbench.batch_outputs import writer_of
from rulecheck.workbench.batch_parts import Batch, Summary
from rulecheck.workbench.batch_run import run as run_here
from rulecheck.workbench.batch_sources import parquet_rows
from rulecheck.workbench.batch_wide import wide_of
from rulecheck.workbench.spark.partition import Engine
from rulecheck.workbench.spark.run import SparkBatch, run

# Small: a driver of 1 GB on two cores, its code compiled quickly rather than well.
SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.driver.memory": "1g",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    "spark.sql.shuffle.partitions": "1",
    # Several tasks for a file of a few kilobytes.
    "spark.sql.files.maxPartitionBytes": "8192",
    "spark.sql.files.openCostInBytes": "0",
}
# A task that fails, as one does whose worker dies, is tried once more.
MASTER = "local[2,2]"

Rows = list[dict[str, Any]]
NOTHING = Question()


def spark_batch(
    rules: Path, cases: Path, out: Path, question: Question = NOTHING, engine: Engine = "auto", wide: bool = False
) -> SparkBatch:
    """A batch of the files of a folder."""
    book, found = load_cached(str(rules))
    assert book is not None, found
    files, _ = read_rule_files(str(rules))
    columns = wide_of(book, question) if wide else None
    assert not isinstance(columns, str)
    return SparkBatch(files, book.digest, question, str(cases), str(out), engine, columns)


def on_spark(
    session: Any,
    rules: Path,
    cases: Path,
    out: Path,
    question: Question = NOTHING,
    engine: Engine = "auto",
    wide: bool = False,
) -> Summary:
    """Runs it."""
    return run(session, spark_batch(rules, cases, out, question, engine, wide), lambda _done, _of: None)


def answers(out: Path) -> dict[str, Rows]:
    """The answers by the path of their file of cases, in the order of their rows."""
    found: dict[str, Rows] = {}
    for path in sorted((out / "answers").rglob("*.parquet")):
        for row in parquet.read_table(path, partitioning=None).to_pylist():
            found.setdefault(row.pop("file"), []).append(row)
    return {file: sorted(rows, key=lambda row: int(row["row"])) for file, rows in found.items()}


def rejected(out: Path) -> dict[str, Rows]:
    """The rejected rows by the path of their file of cases, in order."""
    found: dict[str, Rows] = {}
    for path in sorted((out / "rejected").rglob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            found.setdefault(row.pop("file"), []).append(row)
    return {file: sorted(rows, key=lambda row: int(row["row"])) for file, rows in found.items()}


def here(
    rules: Path, cases: Path, place: Path, question: Question = NOTHING, wide: bool = False
) -> tuple[Rows, Rows, Summary]:
    """What a batch on this machine gives for one file: answers, rejected rows, and how many."""
    book, found = load_cached(str(rules))
    assert book is not None, found
    out = place / "here.parquet"
    columns = wide_of(book, question) if wide else None
    assert not isinstance(columns, str)
    writer = writer_of(out, columns)
    assert writer is not None
    batch = Batch(book, question, __version__, cases, parquet_rows, out, writer)
    summary = run_here(batch, lambda _rows: None)
    assert summary is not None
    told = batch.rejects.read_text(encoding="utf-8").splitlines() if batch.rejects.exists() else []
    return parquet.read_table(out).to_pylist(), [json.loads(line) for line in told], summary


def write_cases(path: Path, rows: Rows, schema: pyarrow.Schema | None = None, group: int = 200) -> None:
    """Cases as a file of Parquet with several groups of rows, which several tasks can read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    parquet.write_table(pyarrow.Table.from_pylist(rows, schema), path, row_group_size=group, compression="none")


def bytes_of(folder: Path) -> dict[str, bytes]:
    """All files that matter in a folder of answers, by their paths; not the checksums that Hadoop puts beside."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.startswith("."))
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}
