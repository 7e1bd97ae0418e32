"""Golden case files: ``*.cases.yaml``, each a list of cases with the answers that the law gives them."""

from rulecheck.engine.case import case_of
from rulecheck.engine.diagnostics import Diagnostic, did_you_mean, in_order
from rulecheck.engine.golden import TO_BE_ANSWERED, Expected, GoldenCase, GoldenFile
from rulecheck.engine.limits import DEFAULT_LIMITS, Limits
from rulecheck.engine.read_yaml import read_yaml
from rulecheck.engine.reading import Unfit, read_value
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.shape import check_shape
from rulecheck.engine.source import Mapping, Node, Scalar, Sequence, tree_to_data
from rulecheck.engine.types import ListType
from rulecheck.engine.values import NOT_APPLICABLE, UNKNOWN, Value
from rulecheck.workbench.golden_standing import read_standings


def read_golden(text: bytes, file: str, rulebook: Rulebook, limits: Limits = DEFAULT_LIMITS) -> GoldenFile:
    """The golden cases in a file's text."""
    tree, found = read_yaml(text, file, limits)
    if tree is not None and not found:
        found = check_shape(tree, "golden")
    if found or not isinstance(tree, Mapping):
        return GoldenFile(file, (), found)
    cases: list[GoldenCase] = []
    mistakes: list[Diagnostic] = []
    listed = tree.get("cases")
    for item in listed.items if isinstance(listed, Sequence) else ():
        if isinstance(item, Mapping):
            cases.append(_golden(item, tree, text, file, rulebook, mistakes))
    mistakes.extend(_named_twice(cases))
    return GoldenFile(file, tuple(cases), in_order(mistakes))


def _golden(
    item: Mapping, top: Mapping, text: bytes, file: str, rulebook: Rulebook, mistakes: list[Diagnostic]
) -> GoldenCase:
    given = {**_flat(top.get("given")), **_flat(item.get("facts"))}
    facts = {name: value for name, value in given.items() if value != "unknown"}
    data: dict[str, object] = {"case": _text(item, "case"), "facts": facts}
    for key in ("law date", "known on"):
        day = item.get(key) or top.get(key)
        if day is not None:
            data[key] = tree_to_data(day)
    case, problems = case_of(data, text, file, rulebook.vocabulary)
    entry = item.entry("case")
    place = entry.value.place if entry else item.place
    problems = tuple(Diagnostic(d.code, d.message, place, _text(item, "case"), d.hint) for d in problems)
    cites = _provisions(item.get("cites"), rulebook, mistakes)
    does_not_cite = _provisions(item.get("does not cite"), rulebook, mistakes)
    _check_shows(item.get("shows"), rulebook, mistakes)
    missing = item.get("missing")
    expect = item.get("expect")
    expected, unanswered = _expected(expect, rulebook, mistakes) if isinstance(expect, Mapping) else ([], [])
    return GoldenCase(
        _text(item, "case"),
        place,
        case,
        problems,
        tuple(expected),
        None if missing is None else tuple(_texts(missing)),
        _text(item, "error"),
        cites,
        does_not_cite,
        _text(item, "shows"),
        _text(item, "because"),
        tuple(unanswered),
        read_standings(item.get("standing"), rulebook, mistakes),
    )


def _flat(node: Node | None, prefix: str = "") -> dict[str, object]:
    """Facts by dotted name, so that a case overrides a common fact however either is written."""
    flat: dict[str, object] = {}
    for entry in node.entries if isinstance(node, Mapping) else ():
        name = f"{prefix}{entry.key.text}"
        if isinstance(entry.value, Mapping):
            flat.update(_flat(entry.value, f"{name}."))
        else:
            flat[name] = tree_to_data(entry.value)
    return flat


def _expected(expect: Mapping, rulebook: Rulebook, mistakes: list[Diagnostic]) -> tuple[list[Expected], list[str]]:
    """The expected answers, and the addresses of those still to be given."""
    expected: list[Expected] = []
    unanswered: list[str] = []
    for entry in expect.entries:
        address, written = entry.key.text, entry.value.text if isinstance(entry.value, Scalar) else ""
        name = _conclusion_name(address, rulebook)
        conclusion = rulebook.vocabulary.conclusions.get(name)
        if conclusion is None:
            hint = did_you_mean(address, rulebook.vocabulary.conclusions)
            mistakes.append(Diagnostic("R0508", f"`{address}` is not a conclusion", entry.key.place, address, hint))
            continue
        if written == TO_BE_ANSWERED:
            unanswered.append(address)
            continue
        value: Value | Unfit
        if written in ("unknown", "not applicable"):
            value = UNKNOWN if written == "unknown" else NOT_APPLICABLE
        else:
            value = read_value(written, conclusion.type)
        if isinstance(value, Unfit):
            message = f"the expected `{address}` {value.message}"
            mistakes.append(Diagnostic("R0514", message, entry.value.place, written, value.hint))
            continue
        expected.append(Expected(address, value, written, entry.value.place))
    return expected, unanswered


def _conclusion_name(address: str, rulebook: Rulebook) -> str:
    element, _, last = address.rpartition(".")
    if not element.endswith("]"):
        return address
    fact = rulebook.vocabulary.facts.get(element.rpartition("[")[0])
    return f"{fact.type.record}.{last}" if fact is not None and isinstance(fact.type, ListType) else ""


def _check_shows(node: Node | None, rulebook: Rulebook, mistakes: list[Diagnostic]) -> None:
    """What a case shows may be said in words; where it begins like a citation, there must be such a provision."""
    if not isinstance(node, Scalar) or node.text.partition(" ")[0] not in rulebook.acts:
        return
    if node.text not in rulebook.provisions and node.text not in rulebook.articles:
        hint = did_you_mean(node.text, (*rulebook.provisions, *rulebook.articles))
        mistakes.append(Diagnostic("R0515", f"there is no provision `{node.text}`", node.place, node.text, hint))


def _provisions(node: Node | None, rulebook: Rulebook, mistakes: list[Diagnostic]) -> tuple[str, ...]:
    items = node.items if isinstance(node, Sequence) else (node,) if isinstance(node, Scalar) else ()
    ids = []
    for item in items:
        if isinstance(item, Scalar):
            ids.append(item.text)
            if item.text not in rulebook.provisions:
                hint = did_you_mean(item.text, rulebook.provisions)
                mistakes.append(
                    Diagnostic("R0515", f"there is no provision `{item.text}`", item.place, item.text, hint)
                )
    return tuple(ids)


def _text(item: Mapping, key: str) -> str:
    node = item.get(key)
    return node.text.strip() if isinstance(node, Scalar) else ""


def _texts(node: Node) -> list[str]:
    if isinstance(node, Scalar):
        return [node.text]
    return [i.text for i in node.items if isinstance(i, Scalar)] if isinstance(node, Sequence) else []


def _named_twice(cases: list[GoldenCase]) -> list[Diagnostic]:
    seen: set[str] = set()
    twice = []
    for case in cases:
        if case.title in seen:
            twice.append(
                Diagnostic(
                    "R0516",
                    f"two cases are named `{case.title}`",
                    case.place,
                    case.title,
                    "a case is named by what it alone shows",
                )
            )
        seen.add(case.title)
    return twice
