"""Keeping: what was published becomes a record in the transaction that learns of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from django.db import connection

from audit import trail, vault
from records import sheet
from records.models import EntryKind, Record, RecordCounter, RecordEntry, State
from records.sheet import Addition, ChainEntry

__all__ = [
    "Addition",
    "ChainEntry",
    "DisposedOf",
    "Material",
    "NothingKept",
    "WrongFingerprint",
    "keep",
    "note",
    "record_of",
]


class NothingKept(Exception):
    """There is no record to add to."""


class DisposedOf(NothingKept):
    """The record's content is gone under a certificate: what was added would be a text that none could take."""


class WrongFingerprint(Exception):
    """What the network received is not what the fingerprint was taken of."""


@dataclass(frozen=True, kw_only=True)
class Material:
    """Everything a record is made of, by value. Text and exchange are named by their digests in the vault."""

    agency_id: int
    zone: tzinfo
    """The agency's: in it the year of the record's number is told."""
    unit_id: int
    unit_number: str
    unit_name: str
    """As in headings: '014th District, Shakespeare'."""
    network: str
    account_handle: str
    account_name: str
    external_id: str
    url: str
    post_id: int
    text_digest: str
    fingerprint: str
    """What was approved: SHA-256 of `received`."""
    received: str
    """Canonical JSON of what the network received, the account included; its "text" is the kept text.

    Of a repost it names the other post under "repost_of", and the kept text is that one's, as it was read.
    """
    exchange_digest: str
    """The exact request and the raw answer; empty when no answer was had (found on the timeline later)."""
    category_label: str
    record_class: str
    published_at: datetime
    chain: tuple[ChainEntry, ...]
    language: str = ""
    """Of the text; empty for the department's own."""
    meaning_digest: str = ""
    """What such a text means, in the vault; of a thread, what all of it means."""


def keep(*, material: Material, at: datetime) -> Record:
    """Keep a published post; a second keeping of the same network post returns the first record.

    Runs in the caller's transaction (`audit.trail.OutsideTransaction` otherwise) and holds the counter of the
    unit and year until its end. Raises `audit.vault.NotInVault` for a digest without its text, and
    `WrongFingerprint` when what was received is not what was approved.
    """
    if not connection.in_atomic_block:
        raise trail.OutsideTransaction("record.kept")
    if vault.digest_of(material.received) != material.fingerprint:
        raise WrongFingerprint(material.fingerprint)
    counter = _locked_counter(material)
    if earlier := _kept_before(material):
        return earlier
    record = _record(material, number=_take_number(counter), at=at)
    chain = sheet.chain_text(chain=material.chain)
    record.chain_digest = vault.digest_of(chain)
    told = sheet.sheet_text(record=record)
    record.sheet_digest = vault.digest_of(told)
    sealed = vault.seal_all(
        contents=[material.received, chain, told],
        agency_id=material.agency_id,
        kept=filter(None, (record.text_digest, record.exchange_digest, record.meaning_digest)),
    )
    record.save(force_insert=True)
    _tell_the_trail(record, sealed, at)
    return record


def note(
    *,
    entry: Addition,
    at: datetime,
    agency_id: int,
    record_id: int | None = None,
    post_id: int | None = None,
    external_id: str = "",
) -> RecordEntry:
    """Add to a record, named by itself or by its post; 'taken_down' also changes its state, once.

    A thread has a record for each of its parts: `external_id` is the network's number of the one that is meant.

    Runs in the caller's transaction. Raises `NothingKept` when the agency has no such record, `DisposedOf` when its
    content is gone.
    """
    if not connection.in_atomic_block:
        raise trail.OutsideTransaction("record.added")
    named: dict[str, Any] = {"pk": record_id} if record_id is not None else {"post_id": post_id}
    if external_id:
        named["external_id"] = external_id
    found = Record.objects.select_for_update().filter(agency_id=agency_id, **named)
    record = found.order_by("-published_at", "-pk").first()
    if record is None:
        raise NothingKept(f"record {record_id}" if record_id is not None else f"a record of post {post_id}")
    if record.disposed:
        raise DisposedOf(f"record {record.number}")
    if entry.kind == EntryKind.TAKEN_DOWN:
        if record.taken_down:
            return record.entries.get(kind=EntryKind.TAKEN_DOWN)
        record.state = State.TAKEN_DOWN
        record.save(update_fields=["state"])
    return _add(record, entry, at)


def record_of(*, agency_id: int, post_id: int) -> Record | None:
    """The newest record of a post."""
    found = Record.objects.filter(agency_id=agency_id, post_id=post_id)
    return found.order_by("-published_at", "-pk").first()


def _kept_before(material: Material) -> Record | None:
    return Record.objects.filter(
        agency_id=material.agency_id, network=material.network, external_id=material.external_id
    ).first()


def _locked_counter(material: Material) -> RecordCounter:
    place = {
        "agency_id": material.agency_id,
        "unit_number": material.unit_number,
        "year": material.published_at.astimezone(material.zone).year,
    }
    counters = RecordCounter.objects.select_for_update()
    if found := counters.filter(**place).first():
        return found
    # The first of its unit in the year; of two at once one makes it, and both count on.
    RecordCounter.objects.bulk_create([RecordCounter(**place)], ignore_conflicts=True)
    return counters.get(**place)


def _take_number(counter: RecordCounter) -> str:
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"{counter.year}-{counter.unit_number}-{counter.last:05d}"


def _record(material: Material, *, number: str, at: datetime) -> Record:
    plain = {
        name: value for name, value in vars(material).items() if name not in {"chain", "received", "zone"}
    }
    return Record(**plain, number=number, kept_at=at)


def _tell_the_trail(record: Record, sealed: Mapping[str, str], at: datetime) -> None:
    trail.record(
        verb="record.kept",
        agency_id=record.agency_id,
        actor_id=None,
        subject_id=record.pk,
        at=at,
        post_id=record.post_id,
        fingerprint_sealed=sealed[record.fingerprint],
        text_sealed=sealed[record.text_digest],
        chain_sealed=sealed[record.chain_digest],
        exchange_sealed=sealed[record.exchange_digest] if record.exchange_digest else None,
        sheet_sealed=sealed[record.sheet_digest],
    )


def _add(record: Record, entry: Addition, at: datetime) -> RecordEntry:
    digest = vault.keep(content=sheet.addition_text(addition=entry, at=at), agency_id=record.agency_id)
    added = RecordEntry.objects.create(
        record=record, kind=entry.kind, at=at, actor_name=entry.actor, digest=digest
    )
    trail.record(
        verb="record.added",
        agency_id=record.agency_id,
        actor_id=entry.actor_id,
        subject_id=record.pk,
        at=at,
        entry_id=added.pk,
        kind=str(entry.kind),
        details_sealed=vault.sealed_digest(digest=digest, agency_id=record.agency_id),
    )
    return added
