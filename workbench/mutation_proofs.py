"""Mutants that can be shown to change no answer, by an argument about what the engine does.

Nothing is assumed: where the argument does not hold to the letter, nothing is shown, and the mutant counts. Limits that
the vocabulary admits no value for need none: the checker refuses them, and they are no mutants.
"""

from datetime import timedelta

from rulecheck.engine.rulebook import Provision, Rulebook, Table, Version
from rulecheck.workbench.mutate_rules import Candidate

SAME_WORDS = "the version and the one before it say the same, and are chosen by the same date"


def proof(rulebook: Rulebook, candidate: Candidate) -> str:
    """Why a mutant changes no answer to any case; nothing where that is not shown."""
    edit = candidate.edit
    if edit.dropped or edit.figures or not edit.provisions:
        return ""
    pairs = [(rulebook.provisions[id_], other) for id_, other in edit.provisions.items()]
    return SAME_WORDS if all(_moves_between_equals(before, after) for before, after in pairs) else ""


def _moves_between_equals(before: Provision, after: Provision) -> bool:
    """Whether only the day differs on which one version takes over from another that says the same.

    The engine goes from the newest version to the oldest. One that has not begun gives way to the one before it, and
    that one decides without a look at its end where it ends the day before the other begins, which stays so. Which of
    the two is chosen then makes no difference: the same words are judged, on the same day, with the same figures. It
    makes none either when the date that chooses is not known, for both are then unknown, nor when the newer version was
    not yet promulgated, for the older one then goes on.
    """
    if _bare(before) != _bare(after) or len(before.versions) != len(after.versions):
        return False
    moved = [i for i, (a, b) in enumerate(zip(before.versions, after.versions, strict=True)) if a.since != b.since]
    if len(moved) != 1 or moved[0] == 0:
        return False
    index = moved[0]
    older, newer = before.versions[index - 1], before.versions[index]
    if older.promulgated > newer.promulgated:
        return False  # there are days on which the newer one alone was known
    for at, (a, b) in enumerate(zip(before.versions, after.versions, strict=True)):
        if _words(a) != _words(b) or a.promulgated != b.promulgated:
            return False
        if a.until != b.until and at != index - 1:
            return False
    follows = all(_follows(p.versions[index - 1], p.versions[index]) for p in (before, after))
    return follows and _words(older) == _words(newer)


def _follows(older: Version, newer: Version) -> bool:
    ends = older.until
    return ends is not None and ends + timedelta(days=1) == newer.since and older.since <= ends


def _bare(provision: Provision) -> tuple[object, ...]:
    """All of a provision but its versions."""
    of = provision
    return of.id, of.kind, of.decides, of.fulfilled, of.to, of.punishes, of.through, of.base, of.applies, of.reading


def _words(version: Version) -> tuple[object, ...]:
    """All of a version that an answer can rest on, but for the days on which it is in force."""
    of = version
    return of.where, of.when, of.value, _rows(of.table), of.unsettled, of.version_by


def _rows(table: Table | None) -> tuple[object, ...]:
    return () if table is None else (table.match, table.open, *((row.when, row.value) for row in table.rows))
