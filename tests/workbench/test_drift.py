"""Official texts held against what was recorded of them: an invented corpus, and the real one where it is at hand."""

import json
import re
import shutil
import subprocess
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from rulecheck.cli import command
from rulecheck.engine.rulebook import TextLayout
from rulecheck.workbench.official_text import OfficialText, digest, normal, plain_number, read_official_text

REAL = Path(__file__).resolve().parents[2].parent / "shared" / "law" / "corpus"
LAYOUT = TextLayout("number", "promulgated", "Art. {n}", "Art. {n}-{m}", "Addenda")
HEADER = """\
rulebook: isle
title: {en: Law of the Isle}
jurisdiction: ISLE
currency: {code: XTH, unit: thaler, symbol: Th}
covers from: 2020-01-01
ranks: [act, decree]
official texts:
  {number: number, promulgated: promulgated, article: "Art. {n}", branch: "Art. {n}-{m}", addenda: Addenda}
"""
VOCABULARY = """\
subject: {en: Harbours}
facts:
  day: {type: date, label: {en: day}}
  boat.length: {type: integer, label: {en: length of the boat}, at least: 0}
conclusions:
  berth: {type: boolean, label: {en: right to a berth}, says: {yes: {en: There is a berth.}, no: {en: There is none.}}}
  berth.fee: {type: money, label: {en: fee}}
  berth.tax: {type: money, label: {en: tax}}
schemes:
  berths: {title: {en: Berths}, about: [boat], law date: [day], decides: [berth, berth.fee, berth.tax]}
"""
ARTICLE_2 = """\
article: "2"   # the number
title: {en: Berths}
provisions:
  (1):
    kind: entitlement
    decides: berth
    versions:
      - in force: 2020-01-01 to 2022-12-31
        promulgated: 2019-06-03
        by: Act 7
        gist: {en: boats up to ten metres}
        when: boat.length ≤ 10
      - in force: from 2023-01-01
        promulgated: 2022-05-02
        by: Act 12
        gist: {en: boats up to twelve metres}
        when: boat.length ≤ 12
  (2):
    kind: formula
    decides: berth.fee
    versions:
      - in force: from 2020-01-01
        promulgated: 2019-06-03
        by: Act 7
        gist: {en: five thaler}   # for each
        when: Art. 2(1) applies
        value: 5 thaler
"""
ARTICLE_3 = """\
article: "2-2"
title: {en: Tax}
provisions:
  article:
    kind: formula
    decides: berth.tax
    versions:
      - in force: from 2020-01-01
        promulgated: 2015-01-05
        by: Act 3
        gist: {en: a tenth of the fee}
        when: Art. 2(1) applies
        value: 10% of berth.fee
"""
DECREE = """\
article: "1"
title: {en: Hardship}
provisions:
  (1):
    kind: exception
    to: HA 2(1)
    versions:
      - in force: from 2020-01-01
        promulgated: 2019-12-02
        by: Decree 4
        gist: {en: the harbour is full}
        when: boat.length > 5
"""
BOOK = {
    "rulebook.yaml": HEADER,
    "vocabulary/harbours.yaml": VOCABULARY,
    "harbour-act/act.yaml": (
        "act: HA\nrank: act\ntitle: {en: Act}\ncite: {en: Harbour Act}\n"
        "official text: [harbour-act, isle/harbour/act.md]\n"
    ),
    "harbour-act/2.yaml": ARTICLE_2,
    "harbour-act/2-2.yaml": ARTICLE_3,
    "decree/act.yaml": "act: HD\nrank: decree\ntitle: {en: Decree}\ncite: {en: Harbour Decree}\n",
    "decree/1.yaml": DECREE,
}


def text(number: str, day: str, first: str, tax: str = "The tax is a tenth of the fee.", more: str = "") -> str:
    return f"""\
---
title: Act on Harbours
promulgated: {day}
number: '{number}'
---

# Act on Harbours

## Chapter 1 <amended 2011. 2. 3>

##### Art. 2 (Berths)

**①** {first}

  1\\. a boat that floats <amended {day.replace("-", ".")}>

**②** The fee is five thaler.

##### Art. 2-2 (Tax)

{tax}
{more}
## Addenda <No. 1>

##### Art. 2 (Commencement)

**①** Whatever stands here is no part of the article.
"""


