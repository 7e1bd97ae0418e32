"""A batch decided chunk by chunk. Each finished chunk is a file of its own, so that a run that was killed goes on.

Beside the output, in a folder `<output>.parts`, lie a manifest (what is being decided, by which rulebook) and the
parts. A part gets its name only when it is whole. When all are there, they are put together and the folder goes.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from attrs import frozen

from rulecheck.engine.compiled import Compiled
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.trace import Question
from rulecheck.workbench.batch_outputs import Writer
from rulecheck.workbench.batch_rows import decide_row
from rulecheck.workbench.batch_sources import Row, Source

# So many rows are decided between two parts; what a killed run loses is fewer than these.
CHUNK = 2_000


@frozen
class Batch:
    """What is to be decided, by what, and where the answers go."""

    rulebook: Rulebook
    question: Question
    engine: str
    cases: Path
    source: Source
    out: Path
    writer: Writer
    chunk: int = CHUNK

    @property
    def parts(self) -> Path:
        """The folder of the parts while the batch is being decided."""
        return self.out.with_name(f"{self.out.name}.parts")

    @property
    def rejects(self) -> Path:
        """The file of the rows that were rejected; there is none when none was."""
        return self.out.with_name(f"{self.out.name}.rejected.jsonl")


@frozen
class Summary:
    """How many rows were decided and rejected, and how many of the decided leave something unknown.

    ``interpreted`` counts the decided rows that generated code handed to the interpreter.
    """

    decided: int = 0
    rejected: int = 0
    undetermined: int = 0
    interpreted: int = 0

    def plus(self, other: "Summary") -> "Summary":
        """Both together."""
        return Summary(
            self.decided + other.decided,
            self.rejected + other.rejected,
            self.undetermined + other.undetermined,
            self.interpreted + other.interpreted,
        )


def run(batch: Batch, progress: Callable[[int], None]) -> Summary | None:
    """Decides the batch, going on where an earlier run of the same stopped. ``progress`` is told rows done.

    None, with nothing touched, when the parts that lie there are of another batch.
    """
    manifest = _manifest(batch)
    at = batch.parts / "manifest.json"
    if batch.parts.exists() and (not at.exists() or at.read_text(encoding="utf-8") != manifest):
        return None
    batch.parts.mkdir(exist_ok=True)
    _write(at, manifest)
    compiled = Compiled(batch.rulebook, batch.engine)
    summary, count = Summary(), 0
    for rows in _chunks(batch):
        done = batch.parts / f"{count:08}.summary.json"
        if not done.exists():
            _decide_chunk(batch, compiled, count, rows, done)
        summary = summary.plus(Summary(**json.loads(done.read_text(encoding="utf-8"))))
        progress(len(rows))
        count += 1
    _assemble(batch, count, summary.rejected)
    return summary


def row_of(batch_cases: Iterator[Row], number: int) -> Row | None:
    """The row of that number; None where there are not so many."""
    return next((row for row in batch_cases if row.number == number), None)


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


def _chunks(batch: Batch) -> Iterator[list[Row]]:
    rows = batch.source(batch.cases, batch.rulebook.vocabulary)
    while chunk := list(islice(rows, batch.chunk)):
        yield chunk


def _decide_chunk(batch: Batch, compiled: Compiled, index: int, rows: list[Row], done: Path) -> None:
    outcomes = [decide_row(compiled, row, batch.question) for row in rows]
    decided = [outcome.decided for outcome in outcomes if outcome.decided]
    rejected = [outcome.rejected for outcome in outcomes if outcome.rejected]
    _write(batch.parts / f"{index:08}.jsonl", "".join(f"{line}\n" for line in decided))
    _write(batch.parts / f"{index:08}.rejected.jsonl", "".join(f"{line}\n" for line in rejected))
    counted = {"decided": len(decided), "rejected": len(rejected)}
    counted["undetermined"] = sum(outcome.undetermined for outcome in outcomes)
    counted["interpreted"] = sum(outcome.interpreted for outcome in outcomes)
    # Last: it tells that the others are whole.
    _write(done, json.dumps(counted))


def _assemble(batch: Batch, count: int, rejected: int) -> None:
    """Puts the parts together, then takes them away."""
    whole = batch.parts / "whole"
    batch.writer(_lines(batch, count, "jsonl"), whole)
    if rejected:
        told = batch.parts / "rejected"
        with told.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(_lines(batch, count, "rejected.jsonl"))
        told.replace(batch.rejects)
    else:
        batch.rejects.unlink(missing_ok=True)
    whole.replace(batch.out)
    shutil.rmtree(batch.parts)


def _lines(batch: Batch, count: int, ending: str) -> Iterator[str]:
    for index in range(count):
        with (batch.parts / f"{index:08}.{ending}").open(encoding="utf-8", newline="\n") as file:
            yield from file


def _write(path: Path, text: str) -> None:
    """Writes a file that is there whole or not at all, even when the machine stops."""
    draft = path.with_name(f"{path.name}.draft")
    with draft.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
