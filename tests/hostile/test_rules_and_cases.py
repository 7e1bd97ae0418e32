"""Hostile rulebooks and cases, through all that the command does with them.

Each ends in a diagnostic or a decision, in a process that may use 200 MB beyond what the interpreter and the engine's
own modules take, and in bounded time: the timeout is a bound on hanging, far above what the worst of them takes.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

BASE = Path(__file__).resolve().parents[1] / "errors" / "base"
_TIMEOUT = 120

_CHILD = """
import json, resource, sys
import jsonschema, lark
from rulecheck.engine import check, loader, mutatis_mutandis, resolve, shape
from rulecheck.engine.case import read_case
from rulecheck.engine.decide import Question, decide
from rulecheck.engine.limits import DEFAULT_LIMITS
from rulecheck.engine.record import record
from rulecheck.engine.source_lines import SourceLines
from rulecheck.engine.text_file import read_file
from rulecheck.reports.diagnostics_text import diagnostics_text
from rulecheck.reports.style import Style
from rulecheck.reports.text import text
try:
    with open("/proc/self/statm") as file:
        used = int(file.read().split()[0]) * resource.getpagesize()
except OSError:
    used = 500_000_000
cap = used + 200_000_000
resource.setrlimit(resource.RLIMIT_AS, (cap, cap))

def told(found):
    lines = diagnostics_text(found, style=Style(False, True, 100), source_line=SourceLines({}, sys.argv[1]).line)
    out = [[d.code, d.place.file, d.place.line, d.place.column, len(d.message), len(d.hint)] for d in found]
    print(json.dumps({"told": out, "text": len(lines)}))
    sys.exit()

rulebook, found = loader.load(sys.argv[1])
if rulebook is None:
    told(found)
data, found = read_file(sys.argv[2], DEFAULT_LIMITS, case=True)
if data is None:
    told(found)
case, found = read_case(data, "case.json", rulebook.vocabulary)
if case is None:
    told(found)
answer = decide(rulebook, case, Question(tuple(sys.argv[3:])))
if answer.problems:
    told(answer.problems)
