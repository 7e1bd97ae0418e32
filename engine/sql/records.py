"""How a provision stands in a row, as SQL: the version chosen, whether it applies, what it says, and what excepts it.

As ``python.provisions`` writes it in Python, but for all rows at once: every version that some row may choose is
computed, and the row's own is taken.
"""

from abc import abstractmethod
from collections.abc import Sequence

from rulecheck.engine.rulebook import Provision, Table, Version
from rulecheck.engine.sql import tree
from rulecheck.engine.sql.conditions import Conditions
from rulecheck.engine.sql.places import Book, Place
from rulecheck.engine.sql.shapes import NotTranslated, Valued, Yes, chosen, nothing_known
from rulecheck.engine.sql.tree import Sql
from rulecheck.grammar import syntax as s
from rulecheck.grammar.data_classes import frozen


@frozen
class Standing:
    """How a provision stands, or one version of it. ``said`` is None for one that gives no value (it says yes).

    ``excepted`` is whether an exception sets it aside, ``looked`` whether its exceptions were looked at, ``reached``
    whether what it says was: none of these is NULL. ``doubtful`` is true where there may be a problem.
    """

    applies: Sql
    said: Valued | None
    excepted: Sql
    looked: Sql
    reached: Sql
    doubtful: Sql


@frozen
class Record(Standing):
    """How a provision stands by the version chosen: ``version`` is its number, from 1; 0 where none is in force."""

    provision: str
    version: Sql


@frozen
class Candidate:
    """A version, when it is the one (of rows that chose none before), and the day by which it was."""

    index: int
    when: Sql
    day: Sql


