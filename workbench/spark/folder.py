"""A folder where answers go, on whatever file system Spark can write to, reached through its driver.

Spark writes data and cannot say "this file, and whole or not at all"; the file system of Hadoop that it works on can.
"""

import json
from typing import Any

from attrs import frozen


@frozen
class Folder:
    """A folder by its address (`/data/answers`, `hdfs://…`, `s3a://…`); paths within it are given as `a/b`."""

    address: str
    files: Any
    jvm: Any

    def at(self, path: str) -> str:
        """The address of what lies at a path."""
        return f"{self.address}/{path}"

    def exists(self, path: str) -> bool:
        """Whether there is a file or a folder."""
        return bool(self.files.exists(self._path(path)))

    def names(self, path: str) -> list[str]:
        """The names of what lies in a folder, sorted; none where there is no such folder."""
        if not self.exists(path):
            return []
        return sorted(str(each.getPath().getName()) for each in self.files.listStatus(self._path(path)))

    def read(self, path: str) -> str | None:
        """The text of a file; None where there is none."""
        if not self.exists(path):
            return None
        stream = self.files.open(self._path(path))
        try:
            return bytes(self.jvm.org.apache.commons.io.IOUtils.toByteArray(stream)).decode("utf-8")
        finally:
            stream.close()

    def write(self, path: str, content: bytes) -> None:
        """Writes a file that is there whole or not at all. An OSError where that cannot be done."""
        draft = f"{path}.draft"
        stream = self.files.create(self._path(draft), True)
        try:
            stream.write(bytearray(content))
        finally:
            stream.close()
        if not self.files.rename(self._path(draft), self._path(path)):
            raise OSError(f"`{self.at(path)}` cannot be written")

    def write_json(self, path: str, data: object) -> None:
        """Writes data as a file of JSON, whole or not at all."""
        self.write(path, json_text(data).encode("utf-8"))

    def remove(self, path: str) -> None:
        """Takes away a file, or a folder with all that is in it, if it is there."""
        self.files.delete(self._path(path), True)

    def move(self, source: str, target: str) -> None:
        """Gives a file or a folder another path, where nothing may lie yet. An OSError where that cannot be done."""
        self.files.mkdirs(self._path(target.rpartition("/")[0]))
        if self.exists(target) or not self.files.rename(self._path(source), self._path(target)):
            raise OSError(f"`{self.at(source)}` cannot be moved to `{self.at(target)}`")

    def _path(self, path: str) -> Any:
        return self.jvm.org.apache.hadoop.fs.Path(self.at(path))


def folder(spark: Any, address: str) -> Folder:
    """The folder of that address; a relative one is taken from where Spark works."""
    jvm, hadoop = spark._jvm, spark._jsparkSession.sessionState().newHadoopConf()
    path = jvm.org.apache.hadoop.fs.Path(address)
    files = path.getFileSystem(hadoop)
    return Folder(str(files.makeQualified(path).toString()), files, jvm)


def json_text(data: object) -> str:
    """Data as a text of JSON that people can read, the same for the same data."""
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"
