"""Writes gaps of coverage down as golden case files: the facts are there, the answer is left to an analyst."""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from attrs import define, field, frozen

from rulecheck.engine.coverage import Unit
from rulecheck.engine.golden import TO_BE_ANSWERED
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.values import Value
from rulecheck.workbench.case_files import fact_text, facts_lines, quoted
from rulecheck.workbench.coverage import Evidence
from rulecheck.workbench.coverage_search import Closing, closings
from rulecheck.workbench.coverage_seen import Observation, observe
from rulecheck.workbench.golden import run
from rulecheck.workbench.golden_cases import read_golden

_HEAD = (
    "# Facts that would close gaps of coverage in {article}. Work each answer out from the text of the law, write it\n"
    "# in place of `to be answered`, and say why under `because`. Then move the case to the others of its subject.\n"
)


@frozen
class Written:
    """What was written: files with their numbers of cases, and the gaps for which no facts were found."""

    files: tuple[tuple[str, int], ...]
    not_found: tuple[Unit, ...]


@define
class _Book:
    """The cases of one article, in the order found."""

    cases: list[str] = field(factory=list)
    not_found: list[Unit] = field(factory=list)


def write_missing(
    rulebook: Rulebook,
    evidence: Evidence,
    gaps: Iterable[Unit],
    folder: str,
    sentence: Callable[[Unit], str],
) -> Written:
    """Writes a file for each article with gaps, a case for each gap that facts were found for.

    Each case is read back and decided before it counts. ``sentence`` says in words what a unit is.
    """
    books: dict[str, _Book] = {}
    names: dict[str, None] = {}
    texts: dict[str, str] = {}

    def kept(closing: Closing) -> Observation | None:
        title = _title(closing.unit, sentence, names)
        text = case_text(closing, title, sentence(closing.unit), rulebook)
        read = read_golden(f"cases:\n{text}".encode(), closing.unit.article, rulebook)
        if read.mistakes or len(read.cases) != 1:
            return None
        result = run(closing.unit.article, read.cases[0], rulebook)
        if result.answer is None or result.failed:
            return None
        names[title] = None
        texts[closing.unit.key] = text
        return observe(result.answer, rulebook)

    for unit, found in closings(rulebook, evidence, gaps, kept):
        book = books.setdefault(unit.article, _Book())
        if found is None:
            book.not_found.append(unit)
        else:
            book.cases.append(texts[unit.key])
    files = []
    for article, book in books.items():
        if book.cases:
            os.makedirs(folder, exist_ok=True)
            path = os.path.join(folder, f"{re.sub(r'[^A-Za-z0-9]+', '-', article).strip('-')}.cases.yaml")
            Path(path).write_text(_file_text(article, book, sentence), encoding="utf-8")
            files.append((path, len(book.cases)))
    return Written(tuple(files), tuple(unit for book in books.values() for unit in book.not_found))


def case_text(closing: Closing, title: str, sentence: str, rulebook: Rulebook) -> str:
    """A golden case as it is written, one entry of `cases`."""
    start = closing.start
    before = start.case.case.facts if start.case.case is not None else {}
    lines = [f"  # closes the gap: {sentence}", f"  # started from: {start.file}, {start.case.title}"]
    lines += [f"  # changed: {line}" for line in _changed(before, closing.case.facts, rulebook)]
    lines += [f"  - case: {quoted(title)}", f"    shows: {quoted(closing.unit.provision)}"]
    if closing.case.law_date is not None:
        lines.append(f"    law date: {closing.case.law_date.isoformat()}")
    if closing.case.known_on is not None:
        lines.append(f"    known on: {closing.case.known_on.isoformat()}")
    lines += ["    facts:", *(f"      {line}" for line in facts_lines(closing.case, rulebook)), "    expect:"]
    lines += [f"      {address}: {TO_BE_ANSWERED}" for address in closing.ask]
    return "\n".join(lines) + "\n"


def _changed(before: Mapping[str, Value], after: Mapping[str, Value], rulebook: Rulebook) -> Iterator[str]:
    for address, value in after.items():
        if address not in before:
            yield f"{address}: {fact_text(address, value, rulebook)} (was missing)"
        elif before[address] != value or type(before[address]) is not type(value):
            yield f"{address}: {fact_text(address, before[address], rulebook)} -> {fact_text(address, value, rulebook)}"


def _title(unit: Unit, sentence: Callable[[Unit], str], taken: Mapping[str, None]) -> str:
    title = f"{unit.provision}: {sentence(unit).replace('`', '')}"
    number = 1
    while title in taken:
        number += 1
        title = f"{unit.provision}: {sentence(unit).replace('`', '')}, {number}"
    return title


def _file_text(article: str, book: _Book, sentence: Callable[[Unit], str]) -> str:
    lines = [_HEAD.format(article=article), f"about: {{en: {quoted(f'gaps of coverage in {article}')}}}\ncases:\n"]
    text = "".join(lines) + "\n".join(book.cases)
    if book.not_found:
        text += "\n# No facts were found for these; some may be impossible:\n"
        text += "".join(f"#   {unit.provision}: {sentence(unit)}\n" for unit in book.not_found)
    return text
