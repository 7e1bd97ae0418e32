"""The command line: parse options, call one function, choose a report, map to an exit code.

Exit codes: 0 done; 1 findings or failing cases; 2 usage or a bad file; 3 undetermined for missing facts; 70 a bug of
ours. Results go to stdout, everything else to stderr. What a command does not need is not imported.
"""

from __future__ import annotations

import os
import sys
from functools import partial
from typing import TYPE_CHECKING

import click

from rulecheck.cli_inputs import (
    directory_of,
    in_coverage,
    read_input,
    rulebook_of,
    scheme_of,
    style_of,
    tell,
)
from rulecheck.cli_options import (
    BAD_INPUT,
    DONE,
    FINDINGS,
    Commands,
    Day,
    engine_option,
    format_option,
    language_option,
    rules_option,
    style_option,
)
from rulecheck.exit_codes import ended

if TYPE_CHECKING:
    from datetime import date

    from rulecheck.engine.engines import Choice


def _version(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from rulecheck import __version__

        click.echo(f"rulecheck {__version__}")
        ctx.exit()


# The commands that do not stand here, and their modules.
_ELSEWHERE = {
    "ask": "cli_ask",
    "batch": "cli_batch",
    "cover": "cli_cover",
    "diff": "cli_changes",
    "drift": "cli_drift",
    "fmt": "cli_fmt",
    "lint": "cli_lint",
    "mutate": "cli_mutate",
    "new": "cli_new",
    "show": "cli_changes",
    "spark": "cli_spark",
    "test": "cli_test",
    "timeline": "cli_changes",
    "verify": "cli_verify",
}


@click.group(
    cls=Commands,
    elsewhere=_ELSEWHERE,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Show the version.")
def command() -> None:
    """Decide cases by statutes written in YAML, with a trace to the paragraph.

    rulecheck CASE… decides each case file (JSON or YAML; - for standard input).
    """


@command.command()
@click.argument("cases", nargs=-1, required=True, metavar="CASE…")
@click.option("--as-of", type=Day(), help="Decide by the law in force on this day.")
@click.option("--known-on", type=Day(), help="Leave out law promulgated after this day.")
@click.option("--ask", multiple=True, metavar="NAME", help="A scheme or conclusion to decide; may be repeated.")
@click.option("--why-not", is_flag=True, help="Look longer for what would turn each no; as JSON, that alone.")
@rules_option
@engine_option
@format_option("text", "json", "html")
@language_option
@style_option
def decide(
    cases: tuple[str, ...],
    as_of: date | None,
    known_on: date | None,
    ask: tuple[str, ...],
    why_not: bool,
    rules: str | None,
    engine: Choice | None,
    form: str,
    lang: str,
    look: str,
) -> None:
    """Decide case files and show why. Exit code 3 when facts are missing that matter."""
    from rulecheck.cli_cases import decide_files
    from rulecheck.engine.trace import Question

    sys.exit(decide_files(cases, Question(ask, as_of, known_on), rules, engine, form, lang, look, why_not))


@command.command()
@click.argument("rules", required=False)
@format_option("text", "json")
@style_option
def check(rules: str | None, form: str, look: str) -> None:
    """Check a rulebook: shape, names, types, units, references, cycles. Exit code 2 when something is wrong."""
    from rulecheck.engine.cache import load_cached
    from rulecheck.engine.diagnostics import has_errors

    directory = directory_of(rules)
    rulebook, found = load_cached(directory)
    if form == "json":
        from rulecheck.reports.diagnostics_text import diagnostics_json

        click.echo(diagnostics_json(found))
    else:
        tell(found, look, {}, directory)
        if rulebook is not None:
            decided = sum(1 for p in rulebook.provisions.values() if p.decides)
            click.echo(
                f"{rulebook.id}: {len(rulebook.provisions):,} provisions in {len(rulebook.articles):,} articles, "
                f"{decided:,} of them decide something; {len(rulebook.vocabulary.facts):,} facts; no errors"
            )
    sys.exit(BAD_INPUT if has_errors(found) or rulebook is None else DONE)


@command.command()
@rules_option
@format_option("text", "json")
@style_option
def audit(rules: str | None, form: str, look: str) -> None:
    """Hold the rulebook against its checklist of the law. Exit code 1 when something is wrong or has fallen."""
    from rulecheck.engine.diagnostics import Place, has_errors
    from rulecheck.engine.rule_files import AMENDMENTS, CHECKLIST
    from rulecheck.reports.audit_text import audit_json, audit_text
    from rulecheck.workbench.amendments import read_amendments
    from rulecheck.workbench.audit import audit_directory, read_checklist

    directory = directory_of(rules)
    rulebook = rulebook_of(directory, look)
    path = os.path.join(directory, CHECKLIST)
    text = read_input(path, look)
    if text is None:
        sys.exit(BAD_INPUT)
    checklist, found = read_checklist(text, path)
    if checklist is None:
        tell(found, look, {path: text})
        sys.exit(BAD_INPUT)
    texts, amendments = {path: text}, None
    changes = os.path.join(directory, AMENDMENTS)
    if os.path.exists(changes):
        listed = read_input(changes, look)
        if listed is None:
            sys.exit(BAD_INPUT)
        texts[changes] = listed
        amendments, found = read_amendments(listed, changes)
        if amendments is None:
            tell(found, look, texts)
            sys.exit(BAD_INPUT)
    audited, found = audit_directory(checklist, amendments, rulebook, directory, Place(path))
    if audited is None:
        tell(found, look, {})
        sys.exit(BAD_INPUT)
    tell(audited.findings, look, texts, directory)
    click.echo(audit_json(audited) if form == "json" else audit_text(audited, style_of(look)), nl=form == "json")
    sys.exit(FINDINGS if has_errors(audited.findings) else DONE)


@command.command()
@click.argument("scheme", required=False)
@click.option("--template", is_flag=True, help="Write an empty case (YAML) to fill in.")
@rules_option
@language_option
@style_option
def facts(scheme: str | None, template: bool, rules: str | None, lang: str, look: str) -> None:
    """Show which facts a scheme needs, with question, document and legal basis; without SCHEME the schemes."""
    from rulecheck.workbench import facts as needs

    rulebook = rulebook_of(rules, look)
    schemes = rulebook.vocabulary.schemes
    if scheme is None:
        for known in schemes.values():
            click.echo(f"{known.id}: {known.title.text(lang)}")
        return
    chosen = scheme_of(rulebook, scheme)
    if template:
        click.echo(needs.template(rulebook, chosen, lang), nl=False)
        return
    from rulecheck.reports.facts_text import facts_text

    click.echo(facts_text(needs.facts_of_scheme(rulebook, chosen), rulebook, style_of(look), lang), nl=False)


@command.command()
@click.argument("scheme")
@click.option("--as-of", type=Day(), required=True, help="The law in force on this day.")
@rules_option
@language_option
def guide(scheme: str, as_of: date, rules: str | None, lang: str) -> None:
    """Write a scheme's page (Markdown): what is due, conditions, amounts, deadlines, papers, penalties."""
    from rulecheck.workbench.guide import guide as page

    rulebook = rulebook_of(rules, "auto")
    in_coverage(rulebook, as_of)
    click.echo(page(rulebook, scheme_of(rulebook, scheme), as_of, lang), nl=False)


@command.command()
@click.argument("code", required=False)
def explain(code: str | None) -> None:
    """Explain the code of a diagnostic; without CODE list them all."""
    from rulecheck.engine.codes import all_codes
    from rulecheck.engine.diagnostics import did_you_mean
    from rulecheck.reports.codes_text import code_text

    codes = all_codes()
    if code is None:
        for entry in codes.values():
            click.echo(f"{entry.code}  {entry.title}")
        return
    if code.upper() not in codes:
        hint = did_you_mean(code.upper(), codes) or "list them with `rulecheck explain`"
        raise click.UsageError(f"there is no code `{code}`; {hint}")
    click.echo(code_text(codes[code.upper()]), nl=False)


@command.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Write the completion script of a shell, to be put where the shell reads it."""
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    if kind is None:
        raise click.UsageError(f"no completion for {shell}")
    click.echo(kind(command, {}, "rulecheck", "_RULECHECK_COMPLETE").source())


def main() -> None:
    """Runs the command."""
    ended(partial(command.main, prog_name="rulecheck"))
