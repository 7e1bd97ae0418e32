"""How golden cases came out: failures with expected and actual, and where in the trace they part."""

import json
from collections.abc import Sequence

from rulecheck.engine.golden import TO_BE_ANSWERED, Result
from rulecheck.reports.style import Style

SCHEMA = "rulecheck:golden-results/1"


def golden_text(results: Sequence[Result], style: Style) -> str:
    """The failures one by one, the cases that are not answered yet, then a closing line that counts."""
    lines: list[str] = []
    for result in results:
        if not result.passed:
            lines.extend(_failure(result, style))
    passed, failed, open_ones = counted(results)
    if not results:
        lines.append(style.painted("no golden case was run", "no"))
    closing = f"{passed:,} passed, {failed:,} failed" + (f", {open_ones:,} not yet answered" if open_ones else "")
    lines.append(style.painted(closing, "yes" if results and passed == len(results) else "no"))
    return "\n".join(lines) + "\n"


def failure_text(result: Result) -> str:
    """One failure in plain text."""
    return "\n".join(_failure(result, Style())).rstrip()


def counted(results: Sequence[Result]) -> tuple[int, int, int]:
    """How many cases passed, how many failed, and how many wait for their expected answer."""
    return (
        sum(1 for r in results if r.passed),
        sum(1 for r in results if r.failed),
        sum(1 for r in results if r.to_be_answered),
    )


def status_of(result: Result) -> str:
    """How a case came out, in a word of the JSON report."""
    return "passed" if result.passed else "failed" if result.failed else TO_BE_ANSWERED


def _failure(result: Result, style: Style) -> list[str]:
    case = result.case
    heading = "FAILED" if result.failed else "NOT YET ANSWERED"
    lines = [style.painted(f"{heading} {case.title}", "no"), f"  {result.file}:{case.place.line}"]
    if case.shows:
        lines.append(f"  shows {case.shows}")
    for difference in result.differences:
        lines.append(f"  {difference.about}")
        lines.append(f"      expected  {difference.expected}")
        lines.append(f"      actual    {difference.actual}")
        if difference.parts_at:
            lines.append(f"      parts at  {difference.parts_at}")
        if difference.parts_place is not None:
            lines.append(f"                {difference.parts_place.file}:{difference.parts_place.line}")
    for address in case.unanswered:
        lines.append(f"  {address}")
        lines.append(f"      expected  {TO_BE_ANSWERED}: work it out from the text of the law")
    if case.because and not case.unanswered:
        lines.append(f"  the case's reason: {' '.join(case.because.split())}")
    lines.append("")
    return lines


def golden_json(results: Sequence[Result]) -> str:
    """The same as JSON (``schemas/golden-results.json``)."""
    passed, failed, open_ones = counted(results)
    data = {
        "schema": SCHEMA,
        "passed": passed,
        "failed": failed,
        "to_be_answered": open_ones,
        "cases": [
            {
                "case": r.case.title,
                "file": r.file,
                "line": r.case.place.line,
                "shows": r.case.shows,
                "passed": r.passed,
                "status": status_of(r),
                "differences": [
                    {
                        "about": d.about,
                        "expected": d.expected,
                        "actual": d.actual,
                        "parts_at": d.parts_at,
                        "place": None
                        if d.parts_place is None
                        else {"file": d.parts_place.file, "line": d.parts_place.line, "column": d.parts_place.column},
                    }
                    for d in r.differences
                ],
                "to_be_answered": list(r.case.unanswered),
            }
            for r in results
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2)
