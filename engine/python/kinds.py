"""What is known of values before any is there: their classes, and so which operators may be Python's own.

The class of a name stands in ``Writer.kinds``. Two classes, ``Days`` and ``Months``, tell more of a period than
``Period``: that it has days alone, or months alone. Where code is generated for cases of any shape, nothing is known
of facts.
"""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from rulecheck.engine.python.writer import Days, Months, Number, Writer
from rulecheck.engine.values import Period, Span
from rulecheck.grammar import syntax as s

_NUMBERS = (int, Fraction, Number)
_DATED = (Months, date), (Days, date), (Period, date)
# Classes that adding, subtracting, and taking the larger do not leave.
_CLOSED = (int, date, Days, Months)
_ARITHMETIC = (s.Sum, s.Extreme, s.Clamp, s.Product, s.Share, s.Rounded)
# The class of what a construct gives for operands of certain classes.
_RESULTS: dict[type[s.Node], tuple[tuple[tuple[type, ...], ...], type]] = {
    s.Shifted: (_DATED, date),
    s.LastDayFrom: (_DATED, date),
    s.SpanOf: (((date, date),), Span),
    s.Overlap: (((Span, Span),), Span),
    s.DaysIn: (((Span,),), Days),
    s.Age: (((date, date),), int),
    s.CalendarPart: (((date,),), int),
    s.NextWorkingDay: (((date,),), date),
    s.Negative: (((int,),), int),
}


def is_absent(*texts: str) -> bool:
    """Whether one of these is known to be no value."""
    return any(text in ("NONE", "UNKNOWN") for text in texts)


def common_kind(kinds: Sequence[type | None]) -> type | None:
    """The class of a value that is of one of these."""
    if len(set(kinds)) == 1:
        return kinds[0]
    return Number if kinds and all(kind in _NUMBERS for kind in kinds) else None


def in_order(writer: Writer, a: str, b: str) -> tuple[str, str] | None:
    """Python for two values that Python's own operators compare; None where that is not known."""
    one, other = writer.kind(a), writer.kind(b)
    if (one in _NUMBERS and other in _NUMBERS) or one is other is date:
        return a, b
    if one is other is Days:
        return f"{a}.days", f"{b}.days"
    if one is other is Months:
        return f"{a}.months", f"{b}.months"
    return None


def most_bits(writer: Writer, values: Sequence[str], grows: bool) -> int | None:
    """The most bits of a result of whole operands; ``grows`` where they are added or multiplied."""
    sizes: list[int] = []
    for value in values:
        bits = writer.bits(value) if value != "None" else 0
        if bits is None or writer.kind(value) not in (int, Number, None):
            return None
        sizes.append(bits)
    return sum(sizes) + len(sizes) if grows else max(sizes)


def direct(writer: Writer, node: s.Node, values: Sequence[str]) -> str | None:
    """Python that computes a construct without asking of what class its operands are; None where that is not known."""
    kinds = tuple(writer.kind(value) for value in values)
    if type(node) in _RESULTS and kinds in _RESULTS[type(node)][0]:
        match node:
            case s.Shifted():
                return f"{node.direction}({values[1]}, {values[0]})"
            case s.LastDayFrom():
                return f"last_day({values[1]}, {values[0]})"
            case s.Age():
                return f"completed_years({values[0]}, {values[1]})"
            case s.CalendarPart() if node.which != "days in month":
                return f"{values[0]}.{node.which}"
            case s.SpanOf() if node.inclusive:
                return f"Span({values[0]}, {values[1]})"
    if isinstance(node, s.Sum) and kinds[0] in (Days, Months) and len(set(kinds)) == 1:
        part, head = ("days", "0, ") if kinds[0] is Days else ("months", "")
        signs = ["", *(" + " if sign == "+" else " - " for sign in node.signs)]
        return f"Period({head}{''.join(f'{sign}{v}.{part}' for sign, v in zip(signs, values, strict=True))})"
    return multiplied(writer, node, values) if isinstance(node, s.Product) else None


def multiplied(writer: Writer, node: s.Product, values: Sequence[str]) -> str | None:
    """Python for a period of days alone or of months alone, taken so many times; None for other products."""
    kinds = [writer.kind(value) for value in values]
    first, _ = node.factors[:2]
    bare = isinstance(first, s.Number) and not first.unit and values[0].isdigit()
    if len(values) != 2 or node.operators != ("×",) or not bare or kinds[1] not in (Days, Months):
        return None
    return (
        f"Period(0, {values[0]} * {values[1]}.days)"
        if kinds[1] is Days
        else f"Period({values[0]} * {values[1]}.months)"
    )


def mark_result(writer: Writer, node: s.Node, values: list[str], result: str) -> None:
    """Notes the class of what a construct gives, where it follows from those of its operands."""
    values = [value for value in values if value != "None"]
    kinds = tuple(writer.kind(value) for value in values)
    known = _RESULTS.get(type(node))
    if known is not None and kinds in known[0]:
        writer.kinds[result] = Days if isinstance(node, s.CalendarPart) and node.which == "days in month" else known[1]
    elif isinstance(node, s.Product) and multiplied(writer, node, values) is not None:
        writer.kinds[result] = Months if Months in kinds else Days
    elif isinstance(node, s.Sum | s.Extreme | s.Clamp) and kinds[0] in _CLOSED and len(set(kinds)) == 1:
        writer.kinds[result] = kinds[0]
    elif isinstance(node, _ARITHMETIC) and all(kind in _NUMBERS for kind in kinds):
        writer.kinds.setdefault(result, Number)
    if isinstance(node, s.Extreme | s.Clamp):
        bits = most_bits(writer, values, grows=False)
        if bits is not None:
            writer.sizes[result] = bits
