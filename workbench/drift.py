"""Which articles' official texts have changed since the rules were read from them, and what rests on them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from attrs import frozen

from rulecheck.engine.diagnostics import Diagnostic
from rulecheck.engine.official_texts import ArticleDrift, Drift, Instrument, TextChange, Unrecorded
from rulecheck.engine.rulebook import Act, Article, ReadFrom, Rulebook, Version
from rulecheck.workbench.citing import Citing
from rulecheck.workbench.corpus import Corpus, texts_of
from rulecheck.workbench.official_text import OfficialText, cleaned, digests, plain_number

# Of two stretches that differ, so much is shown, and so many characters around them.
_SHOWN, _AROUND = 160, 20


def drift(rulebook: Rulebook, corpus: Corpus) -> Drift:
    """Every article of the rulebook held against the newest text of its act in the corpus."""
    drifted: list[ArticleDrift] = []
    unrecorded: list[Unrecorded] = []
    newest: list[tuple[str, Instrument]] = []
    problems: list[Diagnostic] = []
    citing = Citing(rulebook)
    held_against = 0
    for act in rulebook.acts.values():
        held = texts_of(corpus, act)
        problems += held.problems
        if held.texts:
            newest.append((act.id, held.texts[-1].instrument))
        for article in rulebook.articles.values():
            if article.act == act.id:
                found = _Checking(article, act, versions_of(rulebook, article), held.texts, citing)
                held_against += found.recorded != ()
                drifted += found.drifted()
                unrecorded += found.unrecorded()
    at = corpus.until.isoformat() if corpus.until else corpus.revision
    return Drift(
        corpus.directory,
        at,
        len(rulebook.articles),
        held_against,
        tuple(drifted),
        tuple(unrecorded),
        tuple(newest),
        tuple(problems),
    )


def versions_of(rulebook: Rulebook, article: Article) -> tuple[Version, ...]:
    """All versions of all provisions of an article."""
    return tuple(
        version
        for provision in rulebook.provisions.values()
        if (provision.act, provision.article) == (article.act, article.number) and not provision.through
        for version in provision.versions
    )


def read_by(version: Version, instruments: Sequence[Instrument]) -> Instrument | None:
    """By whose text, of these from the oldest to the newest, a version was read.

    It is that of its own instrument. Where there is none (a corpus that begins later, an amendment made by an act on
    another subject), it is the first text promulgated after it that can still hold it: a text holds all that was
    promulgated by then, so it is not later than the last day on which the version was in force.
    """
    own = Instrument(plain_number(version.by), version.promulgated)
    if own in instruments:
        return own
    last = version.until or date.max
    return next((i for i in instruments if version.promulgated < i.promulgated <= last), None)


@frozen
class _Checking:
    """One article, its record, and the texts of its act."""

    article: Article
    act: Act
    versions: tuple[Version, ...]
    texts: tuple[OfficialText, ...] | None
    citing: Citing

    def drifted(self) -> Iterator[ArticleDrift]:
        if not self.texts:
            return
        for read in self.recorded:
            own = self._text(read)
            if own is not None and dict(read.digests) != digests(own.articles.get(self.article.number, {})):
                changes = tuple(self._changes(read, own, {}))
                yield ArticleDrift(self.article, "record differs", read, own.instrument, changes)
        if not self.recorded:
            return
        read, now = self.recorded[-1], self.texts[-1]
        if now is self._text(read):
            return
        if self.article.number not in now.articles:
            yield ArticleDrift(self.article, "gone", read, now.instrument)
            return
        before = self._text(read)
        changes = tuple(self._changes(read, now, before.articles.get(self.article.number, {}) if before else {}))
        if changes:
            yield ArticleDrift(self.article, "changed", read, now.instrument, changes)

    def unrecorded(self) -> Iterator[Unrecorded]:
        known = self.article.read_from
        if not self.act.texts:
            yield Unrecorded(self.article, "no text named", self.versions)
        elif not self.texts:
            yield Unrecorded(self.article, "not in the corpus", self.versions)
        elif not any(self.article.number in text.articles for text in self.texts):
            yield Unrecorded(self.article, "no article there", self.versions)
        elif known and not self.recorded:
            yield Unrecorded(self.article, "recorded from later texts", self.versions)
        else:
            yield from self._without_text(self.texts)

    def _without_text(self, texts: Sequence[OfficialText]) -> Iterator[Unrecorded]:
        """Versions of which no text is recorded: those that the corpus has one for, and those that it has none for."""
        recorded = [Instrument(plain_number(r.number), r.promulgated) for r in self.article.read_from]
        there = [text.instrument for text in texts if self.article.number in text.articles]
        missing = [v for v in self.versions if read_by(v, recorded) is None]
        open_ = tuple(v for v in missing if read_by(v, there) is not None)
        if open_:
            yield Unrecorded(self.article, "versions without a text", open_)
        beyond = tuple(v for v in missing if v not in open_)
        if beyond:
            yield Unrecorded(self.article, "versions beyond the corpus", beyond)

    @property
    def recorded(self) -> tuple[ReadFrom, ...]:
        """What was recorded and is not later than the corpus, oldest first."""
        last = self.texts[-1].instrument.promulgated if self.texts else None
        known = [r for r in self.article.read_from if last is not None and r.promulgated <= last]
        return tuple(sorted(known, key=lambda r: (r.promulgated, int(plain_number(r.number) or 0))))

    def _text(self, read: ReadFrom) -> OfficialText | None:
        """The text of the corpus that was read."""
        wanted = Instrument(plain_number(read.number), read.promulgated)
        return next((text for text in reversed(self.texts or ()) if text.instrument == wanted), None)

    def _changes(self, read: ReadFrom, now: OfficialText, before: Mapping[str, str]) -> Iterator[TextChange]:
        old, text = dict(read.digests), now.articles.get(self.article.number, {})
        new = digests(text)
        for key in sorted({**old, **new}, key=_order):
            if old.get(key) == new.get(key):
                continue
            shown = _stretches(cleaned(before.get(key, "")), cleaned(text.get(key, "")))
            inside = self.citing.standing_in(self.article, key)
            yield TextChange(
                key,
                "added" if key not in old else "removed" if key not in new else "amended",
                self._changed_by(key, new.get(key), now),
                *shown,
                inside,
                self.citing.cited_by(inside),
            )

    def _changed_by(self, key: str, digest: str | None, now: OfficialText) -> Instrument:
        """The instrument from whose text on the paragraph has the digest it has in the newest one."""
        texts = list(self.texts or ())
        by = now.instrument
        for text in reversed(texts[: texts.index(now) + 1]):
            if digests(text.articles.get(self.article.number, {})).get(key) != digest:
                break
            by = text.instrument
        return by


def _order(key: str) -> tuple[int, int]:
    """The heading, what stands in no paragraph, then the paragraphs by their numbers."""
    return (2, int(key.strip("()"))) if key.startswith("(") else (0 if key == "title" else 1, 0)


def _stretches(before: str, after: str) -> tuple[str, str]:
    """Where two texts differ: the stretch from the first to the last difference, with some characters around it."""
    if not before:
        return "", _short(after)
    shorter = min(len(before), len(after))
    start = next((i for i in range(shorter) if before[i] != after[i]), shorter)
    rest = shorter - start
    end = next((i for i in range(rest) if before[-1 - i] != after[-1 - i]), rest)
    return _around(before, start, len(before) - end), _around(after, start, len(after) - end)


def _around(text: str, start: int, end: int) -> str:
    first, last = max(0, start - _AROUND), min(len(text), end + _AROUND)
    return _short(f"{'…' if first else ''}{text[first:last]}{'…' if last < len(text) else ''}")


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
