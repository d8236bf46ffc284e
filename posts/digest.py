"""The fingerprint of what the network receives, and of everything a verdict agrees to."""

import hashlib
import json
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any


def canonical(content: Any) -> str:
    """The one JSON spelling of a value: keys sorted, no spaces, characters as themselves."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def normal(text: str) -> str:
    """The text as it is frozen, counted and sent: NFC, line ends as LF, nothing hanging at the ends."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


@dataclass(frozen=True, kw_only=True)
class Media:
    """One picture as the network receives it: the SHA-256 of its exact bytes, its type, and what it shows in words."""

    digest: str
    media_type: str
    alt_text: str
    language: str = ""
    """Of a video's captions; empty for all else, and for what was frozen before a language could be chosen."""

    def told(self) -> dict[str, str]:
        """As the canonical JSON has it; what has no language is as it was before there were any."""
        spoken = {"language": self.language} if self.language else {}
        return {"alt_text": normal(self.alt_text), "digest": self.digest, "type": self.media_type, **spoken}


def received(
    *,
    network: str,
    external_user_id: str,
    text: str,
    reply_settings: str,
    media: Sequence[Media] = (),
    reply_to: str = "",
    place: tuple[int, int] | None = None,
    repost_of: str = "",
) -> str:
    """Canonical JSON of what the network receives, its pictures in the order in which residents see them.

    The account is part of it: what is approved for one account or network never goes to another. `reply_to` is the
    network's number of our own post that it answers. `place` is which part of a thread it is, from 1, and of how many:
    from the second on each answers the one before it. `repost_of` is the network's number of another account's post,
    which is all that is sent of a repost: its text is empty.
    """
    content: dict[str, Any] = {
        "account": {"external_user_id": external_user_id, "network": network},
        "media": [each.told() for each in media],
        "reply_settings": reply_settings or None,
        "reply_to": reply_to or None,
        "text": normal(text),
    }
    if repost_of:
        content["repost_of"] = repost_of
    if place is not None:
        content["thread"] = {"of": place[1], "part": place[0]}
    return canonical(content)


def of_thread(parts: Sequence[str]) -> str:
    """SHA-256 over the fingerprints of all parts in order, in hexadecimal; of a single one its own."""
    return parts[0] if len(parts) == 1 else of(thread(parts))


def thread(parts: Sequence[str]) -> str:
    """Canonical JSON of which parts, by their fingerprints, a thread has in order."""
    return canonical({"thread": list(parts)})


def of(content: str) -> str:
    """SHA-256 of a text in UTF-8, in hexadecimal: over `received`, the fingerprint of a post."""
    return hashlib.sha256(content.encode()).hexdigest()


def of_agreement(
    *,
    digest: str,
    category: str,
    answers: Mapping[str, str],
    route: Sequence[Mapping[str, Any]],
    pack_digest: str,
    not_before: datetime | None,
    not_after: datetime | None,
    corrects: tuple[str, int] | None = None,
    reposts: str = "",
    means: tuple[str, str] | None = None,
    media: Sequence[str] = (),
) -> str:
    """SHA-256, in hexadecimal, over all that a verdict binds: bytes, answers, rules, route and window.

    `corrects` says how it corrects which post: approving a replacement agrees to the deletion of the other.
    `reposts` is the digest of the words of another account's post, as they were read. `means` is another language than
    the department's and the digest of what the author says that the text means: no network receives either. `media`
    has the digest of what was said of each picture, whose it is and who is in it, empty where nobody said anything.
    """
    content: dict[str, Any] = {
        "answers": dict(answers),
        "category": category,
        "digest": digest,
        "not_after": _moment(not_after),
        "not_before": _moment(not_before),
        "pack_digest": pack_digest,
        "route": [dict(step) for step in route],
    }
    if corrects is not None:
        content["corrects"] = list(corrects)
    if reposts:
        content["reposts"] = reposts
    if means is not None:
        content["language"], content["meaning"] = means
    if any(media):
        content["media"] = list(media)
    return of(canonical(content))


def _moment(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat(timespec="microseconds") if at else None
