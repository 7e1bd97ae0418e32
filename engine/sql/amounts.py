"""Amounts as SQL, construct by construct; what has no exact translation raises ``NotTranslated``."""

from abc import ABC, abstractmethod
from datetime import date
from fractions import Fraction

from sqlglot import exp

from rulecheck.engine.sql import days, numbers, tree
from rulecheck.engine.sql.places import Book, Place
from rulecheck.engine.sql.shapes import (
    Day,
    Lasting,
    NotTranslated,
    Number,
    Option,
    Shape,
    Stretch,
    Valued,
    Yes,
    chosen,
    parts,
)
from rulecheck.engine.sql.tree import Sql
from rulecheck.engine.values import Period, Value, exact
from rulecheck.grammar import syntax as s
from rulecheck.grammar.data_classes import define


@define
class Amounts(ABC):
    """Translates amounts. Conditions and names are its other halves."""

    book: Book

    @abstractmethod
    def judge(self, node: s.Node, place: Place) -> Sql:
        """A condition as SQL."""

    @abstractmethod
    def name(self, node: s.Name, place: Place) -> Valued:
        """What a name stands for."""

    @abstractmethod
    def counted(self, node: s.Count, place: Place) -> Number:
        """How many elements of a list count."""

    @abstractmethod
    def gathered(self, node: s.Total, place: Place) -> Valued:
        """The sum of amounts of a list, or the largest or smallest."""

    def compute(self, node: s.Node, place: Place) -> Valued:
        """An amount, of which there may be none."""
        if isinstance(node, s.Name):
            return self.name(node, place)
        if isinstance(node, s.If):
            return self._if(node, place)
        if isinstance(node, s.Total):
            return self.gathered(node, place)
        return Valued(self.value(node, place))

    def value(self, node: s.Node, place: Place) -> Shape:
        """An amount that must be there: a row where there is none of it is doubtful."""
        match node:
            case s.Number():
                return numbers.constant(exact(node.value))
            case s.DateLiteral():
                return Day(tree.day(node.value))
            case s.PeriodLiteral():
                return constant(Period(node.months, node.days))
            case s.Truth():
                return Yes(tree.truth(node.value))
            case s.Text():
                return Option(tree.text(node.value))
            case s.Name() | s.If() | s.Total():
                found = self.compute(node, place)
                place.doubt(found.none)
                return found.value
            case s.Sum():
                return self._sum(node, place)
            case s.Product():
                return self._product(node, place)
            case s.Negative():
                return self._added(constant(0), self.value(node.operand, place), -1)
            case s.Share():
                return numbers.multiplied(numbers.constant(node.value), self.number(node.of, place))
            case s.Clamp():
                amount = self.value(node.amount, place)
                if node.floor is not None:
                    amount = self.kept(amount, self.value(node.floor, place), "<", place)
                return amount if node.cap is None else self.kept(amount, self.value(node.cap, place), ">", place)
            case s.Extreme():
                beyond = ">" if node.which in ("min", "earliest") else "<"
                result = self.value(node.operands[0], place)
                for operand in node.operands[1:]:
                    result = self.kept(result, self.value(operand, place), beyond, place)
                return result
            case s.Rounded():
                amount = self._bound_number(self.number(node.amount, place))
                return self._named(numbers.rounded(amount, self.number(node.step, place), node.direction))
        if isinstance(node, s.AllOf | s.AnyOf | s.Not | s.Compare | s.InRange | s.IsOneOf | s.IsNone | s.Includes):
            return Yes(self.judge(node, place))
        if isinstance(node, s.Quantified):
            return Yes(self.judge(node, place))
        if isinstance(node, s.Count):
            return self.counted(node, place)
        return self._of_days(node, place)

    def _of_days(self, node: s.Node, place: Place) -> Shape:
        match node:
            case s.Shifted():
                period, day = self.lasting(node.period, place), self.day(node.day, place)
                move = days.after if node.direction == "after" else days.before
                return self._inside(move(day, period), place)
            case s.LastDayFrom():
                return self._inside(days.last_day(self.day(node.day, place), self.lasting(node.period, place)), place)
            case s.SpanOf():
                first, end = self.day(node.first, place), self.day(node.end, place)
                if not node.inclusive:
                    one = Lasting(_whole(0), _whole(1))
                    moved = self._inside(days.before(end, one), place)
                    end = moved.at
                return Stretch(first, end)
            case s.Overlap():
                return self._overlap(node, place)
            case s.EndOf():
                span = self.stretch(node.span, place)
                place.doubt(tree.compared(span.last, "<", span.first))
                return Day(span.first if node.which == "first" else span.last)
            case s.DaysIn():
                return Lasting(_whole(0), days.days_in(self.stretch(node.span, place)))
            case s.Age():
                return self._named(days.age(self.day(node.born, place), self.day(node.on, place)))
            case s.CalendarPart():
                found = days.part(self.day(node.day, place), node.which)
                return Lasting(_whole(0), found) if node.which == "days in month" else found
            case s.NextWorkingDay():
                book = self.book.rulebook
                worked = days.next_working_day(self.day(node.day, place), book.holidays, book.days_off)
                return self._inside(worked, place)
        raise NotTranslated(type(node).__name__)

    def _overlap(self, node: s.Overlap, place: Place) -> Stretch:
        one, other = self.stretch(node.one, place), self.stretch(node.other, place)
        first = self.kept(Day(one.first), Day(other.first), "<", place)
        last = self.kept(Day(one.last), Day(other.last), ">", place)
        assert isinstance(first, Day)
        assert isinstance(last, Day)
        return Stretch(first.at, last.at)

    def number(self, node: s.Node, place: Place) -> Number:
        """An amount that is a number; a period counts as its number of days or months."""
        return as_number(self.value(node, place))

    def lasting(self, node: s.Node, place: Place) -> Lasting:
        """An amount that is a period."""
        found = self.value(node, place)
        if not isinstance(found, Lasting):
            raise NotTranslated("a period of another kind")
        return found

    def day(self, node: s.Node, place: Place) -> Sql:
        """An amount that is a date, as a column."""
        found = self.value(node, place)
        if not isinstance(found, Day):
            raise NotTranslated("a date of another kind")
        return self.book.layers.bind(found.at)

    def stretch(self, node: s.Node, place: Place) -> Stretch:
        """An amount that is a span of days, in columns."""
        found = self.book.bound(self.value(node, place))
        if not isinstance(found, Stretch):
            raise NotTranslated("a span of another kind")
        return found

    @abstractmethod
    def holds(self, one: Shape, comparator: str, other: Shape, place: Place) -> Sql:
        """Whether a comparison holds."""

    def kept(self, value: Shape, limit: Shape, beyond: str, place: Place) -> Shape:
        """The value, or the limit where it lies beyond it; unknown where that is."""
        value, limit = self.book.bound(value), self.book.bound(limit)
        outside = self.book.layers.bind(self.holds(value, beyond, limit, place))
        # A constant is known: then the comparison is unknown only where the value is.
        inside = tree.TRUE if all(isinstance(part, exp.Literal) for part in parts(limit)) else tree.negated(outside)
        found = chosen([(outside, limit), (inside, value)])
        if isinstance(found, Number) and isinstance(value, Number) and isinstance(limit, Number):
            found = _narrowed(found, value, limit, beyond)
        return self.book.bound(found)

    def _if(self, node: s.If, place: Place) -> Valued:
        truth = self.book.layers.bind(self.judge(node.condition, place))
        at_then, at_otherwise = place.within(), place.within()
        then, otherwise = self.compute(node.then, at_then), self.compute(node.otherwise, at_otherwise)
        place.doubt(tree.both([tree.negated(tree.is_false(truth)), at_then.doubtful()]))
        place.doubt(tree.both([tree.negated(tree.is_true(truth)), at_otherwise.doubtful()]))
        one, other = self.book.bound(then.value), self.book.bound(otherwise.value)
        same = self.holds(one, "=", other, place) if not isinstance(one, Stretch) else tree.NULL
        value = chosen([(truth, one), (tree.negated(truth), other), (tree.known(same), one)])
        none = tree.case([(truth, then.none), (tree.negated(truth), otherwise.none)], tree.FALSE)
        maybe = tree.both([tree.is_null(truth), tree.either([then.none, otherwise.none])])
        place.doubt(maybe)
        return Valued(self.book.bound(value), none)

    def _sum(self, node: s.Sum, place: Place) -> Shape:
        terms = [self.value(term, place) for term in node.terms]
        result = terms[0]
        for sign, term in zip(node.signs, terms[1:], strict=True):
            result = self._added(result, term, 1 if sign == "+" else -1)
        return result

    def _added(self, one: Shape, other: Shape, sign: int) -> Shape:
        if isinstance(other, Lasting) and not isinstance(one, Lasting):
            one = constant(Period())
        if isinstance(one, Lasting) and isinstance(other, Lasting):
            months = numbers.added(one.months, other.months, sign)
            return Lasting(months, numbers.added(one.days, other.days, sign))
        return numbers.added(as_number(one), as_number(other), sign)

    def _product(self, node: s.Product, place: Place) -> Shape:
        factors = [self.value(factor, place) for factor in node.factors]
        result = factors[0]
        for i, (operator, factor) in enumerate(zip(node.operators, factors[1:], strict=True), start=1):
            if operator == "÷":
                inverse, zero = numbers.reciprocal(self._bound_number(as_number(factor)))
                place.doubt(zero)
                result = numbers.multiplied(as_number(result), inverse)
            elif i == 1 and isinstance(factor, Lasting) and _is_bare(node.factors[0]):
                result = _times(factor, as_number(result))
            elif i == 1 and isinstance(result, Lasting) and _is_bare(node.factors[1]):
                result = _times(result, as_number(factor))
            else:
                result = numbers.multiplied(as_number(result), as_number(factor))
        return result

    def _bound_number(self, number: Number) -> Number:
        found = self.book.bound(number)
        assert isinstance(found, Number)
        return found

    def _named(self, number: Number) -> Number:
        return self._bound_number(number)

    def _inside(self, found: tuple[Sql, Sql], place: Place) -> Day:
        day = self.book.layers.bind(found[0])
        place.doubt(found[1])
        return Day(day)


