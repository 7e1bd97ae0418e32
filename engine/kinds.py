"""What each kind of provision must have, and what it may not have."""

from collections.abc import Iterator

from rulecheck.engine import entries
from rulecheck.engine.diagnostics import Diagnostic
from rulecheck.engine.provision_kinds import KINDS
from rulecheck.engine.source import Entry, Node

# Which kinds a key belongs to.
_OWNERS = {
    "of": ("duty", "prohibition"),
    "fulfilled": ("duty", "prohibition"),
    "to": ("exception",),
    "punishes": ("penalty",),
    "applies": ("mutatis mutandis",),
    "reading": ("mutatis mutandis",),
}
_NEEDS = {
    "duty": ("of",),
    "prohibition": ("of",),
    "exception": ("to",),
    "penalty": ("punishes",),
    "mutatis mutandis": ("applies", "reading"),
}
_WHY = {
    "of": "name whose duty it is, such as `of: employer`",
    "to": "name the provision that it excepts, such as `to: (1)`",
    "punishes": "name the duty whose breach it punishes, such as `punishes: 19-2(1)`",
    "applies": "name the provisions or articles that it applies",
    "reading": "name which beginnings of names are read as which others",
}
# A condition may stand for itself; an exception takes over what its target decides.
_MAY_DECIDE_NOTHING = ("condition", "exception", "mutatis mutandis")
_SAYS = ("value", "table", "unsettled")


def kind_mistakes(provision: Entry) -> Iterator[Diagnostic]:
    """The mistakes in the keys of a provision, by its kind."""
    node, name = provision.value, provision.key.text
    kind = entries.text(node, "kind")
    if kind not in KINDS:
        return  # told as a mistake of shape
    for key in _NEEDS.get(kind, ()):
        if entries.value(node, key) is None:
            message = f"the {kind} `{name}` lacks `{key}`"
            yield Diagnostic("R0353", message, provision.key.place, name, _WHY[key])
    for key, owners in _OWNERS.items():
        if entries.value(node, key) is not None and kind not in owners:
            yield _misplaced(provision, key, kind, f"`{key}` belongs to {' or '.join(map(_a, owners))}")
    decides = entries.value(node, "decides") is not None
    if kind == "mutatis mutandis" and decides:
        yield _misplaced(provision, "decides", kind, "what the applied provisions decide follows from `reading`")
    if not decides and kind not in _MAY_DECIDE_NOTHING:
        message = f"the {kind} `{name}` decides nothing"
        hint = "name the conclusion under `decides`; only a condition can do without one"
        yield Diagnostic("R0351", message, provision.key.place, name, hint)
    for version in entries.items(node, "versions"):
        yield from _version_mistakes(version, kind, decides, provision)


def _version_mistakes(version: Node, kind: str, decides: bool, provision: Entry) -> Iterator[Diagnostic]:
    """What a version says must fit what its provision decides."""
    said = [key for key in _SAYS if entries.value(version, key) is not None]
    if len(said) > 1:
        first, second = said[:2]
        message = f"`{first}` and `{second}` stand side by side"
        place = entries.key_place(version, second, version.place)
        hint = "a version says one value, or has one table, or leaves the answer open"
        yield Diagnostic("R0355", message, place, second, hint)
    if said and not decides and kind in ("condition", "mutatis mutandis"):
        message = f"`{provision.key.text}` decides nothing, and has a {said[0]}"
        if said[0] == "unsettled":
            message = f"`{provision.key.text}` decides nothing, and is unsettled"
        place = entries.key_place(version, said[0], version.place)
        yield Diagnostic("R0356", message, place, said[0], "name the conclusion under `decides`")
    if kind == "mutatis mutandis" and entries.value(version, "where") is not None:
        place = entries.key_place(version, "where", version.place)
        hint = "the applied provisions have names of their own"
        yield Diagnostic("R0352", f"a version of a {kind} has no `where`", place, "where", hint)


def _a(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def _misplaced(provision: Entry, key: str, kind: str, hint: str) -> Diagnostic:
    place = entries.key_place(provision.value, key, provision.key.place)
    return Diagnostic("R0352", f"{_a(kind)} has no `{key}`", place, key, hint)
