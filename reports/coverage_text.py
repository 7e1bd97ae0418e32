"""Coverage of the law, in text and as JSON."""

import json
from collections.abc import Iterable, Sequence
from fractions import Fraction

from rulecheck.engine.coverage import Coverage, Measured, Tally, Unit, UnitKind, tallies, tally
from rulecheck.reports.style import Style, width_of

SCHEMA = "rulecheck:coverage/1"
LABELS: dict[UnitKind, str] = {
    "decision": "decided, not decided",
    "condition": "condition true, false",
    "independence": "matters on its own",
    "boundary": "on, inside, outside",
    "exception": "exception applied, not",
    "version": "version in time",
    "row": "table row",
}


def percent(share: Fraction) -> str:
    """A share with one decimal, rounded down, so that 100.0 % means all of it."""
    tenths = share.numerator * 1000 // share.denominator
    return f"{tenths // 10}.{tenths % 10} %"


def coverage_text(coverage: Coverage, style: Style, articles: Sequence[str] = (), gaps: bool = True) -> str:
    """A line for each kind of unit, each scheme and each article, and the gaps of the articles asked for.

    Without articles asked for, all articles are listed and no gap is: there may be thousands.
    """
    by_article = {a: units for a, units in coverage.by_article().items() if not articles or a in articles}
    chosen = [one for units in by_article.values() for one in units]
    lines = [style.painted("by unit", "heading"), *_table([(LABELS[k], t) for k, t in tallies(chosen).items()], style)]
    if not articles:
        lines += ["", style.painted("by scheme", "heading")]
        lines += _table([(id_, tally(units)) for id_, units in coverage.by_scheme().items()], style)
    lines += ["", style.painted("by article", "heading")]
    lines += _table([(article, tally(units)) for article, units in by_article.items()], style)
    for article, units in by_article.items() if articles and gaps else ():
        lines += ["", style.painted(f"gaps in {article}", "heading"), *_gaps(units, style)]
    total = tally(chosen)
    lines += ["", _closing(coverage, total, style)]
    return "\n".join(lines) + "\n"


def _closing(coverage: Coverage, total: Tally, style: Style) -> str:
    left_out = f"; {coverage.left_out:,} that did not pass are left out" if coverage.left_out else ""
    cases = "case" if coverage.cases == 1 else "cases"
    counted = f"{total.shown:,} of {total.units:,} units, by {coverage.cases:,} golden {cases}"
    text = f"{percent(total.share)}: {counted}{left_out}"
    return style.painted(text, "yes" if total.shown == total.units else "open")


def _table(rows: Iterable[tuple[str, Tally]], style: Style) -> list[str]:
    rows = list(rows)
    width = max((width_of(name) for name, _ in rows), default=0)
    lines = []
    for name, t in rows:
        share = percent(t.share) if t.units else ""
        gap = " " * (width - width_of(name))
        lines.append(f"  {style.plain(name)}{gap}  {share:>7}  {t.shown:>6,} of {t.units:>6,}")
    return lines


def _gaps(units: Iterable[Measured], style: Style) -> list[str]:
    lines: list[str] = []
    provision = ""
    for unit in (one.unit for one in units if not one.shown):
        if unit.provision != provision:
            provision = unit.provision
            lines.append(f"  {provision}  {style.painted(f'{unit.place.file}:{unit.place.line}', 'place')}")
        lines.append(style.plain(f"    {sentence(unit)}"))
    return lines or ["  none"]


def sentence(unit: Unit) -> str:
    """What a golden case would have to show, in words."""
    version = f" (version {unit.version + 1})" if unit.version >= 0 and unit.kind not in ("version", "row") else ""
    match unit.kind:
        case "condition":
            return f"`{unit.text}` {unit.aspect}{version}"
        case "independence":
            return f"`{unit.text}` {unit.aspect}{version}"
        case "boundary":
            return f"{unit.aspect} `{unit.text}`{version}" if unit.aspect != "on" else f"on `{unit.text}`{version}"
        case "row":
            return f"{unit.aspect}: `{unit.text}`"
        case "version":
            return f"{unit.aspect}: {unit.text}"
    return f"{unit.text} {unit.aspect}"


def coverage_json(coverage: Coverage, articles: Sequence[str] = ()) -> str:
    """The same as JSON (``schemas/coverage.json``), with every unit and the case that shows it."""
    chosen = [m for m in coverage.measured if not articles or m.unit.article in articles]
    data = {
        "schema": SCHEMA,
        "rulebook": {"id": coverage.rulebook, "digest": coverage.digest},
        "cases": coverage.cases,
        "left_out": coverage.left_out,
        "total": _tally(tally(chosen)),
        "kinds": {kind: _tally(t) for kind, t in tallies(chosen).items()},
        "schemes": {id_: _tally(tally(units)) for id_, units in coverage.by_scheme().items()} if not articles else {},
        "articles": {
            article: _tally(tally(units))
            for article, units in coverage.by_article().items()
            if not articles or article in articles
        },
        "units": [_unit(one) for one in chosen],
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def _tally(t: Tally) -> dict[str, object]:
    return {"units": t.units, "shown": t.shown, "percent": percent(t.share).removesuffix(" %")}


def _unit(one: Measured) -> dict[str, object]:
    unit = one.unit
    return {
        "key": unit.key,
        "kind": unit.kind,
        "article": unit.article,
        "provision": unit.provision,
        "text": unit.text,
        "aspect": unit.aspect,
        "place": {"file": unit.place.file, "line": unit.place.line, "column": unit.place.column},
        "shown_by": {"file": one.file, "case": one.case} if one.shown else None,
    }
