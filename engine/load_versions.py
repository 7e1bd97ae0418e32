"""The versions of a provision, from their trees: dates, conditions, values, tables."""

from datetime import date

from rulecheck.engine import entries
from rulecheck.engine.diagnostics import Diagnostic, Place
from rulecheck.engine.in_force import InForce, read_day, read_in_force
from rulecheck.engine.load_expressions import Expressions, is_name
from rulecheck.engine.rulebook import EquivalentMutant, Row, Table, Transitional, Version
from rulecheck.engine.source import Node, Scalar
from rulecheck.engine.vocabulary import Vocabulary
from rulecheck.grammar import syntax as s
from rulecheck.grammar.data_classes import define, field


@define
class VersionReader:
    """Reads versions one by one, and collects the mistakes in them."""

    vocabulary: Vocabulary
    expressions: Expressions
    mistakes: list[Diagnostic] = field(factory=list)

    def taken(self) -> list[Diagnostic]:
        """The mistakes met since this was asked last."""
        mistakes, self.mistakes = self.mistakes, []
        return mistakes

    def version(self, node: Node) -> tuple[InForce | None, Version | None]:
        """When a version is in force, and the version itself; None for what cannot be read.

        A version is given only if all its amounts can be read: without one of them, the checks that follow would
        take a mistake for another. A condition that cannot be read is left out.
        """
        when = self.expressions.condition(entries.value(node, "when"))
        before = len(self.expressions.mistakes)
        where = self._where(node)
        value = self.expressions.expression(entries.value(node, "value"))
        version_by = self.expressions.expression(entries.value(node, "version by"))
        table = self._table(node)
        broken = len(self.expressions.mistakes) > before
        time = self._in_force(entries.scalar(node, "in force"))
        promulgated = self._day(entries.scalar(node, "promulgated"))
        if time is None or promulgated is None or broken:
            return time, None
        clause = entries.mapping(node, "transitional")
        transitional = None
        if clause is not None:
            transitional = Transitional(entries.text(clause, "cite"), entries.words(clause, "gist"))
        version = Version(
            time.since,
            time.until,
            promulgated,
            entries.text(node, "by"),
            entries.words(node, "gist"),
            node.place,
            where,
            when,
            value,
            table,
            entries.words(node, "unsettled"),
            version_by,
            transitional,
            entries.texts(node, "notes"),
            entries.text(node, "confidence"),
            tuple(
                EquivalentMutant(entries.text(item, "mutant"), entries.text(item, "because"), item.place)
                for item in entries.items(node, "equivalent mutants")
            ),
            entries.flag(node, "newly inserted"),
        )
        return time, version

    def _where(self, node: Node) -> tuple[tuple[str, s.Node], ...]:
        """The local names with what they stand for."""
        found: list[tuple[str, s.Node]] = []
        for entry in entries.entries(node, "where"):
            name, place = entry.key.text, entry.key.place
            tree = self.expressions.expression(entry.value)
            if tree is not None:
                found.append((name, tree))
            known = self._declared(name)
            if known is not None:
                hint = f"it is declared in {known.file}, line {known.line}; choose another name"
                message = f"the name `{name}` is taken"
                self.mistakes.append(Diagnostic("R0358", message, place, name, hint))
            elif not is_name(name):
                message = f"`{name}` is a word of the language, and cannot be a name"
                self.mistakes.append(Diagnostic("R0358", message, place, name, "choose another name"))
        return tuple(found)

    def _declared(self, name: str) -> Place | None:
        vocabulary = self.vocabulary
        for names in (vocabulary.facts, vocabulary.conclusions, vocabulary.figures):
            if name in names:
                return names[name].place
        return None

    def _table(self, node: Node) -> Table | None:
        tree = entries.mapping(node, "table")
        if tree is None:
            return None
        rows: list[Row] = []
        listed = entries.items(tree, "rows")
        for index, item in enumerate(listed):
            otherwise = self.expressions.expression(entries.value(item, "otherwise"))
            if otherwise is not None:
                if index < len(listed) - 1:
                    place = entries.key_place(item, "otherwise", item.place)
                    hint = "the rows after it could never decide; put it last"
                    message = "`otherwise` is not the last row"
                    self.mistakes.append(Diagnostic("R0359", message, place, "otherwise", hint))
                rows.append(Row(None, otherwise, item.place))
                continue
            when = self.expressions.condition(entries.value(item, "when"))
            value = self.expressions.expression(entries.value(item, "value"))
            if when is not None and value is not None:
                rows.append(Row(when, value, item.place))
        first = entries.text(tree, "match") == "first"
        place = entries.key_place(node, "table", node.place)
        return Table(tuple(rows), "first" if first else "unique", entries.flag(tree, "open"), place)

    def _in_force(self, written: Scalar | None) -> InForce | None:
        time = None if written is None else read_in_force(written)
        if isinstance(time, Diagnostic):
            self.mistakes.append(time)
            return None
        return time

    def _day(self, written: Scalar | None) -> date | None:
        day = None if written is None else read_day(written)
        if isinstance(day, Diagnostic):
            self.mistakes.append(day)
            return None
        return day
