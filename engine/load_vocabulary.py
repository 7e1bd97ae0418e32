"""The vocabulary of a rulebook, from the trees of its files: facts, conclusions, records, dated figures."""

from collections.abc import Iterator, Sequence
from datetime import date

from attrs import define, evolve, field

from rulecheck.engine import entries
from rulecheck.engine.diagnostics import Diagnostic, Place, did_you_mean
from rulecheck.engine.in_force import InForce, out_of_sequence, read_day, read_in_force
from rulecheck.engine.load_expressions import Expressions
from rulecheck.engine.load_types import RecordType, TypeReader, read_bounds
from rulecheck.engine.reading import Unfit, read_value
from rulecheck.engine.source import Entry, Node, Scalar
from rulecheck.engine.types import BOOLEAN, DATE, WRONG, ListType, Quantity
from rulecheck.engine.vocabulary import (
    Conclusion,
    Constraint,
    DatedValue,
    Fact,
    Figure,
    Scheme,
    Topic,
    Vocabulary,
    Words,
)


def load_vocabulary(
    vocabulary: Sequence[Node], parameters: Sequence[Node], currency: Quantity, expressions: Expressions
) -> tuple[Vocabulary, tuple[Diagnostic, ...]]:
    """The vocabulary that the files declare together, and the mistakes in it.

    A declaration whose type cannot be read is declared all the same, with a type about which nothing more is said.
    """
    loading = _Loading(TypeReader(currency, frozenset(_record_names(vocabulary))), expressions)
    for root in vocabulary:
        loading.records_of(root)
    for root in vocabulary:
        loading.facts_of(root)
        loading.conclusions_of(root)
    for root in parameters:
        loading.figures_of(root)
    loading.nested_names()
    for root in vocabulary:
        loading.constraints_of(root)
        loading.schemes_of(root)
    found = Vocabulary(
        loading.facts,
        loading.conclusions,
        loading.records,
        loading.figures,
        tuple(loading.constraints),
        loading.schemes,
    )
    return found, tuple(loading.mistakes)


def _record_names(vocabulary: Sequence[Node]) -> Iterator[str]:
    for root in vocabulary:
        for entry in entries.entries(root, "records"):
            yield entry.key.text


