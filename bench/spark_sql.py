"""The compiled query on Spark against DuckDB and Python: python bench/spark_sql.py --cases 100000 --seed 1

Cases are those of ``bench/differential.py``, asked for all conclusions that Spark's SQL can say. Needs Java and
``rulecheck[spark]``. Prints the counts as a line of JSON; exit code 1 when a row disagrees.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main(words: Sequence[str]) -> int:
    """Compares and prints."""
    sys.path[:0] = [str(ROOT / "bench"), str(ROOT / "tests")]
    from counts import Counts
    from differential_cases import blocks
    from spark_runs import MASTER, SETTINGS
    from spark_sql_runs import compared_on_spark

    from rulecheck.workbench.spark.session import connect

    parser = argparse.ArgumentParser(prog="bench/spark_sql.py", description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--on", choices=("seven", "random"), default="seven")
    parser.add_argument("--python-each", type=int, default=1, help="compare each so many rows with Python, too")
    options = parser.parse_args(words)
    counts, session = Counts(), connect(MASTER, SETTINGS)
    for block in blocks(options.on, options.cases, options.seed):
        result = compared_on_spark(session, block.rulebook, block.cases, options.python_each)
        counts = counts.plus(options.on, result.asked, result)
        for case in result.disagree:
            print(f"disagrees: {block.seed}: {case}", file=sys.stderr)
    session.stop()
    print(json.dumps(counts.data()))
    return 1 if counts.disagree else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
