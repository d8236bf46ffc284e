"""The manifest of an export: what is in it file by file, what was asked, by whom and when, and what was left out."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from audit import blobs
from records import reading, sheet, withheld
from records.bundle import OFFLINE
from records.growing import Entry
from records.models import Export, Record

FORMAT = "records-export/1"
_PROGRAMS = {
    "verify.py": "verify_collected.py",
    "verify_record.py": "verify.py",
    "README.txt": "README-collected.txt",
}


def folder(*, record: Record) -> str:
    """Where a record stands in an export."""
    return f"records/{record.number}"


def programs() -> Iterator[tuple[str, bytes]]:
    """What checks all of it, and how it is used."""
    for name, source in _PROGRAMS.items():
        yield name, (OFFLINE / source).read_bytes()


def written(*, export: Export, entries: Iterable[Entry], at: datetime) -> bytes:
    """Canonical JSON: the same bytes from any writer."""
    gone = {one["record"] for one in export.left_out if "record" in one}
    found = Record.objects.filter(pk__in=export.record_ids).order_by("published_at", "pk")
    records = [record for record in found if record.number not in gone]
    places = reading.places(records=records, agency_id=export.agency_id)
    told = {
        "format": FORMAT,
        "export": export.pk,
        "agency": export.agency.name,
        "asked": {
            "words": export.words,
            "by": export.asked_by_name,
            "at": export.asked_at,
            "zone": str(export.agency.tzinfo),
            "local": f"{export.asked_at.astimezone(export.agency.tzinfo):%Y-%m-%d %H:%M:%S %Z}",
        },
        "made_at": at,
        "records": [_of(record, places.get(record.pk)) for record in records],
        "left_out": export.left_out,
        "withheld": [json.loads(entry.told) for entry in _withheld(export)],
        "files": [
            {"file": entry.file.partition("/")[2], "sha256": entry.sha256, "size": entry.size}
            for entry in entries
        ],
    }
    return sheet.canonical(told).encode()


def _withheld(export: Export) -> list[withheld.Entry]:
    """What held when the export was asked for."""
    return withheld.of(record_ids=export.record_ids, agency_id=export.agency_id, at=export.asked_at)


def _of(record: Record, place: dict[str, int] | None) -> dict[str, Any]:
    """A part of a thread says which it is, of how many: the others may be left out."""
    return ({"thread": place} if place else {}) | {
        "record": record.number,
        "folder": folder(record=record),
        "post": record.post_id,
        "unit": record.unit_name,
        "account": record.account_handle,
        "class": record.record_class,
        "published_at": record.published_at,
        "fingerprint": record.fingerprint,
    }


def of(*, export: Export) -> dict[str, Any]:
    """What the manifest of an export says. Raises audit.vault.NotInVault and audit.blobs.Changed."""
    content = blobs.content(digest=export.manifest_digest, agency_id=export.agency_id)
    told: dict[str, Any] = json.loads(content)
    return told
