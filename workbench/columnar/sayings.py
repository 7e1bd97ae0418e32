"""The answers of SQL as text: what a line of the output says of a conclusion, to the byte as Python writes it."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from attrs import frozen

from rulecheck.engine.python.verdicts import Chosen
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.sql.program import Output, Program
from rulecheck.engine.sql.shapes import Day, Lasting, NotTranslated, Number, Option, Shape, Yes
from rulecheck.engine.types import Quantity
from rulecheck.engine.values import NOT_APPLICABLE, State
from rulecheck.workbench.batch_outputs import COLUMNS
from rulecheck.workbench.batch_wide import provisions_text
from rulecheck.workbench.columnar.sql_text import literal, name

# What a table of words says of each conclusion; the last as the wide layout has it.
PARTS = ("by", "aside", "by list", "aside list", "text")


@frozen
class Said:
    """What is said of a conclusion, in SQL: texts of JSON, except ``by_list`` and ``aside_list``.

    ``none`` is true where nothing decides it, and ``cells`` are the parts of its value; ``text`` names provisions as
    the wide layout does: a column of ``word_table``, or SQL that needs none.
    """

    address: str
    state: str
    value: str
    by: str
    aside: str
    by_list: str
    aside_list: str
    text: str
    none: str
    shape: Shape
    cells: tuple[str, ...]


def said_of(rulebook: Rulebook, program: Program, index: int, found: str, words: str) -> Said:
    """What is said of a program's conclusion; ``found`` and ``words`` name the table of its rows and ``word_table``."""
    output = program.outputs[index]
    none = f"{found}.{name(output.none)}"
    state = f"CASE WHEN {none} THEN {literal(State.NOT_APPLICABLE.value)} ELSE {literal(State.VALUE.value)} END"
    absent = literal(json.dumps({"absent": NOT_APPLICABLE.value}, separators=(",", ":")))
    value = f"CASE WHEN {none} THEN {absent} ELSE {_value(rulebook, output, found)} END"
    by, aside, by_list, aside_list, text = (f"{words}.{name(f'{part} {index}')}" for part in PARTS)
    cells = _cells(output, found)
    return Said(output.conclusion, state, value, by, aside, by_list, aside_list, text, none, output.shape, cells)


def _cells(output: Output, found: str) -> tuple[str, ...]:
    return tuple(f"{found}.{name(column)}" for column in output.columns)


def _value(rulebook: Rulebook, output: Output, found: str) -> str:
    cells = _cells(output, found)
    match output.shape:
        case Yes():
            return f"CASE WHEN {cells[0]} THEN 'true' ELSE 'false' END"
        case Day():
            return f"'\"' || CAST({cells[0]} AS VARCHAR) || '\"'"
        case Option():
            return json_text(cells[0])
        case Lasting():
            return f"'{{\"months\":' || {cells[0]} || ',\"days\":' || {cells[1]} || '}}'"
        case Number():
            return _number(rulebook, output, cells[0], "1" if output.shape.denominator == 1 else cells[1])
    raise NotTranslated(f"the conclusion {output.conclusion}")


def _number(rulebook: Rulebook, output: Output, above: str, below: str) -> str:
    if below == "1":
        exact = f"CAST({above} AS VARCHAR)"
    else:
        top, bottom = (f"({part} // gcd({above}, {below}))" for part in (above, below))
        exact = (
            f"CASE WHEN {above} % {below} = 0 THEN CAST({above} // {below} AS VARCHAR) "
            f"ELSE '{{\"numerator\":' || {top} || ',\"denominator\":' || {bottom} || '}}' END"
        )
    kind = rulebook.vocabulary.conclusions[output.conclusion].type
    unit = kind.word if isinstance(kind, Quantity) and kind.dimension else ""
    if not unit:
        return exact
    of_unit = literal(',"unit":' + _json(unit) + "}")
    return f"'{{\"amount\":' || {exact} || {of_unit}"


def json_text(value: str) -> str:
    """A text without invisible characters as JSON."""
    return f"""'"' || replace(replace({value}, '\\', '\\\\'), '"', '\\"') || '"'"""


