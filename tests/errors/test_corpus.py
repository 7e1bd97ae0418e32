"""The golden corpus of mistakes: what is told of each bad rulebook and each bad case, word for word.

One file a mistake, in `rules/` and in `cases/`; its name says which. The texts are a contract with whoever reads
them, so what is expected is written by hand, and nothing here writes it. Each file is a mapping:

    says:     what it shows
    files:    rule files, by their path in the rulebook `base/`, that replace its own or are added to it; a text,
              or `{base64: …}` for bytes that no text can hold
    remove:   files of `base/` that are left out
    links:    rule files that are symbolic links, and where they lead
    policy:   the files of another rulebook, beside it, which is then the one in question
    limits:   caps lower than the published ones, so that a small file can exceed them
    case:     the text of a case (or `{base64: …}`) that the rulebook is to decide
    name:     the name of its file, `case.json` if it is not given
    ask:      what is asked of the case, as with `--ask`
    as of:    the law date asked for, as with `--as-of`
    read:     in place of a case, the path of a file to read
    golden:   the text of a file of golden cases
    expect:   all that is told, in order: code, message, underlined text, hint (either left out where there is
              none), and the place, `file:line:column`

A file without `case`, `read` and `golden` expects what is told of the rulebook itself.
"""

import base64
import re
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from attrs import evolve

from rulecheck.engine import codes_audit, codes_corpus, codes_trace
from rulecheck.engine.case import read_case
from rulecheck.engine.codes import all_codes
from rulecheck.engine.decide import Question, decide
from rulecheck.engine.diagnostics import Diagnostic
from rulecheck.engine.limits import DEFAULT_LIMITS, Limits
from rulecheck.engine.loader import load
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.text_file import read_file
from rulecheck.workbench.golden_cases import read_golden

HERE = Path(__file__).resolve().parent
CORPUS = sorted([*HERE.glob("rules/*.yaml"), *HERE.glob("cases/*.yaml")])
RULEBOOK = "rules/isle"
POLICY = "rules/mill"
KEYS = {
    "says",
    "files",
    "remove",
    "links",
    "policy",
    "limits",
    "case",
    "name",
    "ask",
    "as of",
    "read",
    "golden",
    "expect",
}
EXPECTED_KEYS = {"code", "message", "underlined", "hint", "at", "severity"}
# What no reader of a message should meet: the words of Python for what a file holds.
PYTHON_WORDS = re.compile(r"\b(str|int|dict|list\[|float|bool|None|NoneType|tuple|Fraction|Exception|Error)\b")

Document = dict[str, Any]


def _document(path: Path) -> Document:
    """A corpus file, every scalar a text."""
    document: Document = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return document


def _bytes(held: str | dict[str, str]) -> bytes:
    return held.encode() if isinstance(held, str) else base64.b64decode(held["base64"])


def _limits(document: Document) -> Limits:
    return evolve(DEFAULT_LIMITS, **{key: int(value) for key, value in document.get("limits", {}).items()})


def _write_rulebook(document: Document, folder: Path) -> None:
    """Puts the base rulebook, with what the document changes in it, into a folder."""
    shutil.copytree(HERE / "base", folder)
    for name in document.get("remove", ()):
        (folder / name).unlink()
    written = {folder / name: held for name, held in document.get("files", {}).items()}
    written |= {folder.parent / "mill" / name: held for name, held in document.get("policy", {}).items()}
    for file, held in written.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(_bytes(held))
    for name, target in document.get("links", {}).items():
        (folder / name).symlink_to(target)


def _told(document: Document) -> tuple[Diagnostic, ...]:
    """All that the command would tell, in the order in which it would."""
    limits = _limits(document)
    folder = POLICY if "policy" in document else RULEBOOK
    if not {"case", "read", "golden"} & set(document):
        return load(folder, limits)[1]
    rulebook, found = load(folder)
    assert rulebook is not None, [d.message for d in found]
    assert found == ()
    if "golden" in document:
        return read_golden(_bytes(document["golden"]), "garden.cases.yaml", rulebook, limits).mistakes
    name = document.get("read") or document.get("name", "case.json")
    if "read" in document:
        text, found = read_file(name, limits, case=True)
        if text is None:
            return found
    else:
        text = _bytes(document["case"])
    return _told_of_case(text, name, rulebook, limits, document)


def _told_of_case(
    text: bytes, name: str, rulebook: Rulebook, limits: Limits, document: Document
) -> tuple[Diagnostic, ...]:
    case, found = read_case(text, name, rulebook.vocabulary, limits)
    if case is None:
        return found
    as_of = date.fromisoformat(document["as of"]) if "as of" in document else None
    ask = tuple(document.get("ask", ()))
    return decide(rulebook, case, Question(ask, as_of)).problems


