"""Mutants tried by several processes at once, with the results in the order of the document all the same."""

import gc
import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection, wait

from rulecheck.engine.mutants import Outcome
from rulecheck.engine.rulebook import Rulebook
from rulecheck.workbench.mutation import Group
from rulecheck.workbench.mutation_baseline import Baseline

Try = Callable[[Rulebook, Baseline, Group], Sequence[Outcome]]
Told = Callable[[int], None]


def outcomes(
    rulebook: Rulebook, found: Baseline, groups: Sequence[Group], jobs: int, told: Told, trial: Try
) -> list[tuple[Outcome, ...]]:
    """The outcomes of each group. ``told`` is given the number of mutants done, as they are done.

    The workers are forks: they find the rulebook and the cases loaded. Where the system cannot fork, and for one job,
    there are none. Raises ``RuntimeError`` when a worker dies.
    """
    if jobs < 2 or len(groups) < 2 or "fork" not in multiprocessing.get_all_start_methods():
        results = []
        for group in groups:
            results.append(tuple(trial(rulebook, found, group)))
            told(len(group.candidates))
        return results
    done: dict[int, tuple[Outcome, ...]] = {}
    for index, result in _from_workers(rulebook, found, groups, jobs, trial):
        done[index] = result
        told(len(result))
    return [done[index] for index in range(len(groups))]


def _from_workers(
    rulebook: Rulebook, found: Baseline, groups: Sequence[Group], jobs: int, trial: Try
) -> Iterator[tuple[int, tuple[Outcome, ...]]]:
    context = multiprocessing.get_context("fork")
    gc.freeze()  # else the collector of each worker would touch, and so copy, what all of them share
    ends: list[Connection] = []
    workers = []
    try:
        for number in range(jobs):
            mine, theirs = context.Pipe(duplex=False)
            share = range(number, len(groups), jobs)
            worker = context.Process(target=_work, args=(rulebook, found, groups, share, trial, theirs), daemon=True)
            worker.start()
            theirs.close()
            ends.append(mine)
            workers.append(worker)
        while ends:
            for ready in wait(ends):
                if not isinstance(ready, Connection):
                    continue
                try:
                    yield ready.recv()
                except EOFError:
                    ends.remove(ready)
        for worker in workers:
            worker.join()
            if worker.exitcode:
                raise RuntimeError(f"a worker ended with {worker.exitcode}")
    finally:
        for worker in workers:
            if worker.is_alive():
                worker.terminate()
        gc.unfreeze()


def _work(
    rulebook: Rulebook, found: Baseline, groups: Sequence[Group], share: range, trial: Try, results: Connection
) -> None:
    for index in share:
        results.send((index, tuple(trial(rulebook, found, groups[index]))))
    results.close()
