"""The vocabulary of a rulebook, from the trees of its files: facts, conclusions, records, dated figures."""

from collections.abc import Iterator, Sequence

from rulecheck.engine import entries
from rulecheck.engine.diagnostics import Diagnostic, Place
from rulecheck.engine.load_expressions import Expressions
from rulecheck.engine.load_figures import load_figure
from rulecheck.engine.load_schemes import declared_twice, load_constraints, load_schemes, located
from rulecheck.engine.load_types import RecordType, TypeReader, read_bounds
from rulecheck.engine.source import Entry, Node
from rulecheck.engine.types import BOOLEAN, WRONG, ListType, Quantity, described
from rulecheck.engine.vocabulary import Conclusion, Fact, Figure, Vocabulary, Words
from rulecheck.grammar.data_classes import define, evolve, field


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
    loading.nested_names()
    for root in parameters:
        for entry in entries.entries(root, "figures"):
            loading.figure(entry)
    declared = Vocabulary(loading.facts, loading.conclusions, loading.records, loading.figures)
    constraints = tuple(load_constraints(vocabulary, expressions))
    schemes, mistakes = load_schemes(vocabulary, declared)
    found = evolve(declared, constraints=constraints, schemes=schemes)
    return found, (*loading.mistakes, *mistakes)


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
                    message = f"a field cannot be {described(fact.type)}"
                    self._mistake("R0322", message, part.key.place, part.key.text, hint)
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
            fixed=entries.flag(node, "fixed"),
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
                self._mistake("R0322", f"a conclusion cannot be {described(kind)}", place, name, hint)
                kind = WRONG
            says = entries.mapping(node, "says")
            if says is not None and kind not in (BOOLEAN, WRONG):
                at = entries.key_place(node, "says", place)
                hint = "only a conclusion of the type `boolean` has sentences for yes and no"
                message = f"`{name}` is {described(kind)}, and has sentences for yes and no"
                self._mistake("R0327", message, at, "says", hint)
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
                entries.text(node, "better"),
            )

    def figure(self, entry: Entry) -> None:
        """Reads a dated figure."""
        if self._first(entry.key.text, entry.key.place):
            self.figures[entry.key.text] = load_figure(entry, self.types, self.mistakes)

    def nested_names(self) -> None:
        """Refuses a fact within a fact: in a case, one name would have to be a value and a record at once."""
        for name, fact in self.facts.items():
            parts = name.split(".")
            for length in range(1, len(parts)):
                outer = ".".join(parts[:length])
                place = self.declared.get(outer)
                if outer in self.facts and place is not None:
                    hint = f"`{outer}` is a fact itself ({located(place)}); rename one of the two"
                    self._mistake("R0321", f"`{name}` lies within the fact `{outer}`", fact.place, name, hint)
                elif outer in self.records and not fact.record:
                    hint = (
                        f"make it a field of the record, or rename it; the record is in {located(self.declared[outer])}"
                    )
                    self._mistake("R0321", f"`{name}` begins with the name of a record", fact.place, name, hint)

    def _first(self, name: str, place: Place) -> bool:
        """Notes where a name is declared; tells when it was declared before."""
        first = self.declared.setdefault(name, place)
        if first is not place:
            self.mistakes.append(declared_twice(name, place, first))
        return first is place

    def _mistake(self, code: str, message: str, place: Place, underlined: str, hint: str) -> None:
        self.mistakes.append(Diagnostic(code, message, place, underlined, hint))


def _field_of(fact: Fact, name: str, part: Fact) -> Fact:
    """The field of a record as a fact of its own: `leave.start_on`. Its words tell whose field it is."""
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
        {lang: f"{text} ({whose.texts[lang]})" if lang in whose.texts else text for lang, text in words.texts.items()}
    )
