"""The archive itself: written once from start to end, read the same way, every byte under a digest."""

import dataclasses
import gzip
import hashlib
import io
import json
import tarfile
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from essaim.kernel.errors import Refused

FORMAT = 1
HEAD, CONTENTS = "essaim.json", "contents.json"
PART = 4 * 2**20  # bytes of rows in one entry: what is held in memory


class Running:
    """The digest and count of something that passes by."""

    def __init__(self) -> None:
        self.digest, self.rows, self.size = hashlib.sha256(), 0, 0

    def add(self, data: bytes) -> None:
        self.digest.update(data)
        self.size += len(data)
        # COPY escapes the newlines within values: one newline is one row.
        self.rows += data.count(b"\n")

    def told(self) -> dict[str, Any]:
        return {"rows": self.rows, "bytes": self.size, "sha256": self.digest.hexdigest()}


class Files:
    """The digest of all files, in their order: path, size and content of each."""

    def __init__(self) -> None:
        self.digest, self.count, self.size = hashlib.sha256(), 0, 0

    def add(self, path: str, size: int, digest: str) -> None:
        self.digest.update(f"{path}\0{size}\0{digest}\n".encode())
        self.count += 1
        self.size += size

    def told(self) -> dict[str, Any]:
        return {"count": self.count, "bytes": self.size, "sha256": self.digest.hexdigest()}


class _Hashed(io.RawIOBase):
    """A file whose content is digested while it is read."""

    def __init__(self, file: BinaryIO):
        self.file, self.sha256 = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self.file.read(size)
        self.sha256.update(data)
        return data


class Writer:
    """Writes an archive to a stream that need not seek."""

    def __init__(self, stream: BinaryIO, head: dict[str, Any]):
        self.tar = tarfile.open(fileobj=stream, mode="w|", format=tarfile.PAX_FORMAT, bufsize=2**18)  # noqa: SIM115
        self.tables: dict[str, Any] = {}
        self.files = Files()
        self._add(HEAD, json.dumps({"format": FORMAT, **head}, indent=1, ensure_ascii=False).encode())

    def _add(self, name: str, data: bytes) -> None:
        entry = tarfile.TarInfo(name)
        entry.size = len(data)
        self.tar.addfile(entry, io.BytesIO(data))

    def table(self, name: str, rows: Iterable[bytes | bytearray | memoryview]) -> int:
        """Writes a table's rows as COPY gives them. Returns how many."""
        seen, waiting, number = Running(), bytearray(), 0
        for block in rows:
            waiting += block
            if len(waiting) >= PART:
                number = self._part(name, number, waiting, seen)
        if waiting:
            self._part(name, number, waiting, seen)
        self.tables[name] = seen.told()
        return seen.rows

    def _part(self, name: str, number: int, waiting: bytearray, seen: Running) -> int:
        data = bytes(waiting)
        waiting.clear()
        seen.add(data)
        self._add(f"tables/{name}/{number:06}.copy.gz", gzip.compress(data, 4, mtime=0))
        return number + 1

    def file(self, path: str, file: BinaryIO, size: int, modified: float) -> None:
        """Writes ``size`` bytes of an uploaded file under ``path``. Raises OSError where it has fewer."""
        entry = tarfile.TarInfo(f"files/{path}")
        entry.size, entry.mtime = size, int(modified)
        source = _Hashed(file)
        self.tar.addfile(entry, source)  # type: ignore[arg-type]
        self.files.add(path, size, source.sha256.hexdigest())

    def finish(self, more: dict[str, Any]) -> None:
        contents = {"tables": self.tables, "files": self.files.told(), **more}
        self._add(CONTENTS, json.dumps(contents, indent=1).encode())
        self.tar.close()


@dataclasses.dataclass(frozen=True)
class Rows:
    """A part of a table."""

    table: str
    data: bytes


@dataclasses.dataclass(frozen=True)
class File:
    """An uploaded file, to be read before the next entry."""

    path: str
    size: int
    modified: int
    stream: BinaryIO


CUT = "the backup is cut short or damaged: fetch it again, or take another one"


class Reader:
    """Reads an archive from start to end, checking every digest. Raises Refused in plain words for whatever is not right."""

    def __init__(self, stream: BinaryIO):
        try:
            self.tar = tarfile.open(fileobj=stream, mode="r|", bufsize=2**18)  # noqa: SIM115
            first = self.tar.next()
            data = self.tar.extractfile(first) if first and first.name == HEAD else None
            self.head: dict[str, Any] = json.loads(data.read()) if data else {}
        except (tarfile.TarError, ValueError, EOFError) as error:
            raise Refused("this is no backup of Essaim, or its beginning is damaged") from error
        if not self.head:
            raise Refused("this is no backup of Essaim")
        if self.head.get("format") != FORMAT:
            version = self.head.get("essaim")
            raise Refused(f"this backup has a format of Essaim {version}: a newer version reads it")
        self.contents: dict[str, Any] = {}

    def entries(self) -> Iterator[Rows | File]:
        """Everything in it; when it is over, all of it has been checked."""
        try:
            yield from self._entries()
        except (tarfile.TarError, ValueError, EOFError, OSError, KeyError) as error:
            if isinstance(error, OSError) and not isinstance(error, gzip.BadGzipFile) and error.errno:
                raise  # the disk, not the backup
            raise Refused(CUT) from error

    def _entries(self) -> Iterator[Rows | File]:
        tables: dict[str, Running] = {name: Running() for name in self.head["tables"]}
        files = Files()
        while entry := self.tar.next():
            stream = self.tar.extractfile(entry)
            if stream is None:
                raise Refused(CUT)
            if entry.name == CONTENTS:
                self.contents = json.loads(stream.read())
            elif entry.name.startswith("tables/"):
                name = entry.name.split("/")[1]
                data = gzip.decompress(stream.read())
                tables[name].add(data)
                yield Rows(name, data)
            elif entry.name.startswith("files/"):
                path = entry.name.removeprefix("files/")
                source = _Hashed(stream)  # type: ignore[arg-type]
                yield File(path, entry.size, int(entry.mtime), source)  # type: ignore[arg-type]
                while source.read(2**18):
                    pass
                files.add(path, entry.size, source.sha256.hexdigest())
        told = {name: seen.told() for name, seen in tables.items()}
        if not self.contents or self.contents["tables"] != told or self.contents["files"] != files.told():
            raise Refused(CUT)
