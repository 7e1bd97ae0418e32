"""Audits a rulebook against its checklist: is every provision of the law placed, and exercised both ways by cases?"""

import os
from collections.abc import Iterable, Iterator

from attrs import evolve

from rulecheck.engine.amendments import Amendments
from rulecheck.engine.cache import load_cached
from rulecheck.engine.checklist import Audit, Checklist, Entry, Row
from rulecheck.engine.diagnostics import Diagnostic, Place, did_you_mean, in_order
from rulecheck.engine.golden import Result
from rulecheck.engine.limits import DEFAULT_LIMITS, Limits
from rulecheck.engine.read_yaml import read_yaml
from rulecheck.engine.rulebook import Provision, Rulebook
from rulecheck.engine.shape import check_shape
from rulecheck.engine.source import Entry as MappingEntry
from rulecheck.engine.source import Mapping, Node, Scalar, Sequence
from rulecheck.engine.trace_reads import with_exceptions
from rulecheck.engine.vocabulary import Words
from rulecheck.workbench.amendments import audit_amendments
from rulecheck.workbench.golden import load_golden, run


def read_checklist(
    text: bytes, file: str, limits: Limits = DEFAULT_LIMITS
) -> tuple[Checklist | None, tuple[Diagnostic, ...]]:
    """The checklist in a file's text, and what is wrong with its shape."""
    tree, found = read_yaml(text, file, limits)
    if tree is not None and not found:
        found = check_shape(tree, "checklist")
    if found or not isinstance(tree, Mapping):
        return None, found
    schemes = {e.key.text: _words(e.value) for e in _entries(tree.get("schemes"))}
    entries = tuple(_entry(e.key, e.value) for e in _entries(tree.get("entries")))
    beyond = {e.key.text: _text(e.value) for e in _entries(tree.get("beyond the inventory"))}
    reached = tree.get("reached")
    counts = [_text(reached.get(key)) if isinstance(reached, Mapping) else "" for key in ("placed", "exercised")]
    placed, exercised = (int(c) if c.isdecimal() else 0 for c in counts)
    listed = tree.get("rulebooks")
    rulebooks = tuple(i.text for i in listed.items if isinstance(i, Scalar)) if isinstance(listed, Sequence) else ()
    return Checklist(schemes, entries, beyond, placed, exercised, rulebooks), ()


def audit_directory(
    checklist: Checklist, amendments: Amendments | None, rulebook: Rulebook, directory: str, place: Place
) -> tuple[Audit | None, tuple[Diagnostic, ...]]:
    """The audit of a rulebook with the golden cases of its folder, and of the rulebooks that build on it.

    The amendments are held against the rulebook's own cases: those that build on it add policies, and no law.
    No audit when one of those cannot be loaded: then what is wrong with it.
    """
    own = tuple(_results(directory, rulebook))
    results = list(own)
    provisions = dict(rulebook.provisions)
    exceptions = dict(rulebook.exceptions)
    for path in checklist.rulebooks:
        folder = os.path.normpath(os.path.join(directory, path))
        building, found = load_cached(folder)
        if building is None:
            return None, found
        results += _results(folder, building)
        provisions.update(building.provisions)
        exceptions.update(building.exceptions)
    whole = evolve(rulebook, provisions=provisions, exceptions=exceptions)
    audited = audit(checklist, whole, results, place)
    if amendments is None:
        return audited, ()
    counts, changes = audit_amendments(amendments, rulebook, own)
    return evolve(audited, findings=in_order((*audited.findings, *changes)), amendments=counts), ()


def _results(directory: str, rulebook: Rulebook) -> Iterator[Result]:
    for file in load_golden((os.path.join(directory, "cases"),), rulebook):
        for case in file.cases:
            yield run(file.file, case, rulebook)


def audit(checklist: Checklist, rulebook: Rulebook, results: Iterable[Result], place: Place) -> Audit:
    """The audit of a rulebook: golden results tell in which cases each provision decided, and in which it did not.

    A provision that has no condition and no exception cannot fail to decide while it is in force: it counts as
    exercised both ways once it has decided. One applied mutatis mutandis counts through what applies it. What is
    unknown shows neither.
    """
    results = tuple(results)
    did, did_not = _exercised(rulebook, results)
    findings = list(_dangling(checklist, rulebook))
    findings += _not_cited(checklist, rulebook, place)
    rows = []
    for scheme in checklist.schemes:
        entries = [e for e in checklist.entries if e.scheme == scheme]
        decided = [e for e in entries if e.provisions]
        deciding = {e.id for e in decided if any(p in did for p in e.provisions)}
        # Both ways means one provision both ways: that another of the entry did not decide shows nothing of the first.
        not_deciding = {
            e.id for e in decided if any(p in did_not and (p in did or e.id not in deciding) for p in e.provisions)
        }
        for entry in decided:
            findings += _not_exercised(entry, deciding, not_deciding)
        rows.append(
            Row(
                scheme,
                len(entries),
                len(decided),
                sum(1 for e in entries if e.reason and not e.provisions),
                len(deciding),
                len(not_deciding),
                len(deciding & not_deciding),
            )
        )
    result = Audit(tuple(rows), len(rulebook.provisions), len(results))
    findings += _fallen(checklist, result, place)
    return Audit(result.rows, result.provisions, result.cases, in_order(findings))


