"""A batch decided chunk by chunk. Each finished chunk is a file of its own, so that a run that was killed goes on.

Beside the output, in a folder `<output>.parts`, lie a manifest (what is being decided, by which rulebook) and the
parts. When all are there, they are put together and the folder goes.
"""

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from rulecheck.workbench.batch_parts import Batch, Summary, lines_of, summary_of, write_whole
from rulecheck.workbench.batch_sources import Row
from rulecheck.workbench.batch_workers import Chunk, decide_chunks


def run(batch: Batch, progress: Callable[[int], None]) -> Summary | None:
    """Decides the batch, going on where an earlier run of the same stopped. ``progress`` is told rows done.

    None, with nothing touched, when the parts that lie there are of another batch.
    """
    manifest = _manifest(batch)
    at = batch.parts / "manifest.json"
    if batch.parts.exists() and (not at.exists() or at.read_text(encoding="utf-8") != manifest):
        return None
    batch.parts.mkdir(exist_ok=True)
    write_whole(at, manifest)
    for rows in decide_chunks(batch, _unfinished(batch, progress)):
        progress(rows)
    summary, count = Summary(), 0
    while (part := summary_of(batch, count)) is not None:
        summary, count = summary.plus(part), count + 1
    _assemble(batch, count, summary.rejected)
    return summary


def row_of(rows: Iterator[Row], number: int) -> Row | None:
    """The row of that number; None where there are not so many."""
    return next((row for row in rows if row.number == number), None)


def _manifest(batch: Batch) -> str:
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


def _assemble(batch: Batch, count: int, rejected: int) -> None:
    """Puts the parts together, then takes them away."""
    whole = batch.parts / "whole"
    batch.writer(lines_of(batch, count, "jsonl"), whole)
    if rejected:
        told = batch.parts / "rejected"
        with told.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(lines_of(batch, count, "rejected.jsonl"))
        told.replace(batch.rejects)
    else:
        batch.rejects.unlink(missing_ok=True)
    whole.replace(batch.out)
    shutil.rmtree(batch.parts)
