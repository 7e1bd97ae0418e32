"""Which facts a provision rests on, and which other values they might have: the material of cases that close gaps."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction
from itertools import islice
from typing import TypeVar

from attrs import evolve, frozen

from rulecheck.engine.case import Case
from rulecheck.engine.declared import declared_name
from rulecheck.engine.rulebook import Provision, Rulebook
from rulecheck.engine.types import BOOLEAN, ChoiceType, ListType
from rulecheck.engine.values import NONE, Exact, Period, Value, exact
from rulecheck.engine.vocabulary import Fact
from rulecheck.grammar import syntax as s
from rulecheck.workbench.facts import expressions

# How many values a fact is given in turn, and how many of the facts behind a condition are changed.
MOST_VALUES = 8
MOST_FACTS = 14
Pool = Mapping[str, tuple[Value, ...]]
T = TypeVar("T")


@frozen
class Change:
    """A fact given another value, or a fact given that was missing (``before`` is None)."""

    address: str
    before: Value | None
    after: Value

    def made(self, case: Case) -> Case:
        """The case with this change."""
        return evolve(case, facts={**case.facts, self.address: self.after})


def pool(cases: Iterable[Case]) -> Pool:
    """The values that each declared fact has in cases, the most frequent first."""
    counted: dict[str, dict[Value, int]] = {}
    for case in cases:
        for address, value in case.facts.items():
            name = address if "[" not in address else f"[].{address.rpartition('.')[2]}"
            values = counted.setdefault(name, {})
            values[value] = values.get(value, 0) + 1
    return {
        name: tuple(sorted(values, key=lambda v: (-values[v], repr(v)))[:MOST_VALUES])
        for name, values in counted.items()
    }


def facts_behind(nodes: Iterable[s.Node], provision: Provision, rulebook: Rulebook) -> tuple[str, ...]:
    """The declared names of the facts on which conditions rest, the nearest first."""
    found: dict[str, None] = {}
    local = {name: node for version in provision.versions for name, node in version.where}
    queue = deque((node, 0) for node in nodes)
    done: set[str] = set()
    while queue and len(found) < MOST_FACTS:
        node, depth = queue.popleft()
        for part in s.walk(node):
            for key, further in _further(part, local, rulebook):
                if key not in done and depth < 5:
                    done.add(key)
                    queue.extend((each, depth + 1) for each in further)
            name = _fact_name(part)
            if name and name in rulebook.vocabulary.facts:
                found[name] = None
    return tuple(found)


def values_for(
    name: str, now: Value | None, nodes: Iterable[s.Node], known: Pool, rulebook: Rulebook
) -> Iterator[Value]:
    """Other values for a fact: those that its type and the conditions suggest, then those of other golden cases."""
    fact = rulebook.vocabulary.facts[name]
    offered: dict[Value, None] = dict.fromkeys(_suggested(fact, now, tuple(nodes)))
    offered.update(dict.fromkeys(known.get(name, ())))
    offered.update(dict.fromkeys(known.get(f"[].{name.rpartition('.')[2]}", ()) if fact.record else ()))
    for value in list(offered)[: MOST_VALUES + 4]:
        if not (type(value) is type(now) and value == now):
            yield value


def addresses(name: str, case: Case, rulebook: Rulebook) -> tuple[str, ...]:
    """Where a case gives a declared fact, or may give it: its name, or a field of each element of a list."""
    fact = rulebook.vocabulary.facts[name]
    if not fact.record:
        return (name,)
    return tuple(a for a in case.facts if "[" in a and declared_name(rulebook.vocabulary, a) == name)[:3]


def moved(value: Value, by: Exact) -> Value | None:
    """A value moved by days or by its unit; None for one that cannot be moved."""
    if isinstance(value, bool):
        return None
    if isinstance(value, date):
        if Fraction(by).denominator != 1 or not 1 <= value.toordinal() + int(by) <= date.max.toordinal():
            return None
        return value + timedelta(days=int(by))
    if isinstance(value, int | Fraction):
        return exact(value + by)
    if isinstance(value, Period) and Fraction(by).denominator == 1:
        return Period(0, value.days + int(by)) if not value.months else Period(value.months + int(by), value.days)
    return None


def within_bounds(value: Value, fact: Fact) -> bool:
    """Whether the vocabulary lets a number or a date be a fact's value."""
    for bound, sign in ((fact.at_least, 1), (fact.at_most, -1)):
        if isinstance(value, int | Fraction) and isinstance(bound, int | Fraction) and sign * (value - bound) < 0:
            return False
        if isinstance(value, date) and isinstance(bound, date) and sign * (value - bound).days < 0:
            return False
    return True


