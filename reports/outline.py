"""The outline of a report: headings and nested items, written as text for a terminal or as Markdown."""

import re
from collections.abc import Iterable
from typing import Literal

from rulecheck.grammar.data_classes import frozen
from rulecheck.reports.style import Page, Style

_MARKDOWN = re.compile(r"([\\`*_<>\[\]|~#])")


@frozen
class Line:
    """A title, a heading, a paragraph, or an item of a list at a depth; ``fold`` and ``unfold`` enclose long lists."""

    kind: Literal["title", "heading", "text", "item", "fold", "unfold"]
    text: str = ""
    depth: int = 0


def outline_text(lines: Iterable[Line], style: Style) -> str:
    """The outline for a terminal."""
    page = Page(style)
    former = ""
    for line in lines:
        if line.kind in ("title", "heading"):
            page.heading(line.text)
        elif line.kind == "text":
            if former == "item":
                page.gap()
            page.say(line.text, hang=2)
        elif line.kind == "item" and line.depth == 0:
            page.gap()
            page.say(line.text, 2, "place", hang=2)
        elif line.kind == "item":
            page.marked("item", line.text, 2 + 2 * line.depth)
        former = line.kind
    return page.text()


def outline_markdown(lines: Iterable[Line]) -> str:
    """The outline as Markdown, fit for a pull request. What the rulebook says is text in it, never markup."""
    written: list[str] = []
    former = ""
    for line in lines:
        text = _MARKDOWN.sub(r"\\\1", line.text)
        if written and not (line.kind == "item" and former == "item"):
            written.append("")
        match line.kind:
            case "title":
                written.append(f"## {text}")
            case "heading":
                written.append(f"### {text}")
            case "text":
                written.append(text)
            case "item":
                written.append(f"{'  ' * line.depth}- {text}")
            case "fold":
                written.append(f"<details><summary>{_html(line.text)}</summary>")
            case "unfold":
                written.append("</details>")
        former = line.kind
    return "\n".join(written) + "\n"


def _html(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
