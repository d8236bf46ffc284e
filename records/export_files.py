"""The files of what was handed over: each goes when its time is over, and at once when it is out of date.

What a file held stays in its manifest, and its row says why it went.
"""

from datetime import datetime
from functools import partial
from pathlib import Path

import structlog
from django.conf import settings
from django.db import transaction

from audit import blobs, trail
from records import growing
from records.models import Export, ExportState, Outcome, Record, Withheld

log = structlog.get_logger(__name__)


def path(*, export: Export) -> Path:
    """Where its file is, or will be."""
    return settings.VAULT_ROOT / "exports" / str(export.agency_id) / f"{export.pk}.zip"


def size_bytes(*, export: Export) -> int:
    """How large its file is; 0 where there is none."""
    file = path(export=export)
    return file.stat().st_size if export.state == ExportState.READY and file.exists() else 0


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


def remove_with(*, record: Record, at: datetime) -> None:
    """Once this transaction stands, the files go that hold of the record, or of its thread, what they no longer may.

    What cannot be removed then is handed over no more, and goes with `remove_over`.
    """
    transaction.on_commit(partial(_remove_with, record.agency_id, record.post_id, at), robust=True)


def remove_when_ready(*, export: Export, at: datetime) -> None:
    """The same of one that became out of date while it was made."""
    transaction.on_commit(partial(_remove_each, [export.pk], at), robust=True)


def remove_over(*, at: datetime) -> int:
    """Remove the files whose time is over, and those that are out of date. Returns how many went."""
    ready = Export.objects.filter(state=ExportState.READY).order_by("pk")
    return _remove_each(list(ready.values_list("pk", flat=True)), at)


def _remove_with(agency_id: int, post_id: int, at: datetime) -> None:
    parts = list(Record.objects.filter(agency_id=agency_id, post_id=post_id).values_list("pk", flat=True))
    ready = Export.objects.filter(agency_id=agency_id, state=ExportState.READY, record_ids__overlap=parts)
    _remove_each(list(ready.order_by("pk").values_list("pk", flat=True)), at)


def _remove_each(export_ids: list[int], at: datetime) -> int:
    """One that cannot be removed does not keep the others."""
    gone = 0
    for export_id in export_ids:
        try:
            gone += _removed(export_id, at)
        except OSError as fault:
            log.error("export_file_stays", export_id=export_id, fault=type(fault).__name__)
    return gone


@transaction.atomic
def _removed(export_id: int, at: datetime) -> bool:
    """Whether it went. The trail knows it in the same transaction; a file that stays takes that back."""
    ready = Export.objects.select_for_update().filter(pk=export_id, state=ExportState.READY)
    export = ready.first()
    if export is None:
        return False
    why = outdated(export=export)
    if not why and (export.kept_until is None or export.kept_until >= at):
        return False
    ready.update(state=ExportState.GONE, gone_why=why)
    told = blobs.sealed_digests(digests=[export.manifest_digest], agency_id=export.agency_id)
    trail.record(
        verb="record.export_removed",
        agency_id=export.agency_id,
        actor_id=None,
        subject_id=export.agency_id,
        at=at,
        export_id=export.pk,
        manifest_sealed=told[export.manifest_digest],
    )
    target = path(export=export)
    for file in (target, growing.listing(target=target)):
        file.unlink(missing_ok=True)
    return True
