"""Provisions that apply others mutatis mutandis, written out: the applied provision, read with other names.

"Articles 12(2) and 13 apply to reduced hours" gives, for each provision so applied, one derived from it, which cites
both the applying and the applied one.
"""

from collections.abc import Iterator, Mapping, Sequence

from rulecheck.engine.diagnostics import Diagnostic
from rulecheck.engine.drafts import Draft, changed, version_nodes
from rulecheck.engine.entries import beginnings, near
from rulecheck.engine.references import candidates, find, nearest
from rulecheck.engine.rulebook import Provision, Version, key_tail, provision_id
from rulecheck.engine.vocabulary import Vocabulary
from rulecheck.grammar import syntax as s
from rulecheck.grammar.data_classes import evolve, frozen

# Nodes that name a list which a variable runs through.
_OVER_LISTS = (s.Quantified, s.Count, s.Total)


@frozen
class Applied:
    """What a provision applies: the ids of the applied provisions, each with that of the one derived from it, and
    the reference that covers it."""

    ids: dict[str, str]
    by: dict[str, str]


def applied_by(
    draft: Draft, provisions: Mapping[str, Provision], covered: Mapping[str, Sequence[str]]
) -> tuple[Applied, tuple[Diagnostic, ...]]:
    """What a provision applies, in the order of its references and of the document.

    ``covered`` gives what each reference covers, as ``references.by_beginning`` does.
    """
    mm = draft.provision
    ids: dict[str, str] = {}
    by: dict[str, str] = {}
    mistakes: list[Diagnostic] = []
    for reference in mm.applies:
        found = covered.get(candidates(reference, mm.act, mm.article)[0], ())
        place = draft.place(f"applies {reference}")
        if not found:
            hint = nearest(reference, mm.act, mm.article, provisions, mistakes)
            mistakes.append(Diagnostic("R0360", f"there is no provision `{reference}`", place, reference, hint))
        for base in (provisions[name] for name in found if name not in ids):
            if base.kind == "mutatis mutandis":
                itself = base.id == mm.id
                message = f"`{mm.id}` applies itself" if itself else f"`{base.id}` only applies others itself"
                hint = "name the provisions that decide something"
                mistakes.append(Diagnostic("R0364", message, place, reference, hint))
                continue
            ids[base.id] = provision_id(mm.act, mm.article, _key(mm, base))
            by[base.id] = reference
    for name, reference in by.items():
        if (lone := _lone_exception(provisions[name], ids, draft, reference)) is not None:
            mistakes.append(lone)
    return Applied(ids, by), tuple(mistakes)


def weight(mm: Provision, base: Provision) -> int:
    """How much is written out when one provision applies another: versions that may meet, and nodes of expressions."""
    nodes = (1 for version in base.versions for node in version_nodes(version) for _ in s.walk(node))
    return len(mm.versions) * len(base.versions) + sum(nodes)


def _lone_exception(exception: Provision, ids: Mapping[str, str], draft: Draft, reference: str) -> Diagnostic | None:
    """An exception is applied together with its rule: alone it excepts nothing."""
    if not exception.to or find(exception.to, exception.act, exception.article, ids) is not None:
        return None
    message = f"`{exception.id}` is applied, and the provision that it excepts is not"
    hint = f"apply `{exception.to}` as well, or neither of them"
    return Diagnostic("R0364", message, draft.place(f"applies {reference}"), reference, hint)


def _key(mm: Provision, base: Provision) -> str:
    """The key of a derived provision: `applying 12(2)`, within a paragraph `(3) applying 12(2)`."""
    own = "" if mm.key == "article" else f"{mm.key} "
    act = "" if base.act == mm.act else f"{base.act} "
    return f"{own}applying {act}{base.article}{key_tail(base.key)}"


def derived(
    draft: Draft, applied: Applied, provisions: Mapping[str, Provision], vocabulary: Vocabulary
) -> tuple[tuple[Provision, ...], tuple[Diagnostic, ...]]:
    """The provisions derived from those applied, and the mistakes in reading them with other names."""
    mm = draft.provision
    reading = _Reading(mm.reading)
    found: list[Provision] = []
    known = (*vocabulary.facts, *vocabulary.conclusions, *vocabulary.figures)
    mistakes: list[Diagnostic] = list(_idle_readings(draft, known))
    lost: set[str] = set()
    for base_id, derived_id in applied.ids.items():
        base = provisions[base_id]
        place = draft.place(f"applies {applied.by[base_id]}")
        one = _derive(mm, base, derived_id, reading, applied)
        for name in _undeclared(base, reading, vocabulary):
            message = f"applying `{base_id}` needs `{name}`, which is not declared"
            hint = "declare it in the vocabulary, or do not apply that provision"
            mistakes.append(Diagnostic("R0363", message, place, applied.by[base_id], hint))
            lost.add(derived_id)
        if one.kind == "exception" and not one.to:
            lost.add(derived_id)
        found.append(one)
    return tuple(_without(lost, found)), tuple(mistakes)


