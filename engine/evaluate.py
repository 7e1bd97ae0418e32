"""The reference interpreter: what a rulebook says of a case. Slow and readable; faster paths are held to it.

Evaluation is goal-directed: a conclusion is decided by the provisions that decide it, which read facts and other
conclusions. Each conclusion, and each provision, is looked at once. A provision decides unless an exception to it
applies (prioritised default logic); exceptions have exceptions in turn. Missing facts follow Kleene's logic.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from attrs import define, evolve, field

from rulecheck.engine import calendar
from rulecheck.engine.case import Case
from rulecheck.engine.constructs import CONSTRUCTS
from rulecheck.engine.constructs.base import Scope
from rulecheck.engine.diagnostics import Diagnostic, Place
from rulecheck.engine.rulebook import Provision, Rulebook, Table, Version
from rulecheck.engine.trace import Amount, Decision, Read, Step, Tried, Truth
from rulecheck.engine.types import BOOLEAN, ListType
from rulecheck.engine.values import NONE, NOT_APPLICABLE, UNKNOWN, Absent, Elements, State, Value
from rulecheck.grammar import syntax as s
from rulecheck.grammar.printer import to_text

_STATES = {UNKNOWN: State.UNKNOWN, NOT_APPLICABLE: State.NOT_APPLICABLE, NONE: State.NOT_APPLICABLE}


class Problem(Exception):
    """What keeps the engine from deciding. Raised inside an evaluation only; ``decide`` returns its diagnostic."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


