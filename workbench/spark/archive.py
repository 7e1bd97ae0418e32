"""A rulebook on its way to other machines: its rule files in one archive, named and checked by digest.

Rule files travel, and not what was made of them: a worker reads and checks them itself, once a process. What it gets
must be what was sent, to the byte, and its engine must be the sender's; anything else is refused.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable
from functools import lru_cache
from importlib.metadata import version

from attrs import frozen

from rulecheck import __version__
from rulecheck.engine.cache import engine_digest
from rulecheck.engine.limits import DEFAULT_LIMITS
from rulecheck.engine.loader import load_files
from rulecheck.engine.python.compiled import Compiled
from rulecheck.engine.rule_files import RuleFile

_INDEX = "rulebook.json"
# The earliest time that an archive can hold; the same rule files make the same archive whenever it is made.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


class Refused(Exception):
    """What was asked cannot be done as asked; the text says why, for the person who asked."""


@frozen
class Shipment:
    """What is sent: the digest of the archive, of the rulebook in it, and the engine that is to decide."""

    archive: str
    rulebook: str
    engine: str

    @property
    def name(self) -> str:
        """The name of the archive's file."""
        return f"rulebook-{self.rulebook}.zip"


def pack(files: Iterable[RuleFile], rulebook: str) -> tuple[bytes, Shipment]:
    """The archive of rule files, the same bytes for the same files; ``rulebook`` is the digest of what they say."""
    ordered = tuple(files)
    index = [{"path": file.path, "shown": file.shown, "kind": file.kind} for file in ordered]
    written = io.BytesIO()
    # Stored, not compressed: how something is compressed depends on the library that does it.
    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(zipfile.ZipInfo(_INDEX, _NO_TIME), json.dumps(index, indent=1))
        for file in ordered:
            archive.writestr(zipfile.ZipInfo(f"rules/{file.path}", _NO_TIME), file.data)
    content = written.getvalue()
    return content, Shipment(hashlib.sha256(content).hexdigest(), rulebook, this_engine())


def unpack(content: bytes, shipment: Shipment) -> Compiled:
    """The rulebook of an archive, ready to decide. Raises ``Refused`` when anything is not as it was sent."""
    if this_engine() != shipment.engine:
        raise Refused(f"a worker has {this_engine()}, and the driver {shipment.engine}; install the same on both")
    found = hashlib.sha256(content).hexdigest()
    if found != shipment.archive:
        raise Refused(f"a worker got an archive of rules with the digest {found}, and {shipment.archive} was sent")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        index = json.loads(archive.read(_INDEX))
        files = tuple(RuleFile(**entry, data=archive.read(f"rules/{entry['path']}")) for entry in index)
    rulebook, diagnostics = load_files(files, (), DEFAULT_LIMITS)
    if rulebook is None:
        raise Refused(f"the rules that were sent have mistakes: {diagnostics[0].message}")
    if rulebook.digest != shipment.rulebook:
        raise Refused(f"a worker got the rulebook {rulebook.digest}, and {shipment.rulebook} was sent")
    return Compiled(rulebook, __version__)


@lru_cache(maxsize=1)
def this_engine() -> str:
    """What decides here: the version, the digest of the engine's source, and the release of the public holidays."""
    return f"rulecheck {__version__} (engine {engine_digest()[:16]}, holidays {version('holidays')})"
