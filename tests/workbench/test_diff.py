"""Two states of the law: days, folders, git revisions; what changes in them, in golden cases, and for whom."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from importlib.resources import files
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from rulecheck.cli import command
from rulecheck.engine.loader import load
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.values import NOT_APPLICABLE, UNKNOWN, Period, Value
from rulecheck.workbench.diff import Side, between_days, between_rulebooks, golden_texts
from rulecheck.workbench.effects import moved
from rulecheck.workbench.revisions import NoRevision, revisions_of, write_revision

GOLDEN = """\
about: {en: refunds}
given: {ticket: {made_on: 2020-05-01, price: 80}, ticket_returned: true}
cases:
  - case: half of the price
    facts: {traveller.status: guest}
    expect: {ticket.refund: 40 thaler}
  - case: no age
    facts: {traveller.status: guest, trips: []}
    expect: {ticket.must_be_sold: unknown}
"""


@pytest.fixture(autouse=True)
def no_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("RULECHECK_CACHE_DIR", "off")
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def isle(ferry: dict[str, str]) -> dict[str, str]:
    """The ferry law with golden cases, and with words for what is better."""
    words = ferry["vocabulary/ferry.yaml"].replace("label: {en: refund}}", "label: {en: refund}, better: more}")
    assert words != ferry["vocabulary/ferry.yaml"]
    return {**ferry, "vocabulary/ferry.yaml": words, "cases/refunds.cases.yaml": GOLDEN}


def write(files: Mapping[str, str], folder: str) -> str:
    for name, text in files.items():
        path = Path(folder, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def changed(files: Mapping[str, str], path: str, *pairs: tuple[str, str]) -> dict[str, str]:
    text = files[path]
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return {**files, path: text}


def book(directory: str) -> Rulebook:
    loaded, found = load(directory)
    assert loaded is not None, found
    return loaded


def side(files: Mapping[str, str], name: str) -> Side:
    write(files, name)
    return Side(name, book(name), golden_texts(name))


def rulecheck(*words: str) -> Result:
    return CliRunner().invoke(command, ["diff", *words])


def test_from_one_day_to_another(isle: dict[str, str]) -> None:
    """What is in force on either day, the figures, and the golden cases as if each day were theirs."""
    write(isle, "isle")
    found = between_days(book("isle"), golden_texts("isle"), date(2020, 12, 31), date(2022, 1, 1))
    assert [(c.id, c.event) for c in found.provisions] == [
        ("FA 10(1)", "amended"),
        ("FA 10(1) proviso", "added"),
        ("FA-D 3", "added"),
    ]
    assert [(f.figure.name, f.event) for f in found.figures] == [("price.highest", "amended")]
    assert [(c.case, c.address, c.before.value, c.after.value) for c in found.golden.changes] == [
        ("half of the price", "ticket.refund", 40, 80)
    ]
    assert (found.golden.compared, found.golden.cases, found.golden.files) == (2, 1, ())


def test_a_proviso_that_is_no_longer_in_force(isle: dict[str, str]) -> None:
    ended = changed(isle, "ferry-act/10.yaml", ("in force: from 2021-07-01", "in force: 2021-07-01 to 2021-12-31"))
    write(ended, "isle")
    done = rulecheck("--rules", "isle", "--as-of", "2021-12-31", "--as-of", "2022-01-01")
    assert (
        """\
Ferry Act (Act 2, promulgated 2021-06-03)

  Art. 10  Refunds
    – (1) – all of it
      – result changed: 50% of price (ticket) → price (ticket)
    – (1) proviso – proviso removed, in force until 2021-12-31: islanders get the highest price
