"""Generated Python is the reference interpreter, faster: same answers, same bytes of the trace."""

from itertools import islice
from pathlib import Path

import pytest
from attrs import evolve
from differential_runs import compared, varied
from generated_rulebooks import random_case, random_rulebook
from rulebooks import case, provision, rulebook, version

from rulecheck.engine.cache import load_cached
from rulecheck.engine.case import Case
from rulecheck.engine.decide import Question, decide
from rulecheck.engine.python.compiled import Compiled
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.types import BOOLEAN, INTEGER
from rulecheck.workbench.golden import load_golden

RULES = Path(__file__).resolve().parents[2] / "rules" / "kr"


@pytest.fixture(scope="module")
def korean() -> Rulebook:
    found, _ = load_cached(str(RULES))
    assert found is not None
    return found


def seeds(block: int) -> range:
    return range(block * 25, block * 25 + 25)


@pytest.mark.parametrize("block", range(4))
def test_random_rulebooks_are_decided_alike(block: int) -> None:
    generated = 0
    for seed in seeds(block):
        try:
            own = random_rulebook(seed)
        except AssertionError:
            continue  # the checker refuses it: a condition that is always true
        result = compared(own, [random_case(seed * 1000 + i, own) for i in range(50)], bytes_each=4)
        assert not result.disagree, (seed, result.disagree[0].facts)
        generated += result.generated
    assert generated > 500


def test_golden_cases_and_cases_near_them_are_decided_alike(korean: Rulebook) -> None:
    cases: list[Case] = []
    found = [c for f in load_golden((str(RULES / "cases"),), korean) for c in f.cases]
    for number, golden in enumerate(found[::15]):
        if golden.case is not None:
            asking = evolve(golden.case, ask=tuple(expected.address for expected in golden.expected))
            cases += [asking, *islice(varied(korean, asking, number), 3)]
    result = compared(korean, cases, bytes_each=4)
    assert not result.disagree, result.disagree[0].facts
    assert result.generated > 20


def test_what_is_handed_over_is_counted_by_why() -> None:
    own = rulebook(
        [provision("(1)", version("a ≥ 3"), decides="c"), provision("(2)", version("b"), decides="c")],
        {"a": INTEGER, "b": BOOLEAN},
    )
    compiled = Compiled(own)
    decided = compiled.decide(case(a=3, b=False))
    assert decided.values() == {"c": True}
    assert decided.deciding("c") == ("A 1(1)",)
    assert compiled.handed == {}
    assert compiled.decide(case(a=2)).answer().missing() == {"b": ("c",)}
    assert compiled.handed == {"an answer is open": 1}
    assert compiled.decided == 2


def test_the_example_of_the_page_runs() -> None:
    page = (RULES.parents[1] / "docs" / "speed.md").read_text(encoding="utf-8")
    example = page.partition("```python\n")[2].partition("```")[0]
    own = rulebook([provision("(1)", version("b"), decides="c")], {"b": BOOLEAN})
    given = {"Compiled": Compiled, "rulebook": own, "case": case(b=True), "question": Question(("c",)), "address": "c"}
    exec(compile(example, "speed.md", "exec"), given)
    assert given["decided"].answer() == decide(own, given["case"], given["question"])
