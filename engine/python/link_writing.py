"""Writes expressions for cases of one shape: which facts are given is known, and of what class each is.

Facts are read into variables once. A fact that is missing, or of which the case says there is none, is a constant. A
figure is the one in force; a conclusion is a variable set further up. What is left, lists and what a provision asks
for, is asked of a run, as the code for cases of any shape does.
"""

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date

from rulecheck.engine.python.generated import FACT_BITS, LARGEST_FACT
from rulecheck.engine.python.provisions import Writing
from rulecheck.engine.python.writer import Days, Months, Names, Plan, Writer
from rulecheck.engine.types import DAYS, MONTHS, Quantity
from rulecheck.engine.values import UNKNOWN, Absent, Elements, Period, Value
from rulecheck.engine.vocabulary import Fact
from rulecheck.grammar import syntax as s
from rulecheck.grammar.data_classes import Factory, define

# Lists of up to so many elements are written out.
_FEW = 4
# A comparison with what fits one digit of Python's own integers, and not in a chain, takes a fifth of the time.
_SMALL = 2**30 - 1
_UNLIKE = "raise Handed('the case has another shape')"
# What a name stands for that is decided by the law of the law date.
LAW_DATE = "R.law_date"


def class_of(value: Value) -> type:
    """The class of a fact: of a period, of days or of months where it has no others."""
    if isinstance(value, Period):
        return Period if value.months and value.days else Days if value.days else Months
    return type(value)


