"""The engines against the reference interpreter: python bench/differential.py --cases 1000000 --jobs 2

Cases of random rulebooks (``tests/generated_rulebooks.py``), of the seven rules of the bench and near the golden cases
of the Korean rulebook, in equal parts; ``--on`` chooses. Prints what came out; exit code 1 when one disagrees, and each
that does is written as an entry of the corpus (``tests/differential/corpus``), which the tests replay.

The cases are those of seeds, a portion of each source to a seed. ``--add-to`` keeps the counts after each portion, and
which seed is next: the same command again goes on with other cases, and a run that is stopped loses no more than the
portions it was at.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import click

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT / "tests" / "differential" / "corpus"

# How many cases of a source belong to a seed.
PORTIONS = {"random": 500, "seven": 5_000, "kr": 300}
# What counts are called.
NAMES = {"python": "{}, generated Python", "duckdb": "{}, each conclusion on DuckDB"}
# engine, source, number of cases, seed
Portion = tuple[str, str, int, int]


def main(words: Sequence[str]) -> int:
    """Compares, prints the counts as one line of JSON, and keeps or publishes them when told."""
    _path()
    from counts import Counts, published
    from differential_engines import ENGINES

    parser = argparse.ArgumentParser(prog="bench/differential.py", description=__doc__)
    parser.add_argument("--cases", type=int, default=9_999, help="how many, over all rulebooks")
    parser.add_argument("--seed", type=int, help="the first seed; 0, or the next of the counts added to")
    parser.add_argument(
        "--on", default=",".join(PORTIONS), help="which rulebooks, by commas; named more often, more cases"
    )
    parser.add_argument("--engine", choices=tuple(ENGINES), default="both")
    parser.add_argument("--jobs", type=int, default=1, help="how many processes")
    parser.add_argument("--keep", type=Path, default=CORPUS, help="the folder for cases that disagree")
    parser.add_argument("--add-to", type=Path, help="a file of counts to which these are added")
    parser.add_argument("--write", type=Path, help="a page into which the counts of that file are written")
    options = parser.parse_args(words)
    sources = options.on.split(",")
    if unknown := [name for name in sources if name not in PORTIONS]:
        parser.error(f"`{unknown[0]}` is none of {', '.join(PORTIONS)}")
    kept = Counts.read(options.add_to) if options.add_to and options.add_to.exists() else Counts()
    first = {source: kept.next_seed(source) if options.seed is None else options.seed for source in sources}
    todo = portions(options.engine, sources, options.cases, first)
    counts = Counts()
    try:
        with _mapping(options.jobs) as mapped, _bar(options.cases) as done:
            for (_, source, number, seed), (found, wrong) in zip(todo, mapped(of_portion, todo), strict=True):
                one = Counts(found).with_seed(source, seed)
                counts, kept = counts.and_those_of(one), kept.and_those_of(one)
                for name, text in wrong.items():
                    options.keep.mkdir(parents=True, exist_ok=True)
                    (options.keep / f"{name}.json").write_text(text, encoding="utf-8")
                    print(f"disagrees: {name}", file=sys.stderr)
                if options.add_to is not None:
                    options.add_to.write_text(kept.as_json(), encoding="utf-8")
                done(number)
    except KeyboardInterrupt:
        print("stopped; what was compared counts", file=sys.stderr)
    if options.write is not None:
        page = options.write.read_text(encoding="utf-8")
        options.write.write_text(published(page, kept), encoding="utf-8")
    print(json.dumps(counts.data()))
    return 1 if counts.disagree else 0


def portions(engine: str, sources: Sequence[str], cases: int, first: Mapping[str, int]) -> list[Portion]:
    """What is to be compared: of each source its part, by turns, so that a run that is stopped has some of each."""
    made: list[tuple[float, Portion]] = []
    for source in dict.fromkeys(sources):
        wanted = cases * sources.count(source) // len(sources)
        for index, start in enumerate(range(0, wanted, PORTIONS[source])):
            number = min(PORTIONS[source], wanted - start)
            made.append((start / wanted, (engine, source, number, first[source] + index)))
    return [portion for _, portion in sorted(made, key=lambda pair: pair[0])]


def of_portion(portion: Portion) -> tuple[dict[str, dict[str, Any]], dict[str, str]]:
    """The counts of a portion by what they are called, and an entry of the corpus for each case that disagrees."""
    _path()
    from counts import Counts
    from differential_cases import blocks
    from differential_corpus import entry_text
    from differential_engines import ENGINES

    engine, source, number, seed = portion
    counts, wrong = Counts(), {}
    for block in blocks(source, number, seed):
        for name, outcome in ENGINES[engine](block).items():
            counts = counts.plus(NAMES[name].format(source), outcome.asked, outcome, outcome.cases)
            for index, case in enumerate(outcome.disagree):
                wrong[f"{source}-{name}-{block.seed}-{index}"] = entry_text(source, block, case)
    return counts.data(), wrong


def _path() -> None:
    for folder in ("bench", "tests"):
        if str(ROOT / folder) not in sys.path:
            sys.path.insert(0, str(ROOT / folder))


@contextmanager
def _mapping(jobs: int) -> Iterator[Callable[..., Iterator[Any]]]:
    """A ``map`` in so many processes; results come in order."""
    if jobs <= 1:
        yield map
        return
    executor = ProcessPoolExecutor(jobs, get_context("spawn"))
    try:
        yield executor.map
    finally:
        executor.shutdown(cancel_futures=True)


@contextmanager
def _bar(cases: int) -> Iterator[Callable[[int], None]]:
    """Tells how many cases are done, on a terminal."""
    if not sys.stderr.isatty():
        yield lambda _number: None
        return
    with click.progressbar(length=cases, label="comparing", file=sys.stderr) as bar:
        yield bar.update


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
