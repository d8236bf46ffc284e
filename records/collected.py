"""The records that a search found, handed over as one file: made in slices, checked offline, had for some days.

What a slice wrote and how far it came are one transaction, so a worker that is killed leaves nothing half done, and
whoever comes next goes on behind it.
"""

import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from enum import Enum
from pathlib import Path
from typing import BinaryIO

from django.db import transaction

from accounts.authority import Authority
from accounts.models import Member
from audit import blobs, trail, vault
from records import bundle, export_files, growing, inclusion, manifest, officers, redacted
from records.evidence import Evidence, gathered
from records.growing import Growing, Sure
from records.inclusion import Proven
from records.models import Export, ExportState, Record
from records.redacted import Hidden
from records.seal import SIGNED_WITHIN

MOST = 2_000
"""Most records of one export: its list of files fits into memory, and a person can still look through it."""
HANDFUL = 5
"""So many are made while one waits for the page."""
KEPT_DAYS = 14
"""So long the file can be had: two weeks and more than the ten business days in which a request is answered."""
SLICE_SECONDS = 2.0
TURN_SECONDS = 20.0
"""So long one task goes on before others may have its place."""
SILENT = timedelta(seconds=60)
"""One that no worker was at for so long has lost it, or its message."""


class NotExported(Exception):
    """Nothing is made of what was asked; the sentence says what to do."""


class FileGone(Exception):
    """There is no file any more, or not yet."""


class FileOutdated(Exception):
    """What is in the file would not be handed over now; the sentence says what changed."""


class Came(Enum):
    """How far one slice came."""

    FURTHER = "further"
    NOWHERE = "nowhere"
    """The newest entries of the trail wait for their signature, or another worker is at it."""
    TO_ITS_END = "to its end"


def may(*, authority: Authority) -> bool:
    """Whether a member hands over what a search found."""
    return authority.holds(*officers.EXPORTERS)


@transaction.atomic
def begin(
    *, actor: Member, words: str, post_ids: Sequence[int], unpublished: Mapping[int, str], at: datetime
) -> Export:
    """Ask for the records of the posts that a search found; `unpublished` says of posts without one what they are.

    Raises NotExported where there are none, or more than fit, and PermissionDenied for who may not hand them over.
    """
    officers.require_exporter(actor=actor, agency_id=actor.agency_id, at=at)
    found = Record.objects.filter(agency_id=actor.agency_id, post_id__in=list(post_ids))
    ids = list(found.order_by("published_at", "pk").values_list("pk", flat=True)[: MOST + 1])
    if not ids:
        raise NotExported("Nothing of what was found is kept as a record, so there is no record to export.")
    if len(ids) > MOST:
        raise NotExported(f"More than {MOST:,} records were found, which is as many as fit. Add a word.")
    export = Export.objects.create(
        agency_id=actor.agency_id,
        words=words,
        asked_by=actor,
        asked_by_name=actor.titled_name,
        asked_at=at,
        moved_at=at,
        record_ids=ids,
        left_out=[{"post": post_id, "why": why} for post_id, why in unpublished.items()],
    )
    _, sealed = vault.seal(content=words, agency_id=actor.agency_id)
    _tell("record.export_begun", export, actor, at, records=len(ids), words_sealed=sealed)
    return export


def left(*, at: datetime) -> list[int]:
    """Those that should be made and that no worker was at for a while."""
    making = Export.objects.filter(state=ExportState.MAKING, moved_at__lt=at - SILENT)
    return list(making.order_by("pk").values_list("pk", flat=True))


def go_on_for(*, export_id: int, seconds: float, at: datetime) -> bool:
    """Pack slice after slice for so long; whether there is more to do."""
    until = time.monotonic() + seconds
    while (came := pack_further(export_id=export_id, at=at)) is Came.FURTHER:
        if time.monotonic() > until:
            return True
    return came is Came.NOWHERE


@transaction.atomic
def pack_further(*, export_id: int, at: datetime, most: int = MOST, seconds: float = SLICE_SECONDS) -> Came:
    """Pack the next records, one at least; with the last of them the file is ready. Raises OSError."""
    rows = Export.objects.select_for_update(of=("self",), skip_locked=True).select_related("agency")
    export = rows.filter(pk=export_id, state=ExportState.MAKING).first()
    if export is None:
        return Came.TO_ITS_END
    packed = _pack(export, at, most, until=time.monotonic() + seconds)
    if export.done == export.total:
        _finish(export, at)
    export.moved_at = at
    export.save()
    if export.state == ExportState.READY:
        export_files.remove_when_ready(export=export, at=at)
        return Came.TO_ITS_END
    return Came.FURTHER if packed else Came.NOWHERE


