"""Loading a rulebook: what is made of sound files, and what is told of each mistake, with its place."""

import os
from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rulecheck.engine.diagnostics import Diagnostic, Place
from rulecheck.engine.limits import DEFAULT_LIMITS
from rulecheck.engine.loader import assemble, digest, load, read_rule_files
from rulecheck.engine.rule_files import FileKind, RuleFile
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.types import DATE, ListType, money
from rulecheck.engine.values import Period
from rulecheck.grammar import syntax as s

Files = dict[str, str]
Write = Callable[[Mapping[str, str]], str]

ARTICLE = "ferry-act/10.yaml"
SALE = "ferry-act/9.yaml"
WORDS = "vocabulary/ferry.yaml"


def loaded(directory: str) -> Rulebook:
    rulebook, diagnostics = load(directory)
    assert diagnostics == ()
    assert rulebook is not None
    return rulebook


def told(files: Files, path: str, old: str, new: str, write: Write) -> list[Diagnostic]:
    """What is told once `old` has been replaced by `new` in a file; there must be one `old`."""
    assert files[path].count(old) == 1, old
    rulebook, diagnostics = load(write({**files, path: files[path].replace(old, new)}))
    assert rulebook is None
    return list(diagnostics)


def under(diagnostic: Diagnostic, files: Mapping[str, str]) -> str:
    """The text that stands in the file where a diagnostic points."""
    place = diagnostic.place
    line = files[place.file.removeprefix("rules/isle/")].splitlines()[place.line - 1]
    return line[place.column - 1 : place.column - 1 + place.length]


def test_header(ferry: Files, write_rules: Write) -> None:
    ferry["rulebook.yaml"] += "conventions:\n  age: {cite: Code 1, gist: {en: in years}}\n"
    rulebook = loaded(write_rules(ferry))
    assert (rulebook.id, rulebook.title.text(), rulebook.holidays) == ("isle", "Ferry law of the Isle", "")
    assert (rulebook.currency.code, rulebook.currency.unit, rulebook.currency.symbol) == ("XTH", "thaler", "Th")
    assert rulebook.covers_from == date(2020, 1, 1)
    assert rulebook.ranks == ("act", "decree")
    assert rulebook.conventions["age"].cite == "Code 1"
    assert rulebook.place == Place("rules/isle/rulebook.yaml")


def test_facts_of_records(ferry: Files, write_rules: Write) -> None:
    vocabulary = loaded(write_rules(ferry)).vocabulary
    assert [n for n, f in vocabulary.facts.items() if not f.record] == [
        "ticket.made_on",
        "ticket.price",
        "cabin.made_on",
        "cabin.price",
        "traveller.age",
        "traveller.status",
        "trips",
        "ticket_returned",
    ]
    made_on = vocabulary.facts["cabin.made_on"]
    assert (made_on.type, made_on.optional) == (DATE, True)
    assert made_on.label.text() == "day of booking (cabin)"
    assert made_on.question.text() == "When was it booked? (cabin)"
    assert not vocabulary.facts["ticket.made_on"].optional
    assert vocabulary.facts["trip.day"].record == "trip"
    assert vocabulary.facts["trips"].type == ListType("list of trip", "trip")
    assert vocabulary.conclusions["trip.late"].record == "trip"
    assert vocabulary.conclusions["ticket.refund"].record == ""
    assert vocabulary.records["booking"].text() == "booking"


def test_bounds_and_figures_are_values(ferry: Files, write_rules: Write) -> None:
    ferry[WORDS] = ferry[WORDS].replace(
        "  ticket_returned:", "  notice: {type: months, at most: 1 year, label: {en: notice}}\n  ticket_returned:"
    )
    ferry["parameters/prices.yaml"] = ferry["parameters/prices.yaml"].replace("100 thaler", "100.5 thaler")
    vocabulary = loaded(write_rules(ferry)).vocabulary
    assert (vocabulary.facts["traveller.age"].at_least, vocabulary.facts["traveller.age"].at_most) == (0, 120)
    assert vocabulary.facts["notice"].at_most == Period(months=12)
    figure = vocabulary.figures["price.highest"]
    assert figure.type == money("thaler")
    assert [(v.since, v.until, v.value, v.by) for v in figure.values] == [
        (date(2020, 1, 1), date(2020, 12, 31), 90, "Notice 1"),
        (date(2021, 1, 1), None, Fraction(201, 2), "Notice 2"),
    ]
    assert [v.promulgated for v in figure.values] == [None, date(2020, 11, 1)]


