"""Laws that hold for every condition and every amount, and what the constructs must agree with outside the engine."""

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from itertools import product
from math import ceil, floor

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy
from small_rulebook import answer, small
from small_rulebook import value as value_of
from strategies import patient

from rulecheck.engine import calendar
from rulecheck.engine.case import Case
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.trace import Truth
from rulecheck.engine.values import NONE, UNKNOWN, Elements, Exact, Period, Span, Value, exact

Facts = dict[str, Value]

NAMES = {
    "p": "boolean",
    "q": "boolean",
    "r": "boolean",
    "x": "number",
    "y": "number",
    "z": "number",
    "n": "number, optional",
    "kind": "choice of red, green, blue",
    "first": "date",
    "end": "date",
    "other": "date",
    "last": "date",
    "born": "date",
    "length": "period",
    "list": "list of item",
    "item.amount": "number",
    "item.flag": "boolean",
    "item.day": "date",
}
TRUTHS: tuple[Truth, ...] = (True, False, "unknown")


@lru_cache
def book() -> Rulebook:
    return small(NAMES)


def computed(text: str, facts: Mapping[str, Value]) -> Value:
    return value_of(book(), text, Case("case.json", dict(facts)))


def value(text: str, **facts: Value) -> Value:
    return computed(text, facts)


def amount(text: str, **facts: Value) -> Exact:
    found = value(text, **facts)
    assert isinstance(found, int | Fraction)
    assert not isinstance(found, bool)
    return found


def column(facts: Facts, field: str) -> list[Value]:
    """A field of all the elements of the list."""
    held = facts["list"]
    assert isinstance(held, Elements)
    return [facts[f"list[{i}].{field}"] for i in range(1, held.count + 1)]


def judged(text: str, facts: Mapping[str, Value]) -> Truth:
    found = computed(text, facts)
    assert isinstance(found, bool) or found is UNKNOWN
    return found if isinstance(found, bool) else "unknown"


def given_as(**truths: Truth) -> Facts:
    """The facts under which these names come out so."""
    return {name: truth for name, truth in truths.items() if isinstance(truth, bool)}


def holds(comparator: str, one: Exact, other: Exact) -> bool:
    """What a sign means, without the engine."""
    return {
        "<": one < other,
        "≤": one <= other,
        "=": one == other,
        "≠": one != other,
        "≥": one >= other,
        ">": one > other,
    }[comparator]


# As a case gives them: whole ones as whole numbers.
numbers = st.one_of(st.integers(-50, 50), st.fractions(-1000, 1000, max_denominator=60).map(exact))
comparators = st.sampled_from(["<", "≤", "=", "≠", "≥", ">"])
days = st.dates(date(1990, 1, 1), date(2060, 12, 31))
periods = st.builds(Period, st.integers(0, 40), st.integers(0, 70))


# Kleene's logic

# What `and` and `or` give for each pair, in the order of TRUTHS: true, false, unknown.
AND = ((True, False, "unknown"), (False, False, False), ("unknown", False, "unknown"))
OR = ((True, True, True), (True, False, "unknown"), (True, "unknown", "unknown"))


@pytest.mark.parametrize(("i", "j"), list(product(range(3), repeat=2)))
def test_tables_of_and_and_or(i: int, j: int) -> None:
    facts = given_as(p=TRUTHS[i], q=TRUTHS[j])
    assert judged("p and q", facts) == AND[i][j]
    assert judged("p or q", facts) == OR[i][j]


@pytest.mark.parametrize(("truth", "denied"), [(True, False), (False, True), ("unknown", "unknown")])
def test_table_of_not(truth: Truth, denied: Truth) -> None:
    assert judged("not p", given_as(p=truth)) == denied


LAWS = [
    ("not not p", "p"),
    ("not (p and q)", "not p or not q"),
    ("not (p or q)", "not p and not q"),
    ("p and q", "q and p"),
    ("p or q", "q or p"),
    ("p and q and r", "(p and q) and r"),
    ("p or (q or r)", "p or q or r"),
    ("p and (q or r)", "(p and q) or (p and r)"),
    ("p or (q and r)", "(p or q) and (p or r)"),
    ("p and (p or q)", "p"),
    ("p or p", "p"),
    ("p is true", "p"),
    ("p is false", "not p"),
    ("p is not true", "not p"),
    ("true if p otherwise q", "p or q"),
]


