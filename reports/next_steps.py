"""What follows from an answer for those concerned: until when, with which papers, and what a breach costs."""

from collections.abc import Iterator
from datetime import date

from rulecheck.engine.rulebook import Provision
from rulecheck.engine.trace import Decision, Part, Tried
from rulecheck.engine.trace_reads import reads_of, with_exceptions
from rulecheck.engine.vocabulary import Fact
from rulecheck.grammar.data_classes import frozen
from rulecheck.reports.chosen import Chosen
from rulecheck.reports.headlines import sentence
from rulecheck.reports.words import Speaker


@frozen
class Day:
    """A day on the time line: what it is, and for a deadline the provision that sets it."""

    day: date
    what: str
    deadline: bool = False
    cite: str = ""


@frozen
class Paper:
    """A document, the facts that it shows, and who has it."""

    paper: str
    shows: tuple[str, ...]
    supplied_by: str


@frozen
class Risk:
    """A duty or prohibition in force, whether it was kept so far as known, and what its breach costs."""

    duty: str
    standing: str
    penalties: tuple[tuple[str, str], ...]


def days(speaker: Speaker, part: Part, chosen: Chosen) -> tuple[Day, ...]:
    """The days that matter, in order: dates of the case that were read, and the deadlines that the law sets."""
    found: dict[Day, None] = {}
    for tried in _looked_at(chosen):
        for read in reads_of(tried):
            if read.role.endswith("fact") and isinstance(read.value, date):
                found[Day(read.value, speaker.label(read.address))] = None
    for decision in _decisions(chosen):
        if isinstance(decision.value, date):
            kinds = {speaker.rulebook.provisions[t.provision].kind for t in decision.tried if t.applies is True}
            cites = [speaker.cite_id(t.provision) for t in decision.tried if t.applies is True]
            found[Day(decision.value, speaker.label(decision.address), "deadline" in kinds, "; ".join(cites))] = None
    if part.law_date.day is not None and part.law_date.chosen_by in ("asked for", "named by the case"):
        found[Day(part.law_date.day, speaker.phrase(part.law_date.chosen_by))] = None
    return tuple(sorted(found, key=lambda day: (day.day, day.deadline, day.what)))


def required_papers(speaker: Speaker, chosen: Chosen) -> tuple[str, ...]:
    """What the law says must be handed in, one sentence each with its paragraph."""
    found = []
    for decision in _decisions(chosen):
        applying = [t for t in decision.tried if t.applies is True]
        if any(speaker.rulebook.provisions[t.provision].kind == "document" for t in applying):
            cites = "; ".join(speaker.cite_id(t.provision) for t in applying)
            found.append(f"{sentence(speaker, decision)} ({cites})")
    return tuple(dict.fromkeys(found))


def proofs(speaker: Speaker, chosen: Chosen) -> tuple[Paper, ...]:
    """The documents that show the facts on which the answer rests, in the order in which the facts were read."""
    shows: dict[tuple[str, str], dict[str, None]] = {}
    for tried in _looked_at(chosen):
        for read in reads_of(tried):
            fact = speaker.declared(read.address)
            if isinstance(fact, Fact) and fact.proof:
                key = speaker.words(fact.proof), speaker.party(fact.supplied_by)
                shows.setdefault(key, {})[speaker.label(read.address)] = None
    return tuple(Paper(paper, tuple(labels), who) for (paper, who), labels in shows.items())


def risks(speaker: Speaker, part: Part, chosen: Chosen) -> tuple[Risk, ...]:
    """The duties and prohibitions that are in force in the case, with the penalties for their breach."""
    punishing: dict[str, list[Provision]] = {}
    for provision in speaker.rulebook.provisions.values():
        if provision.punishes:
            punishing.setdefault(provision.punishes, []).append(provision)
    found: dict[str, Risk] = {}
    for tried in (*_looked_at(chosen), *part.spoken_of):
        provision = speaker.rulebook.provisions[tried.provision]
        if tried.applies is True and provision.kind in ("duty", "prohibition") and provision.id in punishing:
            day = tried.chosen_by or part.law_date.day
            penalties = tuple(_penalty(speaker, penalty, day) for penalty in punishing[provision.id])
            told = tuple(penalty for penalty in penalties if penalty is not None)
            if told:
                found[provision.id] = Risk(_duty(speaker, tried), _standing(speaker, provision, tried), told)
    return tuple(found.values())


def _penalty(speaker: Speaker, penalty: Provision, day: date | None) -> tuple[str, str] | None:
    """What a penalty provision says on a day, and its citation."""
    for version in penalty.versions:
        if day is not None and version.since <= day and (version.until is None or day <= version.until):
            return speaker.words(version.gist), speaker.cite(penalty)
    return None


def _duty(speaker: Speaker, tried: Tried) -> str:
    provision = speaker.rulebook.provisions[tried.provision]
    version = provision.versions[tried.version or 0]
    return f"{speaker.words(version.gist)} ({speaker.cite(provision)})"


def _standing(speaker: Speaker, provision: Provision, tried: Tried) -> str:
    duty = provision.kind == "duty"
    if tried.fulfilled is None or tried.fulfilled.truth == "unknown":
        return speaker.phrase(f"not known whether {'fulfilled' if duty else 'respected'}")
    kept, broken = ("fulfilled", "breached") if duty else ("respected", "infringed")
    return speaker.phrase(kept if tried.fulfilled.truth else broken)


def _decisions(chosen: Chosen) -> Iterator[Decision]:
    yield from chosen.explained
    yield from (one for one in chosen.behind if isinstance(one, Decision))


def _looked_at(chosen: Chosen) -> Iterator[Tried]:
    for one in (*chosen.explained, *chosen.unsettled, *chosen.behind):
        for tried in one.tried if isinstance(one, Decision) else (one,):
            yield from with_exceptions(tried)
