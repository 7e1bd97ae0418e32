"""A batch decided block by block by SQL. Each finished block is a part of its own, so that a killed run goes on."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

from rulecheck.workbench.batch_outputs import COLUMNS, arrow_schema
from rulecheck.workbench.batch_parts import (
    Batch,
    Summary,
    part_of,
    summary_of,
    whole,
    write_whole,
)
from rulecheck.workbench.batch_rows import Outcome
from rulecheck.workbench.batch_run import begun, finished
from rulecheck.workbench.columnar.blocks import Block, blocks_of
from rulecheck.workbench.columnar.decider import Decider
from rulecheck.workbench.columnar.handed import Handed, Work
from rulecheck.workbench.columnar.parts import PART_WRITERS, summary_text

# Rows of a block: what is in memory at once, and what a killed run loses.
BLOCK = 100_000
# Rows read at once while the parts are put together.
_AT_ONCE = 10_000


def run(batch: Batch, progress: Callable[[int], None]) -> Summary | None:
    """As ``batch_run.run``, but by SQL wherever that is exact."""
    import duckdb

    if not begun(batch, {"by": "SQL", "out": batch.out.suffix}):
        return None
    summary, count = Summary(), 0
    handed = Handed(Work(batch.rulebook, batch.question, batch.engine), batch.jobs)
    try:
        with duckdb.connect(config={"threads": batch.jobs}) as connection:
            decider = Decider(batch.rulebook, batch.question, connection)
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
    outcomes: list[Outcome] = list(handed.decide(block.row(number) for number in left.numbers))
    lines = ((n, o.decided) for n, o in zip(left.numbers, outcomes, strict=True) if o.decided)
    rejected = [f"{outcome.rejected}\n" for outcome in outcomes if outcome.rejected]
    suffix = batch.out.suffix
    with whole(part_of(batch, index, suffix[1:])) as draft:
        PART_WRITERS[suffix](decider.connection, answered, lines, draft)
    write_whole(part_of(batch, index, "rejected.jsonl"), "".join(rejected))
    text = summary_text(sum(each.count for each in answered), outcomes, left.why)
    # Last: it tells that the others are whole.
    write_whole(part_of(batch, index, "summary.json"), text)
    return Summary(**json.loads(text))


def _assemble_json(batch: Batch, count: int, path: Path) -> None:
    _copy(batch, count, path, "")


def _assemble_csv(batch: Batch, count: int, path: Path) -> None:
    _copy(batch, count, path, ",".join(COLUMNS) + "\n")


def _copy(batch: Batch, count: int, path: Path, header: str) -> None:
    with path.open("wb") as file:
        file.write(header.encode())
        for index in range(count):
            with part_of(batch, index, batch.out.suffix[1:]).open("rb") as part:
                shutil.copyfileobj(part, file, 1 << 20)


def _assemble_parquet(batch: Batch, count: int, path: Path) -> None:
    import pyarrow
    from pyarrow import parquet

    with parquet.ParquetWriter(path, arrow_schema()) as file:
        for index in range(count):
            with parquet.ParquetFile(part_of(batch, index, "parquet")) as part:
                for rows in part.iter_batches(_AT_ONCE):
                    file.write_table(pyarrow.Table.from_batches([rows]))


_ASSEMBLE = {".jsonl": _assemble_json, ".csv": _assemble_csv, ".parquet": _assemble_parquet}
