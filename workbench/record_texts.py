"""The record of what an article was read from, made from a corpus and written into its file.

The rest of the file stays as it is, to the byte: comments, quotes and line breaks are its author's.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from textwrap import wrap

from attrs import frozen

from rulecheck.engine.official_texts import Instrument, Recorded
from rulecheck.engine.rule_files import shown_path
from rulecheck.engine.rulebook import Article, ReadFrom, Rulebook, Version
from rulecheck.workbench.corpus import Corpus, texts_of
from rulecheck.workbench.drift import read_by, versions_of
from rulecheck.workbench.official_text import OfficialText, digests, plain_number

_KEY = "read from:"
_WIDTH = 110
# The record: its key at the beginning of a line, and all lines after it that are indented, or empty between such.
_BLOCK = re.compile(rf"^{_KEY}[^\n]*\n(?:(?:[ \t]+[^\n]*|- [^\n]*)(?:\n|\Z)|[ \t]*\n(?=[ \t]+\S|- ))*", re.MULTILINE)


@frozen
class Recording:
    """What to record of an article: instruments with the digest of each paragraph, oldest first."""

    article: Article
    texts: tuple[tuple[Instrument, Mapping[str, str]], ...]

    def written(self) -> str:
        """The record as it stands in a rule file."""
        lines = [_KEY]
        for instrument, told in self.texts:
            pairs = ", ".join(f"{key}: {value}" for key, value in told.items())
            lines += [f"  - number: {instrument.number}", f"    promulgated: {instrument.promulgated}"]
            # No pair is broken between its key and its digest.
            folded = wrap("text: {" + pairs.replace(": ", ":\0") + "}", _WIDTH, break_long_words=False)
            lines += [f"    {line}" if i == 0 else f"      {line}" for i, line in enumerate(folded)]
        return "\n".join(lines).replace("\0", " ") + "\n"


def recordings(rulebook: Rulebook, corpus: Corpus, seen: Iterable[str] = ()) -> Iterator[Recording]:
    """What to record for each article whose texts the corpus holds.

    For each version the text of its instrument or, where the corpus begins later or the instrument amended another
    law, the first text promulgated later that can still hold it. What is recorded already stays; where the corpus holds
    its text, by what it says there. Of the articles in ``seen`` somebody has read the newest text too, and found that
    the rules stand with it.
    """
    read = frozenset(seen)
    for act in rulebook.acts.values():
        texts = texts_of(corpus, act).texts
        for name, article in rulebook.articles.items() if texts else ():
            if article.act != act.id:
                continue
            there = [text for text in texts or () if article.number in text.articles]
            wanted = [_text_of(version, there) for version in versions_of(rulebook, article)]
            wanted += [_recorded(text, article) for text in there]
            if name in read and texts and there and there[-1] is texts[-1]:
                wanted.append(there[-1])
            chosen = {text.instrument: digests(text.articles[article.number]) for text in there if _among(text, wanted)}
            held = {text.instrument for text in there}
            kept = {_instrument(r): dict(r.digests) for r in article.read_from if _instrument(r) not in held}
            if chosen or kept:
                in_order = sorted({**kept, **chosen}.items(), key=lambda pair: _age(pair[0]))
                yield Recording(article, tuple(in_order))


def _among(text: OfficialText, wanted: Iterable[OfficialText | None]) -> bool:
    return any(text is each for each in wanted)


def _instrument(read: ReadFrom) -> Instrument:
    return Instrument(plain_number(read.number), read.promulgated)


def _age(instrument: Instrument) -> tuple[date, int]:
    return instrument.promulgated, int(instrument.number or 0)


def record(
    rulebook: Rulebook, corpus: Corpus, directory: str, seen: Iterable[str] = ()
) -> tuple[tuple[Recorded, ...], int]:
    """Writes the records into the files of a rulebook's directory: those written anew, and how many stay as they are.

    Articles of a rulebook that this one builds on are left alone.
    """
    written: list[Recorded] = []
    unchanged = 0
    for recording in recordings(rulebook, corpus, seen):
        article = recording.article
        path = _file_of(article, directory)
        if path is None:
            continue
        before = path.read_bytes().decode()
        after = with_record(before, recording)
        if after == before:
            unchanged += 1
            continue
        path.write_bytes(after.encode())
        written.append(Recorded(article, tuple(instrument for instrument, _ in recording.texts)))
    return tuple(written), unchanged


def _file_of(article: Article, directory: str) -> Path | None:
    """The file of an article in a directory, told by the place at which it was read: `rules/kr/act/1.yaml`."""
    root = Path(directory).resolve()
    here = shown_path(str(root), "rulebook.yaml").removesuffix("rulebook.yaml")
    file = article.place.file
    return root / file.removeprefix(here) if file.startswith(here) else None


def with_record(file: str, recording: Recording) -> str:
    """The text of an article's file with the record in it: in the place of the former one, else at its end."""
    text = file if file.endswith("\n") or not file else f"{file}\n"
    written = recording.written()
    if _BLOCK.search(text):
        return _BLOCK.sub(lambda _: written, text, count=1)
    return text + written


def _text_of(version: Version, texts: list[OfficialText]) -> OfficialText | None:
    by = read_by(version, [text.instrument for text in texts])
    return next((text for text in reversed(texts) if text.instrument == by), None)


def _recorded(text: OfficialText, article: Article) -> OfficialText | None:
    return text if text.instrument in {_instrument(read) for read in article.read_from} else None
