"""The command that decides many cases on Apache Spark: `spark`."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING

import click

from rulecheck.cli_inputs import directory_of, rulebook_of
from rulecheck.cli_options import DONE, FINDINGS, Day, rules_option, style_option

if TYPE_CHECKING:
    from datetime import date
    from typing import Literal


@click.command()
@click.argument("cases", metavar="CASES")
@click.option("--out", required=True, metavar="FOLDER", help="Where the answers go.")
@click.option("--master", metavar="URL", help="The master of Spark; by default the one that Spark is set up for.")
@click.option("--conf", "settings", multiple=True, metavar="NAME=VALUE", help="A setting of Spark; may be repeated.")
@click.option("--as-of", type=Day(), help="Decide by the law in force on this day.")
@click.option("--known-on", type=Day(), help="Leave out law promulgated after this day.")
@click.option("--ask", multiple=True, metavar="NAME", help="A scheme or conclusion to decide; may be repeated.")
@click.option(
    "--engine",
    type=click.Choice(("auto", "sql", "python")),
    default="auto",
    help="What workers decide by: SQL on DuckDB where they have it, or generated Python. The answers are the same.",
)
@click.option(
    "--layout", type=click.Choice(("long", "wide")), default="long", help="A row for each conclusion, or for each case."
)
@rules_option
@style_option
def spark(
    cases: str,
    out: str,
    master: str | None,
    settings: tuple[str, ...],
    as_of: date | None,
    known_on: date | None,
    ask: tuple[str, ...],
    engine: Literal["auto", "sql", "python"],
    layout: str,
    rules: str | None,
    look: str,
) -> None:
    """Decide the cases of a folder of Parquet files on Apache Spark.

    CASES and FOLDER are addresses that Spark reads and writes (folders, hdfs://…, s3a://…). A run that was killed goes
    on when it is started again. Exit code 1 when rows were rejected; they are in FOLDER/rejected.
    """
    from rulecheck.engine.rule_files import read_rule_files
    from rulecheck.engine.trace import Question
    from rulecheck.workbench.batch_summary import batch_summary
    from rulecheck.workbench.batch_wide import wide_of
    from rulecheck.workbench.spark.archive import Refused
    from rulecheck.workbench.spark.partition import lacking
    from rulecheck.workbench.spark.run import SparkBatch, run
    from rulecheck.workbench.spark.session import connect

    if find_spec("pyspark") is None:
        raise click.UsageError('this needs Spark: pip install "rulecheck[spark]"')
    for each in settings:
        if "=" not in each:
            raise click.UsageError(f"`{each}` is no setting; write `NAME=VALUE`")
    rulebook = rulebook_of(rules, look)
    files, _ = read_rule_files(directory_of(rules))
    question = Question(ask, as_of, known_on)
    wide = wide_of(rulebook, question) if layout == "wide" else None
    if isinstance(wide, str):
        raise click.UsageError(wide)
    if engine == "sql" and (missing := lacking()):
        raise click.UsageError(f'SQL needs {" and ".join(missing)}: pip install "rulecheck[batch]", on the workers too')
    wanted = SparkBatch(files, rulebook.digest, question, cases, out, engine, wide)
    session = connect(master, dict(each.split("=", 1) for each in settings))
    with click.progressbar(
        length=0, label="files", show_pos=True, file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as bar:

        def progress(done: int, of: int) -> None:
            bar.length = of
            bar.update(done)

        try:
            summary = run(session, wanted, progress)
        except Refused as why:
            raise click.UsageError(str(why)) from why
        finally:
            session.stop()
    click.echo(batch_summary(summary), err=True)
    sys.exit(FINDINGS if summary.rejected else DONE)
