"""The two engines of the command line: the same bytes, whichever decides, and generated code kept for the next run."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from rulecheck.cli import command
from rulecheck.engine.cache import load_kept
from rulecheck.engine.case import read_case
from rulecheck.engine.engines import engine_of
from rulecheck.engine.python import generate

ROOT = Path(__file__).resolve().parents[1]
SEVEN = ROOT / "bench" / "seven"
CASE = SEVEN / "first.json"
EXAMPLES = sorted((ROOT / "examples").glob("*.json"))


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The directory of the cache."""
    monkeypatch.delenv("RULECHECK_ENGINE", raising=False)
    monkeypatch.setenv("RULECHECK_CACHE_DIR", str(tmp_path / "kept"))
    return tmp_path / "kept"


def said(*arguments: object) -> tuple[int, bytes]:
    result = CliRunner().invoke(command, [str(a) for a in arguments], catch_exceptions=False)
    return result.exit_code, result.stdout_bytes


@pytest.mark.parametrize("form", ["text", "json", "html"])
@pytest.mark.parametrize("case", EXAMPLES, ids=lambda path: path.stem)
def test_the_same_bytes(case: Path, form: str) -> None:
    """With what was kept and without: the first run of a case may generate, the second reads."""
    asked = (case, "--rules", ROOT / "rules" / "kr", "--format", form)
    interpreted = said(*asked, "--engine", "interpreter")
    assert said(*asked, "--engine", "generated") == said(*asked) == interpreted


def test_open_and_impossible_cases(kept: Path, tmp_path: Path) -> None:
    """What generated code hands to the interpreter comes out no differently either."""
    for number, facts in enumerate(('{"wage": 100}', '{"wage": -1}', '{"hours_before": 30, "hours_after": 29}')):
        case = tmp_path / f"{number}.json"
        case.write_text(f'{{"law_date": "2024-03-01", "facts": {facts}}}', encoding="utf-8")
        asked = (case, "--rules", SEVEN / "rules", "--format", "json")
        assert said(*asked, "--engine", "interpreter") == said(*asked, "--engine", "generated")
    assert list(kept.glob("*.code"))


def test_which_engine_decides(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    real = generate.maker
    monkeypatch.setattr(generate, "maker", lambda rulebook: (made.append(rulebook.id), real(rulebook))[1])
    asked = (CASE, "--rules", SEVEN / "rules")
    said(*asked, "--engine", "interpreter")
    monkeypatch.setenv("RULECHECK_ENGINE", "interpreter")
    said(*asked)
    assert not made
    assert not list(kept.glob("*.code"))
    monkeypatch.setenv("RULECHECK_ENGINE", "generated")
    said(*asked)
    assert made == ["seven"]
    monkeypatch.delenv("RULECHECK_ENGINE")
    said(*asked)
    assert made == ["seven"], "kept by the run before"
    monkeypatch.setenv("RULECHECK_CACHE_DIR", "off")
    said(*asked)
    assert made == ["seven"], "where nothing can be kept, nothing is generated"
    said(*asked, "--engine", "generated")
    assert made == ["seven", "seven"]
    monkeypatch.setenv("RULECHECK_ENGINE", "magic")
    assert said(*asked)[0] == 2


def test_changed_rules_are_not_decided_by_old_code(ferry: dict[str, str], kept: Path, tmp_path: Path) -> None:
    for path, text in ferry.items():
        (tmp_path / "isle" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "isle" / path).write_text(text, encoding="utf-8")
    case = tmp_path / "case.json"
    case.write_text('{"law date": "2024-03-01", "facts": {"traveller.age": 19}}', encoding="utf-8")
    asked = (case, "--rules", tmp_path / "isle", "--ask", "ticket.must_be_sold", "--format", "json")
    before = said(*asked)
    article = tmp_path / "isle" / "ferry-act" / "9.yaml"
    article.write_text(article.read_text(encoding="utf-8").replace("18", "21"), encoding="utf-8")
    after = said(*asked)
    assert after == said(*asked, "--engine", "interpreter")
    assert after != before
    assert len(list(kept.glob("*.code"))) == 2


def test_the_next_process_generates_nothing(kept: Path) -> None:
    code = "import sys; from rulecheck.cli import command\ncommand.main(sys.argv[1:], standalone_mode=False)"
    imported = [sys.executable, "-X", "importtime", "-c", code, str(CASE), "--rules", str(SEVEN / "rules")]
    runs = [subprocess.run(imported, capture_output=True, check=False, encoding="utf-8") for _ in range(2)]
    assert [run.returncode for run in runs] == [0, 0]
    assert runs[0].stdout == runs[1].stdout
    assert ["rulecheck.engine.python.generate\n" in run.stderr for run in runs] == [True, False]
    assert os.listdir(kept)


def test_an_engine_says_its_version(kept: Path) -> None:
    found = load_kept(str(SEVEN / "rules"))
    assert found.rulebook is not None
    assert found.code is not None
    assert found.code.path.startswith(str(kept))
    case, _ = read_case(CASE.read_bytes(), "first.json", found.rulebook.vocabulary)
    assert case is not None
    answers = [
        engine_of(found.rulebook, code, "1.2.3", choice).decide(case)
        for code, choice in ((None, None), (found.code, None), (None, "generated"), (found.code, "interpreter"))
    ]
    assert answers[0].engine == "1.2.3"
    assert all(answer == answers[0] for answer in answers)