@pytest.mark.parametrize("truths", list(product(TRUTHS, repeat=3)), ids=str)
@pytest.mark.parametrize(("one", "other"), LAWS)
def test_laws_of_logic(one: str, other: str, truths: tuple[Truth, Truth, Truth]) -> None:
    facts = given_as(p=truths[0], q=truths[1], r=truths[2])
    if "if" in one and truths[0] == "unknown":
        # Of two amounts not chosen between, only what they agree on is known.
        assert judged(one, facts) in (judged(other, facts), "unknown")
    else:
        assert judged(one, facts) == judged(other, facts)


# Conditions of all kinds


def conditions(depth: int) -> SearchStrategy[str]:
    """Conditions over the names above, as text: whatever can come out unknown."""
    atoms = st.one_of(
        st.sampled_from(["p", "q", "r", "p is false", "n is none", "n is not none", "kind is red"]),
        st.sampled_from(["kind not in {red, blue}", "n ≥ 3", "n ≠ 3", "first ≤ end", "first until end ≥ length"]),
        st.builds("{} {} {}".format, st.sampled_from("xyz"), comparators, st.sampled_from("xyz5")),
        st.builds("{} {}–{}".format, st.sampled_from("xyz"), st.integers(0, 4), st.integers(4, 9)),
        st.builds("1 {} x {} y".format, comparators, comparators),
        st.sampled_from(["min(x, y) > z", "(x, at least y) ≤ 5", "x + y > z", "(x if p otherwise y) ≥ 3"]),
        st.builds(
            "({} i in list satisfies {})".format,
            st.sampled_from(["any", "every", "no"]),
            st.sampled_from(["i.flag", "i.amount ≥ 3", "(i.flag or i.amount ≥ x)", "i.day < first"]),
        ),
        st.sampled_from(["(count of i in list where i.flag) ≥ 1", "(sum of i.amount for i in list) ≥ x"]),
    )
    if depth == 0:
        return atoms
    below = conditions(depth - 1)
    return st.one_of(
        atoms,
        st.builds("({} and {})".format, below, below),
        st.builds("({} or {})".format, below, below),
        st.builds("not {}".format, below),
    )


@st.composite
def elements(draw: DrawFn) -> Facts:
    """A list with some fields of its elements."""
    count = draw(st.integers(0, 3))
    facts: Facts = {"list": Elements("list", count)}
    for i in range(1, count + 1):
        for field, values in (("amount", numbers), ("flag", st.booleans()), ("day", days)):
            facts[f"list[{i}].{field}"] = draw(values)
    return facts


@st.composite
def whole_cases(draw: DrawFn) -> Facts:
    """A value for every name."""
    facts: Facts = {name: draw(st.booleans()) for name in "pqr"}
    facts |= {name: draw(numbers) for name in "xyz"}
    facts["n"] = draw(st.just(NONE) | numbers)
    facts["kind"] = draw(st.sampled_from(["red", "green", "blue"]))
    facts |= {name: draw(days) for name in ("first", "end", "other", "last", "born")}
    facts["length"] = draw(periods)
    return facts | draw(elements())


def without(facts: Facts, missing: set[str]) -> Facts:
    """The facts left over; with a list its elements go too."""
    return {name: fact for name, fact in facts.items() if name not in missing and name.partition("[")[0] not in missing}


@patient
@given(conditions(3), whole_cases(), st.data())
def test_to_fill_in_a_missing_fact_never_changes_an_answer(text: str, facts: Facts, data: st.DataObject) -> None:
    missing = data.draw(st.sets(st.sampled_from(sorted(facts))))
    filled_in = data.draw(st.sampled_from(sorted(missing))) if missing else ""
    before = judged(text, without(facts, missing))
    after = judged(text, without(facts, missing - {filled_in}))
    assert before in ("unknown", after)


