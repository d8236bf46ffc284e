"""A ZIP file that grows from one transaction to the next, on disk and never in memory as a whole.

Beside it stands a list of what it holds, a line a file. Whoever goes on says how much of both is sure; what stands
behind that was left by a worker that died, and is cut off. The directory that closes a ZIP file is written last.
"""

import hashlib
import json
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

_EPOCH = (1980, 1, 1, 0, 0, 0)
_PIECE_BYTES = 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One file in the ZIP file: what a manifest says of it, and what its directory needs."""

    file: str
    sha256: str
    size: int
    offset: int
    packed: int
    crc: int
    how: int

    def info(self) -> zipfile.ZipInfo:
        """As the directory of the ZIP file names it."""
        info = _info(self.file, self.how)
        info.file_size, info.compress_size = self.size, self.packed
        info.header_offset, info.CRC = self.offset, self.crc
        return info


class Growing:
    """The open file; `add` writes behind what is there."""

    def __init__(self, archive: zipfile.ZipFile, listed: BinaryIO) -> None:
        self._archive, self._listed = archive, listed

    def add(self, *, name: str, content: bytes | Path) -> None:
        """Texts are made smaller. Files of pictures, which are so already, go in piece by piece."""
        small = isinstance(content, bytes)
        info = _info(name, zipfile.ZIP_DEFLATED if small else zipfile.ZIP_STORED)
        digest = hashlib.sha256()
        with _opened(content) as source, self._archive.open(info, "w") as target:
            while piece := source.read(_PIECE_BYTES):
                digest.update(piece)
                target.write(piece)
        entry = Entry(
            file=name,
            sha256=digest.hexdigest(),
            size=info.file_size,
            offset=info.header_offset,
            packed=info.compress_size,
            crc=info.CRC,
            how=info.compress_type,
        )
        self._listed.write(json.dumps(asdict(entry)).encode() + b"\n")


@dataclass(kw_only=True)
class Sure:
    """How many bytes of a file and of its list are sure."""

    written: int
    listed: int


@contextmanager
def further(*, target: Path, sure: Sure) -> Iterator[Growing]:
    """Write behind what is sure; afterwards more is, and on disk. Raises OSError for a store that refuses it."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _cut(target, sure.written) as file, _cut(listing(target=target), sure.listed) as listed:
        with zipfile.ZipFile(file, "w") as archive:
            yield Growing(archive, listed)
            ends = archive.start_dir
        # Closing wrote a directory of these files alone; the one of all is written by `close`.
        file.truncate(ends)
        sure.written, sure.listed = ends, listed.tell()
        for each in (file, listed):
            each.flush()
            os.fsync(each.fileno())


def close(*, target: Path, sure: Sure) -> None:
    """Write the directory over all that is sure: from now on it is a ZIP file. Doing it again changes nothing."""
    with _cut(target, sure.written) as file:
        with zipfile.ZipFile(file, "w") as archive:
            archive.filelist.extend(entry.info() for entry in entries(target=target, sure=sure))
        file.flush()
        os.fsync(file.fileno())


def entries(*, target: Path, sure: Sure) -> Iterator[Entry]:
    """What the file holds for sure, in the order in which it was written."""
    read = 0
    with listing(target=target).open("rb") as listed:
        while read < sure.listed:
            line = listed.readline()
            read += len(line)
            yield Entry(**json.loads(line))


def listing(*, target: Path) -> Path:
    """Where the list of a file stands."""
    return target.with_suffix(".list")


def _opened(content: bytes | Path) -> BinaryIO:
    return BytesIO(content) if isinstance(content, bytes) else content.open("rb")


def _info(name: str, how: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, date_time=_EPOCH)
    info.external_attr, info.compress_type = 0o644 << 16, how
    return info


def _cut(path: Path, size_bytes: int) -> BinaryIO:
    """A file open for writing behind so many bytes. Raises OSError where it has fewer."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    file = os.fdopen(handle, "r+b")
    if file.seek(0, os.SEEK_END) < size_bytes:
        file.close()
        raise FileNotFoundError(f"{path.name} has lost what was written of it.")
    file.seek(size_bytes)
    file.truncate()
    return file
