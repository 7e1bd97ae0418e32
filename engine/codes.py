"""What stands behind the code of a diagnostic: title, explanation, and an example of wrong and right."""

from importlib import import_module

from rulecheck.grammar.data_classes import frozen

_CATALOGUES = ("codes_text", "codes_rules", "codes_case", "codes_audit", "codes_corpus", "codes_trace")


@frozen
class Code:
    """One entry of the catalogue of diagnostics; ``wrong`` provokes it and ``right`` is the same, mended.

    Where the mistake is not one of a few lines (a file too large), both say it in words.
    """

    code: str
    title: str
    explanation: str
    wrong: str
    right: str


def all_codes() -> dict[str, Code]:
    """Every code of the engine in the order of codes.

    The catalogues are imported here and not above: they import ``Code``, and a run without mistakes needs
    none of them.
    """
    found: dict[str, Code] = {}
    for name in _CATALOGUES:
        found.update(import_module(f"rulecheck.engine.{name}").CODES)
    return dict(sorted(found.items()))
