"""The facts still missing, as questions: who can answer, what proves it, what it settles, and what asks for it."""

from collections.abc import Mapping

from rulecheck.engine.trace import Part
from rulecheck.engine.trace_reads import days_not_held, provisions_asking
from rulecheck.engine.vocabulary import Fact
from rulecheck.reports.style import Page
from rulecheck.reports.words import Speaker


def write_missing(
    page: Page,
    speaker: Speaker,
    part: Part,
    questions: Mapping[str, tuple[str, ...]],
    numbers: Mapping[str, str],
) -> None:
    """Writes the relevant missing facts with the conclusions that they keep open, and what no fact can settle."""
    reasons = [p for d in (part.decision(a) for a in part.asked) for p in d.open_reasons]
    asking = provisions_asking(part) if questions else {}
    if questions or reasons:
        page.heading(speaker.phrase("missing"))
    for i, (address, conclusions) in enumerate(questions.items(), start=1):
        page.gap()
        fact = speaker.declared(address)
        question = speaker.words(fact.question) if isinstance(fact, Fact) else ""
        element = speaker.element(address)
        lead = f"{element[0]} {element[1]}: " if element else ""
        number = f"{speaker.phrase('question', number=i)}."
        asked = question or (speaker.label(address) if fact else speaker.phrase("which day"))
        page.say(f"{number} {lead}{asked}", hang=len(number) + 1)
        if isinstance(fact, Fact):
            _source(page, speaker, fact)
        if address and address == part.law_date.chosen_by and part.law_date.day is None:
            page.say(speaker.phrase("chooses the law"), 4)
        page.say(speaker.phrase("needed for", what=_settles(speaker, conclusions, numbers)), 4, hang=2)
        basis = asking.get(address, ())
        if basis:
            page.say(speaker.phrase("asked by", what=speaker.cite_all(basis)), 4, hang=2)
    unheld = days_not_held(part) if reasons else {}
    for provision in dict.fromkeys(reasons):
        page.gap()
        cite = speaker.cite_id(provision)
        for day in unheld.get(provision, ()):
            since = speaker.rulebook.provisions[provision].versions[0].since
            page.marked("open", speaker.phrase("not held reason", day=day, cite=cite, since=since))
        if provision not in unheld:
            page.marked("open", speaker.phrase("open reason", cite=cite))


def _source(page: Page, speaker: Speaker, fact: Fact) -> None:
    who = [speaker.phrase("asked of", who=speaker.party(fact.supplied_by))] if fact.supplied_by else []
    proof = [speaker.phrase("shown by", proof=speaker.words(fact.proof))] if fact.proof else []
    if who or proof:
        page.say("; ".join([*who, *proof]), 4, hang=2)


def _settles(speaker: Speaker, conclusions: tuple[str, ...], numbers: Mapping[str, str]) -> str:
    """The first conclusion by name and number, the others by number."""
    first, *others = conclusions
    text = f"{speaker.label(first)} ({numbers[first]})"
    return ", ".join([text, *(numbers[other] for other in others)])
