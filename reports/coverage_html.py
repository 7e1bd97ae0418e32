"""Coverage of the law as one page that needs nothing else: the articles with their conditions, coloured."""

from collections.abc import Iterable
from html import escape

from rulecheck.engine.citation import cite
from rulecheck.engine.coverage import Coverage, Measured, tallies, tally
from rulecheck.engine.rulebook import Provision, Rulebook
from rulecheck.reports.coverage_text import LABELS, percent, sentence

_STYLE = """
:root { color-scheme: light dark; --all: #1a7f37; --part: #9a6700; --none: #cf222e; --line: #8884; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; } td, th { padding: .1rem .8rem .1rem 0; text-align: left; }
td.n { text-align: right; font-variant-numeric: tabular-nums; }
section { border-top: 1px solid var(--line); margin-top: 2rem; } article { margin: 1rem 0; }
.all { border-left: .4rem solid var(--all); } .part { border-left: .4rem solid var(--part); }
.none { border-left: .4rem solid var(--none); } .all, .part, .none { padding-left: .6rem; margin: .3rem 0; }
code { font: 14px/1.4 ui-monospace, monospace; overflow-wrap: anywhere; }
ul { margin: .2rem 0; padding-left: 1.2rem; } li.yes::marker { content: "✓ "; color: var(--all); }
li.no::marker { content: "✗ "; color: var(--none); } small { opacity: .75; }
"""
_WORDS = {"all": "all shown", "part": "partly shown", "none": "nothing shown"}


def coverage_html(coverage: Coverage, rulebook: Rulebook, language: str = "en") -> str:
    """The page. Each provision stands with what it says and its conditions; colour and words tell what is shown."""
    total = coverage.total
    parts = [
        "<!DOCTYPE html>",
        f'<html lang="{escape(language)}"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>Coverage of {escape(coverage.rulebook)}</title><style>{_STYLE}</style></head><body>",
        f"<h1>Coverage of {escape(rulebook.title.text(language))}</h1>",
        f"<p><strong>{percent(total.share)}</strong>: {total.shown:,} of {total.units:,} units, by "
        f"{coverage.cases:,} golden cases.</p>",
        "<h2>By unit</h2>",
        _table(
            (LABELS[kind], t.shown, t.units, percent(t.share), "") for kind, t in tallies(coverage.measured).items()
        ),
        "<h2>By scheme</h2>",
        _table(_row(coverage.schemes[i][0].text(language), units) for i, units in coverage.by_scheme().items()),
        "<h2>By article</h2>",
        _table(_row(article, units, _anchor(article)) for article, units in coverage.by_article().items()),
    ]
    for article, units in coverage.by_article().items():
        parts.append(_article(article, units, rulebook, language))
    parts.append("</body></html>\n")
    return "\n".join(parts)


def _row(name: str, units: Iterable[Measured], anchor: str = "") -> tuple[str, int, int, str, str]:
    t = tally(units)
    return name, t.shown, t.units, percent(t.share), anchor


def _table(rows: Iterable[tuple[str, int, int, str, str]]) -> str:
    lines = ["<table>"]
    for name, shown, units, share, anchor in rows:
        label = f'<a href="#{anchor}">{escape(name)}</a>' if anchor else escape(name)
        lines.append(f'<tr><td>{label}</td><td class="n">{share}</td><td class="n">{shown:,} of {units:,}</td></tr>')
    return "\n".join([*lines, "</table>"])


def _article(article: str, units: tuple[Measured, ...], rulebook: Rulebook, language: str) -> str:
    known = rulebook.articles.get(article)
    title = f" {known.title.text(language)}" if known is not None else ""
    lines = [f'<section id="{_anchor(article)}"><h2>{escape(article + title)}</h2>']
    by_provision: dict[str, list[Measured]] = {}
    for one in units:
        by_provision.setdefault(one.unit.provision, []).append(one)
    for id_, listed in by_provision.items():
        lines.append(_provision(rulebook.provisions[id_], listed, rulebook, language))
    return "\n".join([*lines, "</section>"])


def _provision(provision: Provision, units: list[Measured], rulebook: Rulebook, language: str) -> str:
    t = tally(units)
    lines = [f"<article><h3>{escape(cite(rulebook, provision, language))} <small>{escape(provision.id)}</small></h3>"]
    lines.append(f"<p>{percent(t.share)}, {t.shown} of {t.units}</p>")
    lines.append(_block("", [one for one in units if one.unit.version < 0]))
    for index, version in enumerate(provision.versions):
        until = version.until.isoformat() if version.until is not None else ""
        lines.append(
            f"<p><small>{version.since.isoformat()} – {until}</small> {escape(version.gist.text(language))}</p>"
        )
        groups: dict[tuple[str, str], list[Measured]] = {}
        for one in units:
            if one.unit.version == index:
                groups.setdefault((one.unit.site, one.unit.leaf), []).append(one)
        for (site, _), group in groups.items():
            condition = next((m.unit.text for m in group if m.unit.kind == "condition"), "")
            lines.append(_block(condition if site else "", group))
    return "\n".join([*lines, "</article>"])


def _block(condition: str, units: list[Measured]) -> str:
    """A stretch of the law in its colour, with what is shown of it and by which case, and what is not."""
    if not units:
        return ""
    shown = sum(one.shown for one in units)
    kind = "all" if shown == len(units) else "part" if shown else "none"
    lines = [f'<div class="{kind}" title="{_WORDS[kind]}">']
    if condition:
        lines.append(f"<code>{escape(condition)}</code>")
    lines.append("<ul>")
    for one in units:
        by = f" <small>{escape(one.case)}</small>" if one.shown else ""
        lines.append(f'<li class="{"yes" if one.shown else "no"}">{escape(sentence(one.unit))}{by}</li>')
    return "\n".join([*lines, "</ul></div>"])


def _anchor(article: str) -> str:
    return "".join(c if c.isalnum() else "-" for c in article)
