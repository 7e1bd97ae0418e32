"""Where rulebooks lie: the one named, the one in the working directory, or the one that came with the package."""

import os

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def rulebook_directory(named: str | None) -> tuple[str | None, tuple[str, ...]]:
    """The directory of the rulebook to use, and the directories among which none could be chosen.

    The one named (by option, else by ``RULECHECK_RULES``) comes first, then the only rulebook under ``rules/`` in
    the working directory, so that an analyst's checkout is what she sees, then the only one in the package.
    """
    chosen = named or os.environ.get("RULECHECK_RULES")
    if chosen:
        return chosen, ()
    candidates: tuple[str, ...] = ()
    for root in ("rules", os.path.join(_PACKAGE, "rules")):
        found = _rulebooks(root)
        if len(found) == 1:
            return found[0], ()
        candidates += found
    return None, candidates


def _rulebooks(root: str) -> tuple[str, ...]:
    """The directories of the rulebooks in a folder, sorted."""
    if not os.path.isdir(root):
        return ()
    folders = (os.path.join(root, name) for name in sorted(os.listdir(root)))
    return tuple(folder for folder in folders if os.path.exists(os.path.join(folder, "rulebook.yaml")))
