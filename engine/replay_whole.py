"""What the checker of traces holds a whole part against: the day whose law decides, what was asked, what stands
whatever the missing facts are."""

from collections.abc import Iterator
from datetime import date

from rulecheck.engine.declared import declared, declared_name
from rulecheck.engine.replay import Replay
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.trace import CaseRecord, LawDate, Question
from rulecheck.engine.types import ListType
from rulecheck.engine.values import Elements, State, Value
from rulecheck.engine.vocabulary import Fact, Scheme, Topic, Words
from rulecheck.grammar.data_classes import frozen

# So many times a case is worked out at most to show that an answer stands; the interpreter takes fewer.
MOST_REPLAYS = 4096


@frozen
class Throughout:
    """The one value of a conclusion in every completion of the case; ``absent`` when that is none."""

    value: Value
    absent: bool


def holds_throughout(replay: Replay, address: str) -> Throughout | None:
    """The value that a conclusion has however the conditions come out that missing facts leave open.

    None where completions differ, or where more than ``MOST_REPLAYS`` would have to be looked at.
    """
    found: list[Throughout] = []
    waiting: list[dict[str, bool]] = [{}]
    replays = 0
    while waiting:
        supposed = waiting.pop()
        replays += 1
        again = Replay(
            replay.rulebook, replay.facts, replay.law_date, replay.law_date_fact, replay.known_on, supposed=supposed
        )
        decided = again.decided(address)
        if decided.state is not State.UNKNOWN:
            found.append(Throughout(decided.value, decided.state is State.NOT_APPLICABLE))
            if found[-1] != found[0]:
                return None
            continue
        key = next((key for key in again.open if key not in supposed), None)
        if key is None or replays > MOST_REPLAYS:
            return None
        waiting += [{**supposed, key: True}, {**supposed, key: False}]
    return found[0]


def law_date_mistakes(rulebook: Rulebook, said: CaseRecord, question: Question, law_date: LawDate) -> Iterator[str]:
    """Why the law of that day does not decide what the trace decides by it."""
    if question.as_of is not None:
        wanted = LawDate(question.as_of, "asked for")
    elif said.law_date is not None:
        wanted = LawDate(said.law_date, "named by the case")
    else:
        schemes = rulebook.vocabulary.schemes.values()
        allowed = [LawDate(None, "")]
        for scheme in schemes:
            given = [name for name in scheme.law_date if name in said.facts]
            first = given[0] if given else next(iter(scheme.law_date), "")
            day = said.facts.get(first)
            allowed.append(LawDate(day if isinstance(day, date) else None, first))
        if law_date not in allowed:
            yield f"the law of `{law_date.day}` is said to decide, and no fact of the case chooses that day"
        return
    if law_date != wanted:
        yield f"the law of `{law_date.day}` is said to decide, and that of `{wanted.day}` was asked for"


def titles(rulebook: Rulebook) -> tuple[Words, ...]:
    """What an answer may stand under: the titles of schemes and topics; none for a conclusion outside of them."""
    schemes = rulebook.vocabulary.schemes.values()
    return (Words(), *(s.title for s in schemes), *(topic.title for s in schemes for topic in s.topics))


def wanted_addresses(rulebook: Rulebook, said: CaseRecord, question: Question) -> tuple[str, ...]:
    """The conclusions that an answer to the question must decide."""
    vocabulary = rulebook.vocabulary
    schemes = [id_ for id_, scheme in vocabulary.schemes.items() if _brought_up(said, scheme)]
    found: dict[str, None] = {}
    for name in question.ask or said.ask or schemes:
        scheme = vocabulary.schemes.get(name)
        if scheme is None:
            found.update(dict.fromkeys(_addresses(rulebook, said, name)))
            continue
        topics = (topic for topic in scheme.topics if _brought_up(said, topic))
        for conclusion in (*scheme.decides, *(name for topic in topics for name in topic.decides)):
            found.update(dict.fromkeys(_addresses(rulebook, said, conclusion)))
    return tuple(found)


def _brought_up(said: CaseRecord, subject: Scheme | Topic) -> bool:
    beginnings = (subject.about, subject.together_with or subject.about)
    return all(
        any(f"{fact}.".startswith(f"{start}.") for fact in said.facts for start in starts) for starts in beginnings
    )


def _addresses(rulebook: Rulebook, said: CaseRecord, name: str) -> Iterator[str]:
    """The conclusion of that name, or that of each element of the lists it belongs to."""
    conclusion = rulebook.vocabulary.conclusions.get(name)
    if conclusion is None or not conclusion.record:
        yield name
        return
    for address, value in said.facts.items():
        fact = declared(rulebook.vocabulary, declared_name(rulebook.vocabulary, address))
        of_lists = isinstance(fact, Fact) and isinstance(fact.type, ListType) and fact.type.record == conclusion.record
        if isinstance(value, Elements) and of_lists:
            yield from (f"{address}[{number}].{name.rpartition('.')[2]}" for number in range(1, value.count + 1))
