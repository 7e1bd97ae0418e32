"""What a batch on Spark has finished: for each file of cases a commit, written last and whole.

In the folder of the answers lie `answers/commit=…` and `rejected/commit=…`, and in `_rulecheck`, which Spark passes
over when it reads, what is being decided (`batch.json`), the rules, the commits, and at the end the manifest.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from rulecheck.workbench.batch_parts import Summary
from rulecheck.workbench.spark.archive import Refused
from rulecheck.workbench.spark.folder import Folder, json_text
from rulecheck.workbench.spark.inputs import CaseFile

_OURS = "_rulecheck"
BATCH = f"{_OURS}/batch.json"
MANIFEST = f"{_OURS}/manifest.json"
KINDS = ("answers", "rejected")


def begin(out: Folder, said: Mapping[str, Any]) -> None:
    """Claims the folder for a batch. Raises ``Refused`` when what lies there is of another, or of something else."""
    wanted, found = json_text(said), out.read(BATCH)
    if found is None and out.names("") not in ([], [_OURS]):
        raise Refused(f"`{out.address}` holds other files; name a folder that is empty or not there yet")
    if found is not None and found != wanted:
        raise Refused(f"`{out.address}` holds answers of another batch (other rules or options); name another folder")
    if found is None:
        out.write(BATCH, wanted.encode("utf-8"))


def unfinished(out: Folder, files: Iterable[CaseFile], decided_by: str) -> list[CaseFile]:
    """The files without a commit. Raises ``Refused`` when there is a commit for a file that is not there like that."""
    commits = {file.commit(decided_by): file for file in files}
    done = {name.removesuffix(".json") for name in out.names(f"{_OURS}/commits") if name.endswith(".json")}
    for gone in sorted(done - set(commits)):
        raise Refused(
            f"`{out.address}` holds answers to `{commit_of(out, gone)['cases']}`, which is not there any more or has "
            "changed; put it back, or name another folder"
        )
    return [file for commit, file in commits.items() if commit not in done]


def pending(out: Folder, commit: str, kind: str) -> str:
    """Where the answers or the rejected rows of a file are written before they count; an address for Spark."""
    return out.at(f"{_OURS}/pending/{commit}/{kind}")


def discard(out: Folder, commit: str) -> None:
    """Takes away what an earlier run left of a file that it did not finish."""
    out.remove(f"{_OURS}/pending/{commit}")
    for kind in KINDS:
        out.remove(f"{kind}/commit={commit}")


def finish(out: Folder, commit: str, said: Mapping[str, Any]) -> None:
    """Makes what was written for a file count: gives it its place, then writes the commit."""
    for kind in KINDS:
        written = f"{_OURS}/pending/{commit}/{kind}"
        if out.exists(written):
            _name_parts(out, written)
            out.move(written, f"{kind}/commit={commit}")
    out.remove(f"{_OURS}/pending/{commit}")
    out.write_json(f"{_OURS}/commits/{commit}.json", said)


def _name_parts(out: Folder, written: str) -> None:
    """Names the parts by their number alone: Spark puts something random into each name."""
    out.remove(f"{written}/_SUCCESS")
    for number, name in enumerate(n for n in out.names(written) if n.startswith("part-")):
        out.move(f"{written}/{name}", f"{written}/{number:05}.{'jsonl' if name.endswith('.txt') else 'parquet'}")


def commit_of(out: Folder, commit: str) -> dict[str, Any]:
    """What a commit says."""
    return dict(json.loads(out.read(f"{_OURS}/commits/{commit}.json") or "{}"))


def conclude(spark: Any, out: Folder, said: Mapping[str, Any], commits: Iterable[str]) -> Summary:
    """Writes the manifest, with the digest of every file of answers, and counts what all files came to."""
    from pyspark.sql import functions

    digests: dict[str, list[dict[str, str]]] = {}
    for kind in KINDS:
        if out.exists(kind):
            read = spark.read.format("binaryFile").option("recursiveFileLookup", "true").load(out.at(kind))
            listed = read.select("path", functions.sha2("content", 256).alias("digest")).collect()
            for path, digest in sorted((row.path, row.digest) for row in listed):
                below, name = path.rsplit("/", 1)
                commit = below.rpartition("commit=")[2]
                digests.setdefault(commit, []).append({"file": f"{kind}/commit={commit}/{name}", "digest": digest})
    files, summary = [], Summary()
    for commit in commits:
        each = commit_of(out, commit)
        files.append({**each, "written": digests.get(commit, [])})
        counts = ("decided", "rejected", "undetermined", "handed", "by_sql", "not_by_sql")
        summary = summary.plus(Summary(**{name: each[name] for name in counts}))
    out.remove(MANIFEST)
    out.write_json(MANIFEST, {**said, "files": files})
    return summary


def keep_rules(out: Folder, name: str, content: bytes) -> str:
    """Keeps the archive of the rules beside the answers that they give; its address."""
    if not out.exists(f"{_OURS}/{name}"):
        out.write(f"{_OURS}/{name}", content)
    return out.at(f"{_OURS}/{name}")
