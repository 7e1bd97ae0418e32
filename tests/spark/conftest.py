"""Batches on Spark, in its local mode. Where Spark or Java is missing they are skipped, and the summary says so."""

import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from spark_runs import MASTER, SETTINGS


def missing() -> str:
    """What Spark needs and this machine does not have; empty where all is there."""
    if find_spec("pyspark") is None:
        return "Spark is not installed; `make test-spark` installs it and runs these"
    if shutil.which("java") is None:
        return "Spark needs Java: apt-get install default-jre-headless"
    return ""


@pytest.fixture(autouse=True, scope="session")
def _spark_is_here() -> None:
    if missing():
        pytest.skip(missing())


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A session that tests share; its Java is stopped at the end."""
    from rulecheck.workbench.spark.session import connect

    place = {"spark.local.dir": str(tmp_path_factory.mktemp("spark"))}
    session = connect(MASTER, {**SETTINGS, **place, "spark.sql.warehouse.dir": f"{place['spark.local.dir']}/none"})
    yield session
    gateway = session.sparkContext._gateway
    session.stop()
    gateway.shutdown()
    gateway.proc.stdin.close()
    gateway.proc.wait(60)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path