TEXTS = {
    "2019-06-03-aaa.md": text("007", "2019-06-03", "Boats up to ten metres have a berth."),
    "2022-05-02-bbb.md": text("012", "2022-05-02", "Boats up to twelve metres have a berth."),
}


@pytest.fixture(autouse=True)
def no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RULECHECK_CACHE_DIR", "off")


def write(folder: Path, contents: Mapping[str, str]) -> None:
    for name, content in contents.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content.encode())


@pytest.fixture
def isle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder, the current one, with a rulebook `isle` and a `corpus` of two texts."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "isle", BOOK)
    write(tmp_path / "corpus" / "harbour-act", TEXTS)
    return tmp_path


def drift(folder: Path, *words: str, corpus: str = "corpus") -> Result:
    return CliRunner().invoke(command, ["drift", "--rules", str(folder / "isle"), "--corpus", corpus, *words])


def found(folder: Path, *words: str, corpus: str = "corpus") -> dict[str, object]:
    """What is found as data, which keeps to its schema."""
    done = drift(folder, "--format", "json", *words, corpus=corpus)
    data: dict[str, object] = json.loads(done.stdout)
    schema = json.loads((files("rulecheck") / "schemas" / "drift.json").read_text(encoding="utf-8"))
    assert [error.message for error in Draft202012Validator(schema).iter_errors(data)] == []
    return data


def changes(data: dict[str, object]) -> list[tuple[str, str, str]]:
    """The article, paragraph and event of each change."""
    drifted: list[dict[str, object]] = data["drifted"]
    return [(str(d["article"]), c["paragraph"], c["event"]) for d in drifted for c in d["changes"]]


def test_what_is_not_recorded_is_listed(isle: Path) -> None:
    data = found(isle)
    assert data["drifted"] == []
    reasons = [(u["article"], u["reason"]) for u in data["unrecorded"]]
    assert reasons == [
        ("HA 2", "versions without a text"),
        ("HA 2-2", "versions without a text"),
        ("HD 1", "no text named"),
    ]
    assert drift(isle).exit_code == 1


def test_recording_keeps_the_file_and_ends_the_findings(isle: Path) -> None:
    done = drift(isle, "--record")
    assert done.exit_code == 0
    assert done.stdout.splitlines() == [
        "recorded: Harbour Act Art. 2 from No. 7 of 2019-06-03, No. 12 of 2022-05-02",
        "recorded: Harbour Act Art. 2-2 from No. 7 of 2019-06-03",
        "0 articles are recorded as they were",
    ]
    written = (isle / "isle/harbour-act/2.yaml").read_text(encoding="utf-8")
    assert written.startswith(f"{ARTICLE_2}read from:\n  - number: 7\n    promulgated: 2019-06-03\n    text: {{title: ")
    assert drift(isle).exit_code == 0
    again = drift(isle, "--record")
    assert again.stdout == "2 articles are recorded as they were\n"
    assert CliRunner().invoke(command, ["check", str(isle / "isle")]).exit_code == 0


def test_a_changed_paragraph_is_named_with_what_cites_it(isle: Path) -> None:
    drift(isle, "--record")
    write(
        isle / "corpus/harbour-act",
        {"2024-03-04-c.md": text("20", "2024-03-04", "Boats up to 15 metres have a berth.")},
    )
    done = drift(isle)
    assert done.exit_code == 1
    assert (
        done.stdout
        == """\
Official texts held against the rules
Corpus: corpus

  Harbour Act Art. 2: changed since it was read (No. 12 of 2022-05-02); now No. 20 of 2024-03-04
    – paragraph (1) changed by No. 20 of 2024-03-04
      – was: Boats up to twelve metres have a berth…
      – is: Boats up to 15 metres have a berth…
      – encoded here: Harbour Act Art. 2(1)
      – cited by: Harbour Act Art. 2(2), Art. 2-2; Harbour Decree Art. 1(1)

Not held against a text

  no official text is named in the act's `act.yaml`
    – Harbour Decree Art. 1

1 of 2 articles held against a text have changed; 3 in all.
"""
    )
    drift(isle, "--record")
    assert drift(isle).exit_code == 1, "no version was read from the new text"
    assert drift(isle, "--record", "--seen", "HA 2").exit_code == 0
    assert drift(isle).exit_code == 0


