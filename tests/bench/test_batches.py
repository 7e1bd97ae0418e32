"""Batches of the bench: the same answers whoever decides them, and how many rows each gets."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from attrs import evolve
from batches import ANSWERS, answers_in, decided_rows, digest, run_batch, table_of
from growth import cases as grow_cases
from growth import provisions
from measure import Extent, rows_for, seconds_a_row, write_cases
from peers.ours import Batch, LongBatch
from peers.python import Python
from processes import ChildFailed
from seven.cases import cases
from seven.handwritten import decide
from subjects import BY_HAND


class Wrong(Python):
    """One of a thousand rows comes out otherwise."""

    def load(self) -> None:
        self.decide = lambda case: {**decide(case), "months": decide(case)["months"] + (case["wage"] == 700_000)}


class InAnyOrder(Python):
    """Names its answers in another order each time."""

    def load(self) -> None:
        def decide_in_turn(case: dict[str, Any]) -> dict[str, Any]:
            self.turn = getattr(self, "turn", 0) + 1
            names = ANSWERS[self.turn % 7 :] + ANSWERS[: self.turn % 7]
            answers = decide(case)
            return {name: answers[name] for name in names}

        self.decide = decide_in_turn


class Whole:
    """Decides whole columns by the hand-written function."""

    def ready(self, table: pa.Table) -> list[dict[str, Any]]:
        return table.to_pylist()

    def columns(self, rows: list[dict[str, Any]]) -> dict[str, list[Any]]:
        return {name: [decide(row)[name] for row in rows] for name in ANSWERS}


def loaded(subject: Any) -> Any:
    subject.load()
    return subject


def test_rows_and_columns_give_the_same_digest(tmp_path: Path) -> None:
    path = write_cases(tmp_path, 2_000)
    by_rows = run_batch(loaded(Python()), path, tmp_path / "rows.parquet")
    by_columns = run_batch(Whole(), path, tmp_path / "columns.parquet")
    assert by_rows["digest"] == by_columns["digest"]
    assert 0 < by_rows["deciding"] < by_rows["whole"]
    assert by_rows["peak"] > 1_000_000
    assert run_batch(loaded(Wrong()), path, tmp_path / "wrong.parquet")["digest"] != by_rows["digest"]


def test_answers_may_come_in_any_order(tmp_path: Path) -> None:
    path = write_cases(tmp_path, 11_000)  # more than are written at once
    found = [run_batch(loaded(s), path, tmp_path / "out.parquet")["digest"] for s in (Python(), InAnyOrder())]
    assert found[0] == found[1]


def test_a_digest_is_of_the_answers_alone() -> None:
    table = table_of([{"benefit": 3, "granted": True}, {"benefit": 0, "granted": False}])
    full = table.append_column("months", pa.array([1, 2])).append_column("eligible", pa.array([True, True]))
    for name in ("benefit_due", "hours_allowed", "refusable"):
        full = full.append_column(name, pa.array([False, True]))
    wide = full.set_column(full.column_names.index("benefit"), "benefit", pa.array([3.0, 0.0]))
    assert digest(full) == digest(wide.select(sorted(wide.column_names, reverse=True)))
    assert digest(full) != digest(full.slice(1))


@pytest.mark.parametrize("ours", [Batch(), LongBatch()])
def test_batches_answer_as_by_hand(ours: Batch | LongBatch, tmp_path: Path) -> None:
    ours.load()
    many = cases(50)
    path, out = tmp_path / "cases.parquet", tmp_path / "out.parquet"
    pq.write_table(table_of(many), path)
    ours.file(path, out)
    assert answers_in(ours, out).select(ANSWERS).to_pylist() == [
        {name: decide(case)[name] for name in ANSWERS} for case in many
    ]


@pytest.mark.parametrize("ours", [Batch(), LongBatch()])
def test_a_batch_that_fails_is_no_answer(ours: Batch | LongBatch, tmp_path: Path) -> None:
    ours.load()
    path = tmp_path / "cases.parquet"
    pq.write_table(pa.table({"child_age": ["perhaps"]}), path)
    with pytest.raises(ValueError, match="rejected"):
        ours.file(path, tmp_path / "out.parquet")


def test_ways_in_that_answer_differently_are_told() -> None:
    class Both(Whole):
        def file(self, path: Path, out: Path) -> None:
            run_batch(loaded(Wrong()), path, out)

    odd = [{**case, "wage": 700_000} for case in cases(3)]
    assert len(decided_rows(Both(), table_of([{**case, "wage": 800_000} for case in odd]))) == 3
    with pytest.raises(ValueError, match="ways in"):
        decided_rows(Both(), table_of(odd))


@pytest.mark.parametrize(("seconds", "rows"), [(1e-5, 1_000_000), (1.6e-5, 100_000), (3e-4, 10_000), (1.0, 1_000)])
def test_who_is_slow_gets_fewer_rows(seconds: float, rows: int) -> None:
    assert rows_for(BY_HAND, seconds, Extent(row_seconds=15)) == rows
    assert rows_for(evolve(BY_HAND, name="rulecheck-batch"), seconds / 10, Extent(row_seconds=15)) >= rows
    assert rows_for(evolve(BY_HAND, by_columns=True), seconds, Extent(row_seconds=15)) == 1_000_000


def test_what_a_row_takes_leaves_the_start_out(tmp_path: Path) -> None:
    taken = iter([5.0, 5.9])
    found = seconds_a_row(BY_HAND, tmp_path, lambda *_: {"whole": next(taken)})
    assert found == pytest.approx(1e-4)

    def fails(*_: object) -> dict[str, float]:
        raise ChildFailed("out of memory")

    assert seconds_a_row(BY_HAND, tmp_path, fails) == 0
    assert seconds_a_row(BY_HAND, tmp_path, lambda *_: {"whole": 1.0}) == 0


def test_growth_measures_each_size_in_each_state_of_the_cache() -> None:
    asked = []

    def ask(kind: str, _rules: str, _case: str, **environment: str) -> dict[str, float]:
        cache = environment["RULECHECK_CACHE_DIR"]
        asked.append((kind, "off" if cache == "off" else Path(cache).name))
        return {"load": 2.0 if cache == "off" else 0.1, "check": 0.5, "decision": 1e-5, "first": 0.2}

    extent = Extent(provisions=(10, 20), growth_rounds=2)
    cells, left_out = provisions(extent, lambda _: None, ask, lambda: None)
    assert not left_out
    warm, fresh = ("provisions", "cache-10"), ("provisions", "off")
    assert asked[:6] == [warm, warm, fresh, warm, fresh, warm], "the cache is filled first"
    found = {(cell.measure, cell.size): cell.figure for cell in cells}
    assert found["growth, load, no cache", 20].median == 2.0
    assert found["growth, load, cached", 20].median == 0.1
    assert found["growth, of it: check", 10].rounds == 2


def test_a_file_that_would_take_too_long_is_left_out_and_told() -> None:
    def ask(_kind: str, _place: str, path: Path, _out: Path) -> dict[str, float]:
        return {"process": float(path.stem.rpartition("-")[2]), "peak": 5e7}

    cells, left_out = grow_cases([BY_HAND], Extent(cases=(10, 500, 1_000), growth_rounds=2), lambda _: None, ask)
    assert left_out == {"growth of python": "1,000 cases would take about 1000 s"}
    assert {(cell.measure, cell.size): cell.figure.median for cell in cells} == {
        ("growth, process", 10): 10,
        ("growth, peak", 10): 5e7,
        ("growth, process", 500): 500,
        ("growth, peak", 500): 5e7,
    }


def test_growth_that_fails_is_told() -> None:
    def ask(_kind: str, rules: str, _case: str, **_environment: str) -> dict[str, float]:
        if rules.endswith("20"):
            raise ChildFailed("out of memory")
        return {"load": 1.0, "check": 0.5, "decision": 1e-5, "first": 0.2}

    cells, left_out = provisions(Extent(provisions=(10, 20), growth_rounds=1), lambda _: None, ask, lambda: None)
    assert left_out == {"20 provisions": "out of memory"}
    assert {cell.size for cell in cells} == {10}
