"""The audit as a table a scheme a row, and what is wanting."""

import json

from rulecheck.engine.checklist import Audit, Row
from rulecheck.reports.style import Style

_HEADS = ("scheme", "entries", "placed", "not decided", "a case decides", "a case does not", "both")


def audit_text(audit: Audit, style: Style) -> str:
    """The table with its total."""
    rows = [_HEADS, *(_cells(row) for row in audit.rows), _cells(audit.total)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(_HEADS))]
    lines = [
        "  ".join(c.ljust(w) if i == 0 else c.rjust(w) for i, (c, w) in enumerate(zip(row, widths, strict=True)))
        for row in rows
    ]
    rule = style.plain("–") * len(lines[0])
    table = [style.painted(lines[0], "heading"), rule, *lines[1:-1], rule, style.painted(lines[-1], "heading")]
    closing = f"{audit.provisions:,} provisions encoded, {audit.cases:,} golden cases"
    lines = [*(line.rstrip() for line in table), "", closing]
    counts = audit.amendments
    if counts is not None:
        told = (
            f"{counts.amendments:,} amendments, {counts.placed:,} placed, {counts.exercised:,} exercised on both sides"
        )
        lines.append(f"{told}, {counts.reasons:,} not decided")
        if counts.later_side:
            lines.append(f"of those exercised, {counts.later_side:,} on the later side alone: no older law is held")
    return "\n".join(lines) + "\n"


def _cells(row: Row) -> tuple[str, ...]:
    counts = (row.entries, row.placed, row.reasons, row.deciding, row.not_deciding, row.exercised)
    return (row.scheme, *(f"{count:,}" for count in counts))


def audit_json(audit: Audit) -> str:
    """The same as JSON."""

    def data(row: Row) -> dict[str, object]:
        return {
            "scheme": row.scheme,
            "entries": row.entries,
            "placed": row.placed,
            "not_decided": row.reasons,
            "deciding": row.deciding,
            "not_deciding": row.not_deciding,
            "exercised": row.exercised,
        }

    counts = audit.amendments
    amendments = counts and {
        "amendments": counts.amendments,
        "placed": counts.placed,
        "not_decided": counts.reasons,
        "exercised": counts.exercised,
        "later_side_alone": counts.later_side,
    }
    whole = {
        "schema": "rulecheck:audit/1",
        "provisions": audit.provisions,
        "cases": audit.cases,
        "schemes": [data(row) for row in audit.rows],
        "total": data(audit.total),
        "amendments": amendments,
        "findings": [{"code": d.code, "message": d.message, "severity": d.severity} for d in audit.findings],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2)
