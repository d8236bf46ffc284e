"""What an account shows beside a post of which nobody knows whether it went out: read on demand, for a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher

from outlets.canonical import comparable
from outlets.outcomes import NotAnswered
from posts import health, sending
from posts.models import AttemptKind, Publication
from posts.reconciling import SKEW

SIMILAR = 0.6
"""From this share of common letters on, two texts may be the same post."""
MOST = 20


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A post of the account, as the network shows it."""

    number: str
    text: str
    at: datetime | None
    alike: str
    """'same', 'similar', or empty."""


@dataclass(frozen=True, kw_only=True)
class Read:
    """One reading; `fault` says why there is none."""

    posts: Sequence[Shown]
    fault: str = ""


def read(*, publication: Publication, words: str, at: datetime) -> Read:
    """The account's posts since shortly before the first call, newest first. Asked outside any transaction."""
    account = publication.account
    if (held := health.out_of_reach(account=account)) is not None:
        return Read(posts=(), fault=held.sentence)
    first = publication.attempts.filter(kind=AttemptKind.PUBLISH).order_by("number").first()
    since = first.claimed_at - SKEW if first else None
    try:
        shown = sending.reach(account).timeline(
            user_id=account.external_id,
            since_id=(first.since_id if first else "") or None,
            start_at=since,
            now=at,
        )
    except NotAnswered:
        return Read(posts=(), fault="The network does not answer now. Try again in a minute.")
    return Read(
        posts=[
            Shown(number=one.external_id, text=one.text, at=one.created_at, alike=_alike(one.text, words))
            for one in shown.posts[:MOST]
        ]
    )


def _alike(text: str, words: str) -> str:
    if comparable(text) == comparable(words):
        return "same"
    return "similar" if SequenceMatcher(None, comparable(text), comparable(words)).ratio() >= SIMILAR else ""
