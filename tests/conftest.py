"""What all tests share."""

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


class RootIsNoTestPackage:
    """Keeps pytest from importing the checkout.

    The root holds an ``__init__.py``, for it is the package `rulecheck`. pytest would take it for a package of tests
    and import it under the name of its folder: in a clone called `rulecheck` all tests would then run against the
    checkout, not against what is installed.
    """

    @pytest.hookimpl(tryfirst=True)
    def pytest_collect_directory(self, path: Path, parent: pytest.Collector) -> pytest.Dir | None:
        return pytest.Dir.from_parent(parent, path=path) if path == ROOT else None


def pytest_configure(config: pytest.Config) -> None:
    """A hook of this file would be asked about the folders below it only; one of a plugin is asked about all."""
    config.pluginmanager.register(RootIsNoTestPackage(), "root-is-no-test-package")


@pytest.fixture(scope="session", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The directory of the cache of this run: one for its processes, and not the user's.

    The Korean rules are read once for all tests that do not need to see them read.
    """
    own = tmp_path_factory.getbasetemp()
    place = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "cache"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RULECHECK_CACHE_DIR", str(place))
        yield place


FERRY = {
    "rulebook.yaml": """\
rulebook: isle
title: {en: Ferry law of the Isle}
jurisdiction: ISLE
currency: {code: XTH, unit: thaler, symbol: Th}
covers from: 2020-01-01
ranks: [act, decree]
""",
    "vocabulary/ferry.yaml": """\
subject: {en: Ferries}
records:
  trip:
    label: {en: trip}
    fields:
      day: {type: date, label: {en: day}, question: {en: On which day?}}
      delay: {type: hours, label: {en: delay}, at least: 0 hours}
  booking:
    label: {en: booking}
    fields:
      made_on: {type: date, label: {en: day of booking}, question: {en: When was it booked?}}
      price: {type: money, label: {en: price}, at least: 0 thaler}
facts:
  ticket: {type: booking, label: {en: ticket}}
  cabin: {type: booking, label: {en: cabin}, optional: true}
  traveller.age: {type: integer, label: {en: age}, at least: 0, at most: 120}
  traveller.status: {type: choice, options: {islander: {en: islander}, guest: {en: guest}}, label: {en: status}}
  trips: {type: list of trip, label: {en: trips}}
  ticket_returned: {type: boolean, label: {en: ticket returned}}
conclusions:
  ticket.must_be_sold:
    type: boolean
    label: {en: duty to sell}
    says: {yes: {en: The ticket must be sold.}, no: {en: The ticket need not be sold.}}
  ticket.refund: {type: money, label: {en: refund}}
  cabin.refund: {type: money, label: {en: refund of the cabin}}
  ticket.fine: {type: money, label: {en: fine}}
  trip.late: {type: boolean, label: {en: lateness}}
constraints:
  - must: ticket.made_on ≤ cabin.made_on
    says: {en: the cabin is booked before the ticket}
schemes:
  tickets:
    title: {en: Tickets}
    about: [ticket]
    law date: [ticket.made_on]
    decides: [ticket.must_be_sold, ticket.refund]
""",
    "parameters/prices.yaml": """\
figures:
  price.highest:
    type: money
    label: {en: highest price}
    values:
      - {in force: 2020-01-01 to 2020-12-31, value: 90 thaler, by: Notice 1}
      - {in force: from 2021-01-01, value: 100 thaler, by: Notice 2, promulgated: 2020-11-01}
""",
    "ferry-act/act.yaml": """\
act: FA
rank: act
title: {en: Ferry Act of the Isle}
cite: {en: Ferry Act}
""",
    "ferry-act/9.yaml": """\
article: "9"
title: {en: Sale}
provisions:
  (1):
    kind: duty
    of: ferryman
    decides: ticket.must_be_sold
    fulfilled: not ticket_returned
    versions:
      - in force: from 2020-01-01
        promulgated: 2019-06-03
        by: Act 1
        gist: {en: a ticket is sold to whoever is of age}
        where: {price: "min(ticket.price, price.highest)"}
        when:
          - any:
              - traveller.age ≥ 18
              - traveller.status is islander
          - price > 0 thaler
""",
    "ferry-act/10.yaml": """\
article: "10"
title: {en: Refunds}
provisions:
  (1):
    kind: formula
    decides: ticket.refund
    versions:
      - in force: 2020-01-01 to 2021-12-31
        promulgated: 2019-06-03
        by: Act 1
        gist: {en: half of the price}
        when: ticket_returned
        value: 50% of ticket.price
      - in force: from 2022-01-01
        promulgated: 2021-06-03
        by: Act 2
        gist: {en: all of it}
        when: ticket_returned
        value: ticket.price
  (1) proviso:
    kind: exception
    to: (1)
    versions:
      - in force: from 2021-07-01
        promulgated: 2021-06-03
        by: Act 2
        gist: {en: islanders get the highest price}
        when: traveller.status is islander
        value: price.highest
  (2):
    kind: penalty
    punishes: 9(1)
    decides: ticket.fine
    versions:
      - in force: from 2020-01-01
        promulgated: 2019-06-03
        by: Act 1
        gist: {en: whoever sells no ticket is fined}
        value: 500 thaler
""",
    "ferry-decree/act.yaml": """\
act: FA-D
rank: decree
title: {en: Ferry Decree}
cite: {en: Ferry Decree}
""",
    "ferry-decree/2.yaml": """\
article: "2"
title: {en: Refusal}
provisions:
  subparagraph 1:
    kind: exception
    to: FA 9(1)
    versions:
      - in force: from 2020-01-01
        promulgated: 2019-06-03
        by: Decree 1
        gist: {en: whoever was late three times}
        when: (count of t in trips where t.delay > 2 hours) ≥ 3
""",
    "ferry-decree/3.yaml": """\
article: "3"
title: {en: Cabins}
provisions:
  article:
    kind: mutatis mutandis
    applies: [FA 10(1)]
    reading: {ticket: cabin}
    versions:
      - in force: from 2021-01-01
        promulgated: 2020-06-03
        by: Decree 2
        gist: {en: Art. 10(1) applies to cabins}
""",
}


@pytest.fixture
def ferry() -> dict[str, str]:
    """The files of a small sound rulebook; a test may change its copy."""
    return dict(FERRY)


@pytest.fixture
def write_rules(tmp_path: Path) -> Callable[[Mapping[str, str]], str]:
    """Writes rule files, by their path in the rulebook, into `rules/isle` of a folder of their own; gives its path."""

    def write(files: Mapping[str, str]) -> str:
        folder = tmp_path / "rules" / "isle"
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return str(folder)

    return write


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The directory of a cache of its own; it does not exist yet."""
    place = tmp_path / "kept"
    monkeypatch.setenv("RULECHECK_CACHE_DIR", str(place))
    return place
