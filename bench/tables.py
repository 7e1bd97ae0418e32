"""A run as tables: aligned text for a terminal, markdown for a page. Nothing is reckoned here but units."""

from collections.abc import Iterable, Sequence

from attrs import frozen
from figures import Figure
from measure import Measured, Run
from subjects import SUBJECTS

ABSENT = "–"
OF_CASES = ("growth, process", "growth, peak")
LABELS = {subject.name: subject.label for subject in SUBJECTS} | {"pass": "`python -c pass`"}


@frozen
class Table:
    """A title, the heads of columns, and rows of texts; the first column stands left, the others right."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def tables(run: Run, spread: bool) -> tuple[Table, ...]:
    """The table of all side by side, those of growth, and what was left out; ``spread`` adds the quartiles."""
    made = [side_by_side(run, spread), provisions_grow(run, spread), cases_grow(run, spread), left_out(run)]
    return tuple(table for table in made if table.rows)


def side_by_side(run: Run, spread: bool) -> Table:
    """One row for each that was measured."""
    heads = (
        "", "version", "agrees on", "one decision", "with trace", "cold process", "imports", "load",
        "cases a second", "file to file", "memory",
    )  # fmt: skip
    rows = [_row(run, name, spread) for name in ("pass", *LABELS) if name in _measured(run)]
    return Table("Side by side", heads, tuple(dict.fromkeys(rows)))


def _row(run: Run, name: str, spread: bool) -> tuple[str, ...]:
    cells = {cell.measure: cell for cell in run.cells if cell.subject == name}
    load = _shown(cells.get("load"), spread)
    if "load without cache" in cells:
        load += f"; no cache {_shown(cells['load without cache'], spread)}"
    return (
        LABELS[name],
        run.versions.get(name, ""),
        f"{run.agreed[name]:,}" if name in run.agreed else "",
        _shown(cells.get("decision"), spread),
        _shown(cells.get("traced decision"), spread),
        _shown(cells.get("cold process"), spread),
        _shown(cells.get("import"), spread),
        load,
        _rate(cells.get("batch, deciding"), spread),
        _rate(cells.get("batch, whole"), spread),
        _shown(cells.get("batch, peak"), spread),
    )


def provisions_grow(run: Run, spread: bool) -> Table:
    """One row for each size of rulebook."""
    return _growth(
        "Growth with the number of provisions", "provisions", run, spread, ("growth, process", "growth, peak")
    )


def cases_grow(run: Run, spread: bool) -> Table:
    """One row for each number of cases, columns for each that was measured."""
    cells = [cell for cell in run.cells if cell.measure in OF_CASES]
    names = list(dict.fromkeys(cell.subject for cell in cells))
    heads = ["cases", *(head for name in names for head in (LABELS[name], "peak"))]
    at = {(cell.size, cell.subject, cell.measure): cell for cell in cells}
    rows = [
        (
            f"{size:,}",
            *(_shown(at.get((size, name, measure)), spread) for name in names for measure in OF_CASES),
        )
        for size in sorted({cell.size for cell in cells if cell.size is not None})
    ]
    return Table("Growth with the number of cases, whole processes from file to file", tuple(heads), tuple(rows))


def _growth(title: str, what: str, run: Run, spread: bool, without: Sequence[str]) -> Table:
    cells = [cell for cell in run.cells if cell.measure.startswith("growth, ") and cell.measure not in without]
    measures = list(dict.fromkeys(cell.measure for cell in cells))
    at = {(cell.size, cell.measure): cell for cell in cells}
    rows = [
        (f"{size:,}", *(_shown(at.get((size, measure)), spread) for measure in measures))
        for size in sorted({cell.size for cell in cells if cell.size is not None})
    ]
    return Table(title, (what, *(measure.removeprefix("growth, ") for measure in measures)), tuple(rows))


def left_out(run: Run) -> Table:
    """What was not measured, and why."""
    rows = [(LABELS.get(name, name), " ".join(why.split())) for name, why in run.left_out.items()]
    return Table("Not measured", ("", "why"), tuple(rows))


def _measured(run: Run) -> set[str]:
    return {cell.subject for cell in run.cells if not cell.measure.startswith("growth, ")}


def _shown(cell: Measured | None, spread: bool) -> str:
    if cell is None:
        return ABSENT
    scale, unit = scale_of(cell.figure.median, cell.unit)
    if cell.ratio is None or cell.unit == "B":
        return _with_spread(cell.figure.scaled(scale), f" {unit}", spread)
    return f"{_with_spread(cell.ratio, '×', spread)}, {number(cell.figure.median * scale)} {unit}"


def _rate(cell: Measured | None, spread: bool) -> str:
    """Cases a second, and in brackets how many times the seconds of the DuckDB query."""
    if cell is None or cell.size is None:
        return ABSENT
    rate = number(cell.size / cell.figure.median)
    related = "" if cell.ratio is None else f"{_with_spread(cell.ratio, '×', spread)}, "
    return f"{related}{rate}/s" + ("" if cell.size >= 1_000_000 else f" of {cell.size:,}")


def _with_spread(figure: Figure, unit: str, spread: bool) -> str:
    shown = f"{number(figure.median)}{unit}"
    if not spread or figure.rounds == 1:
        return shown
    return f"{shown} ({number(figure.low)}–{number(figure.high)})"


def scale_of(value: float, unit: str) -> tuple[float, str]:
    """The factor and the unit in which a value is easily read: µs, ms, s; MB."""
    if unit == "B":
        return 1e-6, "MB"
    if value < 1e-3:
        return 1e6, "µs"
    return (1e3, "ms") if value < 1 else (1.0, "s")


def number(value: float) -> str:
    """Two or three digits that count, with thousands and millions told apart."""
    if value >= 999_500:
        return f"{value / 1e6:.3g} M"
    if value >= 99.5:
        return f"{float(f'{value:.3g}'):,.0f}"
    return f"{value:.2g}" if value < 10 else f"{value:.0f}"


def markdown(made: Iterable[Table], head: str = "") -> str:
    """The tables as markdown, each below its title."""
    parts = [head] if head else []
    for table in made:
        lines = [f"**{table.title}**", "", _line(table.heads), "|---|" + "---:|" * (len(table.heads) - 1)]
        parts.append("\n".join([*lines, *(_line(row) for row in table.rows)]))
    return "\n\n".join(parts) + "\n"


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def text(made: Iterable[Table], head: str = "") -> str:
    """The tables in columns."""
    parts = [head] if head else []
    for table in made:
        lines = (table.heads, *table.rows)
        widths = [max(len(line[i]) for line in lines) for i in range(len(table.heads))]
        shown = [
            "  ".join([line[0].ljust(widths[0]), *map(str.rjust, line[1:], widths[1:])]).rstrip() for line in lines
        ]
        parts.append("\n".join([table.title, *shown]))
    return "\n\n".join(parts) + "\n"
