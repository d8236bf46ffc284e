"""By itself: members who came into the audience of a notice are told, and who has not acknowledged is reminded."""

from collections import defaultdict
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse

from accounts import outbox
from accounts.guidance import audience, notices, pacing
from accounts.models import Agency, Broadcast, Receipt
from accounts.outbox import Letter
from audit import trail

TOLD_FOR = timedelta(days=90)
"""Whoever comes later than so long after a notice was sent is not told of it any more."""


@transaction.atomic
def remind(*, agency_id: int, at: datetime) -> int:
    """Remind each member whose time has come, once; returns how many. The same statements for any number."""
    due = Receipt.objects.select_for_update(of=("self",), skip_locked=True).filter(
        agency_id=agency_id,
        remind_at__lte=at,
        member__is_active=True,
        broadcast__withdrawn_at__isnull=True,
    )
    receipts = list(due.select_related("broadcast", "member").order_by("pk"))
    told: dict[Broadcast, list[Receipt]] = defaultdict(list)
    for one in receipts:
        one.reminders += 1
        one.remind_at = pacing.next_reminder(
            told_at=one.told_at, due_at=one.broadcast.due_at, sent=one.reminders
        )
        told[one.broadcast].append(one)
    Receipt.objects.bulk_update(receipts, ["reminders", "remind_at"])
    outbox.write_all(letters=[_letter(one, reminded) for one, reminded in told.items()], at=at)
    trail.record_all(
        verb="notice.reminded",
        agency_id=agency_id,
        actor_id=None,
        each=[(one.member_id, {"broadcast_id": one.broadcast_id}) for one in receipts],
        at=at,
    )
    return len(receipts)


def _letter(broadcast: Broadcast, receipts: list[Receipt]) -> Letter:
    return Letter(
        to=[one.member for one in receipts],
        kind=f"{notices.KIND}-reminder",
        subject=f"Still to be acknowledged: {broadcast.title}",
        body="This notice waits for you. Open it, read it, and acknowledge it.",
        link=reverse("notice", args=[broadcast.pk]),
    )


@transaction.atomic
def tell_newcomers(*, agency_id: int, at: datetime) -> int:
    """Tell those of a notice whom it concerns since it was sent; returns how many. A few statements a notice."""
    # Two workers at once would tell the same member twice.
    Agency.objects.select_for_update(no_key=True).get(pk=agency_id)
    told = 0
    open_ones = Broadcast.objects.filter(
        agency_id=agency_id, withdrawn_at__isnull=True, written_at__gt=at - TOLD_FOR
    ).exclude(for_everybody=True, approved_at__isnull=True)
    for broadcast in open_ones.select_related("written_by").order_by("pk"):
        people = audience.addressed(broadcast=broadcast, at=at)
        known = set(broadcast.receipts.values_list("member_id", flat=True))
        new = {member: unit for member, unit in people.items() if member not in known}
        if not new:
            continue
        notices.tell(broadcast=broadcast, people=new, at=at)
        trail.record_all(
            verb="notice.told",
            agency_id=agency_id,
            actor_id=None,
            each=[(member, {"broadcast_id": broadcast.pk}) for member in new],
            at=at,
        )
        told += len(new)
    return told
