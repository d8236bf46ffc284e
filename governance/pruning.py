"""Tables that grow besides trail and vault: how long a row of each is kept, and why. Records are never among them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import ConditionNote, Message, RosterImport, SignedIn, TableImport
from posts import uploads
from posts.models import LinkCard, NetworkMedia, NetworkUpload, Opening, Upload
from records.models import SealCheck

BATCH = 1_000
MOST_BATCHES = 50
"""What is left after these goes with the next run: a long clean-up never holds up the worker."""


@dataclass(frozen=True, kw_only=True)
class Kept:
    """One kind of row: how to find those whose time is over, how long they are kept, and why that long."""

    what: str
    period: timedelta
    why: str
    rows: Callable[[datetime], QuerySet[Any]]
    """The rows that were last of use before a moment."""
    forget: Callable[[Sequence[Any]], None] | None = None
    """What else goes with the rows of these keys, before them."""


def _messages(before: datetime) -> QuerySet[Message]:
    """A roster's message is the proof that it was delivered: it stays with the roster."""
    return Message.objects.filter(written_at__lt=before, roster_copy__isnull=True)


PRUNED: tuple[Kept, ...] = (
    Kept(
        what="sessions",
        period=timedelta(0),
        why="An ended session opens nothing any more.",
        rows=lambda before: Session.objects.filter(expire_date__lt=before),
    ),
    Kept(
        what="failed sign-ins by name and address",
        period=timedelta(days=90),
        why="Long enough to look into guessing, short enough not to follow people about.",
        rows=lambda before: AccessAttempt.objects.filter(attempt_time__lt=before),
    ),
    Kept(
        what="single failed sign-ins",
        period=timedelta(days=90),
        why="As the counts they belong to.",
        rows=lambda before: AccessFailureLog.objects.filter(attempt_time__lt=before),
    ),
    Kept(
        what="sign-ins",
        period=timedelta(days=90),
        why="The trail keeps who signed in and when; this one holds addresses of machines.",
        rows=lambda before: AccessLog.objects.filter(attempt_time__lt=before),
    ),
    Kept(
        what="checks of a record's seal that later ones followed",
        period=timedelta(days=90),
        why="The page of a record tells of the newest check, and that one stays.",
        rows=lambda before: SealCheck.objects.filter(
            Exists(SealCheck.objects.filter(record_id=OuterRef("record_id"), pk__gt=OuterRef("pk"))),
            at__lt=before,
        ),
    ),
    Kept(
        what="who had a post open",
        period=timedelta(days=1),
        why="It is shown for a minute.",
        rows=lambda before: Opening.objects.filter(seen_at__lt=before),
    ),
    Kept(
        what="uploads of pictures, and what waits of them",
        period=timedelta(days=2),
        why="Long enough to go on after a night without a line. What became a picture stays.",
        rows=lambda before: Upload.objects.filter(changed_at__lt=before),
        forget=uploads.forget_bytes,
    ),
    Kept(
        what="what networks have of pictures",
        period=timedelta(0),
        why="The network has forgotten it; it is uploaded again when it is wanted.",
        rows=lambda before: NetworkMedia.objects.filter(expires_at__lt=before),
    ),
    Kept(
        what="videos on their way to networks",
        period=timedelta(0),
        why="The network has forgotten its part; the video is sent from its start when it is wanted.",
        rows=lambda before: NetworkUpload.objects.filter(expires_at__lt=before),
    ),
    Kept(
        what="cards of links",
        period=timedelta(days=30),
        why="A copy for looking at; whoever opens the post later has the page asked anew.",
        rows=lambda before: LinkCard.objects.filter(asked_at__lt=before),
    ),
    Kept(
        what="messages that were read",
        period=timedelta(days=400),
        why="A year and a month: until the next yearly review has passed. What happened is in the trail.",
        rows=lambda before: _messages(before).filter(read_at__isnull=False),
    ),
    Kept(
        what="messages that nobody read",
        period=timedelta(days=800),
        why="Twice as long: somebody may be away for a year and read them afterwards.",
        rows=lambda before: _messages(before).filter(read_at__isnull=True),
    ),
    Kept(
        what="tables imported into rosters",
        period=timedelta(days=7),
        why="What was written stands in the rosters; a week is enough to finish or to look again.",
        rows=lambda before: RosterImport.objects.filter(changed_at__lt=before),
    ),
    Kept(
        what="other tables that were imported",
        period=timedelta(days=7),
        why="As tables imported into rosters.",
        rows=lambda before: TableImport.objects.filter(changed_at__lt=before),
    ),
    Kept(
        what="what members lacked when they acted or tried to",
        period=timedelta(days=400),
        why="A year and a month, as messages. A refusal stays in the trail.",
        rows=lambda before: ConditionNote.objects.filter(noted_at__lt=before),
    ),
    Kept(
        what="where members were signed in",
        period=timedelta(days=90),
        why="As sign-ins: it holds addresses of machines.",
        rows=lambda before: SignedIn.objects.filter(Q(ended_at__lt=before) | Q(seen_at__lt=before)),
    ),
)


def prune(*, at: datetime, batch: int = BATCH, most_batches: int = MOST_BATCHES) -> dict[str, int]:
    """Remove the rows whose period is over, some at a time; returns how many of each kind went."""
    return {kept.what: _prune(kept, at - kept.period, batch, most_batches) for kept in PRUNED}


def _prune(kept: Kept, before: datetime, batch: int, most_batches: int) -> int:
    removed = 0
    for _ in range(most_batches):
        rows = kept.rows(before)
        found = list(rows.order_by("pk").values_list("pk", flat=True)[:batch])
        if kept.forget is not None:
            kept.forget(found)
        rows.model._default_manager.filter(pk__in=found).delete()
        removed += len(found)
        if len(found) < batch:
            break
    return removed


def table() -> list[str]:
    """A line of Markdown for each kind of row: what, how long, why. docs/operations.md holds exactly these."""
    return [f"| pruned: {one.what} | {_words(one.period)} | {one.why} |" for one in PRUNED]


def _words(period: timedelta) -> str:
    if not period:
        return "at once"
    return "1 day" if period.days == 1 else f"{period.days} days"
