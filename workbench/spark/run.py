"""A batch on Spark, file by file of its cases. Each finished file is committed, so that a killed run goes on."""

import json
import re
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import Any

from attrs import frozen

from rulecheck import __version__
from rulecheck.engine.rule_files import RuleFile
from rulecheck.engine.trace import Question
from rulecheck.workbench.batch_parts import Summary
from rulecheck.workbench.batch_wide import Wide
from rulecheck.workbench.spark import commits
from rulecheck.workbench.spark.archive import Refused, Shipment, pack
from rulecheck.workbench.spark.folder import Folder, folder, json_text
from rulecheck.workbench.spark.inputs import CaseFile, case_files, rows_of
from rulecheck.workbench.spark.outcomes import Layout
from rulecheck.workbench.spark.partition import Engine, worker

# So many files are worked on at the same time at the most; each has its own jobs on the cluster.
_AT_ONCE = 16

# How the classes of Spark's errors begin that say that a file cannot be read.
_UNREADABLE = "CANNOT_READ|FAILED_READ|UNABLE_TO_INFER|PARQUET_|UNSUPPORTED_|PATH_NOT_FOUND|COLUMN_ALREADY"


@frozen
class SparkBatch:
    """What is to be decided, by which rules, and where: addresses that Spark can read and write."""

    files: Sequence[RuleFile]
    rulebook: str
    question: Question
    cases: str
    out: str
    engine: Engine = "auto"
    wide: Wide | None = None

    def said(self) -> dict[str, Any]:
        """What must be the same when the batch goes on."""
        question = self.question
        said: dict[str, Any] = {"rulebook": self.rulebook, "engine": __version__, "ask": list(question.ask)}
        said |= {"as_of": _day(question.as_of), "known_on": _day(question.known_on)}
        return {**said, "layout": "long" if self.wide is None else "wide"}


def run(spark: Any, batch: SparkBatch, progress: Callable[[int, int], None]) -> Summary:
    """Decides the batch, going on where an earlier run of the same stopped.

    ``progress`` is told how many files are done, of how many. Raises ``Refused`` for what cannot be done as asked.
    """
    from py4j.protocol import Py4JJavaError
    from pyspark.errors import PySparkException

    said = batch.said()
    try:
        cases, out = folder(spark, batch.cases), folder(spark, batch.out)
        if not cases.exists(""):
            raise Refused(f"`{batch.cases}` is not there")
        if f"{out.address}/".startswith(f"{cases.address}/"):
            raise Refused(f"`{batch.out}` stands in the folder of the cases; name another")
        commits.begin(out, said)
        found = case_files(spark, cases.address)
        decided_by = json_text(said)
        waiting = commits.unfinished(out, found, decided_by)
        progress(len(found) - len(waiting), len(found))
        if waiting:
            shipment = _ship(spark, batch, out)
            _decide_all(spark, out, waiting, decided_by, shipment, batch, lambda: progress(1, len(found)))
        return commits.conclude(spark, out, said, [file.commit(decided_by) for file in found])
    except (PySparkException, Py4JJavaError) as failed:
        refused = refusal_in(str(failed))
        if refused is None:
            raise
        raise Refused(refused) from failed


def refusal_in(failure: str) -> str | None:
    """Why what Spark tells of was refused; None where it is something else that failed."""
    ours = re.search(r"spark\.archive\.Refused: (.*)", failure)
    if ours:
        return ours[1]
    theirs = re.search(rf"\[(?:{_UNREADABLE})[A-Z_.]*\] (.*)", failure)
    return None if theirs is None else f"Spark cannot read the cases: {theirs[1]}"


def _ship(spark: Any, batch: SparkBatch, out: Folder) -> Shipment:
    """Sends the rules to every worker, and keeps them beside the answers."""
    content, shipment = pack(batch.files, batch.rulebook)
    spark.sparkContext.addFile(commits.keep_rules(out, shipment.name, content))
    return shipment


def _decide_all(
    spark: Any,
    out: Folder,
    files: Sequence[CaseFile],
    decided_by: str,
    shipment: Shipment,
    batch: SparkBatch,
    done: Callable[[], None],
) -> None:
    at_once = max(1, min(_AT_ONCE, len(files), spark.sparkContext.defaultParallelism))
    with ThreadPoolExecutor(at_once) as pool:
        work = [pool.submit(_decide, spark, out, file, file.commit(decided_by), shipment, batch) for file in files]
        try:
            for each in as_completed(work):
                each.result()
                done()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _decide(spark: Any, out: Folder, file: CaseFile, commit: str, shipment: Shipment, batch: SparkBatch) -> None:
    """Decides the rows of one file, writes what they came to, and commits it."""
    from pyspark import StorageLevel
    from pyspark.sql import functions

    commits.discard(out, commit)
    work = worker(shipment, batch.question, batch.engine, batch.wide is not None)
    outcomes = rows_of(spark, file).mapInArrow(work, Layout(batch.wide).schema)
    # Looked at three times, worked out once.
    outcomes = outcomes.persist(StorageLevel.DISK_ONLY)
    try:
        if batch.wide is None:
            answers = outcomes.select(functions.inline("answers"))
        else:
            answers = outcomes.where("answers IS NOT NULL").select("answers.*")
        answers = answers.withColumn("file", functions.lit(file.path))
        answers.write.parquet(commits.pending(out, commit, "answers"))
        said = _counts(outcomes)
        if said["rejected"]:
            head = functions.lit(f'{{"file":{json.dumps(file.path, ensure_ascii=False)},')
            line = functions.expr("substring(rejected, 2)")
            rejected = outcomes.where("rejected IS NOT NULL").select(functions.concat(head, line))
            rejected.write.text(commits.pending(out, commit, "rejected"))
    finally:
        outcomes.unpersist()
    commits.finish(out, commit, {"cases": file.path, "digest": file.digest, "commit": commit, **said})


def _counts(outcomes: Any) -> dict[str, Any]:
    from pyspark.sql import functions

    grouped = outcomes.groupBy("handed", "by_sql", functions.col("rejected").isNotNull().alias("bad")).agg(
        functions.count("*").alias("rows"), functions.count_if("undetermined").alias("undetermined")
    )
    found = grouped.collect()
    handed: Counter[str] = Counter()
    for row in found:
        if row.handed:
            handed[row.handed] += row.rows
    left: Counter[str] = Counter()
    for row in outcomes.where("not_by_sql IS NOT NULL").select("not_by_sql").collect():
        left.update(json.loads(row.not_by_sql))
    return {
        "decided": sum(row.rows for row in found if not row.bad),
        "rejected": sum(row.rows for row in found if row.bad),
        "undetermined": sum(row.undetermined for row in found),
        "handed": dict(sorted(handed.items())),
        "by_sql": sum(row.rows for row in found if row.by_sql),
        "not_by_sql": dict(sorted(left.items())),
    }


def _day(day: object) -> str | None:
    return None if day is None else str(day)
