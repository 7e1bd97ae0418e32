"""What each golden case looks at: recorded once, so that a mutant is tried only on the cases it could matter to."""

from collections.abc import Iterator, Mapping, Sequence

from attrs import evolve, frozen

from rulecheck.engine.golden import GoldenCase, Result
from rulecheck.engine.rulebook import Provision, Rulebook
from rulecheck.engine.trace import Answer, Tried
from rulecheck.engine.trace_reads import tried_for, with_exceptions
from rulecheck.grammar import syntax as s
from rulecheck.workbench.golden import run
from rulecheck.workbench.mutate_rules import Candidate


class _Watched(Mapping[str, Provision]):
    """Provisions that remember which of them were asked for, even by suppositions that leave no step in the trace."""

    def __init__(self, provisions: Mapping[str, Provision]) -> None:
        self._provisions = provisions
        self.asked: dict[str, None] = {}

    def __getitem__(self, name: str) -> Provision:
        self.asked[name] = None
        return self._provisions[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._provisions)

    def __len__(self) -> int:
        return len(self._provisions)


@frozen
class Run:
    """A golden case that passes, with what it looks at: the provisions, and where its trace tells it the versions."""

    file: str
    case: GoldenCase
    provisions: frozenset[str]
    versions: Mapping[str, frozenset[int | None]]

    def looks_at(self, provision: str, version: int | None) -> bool:
        """Whether a change of that version (None: of whatever chooses among the versions) could matter to the case."""
        if provision not in self.provisions:
            return False
        chosen = self.versions.get(provision)
        return version is None or chosen is None or version in chosen or None in chosen


@frozen
class Baseline:
    """The golden cases that pass, and the titles of those that do not."""

    runs: tuple[Run, ...]
    failing: tuple[str, ...]


def baseline(rulebook: Rulebook, cases: Sequence[tuple[str, GoldenCase]]) -> Baseline:
    """Every case run once on the rulebook as it is."""
    runs, failing = [], []
    for file, case in cases:
        watched = _Watched(rulebook.provisions)
        result = run(file, case, evolve(rulebook, provisions=watched))
        if result.passed:
            runs.append(Run(file, case, frozenset(watched.asked), _versions(result)))
        else:
            failing.append(case.title)
    return Baseline(tuple(runs), tuple(failing))


def _versions(result: Result) -> dict[str, frozenset[int | None]]:
    found: dict[str, set[int | None]] = {}
    for tried in _tried(result.answer) if result.answer is not None else ():
        found.setdefault(tried.provision, set()).add(tried.version)
    return {name: frozenset(versions) for name, versions in found.items()}


def _tried(answer: Answer) -> Iterator[Tried]:
    for part in answer.parts:
        for decision in part.decisions:
            yield from tried_for(decision)
        for one in part.spoken_of:
            yield from with_exceptions(one)


def concerned(rulebook: Rulebook, found: Baseline, candidate: Candidate) -> list[Run]:
    """The cases to which a mutant could matter, those first that most likely notice it.

    These are the cases written to show the provision, then those for which it decides, then those that rest on least.
    """
    edit = candidate.edit
    figures = frozenset(edit.figures)
    reading = _reading(rulebook, figures) if figures else frozenset[str]()
    changed = dict.fromkeys((*edit.provisions, *edit.dropped))
    runs = []
    for one in found.runs:
        if (figures and not one.provisions.isdisjoint(reading)) or any(
            one.looks_at(id_, _version(candidate, id_)) for id_ in changed
        ):
            runs.append(one)

    def order(one: Run) -> tuple[bool, bool, int]:
        shown = one.case.shows in changed or candidate.mutant.owner in one.case.cites
        return not shown, not any(id_ in one.case.cites for id_ in changed), len(one.provisions)

    return sorted(runs, key=order)


def _version(candidate: Candidate, id_: str) -> int | None:
    """The version whose words are changed; in a provision derived from the changed one, whichever it is."""
    return candidate.version if id_ == candidate.mutant.owner else None


def _reading(rulebook: Rulebook, figures: frozenset[str]) -> frozenset[str]:
    """The provisions whose expressions name one of the figures."""
    from rulecheck.engine.drafts import version_nodes

    return frozenset(
        provision.id
        for provision in rulebook.provisions.values()
        for version in provision.versions
        for node in version_nodes(version)
        for inner in s.walk(node)
        if isinstance(inner, s.Name) and inner.name in figures
    )
