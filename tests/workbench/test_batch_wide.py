"""The wide layout: it says what the long one says, by either engine and in either format."""

import csv
import json
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow
import pytest
import sqlglot
from attrs import evolve
from batch_files import batch, conclusions_in_sql, contents, quiet, row, write_csv, write_parquet
from click.testing import CliRunner
from generated_rulebooks import random_case, random_rulebook
from pyarrow import parquet

from rulecheck.cli import command
from rulecheck.engine.cache import load_cached
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.sql.program import Program
from rulecheck.engine.sql.traces import TraceWords
from rulecheck.engine.trace import Question
from rulecheck.engine.types import BOOLEAN, DATE, MONTHS, SPAN, ChoiceType, PeriodType, Quantity
from rulecheck.workbench import batch_run
from rulecheck.workbench.batch_outputs import writer_of
from rulecheck.workbench.batch_parts import Batch, Summary
from rulecheck.workbench.batch_wide import EXCEPTED_BY, Concluded, Wide, rows_of, value_columns, wide_of
from rulecheck.workbench.columnar import run as columnar
from rulecheck.workbench.columnar.found import keep_found

ROOT = Path(__file__).resolve().parents[2]
SEVEN = ROOT / "bench" / "seven" / "rules"
RUNS = {"sql": columnar.run, "python": batch_run.run}
Row = Mapping[str, Any]


def wide_batch(own: Rulebook, ask: tuple[str, ...], cases: Path, out: Path) -> Batch:
    wide = wide_of(own, Question(ask))
    assert isinstance(wide, Wide)
    writer = writer_of(out, wide)
    assert writer is not None
    return evolve(batch(own, ask, cases, out), wide=wide, writer=writer)


def line_of(own: Rulebook, wide: Wide, row: Row) -> Row:
    """What the line of JSON says, from the columns alone."""
    left_open = json.loads(row["open"] or "{}")
    said = {}
    for each in wide.conclusions:
        if row[f"{each.address} state"] is not None:
            said[each.address] = {**conclusion(own, each, row), **left_open.get(each.address, {})}
    return {"row": row["row"], "case": row["case"], "conclusions": said}


def conclusion(own: Rulebook, concluded: Concluded, row: Row) -> Row:
    state = row[f"{concluded.address} state"]
    found: dict[str, Any] = {"state": "not applicable" if state == "none" else state}
    found["value"] = value(own, concluded, row) if state == "value" else {"absent": state}
    names = [text for text in row[f"{concluded.address} by"].split("; ") if text]
    found["by"] = [chosen(name) for name in names if not name.startswith(EXCEPTED_BY)]
    if aside := [chosen(name.removeprefix(EXCEPTED_BY)) for name in names if name.startswith(EXCEPTED_BY)]:
        found["excepted_by"] = aside
    return found


def chosen(text: str) -> Row:
    provision, _, version = text.rpartition(" v")
    return {"provision": provision, "version": int(version)}


def value(own: Rulebook, concluded: Concluded, row: Row) -> object:
    name, kind = concluded.address, own.vocabulary.conclusions[concluded.address].type
    if isinstance(kind, Quantity):
        exact: object = row[name]
        if exact is None:
            above, _, below = row[f"{name} exact"].partition("/")
            exact = {"numerator": int(above), "denominator": int(below)} if below else int(above)
        return {"amount": exact, "unit": kind.word} if kind.dimension else exact
    if isinstance(kind, PeriodType):
        return {"months": row[f"{name} months"], "days": row[f"{name} days"]}
    if kind == SPAN:
        return {part: row[f"{name} {part}"].isoformat() for part in ("first", "last")}
    found = row[name]
    return found.isoformat() if isinstance(found, date) else found


def random_cases(seed: int, own: Rulebook, path: Path) -> Path:
    rows = [row(random_case(seed * 1000 + i, own), i) for i in range(40)]
    (write_csv if path.suffix == ".csv" else write_parquet)(rows, path)
    return path


