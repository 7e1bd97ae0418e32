"""The command that brings rule files into one form: `fmt`."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from rulecheck.cli_inputs import directory_of, read_input, shown_name, tell
from rulecheck.cli_options import BAD_INPUT, DONE, FINDINGS, style_option

if TYPE_CHECKING:
    from collections.abc import Iterator


@click.command()
@click.argument("paths", nargs=-1, metavar="[FILE_OR_FOLDER]…")
@click.option("--check", is_flag=True, help="Change nothing; exit code 1 when something would change.")
@click.option("--diff", "show", is_flag=True, help="Change nothing; show what would change.")
@style_option
def fmt(paths: tuple[str, ...], check: bool, show: bool, look: str) -> None:
    """Bring rule files into one form: `<=` becomes `≤`, `500000` becomes `500,000`, blank space goes.

    Comments, the order of keys and line breaks stay. `-` formats standard input. Without paths, the rulebook in use.
    """
    from rulecheck.workbench.format_rules import formatted

    worst, changed, seen = DONE, 0, 0
    for name in _files(paths or (directory_of(None),)):
        text = read_input(name, look)
        seen += 1
        if text is None:
            worst = BAD_INPUT
            continue
        result = formatted(text, shown_name(name))
        if result.mistakes:
            tell(result.mistakes, look, {shown_name(name): text})
            worst = BAD_INPUT
        if name == "-" and not (check or show):
            sys.stdout.buffer.write(result.text)
        if result.text == text:
            continue
        changed += 1
        if show:
            click.echo(_difference(name, text.decode(), result.text.decode()), nl=False)
        elif check:
            click.echo(f"{name}: not in form")
        elif name != "-":
            with open(name, "wb") as out:
                out.write(result.text)
    click.echo(f"{seen:,} files, {changed:,} {'not in form' if check or show else 'changed'}", err=True)
    sys.exit(max(worst, FINDINGS if changed and (check or show) else DONE))


def _files(paths: tuple[str, ...]) -> Iterator[str]:
    """The YAML files named, and those of the folders named."""
    for path in paths:
        if path == "-" or os.path.isfile(path):
            yield path
        elif os.path.isdir(path):
            for at, folders, names in os.walk(path):
                folders.sort()
                yield from (os.path.join(at, name) for name in sorted(names) if name.endswith(".yaml"))
        else:
            raise click.UsageError(f"there is no file and no folder `{path}`")


def _difference(name: str, old: str, new: str) -> str:
    from difflib import unified_diff

    return "".join(
        unified_diff(old.splitlines(keepends=True), new.splitlines(keepends=True), name, f"{name} (in form)")
    )
