"""Where rulebooks lie: the one named, the one in the working directory, or the one that came with the package."""

import os
from importlib.resources import files
from pathlib import Path


def rulebook_directory(named: str | None) -> tuple[str | None, tuple[str, ...]]:
    """The directory of the rulebook to use, and the directories among which none could be chosen.

    The one named (by option, else by ``RULECHECK_RULES``) comes first, then the only rulebook under ``rules/`` in
    the working directory, so that an analyst's checkout is what she sees, then the only one in the package.
    """
    chosen = named or os.environ.get("RULECHECK_RULES")
    if chosen:
        return chosen, ()
    candidates: tuple[str, ...] = ()
    for root in (Path("rules"), Path(str(files("rulecheck"))) / "rules"):
        found = tuple(sorted(str(p.parent) for p in root.glob("*/rulebook.yaml")))
        if len(found) == 1:
            return found[0], ()
        candidates += found
    return None, candidates
