"""A page of lines kept as a tree by their indents, and written as nested HTML: the same words as the text report."""

import re
from xml.etree.ElementTree import Element, SubElement

from rulecheck.grammar.data_classes import Factory, define
from rulecheck.reports.style import Page, Style
from rulecheck.reports.words import Speaker

# Signs are for the eye; these say the same to a screen reader.
_SPOKEN = {"yes": "holds", "no": "does not hold", "open": "not known"}


@define
class Item:
    """A line with the lines indented below it."""

    kind: str
    text: str
    indent: int
    number: str = ""
    below: list["Item"] = Factory(list)


@define
class Sheet(Page):
    """Keeps what is written on it as a tree; ``found`` are the lines that stand below no other."""

    found: list[Item] = Factory(list)
    _open: list[Item] = Factory(list)

    def heading(self, text: str) -> None:
        """A heading, below which nothing stands."""
        self._open.clear()
        self.found.append(Item("heading", text, 0))

    def gap(self) -> None:
        """Nothing: the looks of a page make its gaps."""

    def say(self, text: str, indent: int = 0, colour: str = "", hang: int = 0) -> None:
        """A paragraph."""
        del hang  # lines are broken by the browser
        self._put(Item(colour or "text", text, indent))

    def marked(self, kind: str, text: str, indent: int = 0, condition: bool = False, number: str = "") -> None:
        """A paragraph behind a sign."""
        del condition  # the sign of a condition is that of an answer
        self._put(Item(kind, text, indent, number.strip()))

    def _put(self, item: Item) -> None:
        while self._open and self._open[-1].indent >= item.indent:
            self._open.pop()
        (self._open[-1].below if self._open else self.found).append(item)
        self._open.append(item)


def sheet() -> Sheet:
    """An empty sheet."""
    return Sheet(Style())


@define
class Writer:
    """Writes items as HTML below an element; ``prefix`` begins the ids of what they refer to."""

    speaker: Speaker
    prefix: str = ""

    def tree(self, parent: Element, items: list[Item]) -> None:
        """Items as nested lists; a provision with what it says beside its conditions."""
        listed: Element | None = None
        for item in items:
            if item.kind == "place":
                self._provision(parent, item)
                listed = None
            elif item.kind in ("gist", "heading"):
                write(parent, "p", item.text, item.kind)
                listed = None
            else:
                listed = SubElement(parent, "ul") if listed is None else listed
                self._line(listed, item)

    def _provision(self, parent: Element, item: Item) -> None:
        section = SubElement(parent, "section", {"class": "provision"})
        write(section, "p", item.text.rstrip(":"), "cite")
        gists = [below for below in item.below if below.kind == "gist"]
        for gist in gists:
            write(section, "blockquote", gist.text)
        rest = [below for below in item.below if below.kind != "gist"]
        if rest:
            self.tree(SubElement(section, "div", {"class": "steps"}), rest)

    def _line(self, listed: Element, item: Item) -> None:
        line = SubElement(listed, "li", {"class": item.kind})
        self.sentence(line, item)
        if item.below:
            self.tree(line, item.below)

    def sentence(self, parent: Element, item: Item) -> None:
        """The sign, with words for those who do not see it, and the text with its references as links."""
        if item.kind in _SPOKEN or item.kind in ("value", "none"):
            mark = write(parent, "span", Style().mark(item.kind), f"mark {item.kind}")
            mark.set("aria-hidden", "true")
        if item.kind in _SPOKEN:
            write(parent, "span", f"{self.speaker.phrase(_SPOKEN[item.kind])}: ", "unseen")
        self.linked(SubElement(parent, "span"), item.text)

    def linked(self, element: Element, text: str) -> None:
        """A text in which `(see 4)` leads to the fourth explanation."""
        reference = re.escape(self.speaker.phrase("see", number="#")).replace(r"\#", r"(\d+(?:, \d+)*)")
        end = 0
        last: Element | None = None
        for match in re.finditer(reference, text):
            last = _tail(element, last, text[end : match.start(1)])
            for index, number in enumerate(match[1].split(", ")):
                last = _tail(element, last, ", " if index else "")
                last = SubElement(element, "a", {"href": f"#{self.prefix}n{number}"})
                last.text = number
            end = match.end(1)
        _tail(element, last, text[end:])


def _tail(element: Element, last: Element | None, text: str) -> Element | None:
    """Adds text after the last child of an element."""
    if last is None:
        element.text = (element.text or "") + text
    else:
        last.tail = (last.tail or "") + text
    return last


def write(parent: Element, tag: str, text: str, looks: str = "") -> Element:
    """A new element with a text, below another."""
    element = SubElement(parent, tag, {"class": looks} if looks else {})
    element.text = text
    return element
