"""The bench's tables: what stands in which cell, and how they get into a page."""

import json
from pathlib import Path

import pytest
from attrs import evolve
from command import main
from compact import compact
from figures import Figure, figure, ratio
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from kept import as_json, read, written_between
from measure import Measured, Run
from tables import markdown, number, scale_of, tables, text

BENCH = Path(__file__).resolve().parents[2] / "bench"
BEGIN, END = "<!-- bench -->", "<!-- /bench -->"
RUN = Run(
    {"python": "3.11.7", "system": "Linux", "architecture": "x86_64", "cores": 2},
    {"python": "3.11.7", "zen": "2.1.3", "duckdb": "2.0.0"},
    {"regopy": "disagrees in 3 of 2000 cases; the first"},
    {"python": 2000, "zen": 2000, "regopy": 2000},
    (
        Measured("decision", "python", "s", figure([6e-7]), ratio([1.0], [1.0])),
        Measured("decision", "zen", "s", figure([2e-5, 3e-5, 2.5e-5]), ratio([20.0, 30.0, 25.0], [1.0, 1.0, 1.0])),
        Measured("cold process", "pass", "s", figure([0.012]), ratio([1.0], [1.0])),
        Measured("cold process", "zen", "s", figure([0.077]), ratio([0.077], [0.011])),
        Measured("load", "zen", "s", figure([0.0021])),
        Measured("batch, whole", "duckdb", "s", figure([0.05]), ratio([1.0], [1.0]), 1_000_000),
        Measured("batch, whole", "zen", "s", figure([2.0]), None, 10_000),
        Measured("batch, peak", "duckdb", "B", figure([200e6]), None, 1_000_000),
        Measured("growth, load, cached", "rulecheck", "s", figure([0.05]), None, 10_000),
        Measured("growth, load, cached", "rulecheck", "s", figure([0.001]), None, 10),
        Measured("growth, process", "duckdb", "s", figure([0.5]), None, 1_000),
        Measured("growth, peak", "duckdb", "B", figure([1.5e8]), None, 1_000),
    ),
)


def cells(run: Run, title: str, spread: bool = False) -> dict[str, dict[str, str]]:
    table = next(table for table in tables(run, spread) if table.title.startswith(title))
    return {row[0]: dict(zip(table.heads, row, strict=True)) for row in table.rows}


def test_each_figure_stands_in_its_cell() -> None:
    rows = cells(RUN, "Side by side")
    assert list(rows) == [
        "`python -c pass`",
        "hand-written Python",
        "GoRules ZEN, one node",
        "hand-written DuckDB query",
    ]
    zen = rows["GoRules ZEN, one node"]
    assert zen["one decision"] == "25×, 25 µs"
    assert zen["with trace"] == "–"
    assert zen["cold process"] == "7×, 77 ms"
    assert zen["load"] == "2.1 ms"
    assert zen["file to file"] == "5,000/s of 10,000"
    assert zen["agrees on"] == "2,000"
    assert rows["hand-written DuckDB query"]["file to file"] == "1×, 20 M/s"
    assert rows["hand-written DuckDB query"]["memory"] == "200 MB"


def test_the_spread_is_shown_when_asked_for() -> None:
    assert cells(RUN, "Side by side", True)["GoRules ZEN, one node"]["one decision"] == "25× (22–28), 25 µs"


def test_growth_goes_from_small_to_large() -> None:
    rows = cells(RUN, "Growth with the number of provisions")
    assert [(size, row["load, cached"]) for size, row in rows.items()] == [("10", "1 ms"), ("10,000", "50 ms")]
    assert cells(RUN, "Growth with the number of cases")["1,000"] == {
        "cases": "1,000",
        "hand-written DuckDB query": "500 ms",
        "peak": "150 MB",
    }


def test_the_short_table_has_ratios_and_its_yardsticks() -> None:
    rows = {row[0]: row[1:] for row in compact(RUN).rows}
    assert rows["`python -c pass`"] == ("–", "–", "1× (12 ms)", "–", "–")
    assert rows["hand-written Python"][0] == "1× (0.6 µs)"
    assert rows["GoRules ZEN, one node"] == ("25×", "–", "7×", "5,000", "–")
    assert rows["hand-written DuckDB query"] == ("–", "–", "–", "20 M", "200 MB")


