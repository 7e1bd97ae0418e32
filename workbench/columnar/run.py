"""A batch decided block by block by SQL. Each finished block is a part of its own, so that a killed run goes on."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from rulecheck.workbench.batch_outputs import COLUMNS, arrow_schema
from rulecheck.workbench.batch_parts import (
    Batch,
    Summary,
    part_of,
    summary_of,
    whole,
    write_whole,
)
from rulecheck.workbench.batch_run import begun, finished
from rulecheck.workbench.batch_wide import write_csv_rows
from rulecheck.workbench.columnar.blocks import Block, blocks_of
from rulecheck.workbench.columnar.decider import Decider
from rulecheck.workbench.columnar.handed import Handed, Work
from rulecheck.workbench.columnar.parts import PART_WRITERS, Told
from rulecheck.workbench.columnar.wide_parts import join_wide_parts, write_wide_part

# Rows of a block: what is in memory at once, and what a killed run loses. More where neither reading nor writing makes
# an object of Python for each.
_BLOCK, _TYPED_BLOCK = 100_000, 1_000_000
# Rows read at once while the parts are put together.
_AT_ONCE = 10_000


def rows_of_a_block(cases: Path, wide: bool) -> int:
    """How many rows are decided at once."""
    return _TYPED_BLOCK if wide and cases.suffix == ".parquet" else _BLOCK


def run(batch: Batch, progress: Callable[[int], None]) -> Summary | None:
    """As ``batch_run.run``, but by SQL wherever that is exact."""
    import duckdb

    way = {"by": "SQL", "out": batch.out.suffix, "layout": "long" if batch.wide is None else "wide"}
    if not begun(batch, way):
        return None
    summary, count = Summary(), 0
    handed = Handed(Work(batch.rulebook, batch.question, batch.engine), batch.jobs)
    try:
        with duckdb.connect(config={"threads": batch.jobs}) as connection:
            decider = Decider(batch.rulebook, batch.question, connection, batch.wide is not None)
            for block in blocks_of(batch.cases)(batch.cases, batch.rulebook.vocabulary, batch.chunk):
                part = summary_of(batch, count)
                if part is None:
                    part = _decide(batch, decider, handed, block, count)
                summary, count = summary.plus(part), count + 1
                progress(block.count)
    finally:
        handed.close()
    finished(batch, count, summary.rejected, _ASSEMBLE[batch.out.suffix])
    return summary


def _decide(batch: Batch, decider: Decider, handed: Handed, block: Block, index: int) -> Summary:
    answered, left = decider.decide(block)
    told = Told(left.numbers, handed.decide(block.row(number) for number in left.numbers))
    # Parts of the wide layout have typed columns until the end.
    ending = batch.out.suffix[1:] if batch.wide is None else "parquet"
    with whole(part_of(batch, index, ending)) as draft:
        if batch.wide is not None:
            write_wide_part(batch.wide, decider.connection, answered, told.lines(), draft)
        else:
            PART_WRITERS[batch.out.suffix](decider.connection, answered, told.lines(), draft)
    write_whole(part_of(batch, index, "rejected.jsonl"), "".join(told.rejected))
    text = told.summary_text(sum(each.count for each in answered), left.why)
    # Last: it tells that the others are whole.
    write_whole(part_of(batch, index, "summary.json"), text)
    return Summary(**json.loads(text))


def _assemble_json(batch: Batch, count: int, path: Path) -> None:
    _copy(batch, count, path, "")


def _assemble_csv(batch: Batch, count: int, path: Path) -> None:
    if batch.wide is not None:
        write_csv_rows(batch.wide, _rows(batch, count), path)
        return
    _copy(batch, count, path, ",".join(COLUMNS) + "\n")


def _copy(batch: Batch, count: int, path: Path, header: str) -> None:
    with path.open("wb") as file:
        file.write(header.encode())
        for index in range(count):
            with part_of(batch, index, batch.out.suffix[1:]).open("rb") as part:
                shutil.copyfileobj(part, file, 1 << 20)


def _rows(batch: Batch, count: int) -> Iterator[tuple[Any, ...]]:
    for table in _tables(batch, count):
        yield from zip(*(column.to_pylist() for column in table.columns), strict=True)


def _assemble_parquet(batch: Batch, count: int, path: Path) -> None:
    from pyarrow import parquet

    if count == 1 and batch.wide is not None:
        part_of(batch, 0, "parquet").replace(path)
        return
    if batch.wide is not None:
        join_wide_parts(batch.wide, (part_of(batch, index, "parquet") for index in range(count)), path)
        return
    with parquet.ParquetWriter(path, arrow_schema()) as file:
        for table in _tables(batch, count):
            file.write_table(table)


def _tables(batch: Batch, count: int) -> Iterator[Any]:
    """The parts, a few rows at a time."""
    import pyarrow
    from pyarrow import parquet

    for index in range(count):
        with parquet.ParquetFile(part_of(batch, index, "parquet")) as part:
            for rows in part.iter_batches(_AT_ONCE):
                yield pyarrow.Table.from_batches([rows])


_ASSEMBLE = {".jsonl": _assemble_json, ".csv": _assemble_csv, ".parquet": _assemble_parquet}
