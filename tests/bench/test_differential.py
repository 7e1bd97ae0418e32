"""Differential runs: what they count, what they keep of a disagreement, and what they publish."""

import json
from collections import Counter
from pathlib import Path

import differential
import differential_engines
import differential_runs
import pytest
from attrs import evolve
from counts import Counts, published
from differential_cases import SOURCES, blocks
from differential_corpus import entries, entry_text
from differential_engines import ENGINES, Outcome

from rulecheck.engine.case import Case
from rulecheck.engine.decide import NOTHING_SPECIAL, Question
from rulecheck.engine.python.compiled import Compiled, Decided


def result(generated: int, handed: dict[str, int], disagree: int = 0) -> Outcome:
    asked = generated + sum(handed.values())
    return Outcome(asked, generated, Counter(handed), (Case(""),) * disagree, asked)


def test_counts_add_up_over_blocks_and_runs() -> None:
    one = Counts().plus("random", 100, result(90, {"open": 10})).plus("random", 100, result(98, {"conflict": 2}, 1))
    both = one.and_those_of(Counts().plus("kr", 5, result(5, {}))).and_those_of(Counts())
    assert both.by_source == {
        "random": {"cases": 200, "asked": 200, "decided": 188, "handed": {"conflict": 2, "open": 10}, "disagree": 1},
        "kr": {"cases": 5, "asked": 5, "decided": 5, "handed": {}, "disagree": 0},
    }
    assert both.disagree == 1


def test_counts_are_published_between_their_marks() -> None:
    page = "before\n<!-- differential -->\nold\n<!-- /differential -->\nafter\n"
    counts = Counts().plus("seven, Python", 1_000, result(990, {"an answer is open": 10}))
    counts = counts.plus("kr, Python", 5, result(5, {})).plus("seven, SQL", 70, result(70, {}), 10)
    written = published(page, counts)
    assert "| seven, Python | 1,000 | 1,000 | 990 | 10 | 0 |\n| seven, SQL | 10 | 70 | 70 | 0 | 0 |\n" in written
    assert "| all, Python | 1,005 | 1,005 | 995 | 10 | 0 |\n| all, SQL | 10 | 70 | 70 | 0 | 0 |\n" in written
    assert "Handed over: an answer is open (10)." in written
    assert "old" not in written
    assert published(written, counts) == written


@pytest.mark.parametrize("source", SOURCES)
def test_blocks_are_the_same_for_the_same_seed(source: str) -> None:
    number = 300 if source == "random" else 40
    one, again, other = (list(blocks(source, number, seed)) for seed in (3, 3, 4))
    assert sum(len(block.cases) for block in one) == number
    assert [block.cases for block in one] == [block.cases for block in again]
    assert [block.cases for block in one] != [block.cases for block in other]


@pytest.mark.parametrize("source", SOURCES)
def test_an_entry_keeps_its_case(source: str, tmp_path: Path) -> None:
    block = next(blocks(source, 100, 5))
    for number, case in enumerate(block.cases[:3]):
        (tmp_path / f"{number}.json").write_text(entry_text(source, block, case), encoding="utf-8")
    kept = list(entries(tmp_path))
    assert [entry.case.digest for entry in kept] == [case.digest for case in block.cases[:3]]
    assert {entry.rulebook.digest for entry in kept} == {block.rulebook.digest}


def test_a_disagreement_is_counted_kept_and_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An engine that takes one hour for another is found out by its cases."""

    class Wrong(Compiled):
        def decide(self, case: Case, question: Question = NOTHING_SPECIAL) -> Decided:
            if case.facts.get("hours_after") == 35:
                case = evolve(case, facts={**case.facts, "hours_after": 36})
            return super().decide(case, question)

    monkeypatch.setattr(differential_runs, "Compiled", Wrong)
    monkeypatch.setattr(differential_engines, "generated_code", differential_engines.generated_code.__wrapped__)
    kept, page = tmp_path / "counts.json", tmp_path / "page.md"
    page.write_text("<!-- differential --><!-- /differential -->", encoding="utf-8")
    words = ["--cases", "100", "--on", "seven", "--keep", str(tmp_path / "corpus"), "--add-to", str(kept)]
    (tmp_path / "corpus").mkdir()
    assert differential.main([*words, "--write", str(page)]) == 1
    said = json.loads(capsys.readouterr().out)["seven, generated Python"]
    found = list(entries(tmp_path / "corpus"))
    assert 0 < said["disagree"] == len(found) < 30
    assert {entry.case.facts["hours_after"] for entry in found} == {35}
    assert Counts.read(kept).by_source["seven, generated Python"] == said
    assert f"| {said['disagree']} |" in page.read_text(encoding="utf-8")


def test_a_run_that_agrees_ends_well(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert differential.main(["--cases", "60", "--on", "seven", "--keep", str(tmp_path)]) == 0
    told = json.loads(capsys.readouterr().out)
    for name, asked in (("seven, generated Python", 60), ("seven, each conclusion on DuckDB", 60 * 7)):
        said = told[name]
        assert (said["cases"], said["asked"]) == (60, asked)
        assert said["decided"] + sum(said["handed"].values()) == asked
    with pytest.raises(SystemExit):
        differential.main(["--on", "sevn"])


def test_duckdb_is_asked_each_conclusion() -> None:
    (block,) = blocks("seven", 30, 2)
    outcome = ENGINES["duckdb"](block)["duckdb"]
    assert ENGINES["both"](block)["duckdb"] == outcome
    assert outcome.asked == 30 * 7
    assert outcome.generated + sum(outcome.handed.values()) == outcome.asked
    assert outcome.generated > 150
    assert not outcome.disagree


def test_a_run_goes_on_where_the_last_one_ended(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = tmp_path / "counts.json"
    words = ["--cases", "5040", "--on", "seven", "--engine", "duckdb", "--add-to", str(kept)]
    for runs in (1, 2):
        assert differential.main(words) == 0
        said = Counts.read(kept).by_source["seven, each conclusion on DuckDB"]
        assert (said["cases"], said["next_seed"]) == (5_040 * runs, 2 * runs)
    assert differential.main([*words, "--seed", "0", "--cases", "40"]) == 0
    assert Counts.read(kept).next_seed("seven") == 4
    assert Counts.read(kept).next_seed("random") == 0
    assert "--" not in capsys.readouterr().out


def test_several_processes_count_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    told = []
    for jobs in ("1", "2"):
        words = ["--cases", "180", "--on", "seven,seven,random", "--seed", "3", "--jobs", jobs, "--engine", "python"]
        assert differential.main(words) == 0
        told.append(json.loads(capsys.readouterr().out))
    assert told[0] == told[1]
    assert [said["cases"] for said in told[0].values()] == [120, 60]


def test_a_stopped_run_has_some_of_each_rulebook() -> None:
    found = differential.portions(
        "both", ["seven", "kr", "random", "seven"], 40_000, {"seven": 7, "kr": 0, "random": 2}
    )
    assert [source for _, source, _, _ in found[:3]] == ["seven", "kr", "random"]
    assert sum(number for _, _, number, _ in found) == 40_000
    assert [(number, seed) for _, source, number, seed in found if source == "seven"] == [
        (5_000, 7), (5_000, 8), (5_000, 9), (5_000, 10),
    ]  # fmt: skip
