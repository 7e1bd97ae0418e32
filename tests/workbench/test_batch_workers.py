"""Batches decided by several processes: the same bytes as by one, and nothing lost when one of them ends."""

import json
from pathlib import Path

import pytest
from attrs import evolve

from rulecheck import __version__
from rulecheck.engine.loader import load
from rulecheck.engine.trace import Question
from rulecheck.workbench.batch_outputs import write_jsonl
from rulecheck.workbench.batch_parts import Batch, Summary
from rulecheck.workbench.batch_run import run
from rulecheck.workbench.batch_sources import jsonl_rows
from rulecheck.workbench.batch_workers import decide_chunks

# A rulebook with two versions of its only provision.
LIBRARY = {
    "rulebook.yaml": """\
rulebook: library
title: {en: A library}
jurisdiction: EX
currency: {code: EUR, unit: euro, symbol: €}
covers from: 2020-01-01
ranks: [act]
""",
    "act/act.yaml": """\
act: LA
rank: act
title: {en: Library Act}
cite: {en: Library Act}
""",
    "vocabulary/names.yaml": """\
subject: {en: Names}
facts:
  member: {type: boolean, label: {en: member}, question: {en: Member?}, proof: {en: card}}
  asked_on: {type: date, label: {en: asked on}, question: {en: When?}, proof: {en: slip}}
conclusions:
  lends: {type: boolean, label: {en: may borrow}}
schemes:
  lending: {title: {en: Lending}, about: [member], law date: [asked_on], decides: [lends]}
""",
    "act/1.yaml": """\
article: "1"
title: {en: Lending}
provisions:
  (1):
    kind: entitlement
    decides: lends
    versions:
      - {in force: 2020-01-01 to 2023-12-31, promulgated: 2019-06-03, by: Act 1, gist: {en: Members.}, when: member}
      - {in force: from 2024-01-01, promulgated: 2023-06-03, by: Act 2, gist: {en: All.}, when: member or not member}
""",
}
ROWS = 23


@pytest.fixture
def wanted(tmp_path: Path) -> Batch:
    """Rows that are decided, that stay open and that are rejected, in chunks of three."""
    for name, text in LIBRARY.items():
        (tmp_path / "library" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "library" / name).write_text(text, encoding="utf-8")
    book, found = load(str(tmp_path / "library"))
    assert book is not None, found
    facts = [
        {"asked_on": f"20{22 + n % 4}-03-01"} | ({} if n % 5 == 0 else {"member": n % 2 == 0}) for n in range(ROWS)
    ]
    lines = [json.dumps({"case": f"case {n}", "facts": given}) for n, given in enumerate(facts)]
    lines[4] = lines[17] = "no case"
    (tmp_path / "cases.jsonl").write_text("\n".join(lines), encoding="utf-8")
    cases, out = tmp_path / "cases.jsonl", tmp_path / "out.jsonl"
    return Batch(book, Question(("lends",)), __version__, cases, jsonl_rows, out, write_jsonl, chunk=3)


def quiet(_rows: int) -> None:
    """Shows no progress."""


def test_several_processes_write_the_bytes_of_one(wanted: Batch) -> None:
    alone = run(wanted, quiet)
    together = evolve(wanted, out=wanted.out.with_name("together.jsonl"), jobs=2)
    told: list[int] = []
    assert run(together, told.append) == alone
    assert alone is not None
    assert (alone.decided, alone.rejected) == (ROWS - 2, 2)
    assert 0 < sum(alone.handed.values()) < alone.decided
    assert sum(told) == ROWS
    assert together.out.read_bytes() == wanted.out.read_bytes()
    assert together.rejects.read_bytes() == wanted.rejects.read_bytes()


def test_a_stopped_run_goes_on_with_another_number_of_processes(wanted: Batch) -> None:
    run(wanted, quiet)
    stopped = evolve(wanted, out=wanted.out.with_name("stopped.jsonl"), jobs=2)

    def kill(_rows: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(stopped, kill)
    assert not stopped.out.exists()
    assert list(stopped.parts.glob("*.summary.json"))
    summary = run(evolve(stopped, jobs=1), quiet)
    assert summary is not None
    assert summary.decided + summary.rejected == ROWS
    assert stopped.out.read_bytes() == wanted.out.read_bytes()


def test_a_process_that_ends_early_is_told_of(wanted: Batch) -> None:
    """Without a folder for the parts no process can write one."""
    rows = list(jsonl_rows(wanted.cases, wanted.rulebook.vocabulary))
    chunks = [(0, rows[:3]), (1, rows[3:6]), (2, rows[6:9])]
    with pytest.raises(ChildProcessError, match="ended early; what is finished is kept"):
        list(decide_chunks(evolve(wanted, jobs=2), chunks))


def test_the_version_that_decides_is_told(wanted: Batch) -> None:
    run(wanted, quiet)
    rows = [json.loads(line) for line in wanted.out.read_text(encoding="utf-8").splitlines()]
    by = {row["row"]: row["conclusions"]["lends"]["by"] for row in rows}
    # Row 3 is of March 2024, row 9 of March 2022: the second version and the first.
    assert by[3] == [{"provision": "LA 1(1)", "version": 2}]
    assert by[9] == [{"provision": "LA 1(1)", "version": 1}]


def test_no_rows_are_a_batch_too(wanted: Batch) -> None:
    wanted.cases.write_text("\n\n", encoding="utf-8")
    assert run(evolve(wanted, jobs=2), quiet) == Summary()
    assert wanted.out.read_bytes() == b""
