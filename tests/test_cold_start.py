"""A case decided by a rulebook from the cache imports none of what only reading rules needs."""

import os
import subprocess
import sys
from pathlib import Path

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "granted.json"
HEAVY = {"lark", "jsonschema", "yaml", "holidays", "pprint"}


def imported(cache: Path) -> set[str]:
    """The modules that a process imports which decides the example."""
    command = [sys.executable, "-P", "-X", "importtime", "-m", "rulecheck", str(EXAMPLE)]
    env = {**os.environ, "RULECHECK_CACHE_DIR": str(cache)}
    done = subprocess.run(command, env=env, capture_output=True, check=True, encoding="utf-8")
    assert done.stdout
    return {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}


def test_a_warm_cache_spares_the_parser_and_the_schemas(tmp_path: Path) -> None:
    cold, warm = imported(tmp_path), imported(tmp_path)
    assert {"lark", "jsonschema", "yaml"} <= cold
    assert not HEAVY & warm
    commands = {name for name in warm if name.startswith("rulecheck.cli_")}
    assert commands == {"rulecheck.cli_inputs", "rulecheck.cli_options"}
