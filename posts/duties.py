"""Duties to tell (CPD-TW.IV.A.1): an office hears of a post before it goes out, and the post waits until it has.

Told is who has the mail, or has opened the message in the portal; nobody needs to answer, so an office off duty
holds nothing up. Where the rules want an answer waited for, posts.answering does.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse

from accounts import offices, order, outbox
from accounts.models import Channel, Delivery, DeliveryState
from audit import trail
from directives.decision import Notice
from posts import holding, notices, slots, standing
from posts.models import DutyNotice, Post, Revision, Status

WRITTEN_AGAIN_AFTER = timedelta(minutes=15)
"""How long after the last letter failed, or found nobody, the office is written to again."""
KIND = "duty_to_tell"


def freeze(*, revision: Revision, post: Post, demanded: Sequence[Notice], at: datetime) -> None:
    """Write the duties of a version with it, and tell the offices."""
    made = DutyNotice.objects.bulk_create(
        DutyNotice(
            revision=revision,
            agency_id=post.agency_id,
            key=notice.key,
            role=notice.office,
            clause=notice.clause,
            why=notice.why,
            wait_minutes=notice.wait_minutes,
            written_at=at,
        )
        for notice in demanded
    )
    for notice in made:
        _tell(notice, post, at)


def _tell(notice: DutyNotice, post: Post, at: datetime) -> None:
    unit = post.unit.short_name
    written = outbox.write(
        to=offices.told(role=notice.role, agency_id=post.agency_id, at=at),
        kind=KIND,
        subject=f"The {unit} is about to post about a notable incident",
        body=f"The {unit} tells you before the post goes out ({notice.clause}). {_answer(notice)} "
        "Communications can stop it.",
        link=reverse("post", args=[post.pk]),
        at=at,
        about_post_id=post.pk,
    )
    notice.messages.add(*written)


def _answer(notice: DutyNotice) -> str:
    if not notice.wait_minutes:
        return "It needs no answer of yours."
    return (
        f"It waits for your answer, at most {slots.minutes_in_words(notice.wait_minutes)} after every office was told. "
        "On its page you let it go on; without an answer it goes on by itself."
    )


def reached(*, limit: int = 200) -> list[int]:
    """Posts with an office that has been told and is not yet noted as told: one query.

    Duties of a version that was replaced are left alone: nobody notes them any more, and they would fill the limit.
    """
    owing = DutyNotice.objects.filter(
        Exists(_read_or_mailed()), delivered_at__isnull=True, revision=F("revision__post__revision")
    )
    return list(owing.order_by("written_at").values_list("revision__post_id", flat=True)[:limit])


def _read_or_mailed() -> QuerySet[Any]:
    through = DutyNotice.messages.through.objects.filter(dutynotice=OuterRef("pk"))
    mailed = Q(message__deliveries__channel=Channel.EMAIL, message__deliveries__state=DeliveryState.DELIVERED)
    return through.filter(mailed | Q(message__read_at__isnull=False))


@transaction.atomic
def go_on(*, post_id: int, at: datetime) -> Post:
    """Note who has been told; a post that waited for nothing else is approved and goes out at its time."""
    order.claiming(agency_id=Post.objects.values_list("agency_id", flat=True).get(pk=post_id))
    post = (
        Post.objects.select_for_update(of=("self",))
        .select_related("account__agency", "account__unit", "unit", "revision")
        .get(pk=post_id)
    )
    for notice in DutyNotice.objects.filter(revision=post.revision, delivered_at__isnull=True):
        moment = _told_at(notice)
        if moment is None:
            continue
        notice.delivered_at = max(moment, notice.written_at)
        notice.save(update_fields=["delivered_at"])
        trail.record(
            verb="post.office_told",
            agency_id=post.agency_id,
            actor_id=None,
            subject_id=post.pk,
            at=at,
            revision_id=notice.revision_id,
            office=notice.role,
        )
    send_on(post=post, at=at)
    return post


def send_on(*, post: Post, at: datetime) -> None:
    """Approve a post that waits for nothing any more. The caller has locked it and stands before every stop."""
    if post.revision is not None and post.status == Status.IN_REVIEW and standing.of(post).ready:
        _approve(post, post.revision, at)


def _approve(post: Post, revision: Revision, at: datetime) -> None:
    """Nobody is left to decide or to be told: what the last approval would have done."""
    post.status, post.changed_at, post.due_at = Status.APPROVED, at, revision.not_before or at
    post.save(update_fields=["status", "changed_at", "due_at"])
    trail.record(
        verb="post.went_on",
        agency_id=post.agency_id,
        actor_id=None,
        subject_id=post.pk,
        at=at,
        revision_id=revision.pk,
    )
    holding.await_its_time(post=post, revision=revision, at=at)
    notices.approved(post=post, at=at)


def _told_at(notice: DutyNotice) -> datetime | None:
    """When the first of the office had it: by mail, or by opening it."""
    mailed = Delivery.objects.filter(
        message__in=notice.messages.all(), channel=Channel.EMAIL, state=DeliveryState.DELIVERED
    ).values_list("delivered_at", flat=True)
    opened = notice.messages.filter(read_at__isnull=False).values_list("read_at", flat=True)
    return min((moment for moment in (*mailed, *opened) if moment is not None), default=None)


def stranded(*, at: datetime, limit: int = 50) -> list[int]:
    """Duties whose every letter failed, or that found nobody to write to: they are to be written again."""
    on_its_way = DutyNotice.messages.through.objects.filter(dutynotice=OuterRef("pk")).filter(
        Q(message__deliveries__channel=Channel.EMAIL, message__deliveries__state=DeliveryState.DUE)
        | Q(message__written_at__gt=at - WRITTEN_AGAIN_AFTER)
    )
    owing = DutyNotice.objects.filter(
        ~Exists(on_its_way),
        ~Exists(_read_or_mailed()),
        delivered_at__isnull=True,
        revision=F("revision__post__revision"),
        written_at__lte=at - WRITTEN_AGAIN_AFTER,
    )
    return list(owing.order_by("written_at").values_list("pk", flat=True)[:limit])


@transaction.atomic
def write_again(*, notice_id: int, at: datetime) -> None:
    """Write to whoever answers for the office now."""
    notice = DutyNotice.objects.select_for_update(of=("self",)).get(pk=notice_id)
    post = Post.objects.select_related("unit").get(pk=notice.revision.post_id)
    if notice.delivered_at is None:
        _tell(notice, post, at)
