"""The generated code of a rulebook, chunk by chunk: written when first asked for, compiled, and linked into a run."""

from collections.abc import Callable, Mapping
from datetime import date

from rulecheck.engine.python.chunk import Made
from rulecheck.engine.python.generated import NAMES, Generated, Handed, Run
from rulecheck.engine.python.generated_amounts import FUNCTIONS
from rulecheck.engine.python.kept_code import CodeStore
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.types import ListType
from rulecheck.engine.values import Value
from rulecheck.grammar.data_classes import Factory, define

# Functions chosen for a law date are kept for so many dates.
_MOST_DATES = 2_000
_MOST_CHOSEN = 100_000


@define
class Chunks:
    """The chunks of one rulebook by name: a provision's id, ``= <conclusion>``, ``! <number of a constraint>``."""

    rulebook: Rulebook
    store: CodeStore | None = None
    made: dict[str, Made] = Factory(dict)
    _maker: Callable[[str], Made] | None = None
    _linked: dict[str, dict[str, Generated]] = Factory(dict)
    _chosen: dict[tuple[date, date | None], dict[str, Generated]] = Factory(dict)

    def plans(self, name: str) -> Mapping[str, object]:
        """The plans of a chunk."""
        return self._made(name).plans

    def run(self, facts: dict[str, Value], law_date: date, known_on: date | None) -> Run:
        """A run of a case under the law of a day."""
        day = law_date, known_on
        chosen = self._chosen.get(day)
        if chosen is None or len(chosen) > _MOST_CHOSEN:
            if len(self._chosen) >= _MOST_DATES:
                self._chosen.clear()
            chosen = self._chosen[day] = {}
        rulebook = self.rulebook
        figures = rulebook.vocabulary.figures
        return Run(facts, law_date, known_on, chosen, self._choose, figures, rulebook.holidays, rulebook.days_off)

    def constraint(self, index: int) -> Generated:
        """The function of a constraint."""
        return self._functions(f"! {index}")["fulfilled"]

    def _choose(self, run: Run, name: str) -> Generated:
        """The function of a provision's version, of its fulfilment, or of a conclusion, for the run's law date."""
        provision, _, fulfilled = name.partition(" fulfilled")
        if provision in self.rulebook.provisions:
            functions = self._functions(provision)
            if name.endswith(" fulfilled") and not fulfilled:
                found = functions.get("fulfilled", _nothing)
            elif "select" in functions:
                found = functions["select"](run.law_date, run.known_on)
            else:
                found = functions["transitional"]
        else:
            found = self._functions(f"= {self._conclusion(name)}")["conclusion"]
        run.chosen[name] = found
        return found

    def _conclusion(self, address: str) -> str:
        """The conclusion that an address names, as ``Evaluation._goal``."""
        element, _, last = address.rpartition(".")
        if element.endswith("]"):
            listed = self.rulebook.vocabulary.facts[element.rpartition("[")[0]].type
            if isinstance(listed, ListType):
                return f"{listed.record}.{last}"
        return address

    def _functions(self, name: str) -> dict[str, Generated]:
        found = self._linked.get(name)
        if found is None:
            code = self._made(name).code
            if code is None:
                raise Handed("a provision is too large to be generated")
            space: dict[str, object] = {**NAMES, **FUNCTIONS}
            exec(code, space)
            found = {key: value for key, value in space.items() if callable(value) and key not in NAMES}
            self._linked[name] = found
        return found

    def _made(self, name: str) -> Made:
        found = self.made.get(name)
        if found is None:
            found = self.store.get(name) if self.store is not None else None
            if found is None:
                if self._maker is None:
                    # Who finds the code in the store needs no generator.
                    from rulecheck.engine.python.generate import maker

                    self._maker = maker(self.rulebook)
                found = self._maker(name)
                if self.store is not None:
                    self.store.put(name, found)
            self.made[name] = found
        return found


def _nothing(_run: Run, _element: str) -> None:
    """What a provision gives that asks for nothing to be fulfilled."""
