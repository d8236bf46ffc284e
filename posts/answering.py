"""Waiting for an office's answer (CPD-TW.IV.A.1), where the rules say so, until it lets a post go on or time is up.

The wait begins when the last office has been told. Communications stops a post meanwhile as it stops any other.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Max, QuerySet

from accounts import order
from accounts.models import Member
from audit import trail
from posts import duties, workflow
from posts.actions import Action
from posts.models import DutyNotice, Post


def over(*, at: datetime, limit: int = 200) -> list[int]:
    """Posts for which the longest wait for an office has ended: one query."""
    waited = _waited_for(
        DutyNotice.objects.filter(revision=F("revision__post__revision"), delivered_at__lte=at)
    )
    ended = (one.revision.post_id for one in waited.select_related("revision") if _ended(one, at))
    return list(dict.fromkeys(ended))[:limit]


def _waited_for(found: QuerySet[DutyNotice]) -> QuerySet[DutyNotice]:
    """Of these the notices whose answer is waited for, each with when the last office of its post was told."""
    told = found.filter(wait_minutes__gt=0, waited_at__isnull=True)
    everyone = told.exclude(revision__duty_notices__delivered_at__isnull=True)
    return everyone.annotate(all_told_at=Max("revision__duty_notices__delivered_at")).order_by("pk")


def _until(notice: DutyNotice) -> datetime:
    told_at: datetime = notice.all_told_at  # type: ignore[attr-defined]
    return told_at + timedelta(minutes=notice.wait_minutes)


def _ended(notice: DutyNotice, at: datetime) -> bool:
    return _until(notice) <= at


@transaction.atomic
def end(*, post_id: int, at: datetime) -> Post:
    """Note which offices did not answer in time; a post that waited for nothing else goes on by itself."""
    order.claiming(agency_id=Post.objects.values_list("agency_id", flat=True).get(pk=post_id))
    post = (
        Post.objects.select_for_update(of=("self",))
        .select_related("account__agency", "account__unit", "unit", "revision")
        .get(pk=post_id)
    )
    waited = _waited_for(DutyNotice.objects.filter(revision=post.revision))
    for notice in (one for one in waited if _ended(one, at)):
        notice.waited_at = _until(notice)
        notice.save(update_fields=["waited_at"])
        trail.record(
            verb="post.wait_ended",
            agency_id=post.agency_id,
            actor_id=None,
            subject_id=post.pk,
            at=at,
            revision_id=notice.revision_id,
            office=notice.role,
        )
    duties.send_on(post=post, at=at)
    return post


@transaction.atomic
def answer(*, post_id: int, actor: Member, at: datetime) -> Post:
    """An office that was told lets a post go on before its wait has ended. Raises what workflow.begin raises."""
    order.claiming(agency_id=actor.agency_id)
    taken = workflow.begin(post_id=post_id, action=Action.ANSWER, actor=actor, at=at)
    waited = DutyNotice.objects.filter(revision=taken.revision, role=taken.role, waited_at__isnull=True)
    for notice in waited.filter(wait_minutes__gt=0).order_by("pk"):
        notice.waited_at, notice.answered_by = at, actor
        notice.save(update_fields=["waited_at", "answered_by"])
    post = workflow.finish(
        taken, verb="post.office_answered", revision_id=taken.revision.pk, office=taken.role
    )
    duties.send_on(post=post, at=at)
    return post


def wanted(*, revision_id: int | None) -> bool:
    """Whether a version waits for an answer, or will once its offices have been told."""
    waited = DutyNotice.objects.filter(revision=revision_id, wait_minutes__gt=0, waited_at__isnull=True)
    return waited.exists()
