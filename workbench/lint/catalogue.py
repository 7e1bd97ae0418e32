"""All checks of the linter, in the order of their codes."""

from rulecheck.workbench.lint import (
    condition_twice,
    gap_in_table,
    idle_exception,
    language_missing,
    never_asked,
    never_reached,
    never_read,
    no_priority,
    number_repeated,
    same_golden_case,
    shadowed_row,
    undefined_abbreviation,
    version_gap,
)
from rulecheck.workbench.lint.check import Check

CHECKS: tuple[Check, ...] = (
    never_asked.CHECK,
    never_read.CHECK,
    never_reached.CHECK,
    shadowed_row.CHECK,
    gap_in_table.CHECK,
    no_priority.CHECK,
    number_repeated.CHECK,
    language_missing.CHECK,
    idle_exception.CHECK,
    version_gap.CHECK,
    same_golden_case.CHECK,
    undefined_abbreviation.CHECK,
    condition_twice.CHECK,
)
