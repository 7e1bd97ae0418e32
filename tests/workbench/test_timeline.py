"""What the rule was when, for an article and for a scheme, in words and as data."""

import json
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from rulecheck.cli import command
from rulecheck.engine.loader import load
from rulecheck.engine.rulebook import Rulebook
from rulecheck.workbench.timeline import timeline_of_article, timeline_of_scheme


@pytest.fixture(autouse=True)
def no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RULECHECK_CACHE_DIR", "off")


@pytest.fixture
def isle(ferry: dict[str, str], tmp_path: Path) -> str:
    """The ferry law, in which a figure is known until the end of 2021."""
    prices = ferry["parameters/prices.yaml"].replace("from 2021-01-01", "2021-01-01 to 2021-12-31")
    for name, text in {**ferry, "parameters/prices.yaml": prices}.items():
        path = tmp_path / "isle" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return str(tmp_path / "isle")


def book(directory: str) -> Rulebook:
    loaded, found = load(directory)
    assert loaded is not None, found
    return loaded


def rulecheck(*words: str) -> Result:
    return CliRunner().invoke(command, ["timeline", *words])


def test_an_article(isle: str) -> None:
    """Each version with what it says, what is different, and what it is on the day."""
    done = rulecheck("FA", "10", "--rules", isle, "--as-of", "2021-06-30")
    assert done.exit_code == 0
    assert (
        done.stdout
        == """\
Ferry Act Art. 10  Refunds
As known on 2021-06-30

Ferry Act Art. 10(1)

  in force: 2020-01-01 to 2021-12-31 (Act 1, promulgated 2019-06-03)
    – half of the price

  coming: from 2022-01-01 (Act 2, promulgated 2021-06-03)
    – all of it
      – result changed: 50% of price (ticket) → price (ticket)

Ferry Act Art. 10(1) proviso

  coming: from 2021-07-01 (Act 2, promulgated 2021-06-03)
    – islanders get the highest price

Ferry Act Art. 10(2)

  in force: from 2020-01-01 (Act 1, promulgated 2019-06-03)
    – whoever sells no ticket is fined

Figures

  highest price
    – former law: 90 thaler, 2020-01-01 to 2020-12-31 (Notice 1)
    – in force: 100 thaler, 2021-01-01 to 2021-12-31 (Notice 2)
    – No value is known from 2022-01-01 on.
"""
    )


def test_what_nobody_knew_yet_is_left_out_and_counted(isle: str) -> None:
    rulebook = book(isle)
    known = timeline_of_article(rulebook, rulebook.articles["FA 10"], date(2020, 10, 31))
    assert [(m.provision.id, m.status) for m in known.moments] == [("FA 10(1)", "in force"), ("FA 10(2)", "in force")]
    assert [f.status for f in known.figures] == ["in force"]
    assert known.left_out == 3, "two versions of Act 2, and the figure of Notice 2"


def test_without_a_day_nothing_is_marked(isle: str) -> None:
    rulebook = book(isle)
    found = timeline_of_article(rulebook, rulebook.articles["FA 10"])
    assert {m.status for m in found.moments} == {""}
    assert (len(found.moments), found.left_out) == (4, 0)
    assert "in force:" not in rulecheck("FA", "10", "--rules", isle).stdout


def test_a_scheme_day_by_day(isle: str) -> None:
    """All that its conclusions rest on, of other articles too, oldest first."""
    rulebook = book(isle)
    found = timeline_of_scheme(rulebook, rulebook.vocabulary.schemes["tickets"])
    days = [m.version.since.isoformat() for m in found.moments]
    assert days == sorted(days)
    assert {m.provision.id for m in found.moments} >= {"FA 9(1)", "FA-D 2 subparagraph 1", "FA 10(1) proviso"}
    assert "\n2022-01-01\n\n  Ferry Act Art. 10(1): from 2022-01-01" in rulecheck("tickets", "--rules", isle).stdout


def test_what_ends_without_a_successor(ferry: dict[str, str], tmp_path: Path) -> None:
    ferry["ferry-act/10.yaml"] = ferry["ferry-act/10.yaml"].replace("from 2022-01-01", "2022-01-01 to 2023-12-31")
    for name, text in ferry.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    rulebook = book(str(tmp_path))
    found = timeline_of_article(rulebook, rulebook.articles["FA 10"])
    assert [m.ends for m in found.moments if m.provision.id == "FA 10(1)"] == [None, date(2024, 1, 1)]
    assert "Nothing takes its place from 2024-01-01 on." in rulecheck("FA", "10", "--rules", str(tmp_path)).stdout


def test_as_data_and_as_a_page(isle: str) -> None:
    data = json.loads(rulecheck("FA", "10", "--rules", isle, "--format", "json", "--as-of", "2021-06-30").stdout)
    assert data["of"] == "FA 10"
    coming = [(v["citation"], v["in_force_from"]) for v in data["versions"] if v["status"] == "coming"]
    assert coming == [("Ferry Act Art. 10(1)", "2022-01-01"), ("Ferry Act Art. 10(1) proviso", "2021-07-01")]
    assert data["figures"][-1]["not_known_from"] == "2022-01-01"
    page = rulecheck("FA", "10", "--rules", isle, "--format", "markdown").stdout
    assert page.startswith("## Ferry Act Art. 10  Refunds\n\n### Ferry Act Art. 10(1)\n\n- 2020-01-01 to 2021-12-31")


def test_what_there_is_not(isle: str) -> None:
    done = rulecheck("FA", "11", "--rules", isle)
    assert done.exit_code == 2
    assert "there is no article and no scheme `FA 11`" in done.stderr


def test_what_comes_in_the_korean_rulebook() -> None:
    """On 1 April 2026 the four paid days of fertility leave were promulgated, and came on 27 November."""
    rules = str(files("rulecheck") / "rules" / "kr")
    done = rulecheck("EEA", "19-4", "--rules", rules, "--as-of", "2026-04-01")
    assert "coming: from 2026-09-18 (Act 21476, promulgated 2026-03-17)" in done.stdout
    assert "limit raised: earlier periods of leave that count as divisions at most 2 → at most 3" in done.stdout
