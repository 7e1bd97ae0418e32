"""What changed between two states of the law, for a terminal and as Markdown for a pull request."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from rulecheck.engine.changes import (
    ConclusionEffect,
    Difference,
    Effect,
    FigureChange,
    GoldenChanges,
    Outcome,
    OutcomeChange,
    ProvisionChange,
    Term,
    VersionChange,
)
from rulecheck.engine.rulebook import Provision, Rulebook, Version
from rulecheck.engine.types import BOOLEAN, DATE, DAYS
from rulecheck.engine.values import Value
from rulecheck.engine.vocabulary import DatedValue
from rulecheck.grammar.data_classes import frozen
from rulecheck.reports.change_phrases import change_phrase
from rulecheck.reports.outline import Line, outline_markdown, outline_text
from rulecheck.reports.reform_text import kind_of, reform_lines
from rulecheck.reports.style import Style
from rulecheck.reports.terms_text import TermWords
from rulecheck.reports.timeline_text import dates_words
from rulecheck.reports.vocabulary_words import word_lines
from rulecheck.reports.words import Speaker

# Longer lists of cases are folded away in Markdown.
_FOLDED = 20
PEOPLE = ("gain", "lose", "mixed", "changed", "stay", "open", "refused")


def diff_text(difference: Difference, before: Rulebook, after: Rulebook, style: Style, language: str = "en") -> str:
    """For a terminal: provisions, figures, golden cases, people."""
    return outline_text(DiffWords(Speaker(before, language), Speaker(after, language)).lines(difference), style)


def diff_markdown(difference: Difference, before: Rulebook, after: Rulebook, language: str = "en") -> str:
    """The same as Markdown."""
    return outline_markdown(DiffWords(Speaker(before, language), Speaker(after, language)).lines(difference))


@frozen
class DiffWords:
    """Says a difference by the rulebooks before and after."""

    before: Speaker
    after: Speaker

    def phrase(self, key: str, **filled: object) -> str:
        """A fixed phrase in the language of the report."""
        return change_phrase(key, self.after.language, **filled)

    def lines(self, difference: Difference) -> Iterator[Line]:
        """The outline of the whole report."""
        yield Line("title", self.phrase("between", before=difference.before, after=difference.after))
        if not (difference.provisions or difference.figures or difference.words):
            yield Line("text", self.phrase("nothing"))
        if difference.dated:
            yield from reform_lines(difference.provisions, self.after)
        elif difference.provisions:
            yield Line("heading", self.phrase("provisions"))
            for change in difference.provisions:
                yield from self._provision(change)
        if difference.words:
            yield Line("heading", self.phrase("words"))
        for word in difference.words:
            yield from word_lines(word, self.after.language)
        if difference.figures:
            yield Line("heading", self.phrase("figures"))
        for figure in difference.figures:
            yield Line("item", self.figure(figure))
        yield from self._golden(difference.golden, difference.unannounced)
        if difference.effect is not None:
            yield from self._effect(difference.effect)

    # Provisions

    def cite(self, change: ProvisionChange) -> str:
        """The citation of a provision that changed."""
        if change.after is not None:
            return self.after.cite(change.after)
        return self.before.cite(change.before) if change.before is not None else change.id

    def term(self, term: Term, before: Version | Provision | None, after: Version | Provision | None) -> str:
        """One change in legal terms."""
        return TermWords(self.before, self.after).said(term, before, after)

    def _provision(self, change: ProvisionChange) -> Iterator[Line]:
        event = self.event(change)
        yield Line("item", f"{self.cite(change)}{f': {event}' if event else ''}")
        for term in change.terms:
            yield Line("item", self.term(term, change.before, change.after), 1)
        for version in change.versions:
            yield from self._version(version, len(change.versions) == 1 and change.event != "amended")
        if not change.versions and change.event == "removed" and change.before is not None:
            yield Line("item", self._gist(self.before, change.before.versions[-1]), 1)

    def event(self, change: ProvisionChange) -> str:
        """What happened to a provision as a whole: ``proviso removed``; empty for one that merely changed."""
        provision = change.after or change.before
        if change.event not in ("added", "removed") or provision is None:
            return ""
        return self.phrase(f"{change.event} {kind_of(provision)}")

    def _version(self, change: VersionChange, alone: bool) -> Iterator[Line]:
        yield Line("item", self.version_event(change, alone), 1)
        speaker, version = (self.after, change.after) if change.after else (self.before, change.before)
        if version is not None and change.event != "corrected":
            yield Line("item", self._gist(speaker, version), 2)
            if version.transitional is not None:
                clause = version.transitional
                gist = " ".join(speaker.words(clause.gist).split())
                yield Line("item", speaker.phrase("transitional", cite=clause.cite, gist=gist), 2)
        for term in change.terms:
            yield Line("item", self.term(term, change.before, change.after), 2)

    def version_event(self, change: VersionChange, alone: bool = False) -> str:
        """What happened to a version: new, removed, written otherwise, or no longer in force."""
        language = self.after.language
        if change.event == "removed" and change.before is not None:
            if alone and change.before.until is not None:
                return self.phrase("no longer", day=change.before.until)
            return self.phrase("removed version", dates=_dates(change.before, language))
        if change.after is None:
            return ""
        dates = _dates(change.after, language)
        if change.event == "corrected":
            return self.phrase("corrected", dates=dates)
        key = "version" if alone else "new version"
        return self.phrase(key, dates=dates, by=change.after.by, day=change.after.promulgated)

    def _gist(self, speaker: Speaker, version: Version) -> str:
        return " ".join(speaker.words(version.gist).split())

    def figure(self, change: FigureChange) -> str:
        """A figure with its value before and after."""
        dated = change.after or change.before
        known = dates_words(dated.since, dated.until, self.after.language) if dated else ""
        sides = [self._figure_value(change, dated) for dated in (change.before, change.after)]
        told = f"{sides[0]} → {sides[1]}"
        by = f" ({dated.by})" if dated and dated.by else ""
        return f"{self.after.words(change.figure.label)}: {told}, {known}{by}"

    def _figure_value(self, change: FigureChange, dated: DatedValue | None) -> str:
        return self.phrase("not known") if dated is None else self.after.value(dated.value, change.figure.type)

    # Golden cases

    def _golden(self, golden: GoldenChanges, unannounced: bool) -> Iterator[Line]:
        yield Line("heading", self.phrase("golden"))
        key = "golden some" if golden.changes else "golden none"
        yield Line("text", self.phrase(key, cases=f"{golden.cases:,}", compared=f"{golden.compared:,}"))
        if golden.added or golden.removed:
            yield Line("text", self.phrase("golden sides", added=golden.added, removed=golden.removed))
        if golden.files:
            yield Line("text", self.phrase("golden files", files=", ".join(golden.files)))
        if unannounced and self.before.rulebook is not self.after.rulebook:
            yield Line("text", self.phrase("unannounced"))
        folded = len(golden.changes) > _FOLDED
        if folded:
            yield Line("fold", self.phrase("golden"))
        yield from self._outcomes(golden.changes)
        if folded:
            yield Line("unfold")

    def _outcomes(self, changes: Iterable[OutcomeChange]) -> Iterator[Line]:
        """The cases under the conclusion that comes out otherwise, by the weight of how many there are."""
        by_label = sorted(changes, key=self._subject)
        groups = [(label, list(group)) for label, group in groupby(by_label, key=self._subject)]
        for label, group in sorted(groups, key=lambda pair: (-len(pair[1]), pair[0])):
            yield Line("item", label)
            for change in group:
                sides = f"{self.outcome(change, change.before)} → {self.outcome(change, change.after)}"
                yield Line("item", f"{change.case} ({change.file}): {sides}", 1)

    def _subject(self, change: OutcomeChange) -> str:
        if not change.address:
            return self.phrase("whole case")
        speaker = self.after if self.after.declared(change.address) else self.before
        return speaker.label(change.address)

    def outcome(self, change: OutcomeChange, outcome: Outcome) -> str:
        """What a case comes to, in words."""
        if outcome.refused:
            return self.phrase("refused", why=outcome.refused)
        speaker = self.after if self.after.declared(change.address) else self.before
        return speaker.held(change.address, outcome.value)

    # People

    def _effect(self, effect: Effect) -> Iterator[Line]:
        yield Line("heading", self.phrase("people"))
        yield Line("item", self.phrase("counted", people=f"{effect.people:,}"))
        for key in PEOPLE:
            count = getattr(effect, key)
            if count or key in ("gain", "lose", "stay"):
                what = self.phrase("refused people" if key == "refused" else key)
                yield Line("item", self.phrase("each", count=f"{count:,}", what=what), 1)
        for conclusion in effect.conclusions:
            parts = list(self._parts(conclusion))
            if parts:
                yield Line("item", self.after.label(conclusion.conclusion))
                yield from (Line("item", part, 1) for part in parts)

    def _parts(self, effect: ConclusionEffect) -> Iterator[str]:
        found = self.after.declared(effect.conclusion)
        boolean = found is not None and found.type == BOOLEAN
        higher, lower = ("becomes yes", "becomes no") if boolean else ("higher", "lower")
        counted = (
            (effect.gain, "gain", effect.up),
            (effect.lose, "lose", effect.down),
            (effect.higher, higher, effect.up),
            (effect.lower, lower, effect.down),
            (effect.other, "other", None),
            (effect.open, "open", None),
        )
        moved = any(count for count, key, _ in counted if key != "open")
        for count, key, amount in counted:
            if count and (moved or key != "open"):
                yield self._counted(effect, count, key, amount)

    def _counted(self, effect: ConclusionEffect, count: int, key: str, amount: Value | None) -> str:
        what = self.phrase(key)
        if amount is None:
            return self.phrase("each", count=f"{count:,}", what=what)
        return self.phrase("together", count=f"{count:,}", what=what, amount=self.amount(effect, amount))

    def amount(self, effect: ConclusionEffect, amount: Value) -> str:
        """A sum of differences in the unit of its conclusion; days between dates."""
        found = self.after.declared(effect.conclusion)
        kind = found.type if found else None
        return self.after.value(amount, DAYS if kind == DATE else kind)


def _dates(version: Version, language: str) -> str:
    return dates_words(version.since, version.until, language)
