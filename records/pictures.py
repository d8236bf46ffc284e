"""The pictures of a record: named by what the network received, read from the vault's files, never the originals."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from audit import blobs, vault
from outlets.languages import name_of
from records.models import Record

ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/gif": "gif", "video/mp4": "mp4"}


@dataclass(frozen=True, kw_only=True)
class RecordPicture:
    """One picture as the network received it."""

    position: int
    """From 1, in the order in which residents saw them."""
    digest: str
    media_type: str
    alt_text: str
    language: str = ""
    """Of a video's captions; empty for what went out before a language could be chosen: that is English."""

    @property
    def plays(self) -> str:
        """'GIF' or 'Video' for what no page plays by itself, else empty; the words of a video are its captions."""
        return {"image/gif": "GIF", "video/mp4": "Video"}.get(self.media_type, "")

    @property
    def spoken(self) -> str:
        """'Spanish (Español)': the language of a video's captions."""
        return name_of(self.language)

    @property
    def file(self) -> str:
        """Its name in an export."""
        return f"pictures/{self.position}.{ENDINGS.get(self.media_type, 'bin')}"


class NoSuchPicture(Exception):
    """The record has no picture in that place."""


def named_in(*, received: Any) -> tuple[RecordPicture, ...]:
    """The pictures in the JSON of what the network received; none in what is not of that form."""
    media = received.get("media") if isinstance(received, dict) else None
    return tuple(
        RecordPicture(
            position=position,
            digest=each["digest"],
            media_type=each["type"],
            alt_text=each["alt_text"],
            language=each.get("language", ""),
        )
        for position, each in enumerate(media or (), start=1)
    )


def of(*, record: Record) -> tuple[RecordPicture, ...]:
    """A record's pictures, in one query. Raises audit.vault.NotInVault."""
    return named_in(received=json.loads(vault.text(digest=record.fingerprint, agency_id=record.agency_id)))


def content(*, record: Record, position: int) -> tuple[RecordPicture, BinaryIO]:
    """One picture with its exact bytes; the caller closes the file.

    Raises NoSuchPicture, audit.vault.NotInVault and audit.blobs.Changed.
    """
    found = next((each for each in of(record=record) if each.position == position), None)
    if found is None:
        raise NoSuchPicture(position)
    return found, blobs.opened(
        digest=found.digest, agency_id=record.agency_id, checked_before=found.plays == "Video"
    )


def faults(*, pictures: Iterable[RecordPicture], held: dict[str, Path]) -> Iterable[str]:
    """What is wrong with the files, in plain sentences; `held` is where the store has each digest's."""
    for picture in pictures:
        file = held.get(picture.digest)
        name = f"picture {picture.position} ({picture.digest[:8]})"
        if file is None:
            yield f"The vault no longer has {name}."
        elif not blobs.is_whole(target=file, digest=picture.digest):
            yield f"The vault's copy of {name} has been changed since it was kept."
