"""The trace of a generated decision: records and their slots become ``Decision``, ``Tried`` and ``Step``.

Nothing is decided here. How conditions came out, operands, local amounts and what was said stand in the slots; the
plans say where; names are read off the case and the conclusions decided. The order is that of the interpreter.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from rulecheck.engine.python.generated import Record, Run, figure
from rulecheck.engine.rulebook import Rulebook, Table, Version
from rulecheck.engine.trace import Amount, Decision, Read, Step, Tried
from rulecheck.engine.trace_reads import reads_below
from rulecheck.engine.values import NONE, NOT_APPLICABLE, UNKNOWN, Absent, Elements, Period, State, Value, exact
from rulecheck.grammar import syntax as s
from rulecheck.grammar.data_classes import Factory, define, evolve, frozen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any
else:
    Any = object

_STATES = {UNKNOWN: State.UNKNOWN, NOT_APPLICABLE: State.NOT_APPLICABLE, NONE: State.NOT_APPLICABLE}
_SLOTS = 11  # the fields of a record before its slots
Frame = Sequence[Any]
Plan = Any
Said = tuple[Amount | None, tuple[Step, ...]]


def state_of(value: Value) -> State:
    """The state of a conclusion of this value."""
    return _STATES.get(value, State.VALUE) if isinstance(value, Absent) else State.VALUE


def conclusion_at(rulebook: Rulebook, address: str) -> str:
    """The name of the conclusion at an address; of an element of a list, that of its record."""
    element, _, last = address.rpartition(".")
    if not element.endswith("]"):
        return address
    listed = rulebook.vocabulary.facts[element.rpartition("[")[0]].type
    return f"{getattr(listed, 'record', '')}.{last}"


@define
class Place:
    """What names mean where an expression stands, its frame, and the local amounts read so far."""

    where: Mapping[str, s.Node]
    elements: dict[str, str]
    day: date
    frame: Frame
    known: dict[str, tuple[Value, Plan, Frame]] = Factory(dict)

    def inner(self, variable: str, address: str, frame: Frame) -> Place:
        """The place of an element of a list."""
        return Place(self.where, {**self.elements, variable: address}, self.day, frame)


@frozen
class Unfolding:
    """Unfolds what one run has decided; ``plans`` gives the plans of a provision."""

    rulebook: Rulebook
    run: Run
    plans: Callable[[str], Mapping[str, Plan]]

    def decisions(self) -> tuple[Decision, ...]:
        """Everything decided, in order."""
        return tuple(self.decision(address) for address in self.run.known)

    def decision(self, address: str) -> Decision:
        """The decision of one conclusion."""
        value, records = self.run.known[address]
        tried = tuple(self.with_fulfilment(self.tried(record), record) for record in records)
        return Decision(address, conclusion_at(self.rulebook, address), state_of(value), value, tried)

    def spoken_of(self) -> tuple[Tried, ...]:
        """The provisions whose standing was asked for."""
        records = [self.run.tried[key] for key in self.run.spoken_of]
        return tuple(self.with_fulfilment(self.tried(record), record) for record in records)

    def with_fulfilment(self, tried: Tried, record: Record) -> Tried:
        """A provision looked at, with whether what it asks for was done."""
        found = self.run.fulfilments.get((record[0], record[1]))
        fulfilled = self.rulebook.provisions[record[0]].fulfilled
        if found is None or fulfilled is None:
            return tried
        place = Place({}, {"": record[1]} if record[1] else {}, self.run.law_date, found[1])
        return evolve(tried, fulfilled=self.step(fulfilled, self.fulfilment_plan((record[0], record[1])), place))

    def plan_of(self, record: Record) -> Plan:
        """The plan of the version that a record is of."""
        return self.plans(record[0])[f"version {record[7]}"]

    def choice_plan(self, id_: str, at: int) -> Plan:
        """The plan of the date that chooses a version."""
        return self.plans(id_)["choice"][at]

    def fulfilment_plan(self, key: tuple[str, str]) -> Plan:
        """The plan of what a provision asks for, by its id and the element."""
        return self.plans(key[0])["fulfilled"]

    def tried(self, record: Record) -> Tried:
        """A provision looked at."""
        id_, element, applies, outcome, said, row, exceptions, index, day, choice, breach = record[:_SLOTS]
        provision = self.rulebook.provisions[id_]
        read = tuple(r for at, frame in choice for r in self._choice(provision.versions[at], id_, at, element, frame))
        if index is None:
            chosen_by = None if outcome == "unknown" else day or self.run.law_date
            return Tried(id_, element, outcome, applies, None, chosen_by, read)
        version = provision.versions[index]
        when, plan = self.plan_of(record)
        elements = {"": element} if element else {}
        place = Place(dict(version.where), elements, day or self.run.law_date, record[_SLOTS:])
        condition = None
        if version.when is not None and place.frame[when[0]] is not None:
            condition = self.step(version.when, when, place)
        excepting = tuple(self.tried(exception) for exception in exceptions)
        amount, rows = self._said(version, plan, said, place)
        return Tried(
            id_,
            element,
            outcome,
            applies,
            index,
            day or self.run.law_date,
            read,
            None if breach is None else Step(s.ProvisionStatus(provision.punishes, "breached"), breach),
            condition,
            excepting,
            tuple((n, Amount(node, place.known[n][0])) for n, node in version.where if n in place.known),
            amount,
            row,
            rows,
        )

    def _choice(self, version: Version, id_: str, at: int, element: str, frame: Frame) -> tuple[Read, ...]:
        assert version.version_by is not None
        elements = {"": element} if element else {}
        place = Place(dict(version.where), elements, self.run.law_date, frame)
        reads: list[Read] = []
        self.value(version.version_by, self.choice_plan(id_, at), place, reads)
        return tuple(reads)

    def _said(
        self, version: Version, plan: Plan, said: Value | None, place: Place
    ) -> tuple[Amount | None, tuple[Step, ...]]:
        if version.unsettled:
            return (None if said is None else Amount(s.Text(version.unsettled.text()), said)), ()
        if version.table is not None:
            return self._row(version.table, plan, said, place)
        if version.value is None or said is None:
            return None, ()
        return self._amount(version.value, plan, said, place), ()

    def _amount(self, node: s.Node, plan: Plan, value: Value, place: Place) -> Amount:
        reads: list[Read] = []
        self.value(node, plan, place, reads)
        return Amount(node, value, tuple(reads))

    def _row(
        self, table: Table, plan: Plan, said: Value | None, place: Place
    ) -> tuple[Amount | None, tuple[Step, ...]]:
        whens, values = plan
        steps: list[Step] = []
        holding: list[int] = []
        certain = True
        for i, row in enumerate(table.rows):
            if row.when is None:
                if not holding or not certain:
                    holding.append(i)
                break
            if place.frame[whens[i][0]] is None:
                break
            step = self.step(row.when, whens[i], place)
            steps.append(step)
            if step.truth is not False:
                holding.append(i)
                certain = certain and step.truth is True
        if said is None:
            return None, tuple(steps)
        amounts = [self._amount(table.rows[i].value, values[i], said, place) for i in holding]
        return amounts[0], tuple(steps)

    def step(self, node: s.Node, plan: Plan, place: Place) -> Step:
        """A condition as it came out."""
        truth = place.frame[plan[0]]
        reads: list[Read] = []
        parts: list[Step] = []
        operands: tuple[Value, ...] = ()
        match node:
            case s.AllOf() | s.AnyOf():
                settles = isinstance(node, s.AnyOf)
                for operand, below in zip(node.operands, plan[1:], strict=True):
                    parts.append(self.step(operand, below, place))
                    if parts[-1].truth is settles:
                        break
            case s.Not():
                parts.append(self.step(node.operand, plan[1], place))
            case s.Compare() | s.InRange() | s.IsOneOf() | s.Includes() | s.IsNone():
                shown = zip(s.children(node), plan[1:], strict=True)
                operands = tuple(self._operand(operand, below, place, reads) for operand, below in shown)
            case s.Quantified():
                self._list(node.source, reads)
                for i, frame in enumerate(place.frame[plan[1]] or (), start=1):
                    inner = place.inner(node.variable, f"{node.source}[{i}]", frame)
                    parts.append(self.step(node.condition, plan[2], inner))
            case s.ProvisionStatus():
                pass
            case _:
                self.value(node, plan[1], place, reads)
        return Step(node, truth, tuple(reads), operands, tuple(parts))

    def _operand(self, node: s.Node, plan: Plan, place: Place, reads: list[Read]) -> Value:
        slot, below = plan
        value = self.value(node, below, place, reads)
        return value if slot < 0 else place.frame[slot]

    def _list(self, source: str, reads: list[Read]) -> None:
        reads.append(Read(source, "fact", self.run.facts.get(source, UNKNOWN)))

    def _truth(self, node: s.Node, plan: Plan, place: Place, reads: list[Read]) -> Step:
        """A condition inside an amount: what it reads counts as read by the amount."""
        step = self.step(node, plan, place)
        reads.extend(reads_below(step))
        return step

    def value(self, node: s.Node, plan: Plan, place: Place, reads: list[Read]) -> Value:
        """What an amount read, in order; gives the value of a name or a literal (others stand in slots)."""
        match node:
            case s.Name():
                return self._name(node, plan, place, reads)
            case s.Number():
                return exact(node.value)
            case s.PeriodLiteral():
                return Period(node.months, node.days)
            case s.DateLiteral() | s.Truth() | s.Text():
                return node.value
            case s.If():
                condition, then, otherwise = plan
                truth = self._truth(node.condition, condition, place, reads).truth
                if truth is not False:
                    self.value(node.then, then, place, reads)
                if truth is not True:
                    self.value(node.otherwise, otherwise, place, reads)
            case s.Count() | s.Total():
                self._gathered(node, plan, place, reads)
            case _ if type(node) in CONDITIONS:
                self._truth(node, plan, place, reads)
            case _:
                for part, below in zip(s.children(node), plan, strict=True):
                    self.value(part, below, place, reads)
        return UNKNOWN

    def _gathered(self, node: s.Count | s.Total, plan: Plan, place: Place, reads: list[Read]) -> None:
        wheres, condition, amounts, amount = plan
        self._list(node.source, reads)
        found = self.run.facts.get(node.source, UNKNOWN)
        counted = [f"{node.source}[{i + 1}]" for i in range(found.count if isinstance(found, Elements) else 0)]
        if node.where is not None:
            frames = zip(counted, place.frame[wheres] or (), strict=True)
            steps = [
                (a, self._truth(node.where, condition, place.inner(node.variable, a, f), reads)) for a, f in frames
            ]
            counted = [address for address, step in steps if step.truth is True]
        if isinstance(node, s.Total):
            for address, frame in zip(counted, place.frame[amounts] or (), strict=False):
                self.value(node.amount, amount, place.inner(node.variable, address, frame), reads)

    def _name(self, node: s.Name, plan: Plan, place: Place, reads: list[Read]) -> Value:
        address = node.name
        if node.role == "local":
            return self._local(address, plan, place, reads)
        if node.role in ("element fact", "element conclusion"):
            variable, _, last = address.rpartition(".")
            address = f"{place.elements.get(variable) or place.elements['']}.{last}"
        if node.role == "figure":
            value = figure(self.run, address, place.day)
        elif node.role in ("fact", "element fact"):
            value = self.run.facts.get(address, UNKNOWN)
        else:
            value = self.run.known[address][0]
        reads.append(Read(address, node.role, value))
        return value

    def _local(self, name: str, plan: Plan, place: Place, reads: list[Read]) -> Value:
        before = len(reads)
        if name not in place.known:
            slot, below = plan
            value: Value = place.frame[slot]
            self.value(place.where[name], below, place, reads)
            place.known[name] = value, below, place.frame
            reads.insert(before, Read(name, "local", value))
            return value
        value, below, _ = place.known[name]
        reads.append(Read(name, "local", value))
        if value is UNKNOWN:
            self.value(place.where[name], below, place, reads)
        return value


CONDITIONS = (
    s.AllOf, s.AnyOf, s.Not, s.Compare, s.InRange, s.IsOneOf, s.Includes, s.IsNone, s.Quantified, s.ProvisionStatus,
)  # fmt: skip
