"""Holds a rulebook against the amendments of the law: is each a dated version, and exercised on both its sides?"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from rulecheck.engine import entries
from rulecheck.engine.amendments import Amendment, AmendmentCounts, Amendments
from rulecheck.engine.diagnostics import Diagnostic, Place, did_you_mean
from rulecheck.engine.golden import Result
from rulecheck.engine.in_force import read_day
from rulecheck.engine.limits import DEFAULT_LIMITS, Limits
from rulecheck.engine.read_yaml import read_yaml
from rulecheck.engine.rulebook import Provision, Rulebook
from rulecheck.engine.shape import check_shape
from rulecheck.engine.source import Mapping, Node, Scalar
from rulecheck.engine.trace_reads import figures_read, with_exceptions
from rulecheck.grammar import syntax as s
from rulecheck.workbench.facts import expressions

_DAY = timedelta(days=1)
# By the id of a provision or the name of a figure: the days by whose law golden cases looked at it.
_Days = dict[str, set[date]]


def read_amendments(
    text: bytes, file: str, limits: Limits = DEFAULT_LIMITS
) -> tuple[Amendments | None, tuple[Diagnostic, ...]]:
    """The amendments in a file's text, and what is wrong with its shape or its days."""
    tree, found = read_yaml(text, file, limits)
    if tree is not None and not found:
        found = check_shape(tree, "amendments")
    if found or not isinstance(tree, Mapping):
        return None, found
    mistakes: list[Diagnostic] = []
    listed = [_amendment(e.key, e.value, mistakes) for e in entries.entries(tree, "amendments")]
    reached = entries.mapping(tree, "reached") or tree
    counts = [int(entries.text(reached, key)) for key in ("placed", "exercised")]
    if mistakes:
        return None, tuple(mistakes)
    return Amendments(tuple(a for a in listed if a is not None), Place(file), *counts), ()


def _amendment(key: Scalar, node: Node, mistakes: list[Diagnostic]) -> Amendment | None:
    in_force = _day(entries.scalar(node, "in force"), mistakes)
    sides = _day(entries.scalar(node, "applies from"), mistakes) or in_force
    instruments = []
    for entry in entries.entries(node, "instruments"):
        promulgated = _day(entry.value if isinstance(entry.value, Scalar) else None, mistakes)
        if promulgated is not None:
            instruments.append((entry.key.text, promulgated))
    if in_force is None or sides is None:
        return None
    return Amendment(
        key.text,
        entries.text(node, "cite"),
        in_force,
        sides,
        key.place,
        tuple(instruments),
        entries.texts(node, "versions"),
        entries.texts(node, "figures"),
        entries.text(node, "transitional"),
        entries.text(node, "confidence"),
        entries.text(node, "reason"),
        entries.text(node, "note"),
    )


def _day(written: Scalar | None, mistakes: list[Diagnostic]) -> date | None:
    day = None if written is None else read_day(written)
    if isinstance(day, Diagnostic):
        mistakes.append(day)
        return None
    return day


def audit_amendments(
    amendments: Amendments, rulebook: Rulebook, results: Iterable[Result]
) -> tuple[AmendmentCounts, tuple[Diagnostic, ...]]:
    """How many amendments are placed and exercised on both sides of their days, and what is wrong.

    Both sides: each provision and figure named was looked at by the law of the very day before, and by the law of
    the day itself or a later one on which what the amendment brought is still in force.
    """
    days = _days_looked_at(rulebook, results)
    found: list[Diagnostic] = []
    placed = reasons = exercised = later_side = 0
    for amendment in amendments.entries:
        wrong = tuple(_misplaced(amendment, rulebook))
        found += wrong
        if not amendment.versions and not amendment.figures:
            reasons += bool(amendment.reason)
            continue
        if not wrong:
            placed += 1
            wanting = tuple(_not_exercised(amendment, rulebook, days))
            found += wanting
            exercised += not wanting
            later_side += not wanting and amendment.sides <= rulebook.covers_from
    counts = AmendmentCounts(len(amendments.entries), placed, reasons, exercised, later_side)
    return counts, (*found, *_fallen(amendments, counts))


def _days_looked_at(rulebook: Rulebook, results: Iterable[Result]) -> _Days:
    days: _Days = {}
    for answer in (r.answer for r in results if r.answer is not None):
        for part in answer.parts:
            looked_at = (*(t for d in part.decisions for t in d.tried), *part.spoken_of)
            for tried in (t for one in looked_at for t in with_exceptions(one)):
                day = tried.chosen_by or part.law_date.day
                if tried.applies == "unknown" or day is None:
                    continue
                provision = rulebook.provisions[tried.provision]
                names = {provision.id, *((provision.through, provision.base) if provision.through else ())}
                read = figures_read(tried, rulebook.vocabulary, answer.known_on)
                for name in (*names, *(figure.name for figure, _ in read)):
                    days.setdefault(name, set()).add(day)
    return days