def in_another_time(case: Case, day: date, now: date, dates: bool) -> Case | None:
    """The case as if it happened on another day: its law date, and with ``dates`` every date of it, moved alike."""
    by = (day - now).days
    law_date = None if case.law_date is None else moved(case.law_date, by)
    facts = {a: moved(v, by) if dates and isinstance(v, date) else v for a, v in case.facts.items()}
    if None in facts.values() or (case.law_date is not None and law_date is None):
        return None
    given: dict[str, Value] = {a: v for a, v in facts.items() if v is not None}
    return evolve(case, facts=given, law_date=law_date if isinstance(law_date, date) else None)


def _further(part: s.Node, local: Mapping[str, s.Node], rulebook: Rulebook) -> Iterator[tuple[str, tuple[s.Node, ...]]]:
    """What a part of a condition speaks of in turn: a local amount, a conclusion, another provision."""
    match part:
        case s.Name(role="local") if part.name in local:
            yield f"local {part.name}", (local[part.name],)
        case s.Name(role="conclusion" | "element conclusion"):
            name = f"{part.record}.{part.name.rpartition('.')[2]}" if part.record else part.name
            yield name, _behind(rulebook.deciders.get(name, ()), rulebook)
        case s.ProvisionStatus():
            yield f"provision {part.provision}", _behind((part.provision,), rulebook)


def _behind(ids: Iterable[str], rulebook: Rulebook) -> tuple[s.Node, ...]:
    listed = [id_ for one in ids for id_ in (one, *rulebook.exceptions.get(one, ()))]
    return tuple(node for id_ in listed if id_ in rulebook.provisions for node in expressions(rulebook.provisions[id_]))


def _fact_name(part: s.Node) -> str:
    match part:
        case s.Name(role="fact"):
            return part.name
        case s.Name(role="element fact"):
            return f"{part.record}.{part.name.rpartition('.')[2]}"
    return ""


def _suggested(fact: Fact, now: Value | None, nodes: tuple[s.Node, ...]) -> Iterator[Value]:
    if fact.type == BOOLEAN:
        yield from (not now,) if isinstance(now, bool) else (True, False)
    elif isinstance(fact.type, ChoiceType):
        named = [o for n in nodes for p in s.walk(n) if isinstance(p, s.IsOneOf | s.Includes) for o in p.options]
        options = list(dict.fromkeys((*(o for o in named if o in fact.type.options), *fact.type.options)))[:MOST_VALUES]
        if not fact.type.several:
            yield from options
        else:
            held = now if isinstance(now, frozenset) else frozenset[str]()
            yield held | frozenset(o for o in named if o in fact.type.options)
            yield from (held ^ {option} for option in options)
            yield frozenset()
    if fact.optional:
        yield NONE
    if isinstance(fact.type, ListType):
        return
    if isinstance(now, date):
        yield from (day for by in (-31, 31, -1, 1, -366, 366) if (day := moved(now, by)) is not None)
    for node in nodes:
        for part in s.walk(node):
            if isinstance(part, s.DateLiteral) and isinstance(now, date):
                yield from (part.value, part.value - timedelta(days=1), part.value + timedelta(days=1))
            if isinstance(part, s.Number) and isinstance(now, int | Fraction) and not isinstance(now, bool):
                yield from (exact(part.value), exact(part.value + 1), exact(part.value - 1))


def in_turn(each: Iterable[Iterator[T]]) -> Iterator[T]:
    """A few of each in turn: what matters may be the last."""
    going = list(each)
    while going:
        for one in tuple(going):
            taken = list(islice(one, 2))
            yield from taken
            if not taken:
                going.remove(one)
