"""A record as one ZIP file that proves itself: texts, pictures, trail, and the program that checks them offline."""

import json
import shutil
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, BinaryIO

from django.conf import settings

from audit import trail
from audit.models import Event
from audit.verbs import time_text
from records import inclusion, redacted, sheet
from records.evidence import Evidence, gathered
from records.inclusion import Proven
from records.models import Record
from records.redacted import NOTHING_HIDDEN, Hidden

FORMAT = "record-export/1"
OFFLINE = Path(__file__).parent / "offline"
_PIECE_BYTES = 1024 * 1024
_EPOCH = (1980, 1, 1, 0, 0, 0)


def packed(*, record: Record) -> BinaryIO:
    """The ZIP file at its first byte; the same bytes for the same record under the same checkpoint.

    It is on disk and has no name there: it is gone when the caller closes it.
    """
    return zipped(
        files={f"record-{record.number}/{name}": content for name, content in files_of(record=record)}
    )


def files_of(*, record: Record) -> Iterator[tuple[str, bytes | Path]]:
    """Every file of a record's export by its name in the folder, and the file of each picture where it is."""
    evidence = gathered(record=record)
    yield from spoken(evidence=evidence, proven=inclusion.proven(events=evidence.events))
    yield "verify.py", (OFFLINE / "verify.py").read_bytes()
    yield "README.txt", (OFFLINE / "README.txt").read_bytes()


def zipped(*, files: Mapping[str, bytes | Path]) -> BinaryIO:
    """These files as one ZIP file at its first byte, on disk and without a name there; the caller closes it."""
    file = TemporaryFile(dir=settings.VAULT_ROOT)  # noqa: SIM115  (the caller closes it)
    with zipfile.ZipFile(file, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, date_time=_EPOCH)
            entry.external_attr = 0o644 << 16
            _write(archive, entry, files[name])
    file.seek(0)
    return file


def _write(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, content: bytes | Path) -> None:
    """Texts are made smaller. Files of pictures, which are so already, go in piece by piece."""
    if isinstance(content, bytes):
        entry.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(entry, content, compresslevel=9)
        return
    with content.open("rb") as source, archive.open(entry, "w") as target:
        shutil.copyfileobj(source, target, _PIECE_BYTES)


def spoken(
    *, evidence: Evidence, proven: Proven, hidden: Hidden = NOTHING_HIDDEN
) -> Iterator[tuple[str, bytes | Path]]:
    """What speaks for a record, without the program that checks it and without what is withheld."""
    names = _names(evidence)
    for digest, name in names.items():
        if digest in evidence.texts and digest not in hidden.digests:
            yield name, evidence.texts[digest].content
    for picture in evidence.pictures:
        if picture.digest in evidence.files and picture.position not in hidden.pictures:
            yield picture.file, evidence.files[picture.digest]
    for entry in hidden.entries:
        yield f"withheld/{entry.row.pk}.json", entry.told.encode()
    yield (
        "record.json",
        _readable(redacted.values(told=_values(evidence, names), evidence=evidence, hidden=hidden)),
    )
    yield "trail.json", _readable(_trail(evidence, proven))


def _names(evidence: Evidence) -> dict[str, str]:
    """The file that each digest's text goes into."""
    record = evidence.record
    if record.disposed:
        return dict.fromkeys(evidence.wanted, "disposal.json")
    fixed = {
        record.text_digest: "text.txt",
        record.fingerprint: "received.json",
        record.chain_digest: "chain.json",
        record.exchange_digest: "exchange.json",
        record.sheet_digest: "sheet.json",
        record.meaning_digest: "meaning.txt",
    }
    fixed.pop("", None)
    additions = {entry.digest: f"additions/{entry.pk}.json" for entry in evidence.entries}
    further = {digest: f"further/{digest[:16]}.txt" for digest in evidence.wanted}
    return further | additions | fixed


def _values(evidence: Evidence, names: dict[str, str]) -> dict[str, Any]:
    """Every plain value of the record; salts are those of these texts alone."""
    record = evidence.record
    plain = json.loads(sheet.sheet_text(record=record))
    del plain["format"]
    return {
        "format": FORMAT,
        "record": plain | {"sheet_digest": record.sheet_digest, "state": record.state},
        "additions": [
            {
                "id": entry.pk,
                "kind": entry.kind,
                "at": time_text(entry.at),
                "actor": entry.actor_name,
                "digest": entry.digest,
            }
            for entry in evidence.entries
        ],
        "texts": [
            {
                "file": name,
                "what": evidence.wanted[digest],
                "digest": digest,
                "salt": evidence.texts[digest].salt.hex() if digest in evidence.texts else "",
            }
            for digest, name in sorted(names.items(), key=lambda item: item[1])
        ],
        "disposed": sorted(evidence.went),
    }


def _trail(evidence: Evidence, proven: Proven) -> dict[str, Any]:
    told: dict[str, Any] = {
        "checkpoint": _checkpoint(proven),
        "events": _placed(evidence.events, proven),
    }
    if evidence.of_other_parts:
        told |= {"of_other_parts": _placed(evidence.of_other_parts, proven)}
    return told


def _placed(events: Iterable[Event], proven: Proven) -> list[dict[str, Any]]:
    return [
        {
            "content": trail.canonical(event).decode(),
            "leaf": place.index if place else None,
            "proof": [node.hex() for node in place.path] if place else [],
        }
        for event in events
        for place in [proven.proof.places.get(event.pk)]
    ]


def _checkpoint(proven: Proven) -> dict[str, str] | None:
    checkpoint = proven.proof.checkpoint
    if checkpoint is None:
        return None
    return {
        "signed": proven.signed.decode(),
        "signature": bytes(checkpoint.signature).hex(),
        "public_key": bytes(checkpoint.public_key).hex(),
    }


def _readable(values: dict[str, Any]) -> bytes:
    return (json.dumps(values, sort_keys=True, indent=2, ensure_ascii=False) + "\n").encode()
