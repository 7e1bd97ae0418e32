"""The trace as plain JSON data (``schemas/trace.json``): every node under a stable id, in the order decided.

The id of a conclusion is its address; of a provision looked at for it the conclusion's id and the provision's
(``leave.granted/ACT 19(1)``), exceptions below what they except; of a condition that with ``/when``, ``/when/1``.
A conclusion that another rests on stands once, in its own place, and is spoken of by its id; a provision whose
standing others ask for stands under the conclusion that it decides, or under ``spoken_of`` by its own id.
"""

from collections.abc import Mapping
from datetime import date

from rulecheck.engine.citation import cite
from rulecheck.engine.declared import declared, type_of
from rulecheck.engine.diagnostics import Diagnostic, Place
from rulecheck.engine.record_values import value_data
from rulecheck.engine.rulebook import Rulebook, Version
from rulecheck.engine.trace import Amount, Answer, CaseRecord, Decision, LawDate, Part, Read, Step, Tried
from rulecheck.engine.trace_reads import figures_read, missing_of, provisions_asking, spoken_of_alone
from rulecheck.engine.types import DATE
from rulecheck.engine.values import Value
from rulecheck.engine.vocabulary import Conclusion, Fact, Words
from rulecheck.grammar import syntax as s
from rulecheck.grammar.data_classes import frozen
from rulecheck.grammar.printer import to_text

SCHEMA = "rulecheck:trace/1"
Data = dict[str, object]
_CHOSEN = {"asked for": "question", "named by the case": "case"}


def json_text(answer: Answer, rulebook: Rulebook) -> str:
    """The record as JSON text; the same bytes for the same answer."""
    from rulecheck.engine import json_text as texts  # who wants the data alone has no need of it

    return texts.json_text(record(answer, rulebook))


def record(answer: Answer, rulebook: Rulebook) -> Data:
    """The whole trace of an answer, with the problems that kept a case from being decided."""
    recorder = _Recorder(rulebook, answer.known_on)
    return {
        "schema": SCHEMA,
        "engine": answer.engine,
        "rulebook": {"id": answer.rulebook, "digest": answer.rulebook_digest},
        "case": recorder.case(answer.case),
        "question": {
            "ask": list(answer.question.ask),
            "as_of": _day(answer.question.as_of),
            "known_on": _day(answer.question.known_on),
        },
        "known_on": _day(answer.known_on),
        "parts": [recorder.part(part) for part in answer.parts],
        "problems": [_problem(problem) for problem in answer.problems],
    }


