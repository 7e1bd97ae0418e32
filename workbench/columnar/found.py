"""The rows of a query, kept so that they can be read more than once.

A column that is alike for all rows is not stored with each: whether nothing decides a conclusion that is always
decided, the denominator of whole numbers, the title of cases that have none.
"""

from typing import Any

from sqlglot import exp

from rulecheck.engine.sql.program import Program
from rulecheck.workbench.columnar.sql_text import literal, name

# Facts have no such name.
TITLE = "case title"


def keep_found(connection: Any, query: Program, title: str, found: str) -> None:
    """Makes the view ``found`` with all columns of a query over ``cases``; ``title`` is the SQL of their titles."""
    alike = {each.alias: each.this.sql("duckdb") for each in query.query.selects if _is_constant(each)}
    if title == literal(""):
        alike[TITLE] = title
    left_out = f" EXCLUDE ({', '.join(map(name, alike))})" if alike else ""
    table = f"{found}_kept"
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT *{left_out} FROM ({query.select('duckdb')})")
    columns = "".join(f", {said} AS {name(column)}" for column, said in alike.items())
    connection.execute(f"CREATE OR REPLACE TEMP VIEW {found} AS SELECT *{columns} FROM {table}")


def _is_constant(column: object) -> bool:
    return isinstance(column, exp.Alias) and isinstance(column.this, exp.Boolean | exp.Literal)