def constant(value: Value) -> Shape:
    """A value of the rules."""
    match value:
        case bool():
            return Yes(tree.truth(value))
        case date():
            return Day(tree.day(value))
        case Period():
            return Lasting(_whole(value.months), _whole(value.days))
        case str():
            return Option(tree.text(value))
        case frozenset():
            raise NotTranslated("a set of options in the rules")
    if isinstance(value, int | Fraction):
        return numbers.constant(value)
    raise NotTranslated("a value of the rules")


def as_number(value: Shape) -> Number:
    """A value as a number, as ``values.number``: a period's days, or its months where it has no days."""
    if isinstance(value, Number):
        return value
    if isinstance(value, Lasting):
        if (value.months.low, value.months.high) == (0, 0):
            return value.days
        if (value.days.low, value.days.high) == (0, 0):
            return value.months
    raise NotTranslated("a number of another kind")


def _whole(value: int) -> Number:
    return numbers.constant(value)


def _times(period: Lasting, factor: Number) -> Lasting:
    return Lasting(numbers.multiplied(period.months, factor), numbers.multiplied(period.days, factor))


def _narrowed(found: Number, value: Number, limit: Number, beyond: str) -> Number:
    """The bounds that a floor or a cap gives, where it is over the same denominator."""
    if found.denominator is None or value.denominator is None or limit.denominator is None:
        return found
    of_value, of_limit = found.denominator // value.denominator, found.denominator // limit.denominator
    low, high = value.low * of_value, value.high * of_value
    least, most = limit.low * of_limit, limit.high * of_limit
    if beyond == "<":
        low, high = max(low, least), max(high, most)
    else:
        low, high = min(low, least), min(high, most)
    return Number(found.above, low, high, found.below, found.most_below)


def _is_bare(node: s.Node) -> bool:
    return isinstance(node, s.Number) and not node.unit and node.value.denominator == 1
