"""A case decided by a rulebook from the cache imports none of what only reading rules needs."""

import os
import subprocess
import sys
import time
from importlib.resources import files
from pathlib import Path

import pytest

from rulecheck.start import plain_call

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "examples" / "granted.json"
RULES = ROOT / "rules" / "kr"
NEVER = {"lark", "jsonschema", "yaml", "holidays", "pprint", "attr", "attrs", "click", "inspect", "difflib"}
NEVER |= {"dataclasses", "pathlib", "tempfile", "importlib.resources", "zipfile", "locale", "shutil", "ast"}
NEVER |= {"typing", "hashlib", "pickle", "struct", "unicodedata"}
NEVER |= {"rulecheck.engine.python.linked_trace", "rulecheck.engine.nearest", "rulecheck.reports.text_missing"}
# Of ours: what reads and checks rules, interprets them, or generates code.
NEVER |= {
    "rulecheck.engine.loader",
    "rulecheck.engine.check",
    "rulecheck.engine.evaluate",
    "rulecheck.engine.python.generate",
}
NEVER |= {"rulecheck.engine.rule_files", "rulecheck.engine.constructs"}


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the package as an installation has it: an editable one brings modules of its own with it."""
    place = tmp_path_factory.mktemp("site")
    package = Path(str(files("rulecheck")))
    (place / "rulecheck").symlink_to(package, target_is_directory=True)
    return place


def imported(cache: Path, program: Path, *options: str) -> tuple[set[str], str]:
    """The modules that a process imports which decides the example, and what it says."""
    libraries = [path for path in sys.path if path.endswith("site-packages")]
    command = [sys.executable, "-S", "-P", "-X", "importtime", "-m", "rulecheck", str(EXAMPLE), *options]
    env = {
        **os.environ,
        "RULECHECK_CACHE_DIR": str(cache),
        "RULECHECK_RULES": str(RULES),
        "PYTHONPATH": os.pathsep.join([str(program), *libraries]),
    }
    done = subprocess.run(command, env=env, capture_output=True, check=True, encoding="utf-8")
    assert done.stdout
    lines = [line for line in done.stderr.splitlines() if line.startswith("import time:")]
    return {line.rpartition("|")[2].strip() for line in lines}, done.stdout


def test_a_warm_cache_spares_what_one_case_does_not_need(tmp_path: Path, program: Path) -> None:
    """The first run loads and generates, the second digests what is too new for a stamp, a later one need not even."""
    cold, said = imported(tmp_path, program)
    assert {"lark", "jsonschema", "yaml", "rulecheck.engine.python.generate"} <= cold
    deadline = time.monotonic() + 120
    while not list(tmp_path.glob("*.stamp")):
        assert time.monotonic() < deadline
        time.sleep(0.5)
        imported(tmp_path, program)
    for options in ((), ("--format", "json")):
        imported(tmp_path, program, *options)
        warm, again = imported(tmp_path, program, *options)
        assert not sorted(NEVER & warm)
        assert {name for name in warm if name.startswith("rulecheck.cli")} == {
            "rulecheck.cli_cases",
            "rulecheck.cli_inputs",
        }
        assert options or again == said


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ("a.json", (["a.json"], {})),
        ("a.json b.yaml", (["a.json", "b.yaml"], {})),
        ("--format json a.json", (["a.json"], {"--format": "json"})),
        ("a.json --rules rules/kr --format html", (["a.json"], {"--rules": "rules/kr", "--format": "html"})),
    ],
)
def test_plain_calls(arguments: str, expected: tuple[list[str], dict[str, str]]) -> None:
    assert plain_call(arguments.split(), {"RULECHECK_ENGINE": "interpreter"}) == expected


@pytest.mark.parametrize(
    "arguments",
    [
        "",
        "-",
        "--version",
        "check",
        "decide a.json",
        "a.json -",
        "a.json --format",
        "a.json --format xml",
        "a.json --format=json",
        "a.json --format json --format text",
        "a.json --as-of 2024-01-01",
        "--format json",
        "a.json --rules",
        "case",
    ],
)
def test_all_others_are_for_the_library(arguments: str) -> None:
    assert plain_call(arguments.split(), {}) is None


def test_an_environment_that_only_the_library_understands() -> None:
    assert plain_call(["a.json"], {"RULECHECK_ENGINE": "magic"}) is None
    assert plain_call(["a.json"], {"_RULECHECK_COMPLETE": "bash_complete"}) is None


@pytest.mark.parametrize("options", [(), ("--format", "json"), ("--format", "html")])
@pytest.mark.parametrize("case", ["granted", "undetermined", "refusable", "nowhere"])
def test_a_plain_call_says_what_the_library_would(case: str, options: tuple[str, ...]) -> None:
    """An option more, with its default, makes the call one for the library."""
    command = [sys.executable, "-P", "-m", "rulecheck", str(EXAMPLE.with_name(f"{case}.json")), *options]
    plain, parsed = (
        subprocess.run([*command, *more], capture_output=True, check=False) for more in ((), ("--style", "auto"))
    )
    assert (plain.returncode, plain.stdout, plain.stderr) == (parsed.returncode, parsed.stdout, parsed.stderr)
