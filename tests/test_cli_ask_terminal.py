"""Ten interviews held through a terminal, each answered from a golden case, end as deciding that case does."""

import os
import pty
import subprocess
import sys
from fractions import Fraction
from importlib.resources import files
from pathlib import Path

import pytest
from attrs import evolve, frozen

from rulecheck import __version__
from rulecheck.engine.cache import load_cached
from rulecheck.engine.case import Case, read_case
from rulecheck.engine.decide import decide
from rulecheck.engine.reading import value_text
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.trace import Answer
from rulecheck.engine.values import NONE, Elements, Value
from rulecheck.engine.vocabulary import Fact
from rulecheck.reports.interview_text import question_text
from rulecheck.reports.style import Style
from rulecheck.reports.text import text
from rulecheck.workbench.golden_cases import read_golden
from rulecheck.workbench.interview import Asked, Interview, Setting, answered, begin, not_known

RULES = str(files("rulecheck") / "rules" / "kr")
# What a terminal of a hundred columns shows without colour.
STYLE = Style(colour=False, unicode=True, width=100)


@frozen
class Script:
    """A golden case that gives the answers, and what the interview is asked to find out."""

    file: str
    title: str
    ask: tuple[str, ...]
    language: str = "en"


SCRIPTS = (
    Script("insured-period", "paid working days and paid days off", ("insured_period.days",)),
    Script("ordinary-wage", "items by the hour, the day and the week together", ("ordinary_wage.hourly",)),
    Script("enterprise-size", "a manufacturer with five hundred employees", ("enterprise.priority_support",)),
    Script("annual-leave", "on 19 August 2026 it does not count yet", ("annual_leave.days",), "ko"),
    Script(
        "maternity-leave",
        "a premature child born on 23 February 2025 brings 100 days",
        (
            "maternity_leave.days",
            "maternity_leave.paid_days",
        ),
    ),
    Script(
        "family-care-leave",
        "fourteen days without finding a replacement",
        (
            "family_care_leave.may_be_refused",
            "family_care_leave.must_be_granted",
        ),
    ),
    Script("paternity-leave", "twenty days at the cap of 2026", ("paternity_benefit.amount",)),
    Script(
        "workplace-childcare",
        "a nursery that the employer set up",
        (
            "facility.is_workplace_centre",
            "facility.difference_forbidden",
        ),
        "ko",
    ),
    Script(
        "leave-entitlement",
        "from 28 February 2020 both parents may be on leave at once",
        ("childcare_leave.may_be_refused",),
    ),
    Script("leave-missing-facts", "the grade decides for a nine-year-old", ("childcare_leave.must_be_granted",)),
)


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    book, found = load_cached(RULES)
    assert book is not None, found
    return book


def golden(script: Script, rulebook: Rulebook) -> Case:
    """The facts of a golden case, and what is asked here."""
    path = Path(RULES) / "cases" / f"{script.file}.cases.yaml"
    for found in read_golden(path.read_bytes(), path.name, rulebook).cases:
        if found.title == script.title and found.case is not None:
            return evolve(found.case, ask=script.ask)
    raise AssertionError(f"no case {script.title!r} in {path.name}")


def typed(value: Value, fact: Fact) -> str:
    """What somebody who knows the fact types."""
    if isinstance(value, Elements):
        return str(value.count)
    if isinstance(value, frozenset):
        return ", ".join(sorted(value)) or "none"
    if isinstance(value, str) and value in fact.options:
        return str(list(fact.options).index(value) + 1)
    if isinstance(value, int | Fraction) and not isinstance(value, bool):
        return value_text(value, fact.type).replace(",", "")
    return "none" if value is NONE else value_text(value, fact.type)


def answer_from(case: Case, asked: Asked) -> str:
    """The answer that a case holds to a question; `?` where it does not say."""
    assert asked.fact is not None
    value = case.facts.get(asked.address)
    return "?" if value is None else typed(value, asked.fact)


def following(interview: Interview, line: str) -> Interview:
    found = not_known(interview) if line == "?" else answered(interview, line)
    assert isinstance(found, Interview), found
    return found


def values(answer: Answer | None) -> dict[str, Value]:
    assert answer is not None
    return {decision.address: decision.value for decision in answer.asked()}


class Terminal:
    """The program at a terminal of its own, and what its screen has shown."""

    def __init__(self, words: list[str], environment: dict[str, str], folder: Path) -> None:
        self._ours, theirs = pty.openpty()
        command = [sys.executable, "-P", "-m", "rulecheck", *words]
        self._process = subprocess.Popen(
            command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment, cwd=folder, start_new_session=True
        )
        os.close(theirs)

    def shown_until(self, mark: str) -> str:
        """What is shown from now on, until it ends with the mark; without a mark until the program ends."""
        shown = b""
        while not mark or not shown.endswith(mark.encode()):
            try:
                more = os.read(self._ours, 65_536)
            except OSError:  # how Linux tells that the other side is closed
                more = b""
            if not more:
                assert not mark, shown.decode()
                break
            shown += more
        return shown.decode().replace("\r\n", "\n")

    def type(self, line: str) -> None:
        os.write(self._ours, f"{line}\n".encode())

    def exit_code(self) -> int:
        os.close(self._ours)
        return self._process.wait()


@pytest.mark.parametrize("script", SCRIPTS, ids=[script.file for script in SCRIPTS])
def test_an_interview_ends_as_the_file_is_decided(
    script: Script, rulebook: Rulebook, cache: Path, tmp_path: Path
) -> None:
    case = golden(script, rulebook)
    expected = decide(rulebook, case)
    start = Case("answers", ask=script.ask, law_date=case.law_date, known_on=case.known_on)
    interview = begin(Setting(rulebook, __version__, script.language), start)
    assert isinstance(interview, Interview)
    words = ["ask", "--lang", script.language, "--save", "said.yaml"]
    words += [word for name in script.ask for word in ("--ask", name)]
    words += ["--as-of", case.law_date.isoformat()] if case.law_date is not None else []
    words += ["--known-on", case.known_on.isoformat()] if case.known_on is not None else []
    environment = {
        **os.environ,
        "NO_COLOR": "1",
        "COLUMNS": "100",
        "PYTHONIOENCODING": "utf-8",
        "RULECHECK_RULES": RULES,
        "RULECHECK_CACHE_DIR": str(cache),
    }
    terminal = Terminal(words, environment, tmp_path)
    while (asked := interview.next) is not None:
        assert asked.address not in interview.case.facts
        shown = terminal.shown_until("\n> ")
        question = question_text(
            asked, interview.number, len(interview.open), rulebook, STYLE, language=script.language
        )
        assert shown.endswith(f"{question}> ")
        line = answer_from(case, asked)
        terminal.type(line)
        interview = following(interview, line)
    shown = terminal.shown_until("")
    assert interview.answer is not None
    assert shown.endswith(text(interview.answer, rulebook, STYLE, script.language))
    assert terminal.exit_code() == (0 if interview.determined else 3)
    assert values(interview.answer) == values(expected)
    saved, found = read_case((tmp_path / "said.yaml").read_bytes(), "said.yaml", rulebook.vocabulary)
    assert saved is not None, found
    assert saved.facts == interview.case.facts
    assert set(saved.facts) <= set(case.facts)
    assert values(decide(rulebook, saved)) == values(expected)
