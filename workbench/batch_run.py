"""A batch decided chunk by chunk. Each finished chunk is a file of its own, so that a run that was killed goes on.

Beside the output, in a folder `<output>.parts`, lie a manifest (what is being decided, by which rulebook) and the
parts. When all are there, they are put together and the folder goes.
"""

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from rulecheck.engine.vocabulary import Vocabulary
from rulecheck.workbench.batch_parts import Batch, Summary, lines_of, summary_of, write_whole
from rulecheck.workbench.batch_sources import Row, Source, parquet_length, parquet_row_at
from rulecheck.workbench.batch_workers import Chunk, decide_chunks


def run(batch: Batch, progress: Callable[[int], None]) -> Summary | None:
    """Decides the batch, going on where an earlier run of the same stopped. ``progress`` is told rows done.

    None, with nothing touched, when the parts that lie there are of another batch.
    """
    if not begun(batch, {}):
        return None
    for rows in decide_chunks(batch, _unfinished(batch, progress)):
        progress(rows)
    summary, count = Summary(), 0
    while (part := summary_of(batch, count)) is not None:
        summary, count = summary.plus(part), count + 1
    finished(batch, count, summary.rejected, _assemble)
    return summary


def begun(batch: Batch, way: Mapping[str, str]) -> bool:
    """Makes the folder of the parts with its manifest; False, with nothing touched, when it has parts of another batch.

    ``way`` says by what it is decided, where parts of that differ from others.
    """
    manifest = _manifest(batch, way)
    at = batch.parts / "manifest.json"
    held = batch.parts.exists() and any(each != at for each in batch.parts.iterdir())
    if held and (not at.exists() or at.read_text(encoding="utf-8") != manifest):
        return False
    batch.parts.mkdir(exist_ok=True)
    write_whole(at, manifest)
    return True


# From so many bytes (and rows of Parquet) on SQL saves more than it takes to be written and to start.
_LARGE = 4_000_000
_MANY = 20_000


def is_large(cases: Path) -> bool:
    """Whether a file has so many rows that SQL is worth while."""
    if cases.suffix == ".parquet":
        return parquet_length(cases) >= _MANY
    return cases.stat().st_size >= _LARGE


def row_of(cases: Path, source: Source, vocabulary: Vocabulary, number: int) -> Row | None:
    """The row of that number; None where there are not so many. Of Parquet only its group of rows is read."""
    if cases.suffix == ".parquet":
        return parquet_row_at(cases, number)
    return next((row for row in source(cases, vocabulary) if row.number == number), None)


def _manifest(batch: Batch, way: Mapping[str, str]) -> str:
    with batch.cases.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    question = batch.question
    said: dict[str, Any] = {
        "rulebook": batch.rulebook.digest,
        "engine": batch.engine,
        "cases": digest,
        "ask": list(question.ask),
        "as_of": str(question.as_of),
        "known_on": str(question.known_on),
        "chunk": batch.chunk,
        **way,
    }
    return json.dumps(said, indent=2) + "\n"


def _unfinished(batch: Batch, progress: Callable[[int], None]) -> Iterator[Chunk]:
    """The chunks that are not finished; of others only the progress is told."""
    rows = batch.source(batch.cases, batch.rulebook.vocabulary)
    index = 0
    while chunk := list(islice(rows, batch.chunk)):
        if summary_of(batch, index) is None:
            yield index, chunk
        else:
            progress(len(chunk))
        index += 1


def _assemble(batch: Batch, count: int, path: Path) -> None:
    batch.writer(lines_of(batch, count, "jsonl"), path)


def finished(batch: Batch, count: int, rejected: int, assemble: Callable[[Batch, int, Path], None]) -> None:
    """Puts the parts together, then takes them away."""
    whole = batch.parts / "whole"
    assemble(batch, count, whole)
    if rejected:
        told = batch.parts / "rejected"
        with told.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(lines_of(batch, count, "rejected.jsonl"))
        told.replace(batch.rejects)
    else:
        batch.rejects.unlink(missing_ok=True)
    whole.replace(batch.out)
    shutil.rmtree(batch.parts)
