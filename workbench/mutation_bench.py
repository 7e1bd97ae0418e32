"""A run of mutation from end to end: what is chosen, what earlier runs already tell, and the rest tried."""

import subprocess
from collections.abc import Callable, Collection, Iterable

from attrs import evolve, frozen

from rulecheck.engine.mutants import Mutation, Outcome
from rulecheck.engine.rule_files import shown_path
from rulecheck.engine.rulebook import Rulebook
from rulecheck.workbench.facts import provisions_of_scheme
from rulecheck.workbench.mutation import Cases, Group, groups, summed, tried
from rulecheck.workbench.mutation_baseline import Baseline, baseline
from rulecheck.workbench.mutation_memory import Digests, memory_file, recalled, remember, remembered
from rulecheck.workbench.mutation_parallel import Told, outcomes
from rulecheck.workbench.mutation_search import tried_and_searched
from rulecheck.workbench.revisions import NoRevision


@frozen
class Choice:
    """Which mutants are wanted: of articles, provisions, figures or schemes by name (none: of all), of the rule files
    that were changed (None: of all files), and of those whose id contains a text."""

    names: tuple[str, ...] = ()
    files: frozenset[str] | None = None
    text: str = ""


def unknown_names(rulebook: Rulebook, names: Iterable[str]) -> tuple[str, ...]:
    """The names under which there is nothing to mutate."""
    known: set[str] = {*rulebook.articles, *rulebook.provisions, *rulebook.vocabulary.figures}
    known |= {*rulebook.vocabulary.schemes, *rulebook.acts}
    return tuple(name for name in names if name not in known)


def chosen_groups(rulebook: Rulebook, choice: Choice) -> list[Group]:
    """The groups of mutants that are wanted, without those that have none."""
    wanted = _owners(rulebook, choice.names)

    def is_chosen(owner: str, file: str) -> bool:
        if wanted is not None and owner not in wanted:
            return False
        return choice.files is None or file in choice.files

    found = []
    for group in groups(rulebook, is_chosen):
        if choice.text:
            some = tuple(c for c in group.candidates if choice.text in c.mutant.id)
            group = evolve(group, candidates=some, unused=())
        if group.candidates or group.unused:
            found.append(group)
    return found


def _owners(rulebook: Rulebook, names: Collection[str]) -> frozenset[str] | None:
    if not names:
        return None
    found: set[str] = set()
    for name in names:
        scheme = rulebook.vocabulary.schemes.get(name)
        if scheme is not None:
            reached = provisions_of_scheme(rulebook, scheme)
            found.update(p.base or p.id for p in reached)
        found.update(p.id for p in rulebook.provisions.values() if name in (p.id, p.act, f"{p.act} {p.article}"))
        if name in rulebook.vocabulary.figures:
            found.add(name)
    return frozenset(found)


def bench(
    rulebook: Rulebook, cases: Cases, wanted: list[Group], jobs: int, told: Told, search: bool, memory: bool
) -> Mutation:
    """The outcomes of the groups. What earlier runs tell is not tried again where ``memory`` is set; with ``search``,
    what survives is, to find the case that would notice it. ``told`` is given the number of mutants done."""
    found = baseline(rulebook, cases)
    path = memory_file(rulebook) if memory else None
    kept = remembered(path)
    digests = Digests(rulebook)
    keys = [digests.group(group, found) for group in wanted] if path is not None else [""] * len(wanted)
    known: dict[int, tuple[Outcome, ...]] = {}
    for index, (group, key) in enumerate(zip(wanted, keys, strict=True)):
        before = recalled(group, kept.get(key))
        if before is not None and not (search and any(o.state == "survived" for o in before)):
            known[index] = before
            told(len(before))
    left = [index for index in range(len(wanted)) if index not in known]
    trial: Callable[[Rulebook, Baseline, Group], list[Outcome]] = _search if search else _try
    new = outcomes(rulebook, found, [wanted[index] for index in left], jobs, told, trial)
    by_index = {**known, **dict(zip(left, new, strict=True))}
    remember(path, {keys[index]: by_index[index] for index in left}, kept)
    return summed(
        [outcome for index in range(len(wanted)) for outcome in by_index[index]],
        [mark for group in wanted for mark in group.unused],
        len(cases),
        found.failing,
        sum(len(result) for result in known.values()),
    )


def _try(rulebook: Rulebook, found: Baseline, group: Group) -> list[Outcome]:
    return list(tried(rulebook, found, group))


def _search(rulebook: Rulebook, found: Baseline, group: Group) -> list[Outcome]:
    return list(tried_and_searched(rulebook, found, group))


def changed_files(directory: str, base: str) -> frozenset[str] | NoRevision:
    """The files of a rulebook, as places name them, that differ from a revision, or are not yet under git."""
    if base.startswith("-"):
        return NoRevision(f"`{base}` names no revision")
    names: set[str] = set()
    # Paths are relative to the directory; -z because names may hold anything.
    for command in (["diff", "--name-only", "--relative", "-z", base, "--", "."], ["ls-files", "-o", "-z", "--", "."]):
        try:
            done = subprocess.run(["git", "-C", directory, *command], capture_output=True, check=False)
        except OSError:
            return NoRevision("git cannot be run; it is needed to read revisions")
        if done.returncode:
            told = done.stderr.decode("utf-8", "replace").strip().splitlines()
            return NoRevision(f"git cannot read `{base}`: {told[0] if told else 'it does not say why'}")
        names.update(done.stdout.decode("utf-8", "surrogateescape").split("\0"))
    return frozenset(shown_path(directory, name) for name in names if name)
