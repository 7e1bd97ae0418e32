"""The commands on law in time: what the rule was when, and what changes between two states of the law."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NoReturn

import click

from rulecheck.cli_inputs import directory_of, in_coverage, rulebook_of, style_of, tell
from rulecheck.cli_options import (
    BAD_INPUT,
    DONE,
    FINDINGS,
    Day,
    format_option,
    language_option,
    rules_option,
    style_option,
)

if TYPE_CHECKING:
    from datetime import date

    from rulecheck.engine.changes import Difference
    from rulecheck.workbench.diff import Side


@click.command()
@click.argument("article", metavar="ARTICLE", nargs=-1, required=True)
@click.option("--as-of", type=Day(), help="The article as in force on this day; all versions by default.")
@click.option("--known-on", type=Day(), help="Leave out law promulgated after this day.")
@rules_option
@format_option("text", "json")
@language_option
@style_option
def show(
    article: tuple[str, ...],
    as_of: date | None,
    known_on: date | None,
    rules: str | None,
    form: str,
    lang: str,
    look: str,
) -> None:
    """Show an article in plain words, such as: rulecheck show EEA 19-2 --as-of 2024-03-01.

    With --as-of, what was promulgated by that day (or by --known-on) and comes into force later is told as coming.
    """
    from rulecheck.engine.diagnostics import did_you_mean

    rulebook = rulebook_of(rules, look)
    name = " ".join(article)
    found = rulebook.articles.get(name)
    if found is None:
        hint = did_you_mean(name, rulebook.articles) or f"there are: {', '.join(rulebook.articles)}"
        raise click.UsageError(f"there is no article `{name}`; {hint}")
    in_coverage(rulebook, as_of)
    if form == "json":
        from rulecheck.reports.show_json import show_json

        click.echo(show_json(rulebook, found, as_of, known_on, lang))
        return
    from rulecheck.reports.show import show_article

    text = show_article(rulebook, found.act, found.number, as_of, lang, style_of(look), known_on)
    click.echo(text, nl=False)


@click.command()
@click.argument("subject", metavar="ARTICLE|SCHEME", nargs=-1, required=True)
@click.option("--as-of", type=Day(), help="Mark what is in force, former or coming on this day.")
@rules_option
@format_option("text", "json", "markdown")
@language_option
@style_option
def timeline(subject: tuple[str, ...], as_of: date | None, rules: str | None, form: str, lang: str, look: str) -> None:
    """Show what the rule was when: all versions of an article, or of what a scheme rests on, and what changed.

    With --as-of, amendments promulgated by that day and not yet in force are shown as coming.
    """
    from rulecheck.engine.diagnostics import did_you_mean
    from rulecheck.reports import timeline_text as report
    from rulecheck.workbench.timeline import timeline_of_article, timeline_of_scheme

    rulebook = rulebook_of(rules, look)
    in_coverage(rulebook, as_of)
    name = " ".join(subject)
    schemes = rulebook.vocabulary.schemes
    if name in schemes:
        found = timeline_of_scheme(rulebook, schemes[name], as_of)
    elif name in rulebook.articles:
        found = timeline_of_article(rulebook, rulebook.articles[name], as_of)
    else:
        hint = did_you_mean(name, (*rulebook.articles, *schemes)) or "list the schemes with `rulecheck facts`"
        raise click.UsageError(f"there is no article and no scheme `{name}`; {hint}")
    if form == "json":
        click.echo(report.timeline_json(found, rulebook, lang))
    elif form == "markdown":
        click.echo(report.timeline_markdown(found, rulebook, lang), nl=False)
    else:
        click.echo(report.timeline_text(found, rulebook, style_of(look), lang), nl=False)


@click.command()
@click.argument("directories", metavar="[OLD NEW]", nargs=-1)
@click.option("--as-of", "days", type=Day(), multiple=True, help="Given twice: two days of one rulebook.")
@click.option("--git", "revisions", metavar="A..B", help="Two revisions of the rulebook under git.")
@click.option("--cases", multiple=True, metavar="FILE", help="Count over these cases who gains and who loses.")
@click.option("--strict", is_flag=True, help="Between two days too, exit code 1 when golden cases change outcome.")
@rules_option
@format_option("text", "json", "markdown")
@language_option
@style_option
def diff(
    directories: tuple[str, ...],
    days: tuple[date, ...],
    revisions: str | None,
    cases: tuple[str, ...],
    strict: bool,
    rules: str | None,
    form: str,
    lang: str,
    look: str,
) -> None:
    """Show what changes between two days, two directories or two git revisions: provisions, golden cases, people.

    Exit code 1 when golden cases come to something else and no file of golden cases was changed with them. --cases
    takes JSON and YAML files of one case, and .jsonl files with a case in each line.
    """
    if [len(directories) == 2, len(days) == 2, revisions is not None].count(True) != 1 or (
        len(directories) not in (0, 2) or len(days) not in (0, 2)
    ):
        raise click.UsageError("name two directories, or give --as-of twice, or --git A..B")
    if days:
        _between_days(days, strict, cases, rules, form, lang, look)
    if revisions is not None:
        _between_revisions(revisions, cases, rules, form, lang, look)
    books = [rulebook_of(directory, look) for directory in directories]
    from rulecheck.workbench.diff import Side, golden_texts

    before, after = (
        Side(directory, book, golden_texts(directory)) for directory, book in zip(directories, books, strict=True)
    )
    _between_sides(before, after, cases, form, lang, look)


def _between_days(
    days: tuple[date, ...], strict: bool, cases: tuple[str, ...], rules: str | None, form: str, lang: str, look: str
) -> NoReturn:
    from rulecheck.workbench.diff import Side, between_days, golden_texts

    first, second = sorted(days)
    directory = directory_of(rules)
    rulebook = rulebook_of(directory, look)
    in_coverage(rulebook, first)
    golden = golden_texts(directory)
    difference = between_days(rulebook, golden, first, second)
    before, after = (Side(day.isoformat(), rulebook, golden, day) for day in (first, second))
    difference = _with_effect(difference, before, after, cases, look)
    _show(difference, before, after, form, lang, look)
    sys.exit(FINDINGS if strict and difference.golden.changes else DONE)


def _between_revisions(
    revisions: str, cases: tuple[str, ...], rules: str | None, form: str, lang: str, look: str
) -> NoReturn:
    from tempfile import TemporaryDirectory

    from rulecheck.engine.loader import load
    from rulecheck.workbench.diff import Side, golden_texts
    from rulecheck.workbench.revisions import NoRevision, revisions_of, write_revision

    named = revisions_of(revisions)
    if isinstance(named, NoRevision):
        raise click.UsageError(named.message)
    sides: list[Side] = []
    for revision in named:
        with TemporaryDirectory(prefix="rulecheck-") as target:
            directory = write_revision(directory_of(rules), revision, target)
            if isinstance(directory, NoRevision):
                raise click.UsageError(directory.message)
            rulebook, found = load(directory)
            if rulebook is None:
                click.echo(f"the rulebook in `{revision}` has errors:", err=True)
                tell(found, look, {}, directory)
                sys.exit(BAD_INPUT)
            sides.append(Side(revision, rulebook, golden_texts(directory)))
    _between_sides(sides[0], sides[1], cases, form, lang, look)


def _between_sides(before: Side, after: Side, cases: tuple[str, ...], form: str, lang: str, look: str) -> NoReturn:
    from rulecheck.workbench.diff import between_rulebooks

    difference = _with_effect(between_rulebooks(before, after), before, after, cases, look)
    _show(difference, before, after, form, lang, look)
    sys.exit(FINDINGS if difference.unannounced else DONE)


def _with_effect(difference: Difference, before: Side, after: Side, cases: tuple[str, ...], look: str) -> Difference:
    """The difference with what it does to the people of the cases; the process ends where no file can be read."""
    if not cases:
        return difference
    from attrs import evolve

    from rulecheck.workbench.effects import case_texts, effect

    texts, problems = case_texts(cases)
    if problems:
        tell(problems, look, {})
        sys.exit(BAD_INPUT)
    counted = effect(texts, before, after)
    tell(tuple(dict.fromkeys(counted.problems)), look, {text.name: text.text for text in texts})
    return evolve(difference, effect=counted)


def _show(difference: Difference, before: Side, after: Side, form: str, lang: str, look: str) -> None:
    """Writes the report. Where golden cases cannot be read it is not to be relied on, and the process ends there."""
    books = before.rulebook, after.rulebook
    if form == "json":
        from rulecheck.reports.diff_json import diff_json

        click.echo(diff_json(difference, *books, lang))
    else:
        from rulecheck.reports.diff_text import diff_markdown, diff_text

        text = diff_markdown(difference, *books, lang) if form == "markdown" else ""
        click.echo(text or diff_text(difference, *books, style_of(look), lang), nl=False)
    if difference.golden.mistakes:
        tell(difference.golden.mistakes, look, dict(after.golden))
        sys.exit(BAD_INPUT)
