"""The facts that a scheme needs, one after the other: question, answer, document, who supplies it, legal basis."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Protocol

from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.types import DATE, ChoiceType, ListType
from rulecheck.engine.vocabulary import Fact
from rulecheck.reports.phrases import has_phrase
from rulecheck.reports.style import Page, Style
from rulecheck.reports.words import Speaker


class Need(Protocol):
    """A fact and the ids of the provisions that read it."""

    @property
    def fact(self) -> Fact:
        """The fact."""
        ...

    @property
    def asked_by(self) -> tuple[str, ...]:
        """The provisions."""
        ...


def facts_text(needs: Sequence[Need], rulebook: Rulebook, style: Style, language: str = "en") -> str:
    """One entry a fact, in the order given."""
    page, speaker = Page(style), Speaker(rulebook, language)
    if not needs:
        page.say(speaker.phrase("no scheme"))
    for need in needs:
        page.gap()
        _entry(page, speaker, need)
    return page.text()


def _entry(page: Page, speaker: Speaker, need: Need) -> None:
    fact = need.fact
    indent = 2 if fact.record else 0
    page.say(fact.name, indent, "heading")
    page.say(speaker.words(fact.question) or speaker.words(fact.label), indent + 2)
    page.say(speaker.phrase("kind of answer", type=answer_words(speaker, fact)), indent + 2, hang=2)
    who = [speaker.phrase("asked of", who=speaker.party(fact.supplied_by))] if fact.supplied_by else []
    proof = [speaker.phrase("shown by", proof=speaker.words(fact.proof))] if fact.proof else []
    if who or proof:
        page.say("; ".join([*who, *proof]), indent + 2, hang=2)
    if need.asked_by:
        page.say(speaker.phrase("asked by", what=speaker.cite_all(need.asked_by)), indent + 2, hang=2)


def answer_words(speaker: Speaker, fact: Fact) -> str:
    """What kind of answer a fact takes, with its bounds."""
    if isinstance(fact.type, ListType):
        text = speaker.phrase("list", record=speaker.record(fact.type.record))
    elif isinstance(fact.type, ChoiceType):
        options = ", ".join(f"{speaker.words(words)} ({option})" for option, words in fact.options.items())
        text = speaker.phrase("choices" if fact.type.several else "choice", options=options)
    else:
        word = fact.type.word
        text = speaker.phrase(word) if has_phrase(word) and "{" not in speaker.phrase(word) else word
    bounds = bounds_words(speaker, fact)
    if bounds:
        text += f", {bounds}"
    if fact.optional:
        text += f", {speaker.phrase('may be none')}"
    return text


def bounds_words(speaker: Speaker, fact: Fact) -> str:
    """Between which values the answer lies; empty when any will do."""
    low, high = fact.at_least, fact.at_most
    lowest = "" if low is None else speaker.value(low, fact.type)
    highest = "" if high is None else speaker.value(high, fact.type)
    if low is not None and high is not None:
        if isinstance(low, int | Fraction) and not isinstance(low, bool):
            lowest = speaker.value(low)  # the unit stands once, with the higher
        key = "bounds dates" if fact.type == DATE else "bounds"
    elif low is not None:
        key = "bounds since" if fact.type == DATE else "bounds low"
    elif high is not None:
        key = "bounds until" if fact.type == DATE else "bounds high"
    else:
        return ""
    return speaker.phrase(key, low=lowest, high=highest)
