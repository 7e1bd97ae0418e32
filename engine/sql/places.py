"""Where an expression stands while it is translated: what names mean there, and what makes a row doubtful."""

from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.sql import tree
from rulecheck.engine.sql.layers import Layers
from rulecheck.engine.sql.shapes import Shape, Valued, rebuilt
from rulecheck.engine.sql.tree import Sql
from rulecheck.grammar import syntax as s
from rulecheck.grammar.data_classes import Factory, define, evolve


@define
class Place:
    """The local amounts in sight, the day by which figures are looked up, and the lists of the elements spoken of.

    ``doubts`` are truths: where one is true (not NULL), the interpreter would meet a problem, or may.
    """

    where: dict[str, s.Node]
    day: Sql
    elements: dict[str, str] = Factory(dict)
    locals: dict[str, tuple[Valued, tuple[Sql, ...]]] = Factory(dict)
    doubts: list[Sql] = Factory(list)

    def doubt(self, when: Sql) -> None:
        """Hands a row over where this is true."""
        if when != tree.FALSE:
            self.doubts.append(when)

    def within(self) -> "Place":
        """The same place, with doubts of its own."""
        return evolve(self, doubts=[])

    def among(self, variable: str, source: str) -> "Place":
        """Where a variable speaks of an element of a list; local amounts are computed anew."""
        return Place(self.where, self.day, {**self.elements, variable: source})

    def doubtful(self) -> Sql:
        """Whether anything is doubtful: true, or else not."""
        return tree.either(self.doubts)


@define
class Book:
    """What translating a rulebook needs throughout."""

    rulebook: Rulebook
    layers: Layers

    def bound(self, value: Shape) -> Shape:
        """A value whose parts are columns."""
        return rebuilt(value, self.layers.bind)
