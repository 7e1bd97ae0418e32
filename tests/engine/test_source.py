"""Rule files: what is read, where it stands, and what is refused."""

import os
import sys
from collections.abc import Iterator
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest
import yaml
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from rulecheck.engine import read_yaml as reader_module
from rulecheck.engine.codes import all_codes
from rulecheck.engine.codes_text import CODES
from rulecheck.engine.diagnostics import Diagnostic, Place
from rulecheck.engine.limits import DEFAULT_LIMITS
from rulecheck.engine.locate import locate
from rulecheck.engine.read_json import read_json
from rulecheck.engine.read_yaml import read_yaml
from rulecheck.engine.source import Mapping, Node, Scalar, Sequence, tree_to_data
from rulecheck.engine.text_file import read_file

LOADERS = [yaml.CSafeLoader, yaml.SafeLoader]


@pytest.fixture(params=LOADERS, ids=["libyaml", "python"])
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> type:
    """Both of PyYAML's readers: where it was built without libyaml there is only the second."""
    chosen: type = request.param
    monkeypatch.setattr(reader_module, "_LOADER", chosen)
    return chosen


def tree(text: str) -> Node:
    node, diagnostics = read_yaml(text.encode(), "f.yaml")
    assert diagnostics == ()
    assert node is not None
    return node


def scalars(node: Node) -> Iterator[Scalar]:
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from scalars(item)
    else:
        for entry in node.entries:
            yield entry.key
            yield from scalars(entry.value)


def at(text: str, place: Place) -> str:
    """What stands at a place of the text."""
    line = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")[place.line - 1]
    return line[place.column - 1 : place.column - 1 + place.length]


def mistakes(text: str) -> list[tuple[str, int, int, str]]:
    """Code, line, column and underlined text of each diagnostic."""
    _, diagnostics = read_yaml(text.encode(), "f.yaml")
    for found in diagnostics:
        if found.underlined:
            assert at(text, found.place) == found.underlined
    return [(d.code, d.place.line, d.place.column, d.underlined) for d in diagnostics]


@pytest.mark.usefixtures("loader")
def test_every_scalar_is_the_text_that_stands_in_the_file() -> None:
    source = "a: 010\nb: 15:35\nc: no\nd: null\ne: ~\nf:\ng: 2024-03-01\nh: 1e3\ni: ''\nj: .inf\nk: <<\n"
    node = tree(source)
    assert tree_to_data(node) == {
        "a": "010", "b": "15:35", "c": "no", "d": "null", "e": "~", "f": "", "g": "2024-03-01", "h": "1e3",
        "i": "", "j": ".inf", "k": "<<",
    }  # fmt: skip
    assert isinstance(node, Mapping)
    plain = {entry.key.text: entry.value.plain for entry in node.entries if isinstance(entry.value, Scalar)}
    assert plain["f"]
    assert not plain["i"]


@pytest.mark.usefixtures("loader")
def test_lists_and_mappings_keep_order_and_place() -> None:
    node = tree("z:\n  - x\n  - [p, q]\na: {c: 1, b: 2}\n")
    assert tree_to_data(node) == {"z": ["x", ["p", "q"]], "a": {"c": "1", "b": "2"}}
    assert isinstance(node, Mapping)
    assert [entry.key.text for entry in node.entries] == ["z", "a"]
    inner = node.get("a")
    assert isinstance(inner, Mapping)
    assert inner.place == Place("f.yaml", 4, 4, 1)
    value = inner.get("b")
    assert value is not None
    assert value.place == Place("f.yaml", 4, 14, 1)
    assert inner.get("d") is None
    assert inner.entry("c") == inner.entries[0]


def test_columns_count_characters_and_not_bytes_or_a_byte_order_mark() -> None:
    node, diagnostics = read_yaml("\ufeff나이: 🙂 age ≤ 8\n".encode(), "f.yaml")
    assert diagnostics == ()
    assert isinstance(node, Mapping)
    value = node.get("나이")
    assert isinstance(value, Scalar)
    assert value.place == Place("f.yaml", 1, 5, 9)
    assert value.place_of(2, 5) == Place("f.yaml", 1, 7, 3)


