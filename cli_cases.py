"""Deciding case files for the command line. Imports nothing that the cases at hand do not need."""

from __future__ import annotations

from rulecheck.cli_inputs import read_input, rules_of, say, shown_name, style_of, tell
from rulecheck.exit_codes import BAD_INPUT, DONE, UNDETERMINED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from rulecheck.engine.case import Case
    from rulecheck.engine.engines import Choice, Engine
    from rulecheck.engine.nearest import Nearest
    from rulecheck.engine.trace import Answer, Question


def decide_files(
    cases: Sequence[str],
    question: Question,
    rules: str | None,
    engine: Choice | None,
    form: str,
    lang: str,
    look: str,
    why_not: bool,
) -> int:
    """Decides each file and shows the answers in the order of the files; gives the exit code of the worst."""
    from rulecheck import __version__
    from rulecheck.engine.case import read_case
    from rulecheck.engine.engines import engine_of

    rulebook, code = rules_of(rules, look)
    deciding = engine_of(rulebook, code, __version__, engine)
    worst, records = DONE, []
    for name in cases:
        text = read_input(name, look)
        if text is None:
            worst = BAD_INPUT
            continue
        case, found = read_case(text, shown_name(name), rulebook.vocabulary)
        answer = None if case is None else deciding.decide(case, question)
        if answer is None or answer.problems:
            wrong = found if answer is None else answer.problems
            if form == "json":
                from rulecheck.reports.diagnostics_text import diagnostics_data

                records.append(diagnostics_data(wrong))
            else:
                tell(wrong, look, {shown_name(name): text})
            worst = BAD_INPUT
            continue
        if any(d.state.value == "unknown" for d in answer.asked()):
            worst = max(worst, UNDETERMINED, key=(DONE, UNDETERMINED, BAD_INPUT).index)
        turned = () if form == "json" and not why_not else _nearest(deciding, case, answer, question, why_not)
        if form == "json" and why_not:
            from rulecheck.reports.nearest_json import nearest_data

            records.append(nearest_data(answer, turned, rulebook))
        elif form == "json":
            from rulecheck.engine.record import record

            records.append(record(answer, rulebook))
        elif form == "html":
            from rulecheck.reports.html import html

            say(html(answer, rulebook, lang, turned))
        else:
            from rulecheck.reports.text import text as text_report

            say(text_report(answer, rulebook, style_of(look), lang, turned))
    if records:
        from rulecheck.engine.json_text import json_text

        shown = records[0] if len(cases) == 1 else records
        say(json_text(shown) + "\n")
    deciding.save()
    return worst


def _nearest(
    engine: Engine, case: Case | None, answer: Answer, question: Question, longer: bool
) -> tuple[Nearest, ...]:
    """What would turn the answers that are no."""
    from rulecheck.reports.chosen import denied
    from rulecheck.reports.words import Speaker

    addresses = denied(Speaker(engine.rulebook), answer, longer)
    if case is None or not addresses:
        return ()
    from rulecheck.workbench.nearest import LONGER, MOST_DECIDED, all_nearest

    return all_nearest(engine.rulebook, case, addresses, question, LONGER if longer else MOST_DECIDED, engine.decide)
