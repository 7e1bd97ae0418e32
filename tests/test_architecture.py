"""The house: who may import whom, how large a module may grow, and what must stand nowhere.

Each rule is a function from a module (or a file) to what is wrong with it; one test applies it to all of them, and
shows at the same time, by a sample that breaks it, that the rule can fail.
"""

import ast
import io
import os
import re
import tokenize
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

import pytest
from attrs import frozen

ROOT = Path(__file__).resolve().parents[1]
LONGEST = 350

# Not of the package; nothing of it is installed.
OUTSIDE = {"bench", "ci", "docs", "examples", "tests"}

# Which rooms a room may import. The root itself, `rulecheck`, gives the version and imports nothing.
_COMMANDS = {path.stem for path in ROOT.glob("cli_*.py")} - {"cli_options", "cli_inputs", "cli_cases"}
_BELOW_COMMANDS = {"rulecheck", "grammar", "engine", "workbench", "reports", "cli_options", "cli_inputs", "exit_codes"}
ROOMS = {
    "rulecheck": set[str](),
    "grammar": {"grammar"},
    "engine": {"rulecheck", "grammar", "engine"},
    "workbench": {"rulecheck", "grammar", "engine", "workbench"},
    "reports": {"rulecheck", "grammar", "engine", "reports"},
    "exit_codes": set[str](),
    "cli_options": {"rulecheck", "grammar", "engine", "exit_codes"},
    "cli_inputs": {"rulecheck", "grammar", "engine", "reports", "exit_codes"},
    # What the command line does without its library; the rest of it may use it too.
    "cli_cases": _BELOW_COMMANDS - {"cli_options"},
    "pytest_plugin": {"rulecheck", "grammar", "engine", "workbench", "reports"},
    # One module a topic; none of them knows another.
    **dict.fromkeys(_COMMANDS, _BELOW_COMMANDS),
    "cli": {*_BELOW_COMMANDS, *_COMMANDS, "cli", "cli_cases"},
    "start": {"engine", "exit_codes", "cli", "cli_cases"},
    "api": {"rulecheck", "engine", "workbench", "reports"},
    "__main__": {"start"},
}

# A report shows what was found; it finds nothing out itself. Of the engine it may know these: data, and how data
# is declared, written and walked through. None of them leads to one of the stages that do find things out.
SHOWN_IN_REPORTS = {
    "amendments",
    "calendar",
    "case",
    "changes",
    "checklist",
    "citation",
    "codes",
    "coverage",
    "declared",
    "diagnostics",
    "golden",
    "official_texts",
    "mutants",
    "nearest",
    "reading",
    "record_values",
    "rulebook",
    "trace",
    "trace_reads",
    "types",
    "values",
    "vocabulary",
}

STAGES = {"check", "decide", "evaluate", "loader", "relevance", "resolve"}

VAGUE = {"common", "helper", "helpers", "misc", "shared", "tools", "util", "utils"}

# The law of one country, or of one subject, belongs to `rules/`. A report may be written in Korean all the same.
LAW = re.compile(
    r"child_?care|maternity|paternity|pregnan|miscarr|breastfe|infertil|육아|출산|임신"
    r"|korea(?!n\b)|korean\s+(?:act|civil|law|statute)|employment[ _]insurance|\bkrw\b|\bwon\b",
    re.IGNORECASE,
)

# Comments that switch a check off, or put work off; so does a stub.
EVASION = re.compile(r"type:\s*ignore|\bnoqa\b|pragma:\s*no cover|mypy:|ruff:|\b(?:TODO|FIXME|XXX|HACK)\b")

# Folders of one machine, and hosts that packages come from: both are the business of whoever installs.
MACHINE = re.compile(r"(?<![\w.~/-])/(?:home|root|Users|work|tmp|opt|mnt|srv|private)/[\w.]|\b[A-Z]:\\\\?Users\b")
REGISTRY = re.compile(
    r"\bpypi\.(?:org|python)|pythonhosted\.|\banaconda\.org|\bnpmjs\.|\bcrates\.io|\bproxy\.golang"
    r"|--(?:extra-)?index[-]url|--find[-]links|--trusted[-]host",
    re.IGNORECASE,
)


@frozen
class Module:
    """One Python file: its dotted name, its text and its tree."""

    name: str
    text: str
    tree: ast.Module

    @property
    def room(self) -> str:
        """The part of the house it stands in."""
        return room_of(self.name)


@lru_cache
def tree_of(text: str) -> ast.Module:
    return ast.parse(text)


def module(name: str, text: str) -> Module:
    return Module(name, text, tree_of(text))


