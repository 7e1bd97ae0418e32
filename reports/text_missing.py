"""The facts still missing, as questions: who can answer, what proves it, what it settles, and what asks for it."""

from collections.abc import Iterable

from rulecheck.engine.trace import Part
from rulecheck.engine.trace_reads import missing_of, provisions_reading
from rulecheck.engine.vocabulary import Fact
from rulecheck.reports.style import Page
from rulecheck.reports.words import Speaker


def write_missing(page: Page, speaker: Speaker, part: Part) -> None:
    """Writes the relevant missing facts of what was asked, those that keep most open first."""
    missing = missing_of(part)
    reasons = [(d, p) for d in (part.decision(a) for a in part.asked) for p in d.open_reasons]
    if missing or reasons:
        page.heading(speaker.phrase("missing"))
    for address, conclusions in missing.items():
        page.gap()
        _question(page, speaker, address)
        if address == part.law_date.chosen_by and part.law_date.day is None:
            page.say(speaker.phrase("chooses the law"), 2)
        page.say(speaker.phrase("needed for", what=_listed(speaker.label(a) for a in conclusions)), 2, hang=2)
        cites = [speaker.cite_id(id_) for id_ in provisions_reading(part, address)]
        if cites:
            page.say(speaker.phrase("asked by", what=_listed(cites)), 2, hang=2)
    for _, provision in reasons:
        page.gap()
        page.marked("open", speaker.phrase("open reason", cite=speaker.cite_id(provision)))


def _question(page: Page, speaker: Speaker, address: str) -> None:
    fact = speaker.declared(address)
    question = speaker.words(fact.question) if isinstance(fact, Fact) else ""
    element = speaker.element(address)
    lead = f"{element[0]} {element[1]}: " if element else ""
    page.marked("open", lead + (question or speaker.label(address)))
    if isinstance(fact, Fact):
        who = [speaker.phrase("asked of", who=fact.supplied_by)] if fact.supplied_by else []
        proof = [speaker.phrase("shown by", proof=speaker.words(fact.proof))] if fact.proof else []
        if who or proof:
            page.say("; ".join([*who, *proof]), 2, hang=2)


def _listed(items: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(items))
