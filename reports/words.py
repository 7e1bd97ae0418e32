"""Labels, values and citations in the language of a report."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from fractions import Fraction

from rulecheck.engine.calendar import last_day
from rulecheck.engine.citation import cite, cite_place
from rulecheck.engine.declared import declared, declared_name, element_of, type_of
from rulecheck.engine.rulebook import Provision, Rulebook, Version
from rulecheck.engine.types import Quantity, Type
from rulecheck.engine.values import NONE, NOT_APPLICABLE, Elements, Period, Span, Value
from rulecheck.engine.vocabulary import Conclusion, Fact, Figure, Words
from rulecheck.grammar import syntax as s
from rulecheck.grammar.data_classes import frozen
from rulecheck.grammar.printer import number_text
from rulecheck.reports.phrases import has_phrase, phrase

# `Act 16558`, `Act 16558 Addenda Art. 4(1)`.
_INSTRUMENT = (
    r"(?P<name>\D+?) (?P<number>\d[\w-]*)( Addenda Art\. (?P<article>[\d-]+)(?P<rest>\(\d+\)| subparagraph \d+)?)?"
)


@frozen
class Speaker:
    """Says what a rulebook declares, in one language."""

    rulebook: Rulebook
    language: str = "en"

    def phrase(self, key: str, **filled: object) -> str:
        """A fixed phrase."""
        return phrase(key, self.language, **filled)

    def words(self, words: Words) -> str:
        """A text of the rulebook."""
        return words.text(self.language)

    # Names

    def declared(self, address: str) -> Fact | Conclusion | Figure | None:
        """What an address stands for."""
        return declared(self.rulebook.vocabulary, address)

    def label(self, address: str) -> str:
        """The label of a fact, conclusion or figure, with the element it belongs to; a local name spaced."""
        found = self.declared(address)
        label = self.words(found.label) if found else ""
        label = label or address.rpartition(".")[2].replace("_", " ")
        element = self.element(address)
        return self.phrase("element", record=element[0], number=element[1], label=label) if element else label

    def element(self, address: str) -> tuple[str, int] | None:
        """The label of the record and the number of the element that an address lies in."""
        found = element_of(address)
        if found is None:
            return None
        record = declared_name(self.rulebook.vocabulary, address).rpartition(".")[0]
        return self.record(record), found[1]

    def record(self, record: str) -> str:
        """The label of a record."""
        words = self.rulebook.vocabulary.records.get(record)
        return (self.words(words) if words else "") or record.replace("_", " ")

    def options(self, address: str) -> Mapping[str, Words]:
        """The options of a choice, with their words."""
        found = self.declared(address)
        return found.options if isinstance(found, Fact | Conclusion) else {}

    # Values

    def held(self, address: str, value: Value) -> str:
        """The value of a fact, conclusion or figure."""
        found = self.declared(address)
        return self.value(value, found.type if found else None, self.options(address))

    def worked_out(self, node: s.Node, value: Value, where: Mapping[str, s.Node]) -> str:
        """The value that an expression has."""
        if isinstance(node, s.Name) and node.role != "local":
            return self.held(f"{node.record}.{node.name.rpartition('.')[2]}" if node.record else node.name, value)
        return self.value(value, type_of(node, self.rulebook.vocabulary, where))

    def value(self, value: Value, wanted: Type | None = None, options: Mapping[str, Words] | None = None) -> str:
        """A value in words, with its unit."""
        if isinstance(value, bool):
            return self.phrase("yes" if value else "no")
        if isinstance(value, int | Fraction):
            unit = wanted.word if isinstance(wanted, Quantity) and wanted.dimension else ""
            return self.quantity(Fraction(value), unit)
        if isinstance(value, str):
            return self.option(value, options or {})
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, Period):
            return self.period(value)
        if isinstance(value, Span):
            return self.span(value)
        if isinstance(value, frozenset):
            chosen = [self.option(option, options or {}) for option in _in_order(value, options or {})]
            return ", ".join(chosen) or self.phrase("no options")
        if isinstance(value, Elements):
            return self.phrase("elements", count=value.count)
        return self.phrase("none" if value is NONE else "not applicable" if value is NOT_APPLICABLE else "not known")

    def option(self, option: str, options: Mapping[str, Words]) -> str:
        """An option of a choice."""
        return self.words(options[option]) if option in options else option

    def quantity(self, number: Fraction, unit: str) -> str:
        """An exact number with its unit; one whose decimals never end as a mixed number, with its rounded decimals."""
        text = number_text(number)
        if "/" not in text:
            return self._with_unit(text, unit, number == 1)
        return f"{self._with_unit(mixed_number(number), unit)} (≈ {self._with_unit(two_decimals(number), unit)})"

    def _with_unit(self, text: str, unit: str, one: bool = False) -> str:
        currency = self.rulebook.currency
        if not unit:
            return text
        if self.language != "en" and unit == currency.unit:
            return f"{currency.symbol}{text}"
        words = self.phrase(unit) if has_phrase(unit) else unit
        if "{number}" in words:
            return words.format(number=text)
        if one:
            words = words.replace("hours", "hour").replace("persons", "person")
        return f"{text} {words}" if self.language == "en" else f"{text}{words}"

    def period(self, period: Period) -> str:
        """Years, months and days."""
        years, months = divmod(abs(period.months), 12)
        sign = -1 if period.months < 0 else 1
        parts = [(sign * years, "year"), (sign * months, "month"), (period.days, "day")]
        counted = [(n, unit) for n, unit in parts if n] or [(0, "day")]
        if self.language != "en":
            return " ".join(f"{n:,}{self.phrase(unit)}" for n, unit in counted)
        return " ".join(f"{n:,} {unit}{'' if n == 1 else 's'}" for n, unit in counted).replace("-", "−")

    def span(self, span: Span) -> str:
        """A span with its ends and its length by the calendar."""
        if span.days == 0:
            return self.period(Period())
        length = self.period(calendar_length(span))
        return f"{self.phrase('from to', since=span.first, until=span.last)}: {length}"

    # Citations

    def cite(self, provision: Provision) -> str:
        """The citation of a provision."""
        return cite(self.rulebook, provision, self.language)

    def cite_article(self, act: str, article: str) -> str:
        """The citation of a whole article."""
        return f"{self.words(self.rulebook.acts[act].cite)} {cite_place(article, '', self.language)}"

    def cite_reference(self, provision: Provision, reference: str) -> str:
        """The citation of a provision, paragraph or article that one applies, as its id or number names it."""
        act, space, place = reference.partition(" ")
        if not space or act not in self.rulebook.acts:
            act, place = provision.act, reference
        article = re.split(r"[ (]", place, maxsplit=1)[0]
        cited = cite_place(article, place[len(article) :].strip(), self.language)
        return cited if act == provision.act else f"{self.words(self.rulebook.acts[act].cite)} {cited}"

    def cite_id(self, provision_id: str) -> str:
        """The citation of a provision by its id."""
        found = self.rulebook.provisions.get(provision_id)
        return self.cite(found) if found else provision_id

    def cite_all(self, provision_ids: Iterable[str]) -> str:
        """Several citations, each once, the name of an act only where it changes."""
        found = ""
        act = ""
        for id_ in dict.fromkeys(provision_ids):
            provision = self.rulebook.provisions[id_]
            cited = self.cite(provision)
            name = f"{self.words(self.rulebook.acts[provision.act].cite)} "
            same = provision.act == act
            found += (", " if same else "; " if found else "") + (cited.removeprefix(name) if same else cited)
            act = provision.act
        return found

    def decided_by(self, provision_id: str) -> str:
        """The conclusion that a provision decides, itself or through the one that it excepts; empty for none."""
        provisions = self.rulebook.provisions
        found = provisions.get(provision_id)
        while found is not None and not found.decides and found.to:
            found = provisions.get(found.to)
        return found.decides if found is not None else ""

    def party(self, name: str) -> str:
        """Who has a duty, or supplies a fact."""
        words = self.rulebook.parties.get(name)
        return words.texts.get(self.language, name) if words else name

    def instrument(self, name: str) -> str:
        """An instrument with its number, and where it names them the articles of its addenda."""
        known = self.rulebook.instruments.items()
        if not any(name.startswith(f"{kind} ") and self.language in said.texts for kind, said in known):
            return name
        found = re.fullmatch(_INSTRUMENT, name)
        words = self.rulebook.instruments.get(found["name"]) if found else None
        if found is None or words is None or self.language not in words.texts:
            return name
        said = words.texts[self.language].replace("#", found["number"])
        if found["article"] is None:
            return said
        place = cite_place(found["article"], (found["rest"] or "").strip(), self.language)
        return self.phrase("addenda", instrument=said, place=place)

    def cite_version(self, provision: Provision, version: Version) -> str:
        """The citation with the instrument that gave it this text, and from when on it is in force."""
        amended = version is not provision.versions[0]
        return self.phrase(
            "as amended" if amended else "as enacted",
            cite=self.cite(provision),
            by=self.instrument(version.by),
            dates=self.dates(version),
        )

    def dates(self, version: Version) -> str:
        """From when until when a version is in force."""
        if version.until is None:
            return self.phrase("since", since=version.since)
        return self.phrase("from to", since=version.since, until=version.until)


def calendar_length(span: Span) -> Period:
    """How long a span is: as many whole months from its first day as fit, and the days that are left."""
    months = (span.last.year - span.first.year) * 12 + span.last.month - span.first.month + 1
    while months and last_day(span.first, Period(months)) > span.last:
        months -= 1
    begun = last_day(span.first, Period(months)) if months else span.first - timedelta(days=1)
    return Period(months, (span.last - begun).days)


def mixed_number(number: Fraction) -> str:
    """A whole number and a fraction: ``145,833 1/3``."""
    sign = "−" if number < 0 else ""
    whole, rest = divmod(abs(number.numerator), number.denominator)
    fraction = f"{rest}/{number.denominator:,}"
    return f"{sign}{whole:,} {fraction}" if whole else f"{sign}{fraction}"


def two_decimals(number: Fraction) -> str:
    """A number rounded half up to two decimals."""
    hundredths = (abs(number.numerator) * 200 + number.denominator) // (2 * number.denominator)
    return f"{'−' if number < 0 else ''}{hundredths // 100:,}.{hundredths % 100:02d}"


def _in_order(chosen: frozenset[str], options: Mapping[str, Words]) -> list[str]:
    """The chosen options in the order of the vocabulary."""
    declared_order = {option: i for i, option in enumerate(options)}
    return sorted(chosen, key=lambda option: (declared_order.get(option, len(declared_order)), option))
