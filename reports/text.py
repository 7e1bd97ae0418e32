"""The answer to a case as a letter: what was decided, why, by which paragraphs, and what is still missing."""

from attrs import frozen

from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.trace import Answer, Decision, LawDate, Part, Tried
from rulecheck.engine.trace_reads import missing_of, rests_on
from rulecheck.engine.values import State
from rulecheck.reports.diagnostics_text import diagnostics_text, no_source
from rulecheck.reports.headlines import Headlines, nothing_decides
from rulecheck.reports.style import Page, Style
from rulecheck.reports.text_missing import write_missing
from rulecheck.reports.text_provision import ProvisionLines
from rulecheck.reports.text_steps import StepLines
from rulecheck.reports.words import Speaker

# Conclusions of these kinds that come out as no say only that nothing of the sort arises.
_ARISING = ("deeming", "duty", "prohibition", "penalty", "document")
# An unknown conclusion is explained in full when it is the first asked for, or when no more than these are asked.
_FEW = 3


def text(answer: Answer, rulebook: Rulebook, style: Style, language: str = "en") -> str:
    """The whole report, ending with a line break; with problems only these."""
    page, speaker = Page(style), Speaker(rulebook, language)
    page.heading(answer.case_title or speaker.phrase("untitled"))
    if answer.problems:
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
        self.page.say(self._law_date(self.part.law_date), hang=2)
        asked = [self.part.decision(address) for address in self.part.asked]
        explained = [d for i, d in enumerate(asked) if self._explained(d, i == 0, len(asked))]
        unsettled = [d for d in asked if d.state is State.UNKNOWN and d not in explained]
        nothing = [d for d in asked if d not in explained and d not in unsettled]
        behind = [d for d in reversed(self._behind(explained)) if d not in asked and not nothing_decides(d)]
        numbers = {d.address: str(i) for i, d in enumerate([*explained, *unsettled, *behind], start=1)}
        questions = missing_of(self.part)
        headlines = Headlines(self.page, self.speaker, numbers, list(questions))
        if len(explained) > 1 or unsettled:
            self._section("result")
            for decision in explained:
                headlines.result(decision)
        if unsettled:
            self._section("open")
            for decision in unsettled:
                headlines.unsettled(decision)
        lines = ProvisionLines(self.page, self.speaker, StepLines(self.page, numbers))
        for key, decisions in (("reasons", explained), ("on the way", behind)):
            if decisions:
                self._section(key)
            for decision in decisions:
                self.page.gap()
                headlines.title(decision)
                self._reasons(decision, lines)
        write_missing(self.page, self.speaker, self.part, questions, numbers)
        if nothing:
            self._section("nothing")
            for decision in nothing:
                headlines.nothing(decision)

    def _section(self, key: str) -> None:
        self.page.heading(self.speaker.phrase(key))

    def _law_date(self, law_date: LawDate) -> str:
        fixed = law_date.chosen_by in ("asked for", "named by the case")
        what = (self.speaker.phrase if fixed else self.speaker.label)(law_date.chosen_by)
        key = "law of" if law_date.day is not None else "law of no day"
        text = self.speaker.phrase(key, day=law_date.day, what=what)
        if self.answer.known_on is not None:
            text += f"; {self.speaker.phrase('known on', day=self.answer.known_on)}"
        return f"{text}."

    def _explained(self, decision: Decision, first: bool, asked: int) -> bool:
        """Whether the reasons for an answer are given in full."""
        if nothing_decides(decision):
            return False
        if decision.state is State.UNKNOWN:
            return first or asked <= _FEW
        if first or decision.value is not False:
            return True
        kinds = {self.speaker.rulebook.provisions[t.provision].kind for t in decision.tried}
        return not kinds <= set(_ARISING) or any(t.outcome == "excepted" for t in decision.tried)

    def _behind(self, decisions: list[Decision]) -> list[Decision]:
        """The given conclusions and those on which they rest, in the order decided."""
        wanted = {d.address for d in decisions}
        found: list[Decision] = []
        for decision in reversed(self.part.decisions):
            if decision.address in wanted:
                wanted.update(rests_on(decision, self.speaker.rulebook))
                found.append(decision)
        return list(reversed(found))

    def _reasons(self, decision: Decision, lines: ProvisionLines) -> None:
        in_force = [t for t in decision.tried if t.outcome != "not in force"]
        if decision.settled:
            self.page.say(self.speaker.phrase("settled"), 3)
        if not in_force:
            self.page.say(self.speaker.phrase("no provision"), 3)
            return
        telling = self._telling(in_force)
        rest = [t for t in in_force if t.applies is False and t.outcome != "excepted"]
        if not telling and len(rest) == 1:
            telling, rest = rest, []
        for tried in telling:
            lines.full(tried, 3)
        if rest:
            self.page.say(self.speaker.phrase("also looked at" if telling else "none applies"), 3)
        for tried in rest:
            lines.brief(tried, 5, gist=not telling)

    def _telling(self, looked_at: list[Tried]) -> list[Tried]:
        """The provisions that apply or may apply, or would but for an exception. An exception with a value of its own
        stands for the provision that it excepts, and one that may apply is told below that."""
        provisions = self.speaker.rulebook.provisions
        found = [t for t in looked_at if t.applies is not False or t.outcome == "excepted"]
        applying = {t.provision for t in found if t.applies is True}
        ids = {t.provision for t in found}
        telling = []
        for tried in found:
            overridden = any(e.applies is True and e.provision in applying for e in tried.exceptions)
            nested = tried.applies == "unknown" and provisions[tried.provision].to in ids
            if not overridden and not nested:
                telling.append(tried)
        return telling
