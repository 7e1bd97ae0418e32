"""From drafts to the provisions of a rulebook: references become ids, exceptions are attached to what they except,
and what applies mutatis mutandis is written out.
"""

from collections.abc import Iterable, Sequence

from rulecheck.engine.decisions import decision_mistakes, says
from rulecheck.engine.diagnostics import Diagnostic, Place, loop_shown
from rulecheck.engine.drafts import Draft, changed_version, version_nodes, without_amounts
from rulecheck.engine.mutatis_mutandis import Applied, applied_by, derived, weight
from rulecheck.engine.references import by_beginning, find, nearest
from rulecheck.engine.rulebook import Provision, Version
from rulecheck.engine.vocabulary import Vocabulary
from rulecheck.grammar import syntax as s
from rulecheck.grammar.data_classes import define, evolve, field, frozen

# How much all that applies others may come to when written out: versions and nodes of expressions. Many that apply
# much are a few kilobytes of file, and would be gigabytes of rules.
MOST_WRITTEN_OUT = 100_000

_OWED = ("duty", "prohibition")


@frozen
class Resolved:
    """All provisions by id in document order, who decides each conclusion, and the exceptions to each provision."""

    provisions: dict[str, Provision]
    deciders: dict[str, tuple[str, ...]]
    exceptions: dict[str, tuple[str, ...]]
    mistakes: tuple[Diagnostic, ...]


def resolve(drafts: Sequence[Draft], vocabulary: Vocabulary) -> Resolved:
    """The provisions of drafts that stand in document order.

    A version with a dangling reference is left out, as are exceptions that except nothing; the mistakes tell.
    """
    resolving = _Resolving({draft.provision.id: draft for draft in drafts}, vocabulary)
    resolving.apply()
    resolving.refer()
    resolving.break_circles()
    provisions = _inherited(resolving.derive())
    mistakes = list(resolving.mistakes)
    for provision in provisions.values():
        if not provision.base:
            mistakes.extend(decision_mistakes(provision, vocabulary))
    return Resolved(provisions, _deciders(provisions.values()), _exceptions(provisions.values()), tuple(mistakes))


