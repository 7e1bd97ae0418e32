"""Where the program begins.

The plainest calls, case files to decide, do without the library of the command line: to import it takes longer than
to decide a case. All others are its to parse, and to find fault with.
"""

from __future__ import annotations

import gc
import os
import sys
from functools import partial

from rulecheck.exit_codes import ended

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import NoReturn

    from rulecheck.engine.engines import Choice

# Options that a plain call may have, and what may stand after them; None: anything.
_PLAIN = {"--format": ("text", "json", "html"), "--rules": None}
_ENGINES = ("", "generated", "interpreter")


def main() -> None:
    """The entry point."""
    plain = plain_call(sys.argv[1:], os.environ)
    if plain is None or not _has_rules(plain[1]):
        from rulecheck.cli import main as parsed

        parsed()
    else:
        # What a decision makes is needed until the end: looking for garbage in it would only take time.
        gc.disable()
        ended(partial(_decide, *plain))


def plain_call(arguments: Sequence[str], environment: Mapping[str, str]) -> tuple[list[str], dict[str, str]] | None:
    """The case files and the options of a plain call; None for every other call.

    A case file is told from a command by its suffix.
    """
    if environment.get("RULECHECK_ENGINE", "") not in _ENGINES or "_RULECHECK_COMPLETE" in environment:
        return None
    cases: list[str] = []
    options: dict[str, str] = {}
    rest = iter(arguments)
    for argument in rest:
        if argument in _PLAIN and argument not in options:
            value, allowed = next(rest, ""), _PLAIN[argument]
            if not value or (allowed is not None and value not in allowed):
                return None
            options[argument] = value
        elif argument.startswith("-") or "." not in argument:
            return None
        else:
            cases.append(argument)
    return (cases, options) if cases else None


def _has_rules(options: Mapping[str, str]) -> bool:
    from rulecheck.engine.whereabouts import rulebook_directory

    return rulebook_directory(options.get("--rules"))[0] is not None


def _decide(cases: Sequence[str], options: Mapping[str, str]) -> NoReturn:
    from rulecheck.cli_cases import decide_files
    from rulecheck.engine.asking import NOTHING_SPECIAL

    wished = os.environ.get("RULECHECK_ENGINE")
    engine: Choice | None = "interpreter" if wished == "interpreter" else "generated" if wished else None
    form = options.get("--format", "text")
    code = decide_files(cases, NOTHING_SPECIAL, options.get("--rules"), engine, form, "en", "auto", why_not=False)
    sys.stdout.flush()
    sys.stderr.flush()
    # Taking down one by one what Python holds would take a tenth of the whole time.
    os._exit(code)
