"""Classes made when first used are those of attrs: the same constructors, equality, texts, copies and pickles."""

import copy
import inspect
import pickle
import sys
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from types import ModuleType
from typing import Any

import attrs
import pytest

from rulecheck.grammar import lazy_classes

# The classes below, written once and made twice: by attrs, and by what stands for it.
SOURCE = inspect.cleandoc(
    '''
    from typing import ClassVar

    @frozen(kw_only=True)
    class Node:
        """Has a place."""
        parts: ClassVar[tuple[str, ...]] = ()
        at: object = field(default=None, eq=False, repr=False)

    @frozen
    class Number(Node):
        value: int
        unit: str = ""

    @frozen
    class Sum(Node):
        parts: ClassVar[tuple[str, ...]] = ("left", "right")
        left: Node
        right: Node
        notes: list[str] = Factory(list)

    @frozen
    class Word:
        word: str

        def __str__(self) -> str:
            return self.word

    @frozen
    class Quantity(Word):
        whole: bool = False
        word: str = "number"

        def __str__(self) -> str:
            return f"{super().__str__()}!"

    @frozen
    class Told:
        message: str = field(converter=str.lower)
        place: int
        hint: str = field(default="NONE", converter=str.lower)

    @frozen
    class Counted:
        names: dict[str, int] = Factory(dict)
        longest: int = field(init=False, eq=False, repr=False)
        always: int = field(init=False, default=3)

        @longest.default
        def _longest(self) -> int:
            return max(map(len, self.names), default=0)

    @frozen
    class Own:
        name: str

        def __eq__(self, other: object) -> bool:
            return isinstance(other, Own)

        def __hash__(self) -> int:
            return 1

        def __repr__(self) -> str:
            return "own"

    @frozen
    class Nothing:
        """Has no field."""

    @define(eq=False)
    class Alone:
        name: str

    @frozen(eq=False, kw_only=True)
    class Fixed:
        name: str
        size: int = 3

    @define
    class Run:
        facts: dict[str, int]
        _memory: list[int] = field(factory=list)
        size: int = Factory(lambda self: len(self.facts), takes_self=True)

        def double(self) -> int:
            return 2 * self.size
    '''
)
MADE = {
    "Number": [((1,), {}), ((1, "m"), {"at": 3}), ((), {"value": 1, "unit": "m"}), ((), {}), ((1, "m", 4), {})],
    "Word": [(("a",), {}), ((), {"word": "a"})],
    "Quantity": [((), {}), ((True, "b"), {}), ((), {"word": "b", "whole": True})],
    "Told": [(("Oh", 1), {}), (("Oh", 1, "NO"), {}), ((), {"place": 1, "message": "x"}), (("Oh",), {})],
    "Counted": [((), {}), (({"ab": 1},), {}), ((), {"longest": 3}), ((), {"always": 3})],
    "Own": [(("a",), {})],
    "Alone": [(("a",), {}), (("a",), {})],
    "Fixed": [((), {"name": "a"}), ((), {"name": "a", "size": 3}), (("a",), {})],
    "Nothing": [((), {}), ((1,), {})],
    "Run": [
        (({"a": 1},), {}),
        (({"a": 1}, [2]), {}),
        ((), {"facts": {}, "memory": [1], "size": 7}),
        ((), {"_memory": []}),
    ],
}


def module(name: str, library: Any) -> Iterator[ModuleType]:
    made = ModuleType(name)
    made.__dict__.update({key: getattr(library, key) for key in ("Factory", "define", "field", "frozen")})
    sys.modules[name] = made
    exec(SOURCE, made.__dict__)
    yield made
    del sys.modules[name]


@pytest.fixture
def ours() -> Iterator[ModuleType]:
    yield from module("made_by_us", lazy_classes)


@pytest.fixture
def theirs() -> Iterator[ModuleType]:
    yield from module("made_by_attrs", attrs)


def outcome(make: Any) -> object:
    try:
        return make()
    except (TypeError, AttributeError) as error:
        return type(error)


def objects(module: ModuleType) -> list[Any]:
    found = [
        outcome(partial(getattr(module, name), *args, **named)) for name, calls in MADE.items() for args, named in calls
    ]
    made = [one for one in found if not isinstance(one, type)]
    return [*found, module.Sum(made[0], made[1], at=2), module.Sum(made[1], made[0])]


def told(one: object) -> object:
    """What can be seen of an object, or the kind of error."""
    if isinstance(one, type):
        return one.__name__
    names = [each.name for each in attrs.fields(type(one))]
    hashed = outcome(lambda: hash(one))
    return (
        repr(one),
        str(one),
        [repr(getattr(one, name)) for name in names],
        hashed if isinstance(hashed, type) else "hashed",
        type(one).__match_args__,
        type(one).__doc__,
        hasattr(one, "__dict__"),
        outcome(lambda: object.__reduce_ex__(one, 2) and weakref.ref(one)() is one),
    )


