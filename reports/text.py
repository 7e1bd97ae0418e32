"""The answer to a case as a letter: what was decided, why, by which paragraphs, and what is still missing."""

from __future__ import annotations

from collections.abc import Sequence

from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.trace import Answer, Decision, Part, Tried
from rulecheck.grammar.data_classes import frozen
from rulecheck.reports.chosen import choose, law_of
from rulecheck.reports.headlines import Headlines
from rulecheck.reports.style import Page, Style
from rulecheck.reports.text_reasons import Reasons
from rulecheck.reports.words import Speaker

TYPE_CHECKING = False
if TYPE_CHECKING:
    from rulecheck.engine.nearest import Nearest


def text(
    answer: Answer, rulebook: Rulebook, style: Style, language: str = "en", nearest: Sequence[Nearest] = ()
) -> str:
    """The whole report, ending with a line break; with problems only these.

    ``nearest`` are the changes that would turn answers, where they were looked for.
    """
    page, speaker = Page(style), Speaker(rulebook, language)
    page.heading(answer.case_title or speaker.phrase("untitled"))
    if answer.problems:
        from rulecheck.reports.diagnostics_text import diagnostics_text, no_source

        page.say(f"{speaker.phrase('problems')}:")
        page.gap()
        page.lines.extend(diagnostics_text(answer.problems, no_source, style).rstrip("\n").split("\n"))
    for part in answer.parts:
        _Letter(page, speaker, answer, part, nearest).write()
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
    nearest: Sequence[Nearest]

    def write(self) -> None:
        """Writes results, what is not settled, reasons, what is missing, and what there is nothing to say of."""
        if self.part is not self.answer.parts[0]:
            self.page.gap()
        self.page.say(law_of(self.speaker, self.part.law_date, self.answer.known_on), hang=2)
        chosen = choose(self.speaker, self.part)
        numbers, questions = chosen.numbers, chosen.questions
        headlines = Headlines(self.page, self.speaker, numbers, list(questions))
        if len(chosen.explained) > 1 or chosen.unsettled:
            self._results(chosen.explained, headlines)
        if chosen.unsettled:
            self._section("open")
            for decision in chosen.unsettled:
                headlines.unsettled(decision)
        reasons = Reasons(self.page, self.speaker, numbers, headlines, self.answer.known_on)
        sections: tuple[tuple[str, Sequence[Decision | Tried]], ...] = (
            ("reasons", chosen.explained),
            ("on the way", chosen.behind),
        )
        for key, found in sections:
            if found:
                self._section(key)
            for one in found:
                self.page.gap()
                reasons.write(one)
        if self.nearest:
            from rulecheck.reports.text_nearest import write_nearest

            write_nearest(self.page, self.speaker, self.part, self.nearest, self.answer.case.facts)
        if questions or any(self.part.decision(address).open_reasons for address in self.part.asked):
            from rulecheck.reports.text_missing import write_missing

            write_missing(self.page, self.speaker, self.part, questions, numbers)
        if chosen.nothing:
            self._section("nothing")
            for decision in chosen.nothing:
                headlines.nothing(decision)

    def _results(self, decisions: Sequence[Decision], headlines: Headlines) -> None:
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
