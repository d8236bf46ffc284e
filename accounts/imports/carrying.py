"""An import from upload to writing: kept with what the check found, written once, by whoever checked it."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.imports.kinds import Found, Kind, Mark, Row
from accounts.models import Agency, Member, TableImport
from audit import trail

WRITES = (Mark.NEW, Mark.CHANGED, Mark.LEFT)


class NotReady(Exception):
    """Nothing was written; the sentence says why."""


@transaction.atomic
def begin(*, kind: Kind, rows: Sequence[Row], name: str, actor: Member, at: datetime) -> TableImport:
    """Keep what was read with what it would change. Nothing of it is written."""
    found = kind.compare(actor.agency, rows, at)
    return TableImport.objects.create(
        agency_id=actor.agency_id,
        member=actor,
        kind=kind.key,
        name=name[:120],
        rows=[asdict(row) for row in rows],
        outcome=[asdict(one) for one in found],
        digest=_digest(found),
        begun_at=at,
        changed_at=at,
    )


@transaction.atomic
def confirm(*, kind: Kind, import_id: UUID, left_too: bool, actor: Member, at: datetime) -> int:
    """Write the sound rows, and with `left_too` what the table leaves out; returns how many changed something.

    Raises NotReady where it is written already, or where what it would change is not what the check found any more.
    """
    # One table after the other: what the first has written, the second finds there.
    Agency.objects.select_for_update(no_key=True).get(pk=actor.agency_id)
    made = TableImport.objects.select_for_update().get(pk=import_id, member=actor)
    if made.written_at is not None:
        raise NotReady("This table is written already.")
    found = kind.compare(actor.agency, [Row(**row) for row in made.rows], at)
    if _digest(found) != made.digest:
        raise NotReady("The portal changed since the table was checked. Check it once more.")
    wanted = [one for one in found if one.mark in WRITES and (left_too or one.mark != Mark.LEFT)]
    changed = kind.write(actor.agency, wanted, actor, at)
    made.written_at = made.changed_at = at
    made.save(update_fields=["written_at", "changed_at"])
    trail.record(
        verb="table.imported",
        agency_id=actor.agency_id,
        actor_id=actor.pk,
        subject_id=actor.agency_id,
        at=at,
        kind=kind.key,
        rows=changed,
    )
    return changed


def _digest(found: Sequence[Found]) -> str:
    said = json.dumps([asdict(one) for one in found], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()
