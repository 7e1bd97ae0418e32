"""What an interview says on a terminal: a question with its possible answers, why it is asked, what was wrong."""

from collections.abc import Iterable
from typing import Literal, Protocol

from rulecheck.engine.diagnostics import Diagnostic
from rulecheck.engine.rulebook import Provision, Rulebook, Version
from rulecheck.engine.types import ChoiceType, ListType
from rulecheck.engine.vocabulary import Fact
from rulecheck.reports.facts_text import answer_words
from rulecheck.reports.interview_phrases import interview_phrase
from rulecheck.reports.style import Page, Style
from rulecheck.reports.words import Speaker

# So many of the conclusions that depend on an answer are named.
_NAMED = 3


class Asked(Protocol):
    """A question of an interview."""

    @property
    def kind(self) -> Literal["scheme", "law date", "fact"]:
        """Whether it asks for the scheme, the law date, or a fact."""
        ...

    @property
    def address(self) -> str:
        """The address of the fact."""
        ...

    @property
    def fact(self) -> Fact | None:
        """The fact; None for the other kinds."""
        ...

    @property
    def settles(self) -> tuple[str, ...]:
        """The addresses of the conclusions that depend on it."""
        ...


class Need(Protocol):
    """A provision that needs the answer."""

    @property
    def provision(self) -> Provision:
        """The provision."""
        ...

    @property
    def version(self) -> Version:
        """Its version that would decide."""
        ...


def question_text(asked: Asked, number: int, left: int, rulebook: Rulebook, style: Style, language: str) -> str:
    """A question, how many others are open, and how it may be answered."""
    page, speaker = Page(style), Speaker(rulebook, language)
    key = "one left" if left == 1 else "left"
    page.say(interview_phrase(key, language, number=number, open=left), colour="faint")
    for line in _question(speaker, asked):
        page.say(line, colour="heading")
    if asked.kind == "scheme":
        for i, scheme in enumerate(rulebook.vocabulary.schemes.values(), start=1):
            page.say(f"{i}. {speaker.words(scheme.title)} ({scheme.id})", 2, hang=len(f"{i}. "))
        page.say(interview_phrase("several", language), 2, colour="faint")
    elif asked.fact is None:
        page.say(speaker.phrase("date"), 2, colour="faint")
    elif isinstance(asked.fact.type, ChoiceType):
        for i, (option, words) in enumerate(asked.fact.options.items(), start=1):
            page.say(f"{i}. {speaker.words(words) or option} ({option})", 2, hang=len(f"{i}. "))
        if asked.fact.type.several:
            page.say(interview_phrase("several", language), 2, colour="faint")
        if asked.fact.optional and "none" not in asked.fact.options:
            page.say(interview_phrase("or none", language), 2, colour="faint")
    elif not isinstance(asked.fact.type, ListType):
        page.say(answer_words(speaker, asked.fact), 2, colour="faint", hang=2)
    return page.text()


def _question(speaker: Speaker, asked: Asked) -> Iterable[str]:
    if asked.kind == "scheme":
        yield interview_phrase("scheme", speaker.language)
        return
    if asked.fact is None:
        yield interview_phrase("law date", speaker.language)
        return
    question = speaker.words(asked.fact.question)
    element = speaker.element(asked.address)
    if element is not None:
        question = question or speaker.words(asked.fact.label)
        question = interview_phrase(
            "of element", speaker.language, record=element[0], number=element[1], question=question
        )
    yield question or speaker.label(asked.address)
    if isinstance(asked.fact.type, ListType):
        yield interview_phrase("how many", speaker.language, record=speaker.record(asked.fact.type.record))


def why_text(asked: Asked, needs: Iterable[Need], rulebook: Rulebook, style: Style, language: str) -> str:
    """The provisions that ask, each with its gist; what depends on the answer; which document tells it, and who."""
    page, speaker = Page(style), Speaker(rulebook, language)
    found = list(needs)
    for need in found:
        page.marked("item", f"{speaker.cite(need.provision)}: {speaker.words(need.version.gist)}")
    if asked.settles:
        labels = list(dict.fromkeys(speaker.label(address) for address in asked.settles))
        what = ", ".join(labels[:_NAMED])
        if len(labels) > _NAMED:
            what = interview_phrase("and more", language, what=what, more=len(labels) - _NAMED)
        page.say(interview_phrase("depends", language, what=what), hang=2)
    if asked.fact is not None and asked.fact.supplied_by:
        page.say(speaker.phrase("asked of", who=speaker.party(asked.fact.supplied_by)), hang=2)
    if asked.fact is not None and asked.fact.proof:
        page.say(speaker.phrase("shown by", proof=speaker.words(asked.fact.proof)), hang=2)
    if not found and asked.fact is None:
        page.say(interview_phrase("no why", language))
    return page.text()


def mistakes_text(mistakes: Iterable[Diagnostic], style: Style, language: str) -> str:
    """What is wrong with an answer, and what to do about it."""
    page = Page(style)
    for mistake in mistakes:
        page.marked("no", f"{mistake.code}: {mistake.message}")
        if mistake.hint:
            page.say(interview_phrase("hint", language, hint=mistake.hint), 2, hang=2)
    return page.text()


def said(key: str, style: Style, language: str, **filled: object) -> str:
    """A fixed sentence; each of its lines a paragraph."""
    page = Page(style)
    for line in interview_phrase(key, language, **filled).split("\n"):
        page.say(line, colour="faint")
    return page.text()
