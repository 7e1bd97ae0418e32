"""The archive in which a rulebook travels to workers, and what they do with rows; none of it needs Spark."""

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pyarrow
import pytest
from attrs import evolve

from rulecheck.engine.loader import load
from rulecheck.engine.rule_files import RuleFile, read_rule_files
from rulecheck.engine.trace import Question
from rulecheck.workbench.spark.archive import Refused, pack, unpack
from rulecheck.workbench.spark.by_python import by_python
from rulecheck.workbench.spark.inputs import CaseFile
from rulecheck.workbench.spark.outcomes import Layout
from rulecheck.workbench.spark.run import refusal_in


@pytest.fixture
def isle(ferry: dict[str, str], write_rules: Callable[[Mapping[str, str]], str]) -> str:
    return write_rules(ferry)


def files_of(rules: str) -> tuple[tuple[RuleFile, ...], str]:
    book, _ = load(rules)
    assert book is not None
    return read_rule_files(rules)[0], book.digest


def test_what_arrives_is_the_rulebook_that_was_sent(isle: str) -> None:
    files, digest = files_of(isle)
    content, shipment = pack(files, digest)
    assert (content, shipment) == pack(files, digest)
    assert shipment.name == f"rulebook-{digest}.zip"
    arrived = unpack(content, shipment).rulebook
    wanted, _ = load(isle)
    assert wanted is not None
    assert (arrived.digest, dict(arrived.provisions)) == (wanted.digest, dict(wanted.provisions))


def test_a_rulebook_that_builds_on_another_travels_with_it(isle: str) -> None:
    own = Path(isle).parent / "port"
    own.mkdir()
    header = (Path(isle) / "rulebook.yaml").read_text(encoding="utf-8")
    (own / "rulebook.yaml").write_text(header.replace("isle", "port") + "builds on: isle\n", encoding="utf-8")
    files, digest = files_of(str(own))
    arrived = unpack(*pack(files, digest)).rulebook
    assert "FA 9(1)" in arrived.provisions


@pytest.mark.parametrize("change", [b"", b"?"], ids=["cut short", "added to"])
def test_an_archive_with_other_bytes_is_refused(isle: str, change: bytes) -> None:
    content, shipment = pack(*files_of(isle))
    with pytest.raises(Refused, match="a worker got an archive of rules with the digest"):
        unpack((content + change) if change else content[:-1], shipment)


def test_an_archive_of_another_rulebook_is_refused(isle: str) -> None:
    content, shipment = pack(*files_of(isle))
    with pytest.raises(Refused, match=f"a worker got the rulebook {shipment.rulebook}, and 0000 was sent"):
        unpack(content, evolve(shipment, rulebook="0000"))


def test_another_engine_is_refused(isle: str) -> None:
    content, shipment = pack(*files_of(isle))
    with pytest.raises(Refused, match=r"a worker has rulecheck .*, and the driver rulecheck 0; install the same"):
        unpack(content, evolve(shipment, engine="rulecheck 0"))


def test_the_archive_can_be_looked_into(isle: str) -> None:
    content, _ = pack(*files_of(isle))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.read("rules/rulebook.yaml") == (Path(isle) / "rulebook.yaml").read_bytes()


def test_a_row_is_decided_or_rejected(isle: str) -> None:
    compiled = unpack(*pack(*files_of(isle)))
    rows = [{"ticket.price": 10, "ticket_returned": True, "traveller.status": "guest"}, {"ticket.price": -1}]
    rows = [{"law_date": "2022-01-01", **row} for row in rows]
    cells = pyarrow.RecordBatch.from_pylist(rows)
    found = by_python(compiled, Question(("ticket.refund",)), Layout(None), [4, 5], cells)
    decided, rejected = found.told().to_pylist()
    assert [answer["value"] for answer in decided["answers"]] == ['{"amount":10,"unit":"thaler"}']
    assert (decided["row"], decided["rejected"]) == (4, None)
    assert (rejected["row"], rejected["answers"]) == (5, [])
    assert '"row":5,"line":5' in rejected["rejected"]


def test_the_name_of_a_commit_follows_all_that_answers_depend_on() -> None:
    names = [
        CaseFile("x", path, digest).commit(decided_by)
        for path in ("a", "b")
        for digest in ("0", "1")
        for decided_by in ("rules", "others")
    ]
    assert len(set(names)) == 8


@pytest.mark.parametrize(
    ("failure", "says"),
    [
        ("Traceback …\nrulecheck.workbench.spark.archive.Refused: a worker has 1\n\tat …", "a worker has 1"),
        ("[PATH_NOT_FOUND] Path is not there. SQLSTATE", "Spark cannot read the cases: Path is not there. SQLSTATE"),
        ("[INTERNAL_ERROR] a bug", None),
        ("TypeError: ours", None),
    ],
)
def test_what_spark_tells_is_refused_only_where_the_cause_is_known(failure: str, says: str | None) -> None:
    assert refusal_in(failure) == says
