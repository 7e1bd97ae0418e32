"""What an address or an expression is declared as: the unit that an amount in a trace is measured in.

Everything here speaks of a checked rulebook: names have their roles, and units agree.
"""

from collections.abc import Mapping

from rulecheck.engine.types import (
    BOOLEAN,
    DATE,
    INTEGER,
    MEASURES,
    MIXED,
    NUMBER,
    SPAN,
    TEXT,
    WRONG,
    ListType,
    PeriodType,
    Quantity,
    Type,
    money,
    times,
)
from rulecheck.engine.vocabulary import Conclusion, Fact, Figure, Vocabulary
from rulecheck.grammar import syntax as s

_DAY = Quantity("days", (("day", 1),))


def declared_name(vocabulary: Vocabulary, address: str) -> str:
    """The name under which an address is declared: ``claimed_month.first_day`` for ``claim.months[2].first_day``."""
    element, _, last = address.rpartition(".")
    if not element.endswith("]"):
        return address
    listed = vocabulary.facts.get(element.rpartition("[")[0])
    record = listed.type.record if listed is not None and isinstance(listed.type, ListType) else ""
    return f"{record}.{last}" if record else address


def declared(vocabulary: Vocabulary, address: str) -> Fact | Conclusion | Figure | None:
    """The fact, conclusion or figure that an address or a name stands for; None for a local amount."""
    name = declared_name(vocabulary, address)
    return vocabulary.facts.get(name) or vocabulary.conclusions.get(name) or vocabulary.figures.get(name)


def element_of(address: str) -> tuple[str, int] | None:
    """The list and the number of the element that an address lies in; None outside of lists."""
    source, bracket, rest = address.rpartition("[")
    return (source, int(rest.partition("]")[0])) if bracket else None


def type_of(node: s.Node, vocabulary: Vocabulary, where: Mapping[str, s.Node]) -> Type:
    """The type of an expression; ``where`` holds the local amounts that it may name."""
    match node:
        case s.Number():
            return _unit(node)
        case s.PeriodLiteral() | s.DaysIn():
            return MIXED
        case s.DateLiteral() | s.Shifted() | s.LastDayFrom() | s.EndOf() | s.NextWorkingDay():
            return DATE
        case s.SpanOf() | s.Overlap():
            return SPAN
        case s.Text():
            return TEXT
        case s.Name():
            return _named(node, vocabulary, where)
        case s.Product():
            return _product(node, vocabulary, where)
        case s.Age() | s.Count():
            return INTEGER
        case s.CalendarPart():
            return MIXED if node.which == "days in month" else INTEGER
    same = _measured_like(node)
    return BOOLEAN if same is None else type_of(same, vocabulary, where)


def _measured_like(node: s.Node) -> s.Node | None:
    """The part of an amount whose unit is the unit of the whole."""
    match node:
        case s.Sum():
            return node.terms[0]
        case s.Extreme():
            return node.operands[0]
        case s.Negative():
            return node.operand
        case s.Share():
            return node.of
        case s.Clamp() | s.Rounded() | s.Total():
            return node.amount
        case s.If():
            return node.then
    return None


def _unit(node: s.Number) -> Type:
    if not node.unit:
        return NUMBER if node.percent or node.value.denominator != 1 else INTEGER
    return MEASURES.get(node.unit) or money(node.unit)


def _named(node: s.Name, vocabulary: Vocabulary, where: Mapping[str, s.Node]) -> Type:
    if node.role == "local":
        return type_of(where[node.name], vocabulary, where) if node.name in where else WRONG
    name = f"{node.record}.{node.name.rpartition('.')[2]}" if node.record else node.name
    found = declared(vocabulary, name)
    return WRONG if found is None else found.type


def _product(node: s.Product, vocabulary: Vocabulary, where: Mapping[str, s.Node]) -> Type:
    types = [type_of(factor, vocabulary, where) for factor in node.factors]
    result = types[0]
    for operator, found in zip(node.operators, types[1:], strict=True):
        if isinstance(found, PeriodType) and isinstance(result, Quantity) and not result.dimension:
            result = found if operator == "×" else result
            continue
        if isinstance(result, PeriodType) and isinstance(found, Quantity) and not found.dimension:
            continue
        one, other = (_DAY if isinstance(t, PeriodType) else t for t in (result, found))
        if not (isinstance(one, Quantity) and isinstance(other, Quantity)):
            return WRONG
        result = times(one, other, 1 if operator == "×" else -1)
    return MIXED if result == _DAY else result
