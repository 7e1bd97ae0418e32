"""What the commands have in common: their group, options, the kinds of values that options take, and exit codes."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from rulecheck.exit_codes import BAD_INPUT as BAD_INPUT
from rulecheck.exit_codes import BUG as BUG
from rulecheck.exit_codes import DONE as DONE
from rulecheck.exit_codes import FINDINGS as FINDINGS
from rulecheck.exit_codes import UNDETERMINED as UNDETERMINED

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date


class Commands(click.Group):
    """The commands; what is none of them is a case file to decide.

    ``elsewhere`` names for a command the module that has it: it is imported when the command is used, for a decision
    needs none of them.
    """

    def __init__(self, *args: Any, elsewhere: Mapping[str, str], **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.elsewhere = elsewhere

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands, sorted."""
        return sorted({*super().list_commands(ctx), *self.elsewhere})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name; None when there is none."""
        module = self.elsewhere.get(cmd_name)
        if module is None:
            return super().get_command(ctx, cmd_name)
        found = getattr(import_module(f"rulecheck.{module}"), cmd_name)
        assert isinstance(found, click.Command)
        return found

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Puts the command that decides in front of a case file, or of an option that belongs to it."""
        own = {"--help", "-h", "--version"}
        first = args[0] if args else ""
        if first and first not in self.list_commands(ctx) and first not in own:
            args = ["decide", *args]
        return super().parse_args(ctx, args)


def rules_option(function: Callable[..., None]) -> Callable[..., None]:
    """Adds `--rules`."""
    return click.option("--rules", metavar="DIR", help="The rulebook's directory.")(function)


def format_option(*formats: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Adds `--format`; the first is the default."""
    return click.option("--format", "form", type=click.Choice(formats), default=formats[0], show_default=True)


def language_option(function: Callable[..., None]) -> Callable[..., None]:
    """Adds `--lang`."""
    return click.option("--lang", default="en", show_default=True, help="Language of labels and sentences.")(function)


def style_option(function: Callable[..., None]) -> Callable[..., None]:
    """Adds `--style`."""
    return click.option(
        "--style",
        "look",
        type=click.Choice(["auto", "plain", "ascii"]),
        default="auto",
        show_default=True,
        help="auto: colour and symbols on a terminal; plain: never colour; ascii: no signs beyond ASCII either.",
    )(function)


def engine_option(function: Callable[..., None]) -> Callable[..., None]:
    """Adds `--engine`."""
    return click.option(
        "--engine",
        type=click.Choice(["generated", "interpreter"]),
        envvar="RULECHECK_ENGINE",
        help="Decide by code generated from the rules (as is done where it can be kept), or interpret them.",
    )(function)


class Day(click.ParamType[object]):
    """A date, year-month-day."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The date that an option names."""
        from rulecheck.engine.calendar import parse_date

        day = parse_date(str(value))
        if day is None:
            self.fail(f"`{value}` is not a date; write year-month-day, such as 2024-03-01", param, ctx)
        return day
