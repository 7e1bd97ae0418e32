"""Holds generated code against the reference interpreter: same answers, same bytes of the trace."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from fractions import Fraction
from random import Random

from attrs import evolve, frozen

from rulecheck.engine.case import Case
from rulecheck.engine.decide import decide
from rulecheck.engine.python.compiled import Compiled, Decided
from rulecheck.engine.python.verdicts import verdict_of, verdicts_of
from rulecheck.engine.record import json_text
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.trace import Answer
from rulecheck.engine.types import ChoiceType
from rulecheck.engine.values import Absent, Elements, Period, Value

# A number of cases that no shape of a test's reaches.
NEVER = 1_000_000_000


@frozen
class Compared:
    """How many cases generated code decided, what it handed to the interpreter, the cases that disagree, and how many
    linked functions decided as well."""

    generated: int
    handed: Counter[str]
    disagree: tuple[Case, ...]
    linked: int = 0


def compared(rulebook: Rulebook, cases: Iterable[Case], bytes_each: int = 1) -> Compared:
    """Decides each case chunk by chunk, by a linked function and by the interpreter.

    Compares the answers, and each so many the bytes of the trace.
    """
    chunks, linking = Compiled(rulebook, link_after=NEVER), Compiled(rulebook, link_after=0)
    wrong: list[Case] = []
    generated = 0
    for case in cases:
        found = chunks.decide(case), linking.decide(case)
        expected = None
        for decided in found:
            if decided.reference is not None:
                continue  # the interpreter itself
            if expected is None:
                expected = decide(rulebook, case)
                generated += 1
            if not same(decided, expected, generated % bytes_each == 0):
                wrong.append(case)
                break
        if len({decided.reference is None for decided in found}) > 1:
            wrong.append(case)
    return Compared(generated, chunks.handed, tuple(wrong), linking.linked)


def same(decided: Decided, expected: Answer, to_the_byte: bool = True) -> bool:
    """Whether what generated code decided is what the interpreter did."""
    rulebook = decided.compiled.rulebook
    answer = decided.answer()
    return (
        answer == expected
        and list(decided.values().values()) == [decision.value for decision in expected.asked()]
        and list(verdicts_of(decided)) == [verdict_of(decision) for decision in expected.asked()]
        and not (to_the_byte and json_text(answer, rulebook) != json_text(expected, rulebook))
    )


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
