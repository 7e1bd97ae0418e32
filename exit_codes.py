"""How the process ends, and what it says by its exit code."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

DONE, FINDINGS, BAD_INPUT, UNDETERMINED, BUG = 0, 1, 2, 3, 70


def ended(run: Callable[[], object]) -> None:
    """Runs what the process is for; whatever escapes that is a bug of ours, and says so."""
    sys.excepthook = _bug
    try:
        run()
    except BrokenPipeError:
        # The reader has seen enough (`rulecheck … | head`). Keep Python from complaining about it at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(DONE)


def _bug(kind: type[BaseException], bug: BaseException, trace: TracebackType | None) -> None:
    """Tells of a bug, and ends with its own exit code: Python's would be that of findings."""
    if os.environ.get("RULECHECK_DEBUG"):
        sys.__excepthook__(kind, bug, trace)
    print(
        f"rulecheck has a bug: {kind.__name__}: {bug}\n"
        "help: run it again with RULECHECK_DEBUG=1 and report what it prints, with the files it was given",
        file=sys.stderr,
    )
    sys.stdout.flush()
    os._exit(BUG)
