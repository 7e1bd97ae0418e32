"""What all tests share."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


class RootIsNoTestPackage:
    """Keeps pytest from importing the checkout.

    The root holds an ``__init__.py``, for it is the package `rulecheck`. pytest would take it for a package of tests
    and import it under the name of its folder: in a clone called `rulecheck` all tests would then run against the
    checkout, not against what is installed.
    """

    @pytest.hookimpl(tryfirst=True)
    def pytest_collect_directory(self, path: Path, parent: pytest.Collector) -> pytest.Dir | None:
        return pytest.Dir.from_parent(parent, path=path) if path == ROOT else None


def pytest_configure(config: pytest.Config) -> None:
    """A hook of this file would be asked about the folders below it only; one of a plugin is asked about all."""
    config.pluginmanager.register(RootIsNoTestPackage(), "root-is-no-test-package")
