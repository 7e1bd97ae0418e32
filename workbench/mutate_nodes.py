"""Mistakes in an expression: every way in which one operator or one limit of it may be mistaken for another."""

from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction
from typing import Literal

from attrs import evolve, frozen

from rulecheck.engine.mutants import Operator
from rulecheck.grammar import syntax as s
from rulecheck.grammar.signs import Comparator

_LITERALS = (s.Number, s.PeriodLiteral, s.DateLiteral)
_NEXT: dict[Comparator, Comparator] = {"<": "≤", "≤": "<", ">": "≥", "≥": ">"}
_DENIED: dict[Comparator, Comparator] = {"<": "≥", "≤": ">", ">": "≤", "≥": "<", "=": "≠", "≠": "="}
_TURNED: dict[str, Literal["min", "max", "earliest", "latest"]] = {
    "min": "max",
    "max": "min",
    "earliest": "latest",
    "latest": "earliest",
}
_DENIABLE = (s.Name, s.ProvisionStatus, s.InRange, s.Includes)


@frozen
class Alternative:
    """An expression with one mistake: of which sort, what it stands for and what it became, and the whole with it."""

    operator: Operator
    before: s.Node
    after: s.Node | None
    whole: s.Node


def alternatives(node: s.Node, condition: bool = True) -> Iterator[Alternative]:
    """Every mistake in an expression, outermost first; none that gives the expression itself.

    ``condition``: the expression stands where a condition may. Not all of them are well typed.
    """
    seen = [node]
    for found in _alternatives(node, condition, True):
        if found.whole not in seen:
            seen.append(found.whole)
            yield found


def _alternatives(node: s.Node, condition: bool, deniable: bool) -> Iterator[Alternative]:
    for operator, before, after, whole in _own(node, condition and deniable):
        yield Alternative(operator, before, after, whole)
    for name in node.parts:
        part = getattr(node, name)
        below = part if isinstance(part, tuple) else () if part is None else (part,)
        for index, child in enumerate(below):
            for found in _alternatives(child, _holds_conditions(node, name), not isinstance(node, s.Not)):
                changed: object = found.whole
                if isinstance(part, tuple):
                    changed = (*part[:index], found.whole, *part[index + 1 :])
                whole = evolve(node, **{name: changed})
                # A literal alone says nothing: it is shown with what it limits.
                if isinstance(found.before, _LITERALS):
                    yield Alternative(found.operator, node, whole, whole)
                else:
                    yield Alternative(found.operator, found.before, found.after, whole)


def _holds_conditions(node: s.Node, part: str) -> bool:
    if isinstance(node, s.AllOf | s.AnyOf | s.Not | s.Quantified):
        return True
    return part in ("condition", "where") or (isinstance(node, s.If) and part != "condition")


_Own = tuple[Operator, s.Node, s.Node | None, s.Node]


def _own(node: s.Node, deniable: bool) -> Iterator[_Own]:
    """The mistakes at the root of an expression: sort, what was there, what is there instead (None: nothing), and
    the expression that results."""
    if isinstance(node, s.AllOf | s.AnyOf):
        yield from _groups(node)
    if deniable and isinstance(node, _DENIABLE):
        yield _instead("negation", node, s.Not(node, at=node.at))
    for operator, other in (*_of_conditions(node), *_of_amounts(node), *_of_days(node)):
        yield _instead(operator, node, other)


def _instead(operator: Operator, node: s.Node, other: s.Node) -> _Own:
    return operator, node, other, other


def _groups(node: s.AllOf | s.AnyOf) -> Iterator[_Own]:
    other = s.AnyOf if isinstance(node, s.AllOf) else s.AllOf
    yield _instead("and or", node, other(node.operands, at=node.at))
    for index, operand in enumerate(node.operands):
        rest = node.operands[:index] + node.operands[index + 1 :]
        if rest:
            left = evolve(node, operands=rest) if len(rest) > 1 else rest[0]
            yield "condition dropped", operand, None, left


