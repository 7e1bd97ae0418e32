"""Batches: each row as a single case is decided, in every format; stopped half-way and gone on with."""

import csv
import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from importlib.resources import files
from pathlib import Path

import pyarrow
import pytest
from attrs import evolve
from jsonschema import Draft202012Validator
from pyarrow import parquet

from rulecheck import __version__
from rulecheck.engine.case import read_case
from rulecheck.engine.decide import decide
from rulecheck.engine.limits import Limits
from rulecheck.engine.loader import load
from rulecheck.engine.python.verdicts import verdict_of
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.trace import Question
from rulecheck.workbench.batch_outputs import COLUMNS, writer_of
from rulecheck.workbench.batch_parts import Batch, Summary
from rulecheck.workbench.batch_rows import row_data
from rulecheck.workbench.batch_run import run
from rulecheck.workbench.batch_sources import Row, jsonl_rows, source_of

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("*.json"))


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    book, found = load(str(files("rulecheck") / "rules" / "kr"))
    assert book is not None, found
    return book


def batch(rulebook: Rulebook, cases: Path, out: Path, chunk: int = 2) -> Batch:
    source, writer = source_of(cases), writer_of(out)
    assert source is not None
    assert writer is not None
    return Batch(rulebook, Question(), __version__, cases, source, out, writer, chunk)


def quiet(_rows: int) -> None:
    """Shows no progress."""