def test_the_same_objects(ours: ModuleType, theirs: ModuleType) -> None:
    mine, real = objects(ours), objects(theirs)
    assert [told(one) for one in mine] == [told(one) for one in real]
    assert [[a == b for b in mine] for a in mine] == [[a == b for b in real] for a in real]
    assert [[a != b for b in mine] for a in mine] == [[a != b for b in real] for a in real]


@pytest.mark.parametrize("evolve", [lazy_classes.evolve, attrs.evolve])
def test_evolved(evolve: Any, ours: ModuleType) -> None:
    number = ours.Number(1, "m", at=3)
    changed = evolve(number, value=2)
    assert (changed, changed.at, type(changed)) == (ours.Number(2, "m"), 3, ours.Number)
    counted = evolve(ours.Counted({"a": 1}), names={"abc": 1})
    assert counted.longest == 3
    assert evolve(ours.Run({"a": 1}, [5]), size=9) == ours.Run({"a": 1}, [5], 9)
    with pytest.raises(TypeError):
        evolve(number, worth=1)
    assert lazy_classes.evolve(attrs.make_class("C", ["x"])(1), x=2).x == 2


def test_immutable(ours: ModuleType) -> None:
    number, run = ours.Number(1), ours.Run({})
    for change in (
        lambda: setattr(number, "value", 2),
        lambda: delattr(number, "value"),
        lambda: setattr(number, "new", 2),
    ):
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            change()
    run.size = 5
    assert run.double() == 10
    with pytest.raises(AttributeError):
        run.other = 1


def test_pickled_and_copied(ours: ModuleType) -> None:
    for one in objects(ours):
        if isinstance(one, type):
            continue
        for again in (pickle.loads(pickle.dumps(one, 5)), copy.copy(one), copy.deepcopy(one)):
            assert again == one or isinstance(one, (ours.Alone, ours.Fixed))
            assert told(again) == told(one)


def test_an_object_read_back_before_any_was_made(ours: ModuleType) -> None:
    made = pickle.dumps(ours.Sum(ours.Number(1), ours.Number(2)), 5)
    exec(SOURCE, ours.__dict__)
    again = pickle.loads(made)
    assert again == ours.Sum(ours.Number(1), ours.Number(2))
    assert len({again.left, ours.Number(1)}) == 1


def test_patterns(ours: ModuleType) -> None:
    Number, Sum = ours.Number, ours.Sum
    match Sum(Number(1), Number(2)):
        case Sum(Number(one), Number(value=two)):
            assert (one, two) == (1, 2)
        case _:
            pytest.fail("no match")


def test_several_threads_make_the_first_object(ours: ModuleType) -> None:
    found: list[object] = []
    threads = [threading.Thread(target=lambda: found.append(ours.Number(1, "m"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [ours.Number(1, "m")] * 8


@pytest.mark.parametrize("name", MADE)
def test_methods_mean_the_same_however_often_they_are_called(name: str, ours: ModuleType, theirs: ModuleType) -> None:
    """The first calls go through the fields, later ones are compiled; only what can be made is, lest it be compiled."""
    cls = getattr(theirs, name)
    fit = [call for call in MADE[name] if not isinstance(outcome(partial(cls, *call[0], **call[1])), type)]
    for _ in range(lazy_classes._CALLS + 5):
        mine, others = ([getattr(each, name)(*args, **named) for args, named in fit] for each in (ours, theirs))
        assert [told(one) for one in mine] == [told(one) for one in others]
        assert [one == two for one in mine for two in mine] == [one == two for one in others for two in others]
        hashes = [[outcome(partial(hash, one)) for one in made] for made in (mine, others)]
        same = [[one == two for one in found for two in found] for found in hashes]
        assert same[0] == same[1]
    assert fit
    assert "compile" not in getattr(ours, name).__init__.__code__.co_names


def test_subclasses_have_methods_of_their_own(ours: ModuleType) -> None:
    word, quantity = ours.Word("a"), ours.Quantity(False, "a")
    assert word != quantity
    assert quantity == ours.Quantity(False, "a")
    assert word == ours.Word("a")


@pytest.mark.parametrize("made", [attrs.define, lazy_classes.define])
def test_super_means_the_class_made_anew(made: Any) -> None:
    @made
    class Base:
        number: int = 1

        def told(self) -> int:
            return self.number

        @contextmanager
        def held(self) -> Iterator[int]:
            yield self.number

    @made
    class Below(Base):
        other: int = 2

        def told(self) -> int:
            return super().told() + self.other

        @contextmanager
        def held(self) -> Iterator[int]:
            with super().held() as number:
                yield number + self.other

    assert Below().told() == 3
    with Below().held() as number:
        assert number == 3
