"""Comparing a record with its texts and its events: each fault is one plain sentence, none means sound."""

from collections.abc import Iterator

from audit.verbs import time_text
from records import pictures, sheet
from records.evidence import Evidence
from records.models import EntryKind, RecordEntry

_SEALS = {
    "text_sealed": "text_digest",
    "fingerprint_sealed": "fingerprint",
    "chain_sealed": "chain_digest",
    "exchange_sealed": "exchange_digest",
    "sheet_sealed": "sheet_digest",
}
"""For each key of the event 'record.kept': the digest of the record that it seals."""

_TOLD_ONCE = {"record.kept": "kept", "record.disposed": "disposed of"}


def found(*, evidence: Evidence) -> tuple[str, ...]:
    """Every fault of texts, row and seals. Whether the events are in the signed trail is asked elsewhere."""
    if evidence.record.disposed:
        return (*_of_texts(evidence), *_of_disposal(evidence))
    return (
        *_of_texts(evidence),
        *_of_row(evidence),
        *pictures.faults(pictures=evidence.pictures, held=evidence.files),
        *_of_additions(evidence),
        *_of_keeping(evidence),
    )


def _of_texts(evidence: Evidence) -> Iterator[str]:
    for digest, name in evidence.wanted.items():
        kept = evidence.texts.get(digest)
        if kept is None:
            yield f"The vault no longer has {name} ({digest[:8]})."
        elif not kept.whole:
            yield f"The vault's copy of {name} ({digest[:8]}) has been changed since it was kept."


def _of_row(evidence: Evidence) -> Iterator[str]:
    record = evidence.record
    written = evidence.texts.get(record.sheet_digest)
    if written and written.whole and written.content.decode() != sheet.sheet_text(record=record):
        yield "The record's own values are not those that were written when it was kept."
    received, text = evidence.json_of(record.fingerprint), evidence.texts.get(record.text_digest)
    if not isinstance(received, dict) or received.get("repost_of"):
        return
    if text and received.get("text") != text.content.decode(errors="replace"):
        yield "The text is not the one that the network received."


def _of_additions(evidence: Evidence) -> Iterator[str]:
    record = evidence.record
    added = {
        event.keys["entry_id"]: event
        for event in evidence.events
        if event.verb == "record.added" and event.subject_id == record.pk
    }
    for entry in evidence.entries:
        event, kept = added.pop(entry.pk, None), evidence.texts.get(entry.digest)
        if event is None or event.keys["kind"] != entry.kind:
            yield f"The addition of {entry.at:%Y-%m-%d %H:%M} UTC has no entry in the trail."
        elif kept and event.keys["details_sealed"] != kept.sealed:
            yield f"The addition of {entry.at:%Y-%m-%d %H:%M} UTC is not the one that was sealed."
        if not _told_alike(evidence, entry):
            yield f"The addition of {entry.at:%Y-%m-%d %H:%M} UTC differs from its details in the vault."
    if added:
        yield f"{len(added)} addition{'s' if len(added) > 1 else ''} named in the trail can no longer be found."
    taken_down = any(entry.kind == EntryKind.TAKEN_DOWN for entry in evidence.entries)
    if taken_down != record.taken_down:
        yield "The record's state and its additions disagree about whether it was taken down."


def _told_alike(evidence: Evidence, entry: RecordEntry) -> bool:
    details = evidence.json_of(entry.digest)
    return details is None or (
        (details["kind"], details["actor"], details["at"])
        == (entry.kind, entry.actor_name, time_text(entry.at))
    )


def _of_disposal(evidence: Evidence) -> Iterator[str]:
    """The content is gone, as it should be: the trail tells of its keeping and of its disposal, once each."""
    told = {verb: [one for one in evidence.events if one.verb == verb] for verb in _TOLD_ONCE}
    for verb, words in _TOLD_ONCE.items():
        if len(told[verb]) != 1:
            yield f"The trail tells {len(told[verb])} times, not once, that this record was {words}."
    sealed = {kept.sealed for kept in evidence.texts.values()}
    if any(event.keys["details_sealed"] not in sealed for event in told["record.disposed"]):
        yield "What is told of the disposal is not what the trail sealed."


def _of_keeping(evidence: Evidence) -> Iterator[str]:
    record = evidence.record
    kept = [event for event in evidence.events if event.verb == "record.kept"]
    if len(kept) != 1:
        yield f"The trail tells {len(kept)} times, not once, that this record was kept."
        return
    if kept[0].keys["post_id"] != record.post_id:
        yield "The trail names another post for this record."
    for key, name in _SEALS.items():
        digest = getattr(record, name)
        text = evidence.texts.get(digest)
        if (digest and text is None) or kept[0].keys[key] == (text.sealed if text else None):
            continue
        yield f"What the trail sealed as {key.removesuffix('_sealed')} is not what the record holds now."
