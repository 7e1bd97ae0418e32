"""Coverage of the law: which units the golden cases show. The collection, the measure; the reports are elsewhere."""

import os
from collections.abc import Iterable

from attrs import frozen

from rulecheck.engine.coverage import Coverage, Measured
from rulecheck.engine.diagnostics import Diagnostic
from rulecheck.engine.golden import Result
from rulecheck.engine.rulebook import Rulebook
from rulecheck.workbench.coverage_seen import Seen, seen
from rulecheck.workbench.coverage_units import units
from rulecheck.workbench.facts import provisions_of_scheme
from rulecheck.workbench.golden import run_selected


@frozen
class Evidence:
    """The golden results that count, how many do not, and what the former show."""

    results: tuple[Result, ...]
    left_out: int
    seen: Seen


def collect(directory: str, rulebook: Rulebook) -> tuple[Evidence, tuple[Diagnostic, ...]]:
    """The evidence of the golden cases in a rulebook's folder, and what is wrong with their files."""
    results, mistakes = run_selected((os.path.join(directory, "cases"),), rulebook)
    return evidence(results, rulebook), mistakes


def evidence(results: Iterable[Result], rulebook: Rulebook) -> Evidence:
    """What golden results show. A case that failed, or is not answered yet, shows nothing: nobody vouches for it."""
    results = tuple(results)
    counting = tuple(r for r in results if r.passed)
    answers = ((r.answer, (r.file, r.case.title)) for r in counting if r.answer is not None)
    return Evidence(counting, len(results) - len(counting), seen(answers, rulebook))


def measure(rulebook: Rulebook, found: Evidence) -> Coverage:
    """Which units of a rulebook the evidence shows."""
    measured = []
    for unit in units(rulebook):
        file, case = found.seen.shows(unit) or ("", "")
        measured.append(Measured(unit, file, case))
    schemes = {
        scheme.id: (scheme.title, frozenset(p.id for p in provisions_of_scheme(rulebook, scheme)))
        for scheme in rulebook.vocabulary.schemes.values()
    }
    return Coverage(rulebook.id, rulebook.digest, len(found.results), found.left_out, tuple(measured), schemes)
