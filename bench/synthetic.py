"""Rulebooks of any number of provisions, all alike: ten to an article, each paragraph building on the one before."""

from pathlib import Path

TEN = 10  # paragraphs to an article
FACTS = 10

RULEBOOK = """rulebook: synthetic
title: {en: Synthetic}
jurisdiction: EX
currency: {code: EUR, unit: euro, symbol: €}
covers from: 2020-01-01
ranks: [act]
"""
FACT = """  count_{0}:
    type: integer
    at least: 0
    label: {{en: count {0}}}
    question: {{en: How many?}}
    proof: {{en: list}}
"""
DAY = "  asked_on: {type: date, label: {en: asked on}, question: {en: When?}, proof: {en: list}}\n"
PARAGRAPH = """  ({paragraph}):
    kind: definition
    decides: {name}
    versions:
      - in force: from 2020-01-01
        promulgated: 2019-06-03
        by: Act 1
        gist: {{en: Paragraph {paragraph} of article {article}.}}
        when:
          any:
            - count_{fact} ≥ {limit}
            - {other}
"""


def name(article: int, paragraph: int) -> str:
    """Of what a paragraph decides."""
    return f"answer_{article}_{paragraph}"


def write_rulebook(folder: Path, provisions: int) -> str:
    """Writes a rulebook of so many provisions (a multiple of ten); gives the name of what its last one decides."""
    articles, rest = divmod(provisions, TEN)
    if rest or not articles:
        raise ValueError(f"the number of provisions is a multiple of {TEN}, and this is {provisions}")
    for part in ("vocabulary", "act"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    names = [name(a, p) for a in range(1, articles + 1) for p in range(1, TEN + 1)]
    vocabulary = ["subject: {en: Counts}\n", "facts:\n", DAY]
    vocabulary += [FACT.format(number) for number in range(FACTS)]
    vocabulary += ["conclusions:\n", *(f"  {each}: {{type: boolean, label: {{en: {each}}}}}\n" for each in names)]
    vocabulary += ["schemes:\n  last: {title: {en: The last}, about: [count_0], law date: [asked_on], decides: ["]
    vocabulary += [names[-1], "]}\n"]
    texts = {
        "rulebook.yaml": RULEBOOK,
        "act/act.yaml": "act: SA\nrank: act\ntitle: {en: Synthetic Act}\ncite: {en: Synthetic Act}\n",
        "vocabulary/counts.yaml": "".join(vocabulary),
        **{f"act/{number}.yaml": article(number) for number in range(1, articles + 1)},
    }
    for path, text in texts.items():
        (folder / path).write_text(text, encoding="utf-8")
    return names[-1]


def article(number: int) -> str:
    """An article of ten paragraphs."""
    head = f'article: "{number}"\ntitle: {{en: Article {number}}}\nprovisions:\n'
    return head + "".join(
        PARAGRAPH.format(
            paragraph=paragraph,
            article=number,
            name=name(number, paragraph),
            fact=(number + paragraph) % FACTS,
            limit=number % 50 + paragraph,
            other="count_0 ≥ 900" if paragraph == 1 else name(number, paragraph - 1),
        )
        for paragraph in range(1, TEN + 1)
    )


def facts() -> dict[str, int]:
    """Facts by which the last paragraph of an article is reached only through the nine before it."""
    return {f"count_{number}": 0 for number in range(FACTS)}
