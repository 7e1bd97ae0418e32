"""Finds conclusions that rest on themselves, and prints the loop.

Versions of one time are looked at together: what rests on what in the law of one day. A version that a transitional
clause chooses by another date is taken for in force every day.
"""

from collections.abc import Iterator
from datetime import date

from rulecheck.engine.diagnostics import Diagnostic, loop_shown
from rulecheck.engine.rulebook import Provision, Rulebook, Version
from rulecheck.grammar import syntax as s

# What rests on something: ("conclusion", name), ("provision", id) or ("fulfilment", id).
Point = tuple[str, str]
# So many loops are told.
_MOST = 100


# From the first day to the last (None: to this day); None: always.
Days = tuple[date, date | None] | None
# Points with what each rests on, and when.
Edges = dict[Point, list[tuple[Days, Point]]]


def cycles(rulebook: Rulebook, edges: Edges) -> list[Diagnostic]:
    """One diagnostic for each loop, at a provision in it; not more than a hundred."""
    found: dict[frozenset[Point], Diagnostic] = {}
    # Nearly always there is no loop even if all versions ever in force are taken together.
    edges = _on_loops(edges)
    begin = {days[0] for rests_on in edges.values() for days, _ in rests_on if days is not None}
    for day in sorted(begin) or [date.min]:
        on_day = {
            point: [other for days, other in rests_on if days is None or _within(day, *days)]
            for point, rests_on in edges.items()
        }
        for loop in _loops(on_day):
            if frozenset(loop) not in found:
                found[frozenset(loop)] = _diagnostic(rulebook, loop)
        if len(found) >= _MOST:
            break
    return list(found.values())


def _on_loops(edges: Edges) -> Edges:
    """The points that lie on loops or between them: those that rest on nothing, or on which nothing rests, do not."""
    used: dict[Point, int] = dict.fromkeys(edges, 0)
    for rests_on in edges.values():
        for _, other in rests_on:
            used[other] = used.get(other, 0) + 1
    waiting = [point for point in edges if not used[point]]
    while waiting:
        for _, other in edges.get(waiting.pop(), ()):
            used[other] -= 1
            if not used[other]:
                waiting.append(other)
    return {
        point: [(days, other) for days, other in rests_on if used[other]]
        for point, rests_on in edges.items()
        if used[point]
    }


def _diagnostic(rulebook: Rulebook, loop: list[Point]) -> Diagnostic:
    conclusions = [i for i, (kind, _) in enumerate(loop) if kind == "conclusion"]
    start = conclusions[0] if conclusions else 0
    turned = loop[start:] + loop[:start]
    shown = loop_shown([name for _, name in turned])
    provision = next(rulebook.provisions[name] for kind, name in turned if kind != "conclusion")
    return Diagnostic(
        "R0217",
        f"`{turned[0][1]}` rests on itself: {shown}",
        provision.place,
        provision.key,
        "one of these must be decided without the others",
    )


def what_rests_on_what(rulebook: Rulebook) -> Edges:
    """What each conclusion, provision and fulfilment of a rulebook rests on."""
    edges: Edges = {}
    for name, deciders in rulebook.deciders.items():
        edges["conclusion", name] = [(None, ("provision", p)) for p in deciders]
    for provision in rulebook.provisions.values():
        edges["provision", provision.id] = list(dict.fromkeys(_rests_on(rulebook, provision)))
        if provision.fulfilled is not None:
            points = [("provision", provision.id), *_read_in(provision.fulfilled)]
            edges["fulfilment", provision.id] = [(None, point) for point in points]
    return edges


def _rests_on(rulebook: Rulebook, provision: Provision) -> Iterator[tuple[Days, Point]]:
    for exception in rulebook.exceptions.get(provision.id, ()):
        yield None, ("provision", exception)
    if provision.punishes:
        yield None, ("fulfilment", provision.punishes)
    for version in provision.versions:
        days = (version.since, version.until) if version.version_by is None else None
        for node in expressions(version):
            for point in _read_in(node):
                yield days, point


def expressions(version: Version) -> Iterator[s.Node]:
    """Every expression of a version, in the order it is written."""
    for _, node in version.where:
        yield node
    rows = version.table.rows if version.table else ()
    parts = (version.when, version.value, version.version_by, *(n for r in rows for n in (r.when, r.value)))
    yield from (part for part in parts if part is not None)


def _within(day: date, since: date, until: date | None) -> bool:
    return since <= day and (until is None or day <= until)


def _read_in(node: s.Node) -> Iterator[Point]:
    for part in s.walk(node):
        if isinstance(part, s.Name) and part.role == "conclusion":
            yield "conclusion", part.name
        elif isinstance(part, s.Name) and part.role == "element conclusion":
            yield "conclusion", f"{part.record}.{part.name.rpartition('.')[2]}"
        elif isinstance(part, s.ProvisionStatus):
            kind = "provision" if part.status in ("applies", "owed") else "fulfilment"
            yield kind, part.provision


def _loops(edges: dict[Point, list[Point]]) -> Iterator[list[Point]]:
    """A loop through each point that closes one, found depth first without recursion."""
    done: set[Point] = set()
    for start in edges:
        if start in done:
            continue
        path: list[Point] = [start]
        on_path = {start}
        waiting = [iter(edges.get(start, ()))]
        while waiting:
            following = next(waiting[-1], None)
            if following is None:
                waiting.pop()
                done.add(path[-1])
                on_path.discard(path.pop())
            elif following in on_path:
                yield path[path.index(following) :]
            elif following not in done:
                path.append(following)
                on_path.add(following)
                waiting.append(iter(edges.get(following, ())))
