"""The commands in workflows, hooks and the page for contributors are real ones; editors get schemas that exist."""

import json
import re
import shlex
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from rulecheck.cli import command

ROOT = Path(__file__).resolve().parents[1]


WORKFLOW = ROOT / ".github" / "workflows" / "rules.yml"
ACTION = ROOT / ".github" / "actions" / "rulecheck" / "action.yml"


def read(path: Path) -> dict[str, Any]:
    found = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def action_lines(given: dict[str, object]) -> list[str]:
    """What the action runs with these inputs, the others as they are by default."""
    action = read(ACTION)
    values = {name: str(given.get(name, spec.get("default"))) for name, spec in action["inputs"].items()}
    assert set(given) <= set(values)
    assert all(name in given for name, spec in action["inputs"].items() if spec.get("required"))
    found = []
    for step in action["runs"]["steps"]:
        text = step["run"]
        for variable, value in step["env"].items():
            name = re.fullmatch(r"\$\{\{ inputs\.([a-z-]+) \}\}", value)
            assert name is not None, value
            assert f"${variable}" in text
            text = text.replace(f"${variable}", values[name[1]])
        assert not re.search(r"\$\{\{", text)  # what somebody else writes is never made a part of a command
        found.append(text)
    return found


def lines() -> list[str]:
    workflow = read(WORKFLOW)
    job = workflow["jobs"]["rules"]
    found = [step["run"] for step in job["steps"] if "run" in step]
    for rulebook in job["strategy"]["matrix"]["include"]:
        (step,) = [step for step in job["steps"] if step.get("uses") == "./.github/actions/rulecheck"]
        given: dict[str, object] = {}
        for name, value in step["with"].items():
            of = re.fullmatch(r"\$\{\{ matrix\.(\w+) \}\}", value)
            given[name] = rulebook[of[1]] if of is not None else "main"
        found += action_lines(given)
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


def test_the_workflow_looks_at_every_rulebook() -> None:
    matrix = read(WORKFLOW)["jobs"]["rules"]["strategy"]["matrix"]["include"]
    books = {path.parent.relative_to(ROOT).as_posix() for path in (ROOT / "rules").rglob("rulebook.yaml")}
    assert {one["rules"] for one in matrix} == books


def test_the_action_checks_all_and_fails_only_under_a_share_that_is_asked_for() -> None:
    steps = read(ACTION)["runs"]["steps"]
    told = {step["run"].split("rulecheck ")[1].split()[0]: step.get("if") for step in steps}
    assert list(told) == ["check", "fmt", "lint", "test", "cover", "mutate", "diff"]
    assert told["cover"] == "${{ inputs.cover-under != '0' }}"
    assert told["mutate"] == "${{ inputs.mutate-under != '0' }}"
    assert all(step["shell"] == "bash" for step in steps)


def test_a_wrong_option_would_be_noticed() -> None:
    with pytest.raises(click.UsageError):
        parses("rulecheck check --no-such-option")


def test_every_rule_file_has_a_schema_in_editors() -> None:
    schemas = json.loads((ROOT / ".vscode" / "settings.json").read_text(encoding="utf-8"))["yaml.schemas"]
    assert all((ROOT / schema).is_file() for schema in schemas)
    patterns = list(schemas.values())
    for path in (ROOT / "rules" / "kr").glob("*/*.yaml"):
        assert sum(path.match(pattern.removeprefix("rules/**/")) for pattern in patterns) == 1, path
