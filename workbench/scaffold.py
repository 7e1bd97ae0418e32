"""What a scaffold is: files to write, the lines to fill in, and whether the rulebook would still load with them."""

import os
import re
from collections.abc import Iterable, Sequence
from datetime import date

from attrs import evolve, frozen

from rulecheck.engine.diagnostics import Diagnostic
from rulecheck.engine.loader import load_files
from rulecheck.engine.rule_files import FileKind, RuleFile, read_rule_files, shown_path
from rulecheck.engine.rulebook import Rulebook

# Stands where an analyst has to write something; the files load with it wherever a text is wanted.
FILL_IN = "fill in"
# Stands for the name of a conclusion that is not chosen yet; no rulebook loads with it.
NAME_TO_FILL_IN = "fill_in.the_conclusion"

_PLAIN = re.compile(r"[^\W\d_][\w.()/-]*( [\w.()/-]+)*")
_WORDS_OF_YAML = {"true", "false", "yes", "no", "on", "off", "null"}


@frozen
class Written:
    """One file of a scaffold: its path, its whole text, and the lines to fill in (from 1) with what belongs there."""

    path: str
    text: str
    fill_in: tuple[tuple[int, str], ...]
    is_new: bool = True


@frozen
class Scaffold:
    """The files of a scaffold in the order in which they are filled in, and the rulebook that is read with them.

    No ``directory`` where no rulebook reads them yet, or they are golden cases.
    """

    files: tuple[Written, ...]
    directory: str = ""


@frozen
class Refused:
    """Why there is no scaffold: a sentence in lower case, or what is wrong with what it would make."""

    message: str
    found: tuple[Diagnostic, ...] = ()


@frozen
class Enacted:
    """The first day in force, the day of promulgation and the instrument that a new text is dated and cited by."""

    since: date
    promulgated: date
    by: str

    def lines(self, lead: str) -> list[str]:
        """The three keys at the head of a version; ``lead`` stands before each."""
        return [
            f"{lead}in force: from {self.since.isoformat()}",
            f"{lead}promulgated: {self.promulgated.isoformat()}",
            f"{lead}by: {quoted(self.by)}",
        ]


def quoted(text: str) -> str:
    """The text as YAML writes it on one line, within braces too: plain where that cannot be misread."""
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS_OF_YAML:
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'


def in_languages(languages: Iterable[str], text: str = FILL_IN) -> str:
    """A text in several languages, still to be filled in."""
    return "{" + ", ".join(f"{language}: {quoted(text)}" for language in languages) + "}"


def to_fill_in(path: str, text: str, is_new: bool = True, first: int = 1, last: int | None = None) -> Written:
    """The file, with every line between two lines that holds a placeholder as a line to fill in."""
    lines = text.splitlines()
    marks = tuple(
        (number, line.strip().removeprefix("- "))
        for number, line in enumerate(lines, 1)
        if first <= number <= (last or len(lines)) and (FILL_IN in line or NAME_TO_FILL_IN in line)
    )
    return Written(path, text, marks, is_new)


def existing(scaffold: Scaffold) -> Refused | None:
    """A refusal if one of the files that would be new is there already."""
    for file in scaffold.files:
        if file.is_new and os.path.lexists(file.path):
            return Refused(f"`{file.path}` is there already; --force writes over it")
    return None


def unsound(scaffold: Scaffold) -> Refused | None:
    """A refusal if the rulebook would have mistakes beside those on the lines to fill in, and had not before."""
    directory = scaffold.directory
    if not directory:
        return None
    before, unread = read_rule_files(directory)
    _, known = load_files(before, unread)
    told = {(d.code, d.place.file, d.message) for d in known}
    files = {file.path: file for file in before}
    open_lines: set[tuple[str, int]] = set()
    for file in scaffold.files:
        path = os.path.relpath(file.path, directory).replace(os.sep, "/")
        shown = shown_path(directory, path)
        open_lines |= {(shown, line) for line, _ in file.fill_in}
        data = file.text.encode()
        old = files.get(path)
        files[path] = evolve(old, data=data) if old else RuleFile(path, shown, kind_of(path), data)
    _, found = load_files(tuple(files[path] for path in sorted(files)), unread)
    wrong = tuple(
        d
        for d in found
        if (d.code, d.place.file, d.message) not in told and (d.place.file, d.place.line) not in open_lines
    )
    return Refused("the rulebook would not load with this", wrong) if wrong else None


def kind_of(path: str) -> FileKind:
    """What kind of rule file a scaffold writes at a path within the rulebook."""
    folder, _, name = path.rpartition("/")
    if path == "rulebook.yaml":
        return "rulebook"
    if folder == "vocabulary":
        return "vocabulary"
    return "act" if name == "act.yaml" else "article"


def languages_of(rulebook: Rulebook) -> Sequence[str]:
    """The languages in which the rulebook is written."""
    return tuple(rulebook.title.texts) or ("en",)


def write(scaffold: Scaffold) -> None:
    """Writes the files, and the folders that they need."""
    for file in scaffold.files:
        os.makedirs(os.path.dirname(file.path) or ".", exist_ok=True)
        with open(file.path, "w", encoding="utf-8", newline="") as out:
            out.write(file.text)
