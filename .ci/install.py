"""Sets up what the Makefile's commands need: a virtual environment in the checkout, and rulecheck installed in it.

    python3 .ci/install.py [EXTRA ...]

Installs the package as a user would (not editable), so that what is run and tested is what the wheel holds. Two
digests kept in the environment say what is in it: one of pyproject.toml and the extras, one of the package's
files. As long as both agree nothing is done, and nothing is fetched. Digests rather than file times: a deleted
file, or a checkout of an older commit, leaves no newer time behind.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
RECORD = ENVIRONMENT / "rulecheck-installed.json"

# Folders at the top that no wheel holds; whatever else is at the top is taken to be part of the package.
NOT_PACKAGED = {"bench", "build", "dist", "docs", "examples", "node_modules", "tests"}

NO_ENVIRONMENT = """\
rulecheck: {python} cannot make a virtual environment: its `venv` does not work, and `virtualenv` could not be had
through its pip either. Install what your system calls the venv package for this Python (on Debian and Ubuntu:
apt install python3-venv), or name another Python: make PYTHON=/path/to/python3 …
What it said:
{said}"""


def main(extras: Sequence[str]) -> int:
    """Brings the environment up to date; gives the exit status."""
    os.chdir(ROOT)
    # A configured `user = true` would make pip refuse to install into an environment.
    os.environ.update(PIP_USER="0", PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_NO_INPUT="1")
    for name in ("PYTHONHOME", "PYTHONPATH", "PIP_TARGET", "PIP_PREFIX"):
        os.environ.pop(name, None)

    if not _works():
        print(f"setting up a virtual environment in {ENVIRONMENT.name}/ …", flush=True)
        said = _make_environment()
        if said:
            print(NO_ENVIRONMENT.format(python=sys.executable, said=said), file=sys.stderr)
            return 1
    had = _record()
    wanted = {
        "project": _digest([ROOT / "pyproject.toml"]),
        "package": _digest(_package_files()),
        "extras": sorted({*had.get("extras", []), *extras}),
    }
    if had == wanted:
        return 0
    RECORD.unlink(missing_ok=True)  # an installation that breaks off half-way must not look finished
    only_files_changed = had.get("project") == wanted["project"] and had.get("extras") == wanted["extras"]
    print("installing rulecheck …", flush=True)
    status = _install(wanted["extras"], only_files_changed)
    if status == 0:
        RECORD.write_text(json.dumps(wanted), encoding="utf-8")
    return status


def _works() -> bool:
    """Whether the environment is there, with pip, and on a Python that still exists and is new enough."""
    asks = "import sys, importlib.util as u; sys.exit(sys.version_info < (3, 11) or not u.find_spec('pip'))"
    return PYTHON.exists() and _quietly([str(PYTHON), "-c", asks])[0] == 0


def _make_environment() -> str:
    """Makes the environment anew; gives an empty text, or what the last attempt said.

    Some systems ship Python without what `venv` needs. `virtualenv` brings that along; pip puts it into a
    folder of our own, which externally managed Pythons allow.
    """
    shutil.rmtree(ENVIRONMENT, ignore_errors=True)
    status, said = _quietly([sys.executable, "-m", "venv", str(ENVIRONMENT)])
    if status == 0:
        return ""
    shutil.rmtree(ENVIRONMENT, ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder:
        fetch = [sys.executable, "-m", "pip", "install", "--quiet", "--target", folder, "virtualenv"]
        status, more = _quietly(fetch, {"PIP_REQUIRE_VIRTUALENV": "0"})
        if status == 0:
            make = [sys.executable, "-m", "virtualenv", "--quiet", str(ENVIRONMENT)]
            status, more = _quietly(make, {"PYTHONPATH": folder})
    return "" if status == 0 else said + more


def _install(extras: Sequence[str], only_files_changed: bool) -> int:
    """Installs the package with its dependencies, or anew without looking at them.

    The tool that builds it is installed beside it, so that building again after an edit fetches nothing.
    setuptools never removes anything from `build/`: what an earlier build left there would be packed again.
    """
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet"]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    target = f".[{','.join(extras)}]" if extras else "."
    shutil.rmtree(ROOT / "build", ignore_errors=True)
    commands = [[*pip, "--no-build-isolation", "--no-deps", "--force-reinstall", "."]]
    if not only_files_changed:
        commands = [
            [*pip, *project["build-system"]["requires"]],
            [*pip, "--no-build-isolation", target],
        ]
    try:
        for command in commands:
            status = subprocess.run(command, stdin=subprocess.DEVNULL, check=False).returncode
            if status != 0:
                return status
        return 0
    finally:
        shutil.rmtree(ROOT / "build", ignore_errors=True)


def _record() -> dict[str, Any]:
    """What the last installation wrote down, or nothing."""
    try:
        return dict(json.loads(RECORD.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def _package_files() -> Iterator[Path]:
    """The files that an installation depends on, in a fixed order."""
    for folder, names, files in os.walk(ROOT):
        at_top = Path(folder) == ROOT
        names[:] = sorted(
            name
            for name in names
            if not name.startswith(".")
            and not name.endswith(".egg-info")
            and name != "__pycache__"
            and not (at_top and name in NOT_PACKAGED)
        )
        yield from (Path(folder) / name for name in sorted(files) if not name.startswith("."))


def _digest(files: Iterator[Path] | Sequence[Path]) -> str:
    """One digest of the names and contents of files."""
    total = hashlib.sha256()
    for file in files:
        content = file.read_bytes()
        total.update(f"{file.relative_to(ROOT).as_posix()}\0{len(content)}\0".encode() + content)
    return total.hexdigest()


def _quietly(command: Sequence[str], environment: dict[str, str] | None = None) -> tuple[int, str]:
    """Runs a command; gives its exit status and all that it wrote."""
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        env={**os.environ, **(environment or {})},
        check=False,
    )
    return done.returncode, done.stdout


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
