"""Watches files and tells which golden cases a saved file touches."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping

from rulecheck.engine.golden import Result
from rulecheck.engine.rulebook import Provision, Rulebook
from rulecheck.engine.trace import Answer
from rulecheck.engine.trace_reads import tried_for, with_exceptions

Snapshot = Mapping[str, tuple[int, int]]
Key = tuple[str, str]  # file and title of a case


def snapshot(directories: Iterable[str]) -> Snapshot:
    """The YAML files below directories, each with its time of change and its size."""
    found: dict[str, tuple[int, int]] = {}
    for directory in directories:
        for folder, _, names in os.walk(directory):
            for name in names:
                path = os.path.join(folder, name)
                if name.endswith(".yaml") and os.path.isfile(path):
                    status = os.stat(path)
                    found[path] = (status.st_mtime_ns, status.st_size)
    return found


def changes(directories: Iterable[str], wait: Callable[[], None]) -> Iterator[tuple[str, ...]]:
    """The files saved, added or removed since the last look, each time there are any; ``wait`` passes the time."""
    directories = tuple(directories)
    before = snapshot(directories)
    while True:
        wait()
        now = snapshot(directories)
        saved = tuple(sorted(path for path in {*before, *now} if before.get(path) != now.get(path)))
        before = now
        if saved:
            yield saved


def touched(paths: Iterable[str], results: Iterable[Result], rulebooks: Iterable[Rulebook]) -> frozenset[Key]:
    """The cases, by file and title, whose answer may be another since these files were saved.

    A file of cases touches its own. An article touches the cases in which a provision of it was looked at, or one it
    excepts, or a conclusion it decides; ``rulebooks`` are those before and after, so that what is new counts as well.
    Any other file of a rulebook (vocabulary, figures, an act) touches all cases.
    """
    rulebooks = tuple(rulebooks)
    results = tuple(results)
    found: set[Key] = set()
    for path in paths:
        if path.endswith(".cases.yaml"):
            found |= {(r.file, r.case.title) for r in results if _same(r.file, path)}
            continue
        written = [p for rulebook in rulebooks for p in rulebook.provisions.values() if _stands_in(p, path)]
        ids = {name for p in written for name in (p.id, p.to, p.through, p.punishes) if name}
        decided = {p.decides for p in written if p.decides}
        found |= {
            (r.file, r.case.title)
            for r in results
            if not written or r.answer is None or _looks_at(r.answer, ids, decided)
        }
    return frozenset(found)


def _looks_at(answer: Answer, ids: set[str], decided: set[str]) -> bool:
    if answer.problems:
        return True
    for part in answer.parts:
        if any(d.conclusion in decided or any(t.provision in ids for t in tried_for(d)) for d in part.decisions):
            return True
        if any(t.provision in ids for one in part.spoken_of for t in with_exceptions(one)):
            return True
    return False


def _stands_in(provision: Provision, path: str) -> bool:
    """Whether a provision is written in a file; its place names the file from two levels above the rulebook's."""
    written = provision.place.file.replace("\\", "/")
    return f"/{os.path.abspath(path)}".replace("\\", "/").endswith(f"/{written}")


def _same(one: str, other: str) -> bool:
    return os.path.abspath(one) == os.path.abspath(other)
