"""The files of cases that lie in a folder of Parquet, each with its digest, which Spark's workers work out."""

import hashlib
from typing import Any

from attrs import frozen

from rulecheck.workbench.spark.archive import Refused
from rulecheck.workbench.spark.partition import CELLS, ROW

# Signs that Spark reads as "any file like this".
_PATTERNS = frozenset("*?[]{}\\")


@frozen
class CaseFile:
    """A file of cases: its address, its path below the folder of the cases, and the SHA-256 of its bytes."""

    address: str
    path: str
    digest: str

    def commit(self, decided_by: str) -> str:
        """The name under which its answers are kept: the same for the same file, rules and options only."""
        return hashlib.sha256(f"{decided_by}\0{self.path}\0{self.digest}".encode()).hexdigest()[:32]


def case_files(spark: Any, root: str) -> tuple[CaseFile, ...]:
    """The files of cases at an address (a folder, with the folders in it, or a file), sorted by their paths.

    What begins with `.` or `_` is none. Raises ``Refused`` when there is no file, or one that cannot be taken.
    """
    from pyspark.sql import functions

    read = spark.read.format("binaryFile").option("recursiveFileLookup", "true")
    read = read.option("pathGlobFilter", "*.parquet").load(root)
    listed = read.select("path", functions.sha2("content", 256).alias("digest")).collect()
    found = sorted((row.path, row.digest) for row in listed)
    if not found:
        raise Refused(f"there is no file `*.parquet` in `{root}`")
    for address, _ in found:
        if _PATTERNS & set(address):
            raise Refused(f"`{address}` has one of the signs {' '.join(sorted(_PATTERNS))}, which Spark does not take")
    inside = f"{root.rstrip('/')}/"
    return tuple(
        CaseFile(address, address[len(inside) :] if address.startswith(inside) else address.rpartition("/")[2], digest)
        for address, digest in found
    )


def rows_of(spark: Any, file: CaseFile) -> Any:
    """The rows of a file as the columns ``ROW`` and ``CELLS``; what names of folders say (`year=2024`) is a cell."""
    from pyspark.sql import functions

    base = file.address.removesuffix(file.path) or file.address
    read = spark.read.option("basePath", base).parquet(file.address)
    # As one struct: names of facts hold dots, which would otherwise lead into a column.
    cells = functions.struct(*(quoted(name) for name in read.columns))
    return read.select((functions.col("_metadata.row_index") + 1).alias(ROW), cells.alias(CELLS))


def quoted(name: str) -> str:
    """A name of a column as Spark's SQL writes it."""
    return "`" + name.replace("`", "``") + "`"
