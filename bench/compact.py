"""The run as one short table, for the README: what matters most of each that was measured, as ratios."""

from measure import Measured, Run
from tables import ABSENT, LABELS, Table, number, scale_of

LEFT_TO_THE_PAGE = {
    "openfisca-situation",
    "zen-seven",
    "cel-rust",
    "jsonlogic",
    "rulecheck-interpreter",
    "rulecheck-batch-long",
}


def compact(run: Run) -> Table:
    """A row each; ratios where there is a yardstick, and what the yardsticks themselves took."""
    rows = []
    for name in ("pass", *LABELS):
        if name in LEFT_TO_THE_PAGE:
            continue
        cells = {cell.measure: cell for cell in run.cells if cell.subject == name}
        row = (
            _ratio(cells.get("decision")),
            _ratio(cells.get("traced decision")),
            _ratio(cells.get("cold process")),
            _rate(cells.get("batch, whole")),
            _plain(cells.get("batch, peak")),
        )
        if any(cell != ABSENT for cell in row):
            rows.append((LABELS[name], *row))
    heads = ("", "one decision", "with trace", "cold process", "cases a second, file to file", "memory")
    return Table("Side by side in one run", heads, tuple(dict.fromkeys(rows)))


def _ratio(cell: Measured | None) -> str:
    if cell is None or cell.ratio is None:
        return ABSENT
    shown = f"{number(cell.ratio.median)}×"
    return f"{shown} ({_plain(cell)})" if cell.subject in ("python", "pass") else shown


def _plain(cell: Measured | None) -> str:
    if cell is None:
        return ABSENT
    scale, unit = scale_of(cell.figure.median, cell.unit)
    return f"{number(cell.figure.median * scale)} {unit}"


def _rate(cell: Measured | None) -> str:
    if cell is None or cell.size is None:
        return ABSENT
    return number(cell.size / cell.figure.median)
