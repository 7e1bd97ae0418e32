"""An interview about a case: which question comes next, and what an answer makes of it.

A state is never changed; an answer gives the next one, which knows the one before. After each answer the case is
decided again, and only facts are asked for that still matter by the definition of relevance, those first that keep
most of what was asked open. What somebody does not know is not asked again.
"""

from collections.abc import Iterator
from typing import Literal

from attrs import evolve, frozen

from rulecheck.engine.case import Case
from rulecheck.engine.decide import NOTHING_SPECIAL, brought_up, decide, impossible
from rulecheck.engine.declared import declared_name
from rulecheck.engine.diagnostics import Diagnostic, Place, did_you_mean
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.trace import Answer, Part, Question
from rulecheck.engine.values import State
from rulecheck.engine.vocabulary import Fact
from rulecheck.workbench.interview_answers import read_answer, read_day

Kind = Literal["scheme", "law date", "fact"]
Mistakes = tuple[Diagnostic, ...]


@frozen
class Asked:
    """A question: which scheme, the law of which day, or the fact at an address.

    ``settles`` are the asked conclusions that the missing answer keeps open, in order of weight.
    """

    kind: Kind
    address: str = ""
    fact: Fact | None = None
    settles: tuple[str, ...] = ()


@frozen
class Setting:
    """What an interview is held with: the rulebook, the engine's version, and the language of a case's title."""

    rulebook: Rulebook
    engine: str = ""
    language: str = "en"


@frozen
class Interview:
    """Where an interview stands: the facts so far, what follows from them, and what is open, the next first.

    ``unknown`` are the addresses that somebody does not know; the empty one is the law date itself. ``answer`` is None
    as long as it is not known what is asked.
    """

    setting: Setting
    case: Case
    answer: Answer | None
    open: tuple[Asked, ...]
    unknown: frozenset[str] = frozenset()
    before: "Interview | None" = None

    @property
    def next(self) -> Asked | None:
        """The next question; None when nothing is left to ask."""
        return self.open[0] if self.open else None

    @property
    def number(self) -> int:
        """The number of the next question, counted from 1."""
        number, state = 1, self.before
        while state is not None:
            number, state = number + 1, state.before
        return number

    @property
    def determined(self) -> bool:
        """Whether everything asked has an answer."""
        return self.answer is not None and all(d.state is not State.UNKNOWN for d in self.answer.asked())


def begin(setting: Setting, case: Case, question: Question = NOTHING_SPECIAL) -> Interview | Mistakes:
    """An interview that starts from a case, perhaps an empty one, or what is wrong with that case.

    What is asked is fixed now, and stands in the case from now on: facts given later do not change it.
    """
    asked = question.ask or case.ask or brought_up(setting.rulebook, case)
    case = evolve(
        case,
        ask=tuple(dict.fromkeys(asked)),
        law_date=question.as_of or case.law_date,
        known_on=question.known_on or case.known_on,
    )
    if not asked:
        return impossible(setting.rulebook, case) or Interview(setting, case, None, (Asked("scheme"),))
    return _decided(Interview(setting, case, None, ()), case, frozenset(), None)


def answered(interview: Interview, text: str, asked: Asked | None = None) -> Interview | Mistakes:
    """The interview after an answer to its next question (or to another of the open ones), or what is wrong with it.

    An answer that makes the case impossible is refused. Raises ValueError when nothing is left to ask.
    """
    asked = asked or interview.next
    if asked is None:
        raise ValueError("nothing is left to ask")
    case, vocabulary = interview.case, interview.setting.rulebook.vocabulary
    if asked.kind == "scheme":
        chosen = _schemes(interview.setting.rulebook, text)
        if isinstance(chosen[0], Diagnostic):
            return tuple(one for one in chosen if isinstance(one, Diagnostic))
        names = tuple(name for name in chosen if isinstance(name, str))
        titles = [vocabulary.schemes[name].title.text(interview.setting.language) for name in names]
        case = evolve(case, ask=names, title=case.title or ", ".join(titles))
    elif asked.fact is None:
        day = read_day(text)
        if isinstance(day, tuple):
            return day
        case = evolve(case, law_date=day)
    else:
        given = read_answer(text, asked.address, asked.fact, vocabulary)
        if isinstance(given, tuple):
            return given
        case = evolve(case, facts={**case.facts, **given})
    return _decided(interview, case, interview.unknown, interview)


