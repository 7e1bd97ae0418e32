"""The compact trace of a row: which provisions apply, by which version, and which were set aside, in whole numbers.

Each provision that decides something asked, and each of their exceptions, has a field of bits: 0 where it does not
apply, else the number of its version. Each that decides has a further bit, 1 where an exception set it aside. Fields
are packed into words of 62 bits.
"""

from collections.abc import Callable, Mapping, Sequence

from rulecheck.engine.python.verdicts import Chosen
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.sql import tree
from rulecheck.engine.sql.records import Record
from rulecheck.engine.sql.tree import Sql
from rulecheck.grammar.data_classes import frozen

_WORD = 62


@frozen
class Field:
    """Bits ``shift`` to ``shift + width`` of a word. ``aside`` tells whether it says that a provision was set aside."""

    provision: str
    aside: bool
    word: int
    shift: int
    width: int


@frozen
class TraceWords:
    """The fields, and for each conclusion the provisions that decide it; ``exceptions`` are those of the rulebook."""

    fields: Mapping[tuple[str, bool], Field]
    deciders: Mapping[str, tuple[str, ...]]
    exceptions: Mapping[str, tuple[str, ...]]

    @staticmethod
    def of(rulebook: Rulebook, records: Mapping[str, Sequence[Record]]) -> "TraceWords":
        """The fields for conclusions with the records of what decides them."""
        deciders = {name: tuple(record.provision for record in found) for name, found in records.items()}
        fields: dict[tuple[str, bool], Field] = {}
        word = used = 0
        for id_ in dict.fromkeys(id_ for ids in deciders.values() for id_ in ids):
            exceptions = rulebook.exceptions.get(id_, ())
            wanted = [(id_, False), *([(id_, True)] if exceptions else []), *((e, False) for e in exceptions)]
            for key in wanted:
                if key in fields:
                    continue
                width = 1 if key[1] else len(rulebook.provisions[key[0]].versions).bit_length()
                if used + width > _WORD:
                    word, used = word + 1, 0
                fields[key] = Field(key[0], key[1], word, used, width)
                used += width
        return TraceWords(fields, deciders, {id_: rulebook.exceptions.get(id_, ()) for id_, _ in fields})

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the words' columns."""
        words = {field.word for field in self.fields.values()}
        return tuple(f"t{word}" for word in sorted(words))

    def columns(self, record: Callable[[str], Record]) -> dict[str, Sql]:
        """The words as SQL."""
        made: dict[str, Sql] = {name: tree.whole(0) for name in self.names}
        for field in self.fields.values():
            of = record(field.provision)
            if field.aside:
                value = tree.times(tree.as_number(of.excepted), tree.whole(1 << field.shift))
            else:
                number = tree.times(tree.cast(of.version, "bigint"), tree.whole(1 << field.shift))
                value = tree.times(tree.as_number(tree.is_true(of.applies)), number)
            name = f"t{field.word}"
            made[name] = value if made[name] == tree.whole(0) else tree.plus(made[name], value)
        return {name: tree.cast(value, "bigint") for name, value in made.items()}

    def applied(self, words: Sequence[int], conclusion: str) -> tuple[Chosen, Chosen]:
        """The provisions that apply, and the exceptions that set others aside, each with the index of its version."""
        by = self._versions(words, self.deciders[conclusion])
        aside = [id_ for id_ in self.deciders[conclusion] if self._read(words, (id_, True))]
        return by, self._versions(words, [e for id_ in aside for e in self.exceptions[id_]])

    def _versions(self, words: Sequence[int], ids: Sequence[str]) -> Chosen:
        found = ((id_, self._read(words, (id_, False)) - 1) for id_ in ids)
        return tuple(dict.fromkeys((id_, version) for id_, version in found if version >= 0))

    def _read(self, words: Sequence[int], key: tuple[str, bool]) -> int:
        field = self.fields.get(key)
        return 0 if field is None else words[field.word] >> field.shift & ((1 << field.width) - 1)
