"""Results of earlier runs, kept under a digest of all that they rest on: only what has changed is tried again.

What becomes of the mutants of a provision rests on its words, on the cases that look at it, on all provisions that
these may reach, on the vocabulary with its figures, and on the engine. Two runs in which none of that differs come out
alike.
"""

import json
import os
from collections.abc import Mapping, Sequence
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from attrs import define, field

from rulecheck.engine.cache import cache_directory
from rulecheck.engine.mutants import Outcome
from rulecheck.engine.rulebook import Rulebook
from rulecheck.workbench.facts import provisions_behind
from rulecheck.workbench.mutation import Group
from rulecheck.workbench.mutation_baseline import Baseline, Run

Kept = dict[str, list[list[object]]]


@define
class Digests:
    """Digests of the parts of a rulebook, each made once."""

    rulebook: Rulebook
    _whole: str = ""
    _provisions: dict[str, str] = field(factory=dict)
    _behind: dict[str, str] = field(factory=dict)

    def group(self, group: Group, found: Baseline) -> str:
        """The digest of all that the outcomes of a group rest on."""
        changed = {id_ for one in group.candidates for id_ in (*one.edit.provisions, *one.edit.dropped)}
        figures = any(one.edit.figures for one in group.candidates)
        runs = [run for run in found.runs if figures or not run.provisions.isdisjoint(changed)]
        mutants = [f"{c.mutant.id} {c.mutant.because}" for c in group.candidates]
        own = [self._provision(id_) for id_ in sorted(changed)]
        return _digest(self._rest(), *mutants, *own, *(self._run(run) for run in runs))

    def _rest(self) -> str:
        if not self._whole:
            book = self.rulebook
            facts = [f"{f.name} {f.type!r} {f.at_least} {f.at_most}" for f in book.vocabulary.facts.values()]
            other = (book.vocabulary.conclusions, book.vocabulary.figures, book.vocabulary.constraints)
            whole = (book.vocabulary.schemes, book.covers_from, book.holidays, sorted(book.ranks))
            self._whole = _digest(_code(), *facts, *(repr(part) for part in (*other, *whole)))
        return self._whole

    def _provision(self, id_: str) -> str:
        if id_ not in self._provisions:
            provision = self.rulebook.provisions[id_]
            attached = self.rulebook.exceptions.get(id_, ())
            self._provisions[id_] = _digest(repr(provision), *attached)
        return self._provisions[id_]

    def _run(self, run: Run) -> str:
        case = run.case
        said = "" if case.case is None else case.case.digest
        expected = [f"{e.address}={e.value!r}" for e in case.expected]
        asked = tuple(e.address for e in case.expected)
        behind = [self._reached(address) for address in asked] if not case.error else [self._all()]
        checks = (
            case.title,
            run.file,
            said,
            case.error,
            repr(case.missing),
            repr(case.cites),
            repr(case.does_not_cite),
            repr(case.standings),
        )
        return _digest(*checks, case.shows, *expected, *behind)

    def _reached(self, address: str) -> str:
        last = address.rpartition(".")[2] if "]." in address else address
        if last not in self._behind:
            reached = provisions_behind(self.rulebook, last)
            self._behind[last] = _digest(*(self._provision(id_) for id_ in reached))
        return self._behind[last]

    def _all(self) -> str:
        if "" not in self._behind:
            self._behind[""] = _digest(*(self._provision(id_) for id_ in self.rulebook.provisions))
        return self._behind[""]


def _digest(*parts: str) -> str:
    total = sha256()
    for part in parts:
        total.update(f"{len(part)} {part}".encode())
    return total.hexdigest()


def _code() -> str:
    """The digest of the Python that decides cases and makes mutants."""
    root = files("rulecheck")
    found = [
        item.read_text(encoding="utf-8")
        for room in ("engine", "engine/constructs", "workbench")
        for item in sorted(root.joinpath(room).iterdir(), key=lambda i: i.name)
        if item.name.endswith(".py")
    ]
    return _digest(*found)


def memory_file(rulebook: Rulebook) -> Path | None:
    """Where the results of a rulebook are kept; None where nothing is kept."""
    place = cache_directory()
    return None if place is None else Path(place) / f"mutation-{rulebook.id}.json"


def remembered(path: Path | None) -> Kept:
    """The results kept in a file, by digest; none where it cannot be read."""
    if path is None:
        return {}
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def recalled(group: Group, kept: object) -> tuple[Outcome, ...] | None:
    """The outcomes of a group from what was kept of it; None where it does not fit."""
    if not isinstance(kept, list) or len(kept) != len(group.candidates):
        return None
    found = []
    for candidate, row in zip(group.candidates, kept, strict=True):
        match row:
            case [str(killed_by), int(cases)]:
                found.append(Outcome(candidate.mutant, killed_by, cases))
            case _:
                return None
    return tuple(found)


def remember(path: Path | None, results: Mapping[str, Sequence[Outcome]], before: Kept) -> None:
    """Keeps the results of this run, and of those before it. Where they cannot be kept, nothing is said."""
    if path is None:
        return
    now: Kept = {key: [[o.killed_by, o.cases] for o in outcomes] for key, outcomes in results.items()}
    # What this run did not use is kept once more: a run of one article must not forget the others.
    older = dict(list(before.items())[-_MOST:])
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(f".{os.getpid()}")
        beside.write_text(json.dumps({**older, **now}, ensure_ascii=False), encoding="utf-8")
        beside.replace(path)
    except OSError:
        return


# So many groups are kept; a whole rulebook has about a thousand.
_MOST = 5_000
