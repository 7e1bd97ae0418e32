"""The pages of docs/language: every example, every refusal, every mistake in their tables is put to the engine.

A page declares its names in a table, and may hold rule files in blocks whose first line is a comment with their path.
Its other tables are known by their heads; a row that no test reads is a mistake of the page.
"""

import re
from functools import lru_cache
from pathlib import Path

import pytest
from attrs import frozen
from small_rulebook import Checked, answer, checked, small

from rulecheck.engine.codes import all_codes
from rulecheck.engine.constructs import CONSTRUCTS
from rulecheck.engine.rulebook import Rulebook
from rulecheck.grammar import syntax as s
from rulecheck.grammar.mistake import Mistake
from rulecheck.grammar.parse import parse

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "language"
# How time is counted has a test of its own.
PAGES = sorted(page.stem for page in FOLDER.glob("*.md") if page.stem not in ("README", "calendar"))

NAMES = ("Name", "Type", "What it is")
FORMS = ("Written", "Without special signs", "Read aloud")
EXAMPLES = ("Expression", "Facts", "Answer")
REFUSALS = ("Expression", "Code", "Why")
MISTAKES = ("Written", "Better", "Why")
SIGNS = ("Sign", "Twin")
# Tables that are there to be read.
PLAIN = {("Unit", "What is measured"), ("Answer", "What it says")}

# For each node that a page documents, how many worked examples there must be of it.
ENOUGH = 3


@frozen
class Row:
    """One row of a table, with its page."""

    page: str
    line: int
    cells: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


@frozen
class Page:
    """What a page says, by the heads of its tables, and the rule files in it by their paths."""

    tables: dict[tuple[str, ...], list[Row]]
    files: dict[str, str]

    def rows(self, head: tuple[str, ...]) -> list[Row]:
        """The rows of all tables with this head."""
        return self.tables.get(head, [])


@lru_cache
def page(name: str) -> Page:
    lines = (FOLDER / f"{name}.md").read_text(encoding="utf-8").splitlines()
    tables: dict[tuple[str, ...], list[Row]] = {}
    files: dict[str, str] = {}
    head: tuple[str, ...] = ()
    block: list[str] | None = None
    for number, line in enumerate(lines, 1):
        if line.startswith("```"):
            if block is not None and block[:1] and block[0].startswith("# "):
                files[block[0].removeprefix("# ")] = "\n".join(block[1:]) + "\n"
            block = [] if block is None else None
        elif block is not None:
            block.append(line)
        elif not line.startswith("|"):
            head = ()
        elif not head:
            head = cells_of(line)
            tables.setdefault(head, [])
        elif not re.fullmatch(r"\|(-+\|)+", line):
            tables[head].append(Row(name, number, cells_of(line)))
    return Page(tables, files)


def cells_of(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.strip().strip("|").split("|"))


def code(cell: str) -> str:
    """What stands in a cell as code."""
    assert re.fullmatch(r"`[^`]*`", cell), cell
    return cell.strip("`")


def every(head: tuple[str, ...]) -> list[Row]:
    return [row for name in PAGES for row in page(name).rows(head)]


@lru_cache
def rulebook(name: str) -> Rulebook:
    """The rulebook of a page: its names, and the rule files in it."""
    names = {code(row.cells[0]): row.cells[1] for row in page(name).rows(NAMES)}
    return small(names, page(name).files, holidays="KR")


def facts(cell: str) -> str:
    return "" if cell == "–" else "\n".join(code(cell).split("; "))


def nodes(text: str) -> set[type[s.Node]]:
    tree = parse(text)
    return {type(node) for node in s.walk(tree)} if isinstance(tree, s.Node) else set()


@pytest.mark.parametrize("row", every(EXAMPLES), ids=str)
def test_example(row: Row) -> None:
    expression, given, expected = row.cells
    assert answer(rulebook(row.page), code(expression), facts(given)) == expected


