"""Finds conclusions that rest on themselves, and prints the loop.

Versions of one time are looked at together: what rests on what in the law of one day. A version that a transitional
clause chooses by another date is taken for in force every day.
"""

from collections.abc import Iterator
from datetime import date

from rulecheck.engine.diagnostics import Diagnostic
from rulecheck.engine.rulebook import Provision, Rulebook, Version
from rulecheck.grammar import syntax as s

# What rests on something: ("conclusion", name), ("provision", id) or ("fulfilment", id).
Point = tuple[str, str]


def cycles(rulebook: Rulebook) -> list[Diagnostic]:
    """One diagnostic for each loop, at a provision in it."""
    found: dict[frozenset[Point], Diagnostic] = {}
    days = sorted({v.since for p in rulebook.provisions.values() for v in p.versions})
    for day in days:
        edges = _edges(rulebook, day)
        for loop in _loops(edges):
            if frozenset(loop) not in found:
                found[frozenset(loop)] = _diagnostic(rulebook, loop)
    return list(found.values())


def _diagnostic(rulebook: Rulebook, loop: list[Point]) -> Diagnostic:
    conclusions = [i for i, (kind, _) in enumerate(loop) if kind == "conclusion"]
    start = conclusions[0] if conclusions else 0
    turned = loop[start:] + loop[:start]
    shown = " → ".join(f"`{name}`" for _, name in [*turned, turned[0]])
    provision = next(rulebook.provisions[name] for kind, name in turned if kind != "conclusion")
    return Diagnostic(
        "R0217",
        f"`{turned[0][1]}` rests on itself: {shown}",
        provision.place,
        provision.key,
        "one of these must be decided without the others",
    )


def _edges(rulebook: Rulebook, day: date) -> dict[Point, list[Point]]:
    edges: dict[Point, list[Point]] = {}
    for name, deciders in rulebook.deciders.items():
        edges["conclusion", name] = [("provision", p) for p in deciders]
    for provision in rulebook.provisions.values():
        edges["provision", provision.id] = list(_rests_on(rulebook, provision, day))
        if provision.fulfilled is not None:
            edges["fulfilment", provision.id] = [("provision", provision.id), *_read_in(provision.fulfilled)]
    return edges


def _rests_on(rulebook: Rulebook, provision: Provision, day: date) -> Iterator[Point]:
    for exception in rulebook.exceptions.get(provision.id, ()):
        yield "provision", exception
    if provision.punishes:
        yield "fulfilment", provision.punishes
    for version in provision.versions:
        if version.version_by is not None or _in_force(version, day):
            for node in expressions(version):
                yield from _read_in(node)


def expressions(version: Version) -> Iterator[s.Node]:
    """Every expression of a version, in the order it is written."""
    for _, node in version.where:
        yield node
    rows = version.table.rows if version.table else ()
    parts = (version.when, version.value, version.version_by, *(n for r in rows for n in (r.when, r.value)))
    yield from (part for part in parts if part is not None)


def _in_force(version: Version, day: date) -> bool:
    return version.since <= day and (version.until is None or day <= version.until)


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
