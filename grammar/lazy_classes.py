"""Data classes with slots whose methods are compiled when they are called often; a part of what attrs offers.

To compile a method takes as long as to do its work some fifty times by going through the fields, so the first calls do
that. Only what goes wrong is compiled at once, for Python to tell it.

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
# Where a class keeps what sets them.
_SETTERS = "_set_fields"
# As displays they take a third of the time of a call.
_EMPTY: dict[object, str] = {dict: "{}", list: "[]"}
# So many calls of a method go through the fields.
_CALLS = 40


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
    body: dict[str, Any] = {"__repr__": _repr, **cls.__dict__}
    for name in (*own, *_MADE_ANEW):
        body.pop(name, None)
    slots = [name for name in own if name not in held]
    if not hasattr(cls.__base__, "__weakref__"):
        slots.append("__weakref__")
    body["__slots__"] = tuple(slots)
    body["__qualname__"] = cls.__qualname__
    body[_FIELDS] = fields
    body["__match_args__"] = tuple([each.name for each in fields if each.init and not each.kw_only])
    body["__getstate__"], body["__setstate__"] = _state, _set_state
    body["__init__"] = _written_when_called("__init__", _init, immutable, _filled)
    if immutable:
        body["__setattr__"] = body["__delattr__"] = _refuse
    if eq and "__eq__" not in body:
        body["__eq__"] = _written_when_called("__eq__", _eq, immutable, _same)
        body["__hash__"] = _written_when_called("__hash__", _hash, immutable, _hashed) if immutable else None
    made = type(cls)(cls.__name__, cls.__bases__, body)
    _mean_by_super(cls.__dict__.values(), cls, made)
    return made


def _mean_by_super(methods: Iterable[Any], before: type, made: type) -> None:
    """Points ``super()`` and ``__class__`` in the methods to the class made anew; all methods share one cell."""
    for method in methods:
        if method.__class__ is _FUNCTION and method.__closure__ is None and not method.__dict__:
            continue
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
_FUNCTION = type(_made)


def _own_fields(cls: type, kw_only: bool) -> Iterator[Field]:
    """The fields that a class adds: its annotations but for those of the class itself."""
    for name, annotation in cls.__annotations__.items():
        if annotation.__class__ is not type and str(annotation).startswith(_OF_THE_CLASS):
            continue
        given = cls.__dict__.get(name, _NOTHING)
        made = given if given.__class__ is Field else Field(given, None, True, True, True)
        made.name, made.alias, made.kw_only = name, name.lstrip("_"), kw_only
        yield made


_OF_THE_CLASS = ("ClassVar", "typing.ClassVar")


def _written_when_called(
    name: str,
    write: Callable[[tuple[Field, ...], bool], str],
    immutable: bool,
    plainly: Callable[..., Any],
) -> Callable[..., Any]:
    """A method that goes through the fields, and puts a compiled one into its class once it is called often."""
    calls = 0
    cls: type = object

    def method(self: Any, *given: Any, **named: Any) -> Any:
        nonlocal calls, cls
        if not calls:
            cls = next(base for base in self.__class__.__mro__ if base.__dict__.get(name) is method)
        calls += 1
        if calls <= _CALLS and (done := plainly(cls, self, given, named)) is not _NOTHING:
            return done
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


def _filled(cls: type, self: Any, given: tuple[Any, ...], named: dict[str, Any]) -> object:
    """Does what ``__init__`` does; nothing for what it does not take."""
    taken = found = 0
    for each, set_field in zip(getattr(cls, _FIELDS), _setters(cls), strict=True):
        if each.init and not each.kw_only and taken < len(given):
            if each.alias in named:
                return _NOTHING
            value = given[taken]
            taken += 1
        elif each.init and each.alias in named:
            value = named[each.alias]
            found += 1
        else:
            value = each.given
            if value is _NOTHING:
                return _NOTHING
            if value.__class__ is Factory:
                value = value.make(self) if value.takes_self else value.make()
        set_field(self, value if each.converter is None else each.converter(value))
    return None if taken == len(given) and found == len(named) else _NOTHING


def _same(cls: type, self: Any, given: tuple[Any, ...], named: dict[str, Any]) -> object:
    if named or len(given) != 1:
        return _NOTHING
    if given[0].__class__ is not self.__class__:
        return NotImplemented
    return _compared(cls, self) == _compared(cls, given[0])


def _hashed(cls: type, self: Any, given: tuple[Any, ...], named: dict[str, Any]) -> object:
    return _NOTHING if given or named else hash(_compared(cls, self))


def _compared(cls: type, self: Any) -> tuple[Any, ...]:
    return tuple([getattr(self, each.name) for each in getattr(cls, _FIELDS) if each.eq])


def _setters(cls: type) -> tuple[Callable[[Any, Any], None], ...]:
    """What sets the fields of an object of a class, in their order, frozen or not."""
    found: tuple[Callable[[Any, Any], None], ...] | None = cls.__dict__.get(_SETTERS)
    if found is None:
        found = tuple([getattr(cls, each.name).__set__ for each in getattr(cls, _FIELDS)])
        type.__setattr__(cls, _SETTERS, found)
    return found


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
    for set_field, value in zip(_setters(self.__class__), state, strict=True):
        set_field(self, value)


def _refuse(_self: Any, _name: str, _value: Any = None) -> NoReturn:
    from attrs.exceptions import FrozenInstanceError

    raise FrozenInstanceError
