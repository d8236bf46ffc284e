"""Written permissions and posts: which ones a draft names, what a version rests on, and what goes back with one."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts import order, written
from accounts.authority import Authority
from accounts.models import Member, OutletAccount, WrittenPermission
from accounts.models.agency import UnitKind
from audit import trail
from directives.decision import Decision
from directives.model import PermissionKey, Question
from directives.pack import Pack
from directives.permission_rules import PermissionRequired
from posts import going_back, notices
from posts.models import (
    Post,
    Revision,
    RevisionPermission,
    RouteStep,
    Status,
)

WAITING = (Status.IN_REVIEW, Status.APPROVED, Status.STOPPED, Status.MISSED)
"""Submitted and not claimed: what rests on a permission that ends goes back."""
OUT = (Status.SENDING, Status.PARTLY_OUT, Status.PUBLISHED, Status.UNKNOWN)
"""What a person takes down, where it has to go."""
MOST_OFFERED = 50


def named(
    *,
    pack: Pack,
    answers: Mapping[str, str],
    account: OutletAccount,
    by_office: bool = False,
    at: datetime,
) -> list[WrittenPermission]:
    """The permissions that the answers name and a post may rest on, in force at a moment; no query for none."""
    asking = (one for one in pack.questions if one.kind == "permission")
    typed = ((one, answers.get(one.key, "").strip()) for one in asking)
    numbers = [int(answer) for one, answer in typed if one.accepts(answer=answer)]
    return list(_for(account, by_office, at).filter(pk__in=numbers).order_by("pk")) if numbers else []


def offered(
    *,
    pack: Pack,
    questions: Sequence[Question],
    account: OutletAccount,
    by_office: bool = False,
    at: datetime,
) -> dict[str, list[WrittenPermission]]:
    """By question that asks for a permission, those of its kind that a draft may name, what lasts longest first."""
    asked = {one.key for one in questions if one.kind == "permission"}
    kinds = {key: kind for key, kind in wanted(pack=pack).items() if key in asked}
    if not kinds:
        return {}
    found = (
        _for(account, by_office, at)
        .filter(kind__in=kinds.values())
        .select_related("asked_by")
        .order_by("-expires_at", "-pk")[:MOST_OFFERED]
    )
    return {key: [one for one in found if one.kind == kind] for key, kind in kinds.items()}


def wanted(*, pack: Pack) -> dict[str, PermissionKey]:
    """By question that asks for a written permission, the kind of it."""
    return {rule.attached_by: rule.permission for rule in pack.rules if isinstance(rule, PermissionRequired)}


def _for(account: OutletAccount, by_office: bool, at: datetime) -> QuerySet[WrittenPermission]:
    """Those of the account's unit; where Communications writes from it, those that its own unit asked for, too."""
    units = Q(unit_id=account.unit_id)
    if by_office:
        units |= Q(unit__kind=UnitKind.COMMUNICATIONS)
    return written.in_force(at=at).filter(units, agency_id=account.agency_id, kind__in=written.ASKED_FOR)


def freeze(*, revision: Revision, decision: Decision, found: Sequence[WrittenPermission]) -> None:
    """Bind the named permissions of the kinds that the rules ask for: the database counts them at the claim."""
    RevisionPermission.objects.bulk_create(
        RevisionPermission(revision=revision, permission=one)
        for one in found
        if one.kind in decision.permissions
    )


def give_with(
    *,
    post: Post,
    revision: Revision,
    step: RouteStep,
    decision: Mapping[str, Any],
    actor: Member,
    at: datetime,
) -> None:
    """What whoever gives a step permits by it, as an object of its own that can be ended (CPD-TW.V.D.11)."""
    steps = (one for one in decision["route"] if one["key"] == step.key)
    for reason in (one for each in steps for one in each["reasons"] if one.get("permission")):
        given = written.give_with_a_version(
            asked_by=revision.submitted_by,
            unit=post.unit,
            actor=actor,
            kind=reason["permission"],
            covers=f"Post {post.pk}, version {revision.number}",
            reason=reason["authorisation"],
            at=at,
        )
        RevisionPermission.objects.create(revision=revision, permission=given)


@transaction.atomic
def end(*, permission_id: int, actor: Member, reason: str, at: datetime) -> list[Post] | None:
    """End a permission; what waits and rests on it goes back in the same instant, in one order with claims.

    Returns the posts that are out, for a person to look at; None when it did not run any more.
    """
    order.taking_away(agency_id=actor.agency_id)
    if written.end(permission_id=permission_id, actor=actor, reason=reason, at=at) is None:
        return None
    rests = resting_on(permission_id=permission_id, agency_id=actor.agency_id)
    waiting = rests.filter(status__in=WAITING).select_for_update(of=("self",)).order_by("pk")
    back = list(waiting.select_related("unit"))
    going_back.take(posts=back, at=at)
    trail.record_each(
        verb="post.permission_ended",
        agency_id=actor.agency_id,
        actor_id=actor.pk,
        subject_ids=[post.pk for post in back],
        at=at,
        permission_id=permission_id,
    )
    for post in back:
        _tell(post, actor, at)
    return list(rests.filter(status__in=OUT).select_related("unit", "account").order_by("-pk")[:MOST_OFFERED])


def _tell(post: Post, by: Member, at: datetime) -> None:
    notices.tell(
        post,
        notices.authors(post),
        "permission_ended",
        f"A post of the {post.unit.short_name} went back: a written permission has ended",
        f"{by.titled_name} ended a permission that it rests on. Name another one, or take out what needs it.",
        at,
    )


def resting_on(*, permission_id: int, agency_id: int) -> QuerySet[Post]:
    """The posts whose present version rests on a permission."""
    rests = RevisionPermission.objects.filter(permission_id=permission_id).values("revision")
    return Post.objects.filter(agency_id=agency_id, revision__in=rests)


def read_by(*, permission: WrittenPermission, authority: Authority) -> list[Post]:
    """The posts that rest on a permission, last changed first, of those that the member sees."""
    found = resting_on(permission_id=permission.pk, agency_id=permission.agency_id)
    rows = found.select_related("unit", "account").order_by("-changed_at", "-pk")[:MOST_OFFERED]
    return [post for post in rows if authority.sees(unit_id=post.unit_id)]


def opened_by(
    *, decision: Mapping[str, Any], revision: Revision, authority: Authority
) -> dict[str, WrittenPermission]:
    """By number, what a version rests on and the reader may open; no query where no permission was asked for."""
    if all(one["kind"] != "permission" for one in decision["questions"]):
        return {}
    found = WrittenPermission.objects.filter(revisions__revision=revision)
    return {str(one.pk): one for one in found if written.may_read(authority=authority, permission=one)}


def of_post(*, post: Post) -> list[WrittenPermission]:
    """What the present version of a post rests on: one query."""
    found = WrittenPermission.objects.filter(revisions__revision=post.revision_id)
    return list(found.select_related("decided_by", "ended_by").order_by("pk"))