@pytest.mark.parametrize(
    ("source", "word", "place"),
    [
        ("k: wage and tenure\n", "tenure", (1, 13, 6)),
        ("k: 'wage and ''x'' tenure'\n", "tenure", (1, 20, 6)),
        ("k: 'it''s'\n", "'", (1, 7, 2)),
        ('k: "a\\u00e9\\tb tenure"\n', "tenure", (1, 16, 6)),
        ('k: "a\\u00e9b"\n', "é", (1, 6, 6)),
        ("k: wage\n  and\n    tenure\n", "tenure", (3, 5, 6)),
        ("k: 'wage\n\n  and\n    tenure'\n", "tenure", (4, 5, 6)),
        ('k: "wage \\\n  \\ tenure"\n', "tenure", (2, 5, 6)),
        ("k: |\n  wage\n   tenure\n", "tenure", (3, 4, 6)),
        ("k: |2-\n   wage\n   tenure\n", "tenure", (3, 4, 6)),
        ("k: >\n  wage\n  tenure\n\n  x\n", "tenure", (3, 3, 6)),
        ("k: >-  # why\n\n  wage\n\n    more\n  tenure\n", "tenure", (6, 3, 6)),
        ("k:\r\n  wage\r\n  tenure\r\n", "tenure", (3, 3, 6)),
        ("k: >\r  wage\r  tenure\r", "tenure", (3, 3, 6)),
    ],
)
@pytest.mark.usefixtures("loader")
def test_place_of_finds_a_word_in_each_style(source: str, word: str, place: tuple[int, int, int]) -> None:
    node = tree(source)
    assert isinstance(node, Mapping)
    value = node.get("k")
    assert isinstance(value, Scalar)
    start = value.text.rindex(word)
    found = value.place_of(start, start + len(word))
    assert (found.line, found.column, found.length) == place


def test_place_of_clips_to_the_line_and_stands_behind_the_end() -> None:
    node = tree("k: wage\n  and tenure\n")
    assert isinstance(node, Mapping)
    value = node.get("k")
    assert isinstance(value, Scalar)
    whole = value.place_of(0, len(value.text))
    assert whole == value.place == Place("f.yaml", 1, 4, 4)
    end = len(value.text)
    assert value.place_of(end, end) == Place("f.yaml", 2, 13, 1)


def test_the_place_of_a_block_is_its_first_line() -> None:
    node = tree("k: |\n\n  wage and\n  tenure\nl: x\n")
    assert isinstance(node, Mapping)
    value = node.get("k")
    assert value is not None
    assert value.place == Place("f.yaml", 3, 3, 8)


TEXTS = st.text(alphabet="ab가🙂 \n'\"\\:#-[&\t", max_size=40)


