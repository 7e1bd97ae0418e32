"""The package of 2025-02-23 enacted as the analysts' page says: two articles without it, and the page carried out."""

import re
import shlex
import shutil
from importlib.resources import files
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from rulecheck.cli import command

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "analysts" / "enacting-an-amendment.md").read_text(encoding="utf-8")
CORPUS = ROOT.parent / "shared" / "law" / "corpus"
ARTICLES = ("19-2", "19-4")
FOLDER = Path("rules/kr/equal-employment-act")
CASES = "law-in-time.cases.yaml"


def blocks(kind: str) -> list[str]:
    """The fenced blocks of a kind on the page, in order."""
    return re.findall(rf"^```{kind}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def edited(text: str, edits: list[tuple[str, str]]) -> str:
    for before, after in edits:
        assert text.count(before) == 1, f"what the page shows stands in the file once:\n{before}"
        text = text.replace(before, after)
    return text


def edits(article: str) -> list[tuple[str, str]]:
    return list(zip(blocks(f"yaml before {article}"), blocks(f"yaml after {article}"), strict=True))


def without_record(text: str) -> str:
    return text.partition("read from:\n")[0]


@pytest.fixture
def enacted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The two articles as they are. In the folder, the current one, is a rulebook without these versions of them."""
    shutil.copytree(str(files("rulecheck") / "rules"), tmp_path / "rules")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RULECHECK_CACHE_DIR", str(tmp_path / "cache"))
    for file in Path("rules/kr/cases").iterdir():
        if file.name != CASES:
            file.unlink()
    found: dict[str, str] = {}
    for article in ARTICLES:
        path = FOLDER / f"{article}.yaml"
        found[article] = path.read_text(encoding="utf-8")
        taken_off = edited(without_record(found[article]), [(after, before) for before, after in edits(article)[::-1]])
        path.write_text(taken_off, encoding="utf-8")
    shutil.copytree("rules", "before")
    return found


def rulecheck(*words: str) -> Result:
    return CliRunner().invoke(command, words)


def run(words: str) -> Result:
    return rulecheck(*shlex.split(words), *(() if words.startswith("diff") else ("--rules", "rules/kr")))


def test_the_page_is_carried_out(enacted: dict[str, str]) -> None:
    consoles = [block.removeprefix("$ rulecheck ").split("\n", 1) for block in blocks("console")]
    failing, passing, compared = consoles
    done = run(failing[0])
    assert done.exit_code == 1
    assert done.stdout.startswith(failing[1])
    for article in ARTICLES:
        path = FOLDER / f"{article}.yaml"
        path.write_text(edited(path.read_text(encoding="utf-8"), edits(article)), encoding="utf-8")
        assert path.read_text(encoding="utf-8") == without_record(enacted[article]), "the rulebook as it stands"
    assert rulecheck("check", "rules/kr").exit_code == 0
    done = run(passing[0])
    assert (done.stdout, done.exit_code) == (passing[1], 0)
    assert run(f"test rules/kr/cases/{CASES}").exit_code == 0, "earlier days are decided as before"
    done = run(compared[0])
    assert f"Provisions\n\n{compared[1]}\nGolden cases\n" in done.stdout, "this, and nothing else"
    assert done.exit_code == 1, "outcomes change, and no file of golden cases with them"


def test_the_case_that_is_shown_is_in_the_rulebook() -> None:
    (shown,) = blocks("yaml")
    assert shown in (files("rulecheck") / "rules" / "kr" / "cases" / CASES).read_text(encoding="utf-8")


def test_texts_that_have_changed(enacted: dict[str, str]) -> None:
    """Where the real corpus lies beside: what was read until then, what the act changes, and the record in the end."""
    if not CORPUS.is_dir():
        return
    corpus = ("drift", "--rules", "rules/kr", "--corpus", str(CORPUS))
    assert rulecheck(*corpus, "--at", "2024-10-21", "--record").exit_code == 0
    done = rulecheck(*corpus, "--at", "2024-10-22")
    (shown,) = blocks("text drift")
    assert done.exit_code == 1
    assert shown in done.stdout
    for article in ARTICLES:
        path = FOLDER / f"{article}.yaml"
        path.write_text(enacted[article], encoding="utf-8")
    rulecheck(*corpus, "--at", "2024-10-22", "--record")
    assert "Art. 19-2: changed" not in rulecheck(*corpus, "--at", "2024-10-22").stdout
    assert [(FOLDER / f"{a}.yaml").read_text(encoding="utf-8") for a in ARTICLES] == list(enacted.values())
