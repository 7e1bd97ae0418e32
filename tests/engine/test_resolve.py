"""References become ids, exceptions are attached, and what applies mutatis mutandis is written out."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulecheck.engine import loader
from rulecheck.engine import resolve as resolving
from rulecheck.engine.diagnostics import Diagnostic, Place
from rulecheck.engine.loader import load, read_rule_files
from rulecheck.engine.references import candidates
from rulecheck.engine.resolve import Resolved, resolve
from rulecheck.engine.rulebook import Rulebook, provision_id
from rulecheck.grammar import syntax as s

Files = dict[str, str]
Write = Callable[[Mapping[str, str]], str]

REFUNDS = "ferry-act/10.yaml"
DECREE = "ferry-decree/2.yaml"
CABINS = "ferry-decree/3.yaml"
WORDS = "vocabulary/ferry.yaml"

VERSION = """
    versions:
      - in force: from 2020-01-01
        promulgated: 2019-06-03
        by: Act 1
        gist: {en: a rule}
"""


def loaded(files: Files, write: Write) -> Rulebook:
    rulebook, diagnostics = load(write(files))
    assert diagnostics == ()
    assert rulebook is not None
    return rulebook


def told(files: Files, write: Write) -> tuple[Diagnostic, ...]:
    rulebook, diagnostics = load(write(files))
    assert rulebook is None
    return diagnostics


def added(files: Files, path: str, provision: str, rest: str = "") -> Files:
    """The files with one provision more at the end of an article."""
    return {**files, path: f"{files[path]}{provision.rstrip()}{VERSION}{rest}"}


def resolved(files: Files, write: Write) -> Resolved:
    """What resolving alone gives; the checks that follow have limits of their own."""
    read, _ = read_rule_files(write(files))
    found: list[Resolved] = []

    def kept(*arguments: Any) -> Resolved:
        found.append(resolve(*arguments))
        return found[0]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loader, "resolve", kept)
        loader.assemble(read)
    return found[0]


def statuses(node: s.Node | None) -> list[str]:
    assert node is not None
    return [n.provision for n in s.walk(node) if isinstance(n, s.ProvisionStatus)]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("(1)", "FA 10(1)"),
        ("(1) proviso", "FA 10(1) proviso"),
        ("10(1)", "FA 10(1)"),
        ("Art. 10(1)", "FA 10(1)"),
        ("FA 10(1)", "FA 10(1)"),
        ("FA Art. 10 (1)", "FA 10(1)"),
        ("FA-D 2 subparagraph 1", "FA-D 2 subparagraph 1"),
        ("9(1)", "FA 9(1)"),
    ],
)
def test_references(written: str, meant: str, ferry: Files, write_rules: Write) -> None:
    rulebook = loaded(added(ferry, REFUNDS, f"  (3):\n    kind: exception\n    to: {written}"), write_rules)
    assert rulebook.provisions["FA 10(3)"].to == meant
    assert "FA 10(3)" in rulebook.exceptions[meant]


@pytest.mark.parametrize("written", ["Art. 9(1) is breached", "FA Art. 9(1) is breached", "FA Art. 9 (1)  is breached"])
def test_references_in_expressions(written: str, ferry: Files, write_rules: Write) -> None:
    files = added(ferry, REFUNDS, "  (3):\n    kind: condition", f"        when: [ticket_returned, {written}]\n")
    (version,) = loaded(files, write_rules).provisions["FA 10(3)"].versions
    assert statuses(version.when) == ["FA 9(1)"]


def test_references_everywhere_in_a_version(ferry: Files, write_rules: Write) -> None:
    rest = (
        "        where: {late: Art. 9(1) applies}\n"
        "        table:\n          rows:\n"
        "            - {when: Art. 9(1) is owed, value: 1 thaler if Art. 9(1) is fulfilled otherwise 2 thaler}\n"
        "            - {otherwise: 3 thaler}\n"
    )
    files = added(ferry, REFUNDS, "  (3):\n    kind: formula\n    decides: ticket.fine", rest)
    (version,) = loaded(files, write_rules).provisions["FA 10(3)"].versions
    assert version.table is not None
    first = version.table.rows[0]
    assert statuses(version.where[0][1]) + statuses(first.when) + statuses(first.value) == ["FA 9(1)"] * 3


def test_a_dangling_reference_names_the_nearest(ferry: Files, write_rules: Write) -> None:
    ferry[REFUNDS] = ferry[REFUNDS].replace("punishes: 9(1)", "punishes: 9(11)")
    (mistake,) = told(ferry, write_rules)
    assert (mistake.code, mistake.message) == ("R0360", "there is no provision `9(11)`")
    assert "`FA 9(1)`" in mistake.hint
    assert mistake.place == Place("rules/isle/ferry-act/10.yaml", 32, 15, 5)


def test_a_reference_to_a_whole_article_names_its_provisions(ferry: Files, write_rules: Write) -> None:
    ferry[DECREE] = ferry[DECREE].replace("to: FA 9(1)", "to: FA 10")
    (mistake,) = told(ferry, write_rules)
    assert mistake.hint == "name one of its provisions: `FA 10(1)`, `FA 10(1) proviso`, `FA 10(2)`"


def test_a_dangling_reference_in_an_expression(ferry: Files, write_rules: Write) -> None:
    files = added(
        ferry, REFUNDS, "  (3):\n    kind: condition", "        when: [ticket_returned, 'Art. 9(4) applies']\n"
    )
    (mistake,) = told(files, write_rules)
    assert (mistake.code, mistake.underlined, mistake.place.column) == ("R0360", "Art. 9(4) applies", 34)


def test_a_penalty_punishes_a_duty(ferry: Files, write_rules: Write) -> None:
    ferry[REFUNDS] = ferry[REFUNDS].replace("punishes: 9(1)", "punishes: (1)")
    (mistake,) = told(ferry, write_rules)
    assert (mistake.code, mistake.hint) == ("R0361", "it is of the kind `formula`")


def test_exceptions_in_a_circle(ferry: Files, write_rules: Write) -> None:
    files = added(ferry, DECREE, "  subparagraph 2:\n    kind: exception\n    to: subparagraph 3")
    files = added(files, DECREE, "  subparagraph 3:\n    kind: exception\n    to: subparagraph 2")
    files = added(files, DECREE, "  subparagraph 4:\n    kind: exception\n    to: subparagraph 2")
    diagnostics = told(files, write_rules)
    assert {d.code for d in diagnostics} == {"R0362"}
    assert "`FA-D 2 subparagraph 2` → `FA-D 2 subparagraph 3` → `FA-D 2 subparagraph 2`" in diagnostics[0].message


def test_an_exception_to_itself(ferry: Files, write_rules: Write) -> None:
    ferry[DECREE] = ferry[DECREE].replace("to: FA 9(1)", "to: subparagraph 1")
    assert [d.code for d in told(ferry, write_rules)] == ["R0362"]


def test_exceptions_inherit_what_they_decide(ferry: Files, write_rules: Write) -> None:
    """With a value from the provision excepted, through an exception without one as well; else not at all."""
    files = added(
        ferry, REFUNDS, "  (3):\n    kind: exception\n    to: 10(1) proviso", "        when: ticket_returned\n"
    )
    files = added(files, REFUNDS, "  (4):\n    kind: exception\n    to: (3)", "        value: 7 thaler\n")
    rulebook = loaded(files, write_rules)
    decides = {name: rulebook.provisions[f"FA 10{name}"].decides for name in ("(1) proviso", "(3)", "(4)")}
    assert decides == {"(1) proviso": "ticket.refund", "(3)": "", "(4)": "ticket.refund"}
    assert rulebook.deciders["ticket.refund"] == ("FA 10(1)", "FA 10(1) proviso", "FA 10(4)")


def test_a_value_in_some_versions_only(ferry: Files, write_rules: Write) -> None:
    later = VERSION.partition("versions:\n")[2].replace("2020", "2021")
    files = added(
        ferry, DECREE, "  subparagraph 2:\n    kind: exception\n    to: FA 10(1)", f"        value: 1 thaler\n{later}"
    )
    head, version, tail = files[DECREE].rpartition("from 2020-01-01")
    files[DECREE] = f"{head}2020-01-01 to 2020-12-31{tail}"
    assert version
    assert [(d.code, d.place.line) for d in told(files, write_rules)] == [("R0357", 22)]


def test_an_amount_without_a_value(ferry: Files, write_rules: Write) -> None:
    ferry[REFUNDS] = ferry[REFUNDS].replace("        value: 500 thaler\n", "")
    (mistake,) = told(ferry, write_rules)
    assert mistake.code == "R0354"
    assert mistake.place.line == 35


# Mutatis mutandis


def test_a_derived_provision(ferry: Files, write_rules: Write) -> None:
    rulebook = loaded(ferry, write_rules)
    derived = rulebook.provisions["FA-D 3 applying FA 10(1)"]
    assert (derived.act, derived.article, derived.key) == ("FA-D", "3", "applying FA 10(1)")
    assert provision_id(derived.act, derived.article, derived.key) == derived.id
    assert (derived.base, derived.through, derived.kind) == ("FA 10(1)", "FA-D 3", "formula")
    assert derived.decides == "cabin.refund"
    assert rulebook.provisions["FA-D 3"].decides == ""
    assert derived.place.file == "rules/isle/ferry-decree/3.yaml"
    assert derived.versions[0].gist.text() == "half of the price"
    # `ticket_returned` only begins with the same letters.
    assert derived.versions[0].when == s.Name("ticket_returned", "fact")
    assert derived.versions[1].value == s.Name("cabin.price", "fact")
    assert rulebook.deciders["cabin.refund"] == (derived.id, f"{derived.id} proviso")
    assert rulebook.exceptions[derived.id] == (f"{derived.id} proviso",)
    assert rulebook.exceptions["FA 10(1)"] == ("FA 10(1) proviso",)


def test_derived_versions_are_in_force_while_both_are(ferry: Files, write_rules: Write) -> None:
    ferry[CABINS] = ferry[CABINS].replace("from 2021-01-01", "2021-01-01 to 2021-06-30")
    rulebook = loaded(ferry, write_rules)
    (version,) = rulebook.provisions["FA-D 3 applying FA 10(1)"].versions
    assert (version.since, version.until) == (date(2021, 1, 1), date(2021, 6, 30))
    # Known since both were promulgated.
    assert version.promulgated == date(2020, 6, 3)
    # The proviso began after the decree had ceased to apply it.
    assert rulebook.provisions["FA-D 3 applying FA 10(1) proviso"].versions == ()


def test_a_condition_of_the_applying_provision(ferry: Files, write_rules: Write) -> None:
    ferry[CABINS] += "        when: cabin.made_on is not none\n"
    version = loaded(ferry, write_rules).provisions["FA-D 3 applying FA 10(1)"].versions[1]
    assert isinstance(version.when, s.AllOf)
    assert [type(n) for n in version.when.operands] == [s.IsNone, s.Name]


def test_an_article_applied_as_a_whole(ferry: Files, write_rules: Write) -> None:
    """Its penalty punishes the same duty as before, for that is not applied."""
    files = added(ferry, REFUNDS, "  (3):\n    kind: condition", "        when: Art. 10(2) applies\n")
    files[CABINS] = files[CABINS].replace("[FA 10(1)]", "[FA 10]")
    files[WORDS] = files[WORDS].replace(
        "  ticket.fine:", "  cabin.fine: {type: money, label: {en: fine}}\n  ticket.fine:"
    )
    rulebook = loaded(files, write_rules)
    names = [p.id for p in rulebook.provisions.values() if p.through]
    assert names == [f"FA-D 3 applying FA 10{key}" for key in ("(1)", "(1) proviso", "(2)", "(3)")]
    assert rulebook.provisions[names[2]].punishes == "FA 9(1)"
    assert statuses(rulebook.provisions[names[3]].versions[0].when) == ["FA-D 3 applying FA 10(2)"]


def test_paragraph_1_does_not_cover_paragraph_11(ferry: Files, write_rules: Write) -> None:
    files = added(ferry, REFUNDS, "  (11):\n    kind: condition")
    files = added(files, REFUNDS, "  (1) subparagraph 2:\n    kind: condition")
    derived = [p.base for p in loaded(files, write_rules).provisions.values() if p.base]
    assert derived == ["FA 10(1)", "FA 10(1) proviso", "FA 10(1) subparagraph 2"]


def test_names_of_lists_are_read_and_variables_are_not(ferry: Files, write_rules: Write) -> None:
    """A variable may have the name of what is read as something else; so may a local name."""
    ferry[WORDS] = ferry[WORDS].replace(
        "  ticket_returned:", "  rides: {type: list of trip, label: {en: rides}}\n  ticket_returned:"
    )
    ferry[REFUNDS] = ferry[REFUNDS].replace(
        "        when: ticket_returned\n        value: ticket.price\n",
        "        when: any ride in trips satisfies ride.delay > 1 hour\n        value: ticket.price\n",
    )
    ferry[CABINS] = ferry[CABINS].replace("{ticket: cabin}", "{ticket: cabin, trips: rides, ride: cabin}")
    diagnostics = told(ferry, write_rules)
    assert [d.code for d in diagnostics] == ["R0365"]
    ferry[CABINS] = ferry[CABINS].replace(", ride: cabin}", "}")
    when = loaded(ferry, write_rules).provisions["FA-D 3 applying FA 10(1)"].versions[1].when
    assert isinstance(when, s.Quantified)
    assert (when.source, when.variable) == ("rides", "ride")
    assert s.Name("ride.delay", "element fact", "trip") in list(s.walk(when))


def test_the_longest_reading_counts(ferry: Files, write_rules: Write) -> None:
    ferry[CABINS] = ferry[CABINS].replace("{ticket: cabin}", "{ticket: cabin, ticket.price: price.highest}")
    derived = loaded(ferry, write_rules).provisions["FA-D 3 applying FA 10(1)"]
    assert derived.versions[1].value == s.Name("price.highest", "figure")


def test_a_reading_that_is_not_declared(ferry: Files, write_rules: Write) -> None:
    ferry[WORDS] = ferry[WORDS].replace("  cabin.refund: {type: money, label: {en: refund of the cabin}}\n", "")
    diagnostics = told(ferry, write_rules)
    assert {d.code for d in diagnostics} == {"R0363"}
    assert diagnostics[0].message == "applying `FA 10(1)` needs `cabin.refund`, which is not declared"
    assert (diagnostics[0].underlined, diagnostics[0].place.file) == ("FA 10(1)", "rules/isle/ferry-decree/3.yaml")


@pytest.mark.parametrize(
    ("applies", "code"),
    [
        ("[FA 11]", "R0360"),
        ("['3']", "R0364"),
        ("[FA 10(1) proviso]", "R0364"),
    ],
)
def test_what_cannot_be_applied(applies: str, code: str, ferry: Files, write_rules: Write) -> None:
    ferry[CABINS] = ferry[CABINS].replace("[FA 10(1)]", applies)
    diagnostics = told(ferry, write_rules)
    assert [d.code for d in diagnostics] == [code]
    assert diagnostics[0].place.line == 6


def test_exceptions_to_what_is_applied(ferry: Files, write_rules: Write) -> None:
    """They name the derived provision, not the one that applies it, and inherit what that decides."""
    exception = "  (2):\n    kind: exception\n    to: {}"
    files = added(ferry, CABINS, exception.format("article"), "        value: 3 thaler\n")
    (mistake,) = told(files, write_rules)
    assert mistake.code == "R0364"
    assert "`FA-D 3 applying FA 10(1)`" in mistake.hint
    files = added(ferry, CABINS, exception.format("FA-D 3 applying FA 10(1)"), "        value: 3 thaler\n")
    rulebook = loaded(files, write_rules)
    assert rulebook.provisions["FA-D 3(2)"].decides == "cabin.refund"
    assert rulebook.exceptions["FA-D 3 applying FA 10(1)"] == (
        "FA-D 3 applying FA 10(1) proviso",
        "FA-D 3(2)",
    )


KEYS = st.sampled_from(["(1)", "(2) subparagraph 3", "(10) proviso", "subparagraph 1", "article", "deadline"])
NUMBERS = st.builds(lambda a, b: f"{a}-{b}" if b else str(a), st.integers(1, 200), st.integers(0, 9))


@given(act=st.sampled_from(["EEA", "A", "EIA-ED"]), number=NUMBERS, key=KEYS)
def test_every_id_refers_to_itself(act: str, number: str, key: str) -> None:
    """Written in full, an id means itself wherever it stands; without its act, in its act; as a key, in its article."""
    name = provision_id(act, number, key)
    assert candidates(name, "OTHER", "1") == (name,)
    assert candidates(name.removeprefix(f"{act} "), act, "1") == (name,)
    assert candidates(key, act, number) == (name,)


def test_long_chains_and_large_circles(ferry: Files, write_rules: Write) -> None:
    """Exceptions to exceptions, a thousand deep: neither time nor the stack grows beyond measure."""
    ids = range(1, 1001)
    chain = "".join(f"  ({i}):\n    kind: exception\n    to: ({i + 1}){VERSION}        value: 1 thaler\n" for i in ids)
    head = 'article: "4"\ntitle: {en: Chain}\nprovisions:\n'
    end = f"  (1001):\n    kind: exception\n    to: TARGET{VERSION}        value: 2 thaler\n"
    ferry["ferry-decree/4.yaml"] = head + chain + end.replace("TARGET", "FA 10(1)")
    found = resolved(ferry, write_rules)
    assert found.mistakes == ()
    assert len(found.deciders["ticket.refund"]) == 1003
    ferry["ferry-decree/4.yaml"] = head + chain + end.replace("TARGET", "(1)")
    (mistake,) = resolved(ferry, write_rules).mistakes
    assert mistake.code == "R0362"


def test_much_that_is_applied(ferry: Files, write_rules: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many provisions that each apply many are a small file, and would be written out as a large rulebook."""
    many = "".join(f"  ({i}):\n    kind: condition{VERSION}        when: ticket_returned\n" for i in range(1, 11))
    ferry["ferry-act/11.yaml"] = 'article: "11"\ntitle: {en: Many}\nprovisions:\n' + many
    apply = "    kind: mutatis mutandis\n    applies: [FA 11]\n    reading: {ticket: cabin}"
    ferry["ferry-decree/5.yaml"] = 'article: "5"\ntitle: {en: All}\nprovisions:\n' + "".join(
        f"  ({i}):\n{apply}{VERSION}" for i in range(1, 11)
    )
    assert resolved(ferry, write_rules).mistakes == ()
    monkeypatch.setattr(resolving, "MOST_WRITTEN_OUT", 100)
    (mistake,) = resolved(ferry, write_rules).mistakes
    assert (mistake.code, mistake.message) == ("R0366", "`FA-D 5(5)` applies more than can be written out")
