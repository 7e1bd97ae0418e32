"""What a change does to people: cases of a file decided under both states of the law, and counted."""

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from typing import Literal

from attrs import Factory, define, evolve, frozen

from rulecheck.engine.case import Case, read_case
from rulecheck.engine.changes import ConclusionEffect, Effect
from rulecheck.engine.decide import Question, decide
from rulecheck.engine.diagnostics import Diagnostic, Place
from rulecheck.engine.limits import DEFAULT_LIMITS
from rulecheck.engine.ordering import holds
from rulecheck.engine.policy import BETTER
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.text_file import read_file, too_large
from rulecheck.engine.trace import Decision
from rulecheck.engine.values import NOT_APPLICABLE, UNKNOWN, Period, Value, added
from rulecheck.workbench.diff import Side

Move = Literal["gain", "lose", "higher", "lower", "other", "open", "same"]


@frozen
class CaseText:
    """One case as it is written: in a file of its own, or in a line of a file of many."""

    name: str
    text: bytes


def case_texts(paths: Iterable[str]) -> tuple[tuple[CaseText, ...], tuple[Diagnostic, ...]]:
    """The cases in the files: one in each JSON or YAML file, one in each line of a file named ``*.jsonl``."""
    texts: list[CaseText] = []
    problems: list[Diagnostic] = []
    for path in paths:
        if path.lower().endswith(".jsonl"):
            texts += _lines(path, problems)
            continue
        text, wrong = read_file(path, DEFAULT_LIMITS, case=True)
        problems += wrong
        texts += () if text is None else (CaseText(path, text),)
    return tuple(texts), tuple(problems)


def _lines(path: str, problems: list[Diagnostic]) -> Iterator[CaseText]:
    """The lines of a file of any length; each may be as long as a case."""
    most = DEFAULT_LIMITS.case_bytes
    try:
        with open(path, "rb") as file:
            number = 0
            while line := file.readline(most + 1):
                number += 1
                if len(line) > most:
                    problems.append(too_large(f"{path}:{number}", most))
                    return
                if line.strip():
                    yield CaseText(f"{path}:{number}", line)
    except OSError:
        problems.append(Diagnostic("R0103", f"`{path}` cannot be read", Place(path)))


def effect(cases: Iterable[CaseText], before: Side, after: Side) -> Effect:
    """What becomes of the people whom the cases are about. What is better, the vocabulary of the state after says."""
    tally = _Tally(after.rulebook)
    for text in cases:
        answers: list[dict[str, Decision]] = []
        for side in (before, after):
            case, problems = _read(text, side.rulebook)
            if case is not None:
                answer = decide(side.rulebook, case, Question(as_of=side.as_of))
                problems = tuple(evolve(d, place=Place(text.name)) for d in answer.problems)
                answers.append({decision.address: decision for decision in answer.asked()})
            tally.problems += problems
        tally.person(answers)
    return tally.result()


def _read(text: CaseText, rulebook: Rulebook) -> tuple[Case | None, tuple[Diagnostic, ...]]:
    # The name of a line does not tell the format: it is read as what its text looks like.
    name = text.name if text.name.lower().endswith((".yaml", ".yml", ".json")) else "<line>"
    case, found = read_case(text.text, name, rulebook.vocabulary)
    return case, tuple(evolve(d, place=evolve(d.place, file=text.name)) for d in found)


@define
class _Count:
    """What was counted of one conclusion so far."""

    better: str
    moves: dict[str, int] = Factory(dict)
    up: Value | None = None
    down: Value | None = None