def _as_expected(diagnostic: Diagnostic) -> dict[str, str]:
    place = diagnostic.place
    written = {
        "code": diagnostic.code,
        "message": diagnostic.message,
        "underlined": diagnostic.underlined,
        "hint": diagnostic.hint,
        "at": f"{place.file}:{place.line}:{place.column}",
        "severity": "" if diagnostic.severity == "error" else diagnostic.severity,
    }
    return {key: text for key, text in written.items() if text}


@pytest.fixture
def at_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory of its own, so that the paths told are the same everywhere."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_what_is_told(path: Path, at_work: Path) -> None:
    document = _document(path)
    _write_rulebook(document, at_work / RULEBOOK)
    told = _told(document)
    assert [_as_expected(d) for d in told] == document["expect"]
    for diagnostic in told:
        _assert_well_placed(diagnostic, document, at_work)


def _assert_well_placed(diagnostic: Diagnostic, document: Document, at_work: Path) -> None:
    """The place lies in its file, and what is underlined stands there."""
    place = diagnostic.place
    name = document.get("name", "case.json")
    if "golden" in document:
        name, held = "garden.cases.yaml", document["golden"]
    else:
        held = document.get("case")
    file = at_work / place.file
    data = _bytes(held) if held is not None and place.file == name else file.read_bytes() if file.is_file() else b""
    lines = data.decode("utf-8", "replace").removeprefix("\ufeff").splitlines() or [""]
    assert 1 <= place.line <= len(lines) + 1
    line = lines[place.line - 1] if place.line <= len(lines) else ""
    assert 1 <= place.column <= len(line) + 1
    assert place.length >= 1
    assert place.column + place.length <= len(line) + 2
    if not diagnostic.underlined.endswith("…"):
        assert diagnostic.underlined in ("", line[place.column - 1 : place.column - 1 + place.length])


def test_the_rulebook_without_mistakes(at_work: Path) -> None:
    """What the corpus changes is sound: no mistake that it shows comes from elsewhere."""
    _write_rulebook({}, at_work / RULEBOOK)
    rulebook, found = load(RULEBOOK)
    assert rulebook is not None
    assert found == ()


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_form_of_the_corpus(path: Path) -> None:
    """Keys are known, something is expected, and the messages are in the house's style."""
    document = _document(path)
    assert set(document) <= KEYS
    assert document["says"]
    assert document["expect"]
    for expected in document["expect"]:
        assert {"code", "message", "at"} <= set(expected) <= EXPECTED_KEYS
        for text in (expected["message"], expected.get("hint", "")):
            outside = re.sub(r"`[^`]*`", "", text)
            assert not text.endswith((".", "!"))
            assert not PYTHON_WORDS.search(outside), text
        first = expected["message"][0]
        assert first == first.lower() or expected["message"].startswith("JSON")


# What cannot be shown by files and cases as they are here, with the reason.
EXEMPT = {
    "R0223": "takes more provisions than a file for people to read should hold; tests/hostile shows it",
    "R0366": "the same",
    **dict.fromkeys(codes_trace.CODES, "told of a trace; tests/reports/test_verify.py shows it"),
    **dict.fromkeys(codes_corpus.CODES, "told of an official text; tests/workbench/test_drift.py shows it"),
    **dict.fromkeys(codes_audit.CODES, "told of a checklist, which is neither a rulebook nor a case"),
}


def test_every_code_is_shown() -> None:
    shown = {expected["code"] for path in CORPUS for expected in _document(path)["expect"]}
    assert not shown & set(EXEMPT), "no longer exempt"
    assert set(all_codes()) - shown - set(EXEMPT) == set()


@pytest.mark.parametrize("code", all_codes().values(), ids=lambda code: code.code)
def test_every_code_is_explained(code: Any) -> None:
    assert re.fullmatch(r"R\d{4}", code.code)
    for text in (code.title, code.explanation, code.wrong, code.right):
        assert text.strip()
    assert code.title[0] == code.title[0].lower() or code.title.startswith("JSON")
    assert not code.title.endswith(".")
    assert code.explanation.endswith(".")
    assert code.wrong != code.right


def test_every_code_used_is_in_the_catalogue() -> None:
    package = HERE.parents[1]
    used: dict[str, str] = {}
    for folder in ("engine", "grammar", "workbench", "reports"):
        for file in sorted((package / folder).rglob("*.py")):
            if not file.name.startswith("codes"):
                for code in re.findall(r'"(R\d{4})"', file.read_text(encoding="utf-8")):
                    used.setdefault(code, f"{folder}/{file.name}")
    assert {code: file for code, file in used.items() if code not in all_codes()} == {}
    assert set(all_codes()) - set(used) == set(), "nothing tells these"


def test_mistakes_of_several_files_come_in_order() -> None:
    """The order is that of files, lines and columns, and each mistake is told once."""
    together = 0
    for path in CORPUS:
        places = [expected["at"].rsplit(":", 2) for expected in _document(path)["expect"]]
        order = [(file, int(line), int(column)) for file, line, column in places]
        assert order == sorted(order), path.name
        together += len({file for file, _, _ in order}) > 1
    assert together, "no file of the corpus shows mistakes in two files"