def _exercised(rulebook: Rulebook, results: Iterable[Result]) -> tuple[set[str], set[str]]:
    did: set[str] = set()
    did_not: set[str] = set()
    for result in results:
        for part in result.answer.parts if result.answer else ():
            looked_at = [t for decision in part.decisions for t in decision.tried]
            for tried in (t for one in (*looked_at, *part.spoken_of) for t in with_exceptions(one)):
                if tried.applies != "unknown":
                    (did if tried.applies else did_not).add(tried.provision)
    for provision in rulebook.provisions.values():
        if provision.through and provision.id in did:
            did.update((provision.through, provision.base))
        if provision.through and provision.id in did_not:
            did_not.update((provision.through, provision.base))
    did_not |= {id_ for id_ in did if _always(rulebook, rulebook.provisions[id_])}
    return did, did_not


def _always(rulebook: Rulebook, provision: Provision) -> bool:
    """Whether a provision decides whenever it is in force."""
    return (
        not provision.punishes
        and provision.id not in rulebook.exceptions
        and all(v.when is None and (v.table is None or not v.table.open) for v in provision.versions)
    )


def _dangling(checklist: Checklist, rulebook: Rulebook) -> Iterator[Diagnostic]:
    for entry in checklist.entries:
        if entry.scheme not in checklist.schemes:
            hint = did_you_mean(entry.scheme, checklist.schemes)
            yield Diagnostic(
                "R0601",
                f"`{entry.id}` names the scheme `{entry.scheme}`, which is not listed",
                entry.place,
                entry.id,
                hint,
            )
        for id_ in entry.provisions:
            if id_ not in rulebook.provisions:
                hint = did_you_mean(id_, rulebook.provisions)
                yield Diagnostic(
                    "R0602", f"`{entry.id}` names `{id_}`, which is not encoded", entry.place, entry.id, hint
                )
        if not entry.provisions and not entry.reason:
            yield Diagnostic(
                "R0603",
                f"`{entry.id}` is neither encoded nor is there a reason",
                entry.place,
                entry.id,
                "name the provisions that encode it, or say why nothing is decided",
            )


def _not_cited(checklist: Checklist, rulebook: Rulebook, place: Place) -> Iterator[Diagnostic]:
    cited = {id_ for entry in checklist.entries for id_ in entry.provisions} | set(checklist.beyond)
    for provision in rulebook.provisions.values():
        if provision.id not in cited and provision.base not in cited and not provision.through:
            yield Diagnostic(
                "R0604",
                f"`{provision.id}` is encoded, and no entry of the checklist cites it",
                provision.place,
                provision.key,
                "cite it from the entry it belongs to, or list it under `beyond the inventory` with the reason",
            )
    for id_ in checklist.beyond:
        if id_ not in rulebook.provisions:
            yield Diagnostic(
                "R0602",
                f"`beyond the inventory` names `{id_}`, which is not encoded",
                place,
                id_,
                did_you_mean(id_, rulebook.provisions),
            )


def _not_exercised(entry: Entry, deciding: set[str], not_deciding: set[str]) -> Iterator[Diagnostic]:
    wanting = [word for ids, word in ((deciding, "decides"), (not_deciding, "does not decide")) if entry.id not in ids]
    if wanting:
        yield Diagnostic(
            "R0605",
            f"no golden case shows that `{entry.id}` {' or '.join(wanting)}",
            entry.place,
            entry.id,
            "add a case in which " + " and one in which ".join(f"it {word}" for word in wanting),
            "warning",
        )


def _fallen(checklist: Checklist, result: Audit, place: Place) -> Iterator[Diagnostic]:
    total = result.total
    for count, least, word in (
        (total.placed, checklist.placed, "placed"),
        (total.exercised, checklist.exercised, "exercised both ways"),
    ):
        if count < least:
            yield Diagnostic(
                "R0606",
                f"{count:,} entries are {word}, and {least:,} were before",
                place,
                "reached",
                "mend what was lost; the numbers under `reached` only rise",
            )


def _entry(key: Scalar, node: Node) -> Entry:
    if not isinstance(node, Mapping):
        return Entry(key.text, "", "", key.place)
    listed = node.get("provisions")
    ids = tuple(i.text for i in listed.items if isinstance(i, Scalar)) if isinstance(listed, Sequence) else ()
    return Entry(
        key.text,
        _text(node.get("scheme")),
        _text(node.get("cite")),
        key.place,
        ids,
        _text(node.get("restates")) in ("true", "yes"),
        _text(node.get("reason")),
        _text(node.get("note")),
    )


def _entries(node: Node | None) -> tuple[MappingEntry, ...]:
    return node.entries if isinstance(node, Mapping) else ()


def _text(node: Node | None) -> str:
    return node.text if isinstance(node, Scalar) else ""


def _words(node: Node) -> Words:
    return Words({e.key.text: _text(e.value) for e in node.entries} if isinstance(node, Mapping) else {})