@define
class Evaluation:
    """One evaluation of a case under the law of one day.

    ``assumed`` holds, for conditions that missing facts leave unknown, how they are supposed to come out (see
    ``relevance``), and ``open_conditions`` collects those met, each with the missing facts that it rests on.
    """

    rulebook: Rulebook
    case: Case
    law_date: date | None
    law_date_fact: str = ""
    known_on: date | None = None
    assumed: dict[str, bool] = field(factory=dict)
    reads: list[Read] = field(factory=list)
    decisions: dict[str, Decision] = field(factory=dict)
    open_conditions: dict[str, Step] = field(factory=dict)
    _tried: dict[tuple[str, str], Tried] = field(factory=dict)
    _status_of: dict[tuple[str, str], None] = field(factory=dict)
    _suppositions: int = 0

    @property
    def holidays(self) -> str:
        """The calendar of public holidays."""
        return self.rulebook.holidays

    # Conclusions

    def decide(self, address: str) -> Decision:
        """The decision of a conclusion: its name, or for one of a list's elements ``claim.months[2].payable``."""
        known = self.decisions.get(address)
        if known is not None:
            return known
        name, element = self._goal(address)
        conclusion = self.rulebook.vocabulary.conclusions[name]
        tried = tuple(self._try(p, element) for p in self.rulebook.deciders.get(name, ()))
        value = self._outcome(address, tried, False if conclusion.type == BOOLEAN else NOT_APPLICABLE)
        state = _STATES.get(value, State.VALUE) if isinstance(value, Absent) else State.VALUE
        decision = Decision(address, name, state, value, tried)
        self.decisions[address] = decision
        return decision

    def _goal(self, address: str) -> tuple[str, str]:
        """The conclusion that an address names, and the address of the element it is decided for, if any."""
        element, _, last = address.rpartition(".")
        if not element.endswith("]"):
            return address, ""
        listed = self.rulebook.vocabulary.facts[element.rpartition("[")[0]].type
        return (f"{listed.record}.{last}", element) if isinstance(listed, ListType) else (address, "")

    def _outcome(self, address: str, tried: tuple[Tried, ...], nothing: Value) -> Value:
        """The value on which the provisions that apply agree, whatever those do of which it is unknown."""
        applying = [t for t in tried if t.applies is True]
        values: list[Value] = []
        for one in applying:
            if _said(one) not in values:
                values.append(_said(one))
        known = [v for v in values if v is not UNKNOWN]
        if len(known) > 1:
            return self._conflict(address, applying)
        settled: Value = nothing if not values else values[0] if len(values) == 1 else UNKNOWN
        for one in tried:
            if one.applies == "unknown" and _said(one) != settled:
                return UNKNOWN
        return settled

    def _conflict(self, address: str, applying: list[Tried]) -> Value:
        said = [f"`{t.provision}` says {_shown(_said(t))}" for t in applying]
        first = self.rulebook.provisions[applying[0].provision]
        return self._problem(
            "R0403",
            first.place,
            f"provisions are in conflict over `{address}`: {' and '.join(said)}",
            address,
            "one of them must be an exception to the other, or their conditions must exclude each other",
        )

    # Provisions

    def all_spoken_of(self) -> tuple[Tried, ...]:
        """The provisions whose status conditions asked for, in the order they were looked at."""
        return tuple(self._tried[key] for key in self._status_of)

    def spoken_of(self, step: Step) -> tuple[Tried, ...]:
        """How the provision stands whose status a step asks for; nothing for any other step."""
        if not isinstance(step.node, s.ProvisionStatus):
            return ()
        return tuple(tried for (id_, _), tried in self._tried.items() if id_ == step.node.provision)

    def _try(self, provision_id: str, element: str) -> Tried:
        """Whether a provision applies to the case, and what it then says."""
        known = self._tried.get((provision_id, element))
        if known is None:
            known = self._tried[provision_id, element] = self._look_at(self.rulebook.provisions[provision_id], element)
        return known

    def _look_at(self, provision: Provision, element: str) -> Tried:
        index, chosen_by, choice = self._version(provision, element)
        if index is None:
            unknown = not isinstance(chosen_by, date)
            return Tried(
                provision.id,
                element,
                "unknown" if unknown else "not in force",
                "unknown" if unknown else False,
                choice=choice,
            )
        version = provision.versions[index]
        scope = _scope(version, element)
        tried = Tried(provision.id, element, "applies", True, index, chosen_by, choice)
        if provision.punishes:
            tried = evolve(tried, breach=self.judge(s.ProvisionStatus(provision.punishes, "breached"), scope))
        if version.when is not None and (tried.breach is None or tried.breach.truth is not False):
            look = self.supposing if tried.breach and tried.breach.truth == "unknown" else self.judge
            tried = evolve(tried, condition=look(version.when, scope))
        own = _both(step.truth for step in (tried.breach, tried.condition) if step is not None)
        if own is False:
            return evolve(tried, outcome="does not apply", applies=False)
        exceptions = []
        for exception in self.rulebook.exceptions.get(provision.id, ()):
            exceptions.append(self._supposed(own == "unknown", exception, element))
        excepted = [e.applies for e in exceptions]
        if True in excepted:
            return evolve(tried, outcome="excepted", applies=False, exceptions=tuple(exceptions))
        applies: Truth = "unknown" if own == "unknown" or "unknown" in excepted else True
        tried = evolve(
            tried,
            outcome="unknown" if applies == "unknown" else "applies",
            applies=applies,
            exceptions=tuple(exceptions),
        )
        return self._say(provision, version, scope, tried)

    def _supposed(self, suppose: bool, provision_id: str, element: str) -> Tried:
        if not suppose:
            return self._try(provision_id, element)
        self._suppositions += 1
        try:
            return self._try(provision_id, element)
        finally:
            self._suppositions -= 1

    def _version(self, provision: Provision, element: str) -> tuple[int | None, date | None, tuple[Read, ...]]:
        """The version that the law date chooses, or the date that its transitional clause names, and that date.

        The newest version that has begun decides. One that has ended still applies where its successor, by its own
        transitional clause, does not yet. No index: none is in force, or without a date it is unknown which is.
        """
        reads: tuple[Read, ...] = ()
        successor_since: date | None = None
        for index in range(len(provision.versions) - 1, -1, -1):
            version = provision.versions[index]
            if self.known_on is not None and version.promulgated > self.known_on:
                continue
            day, read = self._chosen_by(version, element)
            reads += read
            if not isinstance(day, date):
                return None, None, reads
            followed = version.until is not None and successor_since == version.until + timedelta(days=1)
            if day >= version.since and (version.until is None or day <= version.until or followed):
                return index, day, reads
            successor_since = version.since
        return None, self.law_date or date.min, reads

    def _chosen_by(self, version: Version, element: str) -> tuple[Value, tuple[Read, ...]]:
        """The date by which a version is chosen, and what was read to know it."""
        if version.version_by is None:
            if self.law_date is not None:
                return self.law_date, ()
            return UNKNOWN, (Read(self.law_date_fact, "fact", UNKNOWN),)
        outer, self.reads = self.reads, []
        day = self.compute(version.version_by, _scope(version, element))
        reads, self.reads = tuple(self.reads), outer
        return day, reads

    def _say(self, provision: Provision, version: Version, scope: Scope, tried: Tried) -> Tried:
        """The provision with what it says: its value, or the row of its table; for a duty whether it is fulfilled."""
        if tried.applies == "unknown":
            self._suppositions += 1
        try:
            if version.unsettled:
                tried = evolve(tried, amount=Amount(s.Text(version.unsettled.text()), UNKNOWN))
            elif version.table is not None:
                tried = self._consult(version.table, scope, tried)
            elif version.value is not None:
                tried = evolve(tried, amount=self._amount(version.value, scope))
            if provision.fulfilled is not None:
                tried = evolve(tried, fulfilled=self.judge(provision.fulfilled, scope))
        finally:
            if tried.applies == "unknown":
                self._suppositions -= 1
        where = tuple((name, Amount(node, scope.known[name])) for name, node in version.where if name in scope.known)
        return evolve(tried, where=where)

    def _consult(self, table: Table, scope: Scope, tried: Tried) -> Tried:
        """The row that holds. Where more than one may, the value they agree on."""
        steps: list[Step] = []
        holding: list[int] = []
        certain = True
        for index, row in enumerate(table.rows):
            if row.when is None:
                if not holding or not certain:
                    holding.append(index)
                break
            step = self.supposing(row.when, scope) if not certain else self.judge(row.when, scope)
            steps.append(step)
            if step.truth is not False:
                holding.append(index)
                certain = certain and step.truth is True
                if step.truth is True and table.match == "first":
                    break
        if not holding:
            if table.open:
                return evolve(tried, outcome="does not apply", applies=False, row_steps=tuple(steps))
            self._problem(
                "R0405",
                table.place,
                "no row of the table fits the case",
                "",
                "add the missing row, or `otherwise`, or declare the table `open: true`",
            )
            return evolve(tried, amount=Amount(s.Text(""), UNKNOWN), row_steps=tuple(steps))
        amounts = [self._amount(table.rows[i].value, scope) for i in holding]
        if table.match == "unique" and certain and len({repr(a.value) for a in amounts}) > 1:
            self._problem(
                "R0404",
                table.place,
                "more than one row of the table fits the case, with different values",
                "",
                "make the rows exclude each other, or say `match: first`",
            )
        agreed = amounts[0] if all(a.value == amounts[0].value for a in amounts) else evolve(amounts[0], value=UNKNOWN)
        return evolve(tried, amount=agreed, row=holding[0], row_steps=tuple(steps))

    def _amount(self, node: s.Node, scope: Scope) -> Amount:
        outer, self.reads = self.reads, []
        value = self.compute(node, scope)
        reads, self.reads = tuple(self.reads), outer
        return Amount(node, value, reads)

    def status(self, node: s.ProvisionStatus, scope: Scope) -> Truth:
        """Whether a provision applies (a duty: is owed), is fulfilled, or is breached: owed and not fulfilled."""
        tried = self._try(node.provision, _element_in(scope))
        self._status_of[node.provision, _element_in(scope)] = None
        if node.status in ("applies", "owed") or tried.applies is False:
            return tried.applies if node.status in ("applies", "owed") else False
        fulfilled: Truth = "unknown" if tried.fulfilled is None else tried.fulfilled.truth
        if node.status == "breached":
            fulfilled = "unknown" if fulfilled == "unknown" else not fulfilled
        return _both((tried.applies, fulfilled))

    # Expressions

    def compute(self, node: s.Node, scope: Scope) -> Value:
        """The value of an expression, or what stands for none."""
        construct = CONSTRUCTS[type(node)]
        if construct.compute is not None:
            return construct.compute(node, self, scope)
        truth = self.truth(node, scope)
        return UNKNOWN if truth == "unknown" else truth

    def truth(self, node: s.Node, scope: Scope) -> Truth:
        """How a condition inside an amount comes out; what it reads counts as read by the amount."""
        step = self.judge(node, scope)
        self.reads.extend(_reads_below(step))
        return step.truth

    def judge(self, node: s.Node, scope: Scope) -> Step:
        """How a condition comes out."""
        construct = CONSTRUCTS[type(node)]
        outer, self.reads = self.reads, []
        if construct.judge is not None:
            step = construct.judge(node, self, scope)
        else:
            step = Step(node, _truth(self.compute(node, scope)))
        reads, self.reads = tuple(self.reads), outer
        if reads:
            step = evolve(step, reads=reads)
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
        key = to_text(node)
        for variable, address in scope.elements.items():
            key += f" [{variable} {address}]"
        if key in self.assumed:
            return evolve(step, truth=self.assumed[key])
        if key not in self.open_conditions:
            self.open_conditions[key] = step
        return step

    def supposing(self, node: s.Node, scope: Scope) -> Step:
        """How a condition comes out that may turn out not to matter."""
        self._suppositions += 1
        try:
            return self.judge(node, scope)
        finally:
            self._suppositions -= 1

    def read(self, name: s.Name, scope: Scope, may_be_absent: bool = False) -> Value:
        """The value behind a name."""
        address = name.name
        match name.role:
            case "local":
                return self._local(address, scope)
            case "figure":
                value = self._figure(address)
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

    def _figure(self, name: str) -> Value:
        if self.law_date is None:
            self.reads.append(Read(self.law_date_fact, "fact", UNKNOWN))
            return UNKNOWN
        for dated in self.rulebook.vocabulary.figures[name].values:
            if dated.since <= self.law_date and (dated.until is None or self.law_date <= dated.until):
                return dated.value
        return UNKNOWN

    def _conclusion(self, name: s.Name, address: str, may_be_absent: bool) -> Value:
        decision = self.decide(address)
        if decision.state is State.NOT_APPLICABLE and not may_be_absent:
            return self.problem(
                "R0402",
                name,
                f"`{address}` is used, and nothing decides it for this case",
                "guard the use: `… is not none` first, or a condition under which it is decided",
            )
        return decision.value

    def elements_of(self, source: str) -> tuple[str, ...] | None:
        """The addresses of a list's elements; None when the list is missing."""
        found = self.case.facts.get(source, UNKNOWN)
        self.reads.append(Read(source, "fact", found))
        if not isinstance(found, Elements):
            return None
        return tuple(f"{source}[{i}]" for i in range(1, found.count + 1))

    def problem(self, code: str, node: s.Node, message: str, hint: str = "") -> Value:
        """Stops the evaluation with a diagnostic, unless it only supposes: then the value is unknown."""
        place = node.at if isinstance(node.at, Place) else Place(self.rulebook.place.file)
        return self._problem(code, place, message, to_text(node), hint)

    def _problem(self, code: str, place: Place, message: str, underlined: str, hint: str) -> Value:
        if self._suppositions == 0:
            raise Problem(Diagnostic(code, message, place, underlined, hint))
        return UNKNOWN


