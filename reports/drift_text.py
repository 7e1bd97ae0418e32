"""Official texts that have changed since they were read, for a terminal and as data."""

import json
from collections.abc import Iterable, Iterator

from rulecheck.engine.official_texts import ArticleDrift, Drift, Instrument, Reason, Recorded, TextChange, Unrecorded
from rulecheck.engine.rulebook import Article, Rulebook, Version
from rulecheck.grammar.data_classes import frozen
from rulecheck.reports.drift_phrases import drift_phrase
from rulecheck.reports.outline import Line, outline_text
from rulecheck.reports.style import Style
from rulecheck.reports.words import Speaker

_OF_VERSIONS = ("versions without a text", "versions beyond the corpus")
_PARTS = {"title": "title changed", "text": "text changed"}


def drift_text(drift: Drift, rulebook: Rulebook, style: Style, language: str = "en") -> str:
    """For a terminal: each article with its paragraphs, then what could not be held against a text."""
    return outline_text(_DriftWords(Speaker(rulebook, language)).lines(drift), style)


def drift_json(drift: Drift, rulebook: Rulebook, language: str = "en") -> str:
    """The same as data (`schemas/drift.json`)."""
    speaker = Speaker(rulebook, language)
    data = {
        "schema": "rulecheck:drift/1",
        "corpus": drift.corpus,
        "at": drift.at or None,
        "articles": drift.articles,
        "held": drift.held,
        "newest": {act: _instrument(instrument) for act, instrument in drift.newest},
        "drifted": [_drifted(each, speaker) for each in drift.drifted],
        "unrecorded": [_unrecorded(each, speaker) for each in drift.unrecorded],
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def recorded_text(written: Iterable[Recorded], unchanged: int, rulebook: Rulebook, language: str = "en") -> str:
    """Which articles' records were written, one a line."""
    words = _DriftWords(Speaker(rulebook, language))
    return "".join(f"{line}\n" for line in words.recorded(written, unchanged))


@frozen
class _DriftWords:
    speaker: Speaker

    def lines(self, drift: Drift) -> Iterator[Line]:
        """The outline of the report."""
        yield Line("title", self._phrase("title"))
        key = "corpus at" if drift.at else "corpus"
        yield Line("text", self._phrase(key, corpus=drift.corpus, at=drift.at))
        for each in drift.drifted:
            yield from self._article(each)
        if drift.unrecorded:
            yield Line("heading", self._phrase("unrecorded"))
        for reason in dict.fromkeys(u.reason for u in drift.unrecorded):
            yield from self._reason(reason, [u for u in drift.unrecorded if u.reason == reason])
        drifted = len({(d.article.act, d.article.number) for d in drift.drifted})
        key = "some" if drifted else "none"
        yield Line("text", self._phrase(key, drifted=drifted, count=drift.held, articles=drift.articles))

    def recorded(self, written: Iterable[Recorded], unchanged: int) -> Iterator[str]:
        """The lines on what was recorded."""
        for each in written:
            texts = ", ".join(self._instrument(instrument) for instrument in each.instruments)
            yield self._phrase("recorded", article=self._cite(each.article), texts=texts)
        yield self._phrase("as recorded", count=unchanged)

    def _article(self, drifted: ArticleDrift) -> Iterator[Line]:
        read = Instrument(drifted.read.number, drifted.read.promulgated)
        cited = self._cite(drifted.article)
        told = {"read": self._instrument(read), "now": self._instrument(drifted.now)}
        yield Line("item", self._phrase(drifted.event, article=cited, **told))
        for change in drifted.changes:
            yield from self._change(change)

    def _change(self, change: TextChange) -> Iterator[Line]:
        part = _PARTS.get(change.paragraph)
        what = self._phrase(part) if part else self._paragraph(change.paragraph)
        yield Line("item", self._phrase(change.event, what=what, by=self._instrument(change.by)), 1)
        for key, text in (("before", change.before), ("after", change.after)):
            if text:
                yield Line("item", self._phrase(key, text=text), 2)
        if change.provisions:
            yield Line("item", self._phrase("encoded", provisions=self.speaker.cite_all(change.provisions)), 2)
        elif change.paragraph != "title":
            yield Line("item", self._phrase("not encoded"), 2)
        if change.cited_by:
            yield Line("item", self._phrase("cited by", provisions=self.speaker.cite_all(change.cited_by)), 2)

    def _reason(self, reason: Reason, listed: list[Unrecorded]) -> Iterator[Line]:
        yield Line("item", self._phrase(reason))
        if reason in _OF_VERSIONS:
            for each in listed:
                told = ", ".join(dict.fromkeys(f"{v.by} ({v.promulgated})" for v in each.versions))
                yield Line("item", self._phrase("version", article=self._cite(each.article), versions=told), 1)
            return
        for act in dict.fromkeys(u.article.act for u in listed):
            numbers = [u.article.number for u in listed if u.article.act == act]
            yield Line("item", ", ".join([self.speaker.cite_article(act, numbers[0]), *numbers[1:]]), 1)

    def _cite(self, article: Article) -> str:
        return self.speaker.cite_article(article.act, article.number)

    def _paragraph(self, key: str) -> str:
        # A paragraph is cited `(1)` in some languages and by its bare number in others.
        return self._phrase("paragraph", paragraph=key.strip("()") if self.speaker.language == "ko" else key)

    def _instrument(self, instrument: Instrument) -> str:
        return self._phrase("instrument", number=instrument.number, day=instrument.promulgated)

    def _phrase(self, key: str, **filled: object) -> str:
        return drift_phrase(key, self.speaker.language, **filled)


def _drifted(drifted: ArticleDrift, speaker: Speaker) -> dict[str, object]:
    return {
        **_article(drifted.article, speaker),
        "event": drifted.event,
        "read": _instrument(Instrument(drifted.read.number, drifted.read.promulgated)),
        "now": _instrument(drifted.now),
        "changes": [
            {
                "paragraph": change.paragraph,
                "event": change.event,
                "by": _instrument(change.by),
                "before": change.before or None,
                "after": change.after or None,
                "provisions": list(change.provisions),
                "cited_by": list(change.cited_by),
            }
            for change in drifted.changes
        ],
    }


def _unrecorded(unrecorded: Unrecorded, speaker: Speaker) -> dict[str, object]:
    return {
        **_article(unrecorded.article, speaker),
        "reason": unrecorded.reason,
        "versions": [_version(version) for version in unrecorded.versions],
    }


def _version(version: Version) -> dict[str, object]:
    return {
        "by": version.by,
        "promulgated": version.promulgated.isoformat(),
        "in_force_from": version.since.isoformat(),
    }


def _article(article: Article, speaker: Speaker) -> dict[str, object]:
    cited = speaker.cite_article(article.act, article.number)
    return {"article": f"{article.act} {article.number}", "citation": cited}


def _instrument(instrument: Instrument) -> dict[str, object]:
    return {"number": instrument.number, "promulgated": instrument.promulgated.isoformat()}
