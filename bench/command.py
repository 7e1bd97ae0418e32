"""The command line of the bench: what is measured, where the figures go."""

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import growth
from attrs import evolve
from compact import compact
from kept import as_json, read, written_between
from measure import QUICK, Extent, Measured, Run, agreeing, batches, cold, decisions, loads, machine
from subjects import Subject, selected
from tables import markdown, tables, text

TEN_MILLION = 10_000_000
GROWN = ("rulecheck-batch", "duckdb", "openfisca")  # whose files grow to the largest
PARTS = ("decisions", "cold", "loads", "batches", "provisions", "cases")


def main(words: Sequence[str]) -> int:
    """Measures (or reads what was measured), and prints or writes. 1 when one disagrees, 2 for what is no command."""
    parser = argparse.ArgumentParser(prog="bench/run.py", description="Measures rulecheck side by side with its peers.")
    parser.add_argument("--quick", action="store_true", help="one round of small sizes: whether it works at all")
    parser.add_argument("--only", default="", help="names of subjects, separated by commas")
    parser.add_argument("--measure", default=",".join(PARTS), help="which parts, separated by commas: %(default)s")
    parser.add_argument("--rounds", type=int, help="rounds of decisions, processes and loading")
    parser.add_argument("--long-rounds", type=int, help="rounds of batches and of growth")
    parser.add_argument("--ten-million", action="store_true", help="let the number of cases grow to 10,000,000")
    parser.add_argument("--format", choices=("text", "markdown", "json"), default="text")
    parser.add_argument("--spread", action="store_true", help="show the quartiles beside the medians")
    parser.add_argument("--compact", action="store_true", help="one short table in ratios")
    parser.add_argument("--out", type=Path, help="keep the figures as JSON in this file")
    parser.add_argument("--from", dest="kept", type=Path, help="show the figures of such a file; nothing is measured")
    parser.add_argument("--write", type=Path, action="append", default=[], help="a page to write the tables into")
    options = parser.parse_args(words)
    if options.kept is not None:
        run = read(options.kept.read_text(encoding="utf-8"))
    else:
        try:
            subjects = selected(listed(options.only))
            parts = listed(options.measure)
            if unknown := [part for part in parts if part not in PARTS]:
                raise ValueError(f"`{unknown[0]}` is none of: {', '.join(PARTS)}")
        except ValueError as error:
            parser.error(str(error))
        run = measured(subjects, extent_of(options), parts)
    if options.out is not None:
        options.out.write_text(as_json(run), encoding="utf-8")
    made = (compact(run),) if options.compact else tables(run, options.spread)
    for page in options.write:
        try:
            changed = written_between(page.read_text(encoding="utf-8"), markdown(made, about(run)))
        except ValueError as error:
            parser.error(f"{page.name}: {error}")
        page.write_text(changed, encoding="utf-8")
    shown = {"text": text, "markdown": markdown}
    sys.stdout.write(as_json(run) if options.format == "json" else shown[options.format](made, about(run)))
    return 1 if any("disagrees" in why or "otherwise" in why for why in run.left_out.values()) else 0


def extent_of(options: argparse.Namespace) -> Extent:
    """How much is to be measured."""
    extent = QUICK if options.quick else Extent()
    if options.rounds is not None:
        extent = evolve(extent, rounds=max(1, options.rounds), cold_rounds=max(1, options.rounds))
    if options.long_rounds is not None:
        extent = evolve(extent, batch_rounds=max(1, options.long_rounds), growth_rounds=max(1, options.long_rounds))
    return evolve(extent, cases=(*extent.cases, TEN_MILLION)) if options.ten_million else extent


def listed(text: str) -> tuple[str, ...]:
    """The names in a list with commas."""
    return tuple(filter(None, text.split(",")))


def measured(subjects: Sequence[Subject], extent: Extent, parts: Sequence[str]) -> Run:
    """Agreement first, then the measurements of those that agree."""
    with tempfile.TemporaryDirectory() as cache:
        os.environ["RULECHECK_CACHE_DIR"] = cache
        kept, agreed, left_out = agreeing(subjects)
        tell(f"{len(kept)} of {len(subjects)} agree")
        cells: list[Measured] = []
        if "decisions" in parts or "batches" in parts:  # how long one decision takes says how many rows a batch gets
            cells += decisions(kept, extent, tell)
        if "cold" in parts:
            cells += cold(kept, extent, tell)
        if "loads" in parts:
            cells += loads(kept, extent, tell)
        if "batches" in parts:
            many, wrong = batches(kept, extent, cells, tell)
            cells += many
            left_out.update(wrong)
        if "provisions" in parts:
            grown, failed = growth.provisions(extent, tell)
            cells += grown
            left_out.update(failed)
        if "cases" in parts:
            large = [subject for subject in kept if subject.name in GROWN and subject.name not in left_out]
            grown, failed = growth.cases(large, extent, tell)
            cells += grown
            left_out.update(failed)
    versions = {subject.name: subject.version() for subject in kept}
    return Run(machine(), versions, left_out, agreed, tuple(cells))


def about(run: Run) -> str:
    """One line on the machine."""
    m = run.machine
    return f"Python {m['python']}, {m['system']}, {m['architecture']}, {m['cores']} cores; medians."


def tell(what: str) -> None:
    """What is being done, on the error output of a terminal."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\033[K{what}")
        sys.stderr.flush()
