"""Rulebooks and cases for differential runs, in blocks of one rulebook: the same for the same seed."""

from collections.abc import Iterator
from datetime import date
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
EACH = 100  # cases of a random rulebook


@frozen
class Block:
    """Cases of one rulebook, and the seed of both."""

    rulebook: Rulebook
    cases: tuple[Case, ...]
    seed: int


@lru_cache(maxsize=4)
def loaded(source: str) -> Rulebook:
    """A rulebook of this repository."""
    rulebook, _ = load_cached(str(RULES[source]))
    assert rulebook is not None
    return rulebook


def blocks(source: str, number: int, seed: int) -> Iterator[Block]:
    """So many cases of a source."""
    return {"random": _random, "seven": _seven, "kr": _near_golden}[source](number, seed)


def _random(number: int, seed: int) -> Iterator[Block]:
    own, made = seed * 1_000_000, 0
    while made < number:
        own += 1
        try:
            rulebook = random_rulebook(own)
        except AssertionError:
            continue  # the checker refuses it: a condition that is always true
        many = min(EACH, number - made)
        yield Block(rulebook, tuple(random_case(own * 1000 + i, rulebook) for i in range(many)), own)
        made += many


def _seven(number: int, seed: int) -> Iterator[Block]:
    rulebook, random, made = loaded("seven"), Random(seed), 0
    while made < number:
        many = min(10_000, number - made)
        block = cases(many, seed=seed * 1_000_003 + made)
        for facts in block:
            for name in [name for name in facts if random.random() < 0.01]:
                del facts[name]
        day = date.fromisoformat(LAW_DATE)
        yield Block(rulebook, tuple(Case("", facts, law_date=day) for facts in block), seed * 1_000_003 + made)
        made += many


def _near_golden(number: int, seed: int) -> Iterator[Block]:
    rulebook = loaded("kr")
    files = load_golden((str(RULES["kr"] / "cases"),), rulebook)
    found = [golden for file in files for golden in file.cases if golden.case is not None]
    for index, golden in enumerate(found):
        many = number // len(found) + (index < number % len(found))
        assert golden.case is not None
        asking = evolve(golden.case, ask=tuple(expected.address for expected in golden.expected))
        own = seed * 100_000 + index
        if many:
            yield Block(rulebook, tuple(islice(varied(rulebook, asking, own), many)), own)