@pytest.mark.parametrize("style", [None, "'", '"', "|", ">"])
@settings(max_examples=60, deadline=None)
@given(texts=st.lists(TEXTS, min_size=1, max_size=3), width=st.integers(10, 40), crlf=st.booleans())
def test_place_of_points_at_the_exact_characters(style: str | None, texts: list[str], width: int, crlf: bool) -> None:
    """PyYAML writes the texts in a style, folded at a width; each character must be found again, in order."""
    data = {"k": [{"in": text} for text in texts]}
    source = yaml.safe_dump(data, default_style=style, width=width, allow_unicode=True)
    if crlf:
        source = source.replace("\n", "\r\n")
    node = tree(source)
    # Not always `data`: PyYAML writes a folded text that begins with a space so that it reads otherwise.
    assert tree_to_data(node) == yaml.safe_load(source)
    for scalar in scalars(node):
        before = (0, 0)
        for index, character in enumerate(scalar.text):
            place = scalar.place_of(index, index + 1)
            if character not in " \n\t":
                written = at(source, place)
                escaped = {
                    "'": ["'", "''"],
                    '"': ['"', '\\"'],
                    "\\": ["\\", "\\\\"],
                    "🙂": ["🙂", "\\U0001F642"],
                }
                assert written in escaped.get(character, [character])
                assert (place.line, place.column) > before
                before = (place.line, place.column)


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(st.binary(max_size=60), st.text("a1 \n\t:-?[]{},&*!|>'\"%@`#<~\\uU0\r가", max_size=60).map(str.encode))
)
def test_reading_never_raises(data: bytes) -> None:
    for loader in LOADERS:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(reader_module, "_LOADER", loader)
            node, diagnostics = read_yaml(data, "f.yaml")
        assert node is not None or diagnostics
        assert list(diagnostics) == sorted(diagnostics, key=lambda d: d.order)
        lines = data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
        for found in diagnostics:
            assert found.code in CODES
            assert 1 <= found.place.line <= len(lines)
        for scalar in scalars(node) if node is not None else ():
            for index in range(len(scalar.text) + 1):
                assert scalar.place_of(index, index + 1).line <= len(lines)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a: &x 1\nb: *x\n", [("R0110", 1, 4, "&x"), ("R0110", 2, 4, "*x")]),
        ("*x : 1\n", [("R0110", 1, 1, "*x")]),
        ("a: &x !!int\n  b: 1\n", [("R0110", 1, 4, "&x"), ("R0111", 1, 7, "!!int")]),
        ("a:\n  !t\n  &x\n  1\n", [("R0111", 2, 3, "!t"), ("R0110", 3, 3, "&x")]),
        ("a: ! 1\n", [("R0111", 1, 4, "!")]),
        ("%YAML 1.1\n---\na: 1\n", [("R0111", 1, 1, "")]),
        ("<<: {a: 1}\nb: 2\n", [("R0112", 1, 1, "<<")]),
        ("a: 1\nb: 2\n'a': 3\n", [("R0113", 3, 1, "a")]),
        ("a: 1\n---\nb: 2\n", [("R0114", 2, 1, "-")]),
        ("a: 1\n...\nb: 2\n", [("R0114", 3, 1, "b")]),
        ("[a]: 1\n{b: c}: 2\n", [("R0115", 1, 1, ""), ("R0115", 2, 1, "")]),
        ("a: {: 1}\n", [("R0115", 1, 5, ":")]),
        (": 1\n", [("R0115", 1, 1, ":")]),
        ("'': 1\n", [("R0115", 1, 1, "")]),
        ("", [("R0107", 1, 1, "")]),
        ("# only a comment\n", [("R0107", 1, 1, "")]),
        ("---\n", [("R0107", 1, 1, "")]),
        ("a: x\x00y\n", [("R0106", 1, 5, "")]),
        ("a: 1\nb: x\u2028y\n", [("R0106", 2, 5, "")]),
        ("a: x\u202ey\n", [("R0106", 1, 5, "")]),
        ('a: "x\\0"\n', [("R0106", 1, 6, "")]),
    ],
)
@pytest.mark.usefixtures("loader")
def test_what_is_refused(source: str, expected: list[tuple[str, int, int, str]]) -> None:
    if "'a'" in source:  # underlined without its quotes
        _, diagnostics = read_yaml(source.encode(), "f.yaml")
        assert [(d.code, d.place.line, d.place.column, d.underlined) for d in diagnostics] == expected
    else:
        assert mistakes(source) == expected


def test_reading_goes_on_after_what_can_be_left_out() -> None:
    node, diagnostics = read_yaml(b"a: &x 1\na: 2\n<<: 3\n[k]: 4\nb: *x\nc: 5\n", "f.yaml")
    assert [d.code for d in diagnostics] == ["R0110", "R0113", "R0112", "R0115", "R0110"]
    assert node is not None
    assert tree_to_data(node) == {"a": "1", "b": "", "c": "5"}
    assert diagnostics[1].hint == "the first one stands in line 1"


