"""Dated figures that a notice sets, from their trees."""

from datetime import date

from rulecheck.engine import entries
from rulecheck.engine.diagnostics import Diagnostic
from rulecheck.engine.in_force import InForce, out_of_sequence, read_day, read_in_force
from rulecheck.engine.load_types import RecordType, TypeReader
from rulecheck.engine.reading import Unfit, read_value
from rulecheck.engine.source import Entry, Node, Scalar
from rulecheck.engine.types import WRONG, ListType, described
from rulecheck.engine.vocabulary import DatedValue, Figure
from rulecheck.grammar.data_classes import evolve


def load_figure(entry: Entry, types: TypeReader, mistakes: list[Diagnostic]) -> Figure:
    """The figure that an entry declares, with those of its values that can be read."""
    name, node, place = entry.key.text, entry.value, entry.key.place
    kind, _ = types.read(entry, mistakes)
    if isinstance(kind, RecordType | ListType):
        hint = "a figure is one number, amount, period or date"
        mistakes.append(Diagnostic("R0322", f"a figure cannot be {described(kind)}", place, name, hint))
        kind = WRONG
    figure = Figure(name, kind, entries.words(node, "label"), place)
    dated = [d for item in entries.items(node, "values") if (d := _dated(item, figure, mistakes)) is not None]
    mistakes.extend(out_of_sequence([time for time, _ in dated], f"values of `{name}`"))
    return evolve(figure, values=tuple(value for _, value in dated))


def _dated(node: Node, figure: Figure, mistakes: list[Diagnostic]) -> tuple[InForce, DatedValue] | None:
    written, when = entries.scalar(node, "value"), entries.scalar(node, "in force")
    promulgated = _day(entries.scalar(node, "promulgated"), mistakes)
    time = None if when is None else read_in_force(when)
    if isinstance(time, Diagnostic):
        mistakes.append(time)
        return None
    if time is None or written is None or figure.type == WRONG:
        return None
    value = read_value(written.text, figure.type)
    if isinstance(value, Unfit):
        message = f"the value of `{figure.name}` {value.message}"
        mistakes.append(Diagnostic("R0331", message, written.place, written.text, value.hint))
        return None
    by = entries.text(node, "by")
    confidence = entries.text(node, "confidence")
    return time, DatedValue(time.since, time.until, value, by, written.place, promulgated, confidence)


def _day(written: Scalar | None, mistakes: list[Diagnostic]) -> date | None:
    day = None if written is None else read_day(written)
    if isinstance(day, Diagnostic):
        mistakes.append(day)
        return None
    return day
