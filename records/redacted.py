"""A record without what is withheld: what is left still verifies, and each gap says by which entry it is one.

Of a text that is left out the salt stays away, so that nobody tests guesses with it; the seal stays, which is what the
trail carries.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from audit.models import Event
from records import withheld
from records.evidence import Evidence
from records.models import Record
from records.withheld import APPROVALS, PICTURE, TEXT, WHOLE, Entry


@dataclass(frozen=True, kw_only=True)
class Hidden:
    """What of one record's evidence is left out, each with the entry that says so."""

    whole: Entry | None = None
    digests: Mapping[str, Entry] = field(default_factory=dict)
    pictures: Mapping[int, Entry] = field(default_factory=dict)
    entries: tuple[Entry, ...] = ()


NOTHING_HIDDEN = Hidden()


def at_a_moment(*, evidence: Evidence, at: datetime) -> tuple[Evidence, Hidden]:
    """What of a record was left out then, on any part of its thread; the evidence with what the trail says of those."""
    record = evidence.record
    parts = Record.objects.filter(agency_id=record.agency_id, post_id=record.post_id)
    held = withheld.of(record_ids=parts.values_list("pk", flat=True), agency_id=record.agency_id, at=at)
    left = hidden(evidence=evidence, held=held)
    others = {entry.row.record_id for entry in left.entries} - {record.pk}
    if not others:
        return evidence, left
    events = Event.objects.filter(
        agency_id=record.agency_id,
        subject="record",
        subject_id__in=others,
        verb__in=("record.kept", "record.withheld", "record.given_again"),
    )
    return replace(evidence, of_other_parts=tuple(events.order_by("pk"))), left


def hidden(*, evidence: Evidence, held: Iterable[Entry]) -> Hidden:
    """What of a record is left out, by these entries on it and on the other parts of its thread."""
    digests: dict[str, Entry] = {}
    pictures: dict[int, Entry] = {}
    whole, entries = None, list[Entry]()
    for entry in held:
        kind, _, number = entry.row.part.partition(":")
        if entry.row.record_id != evidence.record.pk:
            taken = _repeated(evidence, entry.row.record, kind)
            if not taken:
                continue
        elif kind == WHOLE:
            whole, taken = entry, set()
        else:
            taken = _taken(evidence, kind, number)
            if kind == PICTURE:
                pictures[int(number)] = entry
        entries.append(entry)
        digests |= dict.fromkeys(taken - digests.keys(), entry)
    return Hidden(whole=whole, digests=digests, pictures=pictures, entries=tuple(entries))


def _taken(evidence: Evidence, kind: str, number: str) -> set[str]:
    """The digests of all texts that say what is withheld."""
    record = evidence.record
    if kind == TEXT:
        return _saying(record) | _rested_on(evidence)
    if kind == PICTURE:
        # What is said of a picture to those who do not see it was sent with it, and may have been decided about.
        return ({record.fingerprint, record.exchange_digest} | _rested_on(evidence)) - {""}
    if kind == APPROVALS:
        return {record.chain_digest} | _rested_on(evidence)
    digest = next(one.digest for one in evidence.entries if one.pk == int(number))
    details = evidence.json_of(digest) or {}
    return {digest, details.get("exchange_digest") or digest}


def _repeated(evidence: Evidence, other: Record, kind: str) -> set[str]:
    """The digests of all texts here that say what is withheld on another part of the thread.

    Every part carries the decisions about all of them, and so the texts that these rest on.
    """
    if kind not in (WHOLE, TEXT, APPROVALS, PICTURE):
        return set()
    record, found = evidence.record, _rested_on(evidence)
    if kind in (WHOLE, TEXT):
        found |= _saying(other)
        if other.text_digest == record.text_digest:
            found |= _saying(record)
    if kind == APPROVALS:
        found |= {record.chain_digest}
    return found & evidence.wanted.keys()


def _saying(record: Record) -> set[str]:
    """The texts that say what a post says."""
    said = {record.text_digest, record.fingerprint, record.exchange_digest, record.meaning_digest}
    return said - {""}


def _rested_on(evidence: Evidence) -> set[str]:
    """The texts of single decisions, which may repeat what they decided about."""
    record = evidence.record
    chain = evidence.json_of(record.chain_digest) or {"entries": []}
    named = {one for entry in chain["entries"] for one in (entry["digest"], *entry["further"]) if one}
    own = (
        _saying(record)
        | {record.sheet_digest, record.chain_digest}
        | {entry.digest for entry in evidence.entries}
    )
    return named - own


def values(*, told: dict[str, Any], evidence: Evidence, hidden: Hidden) -> dict[str, Any]:
    """`record.json` with its gaps; the same as it was where there are none."""
    if not hidden.entries:
        return told
    chainless = evidence.record.chain_digest in hidden.digests
    texts = [_text(text, evidence, hidden, place, chainless) for place, text in enumerate(told["texts"], 1)]
    gone = {entry.digest for entry in evidence.entries if entry.digest in hidden.digests}
    additions = [one | ({"digest": ""} if one["digest"] in gone else {}) for one in told["additions"]]
    return told | {
        "texts": texts,
        "additions": additions,
        "withheld": [
            {"id": entry.row.pk, "salt": entry.salt.hex(), "files": _files(evidence, hidden, entry)}
            for entry in hidden.entries
        ],
    }


def _text(
    text: dict[str, str], evidence: Evidence, hidden: Hidden, place: int, chainless: bool
) -> dict[str, Any]:
    """One text as record.json names it.

    A digest that stands nowhere else is left out with its text: guesses could be tested with it.
    """
    entry = hidden.digests.get(text["digest"])
    if entry is None:
        return text
    kept = evidence.texts.get(text["digest"])
    gap = {"salt": "", "sealed": kept.sealed if kept else "", "withheld": entry.row.pk}
    if text["file"].startswith("additions/"):
        gap |= {"digest": ""}
    elif chainless and text["file"].startswith("further/"):
        gap |= {"digest": "", "file": f"further/withheld-{place}.txt"}
    return text | gap


def _files(evidence: Evidence, hidden: Hidden, entry: Entry) -> list[str]:
    """The pictures that an entry leaves out."""
    return [one.file for one in evidence.pictures if hidden.pictures.get(one.position) is entry]