@define
class LinkWriter(Writer):
    """The lines of one function for cases of one shape; ``classes`` are those of the facts given, ``lists`` the facts
    that are lists.

    ``kept`` are the variables that the function gives back, ``unset`` those that it may leave without a value.
    ``settled`` are the variables known to have one at the line in hand.
    """

    classes: Mapping[str, type] = Factory(dict)
    lists: Mapping[str, Elements] = Factory(dict)
    kept: list[str] = Factory(list)
    unset: list[str] = Factory(list)
    settled: set[str] = Factory(set)
    read: dict[str, str] = Factory(dict)
    limited: set[str] = Factory(set)
    runs: bool = False

    def bits(self, text: str) -> int | None:
        """As ``Writer.bits``; of a fact that is a whole number, so many as it is then held to have."""
        text = self.copies.get(text, text)
        if text[0] == "g" and self.kind(text) is int:
            self.limited.add(text)
            return FACT_BITS
        return super().bits(text)

    def alias(self, text: str) -> tuple[str, int]:
        """A slot that holds what another variable holds: its name, and its number."""
        if self.loops:
            name, slot = self.slot()
            self.line(f"{name} = {text}")
            self.same_as(name, text)
            return name, slot
        self.slots.append(text)
        return text, len(self.slots) - 1

    @contextmanager
    def block(self, head: str, loop: bool = False) -> Iterator[None]:
        """As ``Writer.block``; what is set in it may not be set after it."""
        before = set(self.settled)
        with super().block(head, loop):
            yield
        self.settled = before

    @contextmanager
    def frame(self) -> Iterator[list[str]]:
        """As ``Writer.frame``; outside of loops the function's first line sets the slots that need it."""
        if self.loops:
            with super().frame() as slots:
                yield slots
            return
        outer, self.slots = self.slots, []
        yield self.slots
        self.slots = outer

    def slot(self, letter: str = "t") -> tuple[str, int]:
        """As ``Writer.slot``."""
        name, number = super().slot(letter)
        self.may_be_unset(name, anyway=letter == "l")  # a list may be missing
        return name, number

    def may_be_unset(self, name: str, anyway: bool = False) -> None:
        """Notes a variable that is set at the line in hand: below a condition, it may stay without a value."""
        if not self.loops and (anyway or self.level > 1):
            self.unset.append(name)

    def keep(self, text: str) -> int:
        """Gives a variable back: its place in what the function gives."""
        self.kept.append(text)
        return len(self.kept) - 1

    def fact(self, name: str) -> str:
        """A fact: its variable, or the constant where none is given."""
        kind = self.classes.get(name)
        if kind is None:
            return "UNKNOWN"
        variable = self.read.setdefault(name, f"g{len(self.read)}")
        if kind is Absent:
            return "NONE"
        self.kinds[variable] = self._class(name)
        return variable

    def _class(self, name: str) -> type:
        """The class of a fact given. No time at all is days or months as its type says, else months."""
        declared = self.declared(name).type
        if self.classes[name] in (Days, Months) and declared in (DAYS, MONTHS):
            return Days if declared == DAYS else Months
        return self.classes[name]

    def declared(self, name: str) -> Fact:
        """What the vocabulary says of a fact; of that of an element, what it says of its record's."""
        facts = self.rulebook.vocabulary.facts
        element, _, last = name.rpartition(".")
        if element.endswith("]"):
            listed = facts[element.rpartition("[")[0]].type
            name = f"{getattr(listed, 'record', '')}.{last}"
        return facts[name]

    def facts_read(self) -> Iterator[str]:
        """The lines that read the facts. A case of another shape is refused here.

        Of what class a fact is, is asked only where its type leaves it open.
        """
        others = sorted(self.classes.keys() - self.read.keys())
        given = f" and F.keys() >= {self.constant(frozenset(others))}" if others else ""
        yield f" if not (len(F) == {len(self.classes)}{given}):"
        yield f"  {_UNLIKE}"
        for name, variable in self.read.items():
            yield f" {variable} = F[{name!r}]"
            conditions = [*self._shape_of(name, variable)]
            if variable in self.limited:
                small = f"not (-{_SMALL} < {variable} and {variable} < {_SMALL})"
                conditions.append(f"{small} and not -{LARGEST_FACT} < {variable} < {LARGEST_FACT}")
            if conditions:
                yield f" if {' or '.join(conditions)}: {_UNLIKE}"

    def _shape_of(self, name: str, variable: str) -> Iterator[str]:
        given = self._class(name)
        fact = self.declared(name)
        if given is Absent:
            yield f"{variable} is not NONE"
        elif given is Elements:
            yield f"{variable} != {self.constant(self.lists[name])}"
        elif fact.optional or (isinstance(fact.type, Quantity) and not fact.type.whole):
            yield f"{variable}.__class__ is not {'Period' if issubclass(given, Period) else given.__name__}"
        if given in (Days, Months):
            yield f"{variable}.{'months' if given is Days else 'days'}"


