"""What is withheld from whoever asks for records: which part, on what ground of the law, on what facts, by whom.

An entry is never changed. It is ended by another one with a reason, and both stay in the log.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, Q, QuerySet

from accounts import keyset
from accounts.models import Member, Role
from audit import trail, vault
from audit.models import VaultText
from records import exemptions, export_files, officers, sheet
from records.evidence import Evidence
from records.models import Record, Withheld

FORMAT = "withheld/1"
AT_ONCE = 500
"""So many entries of the log are in memory at once."""
WHOLE, TEXT, APPROVALS, PICTURE = "record", "text", "approvals", "picture"


class NotWithheld(Exception):
    """It cannot be withheld or given again as asked; the sentence says why."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One entry of the log as people read it."""

    row: Withheld
    cite: str
    what: str
    """'The text of the post'."""
    basis: str
    """The facts on which it rests; of an end, its reason."""
    told: str = ""
    """All of it in its written form, as the vault has it."""
    salt: bytes = b""
    end: "Entry | None" = None
    """What ended it."""


def parts(*, evidence: Evidence) -> dict[str, str]:
    """Everything of a record that can be withheld, by its name, in plain words."""
    found = {
        WHOLE: "The whole record",
        TEXT: "The text of the post, with all that repeats it: what the network received, and its answer",
    }
    for picture in evidence.pictures:
        found[f"{PICTURE}:{picture.position}"] = f"Picture {picture.position}"
    for entry in evidence.entries:
        found[f"addition:{entry.pk}"] = f"{entry.get_kind_display()}, {entry.at:%Y-%m-%d %H:%M} UTC"
    found[APPROVALS] = "Who wrote, remarked and approved, with the texts that these decisions rest on"
    return found


@transaction.atomic
def withhold(
    *, evidence: Evidence, part: str, exemption: str, basis: str, actor: Member, role: str, at: datetime
) -> Withheld:
    """Write one entry. Raises NotWithheld where the record has no such part, or it is withheld already.

    PermissionDenied for who does not answer requests for records, as in `give_again`.
    """
    officers.require_exporter(actor=actor, agency_id=evidence.record.agency_id, at=at)
    record = Record.objects.select_for_update().get(pk=evidence.record.pk)
    known = parts(evidence=evidence)
    if part not in known:
        raise NotWithheld("The record has no such part.")
    if _in_force([record.pk], at).filter(part=part).exists():
        raise NotWithheld("This part is withheld already. Give it again first.")
    row = Withheld(
        agency_id=record.agency_id,
        record=record,
        record_class=record.record_class,
        part=part,
        exemption=exemption,
        by=actor,
        by_name=actor.titled_name,
        by_title=f"{Role(role).label}, {actor.unit.full_name}",
        at=at,
    )
    export_files.remove_with(record=record, at=at)
    return _written(row, "record.withheld", known[part], basis, exemption=exemption)


@transaction.atomic
def give_again(
    *, record: Record, withheld_id: int, reason: str, actor: Member, role: str, at: datetime
) -> Withheld:
    """End an entry by another. Raises Withheld.DoesNotExist for one that does not hold."""
    officers.require_exporter(actor=actor, agency_id=record.agency_id, at=at)
    Record.objects.select_for_update().get(pk=record.pk)
    ended = _in_force([record.pk], at).get(pk=withheld_id)
    row = Withheld(
        agency_id=record.agency_id,
        record=record,
        record_class=record.record_class,
        part=ended.part,
        exemption=ended.exemption,
        by=actor,
        by_name=actor.titled_name,
        by_title=f"{Role(role).label}, {actor.unit.full_name}",
        at=at,
        ends=ended,
    )
    return _written(row, "record.given_again", "", reason)


def _written(row: Withheld, verb: str, what: str, said: str, **keys: object) -> Withheld:
    ground = exemptions.known()[row.exemption]
    told = {
        "format": FORMAT,
        "record": row.record.number,
        "part": row.part,
        "what": what,
        "exemption": ground.cite,
        "source": ground.source,
        "basis": said,
        "by": row.by_name,
        "title": row.by_title,
        "at": row.at,
    }
    row.digest, sealed = vault.seal(content=sheet.canonical(told), agency_id=row.agency_id)
    row.save(force_insert=True)
    trail.record(
        verb=verb,
        agency_id=row.agency_id,
        actor_id=row.by_id,
        subject_id=row.record_id,
        at=row.at,
        withheld_id=row.ends_id or row.pk,
        details_sealed=sealed,
        **keys,
    )
    return row


def _in_force(record_ids: Iterable[int], at: datetime) -> Any:
    """What holds at a moment, for all of these records."""
    rows = Withheld.objects.select_related("record", "ended_by").filter(
        record_id__in=list(record_ids), ends=None, at__lte=at
    )
    return rows.filter(Q(ended_by=None) | Q(ended_by__at__gt=at))


def of(*, record_ids: Iterable[int], agency_id: int, at: datetime) -> list[Entry]:
    """What holds at a moment, oldest first; two queries."""
    return entries(rows=list(_in_force(record_ids, at).order_by("pk")), agency_id=agency_id)


def entries(*, rows: Iterable[Withheld], agency_id: int) -> list[Entry]:
    """Rows with what the vault says of each and of its end: one query."""
    shown = list(rows)
    ends = [row.ended_by for row in shown if hasattr(row, "ended_by")]
    wanted = {row.digest for row in (*shown, *ends)}
    texts = {one.digest: one for one in VaultText.objects.filter(agency_id=agency_id, digest__in=wanted)}
    return [_entry(row, texts) for row in shown]


@transaction.atomic
def handed_over(
    *, rows: QuerySet[Withheld], asked: Mapping[str, str], actor: Member, at: datetime
) -> Iterator[Entry]:
    """All of these of the log, the newest first, read a few at a time; who took them stands in the trail.

    Raises PermissionDenied for who does not answer requests for records.
    """
    officers.require_exporter(actor=actor, agency_id=actor.agency_id, at=at)
    newest = rows.aggregate(newest=Max("pk"))["newest"] or 0
    _, sealed = vault.seal(content=sheet.canonical(asked), agency_id=actor.agency_id)
    trail.record(
        verb="record.withheld_listed",
        agency_id=actor.agency_id,
        actor_id=actor.pk,
        subject_id=actor.agency_id,
        at=at,
        entries=rows.filter(pk__lte=newest).count(),
        asked_sealed=sealed,
    )
    return _each(rows, actor.agency_id, newest + 1)


def _each(rows: QuerySet[Withheld], agency_id: int, after: int | None) -> Iterator[Entry]:
    while after is not None:
        page = keyset.newest(rows, after=after, size=AT_ONCE)
        yield from entries(rows=page.rows, agency_id=agency_id)
        after = int(page.next_after) if page.next_after else None


def _entry(row: Withheld, texts: Mapping[str, VaultText]) -> Entry:
    kept = texts.get(row.digest)
    written = bytes(kept.content).decode() if kept else "{}"
    told = json.loads(written)
    end = getattr(row, "ended_by", None)
    return Entry(
        row=row,
        cite=exemptions.known()[row.exemption].cite,
        what=told.get("what", ""),
        basis=told.get("basis", "Its words were disposed of."),
        told=written,
        salt=bytes(kept.salt) if kept else b"",
        end=_entry(end, texts) if end is not None and end.digest in texts else None,
    )