def one_line(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    """The examples twice, among rows that are no cases."""
    texts = [one_line(path.read_text(encoding="utf-8")) for path in EXAMPLES]
    lines = [texts[0], "no case", *texts[1:], "", '{"facts": {"no.such_fact": 1}}', *texts]
    path = tmp_path / "cases.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def lines_of(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_each_row_is_decided_as_a_single_case_is(rulebook: Rulebook, cases: Path, tmp_path: Path) -> None:
    wanted = batch(rulebook, cases, tmp_path / "out.jsonl")
    summary = run(wanted, quiet)
    numbers = [1, 3, 4, 6, 7, 8]
    expected = []
    for number, path in zip(numbers, EXAMPLES * 2, strict=True):
        case, found = read_case(path.read_bytes(), path.name, rulebook.vocabulary)
        assert case is not None, found
        verdicts = [verdict_of(decision) for decision in decide(rulebook, case).asked()]
        expected.append(row_data(rulebook, number, case.title, verdicts))
    decided = lines_of(wanted.out)
    assert decided == json.loads(json.dumps(expected))
    assert {said["state"] for row in expected for said in row["conclusions"].values()} >= {"value", "unknown"}
    schema = json.loads((ROOT / "schemas" / "batch.json").read_text(encoding="utf-8"))
    for line in decided:
        Draft202012Validator(schema).validate(line)
    rejected = lines_of(wanted.rejects)
    assert [(row["row"], row["line"]) for row in rejected] == [(2, 2), (5, 6)]
    assert summary == Summary(6, 2, 2, {"an answer is open": 2})
    assert not wanted.parts.exists()


@pytest.mark.parametrize("ending", ["jsonl", "csv", "parquet"])
@pytest.mark.parametrize("stopped_after", [2, 4])
def test_a_run_that_was_killed_goes_on_to_the_same_bytes(
    rulebook: Rulebook, cases: Path, tmp_path: Path, ending: str, stopped_after: int
) -> None:
    whole = batch(rulebook, cases, tmp_path / f"whole.{ending}")
    run(whole, quiet)
    stopped = batch(rulebook, cases, tmp_path / f"stopped.{ending}")
    done = 0

    def kill(rows: int) -> None:
        nonlocal done
        done += rows
        if done >= stopped_after:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(stopped, kill)
    assert not stopped.out.exists()
    # A part that was being written when the machine stopped.
    (stopped.parts / f"{stopped_after // 2:08}.jsonl").write_text("half a li", encoding="utf-8")
    first = stopped.parts / "00000000.jsonl"
    kept = first.stat().st_mtime_ns
    seen: list[int] = []

    def look(_rows: int) -> None:
        seen.append(first.stat().st_mtime_ns)

    assert run(stopped, look) is not None
    assert set(seen) == {kept}
    assert stopped.out.read_bytes() == whole.out.read_bytes()
    assert stopped.rejects.read_bytes() == whole.rejects.read_bytes()


@pytest.mark.parametrize("other", ["cases", "as of", "chunk"])
def test_parts_of_another_batch_are_not_mixed_in(rulebook: Rulebook, cases: Path, tmp_path: Path, other: str) -> None:
    first = batch(rulebook, cases, tmp_path / "out.jsonl")

    def kill(_rows: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(first, kill)
    changed = {
        "cases": first,
        "as of": evolve(first, question=Question(as_of=date(2024, 3, 1))),
        "chunk": evolve(first, chunk=3),
    }[other]
    if other == "cases":
        cases.write_text(cases.read_text(encoding="utf-8") + "\n{}", encoding="utf-8")
    assert run(changed, quiet) is None
    assert not first.out.exists()
    assert first.parts.exists()


def test_rejects_of_an_earlier_run_do_not_stay(rulebook: Rulebook, cases: Path, tmp_path: Path) -> None:
    wanted = batch(rulebook, cases, tmp_path / "out.jsonl")
    run(wanted, quiet)
    assert wanted.rejects.exists()
    cases.write_text(one_line(EXAMPLES[0].read_text(encoding="utf-8")), encoding="utf-8")
    assert run(wanted, quiet) == Summary(1)
    assert not wanted.rejects.exists()


def test_csv_and_parquet_hold_what_json_lines_hold(rulebook: Rulebook, cases: Path, tmp_path: Path) -> None:
    outs = [tmp_path / f"out.{ending}" for ending in ("jsonl", "csv", "parquet")]
    for out in outs:
        run(batch(rulebook, cases, out), quiet)
    expected = [
        (row["row"], address, said["state"], said["value"], said["by"])
        for row in map(json.loads, outs[0].read_text(encoding="utf-8").splitlines())
        for address, said in row["conclusions"].items()
    ]
    with outs[1].open(encoding="utf-8", newline="") as file:
        from_csv = list(csv.DictReader(file))
    from_parquet = parquet.read_table(outs[2]).to_pylist()
    for table in (from_csv, from_parquet):
        assert tuple(table[0]) == COLUMNS
        assert expected == [
            (
                int(r["row"]),
                r["conclusion"],
                r["state"],
                json.loads(r["value"]),
                json.loads(r["by"]) if isinstance(r["by"], str) else r["by"],
            )
            for r in table
        ]


def test_a_case_is_the_same_from_every_format(rulebook: Rulebook, tmp_path: Path) -> None:
    """The example with its list of months: nested in JSON and Parquet, with the list as JSON in CSV."""
    data = json.loads(EXAMPLES[0].read_text(encoding="utf-8"))
    flat = dict(flattened(data["facts"]))
    assert any(isinstance(value, list) for value in flat.values())
    json_lines, table, columns = (tmp_path / f"cases.{ending}" for ending in ("jsonl", "csv", "parquet"))
    json_lines.write_text(json.dumps({"case": data["case"], "facts": data["facts"]}), encoding="utf-8")
    cells = {name: json.dumps(v) if isinstance(v, list | bool) else v for name, v in flat.items()}
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["case", *cells])
        writer.writerow([data["case"], *cells.values()])
    parquet.write_table(pyarrow.Table.from_pylist([{"case": data["case"], **data["facts"]}]), columns)
    answers = []
    for path in (json_lines, table, columns):
        wanted = batch(rulebook, path, path.with_suffix(".out.jsonl"))
        summary = run(wanted, quiet)
        assert summary is not None
        assert (summary.decided, summary.rejected) == (1, 0)
        answers.append(wanted.out.read_bytes())
    assert answers[1:] == answers[:1] * 2


def flattened(data: dict[str, object], prefix: str = "") -> Iterator[tuple[str, object]]:
    for name, value in data.items():
        if isinstance(value, dict):
            yield from flattened(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a,b\n1\n", "the row has 1 cells, and 2 columns are named"),
        ("a,a\n1,2\n", "the column `a` is named twice"),
        ("a,b\n" + "x" * 200_000 + ",1\n", "the row is no CSV: field larger than field limit (131072)"),
    ],
)
def test_rows_of_csv_that_are_none(rulebook: Rulebook, tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "cases.csv"
    path.write_text(text, encoding="utf-8")
    source = source_of(path)
    assert source is not None
    assert list(source(path, rulebook.vocabulary)) == [Row(1, 2, unreadable=says)]


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (1.5, "`1.5` is a floating-point number"),
        (date(2024, 3, 1), ""),
        (Decimal("37.50"), ""),
    ],
)
def test_columns_that_are_not_exact_are_rejected(rulebook: Rulebook, tmp_path: Path, value: object, says: str) -> None:
    path = tmp_path / "cases.parquet"
    parquet.write_table(pyarrow.table({"some.fact": [value, None]}), path)
    source = source_of(path)
    assert source is not None
    first, second = source(path, rulebook.vocabulary)
    assert first.unreadable.startswith(says)
    assert bool(first.unreadable) == bool(says)
    assert second.text == b'{"facts": {}}'


@pytest.mark.parametrize(("spare", "readable"), [(0, True), (1, False)])
def test_a_line_may_be_as_long_as_a_case(rulebook: Rulebook, tmp_path: Path, spare: int, readable: bool) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_bytes(b"x" * (100 + spare) + b"\n" + b"{}\n")
    rows = list(jsonl_rows(path, rulebook.vocabulary, Limits(case_bytes=100)))
    assert [(row.number, row.line) for row in rows] == [(1, 1), (2, 2)]
    assert (not rows[0].unreadable) == readable
    assert rows[1].text == b"{}"
