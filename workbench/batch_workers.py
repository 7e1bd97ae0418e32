"""The chunks of a batch decided by several processes, each with generated code of its own."""

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess

from rulecheck.engine.python.compiled import Compiled
from rulecheck.workbench.batch_parts import Batch, decide_chunk
from rulecheck.workbench.batch_sources import Row

Chunk = tuple[int, list[Row]]


def decide_chunks(batch: Batch, chunks: Iterable[Chunk]) -> Iterator[int]:
    """Decides the chunks, in any order, and tells after each how many rows it had.

    No more processes than chunks, and none besides this one for a single chunk. Each holds one chunk at a time. A
    ChildProcessError when one of them ends before its work is done; what is finished stays.
    """
    first = list(islice(chunks, 2))
    chunks = chain(first, chunks)
    if batch.jobs == 1 or len(first) < 2:
        compiled = Compiled(batch.rulebook, batch.engine)
        for index, rows in chunks:
            decide_chunk(batch, compiled, index, rows)
            yield len(rows)
        return
    yield from _decided_by_workers(batch, chunks)


def _decided_by_workers(batch: Batch, chunks: Iterable[Chunk]) -> Iterator[int]:
    # Spawned, not forked: the same on every system, and no lock of this process is copied.
    context = get_context("spawn")
    processes: list[SpawnProcess] = []
    at_work: dict[Connection, int] = {}
    try:
        for index, rows in chunks:
            if len(processes) < batch.jobs:
                ours, theirs = context.Pipe()
                process = context.Process(target=_work, args=(batch, theirs), daemon=True)
                process.start()
                processes.append(process)
                theirs.close()
            else:
                ours = _free(at_work)
                yield at_work.pop(ours)
            ours.send((index, rows))
            at_work[ours] = len(rows)
        while at_work:
            yield at_work.pop(_free(at_work))
    finally:
        for process in processes:
            process.terminate()
            process.join()


def _free(at_work: Iterable[Connection]) -> Connection:
    """One of the workers that has done its chunk, waiting for it."""
    ready = [end for end in wait(list(at_work)) if isinstance(end, Connection)]
    try:
        ready[0].recv()
    except EOFError as ended:
        raise ChildProcessError("a process that was deciding rows ended early; what is finished is kept") from ended
    return ready[0]


def _work(batch: Batch, end: Connection) -> None:
    """Decides the chunks that come in, until this process is ended or the other side is gone."""
    compiled = Compiled(batch.rulebook, batch.engine)
    while True:
        try:
            index, rows = end.recv()
        except (EOFError, KeyboardInterrupt):
            return
        try:
            decide_chunk(batch, compiled, index, rows)
        except KeyboardInterrupt:
            return
        end.send(index)
