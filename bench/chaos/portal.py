"""What the portal's own books say: whether all is settled, of whom a person was told, how many records there are."""

import sys
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import Error, connection
from django.utils import timezone

from accounts.models import Message
from audit.models import Pending
from audit.verify import verify
from bench.chaos.counts import Believed, Seen
from bench.chaos.desk import Wanted
from bench.chaos.faults import LAG_SECONDS
from posts import preserving
from posts.models import Attempt, Publication, PublicationState, Status
from records.models import Record

_TOLD = {Status.REFUSED: "refused", Status.UNKNOWN: "unknown"}
"""The kind of message with which a person hears of a post that is not out, by its status."""


def unsettled() -> Counter[str]:
    """What is still on its way, by state; none of it may be left. An unreachable database counts as one thing."""
    try:
        return _unsettled()
    except Error:
        connection.close()
        return Counter({"the database does not answer": 1})


def to_be_sent() -> int:
    """How many approved posts are still to go out; very many while the database does not answer."""
    try:
        return Publication.objects.filter(state=PublicationState.DUE, post__status=Status.APPROVED).count()
    except Error:
        connection.close()
        return sys.maxsize


def _unsettled() -> Counter[str]:
    going = Publication.objects.filter(
        state__in=[PublicationState.SENDING, PublicationState.DELETING]
    ) | Publication.objects.filter(state=PublicationState.DUE, post__status=Status.APPROVED)
    left: Counter[str] = Counter(going.values_list("state", flat=True))
    left["looked for"] = Publication.objects.filter(
        state=PublicationState.UNKNOWN, look_at__isnull=False
    ).count()
    left["attempts in flight"] = Attempt.objects.filter(outcome="").count()
    left["records owed"] = len(preserving.owed())
    left["events without a place in the trail"] = Pending.objects.count()
    return +left


def believed(*, seen: Seen) -> Believed:
    """Strict: a message about the post, of the kind that belongs to its state, and its sentence beside the post."""
    told, unexplained = {}, set()
    newest = _newest([*seen.wanted.values()])
    for number, wanted in seen.wanted.items():
        publication = newest[wanted.post_id]
        status = publication.post.status
        kind = _TOLD.get(Status(status))
        explained = (
            kind is not None
            and publication.look_at is None
            and bool(publication.waiting_for)
            and Message.objects.filter(about_post_id=wanted.post_id, kind=kind, to__isnull=False).exists()
        )
        if explained:
            told[number] = f"{status}: {publication.waiting_for}"
        if status == Status.UNKNOWN and not (explained and not _overlooked(seen, number, publication)):
            unexplained.add(number)
    return Believed(told=told, unexplained=frozenset(unexplained), records=Record.objects.count())


def _newest(wanted: Sequence[Wanted]) -> dict[int, Publication]:
    rows = Publication.objects.filter(post__in=[one.post_id for one in wanted]).select_related("post")
    return {row.post_id: row for row in rows.order_by("pk")}


def _overlooked(seen: Seen, number: int, publication: Publication) -> bool:
    """Whether the account showed it when the portal looked last, or nobody ever looked although it was there."""
    last = (publication.looked_at or timezone.now()) - timedelta(seconds=LAG_SECONDS)
    return any(datetime.fromisoformat(one["created_at"]) <= last for one in seen.by_number.get(number, ()))


def trail_faults() -> list[str]:
    """What is wrong with trail and vault, in sentences."""
    told = verify(at=timezone.now())
    return [] if told.holds else told.failures or ["It does not verify."]
