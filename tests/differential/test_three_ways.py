"""Interpreter, generated Python and SQL on DuckDB decide 10,000 cases alike: some of what the bench's command compares.

``bench/differential.py`` compares many more of the same kind, from seeds that no test uses.
"""

import pytest
from differential_cases import blocks
from differential_engines import ENGINES

# Of each source: cases, how many of a rulebook (or near a golden case), in how many tests, and the share of the answers
# that each engine must give itself, in percent: what is handed over compares nothing.
PORTIONS = {"seven": (8_000, 4_000, 2, 90, 95), "random": (1_600, 40, 4, 25, 10), "kr": (400, 100, 2, 25, 5)}


@pytest.mark.parametrize(
    ("source", "seed"), [(source, seed) for source, (_, _, tests, _, _) in PORTIONS.items() for seed in range(tests)]
)
def test_three_ways_of_deciding_agree(source: str, seed: int) -> None:
    cases, each, tests, by_python, by_duckdb = PORTIONS[source]
    asked, given = {"python": 0, "duckdb": 0}, {"python": 0, "duckdb": 0}
    for block in blocks(source, cases // tests, 500 + seed, each):
        for engine, outcome in ENGINES["both"](block).items():
            assert not outcome.disagree, (engine, block.seed, outcome.disagree[0])
            asked[engine] += outcome.asked
            given[engine] += outcome.generated
    assert asked["python"] == cases // tests
    assert given["python"] * 100 >= asked["python"] * by_python
    assert given["duckdb"] * 100 >= asked["duckdb"] * by_duckdb


def test_ten_thousand_cases_are_compared() -> None:
    assert sum(cases for cases, *_ in PORTIONS.values()) == 10_000
