"""Cases for the seven rules, many of them on a limit: the same for the same seed, one by one or as columns."""

from typing import Any

SEED = 20_240_301
LAW_DATE = "2024-03-01"
HOURS_BEFORE = (40, 40, 40, 40, 35, 36, 30, 44, 48, 52, 25)
HOURS_AFTER = (10, 14, 15, 15, 20, 20, 25, 25, 30, 30, 34, 35, 36)
CHOICES = {
    "child_age": tuple(range(13)),
    "school_grade": tuple(range(7)),
    "service_months": (2, 5, 6, 7, 9, 12, 24, 36, 60, 120),
    "insured_days": (90, 179, 180, 181, 365, 540, 900, 1500, 2000, 3000),
    "reduced_days": (10, 29, 30, 31, 60, 90, 120, 180, 270, 365),
    "searched_days": (0, 0, 0, 0, 7, 13, 14, 15, 30),
    "offers_refused": (0, 0, 1, 2, 3),
    "leave_used": tuple(range(15)),
    "divisible": (True,) * 19 + (False,),
    "impeded": (False,) * 19 + (True,),
}
WAGES = range(300, 6001)  # thousands


def cases(number: int, seed: int = SEED) -> list[dict[str, Any]]:
    """So many cases as whole numbers and truths; the hours after are fewer than those before."""
    from random import Random

    random = Random(seed)
    made = []
    for _ in range(number):
        case: dict[str, Any] = {name: random.choice(values) for name, values in CHOICES.items()}
        before, after = random.choice(HOURS_BEFORE), random.choice(HOURS_AFTER)
        case["hours_before"] = before
        case["hours_after"] = after if after < before else before - random.randint(1, 9)
        case["wage"] = random.choice(WAGES) * 1000
        made.append(case)
    return made


def columns(number: int, seed: int = SEED) -> dict[str, Any]:
    """So many cases, distributed alike, as numpy columns (32-bit whole numbers, truths)."""
    import numpy as np

    random = np.random.default_rng(seed)
    made = {name: random.choice(np.array(values), number) for name, values in CHOICES.items()}
    before, after = random.choice(np.array(HOURS_BEFORE), number), random.choice(np.array(HOURS_AFTER), number)
    made["hours_before"] = before
    made["hours_after"] = np.where(after < before, after, before - random.integers(1, 10, number))
    made["wage"] = random.choice(np.array(WAGES), number) * 1000
    return {name: column if column.dtype == bool else column.astype(np.int32) for name, column in made.items()}