@pytest.mark.parametrize("most", [40, 0])  # with nought each text comes from a join
@pytest.mark.parametrize("seed", range(3))
def test_it_says_what_the_long_layout_says(
    seed: int, most: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rulecheck.workbench.columnar.wide_texts._MOST", most)
    own = random_rulebook(seed)
    cases = random_cases(seed, own, tmp_path / "cases.parquet")
    ask = conclusions_in_sql(own)
    long = batch(own, ask, cases, tmp_path / "long.jsonl")
    expected = batch_run.run(long, quiet)
    for name, run in RUNS.items():
        wanted = wide_batch(own, ask, cases, tmp_path / f"{name}.parquet")
        found = run(wanted, quiet)
        assert isinstance(found, Summary)
        assert isinstance(expected, Summary)
        assert (found.decided, found.rejected, found.undetermined) == (
            expected.decided,
            expected.rejected,
            expected.undetermined,
        )
        assert wanted.wide is not None
        rows = parquet.read_table(wanted.out).to_pylist()
        lines = [json.loads(line) for line in long.out.read_text(encoding="utf-8").splitlines()]
        assert [line_of(own, wanted.wide, each) for each in rows] == lines
    assert parquet.read_table(tmp_path / "sql.parquet").equals(parquet.read_table(tmp_path / "python.parquet"))


@pytest.mark.parametrize("seed", range(2))
def test_csv_has_the_same_bytes_by_either_engine(seed: int, tmp_path: Path) -> None:
    own = random_rulebook(seed)
    cases = random_cases(seed, own, tmp_path / "cases.csv")
    found = [wide_batch(own, conclusions_in_sql(own), cases, tmp_path / f"{name}.csv") for name in RUNS]
    for wanted, run in zip(found, RUNS.values(), strict=True):
        run(wanted, quiet)
    assert contents(found[0]) == contents(found[1])
    with found[0].out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert found[0].wide is not None
    assert list(rows[0]) == [column.name for column in found[0].wide.columns]
    assert {cell for each in rows for name, cell in each.items() if name.endswith(" state")} >= {"value"}


def test_columns_of_each_type() -> None:
    kinds = {"c": BOOLEAN, "m": MONTHS, "d": DATE, "s": SPAN, "q": Quantity("number")}
    several = ChoiceType("several of a, b", ("a", "b"), several=True)
    columns = {name: [(c.name, c.kind) for c in value_columns(name, kind)] for name, kind in kinds.items()}
    assert columns == {
        "c": [("c", "truth")],
        "m": [("m months", "whole"), ("m days", "whole")],
        "d": [("d", "day")],
        "s": [("s first", "day"), ("s last", "day")],
        "q": [("q", "whole"), ("q exact", "text")],
    }
    assert [c.kind for c in value_columns("o", several)] == ["texts"]


@pytest.mark.parametrize(
    ("exact", "whole", "quotient"),
    [
        (7, 7, None),
        ({"numerator": 7, "denominator": 3}, None, "7/3"),
        (2**63 - 1, 2**63 - 1, None),
        (2**63, None, str(2**63)),
        (-(2**63), -(2**63), None),
    ],
)
@pytest.mark.parametrize("unit", ["", "euro"])
def test_a_number_that_is_not_whole_stands_apart(exact: object, whole: object, quotient: object, unit: str) -> None:
    wide = Wide((Concluded("q", value_columns("q", Quantity("number")), ()),))
    said = {"amount": exact, "unit": unit} if unit else exact
    line = {"row": 1, "case": "", "conclusions": {"q": {"state": "value", "value": said, "by": []}}}
    ((_, _, *cells, _),) = rows_of(wide, [json.dumps(line)])
    assert cells[:2] == [whole, quotient]


def test_blocks_come_out_as_one_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columnar, "_TYPED_BLOCK", 15)
    own = random_rulebook(1)
    cases = random_cases(1, own, tmp_path / "cases.parquet")
    many, one = (wide_batch(own, conclusions_in_sql(own), cases, tmp_path / f"{name}.parquet") for name in ("a", "b"))
    assert columnar.rows_of_a_block(cases, wide=True) == 15
    assert columnar.run(many, quiet) == columnar.run(evolve(one, chunk=1_000), quiet)
    assert parquet.read_table(many.out).equals(parquet.read_table(one.out))
    assert not any(pyarrow.types.is_dictionary(column.type) for column in parquet.read_schema(many.out))