def _without(lost: set[str], provisions: Sequence[Provision]) -> Iterator[Provision]:
    """The provisions; those that are not as they should be, and their exceptions, without anything to check."""
    exceptions: dict[str, list[str]] = {}
    for provision in provisions:
        exceptions.setdefault(provision.to, []).append(provision.id)
    left = list(lost)
    while left:
        more = [name for name in exceptions.get(left.pop(), ()) if name not in lost]
        lost.update(more)
        left.extend(more)
    for provision in provisions:
        yield evolve(provision, versions=(), decides="") if provision.id in lost else provision


def _derive(mm: Provision, base: Provision, derived_id: str, reading: "_Reading", applied: Applied) -> Provision:
    renamed = reading.provision(base, applied.ids)
    versions = tuple(v for by in mm.versions for of in renamed.versions if (v := _meeting(by, of)) is not None)
    # An exception to a provision that is not applied excepts nothing here.
    return evolve(
        renamed,
        id=derived_id,
        act=mm.act,
        article=mm.article,
        key=_key(mm, base),
        place=mm.place,
        versions=versions,
        to=applied.ids.get(base.to, ""),
        punishes=applied.ids.get(base.punishes, base.punishes),
        through=mm.id,
        base=base.id,
    )


def _meeting(applying: Version, applied: Version) -> Version | None:
    """The applied version for the time in which both are in force, under the conditions of both."""
    since = max(applying.since, applied.since)
    ends = [v.until for v in (applying, applied) if v.until is not None]
    until = min(ends) if ends else None
    if until is not None and until < since:
        return None
    conditions = tuple(condition for condition in (applying.when, applied.when) if condition is not None)
    return evolve(
        applied,
        since=since,
        until=until,
        promulgated=max(applying.promulgated, applied.promulgated),
        when=s.AllOf(conditions, at=conditions[0].at) if len(conditions) > 1 else next(iter(conditions), None),
        version_by=applying.version_by or applied.version_by,
        transitional=applying.transitional or applied.transitional,
        newly_inserted=any(v.newly_inserted and v.since == since for v in (applying, applied)),
    )


@frozen
class _Reading:
    """Which beginnings of names are read as which others."""

    pairs: tuple[tuple[str, str], ...]

    def name(self, name: str) -> str:
        """A name as it is read; the longest beginning counts, in whole parts between dots."""
        fitting = [pair for pair in self.pairs if name == pair[0] or name.startswith(f"{pair[0]}.")]
        if not fitting:
            return name
        old, new = max(fitting, key=lambda pair: len(pair[0]))
        return new + name[len(old) :]

    def provision(self, base: Provision, ids: Mapping[str, str]) -> Provision:
        """The provision with other names, and references to what is applied turned to what is derived."""
        local = frozenset(name for version in base.versions for name, _ in version.where)
        renamed = changed(base, lambda node: self._expression(node, ids, local))
        return evolve(renamed, decides=self.name(base.decides))

    def _expression(self, node: s.Node, ids: Mapping[str, str], local: frozenset[str]) -> s.Node:
        variables = frozenset(n.variable for n in s.walk(node) if isinstance(n, _OVER_LISTS))

        def change(inner: s.Node) -> s.Node:
            if isinstance(inner, s.Name):
                own = inner.name in local or inner.name.partition(".")[0] in variables
                return inner if own else evolve(inner, name=self.name(inner.name))
            if isinstance(inner, _OVER_LISTS):
                return evolve(inner, source=self.name(inner.source))
            if isinstance(inner, s.ProvisionStatus):
                return evolve(inner, provision=ids.get(inner.provision, inner.provision))
            return inner

        return s.rebuilt(node, change)


def _names(provision: Provision) -> Iterator[str]:
    """The names that a provision uses, its variables and local names included."""
    yield provision.decides
    nodes = [node for version in provision.versions for node in version_nodes(version)]
    for node in [*nodes, *([provision.fulfilled] if provision.fulfilled is not None else [])]:
        for inner in s.walk(node):
            if isinstance(inner, s.Name):
                yield inner.name
            elif isinstance(inner, _OVER_LISTS):
                yield inner.source


def _undeclared(base: Provision, reading: _Reading, vocabulary: Vocabulary) -> Iterator[str]:
    """The names that come about by reading and are not declared, each once."""
    pairs = zip(_names(base), _names(reading.provision(base, {})), strict=True)
    for old, new in dict.fromkeys(pairs):
        declared = new in vocabulary.facts or new in vocabulary.conclusions or new in vocabulary.figures
        if old != new and not declared:
            yield new


def _idle_readings(draft: Draft, known: Sequence[str]) -> Iterator[Diagnostic]:
    parts = beginnings(known)
    idle = [old for old, _ in draft.provision.reading if old not in parts]
    for old in idle:
        hint = near(idle, old, parts)
        yield Diagnostic("R0365", f"no name begins with `{old}`", draft.place(f"reading {old}"), old, hint)
