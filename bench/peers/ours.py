"""rulecheck itself, on the rulebook beside the hand-written function."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

from rulecheck.engine.cache import load_cached
from rulecheck.engine.case import Case
from rulecheck.engine.decide import decide
from rulecheck.engine.python.compiled import Compiled

RULES = Path(__file__).resolve().parents[1] / "seven" / "rules"
DAY = date(2024, 3, 1)


class Generated:
    """Generated Python. Its trace is complete; kept as slots, unfolded when it is read."""

    def load(self):
        rulebook, problems = load_cached(str(RULES))
        if rulebook is None:
            raise ValueError(problems)
        self.rulebook = rulebook
        self.compiled = Compiled(rulebook)

    def decide(self, facts):
        return self.compiled.decide(Case("", facts, law_date=DAY)).values()

    def explain(self, facts):
        decided = self.compiled.decide(Case("", facts, law_date=DAY))
        return decided.values(), decided


class Unfolded(Generated):
    """The trace unfolded into the objects of an answer."""

    def explain(self, facts):
        decided = self.compiled.decide(Case("", facts, law_date=DAY))
        return decided.values(), decided.answer()


class Interpreter(Generated):
    """The reference interpreter."""

    def decide(self, facts):
        return self.explain(facts)[0]

    def explain(self, facts):
        answer = decide(self.rulebook, Case("", facts, law_date=DAY))
        return {decision.address: decision.value for decision in answer.asked()}, answer


class Batch:
    """A batch in the wide layout: from file to file, a row a case, with states and deciding provisions."""

    def load(self):
        from rulecheck.engine.trace import Question
        from rulecheck.workbench.batch_wide import wide_of
        from rulecheck.workbench.columnar import run

        self.rulebook, _ = load_cached(str(RULES))
        self.question = Question(as_of=DAY)
        self.wide = wide_of(self.rulebook, self.question)
        self.run = run

    def file(self, path, out):
        from rulecheck.workbench.batch_outputs import writer_of
        from rulecheck.workbench.batch_parts import Batch as Wanted
        from rulecheck.workbench.batch_sources import source_of

        rows, jobs = self.run.rows_of_a_block(path, True), os.cpu_count() or 1
        writer, source = writer_of(out, self.wide), source_of(path)
        wanted = Wanted(self.rulebook, self.question, "", path, source, out, writer, rows, jobs, self.wide)
        done = self.run.run(wanted, lambda _rows: None)
        if done is None or done.rejected:
            raise ValueError(f"not all rows are decided: {done}")

    def as_columns(self, table):
        """The columns of the answers alone."""
        return table.select([each.address for each in self.wide.conclusions])


class LongBatch:
    """The command `rulecheck batch` as it starts: from file to file, a line for each conclusion of a row."""

    def load(self):
        load_cached(str(RULES))

    def file(self, path, out):
        command = (sys.executable, "-P", "-m", "rulecheck", "batch", str(path), "--out", str(out), "--engine", "sql")
        done = subprocess.run(
            (*command, "--rules", str(RULES), "--as-of", DAY.isoformat()), capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise ValueError(" ".join(done.stderr.split()))

    def as_columns(self, table):
        """A line for each conclusion of each row becomes a column for each conclusion."""
        import pyarrow as pa
        import pyarrow.compute as pc

        made = {}
        for name in pc.unique(table["conclusion"]).to_pylist():
            values = table.filter(pc.equal(table["conclusion"], name)).sort_by("row")["value"]
            first = values[0].as_py()
            made[name] = pc.equal(values, "true") if first in ("true", "false") else _amounts(values)
        return pa.table(made)


def _amounts(values):
    """Whole numbers out of their JSON texts, with their unit or without."""
    import pyarrow as pa
    import pyarrow.compute as pc

    digits = pc.struct_field(pc.extract_regex(values, r"(?P<digits>-?[0-9]+)"), "digits")
    return pc.cast(digits, pa.int64())
