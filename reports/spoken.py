"""Constructs of the language in words, where the canonical text is not how a report says them.

English reads the canonical text but for ages and the smaller or larger of amounts; other languages have a phrase for
each construct. The parts of a node are in words already.
"""

from collections.abc import Callable

from rulecheck.grammar import syntax as s
from rulecheck.grammar.printer import number_text, to_text
from rulecheck.reports.phrases import phrase

_EXTREMES = {
    "min": "the smaller of",
    "max": "the larger of",
    "earliest": "the earlier of",
    "latest": "the later of",
}
_LOOSE = (s.Sum, s.Product, s.Clamp, s.If, s.Rounded, s.Shifted, s.SpanOf, s.Total, s.Count)


def spoken(node: s.Node, language: str) -> str | None:
    """A construct in words; None for one that is said as it is written."""
    match node:
        case s.Extreme():
            listed = ", ".join(to_text(operand) for operand in node.operands[:-1])
            listed += phrase("and", language) + to_text(node.operands[-1])
            return phrase(_EXTREMES[node.which], language, list=listed)
        case s.Age():
            return phrase("age", language, born=to_text(node.born), on=to_text(node.on))
    said = _OTHERS.get(type(node))
    return None if language == "en" or said is None else said(node, language)


def _part(node: s.Node) -> str:
    return f"({to_text(node)})" if isinstance(node, _LOOSE) else to_text(node)


def _shifted(node: s.Node, language: str) -> str:
    assert isinstance(node, s.Shifted)
    key = "days before" if node.direction == "before" else "days after"
    return phrase(key, language, period=_part(node.period), day=_part(node.day))


def _last_day_from(node: s.Node, language: str) -> str:
    assert isinstance(node, s.LastDayFrom)
    return phrase("last day from", language, period=_part(node.period), day=_part(node.day))


def _span(node: s.Node, language: str) -> str:
    assert isinstance(node, s.SpanOf)
    key = "from to" if node.inclusive else "from until"
    return phrase(key, language, since=_part(node.first), until=_part(node.end))


def _overlap(node: s.Node, language: str) -> str:
    assert isinstance(node, s.Overlap)
    return phrase("overlap", language, one=_part(node.one), other=_part(node.other))


def _end_of(node: s.Node, language: str) -> str:
    assert isinstance(node, s.EndOf)
    return phrase(f"{node.which} day of", language, span=_part(node.span))


def _days_in(node: s.Node, language: str) -> str:
    assert isinstance(node, s.DaysIn)
    return phrase("days in", language, span=_part(node.span))


def _calendar_part(node: s.Node, language: str) -> str:
    assert isinstance(node, s.CalendarPart)
    return phrase(f"{node.which} of", language, day=_part(node.day))


def _working_day(node: s.Node, language: str) -> str:
    assert isinstance(node, s.NextWorkingDay)
    return phrase("next working day", language, day=_part(node.day))


def _share(node: s.Node, language: str) -> str:
    assert isinstance(node, s.Share)
    return phrase("share", language, percent=f"{number_text(node.value * 100)}%", of=_part(node.of))


def _clamp(node: s.Node, language: str) -> str:
    assert isinstance(node, s.Clamp)
    text = _part(node.amount)
    for key, bound in (("floor", node.floor), ("cap", node.cap)):
        if bound is not None:
            text += f", {phrase(key, language, bound=_part(bound))}"
    return f"({text})"


def _rounded(node: s.Node, language: str) -> str:
    assert isinstance(node, s.Rounded)
    return phrase(f"rounded {node.direction}", language, amount=_part(node.amount), step=_part(node.step))


def _if(node: s.Node, language: str) -> str:
    assert isinstance(node, s.If)
    then, otherwise = _part(node.then), _part(node.otherwise)
    return phrase("if otherwise", language, condition=to_text(node.condition), then=then, otherwise=otherwise)


def _total(node: s.Node, language: str) -> str:
    assert isinstance(node, s.Total)
    key = node.which if node.where is None else f"{node.which} where"
    where = "" if node.where is None else to_text(node.where)
    return phrase(key, language, amount=_part(node.amount), source=node.source, where=where)


def _count(node: s.Node, language: str) -> str:
    assert isinstance(node, s.Count)
    key = "count" if node.where is None else "count where"
    where = "" if node.where is None else to_text(node.where)
    return phrase(key, language, source=node.source, where=where)


_OTHERS: dict[type[s.Node], Callable[[s.Node, str], str]] = {
    s.Shifted: _shifted,
    s.LastDayFrom: _last_day_from,
    s.SpanOf: _span,
    s.Overlap: _overlap,
    s.EndOf: _end_of,
    s.DaysIn: _days_in,
    s.CalendarPart: _calendar_part,
    s.NextWorkingDay: _working_day,
    s.Share: _share,
    s.Clamp: _clamp,
    s.Rounded: _rounded,
    s.If: _if,
    s.Total: _total,
    s.Count: _count,
}
