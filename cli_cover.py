"""The command that measures coverage of the law by golden cases: `rulecheck cover`."""

from __future__ import annotations

import sys
from fractions import Fraction
from typing import TYPE_CHECKING

import click

from rulecheck.cli_inputs import directory_of, rulebook_of, style_of, tell
from rulecheck.cli_options import (
    BAD_INPUT,
    DONE,
    FINDINGS,
    format_option,
    language_option,
    rules_option,
    style_option,
)

if TYPE_CHECKING:
    from rulecheck.engine.coverage import Coverage
    from rulecheck.engine.rulebook import Rulebook
    from rulecheck.workbench.coverage import Evidence


class Percent(click.ParamType[object]):
    """A percentage from 0 to 100, exact: `87.5`."""

    name = "percent"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Fraction:
        """The share that an option names, from 0 to 1."""
        text = str(value).removesuffix("%")
        whole, _, decimals = text.partition(".")
        digits = whole + decimals
        if not (digits.isascii() and digits.isdecimal()) or len(digits) > 9 or not whole:
            self.fail(f"`{value}` is not a percentage; write a number from 0 to 100", param, ctx)
        share = Fraction(int(digits), 100 * 10 ** len(decimals))
        if share > 1:
            self.fail(f"`{value}` is more than everything; write a number from 0 to 100", param, ctx)
        return share


@click.command()
@click.argument("articles", nargs=-1, metavar="[ARTICLE]…")
@click.option("--fail-under", "least", type=Percent(), default=None, help="Exit code 1 when less is shown.")
@click.option("--write-missing", "folder", metavar="DIR", help="Write a golden case for each gap, to be answered.")
@rules_option
@format_option("text", "json", "html")
@language_option
@style_option
def cover(
    articles: tuple[str, ...],
    least: Fraction | None,
    folder: str | None,
    rules: str | None,
    form: str,
    lang: str,
    look: str,
) -> None:
    """Measure what the golden cases show of the law: of each ARTICLE (such as "EEA 19-2") with its gaps, or of all."""
    from rulecheck.engine.coverage import tally
    from rulecheck.engine.diagnostics import did_you_mean
    from rulecheck.workbench.coverage import collect, measure

    directory = directory_of(rules)
    rulebook = rulebook_of(directory, look)
    for article in articles:
        if article not in rulebook.articles:
            hint = did_you_mean(article, rulebook.articles) or "list them with `rulecheck cover`"
            raise click.UsageError(f"there is no article `{article}`; {hint}")
    found, mistakes = collect(directory, rulebook)
    tell(mistakes, look, {})
    coverage = measure(rulebook, found)
    if form == "json":
        from rulecheck.reports.coverage_text import coverage_json

        click.echo(coverage_json(coverage, articles))
    elif form == "html":
        from rulecheck.reports.coverage_html import coverage_html

        click.echo(coverage_html(coverage, rulebook, lang), nl=False)
    else:
        from rulecheck.reports.coverage_text import coverage_text

        click.echo(coverage_text(coverage, style_of(look), articles), nl=False)
    if folder is not None:
        _write_missing(coverage, found, rulebook, articles, folder)
    if mistakes:
        sys.exit(BAD_INPUT)
    chosen = tally(m for m in coverage.measured if not articles or m.unit.article in articles)
    sys.exit(FINDINGS if least is not None and chosen.share < least else DONE)


def _write_missing(
    coverage: Coverage, found: Evidence, rulebook: Rulebook, articles: tuple[str, ...], folder: str
) -> None:
    """Writes the gaps down as golden cases, with a progress bar on a terminal."""
    from rulecheck.reports.coverage_text import sentence
    from rulecheck.workbench.coverage_files import write_missing

    gaps = [unit for unit in coverage.gaps if not articles or unit.article in articles]
    with click.progressbar(gaps, label="looking for facts", file=sys.stderr, hidden=not sys.stderr.isatty()) as shown:
        written = write_missing(rulebook, found, shown, folder, sentence)
    for path, count in written.files:
        click.echo(f"{path}: {count:,} cases to be answered", err=True)
    click.echo(
        f"{len(gaps):,} gaps: {len(gaps) - len(written.not_found):,} are closed by "
        f"{sum(count for _, count in written.files):,} cases; for {len(written.not_found):,} no facts were found",
        err=True,
    )
