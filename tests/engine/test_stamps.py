"""Files that look as they did are not read again; whatever happens to one of them is noticed all the same."""

import marshal
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from time import time_ns
from zlib import crc32

import pytest

from rulecheck.engine import cache, rule_files, stamps
from rulecheck.engine.cache import load_cached
from rulecheck.engine.limits import Limits
from rulecheck.engine.stamps import MOMENT_NS, seen, settled

Files = dict[str, str]
Write = Callable[[Mapping[str, str]], str]


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """All that happens, happens long after the files were written."""
    monkeypatch.setattr(cache, "time_ns", lambda: time_ns() + 2 * MOMENT_NS)


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The directories whose files were read."""
    found: list[str] = []
    real = rule_files.read_rule_files

    def noted(directory: str, limits: Limits) -> object:
        found.append(directory)
        return real(directory, limits)

    monkeypatch.setattr(rule_files, "read_rule_files", noted)
    return found


@pytest.mark.usefixtures("kept", "later")
def test_what_looks_as_it_did_is_not_read(ferry: Files, write_rules: Write, reads: list[str]) -> None:
    directory = write_rules(ferry)
    first = load_cached(directory)
    assert load_cached(directory) == load_cached(directory) == first
    assert len(reads) == 1


@pytest.mark.usefixtures("kept")
def test_what_changed_a_moment_ago_is_read_again(ferry: Files, write_rules: Write, reads: list[str]) -> None:
    """A further change within the same tick of the clock would not show."""
    directory = write_rules(ferry)
    load_cached(directory)
    load_cached(directory)
    assert len(reads) == 2


@pytest.mark.usefixtures("kept", "later")
@pytest.mark.parametrize(
    "change", ["content", "content, size and time", "new file", "removed", "renamed", "link", "engine", "python"]
)
def test_every_change_is_noticed(
    change: str, ferry: Files, write_rules: Write, reads: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    directory = write_rules(ferry)
    before, _ = load_cached(directory)
    assert before is not None
    path = Path(directory, "ferry-act", "9.yaml")
    match change:
        case "content":
            write_rules({"ferry-act/9.yaml": ferry["ferry-act/9.yaml"].replace("18", "021")})
        case "content, size and time":
            was = path.stat()
            path.write_text(ferry["ferry-act/9.yaml"].replace("18", "21"), encoding="utf-8")
            os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))
            assert (path.stat().st_size, path.stat().st_mtime_ns) == (was.st_size, was.st_mtime_ns)
        case "new file":
            write_rules({"vocabulary/more.yaml": "subject: {en: more}\n"})
        case "removed":
            path.unlink()
        case "renamed":
            path.rename(path.with_name("19.yaml"))
        case "link":
            path.rename(tmp_path / "elsewhere.yaml")
            path.symlink_to(tmp_path / "elsewhere.yaml")
        case "engine":
            engine = tmp_path / "package"
            (engine / "engine").mkdir(parents=True)
            monkeypatch.setattr(cache, "_PACKAGE", str(engine))
        case "python":
            monkeypatch.setattr("sys.version", "4.0")
    after, _ = load_cached(directory)
    assert len(reads) == 2
    assert after is None or change in ("engine", "python") or after.digest != before.digest


@pytest.mark.usefixtures("later")
def test_a_source_of_the_engine_that_changes(
    ferry: Files, write_rules: Write, kept: Path, reads: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for part in ("engine", "grammar", "schemas"):
        (tmp_path / "package" / part).mkdir(parents=True)
    source = tmp_path / "package" / "engine" / "check.py"
    source.write_text("1", encoding="utf-8")
    monkeypatch.setattr(cache, "_PACKAGE", str(tmp_path / "package"))
    directory = write_rules(ferry)
    load_cached(directory)
    load_cached(directory)
    assert len(reads) == 1
    source.write_text("2", encoding="utf-8")
    load_cached(directory)
    assert len(reads) == 2
    assert len(list(kept.glob("*.stamp"))) == 1


POLICY = {
    "rulebook.yaml": "rulebook: firm\ntitle: {en: Rules of a firm}\njurisdiction: ISLE\nbuilds on: isle\n",
    "policy/act.yaml": "act: POL\nrank: policy\ntitle: {en: Rules}\ncite: {en: Rules}\n",
}


@pytest.mark.usefixtures("kept", "later")
@pytest.mark.parametrize("change", ["what it builds on", "another nearer"])
def test_what_a_rulebook_builds_on(change: str, ferry: Files, write_rules: Write, reads: list[str]) -> None:
    below = Path(write_rules(ferry))
    firm = below.parent / "firms" / "firm"
    for path, text in POLICY.items():
        (firm / path).parent.mkdir(parents=True, exist_ok=True)
        (firm / path).write_text(text, encoding="utf-8")
    first, problems = load_cached(str(firm))
    assert first is not None, problems
    load_cached(str(firm))
    assert len(reads) == 1
    if change == "another nearer":
        (firm.parent / "isle").mkdir()
        (firm.parent / "isle" / "rulebook.yaml").write_text("", encoding="utf-8")
    else:
        write_rules({"ferry-act/9.yaml": ferry["ferry-act/9.yaml"].replace("18", "21")})
    second, _ = load_cached(str(firm))
    assert len(reads) == 2
    assert second is None or second.digest != first.digest


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize(
    "stamp", [b"", marshal.dumps(3), marshal.dumps((1, 2)), marshal.dumps(("k", "/", "", None, "", {}))]
)
def test_a_foreign_stamp(stamp: bytes, ferry: Files, write_rules: Write, kept: Path, reads: list[str]) -> None:
    directory = write_rules(ferry)
    first = load_cached(directory)
    (path,) = kept.glob("*.stamp")
    path.write_bytes(cache._STAMPED + crc32(stamp).to_bytes(4, "big") + stamp)
    assert load_cached(directory) == first
    assert len(reads) == 2


def test_seen(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("a.yaml", "b.txt", ".hidden.yaml", "in/c.yaml"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    for passed_over in ("__pycache__", ".git", "cases"):
        (tmp_path / passed_over).mkdir()
        (tmp_path / passed_over / "d.yaml").write_text("", encoding="utf-8")
    found = seen([(str(tmp_path), (".yaml",)), (str(tmp_path / "b.txt"), ())])
    assert found is not None
    assert {os.path.relpath(path, tmp_path) for path in found} == {"a.yaml", "in/c.yaml", "b.txt"}
    assert seen([(str(tmp_path / "nothing"), ())]) is None
    (tmp_path / "link").symlink_to(tmp_path / "in")
    assert seen([(str(tmp_path), (".yaml",))]) is None


@pytest.mark.parametrize(("ago", "expected"), [(MOMENT_NS, False), (MOMENT_NS + 1, True), (-1, False)])
@pytest.mark.parametrize("which", ["modified", "changed"])
def test_settled(which: str, ago: int, expected: bool) -> None:
    now = 10 * MOMENT_NS
    times = (now - ago, 1) if which == "modified" else (1, now - ago)
    assert settled({"a": (10**30, 1, 1, 10**30), "b": (1, *times, 1)}, now) is expected
    assert stamps.settled({}, now)
