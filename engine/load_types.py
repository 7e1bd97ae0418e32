"""How a declaration of the vocabulary is read: its type, its options and its bounds."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from rulecheck.engine import calendar, entries
from rulecheck.engine.diagnostics import Diagnostic, Place
from rulecheck.engine.reading import Unfit, read_value
from rulecheck.engine.source import Entry, Node
from rulecheck.engine.types import DATE, PLAIN, WRONG, ChoiceType, ListType, PeriodType, Quantity, Type, described
from rulecheck.engine.values import Period, Value
from rulecheck.engine.vocabulary import Words
from rulecheck.grammar.data_classes import frozen

_CHOICES = ("choice", "choices")
_LIST_OF = "list of "


@frozen
class RecordType(Type):
    """A record shape: a fact that takes it stands for its fields."""

    record: str = ""


@frozen
class TypeReader:
    """Knows the types there are in a rulebook: the plain ones, its money and its records."""

    currency: Quantity
    records: frozenset[str]

    def read(self, entry: Entry, mistakes: list[Diagnostic]) -> tuple[Type, dict[str, Words]]:
        """The type of a declaration with its options; ``WRONG`` where it has none that can be read."""
        node = entry.value
        options = {e.key.text: entries.words_of(e.value) for e in entries.entries(node, "options")}
        written = entries.scalar(node, "type")
        if written is None:
            return WRONG, options
        found = self._type(written.text, options)
        if found is None and written.text.startswith(_LIST_OF):
            record = written.text.removeprefix(_LIST_OF).strip()
            hint = entries.near(mistakes, record, self.records) or "declare it under `records`"
            message = f"there is no record `{record}`"
            mistakes.append(Diagnostic("R0322", message, written.place, written.text, hint))
            return WRONG, options
        if found is None:
            known = [*PLAIN, "money", *_CHOICES, *self.records, *(f"{_LIST_OF}{r}" for r in self.records)]
            plain = ", ".join(f"`{word}`" for word in (*PLAIN, "money", *_CHOICES))
            hint = entries.near(mistakes, written.text, known) or f"types are {plain}, a record, or `list of` a record"
            mistakes.append(
                Diagnostic("R0322", f"there is no type `{written.text}`", written.place, written.text, hint)
            )
            return WRONG, options
        name, place = entry.key.text, entry.key.place
        if written.text in _CHOICES and not options:
            message = f"`{name}` is a choice without options"
            mistakes.append(Diagnostic("R0323", message, place, name, "list them under `options`"))
            return WRONG, options
        if options and written.text not in _CHOICES:
            message = f"`{name}` has options, and is no choice"
            hint = "write `type: choice`, or `type: choices` where several can be true"
            mistakes.append(Diagnostic("R0323", message, entries.key_place(node, "options", place), "options", hint))
        return found, options

    def _type(self, word: str, options: Iterable[str]) -> Type | None:
        if word == "money":
            return self.currency
        if word in _CHOICES:
            return ChoiceType(word, tuple(options), several=word == "choices")
        if word in self.records:
            return RecordType(word, word)
        if word.startswith(_LIST_OF):
            record = word.removeprefix(_LIST_OF).strip()
            return ListType(word, record) if record in self.records else None
        return PLAIN.get(word)


def read_bounds(node: Node, kind: Type, place: Place, mistakes: list[Diagnostic]) -> tuple[Value | None, Value | None]:
    """The smallest and the largest value that a declaration allows."""
    low, high = (_bound(node, key, kind, place, mistakes) for key in ("at least", "at most"))
    if low is not None and high is not None and _above(low, high):
        message = "the lower bound lies above the upper bound"
        at = entries.value_place(node, "at least", place)
        mistakes.append(Diagnostic("R0326", message, at, entries.text(node, "at least"), "exchange them"))
        return None, None
    return low, high


def _bound(node: Node, key: str, kind: Type, place: Place, mistakes: list[Diagnostic]) -> Value | None:
    written = entries.scalar(node, key)
    if written is None or kind == WRONG:
        return None
    if kind != DATE and not isinstance(kind, Quantity | PeriodType):
        message = f"there is no bound `{key}` for {described(kind)}"
        hint = "bounds belong to numbers, amounts, periods and dates"
        mistakes.append(Diagnostic("R0325", message, entries.key_place(node, key, place), key, hint))
        return None
    value = read_value(written.text, kind)
    if isinstance(value, Unfit):
        message = f"the bound `{key}` {value.message}"
        mistakes.append(Diagnostic("R0324", message, written.place, written.text, value.hint))
        return None
    return value


def _above(low: Value, high: Value) -> bool:
    if isinstance(low, Period) and isinstance(high, Period):
        return calendar.compare_periods(low, high) == 1
    if isinstance(low, date) and isinstance(high, date):
        return low > high
    return isinstance(low, int | Fraction) and isinstance(high, int | Fraction) and low > high