"""
        in done.stdout
    )


def test_nothing_changes_between_equal_states(isle: dict[str, str]) -> None:
    found = between_rulebooks(side(isle, "one"), side(isle, "other"))
    assert (found.provisions, found.figures, found.golden.changes) == ((), (), ())
    assert found.golden.compared == 2
    assert not found.unannounced


def test_an_amendment_as_a_pull_request_makes_it(isle: dict[str, str]) -> None:
    """The former version ends where the new one begins, and of that nothing need be said."""
    new = """\
      - in force: from 2026-01-01
        promulgated: 2025-06-03
        by: Act 3
        gist: {en: a tenth of it is kept}
        when: ticket_returned
        value: 90% of ticket.price
  (1) proviso:"""
    ends = ("in force: from 2022-01-01", "in force: 2022-01-01 to 2025-12-31")
    amended = changed(isle, "ferry-act/10.yaml", ("  (1) proviso:", new), ends)
    found = between_rulebooks(side(isle, "one"), side(amended, "other"))
    (change,) = found.provisions
    (version,) = change.versions
    assert version.event == "amended"
    assert [term.kind for term in version.terms] == ["amount"]
    write(amended, "other")
    done = rulecheck("one", "other")
    assert "– new version from 2026-01-01 (Act 3, promulgated 2025-06-03)" in done.stdout
    assert "– result changed: price (ticket) → 90% of price (ticket)" in done.stdout
    assert done.exit_code == 0, "no golden case reaches the new version"


def test_provisions_and_figures_that_come_and_go(isle: dict[str, str]) -> None:
    gone = {path: text for path, text in isle.items() if path != "ferry-decree/2.yaml"}
    gone = changed(gone, "parameters/prices.yaml", ("value: 100 thaler", "value: 110 thaler"))
    there = between_rulebooks(side(isle, "one"), side(gone, "other"))
    back = between_rulebooks(side(gone, "other"), side(isle, "one"))
    assert [(c.id, c.event) for c in there.provisions] == [("FA-D 2 subparagraph 1", "removed")]
    assert [(c.id, c.event) for c in back.provisions] == [("FA-D 2 subparagraph 1", "added")]
    assert [(f.event, f.before and f.before.value, f.after and f.after.value) for f in there.figures] == [
        ("corrected", 100, 110)
    ]
    # Without the decree nothing can stand against the sale, but the age is unknown all the same.
    assert there.golden.changes == ()


def test_outcomes_that_change_unannounced_are_findings(isle: dict[str, str]) -> None:
    """Exit code 1, unless a file of golden cases was changed along with the rules."""
    less = changed(isle, "ferry-act/10.yaml", ("50% of ticket.price", "40% of ticket.price"))
    write(isle, "one")
    write(less, "two")
    told = changed(less, "cases/refunds.cases.yaml", ("40 thaler", "32 thaler"))
    write(told, "three")
    silent, announced = rulecheck("one", "two"), rulecheck("one", "three")
    assert (silent.exit_code, announced.exit_code) == (1, 0)
    assert "– rate changed: 50% → 40%, in price (ticket)" in silent.stdout
    assert "– half of the price (cases/refunds.cases.yaml): 40 thaler → 32 thaler" in silent.stdout
    assert "no file of golden cases was changed with them" in silent.stdout
    assert "Files of golden cases that changed: cases/refunds.cases.yaml" in announced.stdout


def test_golden_cases_of_one_side_are_counted(isle: dict[str, str]) -> None:
    renamed = changed(isle, "cases/refunds.cases.yaml", ("case: no age", "case: an age that is missing"))
    golden = between_rulebooks(side(isle, "one"), side(renamed, "other")).golden
    assert (golden.compared, golden.added, golden.removed) == (1, 1, 1)
    assert golden.files == ("cases/refunds.cases.yaml",)


def test_a_fact_that_was_not_declared_before(isle: dict[str, str]) -> None:
    """The case is decided before by the facts that it had."""
    fact = "  ticket_returned: {"
    more = changed(isle, "vocabulary/ferry.yaml", (fact, f"  dog: {{type: boolean, label: {{en: dog}}}}\n{fact}"))
    more = changed(more, "cases/refunds.cases.yaml", ("{traveller.status: guest}", "{dog: true}"))
    golden = between_rulebooks(side(isle, "one"), side(more, "other")).golden
    assert (golden.compared, golden.changes) == (2, ())


def test_a_case_that_is_refused_on_one_side(isle: dict[str, str]) -> None:
    never = "constraints:\n  - must: not ticket_returned\n    says: {en: nobody returns a ticket}\n"
    strict = changed(isle, "vocabulary/ferry.yaml", ("constraints:\n", never))
    golden = between_rulebooks(side(isle, "one"), side(strict, "other")).golden
    refused = [(c.case, c.before.value, c.after.refused) for c in golden.changes]
    why = "R0502: the case is impossible: nobody returns a ticket"
    assert refused == [("half of the price", 40, why), ("no age", UNKNOWN, why)]


def test_golden_cases_that_cannot_be_read_are_told(isle: dict[str, str]) -> None:
    write(isle, "one")
    write(changed(isle, "cases/refunds.cases.yaml", ("ticket.refund: 40", "ticket.refnud: 40")), "two")
    done = rulecheck("one", "two")
    assert done.exit_code == 2
    assert "`ticket.refnud` is not a conclusion" in done.stderr


def test_many_cases_are_folded_away_in_a_pull_request(isle: dict[str, str]) -> None:
    case = "  - case: number {}\n    facts: {{traveller.status: guest}}\n    expect: {{ticket.refund: 40 thaler}}\n"
    many = {**isle, "cases/refunds.cases.yaml": GOLDEN + "".join(case.format(i) for i in range(20))}
    write(many, "one")
    write(changed(many, "ferry-act/10.yaml", ("50% of ticket.price", "40% of ticket.price")), "two")
    page = rulecheck("one", "two", "--format", "markdown").stdout
    assert "\n\n<details><summary>Golden cases</summary>\n\n- refund\n  - half of the price" in page
    assert page.endswith("thaler\n\n</details>\n")


def test_the_same_bytes_whatever_the_order_of_hashes(isle: dict[str, str]) -> None:
    write(isle, "one")
    write(changed(isle, "ferry-act/10.yaml", ("50% of ticket.price", "40% of ticket.price")), "two")
    outputs = set()
    for seed in ("1", "2"):
        words = [sys.executable, "-P", "-m", "rulecheck", "diff", "one", "two", "--format", "json"]
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        outputs.add(subprocess.run(words, env=environment, capture_output=True, check=False).stdout)
    assert len(outputs) == 1
    assert len(outputs.pop()) > 1_000


def test_between_two_days_only_strictness_makes_findings(isle: dict[str, str]) -> None:
    words = ("--rules", write(isle, "isle"), "--as-of", "2022-01-01", "--as-of", "2020-12-31")
    assert rulecheck(*words).exit_code == 0
    assert rulecheck(*words, "--strict").exit_code == 1
    assert rulecheck(*words).stdout.startswith("What changes from 2020-12-31 to 2022-01-01\n"), "the earlier day first"


def test_who_gains_and_who_loses(isle: dict[str, str]) -> None:
    """Where the vocabulary says what is better; each person once; sums are exact."""
    less = changed(isle, "ferry-act/10.yaml", ("50% of ticket.price", "1/3 × ticket.price"))
    write(isle, "one")
    write(less, "two")
    fact = '{"facts": {"ticket.made_on": "2020-05-01", "ticket.price": %s, "ticket_returned": %s}}\n'
    Path("people.jsonl").write_text(
        fact % (80, "true") + "\n" + fact % (10, "true") + fact % (80, "false"), encoding="utf-8"
    )
    Path("one.yaml").write_text("facts: {ticket.made_on: 2020-05-01, ticket_returned: true}\n", encoding="utf-8")
    done = rulecheck("one", "two", "--cases", "people.jsonl", "--cases", "one.yaml", "--format", "json")
    effect = json.loads(done.stdout)["effect"]
    assert (effect["people"], effect["gain"], effect["lose"], effect["stay"]) == (4, 0, 2, 0)
    assert effect["open"] == 2, "whether the ticket must be sold is unknown for all of them"
    refund = next(c for c in effect["conclusions"] if c["conclusion"] == "ticket.refund")
    assert (refund["lose"], refund["same"], refund["open"]) == (2, 1, 1)
    assert refund["down"] == "15 thaler"
    text = rulecheck("one", "two", "--cases", "people.jsonl").stdout
    assert "– worse off: 2, together 15 thaler" in text


def test_a_case_that_cannot_be_read_is_told_and_counted(isle: dict[str, str]) -> None:
    write(isle, "one")
    Path("bad.jsonl").write_text('{"facts": {"ticket.made_on": "2020-05-01"}}\n{"facts": {"tickte": 1}}\n', "utf-8")
    done = rulecheck("one", "one", "--cases", "bad.jsonl", "--format", "json")
    assert json.loads(done.stdout)["effect"]["refused"] == 1
    assert "bad.jsonl:2" in done.stderr
    missing = rulecheck("one", "one", "--cases", "none.jsonl")
    assert missing.exit_code == 2
    assert "`none.jsonl` cannot be read" in missing.stderr


@pytest.mark.parametrize(
    ("before", "after", "better", "told"),
    [
        (1, 2, "more", "gain"),
        (1, 2, "less", "lose"),
        (2, 1, "less", "gain"),
        (1, 2, "", "higher"),
        (False, True, "yes", "gain"),
        (False, True, "no", "lose"),
        (True, False, "", "lower"),
        (date(2024, 1, 1), date(2024, 1, 2), "later", "gain"),
        (date(2024, 1, 1), date(2024, 1, 2), "earlier", "lose"),
        (Period(1), Period(2), "more", "gain"),
        (Period(1), Period(0, 30), "more", "other"),
        (NOT_APPLICABLE, Fraction(1, 2), "more", "gain"),
        (NOT_APPLICABLE, 0, "more", "other"),
        (NOT_APPLICABLE, date(2024, 1, 1), "later", "other"),
        (True, NOT_APPLICABLE, "yes", "lose"),
        ("a", "b", "more", "other"),
        (UNKNOWN, 1, "more", "open"),
        (1, 1, "more", "same"),
        (UNKNOWN, UNKNOWN, "more", "open"),
    ],
)
def test_what_is_better(before: Value, after: Value, better: str, told: str) -> None:
    assert moved(before, after, better) == told


def git(*words: str) -> None:
    named = {f"GIT_{who}_{what}": "someone" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    quiet = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    subprocess.run(["git", *words], check=True, capture_output=True, env={**os.environ, **named, **quiet})


def test_two_revisions(isle: dict[str, str]) -> None:
    """As they were committed, whatever lies in the checkout; the rulebook that another builds on comes along."""
    write(isle, "rules/isle")
    write({"rulebook.yaml": "rulebook: harbour\ntitle: {en: Harbour}\nbuilds on: isle\n"}, "rules/harbour")
    git("init", "-q", "-b", "main")
    git("add", ".")
    git("commit", "-qm", "one")
    git("tag", "before")
    less = changed(isle, "ferry-act/10.yaml", ("50% of ticket.price", "40% of ticket.price"))
    write(less, "rules/isle")
    git("commit", "-qam", "two")
    write(isle, "rules/isle")
    done = rulecheck("--rules", "rules/isle", "--git", "before..HEAD", "--format", "markdown")
    assert done.exit_code == 1
    assert done.stdout.startswith("## What changes from before to HEAD\n\n### Provisions\n\n- Ferry Act Art. 10(1)\n")
    assert "  - half of the price (cases/refunds.cases.yaml): 40 thaler → 32 thaler\n" in done.stdout
    assert "rate changed: 50% → 40%" in rulecheck("--rules", "rules/harbour", "--git", "before..").stdout
    assert "git cannot read `nowhere`" in rulecheck("--rules", "rules/isle", "--git", "nowhere..HEAD").stderr
    Path("rules/new").mkdir()
    assert write_revision("rules/new", "HEAD", "target") == NoRevision("there is no rulebook `rules/new` in `HEAD`")


@pytest.mark.parametrize("words", ["main", "a...b", "--output=x..HEAD", "a..-b", "a..b..c"])
def test_what_names_no_two_revisions(words: str) -> None:
    assert isinstance(revisions_of(words), NoRevision)


def test_a_revision_left_out_is_the_latest() -> None:
    assert revisions_of("main..") == ("main", "HEAD")
    assert revisions_of("..topic") == ("HEAD", "topic")


@pytest.mark.parametrize("words", [(), ("one",), ("--as-of", "2024-01-01"), ("one", "two", "--git", "a..b")])
def test_wrong_use(words: tuple[str, ...]) -> None:
    done = rulecheck(*words)
    assert done.exit_code == 2
    assert "name two directories, or give --as-of twice, or --git A..B" in done.stderr


def test_markup_in_a_rulebook_stays_text(isle: dict[str, str]) -> None:
    write(isle, "one")
    write(changed(isle, "ferry-act/10.yaml", ("half of the price", "half <b>of</b> `it`")), "two")
    assert "half \\<b\\>of\\</b\\> \\`it\\`" in rulecheck("one", "two", "--format", "markdown").stdout


def test_the_reform_of_23_february_2025() -> None:
    """The Korean rulebook from the day before to the day itself reads as a summary of the reform."""
    rules = str(files("rulecheck") / "rules" / "kr")
    done = rulecheck("--rules", rules, "--as-of", "2025-02-22", "--as-of", "2025-02-23", "--format", "json")
    assert (done.exit_code, done.stderr) == (0, "")
    data = json.loads(done.stdout)
    by_id = {change["provision"]: change for change in data["provisions"]}

    def told(id_: str) -> tuple[str, list[str]]:
        (version,) = by_id[id_]["versions"]
        return version["after"]["by"], [term["words"] for term in version["changes"]]

    grade = "the child's school grade on the day the reduction or the leave starts"
    assert told("EEA 19-2(1) child") == (
        "Act 20521",
        [
            "limit raised: age at most 8 years → at most 12 years",
            f"limit raised: {grade} at most 2 → at most 6",
        ],
    )
    assert told("EEA 19-4(2) second sentence") == (
        "Act 20521",
        ["minimum lowered: block at least 3 months → at least 1 month"],
    )
    assert told("EEA 18-2(1) days") == ("Act 20521", ["result changed: 10 days → 20 days"])
    assert by_id["EEA 19(2) proviso"]["words"] == "new proviso"
    assert "EEA 19-2(3)" not in by_id, "the weekly hours stayed as they were"
    outcomes = {(o["case"], o["conclusion"]): (o["before"], o["after"]) for o in data["golden"]["outcomes"]}
    case = "from 23 February 2025 a child of twelve is the limit"
    assert outcomes[case, "childcare_reduced_hours.child_within_limits"] == ("no", "yes")