json.dumps(record(answer, rulebook))
text(answer, rulebook, Style(False, True, 100))
print(json.dumps({"decided": {d.address: [d.state.value, len(repr(d.value))] for d in answer.asked()}}))
"""


def outcome(folder: Path, case: str | bytes = "{}", ask: Iterable[str] = ()) -> dict[str, Any]:
    """What a process of little memory makes of a rulebook and a case."""
    file = folder.parent / "case.json"
    file.write_bytes(case if isinstance(case, bytes) else case.encode())
    run = subprocess.run(
        [sys.executable, "-c", _CHILD, str(folder), str(file), *ask],
        capture_output=True,
        timeout=_TIMEOUT,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-3000:].decode()
    found: dict[str, Any] = json.loads(run.stdout)
    told = found.get("told", [])
    assert all(line >= 1 and column >= 1 for _, _, line, column, _, _ in told)
    assert all(length < 2_000 and hint < 2_000 for *_, length, hint in told), "a message that nobody can read"
    return found


def codes(found: dict[str, Any]) -> set[str]:
    """The codes told; a decision tells none."""
    return {code for code, *_ in found.get("told", [])}


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """The folder of a small rulebook without mistakes."""
    folder = tmp_path / "rules" / "isle"
    shutil.copytree(BASE, folder)
    return folder


HEAD = "      - {in force: from 2020-01-01, promulgated: 2019-06-03, by: Act 1, gist: {en: something}"


def article(number: str, provisions: Iterable[str]) -> str:
    """An article of these provisions."""
    return f'article: "{number}"\ntitle: {{en: Something}}\nprovisions:\n' + "".join(provisions)


def condition(key: str, when: str) -> str:
    """A provision that decides nothing, under an expression."""
    return f"  {key}:\n    kind: condition\n    versions:\n{HEAD}, when: {json.dumps([when], ensure_ascii=False)}}}\n"


def formula(key: str, decides: str, value: str, where: str = "{}") -> str:
    """A provision that decides an amount."""
    return (
        f"  {key}:\n    kind: formula\n    decides: {decides}\n    versions:\n"
        f"{HEAD}, where: {where}, value: {json.dumps(value, ensure_ascii=False)}}}\n"
    )


def vocabulary(conclusions: Iterable[str], kind: str = "number") -> str:
    """A vocabulary file of conclusions."""
    lines = "".join(f"  {name}: {{type: {kind}, label: {{en: x}}}}\n" for name in conclusions)
    return f"subject: {{en: Things}}\nconclusions:\n{lines}"


# Expressions, as the one condition of an article

EXPRESSIONS = {
    "200 kB of brackets": ("(" * 200_000, "R0118"),
    "brackets up to the cap on texts": ("(" * 19_000, "R0201"),
    "brackets up to the cap on expressions": ("(" * 500 + "plot.area" + ")" * 500, "R0201"),
    "500 chained `not`": ("not " * 500 + "plot.handed_over", "R0201"),
    "500 chained minus signs": ("−" * 500 + "plot.area ≥ 1", "R0201"),
    "500 chained `if`": ("plot.area if plot.handed_over otherwise " * 100 + "plot.area", "R0201"),
    "500 chained `before`": ("1 day before " * 190 + "plot.applied_on ≤ plot.wanted_from", "R0201"),
    "10,000 terms": ("plot.area" + " + 1" * 10_000 + " ≥ 1", "R0118"),
    "2,000 terms": ("plot.area" + " + 1" * 900 + " ≥ 1", "R0201"),
    "a chain of comparisons": (" ≤ ".join(["plot.area"] * 350), "R0201"),
    "a number of 1,000 digits": ("plot.area ≥ " + "9" * 1_000, "R0201"),
    "a year of 1,000 digits": ("plot.lease ≥ " + "9" * 1_000 + " years", "R0201"),
    "a name of 3,900 characters": ("p" * 3_900 + " ≥ 1", "R0212"),
    "a unit of 3,900 characters": ("plot.area ≥ 1 " + "p" * 3_900, "R0205"),
    "an option of 3,900 characters": ("gardener.status is " + "p" * 3_900, "R0208"),
    "a text of 3,900 characters": (f"gardener.remarks = {chr(34)}{'p' * 3_900}{chr(34)} and 1", "R0215"),
    "many options": ("gardener.status in {" + ", ".join(["resident"] * 290) + ", king}", "R0208"),
    "words that never fit": ("and or not if " * 140, "R0201"),
    "quotation marks": ('"' * 3_999, "R0201"),
    "spaces": ("plot.area" + " " * 3_980 + ")", "R0201"),
    "a reference of 3,900 characters": ("Art. 1" + "(1)" * 190 + " applies", "R0360"),
    "a reference without end": ("Art. 1" + " 1" * 290, "R0201"),
    "characters of no language": ("\u0301" * 3_999, "R0201"),
}


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_hostile_expressions(name: str, rules: Path) -> None:
    text, code = EXPRESSIONS[name]
    (rules / "garden-act/3.yaml").write_text(article("3", [condition("(1)", text)]), encoding="utf-8")
    assert codes(outcome(rules)) == {code}


# Whole rulebooks


def brackets(rules: Path) -> None:
    (rules / "garden-act/3.yaml").write_text("article: " + "[" * 200_000)


def levels(rules: Path) -> None:
    nested = "".join(f"{'  ' * (i + 4)}- any:\n" for i in range(500))
    text = article("3", ["  (1):\n    kind: condition\n    versions:\n      - when:\n"]) + nested
    (rules / "garden-act/3.yaml").write_text(text)


def aliases(rules: Path) -> None:
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{chr(98 + i)}: &{chr(98 + i)} [{','.join([f'*{chr(97 + i)}'] * 9)}]\n" for i in range(8)
    )
    (rules / "garden-act/3.yaml").write_text(bomb)


def circle_of_conclusions(rules: Path) -> None:
    names = [f"ring.c{i}" for i in range(1_000)]
    (rules / "vocabulary/ring.yaml").write_text(vocabulary(names))
    provisions = [formula(f"({i + 1})", name, f"{names[i - 1]} + 1") for i, name in enumerate(names)]
    (rules / "garden-act/3.yaml").write_text(article("3", provisions))


def circle_of_local_names(rules: Path) -> None:
    where = "{" + ", ".join(f"n{i}: n{(i + 1) % 1000} + 1" for i in range(1_000)) + "}"
    (rules / "garden-act/3.yaml").write_text(article("3", [formula("(1)", "plot.fine", "n0 × 1 thaler", where)]))


def circle_of_exceptions(rules: Path) -> None:
    provisions = [
        f"  ({i + 1}):\n    kind: exception\n    to: ({(i + 1) % 1000 + 1})\n    versions:\n{HEAD}}}\n"
        for i in range(1_000)
    ]
    (rules / "garden-act/3.yaml").write_text(article("3", provisions))


def too_many_files(rules: Path) -> None:
    for i in range(5_001):
        (rules / f"garden-act/{i + 10}.yaml").write_text("")


def links_in_a_circle(rules: Path) -> None:
    (rules / "garden-act/round").symlink_to(rules / "garden-act")
    (rules / "vocabulary/round").symlink_to(rules)
    os.symlink("3.yaml", rules / "garden-act/3.yaml")


def link_out(rules: Path) -> None:
    outside = rules.parent.parent / "secret.yaml"
    outside.write_text("password: 12345")
    (rules / "garden-act/3.yaml").symlink_to(outside)
    (rules / "water-act").symlink_to(rules.parent.parent)


def pipe(rules: Path) -> None:
    os.mkfifo(rules / "garden-act/3.yaml")


def long_names(rules: Path) -> None:
    long = "n" * 10_000
    facts = "".join(f"  ? {long}{i}\n  : {{type: {long}, label: {{en: x}}, at least: {long}}}\n" for i in range(30))
    (rules / "vocabulary/long.yaml").write_text(f"subject: {{en: Long}}\nfacts:\n{facts}")
    (rules / "garden-act/3.yaml").write_text(article("3", [condition("(1)", long)]))


def misspelt_names(rules: Path) -> None:
    names = [f"things.thing_number_{i}" for i in range(3_000)]
    (rules / "vocabulary/things.yaml").write_text(vocabulary(names))
    provisions = [condition(f"({i + 1})", f"things.thing_nunber_{i} ≥ 1") for i in range(3_000)]
    (rules / "garden-act/3.yaml").write_text(article("3", provisions))


def wrong_everywhere(rules: Path) -> None:
    (rules / "garden-act/3.yaml").write_text(article("3", [f"  ({i}): {{knd: duty}}\n" for i in range(20_000)]))


def versions_without_end(rules: Path) -> None:
    version = "      - {in force: from 2020-01-01, promulgated: 2019-06-03, by: A, gist: {en: x}}\n"
    text = "  (1):\n    kind: condition\n    versions:\n" + version * 11_000
    (rules / "garden-act/3.yaml").write_text(article("3", [text]))


def applied_without_end(rules: Path) -> None:
    provisions = [condition(f"({i + 1})", "plot.area ≥ 10") for i in range(2_000)]
    (rules / "garden-act/3.yaml").write_text(article("3", provisions))
    likewise = [
        f'  ({i + 1}):\n    kind: mutatis mutandis\n    applies: ["3"]\n    reading: {{plot: plot}}\n'
        f"    versions:\n{HEAD}}}\n"
        for i in range(2_000)
    ]
    (rules / "garden-act/4.yaml").write_text(article("4", likewise))


def circle_over_many_days(rules: Path) -> None:
    names = [f"ring.c{i}" for i in range(1_500)]
    (rules / "vocabulary/ring.yaml").write_text(vocabulary(names))
    provisions = []
    for i, name in enumerate(names):
        day = f"{2020 + i // 336:04d}-{i // 28 % 12 + 1:02d}-{i % 28 + 1:02d}"
        text = formula(f"({i + 1})", name, f"{names[i - 1]} + 1").replace("from 2020-01-01", f"from {day}")
        provisions.append(text)
    (rules / "garden-act/3.yaml").write_text(article("3", provisions))


RULEBOOKS: dict[Callable[[Path], None], str] = {
    brackets: "R0116",
    levels: "R0116",
    aliases: "R0110",
    circle_of_conclusions: "R0217",
    circle_of_local_names: "R0217",
    circle_of_exceptions: "R0362",
    too_many_files: "R0309",
    links_in_a_circle: "R0310",
    link_out: "R0310",
    pipe: "R0103",
    long_names: "R0322",
    misspelt_names: "R0212",
    wrong_everywhere: "R0302",
    versions_without_end: "R0342",
    applied_without_end: "R0366",
    circle_over_many_days: "R0217",
}


@pytest.mark.parametrize("hostile", RULEBOOKS, ids=lambda hostile: hostile.__name__)
def test_hostile_rulebooks(hostile: Callable[[Path], None], rules: Path) -> None:
    hostile(rules)
    assert RULEBOOKS[hostile] in codes(outcome(rules))


def test_nothing_of_a_file_outside_is_told(rules: Path) -> None:
    link_out(rules)
    assert "12345" not in json.dumps(outcome(rules))


# Rulebooks that are large, or deep, and nothing else: each is decided, or told to be too much


def decided(found: dict[str, Any]) -> set[str]:
    """The states of what was asked; nothing when nothing was decided."""
    return {state for state, _ in found.get("decided", {}).values()}


def test_3000_provisions(rules: Path) -> None:
    names = [f"things.c{i}" for i in range(3_000)]
    (rules / "vocabulary/things.yaml").write_text(vocabulary(names))
    for start in range(0, 3_000, 500):
        number = str(10 + start // 500)
        provisions = [formula(f"({i + 1})", names[i], f"plot.area × {i}") for i in range(start, start + 500)]
        (rules / f"garden-act/{number}.yaml").write_text(article(number, provisions))
    case = '{"law_date": "2024-03-01", "facts": {"plot.area": 20}}'
    assert outcome(rules, case, ["things.c2999"])["decided"] == {"things.c2999": ["value", 5]}


def chain(rules: Path, length: int, step: str) -> str:
    """Conclusions of which each rests on the next; gives the name of the first."""
    names = [f"chain.c{i}" for i in range(length)]
    (rules / "vocabulary/chain.yaml").write_text(vocabulary(names))
    provisions = [formula(f"({i + 1})", names[i], step.format(names[i + 1])) for i in range(length - 1)]
    provisions.append(formula(f"({length})", names[-1], "plot.area"))
    (rules / "garden-act/3.yaml").write_text(article("3", provisions))
    return names[0]


CASE = '{"law_date": "2024-03-01", "facts": {"plot.area": 20}}'


def chain_of_local_names(rules: Path, length: int, step: str) -> None:
    """Local names of which each rests on the next, written in the order that takes the longest way."""
    names = ", ".join(f"n{i}: {step.format(f'n{i + 1}')}" for i in range(length))
    where = f"{{{names}, n{length}: plot.area}}"
    (rules / "garden-act/2.yaml").unlink()
    (rules / "garden-act/3.yaml").write_text(article("3", [formula("(1)", "plot.fine", "n0 × 1 thaler", where)]))


def chain_of_exceptions(rules: Path, length: int) -> None:
    """Exceptions of which each excepts from the one before it."""
    provisions = [
        f"  ({i}):\n    kind: exception\n    to: {'GA 1(2)' if i == 1 else f'({i - 1})'}\n    versions:\n{HEAD}}}\n"
        for i in range(1, length + 1)
    ]
    (rules / "garden-act/3.yaml").write_text(article("3", provisions))


def test_a_chain_of_conclusions(rules: Path) -> None:
    first = chain(rules, 100, "({0} + 1) × 1")
    assert outcome(rules, CASE, [first])["decided"] == {first: ["value", 3]}


def test_a_chain_of_conclusions_that_is_too_long(rules: Path) -> None:
    first = chain(rules, 1_000, "{0} + 1")
    assert codes(outcome(rules, CASE, [first])) == {"R0223"}


def test_a_chain_of_local_names(rules: Path) -> None:
    chain_of_local_names(rules, 700, "{0} + 1")
    assert outcome(rules, CASE, ["plot.fine"])["decided"] == {"plot.fine": ["value", 3]}


def test_a_chain_of_local_names_that_is_too_long(rules: Path) -> None:
    chain_of_local_names(rules, 20_000, "{0} + 1")
    assert codes(outcome(rules, CASE, ["plot.fine"])) & {"R0223", "R0224"}


def test_local_names_that_double(rules: Path) -> None:
    chain_of_local_names(rules, 60, "{0} + {0}")
    assert codes(outcome(rules, CASE, ["plot.fine"])) == {"R0224"}


def test_a_chain_of_exceptions(rules: Path) -> None:
    chain_of_exceptions(rules, 250)
    assert outcome(rules, CASE, ["plot.rent"])["decided"] == {"plot.rent": ["value", 2]}


def test_a_chain_of_exceptions_that_is_too_long(rules: Path) -> None:
    chain_of_exceptions(rules, 3_000)
    assert codes(outcome(rules, CASE, ["plot.rent"])) == {"R0223"}


def test_conditions_and_expressions_nested_as_deep_as_they_may_be(rules: Path) -> None:
    groups = "".join(f"{'  ' * (i + 4)}- {'any' if i % 2 else 'all'}:\n" for i in range(15))
    expression = "(" * 15 + "plot.area + 1" + ") + 1" * 15
    when = "      - when:\n" + groups + "  " * 20 + f"- {'not ' * 5}plot.area < {expression}\n"
    version = (
        "        in force: from 2020-01-01\n        promulgated: 2019-06-03\n        by: A\n        gist: {en: x}\n"
    )
    entitlement = f"  (1):\n    kind: entitlement\n    decides: work.garden_time\n    versions:\n{when}{version}"
    (rules / "garden-act/3.yaml").write_text(article("3", [entitlement]))
    assert decided(outcome(rules, CASE, ["work.garden_time"])) == {"value"}


def test_a_chain_of_conclusions_of_which_each_squares_the_next(rules: Path) -> None:
    first = chain(rules, 60, "{0} × {0}")
    assert codes(outcome(rules, CASE, [first])) == {"R0409"}


def test_a_product_of_huge_numbers(rules: Path) -> None:
    value = " × ".join(["9" * 39] * 90)
    (rules / "vocabulary/more.yaml").write_text(vocabulary(["huge.product"]))
    (rules / "garden-act/3.yaml").write_text(article("3", [formula("(1)", "huge.product", value)]))
    assert codes(outcome(rules, CASE, ["huge.product"])) == {"R0409"}


def test_a_sum_of_fractions_without_a_common_measure(rules: Path) -> None:
    value = " + ".join(f"1 ÷ {'9' * 30}{i:03d}" for i in range(1, 85))
    (rules / "vocabulary/more.yaml").write_text(vocabulary(["huge.sum"]))
    (rules / "garden-act/3.yaml").write_text(article("3", [formula("(1)", "huge.sum", value)]))
    assert codes(outcome(rules, CASE, ["huge.sum"])) == {"R0409"}


def test_a_period_multiplied_again_and_again(rules: Path) -> None:
    (rules / "vocabulary/more.yaml").write_text(vocabulary([f"long.p{i}" for i in range(60)], "days"))
    provisions = [formula(f"({i + 1})", f"long.p{i}", f"long.p{i + 1} × {'9' * 39}") for i in range(59)]
    provisions.append(formula("(60)", "long.p59", "1 day"))
    (rules / "garden-act/3.yaml").write_text(article("3", provisions))
    assert codes(outcome(rules, CASE, ["long.p0"])) == {"R0409"}


def entitlement(when: str) -> str:
    """A provision that decides garden time, under an expression."""
    return condition("(1)", when).replace("kind: condition", "kind: entitlement\n    decides: work.garden_time")


def test_quantifiers_within_quantifiers(rules: Path) -> None:
    when = "".join(f"no s{i} in plot.seasons satisfies (" for i in range(8)) + "s7.harvest > 1 thaler" + ")" * 8
    (rules / "garden-act/3.yaml").write_text(article("3", [entitlement(when)]))
    assert codes(outcome(rules, of_seasons({"harvest": 1}, 200), ["work.garden_time"])) == {"R0410"}


def test_a_problem_passed_over_again_and_again(rules: Path) -> None:
    first = chain(rules, 40, "{0} + {0}")
    text = (rules / "garden-act/3.yaml").read_text()
    (rules / "garden-act/3.yaml").write_text(text.replace('"plot.area"', '"1 ÷ gardener.children"'))
    (rules / "garden-act/4.yaml").write_text(article("4", [entitlement(f"plot.handed_over and {first} > 1")]))
    case = '{"law_date": "2024-03-01", "facts": {"gardener.children": 0}}'
    assert codes(outcome(rules, case, ["work.garden_time"])) == {"R0410"}


def test_a_fulfilment_that_divides_by_nothing(rules: Path) -> None:
    text = (rules / "garden-act/1.yaml").read_text()
    text = text.replace("fulfilled: plot.handed_over", "fulfilled: 1 ÷ gardener.children = 1")
    (rules / "garden-act/1.yaml").write_text(text)
    given = {
        "gardener.children": 0,
        "plot.seasons": [{"days_gardened": 1}],
        "gardener.born_on": "1980-05-01",
        "gardener.resident_since": "2010-01-01",
        "plot.wanted_from": "2024-03-01",
    }
    found = outcome(rules, facts(given), ["plot.must_be_let"])
    assert found["decided"] == {"plot.must_be_let": ["value", 4]}


def test_a_constraint_that_divides_by_nothing(rules: Path) -> None:
    constraint = "subject: {en: x}\nconstraints:\n  - {must: 1 ÷ gardener.children ≤ 2, says: {en: too many}}\n"
    (rules / "vocabulary/more.yaml").write_text(constraint)
    assert codes(outcome(rules, '{"facts": {"gardener.children": 0, "plot.area": 20}}')) == {"R0406"}


# Cases

MANY_FACTS = {f"plot.area{i}": i for i in range(60_000)}
LONG = "p" * 15_000
SAME = ["receipt"] * 150_000


def facts(given: object, **more: object) -> str:
    """A case with these facts."""
    return json.dumps({"law_date": "2024-03-01", **more, "facts": given})


def of_seasons(season: object, count: int = 2_000) -> str:
    """A case with so many seasons that are all alike."""
    return facts({"plot.seasons": [season] * count})


CASES = {
    "200 kB of brackets": ("[" * 200_000, "R0116"),
    "500 levels": ('{"facts": ' * 500, "R0116"),
    "60,000 unknown facts": (facts(MANY_FACTS), "R0122"),
    "60,000 unknown facts of one prefix": (facts({"plot": MANY_FACTS}), "R0122"),
    "100,000 facts": (facts({f"f{i}": 1 for i in range(100_000)}), "R0117"),
    "a list of 100,000": (of_seasons(1, 100_000), "R0117"),
    "a list of 66,000": (of_seasons({}, 66_000), "R0117"),
    "a list of wrong elements": (of_seasons(1), "R0122"),
    "a list of wrong fields": (of_seasons({"first_day": "soon"}), "R0122"),
    "unknown questions": (facts({}, ask=[f"q{i}" for i in range(90_000)]), "R0508"),
    "an element far away": (facts({"plot.seasons": [{}]}, ask=f"plot.seasons[{'9' * 5_000}].counts"), "R0508"),
    "a fact of 15,000 characters": (facts({LONG: 1}), "R0501"),
    "a key of 15,000 characters": (facts({}, **{LONG: 1}), "R0506"),
    "a date of 15,000 characters": (facts({"plot.applied_on": "1" * 15_000}), "R0503"),
    "a period of 15,000 characters": (facts({"plot.waited": f"{'1' * 15_000} months"}), "R0503"),
    "an amount of 15,000 characters": (facts({"gardener.income": "1," * 7_500}), "R0503"),
    "an amount of digits and blanks": (facts({"gardener.income": f"1{' ' * 7_000}x{' ' * 7_000}!"}), "R0503"),
    "an option of 15,000 characters": (facts({"gardener.status": LONG}), "R0503"),
    "options without end": (facts({"gardener.papers": [*SAME, "x"]}), "R0503"),
    "a boolean in capital letters": (facts({"plot.handed_over": "\u0130" * 15_000}), "R0503"),
}


@pytest.mark.parametrize("name", CASES)
def test_hostile_cases(name: str, rules: Path) -> None:
    case, code = CASES[name]
    assert code in codes(outcome(rules, case))


def test_the_ends_of_the_calendar(rules: Path) -> None:
    where = "{a: 999999 years after plot.applied_on, b: 999999 years before plot.applied_on}"
    day = formula("(1)", "plot.lease_ends_on", "plot.waited after plot.applied_on", where)
    (rules / "garden-act/3.yaml").write_text(article("3", [day]))
    for applied in ("1900-01-01", "2200-12-31"):
        for waited in ("999999 years 999999 months 999999 weeks 999999 days", "0 days", "1 day"):
            case = facts({"plot.applied_on": applied, "plot.waited": waited, "gardener.born_on": "1900-01-01"})
            found = outcome(rules, case, ["plot.lease_ends_on"])
            assert codes(found) <= {"R0407"}
            assert codes(found) | decided(found)


def test_a_long_list_is_decided(rules: Path) -> None:
    season = condition("(1)", "season.days_gardened ≥ 10 days").replace(
        "kind: condition", "kind: condition\n    decides: season.counts"
    )
    total = formula("(2)", "plot.fine", "sum of season.harvest for season in plot.seasons where season.counts")
    (rules / "garden-act/3.yaml").write_text(article("3", [season, total]))
    (rules / "garden-act/2.yaml").unlink()
    found = outcome(rules, of_seasons({"days_gardened": 20, "harvest": 3}), ["plot.fine"])
    assert found["decided"] == {"plot.fine": ["value", 4]}


def test_a_long_list_of_which_nothing_is_known(rules: Path) -> None:
    season = condition("(1)", "season.days_gardened ≥ 10 days and season.harvest > 1 thaler").replace(
        "kind: condition", "kind: condition\n    decides: season.counts"
    )
    (rules / "garden-act/3.yaml").write_text(article("3", [season]))
    assert decided(outcome(rules, of_seasons({}), ["season.counts"])) == {"unknown"}
