"""How golden cases came out: failures with expected and actual, and where in the trace they part."""

import json
from collections.abc import Sequence

from rulecheck.engine.golden import Result
from rulecheck.reports.style import Style


def golden_text(results: Sequence[Result], style: Style) -> str:
    """The failures one by one, then a closing line that counts."""
    lines: list[str] = []
    for result in results:
        if not result.passed:
            lines.extend(_failure(result, style))
    failed = sum(1 for r in results if not r.passed)
    if not results:
        lines.append(style.painted("no golden case was run", "no"))
    closing = f"{len(results) - failed:,} passed, {failed:,} failed"
    lines.append(style.painted(closing, "no" if failed or not results else "yes"))
    return "\n".join(lines) + "\n"


def _failure(result: Result, style: Style) -> list[str]:
    case = result.case
    lines = [style.painted(f"FAILED {case.title}", "no"), f"  {result.file}:{case.place.line}"]
    if case.shows:
        lines.append(f"  shows {case.shows}")
    for difference in result.differences:
        lines.append(f"  {difference.about}")
        lines.append(f"      expected  {difference.expected}")
        lines.append(f"      actual    {difference.actual}")
        if difference.parts_at:
            lines.append(f"      because   {difference.parts_at}")
    if case.because:
        lines.append(f"  the case's reason: {' '.join(case.because.split())}")
    lines.append("")
    return lines


def golden_json(results: Sequence[Result]) -> str:
    """The same as JSON."""
    data = {
        "schema": "rulecheck:golden-results/1",
        "passed": sum(1 for r in results if r.passed),
        "failed": sum(1 for r in results if not r.passed),
        "cases": [
            {
                "case": r.case.title,
                "file": r.file,
                "line": r.case.place.line,
                "shows": r.case.shows,
                "passed": r.passed,
                "differences": [
                    {"about": d.about, "expected": d.expected, "actual": d.actual, "because": d.parts_at}
                    for d in r.differences
                ],
            }
            for r in results
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2)