def test_a_version(ferry: Files, write_rules: Write) -> None:
    ferry[ARTICLE] = ferry[ARTICLE].replace(
        "        value: ticket.price\n",
        "        value: ticket.price\n"
        "        version by: ticket.made_on\n"
        "        transitional: {cite: Act 2 Art. 9, gist: {en: by the day of booking}}\n"
        "        notes: [one, two]\n",
    )
    rulebook = loaded(write_rules(ferry))
    provision = rulebook.provisions["FA 10(1)"]
    first, second = provision.versions
    assert (provision.kind, provision.act, provision.article, provision.key) == ("formula", "FA", "10", "(1)")
    assert provision.place == Place("rules/isle/ferry-act/10.yaml", 4, 3, 3)
    assert (first.since, first.until, first.promulgated) == (date(2020, 1, 1), date(2021, 12, 31), date(2019, 6, 3))
    assert (second.until, second.by, second.gist.text()) == (None, "Act 2", "all of it")
    assert isinstance(first.value, s.Share)
    assert first.value.at == Place("rules/isle/ferry-act/10.yaml", 13, 16, 19)
    assert second.version_by == s.Name("ticket.made_on", "fact")
    assert second.transitional is not None
    assert second.transitional.cite == "Act 2 Art. 9"
    assert second.notes == ("one", "two")


def test_conditions_are_joined(ferry: Files, write_rules: Write) -> None:
    ferry[SALE] = ferry[SALE].replace(
        "          - price > 0 thaler\n",
        "          - none: [ticket_returned, traveller.age < 3]\n"
        "          - any t in trips: [t.delay > 1 hour, t.day > 2020-02-01]\n",
    )
    (version,) = loaded(write_rules(ferry)).provisions["FA 9(1)"].versions
    assert isinstance(version.when, s.AllOf)
    choice, none, quantified = version.when.operands
    assert isinstance(choice, s.AnyOf)
    assert isinstance(none, s.Not)
    assert isinstance(none.operand, s.AnyOf)
    assert isinstance(quantified, s.Quantified)
    assert (quantified.quantifier, quantified.variable, quantified.source) == ("any", "t", "trips")
    assert isinstance(quantified.condition, s.AllOf)
    assert choice.at.line == 16


def test_a_table(ferry: Files, write_rules: Write) -> None:
    ferry[ARTICLE] = ferry[ARTICLE].replace(
        "        value: ticket.price\n",
        "        table:\n          match: first\n          open: true\n          rows:\n"
        "            - {when: [traveller.age < 18, ticket_returned], value: 10 thaler}\n"
        "            - {otherwise: 5 thaler}\n",
    )
    table = loaded(write_rules(ferry)).provisions["FA 10(1)"].versions[1].table
    assert table is not None
    assert (table.match, table.open, len(table.rows)) == ("first", True, 2)
    assert isinstance(table.rows[0].when, s.AllOf)
    assert table.rows[1].when is None
    assert table.place.line == 19


def test_document_order(ferry: Files, write_rules: Write) -> None:
    """Ranks come before folders, and article 9 before article 10."""
    ferry["a-decree/act.yaml"] = ferry["ferry-decree/act.yaml"].replace("act: FA-D", "act: ZZ")
    ferry["a-decree/1.yaml"] = ferry["ferry-decree/2.yaml"].replace('"2"', '"1"')
    rulebook = loaded(write_rules(ferry))
    assert list(rulebook.provisions)[:5] == [
        "FA 9(1)",
        "FA 10(1)",
        "FA 10(1) proviso",
        "FA 10(2)",
        "ZZ 1 subparagraph 1",
    ]
    assert list(rulebook.acts) == ["FA", "ZZ", "FA-D"]
    assert list(rulebook.articles) == ["FA 9", "FA 10", "ZZ 1", "FA-D 2", "FA-D 3"]


