"""What a network did to a write, by what may be done next.

Every write ends in exactly one of these. Only `Unknown` leaves open whether the network acted;
after it nothing may be sent again before somebody has looked.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from outlets.exchange import Exchange

__all__ = [
    "AlreadyGone",
    "DeleteOutcome",
    "Deleted",
    "Ending",
    "Exchange",
    "Hidden",
    "HideOutcome",
    "Identity",
    "LimitScope",
    "Lookup",
    "NotAnswered",
    "NotSent",
    "Outcome",
    "Published",
    "RateLimited",
    "Rejected",
    "Scope",
    "SeenPost",
    "Timeline",
    "Unknown",
]

Scope = Literal["post", "account", "app"]
LimitScope = Literal["endpoint", "user_24h", "app_24h"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Published:
    """The network has the post. `at` is when its answer was complete here."""

    external_id: str
    url: str
    at: datetime
    exchange: Exchange


@dataclass(frozen=True, kw_only=True, slots=True)
class Rejected:
    """The network refused; sending the same again changes nothing.

    `reason` is a word of `outlets.verdicts.REASONS`; `text` is the network's own sentence.
    `scope` says what has to change: this post, the account, or the department's application.
    """

    reason: str
    text: str
    scope: Scope
    exchange: Exchange


@dataclass(frozen=True, kw_only=True, slots=True)
class RateLimited:
    """Nothing happened; the same may be sent at `until`, and no attempt is used up."""

    until: datetime
    scope: LimitScope
    exchange: Exchange


@dataclass(frozen=True, kw_only=True, slots=True)
class NotSent:
    """Surely nothing happened (no connection, no credit). The same may be sent at `retry_at`."""

    reason: str
    retry_at: datetime
    exchange: Exchange | None = None
    scope: Scope = "post"


@dataclass(frozen=True, kw_only=True, slots=True)
class Unknown:
    """It may have happened. Never send again before a person or a reconciliation has looked."""

    reason: str
    exchange: Exchange | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Deleted:
    """The network took the post down on this call."""

    exchange: Exchange


@dataclass(frozen=True, kw_only=True, slots=True)
class AlreadyGone:
    """The network has no such post (any more)."""

    exchange: Exchange


@dataclass(frozen=True, kw_only=True, slots=True)
class Hidden:
    """The network hides a reply to us, or shows it again, as `hidden` says."""

    hidden: bool
    exchange: Exchange


Outcome = Published | Rejected | RateLimited | NotSent | Unknown
DeleteOutcome = Deleted | AlreadyGone | Rejected | RateLimited | NotSent | Unknown
HideOutcome = Hidden | Rejected | RateLimited | NotSent | Unknown
Ending = Outcome | DeleteOutcome | HideOutcome
"""How any call that may change something ended."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Identity:
    """The account behind the credential, as the network names it. `handle` is without the @ sign."""

    external_user_id: str
    handle: str
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SeenPost:
    """A post as the network shows it.

    `text` is canonical: NFC, shortened links opened, HTML entities undone, trimmed. Compare it with
    `outlets.canonical.canonical(text=...)` of an intent. `raw_text` is as it came. `media` counts its pictures.
    `conversation` is the number of the post with which its conversation began, `author` that of its account; both are
    empty where the network did not say. `repeats` is the number of the post of which it is a repost.
    """

    external_id: str
    text: str
    raw_text: str
    created_at: datetime | None
    media: int = 0
    conversation: str = ""
    author: str = ""
    repeats: str = ""

    @property
    def number(self) -> str:
        """What it is known by: a repost has a number of its own, which X never tells who reposts."""
        return self.repeats or self.external_id


@dataclass(frozen=True, kw_only=True, slots=True)
class Timeline:
    """Posts newest first. `complete` is False when there are more than were asked for."""

    posts: tuple[SeenPost, ...]
    complete: bool
    exchanges: tuple[Exchange, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Lookup:
    """What the network says of posts asked for by id; `missing` are deleted, hidden or never were."""

    posts: tuple[SeenPost, ...]
    missing: frozenset[str]
    exchange: Exchange


class NotAnswered(Exception):
    """A read brought no usable answer. `outcome` says why and when to ask again."""

    def __init__(self, outcome: Rejected | RateLimited | NotSent | Unknown) -> None:
        self.outcome = outcome
        super().__init__(type(outcome).__name__)
