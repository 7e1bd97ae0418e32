"""What a batch is, and its parts: the answers of each finished chunk of rows, in files of their own.

A part gets its name only when it is whole.
"""

import json
import os
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from attrs import Factory, frozen

from rulecheck.engine.python.compiled import Compiled
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.trace import Question
from rulecheck.workbench.batch_outputs import Writer
from rulecheck.workbench.batch_rows import decide_row
from rulecheck.workbench.batch_sources import Row, Source
from rulecheck.workbench.batch_wide import Wide

# So many rows are decided between two parts; what a killed run loses is fewer than these.
CHUNK = 2_000


@frozen
class Batch:
    """What is to be decided, by what, and where the answers go; ``wide`` has the columns of the wide layout."""

    rulebook: Rulebook
    question: Question
    engine: str
    cases: Path
    source: Source
    out: Path
    writer: Writer
    chunk: int = CHUNK
    jobs: int = 1
    wide: Wide | None = None

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

    ``handed`` counts the decided rows that generated code handed to the interpreter, by why; ``not_by_sql`` the rows
    that SQL handed to generated code, where SQL decided (``by_sql`` of them).
    """

    decided: int = 0
    rejected: int = 0
    undetermined: int = 0
    handed: Mapping[str, int] = Factory(dict)
    by_sql: int = 0
    not_by_sql: Mapping[str, int] = Factory(dict)

    def plus(self, other: "Summary") -> "Summary":
        """Both together."""
        return Summary(
            self.decided + other.decided,
            self.rejected + other.rejected,
            self.undetermined + other.undetermined,
            Counter(self.handed) + Counter(other.handed),
            self.by_sql + other.by_sql,
            Counter(self.not_by_sql) + Counter(other.not_by_sql),
        )


def decide_chunk(batch: Batch, compiled: Compiled, index: int, rows: list[Row]) -> None:
    """Decides rows and writes their part."""
    outcomes = [decide_row(compiled, row, batch.question) for row in rows]
    decided = [outcome.decided for outcome in outcomes if outcome.decided]
    rejected = [outcome.rejected for outcome in outcomes if outcome.rejected]
    write_whole(part_of(batch, index, "jsonl"), "".join(f"{line}\n" for line in decided))
    write_whole(part_of(batch, index, "rejected.jsonl"), "".join(f"{line}\n" for line in rejected))
    counted = {"decided": len(decided), "rejected": len(rejected)}
    counted["undetermined"] = sum(outcome.undetermined for outcome in outcomes)
    handed = Counter(outcome.handed for outcome in outcomes if outcome.handed)
    # Last: it tells that the others are whole.
    write_whole(part_of(batch, index, "summary.json"), json.dumps({**counted, "handed": dict(sorted(handed.items()))}))


def summary_of(batch: Batch, index: int) -> Summary | None:
    """What became of the rows of a chunk; None for one that is not finished."""
    done = part_of(batch, index, "summary.json")
    return Summary(**json.loads(done.read_text(encoding="utf-8"))) if done.exists() else None


def lines_of(batch: Batch, count: int, ending: str) -> Iterator[str]:
    """The lines of the first ``count`` parts: of answers (`jsonl`) or of rejected rows (`rejected.jsonl`)."""
    for index in range(count):
        with part_of(batch, index, ending).open(encoding="utf-8", newline="\n") as file:
            yield from file


def write_whole(path: Path, text: str) -> None:
    """Writes a file that is there whole or not at all, even when the machine stops."""
    with whole(path) as draft:
        draft.write_text(text, encoding="utf-8", newline="\n")


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Where to write a file that is then there whole or not at all, even when the machine stops."""
    draft = path.with_name(f"{path.name}.draft")
    yield draft
    with draft.open("rb+") as file:
        os.fsync(file.fileno())
    draft.replace(path)


def part_of(batch: Batch, index: int, ending: str) -> Path:
    """The file of a part, or of what is said of it."""
    return batch.parts / f"{index:08}.{ending}"
