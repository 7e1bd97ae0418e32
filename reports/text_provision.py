"""A provision that was looked at, as lines of a text: what it says, why it applies or does not, what it amounts to."""

from collections.abc import Iterator
from datetime import date

from rulecheck.engine.rulebook import Provision, Version
from rulecheck.engine.trace import Amount, Tried
from rulecheck.engine.trace_reads import figures_read, steps_of
from rulecheck.engine.values import Value
from rulecheck.grammar import syntax as s
from rulecheck.grammar.data_classes import frozen
from rulecheck.reports.style import Page
from rulecheck.reports.text_steps import StepLines, mark_of
from rulecheck.reports.wording import Wording, with_value, wording_of
from rulecheck.reports.words import Speaker


@frozen
class ProvisionLines:
    """Writes provisions on a page."""

    page: Page
    speaker: Speaker
    steps: StepLines
    known_on: date | None

    def full(self, tried: Tried, indent: int, nested: bool = False) -> None:
        """The paragraph with its version, what it says, its conditions, exceptions and computation."""
        provision, version = self._version(tried)
        if version is None:
            self.page.say(f"{self.speaker.cite(provision)}: {self._no_version(tried)}", indent, hang=2)
            return
        self.page.say(f"{self.speaker.cite_version(provision, version)}:", indent, "place", hang=2)
        self.page.say(self._gist(provision, version, nested), indent + 2, "gist")
        self._background(provision, version, tried, indent + 2)
        wording = wording_of(self.speaker, tried)
        if provision.punishes:
            cite = self.speaker.cite_id(provision.punishes)
            self.page.say(self.speaker.phrase("punishes", cite=cite), indent + 2)
        for step in (tried.breach, tried.condition):
            if step is not None:
                self.steps.write(step, wording, indent + 2)
        self._definitions(tried, version, wording, indent + 4)
        self._exceptions(tried, indent + 2)
        self._amount(tried, version, wording, indent + 2)
        self._figures(tried, indent + 2)
        self._fulfilment(provision, tried, wording, indent + 2)

    def brief(self, tried: Tried, indent: int, gist: bool = True) -> None:
        """The paragraph, and only what decides that it does not apply."""
        provision, version = self._version(tried)
        if version is None:
            self.page.marked("item", f"{self.speaker.cite(provision)}: {self._no_version(tried)}", indent)
            return
        said = f": {self.speaker.words(version.gist)}" if gist else ""
        self.page.marked("item", self.speaker.cite(provision) + said, indent)
        wording = wording_of(self.speaker, tried)
        for step in (tried.breach, tried.condition):
            if step is not None and (step.truth is False or tried.applies == "unknown"):
                self.steps.decisive(step, wording, indent + 2)
        if tried.outcome == "does not apply":
            self._definitions(tried, version, wording, indent + 4)
        if tried.outcome == "excepted":
            self.page.say(self.speaker.phrase("but for"), indent + 2)
            for exception in tried.exceptions:
                if exception.applies is True:
                    self.full(exception, indent + 4, nested=True)

    def amounts(self, tried: Tried, indent: int) -> None:
        """Only what it amounts to, with the values put in."""
        _, version = self._version(tried)
        if version is not None and tried.amount is not None and not isinstance(tried.amount.value, bool):
            self._computation(tried, tried.amount, version, wording_of(self.speaker, tried), indent, written=False)

    def _version(self, tried: Tried) -> tuple[Provision, Version | None]:
        provision = self.speaker.rulebook.provisions[tried.provision]
        return provision, None if tried.version is None else provision.versions[tried.version]

    def _no_version(self, tried: Tried) -> str:
        if tried.outcome == "not held":
            since = self.speaker.rulebook.provisions[tried.provision].versions[0].since
            return self.speaker.phrase("not held", day=tried.chosen_by, since=since)
        if tried.outcome != "unknown":
            return self.speaker.phrase("not in force")
        chosen = ", ".join(dict.fromkeys(self.speaker.label(read.address) for read in tried.choice))
        return self.speaker.phrase("version not known", what=chosen)

    def _background(self, provision: Provision, version: Version, tried: Tried, indent: int) -> None:
        """The clause that chose the version, and the day it was chosen by."""
        if version.transitional is not None:
            clause = version.transitional
            cite, gist = self.speaker.instrument(clause.cite), self.speaker.words(clause.gist)
            self.page.say(self.speaker.phrase("transitional", cite=cite, gist=gist), indent, hang=2)
        if tried.choice and len(provision.versions) > 1:
            chosen = ", ".join(
                with_value(self.speaker.label(read.address), self.speaker.held(read.address, read.value))
                for read in dict.fromkeys(tried.choice)
                if read.role != "local"
            )
            self.page.say(self.speaker.phrase("chosen by", what=chosen), indent, hang=2)
        if version.confidence:
            self.page.say(self.speaker.phrase("confidence", what=version.confidence), indent, hang=2)
        for key, other in self._other_versions(provision, version, tried):
            gist = " ".join(self.speaker.words(other.gist).split())
            told = {"by": self.speaker.instrument(other.by), "promulgated": other.promulgated, "gist": gist}
            day = other.since if key == "coming version" else tried.chosen_by
            self.page.say(self.speaker.phrase(key, day=day, **told), indent, hang=2)

    def _other_versions(self, provision: Provision, version: Version, tried: Tried) -> Iterator[tuple[str, Version]]:
        """Versions that whoever reads this must know of: one that nobody knew yet, and the next one coming.

        Coming is what was promulgated by the day as of which the law is known or, where all of it is, by the day
        whose law decides: of that day nobody expects to read all that came afterwards.
        """
        day = tried.chosen_by
        if day is None:
            return
        later = [v for v in provision.versions if v.since > version.since]
        if self.known_on is not None:
            unknown = [v for v in later if v.promulgated > self.known_on and v.since <= day]
            yield from (("left out as unknown", v) for v in unknown if v.until is None or day <= v.until)
        seen_from = self.known_on or day
        yield from (("coming version", v) for v in later[:1] if v.since > day and v.promulgated <= seen_from)

    def _figures(self, tried: Tried, indent: int) -> None:
        """The figures that it rests on and that are known by less than what set them."""
        for figure, dated in figures_read(tried, self.speaker.rulebook.vocabulary, self.known_on):
            if dated.confidence:
                told = {"figure": self.speaker.label(figure.name), "by": dated.by, "what": dated.confidence}
                self.page.say(self.speaker.phrase("figure confidence", **told), indent, hang=2)

    def _exceptions(self, tried: Tried, indent: int) -> None:
        groups = (
            ("excepted by", [e for e in tried.exceptions if e.applies is True]),
            ("open exception", [e for e in tried.exceptions if e.applies == "unknown"]),
            ("no exception", [e for e in tried.exceptions if e.applies is False and e.version is not None]),
        )
        for key, exceptions in groups:
            if exceptions:
                self.page.say(self.speaker.phrase(key), indent)
            for exception in exceptions:
                if key == "no exception":
                    self.brief(exception, indent + 2)
                else:
                    self.full(exception, indent + 2, nested=True)

    def _definitions(self, tried: Tried, version: Version, wording: Wording, indent: int) -> None:
        """What the local amounts are that were worked out for the conditions, each in a line with its facts."""
        looked_at = [step.node for step in steps_of(tried) if not step.parts]
        direct = _locals_of(version, looked_at, deep=False)
        for name, node in version.where:
            value = wording.held.get(name)
            if name not in _locals_of(version, looked_at) or value is None or isinstance(node, s.Name):
                continue
            if not isinstance(value, bool):
                result = "" if name in direct else f" = {self._result(node, value, wording)}"
                self.page.say(f"{name.replace('_', ' ')} = {wording.text(node)}{result}", indent, hang=2)

    def _gist(self, provision: Provision, version: Version, nested: bool) -> str:
        gist = self.speaker.words(version.gist)
        if not provision.to or nested:
            return gist
        return self.speaker.phrase("exception to", cite=self.speaker.cite_id(provision.to), gist=gist)

    def _amount(self, tried: Tried, version: Version, wording: Wording, indent: int) -> None:
        if tried.row is not None and version.table is not None:
            row = version.table.rows[tried.row]
            key = "row" if row.when is not None else "row otherwise"
            self.page.say(self.speaker.phrase(key, number=tried.row + 1), indent)
            for step in tried.row_steps:
                if step.truth is not False:
                    self.steps.write(step, wording, indent + 2)
        if version.unsettled:
            self.page.marked(
                "open", self.speaker.phrase("unsettled", why=self.speaker.words(version.unsettled)), indent
            )
        elif tried.amount is not None and not isinstance(tried.amount.value, bool):
            self._computation(tried, tried.amount, version, wording, indent)

    def _computation(
        self, tried: Tried, amount: Amount, version: Version, wording: Wording, indent: int, written: bool = True
    ) -> None:
        """The local amounts that the value rests on, and the value; nothing for a value that stands as written."""
        named = _locals_of(version, [amount.node])
        named -= _locals_of(version, [step.node for step in steps_of(tried) if not step.parts])
        for name, node in version.where:
            if name in named and name in wording.held and not isinstance(node, s.Name):
                self._worked_out(name.replace("_", " "), node, wording.held[name], wording, indent, written)
        if any(isinstance(part, s.Name) for part in s.walk(amount.node)):
            label = self.speaker.label(self.speaker.decided_by(tried.provision))
            self._worked_out(label, amount.node, amount.value, wording, indent, written)

    def _worked_out(self, name: str, node: s.Node, value: Value, wording: Wording, indent: int, written: bool) -> None:
        """An amount in three lines: as written, with the values put in, and what it comes to."""
        lines = [wording.text(node, "labels"), wording.text(node, "values"), self._result(node, value, wording)]
        if isinstance(node, s.Name):
            lines = [wording.text(node)]
        elif not written:
            lines = lines[1:]
        shown = [line for i, line in enumerate(lines) if line not in lines[:i]]
        self.page.say(f"{name} = {shown[0]}", indent, hang=2)
        for line in shown[1:]:
            self.page.say(f"= {line}", indent + 2, hang=2)

    def _result(self, node: s.Node, value: Value, wording: Wording) -> str:
        return self.speaker.worked_out(node, value, wording.where)

    def _fulfilment(self, provision: Provision, tried: Tried, wording: Wording, indent: int) -> None:
        """Whether a duty that is owed is fulfilled, a prohibition in force respected."""
        if provision.kind not in ("duty", "prohibition") or tried.applies is not True:
            return
        key = f"{provision.kind} of" if provision.bearer else provision.kind
        text = self.speaker.phrase(key, bearer=self.speaker.party(provision.bearer))
        if tried.fulfilled is None:
            self.page.say(f"{text}.", indent)
            return
        kept = {
            "yes": "fulfilled" if provision.kind == "duty" else "respected",
            "no": "breached" if provision.kind == "duty" else "infringed",
            "open": f"not known whether {'fulfilled' if provision.kind == 'duty' else 'respected'}",
        }[mark_of(tried.fulfilled.truth)]
        self.page.say(f"{text}: {self.speaker.phrase(kept)}", indent)
        self.steps.write(tried.fulfilled, wording, indent + 2)


def _locals_of(version: Version, nodes: list[s.Node], deep: bool = True) -> set[str]:
    """The local amounts that expressions name, with ``deep`` also those through which they do."""
    where = dict(version.where)
    found: set[str] = set()
    waiting = list(nodes)
    while waiting:
        for part in s.walk(waiting.pop()):
            if isinstance(part, s.Name) and part.role == "local" and part.name not in found:
                found.add(part.name)
                if deep or isinstance(where[part.name], s.Name):
                    waiting.append(where[part.name])
    return found
