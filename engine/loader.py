"""Loading a rulebook: from its directory to a resolved and checked rulebook, or to everything that is wrong with it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from rulecheck.engine import calendar, entries
from rulecheck.engine.diagnostics import Diagnostic, Place, has_errors, in_order
from rulecheck.engine.in_force import read_day
from rulecheck.engine.limits import DEFAULT_LIMITS, Limits
from rulecheck.engine.load_articles import load_articles
from rulecheck.engine.load_expressions import Expressions
from rulecheck.engine.load_vocabulary import load_vocabulary
from rulecheck.engine.read_yaml import read_yaml
from rulecheck.engine.resolve import resolve
from rulecheck.engine.rule_files import RuleFile
from rulecheck.engine.rule_files import digest as digest
from rulecheck.engine.rule_files import read_rule_files as read_rule_files
from rulecheck.engine.rulebook import POLICY_RANK, Convention, Currency, Rulebook, TextLayout
from rulecheck.engine.shape import check_shape
from rulecheck.engine.source import Entry, Mapping, Node
from rulecheck.engine.types import money
from rulecheck.grammar.data_classes import evolve, frozen

_LINE_END = re.compile(r"\r\n|\r|\n")

# For how many years from the first day it covers a rulebook keeps its holidays.
_YEARS = 20

_Trees = list[tuple[RuleFile, Node]]


def load(directory: str, limits: Limits = DEFAULT_LIMITS) -> tuple[Rulebook | None, tuple[Diagnostic, ...]]:
    """The rulebook in a directory, resolved and checked, and the diagnostics of all its files sorted by place.

    No rulebook where one of the diagnostics is an error. Raises nothing for what the files hold.
    """
    files, unread = read_rule_files(directory, limits)
    return load_files(files, unread, limits)


def load_files(
    files: Sequence[RuleFile], unread: Sequence[Diagnostic] = (), limits: Limits = DEFAULT_LIMITS
) -> tuple[Rulebook | None, tuple[Diagnostic, ...]]:
    """The same for files already read; ``unread`` is what was wrong in reading them."""
    # The checker knows the constructs; loading without it would import them for nothing.
    from rulecheck.engine.check import check

    assembled, mistakes = assemble(files, unread, limits)
    if assembled is None:
        return None, mistakes
    checked, found = check(assembled)
    diagnostics = _as_written((*mistakes, *found), files, limits.mistakes)
    if has_errors(diagnostics):
        return None, diagnostics
    return evolve(checked, days_off=_days_off(checked)), diagnostics


def _days_off(rulebook: Rulebook) -> dict[int, frozenset[date]]:
    """The public holidays of the years that cases most likely reach."""
    if not rulebook.holidays:
        return {}
    first = rulebook.covers_from.year
    return {year: calendar.public_holidays(rulebook.holidays, year) for year in range(first, first + _YEARS)}


def assemble(
    files: Sequence[RuleFile], unread: Sequence[Diagnostic] = (), limits: Limits = DEFAULT_LIMITS
) -> tuple[Rulebook | None, tuple[Diagnostic, ...]]:
    """The rulebook that the files hold, resolved and not yet checked, and what is wrong with it up to there.

    There is a rulebook despite mistakes where they leave something to check, so that all can be told at once. There
    is none if a file could not be read: half of what the others say would seem to be wrong.
    """
    mistakes = list(unread)
    trees: dict[str, _Trees] = {"rulebook": [], "vocabulary": [], "parameters": [], "act": [], "article": []}
    complete = bool(files) and not unread
    for file in files:
        tree, wrong = read_yaml(file.data, file.shown, limits)
        mistakes.extend(wrong)
        if isinstance(tree, Mapping):
            trees[file.kind].append((file, tree))
        if tree is not None and not any(d.code in _LEAVE_GAPS for d in wrong):
            mistakes.extend(check_shape(tree, file.kind, limits))
        # After a syntax mistake a tree lacks what was refused.
        complete = complete and isinstance(tree, Mapping) and not has_errors(wrong)
    if not trees["rulebook"]:
        return None, _as_written(mistakes, files, limits.mistakes)
    header = _merged([_header(*tree) for tree in trees["rulebook"]])
    mistakes.extend(header.mistakes)
    expressions = Expressions(limits)
    vocabulary, wrong = load_vocabulary(
        [tree for _, tree in trees["vocabulary"]],
        [tree for _, tree in trees["parameters"]],
        money(header.rulebook.currency.unit),
        expressions,
    )
    named = list(wrong)
    articles = load_articles(trees["act"], trees["article"], header.rulebook.ranks, vocabulary, expressions)
    named.extend(articles.mistakes)
    mistakes.extend(expressions.mistakes)
    if not complete:
        # What the missing files declare would seem undeclared.
        mistakes.extend(d for d in named if d.code not in _ABOUT_NAMES)
        return None, _as_written(mistakes, files, limits.mistakes)
    resolved = resolve(articles.drafts, vocabulary)
    rulebook = evolve(
        header.rulebook,
        digest=digest(files),
        acts=articles.acts,
        articles=articles.articles,
        vocabulary=vocabulary,
        provisions=resolved.provisions,
        deciders=resolved.deciders,
        exceptions=resolved.exceptions,
    )
    return rulebook, _as_written((*mistakes, *named, *resolved.mistakes), files, limits.mistakes)


def _as_written(diagnostics: Iterable[Diagnostic], files: Sequence[RuleFile], most: int) -> tuple[Diagnostic, ...]:
    """The diagnostics in order, what they underline spelt as in the file: a tree knows only what it means."""
    shown = {file.shown: file for file in files}
    lines: dict[str, list[str]] = {}
    found: list[Diagnostic] = []
    diagnostics = tuple(diagnostics)
    malformed = {(d.place, d.underlined) for d in diagnostics if d.code == "R0305"}
    for diagnostic in _first_of_each(diagnostics, most):
        place = diagnostic.place
        if diagnostic.code != "R0305" and (place, diagnostic.underlined) in malformed:
            continue  # a text that is not written as it must be cannot mean anything either
        if diagnostic.underlined and place.file in shown:
            if place.file not in lines:
                lines[place.file] = _LINE_END.split(shown[place.file].data.decode("utf-8-sig", "replace"))
            line = lines[place.file][place.line - 1 : place.line]
            start = place.column - 1
            written = "".join(line)[start : start + place.length].strip()
            diagnostic = evolve(diagnostic, underlined=written)
        found.append(diagnostic)
    return in_order(found)


# What is refused in these ways is missing from the tree, whose shape then seems wrong: aliases, merge keys, odd keys.
_LEAVE_GAPS = ("R0110", "R0112", "R0115")


def _first_of_each(diagnostics: Iterable[Diagnostic], most: int) -> Iterator[Diagnostic]:
    """The first so many of each file, errors before warnings: nobody reads the rest."""
    told: Counter[str] = Counter()
    for diagnostic in sorted(in_order(diagnostics), key=lambda d: d.severity != "error"):
        told[diagnostic.place.file] += 1
        if told[diagnostic.place.file] <= most:
            yield diagnostic


# Names that are nowhere to be found: unknown types, conclusions, the names of a scheme, acts.
_ABOUT_NAMES = ("R0312", "R0322", "R0329", "R0350")


@frozen
class _Header:
    """What `rulebook.yaml` says."""

    rulebook: Rulebook
    mistakes: tuple[Diagnostic, ...]


def _merged(headers: Sequence[_Header]) -> _Header:
    """The header of a rulebook, completed from that of the one it builds on."""
    own, mistakes = headers[0].rulebook, [d for header in headers for d in header.mistakes]
    if len(headers) == 1:
        needed = {"currency": own.currency.unit, "covers from": own.covers_from > date.min, "ranks": own.ranks}
        for key, given in needed.items():
            if not given and not mistakes:
                hint = "a rulebook that builds on no other says it itself"
                mistakes.append(Diagnostic("R0301", f"`{key}` is missing", own.place, "", hint))
        return _Header(own, tuple(mistakes))
    base = headers[1].rulebook
    completed = evolve(
        base,
        id=own.id,
        title=own.title,
        place=own.place,
        ranks=(*base.ranks, POLICY_RANK),
        conventions={**base.conventions, **own.conventions},
        instruments={**base.instruments, **own.instruments},
        parties={**base.parties, **own.parties},
    )
    return _Header(completed, tuple(mistakes))


def _header(file: RuleFile, root: Node) -> _Header:
    mistakes: list[Diagnostic] = []
    written = entries.scalar(root, "covers from")
    day = date.min if written is None else read_day(written)
    if isinstance(day, Diagnostic):
        mistakes.append(day)
        day = date.min
    holidays = entries.scalar(root, "holidays")
    if holidays is not None and not calendar.has_calendar(holidays.text):
        hint = "name the country by its code of two letters"
        message = f"there is no calendar of holidays `{holidays.text}`"
        mistakes.append(Diagnostic("R0317", message, holidays.place, holidays.text, hint))
    currency = entries.mapping(root, "currency")
    rulebook = Rulebook(
        entries.text(root, "rulebook"),
        entries.words(root, "title"),
        Currency(entries.text(currency, "code"), entries.text(currency, "unit"), entries.text(currency, "symbol")),
        entries.text(root, "holidays"),
        day,
        Place(file.shown),
        ranks=entries.texts(root, "ranks"),
        layout=_layout(entries.mapping(root, "official texts")),
        instruments={e.key.text: entries.words(root_of, e.key.text) for root_of, e in _named(root, "instruments")},
        parties={e.key.text: entries.words(root_of, e.key.text) for root_of, e in _named(root, "parties")},
        conventions={
            entry.key.text: Convention(entries.text(entry.value, "cite"), entries.words(entry.value, "gist"))
            for entry in entries.entries(root, "conventions")
        },
    )
    return _Header(rulebook, tuple(mistakes))


def _named(root: Node, key: str) -> Iterator[tuple[Node, Entry]]:
    """The entries under a key, each with the mapping that it stands in."""
    listed = entries.mapping(root, key)
    if listed is not None:
        yield from ((listed, entry) for entry in listed.entries)


def _layout(node: Node | None) -> TextLayout | None:
    if node is None:
        return None
    return TextLayout(
        entries.text(node, "number"),
        entries.text(node, "promulgated"),
        entries.text(node, "article"),
        entries.text(node, "branch"),
        entries.text(node, "addenda"),
    )
