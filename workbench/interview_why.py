"""Why a question is asked: the provisions that need the answer, each in the version that would decide."""

from collections.abc import Iterator

from attrs import frozen

from rulecheck.engine.declared import declared_name
from rulecheck.engine.rulebook import Provision, Rulebook, Version
from rulecheck.engine.trace import Answer
from rulecheck.engine.trace_reads import tried_asking
from rulecheck.engine.vocabulary import Scheme, Words
from rulecheck.workbench.facts import facts_of_scheme
from rulecheck.workbench.interview import Asked, Interview


@frozen
class Need:
    """A provision that needs a fact, in the version in force on the law date; without one, in its latest."""

    provision: Provision
    version: Version


def why(interview: Interview, asked: Asked) -> tuple[Need, ...]:
    """The provisions that ask for a fact, in the order met.

    Where none has asked yet, because another one comes first, those that may come to ask on the way to what the
    fact keeps open. None for the question what is asked at all.
    """
    if interview.answer is None or asked.fact is None:
        return ()
    rulebook = interview.setting.rulebook
    return tuple(_asking(rulebook, interview.answer, asked)) or tuple(_may_ask(rulebook, interview.answer, asked))


def _asking(rulebook: Rulebook, answer: Answer, asked: Asked) -> Iterator[Need]:
    seen = set[str]()
    for part in answer.parts:
        for tried in tried_asking(part).get(asked.address, ()):
            if tried.provision not in seen:
                seen.add(tried.provision)
                provision = rulebook.provisions[tried.provision]
                yield Need(provision, provision.versions[-1 if tried.version is None else tried.version])


def _may_ask(rulebook: Rulebook, answer: Answer, asked: Asked) -> Iterator[Need]:
    day = next((part.law_date.day for part in answer.parts), None)
    conclusions = tuple(declared_name(rulebook.vocabulary, address) for address in asked.settles)
    needs = facts_of_scheme(rulebook, Scheme("", Words(), rulebook.place, decides=conclusions))
    name = declared_name(rulebook.vocabulary, asked.address)
    for id_ in next((need.asked_by for need in needs if need.fact.name == name), ()):
        provision = rulebook.provisions[id_]
        for version in reversed(provision.versions):
            if day is None or (version.since <= day and (version.until is None or day <= version.until)):
                yield Need(provision, version)
                break
