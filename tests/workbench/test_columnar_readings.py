"""What SQL reads of a cell is what Python reads of it, or the row is left to Python."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

import duckdb
import pyarrow
import pytest
from attrs import evolve
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from rulebooks import provision, rulebook, version

from rulecheck.engine.case import read_case
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.sql.inputs import Input
from rulecheck.engine.sql.rows import row_of
from rulecheck.engine.types import (
    BOOLEAN,
    DATE,
    DAYS,
    INTEGER,
    MIXED,
    MONTHS,
    NUMBER,
    TEXT,
    ChoiceType,
    ListType,
    Quantity,
    Type,
)
from rulecheck.engine.values import Period, Value
from rulecheck.workbench.batch_sources import parquet_row
from rulecheck.workbench.columnar.blocks import NUMBER as ROW
from rulecheck.workbench.columnar.cells import table_of
from rulecheck.workbench.columnar.sql_text import name

FACTS: dict[str, Type] = {
    "truth": BOOLEAN, "whole": INTEGER, "number": NUMBER, "money": Quantity("money", (("euro", 1),)), "day": DATE,
    "days": DAYS, "months": MONTHS, "mixed": MIXED, "text": TEXT, "choice": ChoiceType("choice", ("red", "none")),
    "several": ChoiceType("choices", ("red", "green"), several=True), "item.i": INTEGER, "item.day": DATE,
    "item.several": ChoiceType("choices", ("red", "green"), several=True), "items": ListType("list", "item"),
    "below.whole": INTEGER,
}  # fmt: skip
BOUNDS: dict[str, tuple[Value, Value]] = {
    "whole": (-5, 1_000), "number": (Fraction(1, 3), Fraction(99, 2)), "money": (0, 10**12),
    "day": (date(2000, 1, 1), date(2030, 12, 31)), "days": (Period(days=0), Period(days=400)),
    "months": (Period(1), Period(36)), "mixed": (Period(1, 5), Period(30, 0)),
}  # fmt: skip
OPTIONAL = frozenset(FACTS) - {"whole", "text", "items"}


@pytest.fixture(scope="module", params=["bounded", "free"])
def own(request: pytest.FixtureRequest) -> Rulebook:
    made = rulebook([provision("1", version("truth"), decides="c")], FACTS, record="item", optional=OPTIONAL)
    facts = dict(made.vocabulary.facts)
    for fact, (low, high) in BOUNDS.items() if request.param == "bounded" else ():
        facts[fact] = evolve(facts[fact], at_least=low, at_most=high)
    facts["choice"] = evolve(facts["choice"], options={"red": facts["choice"].label, "none": facts["choice"].label})
    return evolve(made, vocabulary=evolve(made.vocabulary, facts=facts))


SPELLINGS = (
    "", " ", "none", "None", "true", "TRUE", "yes", "No", "0", "-0", "007", "5", "-5", "-6", "1000", "1001", "37.5",
    "0.33", "0.34", "49.50", "49.51", "12.500", "1.", ".5", "1,000", "1e3", "5 euro", "1/3", "−3", "１２", "1_000",
    "999999999999999", "9999999999999999", "99999999999999999999", "2024-03-01", "2024-02-30", "1999-12-31",
    "2030-12-31", "1899-12-31", "2200-12-31", "2201-01-01", "2024-3-1", "20240301", "0000-01-01", "2024-03-01 ",
    "14 days", "1 day", "6 months", "6 months ", "1 year 6 months", "1 year 6 months 2 days", "2 weeks", "36 months",
    "37 months", "0 days", "1 month 5 days", "1 month 4 days", "30 months 1 day", "20 months less 10 days", "6months",
    "red", "RED", "green", "a \"text\"", "back\\slash", "line\nbreak", "\u200b", "가나다", "é", "e\u0301", "'", "\t",
)  # fmt: skip
COLUMNS: dict[str, tuple[pyarrow.DataType, st.SearchStrategy[object]]] = {
    "texts": (pyarrow.string(), st.sampled_from(SPELLINGS)),
    "any text": (pyarrow.string(), st.text(max_size=6)),
    "digits": (pyarrow.string(), st.from_regex(r"\A-?[0-9]{1,17}(\.[0-9]{1,4})?\Z")),
    "dates in text": (pyarrow.string(), st.dates().map(str)),
    "whole": (pyarrow.int64(), st.integers(-(2**63), 2**63 - 1) | st.integers(-10, 1_100)),
    "whole without sign": (pyarrow.uint64(), st.integers(0, 2**64 - 1)),
    "small": (pyarrow.int8(), st.integers(-128, 127)),
    "decimals": (pyarrow.decimal128(20, 3), st.decimals(-(10**15), 10**15, places=3) | st.just(Decimal("1.500"))),
    "truths": (pyarrow.bool_(), st.booleans()),
    "dates": (pyarrow.date32(), st.dates(date(1890, 1, 1), date(2210, 1, 1))),
    "moments": (pyarrow.timestamp("us"), st.just(datetime(2024, 3, 1))),
    "floats": (pyarrow.float64(), st.just(1.0)),
    "several": (pyarrow.list_(pyarrow.string()), st.lists(st.sampled_from(("red", "green", "blue", None)), max_size=3)),
}


@pytest.mark.parametrize("kind", COLUMNS)
def test_a_cell(own: Rulebook, kind: str) -> None:
    arrow, values = COLUMNS[kind]
    facts = [fact for fact in FACTS if not fact.startswith("item.")]

    @settings(max_examples=2, deadline=None, phases=[Phase.generate])
    @given(st.lists(st.none() | values, min_size=20, max_size=60))
    def compared(held: Sequence[object]) -> None:
        for fact in facts:
            same(own, pyarrow.table({fact: pyarrow.array(held, arrow)}))

    compared()
    for fact in facts if kind == "texts" else ():
        same(own, pyarrow.table({fact: pyarrow.array(SPELLINGS, arrow)}))


ELEMENT = pyarrow.struct([
    ("i", pyarrow.int32()), ("day", pyarrow.string()), ("several", pyarrow.list_(pyarrow.string())),
    ("unknown", pyarrow.string()),
])  # fmt: skip


@settings(max_examples=20, deadline=None, phases=[Phase.generate])
@given(
    st.lists(
        st.none()
        | st.lists(
            st.none()
            | st.fixed_dictionaries(
                {
                    "i": st.none() | st.integers(-9, 9),
                    "day": st.none() | st.sampled_from(("2024-03-01", "2024-02-30", "none", "")),
                    "several": st.none() | st.lists(st.sampled_from(("red", "green", "blue"))),
                    "unknown": st.none() | st.none() | st.just("x"),
                }
            ),
            max_size=3,
        ),
        min_size=20,
        max_size=40,
    )
)
def test_lists_of_records(held: Sequence[object]) -> None:
    own = rulebook([provision("1", version("truth"), decides="c")], FACTS, record="item", optional=OPTIONAL)
    same(own, pyarrow.table({"items": pyarrow.array(held, pyarrow.list_(ELEMENT))}))


BELOW = pyarrow.struct([("whole", pyarrow.int64())])


@pytest.mark.parametrize("column", ["below", "nowhere", "below.whole", "case", "law_date", "known_on"])
def test_columns_of_other_kinds(own: Rulebook, column: str) -> None:
    same(own, pyarrow.table({column: pyarrow.array([{"whole": 1}, {"whole": None}, None], BELOW)}))
    same(
        own, pyarrow.table({column: pyarrow.array(["x", "", None, "2024-03-01", "2024-02-30", 'a "b" \\c', "\u200b"])})
    )
    same(own, pyarrow.table({column: pyarrow.array([date(2024, 3, 1), None, date(1800, 1, 1)])}))
    same(own, pyarrow.table({column: pyarrow.array([1, None])}))


def same(own: Rulebook, table: pyarrow.Table) -> None:
    """Each row is odd, or SQL reads of it what Python does."""
    numbered = table.append_column(ROW, pyarrow.array(range(table.num_rows), pyarrow.int64()))
    read = table_of(numbered.schema, own)
    assert read is not None
    columns = [f"{said} AS {name(column.name)}" for column, said in read.columns]
    given_ = [f"{said} AS {name(f'given {fact}')}" for fact, said in read.given.items()]
    query = ", ".join([name(ROW), *columns, *given_, f"{read.title} AS title", f"{read.day} AS dated"])
    with duckdb.connect() as connection:
        connection.register("rows", numbered)
        # Of rows that are for Python the columns may hold anything, but can be computed.
        connection.execute(f'CREATE TABLE read AS SELECT {query}, {read.odd} AS "is odd" FROM rows')
        odd = connection.execute('SELECT count(*) FROM read WHERE "is odd" IS NULL').fetchall()
        rows = connection.sql('SELECT * FROM read WHERE NOT "is odd"').to_arrow_table().to_pylist()
    assert odd == [(0,)]
    for row in rows:
        number = row[ROW]
        (batch,) = table.slice(number, 1).to_batches()
        text = parquet_row(number, batch)
        case, found = (None, ()) if text.unreadable else read_case(text.text, "row.json", own.vocabulary)
        assert case is not None, (row, text, found)
        assert (row["title"], row["dated"], case.known_on) == (case.title, case.law_date, None)
        assert {fact for fact in read.given if row[f"given {fact}"]} == {f for f in case.facts if "[" not in f}
        expected = row_of(by_fact(column for column, _ in read.columns), case)
        assert {column.name: row[column.name] for column, _ in read.columns} == expected, text


def by_fact(columns: Iterable[Input]) -> dict[str, list[Input]]:
    found: dict[str, list[Input]] = {}
    for column in columns:
        found.setdefault(column.fact, []).append(column)
    return found


def test_what_is_written_simply_is_read_by_sql(own: Rulebook) -> None:
    simple = {
        "truth": "true", "whole": "7", "number": "37.5", "money": "2400000", "day": "2024-03-01", "days": "14 days",
        "months": "1 year 6 months", "mixed": "2 months 3 days", "choice": "none", "text": "가나 (1)", "case": "A, B",
        "law_date": "2024-03-01",
    }  # fmt: skip
    table = pyarrow.table({fact: [value] for fact, value in simple.items()})
    read = table_of(table.schema, own)
    assert read is not None
    with duckdb.connect() as connection:
        connection.register("rows", table)
        assert connection.execute(f"SELECT {read.odd} FROM rows").fetchall() == [(False,)]
