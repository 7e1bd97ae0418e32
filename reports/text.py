"""The answer to a case as a letter: what was decided, why, by which paragraphs, and what is still missing."""

from attrs import frozen

from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.trace import Answer, Decision, LawDate, Part, Tried
from rulecheck.engine.trace_reads import rests_on
from rulecheck.engine.types import BOOLEAN
from rulecheck.engine.values import State
from rulecheck.reports.diagnostics_text import diagnostics_text, no_source
from rulecheck.reports.style import Page, Style
from rulecheck.reports.text_missing import write_missing
from rulecheck.reports.text_provision import ProvisionLines
from rulecheck.reports.text_steps import StepLines
from rulecheck.reports.words import Speaker

# Conclusions of these kinds that come out as no say only that nothing of the sort arises.
_ARISING = ("deeming", "duty", "prohibition", "penalty", "document")


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
        self.page.say(self._law_date(self.part.law_date), hang=2)
        asked = [self.part.decision(address) for address in self.part.asked]
        main = [d for i, d in enumerate(asked) if self._matters(d, first=i == 0)]
        minor = [d for d in asked if d not in main]
        behind = [d for d in reversed(self._behind(main)) if d not in asked and not self._nothing(d)]
        numbers = {d.address: str(i) for i, d in enumerate([*main, *behind], start=1)}
        lines = ProvisionLines(self.page, self.speaker, StepLines(self.page, numbers))
        if len(main) > 1:
            self.page.heading(self.speaker.phrase("result"))
            for decision in main:
                self._headline(decision, numbers[decision.address], cited=True)
        for key, decisions in (("reasons", main), ("on the way", behind)):
            if decisions:
                self.page.heading(self.speaker.phrase(key))
            for decision in decisions:
                self.page.gap()
                self._headline(decision, numbers[decision.address])
                self._reasons(decision, lines)
        write_missing(self.page, self.speaker, self.part)
        if minor:
            self.page.heading(self.speaker.phrase("nothing"))
            for decision in minor:
                kind = "no" if decision.state is State.VALUE else "none"
                self.page.marked(kind, self._sentence(decision))

    def _law_date(self, law_date: LawDate) -> str:
        fixed = law_date.chosen_by in ("asked for", "named by the case")
        what = (self.speaker.phrase if fixed else self.speaker.label)(law_date.chosen_by)
        key = "law of" if law_date.day is not None else "law of no day"
        text = self.speaker.phrase(key, day=law_date.day, what=what)
        if self.answer.known_on is not None:
            text += f"; {self.speaker.phrase('known on', day=self.answer.known_on)}"
        return f"{text}."

    # Which conclusions matter

    def _matters(self, decision: Decision, first: bool) -> bool:
        if self._nothing(decision):
            return False
        if first or decision.state is State.UNKNOWN or decision.value is not False:
            return True
        kinds = {self.speaker.rulebook.provisions[t.provision].kind for t in decision.tried}
        return not kinds <= set(_ARISING) or any(t.outcome == "excepted" for t in decision.tried)

    def _nothing(self, decision: Decision) -> bool:
        return decision.state is State.NOT_APPLICABLE or (
            decision.value is False and all(t.outcome == "not in force" for t in decision.tried)
        )

    def _behind(self, decisions: list[Decision]) -> list[Decision]:
        """The conclusions on which the given ones rest, in the order decided."""
        wanted = {d.address for d in decisions}
        found: list[Decision] = []
        for decision in reversed(self.part.decisions):
            if decision.address in wanted:
                wanted.update(rests_on(decision, self.speaker.rulebook))
                found.append(decision)
        return list(reversed(found))

    # One conclusion

    def _sentence(self, decision: Decision) -> str:
        conclusion = self.speaker.rulebook.vocabulary.conclusions[decision.conclusion]
        label = self.speaker.label(decision.address)
        if decision.state is State.NOT_APPLICABLE:
            return label
        if conclusion.type == BOOLEAN and isinstance(decision.value, bool):
            said = self.speaker.words(conclusion.yes if decision.value else conclusion.no)
            element = self.speaker.element(decision.address)
            if said and element:
                return f"{element[0]} {element[1]}: {said}"
            if said:
                return said
        return f"{label}: {self.speaker.held(decision.address, decision.value)}"

    def _headline(self, decision: Decision, number: str, cited: bool = False) -> None:
        kind = "value"
        if decision.state is State.UNKNOWN:
            kind = "open"
        elif isinstance(decision.value, bool):
            kind = "yes" if decision.value else "no"
        text = self._sentence(decision)
        deciding = self._deciding(decision)
        if cited and deciding and decision.state is State.VALUE:
            cites = "; ".join(self.speaker.cite_id(t.provision) for t in deciding)
            text += f" [{cites}]"
        self.page.marked(kind, text, number=f"{number}." if not cited else f"{number}.".rjust(3))

    def _deciding(self, decision: Decision) -> list[Tried]:
        """The provisions that decided: those that apply, else the exceptions that kept them from it."""
        applying = [t for t in decision.tried if t.applies is True]
        return applying or [
            e for t in decision.tried if t.outcome == "excepted" for e in t.exceptions if e.applies is True
        ]

    def _reasons(self, decision: Decision, lines: ProvisionLines) -> None:
        in_force = [t for t in decision.tried if t.outcome != "not in force"]
        if decision.settled:
            self.page.say(self.speaker.phrase("settled"), 3)
        if not in_force:
            self.page.say(self.speaker.phrase("no provision"), 3)
            return
        telling = [t for t in in_force if t.applies is not False or t.outcome == "excepted"]
        rest = [t for t in in_force if t not in telling]
        if not telling and len(rest) == 1:
            telling, rest = rest, []
        for tried in telling:
            lines.full(tried, 3)
        if rest:
            self.page.say(self.speaker.phrase("also looked at" if telling else "none applies"), 3)
        for tried in rest:
            lines.brief(tried, 5, gist=not telling)
