"""Constraints and schemes of the vocabulary, from their trees, once all names are declared."""

from collections.abc import Iterator, Sequence

from rulecheck.engine import entries
from rulecheck.engine.diagnostics import Diagnostic, Place
from rulecheck.engine.load_expressions import Expressions
from rulecheck.engine.source import Node, Scalar
from rulecheck.engine.types import DATE, WRONG, described
from rulecheck.engine.vocabulary import Constraint, Scheme, Topic, Vocabulary
from rulecheck.grammar.data_classes import define, field


def load_constraints(files: Sequence[Node], expressions: Expressions) -> Iterator[Constraint]:
    """What every possible case fulfils, in the order of the files."""
    for root in files:
        for item in entries.items(root, "constraints"):
            must = expressions.condition(entries.value(item, "must"))
            if must is not None:
                place = entries.value_place(item, "must", item.place)
                yield Constraint(must, entries.words(item, "says"), place)


def load_schemes(files: Sequence[Node], declared: Vocabulary) -> tuple[dict[str, Scheme], tuple[Diagnostic, ...]]:
    """The schemes by their names, and the mistakes in them: what they speak of must be declared."""
    names = [*declared.facts, *declared.conclusions, *declared.figures, *declared.records]
    loading = _Loading(declared, entries.beginnings(names))
    for root in files:
        loading.schemes_of(root)
    return loading.schemes, tuple(loading.mistakes)


def declared_twice(name: str, place: Place, first: Place) -> Diagnostic:
    """The diagnostic for a second declaration."""
    return Diagnostic("R0320", f"`{name}` is declared twice", place, name, f"first in {located(first)}")


def located(place: Place) -> str:
    """A place as a hint tells it."""
    return f"{place.file}, line {place.line}"


@define
class _Loading:
    declared: Vocabulary
    # What names begin with, in whole parts.
    beginnings: set[str]
    mistakes: list[Diagnostic] = field(factory=list)
    schemes: dict[str, Scheme] = field(factory=dict)

    def schemes_of(self, root: Node) -> None:
        """Reads the schemes of a file."""
        for entry in entries.entries(root, "schemes"):
            name, place, node = entry.key.text, entry.key.place, entry.value
            if name in self.schemes:
                self.mistakes.append(declared_twice(name, place, self.schemes[name].place))
                continue
            for fact in entries.scalars(node, "law date"):
                self._law_date(fact)
            main = self._topic(node)
            topics = tuple(self._topic(item) for item in entries.items(node, "topics"))
            law_date = entries.texts(node, "law date")
            self.schemes[name] = Scheme(
                name, main.title, place, main.about, law_date, main.decides, topics, main.together_with
            )

    def _topic(self, node: Node) -> Topic:
        """What brings a scheme or a part of it up, and what it decides."""
        known = self.declared
        for prefix in (*entries.scalars(node, "about"), *entries.scalars(node, "together with")):
            if prefix.text not in self.beginnings:
                hint = entries.near(self.mistakes, prefix.text, self.beginnings)
                self._unknown(f"no name begins with `{prefix.text}`", prefix, hint)
        for name in entries.scalars(node, "decides"):
            if name.text not in known.conclusions:
                hint = entries.near(self.mistakes, name.text, known.conclusions)
                if name.text in known.facts:
                    hint = "it is a fact; a scheme decides conclusions"
                self._unknown(f"there is no conclusion `{name.text}`", name, hint)
        return Topic(
            entries.words(node, "title"),
            entries.texts(node, "about"),
            entries.texts(node, "decides"),
            entries.texts(node, "together with"),
        )

    def _law_date(self, name: Scalar) -> None:
        facts = self.declared.facts
        fact = facts.get(name.text)
        if fact is None or fact.record:
            dates = [f.name for f in facts.values() if f.type == DATE and not f.record]
            hint = entries.near(self.mistakes, name.text, dates)
            self._unknown(f"there is no fact `{name.text}`", name, hint)
        elif fact.type not in (DATE, WRONG):
            message = f"`{name.text}` is {described(fact.type)}, and chooses no law"
            hint = "name a fact of the type `date`"
            self.mistakes.append(Diagnostic("R0330", message, name.place, name.text, hint))

    def _unknown(self, message: str, name: Scalar, hint: str) -> None:
        self.mistakes.append(Diagnostic("R0329", message, name.place, name.text, hint))
