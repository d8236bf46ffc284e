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

from django.conf import settings
from django.db import transaction

from accounts.authority import Authority
from accounts.models import Member
from audit import blobs, trail, vault
from records import bundle, growing, inclusion, manifest, officers, redacted
from records.evidence import Evidence, gathered
from records.growing import Growing, Sure
from records.inclusion import Proven
from records.models import Export, ExportState, Outcome, Record, Withheld
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
        return Came.TO_ITS_END
    return Came.FURTHER if packed else Came.NOWHERE


def _pack(export: Export, at: datetime, most: int, *, until: float) -> int:
    sure = _sure(export)
    before = export.done
    ids = export.record_ids[export.done : export.done + most]
    with growing.further(target=path(export=export), sure=sure) as archive:
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
    target = path(export=export)
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
    target, sure = path(export=export), _sure(export)
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


def outdated(*, export: Export) -> str:
    """What of its records was withheld or disposed of since it was asked for; empty where nothing was. Two queries."""
    threads = Record.objects.filter(pk__in=export.record_ids).values("post_id")
    withheld = Withheld.objects.filter(
        agency_id=export.agency_id,
        record__post_id__in=threads,
        ends=None,
        ended_by=None,
        at__gt=export.asked_at,
    ).count()
    disposed = Outcome.objects.filter(
        line__record_id__in=export.record_ids, disposed=True, at__gt=export.asked_at
    ).count()
    told = [
        f"{withheld:,} part{'' if withheld == 1 else 's'} of its records withheld" if withheld else "",
        f"{disposed:,} record{'' if disposed == 1 else 's'} disposed of" if disposed else "",
    ]
    said = " and ".join(filter(None, told))
    return f"Since it was asked for: {said}. It is not handed over as it is." if said else ""


@transaction.atomic
def downloaded(*, export: Export, actor: Member, at: datetime) -> BinaryIO:
    """The file at its first byte, told to the trail; the caller closes it.

    Raises FileGone, FileOutdated and PermissionDenied.
    """
    officers.require_exporter(actor=actor, agency_id=export.agency_id, at=at)
    if export.state != ExportState.READY:
        raise FileGone(export.pk)
    if said := outdated(export=export):
        raise FileOutdated(said)
    try:
        file = path(export=export).open("rb")
    except FileNotFoundError:
        raise FileGone(export.pk) from None
    _tell("record.export_downloaded", export, actor, at, manifest_sealed=_sealed(export))
    return file


def remove_files(*, at: datetime) -> int:
    """Remove the files whose time is over; what was in them stays in their manifests. Returns how many went."""
    over = Export.objects.filter(state=ExportState.READY, kept_until__lt=at).order_by("pk")
    return sum(_removed(export_id, at) for export_id in list(over.values_list("pk", flat=True)))


@transaction.atomic
def _removed(export_id: int, at: datetime) -> bool:
    """Whether it was still there. The trail knows it in the same transaction; a file that stays takes that back."""
    ready = Export.objects.select_for_update().filter(pk=export_id, state=ExportState.READY)
    export = ready.first()
    if export is None:
        return False
    ready.update(state=ExportState.GONE)
    _tell("record.export_removed", export, None, at, manifest_sealed=_sealed(export))
    target = path(export=export)
    for file in (target, growing.listing(target=target)):
        file.unlink(missing_ok=True)
    return True


def path(*, export: Export) -> Path:
    """Where its file is, or will be."""
    return settings.VAULT_ROOT / "exports" / str(export.agency_id) / f"{export.pk}.zip"


def size_bytes(*, export: Export) -> int:
    """How large its file is; 0 where there is none."""
    return _size(path(export=export)) if export.state == ExportState.READY else 0


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
