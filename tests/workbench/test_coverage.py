"""Coverage of the law: which units there are, and which of them traces show."""

from datetime import date
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_rulebook import small

from rulecheck.engine.coverage import Coverage, Tally, tallies, tally
from rulecheck.engine.golden import Result
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.trace import Step
from rulecheck.engine.values import NONE, Period, Span, Value
from rulecheck.grammar import syntax as s
from rulecheck.reports.coverage_text import sentence
from rulecheck.workbench.coverage import Evidence, evidence, measure
from rulecheck.workbench.coverage_boundaries import excess, links, sides
from rulecheck.workbench.coverage_files import write_missing
from rulecheck.workbench.coverage_seen import Vector, independent
from rulecheck.workbench.coverage_sites import Leaf, Site, pivotal
from rulecheck.workbench.golden import run
from rulecheck.workbench.golden_cases import read_golden

NAMES = {
    "member": "boolean",
    "guest": "boolean",
    "expelled": "boolean",
    "age": "integer",
    "kind": "choice of a, b, c",
    "tours": "list of tour",
    "tour.paid": "boolean",
    "joined": "date",
    "left": "date",
}
CONCLUSIONS = """subject: {en: Conclusions}
conclusions:
  exempt: {type: boolean, label: {en: exempt}}
  fee: {type: money, label: {en: fee}}
schemes:
  exemption: {title: {en: Exemption}, about: [member], law date: [joined], decides: [exempt]}
"""
VERSION = """      - in force: {span}
        promulgated: 2019-06-03
        by: Act 1
        gist: {{en: a rule}}
"""


def version(body: str, span: str = "from 2020-01-01") -> str:
    indented = "".join(f"        {line}\n" for line in body.splitlines())
    return VERSION.format(span=span) + indented


def article(number: str, *provisions: str) -> str:
    return f'article: "{number}"\ntitle: {{en: An article}}\nprovisions:\n' + "".join(provisions)


def decides(key: str, *versions: str, conclusion: str = "exempt", kind: str = "entitlement") -> str:
    return f"  {key}:\n    kind: {kind}\n    decides: {conclusion}\n    versions:\n" + "".join(versions)


def excepts(key: str, to: str, *versions: str) -> str:
    return f"  {key}:\n    kind: exception\n    to: {to}\n    versions:\n" + "".join(versions)


def book(*articles: str) -> Rulebook:
    files = {f"act/{i}.yaml": text for i, text in enumerate(articles, start=1)}
    return small(NAMES, {**files, "vocabulary/conclusions.yaml": CONCLUSIONS})


def results(rulebook: Rulebook, *cases: str) -> tuple[Result, ...]:
    """Cases written as `facts -> expected`, such as `member: yes, age: 3 -> exempt: yes`."""
    text = "law date: 2024-03-01\ncases:\n"
    for number, case in enumerate(cases, start=1):
        facts, _, expected = case.partition(" -> ")
        text += f"  - {{case: number {number}, facts: {{{facts}}}, expect: {{{expected}}}}}\n"
    golden = read_golden(text.encode(), "a.cases.yaml", rulebook)
    assert golden.mistakes == ()
    return tuple(run(golden.file, case, rulebook) for case in golden.cases)


def covered(rulebook: Rulebook, *cases: str) -> Coverage:
    found = results(rulebook, *cases)
    assert all(r.passed for r in found), [r.differences for r in found]
    return measure(rulebook, evidence(found, rulebook))


def shown(coverage: Coverage, kind: str) -> dict[str, bool]:
    return {sentence(m.unit): m.shown for m in coverage.measured if m.unit.kind == kind}


ANY = version("when:\n  - any: [member, guest]")
ALL = version("when: [member, guest]")


def test_a_provision_decides_and_does_not() -> None:
    rulebook = book(article("1", decides("(1)", version("when: member"))))
    assert shown(covered(rulebook, "member: yes -> exempt: yes"), "decision") == {
        "the provision decides": True,
        "the provision does not decide": False,
    }
    both = covered(rulebook, "member: yes -> exempt: yes", "member: no -> exempt: no")
    assert all(shown(both, "decision").values())


