"""The line of a file that a diagnostic points at, read only when it is shown."""

from pathlib import Path

from rulecheck.grammar.data_classes import define, field


@define
class SourceLines:
    """Lines by the file names that places use.

    ``texts`` are the texts already read (a case, standard input). Rule files are named from two levels above the
    rulebook's ``directory``, and are read from there.
    """

    texts: dict[str, bytes]
    directory: str = ""
    _lines: dict[str, list[str]] = field(factory=dict)

    def line(self, file: str, number: int) -> str | None:
        """The line, or None when the file cannot be read any more."""
        if file not in self._lines:
            self._lines[file] = self._read(file)
        lines = self._lines[file]
        return lines[number - 1] if 1 <= number <= len(lines) else None

    def _read(self, file: str) -> list[str]:
        text = self.texts.get(file)
        if text is None:
            beside = Path(self.directory).resolve().parent.parent / file if self.directory else Path(file)
            path = beside if beside.is_file() else Path(file)
            if not path.is_file():
                return []
            text = path.read_bytes()
        return text.decode("utf-8-sig", errors="replace").splitlines()
