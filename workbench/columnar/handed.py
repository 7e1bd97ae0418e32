"""Rows that SQL hands over, decided by generated Python; by several processes where they are many."""

from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess

from attrs import Factory, define, frozen

from rulecheck.engine.python.compiled import Compiled
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.trace import Question
from rulecheck.workbench.batch_rows import Outcome, decide_row
from rulecheck.workbench.batch_sources import Row

# So many rows are sent to a process at once; fewer than twice as many are decided in this one.
_TOGETHER = 1_000


@frozen
class Work:
    """By what rows are decided."""

    rulebook: Rulebook
    question: Question
    engine: str


@define
class Handed:
    """Decides rows by generated Python. ``close`` ends its processes."""

    work: Work
    jobs: int
    _compiled: Compiled | None = None
    _processes: list[SpawnProcess] = Factory(list)
    _ends: list[Connection] = Factory(list)

    def decide(self, rows: Iterable[Row]) -> Iterator[Outcome]:
        """The outcomes of rows, in their order. A ChildProcessError when a process ends before its work is done."""
        rows = iter(rows)
        first = list(islice(rows, 2 * _TOGETHER))
        if len(first) < 2 * _TOGETHER or self.jobs == 1:
            if self._compiled is None:
                self._compiled = Compiled(self.work.rulebook, self.work.engine)
            yield from _outcomes(self.work, self._compiled, first)
            yield from _outcomes(self.work, self._compiled, rows)
            return
        self._start()
        free, at_work = deque(self._ends), deque[Connection]()
        chunk = first[:_TOGETHER]
        later = first[_TOGETHER:]
        while chunk or at_work:
            if chunk and free:
                end = free.popleft()
                end.send(chunk)
                at_work.append(end)
                chunk, later = later or list(islice(rows, _TOGETHER)), []
                continue
            end = at_work.popleft()
            yield from _received(end)
            free.append(end)

    def close(self) -> None:
        """Ends the processes, whatever they are doing."""
        for process in self._processes:
            process.terminate()
            process.join()
        self._processes, self._ends = [], []

    def _start(self) -> None:
        # Spawned, not forked: DuckDB has threads, whose locks must not be copied.
        context = get_context("spawn")
        while len(self._processes) < self.jobs:
            ours, theirs = context.Pipe()
            process = context.Process(target=_decide_all, args=(self.work, theirs), daemon=True)
            process.start()
            theirs.close()
            self._processes.append(process)
            self._ends.append(ours)


def _received(end: Connection) -> list[Outcome]:
    try:
        outcomes: list[Outcome] = end.recv()
    except EOFError as ended:
        raise ChildProcessError("a process that was deciding rows ended early; what is finished is kept") from ended
    return outcomes


def _outcomes(work: Work, compiled: Compiled, rows: Iterable[Row]) -> Iterator[Outcome]:
    return (decide_row(compiled, row, work.question) for row in rows)


def _decide_all(work: Work, end: Connection) -> None:
    """Decides the rows that come in, until this process is ended or the other side is gone."""
    compiled = Compiled(work.rulebook, work.engine)
    while True:
        try:
            end.send(list(_outcomes(work, compiled, end.recv())))
        except (EOFError, KeyboardInterrupt, BrokenPipeError):
            return