@define
class _Loading:
    """What is declared so far, and the mistakes met."""

    types: TypeReader
    expressions: Expressions
    mistakes: list[Diagnostic] = field(factory=list)
    # Where each name was declared first.
    declared: dict[str, Place] = field(factory=dict)
    records: dict[str, Words] = field(factory=dict)
    fields: dict[str, list[tuple[str, Fact]]] = field(factory=dict)
    facts: dict[str, Fact] = field(factory=dict)
    conclusions: dict[str, Conclusion] = field(factory=dict)
    figures: dict[str, Figure] = field(factory=dict)
    constraints: list[Constraint] = field(factory=list)
    schemes: dict[str, Scheme] = field(factory=dict)

    def records_of(self, root: Node) -> None:
        """Reads the records of a file; their fields become facts of the name `<record>.<field>`."""
        for entry in entries.entries(root, "records"):
            name = entry.key.text
            if not self._first(name, entry.key.place):
                continue
            self.records[name] = entries.words(entry.value, "label")
            self.fields[name] = []
            for part in entries.entries(entry.value, "fields"):
                fact = self._fact(part, f"{name}.{part.key.text}")
                if isinstance(fact.type, RecordType | ListType):
                    hint = "a field is a plain value; make it a fact of its own"
                    self._mistake(
                        "R0322", f"a field cannot be a {fact.type}", part.key.place, part.key.text, hint
                    )
                    fact = evolve(fact, type=WRONG)
                fact = evolve(fact, record=name)
                self.fields[name].append((part.key.text, fact))
                if self._first(fact.name, fact.place):
                    self.facts[fact.name] = fact

    def facts_of(self, root: Node) -> None:
        """Reads the facts of a file; one that takes a record becomes a fact for each of its fields."""
        for entry in entries.entries(root, "facts"):
            if not self._first(entry.key.text, entry.key.place):
                continue
            fact = self._fact(entry, entry.key.text)
            if isinstance(fact.type, RecordType):
                for name, part in self.fields.get(fact.type.record, ()):
                    whole = _field_of(fact, name, part)
                    if self._first(whole.name, fact.place):
                        self.facts[whole.name] = whole
            else:
                self.facts[fact.name] = fact

    def _fact(self, entry: Entry, name: str) -> Fact:
        node, place = entry.value, entry.key.place
        kind, options = self.types.read(entry, self.mistakes)
        low, high = read_bounds(node, kind, place, self.mistakes)
        return Fact(
            name,
            kind,
            entries.words(node, "label"),
            place,
            entries.words(node, "question"),
            entries.words(node, "proof"),
            entries.text(node, "supplied by"),
            options,
            low,
            high,
            entries.flag(node, "optional"),
            "",
        )

    def conclusions_of(self, root: Node) -> None:
        """Reads the conclusions of a file."""
        for entry in entries.entries(root, "conclusions"):
            name, node, place = entry.key.text, entry.value, entry.key.place
            if not self._first(name, place):
                continue
            kind, options = self.types.read(entry, self.mistakes)
            if isinstance(kind, RecordType | ListType):
                hint = "decide its fields one by one, under names of their own"
                self._mistake("R0322", f"a conclusion cannot be a {kind}", place, name, hint)
                kind = WRONG
            says = entries.mapping(node, "says")
            if says is not None and kind not in (BOOLEAN, WRONG):
                at = entries.key_place(node, "says", place)
                hint = "only a conclusion of the type `boolean` has sentences for yes and no"
                self._mistake("R0327", f"`{name}` is a {kind}, and says yes or no", at, "says", hint)
            record = name.partition(".")[0]
            self.conclusions[name] = Conclusion(
                name,
                kind,
                entries.words(node, "label"),
                place,
                entries.words(says, "yes"),
                entries.words(says, "no"),
                options,
                record if record in self.records else "",
            )

    def figures_of(self, root: Node) -> None:
        """Reads the dated figures of a file."""
        for entry in entries.entries(root, "figures"):
            name, node = entry.key.text, entry.value
            if not self._first(name, entry.key.place):
                continue
            kind, _ = self.types.read(entry, self.mistakes)
            if isinstance(kind, RecordType | ListType):
                hint = "a figure is one number, amount, period or date"
                self._mistake("R0322", f"a figure cannot be a {kind}", entry.key.place, name, hint)
                continue
            label = entries.words(node, "label")
            figure = Figure(name, kind, label, entry.key.place)
            dated = [
                d for item in entries.items(node, "values") if (d := self._dated(item, figure)) is not None
            ]
            self.mistakes.extend(out_of_sequence([time for time, _ in dated], f"values of `{name}`"))
            self.figures[name] = evolve(figure, values=tuple(value for _, value in dated))

    def _dated(self, node: Node, figure: Figure) -> tuple[InForce, DatedValue] | None:
        written, when = entries.scalar(node, "value"), entries.scalar(node, "in force")
        if written is None or when is None:
            return None
        time = read_in_force(when)
        if not isinstance(time, InForce):
            self.mistakes.extend([time] if time is not None else [])
            return None
        promulgated = self._day(entries.scalar(node, "promulgated"))
        if figure.type == WRONG:
            return None
        value = read_value(written.text, figure.type)
        if isinstance(value, Unfit):
            message = f"the value of `{figure.name}` {value.message}"
            self._mistake("R0331", message, written.place, written.text, value.hint)
            return None
        by = entries.text(node, "by")
        return time, DatedValue(time.since, time.until, value, by, written.place, promulgated)

    def _day(self, written: Scalar | None) -> date | None:
        if written is None:
            return None
        day = read_day(written)
        if isinstance(day, Diagnostic):
            self.mistakes.append(day)
            return None
        return day

    def nested_names(self) -> None:
        """Refuses a fact within a fact: in a case, one name would have to be a value and a record at once."""
        for name, fact in self.facts.items():
            parts = name.split(".")
            for length in range(1, len(parts)):
                outer = ".".join(parts[:length])
                place = self.declared.get(outer)
                if outer in self.facts and place is not None:
                    hint = f"`{outer}` is a fact itself ({_at(place)}); rename one of the two"
                    self._mistake("R0321", f"`{name}` lies within the fact `{outer}`", fact.place, name, hint)
                elif outer in self.records and not fact.record:
                    hint = f"make it a field of the record, or rename it; the record is in {_at(self.declared[outer])}"
                    self._mistake(
                        "R0321", f"`{name}` begins with the name of a record", fact.place, name, hint
                    )

    def constraints_of(self, root: Node) -> None:
        """Reads what every possible case fulfils."""
        for item in entries.items(root, "constraints"):
            must = self.expressions.condition(entries.value(item, "must"))
            if must is not None:
                place = entries.value_place(item, "must", item.place)
                self.constraints.append(Constraint(must, entries.words(item, "says"), place))

    def schemes_of(self, root: Node) -> None:
        """Reads the schemes of a file; what they name must be declared."""
        for entry in entries.entries(root, "schemes"):
            if entry.key.text in self.schemes:
                self._twice(entry.key.text, entry.key.place, self.schemes[entry.key.text].place)
                continue
            node = entry.value
            for name in entries.scalars(node, "law date"):
                self._law_date(name)
            main = self._topic(node)
            topics = tuple(self._topic(item) for item in entries.items(node, "topics"))
            self.schemes[entry.key.text] = Scheme(
                entry.key.text,
                main.title,
                entry.key.place,
                main.about,
                entries.texts(node, "law date"),
                main.decides,
                topics,
            )

    def _topic(self, node: Node) -> Topic:
        """What brings a scheme or a part of it up, and what it decides."""
        for prefix in entries.scalars(node, "about"):
            if not any(n == prefix.text or n.startswith(f"{prefix.text}.") for n in self.declared):
                hint = did_you_mean(prefix.text, _beginnings(self.declared))
                self._mistake("R0329", f"no name begins with `{prefix.text}`", prefix.place, prefix.text, hint)
        for name in entries.scalars(node, "decides"):
            if name.text not in self.conclusions:
                hint = did_you_mean(name.text, self.conclusions)
                self._mistake("R0329", f"there is no conclusion `{name.text}`", name.place, name.text, hint)
        return Topic(entries.words(node, "title"), entries.texts(node, "about"), entries.texts(node, "decides"))

    def _law_date(self, name: Scalar) -> None:
        fact = self.facts.get(name.text)
        if fact is None or fact.record:
            dates = [f.name for f in self.facts.values() if f.type == DATE and not f.record]
            message = f"there is no fact `{name.text}`"
            self._mistake("R0329", message, name.place, name.text, did_you_mean(name.text, dates))
        elif fact.type not in (DATE, WRONG):
            message = f"`{name.text}` is a {fact.type}, and chooses no law"
            self._mistake("R0330", message, name.place, name.text, "name a fact of the type `date`")

    def _first(self, name: str, place: Place) -> bool:
        """Notes where a name is declared; tells when it was declared before."""
        first = self.declared.setdefault(name, place)
        if first is not place:
            self._twice(name, place, first)
        return first is place

    def _twice(self, name: str, place: Place, first: Place) -> None:
        self._mistake("R0320", f"`{name}` is declared twice", place, name, f"first in {_at(first)}")

    def _mistake(self, code: str, message: str, place: Place, underlined: str, hint: str) -> None:
        self.mistakes.append(Diagnostic(code, message, place, underlined, hint))


def _field_of(fact: Fact, name: str, part: Fact) -> Fact:
    """The field of a record as a fact of its own: `childcare_leave.start_on`. Its words tell whose field it is."""
    return evolve(
        part,
        name=f"{fact.name}.{name}",
        record="",
        label=_with(part.label, fact.label),
        question=_with(part.question, fact.label),
        optional=part.optional or fact.optional,
        supplied_by=part.supplied_by or fact.supplied_by,
        proof=part.proof or fact.proof,
    )


def _with(words: Words, whose: Words) -> Words:
    return Words(
        {
            lang: f"{text} ({whose.texts[lang]})" if lang in whose.texts else text
            for lang, text in words.texts.items()
        }
    )


def _beginnings(names: dict[str, Place]) -> set[str]:
    parts = [name.split(".") for name in names]
    return {".".join(p[:length]) for p in parts for length in range(1, len(p) + 1)}


def _at(place: Place) -> str:
    return f"{place.file}, line {place.line}"
