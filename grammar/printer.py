"""Tree to text, in the one canonical spelling. Parsing what is printed gives the same tree again.

Every sentence of a trace starts from this text, so that it cannot say anything but what was evaluated.
"""

import re
from fractions import Fraction

from rulecheck.grammar import syntax as s

# How tightly each kind of node binds; an operand that binds less tightly than its place allows gets parentheses.
# CLOSED is what shows its own end: a number, a name, `min(a, b)`.
WHOLE, CHOICE, CONDITION, QUANTIFIED, NEGATION, COMPARISON = range(6)
SPAN, AMOUNT, SUM, PRODUCT, FACTOR, PRIMARY, CLOSED = range(6, 13)

_LEVELS: dict[type[s.Node], int] = {
    s.Clamp: WHOLE,
    s.If: CHOICE,
    s.Count: CHOICE,
    s.Total: CHOICE,
    s.AllOf: CONDITION,
    s.AnyOf: CONDITION,
    s.Not: NEGATION,
    s.Quantified: QUANTIFIED,
    s.Compare: COMPARISON,
    s.InRange: COMPARISON,
    s.IsOneOf: COMPARISON,
    s.IsNone: COMPARISON,
    s.Includes: COMPARISON,
    s.ProvisionStatus: COMPARISON,
    s.SpanOf: SPAN,
    s.Rounded: AMOUNT,
    s.Sum: SUM,
    s.Product: PRODUCT,
    s.Negative: FACTOR,
    s.Share: FACTOR,
    s.Shifted: FACTOR,
    s.Age: PRIMARY,
    s.LastDayFrom: PRIMARY,
    s.EndOf: PRIMARY,
    s.Overlap: PRIMARY,
    s.DaysIn: PRIMARY,
    s.CalendarPart: PRIMARY,
    s.NextWorkingDay: PRIMARY,
}
_SINGULAR = {
    "hours": "hour",
    "hours per week": "hour per week",
    "hours per day": "hour per day",
    "persons": "person",
}
# A text that ends in an amount: another amount written behind it could be taken for a part of it.
_ENDS_IN_AMOUNT = r"(?<![\w.])\d[\d,.-]*%?( [a-z]+){0,3}$"


def to_text(node: s.Node) -> str:
    """The canonical text of an expression."""
    return _Printer().visit(node, WHOLE)


def number_text(value: Fraction) -> str:
    """A number as the language writes it: thousands with commas, decimals where they end, else a quotient."""
    sign = "−" if value < 0 else ""
    value = abs(value)
    whole, rest = divmod(value.numerator, value.denominator)
    if rest == 0:
        return f"{sign}{whole:,}"
    digits = _decimals(value.denominator)
    if digits is None:
        return f"{sign}{value.numerator:,}/{value.denominator:,}"
    decimals = rest * 10**digits // value.denominator
    return f"{sign}{whole:,}.{decimals:0{digits}d}"


def period_text(months: int, days: int) -> str:
    """A period as the language writes it: ``1 year 8 months 10 days``."""
    years, rest = divmod(months, 12)
    parts = [(years, "year"), (rest, "month"), (days, "day")]
    words = [f"{count} {unit}{'' if count == 1 else 's'}" for count, unit in parts if count]
    return " ".join(words) or "0 days"


def _decimals(denominator: int) -> int | None:
    """How many decimals a fraction with this denominator has, or None when they never end."""
    twos = fives = 0
    while denominator % 2 == 0:
        denominator, twos = denominator // 2, twos + 1
    while denominator % 5 == 0:
        denominator, fives = denominator // 5, fives + 1
    return max(twos, fives) if denominator == 1 else None


