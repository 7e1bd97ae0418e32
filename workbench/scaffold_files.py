"""New files: an article, golden cases, a fact of the vocabulary, the rulebook of an employer."""

import os
import re
from collections.abc import Iterable, Iterator
from datetime import date

from attrs import evolve

from rulecheck.engine.diagnostics import did_you_mean
from rulecheck.engine.golden import TO_BE_ANSWERED
from rulecheck.engine.read_yaml import read_yaml
from rulecheck.engine.rule_files import read_rule_files
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.source import Mapping
from rulecheck.engine.vocabulary import Scheme
from rulecheck.workbench.facts import provisions_of_scheme, template
from rulecheck.workbench.scaffold import (
    FILL_IN,
    NAME_TO_FILL_IN,
    Enacted,
    Refused,
    Scaffold,
    in_languages,
    languages_of,
    quoted,
    to_fill_in,
)

_NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*")
_FOLDER = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_ACT = re.compile(r"[A-Z][A-Za-z]*")
_NUMBER = re.compile(r"\d+(-\d+)*")


def new_article(
    directory: str, rulebook: Rulebook, act: str, number: str, title: str, decides: str, enacted: Enacted
) -> Scaffold | Refused:
    """An article with one provision that decides nothing yet. Without ``decides`` its conclusion is to be named."""
    if act not in rulebook.acts:
        return Refused(f"there is no act `{act}`; {did_you_mean(act, rulebook.acts) or ', '.join(rulebook.acts)}")
    if not _NUMBER.fullmatch(number):
        return Refused(f"`{number}` is not the number of an article; write it like 19 or 19-2")
    files, _ = read_rule_files(directory)
    folder = next((f.folder for f in files if f.shown == rulebook.acts[act].place.file), "")
    if not os.path.isdir(os.path.join(directory, folder)):
        return Refused(f"`{act}` stands in the rulebook that this one builds on; name that one with --rules")
    languages = languages_of(rulebook)
    titles = ", ".join(f"{x}: {quoted(title if i == 0 else FILL_IN)}" for i, x in enumerate(languages))
    text = _article(number, "{" + titles + "}", "(1)", decides or NAME_TO_FILL_IN, enacted, languages)
    return Scaffold((to_fill_in(os.path.join(directory, folder, f"{number}.yaml"), text),), directory)


def _article(number: str, title: str, key: str, decides: str, enacted: Enacted, languages: Iterable[str]) -> str:
    return _text(
        f'article: "{number}"',
        f"title: {title}",
        "provisions:",
        f"  {key}:",
        "    kind: entitlement  # or condition, definition, duty, formula, … as the paragraph says",
        f"    decides: {decides}",
        "    versions:",
        *enacted.lines("        ")[0:1],
        *enacted.lines("        ")[1:],
        f"        gist: {in_languages(languages)}",
        "        # Write `when` (and `value`) here and take `unsettled` away: until then the provision leaves open.",
        f"        unsettled: {in_languages(languages)}",
    ).replace("        in force", "      - in force", 1)


def new_case(directory: str, rulebook: Rulebook, about: str, day: date, name: str) -> Scaffold | Refused:
    """A file with one golden case of a scheme, or of a provision, for the law of a day; its answers are left open."""
    schemes = rulebook.vocabulary.schemes
    shows = about if about in rulebook.provisions else ""
    scheme = _scheme_behind(rulebook, about) if shows else schemes.get(about)
    if scheme is None and shows:
        return Refused(f"no scheme rests on `{about}`")
    if scheme is None:
        hint = did_you_mean(about, (*schemes, *rulebook.provisions))
        return Refused(f"there is no scheme and no provision `{about}`" + (f"; {hint}" if hint else ""))
    name = name or re.sub(r"[^a-z0-9]+", "-", about.lower()).strip("-")
    if not _FOLDER.fullmatch(name):
        return Refused(f"`{name}` is no name for a file of cases; write it in lower case, like leave-entitlement")
    decides = rulebook.provisions[shows].decides if shows else ""
    asked = (decides,) if decides in rulebook.vocabulary.conclusions else scheme.decides
    empty = template(rulebook, scheme).partition("facts:\n")[2].splitlines()
    given = next(iter(scheme.law_date), "")
    text = _text(
        f"about: {in_languages(languages_of(rulebook))}",
        "cases:",
        f"  - case: {FILL_IN}",
        *([f"    shows: {quoted(shows)}"] if shows else []),
        f"    law date: {day.isoformat()}",
        "    # Fill in what is known and take away the # right before its name. What stays behind a # is unknown.",
        "    facts:",
        *([f"      {given}: {day.isoformat()}"] if given else []),
        *(f"    {line}".rstrip() for line in empty if line.strip() != f"#{given}:"),
        "    expect:",
        *(f"      {conclusion}: {TO_BE_ANSWERED}" for conclusion in asked),
        f"    because: {FILL_IN}",
    )
    path = os.path.join(directory, "cases", f"{name}.cases.yaml")
    written = to_fill_in(path, text)
    lines = enumerate(text.splitlines(), 1)
    answers = tuple((number, line.strip()) for number, line in lines if line.endswith(f": {TO_BE_ANSWERED}"))
    return Scaffold((evolve(written, fill_in=tuple(sorted((*written.fill_in, *answers)))),))


def _scheme_behind(rulebook: Rulebook, provision: str) -> Scheme | None:
    """The first scheme whose answer may rest on a provision."""
    for scheme in rulebook.vocabulary.schemes.values():
        if any(found.id == provision for found in provisions_of_scheme(rulebook, scheme)):
            return scheme
    return None


