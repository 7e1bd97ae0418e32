"""Makes chunks: a rulebook's parts, written as Python and compiled."""

from collections.abc import Callable
from functools import partial

from rulecheck.engine.python.chunk import Made
from rulecheck.engine.python.provisions import Generator, generator
from rulecheck.engine.python.writer import NotGenerated
from rulecheck.engine.rulebook import Rulebook


def maker(rulebook: Rulebook) -> Callable[[str], Made]:
    """What makes the chunks of a rulebook by their names."""
    return partial(make, generator(rulebook))


def linker(rulebook: Rulebook) -> Callable[..., Made]:
    """What links functions for cases of one shape, as ``link.link``."""
    from rulecheck.engine.python.link import link

    return partial(link, generator(rulebook))


def make(prepared: Generator, name: str) -> Made:
    """The chunk of that name; without code where it would be too large or too deep."""
    rulebook = prepared.rulebook
    try:
        if name.startswith("= "):
            chunk = prepared.conclusion(name[2:])
        elif name.startswith("! "):
            chunk = prepared.constraint(rulebook.vocabulary.constraints[int(name[2:])].must)
        else:
            chunk = prepared.provision(rulebook.provisions[name])
    except NotGenerated:
        return Made(None, {})
    return Made(compile(chunk.source, f"<{name}>", "exec", dont_inherit=True, optimize=2), chunk.plans)


def names_of(rulebook: Rulebook) -> tuple[str, ...]:
    """The names of all chunks of a rulebook."""
    constraints = range(len(rulebook.vocabulary.constraints))
    conclusions = rulebook.vocabulary.conclusions
    return (*rulebook.provisions, *(f"= {name}" for name in conclusions), *(f"! {index}" for index in constraints))
