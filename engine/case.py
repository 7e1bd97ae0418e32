"""A case: the facts of one person's situation, read from JSON or YAML and typed by the vocabulary.

A fact that is left out is unknown. ``none`` says that an optional thing does not exist. Nothing is assumed.
"""

from collections.abc import Iterable
from datetime import date

from rulecheck.engine.case_facts import EnoughError, FactsReader, Path, places_at
from rulecheck.engine.diagnostics import Diagnostic, Place, did_you_mean
from rulecheck.engine.digests import sha256
from rulecheck.engine.limits import DEFAULT_LIMITS, Limits
from rulecheck.engine.reading import Unfit, read_value, shown
from rulecheck.engine.text_file import text_at
from rulecheck.engine.types import DATE
from rulecheck.engine.values import Value
from rulecheck.engine.vocabulary import Vocabulary
from rulecheck.grammar.data_classes import Factory, define, evolve

KEYS = ("case", "law date", "known on", "ask", "facts", "note")


# Not frozen, though nobody changes one: making a frozen one takes longer than deciding it.
@define
class Case:
    """The typed facts of a case by address (``child.born_on``, ``claim.months[2].first_day``), and what is asked.

    ``law_date`` and ``known_on`` are the days that the case names itself, None where it names none.
    """

    file: str
    facts: dict[str, Value] = Factory(dict)
    title: str = ""
    law_date: date | None = None
    known_on: date | None = None
    ask: tuple[str, ...] = ()
    places: dict[str, Path] = Factory(dict)
    text: bytes = b""

    @property
    def digest(self) -> str:
        """SHA-256 of what the case says, whatever the spelling of its file."""
        lines = [f"law date={self.law_date}", f"known on={self.known_on}", f"ask={','.join(self.ask)}"]
        lines += [f"{name}={_canonical(value)}" for name, value in sorted(self.facts.items())]
        return sha256("\n".join(lines).encode()).hexdigest()

    def place(self, address: str) -> Place:
        """Where the case gives a fact; the file itself for one that it does not give."""
        path = self.places.get(address)
        return Place(self.file) if path is None else places_at(self.text, self.file, [path]).value(path)

    def places_of(self, addresses: Iterable[str]) -> tuple[Place, ...]:
        """The same for several, in one reading; in none where the case gives none of them."""
        paths = [self.places.get(address) for address in addresses]
        given = [path for path in paths if path is not None]
        if not given:
            return tuple(Place(self.file) for _ in paths)
        found = places_at(self.text, self.file, given)
        return tuple(Place(self.file) if path is None else found.value(path) for path in paths)

    def text_at(self, place: Place) -> str:
        """What stands in the case at a place of it; nothing at that of the file itself."""
        return "" if place == Place(self.file) else text_at(self.text, place)


def read_case(
    text: bytes, file: str, vocabulary: Vocabulary, limits: Limits = DEFAULT_LIMITS
) -> tuple[Case | None, tuple[Diagnostic, ...]]:
    """The case in a file's text, and everything that is wrong in it; no case when there is an error.

    A file named ``*.yaml`` or ``*.yml``, and a nameless one that does not begin with a brace, is read as YAML;
    everything else as JSON.
    """
    data, found = raw_data(text, file, limits)
    if found:
        return None, found
    return case_of(data, text, file, vocabulary, limits)


def raw_data(text: bytes, file: str, limits: Limits) -> tuple[object, tuple[Diagnostic, ...]]:
    """The plain data in a file's text: from JSON with exact numbers, from YAML with every scalar a text."""
    if is_yaml(text, file):
        from rulecheck.engine.read_yaml import read_yaml
        from rulecheck.engine.source import tree_to_data

        tree, found = read_yaml(text, file, evolve(limits, rule_file_bytes=limits.case_bytes))
        return (None if tree is None else tree_to_data(tree)), found
    from rulecheck.engine.read_json import read_json

    return read_json(text, file, limits)


def is_yaml(text: bytes, file: str) -> bool:
    """Whether a file's text is to be read as YAML."""
    if file.lower().endswith((".yaml", ".yml")):
        return True
    return not file.lower().endswith(".json") and not text.lstrip().startswith((b"{", b"["))


def case_of(
    data: object, text: bytes, file: str, vocabulary: Vocabulary, limits: Limits = DEFAULT_LIMITS
) -> tuple[Case | None, tuple[Diagnostic, ...]]:
    """The case that plain data stands for; ``text`` is where its places are looked up."""
    reader = _Reader(text, file, vocabulary, limits)
    try:
        case = reader.case(data)
    except EnoughError:
        case = None
    found = reader.diagnostics()
    return (None if found else case), found


@define
class _Reader(FactsReader):
    """Reads what stands beside the facts as well."""

    def case(self, data: object) -> Case:
        if not isinstance(data, dict):
            self.report(
                "R0507", (), f"a case is a set of keys with values, and this is {shown(data)}", 'write `{"facts": {…}}`'
            )
            return Case(self.file)
        given = {str(key).replace("_", " "): (key, value) for key, value in data.items()}
        for key, (written, _) in given.items():
            if key not in KEYS:
                known = [known.replace(" ", "_") for known in KEYS]
                hint = did_you_mean(written, known) or "the facts of a case stand under `facts`"
                self.report("R0506", (written,), f"`{written}` is not a key of a case", hint, at_key=True)
        if "facts" not in given:
            self.report("R0507", (), "the case has no `facts`", "put the facts of the case under `facts`")
        else:
            written, facts = given["facts"]
            self.names(facts, "", (written,))
        title = given.get("case", ("", ""))[1]
        return Case(
            self.file,
            self.facts,
            title if isinstance(title, str) else "",
            self.day(given, "law date"),
            self.day(given, "known on"),
            self.ask(given),
            self.places,
            self.text,
        )

    def day(self, given: dict[str, tuple[str, object]], key: str) -> date | None:
        if key not in given:
            return None
        written, raw = given[key]
        day = read_value(raw, DATE)
        if isinstance(day, Unfit):
            self.report("R0510", (written,), f"`{written}` {day.message}", day.hint)
            return None
        self.places[key] = (written,)
        return day if isinstance(day, date) else None

    def ask(self, given: dict[str, tuple[str, object]]) -> tuple[str, ...]:
        if "ask" not in given:
            return ()
        written, raw = given["ask"]
        asked = [raw] if isinstance(raw, str) else raw
        if not isinstance(asked, list) or not all(isinstance(a, str) for a in asked):
            self.report(
                "R0507",
                (written,),
                f"`ask` is {shown(raw)}, and a list of names is meant",
                "name schemes or conclusions",
            )
            return ()
        for index, name in enumerate(asked):
            self.places.setdefault(f"ask {name}", (written,) if isinstance(raw, str) else (written, index))
        return tuple(dict.fromkeys(asked))


def _canonical(value: Value) -> str:
    return ",".join(sorted(value)) if isinstance(value, frozenset) else repr(value)
