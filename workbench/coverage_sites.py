"""Where a provision has conditions, and how a trace answers them.

A *site* is a condition tree that comes out true or false as a whole: the `when` of a version, a row of its table,
what fulfils a duty, the breach that a penalty punishes, a turn of an amount. Its *leaves* are the conditions that
`and`, `or` and `not` join, each under its path (`0.1`: of the first part the second). A leaf that asks `any`, `every`
or `no` element of a list is one condition there, and what it asks of an element is a site of its own.
"""

from collections.abc import Iterator, Mapping

from attrs import frozen

from rulecheck.engine.case import Case
from rulecheck.engine.evaluate import Evaluation
from rulecheck.engine.rulebook import Provision, Rulebook
from rulecheck.engine.trace import Answer, Part, Step, Tried, Truth
from rulecheck.engine.trace_reads import with_exceptions
from rulecheck.grammar import syntax as s
from rulecheck.workbench.coverage_amounts import turned, turns


@frozen
class Leaf:
    """A condition that no `and`, `or` or `not` takes apart, with its path in the site."""

    path: str
    node: s.Node


@frozen
class Site:
    """A condition tree of a provision; ``version`` is -1 for what does not belong to one."""

    key: str
    provision: str
    version: int
    root: s.Node
    leaves: tuple[Leaf, ...]


@frozen
class Answered:
    """How a site came out in a trace: as a whole, and each leaf that was looked at."""

    site: str
    truth: Truth
    leaves: tuple[tuple[str, Step], ...]


def sites_of(provision: Provision) -> Iterator[Site]:
    """Every site of a provision."""
    for name, version, node in _trees(provision):
        yield from _sites(site_key(provision.id, version, name), provision.id, version, node)


def answered(answer: Answer, rulebook: Rulebook) -> Iterator[tuple[Tried, Answered]]:
    """The sites that an answer answers, each with the provision that was looked at."""
    record = answer.case
    for part in answer.parts:
        day = part.law_date.day
        case = Case("", dict(record.facts), record.title, record.law_date, record.known_on, record.ask)
        run = Evaluation(rulebook, case, day, "" if day else part.law_date.chosen_by, answer.known_on)
        for tried in looked_at_in(part):
            for found in _in_trace(tried):
                yield tried, found
            if tried.version is not None:
                version = rulebook.provisions[tried.provision].versions[tried.version]
                for number, step in turned(tried, version, run):
                    for found in _answers(site_key(tried.provision, tried.version, f"amount {number + 1}"), step):
                        yield tried, found


def looked_at(answer: Answer) -> Iterator[Tried]:
    """Every provision looked at for an answer, exceptions among them."""
    for part in answer.parts:
        yield from looked_at_in(part)


def looked_at_in(part: Part) -> Iterator[Tried]:
    """The same for what was decided under the law of one day."""
    for one in (*(t for d in part.decisions for t in d.tried), *part.spoken_of):
        yield from with_exceptions(one)


def _in_trace(tried: Tried) -> Iterator[Answered]:
    version = -1 if tried.version is None else tried.version
    found = [("breach", -1, tried.breach), ("when", version, tried.condition), ("fulfilled", -1, tried.fulfilled)]
    found += [(f"row {i}", version, step) for i, step in enumerate(tried.row_steps, start=1)]
    for name, of, step in found:
        if step is not None:
            yield from _answers(site_key(tried.provision, of, name), step)


def pivotal(site: Site, leaves: Mapping[str, bool], leaf: str) -> bool:
    """Whether the whole comes out otherwise as soon as a leaf does, the other leaves being what they are."""
    if leaf not in leaves:
        return False
    as_it_is, turned = (_whole(site.root, "", {**leaves, leaf: truth}) for truth in (leaves[leaf], not leaves[leaf]))
    return {as_it_is, turned} == {True, False}


def site_key(provision: str, version: int, name: str) -> str:
    """The key of a site: its provision, the number of its version counted from 1, and which tree it is."""
    return f"{provision}/{name}" if version < 0 else f"{provision}/{version + 1}/{name}"


def _trees(provision: Provision) -> Iterator[tuple[str, int, s.Node]]:
    if provision.punishes:
        yield "breach", -1, s.ProvisionStatus(provision.punishes, "breached")
    if provision.fulfilled is not None:
        yield "fulfilled", -1, provision.fulfilled
    for index, version in enumerate(provision.versions):
        if version.when is not None:
            yield "when", index, version.when
        for number, row in enumerate(version.table.rows if version.table is not None else (), start=1):
            if row.when is not None:
                yield f"row {number}", index, row.when
        for number, turn in enumerate(turns(version), start=1):
            yield f"amount {number}", index, turn


def _sites(key: str, provision: str, version: int, root: s.Node) -> Iterator[Site]:
    leaves = tuple(_leaves(root, ""))
    yield Site(key, provision, version, root, leaves)
    for leaf in leaves:
        if isinstance(leaf.node, s.Quantified):
            yield from _sites(f"{key}:{leaf.path}", provision, version, leaf.node.condition)


def _leaves(node: s.Node, path: str) -> Iterator[Leaf]:
    if isinstance(node, s.AllOf | s.AnyOf):
        for index, operand in enumerate(node.operands):
            yield from _leaves(operand, f"{path}{index}.")
    elif isinstance(node, s.Not):
        yield from _leaves(node.operand, f"{path}0.")
    else:
        yield Leaf(path.rstrip("."), node)


def _whole(node: s.Node, path: str, leaves: Mapping[str, bool]) -> Truth:
    """How a tree comes out by Kleene's logic when some of its leaves are known."""
    if isinstance(node, s.Not):
        part = _whole(node.operand, f"{path}0.", leaves)
        return part if part == "unknown" else not part
    if not isinstance(node, s.AllOf | s.AnyOf):
        return leaves.get(path.rstrip("."), "unknown")
    parts = [_whole(operand, f"{path}{i}.", leaves) for i, operand in enumerate(node.operands)]
    settles = isinstance(node, s.AnyOf)
    if settles in [part for part in parts if part != "unknown"]:
        return settles
    return "unknown" if "unknown" in parts else not settles


def _answers(key: str, step: Step) -> Iterator[Answered]:
    leaves = tuple(_looked_at(step, ""))
    yield Answered(key, step.truth, leaves)
    for path, leaf in leaves:
        for part in leaf.parts:
            yield from _answers(f"{key}:{path}", part)


def _looked_at(step: Step, path: str) -> Iterator[tuple[str, Step]]:
    """The leaves that were looked at: the parts of a step stand in the order of its operands, as far as it went."""
    if isinstance(step.node, s.AllOf | s.AnyOf | s.Not):
        for index, part in enumerate(step.parts):
            yield from _looked_at(part, f"{path}{index}.")
    else:
        yield path.rstrip("."), step
