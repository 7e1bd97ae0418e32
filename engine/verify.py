"""Verifies a trace: works the case out again from the facts in it, and holds every byte that matters against that.

The trace says which rulebook decided (by digest), what the case said, and what was asked. From these the checker
rebuilds the whole record with an evaluator of its own (``replay``), which shares no code with the interpreter: every
provision that had to be looked at, the versions chosen, conditions, values, exceptions and citations. Whatever the
trace says otherwise, leaves out or adds is a finding with its path.

What it does not show: that the facts are true, and that no shorter list of missing facts would do.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from rulecheck.engine.case import Case
from rulecheck.engine.declared import declared, declared_name, element_of
from rulecheck.engine.diagnostics import Diagnostic, Place
from rulecheck.engine.record import record
from rulecheck.engine.replay import Replay
from rulecheck.engine.replay_whole import holds_throughout, law_date_mistakes, titles, wanted_addresses
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.trace import Answer, CaseRecord, Decision, LawDate, Part, Question, Tried
from rulecheck.engine.trace_facts import NoValue, read_back
from rulecheck.engine.trace_reads import conclusions_read, spoken_of, tried_for
from rulecheck.engine.values import Elements, State, Value
from rulecheck.engine.vocabulary import Fact, Words
from rulecheck.grammar.data_classes import evolve, frozen

Data = Mapping[str, object]
# So many differences are told; a doctored trace has one, a trace of another rulebook thousands.
MOST_TOLD = 20


class Refused(Exception):
    """The trace cannot even be replayed."""

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.code, self.message, self.hint = code, message, hint


def verify(trace: Data, rulebook: Rulebook, file: str = "", case: Case | None = None) -> tuple[Diagnostic, ...]:
    """What is wrong with a trace that fits its schema; nothing when every step of it follows from the rulebook.

    With a ``case``, the trace must be one of that case.
    """
    place = Place(file)
    try:
        answer = _rebuilt(trace, rulebook, case)
    except Refused as refused:
        return (Diagnostic(refused.code, refused.message, place, "", refused.hint),)
    found = []
    for path, said, is_ in _differences(record(answer, rulebook), trace, ""):
        found.append(Diagnostic("R0704", f"`{path}` says `{said}`, and by the rulebook it is `{is_}`", place))
        if len(found) == MOST_TOLD:
            break
    return tuple(found)


def _rebuilt(trace: Data, rulebook: Rulebook, case: Case | None) -> Answer:
    """The answer that the trace ought to say. Raises ``Refused``."""
    header = _Header(trace)
    digest = header.text("rulebook", "digest")
    if digest != rulebook.digest:
        message = f"the trace was made from another state of the rules: digest `{digest[:12]}…`"
        raise Refused("R0701", message, f"the rules at hand have `{rulebook.digest[:12]}…`; name theirs with `--rules`")
    if not trace["parts"]:
        raise Refused("R0703", "the trace decides nothing", "it holds only what kept the case from being decided")
    said = header.case(rulebook)
    if said.digest != header.text("case", "digest"):
        raise Refused("R0702", "the facts in the trace are not those of the case it names: their digest differs")
    if case is not None and case.digest != said.digest:
        raise Refused("R0702", "the trace was made from another case: the digests differ")
    question = Question(
        header.names("question", "ask"), header.day("question", "as_of"), header.day("question", "known_on")
    )
    known_on = question.known_on or said.known_on
    parts = trace["parts"]
    assert isinstance(parts, list)
    wanted = set(wanted_addresses(rulebook, said, question))
    for part in parts:
        if strange := {address for _, addresses in _topics(part) for address in addresses} - wanted:
            raise Refused("R0705", f"`{min(strange)}` was not asked for, and the trace answers it")
    whole = tuple(_part(part, rulebook, said, question, known_on) for part in parts)
    if missed := wanted - {address for part in whole for address in part.asked}:
        raise Refused("R0705", f"`{min(missed)}` was asked for, and the trace does not decide it")
    engine = str(trace["engine"])
    return Answer(rulebook.id, rulebook.digest, said, question, engine, known_on, whole)


@frozen
class _Header:
    trace: Data

    def of(self, key: str) -> Data:
        found = self.trace[key]
        assert isinstance(found, dict)
        return found

    def text(self, key: str, name: str) -> str:
        return str(self.of(key)[name])

    def names(self, key: str, name: str) -> tuple[str, ...]:
        found = self.of(key)[name]
        assert isinstance(found, list)
        return tuple(map(str, found))

    def day(self, key: str, name: str) -> date | None:
        return _day(self.of(key)[name])

    def case(self, rulebook: Rulebook) -> CaseRecord:
        title, law_date, known_on = (
            self.text("case", "title"),
            self.day("case", "law_date"),
            self.day("case", "known_on"),
        )
        ask = self.names("case", "ask")
        facts: dict[str, Value] = {}
        given = self.of("case")["facts"]
        assert isinstance(given, dict)
        for address, data in given.items():
            fact = declared(rulebook.vocabulary, address)
            if not isinstance(fact, Fact):
                raise Refused("R0702", f"the trace gives `{address}`, which is no fact of the rulebook")
            try:
                facts[address] = read_back(address, data, fact.type)
            except NoValue as mistake:
                raise Refused("R0702", f"the trace gives `{address}` a value that it cannot have") from mistake
        digest = Case("", facts, title, law_date, known_on, ask).digest
        return CaseRecord(title, digest, law_date, known_on, ask, facts)


def _day(data: object) -> date | None:
    try:
        return None if data is None else date.fromisoformat(str(data))
    except ValueError as mistake:
        raise Refused("R0702", f"`{data}` is no day") from mistake


def _part(data: Data, rulebook: Rulebook, said: CaseRecord, question: Question, known_on: date | None) -> Part:
    law_date = _law_date(data["law_date"])
    for mistake in law_date_mistakes(rulebook, said, question, law_date):
        raise Refused("R0706", mistake)
    fact = "" if law_date.day is not None else law_date.chosen_by
    replay = Replay(rulebook, said.facts, law_date.day, fact, known_on)
    topics = _topics(data)
    asked = tuple(dict.fromkeys(address for _, addresses in topics for address in addresses))
    for title, _ in topics:
        if title not in titles(rulebook):
            raise Refused("R0705", f"`{title.text()}` is the title of no scheme and no topic")
    _settle(_listed(data, "decisions"), asked, replay)
    decisions = tuple(_decision(decided, replay) for decided in _listed(data, "decisions"))
    reached = {decision.address: None for decision in decisions}
    if len(reached) != len(decisions):
        raise Refused("R0705", "the trace decides a conclusion twice")
    for address in (*asked, *conclusions_read(tried for decision in decisions for tried in decision.tried)):
        if address not in reached and replay.decided(address).state is not State.UNKNOWN:
            raise Refused("R0705", f"something rests on `{address}`, and the trace does not decide it")
    for address in asked:
        if address not in reached:
            raise Refused("R0705", f"`{address}` was asked for, and the trace does not decide it")
    return Part(law_date, topics, asked, decisions, _standing_alone(data, replay, decisions))


def _law_date(data: object) -> LawDate:
    assert isinstance(data, dict)
    words = {"question": "asked for", "case": "named by the case"}
    return LawDate(_day(data["day"]), words.get(str(data["chosen_by"]), str(data["fact"] or "")))


def _topics(data: Data) -> tuple[tuple[Words, tuple[str, ...]], ...]:
    topics = []
    for topic in _listed(data, "asked"):
        title, conclusions = topic["topic"], topic["conclusions"]
        assert isinstance(title, dict)
        assert isinstance(conclusions, list)
        topics.append((Words(title), tuple(map(str, conclusions))))
    return tuple(topics)


def _settle(data: Sequence[Data], asked: Sequence[str], replay: Replay) -> None:
    """Decides what was asked, and proves what is said to stand whatever the missing facts are.

    The fulfilment of duties is looked at afterwards, and may rest on that.
    """
    found = [replay.decided(address) for address in asked]
    said = {str(decision["id"]) for decision in data if decision["settled"] is True}
    for decision in found:
        if decision.state is State.UNKNOWN and decision.address in said:
            value = holds_throughout(replay, decision.address)
            if value is None:
                message = f"`{decision.address}` is said to stand whatever the missing facts are, and it does not"
                raise Refused("R0707", message)
            state = State.NOT_APPLICABLE if value.absent else State.VALUE
            replay.settle(evolve(decision, state=state, value=value.value, settled=True))


def _is_conclusion(address: str, replay: Replay) -> bool:
    """Whether there is such a conclusion, and for one of an element such an element."""
    vocabulary = replay.rulebook.vocabulary
    element = element_of(address)
    count = replay.facts.get(element[0]) if element else None
    exists = element is None or (isinstance(count, Elements) and 1 <= element[1] <= count.count)
    return exists and declared_name(vocabulary, address) in vocabulary.conclusions


def _decision(data: Data, replay: Replay) -> Decision:
    """What the trace ought to say of a conclusion; of missing facts it is believed what can be true."""
    address = str(data["id"])
    if not _is_conclusion(address, replay):
        raise Refused("R0705", f"the trace decides `{address}`, which is no conclusion of the rulebook")
    decided = replay.decided(address)
    looked_at = tuple(_fulfilled(t, replay, d) for t, d in _paired(decided.tried, _listed(data, "tried")))
    decided = evolve(decided, tried=looked_at)
    if decided.state is not State.UNKNOWN:
        return decided
    missing, reasons = data["missing"], data["open_reasons"]
    assert isinstance(missing, list)
    assert isinstance(reasons, list)
    facts = tuple(map(str, missing))
    for fact in facts:
        if fact in replay.facts:
            raise Refused("R0707", f"`{fact}` is said to be missing, and the case gives it")
        if fact != replay.law_date_fact and not isinstance(declared(replay.rulebook.vocabulary, fact), Fact):
            raise Refused("R0707", f"`{fact}` is said to be missing, and is no fact of the rulebook")
    named = tuple(str(reason.get("provision", reason.get("figure"))) for reason in reasons)
    known = replay.rulebook
    for reason in named:
        if reason not in known.provisions and reason not in known.vocabulary.figures:
            raise Refused("R0707", f"`{reason}` is said to leave the answer open, and is not in the rulebook")
    return evolve(decided, missing=facts, open_reasons=named)


def _paired(tried: tuple[Tried, ...], data: Sequence[Data]) -> Iterator[tuple[Tried, Data]]:
    """Each provision that had to be looked at, beside what the trace says in its place."""
    for index, one in enumerate(tried):
        yield one, data[index] if index < len(data) else {}


def _fulfilled(tried: Tried, replay: Replay, data: Data) -> Tried:
    """With its fulfilment: always where the duty is owed; where that is unknown, if the trace looks at it."""
    if tried.applies is True or (tried.applies == "unknown" and "fulfilled" in data):
        step = replay.fulfilment(tried)
        return tried if step is None else evolve(tried, fulfilled=step)
    return tried


def _standing_alone(data: Data, replay: Replay, decisions: tuple[Decision, ...]) -> tuple[Tried, ...]:
    """The provisions whose standing was asked for; those looked at for a conclusion stand there already."""
    looked_at = {tried.provision for decision in decisions for tried in tried_for(decision)}
    told: dict[tuple[str, str], Data] = {}
    for one in _listed(data, "spoken_of"):
        key = str(one["provision"]), str(one.get("element", ""))
        if key not in replay.spoken_of or key[0] in looked_at or key in told:
            raise Refused("R0705", f"the standing of `{key[0]}` was not asked for, and the trace shows it")
        told[key] = one
    found = tuple(_fulfilled(replay.stands(*key), replay, one) for key, one in told.items())
    asked = spoken_of((*(tried for decision in decisions for tried in decision.tried), *found))
    if untold := set(asked) - looked_at - {provision for provision, _ in told}:
        raise Refused("R0705", f"the standing of `{min(untold)}` was asked for, and the trace does not show it")
    return found


def _listed(data: Data, key: str) -> list[Data]:
    found = data[key]
    assert isinstance(found, list)
    return found


def _differences(is_: object, said: object, path: str) -> Iterator[tuple[str, object, object]]:
    """Where the trace differs from what it ought to say: the path, what it says, what it ought to say."""
    if isinstance(is_, dict) and isinstance(said, dict):
        for key in dict.fromkeys((*is_, *said)):
            below = f"{path}.{key}" if path else str(key)
            if key not in said:
                yield below, "nothing", _short(is_[key])
            elif key not in is_:
                yield below, _short(said[key]), "nothing"
            else:
                yield from _differences(is_[key], said[key], below)
    elif isinstance(is_, list) and isinstance(said, list):
        for index in range(max(len(is_), len(said))):
            below = f"{path}[{index + 1}]"
            if index >= len(said):
                yield below, "nothing", _short(is_[index])
            elif index >= len(is_):
                yield below, _short(said[index]), "nothing"
            else:
                yield from _differences(is_[index], said[index], below)
    elif type(is_) is not type(said) or is_ != said:
        yield path, _short(said), _short(is_)


def _short(data: object) -> object:
    if isinstance(data, dict):
        return data.get("id", "…")
    return "…" if isinstance(data, list) else data
