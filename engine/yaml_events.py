"""From the events of a YAML file to the tree of ``source``; what a rule file may not hold is refused."""

import re
from typing import Protocol

import yaml

from rulecheck.engine.diagnostics import Diagnostic, Place
from rulecheck.engine.limits import Limits
from rulecheck.engine.scalar_places import Raw
from rulecheck.engine.source import Entry, Mapping, Node, Scalar, Sequence
from rulecheck.engine.text_file import UNSEEN, place_in_text, shown, unseen_character
from rulecheck.grammar.data_classes import define, field

_PROPERTY = re.compile(r"&[^\s,\[\]{}]*|!\S*")
# A continuation line of a plain text that looks like an item of a list.
_FOLDED_ITEM = re.compile(r"\n[ \t]*(-)(?=[ \t\n])")
_TO_NEXT_PROPERTY = re.compile(r"(?:\s|#[^\r\n]*+)*+")
# The line of the block sign, empty lines, and the indentation of the first line that is not empty.
_BLOCK_HEAD = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)(?: *(?:\r\n|\r|\n))*( *)(?=\S)")
_LINE_END = re.compile(r"[\r\n]")


class _Mark(Protocol):
    """A point of the file as both of PyYAML's readers give it; all three count from 0."""

    index: int
    line: int
    column: int


@define
class _Beginning:
    """The mark of an event that has none."""

    index: int = 0
    line: int = 0
    column: int = 0


def _start(event: yaml.Event) -> _Mark:
    return event.start_mark or _Beginning()


def _end(event: yaml.Event) -> _Mark:
    return event.end_mark or _Beginning()


class StopReading(Exception):
    """A cap is exceeded; the mistakes are in the reader."""


@define
class _Open:
    """A list or mapping whose end has not come yet."""

    place: Place
    mapping: bool
    items: list[Node] = field(factory=list)
    entries: list[Entry] = field(factory=list)
    first_places: dict[str, Place] = field(factory=dict)
    value_next: bool = False
    # The key whose value comes next; None where it was refused, and its value is left out with it.
    key: Scalar | None = None


