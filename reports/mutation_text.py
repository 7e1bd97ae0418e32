"""What became of the mutants: the score, and the survivors by article with the case that would notice each."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence

from rulecheck.engine.mutants import Mutant, Mutation, Outcome, Suggestion
from rulecheck.reports.style import Style


def mutation_text(found: Mutation, style: Style) -> str:
    """The survivors by article, what is wrong with marks, the count by sort of mistake, and the score."""
    lines: list[str] = []
    for article, survivors in _by_article(found.outcomes).items():
        lines.append(style.painted(style.plain(article), "heading"))
        for outcome in survivors:
            lines += _survivor(outcome, style)
        lines.append("")
    for mark in found.unused:
        where = f"{mark.place.file}:{mark.place.line}"
        told = f"`{mark.killed_by}` notices it" if mark.killed_by else "no mutant has these words"
        lines.append(style.painted(style.plain(f"{where}: `{mark.change}` is marked as equivalent: {told}"), "open"))
    if found.unused:
        lines.append("")
    for title in found.failing:
        lines.append(style.painted(style.plain(f"fails without any mutant, and was left out: {title}"), "no"))
    if found.failing:
        lines.append("")
    lines += [style.plain(line) for line in _table(found.outcomes)]
    good = found.outcomes and not found.count("survived")
    lines.append(style.painted(score_words(found), "yes" if good else "heading"))
    return "\n".join(lines) + "\n"


def score_words(found: Mutation) -> str:
    """The score in a sentence."""
    if not found.counted:
        return "no mutant was tried"
    killed, equivalent = found.count("killed"), found.count("equivalent")
    words = f"{killed:,} of {found.counted:,} mutants killed ({percent(killed, found.counted)})"
    words += f", {equivalent:,} equivalent" if equivalent else ""
    shown = found.count("shown")
    return words + (f", {shown:,} shown to change nothing" if shown else "")


def percent(part: int, whole: int) -> str:
    """A share to one decimal place, rounded down: a score is never shown as better than it is."""
    thousandths = part * 1000 // whole if whole else 0
    return f"{thousandths // 10}.{thousandths % 10} %"


def _by_article(outcomes: Iterable[Outcome]) -> dict[str, list[Outcome]]:
    found: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        if outcome.state == "survived":
            found.setdefault(outcome.mutant.article, []).append(outcome)
    return found


def _survivor(outcome: Outcome, style: Style) -> list[str]:
    mutant = outcome.mutant
    rest = mutant.id.removeprefix(mutant.article).lstrip()
    lines = [style.plain(f"  {rest}")]
    looked = f"{outcome.cases:,} cases look at it" if outcome.cases > 1 else f"{outcome.cases} case looks at it"
    faint = f"      {looked if outcome.cases else 'no case looks at it'}; {mutant.place.file}:{mutant.place.line}"
    lines.append(style.painted(style.plain(faint), "faint"))
    if outcome.suggestion is not None:
        lines += [style.plain(f"      {line}") for line in _suggestion(outcome.suggestion)]
    return lines


def _suggestion(found: Suggestion) -> list[str]:
    facts = "; ".join(f"{name}: {value}" for name, value in found.facts)
    changed = f", with {facts}" if facts else ""
    beside = f"would be noticed by `{found.beside}`{changed},"
    said = f"the rules say {found.original}, the mutant {found.mutated}"
    match found.sees:
        case "standing":
            return [beside, f"asked for {found.asks}, with the standing of {found.provision}: {said}"]
        case "cites":
            return [beside, f"asked for {found.asks}, with {found.provision} cited or not: {said}"]
    return [beside, f"asked for {found.asks}: {said}"]


def _table(outcomes: Sequence[Outcome]) -> list[str]:
    totals = Counter[str](o.mutant.operator for o in outcomes if o.state in ("killed", "survived"))
    killed = Counter[str](o.mutant.operator for o in outcomes if o.state == "killed")
    width = max((len(name) for name in totals), default=0)
    return [f"{name.ljust(width)}  {killed[name]:>6,} of {totals[name]:>6,} killed" for name in sorted(totals)] + [""]


def mutants_text(mutants: Sequence[Mutant], style: Style) -> str:
    """The mutants in words, one a line, untried."""
    lines = [style.plain(f"{mutant.id}  [{mutant.operator}]") for mutant in mutants]
    return "\n".join([*lines, f"{len(mutants):,} mutants"]) + "\n"


def mutation_json(found: Mutation) -> str:
    """All outcomes as JSON, see `schemas/mutation.json`."""
    data = {
        "schema": "rulecheck:mutation/1",
        "cases": found.cases,
        "killed": found.count("killed"),
        "survived": found.count("survived"),
        "equivalent": found.count("equivalent"),
        "shown": found.count("shown"),
        "failing": list(found.failing),
        "mutants": [_outcome(outcome) for outcome in found.outcomes],
        "unused_marks": [
            {
                "of": mark.owner,
                "mutant": mark.change,
                "file": mark.place.file,
                "line": mark.place.line,
                "killed_by": mark.killed_by or None,
            }
            for mark in found.unused
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def mutants_json(mutants: Sequence[Mutant]) -> str:
    """The mutants as JSON, untried."""
    data = {"schema": "rulecheck:mutants/1", "mutants": [_mutant(mutant) for mutant in mutants]}
    return json.dumps(data, ensure_ascii=False, indent=2)


def _mutant(mutant: Mutant) -> dict[str, object]:
    return {
        "id": mutant.id,
        "of": mutant.owner,
        "article": mutant.article,
        "version": mutant.version,
        "operator": mutant.operator,
        "change": mutant.change,
        "file": mutant.place.file,
        "line": mutant.place.line,
    }


def _outcome(outcome: Outcome) -> dict[str, object]:
    found = outcome.suggestion
    return {
        **_mutant(outcome.mutant),
        "state": outcome.state,
        "killed_by": outcome.killed_by or None,
        "because": outcome.mutant.because or None,
        "shown": outcome.mutant.shown or None,
        "cases": outcome.cases,
        "suggestion": None
        if found is None
        else {
            "beside": found.beside,
            "file": found.file,
            "facts": dict(found.facts),
            "asks": found.asks,
            "sees": found.sees,
            "provision": found.provision or None,
            "rules_say": found.original,
            "mutant_says": found.mutated,
        },
    }
