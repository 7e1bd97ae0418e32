"""Provisions that apply others mutatis mutandis, written out: the applied provision, read with other names.

"Articles 12(2) and 13 apply to reduced hours" gives, for each provision so applied, one derived from it, which cites
both the applying and the applied one.
"""

from collections.abc import Iterator, Mapping, Sequence

from attrs import evolve, frozen

from rulecheck.engine.diagnostics import Diagnostic, did_you_mean
from rulecheck.engine.drafts import Draft, changed, version_nodes
from rulecheck.engine.references import covered, find, nearest
from rulecheck.engine.rulebook import Provision, Version, key_tail, provision_id
from rulecheck.engine.vocabulary import Vocabulary
from rulecheck.grammar import syntax as s

# Nodes that name a list which a variable runs through.
_OVER_LISTS = (s.Quantified, s.Count, s.Total)


@frozen
class Applied:
    """What a provision applies: the ids of the applied provisions, each with that of the one derived from it, and
    the reference that covers it."""

    ids: dict[str, str]
    by: dict[str, str]


def applied_by(draft: Draft, provisions: Sequence[Provision]) -> tuple[Applied, tuple[Diagnostic, ...]]:
    """What a provision applies, in the order of its references and of the document."""
    mm = draft.provision
    ids: dict[str, str] = {}
    by: dict[str, str] = {}
    mistakes: list[Diagnostic] = []
    for reference in mm.applies:
        found = covered(reference, mm, provisions)
        place = draft.place(f"applies {reference}")
        if not found:
            hint = nearest(reference, mm.act, mm.article, [p.id for p in provisions])
            mistakes.append(Diagnostic("R0360", f"there is no provision `{reference}`", place, reference, hint))
        for provision in provisions:
            if provision.id not in found or provision.id in ids:
                continue
            if provision.kind == "mutatis mutandis":
                itself = provision.id == mm.id
                message = f"`{mm.id}` applies itself" if itself else f"`{provision.id}` only applies others itself"
                hint = "name the provisions that decide something"
                mistakes.append(Diagnostic("R0364", message, place, reference, hint))
                continue
            ids[provision.id] = provision_id(mm.act, mm.article, _key(mm, provision))
            by[provision.id] = reference
    for provision in provisions:
        if provision.id in ids and provision.kind == "exception":
            mistakes.extend(_lone_exception(provision, ids, draft, by[provision.id]))
    return Applied(ids, by), tuple(mistakes)


def _lone_exception(exception: Provision, ids: Mapping[str, str], draft: Draft, reference: str) -> Iterator[Diagnostic]:
    """An exception is applied together with its rule: alone it excepts nothing."""
    target = find(exception.to, exception.act, exception.article, ids)
    if exception.to and target is None:
        message = f"`{exception.id}` is applied, and the provision that it excepts is not"
        place = draft.place(f"applies {reference}")
        yield Diagnostic("R0364", message, place, reference, f"apply `{exception.to}` as well, or neither of them")


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
    mistakes: list[Diagnostic] = list(_idle_readings(draft, vocabulary))
    for base_id, derived_id in applied.ids.items():
        base = provisions[base_id]
        place = draft.place(f"applies {applied.by[base_id]}")
        for name in _undeclared(base, reading, vocabulary):
            known = [*vocabulary.facts, *vocabulary.conclusions, *vocabulary.figures]
            message = f"applying `{base_id}` needs `{name}`, which is not declared"
            hint = did_you_mean(name, known) or "declare it in the vocabulary, or do not apply that provision"
            mistakes.append(Diagnostic("R0363", message, place, applied.by[base_id], hint))
        found.append(_derive(mm, base, derived_id, reading, applied))
    return tuple(found), tuple(mistakes)


def _derive(mm: Provision, base: Provision, derived_id: str, reading: "_Reading", applied: Applied) -> Provision:
    versions = tuple(v for by in mm.versions for of in base.versions if (v := _meeting(by, of)) is not None)
    # An exception to a provision that is not applied excepts nothing here.
    return evolve(
        reading.provision(base, applied.ids, versions),
        id=derived_id,
        act=mm.act,
        article=mm.article,
        key=_key(mm, base),
        place=mm.place,
        decides=reading.name(base.decides),
        to=applied.ids.get(base.to, ""),
        punishes=applied.ids.get(base.punishes, base.punishes),
        through=mm.id,
        base=base.id,
    )


def _meeting(applying: Version, applied: Version) -> Version | None:
    """The applied version for the time in which both are in force."""
    since = max(applying.since, applied.since)
    ends = [v.until for v in (applying, applied) if v.until is not None]
    until = min(ends) if ends else None
    if until is not None and until < since:
        return None
    return evolve(applied, since=since, until=until, promulgated=max(applying.promulgated, applied.promulgated))


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

    def provision(self, base: Provision, ids: Mapping[str, str], versions: tuple[Version, ...]) -> Provision:
        """The provision with other names, and references to what is applied turned to what is derived."""
        local = frozenset(name for version in base.versions for name, _ in version.where)
        return changed(evolve(base, versions=versions), lambda node: self._expression(node, ids, local))

    def _expression(self, node: s.Node, ids: Mapping[str, str], local: frozenset[str]) -> s.Node:
        own = local | frozenset(n.variable for n in s.walk(node) if isinstance(n, _OVER_LISTS))

        def change(inner: s.Node) -> s.Node:
            if isinstance(inner, s.Name) and inner.name.partition(".")[0] not in own:
                return evolve(inner, name=self.name(inner.name))
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
    renamed = reading.provision(base, {}, base.versions)
    before, after = [base.decides, *_names(base)], [reading.name(base.decides), *_names(renamed)]
    after[1] = after[0]
    for old, new in dict.fromkeys(zip(before, after, strict=True)):
        declared = new in vocabulary.facts or new in vocabulary.conclusions or new in vocabulary.figures
        if old != new and not declared:
            yield new


def _idle_readings(draft: Draft, vocabulary: Vocabulary) -> Iterator[Diagnostic]:
    known = [*vocabulary.facts, *vocabulary.conclusions, *vocabulary.figures]
    for old, _ in draft.provision.reading:
        if not any(name == old or name.startswith(f"{old}.") for name in known):
            parts = {".".join(n.split(".")[:i]) for n in known for i in range(1, n.count(".") + 2)}
            place = draft.place(f"reading {old}")
            yield Diagnostic("R0365", f"no name begins with `{old}`", place, old, did_you_mean(old, parts))