@define
class Reader:
    """Builds the tree from the events."""

    text: str
    file: str
    limits: Limits
    mistakes: list[Diagnostic] = field(factory=list)
    root: Node | None = None
    open: list[_Open] = field(factory=list)
    nodes: int = 0
    documents: int = 0

    def take(self, event: yaml.Event) -> None:
        """Take in the next event; raises `StopReading` where reading on makes no sense."""
        if isinstance(event, yaml.ScalarEvent):
            self._properties(event)
            self._count(event)
            self._add(self._scalar(event))
        elif isinstance(event, yaml.CollectionStartEvent):
            self._properties(event)
            self._count(event)
            self._begin(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            done = self.open.pop()
            self._add(
                Mapping(tuple(done.entries), done.place) if done.mapping else Sequence(tuple(done.items), done.place)
            )
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event)
        elif isinstance(event, yaml.DocumentStartEvent):
            self._document(event)

    def _mistake(self, code: str, message: str, place: Place, underlined: str = "", hint: str = "") -> None:
        self.mistakes.append(Diagnostic(code, message, place, underlined, hint))
        if len(self.mistakes) >= self.limits.mistakes:
            message = f"reading stopped after {len(self.mistakes)} mistakes"
            self.mistakes.append(Diagnostic("R0122", message, place, hint="mend those reported first"))
            raise StopReading

    def _place(self, mark: _Mark, length: int) -> Place:
        """The place of so many characters from the mark on, or as many as its line has."""
        line_end = _LINE_END.search(self.text, mark.index, mark.index + length)
        if line_end is not None:
            length = line_end.start() - mark.index
        return Place(self.file, mark.line + 1, mark.column + 1, max(1, length))

    def _place_behind(self, mark: _Mark, at: int, length: int) -> Place:
        """The place of so many characters of one line from ``at`` on, which the mark comes before."""
        inside = place_in_text(self.text[mark.index : at], at - mark.index, length, self.file)
        column = inside.column + (mark.column if inside.line == 1 else 0)
        return Place(self.file, mark.line + inside.line, column, length)

    def _stop(self, code: str, message: str, mark: _Mark, hint: str) -> None:
        self._mistake(code, message, self._place(mark, 1), self.text[mark.index : mark.index + 1].strip(), hint)
        raise StopReading

    def _count(self, event: yaml.NodeEvent) -> None:
        self.nodes += 1
        if self.nodes > self.limits.nodes:
            message = f"the file has more than {self.limits.nodes:,} values"
            self._stop("R0117", message, _start(event), "split it into several files")

    def _document(self, event: yaml.DocumentStartEvent) -> None:
        self.documents += 1
        if self.documents > 1:
            hint = "make a file of each document"
            self._stop("R0114", "a second document begins here", _start(event), hint)
        if event.version or event.tags:
            place = self._place(_start(event), 3)
            self._mistake("R0111", "there may be no YAML directives", place, hint="delete the lines with `%`")

    def _properties(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        """Refuse an anchor and a tag of the node."""
        if event.anchor is None and event.tag is None:
            return
        mark = _start(event)
        at = mark.index
        while (found := _PROPERTY.match(self.text, at)) is not None:
            place = self._place_behind(mark, at, len(found[0]))
            written = shown(found[0])
            if written.startswith("&"):
                hint = "write the text out wherever it is needed"
                self._mistake("R0110", f"there may be no anchors such as `{written}`", place, written, hint)
            else:
                hint = "delete it, or put the text in quotes if it begins with `!`"
                self._mistake("R0111", f"there may be no tags such as `{written}`", place, written, hint)
            at = found.end()
            gap = _TO_NEXT_PROPERTY.match(self.text, at)
            at = gap.end() if gap else at

    def _alias(self, event: yaml.AliasEvent) -> None:
        start = _start(event)
        length = _end(event).index - start.index
        written = shown(self.text[start.index : start.index + length])
        place = self._place(start, length)
        hint = "write out what it stands for, or put the text in quotes if it begins with `*`"
        self._mistake("R0110", f"there may be no aliases such as `{written}`", place, written, hint)
        self._count(event)
        if self._at_key():
            self.open[-1].key, self.open[-1].value_next = None, True
        else:
            self._add(Scalar("", place))

    def _scalar(self, event: yaml.ScalarEvent) -> Scalar:
        start, end, style, text = _start(event), _end(event), event.style or "", event.value
        if len(text) > self.limits.scalar_length:
            message = f"a text has more than {self.limits.scalar_length:,} characters"
            self._stop("R0118", message, start, "split it, or shorten it")
        written = self.text[start.index : end.index]
        if style in ("|", ">"):
            scalar = self._block(event, written)
        else:
            place = self._place(start, end.index - start.index)
            raw = Raw(written, style, start.line + 1, start.column + 1) if written != text else None
            scalar = Scalar(text, place, not style, raw)
            if not style:
                self._folded_item(written, start)
        if style == '"' and (unseen := re.search(UNSEEN, text)) is not None:
            # Such a character can only come from an escape: those in the file itself are refused before.
            self.mistakes.append(unseen_character(unseen[0], scalar.place_of(unseen.start(), unseen.end())))
            raise StopReading
        return scalar

    def _folded_item(self, written: str, start: _Mark) -> None:
        """Refuse a line that begins with a dash and yet belongs to the text above it: the dash would be a minus."""
        found = _FOLDED_ITEM.search(written)
        if found is not None:
            place = self._place_behind(start, start.index + found.start(1), 1)
            message = "this line belongs to the text above it, and its `-` to the text"
            hint = "indent the `-` exactly like the one of the item above"
            self._mistake("R0108", message, place, "-", hint)

    def _block(self, event: yaml.ScalarEvent, written: str) -> Scalar:
        """A block: its place is that of its first line, not of the sign ``|`` or ``>``."""
        start = _start(event)
        raw = Raw(written, event.style or "", start.line + 1, start.column + 1)
        head = _BLOCK_HEAD.match(written)
        if head is None:
            return Scalar(event.value, self._place(start, 1), False, raw)
        line_end = _LINE_END.search(written, head.end())
        last = line_end.start() if line_end else len(written)
        place = self._place_behind(start, start.index + head.end(), last - head.end())
        return Scalar(event.value, place, False, raw)

    def _at_key(self) -> bool:
        """Whether the next node is a key."""
        return bool(self.open) and self.open[-1].mapping and not self.open[-1].value_next

    def _begin(self, event: yaml.CollectionStartEvent) -> None:
        if self._at_key():
            hint = "put the text in quotes if it begins with a bracket"
            self._mistake("R0115", "a key must be a text", self._place(_start(event), 1), hint=hint)
        if len(self.open) >= self.limits.depth:
            message = f"lists and mappings are nested more than {self.limits.depth} levels deep"
            self._stop("R0116", message, _start(event), "close brackets, or give the inner part a name of its own")
        mapping = isinstance(event, yaml.MappingStartEvent)
        self.open.append(_Open(self._place(_start(event), 1), mapping))

    def _add(self, node: Node) -> None:
        """Put a finished node where it belongs."""
        if not self.open:
            self.root = node
            return
        parent = self.open[-1]
        if not parent.mapping:
            parent.items.append(node)
        elif not parent.value_next:
            parent.key, parent.value_next = self._accepted_key(parent, node), True
        else:
            if parent.key is not None:
                parent.entries.append(Entry(parent.key, node))
            parent.key, parent.value_next = None, False

    def _accepted_key(self, parent: _Open, key: Node) -> Scalar | None:
        """The key if it may stand there."""
        if not isinstance(key, Scalar):
            return None  # reported where it began
        if key.plain and key.text == "<<":
            hint = "write out what is to be merged"
            self._mistake("R0112", "there may be no merge keys such as `<<`", key.place, "<<", hint)
            return None
        if not key.text:
            self._mistake("R0115", "a key is empty", key.place, hint="write the key before the colon")
            return None
        first = parent.first_places.setdefault(key.text, key.place)
        if first is not key.place:
            hint = f"the first one stands in line {first.line}"
            self._mistake("R0113", f"the key `{shown(key.text)}` stands here twice", key.place, shown(key.text), hint)
            return None
        return key
