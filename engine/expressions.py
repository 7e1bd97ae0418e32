"""How the expressions of a provision come out for a case: the half of the interpreter that knows no provisions."""

from abc import ABC, abstractmethod
from datetime import date

from rulecheck.engine.calendar import CalendarRange, DaysOff
from rulecheck.engine.case import Case
from rulecheck.engine.constructs import CONSTRUCTS
from rulecheck.engine.constructs.base import Scope
from rulecheck.engine.diagnostics import Diagnostic, Place
from rulecheck.engine.kleene import truth_of
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.trace import Amount, Decision, Read, Step, Truth
from rulecheck.engine.trace_reads import reads_below
from rulecheck.engine.types import Type
from rulecheck.engine.values import UNKNOWN, Elements, NumberRange, State, Value
from rulecheck.grammar import syntax as s
from rulecheck.grammar.data_classes import define, evolve, field
from rulecheck.grammar.printer import to_text

# Provisions and elements of lists that are looked at in one evaluation. A case of a person takes a few thousand; each
# step leaves a record of a few hundred bytes.
MOST_STEPS = 100_000


class Problem(Exception):
    """What keeps the engine from deciding. Raised inside an evaluation only; ``decide`` returns its diagnostic."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


@define
class Expressions(ABC):
    """Computes amounts and judges conditions, and keeps account of what they read.

    ``assumed`` holds, for conditions that missing facts leave unknown, how they are supposed to come out (see
    ``relevance``), and ``open_conditions`` collects those met. ``suppressed`` counts the problems met while only
    supposing: what was found meanwhile must not be remembered as found for good.
    """

    rulebook: Rulebook
    case: Case
    law_date: date | None
    law_date_fact: str = ""
    known_on: date | None = None
    assumed: dict[str, bool] = field(factory=dict)
    reads: list[Read] = field(factory=list)
    open_conditions: dict[str, Step] = field(factory=dict)
    suppositions: int = 0
    suppressed: int = 0
    effort: int = 0
    supposed: int = 0

    @abstractmethod
    def decide(self, address: str) -> Decision:
        """The decision of a conclusion."""

    @abstractmethod
    def status(self, node: s.ProvisionStatus, scope: Scope) -> Truth:
        """Whether a provision applies (a duty: is owed), is fulfilled, or is breached."""

    @property
    def holidays(self) -> str:
        """The calendar of public holidays."""
        return self.rulebook.holidays

    @property
    def days_off(self) -> DaysOff:
        """The public holidays looked up when the rulebook was loaded."""
        return self.rulebook.days_off

    def spend(self, steps: int) -> None:
        """Counts provisions and elements of lists looked at; too many are a problem whatever is only supposed."""
        self.effort += steps
        if self.effort > MOST_STEPS:
            message = f"deciding this case takes more than {MOST_STEPS:,} steps"
            hint = "ask for less, or give shorter lists; the rules may go through lists within lists"
            raise Problem(Diagnostic("R0410", message, Place(self.case.file), "", hint))

    def amount(self, node: s.Node, scope: Scope) -> Amount:
        """The value of an expression with what it read on the way."""
        outer, self.reads = self.reads, []
        value = self.compute(node, scope)
        reads, self.reads = tuple(self.reads), outer
        return Amount(node, value, reads)

    def compute(self, node: s.Node, scope: Scope) -> Value:
        """The value of an expression, or what stands for none."""
        construct = CONSTRUCTS[type(node)]
        if construct.compute is not None:
            try:
                return construct.compute(node, self, scope)
            except CalendarRange as beyond:
                hint = "check the dates and periods of the case"
                return self.problem("R0407", node, f"this date lies beyond the calendar: {beyond}", hint)
            except NumberRange:
                hint = "check the amounts of the case, and what the rule multiplies"
                return self.problem("R0409", node, "this number has more digits than anything is measured with", hint)
        truth = self.truth(node, scope)
        return UNKNOWN if truth == "unknown" else truth

    def truth(self, node: s.Node, scope: Scope) -> Truth:
        """How a condition inside an amount comes out; what it reads counts as read by the amount."""
        step = self.judge(node, scope)
        self.reads.extend(reads_below(step))
        return step.truth

    def judge(self, node: s.Node, scope: Scope) -> Step:
        """How a condition comes out."""
        construct = CONSTRUCTS[type(node)]
        outer, self.reads = self.reads, []
        if construct.judge is not None:
            step = construct.judge(node, self, scope)
        else:
            step = Step(node, truth_of(self.compute(node, scope)))
        reads, self.reads = tuple(self.reads), outer
        if reads:
            step = Step(node, step.truth, reads, step.operands, step.parts)
        if step.truth == "unknown" and not step.parts:
            step = self._open(step, scope)
        return step

    def _open(self, step: Step, scope: Scope) -> Step:
        """Notes a condition that missing facts leave unknown, or takes it as it is supposed to come out.

        Whether another provision applies, and a conclusion that is itself a condition, rest on conditions that are
        noted where they stand.
        """
        node = step.node
        if isinstance(node, s.ProvisionStatus) or (isinstance(node, s.Name) and "conclusion" in node.role):
            return step
        key = _key(node, scope)
        if key in self.assumed:
            return evolve(step, truth=self.assumed[key])
        if key not in self.open_conditions:
            self.open_conditions[key] = step
        return step

    def supposing(self, node: s.Node, scope: Scope) -> Step:
        """How a condition comes out that may turn out not to matter."""
        self.suppositions += 1
        try:
            return self.judge(node, scope)
        finally:
            self.suppositions -= 1

    def read(self, name: s.Name, scope: Scope, may_be_absent: bool = False) -> Value:
        """The value behind a name."""
        address = name.name
        match name.role:
            case "local":
                return self._local(address, scope)
            case "figure":
                value = self._figure(address, scope)
            case "fact":
                value = self.case.facts.get(address, UNKNOWN)
            case "element fact":
                address = _element_address(address, scope)
                value = self.case.facts.get(address, UNKNOWN)
            case _:
                if name.role == "element conclusion":
                    address = _element_address(address, scope)
                value = self._conclusion(name, address, may_be_absent)
        self.reads.append(Read(address, name.role, value))
        return value

    def _local(self, name: str, scope: Scope) -> Value:
        if name not in scope.known:
            before = len(self.reads)
            value = self.compute(scope.where[name], scope)
            scope.known[name] = value
            self.reads.insert(before, Read(name, "local", value))
            return value
        value = scope.known[name]
        self.reads.append(Read(name, "local", value))
        if value is UNKNOWN:
            # What it was computed from is missing here too.
            self.compute(scope.where[name], scope)
        return value

    def _figure(self, name: str, scope: Scope) -> Value:
        """The figure in force on the day by which the version in hand was chosen."""
        day = scope.day or self.law_date
        if day is None:
            self.reads.append(Read(self.law_date_fact, "fact", UNKNOWN))
            return UNKNOWN
        dated = self.rulebook.vocabulary.figures[name].on(day, self.known_on)
        return UNKNOWN if dated is None else dated.value

    def _conclusion(self, name: s.Name, address: str, may_be_absent: bool) -> Value:
        decision = self.decide(address)
        if decision.state is State.NOT_APPLICABLE and not may_be_absent:
            return self.problem(
                "R0402",
                name,
                f"`{address}` is used, and nothing decides it for this case",
                f"guard the use with `{name.name} is not none`, or with the condition under which it is decided",
            )
        return decision.value

    def type_of(self, node: s.Node, scope: Scope) -> Type:
        """The type of an expression. Asked for seldom: only what has no value to tell it by, such as an empty sum."""
        from rulecheck.engine.check import Checker
        from rulecheck.engine.names import Names

        return Checker(self.rulebook, [], Names(self.rulebook.vocabulary), where=dict(scope.where)).type_of(node)

    def elements_of(self, source: str) -> tuple[str, ...] | None:
        """The addresses of a list's elements; None when the list is missing."""
        found = self.case.facts.get(source, UNKNOWN)
        self.reads.append(Read(source, "fact", found))
        if not isinstance(found, Elements):
            return None
        self.spend(found.count)
        return tuple(f"{source}[{i}]" for i in range(1, found.count + 1))

    def problem(self, code: str, node: s.Node, message: str, hint: str = "") -> Value:
        """Stops the evaluation with a diagnostic, unless it only supposes: then the value is unknown."""
        place = node.at if isinstance(node.at, Place) else Place(self.rulebook.place.file)
        return self.problem_at(code, place, message, to_text(node), hint)

    def problem_at(self, code: str, place: Place, message: str, underlined: str, hint: str) -> Value:
        """The same for a problem that lies at a place of its own."""
        if self.suppositions == 0:
            raise Problem(Diagnostic(code, message, place, underlined, hint))
        self.suppressed += 1
        return UNKNOWN


def _key(node: s.Node, scope: Scope) -> str:
    """A text that two conditions share exactly when they are the same condition: local amounts are written out."""

    def written_out(part: s.Node) -> s.Node:
        if isinstance(part, s.Name) and part.role == "local":
            return s.rebuilt(scope.where[part.name], written_out)
        return part

    whole = s.rebuilt(node, written_out)
    key = to_text(whole)
    if any(isinstance(part, s.Name) and part.role == "figure" for part in s.walk(whole)):
        key += f" [{scope.day}]"
    for variable, address in scope.elements.items():
        key += f" [{variable} {address}]"
    return key


def _element_address(name: str, scope: Scope) -> str:
    variable, _, last = name.rpartition(".")
    return f"{scope.elements.get(variable) or scope.elements['']}.{last}"
