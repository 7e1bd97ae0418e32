"""What a trace rests on: the names read for a provision, the conclusions behind a conclusion, who reads a fact."""

from collections.abc import Iterable, Iterator
from datetime import date

from rulecheck.engine.trace import Decision, Part, Read, Step, Tried
from rulecheck.engine.values import UNKNOWN
from rulecheck.engine.vocabulary import DatedValue, Figure, Vocabulary
from rulecheck.grammar import syntax as s


def steps_of(tried: Tried) -> Iterator[Step]:
    """Every condition looked at for a provision and its parts, exceptions left out."""
    for step in (tried.breach, tried.condition, *tried.row_steps, tried.fulfilled):
        if step is not None:
            yield from steps_below(step)


def steps_below(step: Step) -> Iterator[Step]:
    """A condition and all its parts."""
    yield step
    for part in step.parts:
        yield from steps_below(part)


def reads_below(step: Step) -> Iterator[Read]:
    """Everything that a condition and its parts have read."""
    for part in steps_below(step):
        yield from part.reads


def reads_of(tried: Tried) -> Iterator[Read]:
    """Everything read while a provision was looked at, exceptions left out; a name may come more than once."""
    yield from tried.choice
    for step in steps_of(tried):
        yield from step.reads
    if tried.amount is not None:
        yield from tried.amount.reads


def figures_read(tried: Tried, vocabulary: Vocabulary, known_on: date | None) -> tuple[tuple[Figure, DatedValue], ...]:
    """The dated figures read while a provision was looked at, each with its value of the day; exceptions left out."""
    reads = (*reads_of(tried), *(read for _, amount in tried.where for read in amount.reads))
    found: dict[str, tuple[Figure, DatedValue]] = {}
    for read in reads:
        if read.role == "figure" and tried.chosen_by is not None:
            figure = vocabulary.figures[read.address]
            dated = figure.on(tried.chosen_by, known_on)
            if dated is not None:
                found[figure.name] = figure, dated
    return tuple(found.values())


def with_exceptions(tried: Tried) -> Iterator[Tried]:
    """A provision and the exceptions to it, to any depth."""
    yield tried
    for exception in tried.exceptions:
        yield from with_exceptions(exception)


def tried_for(decision: Decision) -> Iterator[Tried]:
    """Every provision looked at for a conclusion, exceptions among them."""
    for tried in decision.tried:
        yield from with_exceptions(tried)


def conclusions_read(looked_at: Iterable[Tried]) -> tuple[str, ...]:
    """The addresses of the conclusions read for provisions and the exceptions to them."""
    return tuple(
        dict.fromkeys(
            read.address
            for one in looked_at
            for tried in with_exceptions(one)
            for read in reads_of(tried)
            if read.role in ("conclusion", "element conclusion")
        )
    )


def spoken_of(looked_at: Iterable[Tried]) -> tuple[str, ...]:
    """The ids of the provisions whose standing was asked for by provisions and the exceptions to them."""
    return tuple(
        dict.fromkeys(
            step.node.provision
            for one in looked_at
            for tried in with_exceptions(one)
            for step in steps_of(tried)
            if isinstance(step.node, s.ProvisionStatus)
        )
    )


def spoken_of_alone(part: Part) -> tuple[Tried, ...]:
    """The provisions whose standing was asked for and that no conclusion was decided by."""
    deciding = {tried.provision for decision in part.decisions for tried in tried_for(decision)}
    return tuple(tried for tried in part.spoken_of if tried.provision not in deciding)


def missing_of(part: Part) -> dict[str, tuple[str, ...]]:
    """The relevant missing facts, with the asked conclusions that each keeps open; first what the weightiest need."""
    keeps_open: dict[str, list[str]] = {}
    for address in part.asked:
        for fact in part.decision(address).missing:
            keeps_open.setdefault(fact, []).append(address)
    return {fact: tuple(addresses) for fact, addresses in keeps_open.items()}


def provisions_asking(part: Part) -> dict[str, tuple[str, ...]]:
    """For each missing fact, the provisions that asked for it, in the order met."""
    return {fact: tuple(dict.fromkeys(t.provision for t in found)) for fact, found in tried_asking(part).items()}


def days_not_held(part: Part) -> dict[str, tuple[date, ...]]:
    """The provisions of which the rulebook does not hold the law of a day that chooses it, with these days."""
    found: dict[str, dict[date, None]] = {}
    looked_at = (*(t for d in part.decisions for t in d.tried), *part.spoken_of)
    for one in (t for tried in looked_at for t in with_exceptions(tried)):
        if one.outcome == "not held" and one.chosen_by is not None:
            found.setdefault(one.provision, {})[one.chosen_by] = None
    return {provision: tuple(days) for provision, days in found.items()}


def tried_asking(part: Part) -> dict[str, tuple[Tried, ...]]:
    """The same, with what was looked at of them: a provision comes once for each element and exception."""
    asking: dict[str, list[Tried]] = {}
    for one in (*(t for d in part.decisions for t in d.tried), *spoken_of_alone(part)):
        for tried in with_exceptions(one):
            for address in dict.fromkeys(read.address for read in reads_of(tried) if read.value is UNKNOWN):
                asking.setdefault(address, []).append(tried)
    return {fact: tuple(found) for fact, found in asking.items()}
