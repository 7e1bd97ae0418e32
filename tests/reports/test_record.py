"""The trace as JSON data: valid by its schema, addressed, exact, and the same bytes each time."""

import json
from collections.abc import Callable, Iterator
from importlib.resources import files

import pytest
from jsonschema import Draft202012Validator
from library_cases import CASES, READER, case_of

from rulecheck.engine.record import json_text, record
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.trace import Answer

Ask = Callable[..., Answer]


def schema(name: str) -> Draft202012Validator:
    """The validator of one of the schemas that come with the package."""
    text = (files("rulecheck") / "schemas" / f"{name}.json").read_text(encoding="utf-8")
    Draft202012Validator.check_schema(json.loads(text))
    return Draft202012Validator(json.loads(text))


@pytest.fixture
def answer(request: pytest.FixtureRequest, ask: Ask) -> Answer:
    """The answer to one of the cases."""
    asked, facts = case_of(request.param)
    return ask(*asked, **facts)


@pytest.mark.parametrize("answer", CASES, indirect=True)
def test_records_fit_their_schema(answer: Answer, library: Rulebook) -> None:
    """Every kind of answer is a valid trace."""
    assert [e.message for e in schema("trace").iter_errors(record(answer, library))] == []


def test_the_schema_refuses_a_doctored_record(ask: Ask, library: Rulebook) -> None:
    """A decision without its state, or a key that is not known, is no trace."""
    data = json.loads(json_text(ask("loan.refusable", **READER, book__rare=False), library))
    del data["parts"][0]["decisions"][0]["state"]
    data["parts"][0]["law_date"]["approved"] = True
    messages = [e.message for e in schema("trace").iter_errors(data)]
    assert len(messages) == 2
    assert any("'state' is a required property" in message for message in messages)
    assert any("'approved' was unexpected" in message for message in messages)


@pytest.mark.parametrize("answer", CASES, indirect=True)
def test_ids_are_unique(answer: Answer, library: Rulebook) -> None:
    """No two nodes of a record have one id."""
    found = list(ids(record(answer, library)))
    assert len(found) == len(set(found))


def ids(data: object) -> Iterator[str]:
    """All ids in a record."""
    if isinstance(data, dict):
        if isinstance(data.get("id"), str) and "digest" not in data:
            yield data["id"]
        for value in data.values():
            yield from ids(value)
    elif isinstance(data, list):
        for value in data:
            yield from ids(value)


def test_conditions_stand_under_their_provision(ask: Ask, library: Rulebook) -> None:
    """The id of a condition is the path to it; an exception stands below what it excepts."""
    data = record(ask("loan.refusable", **READER, book__rare=True, reader__scholar=True), library)
    assert list(ids(data)) == [
        "loan.refusable",
        "loan.refusable/LA-D 2-2 subparagraph 1",
        "loan.refusable/LA-D 2-2 subparagraph 1/when",
        "loan.refusable/LA-D 2-2 subparagraph 1/LA-D 2-2 subparagraph 1 proviso",
        "loan.refusable/LA-D 2-2 subparagraph 1/LA-D 2-2 subparagraph 1 proviso/when",
    ]


def test_a_record_tells_what_decided(ask: Ask, library: Rulebook) -> None:
    """The version with its dates, the condition as written with what it compared and read, and the place."""
    data = json.loads(json_text(ask("loan.must_be_granted", **READER, book__rare=False), library))
    decision = data["parts"][0]["decisions"][-1]
    assert decision["value"] is True
    assert decision["says"]["ko"] == "도서관은 책을 대출하여야 합니다."
    tried = decision["tried"][0]
    assert tried["cite"] == {"en": "Lending Act Art. 3(1)", "ko": "도서대출법 제3조제1항"}
    assert tried["of"] == "library"
    assert tried["outcome"] == "applies"
    assert tried["version"]["in_force"] == {"from": "2023-01-01", "until": None}
    assert tried["version"]["chosen_by"] == {"day": "2024-05-01", "text": "", "reads": []}
    assert tried["place"]["file"] == "rules/library/lending-act/3.yaml"
    step = tried["when"]
    assert (step["text"], step["truth"]) == ("age ≥ 12", True)
    assert step["operands"] == [{"text": "age", "value": 12}, {"text": "12", "value": 12}]
    assert [read["name"] for read in step["reads"]] == ["age", "reader.born_on", "loan.asked_on"]
    assert step["reads"][1]["value"] == "2012-05-01"


def test_amounts_are_exact_and_carry_their_unit(ask: Ask, library: Rulebook) -> None:
    """A third of forty thaler is a quotient, never a rounded decimal."""
    asked = ask("loan.deposit", **READER, book__value=200, reader__scholar=True, book__kind="atlas")
    data = json.loads(json_text(asked, library))
    third = {"amount": {"numerator": 40, "denominator": 3}, "unit": "thaler"}
    assert data["parts"][0]["decisions"][0]["value"] == third


def test_missing_facts_are_told_with_their_basis(ask: Ask, library: Rulebook) -> None:
    """The question, the document, who supplies it, what it keeps open and which provision reads it."""
    data = json.loads(json_text(ask("loan.refusable", **READER), library))
    rare, scholar = data["parts"][0]["missing"]
    assert rare["fact"] == "book.rare"
    assert rare["question"]["en"] == "Is the book rare?"
    assert rare["proof"]["en"] == "catalogue"
    assert rare["supplied_by"] == "library"
    assert rare["keeps_open"] == ["loan.refusable"]
    assert [basis["provision"] for basis in rare["read_by"]] == ["LA-D 2-2 subparagraph 1"]
    assert [basis["provision"] for basis in scholar["read_by"]] == ["LA-D 2-2 subparagraph 1 proviso"]


def test_a_provision_that_others_speak_of_is_recorded(ask: Ask, library: Rulebook) -> None:
    """The duty behind a penalty stands under its own id, with whether it is fulfilled, when nobody asked for it."""
    penalty = ask("loan.fine", **READER, book__rare=False, loan__granted=False)
    part = json.loads(json_text(penalty, library))["parts"][0]
    assert part["decisions"][-1]["tried"][0]["breach"]["provision"] == "LA 3(1)"
    (duty,) = part["spoken_of"]
    assert (duty["id"], duty["fulfilled"]["truth"]) == ("LA 3(1)", False)


def test_the_same_bytes_each_time(ask: Ask, library: Rulebook) -> None:
    """Nothing in a record depends on when or in which process it is made."""
    facts = {**READER, "book__rare": True, "book__value": 200}
    assert json_text(ask("loans", **facts), library) == json_text(ask("loans", **facts), library)
