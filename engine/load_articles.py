"""Acts and articles, from the trees of their files to drafts of provisions."""

from collections.abc import Iterator, Sequence
from typing import get_args

from rulecheck.engine import entries
from rulecheck.engine.diagnostics import Diagnostic, Place
from rulecheck.engine.drafts import Draft, without_amounts
from rulecheck.engine.in_force import InForce, out_of_sequence, read_day
from rulecheck.engine.kinds import kind_mistakes
from rulecheck.engine.load_expressions import Expressions
from rulecheck.engine.load_versions import VersionReader
from rulecheck.engine.provision_kinds import KINDS, Kind
from rulecheck.engine.rule_files import RuleFile
from rulecheck.engine.rulebook import Act, Article, Provision, ReadFrom, Version, provision_id
from rulecheck.engine.source import Entry, Node, Scalar
from rulecheck.engine.vocabulary import Vocabulary
from rulecheck.grammar.data_classes import define, field, frozen

_KINDS: dict[str, Kind] = dict(zip(KINDS, get_args(Kind), strict=True))


@frozen
class Articles:
    """The acts, the articles by `EEA 19-2`, and the drafts of all provisions in document order.

    That is the order of ranks, of the folders of acts of one rank, of article numbers, and of the file.
    """

    acts: dict[str, Act]
    articles: dict[str, Article]
    drafts: tuple[Draft, ...]
    mistakes: tuple[Diagnostic, ...]


def load_articles(
    acts: Sequence[tuple[RuleFile, Node]],
    articles: Sequence[tuple[RuleFile, Node]],
    ranks: Sequence[str],
    vocabulary: Vocabulary,
    expressions: Expressions,
) -> Articles:
    """Everything that the files of acts and articles hold, and the mistakes in it."""
    loading = _Loading(ranks, vocabulary, VersionReader(vocabulary, expressions))
    for file, root in acts:
        loading.act(file, root)
    for file, root in articles:
        loading.article(file, root)
    return loading.in_document_order()


