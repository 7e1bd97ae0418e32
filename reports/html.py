"""The answer to a case as one self-contained page: the decision first, then what to do, then why, to be folded open.

No script, nothing loaded from elsewhere, fit for print and for screen readers. The words are those of the text report.
"""

from collections.abc import Mapping, Sequence
from importlib.resources import files
from xml.etree.ElementTree import Element, SubElement, tostring

from rulecheck.engine.nearest import Nearest
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.trace import Answer, Decision, Part, Tried
from rulecheck.engine.values import State
from rulecheck.grammar.data_classes import frozen
from rulecheck.reports.chosen import Chosen, choose, key_of, law_of
from rulecheck.reports.headlines import Headlines, deciding, sentence
from rulecheck.reports.html_sheet import Sheet, Writer, sheet, write
from rulecheck.reports.next_steps import days, proofs, required_papers, risks
from rulecheck.reports.style import Style
from rulecheck.reports.text_missing import write_missing
from rulecheck.reports.text_nearest import write_nearest
from rulecheck.reports.text_reasons import Reasons
from rulecheck.reports.words import Speaker


def html(answer: Answer, rulebook: Rulebook, language: str = "en", nearest: Sequence[Nearest] = ()) -> str:
    """The whole page as HTML text, ending with a line break; ``nearest`` are changes that would turn answers."""
    speaker = Speaker(rulebook, language)
    title = answer.case_title or speaker.phrase("untitled")
    page = Element("html", {"lang": language})
    head = SubElement(page, "head")
    SubElement(head, "meta", {"charset": "utf-8"})
    SubElement(head, "meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"})
    write(head, "title", title)
    write(head, "style", (files("rulecheck") / "reports" / "html.css").read_text(encoding="utf-8"))
    body = SubElement(page, "body")
    write(body, "a", speaker.phrase("result"), "skip").set("href", "#result")
    header = SubElement(body, "header")
    write(header, "h1", title)
    main = SubElement(body, "main", {"id": "result"})
    for index, part in enumerate(answer.parts):
        _Sections(speaker, answer, part, choose(speaker, part), f"p{index + 1}-" if index else "", nearest).write(main)
    if answer.problems:
        write(main, "h2", speaker.phrase("problems"))
        problems = SubElement(main, "ul")
        for problem in answer.problems:
            write(problems, "li", f"{problem.message}. {problem.hint}".strip())
    footer = SubElement(body, "footer")
    digests = {"rulebook": answer.rulebook, "digest": answer.rulebook_digest[:12], "case": answer.case_digest[:12]}
    write(footer, "p", speaker.phrase("made by", engine=answer.engine, **digests))
    return f"<!doctype html>\n{tostring(page, encoding='unicode', method='html')}\n"


