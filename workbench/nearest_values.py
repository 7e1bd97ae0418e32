"""The nearest values of a fact at which a condition comes out otherwise, solved from what the condition compares.

A condition that holds between two limits, or at one value alone, would be leapt over by a search for where it turns.
So each of its comparisons is solved by itself: on the way from the value that the fact has, ``a ≤ b`` and ``a ≥ b``
turn once each. Where they turn is found by doubling and halving (J. L. Bentley and A. C.-C. Yao, An almost optimal
algorithm for unbounded searching, 1976), and the condition as a whole is then judged there.
"""

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import partial
from operator import attrgetter

from rulecheck.engine.ordering import holds
from rulecheck.engine.trace import Step, Truth
from rulecheck.engine.values import Exact, Value
from rulecheck.grammar import syntax as s
from rulecheck.grammar.data_classes import frozen

# The finest part of a unit that is proposed: minutes of an hour.
_FINEST = 60

Link = Callable[[Step], Truth]


@frozen
class Way:
    """How a fact can move: the condition after a move, whether the fact can have that value, and how far at most.

    The farthest is two to the power of ``doublings``; ``in_parts`` tells that parts of a unit are moves too.
    """

    step_at: Callable[[Exact], Step]
    possible: Callable[[Exact], bool]
    doublings: int
    in_parts: bool


def turning(before: Step, way: Way, sign: int) -> Iterator[Exact]:
    """The moves, in one direction and nearest first, at which the condition turns; it may turn at none."""
    found: set[Exact] = set()
    for link in _links(before.node):
        steps = _where_it_turns(link, link(before), way, sign)
        if steps is None:
            continue
        found.add(sign * steps)
        if way.in_parts:
            found.update(_between(before.node, way, sign, steps))
    for move in sorted(found, reverse=sign < 0):
        if _turned(way.step_at(move).truth, before.truth):
            yield move


def _links(node: s.Node) -> Iterator[Link]:
    """What a condition compares, as orders that turn once; the condition itself where it compares nothing."""
    for a, b in _pairs(node):
        yield partial(_ordered, a=a, comparator="≤", b=b)
        yield partial(_ordered, a=a, comparator="≥", b=b)
    yield attrgetter("truth")


def _pairs(node: s.Node) -> tuple[tuple[int, int], ...]:
    """Which operands are compared with each other, by number."""
    if isinstance(node, s.Compare):
        return tuple((i, i + 1) for i in range(len(node.comparators)))
    return ((0, 1), (0, 2)) if isinstance(node, s.InRange) else ()


def _ordered(step: Step, a: int, comparator: str, b: int) -> Truth:
    if len(step.operands) <= max(a, b):
        return "unknown"  # the condition cannot be judged with that value
    left, right = step.operands[a], step.operands[b]
    return holds(left, comparator, right) if _has_order(left) and _has_order(right) else "unknown"


def _has_order(value: Value) -> bool:
    return not isinstance(value, bool | str | frozenset)


def _where_it_turns(link: Link, was: Truth, way: Way, sign: int) -> int | None:
    """The fewest steps after which a link that turns once has turned."""
    low, high = 0, 1
    while not _turned(link(way.step_at(sign * high)), was):
        low, high = high, high * 2
        if high > 2**way.doublings or not way.possible(sign * low):
            return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _turned(link(way.step_at(sign * middle)), was) else (middle, high)
    return high


def _between(node: s.Node, way: Way, sign: int, steps: int) -> Iterator[Fraction]:
    """Where the two sides of a comparison meet within the last step: exact, for they follow a line that far."""
    before, after = way.step_at(sign * (steps - 1)), way.step_at(sign * steps)
    for a, b in _pairs(node):
        gaps = [_gap(step, a, b) for step in (before, after)]
        if gaps[0] is None or gaps[1] is None or gaps[0] == gaps[1]:
            continue
        part = gaps[0] / (gaps[0] - gaps[1])
        if 0 < part < 1 and part.denominator <= _FINEST:
            yield sign * (steps - 1 + part)


def _gap(step: Step, a: int, b: int) -> Fraction | None:
    if len(step.operands) <= max(a, b):
        return None
    left, right = step.operands[a], step.operands[b]
    if isinstance(left, bool) or isinstance(right, bool):
        return None
    if isinstance(left, int | Fraction) and isinstance(right, int | Fraction):
        return Fraction(left) - Fraction(right)
    return None


def _turned(truth: Truth, was: Truth) -> bool:
    return truth != "unknown" and truth != was
