"""Generated code kept on disk: taken up by the next process, never from a damaged or foreign file, never by halves."""

import marshal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from zlib import crc32

import pytest

from rulecheck.engine.python import kept_code
from rulecheck.engine.python.chunk import Made
from rulecheck.engine.python.kept_code import CodeStore
from rulecheck.engine.sections import joined

CODE = compile("answer = 42", "chunk", "exec")
PLANS = {"version 0": (3, ("a", None, (1, 2)))}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "some.code"


def stored(path: Path, **made: Made) -> None:
    store = CodeStore(str(path))
    for name, one in made.items():
        store.put(name, one)
    store.save()


def same(one: Made | None, other: Made) -> bool:
    """Code objects read back are equal; by what they do is surer."""
    assert one is not None
    if one.code is not None and other.code is not None:
        spaces: tuple[dict[str, object], dict[str, object]] = {}, {}
        exec(one.code, spaces[0])
        exec(other.code, spaces[1])
        assert spaces[0]["answer"] == spaces[1]["answer"]
    return one == other


def test_what_was_saved_is_found(path: Path) -> None:
    made = {"FA 1": Made(CODE, PLANS), "= right": Made(None, {})}
    stored(path, **made)
    store = CodeStore(str(path))
    assert all(same(store.get(name), one) for name, one in made.items())
    assert store.get("FA 2") is None


def test_what_was_not_saved_is_not(path: Path) -> None:
    store = CodeStore(str(path))
    store.put("FA 1", Made(CODE, PLANS))
    assert CodeStore(str(path)).get("FA 1") is None
    assert not path.exists()
    CodeStore(str(path)).save()
    assert not path.exists()


def test_two_processes_add_to_one_another(path: Path) -> None:
    first, second = CodeStore(str(path)), CodeStore(str(path))
    assert first.get("a") is None
    assert second.get("b") is None
    first.put("a", Made(CODE, {}))
    second.put("b", Made(CODE, {}))
    first.save()
    second.save()
    both = CodeStore(str(path))
    assert both.get("a") is not None
    assert both.get("b") is not None


def _sealed(payload: bytes) -> bytes:
    return kept_code._MAGIC + crc32(payload).to_bytes(4, "big") + payload


def _chunk(part: bytes) -> Callable[[bytes], bytes]:
    return lambda _: _sealed(joined(b"", {"chunks": {"FA 1": part}}))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _: b"",
        lambda content: content[:-1],
        lambda content: content[:-9] + b"?" + content[-8:],
        lambda content: content.replace(b"code 1", b"code 0"),
        lambda _: _sealed(b""),
        lambda _: _sealed(b"no sections"),
        lambda _: _sealed(joined(b"", {})),
        _chunk(b""),
        _chunk(b"\xff"),
        _chunk(marshal.dumps(3)),
        _chunk(marshal.dumps(("a", {}))),
        _chunk(marshal.dumps((CODE, 1))),
    ],
)
def test_a_spoilt_file_is_as_good_as_none(spoil: Callable[[bytes], bytes], path: Path) -> None:
    stored(path, **{"FA 1": Made(CODE, PLANS)})
    content = path.read_bytes()
    path.write_bytes(spoil(content))
    store = CodeStore(str(path))
    assert store.get("FA 1") is None
    store.put("FA 1", Made(CODE, PLANS))
    store.save()
    assert same(CodeStore(str(path)).get("FA 1"), Made(CODE, PLANS))


@pytest.mark.parametrize("which", ["directory", "file"])
def test_what_others_can_write_is_not_run(which: str, path: Path) -> None:
    stored(path, **{"FA 1": Made(CODE, PLANS)})
    (path.parent if which == "directory" else path).chmod(0o722)
    assert CodeStore(str(path)).get("FA 1") is None


CONCURRENT = """
import sys
from rulecheck.engine.python.chunk import Made
from rulecheck.engine.python.kept_code import CodeStore
for number in range(30):
    store = CodeStore(sys.argv[1])
    name = f"{sys.argv[2]} {number}"
    found = store.get(name)
    assert found is None or found.plans == {"of": name}
    store.put(name, Made(compile("1", name, "exec"), {"of": name}))
    store.save()
"""


def test_several_at_once(path: Path) -> None:
    """Each reads a whole file or none, and what it finds under a name is what was put there."""
    running = [
        subprocess.Popen([sys.executable, "-c", CONCURRENT, str(path), who], stderr=subprocess.PIPE) for who in "abc"
    ]
    for each in running:
        _, errors = each.communicate(timeout=120)
        assert each.returncode == 0, errors.decode()
    assert [found.suffix for found in path.parent.iterdir()] == [".code"]
    assert any(CodeStore(str(path)).get(f"{who} 29") is not None for who in "abc")
