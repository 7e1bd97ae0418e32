"""Deciding from Python: ``load`` a rulebook, ``decide`` a case, ``explain`` the answer.

Nothing here raises for what a rule file or a case holds: mistakes are diagnostics. A loaded rulebook is never changed
and may be used by any number of threads at once.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from json import dumps
from typing import Literal

from attrs import frozen

from rulecheck import __version__
from rulecheck.engine.cache import load_cached
from rulecheck.engine.case import Case, read_case
from rulecheck.engine.decide import NOTHING_SPECIAL
from rulecheck.engine.decide import decide as _decide
from rulecheck.engine.diagnostics import Diagnostic
from rulecheck.engine.record import json_text
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.trace import Answer, Decision, Question
from rulecheck.engine.values import State, Value
from rulecheck.engine.whereabouts import rulebook_directory

Format = Literal["text", "html", "json"]


@frozen
class Rules:
    """A rulebook, or what is wrong with it: ``diagnostics`` may hold warnings of a sound one."""

    rulebook: Rulebook | None
    diagnostics: tuple[Diagnostic, ...]


@frozen
class Result:
    """The answer to a case, or what is wrong with the case: then nothing is decided.

    ``rulebook`` is the one that decided.
    """

    rulebook: Rulebook
    answer: Answer | None
    diagnostics: tuple[Diagnostic, ...]
    case: Case | None = None
    question: Question = NOTHING_SPECIAL

    @property
    def determined(self) -> bool:
        """Whether everything asked for has an answer."""
        return self.answer is not None and all(d.state is not State.UNKNOWN for d in self.answer.asked())

    @property
    def missing(self) -> tuple[str, ...]:
        """The missing facts that matter, by address, first those that keep most answers open."""
        return tuple(self.answer.missing()) if self.answer is not None else ()

    def decision(self, address: str) -> Decision:
        """How a conclusion was decided. Raises KeyError for one that was not reached."""
        for part in self.answer.parts if self.answer is not None else ():
            for decision in part.decisions:
                if decision.address == address:
                    return decision
        raise KeyError(address)

    def value(self, address: str) -> Value:
        """The value of a conclusion: exact, and ``Absent`` where there is none. Raises KeyError as ``decision``."""
        return self.decision(address).value


def load(directory: str | None = None) -> Rules:
    """The rulebook in a directory; without one, the one that the command `rulecheck` would use."""
    found, candidates = rulebook_directory(directory)
    if found is None:
        raise ValueError(f"no rulebook could be chosen among {', '.join(candidates) or 'none'}; name its directory")
    return Rules(*load_cached(found))


def decide(
    rules: Rules | Rulebook,
    case: Mapping[str, object] | bytes,
    *,
    ask: Iterable[str] = (),
    as_of: date | None = None,
    known_on: date | None = None,
    name: str = "case.json",
) -> Result:
    """Decides a case: the text of a file, or its keys with plain values (dates, whole numbers, ``Fraction``, text).

    ``ask`` names schemes or conclusions, ``as_of`` the day whose law decides, ``known_on`` leaves out law promulgated
    later; without them the case says it, or its facts do. ``name`` is how diagnostics call the case. Raises ValueError
    when the rulebook has errors, and TypeError for a value that no case can hold, such as a float.
    """
    rulebook = rules.rulebook if isinstance(rules, Rules) else rules
    if rulebook is None:
        raise ValueError("the rulebook has errors; see its diagnostics")
    text = case if isinstance(case, bytes) else dumps(_plain(case), ensure_ascii=False).encode()
    typed, found = read_case(text, name, rulebook.vocabulary)
    if typed is None:
        return Result(rulebook, None, found)
    question = Question(tuple(ask), as_of, known_on)
    answer = _decide(rulebook, typed, question, __version__)
    return Result(rulebook, None if answer.problems else answer, answer.problems, typed, question)


def explain(result: Result, form: Format = "text", language: str = "en") -> str:
    """The answer with its reasons: a letter, a page of HTML, or the trace as JSON. Raises ValueError without one."""
    if result.answer is None:
        raise ValueError("nothing was decided; see the diagnostics")
    if form == "json":
        return json_text(result.answer, result.rulebook)
    from rulecheck.reports.chosen import denied
    from rulecheck.reports.words import Speaker
    from rulecheck.workbench.nearest import all_nearest

    addresses = denied(Speaker(result.rulebook), result.answer)
    turned = all_nearest(result.rulebook, result.case, addresses, result.question) if result.case is not None else ()
    if form == "html":
        from rulecheck.reports.html import html

        return html(result.answer, result.rulebook, language, turned)
    from rulecheck.reports.style import Style
    from rulecheck.reports.text import text

    return text(result.answer, result.rulebook, Style(), language, turned)


def _plain(value: object) -> object:
    """A value as JSON can hold it; exact numbers as the texts that a case may give them in."""
    if isinstance(value, Mapping):
        return {str(key): _plain(below) for key, below in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(below) for below in value]
    if isinstance(value, frozenset | set):
        return sorted(str(option) for option in value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Fraction):
        return value.numerator if value.denominator == 1 else f"{value.numerator}/{value.denominator}"
    if isinstance(value, str | bool | int):
        return value
    raise TypeError(f"a case holds no {type(value).__name__}: give whole numbers, Fraction, dates or text")