@define
class LinkWriting(Writing):
    """Writes the expressions; ``narrow`` is told the days on which something else may be in force."""

    writer: LinkWriter
    law_date: date
    plans: dict[str, Plan] = Factory(dict)

    @abstractmethod
    def conclusion(self, name: str, may_be_absent: bool) -> str:
        """The variable of a conclusion, decided further up."""

    @abstractmethod
    def applies(self, provision: str) -> str | None:
        """The variable that tells whether a provision applies; None where it was not looked at further up."""

    @abstractmethod
    def narrow(self, first: date, until: date | None) -> None:
        """What is written is right only on the side of these days on which the law date lies."""

    def name(self, node: s.Name, names: Names, may_be_absent: bool = False) -> tuple[str, Plan]:
        """Writes the reading of a name."""
        if node.role == "fact":
            return self.writer.fact(node.name), None
        if node.role == "conclusion":
            return self.conclusion(node.name, may_be_absent), None
        if node.role == "element fact":
            variable, _, last = node.name.rpartition(".")
            element = names.variables.get(variable, "")
            if element.startswith("'") and element != "''":
                return self.writer.fact(f"{element[1:-1]}.{last}"), None
        if node.role == "figure" and names.day == LAW_DATE:
            return self._figure(node.name), None
        self.writer.runs = self.writer.runs or node.role != "local"
        return super().name(node, names, may_be_absent)

    def judge(self, node: s.Node, names: Names) -> tuple[str, Plan]:
        """Writes a condition."""
        if isinstance(node, s.ProvisionStatus):
            applies = self.applies(node.provision) if node.status in ("applies", "owed") else None
            if applies is not None:
                self.writer.count()
                name, slot = self.writer.alias(applies)
                return name, (slot,)
            self.writer.runs = True
        elif isinstance(node, s.Quantified):
            count = self._few(node.source)
            if count is not None:
                return self._element_by_element(node, names, count)
            self.writer.runs = True
        elif isinstance(node, s.Name):
            value, plan = self.value(node, names)
            if self._is_sure(value):
                name, slot = self.writer.alias(value)
                return name, (slot, plan)
            return self.truth(node, value, plan)
        return super().judge(node, names)

    def value(self, node: s.Node, names: Names) -> tuple[str, Plan]:
        """Writes an amount."""
        if isinstance(node, s.Count | s.Total | s.NextWorkingDay):
            self.writer.runs = True
        return super().value(node, names)

    def _few(self, source: str) -> int | None:
        """How many elements a list has, where they are written out one by one."""
        listed = self.writer.lists.get(source)
        few = listed is not None and not self.writer.loops and listed.count <= _FEW
        return listed.count if listed is not None and few else None

    def _element_by_element(self, node: s.Quantified, names: Names, count: int) -> tuple[str, Plan]:
        """As ``Conditions``' loop, for a list of few elements."""
        settles = node.quantifier != "every"
        writer = self.writer
        name, slot = writer.slot()
        frames, list_slot = writer.slot("l")
        writer.line(f"{name} = {not settles}")
        writer.line(f"{frames} = []")
        plan: Plan = None
        for number in range(1, count + 1):
            with self._going_on(f"if {name} is not {settles}:" if number > 1 else ""):
                with writer.frame() as slots:
                    element = repr(f"{node.source}[{number}]")
                    part, plan = self.judge(node.condition, self.inner(names, node.variable, element))
                    writer.line(f"{frames}.append(({''.join(f'{slot}, ' for slot in slots)}))")
                with writer.block(f"if {part} is not {not settles}:"):
                    writer.line(f"{name} = {part}")
        if node.quantifier == "no":
            with writer.block(f"if {name} != 'unknown':"):
                writer.line(f"{name} = not {name}")
        return name, (slot, list_slot, plan)

    @contextmanager
    def _going_on(self, head: str) -> Iterator[None]:
        if not head:
            yield
        else:
            with self.writer.block(head):
                yield

    def _figure(self, name: str) -> str:
        figure = self.writer.rulebook.vocabulary.figures[name]
        for dated in figure.values:
            self.narrow(dated.since, dated.until)
        dated_value = figure.on(self.law_date)
        value = UNKNOWN if dated_value is None else dated_value.value
        if isinstance(value, Absent):
            return value.name
        text = self.writer.constant(value)
        if text.startswith("-"):
            text = self.writer.constants.setdefault(f"({text})", f"K{len(self.writer.constants)}")
            self.writer.kinds[text] = int
        return text

    def _local(self, local: str, names: Names) -> tuple[str, Plan]:
        writer = self.writer
        first = local not in names.locals
        if first:
            names.locals[local] = writer.slot("w")
        held, slot = names.locals[local]
        if first or held in writer.settled:
            if first:
                value, plan = self.value(names.where[local], names)
                writer.line(f"{held} = {value}")
                writer.same_as(held, value)
                writer.settled.add(held)
                self.plans[held] = plan
            return held, (slot, self.plans[held])
        writer.may_be_unset(held, anyway=True)
        with writer.block(f"if {held} is None:"):
            value, plan = self.value(names.where[local], names)
            writer.line(f"{held} = {value}")
        writer.settled.add(held)
        return held, (slot, plan)
