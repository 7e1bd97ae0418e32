"""The rule files of a rulebook directory, what kind each is, and the digest of them all."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from typing import Literal

from rulecheck.engine.diagnostics import Diagnostic, Place, in_order
from rulecheck.engine.limits import DEFAULT_LIMITS, Limits
from rulecheck.engine.source import Mapping, Scalar
from rulecheck.engine.text_file import read_file
from rulecheck.grammar.data_classes import frozen

# The inventory of the law that a rulebook must hold; `rulecheck audit` reads it, and it is no rule.
CHECKLIST = "checklist.yaml"
AMENDMENTS = "amendments.yaml"
# What the linter finds in the rulebook and is meant all the same.
ALLOWED = "lint.yaml"
# What tools read, and no part of the law.
_OF_TOOLS = (CHECKLIST, AMENDMENTS, ALLOWED)
FileKind = Literal["rulebook", "vocabulary", "parameters", "act", "article"]


@frozen
class RuleFile:
    """One rule file: its path within the rulebook, the path shown to people, its kind, and what is in it."""

    path: str
    shown: str
    kind: FileKind
    data: bytes

    @property
    def folder(self) -> str:
        """The folder it stands in."""
        return self.path.rpartition("/")[0]


def read_rule_files(
    directory: str, limits: Limits = DEFAULT_LIMITS
) -> tuple[tuple[RuleFile, ...], tuple[Diagnostic, ...]]:
    """All rule files of a directory, sorted by path, and what kept others from being read.

    The rule files are `rulebook.yaml`, those of `vocabulary` and `parameters`, and those of the folders of acts.
    Golden cases are none. Files that do not end in `.yaml` are left alone. After them come those of the rulebook that
    this one builds on, if it does.
    """
    files, mistakes = _own_files(directory, limits)
    named, base = base_of(directory, files, limits)
    if named is None:
        return files, mistakes
    if base is None:
        message = f"there is no rulebook `{named.text}` to build on"
        hint = "its folder stands beside this rulebook, or beside one of the folders that this one is in"
        return files, in_order((*mistakes, Diagnostic("R0318", message, named.place, named.text, hint)))
    below, unread = _own_files(base, limits)
    beneath = tuple(RuleFile(f"{named.text}/{f.path}", f.shown, f.kind, f.data) for f in below)
    return (*files, *beneath), in_order((*mistakes, *unread))


def base_of(directory: str, files: Iterable[RuleFile], limits: Limits) -> tuple[Scalar | None, str | None]:
    """What the rulebook in a directory builds on: its name where it names one, and its folder if there is one."""
    header = next((file for file in files if file.kind == "rulebook"), None)
    named = _builds_on(header, limits) if header is not None else None
    return named, None if named is None else base_directory(directory, named.text)


def _builds_on(header: RuleFile, limits: Limits) -> Scalar | None:
    """The name of the rulebook that this one adds to; nothing for one that stands by itself."""
    if b"builds on" not in header.data:
        return None
    from rulecheck.engine.read_yaml import read_yaml

    tree, _ = read_yaml(header.data, header.shown, limits)
    named = tree.get("builds on") if isinstance(tree, Mapping) else None
    return named if isinstance(named, Scalar) else None


def base_directory(directory: str, name: str) -> str | None:
    """The folder of a rulebook by its name: beside this one, or further up, nearest first."""
    at = os.path.abspath(directory)
    while os.path.dirname(at) != at:
        at = os.path.dirname(at)
        candidate = os.path.join(at, name)
        if os.path.isfile(os.path.join(candidate, "rulebook.yaml")):
            return candidate
    return None


def _own_files(directory: str, limits: Limits) -> tuple[tuple[RuleFile, ...], tuple[Diagnostic, ...]]:
    root = os.path.abspath(directory)
    if not os.path.isfile(os.path.join(root, "rulebook.yaml")):
        place = Place(shown_path(root, "rulebook.yaml"))
        hint = "a rulebook is a folder with a file `rulebook.yaml`"
        return (), (Diagnostic("R0311", f"there is no rulebook in `{directory}`", place, "", hint),)
    found: list[RuleFile] = []
    mistakes: list[Diagnostic] = []
    for path in sorted(_walk(root)):
        shown = shown_path(root, path)
        full = os.path.join(root, path)
        kind = _kind(path)
        if len(found) >= limits.files:
            message = f"the rulebook has more than {limits.files:,} files"
            mistakes.append(Diagnostic("R0309", message, Place(shown), "", "divide it into several rulebooks"))
            break
        if len(mistakes) >= limits.mistakes:
            break
        if os.path.isdir(full) or not _inside(root, full):
            message = f"`{path}` is a link out of the rulebook, or to a folder"
            hint = "put the files themselves into the rulebook"
            mistakes.append(Diagnostic("R0310", message, Place(shown), "", hint))
            continue
        if kind is None:
            mistakes.append(_homeless(path, shown))
            continue
        data, unread = read_file(full, limits)
        for d in unread:
            message = d.message.replace(full, shown)
            mistakes.append(Diagnostic(d.code, message, Place(shown), d.underlined, d.hint))
        if data is not None:
            found.append(RuleFile(path, shown, kind, data))
    return tuple(found), in_order(mistakes)


def digest(files: Iterable[RuleFile]) -> str:
    """The SHA-256 of the paths and contents of rule files, in hexadecimal; their order does not matter."""
    total = hashlib.sha256()
    for file in sorted(files, key=lambda f: f.path):
        for part in (os.fsencode(file.path), file.data):
            total.update(len(part).to_bytes(8, "big"))
            total.update(part)
    return total.hexdigest()


def shown_path(root: str, path: str) -> str:
    """The path of a rule file as people see it: the folder of rulebooks, the rulebook, the path within it."""
    above, name = os.path.split(os.path.abspath(root))
    shown = "/".join(part for part in (os.path.basename(above), name, path) if part)
    # A name that is no UTF-8 could not be shown.
    return os.fsencode(shown).decode("utf-8", "replace")


def _walk(root: str) -> Iterator[str]:
    """The paths of all YAML files but golden cases and what tools read, and of links to folders, not followed."""
    for at, folders, names in os.walk(root):
        inner = os.path.relpath(at, root).replace(os.sep, "/")
        inner = "" if inner == "." else f"{inner}/"
        folders[:] = sorted(f for f in folders if not f.startswith(".") and (inner or f != "cases"))
        yield from (f"{inner}{folder}" for folder in folders if os.path.islink(os.path.join(at, folder)))
        for name in names:
            if not name.startswith(".") and name.endswith((".yaml", ".yml")) and f"{inner}{name}" not in _OF_TOOLS:
                yield f"{inner}{name}"


def _kind(path: str) -> FileKind | None:
    """What kind of rule file stands at a path; None for one that belongs nowhere."""
    if path == "rulebook.yaml":
        return "rulebook"
    folder, _, name = path.rpartition("/")
    if not folder or "/" in folder or not name.endswith(".yaml"):
        return None
    if folder == "vocabulary":
        return "vocabulary"
    if folder == "parameters":
        return "parameters"
    return "act" if name == "act.yaml" else "article"


def _homeless(path: str, shown: str) -> Diagnostic:
    if path.endswith(".yml"):
        return Diagnostic("R0308", f"`{path}` would not be read", Place(shown), "", "rule files end in `.yaml`")
    hint = "rule files stand in `vocabulary`, in `parameters`, or in the folder of an act"
    return Diagnostic("R0308", f"`{path}` belongs nowhere", Place(shown), "", hint)


def _inside(root: str, path: str) -> bool:
    if not os.path.islink(path):
        return True  # links to folders are not followed on the way here
    real = os.path.realpath(root)
    return os.path.commonpath([real, os.path.realpath(path)]) == real
