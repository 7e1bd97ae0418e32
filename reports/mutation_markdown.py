"""What became of the mutants, as a part of a page: the score, by sort of mistake and by act, and what survives."""

from collections import Counter
from collections.abc import Callable

from rulecheck.engine.mutants import Mutation, Outcome
from rulecheck.reports.mutation_text import percent, score_words


def mutation_markdown(found: Mutation) -> str:
    """The score and the counts by sort of mistake and by act, and the survivors by article, for a page."""
    lines = [f"{score_words(found)}, tried on {found.cases:,} golden cases.", ""]
    lines += [*_table("mistake", found, lambda o: o.mutant.operator), ""]
    lines += [*_table("act or figure", found, _act), ""]
    lines += _survivors(found)
    return "\n".join(lines) + "\n"


def _act(outcome: Outcome) -> str:
    return outcome.mutant.article.partition(" ")[0]


def _table(of: str, found: Mutation, key: Callable[[Outcome], str]) -> list[str]:
    by_state = {
        state: Counter[str](key(o) for o in found.outcomes if o.state == state)
        for state in ("killed", "survived", "equivalent", "shown")
    }
    killed, survived, equivalent, shown = by_state.values()
    lines = [f"| {of} | mutants | killed | | marked equivalent | shown to change nothing |"]
    lines.append("|---|---:|---:|---:|---:|---:|")
    for name in sorted(set().union(*by_state.values())):
        lines.append(_row(name, killed[name], survived[name], equivalent[name], shown[name]))
    lines.append(_row("all", *(sum(counter.values()) for counter in by_state.values())))
    return lines


def _row(name: str, killed: int, survived: int, equivalent: int, shown: int) -> str:
    counted = killed + survived
    share = percent(killed, counted) if counted else ""
    return f"| {name} | {counted:,} | {killed:,} | {share} | {equivalent:,} | {shown:,} |"


def _survivors(found: Mutation) -> list[str]:
    """The articles with survivors, most first, each with how many there are of each sort."""
    articles: dict[str, Counter[str]] = {}
    for outcome in found.outcomes:
        if outcome.state == "survived":
            articles.setdefault(outcome.mutant.article, Counter())[outcome.mutant.operator] += 1
    if not articles:
        return ["No mutant survives."]
    lines = ["| article | survivors | of which |", "|---|---:|---|"]
    for article in sorted(articles, key=lambda a: (-articles[a].total(), a)):
        sorts = sorted(articles[article].items(), key=lambda pair: (-pair[1], pair[0]))
        told = ", ".join(f"{count} {name}" for name, count in sorts)
        lines.append(f"| {article} | {articles[article].total():,} | {told} |")
    return lines
