"""Tree against tree: in which legal terms two versions of a provision differ.

What is found is data: the words are the report's. A change is told as narrowly as it can be told without losing what
it is about: a limit that is raised, a condition that is added, and only where nothing narrower fits, the old and the
new text as a whole.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from attrs import evolve

from rulecheck.engine.changes import Said, Term, TermKind
from rulecheck.engine.rulebook import Provision, Row, Version
from rulecheck.engine.vocabulary import Words
from rulecheck.grammar import syntax as s

_LITERALS = (s.Number, s.PeriodLiteral, s.DateLiteral, s.Truth, s.Text)
_TURNED = {"<": ">", "≤": "≥", ">": "<", "≥": "≤", "=": "=", "≠": "≠"}


def provision_terms(before: Provision, after: Provision) -> tuple[Term, ...]:
    """How two states of one provision differ in what holds for all its versions."""
    terms: list[Term] = []
    singles: tuple[tuple[TermKind, str, str], ...] = (
        ("kind", before.kind, after.kind),
        ("bearer", before.bearer, after.bearer),
        ("decides", before.decides, after.decides),
        ("excepts", before.to, after.to),
        ("punishes", before.punishes, after.punishes),
        ("applies", ", ".join(before.applies), ", ".join(after.applies)),
        ("reading", _reading(before), _reading(after)),
    )
    terms += [Term(kind, old, new) for kind, old, new in singles if old != new]
    if before.fulfilled != after.fulfilled:
        terms.append(Term("fulfilled", before.fulfilled, after.fulfilled))
    return tuple(terms)


def version_terms(before: Version, after: Version) -> tuple[Term, ...]:
    """How two versions of a provision differ in what they say; the gist where nothing else tells them apart."""
    old_where, new_where = dict(before.where), dict(after.where)
    terms: list[Term] = []
    shared = [name for name in new_where if name in old_where]
    for name in shared:
        terms += [evolve(t, about=t.about or name) for t in amount_terms(old_where[name], new_where[name])]
    old, new = _unfolded(before, shared), _unfolded(after, shared)
    terms += condition_terms(old.when, new.when)
    terms += _said_terms(old, new)
    if old.version_by != new.version_by:
        terms.append(Term("chosen by", old.version_by, new.version_by))
    if not terms and before.gist != after.gist:
        terms.append(Term("gist", before.gist, after.gist))
    return tuple(terms)


def header_terms(before: Version, after: Version) -> tuple[Term, ...]:
    """How two spellings of one version differ in what surrounds the rule: days, instrument, transitional clause."""
    terms: list[Term] = []
    pairs: tuple[tuple[TermKind, Said, Said], ...] = (
        ("time in force", _time(before), _time(after)),
        ("promulgation", before.promulgated.isoformat(), after.promulgated.isoformat()),
        ("instrument", before.by, after.by),
        ("transitional", _transitional(before), _transitional(after)),
    )
    terms += [Term(kind, old, new) for kind, old, new in pairs if old != new]
    if before.gist != after.gist:
        terms.append(Term("gist", before.gist, after.gist))
    return tuple(terms)


def condition_terms(before: s.Node | None, after: s.Node | None) -> tuple[Term, ...]:
    """How two conditions differ; None stands for no condition at all."""
    if before == after:
        return ()
    if before is None or after is None or isinstance(before, s.AllOf) or isinstance(after, s.AllOf):
        return tuple(_joined(_parts(before, s.AllOf), _parts(after, s.AllOf), "condition added", "condition removed"))
    if isinstance(before, s.AnyOf) or isinstance(after, s.AnyOf):
        return tuple(
            _joined(_parts(before, s.AnyOf), _parts(after, s.AnyOf), "alternative added", "alternative removed")
        )
    return _one_condition(before, after)


def amount_terms(before: s.Node, after: s.Node) -> tuple[Term, ...]:
    """How two amounts differ."""
    if before == after:
        return ()
    if isinstance(before, s.Rounded) or isinstance(after, s.Rounded):
        return _rounding(before, after)
    if isinstance(before, s.Clamp) or isinstance(after, s.Clamp):
        return _bounds(before, after)
    if isinstance(before, s.Share) and isinstance(after, s.Share) and before.of == after.of:
        return (Term("rate", s.Number(before.value, "", True), s.Number(after.value, "", True), after.of),)
    if isinstance(before, s.If) and isinstance(after, s.If):
        return (
            *condition_terms(before.condition, after.condition),
            *amount_terms(before.then, after.then),
            *amount_terms(before.otherwise, after.otherwise),
        )
    numbers = tuple(_numbers(before, after))
    if len(numbers) == 1 and skeleton(before) == skeleton(after) and not isinstance(after, _LITERALS):
        old, new = numbers[0]
        return (Term("number", old, new, after),)
    return (Term("amount", before, after),)


def skeleton(node: s.Node) -> s.Node:
    """The tree with its literals blanked: two trees of one skeleton differ in figures only."""

    def blank(part: s.Node) -> s.Node:
        if isinstance(part, s.Share):
            return evolve(part, value=Fraction())
        return s.Text(type(part).__name__) if isinstance(part, _LITERALS) else part

    return s.rebuilt(node, blank)


# Conditions


def _one_condition(before: s.Node, after: s.Node) -> tuple[Term, ...]:
    match before, after:
        case s.Compare(), s.Compare():
            return _comparison(before, after)
        case s.InRange(), s.InRange() if before.subject == after.subject:
            ends = (("≥", before.low, after.low), ("≤", before.high, after.high))
            return tuple(Term("bound", old, new, after.subject, sign) for sign, old, new in ends if old != new)
        case s.IsOneOf(), s.IsOneOf() if before.subject == after.subject and before.negated == after.negated:
            return tuple(_options(before, after))
        case s.Includes(), s.Includes() if before.subject == after.subject:
            return tuple(_options(before, after))
        case s.Quantified(), s.Quantified() if before.quantifier != "no" and before == evolve(
            after, condition=before.condition
        ):
            return condition_terms(before.condition, after.condition)
    # Within a denial a limit that rises is one that falls: it is told as a whole.
    return (Term("condition", before, after),)


def _comparison(before: s.Compare, after: s.Compare) -> tuple[Term, ...]:
    whole = (Term("condition", before, after),)
    if before.operands == after.operands:
        return (Term("comparison", before, after),)
    if len(before.operands) != len(after.operands) or before.comparators != after.comparators:
        return whole
    terms: list[Term] = []
    for at, (old, new) in enumerate(zip(before.operands, after.operands, strict=True)):
        if old == new:
            continue
        if not (isinstance(old, _LITERALS) and isinstance(new, _LITERALS)):
            return whole
        # The bound stands on the right of what it bounds, or on its left, where the sign is turned round.
        about = after.operands[at - 1 if at else 1]
        sign = after.comparators[at - 1] if at else _TURNED[after.comparators[0]]
        terms.append(Term("bound", old, new, about, sign))
    return tuple(terms)


def _options(before: s.IsOneOf | s.Includes, after: s.IsOneOf | s.Includes) -> Iterator[Term]:
    added = tuple(option for option in after.options if option not in before.options)
    removed = tuple(option for option in before.options if option not in after.options)
    if removed:
        yield Term("options removed", evolve(before, options=removed), None, before.subject)
    if added:
        yield Term("options added", None, evolve(after, options=added), after.subject)


def _parts(node: s.Node | None, kind: type[s.AllOf] | type[s.AnyOf]) -> tuple[s.Node, ...]:
    if node is None:
        return ()
    return node.operands if isinstance(node, kind) else (node,)


def _joined(before: Sequence[s.Node], after: Sequence[s.Node], added: TermKind, removed: TermKind) -> Iterator[Term]:
    """Conditions joined alike: equal ones drop out, like ones are held against each other, the rest came or went."""
    old = [part for part in before if part not in after]
    new = [part for part in after if part not in before]
    for alike in (_same_skeleton, _same_subject):
        for part in tuple(old):
            match = next((other for other in new if alike(part, other)), None)
            if match is not None:
                old.remove(part)
                new.remove(match)
                yield from condition_terms(part, match)
    yield from (Term(removed, before=part) for part in old)
    yield from (Term(added, after=part) for part in new)


def _same_skeleton(one: s.Node, other: s.Node) -> bool:
    return skeleton(one) == skeleton(other)


def _same_subject(one: s.Node, other: s.Node) -> bool:
    """Whether two conditions are of one kind and speak of one thing."""
    if type(one) is not type(other):
        return False
    if isinstance(one, s.AllOf | s.AnyOf):
        shared = set(map(repr, s.children(one))) & set(map(repr, s.children(other)))
        return bool(shared) or any(_same_subject(a, b) for a in s.children(one) for b in s.children(other))
    if isinstance(one, s.Quantified) and isinstance(other, s.Quantified):
        return (one.quantifier, one.source) == (other.quantifier, other.source)
    if isinstance(one, s.Compare | s.InRange | s.IsOneOf | s.Includes):
        return next(s.children(one)) == next(s.children(other))
    return False


# Amounts


def _said_terms(old: Version, new: Version) -> Iterator[Term]:
    """What the versions give as their answer: a value, a table, or nothing because the law leaves it open."""
    if old.unsettled != new.unsettled:
        yield Term("left open", old.unsettled or None, new.unsettled or None)
    if old.value is not None and new.value is not None:
        yield from amount_terms(old.value, new.value)
    elif old.value is not None or new.value is not None:
        yield Term("amount", old.value, new.value)
    rows = [version.table.rows if version.table is not None else () for version in (old, new)]
    yield from _row_terms(rows[0], rows[1])
    if old.table is not None and new.table is not None:
        # Of rows that stand in both tables, the first that holds may decide.
        orders = [[row.when for row in one if row.when in {r.when for r in other}] for one, other in (rows, rows[::-1])]
        if orders[0] != orders[1] or (old.table.match, old.table.open) != (new.table.match, new.table.open):
            yield Term("table")


def _row_terms(before: Sequence[Row], after: Sequence[Row]) -> Iterator[Term]:
    later = {row.when: row for row in after}
    for row in before:
        match = later.pop(row.when, None)
        about: s.Node | str = row.when if row.when is not None else "otherwise"
        if match is None:
            yield Term("row removed", before=row.value, about=about)
        elif match.value != row.value:
            yield Term("row", row.value, match.value, about)
    for row in later.values():
        yield Term("row added", after=row.value, about=row.when if row.when is not None else "otherwise")


def _rounding(before: s.Node, after: s.Node) -> tuple[Term, ...]:
    old = before if isinstance(before, s.Rounded) else None
    new = after if isinstance(after, s.Rounded) else None
    terms: list[Term] = []
    if old is None or new is None or (old.direction, old.step) != (new.direction, new.step):
        terms.append(Term("rounding", old, new))
    return (*amount_terms(old.amount if old else before, new.amount if new else after), *terms)


def _bounds(before: s.Node, after: s.Node) -> tuple[Term, ...]:
    old = before if isinstance(before, s.Clamp) else s.Clamp(before)
    new = after if isinstance(after, s.Clamp) else s.Clamp(after)
    terms = list(amount_terms(old.amount, new.amount))
    if old.floor != new.floor:
        terms.append(Term("floor", old.floor, new.floor, new.amount))
    if old.cap != new.cap:
        terms.append(Term("cap", old.cap, new.cap, new.amount))
    return tuple(terms)


def _numbers(before: s.Node, after: s.Node) -> Iterator[tuple[s.Node, s.Node]]:
    """The literals in which two trees of one skeleton differ."""
    for old, new in zip(s.walk(before), s.walk(after), strict=False):
        if isinstance(old, _LITERALS) and isinstance(new, _LITERALS) and old != new:
            yield old, new
        elif isinstance(old, s.Share) and isinstance(new, s.Share) and old.value != new.value:
            yield s.Number(old.value, "", True), s.Number(new.value, "", True)


# Versions


def _unfolded(version: Version, shared: Sequence[str]) -> Version:
    """The version with the local amounts that only it has written out where they are used."""
    where: Mapping[str, s.Node] = dict(version.where)

    def written_out(part: s.Node) -> s.Node:
        if isinstance(part, s.Name) and part.role == "local" and part.name not in shared and part.name in where:
            return s.rebuilt(where[part.name], written_out)
        return part

    def unfolded(node: s.Node | None) -> s.Node | None:
        return None if node is None else s.rebuilt(node, written_out)

    table = version.table
    if table is not None:
        rows = (evolve(r, when=unfolded(r.when), value=s.rebuilt(r.value, written_out)) for r in table.rows)
        table = evolve(table, rows=tuple(rows))
    return evolve(version, when=unfolded(version.when), value=unfolded(version.value), table=table)


def _reading(provision: Provision) -> str:
    return ", ".join(f"{one} as {other}" for one, other in provision.reading)


def _time(version: Version) -> str:
    return f"{version.since}–{version.until or ''}{', newly inserted' if version.newly_inserted else ''}"


def _transitional(version: Version) -> Words | None:
    clause = version.transitional
    if clause is None:
        return None
    return Words({language: f"{clause.cite}: {text}" for language, text in clause.gist.texts.items()})
