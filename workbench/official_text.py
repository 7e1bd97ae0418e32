"""An official text taken apart: header, articles, paragraphs, and the digest of each.

What editors add to a text is no part of it: marks of revision (`<… 2024.10.22>`, `[… 2024.10.22]`), links to images,
the lines of boxes, escapes of Markdown. White space, the code point of the middle dot and other forms of one
character make no difference either: a publisher changes them without any legislature having met.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date

from attrs import frozen

from rulecheck.engine.calendar import parse_date
from rulecheck.engine.official_texts import Instrument
from rulecheck.engine.rulebook import TextLayout

# Twelve hexadecimal digits tell two texts of one paragraph apart; nobody is to be deceived by them.
DIGEST_DIGITS = 12
TITLE, UNNUMBERED = "title", "text"
_HEADING = re.compile(r"(#{1,6})[ \t]+(.*)")
_PARAGRAPH = re.compile(r"\*\*([^\s*]{1,4})\*\*[ \t]*(.*)")
_DAY = r"\d{4}\.[ ]?\d{1,2}\.[ ]?\d{1,2}"
# A remark of the editors on a line of its own, and to what it refers: `[in force: 2025.2.23] Art. 4`.
_REMARK_LINE = re.compile(rf"[ \t]*\[[^\[\]]{{0,40}}{_DAY}[^\[\]]{{0,40}}\][^\n]{{0,20}}$")
# Brackets go first: marks may stand within them, as in `[moved <2016.10.18>]`.
_BRACKETED = re.compile(rf"\[[^\[\]\n]{{0,200}}{_DAY}[^\[\]\n]{{0,200}}\]")
_MARK = re.compile(rf"<[^<>\n]{{0,400}}{_DAY}[^<>\n]{{0,1200}}>|<img[^<>\n]{{0,400}}>")
_BOX = re.compile("[\u2500-\u257f]+")
_ESCAPE = re.compile(r"\\([^\w\s])")
_DOTS = dict.fromkeys(map(ord, "\u318d\u119e\u2027\u2022\u2219\u22c5\u30fb\uff65"), "\u00b7")
_QUOTES = {ord(quote): plain for quotes, plain in (("“”„", '"'), ("‘’‚", "'")) for quote in quotes}


@frozen
class OfficialText:
    """One promulgated state of an instrument's text: its articles by number, each a text for every paragraph."""

    instrument: Instrument
    articles: Mapping[str, Mapping[str, str]]


def read_official_text(text: str, layout: TextLayout) -> OfficialText | str:
    """The text of a file, taken apart; where its header does not say what it must, what is missing."""
    header, body = _header(text)
    number, day = header.get(layout.number, ""), parse_date(header.get(layout.promulgated, ""))
    if not number or day is None:
        return layout.promulgated if number else layout.number
    return OfficialText(Instrument(plain_number(number), day), _articles(body, layout))


def promulgated_in(text: str, layout: TextLayout) -> date | None:
    """The day of promulgation that the header of a text gives."""
    return parse_date(_header(text)[0].get(layout.promulgated, ""))


def plain_number(words: str) -> str:
    """The number of an instrument as it is compared: the digits at the end, without leading zeros."""
    found = re.search(r"(\d+)\D*$", words)
    return found.group(1).lstrip("0") or "0" if found else ""


def digests(paragraphs: Mapping[str, str]) -> dict[str, str]:
    """The digest of each paragraph."""
    return {key: digest(text) for key, text in paragraphs.items()}


def digest(text: str) -> str:
    """The first digits of the SHA-256 of what a text says, in hexadecimal."""
    return hashlib.sha256(normal(text).encode()).hexdigest()[:DIGEST_DIGITS]


def normal(text: str) -> str:
    """What a text says, without what makes no difference: no white space, one form for each character."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", cleaned(text)))


def cleaned(text: str) -> str:
    """A text as people read it: without marks of revision, images, boxes and escapes, on one line."""
    lines = (line for line in text.splitlines() if not _REMARK_LINE.match(line))
    plain = _ESCAPE.sub(r"\1", _BOX.sub(" ", _MARK.sub("", _BRACKETED.sub("", "\n".join(lines)))))
    return " ".join(plain.translate(_DOTS).translate(_QUOTES).split())


def _header(text: str) -> tuple[dict[str, str], str]:
    """The plain entries of the header between its two lines of dashes, and what follows it."""
    lines = text.removeprefix("\ufeff").splitlines()
    if not lines or lines[0].strip() != "---":
        return {}, text
    found: dict[str, str] = {}
    for i, line in enumerate(lines[1:], 1):
        if line.strip() == "---":
            return found, "\n".join(lines[i + 1 :])
        key, colon, value = line.partition(":")
        if colon and not line.startswith((" ", "-")):
            found[key.strip()] = value.strip().strip("'\"")
    return {}, text


def _articles(body: str, layout: TextLayout) -> dict[str, dict[str, str]]:
    branch, article = _pattern(layout.branch), _pattern(layout.article)
    articles: dict[str, dict[str, list[str]]] = {}
    current: dict[str, list[str]] | None = None
    key = UNNUMBERED
    for line in body.splitlines():
        heading = _HEADING.match(line)
        if heading is not None:
            if heading.group(2).startswith(layout.addenda):
                break
            found = branch.match(heading.group(2)) or article.match(heading.group(2))
            key, current = UNNUMBERED, None
            if found is not None:
                current = articles.setdefault("-".join(found.groups()), {})
                current.setdefault(TITLE, []).append(heading.group(2)[found.end() :])
        elif current is not None:
            paragraph = _PARAGRAPH.match(line)
            number = _numbered(paragraph.group(1)) if paragraph else ""
            key = number or key
            current.setdefault(key, []).append(paragraph.group(2) if paragraph and number else line)
    return {number: dict(_said(parts)) for number, parts in articles.items()}


def _said(parts: Mapping[str, list[str]]) -> Iterator[tuple[str, str]]:
    for key, lines in parts.items():
        text = "\n".join(lines).strip()
        if key == TITLE:
            text = cleaned(text).strip()
        if cleaned(text):
            yield key, text


def _pattern(heading: str) -> re.Pattern[str]:
    """The heading of an article as it begins a line; no digit and no letter follows it."""
    written = re.escape(heading).replace(r"\{n\}", r"(\d{1,5})").replace(r"\{m\}", r"(\d{1,5})")
    return re.compile(rf"{written}(?!\w)")


def _numbered(mark: str) -> str:
    """The key of a paragraph by its mark: `(2)` for ② and for (2); empty for what is no number."""
    digits = mark.strip("().")
    if digits.isascii() and digits.isdecimal():
        return f"({int(digits)})"
    # A circled number is one character; a letter has no number.
    value = unicodedata.numeric(digits, 0) if len(digits) == 1 else 0
    return f"({int(value)})" if value >= 1 and value == int(value) else ""
