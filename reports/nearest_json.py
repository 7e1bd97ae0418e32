"""Why not, as JSON data (``schemas/why-not.json``)."""

from collections.abc import Sequence

from rulecheck.engine.citation import cite
from rulecheck.engine.declared import declared
from rulecheck.engine.nearest import Nearest
from rulecheck.engine.record_values import value_data
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.trace import Answer
from rulecheck.engine.types import Type
from rulecheck.engine.values import UNKNOWN
from rulecheck.grammar.printer import to_text

SCHEMA = "rulecheck:why-not/1"


def nearest_data(answer: Answer, found: Sequence[Nearest], rulebook: Rulebook) -> dict[str, object]:
    """For each answer the changes that turn it, with the conditions and paragraphs that they turn."""
    return {
        "schema": SCHEMA,
        "engine": answer.engine,
        "rulebook": {"id": answer.rulebook, "digest": answer.rulebook_digest},
        "case": {"title": answer.case_title, "digest": answer.case_digest},
        "answers": [_one(answer, one, rulebook) for one in found],
    }


def _one(answer: Answer, nearest: Nearest, rulebook: Rulebook) -> dict[str, object]:
    decision = next(d for part in answer.parts for d in part.decisions if d.address == nearest.address)
    kind = rulebook.vocabulary.conclusions[decision.conclusion].type
    return {
        "conclusion": nearest.address,
        "value": value_data(decision.value, kind),
        "turned": value_data(nearest.value, kind) if nearest.moves else None,
        "searched": {"cases": nearest.decided, "complete": nearest.complete},
        "changes": [
            {
                "fact": move.address,
                "from": value_data(answer.case.facts.get(move.address, UNKNOWN), _type(move.address, rulebook)),
                "to": value_data(move.value, _type(move.address, rulebook)),
                "onward": move.onward or None,
                "provision": move.tried.provision,
                "cite": {
                    lang: cite(rulebook, rulebook.provisions[move.tried.provision], lang) for lang in ("en", "ko")
                },
                "condition": to_text(move.step.node),
                "truth": move.step.truth,
            }
            for move in nearest.moves
        ],
    }


def _cite(provision: str, rulebook: Rulebook) -> dict[str, str]:
    return {language: cite(rulebook, rulebook.provisions[provision], language) for language in ("en", "ko")}


def _type(address: str, rulebook: Rulebook) -> Type | None:
    found = declared(rulebook.vocabulary, address)
    return None if found is None else found.type