def new_fact(directory: str, rulebook: Rulebook, name: str, kind: str, file: str) -> Scaffold | Refused:
    """A fact behind the others of its file: the one named, else the one that has facts of the same first part."""
    if not _NAME.fullmatch(name):
        return Refused(f"`{name}` is not a name; write it in lower case, like child.born_on")
    if name in rulebook.vocabulary.facts or name in rulebook.vocabulary.conclusions:
        return Refused(f"`{name}` is in the vocabulary already")
    languages = languages_of(rulebook)
    entry = _fact(name, kind, languages)
    files = {f.path: f for f in read_rule_files(directory)[0] if f.kind == "vocabulary"}
    path = f"vocabulary/{file}.yaml" if file else _file_of(rulebook, name, {f.shown: f.path for f in files.values()})
    if not path or not _FOLDER.fullmatch(path.removeprefix("vocabulary/").removesuffix(".yaml")):
        return Refused(
            f"no file of the vocabulary has facts like `{name}`; name one with --file, like leave-application"
        )
    full = os.path.join(directory, path)
    if path not in files:
        text = _text(f"subject: {in_languages(languages)}", "facts:", *entry)
        return Scaffold((to_fill_in(full, text),), directory)
    tree, _ = read_yaml(files[path].data, files[path].shown)
    facts = tree.entry("facts") if isinstance(tree, Mapping) else None
    lines = files[path].data.decode().splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    if facts is None:
        at, added = len(lines), ["facts:", *entry]
    elif isinstance(facts.value, Mapping) and facts.value.place.line > facts.key.place.line:
        at, added = _behind(lines, facts.key.place.line), list(entry)
    else:
        return Refused(f"`facts` in {files[path].shown} does not stand on lines of its own; write it so first")
    text = "".join((*lines[:at], *(f"{line}\n" for line in added), *lines[at:]))
    return Scaffold((to_fill_in(full, text, is_new=False, first=at + 1, last=at + len(added)),), directory)


def _fact(name: str, kind: str, languages: Iterable[str]) -> Iterator[str]:
    lines = [f"  {name}:", f"    type: {kind}"]
    if kind in ("choice", "choices"):
        lines += ["    options:", f"      first_option: {in_languages(languages)}"]
    for key in ("label", "question", "proof"):
        lines.append(f"    {key}: {in_languages(languages)}")
    return iter(lines)


def _behind(lines: list[str], first: int) -> int:
    """Behind the last line that is indented below the key on line ``first``."""
    end = first
    for number in range(first, len(lines)):
        if lines[number].strip():
            if not lines[number].startswith(" "):
                break
            end = number + 1
    return end


def _file_of(rulebook: Rulebook, name: str, paths: dict[str, str]) -> str:
    head = name.partition(".")[0]
    for fact in rulebook.vocabulary.facts.values():
        if not fact.record and fact.name.partition(".")[0] == head and fact.place.file in paths:
            return paths[fact.place.file]
    return ""


def new_policy(folder: str, rulebook: Rulebook, base: str, act: str, since: date) -> Scaffold | Refused:
    """The rulebook of an employer that builds on another: a fact, a conclusion, a scheme, a rule and a case."""
    name = os.path.basename(os.path.abspath(folder))
    if not _FOLDER.fullmatch(name):
        return Refused(f"`{name}` is no name for a rulebook; write it in lower case, like service-ace")
    if not _ACT.fullmatch(act):
        return Refused(f"`{act}` is no abbreviation of rules; write it like SACE")
    if act in rulebook.acts:
        return Refused(f"`{act}` is an act of `{base}` already")
    languages = languages_of(rulebook)
    todo = in_languages(languages)
    topic = name.replace("-", "_") if name[0].isalpha() else f"employer_{name.replace('-', '_')}"
    enacted = Enacted(since, since, "the company")
    vocabulary = [
        f"subject: {todo}",
        "facts:",
        *_fact(f"{topic}.on", "date", languages),
        "conclusions:",
        f"  {topic}.open:",
        "    type: boolean",
        f"    label: {todo}",
        f"    says: {{yes: {todo}, no: {todo}}}",
        "schemes:",
        "  company-policy:",
        f"    title: {todo}",
        f"    about: [{topic}]",
        f"    law date: [{topic}.on]",
        f"    decides: [{topic}.open]",
    ]
    cases = [
        f"about: {todo}",
        "cases:",
        f"  - case: {FILL_IN}",
        f"    shows: {act} 1(1)",
        f"    facts: {{{topic}.on: {since.isoformat()}}}",
        f"    expect: {{{topic}.open: {TO_BE_ANSWERED}}}",
        f"    because: {FILL_IN}",
    ]
    texts = {
        "rulebook.yaml": _text(f"rulebook: {name}", f"title: {todo}", f"builds on: {base}"),
        "vocabulary/company-rules.yaml": _text(*vocabulary),
        f"{act.lower()}-rules/act.yaml": _text(f"act: {act}", "rank: policy", f"title: {todo}", f"cite: {todo}"),
        f"{act.lower()}-rules/1.yaml": _article("1", todo, "(1)", f"{topic}.open", enacted, languages),
        "cases/company-rules.cases.yaml": _text(*cases),
    }
    return Scaffold(tuple(to_fill_in(os.path.join(folder, path), text) for path, text in texts.items()))


def _text(*lines: str) -> str:
    return "\n".join(lines) + "\n"