@pytest.mark.parametrize(
    ("source", "code", "line", "column", "underlined", "message"),
    [
        ("a: 1\n\tb: 2\n", "R0109", 2, 1, "\t", "a tab"),
        ("a:\n  - b\n  \t- c: d: e\n", "R0109", 3, 3, "\t", "a tab"),
        ("a: @x\n", "R0108", 1, 4, "@", "cannot begin with `@`"),
        ("a: `x\n", "R0108", 1, 4, "`", "cannot begin with ```"),
        ("a: %x\n", "R0108", 1, 4, "%", "cannot begin with `%`"),
        ("a: * 5\n", "R0108", 1, 4, "*", "cannot begin with `*`"),
        ("a: >= 5 years\n", "R0108", 1, 4, ">", "cannot begin with `>`"),
        ("a: > 5\n", "R0108", 1, 4, ">", "cannot begin with `>`"),
        ("a: , b\n", "R0108", 1, 4, ",", "cannot begin with `,`"),
        ("a: ? x\n", "R0108", 1, 4, "?", "cannot begin with `?`"),
        ('b: 1\na: "foo\nc: d\n', "R0108", 2, 4, '"', 'begins with `"` here is never closed'),
        ("a: 'foo\n", "R0108", 1, 4, "'", "begins with `'` here is never closed"),
        ('a: "\\q"\n', "R0108", 1, 5, "\\q", "`\\q` stands for no character"),
        ('a: "x" or y\n', "R0108", 1, 8, "or y", 'after the closing `"`'),
        ("a: [x] hours\n", "R0108", 1, 8, "hours", "after the closing `]`"),
        ("a: {age} ≤ 8\n", "R0108", 1, 10, "≤ 8", "after the closing `}`"),
        ("a: [15, 35) hours\nb: c\n", "R0108", 1, 4, "[", "`[` opens here is not closed by `]`"),
        ("a: {x: 1\nb: 1\n", "R0108", 1, 4, "{", "`{` opens here is not closed by `}`"),
        ("a: [x, , y]\n", "R0108", 1, 8, ",", "a value is missing before `,`"),
        ("a: [", "R0108", 1, 4, "", "a bracket that opens here is not closed"),
        ("a: one: two\n", "R0108", 1, 7, ":", "a second colon"),
        ("a: b\n  c: d\n", "R0108", 2, 3, "c", "nested below a text"),
        ("a: 1\nb:2\nc: 3\n", "R0108", 2, 2, ":", "a space is missing after the colon"),
        ("- a\n-b\n- c\n", "R0108", 2, 1, "-", "a space is missing after the hyphen"),
        ("a: 1\nfoo bar\nc: 3\n", "R0108", 2, 1, "foo bar", "no `key: value`"),
        ("a\nb: 1\nc: 2\n", "R0108", 1, 1, "a", "no `key: value`"),
        ("[a]\nb: 1\n", "R0108", 2, 1, "b: 1", "goes on after its one value"),
        ("a: - b\n", "R0108", 1, 4, "-", "a list cannot begin"),
        ("a:\n  b: 1\n c: 2\n", "R0108", 3, 2, "c: 2", "a column of its own"),
        ("- a\nb: 1\n", "R0108", 2, 1, "b: 1", "an entry stands among the items"),
        ("b: 1\n- a\n", "R0108", 2, 1, "- a", "a list item stands among entries"),
    ],
)
@pytest.mark.usefixtures("loader")
def test_slips_in_plain_words(source: str, code: str, line: int, column: int, underlined: str, message: str) -> None:
    node, (found, *more) = read_yaml(source.encode(), "f.yaml")
    assert node is None
    assert more == []
    assert (found.code, found.place.line, found.place.column, found.underlined) == (
        code,
        line,
        column,
        underlined,
    )
    assert message in found.message
    assert found.hint
    if underlined:
        assert at(source, found.place) == underlined


def test_the_place_of_a_bad_byte() -> None:
    node, (found,) = read_yaml("a: 가\nb: 나".encode() + b"\xff\n", "f.yaml")
    assert node is None
    assert (found.code, found.place) == ("R0105", Place("f.yaml", 2, 5))
    _, (found,) = read_yaml("a: b".encode("utf-16"), "f.yaml")
    assert found.message == "the file is written in UTF-16"


@pytest.mark.parametrize(
    ("cap", "allowed", "refused", "code"),
    [
        ({"rule_file_bytes": 6}, b"a: bcd", b"a: bcde", "R0104"),
        ({"depth": 2}, b"a: [b]", b"a: [[b]]", "R0116"),
        ({"nodes": 4}, b"a: [b, c]"[:-4] + b"]", b"a: [b, c]", "R0117"),
        ({"scalar_length": 3}, b"a: bcd", b"a: bcde", "R0118"),
        ({"mistakes": 2}, b"a: &x b", b"a: &x [&y b]", "R0122"),
    ],
)
def test_caps_hold_at_their_limit(cap: dict[str, int], allowed: bytes, refused: bytes, code: str) -> None:
    limits = evolve(DEFAULT_LIMITS, **cap)
    node, diagnostics = read_yaml(allowed, "f.yaml", limits)
    assert node is not None
    assert code not in [d.code for d in diagnostics]
    node, diagnostics = read_yaml(refused, "f.yaml", limits)
    assert node is None
    assert code in [d.code for d in diagnostics]


