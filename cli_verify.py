"""The command that re-checks an answer: `verify`."""

from __future__ import annotations

import sys

import click

from rulecheck.cli_inputs import read_input, rulebook_of, shown_name, tell
from rulecheck.cli_options import BAD_INPUT, DONE, FINDINGS, format_option, rules_option, style_option


@click.command()
@click.argument("trace", metavar="TRACE")
@click.option("--case", "case_file", metavar="CASE", help="The case that the trace must be of.")
@rules_option
@format_option("text", "json")
@style_option
def verify(trace: str, case_file: str | None, rules: str | None, form: str, look: str) -> None:
    """Re-check a trace: work it out again from its facts, apart from the engine that made it.

    TRACE is what `rulecheck CASE --format json` wrote; - for standard input. Exit code 1 when a step does not follow.
    """
    from rulecheck.engine.case import read_case
    from rulecheck.engine.trace_file import TRACE_LIMITS, read_traces
    from rulecheck.engine.verify import verify as verify_trace
    from rulecheck.reports.diagnostics_text import diagnostics_json
    from rulecheck.reports.verify_text import verified_text

    rulebook = rulebook_of(rules, look)
    case = None
    if case_file is not None:
        case_text = read_input(case_file, look)
        if case_text is None:
            sys.exit(BAD_INPUT)
        case, wrong = read_case(case_text, shown_name(case_file), rulebook.vocabulary)
        if case is None:
            tell(wrong, look, {shown_name(case_file): case_text})
            sys.exit(BAD_INPUT)
    text = read_input(trace, look, TRACE_LIMITS)
    if text is None:
        sys.exit(BAD_INPUT)
    traces, unread = read_traces(text, shown_name(trace))
    found = unread or tuple(f for one in traces for f in verify_trace(one, rulebook, shown_name(trace), case))
    if form == "json":
        click.echo(diagnostics_json(found))
    else:
        tell(found, look, {shown_name(trace): text})
        for one in () if found else traces:
            click.echo(verified_text(one))
    sys.exit(BAD_INPUT if unread else FINDINGS if found else DONE)