def test_paragraphs_come_and_go(isle: Path) -> None:
    drift(isle, "--record")
    newer = text("20", "2024-03-04", "Boats up to twelve metres have a berth.", more="**②** New.").replace(
        "**②** The fee is five thaler.\n\n", ""
    )
    write(isle / "corpus/harbour-act", {"2024.md": newer})
    assert changes(found(isle)) == [("HA 2", "(2)", "removed"), ("HA 2-2", "(2)", "added")]


def test_an_article_that_is_gone(isle: Path) -> None:
    drift(isle, "--record")
    newer = text("20", "2024-03-04", "Boats up to twelve metres have a berth.").replace("Art. 2-2", "Art. 2-3")
    write(isle / "corpus/harbour-act", {"2024.md": newer})
    data = found(isle)
    assert [(d["article"], d["event"]) for d in data["drifted"]] == [("HA 2-2", "gone")]


def test_a_text_rewritten_under_its_own_number(isle: Path) -> None:
    """A publisher corrects a text, or the record was made by hand: either way somebody must look."""
    drift(isle, "--record")
    write(
        isle / "corpus/harbour-act", {"2019-06-03-aaa.md": text("7", "2019-06-03", "Boats up to nine metres have one.")}
    )
    data = found(isle)
    assert [(d["article"], d["event"], d["read"]["number"]) for d in data["drifted"]] == [
        ("HA 2", "record differs", "7")
    ]


@pytest.mark.parametrize(
    "same",
    [
        "Boats  up to\ttwelve\nmetres have a berth.",
        "Boats up to twelve metres have a berth. <amended 2020.1.2, 2022. 5. 2>",
        "[moved from Art. 9 <2020.1.2>] Boats up to twelve metres have a berth.",
        "Boats up to twelve metres have a berth.\n[In force: 2025.2.23] Art. 4",
        "Boats up to twelve metres have a berth.\n[This article added 2020.1.2]",
        'Boats up to twelve metres have a berth. <img src="x?n=77" alt="y">',
    ],
)
def test_what_makes_no_difference(isle: Path, same: str) -> None:
    drift(isle, "--record")
    write(isle / "corpus/harbour-act", {"2024.md": text("20", "2024-03-04", same)})
    assert drift(isle).exit_code == 0


@pytest.mark.parametrize(
    "other", ["Boats up to twelve metres have berths.", "Boats [up to twelve metres] have a berth."]
)
def test_what_makes_a_difference(isle: Path, other: str) -> None:
    drift(isle, "--record")
    write(isle / "corpus/harbour-act", {"2024.md": text("20", "2024-03-04", other)})
    assert changes(found(isle)) == [("HA 2", "(1)", "amended")]


def test_two_middle_dots_are_one() -> None:
    assert digest("일ㆍ가정") == digest("일·가정") == digest("일・ 가정") != digest("일가정")


@given(st.text(alphabet="ab ·ㆍ<>[]2024.1\n", max_size=60))
def test_normal_form_is_stable(written: str) -> None:
    once = normal(written)
    assert normal(f" {written}\n") == once
    assert not re.search(r"\s", once)


def test_as_of_a_day(isle: Path) -> None:
    """Of a corpus as of a day, texts promulgated later are left out, and so are records of them."""
    drift(isle, "--record")
    assert drift(isle, "--at", "2022-05-01").exit_code == 0
    assert found(isle, "--at", "2022-05-01")["newest"] == {"HA": {"number": "7", "promulgated": "2019-06-03"}}
    data = found(isle, "--at", "2019-06-02")
    assert [u["reason"] for u in data["unrecorded"]][:2] == ["not in the corpus"] * 2


def test_recording_from_an_older_corpus_keeps_what_is_recorded(isle: Path) -> None:
    drift(isle, "--record")
    before = (isle / "isle/harbour-act/2.yaml").read_bytes()
    assert drift(isle, "--record", "--at", "2022-05-01").stdout == "2 articles are recorded as they were\n"
    assert (isle / "isle/harbour-act/2.yaml").read_bytes() == before


def git(folder: Path, *words: str) -> None:
    identity = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(("git", "-C", str(folder), *identity, *words), check=True, capture_output=True)


