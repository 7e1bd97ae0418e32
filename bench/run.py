"""How fast rulecheck is, measured side by side in one run: python bench/run.py

Whole processes are compared with a bare ``python -c pass``; decisions with a hand-written Python function for the same
question (``handwritten.py``), whose answers are compared first. Figures are medians; quote the ratios, not the times.
"""

import json
import os
import runpy
import statistics
import subprocess
import sys
import tempfile
import timeit
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path

from rulecheck.engine.cache import load_cached
from rulecheck.engine.case import read_case
from rulecheck.engine.decide import Question, decide
from rulecheck.engine.loader import load
from rulecheck.engine.whereabouts import rulebook_directory

ROOT = Path(__file__).resolve().parents[1]
by_hand = runpy.run_path(str(Path(__file__).with_name("handwritten.py")))["decide"]
CASE = ROOT / "examples" / "granted.json"
ASKED = (
    "childcare_reduced_hours.must_be_granted",
    "childcare_reduced_hours.hours_lawful",
    "childcare_reduced_hours.within_maximum",
    "childcare_reduced_hours_benefit.monthly",
)
# The facts of examples/granted.json as the function wants them. Its law is that of the day the reduction starts; the
# maximum of the example follows the transitional clause of 2025, which the function takes as unused leave counted
# twice.
FACTS = {
    "born_on": date(2018, 5, 10), "school_grade": None, "started_on": date(2021, 3, 2), "start_on": date(2024, 3, 1),
    "end_on": date(2025, 2, 28), "requested_at_employment_office": False, "effort": 0, "replacement_hired": False,
    "turned_down": 0, "hard_to_split": False, "seriously_disturbed": False, "proved": False, "hours_before": 40,
    "hours_after": 30, "leave_used_months": 4, "used_before_months": 0, "wage": 2_400_000,
}  # fmt: skip


def seconds(function: Callable[[], object], repeats: int = 7) -> float:
    """The median time of one call."""
    timer = timeit.Timer(function)
    number, _ = timer.autorange()
    return statistics.median(timer.repeat(repeats, number)) / number


def process_seconds(*command: str, runs: int = 15, **environment: str) -> float:
    """The median time of a whole process."""
    env = {**os.environ, **environment}
    # An installed package has its bytecode; a process that may not keep any would compile every module anew.
    env.pop("PYTHONDONTWRITEBYTECODE", None)

    def once() -> float:
        return timeit.timeit(lambda: subprocess.run(command, check=False, capture_output=True, env=env), number=1)

    once()
    return statistics.median(once() for _ in range(runs))


def main() -> None:
    """Checks that the two agree, measures, and prints one table."""
    directory, _ = rulebook_directory(None)
    assert directory is not None
    rulebook, _ = load(directory)
    assert rulebook is not None
    text = CASE.read_bytes()
    case, _ = read_case(text, CASE.name, rulebook.vocabulary)
    assert case is not None
    answer = decide(rulebook, case, Question(ASKED))
    found = {d.address.rpartition(".")[2]: d.value for d in answer.asked()}
    expected = by_hand(FACTS)
    assert found == {
        name: int(v) if isinstance(v, Fraction) and v.denominator == 1 else v for name, v in expected.items()
    }

    hand = seconds(lambda: by_hand(FACTS))
    rows = [("hand-written function, no trace", hand, hand)]
    rows.append(
        (
            "decision of the same four conclusions, full trace",
            seconds(lambda: decide(rulebook, case, Question(ASKED))),
            hand,
        )
    )
    rows.append(("decision of the whole example, full trace", seconds(lambda: decide(rulebook, case)), hand))
    rows.append(
        ("case read from JSON and typed", seconds(lambda: read_case(text, CASE.name, rulebook.vocabulary)), hand)
    )

    bare = process_seconds(sys.executable, "-c", "pass")
    rows.append(("bare process, python -c pass", bare, bare))
    with tempfile.TemporaryDirectory() as cache:
        command = (sys.executable, "-m", "rulecheck", str(CASE))
        rows.append(("rulecheck case.json, warm cache", process_seconds(*command, RULECHECK_CACHE_DIR=cache), bare))
        rows.append(
            ("rulecheck case.json, no cache", process_seconds(*command, runs=5, RULECHECK_CACHE_DIR="off"), bare)
        )
        os.environ["RULECHECK_CACHE_DIR"] = cache
        load_cached(directory)
        rows.append(("load of the rulebook, cached", seconds(lambda: load_cached(directory)), bare))
        rows.append(("load of the rulebook, from YAML", seconds(lambda: load(directory), 3), bare))
    print(json.dumps({"python": sys.version.split()[0], "provisions": len(rulebook.provisions)}))
    for name, time, base in rows:
        print(f"{name:<52} {time * 1000:>10.3f} ms {time / base:>9.1f}×")


if __name__ == "__main__":
    main()
