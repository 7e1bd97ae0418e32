"""The reasons for a conclusion as lines of a text: the provisions that decided it and those that did not."""

from collections.abc import Mapping
from datetime import date

from rulecheck.engine.trace import Decision, Tried
from rulecheck.engine.values import State
from rulecheck.grammar.data_classes import Factory, frozen
from rulecheck.reports.headlines import Headlines, deciding, shape_of
from rulecheck.reports.style import Page
from rulecheck.reports.text_provision import ProvisionLines
from rulecheck.reports.text_steps import StepLines
from rulecheck.reports.words import Speaker


@frozen
class Reasons:
    """Writes reasons; ``numbers`` are those of conclusions and provisions, by address and id.

    Of conclusions about elements of one list that differ in their values alone, the first is explained in full.
    """

    page: Page
    speaker: Speaker
    numbers: Mapping[str, str]
    headlines: Headlines
    known_on: date | None
    _told: dict[object, str] = Factory(dict)

    def write(self, one: Decision | Tried) -> None:
        """The title and the reasons of a conclusion, or of a provision whose standing others ask for."""
        own = one.address if isinstance(one, Decision) else one.provision
        others = {key: number for key, number in self.numbers.items() if key != own}
        lines = ProvisionLines(self.page, self.speaker, StepLines(self.page, others), self.known_on)
        if isinstance(one, Tried):
            self.headlines.provision(one)
            lines.full(one, 3)
            return
        self.headlines.title(one)
        like = self._told.setdefault(shape_of(one), own)
        if like == own:
            self._decision(one, lines)
            return
        self.page.say(self.speaker.phrase("as for", number=self.numbers[like]), 3)
        for tried in deciding(one):
            lines.amounts(tried, 3)

    def _decision(self, decision: Decision, lines: ProvisionLines) -> None:
        in_force = [t for t in decision.tried if t.outcome != "not in force"]
        if decision.settled:
            self.page.say(self.speaker.phrase("settled"), 3)
        if not in_force:
            self.page.say(self.speaker.phrase("no provision"), 3)
            return
        telling = self._telling(in_force, decision.state is State.UNKNOWN)
        told = {e.provision for t in telling for e in t.exceptions}
        rest = [t for t in in_force if t.applies is False and t.outcome != "excepted" and t.provision not in told]
        moot = [t.provision for t in in_force if t.applies == "unknown" and t not in telling]
        if not telling and len(rest) == 1:
            telling, rest = rest, []
        for tried in telling:
            lines.full(tried, 3)
        if decision.settled and moot:
            self.page.say(self.speaker.phrase("may also apply", cites=self.speaker.cite_all(moot)), 3, hang=2)
        if rest:
            self.page.say(self.speaker.phrase("also looked at" if telling else "none applies"), 3)
        for tried in rest:
            lines.brief(tried, 5, gist=not telling)

    def _telling(self, looked_at: list[Tried], unknown: bool) -> list[Tried]:
        """The provisions that apply, or would but for an exception, or (for an unknown conclusion) may apply. An
        exception with a value of its own stands for what it excepts, and one that may apply is told below that."""
        provisions = self.speaker.rulebook.provisions
        found = [t for t in looked_at if t.applies is True or t.outcome == "excepted"]
        applying = {t.provision for t in found if t.applies is True}
        if unknown or not applying:
            found = [t for t in looked_at if t.applies is not False or t.outcome == "excepted"]
        ids = {t.provision for t in found}
        telling = []
        for tried in found:
            overridden = any(e.applies is True and e.provision in applying for e in tried.exceptions)
            nested = tried.applies == "unknown" and provisions[tried.provision].to in ids
            if not overridden and not nested:
                telling.append(tried)
        return telling
