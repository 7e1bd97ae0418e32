"""Which numbers a simple condition on one name lets through, so that rows of a table can be held against each other."""

from fractions import Fraction

from attrs import frozen

from rulecheck.grammar import syntax as s
from rulecheck.grammar.printer import to_text

# A number, or a day by its number; None is no limit.
Limit = Fraction | None


@frozen
class Interval:
    """The values from ``low`` to ``high``; each end is in it or not. ``subject`` is what they are values of."""

    subject: str
    low: Limit
    high: Limit
    low_in: bool = True
    high_in: bool = True

    def covers(self, other: "Interval") -> bool:
        """Whether every value of the other is one of this."""
        below = self.low is None or (
            other.low is not None and (self.low, not self.low_in) <= (other.low, not other.low_in)
        )
        above = self.high is None or (
            other.high is not None and (self.high, self.high_in) >= (other.high, other.high_in)
        )
        return self.subject == other.subject and below and above

    def leaves_gap_to(self, later: "Interval", whole: bool) -> bool:
        """Whether a value lies between the end of this and the beginning of a later one."""
        if self.high is None or later.low is None:
            return False
        if self.high == later.low:
            return not (self.high_in or later.low_in)
        next_whole = whole and self.high_in and later.low_in and self.high + 1 == later.low
        return self.high < later.low and not next_whole


def interval(condition: s.Node) -> Interval | None:
    """The interval of a comparison of one expression with one or two literals; None for any other condition."""
    if isinstance(condition, s.InRange):
        low, high = _literal(condition.low), _literal(condition.high)
        return None if low is None or high is None else Interval(to_text(condition.subject), low, high)
    if not isinstance(condition, s.Compare):
        return None
    found: Interval | None = None
    for one, sign, other in zip(condition.operands, condition.comparators, condition.operands[1:], strict=False):
        link = _link(one, sign, other)
        found = link if found is None else _meeting(found, link)
        if found is None:
            return None
    return found


def _link(one: s.Node, sign: str, other: s.Node) -> Interval | None:
    turned = {"<": ">", "≤": "≥", ">": "<", "≥": "≤", "=": "="}
    if _literal(one) is not None and sign in turned:
        one, sign, other = other, turned[sign], one
    limit = _literal(other)
    if limit is None or _literal(one) is not None:
        return None
    ends = {
        "<": (None, limit, True, False),
        "≤": (None, limit, True, True),
        "=": (limit, limit, True, True),
        "≥": (limit, None, True, True),
        ">": (limit, None, False, True),
    }.get(sign)
    return None if ends is None else Interval(to_text(one), *ends)


def _meeting(one: Interval, other: Interval | None) -> Interval | None:
    """What two intervals with one open end each have in common."""
    if other is None or one.subject != other.subject:
        return None
    low, high = (one, other) if one.high is None else (other, one)
    return Interval(one.subject, low.low, high.high, low.low_in, high.high_in) if high.low is None else None


def _literal(node: s.Node) -> Limit:
    if isinstance(node, s.Number):
        return node.value
    if isinstance(node, s.DateLiteral):
        return Fraction(node.value.toordinal())
    if isinstance(node, s.PeriodLiteral) and not (node.months and node.days):
        return Fraction(node.months or node.days)
    return None
