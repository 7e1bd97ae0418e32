"""The data classes of rulecheck: those of attrs for the type checker, and made when first used for a process in haste.

attrs writes and compiles the methods of a class when the class is defined. A process that decides one case defines a
hundred classes and makes objects of a few: that took half of its time. ``lazy_classes`` makes the same classes, of
what is used here, and compiles a method once it is called often. ``tests/grammar/test_data_classes.py`` holds the two
to one another. All of grammar, engine and reports take them from here; what a decision never imports may use attrs.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from attrs import Factory as Factory
    from attrs import define as define
    from attrs import evolve as evolve
    from attrs import field as field
    from attrs import frozen as frozen
else:
    from rulecheck.grammar.lazy_classes import Factory as Factory
    from rulecheck.grammar.lazy_classes import define as define
    from rulecheck.grammar.lazy_classes import evolve as evolve
    from rulecheck.grammar.lazy_classes import field as field
    from rulecheck.grammar.lazy_classes import frozen as frozen