def test_what_always_decides_need_not_be_shown_not_to() -> None:
    rulebook = book(article("1", decides("(1)", version("value: 5 won"), conclusion="fee", kind="formula")))
    assert shown(covered(rulebook, "member: no -> fee: 5 won"), "decision") == {"the provision decides": True}


def test_what_is_unknown_shows_nothing() -> None:
    rulebook = book(article("1", decides("(1)", version("when: member"))))
    coverage = covered(rulebook, "age: 3 -> exempt: unknown")
    assert [m.unit.kind for m in coverage.measured if m.shown] == []


def test_a_case_that_failed_shows_nothing() -> None:
    rulebook = book(article("1", decides("(1)", version("when: member"))))
    found = evidence(results(rulebook, "member: yes -> exempt: no", "member: yes -> exempt: to be answered"), rulebook)
    coverage = measure(rulebook, found)
    assert (coverage.cases, coverage.left_out, coverage.total.shown) == (0, 2, 0)


def test_conditions_come_out_both_ways() -> None:
    rulebook = book(article("1", decides("(1)", ANY)))
    coverage = covered(rulebook, "member: yes, guest: no -> exempt: yes", "member: no, guest: no -> exempt: no")
    assert shown(coverage, "condition") == {
        "`member` true (version 1)": True,
        "`member` false (version 1)": True,
        "`guest` true (version 1)": False,
        "`guest` false (version 1)": True,
    }


@pytest.mark.parametrize(
    ("tree", "cases", "alone"),
    [
        (ANY, ["member: yes, guest: no -> exempt: yes", "member: no, guest: no -> exempt: no"], {"member"}),
        (
            ANY,
            [
                "member: yes, guest: no -> exempt: yes",
                "member: no, guest: no -> exempt: no",
                "member: no, guest: yes -> exempt: yes",
            ],
            {"member", "guest"},
        ),
        (ALL, ["member: yes, guest: yes -> exempt: yes", "member: no, guest: no -> exempt: no"], {"member"}),
        (
            ALL,
            [
                "member: yes, guest: yes -> exempt: yes",
                "member: no, guest: yes -> exempt: no",
                "member: yes, guest: no -> exempt: no",
            ],
            {"member", "guest"},
        ),
        (ALL, ["member: yes, guest: yes -> exempt: yes"], set()),
    ],
)
def test_a_condition_matters_on_its_own(tree: str, cases: list[str], alone: set[str]) -> None:
    coverage = covered(book(article("1", decides("(1)", tree))), *cases)
    found = {m.unit.text for m in coverage.measured if m.unit.kind == "independence" and m.shown}
    assert found == alone


def test_a_lone_condition_is_not_counted_as_mattering() -> None:
    rulebook = book(article("1", decides("(1)", version("when: member"))))
    assert shown(covered(rulebook, "member: yes -> exempt: yes"), "independence") == {}


def test_what_is_asked_of_an_element_is_counted_for_itself() -> None:
    rulebook = book(article("1", decides("(1)", version("when: any tour in tours satisfies tour.paid"))))
    coverage = covered(rulebook, "tours: [{paid: no}, {paid: yes}] -> exempt: yes")
    assert shown(coverage, "condition") == {
        "`any tour in tours satisfies tour.paid` true (version 1)": True,
        "`any tour in tours satisfies tour.paid` false (version 1)": False,
        "`tour.paid` true (version 1)": True,
        "`tour.paid` false (version 1)": True,
    }


def test_an_exception_applies_and_is_looked_at() -> None:
    rulebook = book(
        article("1", decides("(1)", version("when: member")), excepts("(2)", "(1)", version("when: expelled")))
    )
    unlooked = covered(rulebook, "member: no, expelled: yes -> exempt: no")
    assert set(shown(unlooked, "exception").values()) == {False}
    looked = covered(rulebook, "member: yes, expelled: no -> exempt: yes")
    assert list(shown(looked, "exception").values()) == [False, True]
    applied = covered(rulebook, "member: yes, expelled: yes -> exempt: no")
    assert list(shown(applied, "exception").values()) == [True, False]


