"""Rewrites expected answers in golden case files: the answer alone, so that comments and order survive.

Meant for after a change of law, when many answers change as they should. An analyst reads each of them; an answer
that nobody has worked out yet is left to her.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

from attrs import evolve, frozen

from rulecheck.engine.diagnostics import Place
from rulecheck.engine.golden import GoldenFile, Result
from rulecheck.engine.reading import value_text
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.trace import Decision
from rulecheck.engine.values import State, Value
from rulecheck.workbench.golden_cases import read_golden

_IN_CI = ("", "0", "false", "no")
_QUOTES = ("'", '"')
_SIGNS = set(",:#[]{}&*!|>%@`?'\"")


@frozen
class Rewrite:
    """An expected answer and what it would become."""

    place: Place
    case: str
    address: str
    before: str
    after: str
    value: Value


def in_ci(environment: Mapping[str, str]) -> bool:
    """Whether nobody is there to read what would change: ``CI`` is set, as build servers set it."""
    return environment.get("CI", "").lower() not in _IN_CI


def rewrites(results: Iterable[Result], rulebook: Rulebook) -> tuple[Rewrite, ...]:
    """What would be rewritten: every expected answer that came out otherwise, in the order of the cases."""
    found: list[Rewrite] = []
    for result in results:
        decided = {d.address: d for d in result.answer.asked()} if result.answer is not None else {}
        differing = {difference.about for difference in result.differences}
        for expected in result.case.expected:
            decision = decided.get(expected.address)
            if decision is not None and expected.address in differing:
                text = _written(decision, rulebook)
                found.append(
                    Rewrite(expected.place, result.case.title, expected.address, expected.written, text, decision.value)
                )
    return tuple(found)


def rewritten(text: bytes, changes: Iterable[Rewrite], rulebook: Rulebook) -> bytes | None:
    """The text of a file with its changes; None when the file, read again, would not say exactly that."""
    changes = tuple(changes)
    mark = "\ufeff" if text.startswith(b"\xef\xbb\xbf") else ""
    lines = text.decode("utf-8-sig").split("\n")
    for change in sorted(changes, key=lambda c: (c.place.line, -c.place.column)):
        line = _replaced(lines[change.place.line - 1], change)
        if line is None:
            return None
        lines[change.place.line - 1] = line
    result = (mark + "\n".join(lines)).encode()
    file = changes[0].place.file if changes else ""
    before, after = (read_golden(version, file, rulebook) for version in (text, result))
    return result if _says(after) == _says(_changed(before, changes)) else None


def save(changes: Iterable[Rewrite], rulebook: Rulebook) -> tuple[str, ...]:
    """Writes the changes into their files; gives the files that were left alone because they cannot be."""
    by_file: dict[str, list[Rewrite]] = {}
    for change in changes:
        by_file.setdefault(change.place.file, []).append(change)
    refused = []
    for file, listed in by_file.items():
        path = Path(file)
        text = rewritten(path.read_bytes(), listed, rulebook)
        if text is None:
            refused.append(file)
        else:
            path.write_bytes(text)
    return tuple(refused)


def _replaced(line: str, change: Rewrite) -> str | None:
    start = change.place.column - 1
    quote = line[start : start + 1]
    if quote in _QUOTES:
        end = line.find(quote, start + 1) + 1
        if end == 0 or line[start + 1 : end - 1] != change.before:
            return None
        return f"{line[:start]}{quote}{change.after}{quote}{line[end:]}"
    if not line.startswith(change.before, start):
        return None
    within_braces = "{" in line[:start] or "[" in line[:start]
    after = f'"{change.after}"' if within_braces and _SIGNS & set(change.after) else change.after
    return f"{line[:start]}{after}{line[start + len(change.before) :]}"


def _written(decision: Decision, rulebook: Rulebook) -> str:
    if decision.state is not State.VALUE:
        return str(decision.state.value)
    if isinstance(decision.value, bool):
        return "true" if decision.value else "false"
    return value_text(decision.value, rulebook.vocabulary.conclusions[decision.conclusion].type)


def _changed(file: GoldenFile, changes: tuple[Rewrite, ...]) -> GoldenFile:
    """The file as it is meant to read afterwards."""
    values = {(c.case, c.address): c for c in changes}
    cases = []
    for case in file.cases:
        expected = tuple(
            evolve(e, value=values[case.title, e.address].value) if (case.title, e.address) in values else e
            for e in case.expected
        )
        cases.append(evolve(case, expected=expected))
    return evolve(file, cases=tuple(cases))


def _says(file: GoldenFile) -> list[object]:
    """What a file says, whatever the places and the spelling."""
    return [
        *(mistake.code for mistake in file.mistakes),
        *(
            (
                c.title,
                c.case.digest if c.case else "",
                tuple((e.address, type(e.value), e.value) for e in c.expected),
                (c.missing, c.error, c.cites, c.does_not_cite, c.standings, c.shows, c.because, c.unanswered),
            )
            for c in file.cases
        ),
    ]
