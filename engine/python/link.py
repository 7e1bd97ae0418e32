"""One function for cases of one shape under the law of one time: everything asked for, in order of need.

Cases have one *shape* when they give the same facts, of the same classes. What no single case can change is settled
when the function is written: which versions are in force, which facts are missing, what figures come to. Conclusions
are worked out one after another, each once what it rests on is there. ``link_provisions`` tells what the function
gives; ``linked_trace`` makes records of it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, timedelta

from rulecheck.engine.policy import is_policy
from rulecheck.engine.python.chunk import Made
from rulecheck.engine.python.link_conclusions import Standing, concluded
from rulecheck.engine.python.link_provisions import LinkProvisions, by_date
from rulecheck.engine.python.link_writing import LAW_DATE, LinkWriter, class_of
from rulecheck.engine.python.provisions import Generator
from rulecheck.engine.python.writer import Names, NotGenerated, Plan
from rulecheck.engine.rulebook import Provision, Version
from rulecheck.engine.types import BOOLEAN
from rulecheck.engine.values import Elements, Value
from rulecheck.grammar import syntax as s
from rulecheck.grammar.data_classes import Factory, define

# Beyond so many lines, or conclusions resting on each other, cases are decided chunk by chunk.
_MOST_LINES = 20_000
_MOST_DEEP = 50


@define(kw_only=True)
class Linking(LinkProvisions):
    """Writes one function. It is right from ``since`` to ``until``, both included."""

    since: date = date.min
    until: date = date.max
    conclusions: dict[str, tuple[str, type | None]] = Factory(dict)
    provisions: dict[str, Standing] = Factory(dict)
    values: dict[str, Plan] = Factory(dict)
    fulfilments: dict[str, Plan] = Factory(dict)
    answers: dict[str, str] = Factory(dict)
    deep: int = 0

    def conclusion(self, name: str, may_be_absent: bool) -> str:
        """The variable of a conclusion, decided further up."""
        variable, given = self.conclusions[name]
        if may_be_absent or self.writer.kind(variable) is not None:
            return variable
        with self.writer.block(f"if {variable} is NONE or {variable} is NOT_APPLICABLE:"):
            self.writer.line("raise Handed('a conclusion is used that nothing decides')")
        if given is None:
            return variable
        value = self.writer.fresh("v")
        self.writer.line(f"{value} = {variable}")
        self.writer.kinds[value] = given
        return value

    def applies(self, provision: str) -> str | None:
        """The variable that tells whether a provision applies."""
        found = self.provisions.get(provision)
        return None if found is None else found.applies

    def narrow(self, first: date, until: date | None) -> None:
        """What is written is right only on the side of these days on which the law date lies."""
        self._narrow(first)
        if until is not None and until < date.max:
            self._narrow(until + timedelta(days=1))

    def _narrow(self, first: date) -> None:
        """What is written is right only on the side of a first day on which the law date lies."""
        if first <= self.law_date:
            self.since = max(self.since, first)
        else:
            self.until = min(self.until, first - timedelta(days=1))

    def conclude(self, name: str) -> None:
        """Writes a conclusion and, before it, what it rests on."""
        if name in self.conclusions:
            return
        rulebook = self.generator.rulebook
        known = rulebook.vocabulary.conclusions[name]
        deciders = rulebook.deciders.get(name, ())
        with self._deeper():
            for id_ in deciders:
                self.prepare(id_)
        found = [self.standing(rulebook.provisions[id_]) for id_ in deciders]
        nothing = "False" if known.type == BOOLEAN else "NOT_APPLICABLE"
        policies = [is_policy(rulebook, id_) for id_ in deciders]
        variable, given = concluded(self.writer, found, policies, nothing, known.better)
        self.conclusions[name] = variable, given
        self.values[name] = self.writer.keep(variable), tuple(standing.layout for standing in found)

    def prepare(self, id_: str) -> None:
        """Writes what a provision rests on; the provision itself where more than one thing may ask for it."""
        rulebook = self.generator.rulebook
        provision = rulebook.provisions[id_]
        with self._deeper():
            if not self.is_asked_of_run(provision):
                versions: tuple[Version, ...] = provision.versions
                if not by_date(provision):
                    version = self.version_in_force(provision)
                    versions = () if version is None else (version,)
                for version in versions:
                    self._rests_on(_expressions(version))
                for exception in rulebook.exceptions.get(id_, ()) if versions else ():
                    self.prepare(exception)
            if id_ in self.generator.shared and id_ not in self.provisions:
                self.provisions[id_] = self.written(provision)

    def _rests_on(self, nodes: Iterable[s.Node]) -> None:
        for node in nodes:
            for part in s.walk(node):
                if isinstance(part, s.Name) and part.role == "conclusion":
                    self.conclude(part.name)
                elif isinstance(part, s.ProvisionStatus) and part.status in ("applies", "owed"):
                    self.prepare(part.provision)

    @contextmanager
    def _deeper(self) -> Iterator[None]:
        self.deep += 1
        if self.deep > _MOST_DEEP or len(self.writer.lines) > _MOST_LINES:
            raise NotGenerated
        yield
        self.deep -= 1

    def standing(self, provision: Provision) -> Standing:
        """A provision where it is needed: written here, unless it was further up."""
        return self.provisions.get(provision.id) or self.written(provision)

    def ask(self, address: str) -> None:
        """Writes what is asked for; of an element of a list, a run is asked."""
        writer = self.writer
        if address in self.generator.rulebook.vocabulary.conclusions:
            self.conclude(address)
            variable, given = self.conclusions[address]
        else:
            given = None
            writer.runs = True
            variable = writer.fresh("c")
            writer.line(f"{variable} = conclude(R, {address!r})")
        self.answers[address] = variable
        if given is None and writer.kind(variable) is None:
            with writer.block(f"if {variable} is UNKNOWN:"):
                writer.line("raise Handed('an answer is open')")

    def constrain(self, must: s.Node) -> None:
        """Writes what every possible case fulfils."""
        roles = {part.role for part in s.walk(must) if isinstance(part, s.Name)}
        if roles - {"fact", "element fact"} or any(isinstance(part, s.ProvisionStatus) for part in s.walk(must)):
            raise NotGenerated  # these have no law date
        self.writer.nodes = 0
        with self.writer.frame():
            truth, _ = self.judge(must, Names({}, {"": "''"}, LAW_DATE))
        with self.writer.block(f"if {truth} is False:"):
            self.writer.line("raise Handed('the case is impossible')")

    def fulfil(self) -> None:
        """Writes for each provision that applies whether what it asks for was done."""
        done: set[str] = set()
        while left := [id_ for id_ in self.provisions if id_ not in done]:
            for id_ in left:
                done.add(id_)
                fulfilled = self.generator.rulebook.provisions[id_].fulfilled
                standing = self.provisions[id_]
                if fulfilled is None or isinstance(standing.layout, int):
                    continue
                self._rests_on((fulfilled,))
                self.writer.nodes = 0
                truth = self.writer.fresh("t")
                self.writer.may_be_unset(truth, anyway=True)
                with self.writer.block(f"if {standing.applies} is True:"), self.writer.frame() as slots:
                    found, plan = self.judge(fulfilled, Names({}, {"": "''"}, LAW_DATE))
                    self.writer.line(f"{truth} = {found}")
                start = len(self.writer.kept)
                self.writer.kept += slots
                self.fulfilments[id_] = self.writer.keep(truth), start, start + len(slots), plan
        if self.writer.runs:
            self.writer.line("look_at_fulfilment(R)")

    def source(self) -> str:
        """The whole function. The last of what it gives are the answers by address."""
        writer = self.writer
        read = list(writer.facts_read())
        lines = [f"{name} = {source}" for source, name in writer.constants.items()]
        lines += ["def linked(F, R):", *read]
        if writer.runs:
            lines.append(" get = F.get; known = R.known.get")
        if writer.unset:
            lines.append(f" {' = '.join(dict.fromkeys(writer.unset))} = None")
        answers = ", ".join(f"{address!r}: {variable}" for address, variable in self.answers.items())
        lines += [*writer.lines, f" return ({''.join(f'{name}, ' for name in writer.kept)}{{{answers}}},)"]
        return "\n".join(lines)


def link(
    generator: Generator, asked: Sequence[str], constraints: Sequence[int], facts: Mapping[str, Value], day: date
) -> Made:
    """The function for cases of the shape of these facts, under the law of a day; no code where it cannot be written.

    The shape is all that the function knows of the facts, but for how many elements a list has.
    """
    rulebook = generator.rulebook
    lists = {name: value for name, value in facts.items() if isinstance(value, Elements)}
    classes = {name: class_of(value) for name, value in facts.items()}
    linking = Linking(LinkWriter(rulebook, classes=classes, lists=lists), day, generator=generator)
    linking.narrow(rulebook.covers_from, None)
    # Which of these is given chooses the law date, and how many elements a list has, what is asked.
    for name in (*(name for scheme in rulebook.vocabulary.schemes.values() for name in scheme.law_date), *lists):
        linking.writer.fact(name)
    try:
        for index in constraints:
            linking.constrain(rulebook.vocabulary.constraints[index].must)
        for address in asked:
            linking.ask(address)
        linking.fulfil()
        source = linking.source()
    except NotGenerated:
        return Made(None, {})
    plans = {
        "since": linking.since.toordinal(),
        "until": linking.until.toordinal(),
        "runs": linking.writer.runs,
        "values": linking.values,
        "provisions": {id_: standing.layout for id_, standing in linking.provisions.items()},
        "fulfilments": linking.fulfilments,
        "shared": tuple(sorted(generator.shared)),
    }
    return Made(compile(source, "<linked>", "exec", dont_inherit=True, optimize=2), plans)


def _expressions(version: Version) -> Iterator[s.Node]:
    yield from (node for node in (version.when, version.value) if node is not None)
    yield from (node for _, node in version.where)
