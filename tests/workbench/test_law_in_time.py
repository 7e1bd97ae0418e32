"""Law in time from the command line: what is coming, what nobody knew yet, and outputs that keep to their schemas."""

import json
from importlib.resources import files
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from rulecheck.cli import command


@pytest.fixture(autouse=True)
def no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RULECHECK_CACHE_DIR", "off")


@pytest.fixture
def isle(ferry: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder, the current one, with the ferry law `isle`, and a case of an islander with a returned ticket."""
    for name, text in ferry.items():
        (tmp_path / "isle" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "isle" / name).write_text(text, encoding="utf-8")
    case = {"facts": {"ticket": {"made_on": "2021-06-30", "price": "80"}, "ticket_returned": True}}
    case["facts"]["traveller.status"] = "guest"
    (tmp_path / "case.json").write_text(json.dumps(case), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def rulecheck(*words: str) -> Result:
    return CliRunner().invoke(command, [*words, "--rules", "isle"])


def valid(name: str, text: str) -> dict[str, object]:
    """Data that keeps to a schema; nothing in it is undescribed."""
    schema = json.loads((files("rulecheck") / "schemas" / f"{name}.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    data: dict[str, object] = json.loads(text)
    assert [f"{list(e.absolute_path)}: {e.message}" for e in Draft202012Validator(schema).iter_errors(data)] == []
    return data


COMING = "From 2022-01-01 it reads otherwise (Act 2, promulgated 2021-06-03): all of it"


@pytest.mark.parametrize(
    ("day", "told"), [("2021-06-02", False), ("2021-06-03", True), ("2021-12-31", True), ("2022-01-01", False)]
)
@pytest.mark.usefixtures("isle")
def test_what_is_coming_is_told_with_the_reasons(day: str, told: bool) -> None:
    """From the day of its promulgation to the day before it is in force."""
    done = rulecheck("decide", "case.json", "--ask", "ticket.refund", "--as-of", day)
    assert done.exit_code == 0, done.stderr
    assert (COMING in " ".join(done.stdout.split())) is told


@pytest.mark.usefixtures("isle")
def test_what_is_coming_as_known_on_a_day() -> None:
    """The other clock moves alone: whoever decides by the law of May as known in July sees what July knew."""
    words = ("decide", "case.json", "--ask", "ticket.refund", "--as-of", "2021-05-03", "--known-on")
    assert COMING in " ".join(rulecheck(*words, "2021-07-01").stdout.split())
    assert COMING not in " ".join(rulecheck(*words, "2021-06-02").stdout.split())


@pytest.mark.usefixtures("isle")
def test_a_version_that_nobody_knew_yet_is_named() -> None:
    """Decided by the law of 2022 as known before Act 2 was promulgated: it is left out, and said so."""
    words = ("decide", "case.json", "--ask", "ticket.refund", "--as-of", "2022-03-01", "--known-on")
    hidden = "Left out, as promulgated only on 2021-06-03: Act 2, which holds for 2022-03-01 too: all of it"
    before, after = (rulecheck(*words, day).stdout for day in ("2021-06-02", "2021-06-03"))
    assert hidden in " ".join(before.split())
    assert "40 thaler" in before
    assert hidden not in " ".join(after.split())
    assert "80 thaler" in after


@pytest.mark.usefixtures("isle")
def test_the_header_says_what_was_chosen() -> None:
    """The law date and by what; the day as of which the law is known, or that it is all of the rulebook."""
    by_rule = rulecheck("decide", "case.json", "--ask", "ticket.refund").stdout.splitlines()[1]
    asked = rulecheck(
        "decide", "case.json", "--ask", "ticket.refund", "--as-of", "2021-12-31", "--known-on", "2021-07-01"
    )
    assert by_rule.startswith("By the law in force on 2021-06-30: ")
    assert by_rule.endswith("; known: all that the rulebook holds.")
    assert asked.stdout.splitlines()[1].endswith("as known on 2021-07-01.")
    record = json.loads(rulecheck("decide", "case.json", "--ask", "ticket.refund", "--format", "json").stdout)
    law_date = record["parts"][0]["law_date"]
    assert (law_date["day"], law_date["chosen_by"], law_date["fact"]) == ("2021-06-30", "fact", "ticket.made_on")
    assert record["known_on"] is None


@pytest.mark.usefixtures("isle")
def test_show_tells_what_is_coming() -> None:
    shown = rulecheck("show", "FA", "10", "--as-of", "2021-06-30")
    assert COMING in " ".join(shown.stdout.split())
    data = valid("show", rulecheck("show", "FA", "10", "--as-of", "2021-06-30", "--format", "json").stdout)
    versions = {
        p["provision"]: ([v["by"] for v in p["versions"]], [v["by"] for v in p["coming"]]) for p in data["provisions"]
    }
    assert versions["FA 10(1)"] == (["Act 1"], ["Act 2"])
    assert versions["FA 10(1) proviso"] == ([], ["Act 2"])


@pytest.mark.usefixtures("isle")
def test_show_as_known_on_a_day() -> None:
    """What was not known does not end what was: the version of 2020 is shown for 2022."""
    data = valid(
        "show",
        rulecheck("show", "FA", "10", "--as-of", "2022-01-01", "--known-on", "2021-06-02", "--format", "json").stdout,
    )
    provisions = {p["provision"]: p for p in data["provisions"]}
    assert [v["by"] for v in provisions["FA 10(1)"]["versions"]] == ["Act 1"]
    assert provisions["FA 10(1) proviso"]["versions"] == []
    everything = valid("show", rulecheck("show", "FA", "10", "--format", "json").stdout)
    assert everything["as_of"] is None
    assert [v["by"] for v in everything["provisions"][0]["versions"]] == ["Act 1", "Act 2"]


@pytest.mark.usefixtures("isle")
@pytest.mark.parametrize("words", [("FA", "10", "--as-of", "2021-06-30"), ("FA", "9"), ("tickets",)])
def test_timelines_keep_to_their_schema(words: tuple[str, ...]) -> None:
    data = valid("timeline", rulecheck("timeline", *words, "--format", "json").stdout)
    assert data["versions"]


def test_differences_keep_to_their_schema(isle: Path) -> None:
    """Two days; two directories with a changed vocabulary, a figure corrected, and people."""
    dated = valid(
        "diff", rulecheck("diff", "--as-of", "2021-12-31", "--as-of", "2022-01-01", "--format", "json").stdout
    )
    assert [p["provision"] for p in dated["provisions"]] == ["FA 10(1)"]
    for old in (isle / "isle").rglob("*.yaml"):
        new = isle / "isle2" / old.relative_to(isle / "isle")
        new.parent.mkdir(parents=True, exist_ok=True)
        text = old.read_text(encoding="utf-8").replace("rulebook: isle\n", "rulebook: isle2\n")
        new.write_text(
            text.replace("at most: 120}", "at most: 130}").replace("value: 90", "value: 95"), encoding="utf-8"
        )
    words = ("diff", "isle", "isle2", "--cases", "case.json")
    data = valid("diff", CliRunner().invoke(command, [*words, "--format", "json"]).stdout)
    assert [(w["kind"], w["name"], w["aspects"]) for w in data["vocabulary"]] == [
        ("fact", "traveller.age", [{"aspect": "at most", "before": "120", "after": "130"}])
    ]
    text = CliRunner().invoke(command, [*words]).stdout
    assert "  fact declared otherwise: traveller.age\n    – at most: 120 → 130\n" in text


# The fourth month of the leave of a second parent, in February 2025; 2,600,000 won of ordinary wage.
SECOND_PARENT = """\
facts:
  child.born_on: '2017-01-15'
  child.relation: born_to_employee
  child.school_grade: none
  childcare_leave.applied_on: '2020-03-02'
  childcare_leave.end_on: '2021-03-31'
  childcare_leave.for_pregnancy: 'false'
  childcare_leave.granted: 'true'
  childcare_leave.short_ground: none
  childcare_leave.start_on: '2020-04-01'
  employee.pregnant: 'false'
  employee.sex: male
  employee.single_parent: 'false'
  employment.insured: 'true'
  employment.insured_days: 400 days
  ending.event: none
  interruption.kind: none
  leave_claim.both_parents_rate_claimed: 'false'
  leave_claim.fraud_on: none
  leave_claim.job_ended_on: none
  leave_claim.months:
  - first_day: '2025-02-01'
    last_day: '2025-02-28'
    number: '4'
    paid_by_employer: 0 won
    worked_elsewhere: 'false'
  leave_claim.second_parent_rate_claimed: 'true'
  leave_claim.single_parent_rate_claimed: 'false'
  maternity_leave.start_on: none
  other_parent.last_month_since_2024: none
  other_parent.leave_end_on: '2020-03-31'
  other_parent.leave_months: '6'
  other_parent.leave_start_on: '2019-10-01'
  spouse.insured: 'true'
  wage.monthly_ordinary: 2,600,000 won
"""


@pytest.mark.parametrize(
    ("known_on", "paid", "left_out"), [("2025-08-04", "1,200,000", True), ("2025-08-05", "2,000,000", False)]
)
def test_an_amendment_that_reaches_back(tmp_path: Path, known_on: str, paid: str, left_out: bool) -> None:
    """Employment Insurance Decree Art. 95-2 as amended by Decree 35697: known from 2025-08-05, for 2025-01-01 on.

    Before, the fourth month is 50% up to 1,200,000 won (Decree 32301); after, that of Art. 95(1): up to 2,000,000.
    """
    (tmp_path / "case.yaml").write_text(SECOND_PARENT, encoding="utf-8")
    rules = str(files("rulecheck") / "rules" / "kr")
    words = ["decide", str(tmp_path / "case.yaml"), "--rules", rules, "--as-of", "2025-09-01", "--known-on", known_on]
    told = " ".join(CliRunner().invoke(command, [*words, "--ask", "leave_claim.months[1].monthly"]).stdout.split())
    hidden = "Left out, as promulgated only on 2025-08-05: Presidential Decree 35697, which holds for 2025-02-01 too"
    assert f"as known on {known_on}." in told
    assert f"= {paid} won" in told or f": {paid} won" in told
    assert (hidden in told) is left_out
