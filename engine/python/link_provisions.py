"""Writes provisions for cases of one shape, where they are needed: their exceptions within them, and, where dates of
the case choose, all their versions one beside another.

What is written gives one flat tuple, and *layouts* tell where things stand in it. A provision's is its id, the version,
the places of how its condition came out, of whether it applies and of what it says (−1 for one without), its
exceptions' layouts, from where to where its slots stand, and the plan of its trace. Of a provision not in force there
is only the id. Where dates choose, it begins with an empty id, and has the place of the version chosen, those of the
dates, and the versions' layouts. Of one that a run was asked for, it is the place of its record.
"""

from abc import abstractmethod
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date

from rulecheck.engine.python.kinds import common_kind
from rulecheck.engine.python.link_conclusions import Standing
from rulecheck.engine.python.link_writing import LAW_DATE, LinkWriting
from rulecheck.engine.python.provisions import Generator
from rulecheck.engine.python.writer import Names
from rulecheck.engine.rulebook import Provision, Version
from rulecheck.grammar import syntax as s
from rulecheck.grammar.data_classes import define

_UNSETTLED = -2  # the place of what an unsettled version says


@define(kw_only=True)
class LinkProvisions(LinkWriting):
    """Writes provisions."""

    generator: Generator

    @abstractmethod
    def standing(self, provision: Provision) -> Standing:
        """A provision where it is needed: written here, unless it was further up."""

    def is_asked_of_run(self, provision: Provision) -> bool:
        """Whether the chunk of a provision decides how it stands: it is not written out here."""
        exceptions = self.generator.rulebook.exceptions
        return (
            bool(provision.punishes)
            or any(version.table is not None for version in provision.versions)
            or any(id_ in exceptions for id_ in exceptions.get(provision.id, ()))
            or (by_date(provision) and (provision.id in exceptions or not self._is_by_facts(provision)))
        )

    def _is_by_facts(self, provision: Provision) -> bool:
        """Whether dates that choose its versions are facts that cases of this shape give."""
        dates = [version.version_by for version in provision.versions if version.version_by is not None]
        classes = self.writer.classes
        return all(isinstance(d, s.Name) and d.role == "fact" and classes.get(d.name) is date for d in dates)

    def version_in_force(self, provision: Provision) -> Version | None:
        """The version in force on the law date; the newest that has begun, as ``Generator`` chooses."""
        for version in provision.versions:
            self.narrow(version.since, version.until)
        for version in reversed(provision.versions):
            if version.since <= self.law_date:
                return version if version.until is None or self.law_date <= version.until else None
        return None

    def written(self, provision: Provision) -> Standing:
        """Writes a provision: Python for how it stands."""
        self.writer.nodes = 0
        if self.is_asked_of_run(provision):
            return self._asked_of_run(provision.id)
        if by_date(provision):
            return self._by_dates(provision)
        version = self.version_in_force(provision)
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
                says, said = "UNKNOWN", _UNSETTLED
            elif version.value is not None:
                with self._unless_false(applies):
                    value, plan = self.value(version.value, names)
                    says = value
                    if not value.startswith("v"):  # not a variable of its own
                        says = writer.fresh("s")
                        writer.line(f"{says} = {value}")
                        writer.same_as(says, value)
                    writer.may_be_unset(says)
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
        older = provision.is_older(self.generator.rulebook.covers_from)
        writer.line(f"{applies} = 'unknown'" if older else f"{applies} = False")
        writer.line(f"{index} = None" if older else f"{index} = -1")
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
                    if older:
                        writer.line(f"{applies} = False")
                    open_ended = version.until is None or provision.is_followed(number)
                    until = "True" if open_ended else f"{day} <= {writer.constant(version.until)}"
                    with writer.block(f"if {until}:"):
                        standing = self._written_version(provision, version, day)
                        written.insert(0, standing)
                        writer.line(f"{applies} = {standing.applies}")
                        writer.line(f"{says} = {standing.value}")
                        writer.line(f"{index} = {number}")
                within.enter_context(writer.block("else:"))
        self._mark(applies, not older and self._is_sure(*(standing.applies for standing in written)))
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


def by_date(provision: Provision) -> bool:
    """Whether dates of the case choose its version."""
    return any(version.version_by is not None for version in provision.versions)
