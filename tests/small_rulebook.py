"""A rulebook of a few lines for tests: expressions are checked and evaluated by the engine itself against it.

Names are declared in the words of a vocabulary, in short: `date`, `hours per week`, `choice of a, b`,
`choices of a, b`, `date, optional`, `list of month`. A name that begins with the record of a list is a field of it.
"""

from collections.abc import Mapping
from datetime import date

from attrs import frozen

from rulecheck.engine.case import Case, read_case
from rulecheck.engine.check import Checker
from rulecheck.engine.constructs.base import Scope
from rulecheck.engine.diagnostics import Diagnostic
from rulecheck.engine.evaluate import Evaluation
from rulecheck.engine.expressions import Problem
from rulecheck.engine.loader import load_files
from rulecheck.engine.names import Names
from rulecheck.engine.reading import value_text
from rulecheck.engine.references import find
from rulecheck.engine.rule_files import FileKind, RuleFile
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.types import BOOLEAN, Type
from rulecheck.engine.values import UNKNOWN, Value
from rulecheck.grammar import syntax as s
from rulecheck.grammar.mistake import Mistake
from rulecheck.grammar.parse import parse

LAW_DATE = date(2024, 3, 1)
HEADER = """
rulebook: small
title: {en: A small rulebook}
jurisdiction: EX
currency: {code: KRW, unit: won, symbol: ₩}
covers from: 2020-01-01
ranks: [act]
"""
ACT = "act: EX\nrank: act\ntitle: {en: Example Act}\ncite: {en: Example Act}\n"


@frozen
class Checked:
    """An expression with its names resolved, its type, and what the checker has to say."""

    node: s.Node
    type: Type
    found: tuple[Diagnostic, ...]


def small(names: Mapping[str, str], files: Mapping[str, str] | None = None, holidays: str = "") -> Rulebook:
    """The rulebook with these names, and with further rule files by their paths."""
    texts = {"rulebook.yaml": HEADER + (f"holidays: {holidays}\n" if holidays else ""), "act/act.yaml": ACT}
    texts["vocabulary/names.yaml"] = vocabulary(names)
    texts.update(files or {})
    rulebook, found = load_files([_rule_file(path, text) for path, text in texts.items()])
    assert rulebook is not None, [f"{d.place.file}:{d.place.line}: {d.message} {d.hint}" for d in found]
    return rulebook


def vocabulary(names: Mapping[str, str]) -> str:
    """The vocabulary file that declares the names."""
    records = {kind.removeprefix("list of ").strip() for kind in names.values() if kind.startswith("list of ")}
    facts, fields = [], {record: list[str]() for record in sorted(records)}
    for name, kind in names.items():
        head, _, last = name.rpartition(".")
        if head in records:
            fields[head].append(f"      {last}: {_declared(last, kind)}")
        else:
            facts.append(f"  {name}: {_declared(name, kind)}")
    lines = ["subject: {en: names}", "facts:" if facts else "", *facts, "records:" if records else ""]
    for record, declared in fields.items():
        lines += [f"  {record}:", f"    label: {{en: {record}}}", "    fields:", *declared]
    return "\n".join(line for line in lines if line) + "\n"


def checked(rulebook: Rulebook, text: str) -> Checked | Mistake:
    """What the checker finds in an expression, or the mistake in its syntax."""
    tree = parse(text)
    if isinstance(tree, Mistake):
        return tree
    found: list[Diagnostic] = []
    checker = Checker(rulebook, found, Names(rulebook.vocabulary))
    node = checker.resolved(s.rebuilt(tree, lambda part: _with_id(part, rulebook)))
    kind = checker.type_of(node)
    return Checked(node, kind, tuple(found))


def value(rulebook: Rulebook, expression: str, case: Case) -> Value:
    """The value of an expression that the checker has nothing against. Raises ``Problem``."""
    result = checked(rulebook, expression)
    assert isinstance(result, Checked), f"`{expression}`: {result}"
    assert not result.found, f"`{expression}`: {result.found}"
    evaluation = Evaluation(rulebook, case, LAW_DATE)
    if result.type != BOOLEAN:
        return evaluation.compute(result.node, Scope())
    truth = evaluation.judge(result.node, Scope()).truth
    return UNKNOWN if truth == "unknown" else truth


def answer(rulebook: Rulebook, expression: str, facts: str) -> str:
    """The answer in words: `yes`, `437,500 won`, `2024-03-01`, `unknown`; the code of what keeps it from one."""
    try:
        found = value(rulebook, expression, case_of(rulebook, facts))
    except Problem as problem:
        return problem.diagnostic.code
    result = checked(rulebook, expression)
    return value_text(found, result.type) if isinstance(result, Checked) else ""


def case_of(rulebook: Rulebook, facts: str) -> Case:
    """The case with these facts, `name: value` a line, as golden cases give them."""
    lines = [f"  {line}" for line in facts.splitlines()]
    text = "\n".join(["facts:", *lines] if lines else ["facts: {}"])
    case, found = read_case(text.encode(), "case.yaml", rulebook.vocabulary)
    assert case is not None, f"{facts}: {[d.message for d in found]}"
    return case


def _declared(name: str, kind: str) -> str:
    words = kind.removesuffix(", optional")
    optional = ", optional: true" if words != kind else ""
    word, _, options = words.partition(" of ")
    if word in ("choice", "choices"):
        listed = ", ".join(f"{option.strip()}: {{en: {option.strip()}}}" for option in options.split(","))
        words = f"{word}, options: {{{listed}}}"
    return f"{{type: {words}, label: {{en: {name}}}{optional}}}"


def _with_id(node: s.Node, rulebook: Rulebook) -> s.Node:
    """A provision spoken of under its id, as the loader makes it."""
    if not isinstance(node, s.ProvisionStatus):
        return node
    known = find(node.provision, "EX", "1", rulebook.provisions)
    assert known is not None, f"there is no {node.provision}"
    return s.ProvisionStatus(known, node.status, at=node.at)


def _rule_file(path: str, text: str) -> RuleFile:
    kind: FileKind = "article"
    if path == "rulebook.yaml":
        kind = "rulebook"
    elif path.startswith("vocabulary/"):
        kind = "vocabulary"
    elif path.endswith("/act.yaml"):
        kind = "act"
    return RuleFile(path, path, kind, text.encode())
