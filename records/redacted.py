"""A record without what is withheld: what is left still verifies, and each gap says by which entry it is one.

Of a text that is left out the salt stays away, so that nobody tests guesses with it; the seal stays, which is what the
trail carries.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from records.evidence import Evidence
from records.withheld import APPROVALS, TEXT, WHOLE, Entry


@dataclass(frozen=True, kw_only=True)
class Hidden:
    """What of one record's evidence is left out, each with the entry that says so."""

    whole: Entry | None = None
    digests: Mapping[str, Entry] = field(default_factory=dict)
    pictures: Mapping[int, Entry] = field(default_factory=dict)
    entries: tuple[Entry, ...] = ()


NOTHING_HIDDEN = Hidden()


def hidden(*, evidence: Evidence, held: Iterable[Entry]) -> Hidden:
    """What of a record is left out, by these entries."""
    digests: dict[str, Entry] = {}
    pictures: dict[int, Entry] = {}
    whole, entries = None, tuple(held)
    for entry in entries:
        kind, _, number = entry.row.part.partition(":")
        if kind == WHOLE:
            whole = entry
        elif kind == "picture":
            pictures[int(number)] = entry
        else:
            digests |= dict.fromkeys(_taken(evidence, kind, number) - digests.keys(), entry)
    return Hidden(whole=whole, digests=digests, pictures=pictures, entries=entries)


def _taken(evidence: Evidence, kind: str, number: str) -> set[str]:
    """The digests of all texts that say what is withheld."""
    record = evidence.record
    if kind == TEXT:
        repeats = {record.text_digest, record.fingerprint, record.exchange_digest, record.meaning_digest}
        return (repeats | _rested_on(evidence)) - {""}
    if kind == APPROVALS:
        return {record.chain_digest} | _rested_on(evidence)
    digest = next(one.digest for one in evidence.entries if one.pk == int(number))
    details = evidence.json_of(digest) or {}
    return {digest, details.get("exchange_digest") or digest}


def _rested_on(evidence: Evidence) -> set[str]:
    """The texts of single decisions, which may repeat what they decided about."""
    record = evidence.record
    chain = evidence.json_of(record.chain_digest) or {"entries": []}
    named = {one for entry in chain["entries"] for one in (entry["digest"], *entry["further"]) if one}
    own = {record.text_digest, record.fingerprint, record.exchange_digest, record.meaning_digest}
    own |= {record.sheet_digest, record.chain_digest} | {entry.digest for entry in evidence.entries}
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
