"""Boundaries: how far a comparison lay from the point at which it turns.

A limit is shown by three cases: exactly on it, just inside (the nearest value for which the condition holds), just
outside. *Just* is one day for dates and spans, one month between lengths in months, one hundredth for shares written
in percent, and one of the unit for every other number (a person, an hour, a unit of the currency), or less.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Literal

from attrs import frozen

from rulecheck.engine.calendar import day_bounds, last_day
from rulecheck.engine.trace import Step
from rulecheck.engine.values import Period, Span, Value
from rulecheck.grammar import syntax as s

Side = Literal["on", "just inside", "just outside"]
SIDES: tuple[Side, ...] = ("on", "just inside", "just outside")
_ORDERED = ("<", "≤", "≥", ">")


@frozen
class Link:
    """One limit of a comparison: the numbers of the operands compared, and how."""

    left: int
    right: int
    comparator: str


def links(node: s.Node) -> tuple[Link, ...]:
    """The limits in a condition; none where nothing has an order."""
    if isinstance(node, s.InRange):
        return (Link(0, 1, "≥"), Link(0, 2, "≤"))
    if isinstance(node, s.Compare):
        return tuple(Link(i, i + 1, c) for i, c in enumerate(node.comparators) if c in _ORDERED)
    return ()


def sides(step: Step) -> Iterator[tuple[int, Side]]:
    """For each limit of a condition that a trace answered, by its number, where the values lay; nothing if far off."""
    operands = tuple(s.children(step.node))
    for index, link in enumerate(links(step.node)):
        if max(link.left, link.right) < len(step.operands):
            unit = Fraction(1, 100) if _percent(operands[link.left]) or _percent(operands[link.right]) else Fraction(1)
            far = excess(step.operands[link.left], step.operands[link.right])
            if far is None or abs(far) > unit:
                continue
            inside = far < 0 if link.comparator in ("<", "≤") else far > 0
            yield index, "on" if far == 0 else "just inside" if inside else "just outside"


def excess(a: Value, b: Value) -> Fraction | None:
    """By how much ``a`` exceeds ``b``, in days or in their unit; None for what has no such measure."""
    if isinstance(a, Span) and isinstance(b, Period):
        last = max(a.last.toordinal(), a.first.toordinal() - 1)
        return Fraction(last - last_day(a.first, b).toordinal())
    if isinstance(a, Period) and isinstance(b, Span):
        turned = excess(b, a)
        return None if turned is None else -turned
    if isinstance(a, Period) and isinstance(b, Period):
        if a.days == b.days:
            return Fraction(a.months - b.months)
        least, most = day_bounds(a.months - b.months)
        return Fraction(least + a.days - b.days) if least == most else None
    if isinstance(a, bool) or isinstance(b, bool):
        return None
    if isinstance(a, int | Fraction) and isinstance(b, int | Fraction):
        return Fraction(a - b)
    if hasattr(a, "toordinal") and hasattr(b, "toordinal"):
        return Fraction(a.toordinal() - b.toordinal())
    return None


def _percent(node: s.Node) -> bool:
    return isinstance(node, s.Number) and node.percent
