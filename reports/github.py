"""Diagnostics as annotations that a build server shows in the lines of a change."""

from collections.abc import Iterable

from rulecheck.engine.diagnostics import Diagnostic


def annotations(found: Iterable[Diagnostic]) -> str:
    """One workflow command a line, each ending with a line break."""
    return "".join(f"{annotation(diagnostic)}\n" for diagnostic in found)


def annotation(diagnostic: Diagnostic) -> str:
    """The workflow command for a diagnostic."""
    place = diagnostic.place
    at = f"file={in_property(place.file)},line={place.line},col={place.column},title={diagnostic.code}"
    text = f"{diagnostic.message}. {diagnostic.hint}" if diagnostic.hint else diagnostic.message
    return f"::{diagnostic.severity} {at}::{in_message(text)}"


def in_message(text: str) -> str:
    """A text as the message of a workflow command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def in_property(text: str) -> str:
    """A text as a property of a workflow command, such as `file`."""
    return in_message(text).replace(":", "%3A").replace(",", "%2C")
