"""The query that rulecheck writes: answers, deciding provisions as bits, and which rows it hands over."""

from peers.by_hand import DuckDB
from peers.ours import DAY, RULES
from rulecheck.engine.cache import load_cached
from rulecheck.engine.sql.program import HANDED, program


class Query(DuckDB):
    """The same work as the query by hand: in memory, or from file to file, a row a case."""

    def load(self):
        super().load()
        rulebook, problems = load_cached(str(RULES))
        if rulebook is None:
            raise ValueError(problems)
        (scheme,) = rulebook.vocabulary.schemes.values()
        self.program = program(rulebook, scheme.decides, frozenset(rulebook.vocabulary.facts), DAY, DAY)
        self.written = self.program.select("duckdb")

    def query(self, cases):
        read = ", ".join(f'CAST("{each.name}" AS {each.kind}) AS "{each.name}"' for each in self.program.inputs)
        typed = f"(SELECT {read}, DATE '{DAY}' AS \"law date\" FROM {cases}) AS cases"
        answers = ", ".join(f'"{output.columns[0]}" AS "{output.conclusion}"' for output in self.program.outputs)
        words = ", ".join(self.program.words.names)
        return f"SELECT {answers}, {words}, {HANDED} FROM ({self.written.replace('FROM cases', f'FROM {typed}')})"

    def decide(self, case):
        answers = super().decide(case)
        if answers[HANDED]:
            raise ValueError("handed over")
        return {output.conclusion: answers[output.conclusion] for output in self.program.outputs}

    def columns(self, table):
        decided = super().columns(table)
        if decided.column(HANDED).unique().to_pylist() != [0]:
            raise ValueError("rows were handed over")
        return decided.select([output.conclusion for output in self.program.outputs])