@pytest.mark.parametrize("code", [c for c in CODES.values() if "R0106" <= c.code <= "R0121"], ids=lambda c: c.code)
def test_the_examples_of_the_catalogue(code: object) -> None:
    found = CODES[getattr(code, "code", "")]
    if found.code in ("R0116", "R0117", "R0118"):  # told in words; held by the caps' own tests
        return
    read = read_json if found.wrong.startswith("{") else read_yaml
    assert found.code in [d.code for d in read(found.wrong.encode(), "f")[1]]
    assert read(found.right.encode(), "f")[1] == ()


def test_codes_are_whole_and_in_order() -> None:
    assert list(CODES) == sorted(CODES) == [f"R01{number:02}" for number in range(1, len(CODES) + 1)]
    for code, entry in CODES.items():
        assert entry.code == code
        assert entry.title
        assert entry.explanation.endswith(".")
        assert entry.wrong != entry.right


def read(path: Path | str, **options: bool) -> tuple[bytes | None, Diagnostic | None]:
    data, diagnostics = read_file(str(path), evolve(DEFAULT_LIMITS, rule_file_bytes=5, case_bytes=9), **options)
    assert len(diagnostics) == (data is None)
    return data, diagnostics[0] if diagnostics else None


def test_reading_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "case.json").write_bytes(b"12345")
    (tmp_path / "big.yaml").write_bytes(b"123456")
    os.mkfifo(tmp_path / "pipe")
    assert read(tmp_path / "case.json") == (b"12345", None)
    assert read(tmp_path / "big.yaml", case=True) == (b"123456", None)
    codes = {}
    for name in ("big.yaml", "cases.json", "pipe", "", "a\x00b", "n" * 5000, "case.json/x", "no/case.json"):
        _, found = read(f"{tmp_path}/{name}")
        assert found is not None
        codes[name[:20]] = found.code
        if name == "cases.json":
            assert found.hint == "did you mean `case.json`?"
    assert codes == {
        "big.yaml": "R0104", "cases.json": "R0101", "pipe": "R0103", "": "R0102", "a\x00b": "R0103",
        "n" * 20: "R0103", "case.json/x": "R0101", "no/case.json": "R0101",
    }  # fmt: skip
    _, device = read("/dev/zero")
    assert device is not None
    assert device.code == "R0103"
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(b"abc")))
    assert read("-") == (b"abc", None)


def test_places_are_found_again() -> None:
    source = b"a:\n  - b: 'x'\n    c: [1, 2]\n"
    assert locate(source, "f", ("a", 0, "b")) == Place("f", 2, 8, 3)
    assert locate(source, "f", ("a", 0, "c", 1)) == Place("f", 3, 12, 1)
    assert locate(source, "f", ("a", 1)) == Place("f", 2, 3, 1)
    assert locate(source, "f", ("a", 0, "c", "x")) == Place("f", 3, 8, 1)
    assert locate(b"\xff", "f", ("a",)) == Place("f")
    assert locate(b"{a: [x, y]}", "f", ("a", 1)) == Place("f", 1, 9, 1)
    case = b'{\r\n\t"a": [\t{"b": 1, "c": {"x": 0}},\r\n\t"\\u00e9", -2.5]\r}'
    assert locate(case, "f", ("a", 0, "c", "x")) == Place("f", 2, 29, 1)
    assert locate(case, "f", ("a", 1)) == Place("f", 3, 2, 8)
    assert locate(case, "f", ("a", 2)) == Place("f", 3, 12, 4)
    assert locate(case, "f", ("a", 2, "z")) == Place("f", 3, 12, 4)
    assert locate(case, "f", ()) == Place("f", 1, 1, 1)


def test_the_catalogues_are_collected() -> None:
    assert all_codes().items() >= CODES.items()
