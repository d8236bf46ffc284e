"""The written form of what a record keeps: canonical JSON, the same bytes from any writer.

Keys in alphabetical order, no spaces, UTF-8, times in UTC as `2026-11-05T16:00:00.000000Z`.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from audit.verbs import time_text
from records.models import Record

CHAIN_FORMAT = "chain/1"
SHEET_FORMAT = "record/1"
ENTRY_FORMAT = "entry/1"


@dataclass(frozen=True, kw_only=True)
class ChainEntry:
    """One decision on the way from draft to publication, told so that a stranger understands it."""

    at: datetime
    act: str
    """A slug: 'begun', 'findings_answered', 'submitted', 'approved', 'published'."""
    actor: str
    """The titled name, as it was then; empty when the portal acted."""
    role: str
    sentence: str
    """What happened, in plain words, without the time: 'Ofc. Dana Reyes began a draft'."""
    detail: str = ""
    clause: str | None = None
    digest: str | None = None
    """Of the vault text it rests on, where there is one."""
    further: tuple[str, ...] = ()
    """Digests of the other vault texts it rests on."""


@dataclass(frozen=True, kw_only=True)
class Addition:
    """Something to add to a record after it was kept."""

    kind: str
    """One of `records.models.EntryKind`."""
    actor: str
    """The titled name; empty when the portal acted."""
    sentence: str
    detail: str = ""
    actor_id: int | None = None
    exchange_digest: str | None = None
    """In the vault: the request and the answer that did it."""


def canonical(value: object) -> str:
    """One line of JSON that is the same whoever writes it."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain)


def chain_text(*, chain: Iterable[ChainEntry]) -> str:
    """The chain of decisions as it goes into the vault."""
    return canonical({"format": CHAIN_FORMAT, "entries": [asdict(entry) for entry in chain]})


def chain_from(*, text: str) -> tuple[ChainEntry, ...]:
    """The chain as it was kept."""
    entries: list[dict[str, Any]] = json.loads(text)["entries"]
    return tuple(
        ChainEntry(**{**entry, "at": datetime.fromisoformat(entry["at"]), "further": tuple(entry["further"])})
        for entry in entries
    )


def addition_text(*, addition: Addition, at: datetime) -> str:
    """A later addition as it goes into the vault."""
    return canonical({"format": ENTRY_FORMAT, "at": at, **asdict(addition)})


def sheet_text(*, record: Record) -> str:
    """Every plain value that never changes: what `record.sheet_digest` is the digest of."""
    told = {name: getattr(record, name) for name in _SHEET}
    # What was kept before a language could be named has neither, and its sheet stays as it was.
    told |= {name: getattr(record, name) for name in _SHEET_OF_ANOTHER_LANGUAGE if getattr(record, name)}
    return canonical({"format": SHEET_FORMAT, **told})


_SHEET = (
    "agency_id",
    "number",
    "unit_id",
    "unit_number",
    "unit_name",
    "network",
    "account_handle",
    "account_name",
    "external_id",
    "url",
    "category_label",
    "record_class",
    "published_at",
    "kept_at",
    "post_id",
    "text_digest",
    "fingerprint",
    "chain_digest",
    "exchange_digest",
)
_SHEET_OF_ANOTHER_LANGUAGE = ("language", "meaning_digest")


def _plain(value: object) -> str:
    if isinstance(value, datetime) and value.utcoffset() is not None:
        return time_text(value)
    raise TypeError(f"{type(value).__name__} has no place in a record.")
