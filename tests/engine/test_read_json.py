"""Case files: exact data from JSON, and what is refused."""

import json
import re
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from rulecheck.engine.codes_text import CODES
from rulecheck.engine.json_scan import Scanner
from rulecheck.engine.limits import DEFAULT_LIMITS
from rulecheck.engine.locate import locate
from rulecheck.engine.read_json import read_json
from rulecheck.engine.text_file import UNSEEN


def data(text: str) -> object:
    value, diagnostics = read_json(text.encode(), "case.json")
    assert diagnostics == ()
    return value


def test_numbers_are_exact() -> None:
    value = data("[1, -0, 0.1, 2.50, 1e3, -1.5E-2, 20.0, 0.00, 1e40, 1e-40, 12345678901234567890]")
    assert value == [
        1, 0, Fraction(1, 10), Fraction(5, 2), 1000, Fraction(-3, 200), 20, 0, 10**40, Fraction(1, 10**40),
        12345678901234567890,
    ]  # fmt: skip
    assert isinstance(value, list)
    assert [type(number) for number in value[:4]] == [int, int, Fraction, Fraction]


def test_plain_data() -> None:
    assert data('\ufeff{"a": [true, false, null, "가 \\uac00 \\ud83d\\ude42 \\n"], "b": {}}') == {
        "a": [True, False, None, "가 가 🙂 \n"],
        "b": {},
    }


@pytest.mark.parametrize(
    ("source", "code", "line", "column", "underlined", "message"),
    [
        ('{"a": 1,}', "R0119", 1, 8, ",", "a comma stands before the closing `}`"),
        ("[1,\n]", "R0119", 1, 3, ",", "a comma stands before the closing `]`"),
        ('{"a" 1}', "R0119", 1, 6, "1", "a colon is missing"),
        ('{"a": 1\n "b": 2}', "R0119", 2, 2, '"b"', "a comma is missing"),
        ("{a: 1}", "R0119", 1, 2, "a", "a key in double quotes is missing"),
        ("{'a': 1}", "R0119", 1, 2, "'", "in double quotes in JSON"),
        ('{"a": True}', "R0119", 1, 7, "True", "`True` is no value"),
        ('{"a": yes}', "R0119", 1, 7, "yes", "`yes` is no value"),
        ('{"a": 2024-03-01}', "R0119", 1, 7, "2024-03-01", "the date `2024-03-01` stands without quotes"),
        ('{"a": 2,400,000}', "R0119", 1, 9, "400", "a key is missing before this number"),
        ('{"a": 20h}', "R0119", 1, 7, "20h", "`20h` is no number"),
        ('{"a": 010}', "R0119", 1, 7, "010", "`010` is no number"),
        ('{"a": .5}', "R0119", 1, 7, ".5", "`.5` is no number"),
        ('{"a": }', "R0119", 1, 7, "}", "a value is missing"),
        ("// case\n{}", "R0119", 1, 1, "// case", "no comments"),
        ('{"a": 1} x', "R0119", 1, 10, "x", "more follows"),
        ('{"a": [1, 2}', "R0119", 1, 12, "}", "`}` stands where `]` is due"),
        ('{"a":\r\n[1, 2', "R0119", 2, 1, "[", "`[` opens here is not closed"),
        ('{"a": "x\ty"}', "R0119", 1, 9, "", "a tab stands within a text"),
        ('{"a": "x\\qy"}', "R0119", 1, 9, "\\q", "`\\q` stands for no character"),
        ('{"a": "x\n"}', "R0119", 1, 7, '"', "not closed in its line"),
        ('{"a": "x\\"', "R0119", 1, 7, '"', "not closed in its line"),
        ('{"a": {"b": 1,\n"b": 2}}', "R0113", 2, 1, '"b"', "the key `b` stands here twice"),
        ('{"a": NaN}', "R0121", 1, 7, "NaN", "`NaN` is no number"),
        ("[-Infinity]", "R0121", 1, 2, "-Infinity", "`-Infinity` is no number"),
        ("[1e999]", "R0120", 1, 2, "1e999", "an exponent beyond 40"),
        ("[1e-41]", "R0120", 1, 2, "1e-41", "an exponent beyond 40"),
        ("[" + "1" * 41 + "]", "R0120", 1, 2, "1" * 41, "more than 40 digits"),
        ("[0." + "1" * 40 + "]", "R0120", 1, 2, "0." + "1" * 40, "more than 40 digits"),
        ('["a\\ud800"]', "R0106", 1, 4, "", "U+D800"),
        ('["a\\u0000"]', "R0106", 1, 4, "", "U+0000"),
        ('{"a\\u001b[2J": 1}', "R0106", 1, 4, "", "U+001B"),
        ('{"a": "\x9b"}', "R0106", 1, 8, "", "U+009B"),
        ("  ", "R0107", 1, 1, "", "empty"),
    ],
)
def test_slips_in_plain_words(source: str, code: str, line: int, column: int, underlined: str, message: str) -> None:
    value, (found, *more) = read_json(source.encode(), "case.json")
    assert value is None
    assert more == []
    assert (found.code, found.place.line, found.place.column, found.underlined) == (
        code,
        line,
        column,
        underlined,
    )
    assert message in found.message


