"""The engines against the reference interpreter: python bench/differential.py --cases 1000000 --seed 1

A third each of the cases is of random rulebooks (``tests/generated_rulebooks.py``), of the seven rules of the bench and
near the golden cases of the Korean rulebook; ``--on`` chooses. Prints what came out; exit code 1 when one disagrees,
and each that does is written as an entry of the corpus (``tests/differential/corpus``), which the tests replay.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT / "tests" / "differential" / "corpus"

# What a count is called: SQL is asked each conclusion by itself, and each counts.
NAMES = {"python": "{}", "duckdb": "{}, each conclusion on DuckDB"}


def main(words: Sequence[str]) -> int:
    """Compares, prints the counts as one line of JSON, and keeps or publishes them when told."""
    sys.path[:0] = [str(ROOT / "bench"), str(ROOT / "tests")]
    from counts import Counts, published
    from differential_cases import SOURCES, blocks
    from differential_corpus import entry_text
    from differential_engines import ENGINES

    parser = argparse.ArgumentParser(prog="bench/differential.py", description=__doc__)
    parser.add_argument("--cases", type=int, default=9_999, help="how many, over all rulebooks")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--on", default=",".join(SOURCES), help="which rulebooks, separated by commas")
    parser.add_argument("--engine", choices=tuple(ENGINES), default="python")
    parser.add_argument("--keep", type=Path, default=CORPUS, help="the folder for cases that disagree")
    parser.add_argument("--add-to", type=Path, help="a file of counts to which these are added")
    parser.add_argument("--write", type=Path, help="a page into which the counts of that file are written")
    options = parser.parse_args(words)
    sources = options.on.split(",")
    if unknown := [name for name in sources if name not in SOURCES]:
        parser.error(f"`{unknown[0]}` is none of {', '.join(SOURCES)}")
    counts = Counts()
    try:
        for source in sources:
            for block in blocks(source, options.cases // len(sources), options.seed):
                result = ENGINES[options.engine](block)
                counts = counts.plus(NAMES[options.engine].format(source), result.asked, result)
                for number, case in enumerate(result.disagree):
                    name = f"{source}-{options.engine}-{block.seed}-{number}"
                    text = entry_text(source, block, case)
                    options.keep.mkdir(parents=True, exist_ok=True)
                    (options.keep / f"{name}.json").write_text(text, encoding="utf-8")
                    print(f"disagrees: {name}", file=sys.stderr)
    except KeyboardInterrupt:
        print("stopped; what was compared counts", file=sys.stderr)
    if options.add_to is not None:
        earlier = Counts.read(options.add_to) if options.add_to.exists() else Counts()
        options.add_to.write_text(earlier.and_those_of(counts).as_json(), encoding="utf-8")
        if options.write is not None:
            page = options.write.read_text(encoding="utf-8")
            options.write.write_text(published(page, Counts.read(options.add_to)), encoding="utf-8")
    print(json.dumps(counts.data()))
    return 1 if counts.disagree else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
