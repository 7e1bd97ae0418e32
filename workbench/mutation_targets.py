"""What must come together for a mutant to make a difference: the part of a provision that differs, and what must hold
around it so that the difference comes out.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from attrs import frozen

from rulecheck.engine.rulebook import Provision, Rulebook, Version
from rulecheck.grammar import syntax as s
from rulecheck.workbench.mutate_rules import Edit

Needed = tuple[tuple[s.Node, bool], ...]


@frozen
class Target:
    """What differs in one provision.

    ``version`` is the index of the version whose words differ, None where another version is chosen, or where any
    will do. ``needed`` are conditions with the truth without which the difference does not come out; ``before`` and
    ``after`` what differs, each in a version's scope (``after`` None: nothing stands there, which is as ``neutral``).
    ``days`` are those on which the choice of the version turns.
    """

    provision: Provision
    version: int | None = None
    needed: Needed = ()
    before: s.Node | None = None
    after: s.Node | None = None
    neutral: bool = True
    changed: Version | None = None
    days: tuple[date, ...] = ()


def targets(rulebook: Rulebook, edit: Edit) -> Iterator[Target]:
    """The provisions that a mutant changes or leaves out, the one that it is named for first."""
    for id_, other in edit.provisions.items():
        if id_ in rulebook.provisions:
            yield _target(rulebook.provisions[id_], other)
    for id_ in edit.dropped:
        yield Target(rulebook.provisions[id_])


def _target(provision: Provision, other: Provision) -> Target:
    if provision.fulfilled != other.fulfilled:
        needed, before, after, neutral = _parted((), provision.fulfilled, other.fulfilled)
        return Target(provision, None, needed, before, after, neutral)
    pairs = list(zip(provision.versions, other.versions, strict=True))
    timed = [
        (old, new)
        for old, new in pairs
        if (old.since, old.until, old.version_by) != (new.since, new.until, new.version_by)
    ]
    if timed:
        before, after = timed[0][0].version_by, timed[0][1].version_by
        by_words = before != after
        days = tuple(dict.fromkeys(_days(timed, provision)))
        return Target(provision, before=before if by_words else None, after=after, days=days)
    for index, (old, new) in enumerate(pairs):
        if old != new:
            return _of_words(provision, index, old, new)
    return Target(provision)


def _days(timed: list[tuple[Version, Version]], provision: Provision) -> Iterator[date]:
    """The days that a shifted beginning or end is about; all beginnings and ends for another date that chooses."""
    moved = [(old, new) for old, new in timed if (old.since, old.until) != (new.since, new.until)]
    for old, new in moved:
        if old.since != new.since:
            yield min(old.since, new.since)
        if old.until is not None and new.until is not None and old.until != new.until:
            yield max(old.until, new.until)
    if not moved:
        for version in provision.versions:
            yield version.since
            if version.until is not None:
                yield version.until + timedelta(days=1)


def _of_words(provision: Provision, index: int, old: Version, new: Version) -> Target:
    if old.when != new.when:
        needed, before, after, neutral = _parted((), old.when, new.when)
        return Target(provision, index, needed, before, after, neutral, new)
    for (name, node), (_, other) in zip(old.where, new.where, strict=True):
        if node != other:
            # Conditions that read what is changed need not hold: they are what may come out otherwise.
            needed = tuple((n, True) for n in conjuncts(old.when) if not _names(n, name))
            return Target(provision, index, needed, node, other, True, new)
    needed = tuple((n, True) for n in conjuncts(old.when))
    if old.value is not None and new.value is not None and old.value != new.value:
        _, before, after, neutral = _parted((), old.value, new.value)
        return Target(provision, index, needed, before, after, neutral, new)
    if old.table is None or new.table is None:
        return Target(provision, index, needed, None, None, True, new)
    for number, row in enumerate(old.table.rows):
        other_row = new.table.rows[number] if len(new.table.rows) == len(old.table.rows) else None
        if row == other_row:
            continue
        first = old.table.match == "first"
        before_it = tuple((r.when, False) for r in old.table.rows[:number] if first and r.when is not None)
        if other_row is not None and row.when == other_row.when:
            holds = ((row.when, True),) if row.when is not None else ()
            return Target(provision, index, (*needed, *before_it, *holds), row.value, other_row.value, True, new)
        after_it = None if other_row is None else other_row.when
        return Target(provision, index, (*needed, *before_it), row.when, after_it, False, new)
    return Target(provision, index, needed, None, None, True, new)


def _parted(
    needed: Needed, before: s.Node | None, after: s.Node | None
) -> tuple[Needed, s.Node | None, s.Node | None, bool]:
    """The smallest part in which two conditions differ, with what must hold beside it: the operands of an ``and`` that
    are true, those of an ``or`` that are false."""
    if not isinstance(before, s.AllOf | s.AnyOf):
        if isinstance(before, s.Not) and isinstance(after, s.Not):
            return _parted(needed, before.operand, after.operand)
        return needed, before, after, True
    neutral = isinstance(before, s.AllOf)
    if after is None:
        return needed, before, None, True
    left = after.operands if isinstance(after, type(before)) else (after,)
    if isinstance(after, type(before)) and len(left) == len(before.operands):
        differing = [i for i, (a, b) in enumerate(zip(before.operands, left, strict=True)) if a != b]
        if len(differing) == 1:
            beside = tuple((n, neutral) for i, n in enumerate(before.operands) if i != differing[0])
            return _parted((*needed, *beside), before.operands[differing[0]], left[differing[0]])
    if len(left) == len(before.operands) - 1:
        for index, operand in enumerate(before.operands):
            rest = before.operands[:index] + before.operands[index + 1 :]
            if rest == left:
                return (*needed, *((n, neutral) for n in rest)), operand, None, neutral
    return needed, before, after, neutral


def conjuncts(when: s.Node | None) -> tuple[s.Node, ...]:
    """The conditions that must all hold."""
    if when is None:
        return ()
    return when.operands if isinstance(when, s.AllOf) else (when,)


def _names(node: s.Node, local: str) -> bool:
    return any(isinstance(part, s.Name) and part.role == "local" and part.name == local for part in s.walk(node))


def limits_in(node: s.Node) -> Iterator[s.Node]:
    """The conditions in an expression that may turn: comparisons, and the floors and caps of amounts as such.

    What is asked of the elements of a list is left out: its names mean nothing outside.
    """
    match node:
        case s.Quantified() | s.Count() | s.Total():
            return
        case s.Compare() | s.InRange():
            yield node
        case s.Clamp():
            for bound in (node.floor, node.cap):
                if bound is not None:
                    yield s.Compare((node.amount, bound), ("≤",))
        case s.Extreme() if len(node.operands) == 2:
            yield s.Compare(node.operands, ("≤",))
    for name in node.parts:
        part = getattr(node, name)
        for child in part if isinstance(part, tuple) else (part,):
            if isinstance(child, s.Node):
                yield from limits_in(child)