@patient
@given(conditions(3), whole_cases())
def test_a_whole_case_leaves_nothing_unknown(text: str, facts: Facts) -> None:
    assert judged(text, facts) in (True, False)


@patient
@given(conditions(2), conditions(2), whole_cases(), st.data())
def test_and_and_or_of_any_conditions(one: str, other: str, facts: Facts, data: st.DataObject) -> None:
    known = without(facts, data.draw(st.sets(st.sampled_from(sorted(facts)))))
    i, j = (TRUTHS.index(judged(text, known)) for text in (one, other))
    assert judged(f"{one} and {other}", known) == AND[i][j]
    assert judged(f"{one} or {other}", known) == OR[i][j]


# Comparisons


@patient
@given(comparators, numbers, numbers)
def test_comparisons_mean_what_their_signs_mean(comparator: str, one: Exact, other: Exact) -> None:
    assert value(f"x {comparator} y", x=one, y=other) is holds(comparator, one, other)


@patient
@given(st.lists(comparators, min_size=2, max_size=3), whole_cases(), st.sets(st.sampled_from("xyz")))
def test_a_chain_is_all_its_links(signs: list[str], facts: Facts, missing: set[str]) -> None:
    known = without(facts, missing)
    operands = ["x", "y", "z", "5"][: len(signs) + 1]
    chain = "".join(f"{operand} {sign} " for operand, sign in zip(operands, signs, strict=False)) + operands[-1]
    links = [f"{a} {sign} {b}" for a, sign, b in zip(operands, signs, operands[1:], strict=False)]
    assert judged(chain, known) == judged(" and ".join(links), known)


@patient
@given(numbers, st.integers(0, 20), st.integers(0, 20))
def test_a_range_is_a_chain_with_both_ends(x: Exact, low: int, width: int) -> None:
    high = low + width
    assert value(f"x {low}–{high}", x=x) is value(f"{low} ≤ x ≤ {high}", x=x) is (low <= x <= high)


@patient
@given(days, days, st.integers(0, 500))
def test_a_range_of_days(day: date, low: date, width: int) -> None:
    high = low + timedelta(days=width)
    assert value(f"first {low}–{high}", first=day) is (low <= day <= high)


@patient
@given(comparators, numbers, numbers)
def test_a_sign_and_its_opposite(comparator: str, one: Exact, other: Exact) -> None:
    opposite = {"<": "≥", "≤": ">", "=": "≠", "≠": "=", "≥": "<", ">": "≤"}[comparator]
    turned = {"<": ">", "≤": "≥", "=": "=", "≠": "≠", "≥": "≤", ">": "<"}[comparator]
    facts: Facts = {"x": one, "y": other}
    assert judged(f"x {comparator} y", facts) != judged(f"x {opposite} y", facts)
    assert judged(f"x {comparator} y", facts) == judged(f"y {turned} x", facts)


@pytest.mark.parametrize("comparator", ["<", "≤", "=", "≠", "≥", ">"])
def test_a_comparison_with_what_does_not_exist_is_false(comparator: str) -> None:
    assert value(f"n {comparator} 3", n=NONE) is (comparator == "≠")
    assert value(f"3 {comparator} n", n=NONE) is (comparator == "≠")
    assert value(f"n {comparator} 3") is UNKNOWN


# Amounts


@patient
@given(numbers, numbers, numbers)
def test_limits_are_kept(x: Exact, y: Exact, z: Exact) -> None:
    assume(y <= z)
    found = amount("x, at least y, at most z", x=x, y=y, z=z)
    assert found == min(max(x, y), z)
    assert y <= found <= z
    assert amount("x, at least y", x=x, y=y) == max(x, y)
    assert amount("x, at most z", x=x, z=z) == min(x, z)
    assert amount("(x, at least y), at most z", x=x, y=y, z=z) == found
    assert found == x or not y <= x <= z


