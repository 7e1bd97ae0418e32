"""Conditions and amounts as readable text, made from the syntax tree: labels for names, with or without their values.

The tree with its names replaced by words is printed by the canonical printer, so that the text has the parentheses,
signs and order of what was evaluated. In languages other than English the signs of comparison stay signs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rulecheck.engine.declared import declared_name, type_of
from rulecheck.engine.trace import Step, Tried
from rulecheck.engine.trace_reads import reads_of
from rulecheck.engine.types import DATE, SPAN, Quantity, Type
from rulecheck.engine.values import UNKNOWN, Elements, Period, Value
from rulecheck.grammar import syntax as s
from rulecheck.grammar.data_classes import Factory, evolve, frozen
from rulecheck.grammar.printer import to_text
from rulecheck.reports.spoken import spoken
from rulecheck.reports.words import Speaker

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    Mode = Literal["labels", "values", "both"]

_ORDER = {"≤": "at most", "≥": "at least", "<": "less than", ">": "more than", "=": "exactly", "≠": "not exactly"}
_DATES = {"≤": "on or before", "≥": "on or after", "<": "before", ">": "after", "=": "on", "≠": "not on"}
_LOOSE = (s.Clamp, s.If, s.Count, s.Total, s.AllOf, s.AnyOf, s.Not, s.Quantified)


@frozen
class Wording:
    """Puts into words what stands in one version of a provision.

    ``where`` are its local amounts, ``held`` the values read under their addresses, ``elements`` the list elements
    that variables stand for (the empty variable: the element for which the provision decides).
    """

    speaker: Speaker
    where: Mapping[str, s.Node] = Factory(dict)
    held: Mapping[str, Value] = Factory(dict)
    elements: Mapping[str, str] = Factory(dict)

    def of_step(self, step: Step) -> Wording:
        """The wording for a step, whose own reads come first."""
        return evolve(self, held={**self.held, **{r.address: r.value for r in step.reads}})

    def for_element(self, variable: str, address: str) -> Wording:
        """The wording inside a quantifier, for one element."""
        return evolve(self, elements={**self.elements, variable: address})

    def behind(self, name: s.Name) -> s.Name:
        """The name that a local name merely repeats; any other name itself."""
        while name.role == "local" and isinstance(other := self.where.get(name.name), s.Name):
            name = other
        return name

    def address(self, name: s.Name) -> str:
        """The address that a name stands for."""
        name = self.behind(name)
        if name.role not in ("element fact", "element conclusion"):
            return name.name
        variable, _, last = name.name.rpartition(".")
        element = self.elements.get(variable) or self.elements.get("", "")
        return f"{element}.{last}" if element else f"{name.record}.{last}"

    def value_of(self, name: s.Name) -> Value | None:
        """What a name held; None when it was not read."""
        return self.held.get(self.address(name))

    # Text

    def text(self, node: s.Node, mode: Mode = "both") -> str:
        """An expression in words."""
        if isinstance(node, s.Compare | s.InRange | s.IsOneOf | s.IsNone | s.Includes | s.Not):
            return self.condition(node, mode)
        if mode == "values":
            node = s.rebuilt(node, self._added_up)
        text = to_text(s.rebuilt(node, lambda part: self._word(part, mode)))
        return text[1:-1] if isinstance(node, s.Clamp) and text.startswith("(") and text.endswith(")") else text

    def _added_up(self, node: s.Node) -> s.Node:
        """The sum of a list as the sum of its elements, where each was read."""
        if not isinstance(node, s.Total) or node.which != "sum" or node.where or not isinstance(node.amount, s.Name):
            return node
        listed = self.held.get(node.source)
        count = listed.count if isinstance(listed, Elements) else 0
        field = node.amount.name.rpartition(".")[2]
        terms = tuple(s.Name(f"{node.source}[{i}].{field}", role="conclusion") for i in range(1, count + 1))
        if not terms or any(term.name not in self.held for term in terms):
            return node
        plus: Literal["+", "−"] = "+"
        return terms[0] if count == 1 else s.Sum(terms, (plus,) * (count - 1))

    def condition(self, node: s.Node, mode: Mode = "both") -> str:
        """A condition in words, as it is written: whether it holds is said beside it."""
        match node:
            case s.Compare():
                return self._comparison(node, mode)
            case s.InRange():
                return self._range(node, mode)
            case s.IsOneOf():
                verb = self.speaker.phrase("is not" if node.negated else "is")
                return f"{self._operand(node.subject, mode)} {verb} {self._options(node, 'or')}"
            case s.IsNone():
                return f"{self._operand(node.subject, mode)} {self._is(node.negated)} {self.speaker.phrase('none')}"
            case s.Includes():
                subject = self._operand(node.subject, "labels")
                return self.speaker.phrase("include", subject=subject, options=self._options(node, "and"))
            case s.Not():
                return f"{self.speaker.phrase('not')} {self.condition(node.operand, mode)}"
            case s.ProvisionStatus():
                key = "applies" if node.status == "applies" else f"is {node.status}"
                return f"{self.speaker.cite_id(node.provision)} {self.speaker.phrase(key)}"
        return self.text(node, mode)

    def _range(self, node: s.InRange, mode: Mode) -> str:
        subject, low, high = self._with_units((node.subject, node.low, node.high))
        if isinstance(low, s.Number) and isinstance(high, s.Number) and self.speaker.language == "en":
            low = evolve(low, unit="" if low.unit == high.unit else low.unit)  # the unit stands once, with the higher
        words = [self._operand(n, mode) for n in (subject, low, high)]
        return self.speaker.phrase("between", subject=words[0], low=words[1], high=words[2])

    def _is(self, negated: bool) -> str:
        return self.speaker.phrase("is not" if negated else "is")

    def _options(self, node: s.IsOneOf | s.Includes, joined: str, only: Iterable[str] | None = None) -> str:
        known = self.speaker.options(self.address(node.subject)) if isinstance(node.subject, s.Name) else {}
        options = node.options if only is None else only
        said = [self.speaker.phrase("option", option=self.speaker.option(option, known)) for option in options]
        return self.speaker.phrase(joined).join(said)

    def lacking(self, node: s.Includes) -> str:
        """Which of the options a set lacks; empty when it is not known or lacks none."""
        held = self.value_of(node.subject) if isinstance(node.subject, s.Name) else None
        if not isinstance(held, frozenset):
            return ""
        return self._options(node, "and", [o for o in node.options if o not in held])

    def _comparison(self, node: s.Compare, mode: Mode) -> str:
        operands = [self._operand(operand, mode) for operand in self._with_units(node.operands)]
        text = operands[0]
        for i, comparator in enumerate(node.comparators):
            text += f" {self._comparator(node, i, comparator)} {operands[i + 1]}"
        return text

    def _with_units(self, operands: tuple[s.Node, ...]) -> tuple[s.Node, ...]:
        """The operands of a comparison, numbers written without a unit with the one that they are compared in."""
        types = [self._type(operand) for operand in operands]
        unit = next((t.word for t in types if isinstance(t, Quantity) and t.dimension), "")
        return tuple(
            evolve(operand, unit=unit)
            if isinstance(operand, s.Number) and not operand.unit and not operand.percent
            else operand
            for operand in operands
        )

    def _comparator(self, node: s.Compare, i: int, comparator: str) -> str:
        if self.speaker.language != "en":
            return comparator
        types = [self._type(operand) for operand in node.operands[i : i + 2]]
        if SPAN in types:
            return self.speaker.phrase(_ORDER[comparator])
        if DATE in types:
            return self.speaker.phrase(_DATES[comparator])
        return comparator

    def _type(self, node: s.Node) -> Type:
        return type_of(node, self.speaker.rulebook.vocabulary, self.where)

    def _operand(self, node: s.Node, mode: Mode) -> str:
        text = self.text(node, mode)
        return f"({text})" if isinstance(node, _LOOSE) else text

    # The tree with words for its leaves

    def _word(self, node: s.Node, mode: Mode) -> s.Node:
        match node:
            case s.Name():
                return s.Name(self._name(node, mode)) if node.role else node
            case s.Number() if not node.percent:
                return s.Name(self.speaker.quantity(node.value, node.unit))
            case s.PeriodLiteral():
                return s.Name(self.speaker.period(Period(node.months, node.days)))
            case s.Count() | s.Total() | s.Quantified():
                node = evolve(node, variable=self.record(node.source), source=self.speaker.label(node.source))
            case s.ProvisionStatus() | s.IsOneOf() | s.IsNone() | s.Includes():
                return s.Name(self.condition(node, mode))
        said = spoken(node, self.speaker.language)
        return node if said is None else s.Name(said)

    def record(self, source: str) -> str:
        """The label of the records in a list."""
        name = declared_name(self.speaker.rulebook.vocabulary, f"{source}[1].x")
        return self.speaker.record(name.rpartition(".")[0])

    def label(self, address: str) -> str:
        """The label of an address; without its element where that is the one decided for."""
        element = self.elements.get("", "")
        if element and address.startswith(f"{element}."):
            return self.speaker.label(declared_name(self.speaker.rulebook.vocabulary, address))
        return self.speaker.label(address)

    def _name(self, name: s.Name, mode: Mode) -> str:
        address = self.address(name)
        label = self.label(address)
        value = self.held.get(address)
        if mode == "labels" or value is None:
            return label
        shown = self.speaker.phrase("not known") if value is UNKNOWN else self.shown(name, value)
        if mode == "values" and value is not UNKNOWN:
            return shown
        return with_value(label, shown)

    def shown(self, name: s.Name, value: Value) -> str:
        """The value of a name, with its unit."""
        name = self.behind(name)
        if name.role == "local":
            return self.speaker.worked_out(name, value, self.where)
        return self.speaker.held(self.address(name), value)


def with_value(label: str, value: str) -> str:
    """A label with its value in brackets; in the brackets that it ends with, if it does."""
    return f"{label[:-1]}, {value})" if label.endswith(")") else f"{label} ({value})"


def wording_of(speaker: Speaker, tried: Tried) -> Wording:
    """The wording of the version of a provision that was looked at, with everything read while it was."""
    provision = speaker.rulebook.provisions[tried.provision]
    where: dict[str, s.Node] = {}
    if tried.version is not None:
        where = dict(provision.versions[tried.version].where)
    held = {read.address: read.value for read in reads_of(tried)}
    for name, amount in tried.where:
        held[name] = amount.value
    return Wording(speaker, where, held, {"": tried.element} if tried.element else {})