def guarded(evaluation: Evaluation, addresses: tuple[str, ...]) -> tuple[Diagnostic, ...]:
    """Decides all the addresses; gives the diagnostic of the first problem, if there is one."""
    try:
        for address in addresses:
            evaluation.decide(address)
    except Problem as problem:
        return (problem.diagnostic,)
    except calendar.CalendarRange as beyond:
        place = Place(evaluation.case.file)
        return (
            Diagnostic(
                "R0407",
                f"a date of this case lies beyond the calendar: {beyond}",
                place,
                "",
                "check the dates and periods of the case",
            ),
        )
    return ()


def _scope(version: Version, element: str) -> Scope:
    """The scope of a version: its local amounts, and the element that its conclusion is decided for."""
    return Scope(dict(version.where), {"": element} if element else {})


def _element_in(scope: Scope) -> str:
    return scope.elements.get("", "")


def _element_address(name: str, scope: Scope) -> str:
    variable, _, last = name.rpartition(".")
    return f"{scope.elements.get(variable) or scope.elements['']}.{last}"


def _said(tried: Tried) -> Value:
    """What a provision says when it applies; one that gives no value says yes."""
    return tried.amount.value if tried.amount else True


def _truth(value: Value) -> Truth:
    """How a name that holds yes or no comes out as a condition; what there is none of does not hold."""
    if isinstance(value, bool):
        return value
    return False if value is NONE else "unknown"


def _both(truths: Iterable[Truth]) -> Truth:
    """Kleene's and."""
    found: Truth = True
    for truth in truths:
        if truth is False:
            return False
        if truth == "unknown":
            found = "unknown"
    return found


def _reads_below(step: Step) -> list[Read]:
    reads = list(step.reads)
    for part in step.parts:
        reads.extend(_reads_below(part))
    return reads


def _shown(value: Value) -> str:
    return f"`{value}`"