def word_table(program: Program, words: Iterable[tuple[int, ...]]) -> Any:
    """What each compact trace says of each conclusion: an Arrow table with the words, and columns as in ``Said``."""
    import pyarrow

    chosen = pyarrow.list_(pyarrow.struct([("provision", pyarrow.string()), ("version", pyarrow.int32())]))
    held = list(words)
    columns = {column: pyarrow.array([each[i] for each in held], pyarrow.int64())
               for i, column in enumerate(program.words.names)}  # fmt: skip
    columns["known"] = pyarrow.array([True] * len(held))
    for index, output in enumerate(program.outputs):
        pairs = [program.words.applied(each, output.conclusion) for each in held]
        by, aside = [_data(pair[0]) for pair in pairs], [_data(pair[1]) for pair in pairs]
        columns[f"by {index}"] = pyarrow.array([_json(each) for each in by], pyarrow.string())
        columns[f"aside {index}"] = pyarrow.array([_json(each) for each in aside], pyarrow.string())
        columns[f"by list {index}"] = pyarrow.array(by, chosen)
        columns[f"aside list {index}"] = pyarrow.array(aside, chosen)
        columns[f"text {index}"] = pyarrow.array(map(text_in, pairs), pyarrow.string())
    return pyarrow.table(columns)


def text_in(applied: tuple[Chosen, Chosen]) -> str:
    """Provisions that apply, and exceptions that set others aside, as the wide layout has them."""
    return provisions_text(*map(_data, applied))


def _data(chosen: Chosen) -> list[Mapping[str, object]]:
    return [{"provision": id_, "version": version + 1} for id_, version in chosen]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def json_line(number: str, title: str, said: Iterable[Said]) -> str:
    """A line of JSON for a row."""
    parts = [
        literal(_json(each.address) + ':{"state":"')
        + f' || {each.state} || \'","value":\' || {each.value} || \',"by":\' || {each.by}'
        + f" || CASE WHEN {each.aside} = '[]' THEN '' ELSE ',\"excepted_by\":' || {each.aside} END || '}}'"
        for each in said
    ]
    conclusions = " || ',' || ".join(parts) or "''"
    head = f"'{{\"row\":' || {number} || ',\"case\":' || {json_text(title)}"
    return f"{head} || ',\"conclusions\":{{' || {conclusions} || '}}}}'"


def csv_lines(number: str, title: str, said: Iterable[Said]) -> str:
    """The lines of CSV for a row: one for each conclusion."""
    lines = []
    for each in said:
        address = literal(each.address)
        cells = [f"CAST({number} AS VARCHAR)", _cell(title), _cell(address), each.state, _cell(each.value)]
        cells += [_cell(each.by), _cell(each.aside), "'False'", "'[]'", "'[]'"]
        lines.append(" || ',' || ".join(cells))
    return " || chr(10) || ".join(lines) or "''"


def _cell(value: str) -> str:
    quoted = f"'\"' || replace({value}, '\"', '\"\"') || '\"'"
    return f"CASE WHEN contains({value}, '\"') OR contains({value}, ',') THEN {quoted} ELSE {value} END"


def table_rows(number: str, title: str, said: Iterable[Said], source: str) -> str:
    """A query of a row for each conclusion, with its place among those of its row."""
    selects = []
    for place, each in enumerate(said):
        columns = ", ".join(f"{cell} AS {name(column)}" for column, cell in _flat(number, title, each))
        selects.append(f"SELECT {columns}, {place} AS place FROM {source}")
    return " UNION ALL ".join(selects)


def table_list(number: str, title: str, said: Iterable[Said]) -> str:
    """The same rows as a list for each case."""
    rows = (", ".join(f"{name(column)}: {cell}" for column, cell in _flat(number, title, each)) for each in said)
    return f"[{', '.join(f'{{{row}}}' for row in rows)}]"


def _flat(number: str, title: str, said: Said) -> Iterable[tuple[str, str]]:
    nothing = "CAST([] AS VARCHAR[])"
    cells = (number, title, literal(said.address), said.state, said.value, said.by_list, said.aside_list, "false")
    return zip(COLUMNS, (*cells, nothing, nothing), strict=True)