class _Printer:
    def visit(self, node: s.Node, least: int) -> str:
        text: str = getattr(self, f"_{type(node).__name__}")(node)
        return f"({text})" if self._level(node) < least else text

    def _level(self, node: s.Node) -> int:
        # `not any m in list satisfies a` ends like the quantified condition in it.
        if isinstance(node, s.Not) and isinstance(node.operand, s.Not | s.Quantified):
            return self._level(node.operand)
        return _LEVELS.get(type(node), CLOSED)

    def _list(self, nodes: tuple[s.Node, ...], least: int, separator: str) -> str:
        return separator.join(self.visit(n, least) for n in nodes)

    def _Number(self, node: s.Number) -> str:
        if node.percent:
            return f"{number_text(node.value * 100)}%"
        unit = _SINGULAR.get(node.unit, node.unit) if node.value == 1 else node.unit
        return number_text(node.value) + (f" {unit}" if unit else "")

    def _PeriodLiteral(self, node: s.PeriodLiteral) -> str:
        return period_text(node.months, node.days)

    def _DateLiteral(self, node: s.DateLiteral) -> str:
        return node.value.isoformat()

    def _Truth(self, node: s.Truth) -> str:
        return "true" if node.value else "false"

    def _Text(self, node: s.Text) -> str:
        return f'"{node.value}"'

    def _Name(self, node: s.Name) -> str:
        return node.name

    def _ProvisionStatus(self, node: s.ProvisionStatus) -> str:
        return f"{node.provision} {'' if node.status == 'applies' else 'is '}{node.status}"

    def _Not(self, node: s.Not) -> str:
        return f"not {self.visit(node.operand, QUANTIFIED)}"

    def _AllOf(self, node: s.AllOf) -> str:
        return self._joined(node.operands, " and ")

    def _AnyOf(self, node: s.AnyOf) -> str:
        return self._joined(node.operands, " or ")

    def _joined(self, operands: tuple[s.Node, ...], word: str) -> str:
        return word.join([self.visit(n, NEGATION) for n in operands[:-1]] + [self.visit(operands[-1], QUANTIFIED)])

    def _Compare(self, node: s.Compare) -> str:
        last = node.operands[-1]
        if node.comparators in (("=",), ("≠",)) and isinstance(last, s.Truth):
            word = "is" if node.comparators == ("=",) else "is not"
            return f"{self.visit(node.operands[0], SPAN)} {word} {self._Truth(last)}"
        text = self.visit(node.operands[0], SPAN)
        for comparator, operand in zip(node.comparators, node.operands[1:], strict=True):
            text += f" {comparator} {self.visit(operand, SPAN)}"
        return text

    def _InRange(self, node: s.InRange) -> str:
        subject = self.visit(node.subject, SPAN)
        if re.search(_ENDS_IN_AMOUNT, subject):
            subject = f"({subject})"
        return f"{subject} {self.visit(node.low, CLOSED)}–{self.visit(node.high, CLOSED)}"

    def _IsOneOf(self, node: s.IsOneOf) -> str:
        subject = self.visit(node.subject, SPAN)
        if len(node.options) == 1:
            return f"{subject} is {'not ' if node.negated else ''}{node.options[0]}"
        return f"{subject} {'not ' if node.negated else ''}in {{{', '.join(node.options)}}}"

    def _IsNone(self, node: s.IsNone) -> str:
        return f"{self.visit(node.subject, SPAN)} is {'not ' if node.negated else ''}none"

    def _Includes(self, node: s.Includes) -> str:
        options = node.options[0] if len(node.options) == 1 else f"{{{', '.join(node.options)}}}"
        return f"{self.visit(node.subject, SPAN)} includes {options}"

    def _Quantified(self, node: s.Quantified) -> str:
        condition = self.visit(node.condition, QUANTIFIED)
        return f"{node.quantifier} {node.variable} in {node.source} satisfies {condition}"

    def _Sum(self, node: s.Sum) -> str:
        text = self.visit(node.terms[0], PRODUCT)
        for sign, term in zip(node.signs, node.terms[1:], strict=True):
            text += f" {sign} {self.visit(term, PRODUCT)}"
        return text

    def _Product(self, node: s.Product) -> str:
        text = self.visit(node.factors[0], FACTOR)
        for operator, factor in zip(node.operators, node.factors[1:], strict=True):
            text += f" {operator} {self.visit(factor, FACTOR)}"
        return text

    def _Negative(self, node: s.Negative) -> str:
        return f"−{self.visit(node.operand, FACTOR)}"

    def _Share(self, node: s.Share) -> str:
        return f"{number_text(node.value * 100)}% of {self.visit(node.of, FACTOR)}"

    def _Clamp(self, node: s.Clamp) -> str:
        text = self.visit(node.amount, AMOUNT)
        if node.floor is not None:
            text += f", at least {self.visit(node.floor, AMOUNT)}"
        if node.cap is not None:
            text += f", at most {self.visit(node.cap, AMOUNT)}"
        return text

    def _Extreme(self, node: s.Extreme) -> str:
        return f"{node.which}({self._list(node.operands, SPAN, ', ')})"

    def _Rounded(self, node: s.Rounded) -> str:
        step = self.visit(node.step, CLOSED)
        return f"{self.visit(node.amount, SUM)} rounded {node.direction} to {step}"

    def _If(self, node: s.If) -> str:
        then, condition = self.visit(node.then, CONDITION), self.visit(node.condition, CONDITION)
        return f"{then} if {condition} otherwise {self.visit(node.otherwise, CHOICE)}"

    def _where(self, where: s.Node | None) -> str:
        return "" if where is None else f" where {self.visit(where, QUANTIFIED)}"

    def _Count(self, node: s.Count) -> str:
        return f"count of {node.variable} in {node.source}{self._where(node.where)}"

    def _Total(self, node: s.Total) -> str:
        amount = self.visit(node.amount, AMOUNT)
        return f"{node.which} of {amount} for {node.variable} in {node.source}{self._where(node.where)}"

    def _Shifted(self, node: s.Shifted) -> str:
        return f"{self.visit(node.period, CLOSED)} {node.direction} {self.visit(node.day, FACTOR)}"

    def _LastDayFrom(self, node: s.LastDayFrom) -> str:
        return f"last day of {self.visit(node.period, CLOSED)} from {self.visit(node.day, FACTOR)}"

    def _SpanOf(self, node: s.SpanOf) -> str:
        word = "to" if node.inclusive else "until"
        return f"{self.visit(node.first, AMOUNT)} {word} {self.visit(node.end, AMOUNT)}"

    def _Overlap(self, node: s.Overlap) -> str:
        return f"overlap of {self.visit(node.one, FACTOR)} and {self.visit(node.other, FACTOR)}"

    def _EndOf(self, node: s.EndOf) -> str:
        return f"{node.which} day of {self.visit(node.span, FACTOR)}"

    def _DaysIn(self, node: s.DaysIn) -> str:
        return f"days in {self.visit(node.span, CLOSED)}"

    def _Age(self, node: s.Age) -> str:
        return f"age of {self.visit(node.born, FACTOR)} on {self.visit(node.on, FACTOR)}"

    def _CalendarPart(self, node: s.CalendarPart) -> str:
        return f"{node.which} of {self.visit(node.day, FACTOR)}"

    def _NextWorkingDay(self, node: s.NextWorkingDay) -> str:
        return f"next working day on or after {self.visit(node.day, FACTOR)}"