@frozen
class _Sections:
    """The sections about what was decided under the law of one day; ``prefix`` keeps the ids of several apart."""

    speaker: Speaker
    answer: Answer
    part: Part
    chosen: Chosen
    prefix: str
    nearest: Sequence[Nearest]

    def write(self, main: Element) -> None:
        write(main, "p", law_of(self.speaker, self.part.law_date, self.answer.known_on), "law")
        self._answers(main)
        self._missing(main)
        page = sheet()
        write_nearest(page, self.speaker, self.part, self.nearest, self.answer.case.facts)
        self._headed(main, page)
        self._next_steps(main)
        self._time_line(main)
        self._risks(main)
        headlines = Headlines(sheet(), self.speaker, self.chosen.numbers, list(self.chosen.questions))
        shared: dict[object, str] = {}
        for key, found in (("reasons", self.chosen.explained), ("on the way", self.chosen.behind)):
            if found:
                write(main, "h2", self.speaker.phrase(key))
            for one in found:
                self._reason(main, one, headlines, shared, unfolded=one in self.chosen.explained)
        self._nothing(main)

    def _answers(self, main: Element) -> None:
        """The conclusions asked for, with the paragraphs that decide them and a link to the reasons."""
        write(main, "h2", self.speaker.phrase("result"))
        listed = SubElement(main, "ul", {"class": "answers"})
        for decision in self.chosen.explained:
            item = self._answer(listed, decision)
            said = SubElement(item, "a", {"href": f"#{self._id(decision)}", "class": "said"})
            said.text = sentence(self.speaker, decision)
            cites = dict.fromkeys(self.speaker.cite_id(t.provision) for t in deciding(decision))
            if cites and decision.state is State.VALUE:
                write(item, "span", "; ".join(cites), "by")
        if self.chosen.unsettled:
            write(main, "h3", self.speaker.phrase("open"))
            listed = SubElement(main, "ul", {"class": "answers"})
        for decision in self.chosen.unsettled:
            page = sheet()
            Headlines(page, self.speaker, self.chosen.numbers, list(self.chosen.questions)).unsettled(decision)
            item = self._answer(listed, decision)
            item.set("id", self._id(decision))
            write(item, "span", page.found[0].text)

    def _answer(self, listed: Element, decision: Decision) -> Element:
        kind = _kind(decision)
        item = SubElement(listed, "li", {"class": kind})
        write(item, "span", f"{Style().mark(kind)} ", f"mark {kind}").set("aria-hidden", "true")
        return item

    def _missing(self, main: Element) -> None:
        page = sheet()
        write_missing(page, self.speaker, self.part, self.chosen.questions, self.chosen.numbers)
        self._headed(main, page)

    def _headed(self, main: Element, page: Sheet) -> None:
        """A section of lines with its heading, as it was written."""
        for item in page.found:
            if item.kind == "heading":
                write(main, "h2", item.text)
        lines = [item for item in page.found if item.kind != "heading"]
        if lines:
            Writer(self.speaker, self.prefix).tree(main, lines)

    def _next_steps(self, main: Element) -> None:
        """Deadlines, the papers that the law asks for, and those that show the facts."""
        deadlines = [day for day in days(self.speaker, self.part, self.chosen) if day.deadline]
        papers = required_papers(self.speaker, self.chosen)
        shown = proofs(self.speaker, self.chosen)
        if not (deadlines or papers or shown):
            return
        write(main, "h2", self.speaker.phrase("what to do"))
        if deadlines:
            write(main, "h3", self.speaker.phrase("deadlines"))
            listed = SubElement(main, "ul")
            for day in deadlines:
                write(listed, "li", f"{day.day.isoformat()}: {day.what} ({day.cite})")
        if papers:
            write(main, "h3", self.speaker.phrase("papers"))
            listed = SubElement(main, "ul")
            for paper in papers:
                write(listed, "li", paper)
        if shown:
            inside = self._folded(main, self.speaker.phrase("proofs"))
            table = SubElement(inside, "table")
            head = SubElement(SubElement(table, "thead"), "tr")
            for key in ("document", "shows", "who has it"):
                write(head, "th", self.speaker.phrase(key)).set("scope", "col")
            body = SubElement(table, "tbody")
            for proof in shown:
                row = SubElement(body, "tr")
                for text in (proof.paper, "; ".join(proof.shows), proof.supplied_by):
                    write(row, "td", text)

    def _time_line(self, main: Element) -> None:
        found = days(self.speaker, self.part, self.chosen)
        if not found:
            return
        write(main, "h2", self.speaker.phrase("time line"))
        listed = SubElement(main, "ul", {"class": "line"})
        for day in found:
            item = SubElement(listed, "li", {"class": "deadline"} if day.deadline else {})
            write(item, "time", day.day.isoformat()).set("datetime", day.day.isoformat())
            if day.deadline:
                write(item, "span", f"{self.speaker.phrase('deadline')}: ", "deadline-word")
            write(item, "span", day.what)

    def _risks(self, main: Element) -> None:
        found = risks(self.speaker, self.part, self.chosen)
        if not found:
            return
        write(main, "h2", self.speaker.phrase("risks"))
        listed = SubElement(main, "ul")
        for risk in found:
            item = SubElement(listed, "li")
            write(item, "span", f"{risk.duty} — {risk.standing}.")
            below = SubElement(item, "ul")
            for gist, cite in risk.penalties:
                write(below, "li", f"{gist} ({cite})")

    def _reason(
        self, main: Element, one: Decision | Tried, headlines: Headlines, shared: dict[object, str], unfolded: bool
    ) -> None:
        page = sheet()
        told = Headlines(page, self.speaker, headlines.numbers, headlines.questions)
        Reasons(page, self.speaker, self.chosen.numbers, told, self.answer.known_on, shared).write(one)
        title, *rest = page.found
        details = SubElement(main, "details", {"open": "open"} if unfolded else {})
        summary = SubElement(details, "summary")
        write(summary, "span", f"{title.number} ", "soft")
        writer = Writer(self.speaker, self.prefix)
        writer.sentence(summary, title)
        # Inside, so that a browser that goes there unfolds it.
        inside = SubElement(details, "div", {"class": "inside", "id": self._id(one)})
        writer.tree(inside, [*title.below, *rest])

    def _nothing(self, main: Element) -> None:
        if self.chosen.nothing:
            inside = self._folded(main, self.speaker.phrase("nothing"))
            page = sheet()
            headlines = Headlines(page, self.speaker, self.chosen.numbers, list(self.chosen.questions))
            for decision in self.chosen.nothing:
                headlines.nothing(decision)
            Writer(self.speaker, self.prefix).tree(inside, page.found)

    def _folded(self, main: Element, title: str) -> Element:
        details = SubElement(main, "details")
        write(details, "summary", title)
        return SubElement(details, "div", {"class": "inside"})

    def _id(self, one: Decision | Tried) -> str:
        numbers: Mapping[str, str] = self.chosen.numbers
        return f"{self.prefix}n{numbers[key_of(one)]}"


def _kind(decision: Decision) -> str:
    if isinstance(decision.value, bool):
        return "yes" if decision.value else "no"
    return {"unknown": "open", "not applicable": "none"}.get(decision.state.value, "value")
