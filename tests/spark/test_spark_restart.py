"""A batch on Spark that was stopped goes on: nothing is lost or repeated, and what is not the same is refused."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pyarrow import parquet
from seven.cases import LAW_DATE, cases
from spark_runs import MASTER, SETTINGS, answers, bytes_of, on_spark, rejected, spark_batch, write_cases

from rulecheck.engine.trace import Question
from rulecheck.workbench.spark import run as running
from rulecheck.workbench.spark.archive import Refused
from rulecheck.workbench.spark.partition import Work, worker
from rulecheck.workbench.spark.run import run

ROOT = Path(__file__).resolve().parents[2]
SEVEN = ROOT / "bench" / "seven" / "rules"
FILES = 6


@pytest.fixture
def many(place: Path) -> Path:
    rows = [{"law_date": LAW_DATE if index % 50 else "soon", **each} for index, each in enumerate(cases(600))]
    for index in range(FILES):
        write_cases(place / "cases" / f"{index}.parquet", rows[index::FILES])
    return place / "cases"


def commits(out: Path) -> list[Path]:
    return sorted((out / "_rulecheck" / "commits").glob("[!.]*.json"))


def killed_half_way(cases: Path, out: Path, *more: str) -> None:
    """Starts the command and kills its driver, with SIGKILL, when the first file is committed."""
    settings = [f"--conf={name}={value}" for name, value in SETTINGS.items()]
    words = ["spark", str(cases), "--out", str(out), "--rules", str(SEVEN), "--master", MASTER, *settings, *more]
    command = [sys.executable, "-P", "-m", "rulecheck", *words]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True) as driver:
        while driver.poll() is None and not commits(out):
            time.sleep(0.02)
        assert driver.poll() is None, driver.communicate()[1].decode()[-2000:]
        # The whole group: the driver, its Java, and the workers.
        os.killpg(driver.pid, signal.SIGKILL)


def kept_of(out: Path) -> dict[str, object]:
    """All that was written, by path: of Parquet the rows in their order, of everything else the bytes.

    The writer of Parquet lists the encodings of a column in the order of Java's hashes, which no two runs share.
    """
    kept: dict[str, object] = {}
    for path, content in bytes_of(out).items():
        parquet_file = path.endswith(".parquet")
        kept[path] = parquet.read_table(out / path, partitioning=None).to_pylist() if parquet_file else content
    manifest = json.loads(bytes_of(out)["_rulecheck/manifest.json"])
    for each in manifest["files"]:
        for written in each["written"]:
            if written["file"].endswith(".parquet"):
                written["digest"] = ""
    return {**kept, "_rulecheck/manifest.json": manifest}


def test_a_run_that_was_killed_goes_on_to_the_same_answers(spark: Any, many: Path, place: Path) -> None:
    on_spark(spark, SEVEN, many, place / "whole")
    killed_half_way(many, place / "out")
    done = {path.name: path.stat().st_mtime_ns for path in commits(place / "out")}
    assert 0 < len(done) < FILES
    told: list[tuple[int, int]] = []
    summary = run(spark, spark_batch(SEVEN, many, place / "out"), lambda *progress: told.append(progress))
    assert told == [(len(done), FILES)] + [(1, FILES)] * (FILES - len(done))
    assert summary.decided + summary.rejected == 600
    assert {path.name: path.stat().st_mtime_ns for path in commits(place / "out") if path.name in done} == done
    assert kept_of(place / "out") == kept_of(place / "whole")
    assert sum(len({row["row"] for row in rows}) for rows in answers(place / "out").values()) == summary.decided


def test_a_run_by_sql_goes_on_by_python(spark: Any, many: Path, place: Path) -> None:
    on_spark(spark, SEVEN, many, place / "whole", engine="python")
    killed_half_way(many, place / "out", "--engine=sql")
    done = {path.name: path.read_bytes() for path in commits(place / "out")}
    assert 0 < len(done) < FILES
    summary = on_spark(spark, SEVEN, many, place / "out", engine="python")
    assert 0 < summary.by_sql < summary.decided
    assert answers(place / "out") == answers(place / "whole")
    assert {name: (place / "out/_rulecheck/commits" / name).read_bytes() for name in done} == done


def test_a_worker_that_dies_is_replaced_and_nothing_counts_twice(
    spark: Any, many: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_spark(spark, SEVEN, many / "0.parquet", place / "whole", engine="sql")
    mark = str(place / "died")

    def dying(*words: Any) -> Work:
        whole = worker(*words)

        def work(batches: Iterator[Any]) -> Iterator[Any]:
            yield from whole(batches)
            # After its rows were decided.
            if not os.path.exists(mark):
                os.mkdir(mark)
                os._exit(9)

        return work

    monkeypatch.setattr(running, "worker", dying)
    on_spark(spark, SEVEN, many / "0.parquet", place / "out", engine="sql")
    assert os.path.exists(mark)
    assert answers(place / "out") == answers(place / "whole")
    assert rejected(place / "out") == rejected(place / "whole")


def test_the_manifest_tells_every_file_and_is_as_its_schema_says(spark: Any, many: Path, place: Path) -> None:
    import hashlib

    on_spark(spark, SEVEN, many, place / "out")
    manifest = json.loads((place / "out" / "_rulecheck" / "manifest.json").read_text(encoding="utf-8"))
    schema = json.loads((ROOT / "schemas" / "spark-manifest.json").read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(manifest)
    for each in manifest["files"]:
        assert each["digest"] == hashlib.sha256((many / each["cases"]).read_bytes()).hexdigest()
        assert each["written"]
    written = {w["file"]: w["digest"] for each in manifest["files"] for w in each["written"]}
    assert written == {
        path: hashlib.sha256(content).hexdigest()
        for path, content in bytes_of(place / "out").items()
        if not path.startswith("_rulecheck")
    }


def test_what_was_written_and_not_committed_is_written_anew(spark: Any, many: Path, place: Path) -> None:
    on_spark(spark, SEVEN, many, place / "out")
    whole = kept_of(place / "out")
    # As if it had been killed after the answers were put in their place, and before the commit.
    first, second = commits(place / "out")[:2]
    first.unlink()
    (place / "out" / "answers" / f"commit={first.stem}" / "00000.parquet").write_bytes(b"half")
    second.unlink()
    (place / "out" / "_rulecheck" / "pending" / second.stem / "answers").mkdir(parents=True)
    on_spark(spark, SEVEN, many, place / "out")
    assert kept_of(place / "out") == whole


def test_new_files_are_added_and_files_that_changed_refused(spark: Any, many: Path, place: Path) -> None:
    on_spark(spark, SEVEN, many, place / "out")
    before = bytes_of(place / "out" / "answers")
    (many / "new.parquet").write_bytes((many / "0.parquet").read_bytes())
    on_spark(spark, SEVEN, many, place / "out")
    after = bytes_of(place / "out" / "answers")
    assert len(answers(place / "out")) == FILES + 1
    assert {path: after[path] for path in before} == before
    (many / "0.parquet").write_bytes((many / "1.parquet").read_bytes())
    with pytest.raises(Refused, match=r"`0\.parquet`, which is not there any more or has changed"):
        on_spark(spark, SEVEN, many, place / "out")


def test_other_options_and_folders_with_other_things_are_refused(spark: Any, many: Path, place: Path) -> None:
    for path in many.glob("[1-9].parquet"):
        path.unlink()
    on_spark(spark, SEVEN, many, place / "out")
    with pytest.raises(Refused, match="holds answers of another batch"):
        on_spark(spark, SEVEN, many, place / "out", Question(("months",), date(2024, 3, 1)))
    with pytest.raises(Refused, match="stands in the folder of the cases"):
        on_spark(spark, SEVEN, many, many / "out")
    (place / "full").mkdir()
    (place / "full" / "letter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(Refused, match="holds other files"):
        on_spark(spark, SEVEN, many, place / "full")
    with pytest.raises(Refused, match="`nowhere` is not there"):
        on_spark(spark, SEVEN, Path("nowhere"), place / "none")
    (place / "empty").mkdir()
    with pytest.raises(Refused, match=r"there is no file `\*\.parquet`"):
        on_spark(spark, SEVEN, place / "empty", place / "none")


def test_files_that_spark_cannot_read_are_refused(spark: Any, many: Path, place: Path) -> None:
    (many / "0.parquet").write_bytes(b"this is no Parquet")
    with pytest.raises(Refused, match="Spark cannot read the cases"):
        on_spark(spark, SEVEN, many, place / "out")
    (many / "0.parquet").unlink()
    (many / "1.parquet").rename(many / "[1].parquet")
    with pytest.raises(Refused, match="which Spark does not take"):
        on_spark(spark, SEVEN, many, place / "other")


def test_rules_that_changed_on_their_way_are_refused(spark: Any, many: Path, place: Path) -> None:
    rules = place / "rules"
    shutil.copytree(SEVEN, rules)
    with (rules / "rulebook.yaml").open("a", encoding="utf-8") as header:
        header.write("# not sent before\n")
    batch = spark_batch(rules, many, place / "out")
    archive = place / "out" / "_rulecheck" / f"rulebook-{batch.rulebook}.zip"
    archive.parent.mkdir(parents=True)
    archive.write_bytes(b"not what is sent")
    with pytest.raises(Refused, match="a worker got an archive of rules with the digest"):
        on_spark(spark, rules, many, place / "out")
    assert answers(place / "out") == {}
    assert commits(place / "out") == []
