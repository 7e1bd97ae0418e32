"""Words of DuckDB's SQL: names, texts, and what several modules say with them."""

from collections.abc import Iterable

_PLAIN = r"[\p{L}\p{N}\p{P}\p{S} ]+"
_LONGEST = 500


def name(text: str) -> str:
    """A column's name."""
    return '"' + text.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text."""
    return "'" + text.replace("'", "''") + "'"


def is_like(value: str, pattern: str) -> str:
    """Whether the whole of a text is as a pattern says."""
    return f"regexp_full_match({value}, {literal(pattern)})"


def is_plain(value: str) -> str:
    """Whether SQL may read and write a text: any other is for Python. No character is invisible."""
    return f"({is_like(value, _PLAIN)} AND length({value}) <= {_LONGEST})"


def surely(condition: str) -> str:
    """A truth, with NULL as false."""
    return f"coalesce({condition}, false)"


def any_of(conditions: Iterable[str]) -> str:
    """Whether one of several is true; none of which may be NULL."""
    found = list(dict.fromkeys(each for each in conditions if each != "false"))
    return "(" + " OR ".join(found) + ")" if found else "false"


def all_of(conditions: Iterable[str]) -> str:
    """Whether each of several is true."""
    return "(" + " AND ".join(conditions) + ")"
