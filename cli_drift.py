"""The command on official texts: which have changed since the rules were read from them."""

from __future__ import annotations

import sys
from pathlib import Path
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
    from rulecheck.engine.rulebook import Rulebook
    from rulecheck.workbench.corpus import Corpus


@click.command()
@click.option("--corpus", "folder", metavar="DIR", required=True, help="The folder of official texts.")
@click.option("--at", default="", metavar="DAY|REV", help="Texts promulgated by a day, or as of a revision of git.")
@click.option("--record", is_flag=True, help="Write into the article files which texts their versions were read from.")
@click.option(
    "--seen",
    multiple=True,
    metavar="ARTICLE",
    help="With --record: the newest text of this article was read, and the rules stand with it; may be repeated.",
)
@rules_option
@format_option("text", "json")
@language_option
@style_option
def drift(
    folder: str, at: str, record: bool, seen: tuple[str, ...], rules: str | None, form: str, lang: str, look: str
) -> None:
    """Name every article whose official text has changed since it was read, with the paragraph and what cites it.

    Exit code 1 when a text has changed, or one that the corpus holds is not recorded.
    """
    from rulecheck.workbench.corpus import corpus_at, unreadable_revision

    directory = directory_of(rules)
    rulebook = rulebook_of(directory, look)
    if rulebook.layout is None:
        raise click.UsageError("`rulebook.yaml` does not say how official texts are laid out; write `official texts`")
    if not Path(folder).is_dir():
        raise click.UsageError(f"there is no folder `{folder}`")
    if seen and not record:
        raise click.UsageError("--seen goes with --record")
    corpus = corpus_at(folder, rulebook.layout, at)
    unreadable = unreadable_revision(corpus)
    if unreadable:
        raise click.UsageError(unreadable)
    if record:
        _record(rulebook, corpus, seen, directory, lang)
    from rulecheck.workbench.drift import drift as find

    found = find(rulebook, corpus)
    tell(found.problems, look, {})
    if form == "json":
        from rulecheck.reports.drift_text import drift_json

        click.echo(drift_json(found, rulebook, lang))
    else:
        from rulecheck.reports.drift_text import drift_text

        click.echo(drift_text(found, rulebook, style_of(look), lang), nl=False)
    if found.problems:
        sys.exit(BAD_INPUT)
    sys.exit(FINDINGS if found.findings else DONE)


def _record(rulebook: Rulebook, corpus: Corpus, seen: tuple[str, ...], directory: str, lang: str) -> None:
    """Writes the records, and tells which; the process ends there."""
    from rulecheck.engine.diagnostics import did_you_mean
    from rulecheck.reports.drift_text import recorded_text
    from rulecheck.workbench.record_texts import record

    for name in seen:
        if name not in rulebook.articles:
            hint = did_you_mean(name, rulebook.articles) or "name it as `rulecheck show` does"
            raise click.UsageError(f"there is no article `{name}`; {hint}")
    written, unchanged = record(rulebook, corpus, directory, seen)
    click.echo(recorded_text(written, unchanged, rulebook, lang), nl=False)
    sys.exit(DONE)