@pytest.mark.parametrize("title", ["''", "'one'"])
def test_what_is_alike_for_all_rows_is_not_kept_with_each(title: str) -> None:
    query = sqlglot.parse_one('SELECT "case title", n AS n, FALSE AS n0, 1 AS v1 FROM cases', read="duckdb")
    assert isinstance(query, sqlglot.exp.Select)
    words = TraceWords({}, {}, {})
    with duckdb.connect() as connection:
        connection.execute(f'CREATE TABLE cases AS SELECT {title} AS "case title", unnest([3, 2]) AS n')
        keep_found(connection, Program((), (), (), words, query), title, "found")
        kept = {column for column, *_ in connection.execute("DESCRIBE found_kept").fetchall()}
        rows = connection.execute('SELECT "case title", n, n0, v1 FROM found').fetchall()
    assert kept == ({"n"} if title == "''" else {"n", "case title"})
    assert rows == [(title.strip("'"), 3, False, 1), (title.strip("'"), 2, False, 1)]


def test_one_value_for_each_element_has_no_column(tmp_path: Path) -> None:
    cases = tmp_path / "cases.csv"
    cases.write_text("case\n", encoding="utf-8")
    out = str(tmp_path / "out.parquet")
    rules = str(ROOT / "rules" / "kr")
    result = CliRunner().invoke(command, ["batch", str(cases), "--out", out, "--layout", "wide", "--rules", rules])
    assert result.exit_code == 2
    own, _ = load_cached(rules)
    assert own is not None
    listed = next(name for name, each in own.vocabulary.conclusions.items() if each.record)
    assert f"`{listed}` has a value for each element of a list" in result.stderr
    assert "name with --ask what has one" in result.stderr
    of_one = wide_of(own, Question((f"{listed}[2]",)))
    assert isinstance(of_one, str)
    assert f"`{listed}[2]` has a value for each element" in of_one
    assert wide_of(own, Question(("nothing like it",))) == Wide(())


def test_json_lines_have_one_layout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    whole = columnar.run

    def seen(wanted: Batch, progress: Callable[[int], None]) -> Summary | None:
        asked.append(wanted.chunk)
        return whole(wanted, progress)

    monkeypatch.setattr(columnar, "run", seen)
    cases = tmp_path / "cases.parquet"
    parquet.write_table(pyarrow.Table.from_pylist([{"law_date": "2024-03-01"}]), cases)
    kr = str(ROOT / "rules" / "kr")  # with values for each element of a list, which no column could hold
    written = []
    for layout in ("long", "wide"):
        out = tmp_path / f"{layout}.jsonl"
        words = ["batch", str(cases), "--out", str(out), "--layout", layout, "--engine", "sql", "--rules", kr]
        assert CliRunner().invoke(command, words).exit_code == 1
        written.append(out.with_name(f"{out.name}.rejected.jsonl").read_bytes())
    assert written[0] == written[1]
    # Lines are made in Python: no million of them at once.
    assert asked == [100_000, 100_000]


def test_the_command_writes_it(tmp_path: Path) -> None:
    cases, out = tmp_path / "cases.csv", tmp_path / "out.csv"
    facts = json.loads((SEVEN.parent / "first.json").read_text(encoding="utf-8"))["facts"]
    names = [*facts, "law_date"]
    texts = [str(v).lower() for v in facts.values()] + ["2024-03-01"]
    cases.write_text(",".join(names) + "\n" + ",".join(texts) + "\n", encoding="utf-8")
    for engine in RUNS:
        words = ["batch", str(cases), "--out", str(out), "--layout", "wide", "--engine", engine, "--rules", str(SEVEN)]
        result = CliRunner().invoke(command, words)
        assert result.exit_code == 0, result.output
        (found,) = csv.DictReader(out.read_text(encoding="utf-8").splitlines())
        assert (found["row"], found["eligible"], found["eligible state"]) == ("1", "true", "value")
        assert found["eligible by"] == "RH 1(1) v1"
