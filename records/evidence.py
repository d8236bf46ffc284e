"""Everything that speaks for a record: its texts with their salts, its additions, its events in the trail."""

import hashlib
import hmac
import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from django.db.models import Q

from audit import blobs, vault
from audit.models import Event, VaultText
from records import pictures
from records.models import Outcome, Record, RecordEntry
from records.pictures import RecordPicture


@dataclass(frozen=True, kw_only=True)
class KeptText:
    """A text as the vault holds it now, under the digest that it was kept by."""

    digest: str
    content: bytes
    salt: bytes

    @property
    def whole(self) -> bool:
        """Whether the content still is what the digest was taken of."""
        return hashlib.sha256(self.content).hexdigest() == self.digest

    @property
    def sealed(self) -> str:
        """The salted digest that the trail carries for it."""
        return hmac.digest(self.salt, bytes.fromhex(self.digest), "sha256").hex()


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """A record and all that it rests on, read anew. A text that the vault lacks is not among `texts`."""

    record: Record
    entries: tuple[RecordEntry, ...]
    events: tuple[Event, ...]
    """Of the record and of its post, oldest first."""
    wanted: dict[str, str]
    """For each digest that the record names: what it is the digest of, in plain words."""
    texts: dict[str, KeptText]
    pictures: tuple[RecordPicture, ...] = ()
    """As the network received them."""
    files: dict[str, Path] = field(default_factory=dict)
    """Where the store has the file of each picture's digest, whole or not."""
    went: frozenset[str] = frozenset()
    """Texts that a decision rests on, which went with another part of the thread by disposal."""
    of_other_parts: tuple[Event, ...] = ()
    """Of other records of the post: that they were kept, and what of them was withheld, where this rests on it."""

    def json_of(self, digest: str) -> Any:
        """The text of a digest as JSON; None where it is missing or no JSON."""
        kept = self.texts.get(digest)
        try:
            return json.loads(kept.content) if kept else None
        except ValueError:
            return None


def gathered(*, record: Record) -> Evidence:
    """Five or six queries, however long the record's story is, and a file for each picture.

    Of one that was disposed of: its events, and what the vault keeps of the disposal.
    """
    entries = tuple(record.entries.order_by("at", "pk"))
    wanted = _left_of(record) if record.disposed else _named(record, entries)
    texts = _texts(record.agency_id, wanted)
    further, went = _rested_on(texts, record, entries) - wanted.keys(), set[str]()
    if further:
        wanted |= dict.fromkeys(further, "a text that a decision rests on")
        texts |= _texts(record.agency_id, dict.fromkeys(further, ""))
        went = vault.disposed(digests=further - texts.keys(), agency_id=record.agency_id)
        wanted = {digest: what for digest, what in wanted.items() if digest not in went}
    of_post = Q(subject="post", subject_id=record.post_id)
    of_record = Q(subject="record", subject_id=record.pk)
    events = Event.objects.filter(of_post | of_record, agency_id=record.agency_id).order_by("pk")
    evidence = Evidence(
        record=record, entries=entries, events=tuple(events), wanted=wanted, texts=texts, went=frozenset(went)
    )
    named = pictures.named_in(received=evidence.json_of(record.fingerprint))
    files = blobs.on_disk(digests=[each.digest for each in named], agency_id=record.agency_id)
    return replace(evidence, pictures=named, files=files)


def _left_of(record: Record) -> dict[str, str]:
    outcome = Outcome.objects.get(line__record=record, disposed=True)
    return {outcome.details_digest: "what is told of its disposal"}


def _named(record: Record, entries: tuple[RecordEntry, ...]) -> dict[str, str]:
    named = {
        record.text_digest: "the text of the post",
        record.fingerprint: "what the network received",
        record.chain_digest: "the chain of decisions",
        record.sheet_digest: "the sheet of the record",
    }
    if record.meaning_digest:
        named[record.meaning_digest] = "what the text means in the department's own language"
    if record.exchange_digest:
        named[record.exchange_digest] = "the exchange with the network"
    for entry in entries:
        named.setdefault(entry.digest, "a later addition")
    return named


def _texts(agency_id: int, digests: dict[str, str]) -> dict[str, KeptText]:
    rows = VaultText.objects.filter(agency_id=agency_id, digest__in=digests)
    return {
        row.digest: KeptText(digest=row.digest, content=bytes(row.content), salt=bytes(row.salt))
        for row in rows
    }


def _rested_on(texts: dict[str, KeptText], record: Record, entries: tuple[RecordEntry, ...]) -> set[str]:
    """The digests that the chain and the additions name in turn."""
    found: set[str] = set()
    if record.chain_digest in texts and texts[record.chain_digest].whole:
        chain = json.loads(texts[record.chain_digest].content)["entries"]
        found |= {digest for entry in chain for digest in (entry["digest"], *entry["further"]) if digest}
    for entry in entries:
        if entry.digest in texts and texts[entry.digest].whole:
            details = json.loads(texts[entry.digest].content)
            found |= {details["exchange_digest"]} if details["exchange_digest"] else set()
    return found
