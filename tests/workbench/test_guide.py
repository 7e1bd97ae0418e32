"""The page of a scheme: sections in a counsellor's order, exceptions below what they except, law of one day."""

from datetime import date

from attrs import evolve
from rulebooks import provision, rulebook, version

from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.types import BOOLEAN
from rulecheck.workbench.guide import guide


def book() -> Rulebook:
    gists = {
        "A 1(1)": "leave is granted",
        "A 1(1) proviso": "not in the first year",
        "A 1(2)": "it is asked for in writing",
        "A 1(9)": "refusing it costs a fine",
    }
    built = rulebook(
        [
            provision("(9)", version("", ""), decides="fine", kind="penalty", punishes="A 1(1)"),
            provision("(2)", version("q", since="2010-01-01", until="2019-12-31"), decides="form", kind="document"),
            provision("(1)", version("p"), decides="leave", kind="duty", fulfilled="q"),
            provision("(1) proviso", version("q"), to="A 1(1)"),
        ],
        {"p": BOOLEAN, "q": BOOLEAN},
        {"leave": BOOLEAN, "form": BOOLEAN, "fine": BOOLEAN},
    )
    worded = {
        id_: evolve(p, versions=tuple(evolve(v, gist=evolve(v.gist, texts={"en": gists[id_]})) for v in p.versions))
        for id_, p in built.provisions.items()
    }
    return evolve(built, provisions=worded)


def test_sections_and_exceptions() -> None:
    rules = book()
    page = guide(rules, rules.vocabulary.schemes["s"], date(2015, 1, 1))
    assert page.split("## What has to be known")[0] == (
        "# s\n"
        "\n"
        "By the law in force on 2015-01-01.\n"
        "\n"
        "## What is due\n"
        "\n"
        "- leave is granted (Act Art. 1(1); duty of the employer)\n"
        "  - Except: not in the first year (Act Art. 1(1) proviso)\n"
        "\n"
        "## Papers\n"
        "\n"
        "- it is asked for in writing (Act Art. 1(2))\n"
        "\n"
        "## Penalties\n"
        "\n"
        "- refusing it costs a fine (Act Art. 1(9))\n"
        "\n"
    )


def test_what_is_not_in_force_is_left_out() -> None:
    rules = book()
    assert "in writing" not in guide(rules, rules.vocabulary.schemes["s"], date(2020, 1, 1))