def test_every_version_and_every_row_decides() -> None:
    table = "table:\n  rows:\n    - {when: member, value: 1 won}\n    - {otherwise: 2 won}"
    old = version("value: 9 won", "2020-01-01 to 2024-03-01")
    new = version(table, "from 2024-03-02")
    rulebook = book(article("1", decides("(1)", old, new, conclusion="fee", kind="formula")))
    coverage = covered(rulebook, "member: yes -> fee: 9 won")
    assert list(shown(coverage, "version").values()) == [True, False]
    assert list(shown(coverage, "row").values()) == [False, False]


@pytest.mark.parametrize(("age", "side"), [(6, None), (7, "just outside"), (8, "on"), (9, "just inside"), (10, None)])
def test_a_limit_is_met_on_and_next_to_it(age: int, side: str | None) -> None:
    rulebook = book(article("1", decides("(1)", version("when: age ≥ 8"))))
    coverage = covered(rulebook, f"age: {age} -> exempt: {'yes' if age >= 8 else 'no'}")
    found = [m.unit.aspect for m in coverage.measured if m.unit.kind == "boundary" and m.shown]
    assert found == ([side] if side else [])


def test_a_range_has_two_limits() -> None:
    node = s.InRange(s.Name("age"), s.Number(Fraction(15)), s.Number(Fraction(35)))
    assert [link.comparator for link in links(node)] == ["≥", "≤"]
    for subject, expected in (
        (14, [(0, "just outside")]),
        (15, [(0, "on")]),
        (35, [(1, "on")]),
        (36, [(1, "just outside")]),
    ):
        assert list(sides(Step(node, True, operands=(subject, 15, 35)))) == expected


def test_equality_has_no_sides() -> None:
    assert links(s.Compare((s.Name("a"), s.Name("b")), ("=",))) == ()
    assert links(s.Compare((s.Name("a"), s.Name("b")), ("≠",))) == ()


def test_a_share_in_percent_is_next_to_its_limit_at_a_hundredth() -> None:
    node = s.Compare((s.Name("share"), s.Number(Fraction(4, 5), percent=True)), ("≥",))
    found = {
        n: [side for _, side in sides(Step(node, True, operands=(Fraction(n, 100), Fraction(4, 5))))]
        for n in range(78, 83)
    }
    assert found == {78: [], 79: ["just outside"], 80: ["on"], 81: ["just inside"], 82: []}


@pytest.mark.parametrize(
    ("a", "b", "far"),
    [
        (date(2024, 3, 1), date(2024, 2, 29), 1),
        (Span(date(2024, 1, 1), date(2024, 6, 30)), Period(6), 0),
        (Span(date(2024, 1, 1), date(2024, 6, 29)), Period(6), -1),
        (Period(6), Span(date(2024, 1, 1), date(2024, 6, 29)), 1),
        (Span(date(2024, 1, 1), date(2020, 1, 1)), Period(0, 1), -1),
        (Period(0, 30), Period(0, 29), 1),
        (Period(12), Period(13), -1),
        (Period(1), Period(0, 30), None),
        (Fraction(1, 2), 0, Fraction(1, 2)),
        (True, 1, None),
        (NONE, 3, None),
        ("a", "b", None),
    ],
)
def test_how_far_values_lie_apart(a: Value, b: Value, far: Fraction | None) -> None:
    assert excess(a, b) == far


TREE = s.AllOf((s.AnyOf((s.Name("a"), s.Not(s.Name("b")))), s.Name("c")))
PATHS = ("0.0", "0.1.0", "1")


def whole(a: bool, b: bool, c: bool) -> bool:
    return (a or not b) and c


def looked_at(a: bool, b: bool, c: bool) -> dict[str, bool]:
    """The leaves of the tree that are looked at before the whole is settled."""
    leaves = {"0.0": a}
    if not a:
        leaves["0.1.0"] = b
    if a or not b:
        leaves["1"] = c
    return leaves