def _pack(export: Export, at: datetime, most: int, *, until: float) -> int:
    sure = _sure(export)
    before = export.done
    ids = export.record_ids[export.done : export.done + most]
    with growing.further(target=export_files.path(export=export), sure=sure) as archive:
        for record in _each(ids):
            evidence, left = redacted.at_a_moment(evidence=gathered(record=record), at=export.asked_at)
            proven = inclusion.proven(events=(*evidence.events, *evidence.of_other_parts))
            if proven.waiting and at - export.asked_at < SIGNED_WITHIN:
                break
            _add(archive, export, evidence, proven, left)
            export.done += 1
            if time.monotonic() >= until:
                break
    export.written_bytes, export.listed_bytes = sure.written, sure.listed
    return export.done - before


def _sure(export: Export) -> Sure:
    """How much of the file is sure. Where a restored database speaks of a file that is not there, nothing is."""
    target = export_files.path(export=export)
    short = (
        _size(target) < export.written_bytes or _size(growing.listing(target=target)) < export.listed_bytes
    )
    if short:
        export.done = export.written_bytes = export.listed_bytes = 0
        export.left_out = [one for one in export.left_out if "post" in one]
    return Sure(written=export.written_bytes, listed=export.listed_bytes)


def _size(file: Path) -> int:
    return file.stat().st_size if file.exists() else 0


def _each(ids: Sequence[int]) -> Iterable[Record]:
    """The records one by one: a slice may end long before the last."""
    for pk in ids:
        yield Record.objects.get(pk=pk)


def _add(archive: Growing, export: Export, evidence: Evidence, proven: Proven, left: Hidden) -> None:
    record = evidence.record
    if record.chain_digest not in evidence.texts or record.fingerprint not in evidence.texts:
        why = "What it held was disposed of." if record.disposed else "A text that it rests on is missing."
        export.left_out.append({"record": record.number, "why": why})
        return
    if left.whole:
        why = f"Withheld under {left.whole.cite}: {left.whole.basis}"
        export.left_out.append({"record": record.number, "why": why})
        return
    for name, content in bundle.spoken(evidence=evidence, proven=proven, hidden=left):
        archive.add(name=f"{export.name}/{manifest.folder(record=record)}/{name}", content=content)


def _finish(export: Export, at: datetime) -> None:
    """The manifest, the programs, and the directory that closes the file."""
    target, sure = export_files.path(export=export), _sure(export)
    with growing.further(target=target, sure=sure) as archive:
        for name, content in manifest.programs():
            archive.add(name=f"{export.name}/{name}", content=content)
    told = manifest.written(export=export, entries=growing.entries(target=target, sure=sure), at=at)
    with growing.further(target=target, sure=sure) as archive:
        archive.add(name=f"{export.name}/manifest.json", content=told)
    growing.close(target=target, sure=sure)
    export.written_bytes, export.listed_bytes = sure.written, sure.listed
    export.manifest_digest = blobs.keep(content=told, agency_id=export.agency_id)
    export.state, export.ready_at = ExportState.READY, at
    export.kept_until = at + timedelta(days=KEPT_DAYS)
    _tell(
        "record.exported",
        export,
        None,
        at,
        records=export.total - sum("record" in one for one in export.left_out),
        left_out=len(export.left_out),
        manifest_sealed=_sealed(export),
    )


@transaction.atomic
def downloaded(*, export: Export, actor: Member, at: datetime) -> BinaryIO:
    """The file at its first byte, told to the trail; the caller closes it.

    Raises FileGone, FileOutdated and PermissionDenied.
    """
    officers.require_exporter(actor=actor, agency_id=export.agency_id, at=at)
    if export.state != ExportState.READY:
        raise FileGone(export.pk)
    if said := export_files.outdated(export=export):
        raise FileOutdated(said)
    try:
        file = export_files.path(export=export).open("rb")
    except FileNotFoundError:
        raise FileGone(export.pk) from None
    _tell("record.export_downloaded", export, actor, at, manifest_sealed=_sealed(export))
    return file


def _sealed(export: Export) -> str:
    digest = export.manifest_digest
    return blobs.sealed_digests(digests=[digest], agency_id=export.agency_id)[digest]


def _tell(verb: str, export: Export, actor: Member | None, at: datetime, **keys: object) -> None:
    trail.record(
        verb=verb,
        agency_id=export.agency_id,
        actor_id=actor.pk if actor else None,
        subject_id=export.agency_id,
        at=at,
        export_id=export.pk,
        **keys,
    )
