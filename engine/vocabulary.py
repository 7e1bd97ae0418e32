"""What a rulebook talks about: facts, conclusions, records, dated figures, constraints and schemes."""

from collections.abc import Mapping
from datetime import date

from rulecheck.engine.diagnostics import Place
from rulecheck.engine.types import ListType, Type
from rulecheck.engine.values import Value
from rulecheck.grammar.data_classes import Factory, field, frozen
from rulecheck.grammar.syntax import Node


@frozen
class Words:
    """One text in several languages, by language code."""

    texts: dict[str, str] = Factory(dict)

    def text(self, language: str = "en") -> str:
        """The text in that language, else in the first one given; empty when there is none."""
        return self.texts.get(language) or next(iter(self.texts.values()), "")

    def __bool__(self) -> bool:
        return bool(self.texts)


@frozen
class Fact:
    """What a clerk reads off a document. A field of a record stands under ``<record>.<field>``.

    ``fixed`` tells that nobody can change it, such as a date of birth.
    """

    name: str
    type: Type
    label: Words
    place: Place
    question: Words = Factory(Words)
    proof: Words = Factory(Words)
    supplied_by: str = ""
    options: dict[str, Words] = Factory(dict)
    at_least: Value | None = None
    at_most: Value | None = None
    optional: bool = False
    record: str = ""
    fixed: bool = False


@frozen
class Conclusion:
    """What provisions decide. One of a record (``<record>.<name>``) is decided for each element of a list.

    ``better`` tells which answer is better for the person protected (``more``, ``less``, ``yes``, ``no``, ``later``,
    ``earlier``); without it a policy cannot decide what a statute decides.
    """

    name: str
    type: Type
    label: Words
    place: Place
    yes: Words = Factory(Words)
    no: Words = Factory(Words)
    options: dict[str, Words] = Factory(dict)
    record: str = ""
    better: str = ""


@frozen
class DatedValue:
    """A figure in force from a day until a day (both included; None when open), and what set it.

    ``confidence`` tells how the figure is known where that is less than reading what set it.
    """

    since: date
    until: date | None
    value: Value
    by: str
    place: Place
    promulgated: date | None = None
    confidence: str = ""


@frozen
class Figure:
    """A dated figure that a notice sets: a minimum wage, a cap."""

    name: str
    type: Type
    label: Words
    place: Place
    values: tuple[DatedValue, ...] = ()

    def on(self, day: date, known_on: date | None = None) -> DatedValue | None:
        """The value in force on a day, as known on another (None: all that is in the rulebook); None for none."""
        for dated in self.values:
            known = known_on is None or dated.promulgated is None or dated.promulgated <= known_on
            if known and dated.since <= day and (dated.until is None or day <= dated.until):
                return dated
        return None


@frozen
class Constraint:
    """What every possible case fulfils; a case that does not is refused with the sentence.

    ``facts`` are the names of the facts it speaks of: a case that gives none of them cannot break it.
    """

    must: Node
    says: Words
    place: Place
    facts: tuple[str, ...] = ()


@frozen
class Topic:
    """A part of a scheme that is decided when the case gives facts about it.

    ``about`` are beginnings of names of which one must be given; where there are any ``together_with``, one of those
    too: an ordinary wage alone does not yet ask for a benefit.
    """

    title: Words
    about: tuple[str, ...]
    decides: tuple[str, ...]
    together_with: tuple[str, ...] = ()


@frozen
class Scheme:
    """A subject of questions: which facts bring it up, by which date its law is chosen, what it decides.

    ``decides`` are its main conclusions in order of weight. Those of a topic come after them, when a case gives
    facts about it.
    """

    id: str
    title: Words
    place: Place
    about: tuple[str, ...] = ()
    law_date: tuple[str, ...] = ()
    decides: tuple[str, ...] = ()
    topics: tuple[Topic, ...] = ()
    together_with: tuple[str, ...] = ()

    @property
    def conclusions(self) -> tuple[str, ...]:
        """Everything it decides, the topics' included."""
        return (*self.decides, *(name for topic in self.topics for name in topic.decides))


@frozen
class Vocabulary:
    """Everything that expressions may name."""

    facts: Mapping[str, Fact] = Factory(dict)
    conclusions: Mapping[str, Conclusion] = Factory(dict)
    records: dict[str, Words] = Factory(dict)
    figures: dict[str, Figure] = Factory(dict)
    constraints: tuple[Constraint, ...] = ()
    schemes: dict[str, Scheme] = Factory(dict)
    # Looked up for each case, so found once.
    groups: frozenset[str] = field(init=False, eq=False, repr=False)
    lists: tuple[str, ...] = field(init=False, eq=False, repr=False)
    fields: dict[str, tuple[str, ...]] = field(init=False, eq=False, repr=False)

    @groups.default
    def _groups(self) -> frozenset[str]:
        """The names below which there are facts: of `child.born_on`, `child`."""
        names = [name.split(".") for name, fact in self.facts.items() if not fact.record]
        return frozenset(".".join(words[:end]) for words in names for end in range(1, len(words)))

    @lists.default
    def _lists(self) -> tuple[str, ...]:
        """The names of the facts that are lists."""
        return tuple(name for name, fact in self.facts.items() if isinstance(fact.type, ListType))

    @fields.default
    def _fields(self) -> dict[str, tuple[str, ...]]:
        """The names of the facts about an element of a list, by its record: of `child`, `child.born_on`."""
        found: dict[str, tuple[str, ...]] = {}
        for name, fact in self.facts.items():
            if fact.record:
                found[fact.record] = (*found.get(fact.record, ()), name)
        return found

    def scheme_of(self, conclusion: str) -> Scheme | None:
        """The first scheme that decides a conclusion."""
        return next((s for s in self.schemes.values() if conclusion in s.conclusions), None)