@define
class _Tally:
    """Counts people, and their answers in each conclusion."""

    rulebook: Rulebook
    people: int = 0
    counts: dict[str, int] = Factory(dict)
    conclusions: dict[str, _Count] = Factory(dict)
    problems: tuple[Diagnostic, ...] = ()

    def person(self, answers: list[dict[str, Decision]]) -> None:
        """Counts a person by the decisions before and after; fewer than two or empty ones are a refusal."""
        self.people += 1
        if len(answers) < 2 or not (answers[0] or answers[1]) or bool(answers[0]) is not bool(answers[1]):
            self._count("refused")
            return
        moves = {self._answer(answers[0].get(at), answers[1].get(at)) for at in {**answers[1], **answers[0]}}
        if {"gain", "lose"} <= moves:
            self._count("mixed")
        elif "gain" in moves or "lose" in moves:
            self._count("gain" if "gain" in moves else "lose")
        elif moves & {"higher", "lower", "other"}:
            self._count("changed")
        else:
            self._count("open" if "open" in moves else "stay")

    def _count(self, key: str) -> None:
        self.counts[key] = self.counts.get(key, 0) + 1

    def _answer(self, old: Decision | None, new: Decision | None) -> Move:
        """Counts one conclusion of one person."""
        name = new.conclusion if new else old.conclusion if old else ""
        declared = self.rulebook.vocabulary.conclusions.get(name)
        better = declared.better if declared else ""
        values = [NOT_APPLICABLE if each is None else each.value for each in (old, new)]
        move = moved(values[0], values[1], better)
        so_far = self.conclusions.setdefault(name, _Count(better))
        so_far.moves[move] = so_far.moves.get(move, 0) + 1
        step = _step(values[0], values[1]) if move in ("gain", "lose", "higher", "lower") else None
        if step is not None and move in ("gain", "higher"):
            so_far.up = _sum(so_far.up, step)
        elif step is not None:
            so_far.down = _sum(so_far.down, step)
        return move

    def result(self) -> Effect:
        """What was counted; conclusions in the order of the vocabulary."""
        known = self.rulebook.vocabulary.conclusions
        order = dict.fromkeys((*(name for name in known if name in self.conclusions), *self.conclusions))
        listed = tuple(
            ConclusionEffect(name, count.better, **count.moves, up=count.up, down=count.down)
            for name, count in ((name, self.conclusions[name]) for name in order)
        )
        return Effect(self.people, **self.counts, conclusions=listed, problems=self.problems)


def moved(before: Value, after: Value, better: str) -> Move:
    """Whether an answer is better or worse than the one before, or, where nothing says so, higher or lower."""
    if before is UNKNOWN or after is UNKNOWN:
        # Unknown on both sides is no sign that nothing changes.
        return "open"
    if before == after and isinstance(before, bool) is isinstance(after, bool):
        return "same"
    old, new = _comparable(before, after), _comparable(after, before)
    if old is None or new is None or old == new:
        return "other"
    if isinstance(old, bool) and isinstance(new, bool):
        rises = new
        wanted = better != "no"
    else:
        truth = holds(new, ">", old)
        falls = holds(new, "<", old)
        if truth == "unknown" or falls == "unknown":
            return "other"
        rises = truth
        wanted = BETTER.get(better, ">") == ">"
    if not better:
        return "higher" if rises else "lower"
    return "gain" if rises is wanted else "lose"


def _comparable(value: Value, other: Value) -> Value | None:
    """What has an order; where nothing is due, an amount is none and a period has no days."""
    if value is NOT_APPLICABLE:
        if isinstance(other, bool):
            return False
        if isinstance(other, int | Fraction):
            return 0
        return Period() if isinstance(other, Period) else None
    return value if isinstance(value, int | Fraction | date | Period) else None


def _step(before: Value, after: Value) -> Value | None:
    """By how much two answers differ: money and other numbers, periods, days between dates; never negative."""
    old, new = _comparable(before, after), _comparable(after, before)
    if isinstance(old, bool) or isinstance(new, bool) or old is None or new is None:
        return None
    if isinstance(old, date) and isinstance(new, date):
        return Period(days=abs((new - old).days))
    higher, lower = (new, old) if holds(new, ">", old) is True else (old, new)
    return added(higher, lower, -1)


def _sum(total: Value | None, step: Value) -> Value:
    return step if total is None else added(total, step)