@define
class _Resolving:
    drafts: dict[str, Draft]
    vocabulary: Vocabulary
    mistakes: list[Diagnostic] = field(factory=list)
    applied: dict[str, Applied] = field(factory=dict)
    # All ids there will be, each with that of the provision in whose words it stands.
    ids: dict[str, str] = field(factory=dict)

    def apply(self) -> None:
        """Finds what each provision applies mutatis mutandis, and so the ids of all provisions there will be."""
        provisions = {name: draft.provision for name, draft in self.drafts.items()}
        self.ids = {name: name for name in provisions}
        covered = by_beginning(provisions)
        left = MOST_WRITTEN_OUT
        for name, draft in self.drafts.items():
            if draft.provision.kind != "mutatis mutandis":
                continue
            applied, mistakes = applied_by(draft, provisions, covered)
            self.mistakes.extend(mistakes)
            left -= sum(weight(draft.provision, provisions[base]) for base in applied.ids)
            if left < 0:
                message = f"`{name}` applies more than can be written out"
                self._mistake("R0366", message, draft.place("applies"), "", "apply single provisions")
                return
            self.applied[name] = applied
            self.ids.update({derived_id: base for base, derived_id in applied.ids.items()})

    def refer(self) -> None:
        """Turns every reference into the id of a provision."""
        for name, draft in self.drafts.items():
            p = draft.provision
            versions = tuple(v for version in p.versions if (v := self._version(version, p)) is not None)
            fulfilled = p.fulfilled
            if fulfilled is not None:
                fulfilled = None if not self._knows((fulfilled,), p) else self._with_ids(fulfilled, p)
            to = self._found(draft, "to", p.to)
            punishes = self._found(draft, "punishes", p.punishes)
            if punishes and self._kind(punishes) not in _OWED:
                message = f"`{punishes}` is no duty or prohibition that could be breached"
                hint = f"it is of the kind `{self._kind(punishes)}`"
                self._mistake("R0361", message, draft.place("punishes"), p.punishes, hint)
                punishes = ""
            if to and self._kind(to) == "mutatis mutandis":
                named = ", ".join(f"`{i}`" for i in list(self.applied[to].ids.values())[:3])
                message = f"`{to}` decides nothing itself, so that nothing can be excepted from it"
                self._mistake("R0364", message, draft.place("to"), p.to, f"name what it applies: {named}")
                to = ""
            resolved = evolve(p, versions=versions, fulfilled=fulfilled, to=to, punishes=punishes)
            self._redraft(name, resolved)

    def _redraft(self, name: str, provision: Provision) -> None:
        # What an exception decides follows from what it excepts; where that is wrong, it is not known.
        lost = provision.kind == "exception" and not provision.to and not provision.decides
        draft = self.drafts[name]
        self.drafts[name] = evolve(draft, provision=without_amounts(provision) if lost else provision)

    def _found(self, draft: Draft, key: str, reference: str) -> str:
        if not reference:
            return ""
        p = draft.provision
        found = find(reference, p.act, p.article, self.ids)
        if found == p.id:
            message = f"`{p.id}` refers to itself"
            self._mistake("R0362", message, draft.place(key), reference, "name another provision")
            return ""
        if found is None:
            self._dangling(reference, p, draft.place(key), reference)
        return found or ""

    def _kind(self, name: str) -> str:
        """The kind of a provision, or of the one that it is derived from."""
        return self.drafts[self.ids[name]].provision.kind

    def _version(self, version: Version, within: Provision) -> Version | None:
        nodes = tuple(version_nodes(version))
        if not self._knows(nodes, within):
            return None
        if not any(isinstance(n, s.ProvisionStatus) for node in nodes for n in s.walk(node)):
            return version
        return changed_version(version, lambda node: self._with_ids(node, within))

    def _knows(self, nodes: Iterable[s.Node], within: Provision) -> bool:
        """Whether every provision spoken of in expressions exists; tells of those that do not."""
        known = True
        for node in nodes:
            for spoken in s.walk(node):
                if not isinstance(spoken, s.ProvisionStatus):
                    continue
                if find(spoken.provision, within.act, within.article, self.ids) is None:
                    place = spoken.at if isinstance(spoken.at, Place) else within.place
                    self._dangling(spoken.provision, within, place, spoken.provision)
                    known = False
        return known

    def _with_ids(self, node: s.Node, within: Provision) -> s.Node:
        def change(inner: s.Node) -> s.Node:
            if not isinstance(inner, s.ProvisionStatus):
                return inner
            found = find(inner.provision, within.act, within.article, self.ids)
            return inner if found is None else evolve(inner, provision=found)

        return s.rebuilt(node, change)

    def break_circles(self) -> None:
        """Refuses exceptions that except each other in a circle."""
        sound: set[str] = set()
        for start in self.drafts:
            chain: dict[str, None] = {}
            name = start
            while name and name not in sound and name not in chain:
                chain[name] = None
                name = self._target(name)
            if name in chain:
                names = list(chain)[list(chain).index(name) :]
                message = f"exceptions stand in a circle: {loop_shown(names)}"
                draft = self.drafts[name]
                self._mistake("R0362", message, draft.place("to"), "", "one of them must be the rule")
                self._redraft(name, evolve(draft.provision, to=""))
            sound.update(chain)

    def _target(self, name: str) -> str:
        """What a provision excepts, as far as it stands in a file itself."""
        to = self.drafts[name].provision.to
        return to if to in self.drafts else ""

    def derive(self) -> dict[str, Provision]:
        """All provisions in document order; what is derived stands after the provision that applies it."""
        provisions: dict[str, Provision] = {}
        plain = {name: draft.provision for name, draft in self.drafts.items()}
        for name, provision in plain.items():
            provisions[name] = provision
            if name in self.applied:
                found, mistakes = derived(self.drafts[name], self.applied[name], plain, self.vocabulary)
                provisions.update({p.id: p for p in found})
                self.mistakes.extend(mistakes)
        return provisions

    def _dangling(self, reference: str, within: Provision, place: Place, underlined: str) -> None:
        hint = nearest(reference, within.act, within.article, self.ids, self.mistakes)
        self._mistake("R0360", f"there is no provision `{reference}`", place, underlined, hint)

    def _mistake(self, code: str, message: str, place: Place, underlined: str, hint: str) -> None:
        self.mistakes.append(Diagnostic(code, message, place, underlined, hint))


def _inherited(provisions: dict[str, Provision]) -> dict[str, Provision]:
    """The provisions, where each exception that says a value decides what the provision decides that it excepts."""
    decided: dict[str, str] = {}
    for name in provisions:
        chain = [name]
        while chain[-1] not in decided and not provisions[chain[-1]].decides and provisions[chain[-1]].to:
            chain.append(provisions[chain[-1]].to)
        last = decided.get(chain[-1], provisions[chain[-1]].decides)
        decided.update(dict.fromkeys(chain, last))
    return {
        name: evolve(p, decides=decided[name]) if any(says(version) for version in p.versions) else p
        for name, p in provisions.items()
    }


def _deciders(provisions: Iterable[Provision]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for provision in provisions:
        if provision.decides:
            found.setdefault(provision.decides, []).append(provision.id)
    return {conclusion: tuple(ids) for conclusion, ids in found.items()}


def _exceptions(provisions: Iterable[Provision]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for provision in provisions:
        if provision.to:
            found.setdefault(provision.to, []).append(provision.id)
    return {target: tuple(ids) for target, ids in found.items()}
