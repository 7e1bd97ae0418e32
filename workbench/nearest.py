"""The nearest change of facts that turns an answer: why not, and what would have to be otherwise.

Fewest facts first, then the smallest step. Each change proposed is one of the conditions that the answer rests on,
solved for the fact (``nearest_moves``), and is only told after the case so changed was decided anew and came out
otherwise. A change makes new conditions matter, for those after a failed one are not looked at; so changes are tried
in the order of a uniform-cost search (E. W. Dijkstra, A note on two problems in connexion with graphs, 1959).
"""

from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import partial
from heapq import heappop, heappush
from itertools import count

from rulecheck.engine.case import Case
from rulecheck.engine.case_facts import beyond
from rulecheck.engine.decide import NOTHING_SPECIAL
from rulecheck.engine.decide import decide as interpreted
from rulecheck.engine.declared import declared
from rulecheck.engine.nearest import Move, Nearest
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.trace import Answer, Question
from rulecheck.engine.values import UNKNOWN, Value
from rulecheck.engine.vocabulary import Fact
from rulecheck.grammar.data_classes import evolve
from rulecheck.workbench.nearest_moves import moves

Decide = Callable[[Case, Question], Answer]

# How many cases are decided at most in search of a change, and how many facts it may change.
MOST_DECIDED = 24
LONGER = 1_000
MOST_CHANGES = 4


def all_nearest(
    rulebook: Rulebook,
    case: Case,
    addresses: Iterable[str],
    question: Question = NOTHING_SPECIAL,
    most: int = MOST_DECIDED,
    decide: Decide | None = None,
) -> tuple[Nearest, ...]:
    """The nearest change for each of several answers."""
    return tuple(nearest(rulebook, case, address, question, most, decide) for address in addresses)


def nearest(
    rulebook: Rulebook,
    case: Case,
    address: str,
    question: Question = NOTHING_SPECIAL,
    most: int = MOST_DECIDED,
    decide: Decide | None = None,
) -> Nearest:
    """The nearest change of facts after which a yes or no comes out otherwise; it deals with given facts alone.

    Without ``decide`` the interpreter decides.
    """
    decide = decide or partial(interpreted, rulebook)
    asked = Question((address,), question.as_of, question.known_on)
    first = decide(case, asked)
    was = _value(first, address)
    waiting: list[tuple[int, Fraction, int, tuple[Move, ...]]] = [(0, Fraction(0), 0, ())]
    number = count(1)
    tried: set[frozenset[tuple[str, str]]] = set()
    decided = 0
    while waiting:
        _, _, _, made = heappop(waiting)
        changed = evolve(case, facts={**case.facts, **{move.address: move.value for move in made}})
        answer = first
        if made:
            if decided >= most:
                return Nearest(address, (), was, False, decided)
            decided += 1
            answer = decide(changed, asked)
            value = _value(answer, address)
            if isinstance(value, bool) and value is not was and not answer.problems:
                return Nearest(address, made, value, True, decided)
        if answer.problems:
            continue
        for move in moves(rulebook, changed, answer, address):
            fact = declared(rulebook.vocabulary, move.address)
            if not isinstance(fact, Fact) or any(beyond(move.value, fact)):
                continue
            path = _with(made, move)
            key = frozenset((one.address, repr(one.value)) for one in path)
            if 0 < len(path) <= MOST_CHANGES and key not in tried:
                tried.add(key)
                size = sum((one.size for one in path), Fraction(0))
                heappush(waiting, (len(path), size, next(number), path))
    return Nearest(address, (), was, True, decided)


def _with(made: tuple[Move, ...], move: Move) -> tuple[Move, ...]:
    """The moves with one more. A fact that was moved already may move on the same way; back it may not: none then."""
    for index, former in enumerate(made):
        if former.address == move.address:
            if not former.onward or former.onward != move.onward:
                return ()
            return (*made[:index], evolve(move, size=former.size + move.size), *made[index + 1 :])
    return (*made, move)


def _value(answer: Answer, address: str) -> Value:
    for part in answer.parts:
        for decision in part.decisions:
            if decision.address == address:
                return decision.value
    return UNKNOWN  # a changed case that cannot be decided
