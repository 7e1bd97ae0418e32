"""The query that DuckDB runs, on Spark: the same rows decided and handed over, with the same answers."""

from typing import Any

from differential_cases import blocks
from spark_sql_runs import compared_on_spark


def test_the_seven_rules_come_out_on_spark_as_on_duckdb_and_in_python(spark: Any) -> None:
    (block,) = blocks("seven", 3_000, 11)
    found = compared_on_spark(spark, block.rulebook, block.cases)
    assert found.disagree == ()
    assert found.generated > 2_000
    assert found.handed["an answer is open"] > 100


def test_random_rulebooks_come_out_on_spark_as_on_duckdb_and_in_python(spark: Any) -> None:
    decided = 0
    for block in blocks("random", 200, 12):
        found = compared_on_spark(spark, block.rulebook, block.cases)
        assert found.disagree == (), block.seed
        decided += found.generated
    assert decided > 50