MISTAKES = [
    # code, file, what is replaced, by what, what is underlined in the file
    ("R0301", WORDS, "subject: {en: Ferries}\n", "", "records"),
    ("R0302", ARTICLE, "    punishes: 9(1)\n", "    punishes: 9(1)\n    punish: 9(1)\n", "punish"),
    ("R0303", ARTICLE, "        value: 500 thaler", "        value: [500 thaler]", "value"),
    ("R0304", SALE, "kind: duty", "kind: dutty", "dutty"),
    ("R0305", SALE, "from 2020-01-01", "2020-01-01", "2020-01-01"),
    ("R0306", SALE, "of: ferryman", "of:", "of"),
    ("R0307", SALE, "        promulgated: 2019-06-03\n", "", "in force"),
    ("R0315", "ferry-decree/act.yaml", "rank: decree", "rank: decre", "decre"),
    ("R0316", SALE, 'article: "9"', 'article: "8"', '"8"'),
    ("R0317", "rulebook.yaml", "ranks:", "holidays: Isle\nranks:", "Isle"),
    ("R0320", WORDS, "  ticket.fine: {", "  traveller.age: {", "traveller.age"),
    ("R0321", WORDS, "  ticket_returned:", "  traveller.age.known:", "traveller.age.known"),
    ("R0321", WORDS, "  ticket_returned:", "  trip.returned:", "trip.returned"),
    ("R0322", WORDS, "type: boolean, label: {en: ticket", "type: bool, label: {en: ticket", "bool"),
    ("R0322", WORDS, "label: {en: day of booking}", "type_: 1", ""),
    ("R0323", WORDS, "options: {islander: {en: islander}, guest: {en: guest}}, ", "", "traveller.status"),
    ("R0323", WORDS, "at most: 120", "options: {a: {en: a}}", "options"),
    ("R0324", WORDS, "at most: 120", "at most: 2020-01-01", "2020-01-01"),
    ("R0325", WORDS, "label: {en: ticket returned}", "label: {en: ticket returned}, at least: 1", "at least"),
    ("R0326", WORDS, "at least: 0, at most: 120", "at least: 120, at most: 0", "120"),
    ("R0327", WORDS, "label: {en: fine}", "label: {en: fine}, says: {yes: {en: y}, no: {en: n}}", "says"),
    ("R0329", WORDS, "about: [ticket]", "about: [tickets]", "tickets"),
    ("R0329", WORDS, "law date: [ticket.made_on]", "law date: [ticket.made]", "ticket.made"),
    ("R0329", WORDS, ", ticket.refund]", ", ticket.refunds]", "ticket.refunds"),
    ("R0330", WORDS, "law date: [ticket.made_on]", "law date: [ticket.price]", "ticket.price"),
    ("R0331", "parameters/prices.yaml", "value: 90 thaler", "value: 90 hours", "90 hours"),
    ("R0340", SALE, "promulgated: 2019-06-03", "promulgated: 2019-06-31", "2019-06-31"),
    ("R0340", SALE, "from 2020-01-01", "from 2020-02-30", "2020-02-30"),
    ("R0341", ARTICLE, "2020-01-01 to 2021-12-31", "2022-01-01 to 2021-12-31", "2022-01-01 to 2021-12-31"),
    ("R0342", ARTICLE, "to 2021-12-31", "to 2022-01-01", "from 2022-01-01"),
    ("R0350", ARTICLE, "decides: ticket.fine", "decides: ticket.fines", "ticket.fines"),
    ("R0351", ARTICLE, "    decides: ticket.fine\n", "", "(2)"),
    ("R0352", ARTICLE, "    decides: ticket.fine\n", "    decides: ticket.fine\n    of: ferryman\n", "of"),
    ("R0353", SALE, "    of: ferryman\n", "", "(1)"),
    ("R0353", ARTICLE, "    to: (1)\n", "", "(1) proviso"),
    ("R0353", ARTICLE, "    punishes: 9(1)\n", "", "(2)"),
    ("R0353", "ferry-decree/3.yaml", "    applies: [FA 10(1)]\n", "", "article"),
    ("R0355", ARTICLE, "value: 500 thaler", "value: 500 thaler\n        unsettled: {en: open}", "unsettled"),
    ("R0356", "ferry-decree/3.yaml", "gist: {en: Art", "value: 3 thaler\n        gist: {en: Art", "value"),
    ("R0358", SALE, 'where: {price: "', 'where: {ticket_returned: "', "ticket_returned"),
    ("R0358", SALE, 'where: {price: "', 'where: {until: "', "until"),
    ("R0201", SALE, "          - price > 0 thaler", "          - price between 0 thaler", "between"),
    ("R0201", SALE, "price.highest)", "price.highest))", ")"),
    ("R0212", SALE, "          - price > 0 thaler", "          - pric > 0 thaler", "pric"),
]


