"""Runs kept as JSON, and written into a page between its marks."""

import json
from typing import Any

from attrs import asdict
from figures import Figure
from measure import Measured, Run


def as_json(run: Run) -> str:
    """The run as JSON, four significant digits."""
    data = asdict(run, recurse=False)
    data["cells"] = [_cell(cell) for cell in run.cells]
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"


def _cell(cell: Measured) -> dict[str, Any]:
    said = {"measure": cell.measure, "subject": cell.subject, "unit": cell.unit, "figure": cell.figure.as_json()}
    if cell.ratio is not None:
        said["ratio"] = cell.ratio.as_json()
    return said if cell.size is None else {**said, "size": cell.size}


def read(text: str) -> Run:
    """The run that such a JSON keeps."""
    data = json.loads(text)
    cells = [
        Measured(
            cell["measure"],
            cell["subject"],
            cell["unit"],
            Figure(**cell["figure"]),
            Figure(**cell["ratio"]) if "ratio" in cell else None,
            cell.get("size"),
        )
        for cell in data.pop("cells")
    ]
    return Run(**data, cells=tuple(cells))


def written_between(page: str, text: str, mark: str = "bench") -> str:
    """The page with the text between its two marks; a value error where they do not stand there once, in order."""
    begin, end = f"<!-- {mark} -->", f"<!-- /{mark} -->"
    if page.count(begin) != 1 or page.count(end) != 1 or page.index(begin) > page.index(end):
        raise ValueError(f"the page needs `{begin}` and after it `{end}`, each once")
    before, _, rest = page.partition(begin)
    _, _, after = rest.partition(end)
    return f"{before}{begin}\n\n{text.strip()}\n\n{end}{after}"
