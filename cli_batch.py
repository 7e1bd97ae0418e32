"""The command that decides many cases from one file: `batch`."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rulecheck.cli_inputs import rulebook_of, tell
from rulecheck.cli_options import BAD_INPUT, DONE, FINDINGS, Day, rules_option, style_option

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from rulecheck.engine.rulebook import Rulebook
    from rulecheck.engine.trace import Question
    from rulecheck.workbench.batch_parts import Batch, Summary
    from rulecheck.workbench.batch_sources import Source


@click.command()
@click.argument("cases", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="CASES")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Where the answers go.")
@click.option("--explain", "row", type=click.IntRange(min=1), metavar="ROW", help="Show the full trace of one row.")
@click.option("--as-of", type=Day(), help="Decide by the law in force on this day.")
@click.option("--known-on", type=Day(), help="Leave out law promulgated after this day.")
@click.option("--ask", multiple=True, metavar="NAME", help="A scheme or conclusion to decide; may be repeated.")
@click.option(
    "--engine",
    "way",
    type=click.Choice(("auto", "sql", "python")),
    default="auto",
    help="What decides: SQL on DuckDB, or generated Python. By default SQL for large files, where it is installed.",
)
@click.option(
    "--layout",
    type=click.Choice(("long", "wide")),
    default="long",
    help="In CSV and Parquet: a line for each conclusion of a row, or a line for each row. JSON lines are a row each.",
)
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Processes that decide; one a core by default.")
@rules_option
@style_option
def batch(
    cases: Path,
    out: Path | None,
    row: int | None,
    as_of: date | None,
    known_on: date | None,
    ask: tuple[str, ...],
    way: str,
    layout: str,
    jobs: int | None,
    rules: str | None,
    look: str,
) -> None:
    """Decide the cases of a file, each row with the provisions that decide it.

    CASES and the file of --out are JSON lines (.jsonl), CSV (.csv) or Parquet (.parquet). A run that was killed goes on
    when it is started again. Exit code 1 when rows were rejected; they are in FILE.rejected.jsonl.
    """
    from rulecheck import __version__
    from rulecheck.engine.trace import Question
    from rulecheck.workbench.batch_outputs import writer_of
    from rulecheck.workbench.batch_parts import Batch
    from rulecheck.workbench.batch_sources import Unreadable, source_of
    from rulecheck.workbench.batch_summary import batch_summary
    from rulecheck.workbench.batch_wide import wide_of

    source = source_of(cases)
    if source is None:
        raise click.UsageError(f"`{cases.name}` is none of .jsonl, .csv and .parquet")
    if (out is None) == (row is None):
        raise click.UsageError("name the file for the answers with --out, or one row with --explain")
    _needs_pyarrow(cases, out)
    rulebook = rulebook_of(rules, look)
    question = Question(ask, as_of, known_on)
    if out is None:
        _explain(rulebook, cases, source, row or 1, question, look)
        return
    # JSON lines have one layout.
    wide = wide_of(rulebook, question) if layout == "wide" and out.suffix != ".jsonl" else None
    if isinstance(wide, str):
        raise click.UsageError(wide)
    writer = writer_of(out, wide)
    if writer is None:
        raise click.UsageError(f"`{out.name}` is none of .jsonl, .csv and .parquet")
    if out.exists() and out.samefile(cases):
        raise click.UsageError(f"`{out.name}` holds the cases; name another file with --out")
    if not out.parent.is_dir():
        raise click.UsageError(f"there is no folder `{out.parent}`")
    run, rows = _engine(way, cases, wide is not None)
    jobs = jobs or os.cpu_count() or 1
    wanted = Batch(rulebook, question, __version__, cases, source, out, writer, rows, jobs, wide)
    with click.progressbar(
        length=0, label="deciding", show_pos=True, file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as bar:
        try:
            summary = run(wanted, bar.update)
        except Unreadable as found:
            raise click.UsageError(f"`{cases.name}` cannot be read: {found}") from found
    if summary is None:
        raise click.UsageError(
            f"`{wanted.parts.name}` holds parts of another batch (other cases, rules or options); "
            "remove it to begin anew"
        )
    click.echo(batch_summary(summary), err=True)
    sys.exit(FINDINGS if summary.rejected else DONE)


def _engine(way: str, cases: Path, wide: bool) -> tuple[Callable[[Batch, Callable[[int], None]], Summary | None], int]:
    """What runs a batch, and how many rows it decides between two parts."""
    from rulecheck.workbench import batch_parts, batch_run

    lacking = [name for name in ("duckdb", "sqlglot", "pyarrow") if find_spec(name) is None]
    if way == "sql" and lacking:
        raise click.UsageError(f'SQL needs {" and ".join(lacking)}: pip install "rulecheck[batch]"')
    if way == "python" or lacking or (way == "auto" and not batch_run.is_large(cases)):
        return batch_run.run, batch_parts.CHUNK
    from rulecheck.workbench.columnar import run as columnar

    return columnar.run, columnar.rows_of_a_block(cases, wide)


def _needs_pyarrow(*paths: Path | None) -> None:
    if any(path is not None and path.suffix == ".parquet" for path in paths) and find_spec("pyarrow") is None:
        raise click.UsageError('Parquet needs pyarrow: pip install "rulecheck[batch]"')


def _explain(rulebook: Rulebook, cases: Path, source: Source, number: int, question: Question, look: str) -> None:
    """Writes the trace of one row, as `rulecheck CASE --format json` does."""
    from rulecheck import __version__
    from rulecheck.engine.python.compiled import Compiled
    from rulecheck.engine.record import json_text
    from rulecheck.workbench.batch_rows import answer_of
    from rulecheck.workbench.batch_run import row_of
    from rulecheck.workbench.batch_sources import Unreadable

    try:
        row = row_of(cases, source, rulebook.vocabulary, number)
    except Unreadable as wrong:
        raise click.UsageError(f"`{cases.name}` cannot be read: {wrong}") from wrong
    if row is None:
        raise click.UsageError(f"`{cases.name}` has no row {number:,}")
    if row.unreadable:
        raise click.UsageError(f"row {number:,}: {row.unreadable}")
    answer, found = answer_of(Compiled(rulebook, __version__), row, question)
    if answer is None:
        tell(found, look, {found[0].place.file: row.text})
        sys.exit(BAD_INPUT)
    click.echo(json_text(answer, rulebook))
