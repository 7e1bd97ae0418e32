"""Rule files: YAML, read strictly and event by event, into the tree of ``source``.

No object is built by PyYAML. Its event stream never recurses, reading stops at the first cap that is
exceeded, and what makes YAML surprising (anchors, tags, merge keys, several documents, duplicate keys) is
refused.
"""

import yaml

from rulecheck.engine.diagnostics import Diagnostic, Place, in_order
from rulecheck.engine.limits import DEFAULT_LIMITS, Limits
from rulecheck.engine.source import Node, Scalar
from rulecheck.engine.text_file import decode
from rulecheck.engine.yaml_events import Reader, StopReading
from rulecheck.engine.yaml_slips import explain

# libyaml's reader is some ten times faster; it is missing where PyYAML was built without it.
_LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(text: bytes, file: str, limits: Limits = DEFAULT_LIMITS) -> tuple[Node | None, tuple[Diagnostic, ...]]:
    """The tree of a rule file, and the mistakes in it sorted by place.

    After a mistake that does not hinder reading on (a duplicate key, an anchor …) there is a tree as well,
    without what was refused, so that further mistakes can be reported along with it. None if reading had to
    stop.
    """
    decoded, diagnostics = decode(text, file, limits.rule_file_bytes)
    if decoded is None:
        return None, diagnostics
    reader = Reader(decoded, file, limits)
    try:
        for event in yaml.parse(decoded, Loader=_LOADER):
            reader.take(event)
    except StopReading:
        return None, in_order(reader.mistakes)
    except yaml.MarkedYAMLError as error:
        innermost = reader.open[-1].place if reader.open else None
        return None, in_order([*reader.mistakes, explain(error, decoded, file, innermost)])
    except (yaml.YAMLError, ValueError, OverflowError):
        # PyYAML's reader in Python lets `chr` raise for an escape like "\UFFFFFFFF", and tells no place.
        message = "an escape in this file stands for no character"
        return None, in_order([*reader.mistakes, Diagnostic("R0108", message, Place(file))])
    root = reader.root
    if not reader.mistakes and (root is None or (isinstance(root, Scalar) and root.plain and not root.text)):
        return None, (Diagnostic("R0107", "the file is empty", Place(file)),)
    return root, in_order(reader.mistakes)