@given(st.sets(st.tuples(st.booleans(), st.booleans(), st.booleans())), st.sampled_from(PATHS))
def test_independence_is_what_its_definition_says(cases: set[tuple[bool, bool, bool]], leaf: str) -> None:
    """Held against the definition written out: all pairs, leaf by leaf."""
    vectors: dict[Vector, tuple[str, str]] = {
        (whole(*case), frozenset(looked_at(*case).items())): ("f", str(case)) for case in cases
    }
    pairs = product(cases, cases)

    def completes(one: tuple[bool, bool, bool], other: tuple[bool, bool, bool]) -> bool:
        x, y = looked_at(*one), looked_at(*other)
        if leaf not in x or leaf not in y or x[leaf] == y[leaf] or whole(*one) == whole(*other):
            return False
        return all(x.get(p) is None or y.get(p) is None or x[p] == y[p] for p in PATHS if p != leaf)

    assert (independent(vectors, leaf) is not None) == any(completes(one, other) for one, other in pairs)


@given(st.booleans(), st.booleans(), st.booleans(), st.sampled_from(PATHS))
def test_a_leaf_is_pivotal_when_turning_it_turns_the_whole(a: bool, b: bool, c: bool, leaf: str) -> None:
    site = Site("s", "p", 0, TREE, tuple(Leaf(path, s.Name(path)) for path in PATHS))
    values = dict(zip(PATHS, (a, b, c), strict=True))
    turned = {**values, leaf: not values[leaf]}
    assert pivotal(site, values, leaf) == (whole(*values.values()) != whole(*turned.values()))


AMOUNT = "value: age × 10 won, at least 200 won, at most 400 won"
TURNS = "value: (first if member otherwise second)\nwhere:\n  first: age × 10 won, at most 400 won\n  second: 7 won"


@pytest.mark.parametrize(
    ("age", "fee", "floor", "cap"),
    [(19, 200, "false", "true"), (20, 200, "true", "true"), (40, 400, "true", "true"), (41, 400, "true", "false")],
)
def test_a_floor_and_a_cap_are_conditions_of_the_amount(age: int, fee: int, floor: str, cap: str) -> None:
    rulebook = book(article("1", decides("(1)", version(AMOUNT), conclusion="fee", kind="formula")))
    coverage = covered(rulebook, f"age: {age} -> fee: {fee} won")
    found = {m.unit.text: m.unit.aspect for m in coverage.measured if m.unit.kind == "condition" and m.shown}
    assert found == {"age × 10 won ≥ 200 won": floor, "age × 10 won ≤ 400 won": cap}


def test_a_cap_is_met_to_the_unit() -> None:
    amount = version("value: age × 1 won, at most 400 won")
    rulebook = book(article("1", decides("(1)", amount, conclusion="fee", kind="formula")))
    for age, side in ((398, []), (399, ["just inside"]), (400, ["on"]), (401, ["just outside"]), (402, [])):
        coverage = covered(rulebook, f"age: {age} -> fee: {min(age, 400)} won")
        assert [m.unit.aspect for m in coverage.measured if m.unit.kind == "boundary" and m.shown] == side


def test_an_amount_turns_only_on_the_side_it_took() -> None:
    rulebook = book(article("1", decides("(1)", version(TURNS), conclusion="fee", kind="formula")))
    taken = covered(rulebook, "member: yes, age: 3 -> fee: 30 won")
    found = [sentence(m.unit) for m in taken.measured if m.unit.kind == "condition" and m.shown]
    assert found == ["`member` true (version 1)", "`age × 10 won ≤ 400 won` true (version 1)"]
    other = covered(rulebook, "member: no, age: 3 -> fee: 7 won")
    found = [sentence(m.unit) for m in other.measured if m.unit.kind == "condition" and m.shown]
    assert found == ["`member` false (version 1)"]


def test_a_scheme_counts_what_its_conclusions_rest_on() -> None:
    rulebook = book(
        article("1", decides("(1)", version("when: member"))),
        article("2", decides("(1)", version("value: 5 won"), conclusion="fee", kind="formula")),
    )
    coverage = covered(rulebook, "member: yes -> exempt: yes")
    assert {m.unit.article for m in coverage.by_scheme()["exemption"]} == {"EX 1"}
    assert list(coverage.by_article()) == ["EX 1", "EX 2"]


