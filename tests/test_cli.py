"""The command line as a user meets it: exit codes, what goes where, formats, standard input, wrong use."""

import io
import json
import os
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from rulecheck.cli import command, main

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = ROOT / "examples"
RULES = str(files("rulecheck") / "rules" / "kr")


@pytest.fixture(autouse=True)
def apart(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No rulebook of a working directory."""
    monkeypatch.setenv("RULECHECK_RULES", RULES)
    monkeypatch.chdir(tmp_path)


def rulecheck(*words: str, given: str | bytes | None = None) -> Result:
    return CliRunner().invoke(command, words, input=given)


def schema(name: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads((files("rulecheck") / "schemas" / f"{name}.json").read_text("utf-8")))


@pytest.mark.parametrize(("example", "code"), [("granted", 0), ("refusable", 0), ("undetermined", 3)])
def test_the_exit_code_tells_whether_it_was_decided(example: str, code: int) -> None:
    done = rulecheck(str(EXAMPLES / f"{example}.json"))
    assert (done.exit_code, done.stderr) == (code, "")
    assert done.stdout


def test_a_case_need_not_be_asked_for() -> None:
    assert (
        rulecheck("decide", str(EXAMPLES / "refusable.json")).stdout
        == rulecheck(str(EXAMPLES / "refusable.json")).stdout
    )


@pytest.mark.parametrize("example", ["granted", "refusable", "undetermined"])
def test_the_trace_as_json_has_its_published_shape(example: str) -> None:
    done = rulecheck(str(EXAMPLES / f"{example}.json"), "--format", "json")
    schema("trace").validate(json.loads(done.stdout))


def test_the_same_case_gives_the_same_bytes() -> None:
    words = (str(EXAMPLES / "undetermined.json"), "--format", "json")
    outputs = set()
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        command_line = [sys.executable, "-P", "-m", "rulecheck", *words]
        outputs.add(subprocess.run(command_line, env=environment, capture_output=True, check=False).stdout)
    assert len(outputs) == 1


def test_several_cases_and_the_worst_exit_code() -> None:
    names = [str(EXAMPLES / f"{name}.json") for name in ("undetermined", "granted")]
    done = rulecheck(*names, "--format", "json")
    assert done.exit_code == 3
    assert [each["case"]["title"][:6] for each in json.loads(done.stdout)] == ["A call", "Forty "]
    assert rulecheck(*names, "no-such.json").exit_code == 2


def test_standard_input_in_both_spellings() -> None:
    asked = ("-", "--ask", "childcare_reduced_hours.hours_lawful", "--as-of", "2024-03-01")
    as_json = rulecheck(*asked, given='{"facts": {"childcare_reduced_hours": {"hours_after": 35.5}}}')
    as_yaml = rulecheck(*asked, given="facts:\n  childcare_reduced_hours.hours_after: 35.5\n")
    assert as_json.exit_code == as_yaml.exit_code == 0
    assert as_json.stdout == as_yaml.stdout
    assert "✗ The weekly hours after the reduction are not lawful." in as_json.stdout


def test_the_law_of_another_day() -> None:
    child = '"child": {"born_on": "2014-03-01", "school_grade": 5}'
    facts = f'{{"facts": {{"childcare_reduced_hours.start_on": "2025-02-23", {child}}}}}'
    asked = ("-", "--ask", "childcare_reduced_hours.child_within_limits")
    assert "✓" in rulecheck(*asked, given=facts).stdout
    assert "✗" in rulecheck(*asked, "--as-of", "2025-02-22", given=facts).stdout
    assert "✗" in rulecheck(*asked, "--known-on", "2024-10-21", given=facts).stdout, "nobody knew the Act of 2024-10-22"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("no-such.json",), "there is no file `no-such.json`"),
        ((".",), "is a folder"),
        (("-", "--ask", "nothing"), "`nothing` is neither a scheme nor a conclusion"),
        (
            ("-", "--as-of", "1999-01-01", "--ask", "childcare_reduced_hours.hours_lawful"),
            "the rulebook holds the law from",
        ),
        (("-", "--as-of", "yesterday"), "`yesterday` is not a date"),
        (("show", "EEA", "9999"), "there is no article `EEA 9999`"),
        (("show", "EEA", "19-2", "--as-of", "1999-01-01"), "the rulebook holds the law from"),
        (("guide", "childcare-leave", "--as-of", "1999-01-01"), "the rulebook holds the law from"),
        (("timeline", "EEA", "19-2", "--as-of", "1999-01-01"), "the rulebook holds the law from"),
        (("diff", "--as-of", "1999-01-01", "--as-of", "2024-01-01"), "the rulebook holds the law from"),
        (("facts", "nothing"), "there is no scheme `nothing`"),
        (("explain", "R9999"), "there is no code `R9999`"),
        (("check", "no-such-rulebook"), "there is no rulebook in"),
        (("--rules", "no-such-rulebook", "x.json"), "there is no rulebook in"),
    ],
)
def test_wrong_use_is_told_on_stderr(words: tuple[str, ...], said: str) -> None:
    done = rulecheck(*words, given='{"facts": {}}')
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr


def test_an_impossible_case_is_refused_whole() -> None:
    case = (
        '{"facts": {"childcare_reduced_hours": {"start_on": "2024-05-01", "end_on": "2024-04-01", "hours_after": 30}}}'
    )
    done = rulecheck("-", given=case)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "error R0502: the case is impossible" in done.stderr


def test_everything_wrong_with_a_case_is_told_at_once() -> None:
    case = (
        '{"facts": {"child": {"birthday": "2016-05-01", "born_on": "2023-02-30"}, "employment.insured_days": "many"}}'
    )
    done = rulecheck("-", given=case)
    assert [f"R050{n}" for n in (1, 3, 3)] == [
        line.split()[1][:5] for line in done.stderr.splitlines() if "error R" in line
    ]
    assert "3 errors" in done.stderr


def test_a_broken_rulebook_stops_every_command(tmp_path: Path) -> None:
    broken = tmp_path / "rules" / "broken"
    broken.mkdir(parents=True)
    (broken / "rulebook.yaml").write_text("rulebook: [\n")
    for words in (("check", str(broken)), ("test", "--rules", str(broken)), ("-", "--rules", str(broken))):
        done = rulecheck(*words, given='{"facts": {}}')
        assert (done.exit_code, done.stdout) == (2, "")
        assert "error R01" in done.stderr


def test_diagnostics_as_json_have_their_published_shape(tmp_path: Path) -> None:
    (tmp_path / "rulebook.yaml").write_text("rulebook: broken\n")
    done = rulecheck("check", str(tmp_path), "--format", "json")
    assert done.exit_code == 2
    schema("diagnostics").validate(json.loads(done.stdout))


def test_no_golden_case_is_a_failure() -> None:
    done = rulecheck("test", "-k", "no case is named like this")
    assert (done.exit_code, done.stdout) == (1, "no golden case was run\n0 passed, 0 failed\n")


def test_golden_results_as_json() -> None:
    done = rulecheck("test", "-k", "eight until the day before", "--format", "json")
    data = json.loads(done.stdout)
    assert (done.exit_code, data["passed"], data["failed"]) == (0, 1, 0)


def test_an_article_its_facts_and_its_guide() -> None:
    shown = rulecheck("show", "EEA", "19-2", "--as-of", "2024-03-01", "--style", "ascii")
    assert "age <= 8" in shown.stdout
    assert "≤" not in shown.stdout
    assert "When was the child born?" in rulecheck("facts", "childcare-reduced-hours").stdout
    assert "## Penalties" in rulecheck("guide", "childcare-reduced-hours", "--as-of", "2024-03-01").stdout
    assert "자녀" in rulecheck("guide", "childcare-reduced-hours", "--as-of", "2024-03-01", "--lang", "ko").stdout


def test_a_template_is_a_case() -> None:
    template = rulecheck("facts", "childcare-reduced-hours", "--template").stdout
    done = rulecheck("-", "--as-of", "2024-03-01", given=template)
    assert done.exit_code == 3, "nothing is filled in, so everything is still to be asked"


def test_colour_only_on_a_terminal_and_never_with_no_color(monkeypatch: pytest.MonkeyPatch) -> None:
    from rulecheck.reports.terminal import style_for

    class Terminal(io.StringIO):
        encoding = "utf-8"

        def isatty(self) -> bool:
            return True

    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert style_for("auto", Terminal()).colour
    assert not style_for("plain", Terminal()).colour
    assert not style_for("ascii", Terminal()).unicode
    monkeypatch.setenv("NO_COLOR", "1")
    assert not style_for("auto", Terminal()).colour
    assert "\x1b" not in rulecheck(str(EXAMPLES / "refusable.json")).stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(shell: str) -> None:
    done = rulecheck("completion", shell)
    assert done.exit_code == 0
    assert "_RULECHECK_COMPLETE" in done.stdout


def test_version_and_module() -> None:
    from rulecheck import __version__

    done = subprocess.run(
        [sys.executable, "-P", "-m", "rulecheck", "--version"], capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.returncode) == (f"rulecheck {__version__}\n", 0)


def test_a_bug_of_ours_has_an_exit_code_of_its_own() -> None:
    program = (
        "import sys; sys.argv = ['rulecheck', 'explain', 'R0202']\n"
        "import rulecheck.engine.codes as codes\n"
        "def broken(): raise ZeroDivisionError('no')\n"
        "codes.all_codes = broken\n"
        "from rulecheck.start import main; main()\n"
    )
    done = subprocess.run([sys.executable, "-P", "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (70, "")
    assert "rulecheck has a bug: ZeroDivisionError: no" in done.stderr


def test_a_reader_who_has_seen_enough() -> None:
    line = f'{sys.executable} -P -m rulecheck "{EXAMPLES / "granted.json"}" | head -n 1; echo "${{PIPESTATUS[0]}}"'
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)
    assert done.stdout.splitlines()[0].startswith("Forty hours")
    assert "Traceback" not in done.stderr
    assert "bug" not in done.stderr


def test_the_entry_point_is_what_is_installed() -> None:
    assert callable(main)
