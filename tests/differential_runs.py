"""Holds generated code against the reference interpreter: same answers, same bytes of the trace."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from fractions import Fraction
from random import Random

from attrs import evolve, frozen

from rulecheck.engine.case import Case
from rulecheck.engine.compiled import Compiled
from rulecheck.engine.decide import decide
from rulecheck.engine.record import json_text
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.types import ChoiceType
from rulecheck.engine.values import Absent, Elements, Period, Value
from rulecheck.engine.verdicts import verdict_of, verdicts_of


@frozen
class Compared:
    """How many cases generated code decided, what it handed to the interpreter, and the cases that disagree."""

    generated: int
    handed: Counter[str]
    disagree: tuple[Case, ...]


def compared(rulebook: Rulebook, cases: Iterable[Case], bytes_each: int = 1) -> Compared:
    """Decides each case both ways; compares the answers, and each so many the bytes of the trace."""
    compiled = Compiled(rulebook)
    wrong: list[Case] = []
    generated = 0
    for case in cases:
        decided = compiled.decide(case)
        if decided.reference is not None:
            continue  # the interpreter itself
        generated += 1
        answer, expected = decided.answer(), decide(rulebook, case)
        same = answer == expected and _cheap(decided.values(), expected.asked())
        same = same and list(verdicts_of(decided)) == [verdict_of(decision) for decision in expected.asked()]
        if same and generated % bytes_each == 0:
            same = json_text(answer, rulebook) == json_text(expected, rulebook)
        if not same:
            wrong.append(case)
    return Compared(generated, compiled.handed, tuple(wrong))


def _cheap(values: dict[str, Value], asked: Iterable[object]) -> bool:
    return list(values.values()) == [getattr(decision, "value", None) for decision in asked]


def varied(rulebook: Rulebook, case: Case, seed: int) -> Iterator[Case]:
    """Cases near a case, without end: facts left out, moved over their limits, flipped."""
    random = Random(seed)
    while True:
        facts = dict(case.facts)
        missing = random.choice((0, 0, 0, 0.1))
        for name in list(facts):
            if isinstance(facts[name], Elements):
                continue
            if random.random() < missing:
                del facts[name]
            elif random.random() < 0.25:
                facts[name] = _moved(rulebook, name, facts[name], random)
        yield evolve(case, facts=facts)


def _moved(rulebook: Rulebook, name: str, value: Value, random: Random) -> Value:
    fact = rulebook.vocabulary.facts.get(name)
    match value:
        case bool():
            return not value
        case int() | Fraction():
            moved = value + random.choice((-1, 1, -10, 10, value, Fraction(1, 2)))
            whole = isinstance(value, int) and fact is not None and getattr(fact.type, "whole", False)
            return int(moved) if whole or moved == int(moved) else moved
        case date():
            return value + timedelta(days=random.choice((-1, 1, -30, 365)))
        case Period():
            return Period(value.months and value.months + random.choice((-1, 1)), value.days and value.days + 1)
        case str() if fact is not None and isinstance(fact.type, ChoiceType):
            return random.choice(fact.type.options)
        case Absent():
            return value
    return value