@patient
@given(numbers, numbers, numbers)
def test_smallest_and_largest(x: Exact, y: Exact, z: Exact) -> None:
    assert amount("min(x, y, z)", x=x, y=y, z=z) == min(x, y, z)
    assert amount("max(x, y, z)", x=x, y=y, z=z) == max(x, y, z)
    assert amount("min(x, y)", x=x, y=y) == amount("−max(−x, −y)", x=x, y=y)


@patient
@given(days, days)
def test_earliest_and_latest(one: date, other: date) -> None:
    assert value("earliest(first, end)", first=one, end=other) == min(one, other)
    assert value("latest(first, end)", first=one, end=other) == max(one, other)


@patient
@given(numbers, st.sampled_from(["1", "10", "100", "0.5", "7"]))
def test_rounding(x: Exact, written: str) -> None:
    step = Fraction(written)
    down, up, half = (amount(f"x rounded {way} to {written}", x=x) for way in ("down", "up", "half up"))
    assert down == floor(x / step) * step
    assert up == ceil(x / step) * step
    assert half == floor(x / step + Fraction(1, 2)) * step
    assert down <= x <= up
    assert half in (down, up)
    assert (up - down == step) is (x / step != floor(x / step))
    assert amount(f"x rounded down to {written}", x=down) == down


@patient
@given(numbers, numbers, numbers)
def test_reckoning_is_exact(x: Exact, y: Exact, z: Exact) -> None:
    assert amount("x + y − z", x=x, y=y, z=z) == x + y - z
    assert amount("x × y − z", x=x, y=y, z=z) == x * y - z
    assert amount("x − (y − z)", x=x, y=y, z=z) == x - (y - z)
    assert amount("12.5% of x", x=x) == Fraction(x) / 8
    assert amount("−x", x=x) == -x
    assume(y != 0)
    assert amount("x ÷ y", x=x, y=y) == Fraction(x) / y
    assert amount("x ÷ y × y", x=x, y=y) == x


@patient
@given(numbers, numbers)
def test_no_amount_is_a_float_or_a_fraction_that_is_whole(x: Exact, y: Exact) -> None:
    for text in ("x + y", "x × y", "50% of x", "x rounded up to 1", "min(x + y, x)", "x + 0"):
        found = amount(text, x=x, y=y)
        assert type(found) is int or (type(found) is Fraction and found.denominator > 1)


# Lists


@patient
@given(elements(), numbers)
def test_any_every_and_no_are_one(facts: Facts, x: Exact) -> None:
    facts = {**facts, "x": x}
    for condition in ("i.flag", "i.amount ≥ x", "(i.flag and i.amount ≥ x)"):
        some = judged(f"any i in list satisfies {condition}", facts)
        assert some == judged(f"not every i in list satisfies not {condition}", facts)
        assert some != judged(f"no i in list satisfies {condition}", facts)
        assert some == judged(f"(count of i in list where {condition}) ≥ 1", facts)


@patient
@given(whole_cases(), st.data())
def test_the_same_with_missing_facts(facts: Facts, data: st.DataObject) -> None:
    fields = [name for name in facts if name.startswith("list")]
    known = without(facts, data.draw(st.sets(st.sampled_from(fields))))
    some = judged("any i in list satisfies i.flag", known)
    none = judged("no i in list satisfies i.flag", known)
    assert some == judged("not every i in list satisfies not i.flag", known)
    assert (some, none) in [(True, False), (False, True), ("unknown", "unknown")]


@patient
@given(elements())
def test_quantifiers_and_totals_over_plain_lists(facts: Facts) -> None:
    flags = [each is True for each in column(facts, "flag")]
    amounts = [each for each in column(facts, "amount") if isinstance(each, int | Fraction)]
    dates = [each for each in column(facts, "day") if isinstance(each, date)]
    chosen = [each for each, flag in zip(amounts, flags, strict=True) if flag]
    assert judged("any i in list satisfies i.flag", facts) is any(flags)
    assert judged("every i in list satisfies i.flag", facts) is all(flags)
    assert judged("no i in list satisfies i.flag", facts) is not any(flags)
    assert computed("count of i in list", facts) == len(flags)
    assert computed("count of i in list where i.flag", facts) == sum(flags)
    assert computed("sum of i.amount for i in list", facts) == sum(amounts)
    assert computed("sum of i.amount for i in list where i.flag", facts) == sum(chosen)
    assert computed("largest of i.amount for i in list", facts) == max(amounts, default=NONE)
    assert computed("smallest of i.amount for i in list where i.flag", facts) == min(chosen, default=NONE)
    assert computed("largest of i.day for i in list", facts) == max(dates, default=NONE)


