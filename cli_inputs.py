"""What commands work with: the rulebook, the files named, the style of the output, and diagnostics told on stderr."""

from __future__ import annotations

import sys

from rulecheck.exit_codes import BAD_INPUT

TYPE_CHECKING = False

if TYPE_CHECKING:
    from datetime import date
    from typing import NoReturn

    from rulecheck.engine.diagnostics import Diagnostic
    from rulecheck.engine.limits import Limits
    from rulecheck.engine.python.kept_code import CodeStore
    from rulecheck.engine.rulebook import Rulebook
    from rulecheck.engine.vocabulary import Scheme
    from rulecheck.reports.style import Style


def scheme_of(rulebook: Rulebook, name: str) -> Scheme:
    """The scheme of that name; a usage error for one that there is not."""
    from rulecheck.engine.diagnostics import did_you_mean

    schemes = rulebook.vocabulary.schemes
    if name not in schemes:
        hint = did_you_mean(name, schemes) or "list them with `rulecheck facts`"
        _wrong_usage(f"there is no scheme `{name}`; {hint}")
    return schemes[name]


def directory_of(named: str | None) -> str:
    """The directory of the rulebook to use; a usage error when none can be chosen."""
    from rulecheck.engine.whereabouts import rulebook_directory

    directory, candidates = rulebook_directory(named)
    if directory is None:
        among = f" among {', '.join(candidates)}" if candidates else ""
        _wrong_usage(f"no rulebook could be chosen{among}; name one with --rules")
    return directory


def rulebook_of(named: str | None, look: str) -> Rulebook:
    """The rulebook to use. When there is something wrong with it the process ends there, with exit code 2."""
    return rules_of(named, look)[0]


def rules_of(named: str | None, look: str) -> tuple[Rulebook, CodeStore | None]:
    """The same, and where the code generated from it is kept."""
    from rulecheck.engine.cache import load_kept

    directory = directory_of(named)
    kept = load_kept(directory)
    if kept.rulebook is None:
        tell(kept.diagnostics, look, {}, directory)
        sys.exit(BAD_INPUT)
    return kept.rulebook, kept.code


def in_coverage(rulebook: Rulebook, day: date | None) -> None:
    """Refuses a day of which the rulebook does not hold the law: what it would show then is not the law."""
    if day is not None and day < rulebook.covers_from:
        _wrong_usage(f"the rulebook holds the law from {rulebook.covers_from.isoformat()} on")


def read_input(name: str, look: str, limits: Limits | None = None) -> bytes | None:
    """The text of a file, or of standard input for `-`; what is wrong with it is told."""
    from rulecheck.engine.limits import DEFAULT_LIMITS

    limits = limits or DEFAULT_LIMITS
    if name == "-":
        return sys.stdin.buffer.read(limits.case_bytes + 1)
    from rulecheck.engine.text_file import read_file

    text, found = read_file(name, limits, case=True)
    tell(found, look, {})
    return text


def shown_name(name: str) -> str:
    """The name under which messages speak of an input."""
    return "<stdin>" if name == "-" else name


def style_of(look: str) -> Style:
    """The style of standard output."""
    from rulecheck.reports.terminal import style_for

    return style_for(look, sys.stdout)


def tell(found: tuple[Diagnostic, ...], look: str, texts: dict[str, bytes], directory: str = "") -> None:
    """Shows diagnostics on stderr, each with its line."""
    if not found:
        return
    from rulecheck.engine.source_lines import SourceLines
    from rulecheck.reports.diagnostics_text import diagnostics_text
    from rulecheck.reports.terminal import style_for

    lines = SourceLines(texts, directory).line
    sys.stderr.write(diagnostics_text(found, lines, style_for(look, sys.stderr)))
    sys.stderr.flush()


def say(text: str) -> None:
    """Writes a result."""
    sys.stdout.write(text)
    sys.stdout.flush()


def _wrong_usage(message: str) -> NoReturn:
    # Only a call that has failed brings the library of the command line with it.
    from click import UsageError

    raise UsageError(message)