@frozen
class _Recorder:
    rulebook: Rulebook
    known_on: date | None

    def case(self, case: CaseRecord) -> Data:
        vocabulary = self.rulebook.vocabulary
        return {
            "title": case.title,
            "digest": case.digest,
            "law_date": _day(case.law_date),
            "known_on": _day(case.known_on),
            "ask": list(case.ask),
            "facts": {
                address: value_data(value, found.type if (found := declared(vocabulary, address)) else None)
                for address, value in case.facts.items()
            },
        }

    def part(self, part: Part) -> Data:
        asking = provisions_asking(part)
        return {
            "law_date": _law_date(part.law_date),
            "asked": [{"topic": _words(title), "conclusions": list(addresses)} for title, addresses in part.topics],
            "decisions": [self.decision(decision) for decision in part.decisions],
            "spoken_of": [self.tried(tried, tried.element) for tried in spoken_of_alone(part)],
            "missing": [
                self.missing(fact, conclusions, asking.get(fact, ())) for fact, conclusions in missing_of(part).items()
            ],
        }

    def missing(self, address: str, conclusions: tuple[str, ...], asked_by: tuple[str, ...]) -> Data:
        fact = declared(self.rulebook.vocabulary, address)
        if not isinstance(fact, Fact):
            # No fact chooses the law date of what was asked: the day itself is missing.
            fact = Fact("", DATE, Words(), self.rulebook.place)
        return {
            "fact": address,
            "label": _words(fact.label),
            "question": _words(fact.question),
            "proof": _words(fact.proof),
            "supplied_by": fact.supplied_by,
            "keeps_open": list(conclusions),
            "read_by": [self.cited(provision) for provision in asked_by],
        }

    def decision(self, decision: Decision) -> Data:
        conclusion = self.rulebook.vocabulary.conclusions[decision.conclusion]
        return {
            "id": decision.address,
            "conclusion": decision.conclusion,
            "label": _words(conclusion.label),
            "state": decision.state.value,
            "value": value_data(decision.value, conclusion.type),
            "says": self.says(conclusion, decision.value),
            "settled": decision.settled,
            "missing": list(decision.missing),
            "open_reasons": [self.reason(reason) for reason in decision.open_reasons],
            "tried": [self.tried(tried, decision.address) for tried in decision.tried],
        }

    def says(self, conclusion: Conclusion, value: Value) -> Data:
        if not isinstance(value, bool):
            return {}
        return _words(conclusion.yes if value else conclusion.no)

    def reason(self, reason: str) -> Data:
        """What leaves an answer open: a provision by its own text, or a dated figure that is not known for the day."""
        figure = self.rulebook.vocabulary.figures.get(reason)
        return self.cited(reason) if figure is None else {"figure": reason, "label": _words(figure.label)}

    def cited(self, provision_id: str) -> Data:
        provision = self.rulebook.provisions[provision_id]
        return {
            "provision": provision.id,
            "cite": {language: cite(self.rulebook, provision, language) for language in ("en", "ko")},
        }

    def tried(self, tried: Tried, under: str) -> Data:
        provision = self.rulebook.provisions[tried.provision]
        id_ = f"{under}/{provision.id}" if under else provision.id
        version = None if tried.version is None else provision.versions[tried.version]
        where = dict(version.where) if version is not None else {}
        data: Data = {
            "id": id_,
            **self.cited(provision.id),
            "article": f"{provision.act} {provision.article}",
            "paragraph": provision.key,
            "kind": provision.kind,
            "place": _place(provision.place),
            "outcome": tried.outcome,
            "version": None if version is None else self.version(version, tried),
        }
        if version is None and tried.choice:
            data["choice"] = self.reads(tried.choice, where)
        if tried.outcome == "not held":
            data["not_held"] = {"day": _day(tried.chosen_by), "held_from": _day(provision.versions[0].since)}
        if tried.element:
            data["element"] = tried.element
        if provision.through:
            data["base"] = self.cited(provision.base)
            data["through"] = self.cited(provision.through)
        if provision.bearer:
            data["of"] = provision.bearer
        if provision.to:
            data["to"] = provision.to
        if provision.punishes:
            data["punishes"] = self.cited(provision.punishes)
        steps = (("breach", tried.breach), ("when", tried.condition), ("fulfilled", tried.fulfilled))
        for key, step in steps:
            if step is not None:
                data[key] = self.step(step, f"{id_}/{key}", where)
        if tried.exceptions:
            data["exceptions"] = [self.tried(exception, id_) for exception in tried.exceptions]
        if tried.where:
            data["where"] = [self.amount(a, f"{id_}/where/{n}", where, n) for n, a in tried.where]
        if tried.row_steps or tried.row is not None:
            rows = [self.step(step, f"{id_}/row/{i}", where) for i, step in enumerate(tried.row_steps, start=1)]
            data["table"] = {"row": None if tried.row is None else tried.row + 1, "rows": rows}
        if tried.amount is not None:
            data["amount"] = self.amount(tried.amount, f"{id_}/amount", where)
        if sources := self.sources(tried):
            data["figures"] = sources
        return data

    def sources(self, tried: Tried) -> list[Data]:
        """The dated figures that it rests on and that are known by less than what set them."""
        return [
            {
                "name": figure.name,
                "label": _words(figure.label),
                "in_force": {"from": _day(dated.since), "until": _day(dated.until)},
                "by": dated.by,
                "confidence": dated.confidence,
            }
            for figure, dated in figures_read(tried, self.rulebook.vocabulary, self.known_on)
            if dated.confidence
        ]

    def version(self, version: Version, tried: Tried) -> Data:
        data: Data = {
            "in_force": {"from": _day(version.since), "until": _day(version.until)},
            "promulgated": _day(version.promulgated),
            "by": version.by,
            "gist": _words(version.gist),
            "place": _place(version.place),
            "chosen_by": {
                "day": _day(tried.chosen_by),
                "text": to_text(version.version_by) if version.version_by is not None else "",
                "reads": self.reads(tried.choice, dict(version.where)),
            },
        }
        if version.transitional is not None:
            clause = version.transitional
            data["transitional"] = {"cite": clause.cite, "gist": _words(clause.gist)}
        if version.confidence:
            data["confidence"] = version.confidence
        if version.unsettled:
            data["unsettled"] = _words(version.unsettled)
        return data

    def step(self, step: Step, id_: str, where: Mapping[str, s.Node]) -> Data:
        data: Data = {
            "id": id_,
            "text": to_text(step.node),
            "truth": step.truth,
            "place": _place(step.node.at) if isinstance(step.node.at, Place) else None,
        }
        if isinstance(step.node, s.ProvisionStatus):
            data["provision"] = step.node.provision
        if step.operands:
            nodes = list(s.children(step.node))
            data["operands"] = [
                {"text": to_text(node), "value": value_data(value, type_of(node, self.rulebook.vocabulary, where))}
                for node, value in zip(nodes, step.operands, strict=True)
            ]
        if step.reads:
            data["reads"] = self.reads(step.reads, where)
        if step.parts:
            data["parts"] = [self.step(part, f"{id_}/{i}", where) for i, part in enumerate(step.parts, start=1)]
        return data

    def amount(self, amount: Amount, id_: str, where: Mapping[str, s.Node], name: str = "") -> Data:
        data: Data = {"id": id_}
        if name:
            data["name"] = name
        kind = type_of(amount.node, self.rulebook.vocabulary, where)
        data["text"] = to_text(amount.node)
        data["value"] = value_data(amount.value, kind)
        if amount.reads:
            data["reads"] = self.reads(amount.reads, where)
        return data

    def reads(self, reads: tuple[Read, ...], where: Mapping[str, s.Node]) -> list[Data]:
        return [self.read(read, where) for read in dict.fromkeys(reads)]

    def read(self, read: Read, where: Mapping[str, s.Node]) -> Data:
        vocabulary = self.rulebook.vocabulary
        found = None if read.role == "local" else declared(vocabulary, read.address)
        kind = found.type if found is not None else None
        if read.role == "local" and read.address in where:
            kind = type_of(where[read.address], vocabulary, where)
        return {
            "name": read.address,
            "role": read.role,
            "value": value_data(read.value, kind),
            "label": _words(found.label) if found is not None else {},
        }


def _law_date(law_date: LawDate) -> Data:
    chosen = _CHOSEN.get(law_date.chosen_by, "fact")
    return {
        "day": _day(law_date.day),
        "chosen_by": chosen,
        "fact": law_date.chosen_by if chosen == "fact" else None,
    }


def _words(words: Words) -> Data:
    return dict(words.texts)


def _day(day: object) -> object:
    return None if day is None else str(day)


def _place(place: Place) -> Data:
    return {"file": place.file, "line": place.line, "column": place.column}


def _problem(problem: Diagnostic) -> Data:
    return {
        "code": problem.code,
        "severity": problem.severity,
        "message": problem.message,
        "place": _place(problem.place),
        "hint": problem.hint,
    }
