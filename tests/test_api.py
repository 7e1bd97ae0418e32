"""Deciding from Python: the same answers as the command, mistakes as data, and any number of threads."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner

from rulecheck.api import Result, Rules, decide, explain, load
from rulecheck.cli import command
from rulecheck.engine.values import UNKNOWN

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = sorted((ROOT / "examples").glob("*.json"))


@pytest.fixture(scope="module")
def rules() -> Rules:
    """The first law."""
    return load(str(ROOT / "rules" / "kr"))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("form", ["text", "json", "html"])
def test_it_says_what_the_command_prints(example: Path, form: str, rules: Rules) -> None:
    """The same bytes in each format."""
    printed = CliRunner().invoke(command, [str(example), "--format", form, "--rules", str(ROOT / "rules" / "kr")])
    result = decide(rules, example.read_bytes(), name=example.name)
    assert form in ("text", "json", "html")
    explained = explain(result, "text" if form == "text" else "json" if form == "json" else "html")
    assert explained.rstrip("\n") == printed.stdout.rstrip("\n")


def test_a_mapping_is_a_case(rules: Rules) -> None:
    """Plain values, exact fractions among them, are what a file would say."""
    ask = "childcare_reduced_hours.hours_lawful"
    facts = {"childcare_reduced_hours": {"start_on": date(2024, 3, 1), "hours_after": Fraction(29, 2)}}
    assert decide(rules, {"facts": facts}, ask=[ask]).value(ask) is False
    facts["childcare_reduced_hours"]["hours_after"] = 15
    result = decide(rules, {"facts": facts}, ask=[ask])
    assert (result.value(ask), result.determined, result.missing) == (True, True, ())


def test_a_missing_fact_is_no_value(rules: Rules) -> None:
    """What is not known is unknown, and named."""
    ask = "childcare_reduced_hours.hours_lawful"
    result = decide(rules, {"facts": {"childcare_reduced_hours.start_on": "2024-03-01"}}, ask=[ask])
    assert (result.value(ask), result.determined) == (UNKNOWN, False)
    assert result.missing == ("childcare_reduced_hours.hours_after",)


def test_mistakes_are_data(rules: Rules) -> None:
    """A wrong case has diagnostics and no answer; there is nothing to explain."""
    result = decide(rules, {"facts": {"child.born": "2019-11-20"}})
    assert (result.answer, [d.code for d in result.diagnostics]) == (None, ["R0501"])
    with pytest.raises(ValueError, match="nothing was decided"):
        explain(result)
    with pytest.raises(KeyError):
        result.value("childcare_reduced_hours.hours_lawful")


def test_a_float_is_refused(rules: Rules) -> None:
    """Numbers are exact: a float is a mistake of the program that calls, and not guessed at."""
    with pytest.raises(TypeError, match="a case holds no float"):
        decide(rules, {"facts": {"childcare_reduced_hours.hours_after": 14.5}})


def test_a_broken_rulebook_decides_nothing(tmp_path: Path) -> None:
    """Its mistakes are there, and deciding by it is refused."""
    (tmp_path / "rulebook.yaml").write_text("rulebook: broken\n", encoding="utf-8")
    broken = load(str(tmp_path))
    assert broken.rulebook is None
    assert broken.diagnostics
    with pytest.raises(ValueError, match="the rulebook has errors"):
        decide(broken, b'{"facts": {}}')


def test_threads_do_not_disturb_each_other(rules: Rules) -> None:
    """The same cases, decided by eight threads at once from a rulebook nobody used before, in the same bytes."""
    texts = [path.read_bytes() for path in EXAMPLES] * 8

    def told(result: Result) -> str:
        return explain(result, "json")

    one_by_one = [told(decide(rules, text)) for text in texts]
    fresh = load(str(ROOT / "rules" / "kr"))
    with ThreadPoolExecutor(8) as pool:
        at_once = list(pool.map(lambda text: told(decide(fresh, text)), texts))
    assert at_once == one_by_one
