"""Answers on Spark: those of a batch on one machine, row for row, whatever the columns hold."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pyarrow
import pytest
from seven.cases import LAW_DATE, cases
from spark_runs import answers, here, on_spark, rejected, write_cases

from rulecheck.engine.trace import Question
from rulecheck.workbench.spark.partition import Engine

ROOT = Path(__file__).resolve().parents[2]
SEVEN = ROOT / "bench" / "seven" / "rules"

TRIP = pyarrow.struct([("day", pyarrow.date32()), ("delay", pyarrow.decimal128(10, 2))])
FERRY_COLUMNS = pyarrow.schema(
    [
        ("case", pyarrow.string()),
        ("law_date", pyarrow.string()),
        ("ticket.made_on", pyarrow.date32()),
        ("ticket.price", pyarrow.decimal128(38, 4)),
        ("cabin", pyarrow.struct([("made_on", pyarrow.date32()), ("price", pyarrow.uint64())])),
        ("traveller.age", pyarrow.int16()),
        ("traveller.status", pyarrow.string()),
        ("trips", pyarrow.list_(TRIP)),
        ("ticket_returned", pyarrow.bool_()),
    ]
)


@pytest.fixture
def isle(ferry: dict[str, str], write_rules: Callable[[Mapping[str, str]], str]) -> Path:
    return Path(write_rules(ferry))


def ferry_rows(number: int, seed: int) -> list[dict[str, Any]]:
    random = Random(seed)
    days = [None, date(2019, 12, 31), date(2020, 1, 1), date(2021, 7, 1), date(2022, 1, 1), date(1500, 2, 28)]

    def trip() -> dict[str, Any]:
        return {"day": random.choice(days), "delay": random.choice([None, Decimal("2"), Decimal("2.01"), Decimal("3")])}

    def row(index: int) -> dict[str, Any]:
        return {
            "case": random.choice([None, f"case {index}", "Ünïcode \u0000 \"'"]),
            "law_date": random.choice([None, None, None, "2021-07-02", "soon"]),
            "ticket.made_on": random.choice(days),
            "ticket.price": random.choice([None, Decimal("0"), Decimal("99.9999"), Decimal("9" * 34), Decimal("120")]),
            "cabin": random.choice(
                [None, None, {"made_on": random.choice(days), "price": random.choice([5, 2**64 - 1])}]
            ),
            "traveller.age": random.choice([None, 17, 18, 121]),
            "traveller.status": random.choice([None, "islander", "guest", "none", "gull"]),
            "trips": random.choice([None, [], [trip()], [trip(), trip(), trip(), None]]),
            "ticket_returned": random.choice([None, True, False]),
        }

    return [row(index) for index in range(number)]


@pytest.mark.parametrize("engine", ["sql", "python"])
def test_every_row_is_answered_or_rejected_as_on_one_machine(
    engine: Engine, spark: Any, isle: Path, place: Path
) -> None:
    for name, seed in (("a.parquet", 1), ("later/b c.parquet", 2)):
        write_cases(place / "cases" / name, ferry_rows(400, seed), FERRY_COLUMNS, group=60)
    summary = on_spark(spark, isle, place / "cases", place / "out", engine=engine)
    decided, refused = answers(place / "out"), rejected(place / "out")
    assert set(decided) == {"a.parquet", "later/b c.parquet"}
    counted = 0
    for name in decided:
        wanted, reasons, _ = here(isle, place / "cases" / name, place)
        assert decided[name] == wanted
        assert refused[name] == reasons
        counted += len({row["row"] for row in wanted}) + len(reasons)
    assert summary.decided + summary.rejected == counted == 800
    assert min(summary.decided, summary.rejected, summary.undetermined, len(summary.handed)) > 0
    assert summary.by_sql + sum(summary.not_by_sql.values()) == (800 if engine == "sql" else 0)


def test_columns_that_are_not_exact_are_rejected_as_on_one_machine(spark: Any, isle: Path, place: Path) -> None:
    columns = {
        "float": pyarrow.array([18.0, None]),
        "moment": pyarrow.array([datetime(2020, 1, 1, 12), None]),
        "bytes": pyarrow.array([b"18", None]),
        "map": pyarrow.array([[("a", 1)], None], pyarrow.map_(pyarrow.string(), pyarrow.int64())),
    }
    for name, column in columns.items():
        table = pyarrow.table({"traveller.age": column, "ticket.made_on": [date(2020, 1, 1)] * 2})
        write_cases(place / "cases" / f"{name}.parquet", table.to_pylist(), table.schema)
    on_spark(spark, isle, place / "cases", place / "out")
    for name in columns:
        wanted, reasons, _ = here(isle, place / "cases" / f"{name}.parquet", place)
        assert answers(place / "out")[f"{name}.parquet"] == wanted
        assert rejected(place / "out")[f"{name}.parquet"] == reasons
        assert [row["row"] for row in reasons] == [1]


def test_what_the_names_of_folders_say_is_a_fact_and_a_text(spark: Any, isle: Path, place: Path) -> None:
    for day in ("2020-01-01", "2021-07-01"):
        rows = [{"traveller.age": 20, "ticket.price": 50, "ticket_returned": True, "traveller.status": "islander"}]
        write_cases(place / "cases" / f"ticket.made_on={day}" / "x.parquet", rows)
    on_spark(spark, isle, place / "cases", place / "out")
    refunds = {
        file: [row["value"] for row in rows if row["conclusion"] == "ticket.refund"]
        for file, rows in answers(place / "out").items()
    }
    # Half of the price; from July 2021 an islander gets the highest price there is.
    assert refunds == {
        "ticket.made_on=2020-01-01/x.parquet": ['{"amount":25,"unit":"thaler"}'],
        "ticket.made_on=2021-07-01/x.parquet": ['{"amount":100,"unit":"thaler"}'],
    }


def test_options_reach_the_workers(spark: Any, isle: Path, place: Path) -> None:
    write_cases(place / "cases" / "a.parquet", ferry_rows(60, 3), FERRY_COLUMNS)
    question = Question(("ticket.refund",), date(2021, 8, 1), date(2021, 1, 1))
    on_spark(spark, isle, place / "cases", place / "out", question)
    wanted, reasons, _ = here(isle, place / "cases" / "a.parquet", place, question)
    assert wanted
    assert answers(place / "out")["a.parquet"] == wanted
    assert rejected(place / "out").get("a.parquet", []) == reasons


@pytest.mark.parametrize(("engine", "wide"), [("sql", False), ("sql", True), ("python", True)])
@pytest.mark.parametrize("number", [4_000])
def test_the_seven_rules(spark: Any, place: Path, number: int, engine: Engine, wide: bool) -> None:
    rows = [{"law_date": LAW_DATE, **each} for each in cases(number)]
    for lacking in rows[7::50]:
        del lacking["insured_days"]
    for index in range(2):
        write_cases(place / "cases" / f"{index}.parquet", rows[index::2], group=500)
    summary = on_spark(spark, SEVEN, place / "cases", place / "out", engine=engine, wide=wide)
    assert (summary.decided, summary.rejected) == (number, 0)
    assert (summary.by_sql > 0.9 * number) is (engine == "sql")
    for name, found in answers(place / "out").items():
        assert found == here(SEVEN, place / "cases" / name, place, wide=wide)[0]
