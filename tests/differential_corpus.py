"""Every case found that an engine decided otherwise than the reference interpreter, kept to be decided again.

An entry is a JSON file: ``found`` in words, the rulebook (``kr``, ``seven``, the seed of a random one, or a folder in
``rules`` beside it), and the case as in a case file, or the seed of a random one.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from attrs import frozen
from differential_cases import RULES, Block, loaded
from generated_rulebooks import random_case, random_rulebook

from rulecheck.engine.case import Case, read_case
from rulecheck.engine.loader import load
from rulecheck.engine.rulebook import Rulebook
from rulecheck.workbench.case_files import case_file

CORPUS = Path(__file__).resolve().parent / "differential" / "corpus"


@frozen
class Entry:
    """A disagreement once found."""

    name: str
    found: str
    rulebook: Rulebook
    case: Case


def entries(folder: Path = CORPUS) -> Iterator[Entry]:
    """All that are kept, by name."""
    for path in sorted(folder.glob("*.json")):
        said = json.loads(path.read_text(encoding="utf-8"))
        rulebook = _rulebook(said["rulebook"], folder)
        yield Entry(path.stem, said["found"], rulebook, _case(said, rulebook))


def entry_text(source: str, block: Block, case: Case) -> str:
    """An entry for a case of a differential run that disagrees."""
    said: dict[str, Any] = {"found": "by a differential run"}
    if source in RULES:
        said |= {"rulebook": source, "case": json.loads(case_file(case, block.rulebook, "case.json"))}
    else:
        said |= {"rulebook": {"seed": block.seed}, "case": {"seed": block.seed * 1000 + block.cases.index(case)}}
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"


def _rulebook(said: Any, folder: Path) -> Rulebook:
    if isinstance(said, dict):
        return random_rulebook(said["seed"])
    if said in RULES:
        return loaded(said)
    rulebook, problems = load(str(folder / "rules" / said))
    assert rulebook is not None, problems
    return rulebook


def _case(said: dict[str, Any], rulebook: Rulebook) -> Case:
    if "seed" in said["case"]:
        return random_case(said["case"]["seed"], rulebook)
    case, problems = read_case(json.dumps(said["case"]).encode(), "case.json", rulebook.vocabulary)
    assert case is not None, problems
    return case
