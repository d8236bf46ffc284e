"""What a record holds, opened for a reader: the text, the story, the exchange with the network."""

import json
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from audit import vault
from outlets.languages import name_of
from records import answers, reading, timeline
from records.answers import Answer
from records.models import Record, SealCheck
from records.pictures import RecordPicture, named_in
from records.sheet import chain_from
from records.timeline import Day, Line

_SHOWN = ("text_digest", "chain_digest", "fingerprint", "exchange_digest", "meaning_digest")


@dataclass(frozen=True, kw_only=True)
class Contents:
    """A record as its page shows it."""

    text: str
    lines: tuple[Line, ...]
    days: tuple[Day, ...]
    exchange: "Exchange | None"
    reposted: str
    """The network's number of the other account's post; empty where the words are our own."""
    part: str
    """'Part 2 of 5'; empty where the post was no thread."""
    others: tuple[Record, ...]
    """The records of the other parts, in the order in which they went out."""
    pictures: tuple[RecordPicture, ...]
    """As residents saw them; `records.pictures.content` has their bytes."""
    language: str = ""
    """'Spanish (Español)', of a post in another language than the department's."""
    meaning: str = ""
    """What such a post says in the department's own; it was never published."""
    answers: tuple[Answer, ...] = ()
    """What its author answered and said of its pictures."""


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """The exact request and the raw answer, as the wire had them."""

    request: str
    """Method, path and headers, then the body, byte for byte."""
    answer: str


def opened(*, record: Record, check: SealCheck | None, zone: tzinfo, at: datetime) -> Contents:
    """Everything for the page, in three queries; in four for a part of a thread."""
    entries = list(record.entries.order_by("at", "pk"))
    wanted = {getattr(record, name) for name in _SHOWN} - {""}
    texts = vault.texts(digests=wanted | {entry.digest for entry in entries}, agency_id=record.agency_id)
    chain = chain_from(text=texts[record.chain_digest])
    lines = timeline.lines_of(
        chain=chain,
        additions=[json.loads(texts[entry.digest]) for entry in entries],
        zone=zone,
    )
    received = json.loads(texts[record.fingerprint])
    part, reposted = reading.part_in_words(received=texts[record.fingerprint]), received.get("repost_of", "")
    return Contents(
        text=texts[record.text_digest],
        part=f"Part {part}" if part else "",
        others=_of_the_same_post(record) if part else (),
        reposted=reposted,
        language=name_of(record.language) if record.language else "",
        meaning=texts[record.meaning_digest] if record.meaning_digest else "",
        lines=lines,
        days=timeline.days_of(record=record, lines=lines, check=check, zone=zone, at=at),
        pictures=named_in(received=received),
        answers=answers.of(chain=chain, agency_id=record.agency_id),
        exchange=exchange_from(text=texts[record.exchange_digest]) if record.exchange_digest else None,
    )


def _of_the_same_post(record: Record) -> tuple[Record, ...]:
    kept = reading.of_post(agency_id=record.agency_id, post_id=record.post_id)
    return tuple(other for other in kept if other.pk != record.pk)


def exchange_from(*, text: str) -> Exchange:
    """The two halves of a kept exchange; whatever is not in the known form is shown whole."""
    try:
        kept: Any = json.loads(text)
    except ValueError:
        kept = None
    if not isinstance(kept, dict) or not {"method", "path", "request_body", "status"} <= kept.keys():
        return Exchange(request=text, answer="")
    first = f"{kept['method']} {kept['path']}"
    if kept["status"] is None:
        return Exchange(
            request=_message(first, kept.get("request_headers"), kept["request_body"]),
            answer="No answer came.",
        )
    return Exchange(
        request=_message(first, kept.get("request_headers"), kept["request_body"]),
        answer=_message(
            f"Status {kept['status']}", kept.get("response_headers"), kept.get("response_body") or ""
        ),
    )


def _message(first: str, headers: Any, body: str) -> str:
    named = headers.items() if isinstance(headers, dict) else ()
    return "\n".join([first, *(f"{name}: {value}" for name, value in named), "", body])
