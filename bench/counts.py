"""How many cases were decided both ways, by rulebook: added up over runs and published on a page."""

import json
from collections import Counter
from pathlib import Path
from typing import Any, Protocol

from attrs import Factory, frozen
from kept import written_between

MARK = "differential"
NUMBERS = ("cases", "asked", "decided", "disagree")


class Result(Protocol):
    """What a comparison came to."""

    @property
    def asked(self) -> int:
        """How many answers were asked for in all."""

    @property
    def generated(self) -> int:
        """Cases that the engine decided itself."""

    @property
    def handed(self) -> Counter[str]:
        """Cases that it handed to the interpreter, by why."""

    @property
    def disagree(self) -> tuple[Any, ...]:
        """Cases that came out otherwise."""


@frozen
class Counts:
    """By rulebook: cases, those the engine decided itself, those handed over by why, and those that disagree."""

    by_source: dict[str, dict[str, Any]] = Factory(dict)

    @property
    def disagree(self) -> int:
        """How many disagree in all."""
        return sum(said["disagree"] for said in self.by_source.values())

    def plus(self, source: str, asked: int, result: Result, cases: int | None = None) -> "Counts":
        """With one more comparison, of as many cases as answers were asked for when not said otherwise."""
        one = {
            "cases": asked if cases is None else cases,
            "asked": asked,
            "decided": result.generated,
            "handed": dict(result.handed),
            "disagree": len(result.disagree),
        }
        return self.and_those_of(Counts({source: one}))

    def and_those_of(self, other: "Counts") -> "Counts":
        """Both added up."""
        made = dict(self.by_source)
        for source, said in other.by_source.items():
            had = made.get(source, {**dict.fromkeys(NUMBERS, 0), "handed": {}})
            handed = Counter(had["handed"]) + Counter(said["handed"])
            numbers = {key: had[key] + said[key] for key in NUMBERS}
            seeds = max(had.get("next_seed", 0), said.get("next_seed", 0))
            made[source] = {
                **numbers,
                "handed": dict(sorted(handed.items())),
                **({"next_seed": seeds} if seeds else {}),
            }
        return Counts(made)

    def with_seed(self, source: str, seed: int) -> "Counts":
        """With the cases of a seed of a rulebook done."""
        return Counts(
            {
                name: {**said, "next_seed": seed + 1} if name.partition(",")[0] == source else said
                for name, said in self.by_source.items()
            }
        )

    def next_seed(self, source: str) -> int:
        """The first seed of a rulebook whose cases, and those of later ones, have not been compared."""
        seeds = (s.get("next_seed", 0) for name, s in self.by_source.items() if name.partition(",")[0] == source)
        return max(seeds, default=0)

    def data(self) -> dict[str, Any]:
        """As plain data."""
        return self.by_source

    def as_json(self) -> str:
        """As it is kept."""
        return json.dumps(self.by_source, indent=1, sort_keys=True) + "\n"

    @staticmethod
    def read(path: Path) -> "Counts":
        """What is kept in a file."""
        return Counts(json.loads(path.read_text(encoding="utf-8")))


def published(page: str, counts: Counts) -> str:
    """The page with the counts as a table between its marks."""
    rows = [
        (source, said["cases"], said["asked"], said["decided"], sum(said["handed"].values()), said["disagree"])
        for source, said in sorted(counts.by_source.items())
    ]
    for way in sorted({row[0].partition(", ")[2] for row in rows}):
        of_way = [row for row in rows if row[0].partition(", ")[2] == way and not row[0].startswith("all")]
        rows.append((f"all{way and ', '}{way}", *(sum(row[i] for row in of_way) for i in range(1, 6))))
    lines = [
        "| rulebook | cases | answers | compared | handed to the interpreter | disagree |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    lines += ["| " + " | ".join([row[0], *(f"{n:,}" for n in row[1:])]) + " |" for row in rows]
    reasons: Counter[str] = sum((Counter(s["handed"]) for s in counts.by_source.values()), Counter())
    told = "; ".join(f"{why} ({number:,})" for why, number in reasons.most_common())
    return written_between(page, "\n".join(lines) + (f"\n\nHanded over: {told}." if told else ""), MARK)
