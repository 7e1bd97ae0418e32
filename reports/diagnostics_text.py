"""Diagnostics in the manner of modern compilers: what is wrong, where, the text underlined in its line, what helps."""

import json
from collections.abc import Callable, Iterable

from rulecheck.engine.diagnostics import Diagnostic
from rulecheck.reports.style import Page, Style, width_of

SourceLine = Callable[[str, int], str | None]


def no_source(_file: str, _line: int) -> str | None:
    """For callers without the sources: no line is shown."""
    return None


def diagnostics_text(diagnostics: Iterable[Diagnostic], source_line: SourceLine, style: Style) -> str:
    """All of them in the order given, and a line that counts them; empty when there are none.

    ``source_line(file, line)`` gives the text of a line without its line break, or None where there is none.
    """
    found = list(diagnostics)
    page = Page(style)
    for diagnostic in found:
        page.gap()
        _write(page, diagnostic, source_line)
    if not found:
        return ""
    page.gap()
    page.say(summary(found))
    return page.text()


def summary(diagnostics: Iterable[Diagnostic]) -> str:
    """How many errors and warnings there are: ``2 errors, 1 warning``."""
    severities = [d.severity for d in diagnostics]
    counts = [(severities.count("error"), "error"), (severities.count("warning"), "warning")]
    return ", ".join(f"{n} {word}{'' if n == 1 else 's'}" for n, word in counts if n) or "no errors"


def _write(page: Page, diagnostic: Diagnostic, source_line: SourceLine) -> None:
    style, place = page.style, diagnostic.place
    colour = "no" if diagnostic.severity == "error" else "open"
    lead = style.painted(f"{diagnostic.severity} {diagnostic.code}", colour)
    page.lines.append(f"{lead}: {style.plain(diagnostic.message)}")
    line = source_line(place.file, place.line)
    gutter = len(str(place.line)) if line is not None else 1
    at = f"{place.file}:{place.line}:{place.column}" if place.file else ""
    if at:
        page.lines.append(f"{' ' * gutter}{style.painted('-->', 'place')} {at}")
    if line is not None:
        bar = style.painted("|", "place")
        shown, start, length = _window(line, place.column - 1, place.length, style.width - gutter - 3)
        page.lines.append(f"{' ' * gutter} {bar}")
        page.lines.append(f"{style.painted(str(place.line), 'place')} {bar} {shown}")
        under = " " * width_of(shown[:start]) + style.painted("^" * width_of(shown[start : start + length]), colour)
        page.lines.append(f"{' ' * gutter} {bar} {under}")
    if diagnostic.hint:
        indent = " " * (gutter + 1)
        page.lines.append(f"{indent}{style.painted('help', 'yes')}: {style.plain(diagnostic.hint)}")


def _window(line: str, start: int, length: int, width: int) -> tuple[str, int, int]:
    """The stretch of a line that is shown, without control characters, and where the underlined text lies in it."""
    clean = "".join(" " if not character.isprintable() else character for character in line)
    start = min(start, len(clean))
    clean = clean if clean[start:] else f"{clean} "
    length = max(1, min(length, len(clean) - start))
    if width_of(clean) <= width:
        return clean, start, length
    cut = max(0, min(start - width // 4, len(clean)))
    shown = clean[cut:]
    while width_of(shown) > width and len(shown) > 1:
        shown = shown[:-1]
    lead, tail = "…" if cut else "", "…" if cut + len(shown) < len(clean) else ""
    start = start - cut + len(lead)
    return f"{lead}{shown}{tail}", start, max(1, min(length, len(lead) + len(shown) - start))


def diagnostics_data(diagnostics: Iterable[Diagnostic]) -> dict[str, object]:
    """The diagnostics as plain data, by ``schemas/diagnostics.json``."""
    return {
        "schema": "rulecheck:diagnostics/1",
        "diagnostics": [
            {
                "code": d.code,
                "severity": d.severity,
                "message": d.message,
                "file": d.place.file,
                "line": d.place.line,
                "column": d.place.column,
                "length": d.place.length,
                "underlined": d.underlined,
                "hint": d.hint,
            }
            for d in diagnostics
        ],
    }


def diagnostics_json(diagnostics: Iterable[Diagnostic]) -> str:
    """The diagnostics as JSON text."""
    return json.dumps(diagnostics_data(diagnostics), ensure_ascii=False, indent=2)
