"""The seven rules as a programmer would write them for speed: no rules as data, no trace.

The rulebook in ``rules/`` says the same. The wage is a whole number of thousands, so that 80 % of it is whole and
peers whose only numbers are whole take part; one division at the end is exact even in binary floating point.
"""

from typing import Any


def decide(case: dict[str, Any]) -> dict[str, Any]:
    """The seven answers; amounts in whole units of money."""
    eligible = case["child_age"] <= 8 or case["school_grade"] <= 2
    refusable = (
        case["service_months"] < 6
        or (case["searched_days"] >= 14 and case["offers_refused"] < 2)
        or not case["divisible"]
        or case["impeded"]
    )
    after = case["hours_after"]
    hours_allowed = 15 <= after <= 35
    granted = eligible and not refusable and hours_allowed
    used = case["leave_used"]
    benefit_due = granted and case["insured_days"] >= 180 and case["reduced_days"] >= 30
    benefit = 0
    if benefit_due:
        wage, before = case["wage"], case["hours_before"]
        first = 500_000 if wage < 500_000 else 2_000_000 if wage > 2_000_000 else wage
        share = wage * 4 // 5
        further = 500_000 if share < 500_000 else 1_500_000 if share > 1_500_000 else share
        benefit = (first * 5 + further * (before - after - 5)) // before
    return {
        "eligible": eligible,
        "refusable": refusable,
        "hours_allowed": hours_allowed,
        "granted": granted,
        "months": 24 - used if used < 12 else 12,
        "benefit_due": benefit_due,
        "benefit": benefit,
    }


def decide_traced(case: dict[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The same with a trace as one would write it by hand: for each answer its paragraph and the facts it read."""
    answers = decide(case)
    trace = [
        {"answer": name, "by": by, "value": answers[name], "read": {fact: case[fact] for fact in facts}}
        for name, by, facts in _READ
    ]
    return answers, trace


_READ = (
    ("eligible", "RH 1(1)", ("child_age", "school_grade")),
    ("refusable", "RH 2", ("service_months", "searched_days", "offers_refused", "divisible", "impeded")),
    ("hours_allowed", "RH 1(2)", ("hours_after",)),
    ("granted", "RH 1(3)", ()),
    ("months", "RH 1(4)", ("leave_used",)),
    ("benefit_due", "RH 3(1)", ("insured_days", "reduced_days")),
    ("benefit", "RH 3(2)", ("wage", "hours_before", "hours_after")),
)
