"""What is tested is what is installed, and what is installed is the package and nothing else."""

import json
import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import distributions, version
from importlib.resources import files
from pathlib import Path

import pytest

import rulecheck

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PACKAGES = PROJECT["tool"]["setuptools"]["packages"]
OUTSIDE = {"bench", "build", "dist", "docs", "examples", "node_modules", "tests"}
DATA = ("rules/**/*.yaml", "schemas/*.json", "grammar/*.lark", "py.typed", "reports/*.css")


def packaged_files() -> set[str]:
    """The files of the checkout that belong into the package, with their paths below it."""
    folders = [name.removeprefix("rulecheck").strip(".").replace(".", "/") for name in PACKAGES]
    python = {file for folder in folders for file in (ROOT / folder).glob("*.py")}
    data = {file for pattern in DATA for file in ROOT.glob(pattern)}
    return {file.relative_to(ROOT).as_posix() for file in python | data}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names in a wheel built from a copy of the checkout."""
    copy = tmp_path_factory.mktemp("checkout") / "rulecheck"
    unwanted = shutil.ignore_patterns(".*", "__pycache__", "*.egg-info", "build", "dist", "node_modules")
    shutil.copytree(ROOT, copy, ignore=unwanted)
    build = "import sys, setuptools.build_meta as b; print(b.build_wheel(sys.argv[1]), file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-P", "-c", build, str(copy / "dist")], cwd=copy, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    (archive,) = (copy / "dist").glob("*.whl")
    return set(zipfile.ZipFile(archive).namelist())


def test_the_tests_run_against_what_is_installed() -> None:
    # pip writes down where it installed from; what a build leaves in the checkout has no such note.
    origins = [each.read_text("direct_url.json") for each in distributions(name="rulecheck")]
    editable = any(json.loads(origin).get("dir_info", {}).get("editable") for origin in origins if origin)
    in_the_checkout = Path(rulecheck.__file__).resolve().parent == ROOT
    assert in_the_checkout == editable


def test_pytest_does_not_take_the_checkout_for_a_package(request: pytest.FixtureRequest) -> None:
    assert [node for node in request.node.listchain() if isinstance(node, pytest.Package)] == []
    assert list((ROOT / "tests").rglob("__init__.py")) == []


def test_what_is_installed_is_the_checkout() -> None:
    """Otherwise the results would be those of an older state: `make test` installs anew."""
    installed = files("rulecheck")
    stale = [
        name
        for name in sorted(packaged_files())
        if not (there := installed / name).is_file() or there.read_bytes() != (ROOT / name).read_bytes()
    ]
    assert stale == []


def test_the_version_is_the_one_installed() -> None:
    assert version("rulecheck") == rulecheck.__version__


def test_every_folder_with_python_in_it_is_listed_as_a_package() -> None:
    rooms = [path for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith(".")]
    folders = {file.parent for room in rooms if room.name not in OUTSIDE for file in room.rglob("*.py")}
    names = {".".join(("rulecheck", *folder.relative_to(ROOT).parts)) for folder in folders}
    assert names | {"rulecheck"} == set(PACKAGES)


def test_a_wheel_holds_the_package_and_its_data(wheel: set[str]) -> None:
    assert {f"rulecheck/{name}" for name in packaged_files()} <= wheel


def test_a_wheel_holds_nothing_else(wheel: set[str]) -> None:
    information = f"rulecheck-{rulecheck.__version__}.dist-info/"
    others = {name for name in wheel if not name.startswith(information)}
    assert others - {f"rulecheck/{name}" for name in packaged_files()} == set()
