"""The provisions of compact traces as text, in SQL that keeps the rows in their order: choices instead of a join.

What a trace says of one conclusion rests on a few of its bits. Where these come in few ways, each way is a branch.
"""

from collections.abc import Iterable, Sequence

from rulecheck.engine.sql.program import Program
from rulecheck.engine.sql.traces import TraceWords
from rulecheck.workbench.columnar.sayings import text_in
from rulecheck.workbench.columnar.sql_text import literal, name

Words = tuple[int, ...]
# So many ways are branches; a join is faster for more.
_MOST = 40


def text_of(program: Program, index: int, seen: Iterable[Words], found: str) -> str | None:
    """SQL for the column ``by`` of a conclusion, over the table ``found``; for traces that were seen.

    None where they say too many different things of it.
    """
    conclusion = program.outputs[index].conclusion
    masks = _masks(program.words, conclusion)
    ways = {tuple(word & mask for word, mask in zip(each, masks, strict=True)): each for each in seen}
    if len(ways) > _MOST:
        return None
    said = {way: program.words.applied(each, conclusion) for way, each in sorted(ways.items())}
    columns = [f"{found}.{name(word)}" for word in program.words.names]
    return _branches({way: text_in(pair) for way, pair in said.items()}, columns, masks)


def _masks(words: TraceWords, conclusion: str) -> list[int]:
    """The bits of each word that tell of a conclusion."""
    deciders = words.deciders[conclusion]
    provisions = {*deciders, *(e for id_ in deciders for e in words.exceptions[id_])}
    masks = [0] * len(words.names)
    for field in words.fields.values():
        if field.provision in provisions:
            masks[field.word] |= ((1 << field.width) - 1) << field.shift
    return masks


def _branches(said: dict[Words, str], columns: Sequence[str], masks: Sequence[int]) -> str:
    different = list(dict.fromkeys(said.values())) or [""]
    kind = f"ENUM({', '.join(map(literal, different))})"
    branches = []
    for text in different[1:]:
        ways = " OR ".join(_is(way, columns, masks) for way, other in said.items() if other == text)
        branches.append(f"WHEN {ways} THEN CAST({literal(text)} AS {kind})")
    rest = f"CAST({literal(different[0])} AS {kind})"
    return f"CASE {' '.join(branches)} ELSE {rest} END" if branches else rest


def _is(way: Words, columns: Sequence[str], masks: Sequence[int]) -> str:
    tests = [f"{c} & {mask} = {bits}" for c, mask, bits in zip(columns, masks, way, strict=True) if mask]
    return f"({' AND '.join(tests) or 'true'})"