def test_who_is_left_out_is_told_with_the_reason() -> None:
    assert tables(RUN, False)[-1].rows == (("Rego: rego-cpp", RUN.left_out["regopy"]),)
    assert not [table for table in tables(evolve(RUN, left_out={}), False) if table.title == "Not measured"]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0.954, "0.95"), (1, "1"), (3.44, "3.4"), (9.96, "10"), (31.4, "31"), (99.4, "99"), (99.6, "100"),
        (1234, "1,230"), (999_400, "999,000"), (999_600, "1 M"), (27_300_000, "27.3 M"),
    ],
)  # fmt: skip
def test_numbers_have_the_digits_that_count(value: float, shown: str) -> None:
    assert number(value) == shown


@pytest.mark.parametrize(("seconds", "unit"), [(9.9e-4, "µs"), (1e-3, "ms"), (0.99, "ms"), (1.0, "s"), (5e-7, "µs")])
def test_units_change_at_their_limits(seconds: float, unit: str) -> None:
    assert scale_of(seconds, "s")[1] == unit


def test_kept_figures_come_back() -> None:
    assert as_json(read(as_json(RUN))) == as_json(RUN)
    assert tables(read(as_json(RUN)), True) == tables(RUN, True)


def test_kept_figures_are_of_their_schema() -> None:
    schema = json.loads((BENCH / "results.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    validator.validate(json.loads(as_json(RUN)))
    for path in BENCH.glob("results.json"):
        validator.validate(json.loads(path.read_text(encoding="utf-8")))
    assert not validator.is_valid({**json.loads(as_json(RUN)), "host": "a name"}), "nothing names the machine"


def test_text_stands_in_columns() -> None:
    lines = text(tables(RUN, False)).splitlines()
    assert len({line.index("version") + len("version") for line in lines if "version" in line}) == 1
    assert markdown(tables(RUN, False)).count("|---|") == 4


def test_a_page_gets_the_tables_between_its_marks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept, page = tmp_path / "results.json", tmp_path / "page.md"
    kept.write_text(as_json(RUN), encoding="utf-8")
    page.write_text(f"# Title\n\n{BEGIN}\nthose before\n{END}\n\nafter\n", encoding="utf-8")
    for _ in range(2):
        assert main(["--from", str(kept), "--write", str(page)]) == 1, "one disagrees"
    written = page.read_text(encoding="utf-8")
    assert written.startswith(f"# Title\n\n{BEGIN}\n\nPython 3.11.7, Linux, x86_64, 2 cores")
    assert written.endswith(f"|\n\n{END}\n\nafter\n")
    assert "those before" not in written
    assert written.count("GoRules ZEN, one node") == 1
    assert "GoRules ZEN" in capsys.readouterr().out


@pytest.mark.parametrize("page", ["", BEGIN, f"{END}\n{BEGIN}", f"{BEGIN}{END}{BEGIN}{END}"])
def test_a_page_without_its_marks_is_left_alone(page: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="each once"):
        written_between(page, "tables")
    kept, path = tmp_path / "results.json", tmp_path / "page.md"
    kept.write_text(as_json(RUN), encoding="utf-8")
    path.write_text(page, encoding="utf-8")
    with pytest.raises(SystemExit):
        main(["--from", str(kept), "--write", str(path)])
    assert path.read_text(encoding="utf-8") == page


@given(st.text(), st.text(), st.text())
def test_what_is_around_the_marks_stays(before: str, tables_text: str, after: str) -> None:
    page = f"{before}{BEGIN}x{END}{after}"
    if page.count(BEGIN) == 1 and page.count(END) == 1:
        written = written_between(page, tables_text)
        assert written.startswith(f"{before}{BEGIN}")
        assert written.endswith(f"{END}{after}")


def test_a_run_without_disagreement_ends_well(tmp_path: Path) -> None:
    kept = tmp_path / "results.json"
    kept.write_text(as_json(evolve(RUN, left_out={"zen": "zen-engine is not installed"})), encoding="utf-8")
    assert main(["--from", str(kept), "--format", "json"]) == 0


def test_a_figure_of_one_round_has_no_spread() -> None:
    one = evolve(RUN, cells=(Measured("decision", "zen", "s", Figure(1e-5, 1e-5, 1e-5, 1)),))
    assert cells(one, "Side by side", True)["GoRules ZEN, one node"]["one decision"] == "10 µs"