def _of_conditions(node: s.Node) -> Iterator[tuple[Operator, s.Node]]:
    match node:
        case s.Not():
            yield "negation", node.operand
        case s.Compare():
            for index, sign in enumerate(node.comparators):
                before, after = node.comparators[:index], node.comparators[index + 1 :]
                if sign in _NEXT:
                    yield "comparison", evolve(node, comparators=(*before, _NEXT[sign], *after))
                yield "negation", evolve(node, comparators=(*before, _DENIED[sign], *after))
        case s.InRange():
            yield "comparison", s.Compare((node.low, node.subject, node.high), ("<", "≤"), at=node.at)
            yield "comparison", s.Compare((node.low, node.subject, node.high), ("≤", "<"), at=node.at)
        case s.IsOneOf():
            yield "negation", evolve(node, negated=not node.negated)
            for options in _each_left_out(node.options):
                yield "options", evolve(node, options=options)
        case s.Includes():
            for options in _each_left_out(node.options):
                yield "options", evolve(node, options=options)
        case s.IsNone():
            yield "negation", evolve(node, negated=not node.negated)
        case s.Quantified():
            yield "quantifier", evolve(node, quantifier="every" if node.quantifier == "any" else "any")
        case _:
            return


def _each_left_out(options: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for index in range(len(options) if len(options) > 1 else 0):
        yield options[:index] + options[index + 1 :]


def _of_amounts(node: s.Node) -> Iterator[tuple[Operator, s.Node]]:
    match node:
        case s.Number():
            step = step_of(node.value, node.percent)
            for value in (node.value + step, node.value - step):
                if value >= 0:
                    yield "limit", evolve(node, value=value)
        case s.Share():
            step = step_of(node.value, True)
            for value in (node.value + step, node.value - step):
                if value >= 0:
                    yield "limit", evolve(node, value=value)
        case s.Sum():
            for index, sign in enumerate(node.signs):
                signs = (*node.signs[:index], "−" if sign == "+" else "+", *node.signs[index + 1 :])
                yield "plus minus", evolve(node, signs=signs)
        case s.Product():
            for index, operator in enumerate(node.operators):
                operators = (*node.operators[:index], "÷" if operator == "×" else "×", *node.operators[index + 1 :])
                yield "plus minus", evolve(node, operators=operators)
        case s.Negative():
            yield "plus minus", node.operand
        case s.Clamp():
            if node.floor is not None:
                yield "floor or cap", evolve(node, floor=None) if node.cap is not None else node.amount
            if node.cap is not None:
                yield "floor or cap", evolve(node, cap=None) if node.floor is not None else node.amount
        case s.Extreme():
            yield "floor or cap", evolve(node, which=_TURNED[node.which])
            for operand in node.operands if len(node.operands) == 2 else ():
                yield "floor or cap", operand
        case s.Rounded():
            yield "rounding", node.amount
            for direction in ("down", "up", "half up"):
                yield "rounding", evolve(node, direction=direction)
        case s.If():
            yield "branches", evolve(node, then=node.otherwise, otherwise=node.then)
        case s.Count() | s.Total() if node.where is not None:
            yield "condition dropped", evolve(node, where=None)
        case s.Total() if node.which != "sum":
            yield "floor or cap", evolve(node, which="smallest" if node.which == "largest" else "largest")
        case _:
            return


def step_of(value: Fraction, percent: bool = False) -> Fraction:
    """One unit of an amount: one, one percentage point, or one in the last decimal place written."""
    unit = Fraction(1, 100) if percent else Fraction(1)
    while (value / unit).denominator != 1:
        if unit < Fraction(1, 10**6):
            return Fraction(1)  # a third has no last decimal place
        unit /= 10
    return unit


def _of_days(node: s.Node) -> Iterator[tuple[Operator, s.Node]]:
    match node:
        case s.PeriodLiteral():
            for more in (1, -1):
                months, days = (node.months + more, 0) if not node.days else (node.months, node.days + more)
                if months >= 0 and days >= 0:
                    yield "limit", evolve(node, months=months, days=days)
        case s.DateLiteral():
            for more in (1, -1):
                yield "date", evolve(node, value=node.value + timedelta(days=more))
        case s.Shifted():
            yield "counting of days", evolve(node, direction="after" if node.direction == "before" else "before")
        case s.LastDayFrom():
            yield "counting of days", s.Shifted(node.period, "after", node.day, at=node.at)
        case s.SpanOf():
            yield "counting of days", evolve(node, inclusive=not node.inclusive)
        case s.EndOf():
            yield "counting of days", evolve(node, which="last" if node.which == "first" else "first")
        case s.NextWorkingDay():
            yield "counting of days", node.day
        case _:
            return