# Dates and spans


@patient
@given(days, st.integers(-3, 900), periods, comparators)
def test_a_span_against_a_period_is_the_calendar_s_comparison(
    first: date, width: int, length: Period, comparator: str
) -> None:
    last = first + timedelta(days=width)
    order = calendar.compare(Span(first, last), length)
    facts: Facts = {"first": first, "last": last, "end": last + timedelta(days=1), "length": length}
    wanted = holds(comparator, order, 0)
    assert judged(f"first to last {comparator} length", facts) is wanted
    assert judged(f"first until end {comparator} length", facts) is wanted
    turned = {"<": ">", "≤": "≥", "=": "=", "≠": "≠", "≥": "≤", ">": "<"}[comparator]
    assert judged(f"length {turned} first to last", facts) is wanted


@patient
@given(days, days)
def test_days_in_a_span(first: date, last: date) -> None:
    facts: Facts = {"first": first, "last": last}
    assert computed("days in (first to last)", facts) == Period(days=max(0, (last - first).days + 1))
    assert computed("days in (first until last)", facts) == Period(days=max(0, (last - first).days))


@patient
@given(days, days, days, days)
def test_the_overlap_has_the_days_in_both(a: date, b: date, c: date, d: date) -> None:
    facts: Facts = {"first": a, "last": b, "other": c, "end": d}
    both = {a + timedelta(days=i) for i in range((b - a).days + 1)} & {
        c + timedelta(days=i) for i in range((d - c).days + 1)
    }
    shared = "overlap of (first to last) and (other to end)"
    assert computed(f"days in ({shared})", facts) == Period(days=len(both))
    if both:
        assert computed(f"first day of ({shared})", facts) == min(both)
        assert computed(f"last day of ({shared})", facts) == max(both)


@patient
@given(days, periods)
def test_days_reached_are_the_calendar_s(day: date, length: Period) -> None:
    facts: Facts = {"first": day, "length": length}
    assert computed("length after first", facts) == calendar.after(day, length)
    assert computed("length before first", facts) == calendar.before(day, length)
    last = computed("last day of length from first", facts)
    assert last == calendar.last_day(day, length)
    assert judged("first to last = length", {**facts, "last": last}) is True


@patient
@given(days, days)
def test_ages_and_parts_of_dates(born: date, on: date) -> None:
    facts: Facts = {"born": born, "first": on}
    assert computed("age of born on first", facts) == calendar.completed_years(born, on)
    assert computed("month of first", facts) == on.month
    assert computed("year of first", facts) == on.year
    following = (on.replace(day=28) + timedelta(days=4)).replace(day=1)
    assert computed("days in month of first", facts) == Period(days=(following - on.replace(day=1)).days)


@patient
@given(periods, periods, days, comparators)
def test_a_comparison_of_periods_holds_wherever_they_are_counted_from(
    one: Period, other: Period, day: date, comparator: str
) -> None:
    facts: Facts = {"length": one}
    written = calendar.period_text(other)
    found = judged(f"length {comparator} {written}", facts)
    ends = [calendar.last_day(day, period).toordinal() for period in (one, other)]
    if found != "unknown":
        assert found is holds(comparator, *ends)
    elif comparator in ("≤", "≥", "<", ">"):
        assert calendar.compare_periods(one, other) is None


@pytest.mark.parametrize("text", ["1 day before 1900-01-01", "300 years after first", "300 years before first"])
def test_what_leads_out_of_the_calendar_has_no_answer(text: str) -> None:
    assert answer(book(), text, "first: 2024-01-01") == "R0407"
