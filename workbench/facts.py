"""Which facts a scheme needs: everything its conclusions may read, and an empty case to fill in."""

from collections.abc import Iterable, Iterator
from textwrap import wrap

from attrs import frozen

from rulecheck.engine.reading import value_text
from rulecheck.engine.rulebook import Provision, Rulebook
from rulecheck.engine.types import ChoiceType, ListType
from rulecheck.engine.vocabulary import Fact, Scheme
from rulecheck.grammar import syntax as s


@frozen
class FactNeed:
    """A fact that a scheme may need, and the provisions that read it."""

    fact: Fact
    asked_by: tuple[str, ...]


def facts_of_scheme(rulebook: Rulebook, scheme: Scheme) -> tuple[FactNeed, ...]:
    """Every fact that the scheme's conclusions may read under the law of any day, in the order of their weight.

    The facts that choose the law date come first. A list comes before the fields of its records.
    """
    closure = _Closure(rulebook)
    for name in scheme.law_date:
        closure.read(name, "")
    for conclusion in scheme.conclusions:
        closure.conclude(conclusion)
    facts = rulebook.vocabulary.facts
    return tuple(FactNeed(facts[name], tuple(by)) for name, by in closure.needs.items())


def provisions_of_scheme(rulebook: Rulebook, scheme: Scheme) -> tuple[Provision, ...]:
    """Every provision that the scheme's conclusions may rest on, in the order in which they are reached."""
    closure = _Closure(rulebook)
    for conclusion in scheme.conclusions:
        closure.conclude(conclusion)
    return tuple(rulebook.provisions[id_] for id_ in closure.reached)


def provisions_behind(rulebook: Rulebook, conclusion: str) -> tuple[str, ...]:
    """The ids of the provisions that a conclusion may rest on; for the last part of a name alone, all of that name."""
    closure = _Closure(rulebook)
    for name in rulebook.deciders:
        if name == conclusion or name.rpartition(".")[2] == conclusion:
            closure.conclude(name)
    return tuple(closure.reached)


class _Closure:
    """What conclusions rest on, followed through provisions, exceptions and conclusions."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._rulebook = rulebook
        self._seen: set[str] = set()
        self.needs: dict[str, dict[str, None]] = {}
        self.reached: list[str] = []

    def conclude(self, name: str) -> None:
        if name not in self._seen:
            self._seen.add(name)
            for provision in self._rulebook.deciders.get(name, ()):
                self.provision(provision)

    def provision(self, id_: str) -> None:
        provision = self._rulebook.provisions.get(id_)
        if provision is None or id_ in self._seen:
            return
        self._seen.add(id_)
        self.reached.append(id_)
        for node in expressions(provision):
            for part in s.walk(node):
                self._part(part, id_)
        if provision.punishes:
            self.provision(provision.punishes)
        for exception in self._rulebook.exceptions.get(id_, ()):
            self.provision(exception)

    def _part(self, part: s.Node, by: str) -> None:
        match part:
            case s.Name(role="fact"):
                self.read(part.name, by)
            case s.Name(role="element fact"):
                self.read(f"{part.record}.{part.name.rpartition('.')[2]}", by)
            case s.Name(role="conclusion"):
                self.conclude(part.name)
            case s.Name(role="element conclusion"):
                self.conclude(f"{part.record}.{part.name.rpartition('.')[2]}")
            case s.ProvisionStatus():
                self.provision(part.provision)
            case s.Quantified() | s.Count() | s.Total():
                self.read(part.source, by)

    def read(self, name: str, by: str) -> None:
        fact = self._rulebook.vocabulary.facts.get(name)
        if fact is None:
            return
        if fact.record:
            for listed in self._rulebook.vocabulary.facts.values():
                if isinstance(listed.type, ListType) and listed.type.record == fact.record:
                    self.needs.setdefault(listed.name, {})
        asked_by = self.needs.setdefault(name, {})
        if by:
            asked_by[by] = None


def expressions(provision: Provision) -> Iterator[s.Node]:
    """Every expression of a provision, of all its versions."""
    if provision.fulfilled is not None:
        yield provision.fulfilled
    for version in provision.versions:
        for node in (version.version_by, version.when, version.value, *(n for _, n in version.where)):
            if node is not None:
                yield node
        for row in version.table.rows if version.table is not None else ():
            if row.when is not None:
                yield row.when
            yield row.value


def template(rulebook: Rulebook, scheme: Scheme, language: str = "en") -> str:
    """An empty case in YAML: each fact of the scheme under its question, behind a # until it is filled in."""
    lines = [
        f"case: {_quoted(scheme.title.text(language))}",
        f"ask: [{scheme.id}]",
        "# Fill in what is known and take away the # right before its name. What stays behind a # is unknown.",
        "facts:",
    ]
    needs = facts_of_scheme(rulebook, scheme)
    for need in needs:
        if need.fact.record:
            continue
        lines += _remarks(need.fact, language, "  # ")
        lines.append(f"  #{need.fact.name}:")
        if isinstance(need.fact.type, ListType):
            fields = [n.fact for n in needs if n.fact.record == need.fact.type.record]
            for i, field in enumerate(fields):
                lines += _remarks(field, language, "    # ")
                lines.append(f"  #  {'-' if i == 0 else ' '} {field.name.rpartition('.')[2]}:")
        lines.append("")
    return "\n".join(lines)


def _remarks(fact: Fact, language: str, lead: str) -> list[str]:
    """The question and what may be written as the answer, as comments."""
    question = fact.question.text(language) or fact.label.text(language)
    answers = "" if isinstance(fact.type, ListType) else f"Answer: {'; '.join(_answers(fact, language))}."
    width = 100 - len(lead)
    return [f"{lead}{line}" for text in (question, answers) if text for line in wrap(text, width)]


def _answers(fact: Fact, language: str) -> Iterable[str]:
    """What may be written as the answer."""
    if isinstance(fact.type, ChoiceType):
        listed = ", ".join(f"{option} ({words.text(language)})" for option, words in fact.options.items())
        yield f"a list in [brackets] of {listed}" if fact.type.several else listed
    else:
        yield str(fact.type)
    if fact.optional:
        yield "none"
    for word, bound in (("at least", fact.at_least), ("at most", fact.at_most)):
        if bound is not None:
            yield f"{word} {value_text(bound, fact.type)}"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
