"""Holds generated code against the reference interpreter: same answers, same bytes of the trace."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from fractions import Fraction
from random import Random

from attrs import evolve, frozen

from rulecheck.engine.case import Case
from rulecheck.engine.decide import decide
from rulecheck.engine.python.compiled import Compiled, Decided
from rulecheck.engine.python.verdicts import Verdict, verdict_of, verdicts_of
from rulecheck.engine.record import record
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.trace import Answer
from rulecheck.engine.types import ChoiceType
from rulecheck.engine.values import Absent, Elements, Period, Value

# A number of cases that no shape of a test's reaches.
NEVER = 1_000_000_000


@frozen
class Generated:
    """Generated code of a rulebook, made once for many cases: chunk by chunk, and linked for each shape of case.

    A shape is linked for when more than ``link_after`` of its cases came.
    """

    chunks: Compiled
    linking: Compiled

    @staticmethod
    def of(rulebook: Rulebook, link_after: int = 0) -> "Generated":
        return Generated(Compiled(rulebook, link_after=NEVER), Compiled(rulebook, link_after=link_after))


@frozen
class Compared:
    """How many cases generated code decided, what it handed to the interpreter, the cases that disagree, how many
    linked functions decided as well, and the interpreter's verdicts of each case by address: none where it found a
    problem."""

    generated: int
    handed: Counter[str]
    disagree: tuple[Case, ...]
    linked: int = 0
    expected: tuple[dict[str, Verdict], ...] = ()


def compared(rulebook: Rulebook, cases: Iterable[Case], bytes_each: int = 1, made: Generated | None = None) -> Compared:
    """Decides each case chunk by chunk, by a linked function and by the interpreter.

    Compares the answers, and each so many the bytes of the trace.
    """
    made = made or Generated.of(rulebook)
    chunks, linking = made.chunks, made.linking
    handed_before, linked_before = chunks.handed.copy(), linking.linked
    wrong: list[Case] = []
    all_expected: list[dict[str, Verdict]] = []
    generated = 0
    for case in cases:
        found = chunks.decide(case), linking.decide(case)
        own = [decided for decided in found if decided.reference is None]
        generated += bool(own)
        expected = decide(rulebook, case) if own else found[0].answer()
        to_the_byte = trace_text(expected, rulebook) if own and generated % bytes_each == 0 else None
        if len(own) == 1 or not all(same(decided, expected, to_the_byte) for decided in own):
            wrong.append(case)
        verdicts = [] if expected.problems else [verdict_of(decision) for decision in expected.asked()]
        all_expected.append({verdict.address: verdict for verdict in verdicts})
    handed = chunks.handed - handed_before
    return Compared(generated, handed, tuple(wrong), linking.linked - linked_before, tuple(all_expected))


def same(decided: Decided, expected: Answer, to_the_byte: str | None) -> bool:
    """Whether what generated code decided is what the interpreter did, and writes the same text when one is given."""
    answer = decided.answer()
    return (
        answer == expected
        and list(decided.values().values()) == [decision.value for decision in expected.asked()]
        and list(verdicts_of(decided)) == [verdict_of(decision) for decision in expected.asked()]
        and (to_the_byte is None or trace_text(answer, decided.compiled.rulebook) == to_the_byte)
    )


def trace_text(answer: Answer, rulebook: Rulebook) -> str:
    """The trace as ``record.json_text`` writes it, less the space between its words: writing that takes most time."""
    return json.dumps(record(answer, rulebook), ensure_ascii=False)


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
