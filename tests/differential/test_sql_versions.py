"""Versions outside the days of a query: what they would say keeps nothing else from being said in SQL."""

from datetime import date
from fractions import Fraction

import pytest
from rulebooks import case, provision, rulebook, version
from sql_runs import compared_sql

from rulecheck.engine.types import BOOLEAN, DATE, DAYS, NUMBER, Type
from rulecheck.engine.values import Period, Value

VALUES: list[tuple[Type, str, str, Value, Value]] = [
    (NUMBER, "n", "n + 1", Fraction(7, 2), 4),
    (DATE, "n", "1 day after n", date(2020, 2, 28), date(2021, 1, 1)),
    (DAYS, "n", "14 days", Period(0, 3), Period(0, 14)),
]


@pytest.mark.parametrize(("kind", "now", "later", "one", "other"), VALUES, ids=["number", "date", "days"])
@pytest.mark.parametrize("ahead", [True, False], ids=["another provision", "another version"])
def test_what_is_not_in_force_yet_keeps_nothing_from_sql(
    kind: Type, now: str, later: str, one: Value, other: Value, ahead: bool
) -> None:
    first = version("b", now, until="2029-12-31")
    second = version("b", later, since="2030-01-01")
    provisions = [provision("(1)", first, second, decides="c")]
    if ahead:
        provisions = [provision("(1)", first, decides="c"), provision("(2)", second, decides="c")]
    own = rulebook(provisions, {"b": BOOLEAN, "n": kind}, {"c": kind})
    cases = [case("2020-01-01", b=True, n=one), case("2020-06-01", b=False, n=other), case("2020-06-01", n=one)]
    found = compared_sql(own, ("c",), cases)
    assert found.disagree == ()
    assert found.given == 2
    assert found.handed == {"an answer is open": 1}
    both = [*cases, case("2030-01-01", b=True, n=other), case("2029-12-31", b=True, n=other)]
    assert compared_sql(own, ("c",), both).disagree == ()
