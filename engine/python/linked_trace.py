"""The run that a linked function stands for: its records and what it decided, in the order of the interpreter.

A linked function decides more than the interpreter may need, in an order of its own. What was needed, and when, shows
as the trace is unfolded: a conclusion is decided when something first reads it, a provision looked at when something
first speaks of it.
"""

from __future__ import annotations

from collections.abc import Callable

from rulecheck.engine.python.generated import Record, Run
from rulecheck.engine.python.linked import Linked
from rulecheck.engine.python.unfold import Place, Plan, Unfolding
from rulecheck.engine.trace import Step, Tried
from rulecheck.engine.values import UNKNOWN, Value
from rulecheck.grammar import syntax as s
from rulecheck.grammar.data_classes import Factory, field, frozen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any
else:
    Any = object

Slots = tuple[Any, ...]
Layout = Any


@frozen
class Records:
    """The records of what a linked function gave; ``asked`` is the run that it asked, if it did."""

    linked: Linked
    slots: Slots
    asked: Run | None
    shared: frozenset[str] = field(init=False)
    # Records are told apart by identity: one layout, one record.
    made: dict[int, Record] = Factory(dict)
    plans: dict[int, Plan] = Factory(dict)

    @shared.default
    def _shared(self) -> frozenset[str]:
        """The provisions that more than one thing may ask for."""
        shared: Any = self.linked.made.plans["shared"]
        return frozenset(shared)

    def conclusion(self, address: str) -> tuple[Value, tuple[Record, ...]]:
        """The value of a conclusion, and the records of the provisions tried."""
        values: Any = self.linked.made.plans["values"]
        found = values.get(address)
        if found is None:
            assert self.asked is not None
            return self.asked.known[address]
        return self.slots[found[0]], tuple([self.record(layout) for layout in found[1]])

    def provision(self, key: tuple[str, str]) -> Record:
        """The record of a provision that more than one thing may ask for."""
        provisions: Any = self.linked.made.plans["provisions"]
        layout = None if key[1] else provisions.get(key[0])
        if layout is None:
            assert self.asked is not None
            return self.asked.tried[key]
        return self.record(layout)

    def fulfilment(self, key: tuple[str, str]) -> Record | None:
        """Whether what a provision asks for was done, as ``generated.fulfilment``."""
        layout = self.fulfilled(key)
        if layout is None:
            return None if self.asked is None else self.asked.fulfilments.get(key)
        return self.slots[layout[0]], self.slots[layout[1] : layout[2]]

    def fulfilled(self, key: tuple[str, str]) -> Layout | None:
        """The layout of what a provision asks for; None where only the run has looked at it."""
        fulfilments: Any = self.linked.made.plans["fulfilments"]
        layout = None if key[1] else fulfilments.get(key[0])
        return None if layout is None or self.slots[layout[0]] is None else layout

    def record(self, layout: Layout) -> Record:
        """The record of a layout."""
        if isinstance(layout, int):
            asked: Record = self.slots[layout]
            return asked
        found = self.made.get(id(layout))
        if found is None:
            found, plan = self._chosen(*layout[1:]) if layout[0] == "" else (self._record(layout), layout[-1])
            self.made[id(layout)] = found
            self.plans[id(found)] = plan
        return found

    def _chosen(self, id_: str, at: int, days: tuple[int, ...], versions: tuple[Layout, ...]) -> tuple[Record, Plan]:
        """The record of a provision whose version a date chooses."""
        index = self.slots[at]
        last = 0 if index is None else index if index >= 0 else -1 - index
        looked_at = tuple([(i, ()) for i in range(len(days) - 1, last - 1, -1) if days[i] >= 0])
        day = self.slots[days[last]] if days[last] >= 0 else None
        if index is None:
            return (id_, "", "unknown", "not held", None, None, (), None, day, looked_at, None), None
        if index < 0:
            return (id_, "", False, "not in force", None, None, (), None, day, looked_at, None), None
        record = self._record(versions[index])
        return (*record[:8], day, looked_at, *record[10:]), versions[index][-1]

    def _record(self, layout: Layout) -> Record:
        if len(layout) == 1:
            return (layout[0], "", False, "not in force", None, None, (), None, None, (), None)
        id_, index, own_at, applies_at, said_at, excepted_by, first, after, _ = layout
        slots = self.slots
        tail = (index, None, (), None, *slots[first:after])
        own = True if own_at < 0 else slots[own_at]
        if own is False:
            return (id_, "", False, "does not apply", None, None, (), *tail)
        exceptions = tuple([self.record(exception) for exception in excepted_by])
        applies = own if applies_at < 0 else slots[applies_at]
        if applies is False:
            return (id_, "", False, "excepted", None, None, exceptions, *tail)
        said = slots[said_at] if said_at >= 0 else None if said_at == -1 else UNKNOWN
        return (id_, "", applies, "applies" if applies is True else "unknown", said, None, exceptions, *tail)