def test_a_checkout_of_git(isle: Path) -> None:
    """One file an instrument that changes over commits: found at the tip, and as of a revision."""
    checkout = isle / "checkout"
    file = "isle/harbour/act.md"
    checkout.mkdir()
    git(checkout, "init", "-q", "-b", "main")
    for number, content in enumerate(TEXTS.values(), 1):
        write(checkout, {file: content})
        git(checkout, "add", ".")
        git(checkout, "commit", "-q", "-m", str(number))
        git(checkout, "tag", f"v{number}")
    assert drift(isle, "--record", corpus="checkout").stdout.startswith(
        "recorded: Harbour Act Art. 2 from No. 7 of 2019-06-03, No. 12 of 2022-05-02\n"
    )
    assert drift(isle, corpus="checkout").exit_code == 0
    write(checkout, {file: text("20", "2024-03-04", "Boats up to 15 metres have a berth.")})
    assert changes(found(isle, corpus="checkout")) == [("HA 2", "(1)", "amended")], "not committed yet"
    git(checkout, "commit", "-q", "-a", "-m", "3")
    assert changes(found(isle, corpus="checkout")) == [("HA 2", "(1)", "amended")]
    assert changes(found(isle, "--at", "v2", corpus="checkout")) == []
    assert found(isle, "--at", "v1", corpus="checkout")["newest"] == {
        "HA": {"number": "7", "promulgated": "2019-06-03"}
    }
    refused = drift(isle, "--at", "v9", corpus="checkout")
    assert refused.exit_code == 2
    assert "git cannot read `v9`" in refused.stderr


def test_dated_texts_under_git(isle: Path) -> None:
    git(isle / "corpus", "init", "-q", "-b", "main")
    git(isle / "corpus", "add", ".")
    git(isle / "corpus", "commit", "-q", "-m", "1")
    drift(isle, "--record")
    write(isle / "corpus/harbour-act", {"2024.md": text("20", "2024-03-04", "Boats up to 15 metres have a berth.")})
    assert changes(found(isle, "--at", "HEAD")) == []
    assert changes(found(isle)) == [("HA 2", "(1)", "amended")]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"no header", "does not give `number`"),
        (b"---\nnumber: 3\npromulgated: soon\n---\n", "does not give `promulgated`"),
        (b"\xff\xfe", "is no text in UTF-8"),
    ],
)
def test_a_text_that_cannot_be_read(isle: Path, content: bytes, message: str) -> None:
    (isle / "corpus/harbour-act/2030.md").write_bytes(content)
    done = drift(isle)
    assert done.exit_code == 2
    assert "R0901" in done.stderr
    assert message in done.stderr


def test_no_place_leads_out_of_the_corpus(isle: Path) -> None:
    act = isle / "isle/harbour-act/act.yaml"
    act.write_text(
        act.read_text(encoding="utf-8").replace("[harbour-act,", "[../corpus/harbour-act,"), encoding="utf-8"
    )
    assert {u["reason"] for u in found(isle)["unrecorded"]} == {"not in the corpus", "no text named"}


def test_usage(isle: Path) -> None:
    assert drift(isle, "--seen", "HA 2").exit_code == 2
    assert "did you mean `HA 2`?" in drift(isle, "--record", "--seen", "HA2").stderr
    assert "there is no folder" in drift(isle, corpus="nowhere").stderr
    header = isle / "isle/rulebook.yaml"
    header.write_text(HEADER[: HEADER.index("official texts")], encoding="utf-8")
    assert "write `official texts`" in drift(isle).stderr


def test_numbers_of_instruments() -> None:
    assert [plain_number(words) for words in ("Act 20521", "00263", "Presidential Decree No. 35102", "0", "none")] == [
        "20521",
        "263",
        "35102",
        "0",
        "",
    ]


def test_addenda_and_headings() -> None:
    read = read_official_text(TEXTS["2019-06-03-aaa.md"], LAYOUT)
    assert isinstance(read, OfficialText)
    assert {number: list(paragraphs) for number, paragraphs in read.articles.items()} == {
        "2": ["title", "(1)", "(2)"],
        "2-2": ["title", "text"],
    }
    assert normal(read.articles["2"]["(1)"]) == "Boatsuptotenmetreshaveaberth.1.aboatthatfloats"


# The real corpus


