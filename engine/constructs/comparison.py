"""``a ≤ b``, chains ``15 ≤ hours ≤ 35`` and ranges ``hours 15–35``.

A span compares with a period by anchoring the period at the span's first day, never by dividing days. A comparison
with an optional fact that the case says there is none of is false (``≠`` is true).
"""

from fractions import Fraction

from rulecheck.engine.constructs.base import Checking, Evaluating, Scope
from rulecheck.engine.ordering import holds
from rulecheck.engine.trace import Step, Truth
from rulecheck.engine.types import (
    BOOLEAN,
    DAYS,
    INTEGER,
    SPAN,
    TEXT,
    WRONG,
    ChoiceType,
    PeriodType,
    Quantity,
    Type,
    described,
    same,
)
from rulecheck.grammar import syntax as s
from rulecheck.grammar.printer import to_text


def check_compare(node: s.Compare, checking: Checking) -> Type:
    """Each neighbouring pair must be comparable; order is for what has one."""
    types = [checking.type_of(operand) for operand in node.operands]
    for i, comparator in enumerate(node.comparators):
        _comparable(checking, node.operands[i], types[i], node.operands[i + 1], types[i + 1], comparator)
    return BOOLEAN


def judge_compare(node: s.Compare, run: Evaluating, scope: Scope) -> Step:
    """True when every link of the chain holds; false as soon as one fails; unknown when one is."""
    values = tuple(run.compute(operand, scope) for operand in node.operands)
    truth: Truth = True
    for i, comparator in enumerate(node.comparators):
        link = holds(values[i], comparator, values[i + 1])
        if link is False:
            truth = False
            break
        if link == "unknown":
            truth = "unknown"
    return Step(node, truth, operands=values)


def check_range(node: s.InRange, checking: Checking) -> Type:
    """The ends must be comparable with the subject, and in order."""
    subject = checking.type_of(node.subject)
    low, high = checking.type_of(node.low), checking.type_of(node.high)
    if isinstance(node.low, s.Number) and not node.low.unit and high != WRONG and isinstance(high, Quantity):
        low = high  # `5–10 hours`: the unit stands once
    _comparable(checking, node.subject, subject, node.low, low, "≤")
    _comparable(checking, node.subject, subject, node.high, high, "≤")
    if _literal(node.low) > _literal(node.high):
        checking.report(
            "R0213",
            node.low,
            "the range is empty: its lower end is above its upper end",
            "write the smaller end first",
        )
    return BOOLEAN


def judge_range(node: s.InRange, run: Evaluating, scope: Scope) -> Step:
    """Both ends are in the range."""
    subject, low, high = (run.compute(n, scope) for n in (node.subject, node.low, node.high))
    links = (holds(subject, "≥", low), holds(subject, "≤", high))
    truth: Truth = False if False in links else "unknown" if "unknown" in links else True
    return Step(node, truth, operands=(subject, low, high))


def _comparable(checking: Checking, a: s.Node, ta: Type, b: s.Node, tb: Type, comparator: str) -> None:
    if WRONG in (ta, tb):
        return
    if comparator not in ("=", "≠") and (isinstance(ta, ChoiceType) or ta in (TEXT, BOOLEAN)):
        checking.report(
            "R0214",
            a,
            f"`{comparator}` needs an order, and {described(ta)} has none",
            "compare with `=`, or with `is` for a choice",
        )
        return
    if _unit_missing(checking, a, tb) or _unit_missing(checking, b, ta):
        return
    if SPAN in (ta, tb):
        if not (isinstance(ta, PeriodType) or isinstance(tb, PeriodType)):
            other = b if ta == SPAN else a
            checking.report(
                "R0204",
                other,
                f"a span of days is compared with {described(tb if ta == SPAN else ta)}",
                "compare it with a period such as `6 months`, or count it with `days in (…)`",
            )
        return
    if isinstance(ta, PeriodType) and isinstance(tb, PeriodType):
        if "mixed" not in (ta.kind, tb.kind) and ta.kind != tb.kind and not _zero(a) and not _zero(b):
            checking.report(
                "R0203",
                b,
                f"{ta} are compared with {tb}; a month has no fixed number of days",
                "anchor them in the calendar: compare a span (`A until B`) with the period, or dates",
            )
        return
    if same(ta, tb):
        return
    if isinstance(ta, Quantity) and isinstance(tb, Quantity) and (_bare(a) or _bare(b)):
        return  # `hours 15–35`: only one unit can be meant
    hint = ""
    if {type(a), type(b)} & {s.PeriodLiteral} and INTEGER in (ta, tb):
        hint = "an age counts completed years: write it without a unit, `age ≤ 8`"
    for choice, text, kind in ((a, b, ta), (b, a, tb)):
        if isinstance(kind, ChoiceType) and isinstance(text, s.Text):
            hint = f"write `{to_text(choice)} {'includes' if kind.several else 'is'} {text.value}`"
    checking.report("R0204", b, f"{described(ta)} is compared with {described(tb)}", hint)


def _unit_missing(checking: Checking, node: s.Node, other: Type) -> bool:
    """Reports a bare number where more than one unit could be meant."""
    unit = ""
    if isinstance(other, PeriodType) or other == SPAN:
        unit = "days" if other == DAYS else "months"
    elif other == checking.currency:
        unit = other.word
    if not unit or not isinstance(node, s.Number) or not _bare(node):
        return False
    lengths = other == SPAN or (isinstance(other, PeriodType) and other.kind == "mixed")
    meant = "a length of time is" if lengths else f"{other} are"
    hint = f"write the unit: `{_shown(node)} {unit}`"
    checking.report("R0202", node, f"`{_shown(node)}` has no unit, and {meant} meant", hint)
    return True


def _bare(node: s.Node) -> bool:
    return isinstance(node, s.Number) and not node.unit and not node.percent


def _shown(literal: s.Number) -> str:
    return f"{literal.value.numerator:,}" if literal.value.denominator == 1 else str(literal.value)


def _zero(node: s.Node) -> bool:
    return isinstance(node, s.PeriodLiteral) and node.months == node.days == 0


def _literal(node: s.Node) -> Fraction:
    """A number by which literals of one type can be ordered; 0 for dates and anything else."""
    if isinstance(node, s.Number):
        return node.value
    if isinstance(node, s.PeriodLiteral):
        return Fraction(node.months * 31 + node.days)
    if isinstance(node, s.DateLiteral):
        return Fraction(node.value.toordinal())
    return Fraction(0)
