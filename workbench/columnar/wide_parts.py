"""The part of a block in the wide layout: a row a case, as Parquet whatever the batch is written as in the end."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from rulecheck.engine.sql.shapes import Number
from rulecheck.workbench.batch_wide import VALUE, Column, Concluded, Wide, arrow_schema, rows_of, tables_of
from rulecheck.workbench.columnar.answered import Answered
from rulecheck.workbench.columnar.sayings import Said
from rulecheck.workbench.columnar.sql_text import literal, name

_TYPES = {"truth": "BOOLEAN", "whole": "BIGINT", "day": "DATE", "text": "VARCHAR", "texts": "VARCHAR[]"}
_NOT_APPLICABLE = "not applicable"
_STATE = f"ENUM({literal(VALUE)}, {literal(_NOT_APPLICABLE)})"


def write_wide_part(
    wide: Wide, connection: Any, answered: list[Answered], lines: Iterable[tuple[int, str]], path: Path
) -> None:
    """Writes what SQL answered, and the lines that Python gave, in the order of the rows."""
    import pyarrow

    queries = [wide_query(wide, each) for each in answered]
    tables = list(tables_of(wide, rows_of(wide, (line for _, line in lines))))
    if tables or not queries:
        connection.register("others", pyarrow.concat_tables(tables) if tables else _nothing(wide))
        queries.append("SELECT * FROM others")
    in_order = len(queries) == 1 and all(each.in_order for each in answered)
    query = queries[0] if in_order else f"{' UNION ALL '.join(queries)} ORDER BY row"
    connection.execute(f"COPY ({query}) TO {literal(str(path))} (FORMAT parquet)")
    if tables or not answered:
        connection.unregister("others")


def join_wide_parts(wide: Wide, parts: Iterable[Path], path: Path) -> None:
    """Puts parts together, a row group at a time. Texts that come again stay numbers meanwhile, as Parquet has them."""
    import pyarrow
    from pyarrow import parquet

    texts = [column.name for column in wide.columns if column.kind == "text"]
    kind = pyarrow.dictionary(pyarrow.int32(), pyarrow.string())
    schema = pyarrow.schema([field.with_type(kind) if field.name in texts else field for field in arrow_schema(wide)])
    # Without Arrow's own schema in it, so that texts are read as texts.
    with parquet.ParquetWriter(path, schema, use_dictionary=texts, store_schema=False) as file:
        for each in parts:
            with parquet.ParquetFile(each, read_dictionary=texts) as part:
                for group in range(part.num_row_groups):
                    file.write_table(part.read_row_group(group).cast(schema))


def _nothing(wide: Wide) -> Any:
    return arrow_schema(wide).empty_table()


def wide_query(wide: Wide, answered: Answered) -> str:
    """A query of a row for each case that SQL answered."""
    said = {each.address: each for each in answered.said}
    columns = [f"{answered.number} AS row", f'{answered.title} AS "case"']
    for each in wide.conclusions:
        found = _columns(each, said.get(each.address))
        columns += [f"{said} AS {name(column.name)}" for column, said in found]
    columns.append("CAST(NULL AS VARCHAR) AS open")  # whose answers stay open are left to Python
    return f"SELECT {', '.join(columns)} FROM {answered.source}"


def _columns(concluded: Concluded, said: Said | None) -> Iterable[tuple[Column, str]]:
    columns = (*concluded.value, *concluded.told)
    if said is None:
        return [(column, f"CAST(NULL AS {_TYPES[column.kind]})") for column in columns]
    absent, there = (f"CAST({literal(state)} AS {_STATE})" for state in (_NOT_APPLICABLE, VALUE))
    state = f"CASE WHEN {said.none} THEN {absent} ELSE {there} END"
    values = (*_value(said), state, said.text)
    return zip(columns, values, strict=True)


def _value(said: Said) -> tuple[str, ...]:
    cells, shape = said.cells, said.shape
    if not isinstance(shape, Number):
        return cells
    if shape.denominator == 1:
        return f"CAST({cells[0]} AS BIGINT)", "CAST(NULL AS VARCHAR)"
    above, below = cells
    whole = f"CASE WHEN {above} % {below} = 0 THEN CAST({above} // {below} AS BIGINT) END"
    quotient = f"({above} // gcd({above}, {below})) || '/' || ({below} // gcd({above}, {below}))"
    return whole, f"CASE WHEN {above} % {below} <> 0 THEN {quotient} END"
