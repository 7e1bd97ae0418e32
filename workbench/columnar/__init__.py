"""A batch decided column by column: the rulebook's exact SQL on DuckDB, and generated Python for what it hands over.

Needs `duckdb`, `pyarrow` and `sqlglot` (``rulecheck[batch]``); only `batch` imports this package.
"""
