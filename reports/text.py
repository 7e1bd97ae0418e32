"""The answer to a case as a letter: what was decided, why, by which paragraphs, and what is still missing."""

from collections.abc import Sequence

from attrs import frozen

from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.trace import Answer, Decision, LawDate, Part, Tried
from rulecheck.engine.trace_reads import conclusions_read, missing_of, spoken_of, spoken_of_alone
from rulecheck.engine.values import State
from rulecheck.reports.headlines import Headlines, nothing_decides
from rulecheck.reports.style import Page, Style
from rulecheck.reports.text_missing import write_missing
from rulecheck.reports.text_reasons import Reasons
from rulecheck.reports.words import Speaker

# Conclusions of these kinds that come out as no say only that nothing of the sort arises.
_ARISING = ("deeming", "duty", "prohibition", "penalty", "document")
# An unknown conclusion is explained in full when it is the first asked for, or when no more than these are asked; only
# then one that there is nothing to say of.
_FEW = 3


def text(answer: Answer, rulebook: Rulebook, style: Style, language: str = "en") -> str:
    """The whole report, ending with a line break; with problems only these."""
    page, speaker = Page(style), Speaker(rulebook, language)
    page.heading(answer.case_title or speaker.phrase("untitled"))
    if answer.problems:
        from rulecheck.reports.diagnostics_text import diagnostics_text, no_source

        page.say(f"{speaker.phrase('problems')}:")
        page.gap()
        page.lines.extend(diagnostics_text(answer.problems, no_source, style).rstrip("\n").split("\n"))
    for part in answer.parts:
        _Letter(page, speaker, answer, part).write()
    page.gap()
    page.say(
        speaker.phrase(
            "made by",
            engine=answer.engine,
            rulebook=answer.rulebook,
            digest=answer.rulebook_digest[:12],
            case=answer.case_digest[:12],
        ),
        colour="faint",
    )
    return page.text()


@frozen
class _Letter:
    """What was decided under the law of one day."""

    page: Page
    speaker: Speaker
    answer: Answer
    part: Part

    def write(self) -> None:
        """Writes results, what is not settled, reasons, what is missing, and what there is nothing to say of."""
        if self.part is not self.answer.parts[0]:
            self.page.gap()
        self.page.say(self._law_date(self.part.law_date), hang=2)
        asked = [self.part.decision(address) for address in self.part.asked]
        explained = [d for i, d in enumerate(asked) if self._explained(d, i == 0, len(asked))]
        unsettled = [d for d in asked if d.state is State.UNKNOWN and d not in explained]
        nothing = [d for d in asked if d not in explained and d not in unsettled]
        behind = self._behind(explained)
        numbered = [*(d.address for d in (*explained, *unsettled)), *(_key(b) for b in behind)]
        numbers = {key: str(i) for i, key in enumerate(numbered, start=1)}
        questions = missing_of(self.part)
        headlines = Headlines(self.page, self.speaker, numbers, list(questions))
        if len(explained) > 1 or unsettled:
            self._results(explained, headlines)
        if unsettled:
            self._section("open")
            for decision in unsettled:
                headlines.unsettled(decision)
        reasons = Reasons(self.page, self.speaker, numbers, headlines, self.answer.known_on)
        sections: tuple[tuple[str, Sequence[Decision | Tried]], ...] = (("reasons", explained), ("on the way", behind))
        for key, found in sections:
            if found:
                self._section(key)
            for one in found:
                self.page.gap()
                reasons.write(one)
        write_missing(self.page, self.speaker, self.part, questions, numbers)
        if nothing:
            self._section("nothing")
            for decision in nothing:
                headlines.nothing(decision)

    def _results(self, decisions: list[Decision], headlines: Headlines) -> None:
        """The results in order of weight, under the topics asked about when there is more than one."""
        self._section("result")
        waiting = {d.address: d for d in decisions}
        topics: dict[str, list[Decision]] = {}
        for title, addresses in self.part.topics:
            found = [waiting.pop(address) for address in addresses if address in waiting]
            if found:
                topics.setdefault(self.speaker.words(title), []).extend(found)
        for name, found in topics.items():
            if len(topics) > 1 and name:
                self.page.say(name, colour="faint")
            for decision in found:
                headlines.result(decision)

    def _section(self, key: str) -> None:
        self.page.heading(self.speaker.phrase(key))

    def _law_date(self, law_date: LawDate) -> str:
        fixed = law_date.chosen_by in ("asked for", "named by the case")
        what = (self.speaker.phrase if fixed else self.speaker.label)(law_date.chosen_by)
        key = "law of" if law_date.day is not None else "law of no day" if what else "law of no day at all"
        text = self.speaker.phrase(key, day=law_date.day, what=what)
        if self.answer.known_on is not None:
            text += f"; {self.speaker.phrase('known on', day=self.answer.known_on)}"
        return f"{text}."

    def _explained(self, decision: Decision, first: bool, asked: int) -> bool:
        """Whether the reasons for an answer are given in full."""
        if nothing_decides(decision):
            return asked <= _FEW and any(t.outcome != "not in force" for t in decision.tried)
        if decision.state is State.UNKNOWN:
            return first or asked <= _FEW
        if first or decision.value is not False:
            return True
        kinds = {self.speaker.rulebook.provisions[t.provision].kind for t in decision.tried}
        return not kinds <= set(_ARISING) or any(t.outcome == "excepted" for t in decision.tried)

    def _behind(self, explained: list[Decision]) -> list[Decision | Tried]:
        """What the given conclusions rest on: conclusions not asked for, and provisions that decide none."""
        alone = {tried.provision: tried for tried in spoken_of_alone(self.part)}
        decisions = {d.address: d for d in self.part.decisions}
        found: dict[str, Decision | Tried] = {}
        waiting: list[Decision | Tried] = list(explained)
        while waiting:
            one = waiting.pop(0)
            looked_at = one.tried if isinstance(one, Decision) else (one,)
            spoken = spoken_of(looked_at)
            addresses = (*conclusions_read(looked_at), *(self.speaker.decided_by(id_) for id_ in spoken))
            behind: list[Decision | Tried] = [decisions[a] for a in addresses if a in decisions]
            behind += [alone[id_] for id_ in spoken if id_ in alone]
            for other in behind:
                known = isinstance(other, Decision) and (other.address in self.part.asked or nothing_decides(other))
                if not known and _key(other) not in found:
                    found[_key(other)] = other
                    waiting.append(other)
        return list(found.values())


def _key(one: Decision | Tried) -> str:
    return one.address if isinstance(one, Decision) else one.provision
