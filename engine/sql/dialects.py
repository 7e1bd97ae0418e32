"""What dialects write differently and the builder does not know."""

from sqlglot import exp

from rulecheck.engine.sql import tree
from rulecheck.engine.sql.shapes import NotTranslated


def written(query: exp.Expression, dialect: str) -> str:
    """A query in the words of a dialect. Raises ``NotTranslated`` where the dialect has no such numbers."""
    wide = exp.DataType.build(tree.WIDE)
    if dialect == "spark" and any(cast.to == wide for cast in query.find_all(exp.Cast)):
        raise NotTranslated("a number of more than 62 bits")
    return query.sql(dialect=dialect)