def test_several_mistakes_are_reported_at_once() -> None:
    _, diagnostics = read_json(b'{"a": NaN,\n "a": 1e999, "b": [1,]}', "case.json")
    assert [(d.code, d.place.line) for d in diagnostics] == [
        ("R0121", 1), ("R0113", 2), ("R0120", 2), ("R0119", 2),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cap", "allowed", "refused", "code"),
    [
        ({"case_bytes": 3}, "[1]", "[12]", "R0104"),
        ({"depth": 2}, '[["[[["], ["\\"["]]', "[[[]]]", "R0116"),
        ({"nodes": 4}, '["a,b,c", 1, 2]', '{"a": 1, "b": []}', "R0117"),
        ({"scalar_length": 3}, '["\\uac00\\uac00\\uac00"]', '["abcd"]', "R0118"),
        ({"digits": 3}, "[-123, 1.23]", "[1234]", "R0120"),
        ({"exponent": 3}, "[1e3]", "[1e4]", "R0120"),
        ({"mistakes": 3}, "[1]", '["\\u0000\\u0000\\u0000"]', "R0122"),
    ],
)
def test_caps_hold_at_their_limit(cap: dict[str, int], allowed: str, refused: str, code: str) -> None:
    limits = evolve(DEFAULT_LIMITS, **cap)
    assert read_json(allowed.encode(), "case.json", limits)[1] == ()
    value, diagnostics = read_json(refused.encode(), "case.json", limits)
    assert value is None
    assert code in [d.code for d in diagnostics]


KEYS = st.text(max_size=8).filter(lambda text: re.search(UNSEEN, text) is None)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**30), 10**30) | KEYS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=100, deadline=None)
@given(value=VALUES, ascii_only=st.booleans(), indent=st.sampled_from([None, 2, "\t"]))
def test_what_is_written_is_read_and_found_again(value: object, ascii_only: bool, indent: int | str | None) -> None:
    text = json.dumps(value, ensure_ascii=ascii_only, indent=indent)
    assert data(text) == value
    lines = text.split("\n")

    def check(inner: object, path: tuple[str | int, ...]) -> None:
        place = locate(text.encode(), "f", path)
        written = lines[place.line - 1][place.column - 1 : place.column - 1 + place.length]
        if isinstance(inner, dict | list):
            assert written == json.dumps(inner)[0]
            for step, item in inner.items() if isinstance(inner, dict) else enumerate(inner):
                check(item, (*path, step))
        else:
            assert written == json.dumps(inner, ensure_ascii=ascii_only)

    if text[0] in "[{":
        check(value, ())


@settings(max_examples=100, deadline=None)
@given(
    digits=st.integers(-(10**20), 10**20), decimals=st.text("0123456789", min_size=1, max_size=15),
    exponent=st.integers(-40, 40), form=st.sampled_from(["{}.{}", "{}.{}e{}", "{}.{}E{:+}"]),
)  # fmt: skip
def test_decimals_are_what_their_digits_say(digits: int, decimals: str, exponent: int, form: str) -> None:
    written = form.format(digits, decimals, exponent)
    value = data(written)
    assert isinstance(value, Fraction)
    assert value == Fraction(Decimal(written))


PIECES = st.sampled_from(
    [
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        '"a"',
        '"',
        "\\",
        "1",
        "-",
        "0",
        ".5",
        "e3",
        "true",
        "nul",
        " ",
        "\n",
        "'",
        "\t",
        "가",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=12).map("".join))
def test_the_scanner_agrees_with_pythons_reader_on_what_is_json(text: str) -> None:
    try:
        json.loads(text)
        is_json = True
    except ValueError:
        is_json = False
    scanner = Scanner(text, "f")
    scanner.run()
    assert scanner.broken != is_json


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.binary(max_size=60), st.lists(PIECES, max_size=20).map(lambda pieces: "".join(pieces).encode())))
def test_reading_never_raises(text: bytes) -> None:
    value, diagnostics = read_json(text, "f")
    assert value is None or not diagnostics
    for found in diagnostics:
        assert found.code in CODES


def test_a_good_case_loads_no_yaml_and_no_scanner() -> None:
    program = (
        "import sys; from rulecheck.engine.read_json import read_json;"
        "assert read_json(b'{\"a\": 1.5}', 'f')[1] == ();"
        "print(sorted({'yaml', 'rulecheck.engine.source', 'rulecheck.engine.json_scan'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert run.stdout.strip() == "[]"