@pytest.mark.parametrize(("code", "path", "old", "new", "underlined"), MISTAKES)
def test_a_mistake_is_told_at_its_place(
    code: str, path: str, old: str, new: str, underlined: str, ferry: Files, write_rules: Write
) -> None:
    if code == "R0322" and not underlined:
        old, new, underlined = "label: {en: day of booking}", "label: {en: day of booking}", "made_on"
        ferry[WORDS] = ferry[WORDS].replace("made_on: {type: date", "made_on: {type: list of trip")
    diagnostics = [d for d in told(ferry, path, old, new, write_rules) if d.code == code]
    files = {**ferry, path: ferry[path].replace(old, new)}
    assert underlined in [under(d, files) for d in diagnostics]
    assert {d.severity for d in diagnostics} == {"error"}


def test_mistakes_of_all_files_at_once(ferry: Files, write_rules: Write) -> None:
    """A syntax mistake, a wrong type, an unknown key and a dangling reference in four files are told together."""
    ferry[SALE] = ferry[SALE].replace("          - price > 0", "          - price => 0")
    ferry[ARTICLE] = ferry[ARTICLE].replace("value: 500 thaler", "value: 500 hours")
    ferry["ferry-decree/2.yaml"] = ferry["ferry-decree/2.yaml"].replace("to: FA 9(1)", "to: FA 9(2)")
    ferry["rulebook.yaml"] += "colour: red\n"
    rulebook, diagnostics = load(write_rules(ferry))
    assert rulebook is None
    assert [(d.place.file.rpartition("isle/")[2], d.code) for d in diagnostics] == [
        (ARTICLE, "R0219"),
        (SALE, "R0201"),
        ("ferry-decree/2.yaml", "R0360"),
        ("rulebook.yaml", "R0302"),
    ]


def test_a_broken_file_makes_no_names_undeclared(ferry: Files, write_rules: Write) -> None:
    ferry[WORDS] += "  - broken\n"
    ferry[SALE] = ferry[SALE].replace("          - price > 0", "          - price => 0")
    rulebook, diagnostics = load(write_rules(ferry))
    assert rulebook is None
    assert [(d.place.file.rpartition("isle/")[2], d.code) for d in diagnostics] == [(SALE, "R0201"), (WORDS, "R0108")]


def test_a_wrong_declaration_is_told_once(ferry: Files, write_rules: Write) -> None:
    """What a fact of an unknown type is used for is not wrong as well."""
    (mistake,) = told(ferry, WORDS, "traveller.age: {type: integer", "traveller.age: {type: int", write_rules)
    assert (mistake.code, mistake.hint) == (
        "R0322",
        "a type is a plain one, such as `date`, a record, or `list of` a record",
    ) or (mistake.hint.startswith("did you mean"))


