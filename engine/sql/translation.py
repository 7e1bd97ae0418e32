"""A rulebook's conclusions as SQL: names, versions in force, and the values on which provisions agree."""

from datetime import date

from rulecheck.engine.policy import is_policy
from rulecheck.engine.rulebook import Provision
from rulecheck.engine.sql import tree
from rulecheck.engine.sql.amounts import constant
from rulecheck.engine.sql.inputs import Input, read_fact, read_list
from rulecheck.engine.sql.places import Place
from rulecheck.engine.sql.records import Candidate, Record, Records
from rulecheck.engine.sql.shapes import Day, NotTranslated, Shape, Valued, Yes, chosen, nothing_known, unknown
from rulecheck.engine.sql.tree import Sql
from rulecheck.engine.types import BOOLEAN, ListType, Type
from rulecheck.engine.vocabulary import Figure
from rulecheck.grammar import syntax as s
from rulecheck.grammar.data_classes import Factory, define, evolve, frozen

LAW_DATE = "law date"


@frozen
class Concluded:
    """A conclusion: its value (none where nothing decides it), and how the provisions stand that decide it."""

    valued: Valued
    records: tuple[Record, ...]
    doubtful: Sql


@define
class Translation(Records):
    """What has been translated of a rulebook, for law dates from ``first`` to ``last``.

    ``facts`` are those that the rows may give; all others are unknown.
    """

    first: date
    last: date
    known_on: date | None
    facts: frozenset[str]
    inputs: dict[str, Input] = Factory(dict)
    _read: dict[str, tuple[Valued, Sql]] = Factory(dict)
    _records: dict[str, Record] = Factory(dict)
    _concluded: dict[str, Concluded] = Factory(dict)

    def law_date(self) -> Sql:
        """The law date of a row."""
        return tree.column(LAW_DATE)

    def name(self, node: s.Name, place: Place) -> Valued:
        """What a name stands for."""
        match node.role:
            case "local":
                return self._local(node.name, place)
            case "figure":
                return Valued(self._figure(self.book.rulebook.vocabulary.figures[node.name], place.day))
            case "fact":
                valued, outside = self.fact(node.name)
                place.doubt(outside)
                return valued
            case "element fact":
                return self._of_element(node.name, place)
            case "conclusion":
                found = self.conclusion(node.name)
                place.doubt(found.doubtful)
                return found.valued
        raise NotTranslated(f"{node.role} {node.name}")

    def fact(self, name: str) -> tuple[Valued, Sql]:
        """A fact, unknown where no row gives it, and whether it is beyond what is computed exactly."""
        found = self._read.get(name)
        if found is None:
            fact = self.book.rulebook.vocabulary.facts[name]
            read = read_fact(fact, self.book.rulebook.currency.unit)
            if name in self.facts:
                self.inputs.update((column.name, column) for column in read.inputs)
                found = read.valued, self.book.layers.bind(read.outside)
            else:
                found = Valued(nothing_known(fact.type)), tree.FALSE
            self._read[name] = found
        return found

    def listed(self, source: str) -> Sql:
        """A list's column; NULL where no row gives it."""
        if source not in self.facts:
            return tree.NULL
        if source not in self.inputs:
            vocabulary = self.book.rulebook.vocabulary
            record = self._record(source)
            fields = [fact for fact in vocabulary.facts.values() if fact.record == record]
            self.inputs[source] = read_list(vocabulary.facts[source], fields, self.book.rulebook.currency.unit)
        return tree.column(source)

    def _record(self, source: str) -> str:
        kind = self.book.rulebook.vocabulary.facts[source].type
        if not isinstance(kind, ListType):
            raise NotTranslated(f"the list {source}")
        return kind.record

    def _of_element(self, name: str, place: Place) -> Valued:
        variable, _, last = name.rpartition(".")
        source = place.elements.get(variable)
        if source is None:
            raise NotTranslated(f"the element fact {name}")
        fact = self.book.rulebook.vocabulary.facts[f"{self._record(source)}.{last}"]
        read = read_fact(fact, self.book.rulebook.currency.unit, lambda column: tree.field(variable, column))
        place.doubt(read.outside)
        return read.valued

    def conclusion(self, name: str) -> Concluded:
        """A conclusion, with the provisions that decide it."""
        found = self._concluded.get(name)
        if found is None:
            found = self._concluded[name] = self._conclude(name)
        return found

    def record(self, id_: str) -> Record:
        """How a provision stands."""
        found = self._records.get(id_)
        if found is None:
            found = self._records[id_] = self.made(self.book.rulebook.provisions[id_])
        return found

    def candidates(self, provision: Provision, place: Place) -> tuple[list[Candidate], Sql]:
        """The versions that rows may choose, the newest first, and whether the choice is unknown."""
        bind = self.book.layers.bind
        found: list[Candidate] = []
        undecided: Sql = tree.TRUE
        open_: list[Sql] = []
        for index in range(len(provision.versions) - 1, -1, -1):
            version = provision.versions[index]
            if self.known_on is not None and version.promulgated > self.known_on:
                continue
            day = self.law_date()
            begun: Sql
            if version.version_by is None:
                if version.since > self.last:
                    continue
                begun = tree.compared(day, "≥", tree.day(version.since)) if version.since > self.first else tree.TRUE
            else:
                by = self.compute(version.version_by, evolve(place, where=dict(version.where), day=day, locals={}))
                if not isinstance(by.value, Day):
                    raise NotTranslated("a version chosen by no date")
                day = bind(by.value.at)
                begun = tree.case([(by.none, tree.FALSE)], tree.compared(day, "≥", tree.day(version.since)))
                place.doubt(tree.both([undecided, by.none]))
            begun = bind(begun)
            within: Sql = tree.TRUE
            if version.until is not None and not provision.is_followed(index):
                within = bind(tree.known(tree.compared(day, "≤", tree.day(version.until))))
            when = bind(tree.both([undecided, tree.is_true(begun), within]))
            if when != tree.FALSE:
                found.append(Candidate(index, when, day))
            open_.append(tree.both([undecided, tree.is_null(begun)]))
            undecided = bind(tree.both([undecided, tree.is_false(begun)]))
            if undecided == tree.FALSE:
                break
            if index == 0 and provision.is_older(self.book.rulebook.covers_from):
                open_.append(undecided)
        return found, bind(tree.either(open_))

    def _local(self, name: str, place: Place) -> Valued:
        known = place.locals.get(name)
        if known is None:
            inner = place.within()
            found = self.compute(place.where[name], inner)
            known = Valued(self.book.bound(found.value), found.none), tuple(inner.doubts)
            place.locals[name] = known
        for doubt in known[1]:
            place.doubt(doubt)
        return known[0]

    def _figure(self, figure: Figure, day: Sql) -> Shape:
        """The figure in force on a day."""
        branches: list[tuple[Sql, Shape]] = []
        by_law_date = day == self.law_date()
        for dated in figure.values:
            late = self.known_on is not None and dated.promulgated is not None and dated.promulgated > self.known_on
            passed = by_law_date and (dated.since > self.last or (dated.until is not None and dated.until < self.first))
            if late or passed:
                continue
            when = [tree.compared(day, "≥", tree.day(dated.since))]
            if dated.until is not None:
                when.append(tree.compared(day, "≤", tree.day(dated.until)))
            branches.append((tree.both(when), constant(dated.value)))
        return self.book.bound(chosen(branches)) if branches else nothing_known(figure.type)

    def _conclude(self, name: str) -> Concluded:
        rulebook = self.book.rulebook
        conclusion = rulebook.vocabulary.conclusions[name]
        deciders = rulebook.deciders.get(name, ())
        if conclusion.record or any(is_policy(rulebook, id_) for id_ in deciders):
            raise NotTranslated(f"the conclusion {name}")
        records = tuple(self.record(id_) for id_ in deciders)
        if conclusion.type == BOOLEAN and all(record.said is None for record in records):
            holds = tree.either(record.applies for record in records)
            doubtful = self.book.layers.bind(tree.either(record.doubtful for record in records))
            return Concluded(Valued(Yes(self.book.layers.bind(holds))), records, doubtful)
        place = Place({}, self.law_date(), doubts=[record.doubtful for record in records])
        return Concluded(
            self._agreed(conclusion.type, records, place), records, self.book.layers.bind(place.doubtful())
        )

    def _agreed(self, kind: Type, records: tuple[Record, ...], place: Place) -> Valued:
        """The value on which the provisions that apply agree, as ``generated.combined``."""
        bind = self.book.layers.bind
        # What says nothing says yes. Of another type than yes or no it is a provision without a version in the days of
        # the query, which applies to no row; if it did, what it says would be unknown, and the row handed over.
        silent = Valued(Yes(tree.TRUE) if kind == BOOLEAN else nothing_known(kind))
        said = [record.said or silent for record in records]
        surely = [tree.is_true(record.applies) for record in records]
        none_applies = bind(tree.negated(tree.either(surely)))
        if len(records) == 1 and kind != BOOLEAN:
            place.doubt(tree.both([tree.negated(tree.is_false(records[0].applies)), said[0].none]))
            value = self.book.bound(chosen([(records[0].applies, said[0].value)]))
            return Valued(value, bind(tree.is_false(records[0].applies)))
        branches = list(zip(surely, (value.value for value in said), strict=True))
        if kind == BOOLEAN:
            branches.append((none_applies, Yes(tree.FALSE)))
        if not branches:
            return Valued(nothing_known(kind), tree.TRUE)
        value = self.book.bound(chosen(branches))
        unsure: list[Sql] = []
        for record, sure, each in zip(records, surely, said, strict=True):
            # What is none may be equal to what nothing decides; such rows are rare.
            place.doubt(tree.both([tree.negated(tree.is_false(record.applies)), each.none]))
            same = self.holds(value, "=", each.value, place) if len(records) > 1 or kind == BOOLEAN else tree.TRUE
            place.doubt(tree.both([sure, tree.is_false(same)]))
            unsure.append(tree.both([sure, unknown(each.value)]))
            differs = tree.either([none_applies, tree.negated(tree.known(same))])
            if kind == BOOLEAN:
                differs = tree.negated(tree.known(same))
            unsure.append(tree.both([tree.is_null(record.applies), differs]))
        open_ = bind(tree.either(unsure))
        value = self.book.bound(chosen([(tree.negated(open_), value)]))
        if kind == BOOLEAN:
            return Valued(value)
        return Valued(value, bind(tree.both([none_applies, tree.negated(open_)])))