@pytest.mark.parametrize("row", every(REFUSALS), ids=str)
def test_refusal(row: Row) -> None:
    found = checked(rulebook(row.page), code(row.cells[0]))
    assert isinstance(found, Checked), found
    assert [diagnostic.code for diagnostic in found.found] == [row.cells[1]]


@pytest.mark.parametrize("row", every(MISTAKES), ids=str)
def test_mistake_and_what_is_better(row: Row) -> None:
    written, better = (checked(rulebook(row.page), code(cell)) for cell in row.cells[:2])
    assert isinstance(written, Mistake) or written.found
    assert isinstance(better, Checked), better
    assert not better.found


@pytest.mark.parametrize("row", every(FORMS), ids=str)
def test_form_and_its_twin(row: Row) -> None:
    written, twin = row.cells[:2]
    tree = parse(code(written))
    assert isinstance(tree, s.Node), tree
    if twin == "–":
        assert code(written).isascii() or re.sub("[≤≥≠–−×÷]", "", code(written)).isascii()
    else:
        assert code(twin).isascii()
        assert parse(code(twin)) == tree


@pytest.mark.parametrize("name", PAGES)
def test_page_is_whole(name: str) -> None:
    assert set(page(name).tables) <= {NAMES, FORMS, EXAMPLES, REFUSALS, MISTAKES, *PLAIN}
    assert len(page(name).rows(EXAMPLES)) >= 5
    assert all(len(row.cells) == len(head) for head, rows in page(name).tables.items() for row in rows)


@pytest.mark.parametrize("name", PAGES)
def test_every_name_of_a_page_is_used_in_it(name: str) -> None:
    text = (FOLDER / f"{name}.md").read_text(encoding="utf-8")
    for row in page(name).rows(NAMES):
        used = code(row.cells[0]).rpartition(".")[2]
        assert len(re.findall(rf"(?<!\w){re.escape(used)}(?!\w)", text)) >= 2, row.cells[0]


@pytest.mark.parametrize("name", ["README", *PAGES])
def test_links_lead_somewhere(name: str) -> None:
    text = (FOLDER / f"{name}.md").read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)]+)\)", text):
        assert (FOLDER / target.partition("#")[0]).is_file(), target


def test_the_index_names_every_page() -> None:
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert {name for name in [*PAGES, "calendar"] if f"({name}.md)" not in text} == set()


def test_every_code_of_a_page_is_in_the_catalogue() -> None:
    named = {found for name in PAGES for found in re.findall(r"R\d{4}", (FOLDER / f"{name}.md").read_text("utf-8"))}
    assert named <= set(all_codes())


def test_the_twins_of_the_index_mean_the_same() -> None:
    rows = page("README").rows(SIGNS)
    assert len(rows) == 7
    for row in rows:
        sign, twin = code(row.cells[0].removesuffix(" between two figures")), code(row.cells[1])
        around = "x 1{}2" if twin == ".." else "x {} 2"
        assert isinstance(parse(around.format(sign)), s.Node)
        assert parse(around.format(sign)) == parse(around.format(twin))


def test_without_a_calendar_no_working_day_is_found() -> None:
    found = checked(small({"day": "date"}), "next working day on or after day")
    assert isinstance(found, Checked)
    assert [diagnostic.code for diagnostic in found.found] == ["R0211"]


@pytest.mark.parametrize("kind", sorted(CONSTRUCTS, key=str), ids=lambda kind: kind.__name__)
def test_every_construct_has_examples(kind: type[s.Node]) -> None:
    shown = [row for row in every(EXAMPLES) if kind in nodes(code(row.cells[0]))]
    assert len(shown) >= ENOUGH


def test_every_code_of_the_constructs_is_documented() -> None:
    """What a construct can report stands on a page, in a row that provokes it."""
    folder = FOLDER.parents[1] / "engine" / "constructs"
    reported = {found for file in folder.glob("*.py") for found in re.findall(r"R02\d\d", file.read_text("utf-8"))}
    shown = {row.cells[1] for row in every(REFUSALS)}
    assert reported - shown == {"R0211"}  # has a test of its own: the pages have a calendar of holidays
