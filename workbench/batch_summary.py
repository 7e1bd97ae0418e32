"""What became of a batch, in words."""

from rulecheck.workbench.batch_parts import Summary


def batch_summary(summary: Summary) -> str:
    """What was done, in a line, and a line for each reason why rows were handed over."""
    handed, by_sql = sum(summary.handed.values()), summary.by_sql
    by_python = f"{summary.decided - by_sql - handed:,} by generated Python, {handed:,} by the interpreter"
    lines = [
        f"{summary.decided + summary.rejected:,} rows: {summary.decided:,} decided "
        f"({f'{by_sql:,} by SQL, ' if by_sql else ''}{by_python}), "
        f"{summary.undetermined:,} of them with something unknown; {summary.rejected:,} rejected"
    ]
    lines += [f"handed to Python: {count:,}, {why}" for why, count in sorted(summary.not_by_sql.items())]
    lines += [f"handed to the interpreter: {count:,}, {why}" for why, count in sorted(summary.handed.items())]
    return "\n".join(lines)
