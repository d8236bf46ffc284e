"""A thread as one ZIP file: the record of each part in order, and a program that checks offline what they are."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from audit import vault
from audit.models import VaultText
from records import bundle, reading, sheet
from records.models import Record

FORMAT = "thread-export/1"


@dataclass(frozen=True, kw_only=True)
class Thread:
    """The kept parts of a thread by their numbers, from 1 in order. What never went out has no record."""

    parts: Mapping[int, Record]
    of: int
    """How many parts were approved."""

    @property
    def name(self) -> str:
        """Of the folder and the file: by the record of its first part that is kept."""
        return f"thread-{next(iter(self.parts.values())).number}"


def of_record(*, record: Record) -> Thread | None:
    """The thread to which a record belongs, without what was disposed of; None where its post was none."""
    if record.disposed:
        return None
    every = reading.of_post(agency_id=record.agency_id, post_id=record.post_id)
    kept = [one for one in every if not one.disposed]
    places = reading.places(records=kept, agency_id=record.agency_id)
    own = places.get(record.pk)
    if own is None:
        return None
    parts = {place["part"]: one for one in kept if (place := places.get(one.pk)) and place["of"] == own["of"]}
    return Thread(parts=dict(sorted(parts.items())), of=own["of"])


def packed(*, thread: Thread) -> BinaryIO:
    """The ZIP file at its first byte; the caller closes it. Each part in it is whole, as if exported alone."""
    files = {f"{thread.name}/{name}": content for name, content in _files(thread)}
    return bundle.zipped(files=files)


def _files(thread: Thread) -> Iterator[tuple[str, bytes | Path]]:
    for number, record in thread.parts.items():
        for name, content in bundle.files_of(record=record):
            yield f"{_folder(number)}/{name}", content
    yield "thread.json", (json.dumps(_told(thread), sort_keys=True, indent=2) + "\n").encode()
    yield "verify_record.py", (bundle.OFFLINE / "verify.py").read_bytes()
    yield "verify.py", (bundle.OFFLINE / "verify_thread.py").read_bytes()
    yield "README.txt", (bundle.OFFLINE / "README-thread.txt").read_bytes()


def _folder(number: int) -> str:
    return f"part-{number:02}"


def _told(thread: Thread) -> dict[str, Any]:
    whole = _whole(thread)
    return {
        "format": FORMAT,
        "of": thread.of,
        "parts": [
            {"part": number, "record": record.number, "folder": _folder(number)}
            for number, record in thread.parts.items()
        ],
        "whole_salt": bytes(whole.salt).hex() if whole else "",
    }


def _whole(thread: Thread) -> VaultText | None:
    """What the fingerprint of the whole thread was taken of, kept when it was submitted; None unless all parts are."""
    if len(thread.parts) < thread.of:
        return None
    whole = sheet.canonical({"thread": [part.fingerprint for part in thread.parts.values()]})
    record = next(iter(thread.parts.values()))
    return VaultText.objects.filter(agency_id=record.agency_id, digest=vault.digest_of(whole)).first()
