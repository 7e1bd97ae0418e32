"""Data classes with slots whose methods are compiled when they are first called; a part of what attrs offers.

``frozen``, ``define``, ``field``, ``Factory`` and ``evolve`` mean what they mean in attrs, whose own ``evolve`` and
``fields`` take these classes too. Use them by way of ``data_classes``, where the type checker sees attrs.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any, NoReturn

_NOTHING = object()
# Where attrs looks for the fields of a class.
_FIELDS = "__attrs_attrs__"
# As displays they take a third of the time of a call.
_EMPTY = {dict: "{}", list: "[]"}


class Factory:
    """What makes a default; of the object itself with ``takes_self``."""

    __slots__ = ("make", "takes_self")

    def __init__(self, make: Callable[..., Any], takes_self: bool = False) -> None:
        self.make = make
        self.takes_self = takes_self


class Field:
    """One field of a class. ``alias`` is what ``__init__`` calls it."""

    __slots__ = ("alias", "converter", "eq", "given", "init", "kw_only", "name", "repr")

    def __init__(self, given: Any, converter: Callable[[Any], Any] | None, init: bool, eq: bool, repr: bool) -> None:
        self.given = given
        self.converter = converter
        self.init = init
        self.eq = eq
        self.repr = repr
        self.kw_only = False
        self.name = ""
        self.alias = ""

    def default(self, method: Callable[[Any], Any]) -> Callable[[Any], Any]:
        """A decorator: the method makes the default of the object, whose other fields stand."""
        self.given = Factory(method, takes_self=True)
        return method


def field(
    *,
    default: Any = _NOTHING,
    factory: Callable[[], Any] | None = None,
    converter: Callable[[Any], Any] | None = None,
    init: bool = True,
    eq: bool = True,
    repr: bool = True,
) -> Any:
    """A field that is more than a type and a default."""
    return Field(default if factory is None else Factory(factory), converter, init, eq, repr)


def frozen(cls: type | None = None, *, kw_only: bool = False, eq: bool = True) -> Any:
    """A class of immutable objects, equal where their fields are; without ``eq`` only to themselves."""
    return _made(cls, True, kw_only, eq) if cls is not None else lambda given: _made(given, True, kw_only, eq)


def define(cls: type | None = None, *, kw_only: bool = False, eq: bool = True) -> Any:
    """A class of objects with slots, equal where their fields are; without ``eq`` only to themselves."""
    return _made(cls, False, kw_only, eq) if cls is not None else lambda given: _made(given, False, kw_only, eq)


def evolve(instance: Any, **changes: Any) -> Any:
    """A copy with other values of some fields."""
    for each in instance.__attrs_attrs__:
        if each.init and each.alias not in changes:
            changes[each.alias] = getattr(instance, each.name)
    return instance.__class__(**changes)


def _made(cls: type, immutable: bool, kw_only: bool, eq: bool) -> type:
    """The class anew: slots cannot be given to one that there is already."""
    own = {each.name: each for each in _own_fields(cls, kw_only)}
    inherited: tuple[Field, ...] = getattr(cls, _FIELDS, ())
    fields = (*(each for each in inherited if each.name not in own), *own.values())
    held = {each.name for each in inherited}
    body: dict[str, Any] = {
        "__repr__": _repr,
        **{key: value for key, value in cls.__dict__.items() if key not in own and key not in _MADE_ANEW},
        "__slots__": tuple(name for name in (*own, "__weakref__") if name not in held),
        "__qualname__": cls.__qualname__,
        _FIELDS: fields,
        "__match_args__": tuple(each.name for each in fields if each.init and not each.kw_only),
        "__getstate__": _state,
        "__setstate__": _set_state,
    }
    if hasattr(cls.__base__, "__weakref__"):
        body["__slots__"] = body["__slots__"][:-1]
    if immutable:
        body |= {"__setattr__": _refuse, "__delattr__": _refuse}
    made = type(cls)(cls.__name__, cls.__bases__, body)
    _mean_by_super(body.values(), cls, made)
    type.__setattr__(made, "_set_fields", tuple([getattr(made, each.name).__set__ for each in fields]))
    type.__setattr__(made, "__init__", _written_when_called(made, "__init__", _init, immutable))
    if eq and "__eq__" not in body:
        type.__setattr__(made, "__eq__", _written_when_called(made, "__eq__", _eq, immutable))
        hashed = _written_when_called(made, "__hash__", _hash, immutable) if immutable else None
        type.__setattr__(made, "__hash__", hashed)
    return made


def _mean_by_super(methods: Iterable[Any], before: type, made: type) -> None:
    """Points ``super()`` and ``__class__`` in the methods to the class made anew; all methods share one cell."""
    for method in methods:
        for function in (method, getattr(method, "__wrapped__", None), getattr(method, "__func__", None)):
            for cell in getattr(function, "__closure__", None) or ():
                try:
                    held = cell.cell_contents
                except ValueError:
                    continue  # nothing stands in it yet
                if held is before:
                    cell.cell_contents = made


# What a class has of itself, and what made way for slots.
_MADE_ANEW = ("__dict__", "__weakref__")


def _own_fields(cls: type, kw_only: bool) -> Iterator[Field]:
    """The fields that a class adds: its annotations but for those of the class itself."""
    for name, annotation in cls.__annotations__.items():
        if (annotation if isinstance(annotation, str) else repr(annotation)).startswith(_OF_THE_CLASS):
            continue
        given = cls.__dict__.get(name, _NOTHING)
        made = given if isinstance(given, Field) else Field(given, None, True, True, True)
        made.name, made.alias, made.kw_only = name, name.lstrip("_"), kw_only
        yield made


_OF_THE_CLASS = ("ClassVar", "typing.ClassVar")


def _written_when_called(
    cls: type, name: str, write: Callable[[tuple[Field, ...], bool], str], immutable: bool
) -> Callable[..., Any]:
    """A method that puts itself into its class when it is first called."""

    def method(self: Any, *given: Any, **named: Any) -> Any:
        fields: tuple[Field, ...] = getattr(cls, _FIELDS)
        space: dict[str, Any] = {"_nothing": _NOTHING}
        for each in fields:
            made = each.given
            space[f"_set_{each.name}"] = getattr(cls, each.name).__set__
            space[f"_convert_{each.name}"] = each.converter
            space[f"_given_{each.name}"] = made.make if isinstance(made, Factory) else made
        exec(compile(write(fields, immutable), f"<{name} of {cls.__qualname__}>", "exec"), space)
        written: Callable[..., Any] = space[name]
        written.__qualname__ = f"{cls.__qualname__}.{name}"
        type.__setattr__(cls, name, written)
        return written(self, *given, **named)

    return method


def _init(fields: tuple[Field, ...], immutable: bool) -> str:
    head, lines = [], []
    for each in sorted(fields, key=lambda one: one.kw_only):
        if not each.init:
            continue
        if each.kw_only and "*" not in head:
            head.append("*")
        default = "" if each.given is _NOTHING else f"=_given_{each.name}"
        head.append(f"{each.alias}{'=_nothing' if isinstance(each.given, Factory) else default}")
    for each in fields:
        value = each.alias
        if isinstance(each.given, Factory) or not each.init:
            fresh = f"_given_{each.name}"
            if isinstance(each.given, Factory):
                fresh = _EMPTY.get(each.given.make) or fresh + ("(self)" if each.given.takes_self else "()")
            value = f"{fresh} if {each.alias} is _nothing else {each.alias}" if each.init else fresh
        if each.converter is not None:
            value = f"_convert_{each.name}({value})"
        lines.append(f"_set_{each.name}(self, {value})" if immutable else f"self.{each.name} = {value}")
    return f"def __init__(self, {', '.join(head)}):\n    " + "\n    ".join(lines or ["pass"])


def _eq(fields: tuple[Field, ...], _immutable: bool) -> str:
    compared = [each.name for each in fields if each.eq]
    one, other = (f"({''.join(f'{who}.{name}, ' for name in compared)})" for who in ("self", "other"))
    return (
        "def __eq__(self, other):\n"
        "    if other.__class__ is not self.__class__:\n"
        "        return NotImplemented\n"
        f"    return {one} == {other}"
    )


def _hash(fields: tuple[Field, ...], _immutable: bool) -> str:
    return f"def __hash__(self):\n    return hash(({''.join(f'self.{each.name}, ' for each in fields if each.eq)}))"


def _repr(self: Any) -> str:
    name = self.__class__.__qualname__.rpartition(">.")[2]
    shown = (f"{each.name}={getattr(self, each.name)!r}" for each in self.__attrs_attrs__ if each.repr)
    return f"{name}({', '.join(shown)})"


def _state(self: Any) -> tuple[Any, ...]:
    return tuple([getattr(self, each.name) for each in self.__attrs_attrs__])


def _set_state(self: Any, state: tuple[Any, ...]) -> None:
    for set_field, value in zip(self._set_fields, state, strict=True):
        set_field(self, value)


def _refuse(_self: Any, _name: str, _value: Any = None) -> NoReturn:
    from attrs.exceptions import FrozenInstanceError

    raise FrozenInstanceError
