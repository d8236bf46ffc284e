"""A restored or copied database: publishing stops, the networks are asked what happened meanwhile, a person goes on.

What the backup believes approved may have gone out after it was taken. So nothing is claimed (audit.home, the trigger
sound_attempt) until the department's stop is in force; that stop is not lifted until each account's timeline was read
from the backup's time on, or a person goes on without one that cannot be read.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet

from accounts import authority as authorities
from accounts import order, outbox
from accounts.models import Agency, Member, OutletAccount
from audit import home, trail, vault
from audit.models import Checkpoint
from outlets.outcomes import NotAnswered, RateLimited, Rejected, Timeline
from posts import alive, found_again, health, sending, settling, stopping, stops, workflow
from posts.models import (
    Attempt,
    Publication,
    PublicationState,
    ReadingState,
    Restoration,
    TimelineReading,
)
from posts.workflow import Refused

MARGIN = timedelta(minutes=10)
"""Read from this much earlier: clocks differ, and what was claimed shows a little later."""
TRY_AGAIN = alive.GIVEN_UP_AFTER
"""Counted from the beginning of a try: whoever began it has ended by then, so nobody reads beside it."""
MOST_PAGES = 32
"""All that X gives of a timeline: 3,200 posts."""
REASON = "This database was restored or copied. Nothing goes out until the networks were asked what happened meanwhile."
_OPEN = (PublicationState.DUE, PublicationState.SENDING, PublicationState.UNKNOWN)


class ReadAlready(Exception):
    """The timeline was read, or passed over, by now."""


def begin(*, at: datetime) -> list[Restoration]:
    """Stop every agency where the database is away from home, and move in; nothing where it is at home.

    Raises home.NoHome before the owner has migrated.
    """
    return [] if home.is_home() else _begin(at)


@transaction.atomic
def _begin(at: datetime) -> list[Restoration]:
    since = home.last_alive_locked() - MARGIN
    if home.is_home():  # another worker was faster
        return []
    outbox.hold_what_may_have_gone(at=at)
    newest = Checkpoint.objects.order_by("-size").first()
    made = [_stop(agency, newest, since, at) for agency in Agency.objects.order_by("pk")]
    home.move_in()
    return made


def _stop(agency: Agency, newest: Checkpoint | None, since: datetime, at: datetime) -> Restoration:
    stop = stopping.place_by_portal(agency=agency, reason=REASON, at=at)
    restoration = Restoration.objects.create(
        agency=agency,
        stop=stop,
        since=since,
        begun_at=at,
        checkpoint_size=newest.size if newest else None,
        checkpoint_root=bytes(newest.root).hex() if newest else "",
    )
    accounts = list(_that_may_show(agency).values_list("pk", flat=True))
    TimelineReading.objects.bulk_create(
        TimelineReading(restoration=restoration, account_id=account_id) for account_id in accounts
    )
    trail.record(
        verb="agency.restored",
        agency_id=agency.pk,
        actor_id=None,
        subject_id=agency.pk,
        at=at,
        restoration_id=restoration.pk,
        stop_id=stop.pk,
        since=since,
        checkpoint_size=restoration.checkpoint_size,
        checkpoint_root=restoration.checkpoint_root or None,
        timelines=len(accounts),
    )
    return restoration


def _that_may_show(agency: Agency) -> QuerySet[OutletAccount]:
    """The accounts of which something may have gone out: connected ones, and those with something under way."""
    under_way = Publication.objects.filter(account__agency=agency, state__in=_OPEN).values("account_id")
    connected = Q(credential__isnull=False) | Q(pk__in=under_way)
    return OutletAccount.objects.filter(connected, agency=agency).order_by("pk")


def to_be_read(*, at: datetime, limit: int = 200) -> list[int]:
    """The ids of readings whose next try has come, those that waited longest first."""
    return list(
        _due(at).order_by(F("tried_at").asc(nulls_first=True), "pk").values_list("pk", flat=True)[:limit]
    )


def _due(at: datetime) -> QuerySet[TimelineReading]:
    waiting = TimelineReading.objects.filter(state=ReadingState.WAITING)
    return waiting.filter(Q(tried_at__isnull=True) | Q(tried_at__lte=at - TRY_AGAIN))


def read(*, reading_id: int, at: datetime) -> TimelineReading:
    """Ask the network for one account's posts since the backup, and settle what it shows.

    A network that does not answer, or shows more than it gives, leaves the reading waiting with the reason in words.
    One that somebody else reads, or that was tried a moment ago, is left to its next try.
    """
    begun = _due(at).filter(pk=reading_id).update(tried_at=at)
    reading = _load(reading_id)
    if not begun:
        return reading
    _call_unknown_what_was_in_flight(reading, at)
    told = _timeline(reading, at)
    if isinstance(told, str):
        return _left_waiting(reading, told, at)
    found_again.settle(reading=reading, shown=told.posts, evidence=told.exchanges, at=at)
    if not told.complete:
        return _left_waiting(reading, "The account shows more posts since then than the network gives.", at)
    return _read(reading, len(told.posts), at)


def _load(reading_id: int) -> TimelineReading:
    return TimelineReading.objects.select_related("restoration", "account__agency", "account__unit").get(
        pk=reading_id
    )


def _call_unknown_what_was_in_flight(reading: TimelineReading, at: datetime) -> None:
    """Its worker is that of another database: nobody here will hear the answer."""
    in_flight = Attempt.objects.filter(
        outcome="", publication__account=reading.account, claimed_at__lte=reading.restoration.begun_at
    )
    for attempt_id in list(in_flight.values_list("pk", flat=True)):
        settling.settle(attempt_id=attempt_id, outcome=settling.worker_lost(), at=at)


def _timeline(reading: TimelineReading, at: datetime) -> Timeline | str:
    """What the account shows since the backup, or why that cannot be told."""
    account = reading.account
    held = health.out_of_reach(account=account)
    if held is not None:
        return held.sentence
    reached = sending.reach(account)
    try:
        return reached.timeline(
            user_id=account.external_id,
            since_id=None,
            start_at=_from(reading),
            now=at,
            pages=MOST_PAGES,
        )
    except NotAnswered as silent:
        match silent.outcome:
            case Rejected(text=text):
                return f"The network refuses: {text}"[:200]
            case RateLimited():
                return "The network asks to wait."
            case _:
                return "The network does not answer."


def _from(reading: TimelineReading) -> datetime:
    """The backup's time, or the earliest claim whose end nobody knows."""
    claims = Attempt.objects.filter(
        publication__account=reading.account, publication__state__in=_OPEN, kind="publish"
    )
    earliest = claims.order_by("claimed_at").values_list("claimed_at", flat=True).first()
    since = reading.restoration.since
    return since if earliest is None else min(since, earliest - MARGIN)


