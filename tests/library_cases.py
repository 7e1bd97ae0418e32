"""Cases of the library of `tests/reports`, one for each kind of answer: what is asked, and the facts by name."""

READER = {"reader__born_on": "2012-05-01", "loan__asked_on": "2024-05-01"}
CASES: dict[str, dict[str, object]] = {
    "granted": {"asked": ["loans"], **READER, "book__rare": False, "loan__granted": False, "book__value": 200},
    "excepted": {"asked": ["loans"], **READER, "book__rare": True, "reader__scholar": True, "book__kind": "atlas"},
    "unknown": {"asked": ["loans"], **READER},
    "list": {"asked": ["fees"], **READER, "weeks": [{"days_late": 3}, {}]},
    "no date": {"asked": ["loans"], "book__rare": True},
    "penalty alone": {"asked": ["loan.fine"], **READER, "book__rare": False, "loan__granted": False},
    "impossible name": {"asked": ["no.such.thing"], **READER},
}


def case_of(name: str) -> tuple[list[str], dict[str, object]]:
    """What a case asks for, and its facts."""
    facts = dict(CASES[name])
    asked = facts.pop("asked")
    assert isinstance(asked, list)
    return asked, facts
