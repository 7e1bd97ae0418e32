"""What a programmer would write for one question of the Korean rulebook, by hand and without a trace: the yardstick.

The law of 2024-03-01: the Equal Employment Act, Art. 19-2(1), (3), (4), its Decree, Art. 15-2, and the Decree of the
Employment Insurance Act, Art. 104-2(2). Not part of the package; the bench checks that it agrees before it measures.
"""

from datetime import date, timedelta
from fractions import Fraction
from typing import Any


def add_months(first: date, months: int) -> date:
    """The day after the last day of a period of months whose first day counts (Civil Act, Art. 160)."""
    index = first.month - 1 + months
    year, month = first.year + index // 12, index % 12 + 1
    try:
        return date(year, month, first.day)
    except ValueError:
        return date(year + month // 12, month % 12 + 1, 1)


def decide(facts: dict[str, Any]) -> dict[str, Any]:
    """Whether reduced hours are due, whether the hours and the length are lawful, and the benefit for a full month."""
    start = facts["start_on"]
    born = facts["born_on"]
    grade = facts["school_grade"]
    age = start.year - born.year - ((start.month, start.day) < (born.month, born.day))
    young_enough = age <= 8 or (grade is not None and grade <= 2)
    short_service = start < add_months(facts["started_on"], 6)
    no_substitute = (
        facts["requested_at_employment_office"]
        and facts["effort"] >= 14
        and not facts["replacement_hired"]
        and facts["turned_down"] < 2
    )
    disturbed = (facts["hard_to_split"] or facts["seriously_disturbed"]) and facts["proved"]
    before, after = facts["hours_before"], facts["hours_after"]
    left = 24 - facts["leave_used_months"] - facts["used_before_months"]
    wage = facts["wage"]
    first = min(max(wage, 500_000), 2_000_000)
    further = min(max(Fraction(wage) * 4 / 5, 500_000), 1_500_000)
    return {
        "must_be_granted": young_enough and not (short_service or no_substitute or disturbed),
        "hours_lawful": 15 <= after <= 35,
        "within_maximum": facts["end_on"] <= add_months(start, left) - timedelta(days=1),
        "monthly": Fraction(first * 5, before) + further * (before - after - 5) / before,
    }