def test_of_nothing_everything_is_shown() -> None:
    assert Tally(0, 0).share == 1
    assert tally([]) == Tally(0, 0)
    assert all(t == Tally(0, 0) for t in tallies([]).values())


def test_each_unit_has_a_key_of_its_own() -> None:
    from importlib.resources import files

    from rulecheck.engine.cache import load_cached

    rulebook, _ = load_cached(str(files("rulecheck") / "rules" / "kr"))
    assert rulebook is not None
    keys = [m.unit.key for m in measure(rulebook, Evidence((), 0, evidence((), rulebook).seen)).measured]
    assert len(keys) == len(set(keys))
    assert len(keys) > 1000


CLOSED = [
    (ANY, ["member: no, guest: no -> exempt: no"]),
    (ALL, ["member: no, guest: no -> exempt: no"]),
    (version("when: age ≥ 8"), ["age: 30 -> exempt: yes"]),
    (version("when: age 15–35"), ["age: 20 -> exempt: yes"]),
    (version("when: joined until left ≥ 6 months"), ["joined: 2023-01-01, left: 2024-01-01 -> exempt: yes"]),
    (version("when: kind is b"), ["kind: a -> exempt: no"]),
    (version("when: any tour in tours satisfies tour.paid"), ["tours: [{paid: no}] -> exempt: no"]),
    (
        version("when: member", "2020-01-01 to 2023-12-31") + version("when: guest", "from 2024-01-01"),
        ["member: yes, guest: yes, joined: 2024-03-01 -> exempt: yes"],
    ),
]


@pytest.mark.parametrize(("versions", "cases"), CLOSED)
def test_the_cases_written_close_the_gaps(versions: str, cases: list[str], tmp_path: Path) -> None:
    """Each written case is to be answered; once it is, nothing is left open."""
    rulebook = book(article("1", decides("(1)", versions)))
    before = results(rulebook, *cases)
    found = evidence(before, rulebook)
    gaps = measure(rulebook, found).gaps
    assert gaps
    written = write_missing(rulebook, found, gaps, str(tmp_path), sentence)
    assert written.not_found == ()
    answered = list(before)
    for path, count in written.files:
        text = Path(path).read_bytes()
        opened = read_golden(text, path, rulebook)
        assert (opened.mistakes, len(opened.cases)) == ((), count)
        assert all(run(path, case, rulebook).to_be_answered for case in opened.cases)
        answered += _answered(text, path, rulebook)
    assert measure(rulebook, evidence(answered, rulebook)).gaps == ()


def _answered(text: bytes, path: str, rulebook: Rulebook) -> list[Result]:
    """The cases of a file with the answer, yes or no, that makes each pass."""
    passed: dict[str, Result] = {}
    for answer in (b"true", b"false"):
        for case in read_golden(text.replace(b"to be answered", answer), path, rulebook).cases:
            result = run(path, case, rulebook)
            if result.passed:
                passed[case.title] = result
    return list(passed.values())


def test_a_gap_that_cannot_be_closed_is_told(tmp_path: Path) -> None:
    """The exception is for those who are no members, and looked at only for members."""
    rulebook = book(
        article("1", decides("(1)", version("when: member")), excepts("(2)", "(1)", version("when: not member")))
    )
    found = evidence(results(rulebook, "member: yes -> exempt: yes"), rulebook)
    written = write_missing(rulebook, found, measure(rulebook, found).gaps, str(tmp_path), sentence)
    assert "exception to EX 1(1) applies" in [sentence(unit) for unit in written.not_found]
    ((path, _),) = written.files
    assert "#   EX 1(2): exception to EX 1(1) applies" in Path(path).read_text(encoding="utf-8")


def test_no_folder_is_made_where_there_is_nothing_to_write(tmp_path: Path) -> None:
    rulebook = book(article("1", decides("(1)", version("when: member"))))
    assert write_missing(rulebook, evidence((), rulebook), (), str(tmp_path / "new"), sentence).files == ()
    assert not (tmp_path / "new").exists()
