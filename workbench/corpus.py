"""A corpus of official texts: folders of dated texts, or files whose history git keeps.

Of git only what reads is used: `log`, `ls-tree`, `cat-file`.
"""

import subprocess
from collections.abc import Sequence
from datetime import date
from pathlib import Path, PurePosixPath

from attrs import frozen

from rulecheck.engine.calendar import parse_date
from rulecheck.engine.diagnostics import Diagnostic, Place
from rulecheck.engine.rulebook import Act, TextLayout
from rulecheck.workbench.official_text import OfficialText, promulgated_in, read_official_text

# The longest code of law has some two megabytes; of a text that is longer nothing is read.
MOST_BYTES = 16 * 1024 * 1024
# A statute amended every week for thirty years.
MOST_TEXTS = 2_000


@frozen
class Corpus:
    """A folder of official texts, as it stands, by a day of promulgation, or as of a revision of git."""

    directory: str
    layout: TextLayout
    until: date | None = None
    revision: str = ""


@frozen
class Held:
    """The texts of one act, oldest first, and what could not be read. Nothing where the corpus has no place for it."""

    texts: tuple[OfficialText, ...] | None
    problems: tuple[Diagnostic, ...] = ()


def corpus_at(directory: str, layout: TextLayout, at: str) -> Corpus:
    """The corpus as of a day (texts promulgated later are left out) or of a revision."""
    day = parse_date(at) if at else None
    return Corpus(directory, layout, day, "" if day else at)


def texts_of(corpus: Corpus, act: Act) -> Held:
    """All texts of an act, from the first of its places that the corpus has."""
    for place in act.texts:
        path = PurePosixPath(place)
        if path.is_absolute() or ".." in path.parts or not place.isprintable():
            continue
        found = _files(corpus, path.as_posix())
        if found is not None:
            return _read(corpus, found)
    return Held(None)


def unreadable_revision(corpus: Corpus) -> str:
    """Why the revision cannot be read; empty where it can, or none is asked for."""
    if not corpus.revision:
        return ""
    if corpus.revision.startswith("-"):
        return f"`{corpus.revision}` names no revision"
    if _git(corpus.directory, "rev-parse", "--verify", "--quiet", f"{corpus.revision}^{{commit}}") is None:
        return f"git cannot read `{corpus.revision}` in `{corpus.directory}`, and it is no day"
    return ""


_Named = tuple[str, bytes]


def _files(corpus: Corpus, path: str) -> list[_Named] | None:
    """The files at a place with their names, whatever their order; None where there is no such place."""
    full = Path(corpus.directory) / path
    if corpus.revision:
        return _committed(corpus.directory, corpus.revision, path)
    if full.is_dir():
        names = sorted(p for p in full.iterdir() if p.suffix in (".md", ".txt") and p.is_file())[:MOST_TEXTS]
        return [(f"{path}/{p.name}", _start(p)) for p in names]
    if full.is_file():
        history = _history(corpus.directory, "HEAD", path) or []
        # What lies there and is not committed yet is the newest text.
        return [*history, (path, _start(full))]
    return None


def _start(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)


def _committed(directory: str, revision: str, path: str) -> list[_Named] | None:
    kind = _git(directory, "cat-file", "-t", f"{revision}:./{path}")
    if kind is None:
        return None
    if kind.strip() != b"tree":
        return _history(directory, revision, path)
    listed = _git(directory, "ls-tree", "-z", "--name-only", f"{revision}:./{path}") or b""
    names = [n for n in listed.decode("utf-8", "replace").split("\0") if n.endswith((".md", ".txt"))][:MOST_TEXTS]
    return _blobs(directory, [(f"{path}/{name}", f"{revision}:./{path}/{name}") for name in names])


def _history(directory: str, revision: str, path: str) -> list[_Named] | None:
    """The file in each commit that changed it, oldest first."""
    told = _git(directory, "log", "--format=%H", f"--max-count={MOST_TEXTS}", revision, "--", path)
    if told is None:
        return None
    commits = told.decode("ascii", "replace").split()[::-1]
    return _blobs(directory, [(f"{path}@{commit[:10]}", f"{commit}:./{path}") for commit in commits])


def _blobs(directory: str, wanted: Sequence[tuple[str, str]]) -> list[_Named]:
    """The contents of objects of git, in one call; what is not there (a file deleted by a commit) is left out."""
    asked = "".join(f"{name}\n" for _, name in wanted).encode()
    answer = _git(directory, "cat-file", "--batch", given=asked) or b""
    found: list[_Named] = []
    at = 0
    for shown, _ in wanted:
        end = answer.find(b"\n", at)
        size = answer[at:end].rpartition(b" ")[2]
        at = end + 1
        if size.isdigit():
            found.append((shown, answer[at : at + int(size)]))
            at += int(size) + 1
    return found


def _git(directory: str, *words: str, given: bytes | None = None) -> bytes | None:
    """What git answers; None where it cannot be run, or refuses."""
    try:
        done = subprocess.run(("git", "-C", directory, *words), input=given, capture_output=True, check=False)
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None


def _read(corpus: Corpus, files: Sequence[_Named]) -> Held:
    texts: list[OfficialText] = []
    problems: list[Diagnostic] = []
    for name, data in files:
        text = _text(name, data, corpus, problems)
        if text is not None:
            texts += () if texts and text == texts[-1] else (text,)
    return Held(tuple(sorted(texts, key=_promulgation)), tuple(problems))


def _promulgation(text: OfficialText) -> tuple[date, int]:
    """Several instruments may be promulgated in one day: their numbers tell which is the later one."""
    return text.instrument.promulgated, int(text.instrument.number)


def _text(name: str, data: bytes, corpus: Corpus, problems: list[Diagnostic]) -> OfficialText | None:
    if len(data) > MOST_BYTES:
        problems.append(Diagnostic("R0901", f"`{name}` is longer than any official text", Place(name)))
        return None
    try:
        text = data.decode()
    except UnicodeDecodeError:
        problems.append(Diagnostic("R0901", f"`{name}` is no text in UTF-8", Place(name)))
        return None
    day = promulgated_in(text, corpus.layout)
    if day is not None and corpus.until is not None and day > corpus.until:
        return None
    found = read_official_text(text, corpus.layout)
    if isinstance(found, str):
        message = f"the header of `{name}` does not give `{found}`"
        hint = "a text begins with a line `---`, the entries of its header, and another line `---`"
        problems.append(Diagnostic("R0901", message, Place(name), "", hint))
        return None
    return found
