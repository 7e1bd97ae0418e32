"""How the checker of traces works out expressions: a second reading of the language, apart from the interpreter.

The interpreter is the definition; this is written from the language reference, in another shape, so that a mistake
would have to be made twice to pass. A value that cannot be worked out is unknown here: in a genuine trace it can
only stand where something was merely supposed.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from datetime import date

from rulecheck.engine import replay_amounts as values
from rulecheck.engine.declared import type_of
from rulecheck.engine.replay_amounts import Impossible
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.trace import Amount, Read, Step, Truth
from rulecheck.engine.trace_reads import reads_below
from rulecheck.engine.types import PeriodType
from rulecheck.engine.values import NONE, NOT_APPLICABLE, UNKNOWN, Absent, Elements, Period, Value
from rulecheck.grammar import syntax as s
from rulecheck.grammar.data_classes import define, evolve, field
from rulecheck.grammar.printer import to_text
from rulecheck.grammar.signs import Comparator

Reads = list[Read]
_CONDITIONS = (
    s.AllOf,
    s.AnyOf,
    s.Not,
    s.Quantified,
    s.ProvisionStatus,
    s.Compare,
    s.InRange,
    s.IsOneOf,
    s.Includes,
    s.IsNone,
)


@define
class Here:
    """What names mean at one place: local amounts, list elements spoken of, and the day that chose the version."""

    where: Mapping[str, s.Node] = field(factory=dict)
    elements: Mapping[str, str] = field(factory=dict)
    day: date | None = None
    known: dict[str, Value] = field(factory=dict)

    def beside(self, variable: str, address: str) -> "Here":
        """The same place with one more element; local amounts may speak of it, and are worked out anew."""
        return Here(self.where, {**self.elements, variable: address}, self.day)


@define
class Conditions(ABC):
    """Works out what expressions give for the facts of a trace."""

    rulebook: Rulebook
    facts: Mapping[str, Value]
    law_date: date | None
    law_date_fact: str
    known_on: date | None
    supposed: Mapping[str, bool] = field(factory=dict)
    open: dict[str, Step] = field(factory=dict)

    @abstractmethod
    def conclusion(self, address: str) -> Value:
        """The value of a conclusion."""

    @abstractmethod
    def standing(self, node: s.ProvisionStatus, here: Here) -> Truth:
        """Whether a provision applies, is owed, fulfilled or breached."""

    def amount(self, node: s.Node, here: Here) -> Amount:
        """The value of an expression, with what it read."""
        reads: Reads = []
        return Amount(node, self.value(node, here, reads), tuple(reads))

    def judge(self, node: s.Node, here: Here) -> Step:
        """How a condition comes out, with its parts, and what it compared and read."""
        reads: Reads = []
        step = self._judged(node, here, reads)
        step = evolve(step, reads=tuple(reads)) if reads else step
        return self._left_open(step, here) if step.truth == "unknown" and not step.parts else step

    def _judged(self, node: s.Node, here: Here, reads: Reads) -> Step:
        match node:
            case s.AllOf() | s.AnyOf():
                parts = tuple(self._until(isinstance(node, s.AnyOf), (self.judge(n, here) for n in node.operands)))
                return Step(node, _joined(isinstance(node, s.AnyOf), parts), parts=parts)
            case s.Not():
                part = self.judge(node.operand, here)
                return Step(node, _denied(part.truth), parts=(part,))
            case s.Quantified():
                return self._quantified(node, here, reads)
            case s.ProvisionStatus():
                return Step(node, self.standing(node, here))
            case s.Compare():
                operands = tuple(self.value(n, here, reads) for n in node.operands)
                links = [values.compares(a, sign, b) for a, sign, b in _links(operands, node.comparators)]
                return Step(node, _every(links), operands=operands)
            case s.InRange():
                subject, low, high = (self.value(n, here, reads) for n in (node.subject, node.low, node.high))
                links = [values.compares(low, "≤", subject), values.compares(subject, "≤", high)]
                return Step(node, _every(links), operands=(subject, low, high))
            case s.IsOneOf() | s.Includes():
                value = self.value(node.subject, here, reads)
                return Step(node, _among(node, value), operands=(value,))
            case s.IsNone():
                value = self._name(node.subject, here, reads, True) if isinstance(node.subject, s.Name) else UNKNOWN
                without = value is NONE or value is NOT_APPLICABLE
                return Step(node, "unknown" if value is UNKNOWN else without != node.negated, operands=(value,))
        value = self.value(node, here, reads)
        return Step(node, value if isinstance(value, bool) else False if value is NONE else "unknown")

    def _left_open(self, step: Step, here: Here) -> Step:
        """A condition that missing facts leave open, as it is supposed to come out."""
        node = step.node
        if isinstance(node, s.ProvisionStatus) or (isinstance(node, s.Name) and node.role.endswith("conclusion")):
            return step
        key = _same_condition(node, here)
        if key in self.supposed:
            return evolve(step, truth=self.supposed[key])
        self.open.setdefault(key, step)
        return step

    def _until(self, settles: bool, steps: Iterator[Step]) -> Iterator[Step]:
        for step in steps:
            yield step
            if step.truth == settles:
                return

    def _quantified(self, node: s.Quantified, here: Here, reads: Reads) -> Step:
        addresses = self._elements(node.source, reads)
        if addresses is None:
            return Step(node, "unknown")
        seeks = node.quantifier != "every"
        judged = (self.judge(node.condition, here.beside(node.variable, a)) for a in addresses)
        parts = tuple(self._until(seeks, judged))
        truth = _joined(seeks, parts)
        return Step(node, _denied(truth) if node.quantifier == "no" else truth, parts=parts)

    def _elements(self, source: str, reads: Reads) -> tuple[str, ...] | None:
        found = self.facts.get(source, UNKNOWN)
        reads.append(Read(source, "fact", found))
        if not isinstance(found, Elements):
            return None
        return tuple(f"{source}[{number}]" for number in range(1, found.count + 1))

    def value(self, node: s.Node, here: Here, reads: Reads) -> Value:
        """The value of an expression; what it reads is added to ``reads`` in order."""
        try:
            return self._value(node, here, reads)
        except Impossible:
            return UNKNOWN

    def _value(self, node: s.Node, here: Here, reads: Reads) -> Value:
        match node:
            case s.Number():
                return values.lean(node.value)
            case s.PeriodLiteral():
                return Period(node.months, node.days)
            case s.DateLiteral() | s.Truth() | s.Text():
                return node.value
            case s.Name():
                return self._name(node, here, reads)
            case s.If():
                return self._either(node, here, reads)
            case s.Count() | s.Total():
                return self._over_list(node, here, reads)
            case s.Clamp():
                value = self.value(node.amount, here, reads)
                for limit, beyond in ((node.floor, "<"), (node.cap, ">")):
                    if limit is not None:
                        value = values.within(value, self.value(limit, here, reads), beyond)
                return value
        if isinstance(node, _CONDITIONS):
            truth = self._truth(node, here, reads)
            return UNKNOWN if truth == "unknown" else truth
        known = [self.value(part, here, reads) for part in s.children(node)]
        match node:
            case s.Sum():
                return values.total(known, node.signs)
            case s.Negative():
                return values.total((_nothing_like(known[0]), known[0]), ("−",))
            case s.Product():
                return values.product(node, known)
            case s.Share():
                without = values.gap(*known)
                return values.lean(node.value * values.plain(known[0])) if without is None else without
            case s.Rounded():
                return values.rounded(node.direction, known[0], known[1])
            case s.Extreme():
                beyond = ">" if node.which in ("min", "earliest") else "<"
                best = known[0]
                for other in known[1:]:
                    best = values.within(best, other, beyond)
                return best
        return values.dated(node, known, self.rulebook.holidays, self.rulebook.days_off)

    def _truth(self, node: s.Node, here: Here, reads: Reads) -> Truth:
        """A condition inside an amount: what it read was read by the amount."""
        step = self.judge(node, here)
        reads.extend(reads_below(step))
        return step.truth

    def _either(self, node: s.If, here: Here, reads: Reads) -> Value:
        truth = self._truth(node.condition, here, reads)
        if truth == "unknown":
            one, other = self.value(node.then, here, reads), self.value(node.otherwise, here, reads)
            return one if one == other else UNKNOWN
        return self.value(node.then if truth else node.otherwise, here, reads)

    def _over_list(self, node: s.Count | s.Total, here: Here, reads: Reads) -> Value:
        addresses = self._elements(node.source, reads)
        if addresses is None:
            return UNKNOWN
        places = [here.beside(node.variable, address) for address in addresses]
        if node.where is not None:
            truths = [self._truth(node.where, place, reads) for place in places]
            if "unknown" in truths:
                return UNKNOWN
            places = [place for place, truth in zip(places, truths, strict=True) if truth is True]
        if isinstance(node, s.Count):
            return len(places)
        found = [self.value(node.amount, place, reads) for place in places]
        if UNKNOWN in found or NOT_APPLICABLE in found:
            return UNKNOWN
        found = [value for value in found if value is not NONE]
        if node.which == "sum":
            return values.total(found, "+" * (len(found) - 1)) if found else self._sum_of_nothing(node, here)
        best: Value = NONE
        for value in found:
            better = values.compares(value, ">" if node.which == "largest" else "<", best)
            best = value if best is NONE or better is True else best
        return best

    def _sum_of_nothing(self, node: s.Total, here: Here) -> Value:
        counted = type_of(node.amount, self.rulebook.vocabulary, here.where)
        return Period() if isinstance(counted, PeriodType) else 0

    def _name(self, name: s.Name, here: Here, reads: Reads, may_be_absent: bool = False) -> Value:
        address = name.name
        if name.role == "local":
            return self._local(address, here, reads)
        if name.role.startswith("element"):
            variable, _, last = address.rpartition(".")
            address = f"{here.elements.get(variable) or here.elements['']}.{last}"
        if name.role == "figure":
            value = self._figure(address, here, reads)
        elif name.role.endswith("conclusion"):
            value = self.conclusion(address)
            # To use what nothing decides stops the interpreter, unless it only supposes.
            value = UNKNOWN if value is NOT_APPLICABLE and not may_be_absent else value
        else:
            value = self.facts.get(address, UNKNOWN)
        reads.append(Read(address, name.role, value))
        return value

    def _local(self, name: str, here: Here, reads: Reads) -> Value:
        below: Reads = []
        if name not in here.known or here.known[name] is UNKNOWN:
            here.known[name] = self.value(here.where[name], here, below)
        reads.append(Read(name, "local", here.known[name]))
        reads.extend(below)
        return here.known[name]

    def _figure(self, name: str, here: Here, reads: Reads) -> Value:
        day = here.day or self.law_date
        if day is None:
            reads.append(Read(self.law_date_fact, "fact", UNKNOWN))
            return UNKNOWN
        for figure in self.rulebook.vocabulary.figures[name].values:
            hidden = self.known_on is not None and figure.promulgated is not None and figure.promulgated > self.known_on
            if not hidden and figure.since <= day <= (figure.until or date.max):
                return figure.value
        return UNKNOWN


def _links(operands: tuple[Value, ...], signs: tuple[Comparator, ...]) -> Iterator[tuple[Value, str, Value]]:
    yield from zip(operands, signs, operands[1:], strict=False)


def _every(links: list[Truth]) -> Truth:
    return False if False in links else "unknown" if "unknown" in links else True


def _joined(seeks: bool, parts: tuple[Step, ...]) -> Truth:
    """What parts amount to of which one that is ``seeks`` settles the whole."""
    truths = [part.truth for part in parts]
    return seeks if seeks in truths else "unknown" if "unknown" in truths else not seeks


def _denied(truth: Truth) -> Truth:
    return "unknown" if truth == "unknown" else not truth


def _among(node: s.IsOneOf | s.Includes, value: Value) -> Truth:
    if value is UNKNOWN:
        return "unknown"
    if isinstance(node, s.Includes):
        return isinstance(value, frozenset) and set(node.options) <= value
    return (not isinstance(value, Absent) and value in node.options) != node.negated


def _nothing_like(value: Value) -> Value:
    return Period() if isinstance(value, Period) else 0


def _same_condition(node: s.Node, here: Here) -> str:
    """A text that two conditions share exactly when they must come out alike."""

    def spelt_out(part: s.Node) -> s.Node:
        local = isinstance(part, s.Name) and part.role == "local"
        return s.rebuilt(here.where[part.name], spelt_out) if local and isinstance(part, s.Name) else part

    whole = s.rebuilt(node, spelt_out)
    dated = any(isinstance(part, s.Name) and part.role == "figure" for part in s.walk(whole))
    return f"{to_text(whole)}|{here.day if dated else ''}|{sorted(here.elements.items())}"