def files(root: Path = ROOT) -> Iterator[Path]:
    """The files of the checkout, without what tools leave behind."""
    left_behind = {"build", "dist", "node_modules", "__pycache__"}
    for folder, names, found in os.walk(root):
        names[:] = sorted(
            name
            for name in names
            if name not in left_behind
            and not name.endswith(".egg-info")
            and (name == ".ci" or not name.startswith("."))
        )
        yield from (Path(folder) / name for name in sorted(found) if not name.endswith((".pyc", ".swp")))


def name_of(file: Path) -> str:
    parts = [part.lstrip(".") for part in file.relative_to(ROOT).with_suffix("").parts]
    return ".".join(["rulecheck", *parts]).removesuffix(".__init__")


def room_of(name: str) -> str:
    """``engine`` of ``rulecheck.engine.values``; the package itself is ``rulecheck``."""
    return [*name.split("."), "rulecheck"][1]


PYTHON = [module(name_of(file), file.read_text(encoding="utf-8")) for file in files() if file.suffix == ".py"]
PACKAGE = [each for each in PYTHON if each.room not in OUTSIDE]
NAMES = {each.name for each in PACKAGE}


def imports(of: Module, names: set[str] | None = None) -> set[str]:
    """The modules it imports, wherever in it, lazily or not; of a name computed at run time, the fixed beginning."""
    names = NAMES if names is None else names
    found: set[str] = set()
    for node in ast.walk(of.tree):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = "." * node.level + (node.module or "")
            inner = {f"{start}.{alias.name}" for alias in node.names}
            found |= {each if each in names else start for each in inner}
        elif isinstance(node, ast.Call) and called(node) in {"import_module", "__import__", "find_spec"}:
            first = node.args[0] if node.args else None
            if isinstance(first, ast.JoinedStr):
                first = first.values[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                found.add(first.value.rstrip("."))
    return found


def called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def ours(name: str) -> bool:
    return name == "rulecheck" or name.startswith("rulecheck.")


def imports_upwards(of: Module) -> Iterator[str]:
    if of.room not in ROOMS:
        yield f"the room `{of.room}` is not in the table"
        return
    for name in sorted(filter(ours, imports(of))):
        if room_of(name) not in ROOMS[of.room]:
            yield f"imports {name}"


def imports_without_the_package(of: Module) -> Iterator[str]:
    """``import engine`` works by accident, in the root; a relative import hides the room."""
    for name in sorted(imports(of)):
        if name.startswith(".") or name.split(".")[0] in ROOMS.keys() - {"rulecheck", "__main__"}:
            yield f"imports {name}"


def defines_classes_in_haste(of: Module) -> Iterator[str]:
    """Takes data classes from attrs, which compiles their methods at once, where a process in haste may import it."""
    if of.room in {"engine", "grammar", "reports"} and of.name != "rulecheck.grammar.data_classes":
        for name in sorted(imports(of)):
            if name.split(".")[0] in {"attr", "attrs", "dataclasses"} and name != "attrs.exceptions":
                yield f"imports {name}"


def reports_what_it_finds_out(of: Module) -> Iterator[str]:
    if of.room == "reports":
        for name in sorted(imports(of)):
            parts = name.split(".")
            if parts[:2] == ["rulecheck", "engine"] and (parts[2:3] or [""])[0] not in SHOWN_IN_REPORTS:
                yield f"imports {name}"


def too_long(of: Module) -> Iterator[str]:
    lines = len(of.text.splitlines())
    if lines > LONGEST:
        yield f"{lines} lines"


def vaguely_named(of: Module) -> Iterator[str]:
    if of.name.rsplit(".", 1)[-1] in VAGUE:
        yield "a name that does not say what it holds"


def speaks_of_the_law(of: Module) -> Iterator[str]:
    for number, line in enumerate(of.text.splitlines(), 1):
        for word in LAW.findall(line):
            yield f"line {number}: {word}"


def evades(of: Module) -> Iterator[str]:
    for token in tokenize.generate_tokens(io.StringIO(of.text).readline):
        comment = token.type == tokenize.COMMENT and EVASION.search(token.string)
        if comment or (token.type == tokenize.NAME and token.string == "NotImplementedError"):
            yield f"line {token.start[0]}: {token.string}"


def catches_everything(of: Module) -> Iterator[str]:
    for node in ast.walk(of.tree):
        if isinstance(node, ast.ExceptHandler):
            caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
        elif isinstance(node, ast.Call) and called(node) == "suppress":
            caught = node.args
        else:
            continue
        if any(each is None or ast.unparse(each) in {"Exception", "BaseException"} for each in caught):
            yield f"line {node.lineno}"


def changes_globals(of: Module) -> Iterator[str]:
    for node in ast.walk(of.tree):
        if isinstance(node, ast.Global):
            yield f"line {node.lineno}: {', '.join(node.names)}"


def lacks_docstrings(of: Module) -> Iterator[str]:
    """Modules, and public classes, functions and methods; not what stands inside a function.

    The methods that build a tree are named by the rules of the grammar, and explained there.
    """
    if ast.get_docstring(of.tree) is None:
        yield "the module"
    yield from _undocumented(of.tree.body, "")


def _undocumented(body: list[ast.stmt], within: str) -> Iterator[str]:
    for node in body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            if node.name.startswith("_") or any(
                ast.unparse(each).endswith(("overload", ".setter")) for each in node.decorator_list
            ):
                continue
            if ast.get_docstring(node) is None:
                yield f"{within}{node.name}"
            if isinstance(node, ast.ClassDef) and not any("Transformer" in ast.unparse(b) for b in node.bases):
                yield from _undocumented(node.body, f"{node.name}.")


def skips(of: Module) -> Iterator[str]:
    """Tests that do not run."""
    for node in ast.walk(of.tree):
        if isinstance(node, ast.Attribute) and node.attr in {"skip", "skipif", "xfail", "importorskip"}:
            yield f"line {node.lineno}: {node.attr}"


GRAPH = {each.name: imports(each) & NAMES for each in PACKAGE}

Rule = Callable[[Module], Iterator[str]]

# Each rule with a module that breaks it, and one that comes near and does not.
RULES: list[tuple[Rule, tuple[str, str], tuple[str, str]]] = [
    (
        imports_upwards,
        ("rulecheck.engine.x", "def f():\n    from rulecheck.workbench import golden"),
        ("rulecheck.engine.x", "from rulecheck.grammar import syntax"),
    ),
    (
        imports_upwards,
        ("rulecheck.grammar.x", "from importlib import import_module\nimport_module(f'rulecheck.engine.{1}')"),
        ("rulecheck.grammar.x", "import lark, json\nfrom rulecheck.grammar.syntax import Node"),
    ),
    (
        imports_upwards,
        ("rulecheck.reports.x", "import rulecheck.cli"),
        ("rulecheck.__main__", "from rulecheck.start import main"),
    ),
    (imports_upwards, ("rulecheck.attic.x", ""), ("rulecheck", "")),
    (
        imports_without_the_package,
        ("rulecheck.tests.x", "from engine.values import Period"),
        ("rulecheck.tests.x", "from rulecheck.engine.values import Period"),
    ),
    (
        imports_without_the_package,
        ("rulecheck.engine.x", "from . import values"),
        ("rulecheck.engine.x", "from engineering import values"),
    ),
    (
        reports_what_it_finds_out,
        ("rulecheck.reports.x", "from rulecheck.engine import evaluate"),
        ("rulecheck.reports.x", "from rulecheck.engine import trace\nfrom rulecheck.engine.values import Period"),
    ),
    (
        defines_classes_in_haste,
        ("rulecheck.engine.x", "def f():\n    from attrs import frozen"),
        ("rulecheck.engine.x", "from rulecheck.grammar.data_classes import frozen"),
    ),
    (
        defines_classes_in_haste,
        ("rulecheck.reports.x", "from dataclasses import dataclass"),
        ("rulecheck.workbench.x", "from attrs import frozen"),
    ),
    (too_long, ("rulecheck.x", "1\n" * (LONGEST + 1)), ("rulecheck.x", "1\n" * LONGEST)),
    (vaguely_named, ("rulecheck.engine.utils", ""), ("rulecheck.engine.calendar", "")),
    (
        speaks_of_the_law,
        ("rulecheck.x", "# 500 won for a ChildCare leave"),
        ("rulecheck.x", "# one wonders what children cost, in English and Korean"),
    ),
    (
        evades,
        ("rulecheck.x", "x = 1  # type" + ": ignore[attr-defined]"),
        ("rulecheck.x", "'a type that we ignore'  # a hackney coach"),
    ),
    (
        catches_everything,
        ("rulecheck.x", "try:\n    pass\nexcept (OSError, Exception):\n    pass"),
        ("rulecheck.x", "try:\n    pass\nexcept (OSError, ValueError):\n    raise Exception"),
    ),
    (
        catches_everything,
        ("rulecheck.x", "try:\n    pass\nexcept:\n    pass"),
        ("rulecheck.x", "from contextlib import suppress\nwith suppress(OSError):\n    pass"),
    ),
    (changes_globals, ("rulecheck.x", "def f():\n    global g\n    g = 1"), ("rulecheck.x", "global_ = 1")),
    (
        lacks_docstrings,
        ("rulecheck.x", '"""Has one."""\nclass A:\n    """Has one."""\n    def f(self): ...'),
        ("rulecheck.x", '"""Has one."""\ndef _f(): ...\nclass A:\n    """Has one."""\n    def __eq__(self, o): ...'),
    ),
]


@pytest.mark.parametrize(("rule", "broken", "kept"), RULES, ids=lambda each: getattr(each, "__name__", ""))
def test_a_rule_tells_its_breach(rule: Rule, broken: tuple[str, str], kept: tuple[str, str]) -> None:
    assert list(rule(module(*broken))) != []
    assert list(rule(module(*kept))) == []


@pytest.mark.parametrize("rule", dict.fromkeys(rule for rule, _, _ in RULES), ids=lambda rule: rule.__name__)
def test_the_package_keeps_the_rule(rule: Rule) -> None:
    assert [f"{each.name}: {wrong}" for each in PACKAGE for wrong in rule(each)] == []


def test_tests_and_benchmarks_name_the_package_too() -> None:
    breaches = [f"{each.name}: {wrong}" for each in PYTHON for wrong in imports_without_the_package(each)]
    assert breaches == []


def test_no_test_is_skipped() -> None:
    assert list(skips(module("x", "@pytest.mark" + ".skip\ndef test(): ..."))) == ["line 1: skip"]
    tests = [each for each in PYTHON if each.room == "tests"]
    # Spark is half a gigabyte and needs Java: its tests run where `make test-spark` set both up, as CI does.
    allowed = ["rulecheck.tests.spark.conftest"]
    assert [each.name for each in tests for _ in skips(each)] == allowed


def test_every_room_of_the_table_stands() -> None:
    assert {each.room for each in PACKAGE} == set(ROOMS)


def test_the_command_line_is_imported_by_nobody_but_the_start() -> None:
    assert {each.name for each in PACKAGE if "rulecheck.cli" in imports(each)} == {"rulecheck.start"}


def reached(graph: dict[str, set[str]], start: str) -> set[str]:
    """What can be reached from a node by one step or more."""
    stack = [start]
    seen: set[str] = set()
    while stack:
        for target in graph[stack.pop()] - seen:
            seen.add(target)
            stack.append(target)
    return seen


def cycles(graph: dict[str, set[str]]) -> list[list[str]]:
    """The loops of a graph: groups whose members all reach each other."""
    reaches = {start: reached(graph, start) for start in graph}
    loops = {
        tuple(sorted(other for other in graph if other in reaches[start] and start in reaches[other]))
        for start in graph
        if start in reaches[start]
    }
    return [list(loop) for loop in sorted(loops)]


def test_no_modules_import_each_other_in_a_loop() -> None:
    sample = {"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": {"a", "d"}}
    assert cycles(sample) == [["b", "c"], ["d"]]
    assert cycles(GRAPH) == []


def test_what_reports_may_know_leads_to_no_stage() -> None:
    stages = {f"rulecheck.engine.{name}" for name in STAGES}
    shown = {f"rulecheck.engine.{name}" for name in SHOWN_IN_REPORTS}
    assert stages | shown <= NAMES
    assert {name: reached(GRAPH, name) & stages for name in shown if reached(GRAPH, name) & stages} == {}


def test_rules_hold_no_python() -> None:
    suffixes = {file.suffix for file in files(ROOT / "rules")}
    assert suffixes == {".yaml"}


@pytest.mark.parametrize(
    ("pattern", "found", "passed"),
    [
        (MACHINE, "see /hom" + "e/ada/rules", "https://example.org/home/ada, ../srv/x, /usr/bin/env"),
        (MACHINE, '"/tm' + 'p/plan"', "a/tmp/b and tmp/x"),
        (REGISTRY, "https://pyp" + "i.org/simple", "a registry of persons"),
        (REGISTRY, "pip install --index" + "-url x", "an index of articles"),
    ],
    ids=["home", "temporary", "host", "option"],
)
def test_no_file_names_a_machine_or_a_registry(pattern: re.Pattern[str], found: str, passed: str) -> None:
    assert pattern.search(found) is not None
    assert pattern.search(passed) is None
    breaches = [
        f"{file.relative_to(ROOT)}:{number}: {line.strip()}"
        for file in files()
        for number, line in enumerate(file.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if pattern.search(line)
    ]
    assert breaches == []