def _left_waiting(reading: TimelineReading, trouble: str, at: datetime) -> TimelineReading:
    TimelineReading.objects.filter(pk=reading.pk, state=ReadingState.WAITING).update(
        tried_at=at, trouble=trouble[:200]
    )
    return _load(reading.pk)


@transaction.atomic
def _read(reading: TimelineReading, shown: int, at: datetime) -> TimelineReading:
    taken = TimelineReading.objects.filter(pk=reading.pk, state=ReadingState.WAITING).update(
        state=ReadingState.READ, tried_at=at, read_at=at, shown=shown, trouble=""
    )
    if taken:
        trail.record(
            verb="account.timeline_read",
            agency_id=reading.account.agency_id,
            actor_id=None,
            subject_id=reading.account_id,
            at=at,
            restoration_id=reading.restoration_id,
            shown=shown,
            listed=reading.shown_posts.count(),
        )
    return _load(reading.pk)


@transaction.atomic
def go_on_without(*, reading_id: int, actor: Member, reason: str, at: datetime) -> TimelineReading:
    """A person answers for an account that cannot be read: they looked at it, or it sent nothing.

    Whoever may lift the stop may say so. Raises TimelineReading.DoesNotExist, ReadAlready and Refused.
    """
    order.taking_away(agency_id=actor.agency_id)
    reading = (
        TimelineReading.objects.select_for_update(of=("self",))
        .select_related("restoration__stop", "account")
        .get(pk=reading_id, restoration__agency_id=actor.agency_id)
    )
    held = authorities.load(member=actor, at=at)
    ruling = stops.may_answer_for(authority=held, stop=reading.restoration.stop)
    if not ruling.allowed:
        raise Refused(ruling)
    workflow.observe(ruling=ruling, authority=held, act="go_on_without")
    if reading.state != ReadingState.WAITING:
        raise ReadAlready(f"@{reading.account.handle} does not wait any more.")
    reading.state, reading.passed_by, reading.passed_reason = ReadingState.PASSED, actor, reason
    reading.save(update_fields=["state", "passed_by", "passed_reason"])
    trail.record(
        verb="account.timeline_passed",
        agency_id=actor.agency_id,
        actor_id=actor.pk,
        subject_id=reading.account_id,
        at=at,
        restoration_id=reading.restoration_id,
        reason_sealed=vault.sealed_digest(
            digest=vault.keep(content=reason, agency_id=actor.agency_id), agency_id=actor.agency_id
        ),
    )
    return reading
