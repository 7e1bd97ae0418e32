"""Lists in SQL: ``any``, ``every``, ``no``, ``count of``, ``sum of``, ``largest``, by functions of lists."""

from abc import abstractmethod

from rulecheck.engine.sql import numbers, tree
from rulecheck.engine.sql.amounts import Amounts
from rulecheck.engine.sql.places import Place
from rulecheck.engine.sql.shapes import Day, Lasting, NotTranslated, Number, Shape, Valued, parts, unknown
from rulecheck.engine.sql.tree import Sql
from rulecheck.grammar import syntax as s
from rulecheck.grammar.data_classes import define

# A longer list is for the interpreter: its sum could leave SQL's whole numbers.
MOST_ELEMENTS = 1_000


@define
class Lists(Amounts):
    """Translates what is said of lists."""

    @abstractmethod
    def listed(self, source: str) -> Sql:
        """A list's column; NULL where no row gives it."""

    def quantified(self, node: s.Quantified, place: Place) -> Sql:
        """Whether a condition holds for any element, every, or none; unknown without the list."""
        source = self._list(node.source, place)
        inner = place.among(node.variable, node.source)
        test = self.judge(node.condition, inner)
        place.doubt(tree.some(source, node.variable, inner.doubtful()))
        if node.quantifier == "every":
            test = tree.negated(test)
        found = tree.some(source, node.variable, test)
        open_ = tree.some(source, node.variable, tree.is_null(test))
        any_ = tree.case([(tree.is_null(source), tree.NULL), (found, tree.TRUE), (open_, tree.NULL)], tree.FALSE)
        any_ = self.book.layers.bind(any_)
        return any_ if node.quantifier == "any" else tree.negated(any_)

    def counted(self, node: s.Count, place: Place) -> Number:
        """How many elements count; unknown where of one it is unknown."""
        source, unsure = self._where(node.source, node.variable, node.where, place)
        return Number(self.book.layers.bind(tree.case([(tree.negated(unsure), tree.count(source))])), 0, MOST_ELEMENTS)

    def gathered(self, node: s.Total, place: Place) -> Valued:
        """The sum of amounts, or the largest or smallest; of what there is none of, nothing."""
        source, unsure = self._where(node.source, node.variable, node.where, place)
        inner = place.among(node.variable, node.source)
        amount = self.compute(node.amount, inner)
        place.doubt(tree.some(source, node.variable, inner.doubtful()))
        if amount.none != tree.FALSE:
            source = tree.where(source, node.variable, tree.negated(amount.none))
        missing = tree.either([unsure, tree.is_null(source), tree.some(source, node.variable, unknown(amount.value))])
        missing = self.book.layers.bind(missing)
        if node.which == "sum":
            return Valued(self.book.bound(_sum(source, node.variable, amount.value, missing)))
        empty = self.book.layers.bind(
            tree.both([tree.negated(missing), tree.compared(tree.count(source), "=", tree.whole(0))])
        )
        return Valued(self.book.bound(_furthest(source, node, amount.value, missing)), empty)

    def _list(self, source: str, place: Place) -> Sql:
        found = self.listed(source)
        if found != tree.NULL:
            place.doubt(tree.compared(tree.count(found), ">", tree.whole(MOST_ELEMENTS)))
        return found

    def _where(self, name: str, variable: str, where: s.Node | None, place: Place) -> tuple[Sql, Sql]:
        """The elements that count, and whether that is unknown of any."""
        source = self._list(name, place)
        if where is None:
            return source, tree.is_null(source)
        inner = place.among(variable, name)
        test = self.judge(where, inner)
        place.doubt(tree.some(source, variable, inner.doubtful()))
        unsure = tree.either([tree.is_null(source), tree.some(source, variable, tree.is_null(test))])
        return tree.where(source, variable, test), self.book.layers.bind(unsure)


def _sum(source: Sql, variable: str, value: Shape, missing: Sql) -> Shape:
    if isinstance(value, Lasting):
        months, days = (_sum(source, variable, part, missing) for part in (value.months, value.days))
        assert isinstance(months, Number)
        assert isinstance(days, Number)
        return Lasting(months, days)
    if not isinstance(value, Number) or value.denominator is None:
        raise NotTranslated("a sum of other amounts")
    if value == numbers.constant(0):
        return Number(tree.case([(tree.negated(missing), tree.whole(0))]), 0, 0)
    amounts = tree.each(source, variable, tree.cast(value.above, "bigint"))
    total = tree.folded(amounts, tree.cast(tree.whole(0), "bigint"), tree.plus)
    low, high = min(0, value.low * MOST_ELEMENTS), max(0, value.high * MOST_ELEMENTS)
    return Number(tree.case([(tree.negated(missing), total)]), low, high, value.below, value.most_below)


def _furthest(source: Sql, node: s.Total, value: Shape, missing: Sql) -> Shape:
    """The largest or the smallest of amounts with one part that has their order."""
    part = value
    if isinstance(value, Lasting):
        months, days = value.months, value.days
        nothing = numbers.constant(0)
        part = days if months == nothing else months if days == nothing else value
    if not (isinstance(part, Day) or (isinstance(part, Number) and part.denominator is not None)):
        raise NotTranslated("the largest of other amounts")
    amounts = tree.each(source, node.variable, parts(part)[0])
    found = tree.case([(tree.negated(missing), tree.furthest(amounts, node.which))])
    if isinstance(part, Day):
        return Day(found)
    number = Number(found, part.low, part.high, part.below, part.most_below)
    if not isinstance(value, Lasting):
        return number
    return Lasting(value.months, number) if part == value.days else Lasting(number, value.days)