def test_versions_out_of_order(ferry: Files, write_rules: Write) -> None:
    text = ferry[ARTICLE].replace("2020-01-01 to 2021-12-31", "2023-01-01 to 2023-12-31")
    ferry[ARTICLE] = text.replace("from 2022-01-01", "2022-01-01 to 2022-12-31")
    rulebook, diagnostics = load(write_rules(ferry))
    assert rulebook is None
    (mistake,) = diagnostics
    assert mistake.code == "R0343"
    assert "`2022-01-01 to 2022-12-31` stands after `2023-01-01 to 2023-12-31`" in mistake.message


def test_a_gap_between_versions_and_a_retroactive_one_are_sound(ferry: Files, write_rules: Write) -> None:
    ferry[ARTICLE] = ferry[ARTICLE].replace("to 2021-12-31", "to 2020-12-31").replace("2021-06-03", "2023-06-03")
    assert len(loaded(write_rules(ferry)).provisions["FA 10(1)"].versions) == 2


def test_overlap_names_both_versions(ferry: Files, write_rules: Write) -> None:
    (mistake,) = told(ferry, ARTICLE, "2020-01-01 to 2021-12-31", "from 2020-01-01", write_rules)
    assert mistake.message == "versions of `FA 10(1)` overlap: `from 2020-01-01` and `from 2022-01-01`"
    assert mistake.hint.startswith("the former stands in line 8")


def test_a_second_declaration_names_the_first(ferry: Files, write_rules: Write) -> None:
    ferry["vocabulary/z.yaml"] = "subject: {en: more}\nfacts:\n  traveller.age: {type: integer, label: {en: age}}\n"
    _, (mistake,) = load(write_rules(ferry))
    assert (mistake.code, mistake.place.file, mistake.place.line) == ("R0320", "rules/isle/vocabulary/z.yaml", 3)
    assert mistake.hint == "first in rules/isle/vocabulary/ferry.yaml, line 16"


@pytest.mark.parametrize(
    ("path", "text", "code"),
    [
        ("other-act/act.yaml", "act: FA\nrank: act\ntitle: {en: x}\ncite: {en: x}\n", "R0313"),
        (
            "lonely/1.yaml",
            'article: "1"\ntitle: {en: x}\nprovisions:\n  (1): {kind: condition, versions: []}\n',
            "R0312",
        ),
        ("notes.yaml", "a: b\n", "R0308"),
        ("ferry-act/9.yml", "a: b\n", "R0308"),
        ("ferry-act/annex/1.yaml", "a: b\n", "R0308"),
        ("vocabulary/empty.yaml", "# nothing\n", "R0107"),
        ("vocabulary/list.yaml", "- a\n", "R0303"),
    ],
)
def test_files_that_do_not_fit(path: str, text: str, code: str, ferry: Files, write_rules: Write) -> None:
    rulebook, diagnostics = load(write_rules({**ferry, path: text}))
    assert rulebook is None
    assert code in {d.code for d in diagnostics if d.place.file == f"rules/isle/{path}"}


def test_two_files_for_one_article(ferry: Files, write_rules: Write) -> None:
    """In one folder the names of the files differ; two folders of one act are told of as two acts."""
    ferry["ferry-act/09.yaml"] = ferry[SALE]
    _, diagnostics = load(write_rules(ferry))
    assert [d.code for d in diagnostics] == ["R0316", "R0314"]


def test_no_rulebook(tmp_path: Path) -> None:
    rulebook, (mistake,) = load(str(tmp_path / "nothing"))
    assert rulebook is None
    assert mistake.code == "R0311"


def test_golden_cases_and_other_files_are_no_rules(ferry: Files, write_rules: Write) -> None:
    directory = write_rules(ferry)
    before = loaded(directory).digest
    write_rules({"cases/a.cases.yaml": "cases: []\n", "README.md": "words", ".hidden/x.yaml": "a: b\n"})
    assert loaded(directory).digest == before
    write_rules({"rulebook.yaml": ferry["rulebook.yaml"] + "# a remark\n"})
    assert loaded(directory).digest != before


