"""The command that mutates the law: which small mistakes in the rules would the golden cases notice?"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from rulecheck.cli_inputs import directory_of, rulebook_of, style_of, tell
from rulecheck.cli_options import BAD_INPUT, DONE, FINDINGS, format_option, rules_option, style_option

if TYPE_CHECKING:
    from rulecheck.engine.case import Case
    from rulecheck.engine.golden import GoldenCase
    from rulecheck.engine.mutants import Mutation
    from rulecheck.engine.rulebook import Rulebook
    from rulecheck.workbench.mutation import Group


@click.command()
@click.argument("names", metavar="[ARTICLE|SCHEME]…", nargs=-1)
@click.option("-k", "text", default="", metavar="TEXT", help="Only mutants whose name contains it.")
@click.option("--git", "base", metavar="BASE", help="Only the rule files that differ from this revision.")
@click.option("--list", "listing", is_flag=True, help="Show the mutants in words, and try none.")
@click.option("--suggest/--no-suggest", default=None, help="Search the case that would notice each survivor.")
@click.option("--write-missing", "target", metavar="DIR", help="Write these cases into files, the answers left open.")
@click.option("--fail-under", type=click.IntRange(0, 100), help="Exit code 1 when less than this percentage is killed.")
@click.option("--cases", "paths", multiple=True, metavar="PATH", help="Golden cases other than those of the rulebook.")
@click.option("--jobs", type=click.IntRange(1, 64), help="How many processes; by default as many as processors.")
@click.option("--afresh", is_flag=True, help="Try all mutants again, whatever earlier runs tell.")
@rules_option
@format_option("text", "json", "markdown")
@style_option
def mutate(
    names: tuple[str, ...],
    text: str,
    base: str | None,
    listing: bool,
    suggest: bool | None,
    target: str | None,
    fail_under: int | None,
    paths: tuple[str, ...],
    jobs: int | None,
    afresh: bool,
    rules: str | None,
    form: str,
    look: str,
) -> None:
    """Put small mistakes into the rules, one at a time, and see which golden case notices each.

    ARTICLE is an article, a provision in quotes, an act or a dated figure: "EEA 19-2", "EEA 19-2(1)", EEA. All of the
    rulebook by default. Exit code 1 with --fail-under, or when a mark of an equivalent mutant is wrong.
    """
    from attrs import evolve

    from rulecheck.reports import mutation_text as report
    from rulecheck.workbench.mutation_bench import bench

    directory = directory_of(rules)
    rulebook = rulebook_of(directory, look)
    rulebook = evolve(rulebook, provisions=dict(rulebook.provisions))
    wanted = _wanted(rulebook, directory, names, text, base)
    if listing:
        mutants = tuple(c.mutant for group in wanted for c in group.candidates)
        as_json = form == "json"
        shown = report.mutants_json(mutants) if as_json else report.mutants_text(mutants, style_of(look))
        click.echo(shown, nl=as_json)
        return
    cases = _cases(rulebook, paths or (os.path.join(directory, "cases"),), look)
    searching = target is not None or (suggest if suggest is not None else bool(names or text or base))
    total = sum(len(group.candidates) for group in wanted)
    hidden = not sys.stderr.isatty()
    with click.progressbar(length=total, label="mutants", file=sys.stderr, hidden=hidden) as bar:
        found = bench(rulebook, cases, wanted, jobs or os.cpu_count() or 1, bar.update, searching, not afresh)
    if target is not None:
        _write(found, rulebook, cases, target)
    if form == "json":
        click.echo(report.mutation_json(found))
    elif form == "markdown":
        from rulecheck.reports.mutation_markdown import mutation_markdown

        click.echo(mutation_markdown(found), nl=False)
    else:
        click.echo(report.mutation_text(found, style_of(look)), nl=False)
    below = fail_under is not None and not (found.counted and found.reaches(fail_under))
    sys.exit(FINDINGS if below or found.unused or found.failing else DONE)


def _wanted(rulebook: Rulebook, directory: str, names: tuple[str, ...], text: str, base: str | None) -> list[Group]:
    """The groups of mutants chosen; a usage error for a name that there is not, or a revision."""
    from rulecheck.engine.diagnostics import did_you_mean
    from rulecheck.workbench.mutation_bench import Choice, changed_files, chosen_groups, unknown_names
    from rulecheck.workbench.revisions import NoRevision

    for name in unknown_names(rulebook, names):
        known = (*rulebook.articles, *rulebook.provisions, *rulebook.vocabulary.schemes, *rulebook.vocabulary.figures)
        hint = did_you_mean(name, known) or "list the schemes with `rulecheck facts`"
        raise click.UsageError(f"there is no article, provision, scheme or figure `{name}`; {hint}")
    files = None if base is None else changed_files(directory, base)
    if isinstance(files, NoRevision):
        raise click.UsageError(files.message)
    return chosen_groups(rulebook, Choice(names, files, text))


def _cases(rulebook: Rulebook, paths: tuple[str, ...], look: str) -> list[tuple[str, GoldenCase]]:
    """The golden cases. When a file of them is wrong the process ends there, with exit code 2."""
    from rulecheck.workbench.golden import load_golden

    found: list[tuple[str, GoldenCase]] = []
    bad = False
    for golden_file in load_golden(paths, rulebook):
        tell(golden_file.mistakes, look, {})
        bad = bad or bool(golden_file.mistakes)
        found.extend((golden_file.file, case) for case in golden_file.cases)
    if bad:
        sys.exit(BAD_INPUT)
    return found


def _write(found: Mutation, rulebook: Rulebook, cases: list[tuple[str, GoldenCase]], target: str) -> None:
    """Writes the missing cases into a folder; files that are there already are left as they are."""
    from rulecheck.workbench.mutation_missing import missing_cases

    known: dict[tuple[str, str], Case] = {(f, g.title): g.case for f, g in cases if g.case is not None}
    os.makedirs(target, exist_ok=True)
    for name, text in missing_cases(found.outcomes, known, rulebook.vocabulary).items():
        path = os.path.join(target, name)
        if os.path.exists(path):
            click.echo(f"{path} is there already, and was left as it is", err=True)
            continue
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        click.echo(f"wrote {path}", err=True)
