"""Telling members, and who leads them or gave it, 30, 7 and 1 days ahead what lapses: once each."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse

from accounts import outbox
from accounts.authority import holders
from accounts.lapses import Lapse, lapses
from accounts.models import Agency, Authorisation, ConditionReminder, Member
from accounts.models.authority import COMMANDERS
from accounts.outbox import Letter
from audit import trail

AHEAD_DAYS = (1, 7, 30)


@transaction.atomic
def remind(*, agency_id: int, at: datetime) -> int:
    """Tell of what lapses soon and was not told of yet; returns of how many. The same statements for any number."""
    # Inserts of other rooms refer to the agency and go on; a second reminder waits.
    agency = Agency.objects.select_for_update(no_key=True).get(pk=agency_id)
    coming = lapses(agency_id=agency.pk, at=at, until=at + timedelta(days=max(AHEAD_DAYS)))
    due = [(one, days) for one in coming if (days := days_ahead(lapse=one, at=at)) is not None]
    told = set(
        ConditionReminder.objects.filter(
            agency=agency, subject_id__in=[one.subject_id for one, _ in due]
        ).values_list("kind", "subject_id", "days")
    )
    news = [(one, days) for one, days in due if (one.kind, one.subject_id, days) not in told]
    if news:
        _tell(agency, news, at)
    return len(news)


def days_ahead(*, lapse: Lapse, at: datetime) -> int | None:
    """Which of the three reminders is due; None for what began after that reminder would have been sent."""
    days = next((days for days in AHEAD_DAYS if lapse.ends_at <= at + timedelta(days=days)), None)
    if days is None or lapse.begins_at > lapse.ends_at - timedelta(days=days):
        return None
    return days


def _tell(agency: Agency, news: list[tuple[Lapse, int]], at: datetime) -> None:
    ConditionReminder.objects.bulk_create(
        ConditionReminder(agency=agency, kind=one.kind, subject_id=one.subject_id, days=days, sent_at=at)
        for one, days in news
    )
    trail.record_all(
        verb="lapse.told",
        agency_id=agency.pk,
        actor_id=None,
        each=[(one.member.pk, {"kind": one.kind, "days": days}) for one, days in news],
        at=at,
    )
    leading = _commanders({one.member.unit_id for one, _ in news}, at)
    offices = {
        office: holders(role=office, unit_id=None, agency_id=agency.pk, at=at)
        for office in {one.office for one, _ in news if one.office}
    }
    beside = [offices[one.office] if one.office else leading[one.member.unit_id] for one, _ in news]
    letters = [
        letter for (one, _), too in zip(news, beside, strict=True) for letter in _letters(agency, one, too)
    ]
    outbox.write_all(letters=letters, at=at)


def _commanders(unit_ids: Iterable[int], at: datetime) -> dict[int, list[Member]]:
    held = Authorisation.objects.in_force(at=at).filter(
        unit_id__in=unit_ids, role__in=COMMANDERS, member__is_active=True
    )
    found: dict[int, list[Member]] = defaultdict(list)
    for one in held.select_related("member").order_by("pk"):
        found[one.unit_id].append(one.member)
    return found


def _letters(agency: Agency, lapse: Lapse, beside: list[Member]) -> Iterable[Letter]:
    here = lapse.ends_at.astimezone(agency.tzinfo)
    when = f"{here:%a} {here.day} {here:%b %Y, %H:%M %Z}"
    yield Letter(
        to=[lapse.member],
        kind="lapse",
        subject=f"Your {lapse.what} ends on {when}",
        body=lapse.advice,
        link=lapse.link,
    )
    yield Letter(
        to=[one for one in beside if one.pk != lapse.member.pk],
        kind="lapse-of-member",
        subject=f"{lapse.member}: {lapse.what} ends on {when}",
        body=lapse.advice,
        link=lapse.link if lapse.office else reverse("member", args=[lapse.member.pk]),
    )
