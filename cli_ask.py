"""`rulecheck ask`: an interview on the terminal that ends in the decision."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from rulecheck.cli_inputs import read_input, rulebook_of, shown_name, style_of, tell
from rulecheck.cli_options import BAD_INPUT, DONE, UNDETERMINED, Day, language_option, rules_option, style_option

if TYPE_CHECKING:
    from datetime import date

    from rulecheck.engine.case import Case
    from rulecheck.engine.rulebook import Rulebook
    from rulecheck.workbench.interview import Interview


@click.command()
@click.argument("case", required=False)
@click.option(
    "--save", metavar="FILE", help="Write the case with the answers to this file (YAML, or .json) at the end."
)
@click.option("--as-of", type=Day(), help="Decide by the law in force on this day.")
@click.option("--known-on", type=Day(), help="Leave out law promulgated after this day.")
@click.option("--ask", multiple=True, metavar="NAME", help="A scheme or conclusion to decide; may be repeated.")
@rules_option
@language_option
@style_option
def ask(
    case: str | None,
    save: str | None,
    as_of: date | None,
    known_on: date | None,
    ask: tuple[str, ...],
    rules: str | None,
    lang: str,
    look: str,
) -> None:
    """Ask for the facts that matter, one after the other, and decide. Starts from CASE, or from nothing.

    Questions go to stderr and answers come from stdin, a line each; the decision goes to stdout.
    Exit code 3 when something stays open.
    """
    from rulecheck import __version__
    from rulecheck.engine.trace import Question
    from rulecheck.reports.text import text as text_report
    from rulecheck.workbench.interview import Interview, Setting, begin

    rulebook = rulebook_of(rules, look)
    if save is not None:
        _may_be_written(save, case)
    start, texts = _start(case, rulebook, look)
    interview = begin(Setting(rulebook, __version__, lang), start, Question(ask, as_of, known_on))
    if not isinstance(interview, Interview):
        tell(interview, look, texts)
        sys.exit(BAD_INPUT)
    interview = _held(interview, lang, look, save)
    if save is not None:
        _save(interview, save, lang, look)
    if interview.answer is None:
        sys.exit(UNDETERMINED)
    click.echo(text_report(interview.answer, rulebook, style_of(look), lang), nl=False)
    sys.exit(DONE if interview.determined else UNDETERMINED)


def _start(name: str | None, rulebook: Rulebook, look: str) -> tuple[Case, dict[str, bytes]]:
    """The case to start from. With a wrong one the process ends there, with exit code 2."""
    from rulecheck.engine.case import Case, read_case

    if name is None:
        return Case("answers"), {}
    if name == "-":
        raise click.UsageError("the answers come from standard input, so the case cannot; name its file")
    text = read_input(name, look)
    case, found = (None, ()) if text is None else read_case(text, shown_name(name), rulebook.vocabulary)
    if text is None or case is None:
        tell(found, look, {} if text is None else {name: text})
        sys.exit(BAD_INPUT)
    return case, {name: text}


def _held(interview: Interview, lang: str, look: str, save: str | None) -> Interview:
    """The interview at its end: nothing is left to ask, or whoever answers has stopped."""
    from rulecheck.reports.interview_text import mistakes_text, question_text, said, why_text
    from rulecheck.reports.terminal import style_for
    from rulecheck.workbench.interview import answered, back, not_known
    from rulecheck.workbench.interview_answers import command_of
    from rulecheck.workbench.interview_why import why

    style = style_for(look, sys.stderr)
    rulebook = interview.setting.rulebook
    if interview.next is not None:
        click.echo(said("welcome", style, lang), err=True)
    fresh = True
    while (asked := interview.next) is not None:
        if fresh:
            shown = question_text(asked, interview.number, len(interview.open), rulebook, style, lang)
            click.echo(shown, err=True, nl=False)
        line = _line()
        command = "quit" if line is None else command_of(line, asked.fact)
        fresh = False
        match command:
            case "quit":
                return interview
            case "why":
                click.echo(why_text(asked, why(interview, asked), rulebook, style, lang), err=True, nl=False)
            case "help":
                click.echo(said("help", style, lang), err=True, nl=False)
            case "save" if save is not None:
                _save(interview, save, lang, look)
            case "save":
                click.echo(said("no file", style, lang), err=True, nl=False)
            case "back" if (before := back(interview)) is not None:
                click.echo(said("taken back", style, lang), err=True)
                interview, fresh = before, True
            case "back":
                click.echo(said("no back", style, lang), err=True, nl=False)
            case _:
                following = not_known(interview) if command == "not known" else answered(interview, line or "")
                if isinstance(following, tuple):
                    click.echo(mistakes_text(following, style, lang), err=True, nl=False)
                else:
                    click.echo(err=True)
                    interview, fresh = following, True
    click.echo(said("done", style, lang), err=True)
    return interview


def _line() -> str | None:
    """The next line typed; None at the end of the input, or when it is broken off."""
    from rulecheck.engine.limits import DEFAULT_LIMITS

    click.echo("> ", err=True, nl=False)
    try:
        line = sys.stdin.buffer.readline(DEFAULT_LIMITS.case_bytes)
    except KeyboardInterrupt:
        line = b""
    if not line:
        click.echo(err=True)
        return None
    return line.decode("utf-8", "replace")


def _may_be_written(path: str, case: str | None) -> None:
    """Refuses a file to save to that exists already, unless the interview starts from it; a usage error."""
    if os.path.exists(path) and not (case is not None and os.path.exists(case) and os.path.samefile(path, case)):
        raise click.UsageError(f"`{path}` exists already; start from it, or name another file to save to")
    folder = os.path.dirname(path) or "."
    if not os.path.isdir(folder):
        raise click.UsageError(f"there is no folder `{folder}` to save to")


def _save(interview: Interview, path: str, lang: str, look: str) -> None:
    """Writes the case as it stands."""
    from rulecheck.reports.interview_text import said
    from rulecheck.reports.terminal import style_for
    from rulecheck.workbench.case_files import case_file

    text = case_file(interview.case, interview.setting.rulebook, path)
    try:
        with click.open_file(path, "w", encoding="utf-8", atomic=True) as file:
            file.write(text)
    except OSError as reason:
        raise click.FileError(path, reason.strerror or str(reason)) from reason
    click.echo(said("saved", style_for(look, sys.stderr), lang, file=path), err=True)
