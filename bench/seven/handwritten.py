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
    a = decide(case)
    service, searched, refused = case["service_months"], case["searched_days"], case["offers_refused"]
    divisible, impeded, after = case["divisible"], case["impeded"], case["hours_after"]
    child = {"child_age": case["child_age"], "school_grade": case["school_grade"]}
    grounds = {
        "service_months": service, "searched_days": searched, "offers_refused": refused,
        "divisible": divisible, "impeded": impeded,
    }  # fmt: skip
    days = {"insured_days": case["insured_days"], "reduced_days": case["reduced_days"]}
    reckoned = {"wage": case["wage"], "hours_before": case["hours_before"], "hours_after": after}
    return a, [
        {"answer": "eligible", "by": "RH 1(1)", "value": a["eligible"], "read": child},
        {"answer": "refusable", "by": "RH 2", "value": a["refusable"], "read": grounds},
        {"answer": "hours_allowed", "by": "RH 1(2)", "value": a["hours_allowed"], "read": {"hours_after": after}},
        {"answer": "granted", "by": "RH 1(3)", "value": a["granted"], "read": {}},
        {"answer": "months", "by": "RH 1(4)", "value": a["months"], "read": {"leave_used": case["leave_used"]}},
        {"answer": "benefit_due", "by": "RH 3(1)", "value": a["benefit_due"], "read": days},
        {"answer": "benefit", "by": "RH 3(2)", "value": a["benefit"], "read": reckoned},
    ]
