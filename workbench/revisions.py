"""Two revisions of a rulebook under git, their rule files written into a temporary folder.

Of git only `git archive` is used: it reads, and leaves the checkout and its index as they are.
"""

import io
import os
import subprocess
import tarfile
from pathlib import Path, PurePosixPath

from attrs import frozen

from rulecheck.engine.limits import DEFAULT_LIMITS


@frozen
class NoRevision:
    """Why a revision, or the rulebook in it, cannot be read."""

    message: str


def revisions_of(words: str) -> tuple[str, str] | NoRevision:
    """The two revisions in ``A..B``; one that is left out is ``HEAD``."""
    first, dots, second = words.partition("..")
    if not dots or ".." in second or second.startswith((".", "-")) or first.startswith("-"):
        return NoRevision(f"`{words}` names no two revisions; write them as `main..HEAD`")
    return first or "HEAD", second or "HEAD"


def write_revision(directory: str, revision: str, target: str) -> str | NoRevision:
    """Writes a rulebook as it was in a revision, with those beside it, into a folder; gives its folder there."""
    at = Path(directory).resolve()
    top = next((folder for folder in (at, *at.parents) if (folder / ".git").exists()), None)
    if top is None:
        return NoRevision(f"`{directory}` lies in no checkout of git")
    inside = at.relative_to(top)
    # With the rulebook come those that it may build on: they stand beside it, or beside a folder that it is in.
    wanted = inside.parts[:1]
    command = ["git", "-C", str(top), "archive", "--format=tar", revision, "--", *wanted]
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except OSError:
        return NoRevision("git cannot be run; it is needed to read revisions")
    if done.returncode:
        told = done.stderr.decode("utf-8", "replace").strip().splitlines()
        return NoRevision(f"git cannot read `{revision}`: {told[-1] if told else 'it does not say why'}")
    _unpack(done.stdout, Path(target))
    found = Path(target) / inside
    if not (found / "rulebook.yaml").is_file():
        return NoRevision(f"there is no rulebook `{inside.as_posix()}` in `{revision}`")
    return str(found)


def _unpack(archive: bytes, target: Path) -> None:
    """Writes the YAML files of an archive; of links and of paths that lead elsewhere, nothing."""
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        for member in tar:
            path = PurePosixPath(member.name)
            if not member.isfile() or path.suffix != ".yaml" or path.is_absolute() or ".." in path.parts:
                continue
            content = tar.extractfile(member)
            if content is not None:
                file = target / path
                os.makedirs(file.parent, exist_ok=True)
                # One byte more than a file may have is enough for the reader to refuse it.
                file.write_bytes(content.read(DEFAULT_LIMITS.rule_file_bytes + 1))
