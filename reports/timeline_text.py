"""What the rule was when, for a terminal, as Markdown and as data."""

import json
from collections.abc import Iterator

from rulecheck.engine.changes import FigureMoment, Moment, Timeline
from rulecheck.engine.reading import value_text
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.vocabulary import DatedValue
from rulecheck.reports.change_phrases import change_phrase
from rulecheck.reports.outline import Line, outline_markdown, outline_text
from rulecheck.reports.style import Style
from rulecheck.reports.terms_text import TermWords
from rulecheck.reports.words import Speaker


def timeline_text(timeline: Timeline, rulebook: Rulebook, style: Style, language: str = "en") -> str:
    """For a terminal: under each provision (or each day, for a scheme) the versions and what changed."""
    return outline_text(_lines(timeline, Speaker(rulebook, language)), style)


def timeline_markdown(timeline: Timeline, rulebook: Rulebook, language: str = "en") -> str:
    """The same as Markdown."""
    return outline_markdown(_lines(timeline, Speaker(rulebook, language)))


def timeline_json(timeline: Timeline, rulebook: Rulebook, language: str = "en") -> str:
    """The same as data."""
    speaker = Speaker(rulebook, language)
    data = {
        "schema": "rulecheck:timeline/1",
        "of": timeline.cited,
        "title": speaker.words(timeline.title),
        "as_of": timeline.as_of.isoformat() if timeline.as_of else None,
        "versions": [_moment_data(m, speaker) for m in timeline.moments],
        "figures": [_figure_data(f, speaker) for f in timeline.figures],
        "left_out": timeline.left_out,
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def _lines(timeline: Timeline, speaker: Speaker) -> Iterator[Line]:
    def phrase(key: str, **filled: object) -> str:
        return change_phrase(key, speaker.language, **filled)

    article = speaker.rulebook.articles.get(timeline.cited)
    cited = f"{speaker.cite_article(article.act, article.number)}  " if article else ""
    yield Line("title", f"{cited}{speaker.words(timeline.title)}")
    if timeline.as_of:
        yield Line("text", phrase("seen from", day=timeline.as_of))
    under = ""
    for moment in timeline.moments:
        cite = speaker.cite(moment.provision)
        day = moment.version.since.isoformat()
        # In some languages two provisions are cited alike.
        if under != (moment.provision.id if article else day):
            under = moment.provision.id if article else day
            yield Line("heading", cite if article else day)
        yield from _moment(moment, speaker, "" if article else f"{cite}: ")
    if timeline.figures:
        name = ""
        yield Line("heading", phrase("figures"))
        for figure in timeline.figures:
            if figure.figure.name != name:
                name = figure.figure.name
                yield Line("item", speaker.label(name))
            yield from _figure(figure, speaker)
    if timeline.left_out and timeline.as_of:
        yield Line("text", phrase("left out", count=timeline.left_out, day=timeline.as_of))


def _moment(moment: Moment, speaker: Speaker, lead: str) -> Iterator[Line]:
    version = moment.version
    status = _status(moment.status, speaker)
    dates = dates_words(version.since, version.until, speaker.language)
    told = change_phrase(
        "version", speaker.language, dates=dates, by=speaker.instrument(version.by), day=version.promulgated
    )
    yield Line("item", f"{lead}{status}{told}")
    yield Line("item", " ".join(speaker.words(version.gist).split()), 1)
    words = TermWords(speaker, speaker)
    for term in moment.terms:
        yield Line("item", words.said(term, moment.former, version), 2)
    if version.transitional is not None:
        clause = version.transitional
        gist = " ".join(speaker.words(clause.gist).split())
        yield Line("item", speaker.phrase("transitional", cite=speaker.instrument(clause.cite), gist=gist), 1)
    if version.confidence:
        yield Line("item", speaker.phrase("confidence", what=version.confidence), 1)
    if moment.ends is not None:
        yield Line("item", change_phrase("nothing follows", speaker.language, day=moment.ends), 1)


def _figure(moment: FigureMoment, speaker: Speaker) -> Iterator[Line]:
    dated = moment.dated
    told = change_phrase(
        "set by",
        speaker.language,
        value=speaker.value(dated.value, moment.figure.type),
        dates=dates_words(dated.since, dated.until, speaker.language),
        by=dated.by,
    )
    yield Line("item", _status(moment.status, speaker) + told, 1)
    if dated.confidence:
        label = speaker.label(moment.figure.name)
        noted = speaker.phrase("figure confidence", figure=label, by=dated.by, what=dated.confidence)
        yield Line("item", noted, 2)
    if moment.ends is not None:
        yield Line("item", change_phrase("no value follows", speaker.language, day=moment.ends), 1)


def _status(status: str, speaker: Speaker) -> str:
    return f"{change_phrase(status, speaker.language)}: " if status else ""


def dates_words(since: object, until: object, language: str) -> str:
    """From when until when something is in force: ``from 2025-02-23``, ``2019-10-01 to 2025-02-22``."""
    if until is None:
        return change_phrase("from", language, since=since)
    return change_phrase("from to", language, since=since, until=until)


def _moment_data(moment: Moment, speaker: Speaker) -> dict[str, object]:
    version = moment.version
    words = TermWords(speaker, speaker)
    clause = version.transitional
    return {
        "provision": moment.provision.id,
        "citation": speaker.cite(moment.provision),
        "status": moment.status or None,
        "in_force_from": version.since.isoformat(),
        "in_force_until": version.until.isoformat() if version.until else None,
        "promulgated": version.promulgated.isoformat(),
        "by": version.by,
        "gist": " ".join(speaker.words(version.gist).split()),
        "changes": [{"kind": t.kind, "words": words.said(t, moment.former, version)} for t in moment.terms],
        "transitional": {"cite": clause.cite, "gist": speaker.words(clause.gist)} if clause else None,
        "confidence": version.confidence or None,
        "nothing_follows_from": moment.ends.isoformat() if moment.ends else None,
    }


def _figure_data(moment: FigureMoment, speaker: Speaker) -> dict[str, object]:
    dated: DatedValue = moment.dated
    return {
        "figure": moment.figure.name,
        "label": speaker.label(moment.figure.name),
        "status": moment.status or None,
        "in_force_from": dated.since.isoformat(),
        "in_force_until": dated.until.isoformat() if dated.until else None,
        "promulgated": dated.promulgated.isoformat() if dated.promulgated else None,
        "value": value_text(dated.value, moment.figure.type),
        "by": dated.by,
        "confidence": dated.confidence or None,
        "not_known_from": moment.ends.isoformat() if moment.ends else None,
    }