def test_links_are_not_followed_out_of_the_rulebook(ferry: Files, write_rules: Write, tmp_path: Path) -> None:
    directory = write_rules(ferry)
    (tmp_path / "secret.yaml").write_text("password: 1\n", encoding="utf-8")
    os.symlink(tmp_path / "secret.yaml", os.path.join(directory, "vocabulary", "secret.yaml"))
    os.symlink(tmp_path, os.path.join(directory, "linked"))
    rulebook, diagnostics = load(directory)
    assert rulebook is None
    assert [(d.code, d.place.file) for d in diagnostics] == [
        ("R0310", "rules/isle/linked"),
        ("R0310", "rules/isle/vocabulary/secret.yaml"),
    ]
    assert "password" not in str(diagnostics)


def test_limits(ferry: Files, write_rules: Write) -> None:
    directory = write_rules(ferry)
    _, diagnostics = load(directory, evolve(DEFAULT_LIMITS, files=3))
    assert [d.code for d in diagnostics if d.severity == "error"] == ["R0309"]
    _, diagnostics = load(directory, evolve(DEFAULT_LIMITS, expression_length=10))
    assert {d.code for d in diagnostics} == {"R0201"}
    _, diagnostics = load(directory, evolve(DEFAULT_LIMITS, rule_file_bytes=100))
    assert {d.code for d in diagnostics} >= {"R0104"}
    assert all(d.place.file.startswith("rules/isle/") for d in diagnostics)


def test_paths_are_shown_from_above_the_rulebook(
    ferry: Files, write_rules: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory = write_rules(ferry)
    files, _ = read_rule_files(directory)
    assert files[0].shown == "rules/isle/ferry-act/10.yaml"
    monkeypatch.chdir(directory)
    assert read_rule_files(".")[0] == files


def test_digest_depends_on_paths_and_contents_alone() -> None:
    one = RuleFile("a.yaml", "x/y/a.yaml", "article", b"1")
    other = RuleFile("b.yaml", "x/y/b.yaml", "article", b"2")
    assert digest([one, other]) == digest([other, evolve(one, shown="elsewhere")])
    assert digest([one]) != digest([evolve(one, path="b.yaml")]) != digest([evolve(one, data=b"2")])
    # The border between a path and its contents counts.
    assert digest([evolve(one, path="a", data=b"bc")]) != digest([evolve(one, path="ab", data=b"c")])


LINES = st.lists(
    st.sampled_from(
        ["versions:", "  - when:", "[", "{a: b}", "x is y", "  (1):", "kind: duty", "\t", "- any: [a]", "'"]
    )
    | st.text(max_size=12),
    max_size=12,
)


@given(
    path=st.sampled_from([WORDS, ARTICLE, SALE, "rulebook.yaml", "parameters/prices.yaml"]),
    lines=LINES,
    cut=st.floats(0, 1),
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_file_makes_it_raise(path: str, lines: list[str], cut: float, ferry: Files) -> None:
    """Whatever follows a piece of a sound file, there are diagnostics or a rulebook, sorted by place."""
    text = ferry[path]
    broken = {**ferry, path: text[: int(len(text) * cut)] + "\n".join(lines)}
    kinds: dict[str, FileKind] = {
        "rulebook.yaml": "rulebook",
        "vocabulary": "vocabulary",
        "parameters": "parameters",
        "act.yaml": "act",
    }
    files = tuple(
        RuleFile(
            name,
            f"rules/isle/{name}",
            kinds.get(name.split("/")[0], kinds.get(name.split("/")[-1], "article")),
            held.encode("utf-8", "replace"),
        )
        for name, held in sorted(broken.items())
    )
    rulebook, diagnostics = assemble(files)
    assert rulebook is not None or diagnostics
    assert [d.order for d in diagnostics] == sorted(d.order for d in diagnostics)
