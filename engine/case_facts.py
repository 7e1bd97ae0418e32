"""The facts of a case, from plain data: each named by the vocabulary and of its type, or told why not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from rulecheck.engine.diagnostics import Diagnostic, did_you_mean, in_order
from rulecheck.engine.limits import Limits
from rulecheck.engine.reading import Unfit, read_value, shown, value_text
from rulecheck.engine.text_file import text_at
from rulecheck.engine.types import ChoiceType, ListType
from rulecheck.engine.values import NONE, Absent, Elements, Period, Value, number
from rulecheck.engine.vocabulary import Fact, Vocabulary
from rulecheck.grammar.data_classes import Factory, define, frozen

TYPE_CHECKING = False

if TYPE_CHECKING:
    from rulecheck.engine.locate import Places

Path = tuple[str | int, ...]


def places_at(text: bytes, file: str, paths: Iterable[Path]) -> Places:
    """The places of values in a case's text. Looked up only for messages: reading needs no places."""
    from rulecheck.engine.locate import locate_all

    return locate_all(text, file, paths)


class EnoughError(Exception):
    """There are as many mistakes as are told of one file."""


@frozen
class _Noted:
    """A mistake at the value, or at the key, at the end of a path."""

    code: str
    path: Path
    message: str
    hint: str
    at_key: bool