def real_articles(file: Path) -> dict[str, str]:
    """The articles of a real text by their headings, written down without the code under test."""
    body = re.split(r"\n## 부칙", file.read_text(encoding="utf-8"))[0]
    found_: dict[str, str] = {}
    for part in re.split(r"\n##### ", body)[1:]:
        part = re.split(r"\n#{1,4} ", part)[0]
        heading = re.match(r"제(\d+)조(?:의(\d+))?", part)
        assert heading is not None, part[:40]
        number = heading[1] + (f"-{heading[2]}" if heading[2] else "")
        for opening, closing in ("<>", "[]"):
            part = re.sub(rf"{re.escape(opening)}[^{opening}{closing}\n]*{re.escape(closing)}", _mark, part)
        found_[number] = re.sub(r"[\s\\*─-╿]", "", part).replace("ㆍ", "·")
    return found_


def _mark(found_: re.Match[str]) -> str:
    return "" if re.search(r"\d{4}\. ?\d{1,2}\. ?\d{1,2}|<img", found_[0]) or found_[0] == "[]" else found_[0]


@pytest.mark.parametrize(
    ("folder", "before", "after", "known"),
    [
        ("equal-employment-act", "2021-05-18", "2024-10-22", {"18-2", "18-3", "19", "19-2", "19-4"}),
        ("equal-employment-act", "2019-04-30", "2026-03-17", {"19-2", "22-2"}),
        ("labor-standards-act", "2021-05-18", "2024-10-22", {"74"}),
        ("employment-insurance-act-decree", "2024-06-25", "2024-12-24", {"95", "95-3", "104-2"}),
    ],
)
def test_exactly_what_changed_between_two_real_texts(
    folder: str, before: str, after: str, known: set[str], tmp_path: Path
) -> None:
    """All articles of an instrument, recorded from one text and held against another: what a plain comparison finds."""
    if not REAL.is_dir():
        return
    old, new = (real_articles(next((REAL / folder).glob(f"{day}-*.md"))) for day in (before, after))
    acts = {"act.yaml": f"act: A\nrank: act\ntitle: {{en: A}}\ncite: {{en: A}}\nofficial text: [{folder}]\n"}
    layout = "{number: 공포번호, promulgated: 공포일자, article: '제{n}조', branch: '제{n}조의{m}', addenda: 부칙}"
    header = HEADER[: HEADER.index("official texts")] + f"official texts: {layout}\n"
    facts = "subject: {en: X}\nfacts:\n  day: {type: date, label: {en: day}}\nconclusions:\n" + "".join(
        f"  a{n.replace('-', 'b')}: {{type: boolean, label: {{en: A {n}}}}}\n" for n in old
    )
    for n in old:
        acts[f"{n}.yaml"] = (
            f'article: "{n}"\ntitle: {{en: T}}\nprovisions:\n  (1):\n    kind: definition\n'
            f"    decides: a{n.replace('-', 'b')}\n    versions:\n      - in force: from 2020-01-01\n"
            f"        promulgated: 1990-01-01\n        by: Act 1\n        gist: {{en: x}}\n        value: true\n"
        )
    write(tmp_path / "isle", {"rulebook.yaml": header, "vocabulary/x.yaml": facts})
    write(tmp_path / "isle" / "a", acts)
    seen = [word for n in old for word in ("--seen", f"A {n}")]
    real = str(REAL)
    assert drift(tmp_path, "--record", "--at", before, *seen, corpus=real).exit_code == 0
    data = found(tmp_path, "--at", after, corpus=real)
    expected = {n for n in old if old[n] != new.get(n)}
    assert {str(d["article"]).removeprefix("A ") for d in data["drifted"]} == expected
    assert known <= expected < set(old)
    assert data["unrecorded"] == []


def test_the_rulebook_that_comes_along_is_recorded(tmp_path: Path) -> None:
    """Every text that the corpus holds is recorded, and the record is what the corpus says."""
    if not REAL.is_dir():
        return
    shutil.copytree(str(files("rulecheck") / "rules"), tmp_path / "rules")
    done = CliRunner().invoke(
        command, ["drift", "--rules", str(tmp_path / "rules/kr"), "--corpus", str(REAL), "--format", "json"]
    )
    data = json.loads(done.stdout)
    assert [d["article"] for d in data["drifted"] if d["event"] == "record differs"] == []
    assert done.stderr == ""
    assert data["held"] > 80