class Needed(dict[str, tuple[Value, tuple[Record, ...]]]):
    """The conclusions decided, in order: one that is looked up for the first time is decided then."""

    def __init__(self, decide: Callable[[str], tuple[Value, tuple[Record, ...]]]) -> None:
        super().__init__()
        self.decide = decide

    def __missing__(self, address: str) -> tuple[Value, tuple[Record, ...]]:
        found = self.decide(address)
        self[address] = found
        return found


@frozen
class Replay(Unfolding):
    """Unfolds what a linked function gave, and finds while doing so what was needed."""

    records: Records
    seen: dict[int, Tried] = Factory(dict)

    def replay(self, asked: tuple[str, ...]) -> None:
        """Fills the run as the chunks would have."""
        known = Needed(self._decide)
        self.run.known = known
        for address in asked:
            known[address]
        for key, record in tuple(self.run.tried.items()):
            if record[2] is True:
                self._fulfilment(key)

    def _decide(self, address: str) -> tuple[Value, tuple[Record, ...]]:
        value, records = self.records.conclusion(address)
        for record in records:
            self.tried(record)
        return value, records

    def tried(self, record: Record) -> Tried:
        """A provision looked at; those that more than one thing may ask for are noted."""
        found = self.seen.get(id(record))
        if found is None:
            punished = self.rulebook.provisions[record[0]].punishes
            if record[10] is not None:
                self._asked_about((punished, record[1]), "breached")
            found = self.seen[id(record)] = super().tried(record)
        if record[0] in self.records.shared:
            self.run.tried.setdefault((record[0], record[1]), record)
        return found

    def plan_of(self, record: Record) -> Plan:
        """The plan of a record."""
        found = self.records.plans.get(id(record))
        return super().plan_of(record) if found is None else found

    def choice_plan(self, id_: str, at: int) -> Plan:
        """The plan of the date that chooses a version; a fact needs none."""
        named = self.rulebook.provisions[id_].versions[at].version_by
        return None if isinstance(named, s.Name) and named.role == "fact" else super().choice_plan(id_, at)

    def fulfilment_plan(self, key: tuple[str, str]) -> Plan:
        """The plan of what a provision asks for."""
        layout = self.records.fulfilled(key)
        return super().fulfilment_plan(key) if layout is None else layout[3]

    def step(self, node: s.Node, plan: Plan, place: Place) -> Step:
        """A condition as it came out."""
        if isinstance(node, s.ProvisionStatus):
            self._asked_about((node.provision, place.elements.get("", "")), node.status)
        return super().step(node, plan, place)

    def _asked_about(self, key: tuple[str, str], status: str) -> None:
        record = self.records.provision(key)
        self.tried(record)
        self.run.spoken_of[key] = None
        if status not in ("applies", "owed") and record[2] is not False:
            self._fulfilment(key)

    def _fulfilment(self, key: tuple[str, str]) -> None:
        if key in self.run.fulfilments:
            return
        found = self.records.fulfilment(key)
        if found is not None:
            self.run.fulfilments[key] = found
            record = self.run.tried[key]
            self.with_fulfilment(self.tried(record), record)
