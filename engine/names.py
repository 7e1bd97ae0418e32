"""Gives the names in expressions their meaning: each ``Name`` learns whether it is a fact, a conclusion, a figure,
a local amount, or a field of a list element. Names that mean nothing are reported with the nearest that do."""

from collections.abc import Callable, Sized

from rulecheck.engine.entries import MOST_HINTS, near
from rulecheck.engine.types import ChoiceType, ListType, Type
from rulecheck.engine.vocabulary import Vocabulary
from rulecheck.grammar import syntax as s
from rulecheck.grammar.data_classes import evolve, frozen

Report = Callable[[str, s.Node, str, str], object]


@frozen
class Names:
    """What names may mean at a place: the vocabulary, local amounts, and variables with the record each stands for.

    ``record`` is the record for whose elements the conclusion in hand is decided, if it is one of those.
    """

    vocabulary: Vocabulary
    local: frozenset[str] = frozenset()
    variables: tuple[tuple[str, str], ...] = ()
    record: str = ""
    # Those found so far: after many, no more near names are looked for.
    mistakes: Sized = ()

    def resolve(self, node: s.Node, report: Report, expected: Type | None = None) -> s.Node:
        """The same tree with roles filled in. Where a choice is expected, a bare option stands for itself."""
        if isinstance(node, s.Name):
            if isinstance(expected, ChoiceType) and node.name in expected.options:
                return s.Text(node.name, at=node.at)
            if isinstance(expected, ChoiceType) and not self._declares(node.name):
                listed = ", ".join(f"`{option}`" for option in expected.options)
                hint = near(self.mistakes, node.name, expected.options) or f"the options are {listed}"
                report("R0208", node, f"`{node.name}` is not an option of what is decided here", hint)
                return node
            return self._name(node, report)
        if isinstance(node, s.If) and isinstance(expected, ChoiceType):
            then, otherwise = (self.resolve(n, report, expected) for n in (node.then, node.otherwise))
            return evolve(node, condition=self.resolve(node.condition, report), then=then, otherwise=otherwise)
        if isinstance(node, s.Quantified | s.Count | s.Total):
            inner = self.within(node.variable, node.source)
            return _rebuilt(node, lambda part: inner.resolve(part, report))
        return _rebuilt(node, lambda part: self.resolve(part, report))

    def within(self, variable: str, source: str) -> "Names":
        """The names inside a quantifier or a sum."""
        listed = self.vocabulary.facts.get(source)
        record = listed.type.record if listed is not None and isinstance(listed.type, ListType) else ""
        return evolve(self, variables=(*self.variables, (variable, record)))

    def _name(self, node: s.Name, report: Report) -> s.Node:
        name, vocabulary = node.name, self.vocabulary
        head, _, field = name.rpartition(".")
        for variable, record in reversed(self.variables):
            if head == variable:
                return self._field(node, record, field, report)
        if name in self.local:
            return evolve(node, role="local")
        if self.record and head == self.record:
            return self._field(node, self.record, field, report)
        fact = vocabulary.facts.get(name)
        if fact is not None and not fact.record:
            return evolve(node, role="fact")
        conclusion = vocabulary.conclusions.get(name)
        if conclusion is not None and not conclusion.record:
            return evolve(node, role="conclusion")
        if name in vocabulary.figures:
            return evolve(node, role="figure")
        if fact is not None or conclusion is not None:
            hint = f"speak of it in `any x in <list> satisfies …`, or in a provision that decides for each {head}"
            report("R0212", node, f"`{name}` belongs to an element of a list, and none is spoken of here", hint)
            return node
        known = {*vocabulary.facts, *vocabulary.conclusions, *vocabulary.figures, *self.local}
        hint = near(self.mistakes, name, known) or self._option_hint(name) or "declare it in the vocabulary"
        report("R0212", node, f"`{name}` is not declared", hint)
        return node

    def _declares(self, name: str) -> bool:
        """Whether a name may stand for something, or is at least written like that of a field."""
        vocabulary = self.vocabulary
        return "." in name or any(
            name in names for names in (self.local, vocabulary.facts, vocabulary.conclusions, vocabulary.figures)
        )

    def _option_hint(self, name: str) -> str:
        """Where the name is an option of a choice, how one asks for it."""
        if len(self.mistakes) >= MOST_HINTS:
            return ""
        types = [(f.name, f.type) for f in self.vocabulary.facts.values()]
        types += [(c.name, c.type) for c in self.vocabulary.conclusions.values()]
        for choice, kind in types:
            if isinstance(kind, ChoiceType) and name in kind.options:
                return f"it is an option: write `{choice} {'includes' if kind.several else 'is'} {name}`"
        return ""

    def _field(self, node: s.Name, record: str, field: str, report: Report) -> s.Node:
        name = f"{record}.{field}"
        if name in self.vocabulary.facts:
            return evolve(node, role="element fact", record=record)
        if name in self.vocabulary.conclusions:
            return evolve(node, role="element conclusion", record=record)
        if record:
            known = [
                n.rpartition(".")[2]
                for n in (*self.vocabulary.facts, *self.vocabulary.conclusions)
                if n.startswith(f"{record}.")
            ]
            report("R0212", node, f"`{field}` is not declared for `{record}`", near(self.mistakes, field, known))
        return node


def _rebuilt(node: s.Node, change: Callable[[s.Node], s.Node]) -> s.Node:
    """The node with ``change`` applied to the nodes directly below."""
    changes: dict[str, object] = {}
    for name in node.parts:
        part = getattr(node, name)
        if isinstance(part, tuple):
            changes[name] = tuple(change(p) for p in part)
        elif part is not None:
            changes[name] = change(part)
    return evolve(node, **changes) if changes else node
