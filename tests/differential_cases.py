"""Rulebooks and cases for differential runs, in blocks of one rulebook: the same for the same seed."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from itertools import islice
from pathlib import Path
from random import Random

from attrs import evolve, frozen
from differential_runs import varied
from generated_rulebooks import random_case, random_rulebook
from seven.cases import LAW_DATE, cases

from rulecheck.engine.cache import load_cached
from rulecheck.engine.case import Case
from rulecheck.engine.rulebook import Rulebook
from rulecheck.workbench.golden import load_golden

ROOT = Path(__file__).resolve().parents[1]
RULES = {"seven": ROOT / "bench" / "seven" / "rules", "kr": ROOT / "rules" / "kr"}
SOURCES = ("random", *RULES)
# Cases of a random rulebook, of the seven rules, and near a golden case, in a block.
EACH = {"random": 250, "seven": 5_000, "kr": 150}
# From one golden case to the next: prime to how many there are, so that each has its turn.
STRIDE = 1_009
# The time of the Korean law from which law dates are chosen.
LAW_FROM, LAW_DAYS = date(2019, 10, 1), 2_700


@frozen
class Block:
    """Cases of one rulebook, of which source it is, and the seed of both."""

    source: str
    rulebook: Rulebook
    cases: tuple[Case, ...]
    seed: int


@lru_cache(maxsize=4)
def loaded(source: str) -> Rulebook:
    """A rulebook of this repository."""
    rulebook, _ = load_cached(str(RULES[source]))
    assert rulebook is not None
    return rulebook


def blocks(source: str, number: int, seed: int, each: int | None = None) -> Iterator[Block]:
    """So many cases of a source, ``EACH`` of them in a block when not told otherwise."""
    made = {"random": _random, "seven": _seven, "kr": _near_golden}[source]
    return made(number, seed, each or EACH[source])


def _random(number: int, seed: int, each: int) -> Iterator[Block]:
    own, made = seed * 1_000_000, 0
    while made < number:
        own += 1
        try:
            rulebook = random_rulebook(own)
        except AssertionError:
            continue  # the checker refuses it: a condition that is always true
        many = min(each, number - made)
        yield Block("random", rulebook, tuple(random_case(own * 1000 + i, rulebook) for i in range(many)), own)
        made += many


def _seven(number: int, seed: int, each: int) -> Iterator[Block]:
    rulebook, random, made = loaded("seven"), Random(seed), 0
    while made < number:
        many = min(each, number - made)
        block = cases(many, seed=seed * 1_000_003 + made)
        for facts in block:
            for name in [name for name in facts if random.random() < 0.01]:
                del facts[name]
        day = date.fromisoformat(LAW_DATE)
        yield Block("seven", rulebook, tuple(Case("", facts, law_date=day) for facts in block), seed * 1_000_003 + made)
        made += many


def _near_golden(number: int, seed: int, each: int) -> Iterator[Block]:
    rulebook, found, made, index = loaded("kr"), _golden(), 0, 0
    while made < number:
        # Other seeds begin at other golden cases; after the last comes the first, with other cases near it.
        turn = seed * -(-number // each) + index
        asking = found[turn * STRIDE % len(found)]
        many = min(each, number - made)
        yield Block("kr", rulebook, tuple(islice(_dated(varied(rulebook, asking, turn), turn), many)), turn)
        made, index = made + many, index + 1


def _dated(found: Iterator[Case], seed: int) -> Iterator[Case]:
    """The cases, of those without a law date three in four with one: all in the same months."""
    random = Random(seed)
    first = LAW_FROM + timedelta(days=random.randrange(LAW_DAYS))
    for case in found:
        as_it_is = case.law_date is not None or random.random() < 0.25
        yield case if as_it_is else evolve(case, law_date=first + timedelta(days=random.randrange(60)))


@lru_cache(maxsize=1)
def _golden() -> tuple[Case, ...]:
    """The golden cases of the Korean rulebook, asked what is expected of them."""
    files = load_golden((str(RULES["kr"] / "cases"),), loaded("kr"))
    return tuple(
        evolve(golden.case, ask=tuple(expected.address for expected in golden.expected))
        for file in files
        for golden in file.cases
        if golden.case is not None
    )
