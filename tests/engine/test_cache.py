"""Rulebooks kept from run to run: the same answer as loading, never an old one, never from foreign hands."""

import importlib.resources
import marshal
import os
import pickle
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from attrs import evolve

from rulecheck.engine import cache, loader
from rulecheck.engine.cache import load_cached
from rulecheck.engine.limits import DEFAULT_LIMITS
from rulecheck.engine.loader import load
from rulecheck.engine.sections import joined

Files = dict[str, str]
Write = Callable[[Mapping[str, str]], str]


class Loads:
    """Counts how often rules are really loaded."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.count = 0
        real = loader.load_files

        def counted(*arguments: Any) -> cache.Loaded:
            self.count += 1
            return real(*arguments)

        monkeypatch.setattr(loader, "load_files", counted)


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch) -> Loads:
    return Loads(monkeypatch)


def only_file(kept: Path) -> Path:
    (path,) = kept.glob("*.rulebook")
    return path


def test_the_same_as_loading(ferry: Files, write_rules: Write, kept: Path, loads: Loads) -> None:
    directory = write_rules(ferry)
    assert load_cached(directory) == load_cached(directory) == load(directory)
    # Once for the first, once for `load` itself.
    assert loads.count == 2
    assert stat.S_IMODE(kept.stat().st_mode) == 0o700
    assert stat.S_IMODE(only_file(kept).stat().st_mode) == 0o600


def test_places_survive(ferry: Files, write_rules: Write, kept: Path) -> None:
    """Places take no part in the equality of expressions, so they are looked at by themselves."""
    directory = write_rules(ferry)
    for rulebook, _ in (load_cached(directory), load_cached(directory)):
        assert rulebook is not None
        value = rulebook.provisions["FA 10(1)"].versions[1].value
        assert value is not None
        assert (value.at.file, value.at.line) == ("rules/isle/ferry-act/10.yaml", 19)
    assert only_file(kept)


@pytest.mark.parametrize("change", ["content", "new file", "renamed", "limits", "engine", "python", "shown"])
def test_nothing_old(
    change: str, ferry: Files, write_rules: Write, kept: Path, loads: Loads, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory = write_rules(ferry)
    load_cached(directory)
    limits = DEFAULT_LIMITS
    match change:
        case "content":
            write_rules({"ferry-act/9.yaml": ferry["ferry-act/9.yaml"].replace("18", "21")})
        case "new file":
            write_rules({"vocabulary/more.yaml": "subject: {en: more}\n"})
        case "renamed":
            os.rename(f"{directory}/vocabulary/ferry.yaml", f"{directory}/vocabulary/ferries.yaml")
        case "limits":
            limits = evolve(limits, depth=39)
        case "engine":
            monkeypatch.setattr(cache, "engine_digest", lambda: "another engine")
        case "python":
            monkeypatch.setattr(sys, "version", "4.0")
        case "shown":
            os.rename(os.path.dirname(directory), f"{os.path.dirname(directory)}-2")
            directory = directory.replace("/rules/", "/rules-2/")
    rulebook, _ = load_cached(directory, limits)
    assert loads.count == 2
    assert rulebook is not None
    assert rulebook.place.file == f"{'rules-2' if change == 'shown' else 'rules'}/isle/rulebook.yaml"
    assert len(list(kept.glob("*.rulebook"))) == 2


def test_the_engine_digest_follows_the_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("engine/constructs", "grammar", "schemas"):
        (tmp_path / name).mkdir(parents=True)
    found = set()
    monkeypatch.setattr(importlib.resources, "files", lambda _: tmp_path)
    for path in ("", "engine/a.py", "engine/constructs/b.py", "grammar/c.lark", "schemas/d.json"):
        if path:
            (tmp_path / path).write_text("1", encoding="utf-8")
        cache.engine_digest.cache_clear()
        found.add(cache.engine_digest())
    cache.engine_digest.cache_clear()
    assert len(found) == 5


def test_rulebooks_with_errors_are_not_kept(ferry: Files, write_rules: Write, kept: Path) -> None:
    directory = write_rules({**ferry, "rulebook.yaml": ferry["rulebook.yaml"] + "colour: red\n"})
    rulebook, diagnostics = load_cached(directory)
    assert (rulebook, [d.code for d in diagnostics]) == (None, ["R0302"])
    assert not kept.exists()


def _truncated(content: bytes) -> bytes:
    return content[: len(content) // 2]


def _changed(content: bytes) -> bytes:
    return content[:-40] + bytes([content[-40] ^ 1]) + content[-39:]


def _sealed(payload: bytes) -> bytes:
    return cache._MAGIC + crc32(payload).to_bytes(4, "big") + payload


def _head(pickled: bytes, *classes: str) -> bytes:
    return _sealed(joined(pickled, {"classes": dict.fromkeys(classes, b"")}))


class Harmful:
    """What a pickle can do to whoever reads it."""

    def __reduce__(self) -> tuple[object, ...]:
        return (os.mkdir, ("harm-done",))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _: b"",
        lambda _: cache._MAGIC,
        lambda _: b"not a rulebook",
        _truncated,
        _changed,
        lambda _: _sealed(b"no sections"),
        lambda _: _sealed(b"\0" * 8),
        lambda _: _sealed((5).to_bytes(8, "big") + marshal.dumps(3)),
        lambda _: _head(b"no pickle"),
        lambda _: _head(pickle.dumps(("neither", ()))),
        lambda _: _sealed(joined(pickle.dumps(3), {})),
        lambda _: _head(pickle.dumps(3)),
        lambda _: _head(pickle.dumps(3), "os mkdir"),
        lambda _: _head(pickle.dumps(3), "rulecheck.engine.cache os"),
        lambda _: _head(pickle.dumps(3), "rulecheck.engine.no_such_module Version"),
        lambda _: _head(pickle.dumps(3), "rulecheck.engine.rulebook no such class"),
        lambda _: _head(b"K\x07Q."),
        lambda _: _head(pickle.dumps(Harmful())),
        lambda _: _head(b"crulecheck.engine.cache\nos.mkdir\n(S'harm-done'\ntR."),
        lambda _: _head(b"Pprovisions\n."),
    ],
)
def test_a_spoilt_file_is_written_anew(
    spoil: Callable[[bytes], bytes],
    ferry: Files,
    write_rules: Write,
    kept: Path,
    loads: Loads,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    directory = write_rules(ferry)
    sound = load_cached(directory)
    path = only_file(kept)
    content = path.read_bytes()
    path.write_bytes(spoil(content))
    assert load_cached(directory) == sound
    assert loads.count == 2
    assert path.read_bytes() == content
    assert not (tmp_path / "harm-done").exists()


def test_a_file_of_somebody_else_is_not_read(
    ferry: Files, write_rules: Write, kept: Path, loads: Loads, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory = write_rules(ferry)
    load_cached(directory)
    monkeypatch.setattr(os, "getuid", lambda: kept.stat().st_uid + 1)
    assert load_cached(directory)[0] is not None
    assert loads.count == 2


@pytest.mark.parametrize("which", ["directory", "file"])
def test_what_others_can_write_is_not_read(
    which: str, ferry: Files, write_rules: Write, kept: Path, loads: Loads
) -> None:
    directory = write_rules(ferry)
    load_cached(directory)
    (kept if which == "directory" else only_file(kept)).chmod(0o722)
    assert load_cached(directory)[0] is not None
    assert loads.count == 2


def test_links_are_not_followed(ferry: Files, write_rules: Write, kept: Path, loads: Loads, tmp_path: Path) -> None:
    directory = write_rules(ferry)
    load_cached(directory)
    path = only_file(kept)
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    load_cached(directory)
    assert loads.count == 2
    assert not path.is_symlink()


def test_where_nothing_can_be_kept(
    ferry: Files, write_rules: Write, loads: Loads, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither in a file nor below one; and with `off` nothing is tried."""
    directory = write_rules(ferry)
    for place in (f"{directory}/rulebook.yaml", f"{directory}/rulebook.yaml/below", "off"):
        monkeypatch.setenv("RULECHECK_CACHE_DIR", place)
        assert load_cached(directory)[0] is not None
    assert loads.count == 3
    assert not os.path.exists("off")


