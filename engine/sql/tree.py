"""The words of SQL that the rulebook is written in, as trees that every dialect can be written from.

Comparisons and ``AND``, ``OR``, ``NOT`` are SQL's own: with NULL for what is unknown their logic is Kleene's. What
differs between dialects without a builder's knowing stands in ``dialects``.

Trees are never changed, and share their parts: what is used twice is not copied. ``parent`` of a part therefore says
nothing; the writer of text copies the whole once, and sets it right there.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from sqlglot import exp

Sql = exp.Expression
# Whole numbers of 128 bits.
WIDE = "int128"

TRUE = exp.Boolean(this=True)
FALSE = exp.Boolean(this=False)
NULL = exp.Null()


def column(name: str) -> Sql:
    """A column."""
    return exp.column(name, quoted=True)


def whole(value: int) -> Sql:
    """A whole number."""
    number = exp.Literal.number(abs(value))
    return exp.Paren(this=exp.Neg(this=number)) if value < 0 else number


def text(value: str) -> Sql:
    """A text."""
    return exp.Literal.string(value)


def day(value: date) -> Sql:
    """A date."""
    return cast(text(value.isoformat()), "date")


def cast(value: Sql, kind: str) -> Sql:
    """A value as one of a type."""
    return exp.Cast(this=value, to=exp.DataType.build(kind))


def truth(value: bool | None) -> Sql:
    """True, false, or NULL."""
    return (NULL if value is None else TRUE if value else FALSE).copy()


def both(parts: Iterable[Sql]) -> Sql:
    """``AND``; true without parts."""
    return _joined(exp.And, parts, empty=True)


def either(parts: Iterable[Sql]) -> Sql:
    """``OR``; false without parts."""
    return _joined(exp.Or, parts, empty=False)


def _joined(kind: type[exp.Connector], parts: Iterable[Sql], empty: bool) -> Sql:
    # Each part once: facts are doubted wherever they are read.
    found = [part for part in dict.fromkeys(parts) if part != truth(empty)]
    if not found or truth(not empty) in found:
        return truth(empty if not found else not empty)
    # As a balanced tree: a chain of hundreds would be as deep.
    while len(found) > 1:
        pairs = [found[i : i + 2] for i in range(0, len(found), 2)]
        found = [
            exp.Paren(this=kind(this=pair[0], expression=pair[1])) if len(pair) == 2 else pair[0] for pair in pairs
        ]
    return found[0]


def negated(part: Sql) -> Sql:
    """``NOT``."""
    if part in (TRUE, FALSE):
        return truth(part == FALSE)
    return exp.Paren(this=exp.Not(this=exp.Paren(this=part)))


def is_true(part: Sql) -> Sql:
    """Whether it is true: never NULL."""
    if part in (TRUE, FALSE, NULL):
        return truth(part == TRUE)
    return exp.Paren(this=exp.Is(this=exp.Paren(this=part), expression=TRUE.copy()))


def is_false(part: Sql) -> Sql:
    """Whether it is false: never NULL."""
    if part in (TRUE, FALSE, NULL):
        return truth(part == FALSE)
    return exp.Paren(this=exp.Is(this=exp.Paren(this=part), expression=FALSE.copy()))


def is_null(part: Sql) -> Sql:
    """Whether it is NULL."""
    if part in (TRUE, FALSE, NULL) or isinstance(part, exp.Literal):
        return truth(part == NULL)
    return exp.Paren(this=exp.Is(this=exp.Paren(this=part), expression=NULL.copy()))


def case(branches: Sequence[tuple[Sql, Sql]], otherwise: Sql = NULL) -> Sql:
    """``CASE``: the value of the first branch whose condition is true."""
    found = []
    for condition, value in branches:
        if condition == FALSE:
            continue
        if condition == TRUE:
            otherwise = value
            break
        found.append(exp.If(this=condition, true=value))
    if not found:
        return otherwise
    return exp.Case(ifs=found, default=otherwise)


_COMPARISONS: dict[str, type[exp.Binary]] = {
    "<": exp.LT, "≤": exp.LTE, "=": exp.EQ, "≠": exp.NEQ, "≥": exp.GTE, ">": exp.GT,
}  # fmt: skip


def compared(one: Sql, comparator: str, other: Sql) -> Sql:
    """A comparison."""
    return exp.Paren(this=_COMPARISONS[comparator](this=one, expression=other))


def plus(one: Sql, other: Sql) -> Sql:
    """A sum."""
    return exp.Paren(this=exp.Add(this=one, expression=other))


def minus(one: Sql, other: Sql) -> Sql:
    """A difference."""
    return exp.Paren(this=exp.Sub(this=one, expression=other))


def times(one: Sql, other: Sql) -> Sql:
    """A product."""
    if other == whole(1):
        return one
    if one == whole(1):
        return other
    if isinstance(one, exp.Literal) and isinstance(other, exp.Literal):
        return whole(int(one.this) * int(other.this))
    return exp.Paren(this=exp.Mul(this=one, expression=other))


def quotient(one: Sql, other: Sql) -> Sql:
    """The whole part of a quotient, cut towards nought."""
    return exp.Paren(this=exp.IntDiv(this=one, expression=other))


def rest(one: Sql, other: Sql) -> Sql:
    """What a division leaves, with the sign of the number divided."""
    return exp.Paren(this=exp.Mod(this=one, expression=other))


def as_number(part: Sql) -> Sql:
    """1 for true and 0 for false. (A product with it is faster than ``CASE``.)"""
    return whole(int(part == TRUE)) if part in (TRUE, FALSE) else cast(part, "bigint")


def within(value: Sql, low: int, high: int) -> Sql:
    """Whether a whole number lies in a range."""
    return exp.Paren(this=exp.Between(this=value, low=whole(low), high=whole(high)))


def known(part: Sql, otherwise: bool = False) -> Sql:
    """A truth, with NULL as false (or true)."""
    if part in (TRUE, FALSE, NULL):
        return truth(part == TRUE if part != NULL else otherwise)
    return exp.Coalesce(this=part, expressions=[truth(otherwise)])


def field(variable: str, name: str) -> Sql:
    """A field of the element of a list that a variable stands for."""
    return exp.Dot(this=exp.to_identifier(variable, quoted=True), expression=exp.to_identifier(name, quoted=True))


def _of_each(variable: str, body: Sql) -> Sql:
    return exp.Lambda(this=body, expressions=[exp.to_identifier(variable, quoted=True)])


def where(source: Sql, variable: str, test: Sql) -> Sql:
    """The elements of a list for which a test is true."""
    return exp.ArrayFilter(this=source, expression=_of_each(variable, test))


def each(source: Sql, variable: str, value: Sql) -> Sql:
    """A list of what is computed for each element."""
    return exp.Transform(this=source, expression=_of_each(variable, value))


def count(source: Sql) -> Sql:
    """How many elements a list has."""
    return cast(exp.ArraySize(this=source), "bigint")


def some(source: Sql, variable: str, test: Sql) -> Sql:
    """Whether a test is true for any element; false without a list."""
    if test in (FALSE, NULL):
        return truth(False)
    return known(compared(count(where(source, variable, test)), ">", whole(0)))


def folded(source: Sql, start: Sql, combine: Callable[[Sql, Sql], Sql]) -> Sql:
    """What a list comes to when its elements are combined from the first to the last."""
    so_far, one = exp.to_identifier("so_far"), exp.to_identifier("one")
    merge = exp.Lambda(this=combine(so_far, one), expressions=[so_far, one])
    return exp.Reduce(this=source, initial=start, merge=merge)


def furthest(source: Sql, which: str) -> Sql:
    """The largest or the smallest element of a list; NULL of none."""
    return (exp.ArrayMax if which == "largest" else exp.ArrayMin)(this=source)


def letters(value: str, at: Sql, length: int = 1) -> Sql:
    """Letters of a text from a place on, counted from 1."""
    return exp.Substring(this=text(value), start=at, length=whole(length))


def narrow(value: Sql) -> Sql:
    """A whole number as one of 64 bits; NULL where it is larger."""
    return exp.TryCast(this=value, to=exp.DataType.build("bigint"))
