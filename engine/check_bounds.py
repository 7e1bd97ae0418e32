"""Finds conditions that the declared bounds make always true or always false, and ranges that contradict each other."""

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction

from rulecheck.engine.diagnostics import Diagnostic, Place
from rulecheck.engine.values import Period, Value
from rulecheck.engine.vocabulary import Vocabulary
from rulecheck.grammar import syntax as s
from rulecheck.grammar.printer import to_text

# A closed interval on one line: numbers, days of a period, months of a period, or days of the calendar.
Interval = tuple[Fraction | None, Fraction | None]


def impossible(when: s.Node, vocabulary: Vocabulary, where: Mapping[str, s.Node]) -> Iterator[Diagnostic]:
    """A diagnostic for each comparison that cannot come out both ways, and each list of conditions that cannot hold."""
    for node in s.walk(when):
        if isinstance(node, s.Compare):
            ends = [_interval(n, vocabulary, where) for n in node.operands]
            links = [_outcome(ends[i], sign, ends[i + 1]) for i, sign in enumerate(node.comparators)]
            outcome = False if False in links else None if None in links else True
            yield from _told(node, _despite_none(node, outcome, vocabulary))
        elif isinstance(node, s.InRange):
            subject, low, high = (_interval(n, vocabulary, where) for n in (node.subject, node.low, node.high))
            above, below = _outcome(subject, "≥", low), _outcome(subject, "≤", high)
            within = False if False in (above, below) else above and below
            yield from _told(node, _despite_none(node, within, vocabulary))
        elif isinstance(node, s.AllOf):
            yield from _contradiction(node)


def _despite_none(node: s.Node, outcome: bool | None, vocabulary: Vocabulary) -> bool | None:
    """What is certain although a fact may be none: a comparison with none is false, and with `≠` true."""
    optional = any(
        isinstance(n, s.Name) and n.role in ("fact", "element fact") and vocabulary.facts[_declared(n)].optional
        for n in s.walk(node)
    )
    denied = isinstance(node, s.Compare) and "≠" in node.comparators
    return None if optional and outcome is not None and outcome is not denied else outcome


def _declared(node: s.Name) -> str:
    return f"{node.record}.{node.name.rpartition('.')[2]}" if node.record else node.name


def _told(node: s.Node, outcome: bool | None) -> Iterator[Diagnostic]:
    if outcome is not None and isinstance(node.at, Place):
        word = "true" if outcome else "false"
        yield Diagnostic(
            "R0216",
            f"this condition is always {word}",
            node.at,
            to_text(node),
            "the bounds declared in the vocabulary leave no other case: check the limit, or the bounds",
        )


def _outcome(one: Interval | None, comparator: str, other: Interval | None) -> bool | None:
    if one is None or other is None:
        return None
    if comparator in ("≥", ">"):
        return _outcome(other, "≤" if comparator == "≥" else "<", one)
    if comparator in ("=", "≠"):
        apart = _outcome(one, "<", other) or _outcome(other, "<", one)
        return (comparator == "≠") if apart else None
    (low, high), (other_low, other_high) = one, other
    strict = comparator == "<"
    if high is not None and other_low is not None and (high < other_low or (not strict and high == other_low)):
        return True
    if low is not None and other_high is not None and (low > other_high or (strict and low == other_high)):
        return False
    return None


def _interval(node: s.Node, vocabulary: Vocabulary, where: Mapping[str, s.Node]) -> Interval | None:
    match node:
        case s.Number():
            return node.value, node.value
        case s.PeriodLiteral() | s.DateLiteral():
            point = _point(node.value if isinstance(node, s.DateLiteral) else Period(node.months, node.days))
            return None if point is None else (point, point)
        case s.Name(role="local") if node.name in where and not isinstance(where[node.name], s.Name):
            return _interval(where[node.name], vocabulary, where)
        case s.Name(role="fact" | "element fact"):
            fact = vocabulary.facts[_declared(node)]
            if fact.at_least is None and fact.at_most is None:
                return None
            return _bound(fact.at_least), _bound(fact.at_most)
        case _:
            return None


def _bound(value: Value | None) -> Fraction | None:
    return None if value is None else _point(value)


def _point(value: Value) -> Fraction | None:
    if isinstance(value, Period):
        return None if value.months and value.days else Fraction(value.months or value.days)
    if isinstance(value, date):
        return Fraction(value.toordinal())
    return Fraction(value) if isinstance(value, int | Fraction) else None


# A limit and whether it lies itself within: `≤ 5` as (5, True), `< 5` as (5, False).
Limit = tuple[Fraction, bool]


def _contradiction(node: s.AllOf) -> Iterator[Diagnostic]:
    """Literal limits on one subject that leave nothing between them."""
    limits: dict[str, tuple[Limit | None, Limit | None]] = {}
    for part in node.operands:
        limit = _limit(part)
        if limit is None:
            continue
        subject, low, high = limit
        known_low, known_high = limits.get(subject, (None, None))
        low = max((x for x in (low, known_low) if x is not None), key=lambda x: (x[0], not x[1]), default=None)
        high = min((x for x in (high, known_high) if x is not None), default=None)
        limits[subject] = low, high
        if low is None or high is None or not isinstance(part.at, Place):
            continue
        if low[0] > high[0] or (low[0] == high[0] and not (low[1] and high[1])):
            yield Diagnostic(
                "R0216",
                "this condition is always false beside the others",
                part.at,
                to_text(part),
                f"together they leave no value for `{subject}`",
            )


def _limit(part: s.Node) -> tuple[str, Limit | None, Limit | None] | None:
    if isinstance(part, s.InRange):
        low, high = (_literal(n) for n in (part.low, part.high))
        return None if low is None or high is None else (to_text(part.subject), (low, True), (high, True))
    if isinstance(part, s.Compare) and len(part.operands) == 2:
        limit = _literal(part.operands[1])
        subject = to_text(part.operands[0])
        if limit is not None:
            match part.comparators[0]:
                case "≤" | "<" as sign:
                    return subject, None, (limit, sign == "≤")
                case "≥" | ">" as sign:
                    return subject, (limit, sign == "≥"), None
                case "=":
                    return subject, (limit, True), (limit, True)
    return None


def _literal(node: s.Node) -> Fraction | None:
    if not isinstance(node, s.Number | s.PeriodLiteral | s.DateLiteral):
        return None
    found = _interval(node, Vocabulary(), {})
    return found[0] if found is not None else None
