"""Columns computed one upon the other: what several expressions use is computed once."""

from sqlglot import exp

from rulecheck.engine.sql import tree
from rulecheck.engine.sql.shapes import NotTranslated
from rulecheck.engine.sql.tree import Sql
from rulecheck.grammar.data_classes import Factory, define

# Parts of an expression about an element of a list.
MOST_OF_ELEMENT = 400


@define
class Layers:
    """Named expressions, each in the lowest layer that sees the columns it is made of."""

    columns: dict[str, Sql] = Factory(dict)
    levels: dict[str, int] = Factory(dict)
    _known: dict[str, str] = Factory(dict)

    def bind(self, value: Sql) -> Sql:
        """The value as a column, unless it is as simple already, or speaks of an element of a list."""
        if isinstance(value, exp.Column | exp.Literal | exp.Boolean | exp.Null | exp.Dot):
            return value
        if value.find(exp.Dot):
            # What is computed of an element has no column of its own, and is written out wherever it is used.
            if sum(1 for _ in value.walk()) > MOST_OF_ELEMENT:
                raise NotTranslated("much that is computed of the elements of a list")
            return value
        said = value.sql()
        name = self._known.get(said)
        if name is None:
            name = self._known[said] = f"c{len(self.columns)}"
            self.columns[name] = value
            below = [self.levels.get(c.name, 0) for c in value.find_all(exp.Column)]
            self.levels[name] = max(below, default=0) + 1
        return tree.column(name)

    def select(self, source: Sql, output: dict[str, Sql]) -> exp.Select:
        """A query of the output's expressions over a source that has the facts."""
        query = source
        for level in range(1, max(self.levels.values(), default=0) + 1):
            made = [
                exp.alias_(value, name, quoted=True)
                for name, value in self.columns.items()
                if self.levels[name] == level
            ]
            query = exp.Select(expressions=[exp.Star(), *made]).from_(_within(query, level), copy=False)
        made = [exp.alias_(value, name, quoted=True) for name, value in output.items()]
        return exp.Select(expressions=made).from_(_within(query, 0), copy=False)


def _within(query: Sql, level: int) -> Sql:
    if isinstance(query, exp.Select):
        return exp.Subquery(this=query, alias=exp.TableAlias(this=exp.to_identifier(f"l{level}")))
    return query
