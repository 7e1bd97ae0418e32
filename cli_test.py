"""The command that runs golden cases: `rulecheck test`."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from rulecheck.cli_inputs import directory_of, rulebook_of, scheme_of, style_of, tell
from rulecheck.cli_options import BAD_INPUT, DONE, FINDINGS, format_option, rules_option, style_option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rulecheck.engine.golden import Result
    from rulecheck.engine.rulebook import Rulebook
    from rulecheck.workbench.golden_selection import Selection

# How long a watch sleeps between two looks at the files, in seconds.
_PAUSE = 0.4


@click.command()
@click.argument("paths", nargs=-1)
@click.option("-k", "wanted", default="", metavar="TEXT", help="Only cases whose name, file or provision contains it.")
@click.option("--name", default="", help="Only the case of that name.")
@click.option("--scheme", default="", help="Only cases that expect something decided for that scheme.")
@click.option("--article", default="", help="Only cases that show, cite, or expect an answer of that article.")
@click.option("--update", is_flag=True, help="Rewrite expected answers, after showing them. Refused where CI is set.")
@click.option("--yes", is_flag=True, help="With --update: do not ask.")
@click.option("--watch", is_flag=True, help="Go on, and run again what a saved file touches.")
@rules_option
@format_option("text", "json", "junit", "github")
@style_option
def test(
    paths: tuple[str, ...],
    wanted: str,
    name: str,
    scheme: str,
    article: str,
    update: bool,
    yes: bool,
    watch: bool,
    rules: str | None,
    form: str,
    look: str,
) -> None:
    """Run golden cases (all of the rulebook's by default). Exit code 1: one fails, is unanswered, or none is run."""
    from rulecheck.workbench.golden_selection import Selection
    from rulecheck.workbench.golden_update import in_ci

    if update and in_ci(os.environ):
        raise click.UsageError("--update is refused where CI is set: nobody is there to read what would change")
    directory = directory_of(rules)
    rulebook = rulebook_of(directory, look)
    if scheme:
        scheme_of(rulebook, scheme)
    if article and article not in rulebook.articles:
        from rulecheck.engine.diagnostics import did_you_mean

        raise click.UsageError(f"there is no article `{article}`; {did_you_mean(article, rulebook.articles)}")
    selection = Selection(wanted, name, scheme, article)
    paths = paths or (os.path.join(directory, "cases"),)
    results, bad = _run(paths, rulebook, selection, look)
    _show(results, form, look)
    if watch:
        _watch(paths, directory, rulebook, selection, results, look)
    if bad:
        sys.exit(BAD_INPUT)
    if update:
        sys.exit(_update(results, rulebook, yes))
    sys.exit(DONE if results and all(r.passed for r in results) else FINDINGS)


def _run(
    paths: tuple[str, ...], rulebook: Rulebook, selection: Selection, look: str
) -> tuple[tuple[Result, ...], bool]:
    """The results, and whether a file is wrong; what is wrong is told."""
    from rulecheck.workbench.golden import run_selected

    results, mistakes = run_selected(paths, rulebook, selection)
    tell(mistakes, look, {})
    return results, bool(mistakes)


def _show(results: Sequence[Result], form: str, look: str) -> None:
    from rulecheck.reports.golden_text import golden_json, golden_text

    if form == "text":
        click.echo(golden_text(results, style_of(look)), nl=False)
    elif form == "json":
        click.echo(golden_json(results))
    else:
        from rulecheck.reports.golden_machines import golden_github, golden_junit

        click.echo(golden_junit(results) if form == "junit" else golden_github(results), nl=False)


def _update(results: Sequence[Result], rulebook: Rulebook, yes: bool) -> int:
    """Rewrites what came out otherwise, once it was shown and agreed to; gives the exit code."""
    from rulecheck.workbench.golden_update import rewrites, save

    changes = rewrites(results, rulebook)
    for change in changes:
        click.echo(f"{change.place.file}:{change.place.line}: {change.case}", err=True)
        click.echo(f"  {change.address}: {change.before} -> {change.after}", err=True)
    if not changes:
        click.echo("no expected answer is to be rewritten", err=True)
        return DONE if all(r.passed for r in results) else FINDINGS
    if not yes and not click.confirm(f"rewrite {len(changes):,} expected answers?", err=True):
        return FINDINGS
    refused = save(changes, rulebook)
    for file in refused:
        click.echo(f"{file} was left as it is: rewrite it by hand", err=True)
    return FINDINGS if refused else DONE


def _watch(
    paths: tuple[str, ...],
    directory: str,
    rulebook: Rulebook,
    selection: Selection,
    results: Sequence[Result],
    look: str,
) -> None:
    """Runs again what saved files touch, until it is interrupted."""
    import time

    from rulecheck.engine.cache import load_cached
    from rulecheck.workbench.golden import run_selected
    from rulecheck.workbench.golden_watch import changes, touched

    known = {(r.file, r.case.title): r for r in results}
    click.echo("watching; stop with Ctrl-C", err=True)
    try:
        for saved in changes((directory, *paths), lambda: time.sleep(_PAUSE)):
            click.echo(f"saved: {', '.join(saved)}", err=True)
            loaded, found = load_cached(directory)
            tell(found, look, {}, directory)
            if loaded is None:
                continue
            keys = touched(saved, known.values(), (rulebook, loaded))
            rulebook = loaded
            again, mistakes = run_selected(paths, rulebook, selection, frozenset(known) - keys)
            tell(mistakes, look, {})
            known.update({(r.file, r.case.title): r for r in again})
            _show(again, "text", look)
    except KeyboardInterrupt:
        sys.exit(DONE)
