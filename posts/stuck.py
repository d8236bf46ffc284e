"""What is stuck and why, in order of urgency, for the units a member leads: read from the posts' own rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from accounts import health
from accounts.authority import Authority
from accounts.models import AccountStatus, Health, OutletAccount
from posts import labels, preserving, queues
from posts.models import Attempt, AttemptKind, Post, Publication, PublicationState, Status
from posts.permissions import LEADS

SHOWN = 10
"""Posts of a group on the page; the rest comes up as these are decided."""
SLOW = timedelta(minutes=2)
"""Longer than this nothing waits while all is well."""
_TO_DECIDE = (Status.UNKNOWN, Status.PARTLY_OUT, Status.MISSED)
FRESH = timedelta(days=7)
"""How long a refused post asks for somebody."""


@dataclass(frozen=True, kw_only=True)
class Thing:
    """One post that is stuck."""

    post: Post
    line: str
    why: str
    """What the portal, the gate or the network said; empty where nobody said anything."""
    since: datetime
    """When it became stuck: neither a new try nor a remark makes it younger. UTC."""
    looks_at: datetime | None
    """When the portal reads the account for it next."""


@dataclass(frozen=True, kw_only=True)
class Group:
    """Posts that are stuck in the same way, the oldest first; `more` says whether there are others than these."""

    things: Sequence[Thing] = ()
    more: bool = False

    @property
    def count(self) -> str:
        """'3', or '10+'."""
        return f"{len(self.things)}{'+' if self.more else ''}"


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """An account that the network does not take, and what waits behind it."""

    account: OutletAccount
    happened: str
    do: str
    waiting: int


def of_units(authority: Authority) -> QuerySet[Post]:
    """The posts whose trouble is the member's: of the units they lead, of all for Communications."""
    posts = Post.objects.filter(agency_id=authority.agency_id)
    if authority.department_wide:
        return posts
    return posts.filter(unit_id__in=authority.units(*LEADS))


def deciding(authority: Authority) -> QuerySet[Post]:
    """What a person has to decide: unknown, missed, partly out, or refused lately. One index question each."""
    refused = Q(status=Status.REFUSED, changed_at__gt=authority.at - FRESH)
    return of_units(authority).filter(Q(status__in=_TO_DECIDE) | refused)


def groups(authority: Authority) -> Mapping[str, Group]:
    """Every group by its word: a question each, and one for the words of all."""
    posts, now = of_units(authority).annotate(since=_since()), authority.at
    asked = {
        "unknown": posts.filter(status=Status.UNKNOWN),
        "missed": posts.filter(status=Status.MISSED),
        "partly": posts.filter(status=Status.PARTLY_OUT),
        "refused": posts.filter(status=Status.REFUSED, changed_at__gt=now - FRESH),
        "slow": posts.filter(status__in=(Status.APPROVED, Status.SENDING), since__lt=now - SLOW),
        "not_gone": posts.filter(status=Status.TAKING_DOWN, since__lt=now - SLOW),
    }
    found = {word: _oldest(some) for word, some in asked.items()}
    rows = [row for some in found.values() for row in some]
    texts = queues.texts_of(rows) if rows else {}
    return {
        word: Group(things=[_thing(row, texts[row.pk]) for row in some[:SHOWN]], more=len(some) > SHOWN)
        for word, some in found.items()
    }


def held(authority: Authority) -> int:
    """How many posts a stop holds."""
    return of_units(authority).filter(status=Status.STOPPED).count()


def records_owed() -> int:
    """How many records the portal still owes, of all units, up to two hundred."""
    return len(preserving.owed())


def accounts(authority: Authority) -> list[Trouble]:
    """The accounts that the network does not take, with how many approved posts wait behind each."""
    found = OutletAccount.objects.filter(agency_id=authority.agency_id, status=AccountStatus.ACTIVE)
    found = found.exclude(health=Health.CONNECTED)
    if not authority.department_wide:
        found = found.filter(unit_id__in=authority.units(*LEADS), corporate=False)
    behind = Post.objects.filter(
        account=OuterRef("pk"), status=Status.APPROVED, agency_id=authority.agency_id
    )
    counted = behind.order_by().values("account").annotate(number=Count("pk")).values("number")
    rows = found.annotate(behind=Subquery(counted)).select_related("unit", "custodian", "deputy")
    return [
        Trouble(
            account=row,
            happened=health.ADVICE[row.health].happened,
            do=health.ADVICE[row.health].do,
            waiting=row.behind or 0,
        )
        for row in rows.order_by("troubled_at", "pk")[:SHOWN]
    ]


def _since() -> Case:
    """Since when a post is stuck: its time, or the first call of what is under way; else the last change."""
    tried = Attempt.objects.filter(publication__post=OuterRef("pk"))
    sent = tried.filter(kind=AttemptKind.PUBLISH).order_by("-claimed_at").values("claimed_at")[:1]
    deleted = tried.filter(kind=AttemptKind.DELETE).order_by("claimed_at").values("claimed_at")[:1]
    return Case(
        When(status=Status.APPROVED, then=F("due_at")),
        When(status__in=(Status.UNKNOWN, Status.SENDING), then=Coalesce(Subquery(sent), F("changed_at"))),
        When(status=Status.TAKING_DOWN, then=Coalesce(Subquery(deleted), F("changed_at"))),
        default=F("changed_at"),
    )


def _oldest(posts: QuerySet[Any]) -> list[Post]:
    last = Publication.objects.filter(post=OuterRef("pk")).order_by("-pk")
    said = last.filter(revision=OuterRef("revision_id")).exclude(state=PublicationState.PUBLISHED)
    said = said.exclude(waiting_for="")
    return list(
        posts.select_related("unit", "account", "author", "revision", "draft")
        .annotate(
            why=Subquery(said.values("waiting_for")[:1]),
            said_in=Subquery(said.values("state")[:1]),
            looks_at=Subquery(last.values("look_at")[:1]),
            answered=Subquery(
                Attempt.objects.filter(publication__post=OuterRef("pk"), kind=AttemptKind.DELETE)
                .order_by("-claimed_at")
                .values("reason")[:1]
            ),
        )
        .order_by("since", "pk")[: SHOWN + 1]
    )


def _thing(row: Any, text: str) -> Thing:
    said = row.answered if row.status == Status.TAKING_DOWN else row.why
    return Thing(
        post=row,
        line=labels.first_line(text),
        why=labels.why(words=said or "", state=row.said_in),
        since=row.since,
        looks_at=row.looks_at,
    )
