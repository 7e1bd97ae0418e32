"""Golden cases as pytest items: collects ``*.cases.yaml`` files that belong to a rulebook.

The rulebook is the nearest folder above the file that holds a ``rulebook.yaml``, else the one that the ini option
``rulecheck_rules`` names. A file for which there is none is not ours and is left alone. Until a file is collected,
nothing of the engine is imported.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from _pytest._code.code import TerminalRepr, TracebackStyle

    from rulecheck.engine.golden import GoldenCase, Result
    from rulecheck.engine.rulebook import Rulebook

_SUFFIX = ".cases.yaml"
_RULEBOOKS = pytest.StashKey[dict[str, "Rulebook"]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds the ini option that names a rulebook."""
    parser.addini("rulecheck_rules", "directory of the rulebook for golden cases that lie outside of one", default="")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> GoldenCases | None:
    """A collector for a file of golden cases; None for any other file."""
    if not file_path.name.endswith(_SUFFIX):
        return None
    directory = _rulebook_directory(file_path, parent.config)
    if directory is None:
        return None
    file = GoldenCases.from_parent(parent, path=file_path)
    file.rules = directory
    return file


def _rulebook_directory(file: Path, config: pytest.Config) -> Path | None:
    for folder in file.parents:
        if (folder / "rulebook.yaml").is_file():
            return folder
    named = str(config.getini("rulecheck_rules"))
    return config.rootpath / named if named else None


class GoldenCases(pytest.File):
    """A file of golden cases, and the directory of their rulebook."""

    rules: Path

    def collect(self) -> Iterator[GoldenItem]:
        """Its cases. What is wrong with the rulebook or with the file is an error of collection."""
        from rulecheck.workbench.golden import load_golden

        rulebook = self._rulebook()
        for golden in load_golden((str(self.path),), rulebook):
            if golden.mistakes:
                raise self.CollectError("\n".join(f"{d.code} {d.place.line}: {d.message}" for d in golden.mistakes))
            for case in golden.cases:
                item = GoldenItem.from_parent(self, name=case.title)
                item.case, item.rulebook = case, rulebook
                yield item

    def _rulebook(self) -> Rulebook:
        from rulecheck.engine.cache import load_cached

        loaded = self.config.stash.setdefault(_RULEBOOKS, {})
        directory = str(self.rules)
        if directory not in loaded:
            rulebook, found = load_cached(directory)
            if rulebook is None:
                told = "\n".join(f"{d.place.file}:{d.place.line}: {d.code} {d.message}" for d in found)
                raise self.CollectError(f"the rulebook {directory} cannot be loaded\n{told}")
            loaded[directory] = rulebook
        return loaded[directory]


class GoldenItem(pytest.Item):
    """A golden case."""

    case: GoldenCase
    rulebook: Rulebook

    def runtest(self) -> None:
        """Decides the case; raises when the answer is not the expected one, or when none is expected yet."""
        from rulecheck.workbench.golden import run

        result = run(str(self.path), self.case, self.rulebook)
        if not result.passed:
            raise NotAsExpected(result)

    def repr_failure(
        self, excinfo: pytest.ExceptionInfo[BaseException], style: TracebackStyle | None = None
    ) -> str | TerminalRepr:
        """What `rulecheck test` shows of it."""
        if isinstance(excinfo.value, NotAsExpected):
            from rulecheck.reports.golden_text import failure_text

            return failure_text(excinfo.value.result)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Its file, its line counted from 0, and its name."""
        return self.path, self.case.place.line - 1, self.case.title


class NotAsExpected(Exception):
    """A golden case came out otherwise, or has no expected answer yet."""

    def __init__(self, result: Result) -> None:
        super().__init__(result.case.title)
        self.result = result
