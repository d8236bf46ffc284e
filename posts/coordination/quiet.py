"""Units that have posted nothing for as long as the agency set: their sergeants and commander are told, once a spell.

It is no quota: the agency sets how long a silence may last before somebody hears of it, and nothing is counted.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from accounts import outbox
from accounts.authority import holders
from accounts.models import PUBLISHED_ON, AccountStatus, Agency, OutletAccount, Unit
from accounts.models.authority import COMMANDERS
from audit import trail
from posts import coverage, turns
from posts.models import Publication, QuietSpell, Scope


def last_out(*, agency_id: int) -> Mapping[int, datetime | None]:
    """When the last post of each unit went out, by the unit's id: of those with an account to post on; one query.

    None where nothing ever has. The department's own accounts and those for practice are no unit's voice.
    """
    return {unit_id: last for unit_id, (last, _) in _known(agency_id).items()}


def _known(agency_id: int, unit_id: int | None = None) -> dict[int, tuple[datetime | None, datetime | None]]:
    """The last post of each unit, and since when the unit could post at all."""
    out = Publication.objects.filter(account=OuterRef("pk"), published_at__isnull=False)
    accounts = OutletAccount.objects.filter(
        agency=agency_id,
        status=AccountStatus.ACTIVE,
        practice=False,
        corporate=False,
        network__in=PUBLISHED_ON,
    )
    if unit_id is not None:
        accounts = accounts.filter(unit=unit_id)
    rows = accounts.annotate(
        last_at=Subquery(out.order_by("-published_at").values("published_at")[:1])
    ).values_list("unit_id", "last_at", "credential__connected_at")
    found: dict[int, tuple[datetime | None, datetime | None]] = {}
    for unit, last_at, connected_at in rows:
        last, since = found.get(unit, (None, None))
        found[unit] = _later(last, last_at), _later(since, connected_at)
    return found


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return max(filter(None, (one, other)), default=None)


def owed(*, at: datetime) -> list[tuple[int, datetime]]:
    """The units to be told, with the beginning of their silence; none whose publishing is stopped."""
    found = []
    for agency in Agency.objects.filter(quiet_days__isnull=False):
        stops = coverage.in_force(agency_id=agency.pk).filter(scope__in=[Scope.DEPARTMENT, Scope.UNIT])
        stopped = set(stops.values_list("unit_id", flat=True))
        told = set(QuietSpell.objects.filter(agency=agency).values_list("unit_id", "since"))
        for unit_id, (last, connected) in _known(agency.pk).items():
            since = last or connected
            free = None not in stopped and unit_id not in stopped
            if since and free and (unit_id, since) not in told and _too_long(agency, since, at):
                found.append((unit_id, since))
    return found


def unbroken(*, agency: Agency, unit_ids: Collection[int] | None) -> QuerySet[QuietSpell]:
    """The silences that were told of and still last, of these units or of all; gone once the unit posts again.

    None where the agency set no time, nor of a unit whose publishing is stopped. At most two queries.
    """
    if agency.quiet_days is None:
        return QuietSpell.objects.none()
    stops = coverage.in_force(agency_id=agency.pk).filter(scope__in=[Scope.DEPARTMENT, Scope.UNIT])
    stopped = Exists(stops.filter(Q(scope=Scope.DEPARTMENT) | Q(unit=OuterRef("unit"))))
    since = Publication.objects.filter(account__unit=OuterRef("unit"), published_at__gt=OuterRef("since"))
    posted = Exists(since.filter(account__practice=False, account__corporate=False))
    told = QuietSpell.objects.filter(~posted, ~stopped, agency=agency)
    if unit_ids is not None:
        told = told.filter(unit__in=unit_ids)
    return told.select_related("unit").order_by("since", "pk")


def _too_long(agency: Agency, since: datetime, at: datetime) -> bool:
    return agency.quiet_days is not None and at - since >= timedelta(days=agency.quiet_days)


@transaction.atomic
def tell(*, unit_id: int, since: datetime, at: datetime) -> bool:
    """Tell whoever leads a unit of its silence; twice is once, and nobody is told of one that has just ended."""
    unit = Unit.objects.select_for_update(of=("self",), no_key=True).select_related("agency").get(pk=unit_id)
    last, connected = _known(unit.agency_id, unit_id).get(unit_id, (None, None))
    told = QuietSpell.objects.filter(unit=unit, since=since).exists()
    if told or (last or connected) != since or not _too_long(unit.agency, since, at):
        return False
    QuietSpell.objects.create(agency_id=unit.agency_id, unit=unit, since=since, told_at=at)
    days = (at - since).days
    trail.record(
        verb="unit.quiet_told",
        agency_id=unit.agency_id,
        actor_id=None,
        subject_id=unit.pk,
        at=at,
        since=since,
        days=days,
    )
    here = since.astimezone(unit.agency.tzinfo)
    since_words = f"{here:%a} {here.day} {here:%b}"
    outbox.write(
        to=holders(role=(*turns.SERGEANTS, *COMMANDERS), unit_id=unit.pk, agency_id=unit.agency_id, at=at),
        kind="unit_quiet",
        subject=f"No post of the {unit.short_name} for {days} days",
        body=f"Nothing of the {unit.short_name} has gone out since {since_words}. There is no number of posts to "
        "reach. The page shows how regularly the unit posts, and from there a post can be begun or suggested.",
        link=reverse("cadence"),
        at=at,
    )
    return True
