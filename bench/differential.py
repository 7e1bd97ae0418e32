"""Generated Python against the reference interpreter: python bench/differential.py --cases 1000000 --seed 0

Half of the cases are those of random rulebooks (``tests/generated_rulebooks.py``), half lie near the golden cases of a
rulebook. Prints how many generated code decided and how many it handed over by why; exit code 1 when one disagrees.
"""

import argparse
import json
import sys
from collections import Counter
from itertools import islice
from pathlib import Path

from attrs import evolve

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))


def main() -> int:
    """Compares, and prints the counts as one line of JSON."""
    from differential_runs import compared, varied
    from generated_rulebooks import random_case, random_rulebook

    from rulecheck.engine.cache import load_cached
    from rulecheck.workbench.golden import load_golden

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--rules", default=str(ROOT / "rules" / "kr"))
    options = parser.parse_args()
    cases, generated, wrong, handed = 0, 0, 0, Counter[str]()
    seed, each = options.seed * 1_000_000, 100
    while cases < options.cases // 2:
        seed += 1
        try:
            own = random_rulebook(seed)
        except AssertionError:
            continue
        result = compared(own, (random_case(seed * 1000 + i, own) for i in range(each)), bytes_each=10)
        cases, generated, wrong = cases + each, generated + result.generated, wrong + len(result.disagree)
        handed += result.handed
        for case in result.disagree:
            print(f"rulebook {seed}: {case.law_date} {case.facts}", file=sys.stderr)
    rulebook, _ = load_cached(options.rules)
    assert rulebook is not None
    found = [c for f in load_golden((f"{options.rules}/cases",), rulebook) for c in f.cases if c.case is not None]
    left = options.cases - cases
    for number, golden in enumerate(found):
        assert golden.case is not None
        many = left // len(found) + (number < left % len(found))
        asking = evolve(golden.case, ask=tuple(expected.address for expected in golden.expected))
        near = islice(varied(rulebook, asking, options.seed * 100_000 + number), many)
        result = compared(rulebook, near, bytes_each=10)
        cases, generated, wrong = cases + many, generated + result.generated, wrong + len(result.disagree)
        handed += result.handed
        for case in result.disagree:
            print(f"{golden.title}: {case.law_date} {case.facts}", file=sys.stderr)
    print(
        json.dumps({"cases": cases, "generated": generated, "disagree": wrong, "handed": dict(sorted(handed.items()))})
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
