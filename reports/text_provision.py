"""A provision that was looked at, as lines of a text: what it says, why it applies or does not, what it amounts to."""

from attrs import frozen

from rulecheck.engine.rulebook import Provision, Version
from rulecheck.engine.trace import Tried
from rulecheck.engine.values import UNKNOWN, Value
from rulecheck.grammar import syntax as s
from rulecheck.reports.style import Page
from rulecheck.reports.text_steps import StepLines, is_condition, mark_of
from rulecheck.reports.wording import Wording, wording_of
from rulecheck.reports.words import Speaker


@frozen
class ProvisionLines:
    """Writes provisions on a page."""

    page: Page
    speaker: Speaker
    steps: StepLines

    def full(self, tried: Tried, indent: int) -> None:
        """The paragraph with its version, what it says, its conditions, exceptions and computation."""
        provision, version = self._version(tried)
        if version is None:
            self.page.say(f"{self.speaker.cite(provision)}: {self._no_version(tried)}", indent, hang=2)
            return
        self.page.say(f"{self.speaker.cite_version(provision, version)}:", indent, "place", hang=2)
        self.page.say(self.speaker.words(version.gist), indent + 2)
        self._background(provision, version, tried, indent + 2)
        wording = wording_of(self.speaker, tried)
        if provision.punishes:
            cite = self.speaker.cite_id(provision.punishes)
            self.page.say(self.speaker.phrase("punishes", cite=cite), indent + 2)
        for step in (tried.breach, tried.condition):
            if step is not None:
                self.steps.write(step, wording, indent + 2)
        if tried.condition is not None:
            self._where(tried, version, wording, indent + 2, computed=False)
        self._exceptions(tried, indent + 2)
        self._amount(tried, version, wording, indent + 2)
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
        if tried.applies == "unknown" or tried.condition is not None:
            self._where(tried, version, wording, indent + 2, computed=False)
        if tried.outcome == "excepted":
            self.page.say(self.speaker.phrase("but for"), indent + 2)
            for exception in tried.exceptions:
                if exception.applies is True:
                    self.full(exception, indent + 4)

    def _version(self, tried: Tried) -> tuple[Provision, Version | None]:
        provision = self.speaker.rulebook.provisions[tried.provision]
        return provision, None if tried.version is None else provision.versions[tried.version]

    def _no_version(self, tried: Tried) -> str:
        return self.speaker.phrase("may apply" if tried.outcome == "unknown" else "not in force")

    def _background(self, provision: Provision, version: Version, tried: Tried, indent: int) -> None:
        """The clause that chose the version, and the day it was chosen by."""
        if version.transitional is not None:
            cite, gist = version.transitional.cite, self.speaker.words(version.transitional.gist)
            self.page.say(self.speaker.phrase("transitional", cite=cite, gist=gist), indent, hang=2)
        if tried.choice and len(provision.versions) > 1:
            chosen = ", ".join(
                f"{self.speaker.label(read.address)} ({self.speaker.held(read.address, read.value)})"
                for read in dict.fromkeys(tried.choice)
                if read.role != "local"
            )
            self.page.say(self.speaker.phrase("chosen by", what=chosen), indent, hang=2)

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
                    self.full(exception, indent + 2)

    def _where(self, tried: Tried, version: Version, wording: Wording, indent: int, computed: bool) -> None:
        """The local amounts worked out for the conditions, or with ``computed`` the others."""
        if tried.condition is None and not computed:
            return
        named = _locals_of(version, [version.when] if version.when is not None else [])
        for name, amount in tried.where:
            if (name in named) == computed or isinstance(amount.node, s.Name):
                continue
            if not is_condition(amount.node, wording):
                self._worked_out(name.replace("_", " "), amount.node, amount.value, wording, indent)

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
            if not any(not isinstance(a.node, s.Name) for _, a in tried.where) and _literal(tried.amount.node):
                return
            self._where(tried, version, wording, indent, computed=True)
            label = self.speaker.label(self._decided(tried))
            self._worked_out(label, tried.amount.node, tried.amount.value, wording, indent)

    def _decided(self, tried: Tried) -> str:
        """The conclusion that a provision decides, itself or through the one that it excepts."""
        provision = self.speaker.rulebook.provisions[tried.provision]
        while not provision.decides and provision.to:
            provision = self.speaker.rulebook.provisions[provision.to]
        return provision.decides

    def _worked_out(self, name: str, node: s.Node, value: Value, wording: Wording, indent: int) -> None:
        """An amount in three lines: as written, with the values put in, and what it comes to."""
        result = self.speaker.worked_out(node, value, wording.where)
        if value is UNKNOWN:
            result = self.speaker.phrase("not known")
        lines = [wording.text(node, "labels"), wording.text(node, "values"), result]
        shown = [line for i, line in enumerate(lines) if line not in lines[:i] or i == 0]
        self.page.say(f"{name} = {shown[0]}", indent, hang=2)
        for line in shown[1:]:
            self.page.say(f"= {line}", indent + 2, hang=2)

    def _fulfilment(self, provision: Provision, tried: Tried, wording: Wording, indent: int) -> None:
        """Whether a duty that is owed is fulfilled, a prohibition in force respected."""
        if provision.kind not in ("duty", "prohibition") or tried.applies is not True:
            return
        key = f"{provision.kind} of" if provision.bearer else provision.kind
        text = self.speaker.phrase(key, bearer=provision.bearer)
        if tried.fulfilled is None:
            self.page.say(f"{text}.", indent)
            return
        kept = {
            "yes": "fulfilled" if provision.kind == "duty" else "respected",
            "no": "breached" if provision.kind == "duty" else "infringed",
            "open": "not known whether",
        }[mark_of(tried.fulfilled.truth)]
        self.page.say(f"{text}: {self.speaker.phrase(kept)}", indent)
        self.steps.write(tried.fulfilled, wording, indent + 2)


def _literal(node: s.Node) -> bool:
    return not any(isinstance(part, s.Name) for part in s.walk(node))


def _locals_of(version: Version, nodes: list[s.Node]) -> set[str]:
    """The local amounts that expressions rest on, directly or through others."""
    where = dict(version.where)
    found: set[str] = set()
    while nodes:
        for part in s.walk(nodes.pop()):
            if isinstance(part, s.Name) and part.role == "local" and part.name not in found:
                found.add(part.name)
                nodes.append(where[part.name])
    return found