def _misplaced(amendment: Amendment, rulebook: Rulebook) -> Iterator[Diagnostic]:
    def told(code: str, message: str, hint: str = "") -> Diagnostic:
        return Diagnostic(code, f"`{amendment.id}` {message}", amendment.place, amendment.id, hint)

    if not amendment.versions and not amendment.figures and not amendment.reason:
        yield told("R0603", "is neither encoded nor is there a reason", "name what it changed, or say why nothing")
    figures = rulebook.vocabulary.figures
    for names, known in ((amendment.versions, rulebook.provisions), (amendment.figures, figures)):
        for name in names:
            if name not in known:
                yield told("R0602", f"names `{name}`, which is not encoded", did_you_mean(name, known))
    promulgated = dict(amendment.instruments)
    for name in amendment.versions:
        provision = rulebook.provisions.get(name)
        if provision is None:
            continue
        if not _changes_on(provision, amendment):
            hint = "add the version that the amendment brought, or the clause that chooses by that day"
            yield told("R0607", f"is in force from {amendment.in_force}, and no version of `{name}` begins then", hint)
        for version in provision.versions:
            if version.since != amendment.in_force:
                continue
            if promulgated.get(version.by) != version.promulgated:
                message = f"does not come from `{version.by}` of {version.promulgated}, as the version of `{name}` does"
                yield told("R0608", message, "name the instruments with their days of promulgation")
            if amendment.confidence not in ("", version.confidence):
                yield told("R0609", f"is {amendment.confidence}, and the version of `{name}` does not say so")
    for name in amendment.figures:
        begun = [d for d in figures[name].values if d.since == amendment.in_force] if name in figures else []
        if name in figures and not begun:
            yield told("R0607", f"is in force from {amendment.in_force}, and no value of `{name}` begins then")
        if any(amendment.confidence not in ("", dated.confidence) for dated in begun):
            yield told("R0609", f"is {amendment.confidence}, and the value of `{name}` does not say so")


def _changes_on(provision: Provision, amendment: Amendment) -> bool:
    """Whether something begins, ends or is chosen on the day of an amendment, or on that to which it reaches back."""
    days = (amendment.in_force, amendment.sides)
    return any(v.since in days or (v.until is not None and v.until + _DAY in days) for v in provision.versions) or any(
        isinstance(part, s.DateLiteral) and part.value in days
        for node in expressions(provision)
        for part in s.walk(node)
    )


def _not_exercised(amendment: Amendment, rulebook: Rulebook, days: _Days) -> Iterator[Diagnostic]:
    day = amendment.sides
    for name in (*amendment.versions, *amendment.figures):
        at = days.get(name, set())
        last = _last_day(name, amendment.in_force, rulebook)
        wanting = []
        held = day > rulebook.covers_from and not _is_first_value(name, day, rulebook)
        if held and day - _DAY not in at:
            wanting.append(f"the day before, {day - _DAY}")
        if not any(day <= one <= last for one in at):
            wanting.append(f"{day} or after" if last == date.max else f"{day} to {last}")
        if wanting:
            yield Diagnostic(
                "R0610",
                f"no golden case of `{amendment.id}` looks at `{name}` by the law of {', nor of '.join(wanting)}",
                amendment.place,
                amendment.id,
                "add a case on each side of the day",
                "warning",
            )


def _is_first_value(name: str, day: date, rulebook: Rulebook) -> bool:
    """Whether a figure has no value before a day: nothing could read it then."""
    figure = rulebook.vocabulary.figures.get(name)
    return figure is not None and figure.on(day - _DAY) is None


def _last_day(name: str, begins: date, rulebook: Rulebook) -> date:
    """The last day on which what began on a day is in force; without end where nothing began then."""
    figure, provision = rulebook.vocabulary.figures.get(name), rulebook.provisions.get(name)
    if figure is not None:
        untils = [dated.until for dated in figure.values if dated.since == begins]
    else:
        untils = [v.until for v in provision.versions if v.since == begins] if provision is not None else []
    return untils[0] or date.max if untils else date.max


def _fallen(amendments: Amendments, counts: AmendmentCounts) -> Iterator[Diagnostic]:
    for count, least, word in (
        (counts.placed, amendments.placed, "placed"),
        (counts.exercised, amendments.exercised, "exercised on both sides"),
    ):
        if count < least:
            yield Diagnostic(
                "R0606",
                f"{count:,} amendments are {word}, and {least:,} were before",
                amendments.place,
                "reached",
                "mend what was lost; the numbers under `reached` only rise",
            )
