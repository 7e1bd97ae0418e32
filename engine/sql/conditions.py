"""Conditions as SQL: true, false, or NULL for what is unknown."""

from abc import abstractmethod

from rulecheck.engine.sql import days, numbers, periods, tree
from rulecheck.engine.sql.lists import Lists
from rulecheck.engine.sql.places import Place
from rulecheck.engine.sql.shapes import (
    Day,
    Lasting,
    NotTranslated,
    Number,
    Option,
    Options,
    Shape,
    Stretch,
    Valued,
    Yes,
    unknown,
)
from rulecheck.engine.sql.tree import Sql
from rulecheck.grammar import syntax as s


class Conditions(Lists):
    """Translates conditions."""

    def judge(self, node: s.Node, place: Place) -> Sql:
        """A condition; one that is not translated is unknown and doubtful."""
        try:
            return self._judge(node, place)
        except NotTranslated:
            place.doubt(tree.TRUE)
            return tree.NULL

    def _joined(self, node: s.AllOf | s.AnyOf, place: Place) -> Sql:
        """Parts are looked at, and may be doubtful, until one settles the whole."""
        join, settles = (tree.both, tree.is_false) if isinstance(node, s.AllOf) else (tree.either, tree.is_true)
        found: list[Sql] = []
        for operand in node.operands:
            looking = place.within()
            part = self.book.layers.bind(self.judge(operand, looking))
            place.doubt(tree.both([looking.doubtful(), tree.negated(tree.either(settles(each) for each in found))]))
            found.append(part)
        return join(found)

    def _judge(self, node: s.Node, place: Place) -> Sql:
        match node:
            case s.AllOf() | s.AnyOf():
                return self._joined(node, place)
            case s.Quantified():
                return self.quantified(node, place)
            case s.Not():
                return tree.negated(self.judge(node.operand, place))
            case s.Compare():
                return self._compare(node, place)
            case s.InRange():
                subject = self._operand(node.subject, place)
                low, high = self._operand(node.low, place), self._operand(node.high, place)
                return tree.both([self._link(subject, "≥", low, place), self._link(subject, "≤", high, place)])
            case s.IsOneOf():
                return self._is_one_of(node, place)
            case s.Includes():
                return self._includes(node, place)
            case s.IsNone():
                found = self.compute(node.subject, place)
                absent = tree.case([(found.none, tree.TRUE), (unknown(found.value), tree.NULL)], tree.FALSE)
                return tree.negated(absent) if node.negated else absent
            case s.ProvisionStatus():
                return self.status(node, place)
        found = self.compute(node, place)
        if not isinstance(found.value, Yes):
            raise NotTranslated(f"the condition {type(node).__name__}")
        place.doubt(found.none)
        return found.value.holds

    @abstractmethod
    def status(self, node: s.ProvisionStatus, place: Place) -> Sql:
        """Whether a provision applies, is owed, fulfilled or breached."""

    def _compare(self, node: s.Compare, place: Place) -> Sql:
        operands = [self._operand(operand, place) for operand in node.operands]
        links = zip(operands, node.comparators, operands[1:], strict=False)
        return tree.both([self._link(one, comparator, other, place) for one, comparator, other in links])

    def _operand(self, node: s.Node, place: Place) -> Valued:
        found = self.compute(node, place)
        return Valued(self.book.bound(found.value), found.none)

    def _link(self, one: Valued, comparator: str, other: Valued, place: Place) -> Sql:
        """A comparison; with what there is none of, false (``≠``: true), once the other operand is known."""
        found = self.holds(one.value, comparator, other.value, place)
        absent = tree.either([one.none, other.none])
        if absent == tree.FALSE:
            return found
        unknown_one = tree.both([unknown(one.value), tree.negated(one.none)])
        unknown_other = tree.both([unknown(other.value), tree.negated(other.none)])
        missing = tree.either([unknown_one, unknown_other])
        return tree.case([(missing, tree.NULL), (absent, tree.truth(comparator == "≠"))], found)

    def holds(self, one: Shape, comparator: str, other: Shape, place: Place) -> Sql:
        """A comparison of what there is, as ``comparison.holds``."""
        if isinstance(one, Number) and isinstance(other, Number):
            return numbers.compared(one, comparator, other)
        if isinstance(one, Day) and isinstance(other, Day):
            return tree.compared(one.at, comparator, other.at)
        if isinstance(one, Lasting) and isinstance(other, Lasting):
            return periods.compared(one, comparator, other, place)
        if isinstance(one, Stretch) and isinstance(other, Lasting):
            return tree.compared(days.compared(one, other), comparator, tree.whole(0))
        if isinstance(one, Lasting) and isinstance(other, Stretch):
            turned = {"<": ">", "≤": "≥", "≥": "≤", ">": "<"}.get(comparator, comparator)
            return self.holds(other, turned, one, place)
        if isinstance(one, Option) and isinstance(other, Option) and comparator in "=≠":
            return tree.compared(one.name, comparator, other.name)
        if isinstance(one, Yes) and isinstance(other, Yes) and comparator in "=≠":
            return tree.compared(one.holds, comparator, other.holds)
        raise NotTranslated(f"a comparison of {type(one).__name__} and {type(other).__name__}")

    def _is_one_of(self, node: s.IsOneOf, place: Place) -> Sql:
        found = self.compute(node.subject, place)
        if not isinstance(found.value, Option):
            raise NotTranslated("an option of another kind")
        name = self.book.layers.bind(found.value.name)
        test = tree.either(tree.compared(name, "=", tree.text(option)) for option in node.options)
        held = tree.case([(found.none, tree.FALSE)], test) if found.none != tree.FALSE else test
        return tree.negated(held) if node.negated else held

    def _includes(self, node: s.Includes, place: Place) -> Sql:
        found = self.compute(node.subject, place)
        if not isinstance(found.value, Options):
            raise NotTranslated("options of another kind")
        given = dict(found.value.given)
        test = tree.both(given.get(option, tree.FALSE) for option in node.options)
        return tree.case([(found.none, tree.FALSE)], test) if found.none != tree.FALSE else test
