"""The commands in workflows, hooks and the page for contributors are real ones; editors get schemas that exist."""

import json
import re
import shlex
from pathlib import Path

import click
import pytest
import yaml

from rulecheck.cli import command

ROOT = Path(__file__).resolve().parents[1]


def lines() -> list[str]:
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "rules.yml").read_text(encoding="utf-8"))
    found = [step["run"] for step in workflow["jobs"]["rules"]["steps"] if "run" in step]
    local = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    found += [hook["entry"] for hook in local["repos"][0]["hooks"]]
    found += [hook["entry"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))]
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    section = page.partition("### From the law gazette")[2].partition("\n## ")[0]
    found += [" ".join(code.split()) for code in re.findall(r"`(rulecheck [^`]* [^`]+)`", section)]
    commands = re.findall(r"^ *(rulecheck .*)$", "\n".join(found), re.MULTILINE)
    return sorted({re.split(r" (?:>>?|\|\|) ", line)[0] for line in commands})


def parses(line: str) -> None:
    """Walks down to the command that is meant and lets click parse its options."""
    group: click.Command = command
    arguments = shlex.split(line)[1:]
    context: click.Context | None = None
    while isinstance(group, click.Group):
        context = click.Context(group, parent=context, info_name=group.name)
        name, found, arguments = group.resolve_command(context, arguments)
        assert found is not None, name
        if len(arguments) == 0 and isinstance(found, click.Group):
            return
        group = found
    group.make_context(group.name, arguments, parent=context)


@pytest.mark.parametrize("line", [line for line in lines() if not re.fullmatch(r"rulecheck new \w+", line)])
def test_every_command_line_is_a_real_one(line: str) -> None:
    parses(line)


def test_the_workflow_runs_all_of_the_bench() -> None:
    told = {line.split()[1] for line in lines()}
    assert {"check", "fmt", "lint", "test", "cover", "mutate", "diff", "new"} <= told


def test_a_wrong_option_would_be_noticed() -> None:
    with pytest.raises(click.UsageError):
        parses("rulecheck check --no-such-option")


def test_every_rule_file_has_a_schema_in_editors() -> None:
    schemas = json.loads((ROOT / ".vscode" / "settings.json").read_text(encoding="utf-8"))["yaml.schemas"]
    assert all((ROOT / schema).is_file() for schema in schemas)
    patterns = list(schemas.values())
    for path in (ROOT / "rules" / "kr").glob("*/*.yaml"):
        assert sum(path.match(pattern.removeprefix("rules/**/")) for pattern in patterns) == 1, path