class Records(Conditions):
    """Translates provisions; what they need of conclusions and of other provisions is their other half's."""

    @abstractmethod
    def record(self, id_: str) -> Record:
        """How a provision stands."""

    @abstractmethod
    def law_date(self) -> Sql:
        """The law date of a row."""

    @abstractmethod
    def candidates(self, provision: Provision, place: Place) -> tuple[list[Candidate], Sql]:
        """The versions that rows may choose, the newest first, and whether the choice is unknown."""

    def made(self, provision: Provision) -> Record:
        """How a provision stands."""
        bind = self.book.layers.bind
        place = Place({}, self.law_date())
        found, open_ = self.candidates(provision, place)
        versions = [self._version(provision, provision.versions[c.index], c.day) for c in found]
        pairs = [(candidate.when, version) for candidate, version in zip(found, versions, strict=True)]

        def of(part: str) -> Sql:
            return bind(tree.case([(when, getattr(version, part)) for when, version in pairs], tree.FALSE))

        number = bind(tree.case([(c.when, tree.whole(c.index + 1)) for c in found], tree.whole(0)))
        applies = bind(tree.case([(open_, tree.NULL)], of("applies")))
        place.doubt(of("doubtful"))
        if provision.fulfilled is not None:
            # It is looked at for the trace wherever the provision applies, and a problem there is one of the answer.
            place.doubt(tree.both([tree.is_true(applies), self.fulfilment(provision.id)[1]]))
        return Record(
            applies,
            _said(pairs, self.book),
            of("excepted"),
            of("looked"),
            of("reached"),
            bind(place.doubtful()),
            provision.id,
            number,
        )

    def fulfilment(self, id_: str) -> tuple[Sql, Sql]:
        """Whether what a duty asks for was done, and whether that is doubtful; unknown where it asks for nothing."""
        fulfilled = self.book.rulebook.provisions[id_].fulfilled
        if fulfilled is None:
            return tree.NULL, tree.FALSE
        place = Place({}, self.law_date())
        return self.book.layers.bind(self.judge(fulfilled, place)), place.doubtful()

    def status(self, node: s.ProvisionStatus, place: Place) -> Sql:
        """Whether a provision applies, is owed, fulfilled or breached."""
        return self.standing(node.provision, node.status, place)

    def standing(self, id_: str, asked: str, place: Place) -> Sql:
        """The same by the provision's id."""
        record = self.record(id_)
        place.doubt(record.doubtful)
        applies = record.applies
        if asked in ("applies", "owed"):
            return applies
        fulfilled, doubtful = self.fulfilment(id_)
        place.doubt(doubtful)
        return tree.both([applies, tree.negated(fulfilled) if asked == "breached" else fulfilled])

    def _version(self, provision: Provision, version: Version, day: Sql) -> Standing:
        bind = self.book.layers.bind
        place = Place(dict(version.where), day)
        own: list[Sql] = []
        if provision.punishes:
            own.append(self.standing(provision.punishes, "breached", place))
        if version.when is not None:
            own.append(self.judge(version.when, place))
        holds = bind(tree.both(own))
        looked = tree.negated(tree.is_false(holds))
        exceptions = [self.record(id_) for id_ in self.book.rulebook.exceptions.get(provision.id, ())]
        for exception in exceptions:
            place.doubt(tree.both([looked, exception.doubtful]))
        effect = bind(tree.either([self._effect(exception) for exception in exceptions]))
        excepted = bind(tree.both([looked, tree.is_true(effect)]))
        reached = tree.both([looked, tree.negated(tree.is_true(effect))])
        applies: Sql = tree.both([holds, tree.negated(effect)])
        telling = place.within()
        said: Valued | None = None
        if version.unsettled:
            conclusion = self.book.rulebook.vocabulary.conclusions.get(provision.decides)
            said = Valued(nothing_known(conclusion.type)) if conclusion is not None else Valued(Yes(tree.NULL))
        elif version.table is not None:
            fits, said = self._table(provision, version.table, telling)
            reached = tree.both([reached, fits])
            applies = tree.both([applies, fits])
        elif version.value is not None:
            said = self._value(provision, version.value, telling)
        reached = bind(reached)
        doubtful = tree.either([place.doubtful(), tree.both([reached, telling.doubtful()])])
        return Standing(bind(applies), said, excepted, bind(looked), reached, doubtful)

    def _value(self, provision: Provision, node: s.Node, place: Place) -> Valued:
        try:
            found = self.compute(node, place)
        except NotTranslated:
            place.doubt(tree.TRUE)
            conclusion = self.book.rulebook.vocabulary.conclusions.get(provision.decides)
            return Valued(nothing_known(conclusion.type) if conclusion is not None else Yes(tree.NULL))
        return Valued(self.book.bound(found.value), self.book.layers.bind(found.none))

    def _effect(self, record: Record) -> Sql:
        """Whether an exception takes effect: it applies, or another displaces it and decides."""
        effects = [record.applies]
        for id_ in self.book.rulebook.exceptions.get(record.provision, ()):
            nested = self.record(id_)
            if nested.said is not None:
                effects.append(tree.both([record.looked, nested.reached, self._effect(nested)]))
        return self.book.layers.bind(tree.either(effects))

    def _table(self, provision: Provision, table: Table, place: Place) -> tuple[Sql, Valued]:
        """Whether a row fits (for a table that may have none), and the value on which those agree that may."""
        bind = self.book.layers.bind
        held: list[Sql] = []
        before: list[Sql] = []
        values: list[Valued] = []
        for row in table.rows:
            looking = place.within()
            when = tree.TRUE if row.when is None else bind(self.judge(row.when, looking))
            settled = [tree.is_true(w) for w in before] if table.match == "first" else []
            place.doubt(tree.both([looking.doubtful(), *(tree.negated(w) for w in settled)]))
            maybe = tree.negated(tree.is_false(when))
            if row.when is None:
                open_ = tree.either([tree.negated(tree.either(held)), *(tree.is_null(w) for w in before)])
                maybe = tree.both([maybe, open_])
            if table.match == "first":
                maybe = tree.both([maybe, *(tree.negated(w) for w in settled)])
            before.append(when)
            held.append(bind(maybe))
            at_row = place.within()
            found = self._value(provision, row.value, at_row)
            at_row.doubt(found.none)
            place.doubt(tree.both([held[-1], at_row.doubtful()]))
            values.append(Valued(self.book.bound(found.value)))
        shapes = [value.value for value in values]
        first = self.book.bound(chosen(list(zip(held, shapes, strict=True))))
        differs = bind(
            tree.either(
                tree.both([h, tree.negated(tree.known(self.holds(first, "=", shape, place)))])
                for h, shape in zip(held[1:], shapes[1:], strict=True)
            )
        )
        if table.match == "unique":
            unsure = tree.either(tree.both([h, tree.is_null(w)]) for h, w in zip(held, before, strict=True))
            place.doubt(tree.both([differs, tree.negated(unsure)]))
        any_held = bind(tree.either(held))
        said = Valued(self.book.bound(chosen([(tree.negated(differs), first)])))
        if not table.open:
            place.doubt(tree.negated(any_held))
            return tree.TRUE, said
        return any_held, said


def _said(pairs: Sequence[tuple[Sql, Standing]], book: Book) -> Valued | None:
    said = [(when, version.said) for when, version in pairs]
    if all(value is None for _, value in said):
        return None
    silent = Valued(Yes(tree.TRUE))
    if not any(value is not None and isinstance(value.value, Yes) for _, value in said):
        said = [(when, value) for when, value in said if value is not None]
    valued = [(when, silent if value is None else value) for when, value in said]
    shape = chosen([(when, value.value) for when, value in valued])
    none = tree.case([(when, value.none) for when, value in valued], tree.FALSE)
    return Valued(book.bound(shape), none)