def test_a_directory_that_cannot_be_written(
    ferry: Files, write_rules: Write, kept: Path, loads: Loads, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory = write_rules(ferry)

    def refused(*_: object, **__: object) -> tuple[int, str]:
        raise PermissionError

    monkeypatch.setattr(tempfile, "mkstemp", refused)
    assert load_cached(directory)[0] is not None
    assert load_cached(directory)[0] is not None
    assert loads.count == 2
    assert not list(kept.glob("*"))


def test_only_the_newest_are_kept(ferry: Files, write_rules: Write, kept: Path) -> None:
    kept.mkdir(mode=0o700)
    (kept / "notes.txt").write_text("not ours", encoding="utf-8")
    for age in range(30):
        old = kept / f"{age}.rulebook{'.part' if age % 2 else ''}"
        old.write_bytes(b"")
        os.utime(old, (1000 - age, 1000 - age))
    load_cached(write_rules(ferry))
    names = {path.name for path in kept.iterdir()}
    assert "notes.txt" in names
    assert len(names) == 17
    assert "0.rulebook" in names
    assert "29.rulebook.part" not in names


def test_where_caches_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RULECHECK_CACHE_DIR", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", "/somewhere")
    assert cache.cache_directory() == "/somewhere/rulecheck"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setenv("HOME", "/my")
    monkeypatch.setattr(sys, "platform", "linux")
    assert cache.cache_directory() == "/my/.cache/rulecheck"
    monkeypatch.setattr(sys, "platform", "darwin")
    assert cache.cache_directory() == "/my/Library/Caches/rulecheck"
    monkeypatch.setenv("RULECHECK_CACHE_DIR", "off")
    assert cache.cache_directory() is None


CONCURRENT = """
import sys
import tempfile
from rulecheck.engine.cache import load_cached
for _ in range(5):
    rulebook, diagnostics = load_cached(sys.argv[1])
    assert rulebook is not None and rulebook.digest == sys.argv[2], diagnostics
"""


def test_several_at_once(ferry: Files, write_rules: Write, kept: Path) -> None:
    """Runs that read and write the same cache at the same time all get the whole rulebook."""
    directory = write_rules(ferry)
    rulebook, _ = load(directory)
    assert rulebook is not None
    command = [sys.executable, "-c", CONCURRENT, directory, rulebook.digest]
    running = [subprocess.Popen(command, stderr=subprocess.PIPE) for _ in range(3)]
    for each in running:
        _, errors = each.communicate(timeout=120)
        assert each.returncode == 0, errors.decode()
    assert only_file(kept).suffix == ".rulebook"


def test_a_kept_rulebook_needs_no_parser(ferry: Files, write_rules: Write, kept: Path) -> None:
    """The point of it all: neither the grammar nor the schemas nor YAML are read."""
    directory = write_rules(ferry)
    load_cached(directory)
    heavy = "import sys; print(sorted({'lark', 'yaml', 'jsonschema', 'holidays'} & set(sys.modules)))"
    code = f"from rulecheck.engine.cache import load_cached; assert load_cached({directory!r})[0]; {heavy}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"
    assert only_file(kept)
