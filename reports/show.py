"""An article in plain words: what each of its provisions says, on one day or in all its versions."""

from datetime import date

from rulecheck.engine.rulebook import Provision, Rulebook, Version
from rulecheck.engine.vocabulary import Conclusion
from rulecheck.grammar import syntax as s
from rulecheck.grammar.data_classes import frozen
from rulecheck.reports.shown import Shown, shown
from rulecheck.reports.style import Page, Style
from rulecheck.reports.text_conditions import condition_words, write_condition
from rulecheck.reports.wording import Wording
from rulecheck.reports.words import Speaker


def show_article(
    rulebook: Rulebook,
    act: str,
    article: str,
    as_of: date | None,
    language: str,
    style: Style,
    known_on: date | None = None,
) -> str:
    """The article as in force on a day, or with all its versions; a KeyError for an article that there is not.

    With a day, what is promulgated by then (or by ``known_on``) and comes into force later is told as coming. Law
    promulgated after ``known_on`` is left out.
    """
    speaker, page = Speaker(rulebook, language), Page(style)
    found = rulebook.articles[f"{act} {article}"]
    page.heading(f"{speaker.cite_article(act, article)}  {speaker.words(found.title)}")
    page.say(speaker.words(rulebook.acts[act].title))
    dated = speaker.phrase("as in force on", day=as_of) if as_of else speaker.phrase("all versions")
    known = f"; {speaker.phrase('known on', day=known_on)}" if known_on else ""
    page.say(f"{dated}{known}", colour="faint")
    show = _Show(page, speaker, as_of)
    hidden = []
    for each in shown(rulebook, act, article, as_of, known_on):
        if each.versions or each.coming:
            show.provision(each)
        else:
            hidden.append(each.provision.id)
    if hidden and as_of:
        page.gap()
        page.say(f"{speaker.phrase('not in force on', day=as_of)}: {speaker.cite_all(hidden)}", hang=2)
    if found.notes:
        page.heading(speaker.phrase("notes"))
        for note in found.notes:
            page.marked("item", note)
    return page.text()


@frozen
class _Show:
    page: Page
    speaker: Speaker
    as_of: date | None

    def provision(self, shown: Shown) -> None:
        """One provision: what it is, what it decides, its versions, what is coming, and what stands against it."""
        provision = shown.provision
        phrase = self.speaker.phrase
        kind = phrase(provision.kind)
        if provision.bearer:
            key = "duty of" if provision.kind == "duty" else "prohibition of"
            kind = phrase(key, bearer=self.speaker.party(provision.bearer))
        self.page.heading(f"{self.speaker.cite(provision)} · {kind}")
        conclusion = self.speaker.rulebook.vocabulary.conclusions.get(provision.decides)
        if conclusion is not None:
            self.page.say(phrase("decides", what=self.speaker.words(conclusion.label)), 2, hang=2)
        if provision.to:
            self.page.say(phrase("excepts", cite=self.speaker.cite_id(provision.to)), 2, hang=2)
        if provision.punishes:
            self.page.say(phrase("punishes", cite=self.speaker.cite_id(provision.punishes)), 2, hang=2)
        if provision.applies:
            self._applies(provision)
        for version in shown.versions:
            self._version(version, conclusion)
        for version in shown.coming:
            self._coming(version)
        if provision.fulfilled is not None:
            wording = Wording(self.speaker)
            self.page.say(f"{phrase('fulfilled by')}:", 2)
            write_condition(self.page, provision.fulfilled, wording, 4)
        self._others(provision)

    def _applies(self, provision: Provision) -> None:
        cites = "; ".join(self.speaker.cite_reference(provision, applied) for applied in provision.applies)
        reading = ", ".join(
            self.speaker.phrase("read as", one=self._subject(one), other=self._subject(other))
            for one, other in provision.reading
        )
        self.page.say(self.speaker.phrase("applies there", cites=cites, reading=reading), 2, hang=2)

    def _subject(self, prefix: str) -> str:
        return prefix.replace("_", " ")

    def _version(self, version: Version, conclusion: Conclusion | None) -> None:
        phrase = self.speaker.phrase
        self.page.gap()
        instrument = phrase("promulgated", by=self.speaker.instrument(version.by), day=version.promulgated)
        self.page.say(f"{phrase('in force', dates=self.speaker.dates(version))} ({instrument})", 2, "place", hang=2)
        self.page.say(self.speaker.words(version.gist), 4)
        wording = Wording(self.speaker, dict(version.where))
        if version.when is not None:
            self.page.say(f"{phrase('if')}:", 4)
            write_condition(self.page, version.when, wording, 6)
        self._value(version, wording, conclusion)
        for name, node in version.where:
            if not isinstance(node, s.Name):
                self.page.say(f"{name.replace('_', ' ')} = {condition_words(node, wording)}", 6, hang=2)
        if version.transitional is not None:
            clause = version.transitional
            cite, gist = self.speaker.instrument(clause.cite), self.speaker.words(clause.gist)
            self.page.say(phrase("transitional", cite=cite, gist=gist), 4, hang=2)
        if version.version_by is not None:
            self.page.say(phrase("chosen by", what=wording.text(version.version_by, "labels")), 4, hang=2)
        if version.newly_inserted:
            self.page.say(phrase("newly inserted"), 4, hang=2)
        if version.confidence:
            self.page.say(phrase("confidence", what=version.confidence), 4, hang=2)
        for note in version.notes:
            self.page.marked("item", note, 4)

    def _coming(self, version: Version) -> None:
        """What is promulgated and not yet in force, in its gist: its conditions are shown as of its own day."""
        told = {"day": version.since, "by": self.speaker.instrument(version.by), "promulgated": version.promulgated}
        self.page.gap()
        gist = " ".join(self.speaker.words(version.gist).split())
        self.page.say(self.speaker.phrase("coming version", gist=gist, **told), 2, hang=2)

    def _value(self, version: Version, wording: Wording, conclusion: Conclusion | None) -> None:
        phrase = self.speaker.phrase
        if version.unsettled:
            self.page.say(phrase("unsettled", why=self.speaker.words(version.unsettled)), 4, hang=2)
        elif version.table is not None:
            self.page.say(f"{phrase('then')}:", 4)
            for row in version.table.rows:
                when = phrase("otherwise") if row.when is None else wording.text(row.when, "labels")
                self.page.marked("item", f"{when}: {wording.text(row.value, 'labels')}", 6)
        elif version.value is not None:
            self.page.say(f"{phrase('then')}: {condition_words(version.value, wording)}", 4, hang=2)
        elif conclusion is not None and conclusion.yes:
            self.page.say(f"{phrase('then')}: {self.speaker.words(conclusion.yes)}", 4, hang=2)

    def _others(self, provision: Provision) -> None:
        """What excepts it and what applies it, from other articles too."""
        rulebook = self.speaker.rulebook
        exceptions = rulebook.exceptions.get(provision.id, ())
        if exceptions:
            self.page.say(self.speaker.phrase("exceptions to it", cites=self.speaker.cite_all(exceptions)), 2, hang=2)
        appliers = [self.speaker.cite_id(p.through) for p in rulebook.provisions.values() if p.base == provision.id]
        if appliers:
            cites = "; ".join(dict.fromkeys(appliers))
            self.page.say(self.speaker.phrase("applied by", cites=cites), 2, hang=2)
