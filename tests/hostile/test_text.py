"""Hostile files: each gives a diagnostic, in a process that may use 200 MB beyond the interpreter's own."""

import json
import subprocess
import sys

import pytest

_CHILD = """
import json, resource, sys
from rulecheck.engine.locate import locate
from rulecheck.engine.read_json import read_json
from rulecheck.engine.read_yaml import read_yaml
data = sys.stdin.buffer.read()
try:
    with open("/proc/self/statm") as file:
        used = int(file.read().split()[0]) * resource.getpagesize()
except OSError:
    used = 500_000_000
cap = used + 200_000_000
resource.setrlimit(resource.RLIMIT_AS, (cap, cap))
read = read_yaml if sys.argv[1] == "yaml" else read_json
_, diagnostics = read(data, "f")
locate(data, "f", ("a", 0))
print(json.dumps([[d.code, d.place.line, d.place.column, len(d.message)] for d in diagnostics]))
"""
# A bound on hanging, far above the second that the worst takes.
_TIMEOUT = 60

_BOMB = b"a: &a [x,x,x,x,x,x,x,x,x]\n" + b"".join(
    b"%c: &%c [%s]\n" % (98 + i, 98 + i, b",".join([b"*%c" % (97 + i)] * 9)) for i in range(8)
)

YAML = {
    "brackets": (b"a: " + b"[" * 200_000, "R0116"),
    "braces": (b"{" * 200_000, "R0116"),
    "brackets and braces": (b"[{a: " * 60_000, "R0116"),
    "500 levels": (b"[" * 500 + b"]" * 500, "R0116"),
    "hyphens": (b"- " * 200_000, "R0116"),
    "question marks": (b"? " * 200_000, "R0116"),
    "indentation": (b"".join(b" " * i + b"a:\n" for i in range(1000)), "R0116"),
    "aliases": (_BOMB, "R0110"),
    "anchors": (b"- &a\n" * 150_000, "R0122"),
    "tags": (b"!" * 900_000, "R0111"),
    "merge keys": (b"- <<: a\n" * 100_000, "R0122"),
    "duplicate keys": (b"a: 1\n" * 150_000, "R0122"),
    "long text": (b"a: " + b"x" * 900_000, "R0118"),
    "long key": (b"x" * 900_000 + b": 1", "R0118"),
    "long block": (b"a: >\n" + b" x\n" * 300_000, "R0118"),
    "long line with a tail": (b'a: "" ' + b"x" * 900_000, "R0108"),
    "blank lines": (b"a: 1\n" + b"\n" * 900_000 + b"  b: 2: 3", "R0118"),
    "properties far apart": (b"a: !x &y " + b"#\n" * 400_000 + b" b", "R0110"),
    "values": (b"[" + b"a," * 400_000 + b"]", "R0117"),
    "documents": (b"--- a\n" * 100_000, "R0114"),
    "directives": (b"%a\n" * 200_000, "R0108"),
    "escapes": (b'a: "' + b"\\u00" * 200_000, "R0108"),
    "quotes in brackets": (b'[a, "' * 150_000, "R0108"),
    "tabs": (b"a:\n" + b"\t" * 900_000 + b"b", "R0109"),
    "NUL": (b"a: b\n" * 1_000 + b"\x00", "R0106"),
    "invalid UTF-8": (b"a: b\n" * 100_000 + b"\xc3\x28", "R0105"),
    "10 MB": (b"a" * 10_000_000, "R0104"),
    "blank": (b" " * 1_000_000, "R0107"),
}
JSON = {
    "brackets": (b"[" * 4_000_000, "R0116"),
    "objects": (b'{"a":' * 500_000, "R0116"),
    "500 levels": (b"[" * 500 + b"]" * 500, "R0116"),
    "digits": (b'{"a": ' + b"1" * 4_000_000 + b"}", "R0120"),
    "decimals": (b"1." + b"0" * 4_000_000, "R0120"),
    "exponent": (b"[1e999999999]", "R0120"),
    "digits of the exponent": (b"1e" + b"0" * 4_000_000 + b"1", "R0120"),
    "values": (b"[" + b"1," * 1_900_000 + b"1]", "R0117"),
    "empty lists": (b"[" + b"[]," * 1_300_000 + b"[]]", "R0117"),
    "long text": (b'"' + b"a" * 4_000_000 + b'"', "R0118"),
    "escapes": (b'"' + b'\\"' * 2_000_000 + b'"', "R0118"),
    "open text of escapes": (b'"' + b'\\"' * 2_000_000, "R0119"),
    "halves of characters": (b'"' + b"\\ud800" * 600_000 + b'"', "R0122"),
    "duplicate keys": (b"{" + b'"a":1,' * 90_000 + b'"a":1}', "R0122"),
    "quotes": (b'"' * 4_000_000, "R0119"),
    "backslashes": (b"\\" * 4_000_000, "R0119"),
    "hyphens": (b"-" * 4_000_000, "R0119"),
    "comments": (b"/*" * 2_000_000, "R0119"),
    "blank lines": (b"[" + b"\n" * 4_000_000 + b"x", "R0119"),
    "NUL": (b'{"a": "\x00"}', "R0106"),
    "invalid UTF-8": (b'{"a": "\xff"}', "R0105"),
    "10 MB": (b"1" * 10_000_000, "R0104"),
}


def codes_of(form: str, data: bytes) -> list[str]:
    """The codes that a process of little memory gives; it must end well, and say little."""
    run = subprocess.run(
        [sys.executable, "-c", _CHILD, form], input=data, capture_output=True, timeout=_TIMEOUT, check=False
    )
    assert run.returncode == 0, run.stderr[-2000:].decode()
    found = json.loads(run.stdout)
    assert len(found) <= 101
    assert all(line >= 1 and column >= 1 and length < 300 for _, line, column, length in found)
    return [code for code, *_ in found]


@pytest.mark.parametrize("name", YAML)
def test_hostile_rule_files(name: str) -> None:
    data, code = YAML[name]
    assert code in codes_of("yaml", data)


@pytest.mark.parametrize("name", JSON)
def test_hostile_cases(name: str) -> None:
    data, code = JSON[name]
    assert code in codes_of("json", data)


def test_a_file_at_its_caps_is_read() -> None:
    assert codes_of("yaml", b"[" + b"'a'," * 199_000 + b"]") == []
    assert codes_of("json", b"[" + b"0.1," * 99_000 + b"1]") == []
