"""The commands that write what an analyst then fills in: `new article|version|case|fact|policy`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from rulecheck.cli_inputs import directory_of, rulebook_of, tell
from rulecheck.cli_options import Day, rules_option, style_option

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from rulecheck.workbench.scaffold import Refused, Scaffold


@click.group()
def new() -> None:
    """Write an article, a version, a case, a fact or an employer's rulebook to be filled in.

    What to fill in is told as FILE:LINE. Nothing is written over without --force, and nothing that would not load.
    """


def _scaffold_options(function: Callable[..., None]) -> Callable[..., None]:
    for option in (
        style_option,
        rules_option,
        click.option("--force", is_flag=True, help="Write over a file that is there."),
        click.option("--dry-run", is_flag=True, help="Show the files instead of writing them."),
    ):
        function = option(function)
    return function


def _enacted_options(function: Callable[..., None]) -> Callable[..., None]:
    for option in (
        click.option("--promulgated", type=Day(), required=True, help="The day of promulgation."),
        click.option("--by", required=True, metavar="INSTRUMENT", help='What brought it, such as "Act 20521".'),
        click.option("--from", "since", type=Day(), required=True, help="The first day in force."),
    ):
        function = option(function)
    return function


@new.command()
@click.argument("act")
@click.argument("number")
@click.option("--title", required=True, help="The heading of the article, in the first language of the rulebook.")
@click.option("--decides", default="", metavar="CONCLUSION", help="What its first paragraph decides.")
@_enacted_options
@_scaffold_options
def article(
    act: str,
    number: str,
    title: str,
    decides: str,
    since: date,
    by: str,
    promulgated: date,
    dry_run: bool,
    force: bool,
    rules: str | None,
    look: str,
) -> None:
    """Write the file of an article, such as: rulecheck new article EEA 19-7 --title "…" --from … --by … …"""
    from rulecheck.workbench.scaffold import Enacted
    from rulecheck.workbench.scaffold_files import new_article

    enacted = Enacted(since, promulgated, by)
    made = new_article(directory_of(rules), rulebook_of(rules, look), act, number, title, decides, enacted)
    _finish(made, dry_run, force, look)


@new.command()
@click.argument("provision", nargs=-1, required=True)
@_enacted_options
@_scaffold_options
def version(
    provision: tuple[str, ...],
    since: date,
    by: str,
    promulgated: date,
    dry_run: bool,
    force: bool,
    rules: str | None,
    look: str,
) -> None:
    """Copy the version of a provision that is in force, and close it on the day before --from."""
    from rulecheck.workbench.scaffold import Enacted
    from rulecheck.workbench.scaffold_version import new_version

    enacted = Enacted(since, promulgated, by)
    made = new_version(directory_of(rules), rulebook_of(rules, look), " ".join(provision), enacted)
    _finish(made, dry_run, force, look)


@new.command()
@click.argument("about", nargs=-1, required=True, metavar="SCHEME|PROVISION")
@click.option("--on", "day", type=Day(), required=True, help="The day whose law decides.")
@click.option("--file", "name", default="", metavar="NAME", help="The name of the file, without .cases.yaml.")
@_scaffold_options
def case(
    about: tuple[str, ...], day: date, name: str, dry_run: bool, force: bool, rules: str | None, look: str
) -> None:
    """Write a golden case with the facts that a scheme or a provision may need; its answers are left open."""
    from rulecheck.workbench.scaffold_files import new_case

    made = new_case(directory_of(rules), rulebook_of(rules, look), " ".join(about), day, name)
    _finish(made, dry_run, force, look)


@new.command()
@click.argument("name")
@click.option("--type", "kind", required=True, help="Its type, such as date, boolean, money, choice.")
@click.option("--file", default="", metavar="NAME", help="The file of vocabulary/, without .yaml.")
@_scaffold_options
def fact(name: str, kind: str, file: str, dry_run: bool, force: bool, rules: str | None, look: str) -> None:
    """Add a fact to the vocabulary, behind the others of its file."""
    from rulecheck.workbench.scaffold_files import new_fact

    _finish(new_fact(directory_of(rules), rulebook_of(rules, look), name, kind, file), dry_run, force, look)


@new.command()
@click.argument("employer")
@click.option("--act", required=True, metavar="ABBREVIATION", help="How its rules are cited, such as SACE.")
@click.option("--from", "since", type=Day(), required=True, help="The first day of the rules.")
@click.option("--into", metavar="DIR", help="Where its folder goes; by default `employers` beside the rulebook.")
@_scaffold_options
def policy(
    employer: str, act: str, since: date, into: str | None, dry_run: bool, force: bool, rules: str | None, look: str
) -> None:
    """Write the rulebook of an employer that builds on the rulebook in use."""
    from rulecheck.workbench.scaffold_files import new_policy

    base = os.path.abspath(directory_of(rules))
    folder = os.path.join(into or os.path.join(os.path.dirname(base), "employers"), employer)
    made = new_policy(folder, rulebook_of(rules, look), os.path.basename(base), act, since)
    _finish(made, dry_run, force, look)


def _finish(made: Scaffold | Refused, dry_run: bool, force: bool, look: str) -> None:
    """Writes or shows a scaffold and tells what to fill in; a refusal ends with exit code 2."""
    from rulecheck.workbench.scaffold import Refused, existing, unsound, write

    if isinstance(made, Refused):
        raise click.UsageError(made.message)
    refused = (None if force or dry_run else existing(made)) or unsound(made)
    if refused is not None:
        tell(refused.found, look, {})
        raise click.UsageError(refused.message)
    if not dry_run:
        write(made)
    for file in made.files:
        shown = os.path.relpath(file.path)
        if dry_run:
            click.echo(f"--- {shown}\n{file.text}", nl=False)
        for line, what in file.fill_in:
            click.echo(f"{shown}:{line}: {what}", err=dry_run)
