"""The command that looks for what is sound but not meant: `lint`."""

from __future__ import annotations

import os
import sys

import click

from rulecheck.cli_inputs import directory_of, rulebook_of, tell
from rulecheck.cli_options import BAD_INPUT, DONE, FINDINGS, format_option, rules_option, style_option


@click.command()
@click.argument("directory", required=False, metavar="[RULES]")
@click.option("--only", multiple=True, metavar="CODE", help="Run this check alone; may be repeated.")
@click.option("--fix", is_flag=True, help="Take out lines that change nothing.")
@click.option("--list", "catalogue", is_flag=True, help="Show the checks instead, with examples, as Markdown.")
@rules_option
@format_option("text", "json", "sarif", "github")
@style_option
def lint(
    directory: str | None, only: tuple[str, ...], fix: bool, catalogue: bool, rules: str | None, form: str, look: str
) -> None:
    """Look for rules that are sound but hardly meant: what is never asked, read or reached, gaps, repetitions.

    What is meant all the same is allowed with a reason in lint.yaml of the rulebook. Exit code 1 for any finding.
    """
    from rulecheck.engine.rule_files import ALLOWED, read_rule_files
    from rulecheck.workbench.golden import golden_files, load_golden
    from rulecheck.workbench.lint.catalogue import CHECKS
    from rulecheck.workbench.lint.check import Subject
    from rulecheck.workbench.lint.run import lint as look_for
    from rulecheck.workbench.lint.run import read_allowed, without_lines

    if catalogue:
        from rulecheck.reports.lint_page import page

        click.echo(page((c.code, c.title, c.why, c.avoid, c.prefer) for c in CHECKS), nl=False)
        sys.exit(DONE)
    if strange := [code for code in only if code not in {check.code for check in CHECKS}]:
        raise click.UsageError(f"there is no check `{strange[0]}`; `rulecheck lint --list` shows them")
    place = directory_of(directory or rules)
    rulebook = rulebook_of(place, look)
    cases = os.path.join(place, "cases")
    golden = tuple(load_golden(golden_files((cases,)), rulebook)) if os.path.isdir(cases) else ()
    allowed_path = os.path.join(place, ALLOWED)
    permits = b"allow: []"
    if os.path.isfile(allowed_path):
        with open(allowed_path, "rb") as file:
            permits = file.read()
    allowed, wrong = read_allowed(permits, allowed_path)
    if wrong:
        tell(wrong, look, {}, place)
        sys.exit(BAD_INPUT)
    files = {f.shown: (os.path.join(place, f.path), f.data.decode()) for f in read_rule_files(place)[0]}
    linted = look_for(Subject(rulebook, golden, {name: text for name, (_, text) in files.items()}), allowed, only)
    if fix:
        for name, numbers in linted.lines_to_drop.items():
            path, text = files[name]
            with open(path, "w", encoding="utf-8", newline="") as out:
                out.write(without_lines(text, numbers))
            click.echo(f"{name}: {len(numbers)} lines taken out", err=True)
    if form == "text":
        tell(linted.found, look, {}, place)
        click.echo(f"{len(CHECKS)} checks, {len(linted.found)} findings, {len(allowed)} allowed with a reason")
    elif form == "json":
        from rulecheck.reports.diagnostics_text import diagnostics_json

        click.echo(diagnostics_json(linted.found))
    elif form == "sarif":
        from rulecheck import __version__
        from rulecheck.reports.sarif import sarif

        click.echo(sarif(linted.found, {c.code: (c.title, c.why) for c in CHECKS}, __version__))
    else:
        from rulecheck.reports.github import annotations

        click.echo(annotations(linted.found), nl=False)
    sys.exit(FINDINGS if linted.found else DONE)