def not_known(interview: Interview) -> Interview | Mistakes:
    """The interview after "don't know". What is asked at all must be known. Raises ValueError as ``answered``."""
    asked = interview.next
    if asked is None:
        raise ValueError("nothing is left to ask")
    if asked.kind == "scheme":
        message = "without a scheme there is nothing to decide"
        return (Diagnostic("R0511", message, Place(interview.case.file), "", "choose one or more of the list"),)
    return _decided(interview, interview.case, interview.unknown | {asked.address}, interview)


def back(interview: Interview) -> Interview | None:
    """The interview as it was before the last answer; None at its beginning."""
    return interview.before


def _decided(
    interview: Interview, case: Case, unknown: frozenset[str], before: Interview | None
) -> Interview | Mistakes:
    answer = decide(interview.setting.rulebook, case, engine=interview.setting.engine)
    if answer.problems:
        return answer.problems
    found = Interview(interview.setting, case, answer, (), unknown, before)
    return evolve(found, open=tuple(_open(found, answer)))


def _open(interview: Interview, answer: Answer) -> Iterator[Asked]:
    """The questions still open, those first that keep most open, and then element by element."""
    found = {asked.address: asked for asked in _relevant(interview, answer)}
    first: dict[str, int] = {}
    for i, address in enumerate(found):
        first.setdefault(_element(address), i)
    yield from sorted(found.values(), key=lambda asked: (-len(asked.settles), first[_element(asked.address)]))


def _element(address: str) -> str:
    """The element that a fact is a field of; the fact itself for others."""
    return address.rpartition("]")[0] or address


def _relevant(interview: Interview, answer: Answer) -> Iterator[Asked]:
    """What may still be asked of the missing facts that matter; another may stand in the law date's place."""
    facts = interview.setting.rulebook.vocabulary.facts
    no_day = {part.law_date.chosen_by: part for part in answer.parts if part.law_date.day is None}
    for missing, settles in answer.missing().items():
        name = declared_name(interview.setting.rulebook.vocabulary, missing)
        # What is no fact of the vocabulary is the law date of what no scheme decides.
        address = missing if name in facts else ""
        if address in no_day:
            address = _law_date_by(interview, no_day[address])
        if address not in interview.unknown and address not in interview.case.facts:
            fact = facts.get(declared_name(interview.setting.rulebook.vocabulary, address))
            yield Asked("fact" if fact else "law date", address, fact, settles)


def _law_date_by(interview: Interview, part: Part) -> str:
    """The first fact that may still tell the law date; empty when only naming the day itself is left."""
    schemes = interview.setting.rulebook.vocabulary.schemes
    first = part.law_date.chosen_by
    by = next(
        (s.law_date for s in schemes.values() if s.law_date[:1] == (first,) and _asks(interview, s.conclusions)), ()
    )
    left = (name for name in by if name not in interview.unknown and name not in interview.case.facts)
    return next(left, "")


def _asks(interview: Interview, conclusions: tuple[str, ...]) -> bool:
    answer = interview.answer
    return answer is not None and any(d.conclusion in conclusions for d in answer.asked())


def _schemes(rulebook: Rulebook, text: str) -> tuple[str | Diagnostic, ...]:
    """The schemes named, by number, id or title, with commas between them; or what is wrong with each that is none."""
    schemes = list(rulebook.vocabulary.schemes.values())
    found: list[str] = []
    wrong: list[Diagnostic] = []
    for word in (part.strip() for part in text.split(",")):
        number = int(word) if word.isascii() and word.isdecimal() and len(word) <= len(str(len(schemes))) else 0
        named = [s for s in schemes if word in (s.id, *s.title.texts.values())]
        if not named and 1 <= number <= len(schemes):
            named = [schemes[number - 1]]
        if named:
            found.append(named[0].id)
        else:
            message = f"`{word}` is no scheme" if word else "no scheme is named"
            hint = (
                did_you_mean(word, [s.id for s in schemes]) or f"write a number from 1 to {len(schemes):,}, or a name"
            )
            wrong.append(Diagnostic("R0508", message, Place("answer"), word, hint))
    return tuple(wrong) or tuple(dict.fromkeys(found))
