"""Runs golden cases: decides each and tells where the answer is not the one that the law gives."""

from collections.abc import Iterator
from pathlib import Path

from rulecheck.engine.decide import Question, decide
from rulecheck.engine.diagnostics import Diagnostic
from rulecheck.engine.golden import Difference, Expected, GoldenCase, GoldenFile, Result
from rulecheck.engine.limits import DEFAULT_LIMITS
from rulecheck.engine.reading import value_text
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.text_file import read_file
from rulecheck.engine.trace import Answer, Tried
from rulecheck.engine.values import State
from rulecheck.workbench.golden_cases import read_golden
from rulecheck.workbench.golden_parting import parting, why_not
from rulecheck.workbench.golden_selection import EVERYTHING, Selection, picker
from rulecheck.workbench.golden_standing import compare_standings


def golden_files(paths: tuple[str, ...]) -> tuple[str, ...]:
    """The golden case files named, and those below the directories named, sorted."""
    found: list[str] = []
    for name in paths:
        path = Path(name)
        found.extend(sorted(str(p) for p in path.rglob("*.cases.yaml")) if path.is_dir() else [name])
    return tuple(dict.fromkeys(found))


def load_golden(paths: tuple[str, ...], rulebook: Rulebook) -> Iterator[GoldenFile]:
    """The golden case files at the paths, read."""
    for path in golden_files(paths):
        text, found = read_file(path, DEFAULT_LIMITS)
        yield GoldenFile(path, (), found) if text is None else read_golden(text, path, rulebook)


def run_selected(
    paths: tuple[str, ...],
    rulebook: Rulebook,
    selection: Selection = EVERYTHING,
    skip: frozenset[tuple[str, str]] = frozenset(),
) -> tuple[tuple[Result, ...], tuple[Diagnostic, ...]]:
    """Runs the cases at the paths that a selection picks, but for those to skip, by file and title.

    With them comes what is wrong with the files; the cases of such a file are run as far as they were read.
    """
    chosen = picker(selection, rulebook)
    results: list[Result] = []
    mistakes: list[Diagnostic] = []
    for golden_file in load_golden(paths, rulebook):
        mistakes.extend(golden_file.mistakes)
        for case in golden_file.cases:
            if (golden_file.file, case.title) not in skip and chosen.picks(golden_file.file, case, rulebook):
                results.append(run(golden_file.file, case, rulebook))
    return tuple(results), tuple(mistakes)


def run(file: str, golden: GoldenCase, rulebook: Rulebook) -> Result:
    """Decides a golden case and compares."""
    if golden.error:
        return _run_error(file, golden, rulebook)
    if golden.case is None:
        return Result(file, golden, tuple(_unread(golden.problems)), None)
    answer = decide(rulebook, golden.case, Question((*(e.address for e in golden.expected), *golden.unanswered)))
    if answer.problems:
        return Result(file, golden, tuple(_unread(answer.problems)), answer)
    differences = [d for expected in golden.expected for d in _compare(expected, answer, rulebook)]
    if golden.missing is not None:
        differences += _compare_missing(golden.missing, answer)
    differences += compare_standings(golden.standings, answer)
    applied = applied_provisions(answer)
    for id_ in golden.cites:
        if id_ not in applied:
            differences.append(Difference(id_, "applies", "does not apply", *why_not(answer, id_, rulebook)))
    for id_ in golden.does_not_cite:
        if id_ in applied:
            differences.append(Difference(id_, "does not apply", "applies"))
    if not golden.expected and not golden.unanswered:
        differences.append(Difference("the case", "some expected answer", "nothing is expected of it"))
    return Result(file, golden, tuple(differences), answer)


def applied_provisions(answer: Answer) -> frozenset[str]:
    """The ids of the provisions that applied in the derivation of the conclusions asked for."""
    applied: set[str] = set()

    def note(tried: Tried) -> None:
        if tried.applies is True:
            applied.add(tried.provision)
        for exception in tried.exceptions:
            note(exception)

    for part in answer.parts:
        for decision in part.decisions:
            for tried in decision.tried:
                note(tried)
        for tried in part.spoken_of:
            note(tried)
    return frozenset(applied)


def _run_error(file: str, golden: GoldenCase, rulebook: Rulebook) -> Result:
    problems = golden.problems
    if golden.case is not None:
        problems = decide(rulebook, golden.case).problems
    codes = tuple(d.code for d in problems)
    if golden.error in codes:
        return Result(file, golden, (), None)
    actual = ", ".join(f"{d.code} {d.message}" for d in problems) or "no error"
    return Result(file, golden, (Difference("the case", f"error {golden.error}", actual),), None)


def _unread(problems: tuple[Diagnostic, ...]) -> Iterator[Difference]:
    for d in problems:
        yield Difference("the case", "a decision", f"{d.code} {d.message}" + (f" ({d.hint})" if d.hint else ""))


def _compare(expected: Expected, answer: Answer, rulebook: Rulebook) -> Iterator[Difference]:
    decision = next((d for d in answer.asked() if d.address == expected.address), None)
    if decision is None:
        yield Difference(expected.address, expected.written, "the case has no such element")
        return
    if decision.value != expected.value or isinstance(decision.value, bool) != isinstance(expected.value, bool):
        wanted = rulebook.vocabulary.conclusions[decision.conclusion].type
        actual = decision.state.value if decision.state is not State.VALUE else value_text(decision.value, wanted)
        if decision.missing:
            actual += f" (missing: {', '.join(decision.missing)})"
        yield Difference(
            expected.address, expected.written, actual, *parting(answer, decision, expected.value, rulebook)
        )


def _compare_missing(missing: tuple[str, ...], answer: Answer) -> list[Difference]:
    actual = tuple(sorted(answer.missing()))
    if tuple(sorted(missing)) == actual:
        return []
    return [Difference("missing facts", ", ".join(sorted(missing)) or "none", ", ".join(actual) or "none")]
