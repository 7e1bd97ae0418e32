"""The constructs of the language: for each kind of node how it is checked, and how it is computed or judged.

A condition is judged (it gives a step of the trace); anything else is computed (it gives a value). One table says
which functions belong to which node; the functions stand in one file a family.
"""

from collections.abc import Callable
from typing import Any

from rulecheck.engine.constructs import (
    arithmetic,
    clamps,
    comparison,
    dates,
    literals,
    logic,
    options,
    quantifiers,
    references,
)
from rulecheck.engine.constructs.base import Checking, Evaluating, Scope
from rulecheck.engine.trace import Step
from rulecheck.engine.types import Type
from rulecheck.engine.values import Value
from rulecheck.grammar import syntax as s
from rulecheck.grammar.data_classes import frozen


@frozen
class Construct:
    """How one kind of node is checked, and either computed or judged."""

    check: Callable[[Any, Checking], Type]
    compute: Callable[[Any, Evaluating, Scope], Value] | None = None
    judge: Callable[[Any, Evaluating, Scope], Step] | None = None


CONSTRUCTS: dict[type[s.Node], Construct] = {
    s.Number: Construct(literals.check_number, literals.compute_number),
    s.PeriodLiteral: Construct(literals.check_period, literals.compute_period),
    s.DateLiteral: Construct(literals.check_date, literals.compute_date),
    s.Truth: Construct(literals.check_truth, literals.compute_truth),
    s.Text: Construct(literals.check_text, literals.compute_text),
    s.Name: Construct(references.check_name, references.compute_name),
    s.ProvisionStatus: Construct(references.check_status, judge=references.judge_status),
    s.Not: Construct(logic.check_not, judge=logic.judge_not),
    s.AllOf: Construct(logic.check_all, judge=logic.judge_all),
    s.AnyOf: Construct(logic.check_all, judge=logic.judge_any),
    s.Compare: Construct(comparison.check_compare, judge=comparison.judge_compare),
    s.InRange: Construct(comparison.check_range, judge=comparison.judge_range),
    s.IsOneOf: Construct(options.check_is_one_of, judge=options.judge_is_one_of),
    s.IsNone: Construct(options.check_is_none, judge=options.judge_is_none),
    s.Includes: Construct(options.check_includes, judge=options.judge_includes),
    s.Quantified: Construct(quantifiers.check_quantified, judge=quantifiers.judge_quantified),
    s.Count: Construct(quantifiers.check_count, quantifiers.compute_count),
    s.Total: Construct(quantifiers.check_total, quantifiers.compute_total),
    s.Sum: Construct(arithmetic.check_sum, arithmetic.compute_sum),
    s.Product: Construct(arithmetic.check_product, arithmetic.compute_product),
    s.Negative: Construct(arithmetic.check_negative, arithmetic.compute_negative),
    s.Share: Construct(arithmetic.check_share, arithmetic.compute_share),
    s.Clamp: Construct(clamps.check_clamp, clamps.compute_clamp),
    s.Extreme: Construct(clamps.check_extreme, clamps.compute_extreme),
    s.Rounded: Construct(clamps.check_rounded, clamps.compute_rounded),
    s.If: Construct(clamps.check_if, clamps.compute_if),
    s.Shifted: Construct(dates.check_shifted, dates.compute_shifted),
    s.LastDayFrom: Construct(dates.check_last_day_from, dates.compute_last_day_from),
    s.SpanOf: Construct(dates.check_span, dates.compute_span),
    s.Overlap: Construct(dates.check_overlap, dates.compute_overlap),
    s.EndOf: Construct(dates.check_end_of, dates.compute_end_of),
    s.DaysIn: Construct(dates.check_days_in, dates.compute_days_in),
    s.Age: Construct(dates.check_age, dates.compute_age),
    s.CalendarPart: Construct(dates.check_calendar_part, dates.compute_calendar_part),
    s.NextWorkingDay: Construct(dates.check_next_working_day, dates.compute_next_working_day),
}