@define
class _Loading:
    ranks: Sequence[str]
    vocabulary: Vocabulary
    versions: VersionReader
    mistakes: list[Diagnostic] = field(factory=list)
    acts: dict[str, Act] = field(factory=dict)
    folders: dict[str, str] = field(factory=dict)
    without_act: set[str] = field(factory=set)
    articles: dict[str, Article] = field(factory=dict)
    drafts: dict[str, list[Draft]] = field(factory=dict)

    def act(self, file: RuleFile, root: Node) -> None:
        """Reads what an act is called."""
        place = entries.value_place(root, "act", root.place)
        name = entries.text(root, "act")
        self.folders[file.folder] = name
        rank = entries.scalar(root, "rank")
        if rank is not None and self.ranks and rank.text not in self.ranks:
            hint = (
                entries.near(self.mistakes, rank.text, self.ranks)
                or f"the rulebook has {', '.join(f'`{r}`' for r in self.ranks)}"
            )
            self._mistake("R0315", f"there is no rank `{rank.text}`", rank.place, rank.text, hint)
        if not name:
            return
        if name in self.acts:
            hint = f"first in {self.acts[name].place.file}"
            self._mistake("R0313", f"there are two acts `{name}`", place, name, hint)
            return
        title, cite = entries.words(root, "title"), entries.words(root, "cite")
        texts = entries.texts(root, "official text")
        self.acts[name] = Act(name, entries.text(root, "rank"), title, cite, place, texts)

    def article(self, file: RuleFile, root: Node) -> None:
        """Reads an article with its provisions."""
        act = self.folders.get(file.folder)
        if act is None:
            if file.folder not in self.without_act:
                self.without_act.add(file.folder)
                message = f"the folder `{file.folder}` has articles, and no `act.yaml`"
                hint = "write the name, rank and short form of the act into `act.yaml`"
                self._mistake("R0312", message, Place(file.shown), "", hint)
            act = ""
        number = entries.text(root, "article")
        place = entries.value_place(root, "article", root.place)
        stem = file.path.rpartition("/")[2].removesuffix(".yaml")
        if number and number != stem:
            hint = f"name the file `{number}.yaml`"
            message = f"the file is named `{stem}.yaml`, and holds article `{number}`"
            self._mistake("R0316", message, place, number, hint)
        title, notes = entries.words(root, "title"), entries.texts(root, "notes")
        article = Article(act, number, title, place, notes, tuple(self._read_from(root)))
        drafts = [self._provision(entry, article) for entry in entries.entries(root, "provisions")]
        if not act or not number:
            return
        name = f"{act} {number}"
        if name in self.articles:
            hint = f"first in {self.articles[name].place.file}; an article has one file"
            self._mistake("R0314", f"there are two files for `{name}`", place, number, hint)
            return
        self.articles[name] = article
        self.drafts[name] = [draft for draft in drafts if draft is not None]

    def _read_from(self, root: Node) -> Iterator[ReadFrom]:
        for item in entries.items(root, "read from"):
            written = entries.scalar(item, "promulgated")
            if written is None:
                continue
            day = read_day(written)
            if isinstance(day, Diagnostic):
                self.mistakes.append(day)
                continue
            listed = entries.entries(item, "text")
            digests = tuple((e.key.text, e.value.text) for e in listed if isinstance(e.value, Scalar))
            yield ReadFrom(entries.text(item, "number"), day, digests, written.place)

    def _provision(self, entry: Entry, article: Article) -> Draft | None:
        node, key = entry.value, entry.key
        self.mistakes.extend(kind_mistakes(entry))
        identity = provision_id(article.act, article.number, key.text)
        fulfilled = self.versions.expressions.condition(entries.value(node, "fulfilled"))
        read = [self.versions.version(item) for item in entries.items(node, "versions")]
        self.mistakes.extend(self.versions.taken())
        times: list[InForce] = [time for time, _ in read if time is not None]
        self.mistakes.extend(out_of_sequence(times, f"versions of `{identity}`"))
        self.mistakes.extend(_inserted_late(node, identity))
        versions: tuple[Version, ...] = tuple(version for _, version in read if version is not None)
        kind = _KINDS.get(entries.text(node, "kind"))
        if kind is None:
            return None
        places = {name: entries.value_place(node, name, key.place) for name in ("to", "punishes", "decides", "applies")}
        for item in entries.scalars(node, "applies"):
            places[f"applies {item.text}"] = item.place
        for reading in entries.entries(node, "reading"):
            places[f"reading {reading.key.text}"] = reading.key.place
        provision = Provision(
            identity,
            article.act,
            article.number,
            key.text,
            kind,
            key.place,
            versions,
            self._decided(node, places["decides"]),
            entries.text(node, "of"),
            fulfilled,
            entries.text(node, "to"),
            entries.text(node, "punishes"),
            applies=entries.texts(node, "applies"),
            reading=tuple(
                (e.key.text, e.value.text) for e in entries.entries(node, "reading") if isinstance(e.value, Scalar)
            ),
        )
        if not provision.decides and kind != "exception":
            # It should decide something, and it is told what is wrong with that.
            provision = without_amounts(provision)
        return Draft(provision, places)

    def _decided(self, node: Node, place: Place) -> str:
        name = entries.text(node, "decides")
        if not name or name in self.vocabulary.conclusions:
            return name
        hint = entries.near(self.mistakes, name, self.vocabulary.conclusions)
        if name in self.vocabulary.facts:
            hint = "it is a fact; a provision decides a conclusion"
        self._mistake("R0350", f"there is no conclusion `{name}`", place, name, hint)
        return ""

    def in_document_order(self) -> Articles:
        """What was read, sorted. The acts of a rank come in the order of their folders, in which they were read."""
        acts = sorted(self.acts, key=lambda act: self._rank(self.acts[act].rank))
        order = {act: index for index, act in enumerate(acts)}
        names = sorted(self.articles, key=lambda n: (order[self.articles[n].act], _natural(self.articles[n].number)))
        return Articles(
            {act: self.acts[act] for act in acts},
            {name: self.articles[name] for name in names},
            tuple(draft for name in names for draft in self.drafts[name]),
            tuple(self.mistakes),
        )

    def _rank(self, rank: str) -> int:
        return self.ranks.index(rank) if rank in self.ranks else len(self.ranks)

    def _mistake(self, code: str, message: str, place: Place, underlined: str, hint: str) -> None:
        self.mistakes.append(Diagnostic(code, message, place, underlined, hint))


def _natural(number: str) -> tuple[int, ...]:
    """The order of article numbers: 9, 19, 19-2, 20."""
    return tuple(int(part) if part.isdecimal() else 0 for part in number.split("-"))


def _inserted_late(provision: Node, identity: str) -> Iterator[Diagnostic]:
    """A mistake for each version that is said to be newly inserted and has one before it."""
    for item in entries.items(provision, "versions")[1:]:
        if entries.flag(item, "newly inserted"):
            place = entries.key_place(item, "newly inserted", item.place)
            message = f"a later version of `{identity}` is said to be newly inserted"
            yield Diagnostic("R0344", message, place, "newly inserted", "only the oldest version has none before it")
