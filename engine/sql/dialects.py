"""What dialects write differently and the builder does not know."""

from sqlglot import exp


def written(query: exp.Expression, dialect: str) -> str:
    """A query in the words of a dialect."""
    return query.sql(dialect=dialect)
