"""Which style a stream takes: colour and signs on a terminal, plain text otherwise."""

from __future__ import annotations

import os

from rulecheck.reports.style import Style

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO


def style_for(look: str, stream: TextIO) -> Style:
    """The style for a stream: ``auto`` as the terminal allows, ``plain`` without colour, ``ascii`` without signs too.

    There is colour on a terminal only, and never where NO_COLOR is set; signs where the stream can write them.
    """
    terminal = stream.isatty()
    colour = look == "auto" and terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    signs = look != "ascii" and (stream.encoding or "").lower().startswith("utf")
    return Style(colour, signs, _width() if terminal else 96)


def _width() -> int:
    from shutil import get_terminal_size

    return min(max(get_terminal_size().columns, 60), 100)