@define
class FactsReader:
    """Reads the facts of one case, and notes the mistakes met. Raises ``EnoughError`` after as many as are told."""

    text: bytes
    file: str
    vocabulary: Vocabulary
    limits: Limits
    noted: list[_Noted] = Factory(list)
    facts: dict[str, Value] = Factory(dict)
    places: dict[str, Path] = Factory(dict)

    def report(self, code: str, path: Path, message: str, hint: str = "", at_key: bool = False) -> None:
        """Notes a mistake at the value, or at the key, at the end of a path."""
        self.noted.append(_Noted(code, path, message, hint, at_key))
        if len(self.noted) >= self.limits.mistakes:
            raise EnoughError

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What was noted, with its places: looked up at once, for a case may be long."""
        if not self.noted:
            return ()
        places = places_at(self.text, self.file, [noted.path for noted in self.noted])
        found = []
        for noted in self.noted:
            place = places.key(noted.path) if noted.at_key else places.value(noted.path)
            underlined = text_at(self.text, place) if noted.path else ""
            found.append(Diagnostic(noted.code, noted.message, place, underlined, noted.hint))
        if len(found) >= self.limits.mistakes:
            last = in_order(found)[-1].place
            message = f"reading stopped after {self.limits.mistakes} mistakes"
            found.append(Diagnostic("R0122", message, last, "", "mend those reported first"))
        return in_order(found)

    def names(self, data: object, prefix: str, path: Path) -> None:
        """Reads a mapping of fact names, dotted or nested."""
        if data == "" and not prefix:
            return  # `facts:` with nothing below it, as in a template not filled in yet
        if not isinstance(data, dict):
            message = f"`{prefix or 'facts'}` is {shown(data)}, and facts with their values are meant"
            self.report("R0507", path, message, "write each fact as a name and its value")
            return
        for key, raw in data.items():
            name = f"{prefix}.{key}" if prefix else str(key)
            here = (*path, key)
            fact = self.vocabulary.facts.get(name)
            if fact is not None and not fact.record:
                self.given(name, fact, raw, here)
            elif name in self.vocabulary.groups:
                self.names(raw, name, here)
            else:
                self.unknown(name, here)

    def unknown(self, name: str, path: Path) -> None:
        """Tells why a name is no fact."""
        known = [n for n, f in self.vocabulary.facts.items() if not f.record]
        message = f"`{name}` is not a fact of this rulebook"
        hint = did_you_mean(name, known) or "the facts that a scheme needs are shown by `rulecheck facts`"
        field = self.vocabulary.facts.get(name)
        if name in self.vocabulary.conclusions:
            message = f"`{name}` is a conclusion, not a fact"
            hint = "provisions decide it; give the facts it rests on"
        elif name in self.vocabulary.figures:
            message, hint = f"`{name}` is a figure that a notice sets, not a fact", "leave it out"
        elif field is not None and field.record:
            lists = self.vocabulary.facts.values()
            taking = [f"`{f.name}`" for f in lists if isinstance(f.type, ListType) and f.type.record == field.record]
            message = f"`{name}` is a field of the elements of a list, not a fact of its own"
            hint = f"give it for each element of {' or '.join(taking)}" if taking else ""
        self.report("R0501", path, message, hint, at_key=True)

    def given(self, address: str, fact: Fact, raw: object, path: Path) -> None:
        """Reads the value given for a fact."""
        if address in self.facts:
            hint = "a fact is given once, nested or dotted"
            self.report("R0505", path, f"`{address}` is given twice", hint, at_key=True)
            return
        self.places[address] = path
        if isinstance(fact.type, ListType):
            self.elements(address, fact.type.record, raw, path)
            return
        if raw is None or raw == "":
            hint = "leave the fact out when it is unknown"
            hint += "; write `none` when there is none" if fact.optional else ""
            self.report("R0512", path, f"`{address}` is {shown(raw)}, which says nothing", hint)
            return
        if raw == "none" and "none" not in fact.options:
            if not fact.optional:
                self.report(
                    "R0509",
                    path,
                    f"`{address}` is `none`, and there always is one",
                    "leave the fact out when it is unknown",
                )
            self.facts[address] = NONE
            return
        value = read_value(raw, fact.type)
        if isinstance(value, Unfit):
            if isinstance(fact.type, ChoiceType) and isinstance(raw, list) and fact.type.several:
                path = (*path, next((i for i, option in enumerate(raw) if option not in fact.type.options), 0))
            self.report("R0503", path, f"`{address}` {value.message}", value.hint)
            return
        for message in beyond(value, fact):
            hint = "check the document that it was read off"
            self.report("R0504", path, f"`{address}` is {shown(raw)}, {message}", hint)
        self.facts[address] = value

    def elements(self, address: str, record: str, raw: object, path: Path) -> None:
        """Reads the elements of a list, each a record."""
        if not isinstance(raw, list):
            self.report(
                "R0503",
                path,
                f"`{address}` is {shown(raw)}, and a list is meant",
                "write a list of records, or `[]` when there are none",
            )
            return
        if len(raw) > self.limits.elements:
            message = f"`{address}` has more than {self.limits.elements:,} elements"
            self.report("R0117", path, message, "make a case of each part", at_key=True)
            return
        self.facts[address] = Elements(address, len(raw))
        names = self.vocabulary.fields.get(record, ())
        fields = {name.rpartition(".")[2]: self.vocabulary.facts[name] for name in names}
        for i, item in enumerate(raw):
            here = (*path, i)
            if not isinstance(item, dict):
                self.report(
                    "R0503",
                    here,
                    f"`{address}[{i + 1}]` is {shown(item)}, and a record is meant",
                    f"give its fields: {', '.join(f'`{f}`' for f in fields)}",
                )
                continue
            for key, value in item.items():
                if key in fields:
                    self.given(f"{address}[{i + 1}].{key}", fields[key], value, (*here, key))
                else:
                    self.report(
                        "R0501",
                        (*here, key),
                        f"`{key}` is not a field of `{record}`",
                        did_you_mean(str(key), fields) or f"its fields are {', '.join(f'`{f}`' for f in fields)}",
                        at_key=True,
                    )


def beyond(value: Value, fact: Fact) -> Iterator[str]:
    """What a value breaks of the bounds of its fact; nothing when it keeps to them, or there is none."""
    if isinstance(value, Absent):
        return
    for bound, word, out in ((fact.at_least, "at least", -1), (fact.at_most, "at most", 1)):
        if bound is not None and _order(value, bound) == out:
            yield f"and must be {word} {value_text(bound, fact.type)}"


def _order(value: Value, bound: Value) -> int:
    """Whether a value lies before its bound (−1), on it, or after it; the two are of one type."""
    if isinstance(value, Period) and isinstance(bound, Period):
        one, other = (value.months, value.days), (bound.months, bound.days)
        return (one > other) - (one < other)
    if isinstance(value, date) and isinstance(bound, date):
        return (value > bound) - (value < bound)
    return (number(value) > number(bound)) - (number(value) < number(bound))
