"""What changes from one day to another, told by act and article: what a reform says, clause by clause."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from rulecheck.engine.changes import ProvisionChange, VersionChange
from rulecheck.engine.rulebook import Provision, Version
from rulecheck.reports.change_phrases import change_phrase
from rulecheck.reports.outline import Line
from rulecheck.reports.terms_text import TermWords
from rulecheck.reports.words import Speaker


def reform_lines(changes: Sequence[ProvisionChange], speaker: Speaker) -> Iterator[Line]:
    """An act a heading, an article an item, a provision a line below it, and the transitional clauses at the end.

    Of provisions in which only the wording changes the citations are told, and no more. Rules of an act that merely
    end are told last.
    """
    for act, of_act in groupby(changes, key=lambda change: _provision(change).act):
        listed = list(of_act)
        instruments = dict.fromkeys((v.after.by, v.after.promulgated) for _, v in _versions(listed) if v.after)
        title = speaker.words(speaker.rulebook.acts[act].cite)
        told = [_phrase(speaker, "brought by", by=by, day=day) for by, day in instruments]
        yield Line("heading", f"{title} ({'; '.join(told)})" if told else title)
        for article, group in groupby(listed, key=lambda change: _provision(change).article):
            found = speaker.rulebook.articles[f"{act} {article}"]
            cited = speaker.cite_article(act, article)
            yield Line("item", f"{cited.removeprefix(title).strip()}  {speaker.words(found.title)}")
            yield from _article(list(group), cited, speaker, len(instruments) > 1)


def _article(changes: Sequence[ProvisionChange], cited: str, speaker: Speaker, name_instrument: bool) -> Iterator[Line]:
    said, reworded, ended = list[tuple[ProvisionChange, VersionChange]](), list[str](), list[Line]()
    clauses: dict[tuple[str, str], list[str]] = {}
    for change, version in _versions(changes):
        tail = speaker.cite(_provision(change)).removeprefix(cited).strip()
        if version.after is None and version.before is not None:
            told = {"day": version.before.until, "gist": _gist(version.before, speaker)}
            event = _phrase(speaker, f"removed {kind_of(_provision(change))}")
            ended.append(Line("item", _phrase(speaker, "ended", what=_lead(tail), event=event, **told), 1))
            continue
        if [term.kind for term in version.terms] == ["gist"]:
            reworded.append(tail)
        else:
            said.append((change, version))
        if version.after is not None and version.after.transitional is not None:
            clause = version.after.transitional
            clauses.setdefault((clause.cite, " ".join(speaker.words(clause.gist).split())), []).append(tail)
    for change, version in said:
        yield from _said(change, version, cited, speaker, name_instrument)
    yield from ended
    if reworded:
        yield Line("item", _phrase(speaker, "reworded", what=", ".join(reworded)), 1)
    for (cite, gist), tails in clauses.items():
        # A clause for all that changes in the article need not name it again.
        to = "" if len(tails) == len(said) + len(reworded) else ", ".join(tails)
        yield Line("item", _phrase(speaker, "clause for" if to else "clause", cite=cite, gist=gist, what=to), 1)


def _said(
    change: ProvisionChange, version: VersionChange, cited: str, speaker: Speaker, name_instrument: bool
) -> Iterator[Line]:
    provision, after = _provision(change), version.after
    if after is None:
        return
    tail = speaker.cite(provision).removeprefix(cited).strip()
    event = f"{_phrase(speaker, f'added {kind_of(provision)}')}: " if version.event == "added" else ""
    gist = _gist(after, speaker)
    yield Line("item", f"{_lead(tail)}{event}{gist}", 1)
    words = TermWords(speaker, speaker)
    for term in version.terms:
        yield Line("item", words.said(term, version.before, after), 2)
    if after.until is not None:
        yield Line("item", _phrase(speaker, "no longer", day=after.until), 2)
    if name_instrument:
        yield Line("item", _phrase(speaker, "brought by", by=after.by, day=after.promulgated), 2)


def _lead(tail: str) -> str:
    """The paragraph in front of what is said of it; a whole article needs none."""
    return f"{tail} – " if tail else ""


def kind_of(provision: Provision) -> str:
    """What a provision is called where it comes or goes: a proviso, another exception, or a provision."""
    return "proviso" if "proviso" in provision.key else "exception" if provision.to else "provision"


def _versions(changes: Sequence[ProvisionChange]) -> Iterator[tuple[ProvisionChange, VersionChange]]:
    for change in changes:
        for version in change.versions:
            yield change, version


def _provision(change: ProvisionChange) -> Provision:
    found = change.after or change.before
    if found is None:
        raise ValueError(f"nothing is said of `{change.id}` on either day")
    return found


def _gist(version: Version, speaker: Speaker) -> str:
    return " ".join(speaker.words(version.gist).split())


def _phrase(speaker: Speaker, key: str, **filled: object) -> str:
    return change_phrase(key, speaker.language, **filled)
