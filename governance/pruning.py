"""Tables that grow besides trail and vault: how long a row of each is kept, and why. Records are never among them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.sessions.models import Session
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from accounts.models import ConditionNote, Message, RosterImport, SignedIn, TableImport
from directives.texts import CHECKS_VERSION
from posts import uploads
from posts.models import (
    BackTest,
    Idea,
    IdeaState,
    KeptReading,
    LinkCard,
    NetworkMedia,
    NetworkUpload,
    Opening,
    QuietSpell,
    RuleFiring,
    Upload,
)
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


def _after(model: type[Model], column: str, *, days: int, what: str, why: str) -> Kept:
    """Rows that are kept so many days after the moment in a column."""

    def rows(before: datetime) -> QuerySet[Any]:
        return model._default_manager.filter(**{f"{column}__lt": before})

    return Kept(what=what, period=timedelta(days=days), why=why, rows=rows)


PRUNED: tuple[Kept, ...] = (
    _after(
        Session,
        "expire_date",
        days=0,
        what="sessions",
        why="An ended session opens nothing any more.",
    ),
    _after(
        AccessAttempt,
        "attempt_time",
        days=90,
        what="failed sign-ins by name and address",
        why="Long enough to look into guessing, short enough not to follow people about.",
    ),
    _after(
        AccessFailureLog,
        "attempt_time",
        days=90,
        what="single failed sign-ins",
        why="As the counts they belong to.",
    ),
    _after(
        AccessLog,
        "attempt_time",
        days=90,
        what="sign-ins",
        why="The trail keeps who signed in and when; this one holds addresses of machines.",
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
    _after(
        Opening,
        "seen_at",
        days=1,
        what="who had a post open",
        why="It is shown for a minute.",
    ),
    Kept(
        what="uploads of pictures, and what waits of them",
        period=timedelta(days=2),
        why="Long enough to go on after a night without a line. What became a picture stays.",
        rows=lambda before: Upload.objects.filter(changed_at__lt=before),
        forget=uploads.forget_bytes,
    ),
    _after(
        NetworkMedia,
        "expires_at",
        days=0,
        what="what networks have of pictures",
        why="The network has forgotten it; it is uploaded again when it is wanted.",
    ),
    _after(
        NetworkUpload,
        "expires_at",
        days=0,
        what="videos on their way to networks",
        why="The network has forgotten its part; the video is sent from its start when it is wanted.",
    ),
    _after(
        LinkCard,
        "asked_at",
        days=30,
        what="cards of links",
        why="A copy for looking at; whoever opens the post later has the page asked anew.",
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
        what="ideas that were not taken up or were taken back",
        period=timedelta(days=800),
        why="As messages that nobody read. An idea on the board, or one that became a draft, stays.",
        rows=lambda before: Idea.objects.filter(
            state__in=[IdeaState.DECLINED, IdeaState.WITHDRAWN], drafts=None, decided_at__lt=before
        ),
    ),
    Kept(
        what="times without a post of which a unit was told, that later ones followed",
        period=timedelta(days=400),
        why="A year and a month, as messages. The last one of a unit stays: it is told once.",
        rows=lambda before: QuietSpell.objects.filter(
            Exists(QuietSpell.objects.filter(unit=OuterRef("unit"), since__gt=OuterRef("since"))),
            told_at__lt=before,
        ),
    ),
    _after(
        RuleFiring,
        "fired_at",
        days=400,
        what="which rule spoke of which post",
        why="A year and a month, as messages. The counts by month stay, and each decision stays with its record.",
    ),
    _after(
        BackTest,
        "moved_at",
        days=90,
        what="back-tests of proposed rules, with the posts that they name",
        why="Until the rules have been decided about. Run again, it says the same of the same posts.",
    ),
    Kept(
        what="what earlier versions of the text checks noticed",
        period=timedelta(0),
        why="The checks that are there now read anew; of them it is kept, so that no text is read twice.",
        rows=lambda before: KeptReading.objects.exclude(version=CHECKS_VERSION),
    ),
    _after(
        RosterImport,
        "changed_at",
        days=7,
        what="tables imported into rosters",
        why="What was written stands in the rosters; a week is enough to finish or to look again.",
    ),
    _after(
        TableImport,
        "changed_at",
        days=7,
        what="other tables that were imported",
        why="As tables imported into rosters.",
    ),
    _after(
        ConditionNote,
        "noted_at",
        days=400,
        what="what members lacked when they acted or tried to",
        why="A year and a month, as messages. A refusal stays in the trail.",
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
