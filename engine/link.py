"""One function for cases of one shape under the law of one time: everything asked for, in order of need.

Cases have one *shape* when they give the same facts, of the same classes. What no single case can change is settled
when the function is written: which versions are in force, which facts are missing, what figures come to. Conclusions
are worked out one after another, each once what it rests on is there.

The function gives one flat tuple, and *layouts* tell where things stand in it. A provision's is its id, the version,
the places of how its condition came out, of whether it applies and of what it says (−1 for one without), its
exceptions' layouts, from where to where its slots stand, and the plan of its trace. Of a provision not in force there
is only the id; of one that a run was asked for, the place of its record. ``linked_trace`` makes records of them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date, timedelta
from typing import Any

from attrs import Factory, define

from rulecheck.engine.chunk import Made
from rulecheck.engine.generate_kinds import common_kind
from rulecheck.engine.generate_provisions import Generator, followed
from rulecheck.engine.generate_writer import Names, NotGenerated
from rulecheck.engine.link_conclusions import Standing, concluded
from rulecheck.engine.link_writing import LAW_DATE, LinkWriter, LinkWriting
from rulecheck.engine.policy import is_policy
from rulecheck.engine.rulebook import Provision, Version
from rulecheck.engine.types import BOOLEAN
from rulecheck.engine.values import Elements, Value
from rulecheck.grammar import syntax as s

Layout = Any  # nested tuples as told above
UNSETTLED = -2

# Beyond so many lines, or conclusions resting on each other, cases are decided chunk by chunk.
_MOST_LINES = 20_000
_MOST_DEEP = 50


@define(kw_only=True)
class Linking(LinkWriting):
    """Writes one function. It is right from ``since`` to ``until``, both included."""

    generator: Generator
    since: date = date.min
    until: date = date.max
    conclusions: dict[str, tuple[str, type | None]] = Factory(dict)
    provisions: dict[str, Standing] = Factory(dict)
    values: dict[str, Layout] = Factory(dict)
    fulfilments: dict[str, Layout] = Factory(dict)
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
            if not self._is_asked_of_run(provision):
                version = self._version(provision)
                for one in provision.versions if _by_date(provision) else (version,) if version else ():
                    self._rests_on(_expressions(one))
                if version is not None:
                    for exception in rulebook.exceptions.get(id_, ()):
                        self.prepare(exception)
            if id_ in self.generator.shared and id_ not in self.provisions:
                self.provisions[id_] = self._written(provision)

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
        return self.provisions.get(provision.id) or self._written(provision)

    def _is_asked_of_run(self, provision: Provision) -> bool:
        """Whether the chunk of a provision decides how it stands: it is not written out here."""
        exceptions = self.generator.rulebook.exceptions
        return (
            bool(provision.punishes)
            or any(version.table is not None for version in provision.versions)
            or any(id_ in exceptions for id_ in exceptions.get(provision.id, ()))
            or (_by_date(provision) and (provision.id in exceptions or not self._is_by_facts(provision)))
        )

    def _is_by_facts(self, provision: Provision) -> bool:
        """Whether dates that choose its versions are facts that cases of this shape give."""
        dates = [version.version_by for version in provision.versions if version.version_by is not None]
        classes = self.writer.classes
        return all(isinstance(d, s.Name) and d.role == "fact" and classes.get(d.name) is date for d in dates)

    def _version(self, provision: Provision) -> Version | None:
        """The version in force on the law date; the newest that has begun, as ``Generator`` chooses."""
        for version in provision.versions:
            self.narrow(version.since, version.until)
        for version in reversed(provision.versions):
            if version.since <= self.law_date:
                return version if version.until is None or self.law_date <= version.until else None
        return None

    def _written(self, provision: Provision) -> Standing:
        self.writer.nodes = 0
        if self._is_asked_of_run(provision):
            return self._asked_of_run(provision.id)
        if _by_date(provision):
            return self._by_dates(provision)
        version = self._version(provision)
        if version is None:
            return Standing("False", "None", (provision.id,))
        return self._written_version(provision, version, LAW_DATE)

    def _written_version(self, provision: Provision, version: Version, day: str) -> Standing:
        writer = self.writer
        names = Names(dict(version.where), {"": "''"}, day)
        exceptions: list[Standing] = []
        own, when, plan, says, said = "True", None, None, "None", -1
        with writer.frame() as slots:
            if version.when is not None:
                own, when = self.judge(version.when, names)
            applies = own
            if self.generator.rulebook.exceptions.get(provision.id):
                applies = writer.fresh("p")
                writer.may_be_unset(applies)
                writer.line(f"{applies} = False")
                with self._unless_false(own):
                    exceptions = self._exceptions(provision, own, applies)
                self._mark(applies, self._is_sure(own, *(standing.applies for standing in exceptions)))
            if version.unsettled:
                says, said = "UNKNOWN", UNSETTLED
            elif version.value is not None:
                with self._unless_false(applies):
                    value, plan = self.value(version.value, names)
                    says = writer.fresh("s")
                    writer.may_be_unset(says)
                    writer.line(f"{says} = {value}")
                    writer.same_as(says, value)
                said = writer.keep(says)
        start = len(writer.kept)
        writer.kept += slots
        places = -1 if when is None else start + when[0], writer.keep(applies) if exceptions else -1, said
        layouts = tuple(standing.layout for standing in exceptions)
        index = provision.versions.index(version)
        layout = (provision.id, index, *places, layouts, start, start + len(slots), (when, plan))
        return Standing(applies, says, layout)

    def _by_dates(self, provision: Provision) -> Standing:
        """A provision whose versions are chosen by dates of the case, the newest first, as ``Generator`` does."""
        writer = self.writer
        applies, says, index = writer.fresh("p"), writer.fresh("s"), writer.fresh("n")
        for name in (applies, index):
            writer.may_be_unset(name)
        writer.may_be_unset(says, anyway=True)
        writer.line(f"{applies} = False")
        writer.line(f"{index} = -1")
        written: list[Standing] = []
        days: list[int] = []
        with ExitStack() as within:
            for number in range(len(provision.versions) - 1, -1, -1):
                version = provision.versions[number]
                day = LAW_DATE
                if isinstance(version.version_by, s.Name):
                    day = writer.fact(version.version_by.name)
                else:
                    writer.runs = True
                days.insert(0, -1 if day == LAW_DATE else writer.keep(day))
                with writer.block(f"if {day} >= {writer.constant(version.since)}:"):
                    writer.line(f"{index} = {-1 - number}")
                    open_ended = version.until is None or followed(provision, number)
                    until = "True" if open_ended else f"{day} <= {writer.constant(version.until)}"
                    with writer.block(f"if {until}:"):
                        standing = self._written_version(provision, version, day)
                        written.insert(0, standing)
                        writer.line(f"{applies} = {standing.applies}")
                        writer.line(f"{says} = {standing.value}")
                        writer.line(f"{index} = {number}")
                within.enter_context(writer.block("else:"))
        self._mark(applies, self._is_sure(*(standing.applies for standing in written)))
        kind = common_kind([writer.kind(standing.value) for standing in written])
        if all(standing.says == "None" for standing in written):
            says = "None"
        elif kind is not None:
            writer.kinds[says] = kind
        layouts = tuple(standing.layout for standing in written)
        return Standing(applies, says, ("", provision.id, writer.keep(index), tuple(days), layouts))

    def _exceptions(self, provision: Provision, own: str, applies: str) -> list[Standing]:
        """Writes the exceptions of a provision, and with them whether it applies."""
        rulebook, writer = self.generator.rulebook, self.writer
        found = [self.standing(rulebook.provisions[id_]) for id_ in rulebook.exceptions[provision.id]]
        effects = [standing.applies for standing in found]
        if self._is_sure(own, *effects):
            writer.line(f"{applies} = not ({' or '.join(effects)})")
            return found
        with writer.block(f"if {' or '.join(f'{effect} is True' for effect in effects)}:"):
            writer.line("pass")
        with writer.block(f"elif {' or '.join(f'{effect} is not False' for effect in effects)}:"):
            writer.line(f"{applies} = 'unknown'")
        with writer.block("else:"):
            writer.line(f"{applies} = {own}")
        return found

    @contextmanager
    def _unless_false(self, truth: str) -> Iterator[None]:
        """What is looked at only where something is true, or may be."""
        if truth == "True":
            yield
        else:
            with self.writer.block(f"if {truth}:" if self._is_sure(truth) else f"if {truth} is not False:"):
                yield

    def _asked_of_run(self, id_: str) -> Standing:
        writer = self.writer
        writer.runs = True
        record, applies, says = writer.fresh("z"), writer.fresh("p"), writer.fresh("s")
        for name in (record, applies, says):
            writer.may_be_unset(name)
        call = self.generator.call(id_, "''")
        writer.line(f"{record} = {call}")
        writer.line(f"{applies} = {record}[2]")
        writer.line(f"{says} = True if {record}[4] is None else {record}[4]")
        return Standing(applies, says, writer.keep(record))

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

    def source(self, asked: Sequence[str]) -> str:
        """The whole function, and one that picks the answers from what it gives, where all stand there."""
        writer = self.writer
        read = list(writer.facts_read())
        lines = [f"{name} = {source}" for source, name in writer.constants.items()]
        lines += ["def linked(F, R):", *read]
        if writer.runs:
            lines.append(" get = F.get; known = R.known.get")
        if writer.unset:
            lines.append(f" {' = '.join(dict.fromkeys(writer.unset))} = None")
        lines += [*writer.lines, f" return ({''.join(f'{name}, ' for name in writer.kept)})"]
        if all(address in self.values for address in asked):
            answers = ", ".join(f"{address!r}: S[{self.values[address][0]}]" for address in asked)
            lines += ["def answers(S):", f" return {{{answers}}}"]
        return "\n".join(lines)


def link(
    generator: Generator, asked: Sequence[str], constraints: Sequence[int], facts: Mapping[str, Value], day: date
) -> Made:
    """The function for cases of the shape of these facts, under the law of a day; no code where it cannot be written.

    The shape is all that the function knows of the facts, but for how many elements a list has.
    """
    rulebook = generator.rulebook
    lists = {name: value for name, value in facts.items() if isinstance(value, Elements)}
    classes = {name: type(value) for name, value in facts.items()}
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
        source = linking.source(asked)
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


def _by_date(provision: Provision) -> bool:
    """Whether dates of the case choose its version."""
    return any(version.version_by is not None for version in provision.versions)


def _expressions(version: Version) -> Iterator[s.Node]:
    yield from (node for node in (version.when, version.value) if node is not None)
    yield from (node for _, node in version.where)
