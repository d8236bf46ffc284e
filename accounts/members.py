"""The members of an agency: registered, changed, deactivated and taken back by its administrators."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.urls import reverse

from accounts import access, grants, outbox, rotations, sessions
from accounts.models import Authorisation, Cause, Ending, Member, Tour, Unit
from audit import trail

DEACTIVATED = "Deactivated"
"""The reason with which their roles end."""


class NotDeactivated(ValueError):
    """Nothing was changed; the sentence says why."""


@transaction.atomic
def register(
    *,
    unit: Unit,
    log_on_id: str,
    actor: Member | None,
    at: datetime,
    **facts: Any,
) -> Member:
    """A member of a unit, without any role and without a password: they choose one by a one-time link."""
    member = Member.objects.create_user(
        log_on_id=log_on_id, agency=unit.agency, unit=unit, joined_at=at, **facts
    )
    _record("member.registered", member, actor, at, unit_id=unit.pk)
    return member


def invite(*, member: Member, at: datetime) -> None:
    """Write to a new member how they get their password; call it inside the transaction in which they come."""
    outbox.write(
        to=[member],
        kind="member_registered",
        subject="Choose your password for the portal",
        body=(
            f"You are registered with the log-on ID {member.log_on_id}. Open the link and type this e-mail address: "
            "you are sent a one-time link with which you choose your password."
        ),
        link=reverse("account_reset_password"),
        at=at,
    )


@transaction.atomic
def change(*, member_id: int, actor: Member, at: datetime, **facts: str | bool) -> bool:
    """Set facts of a member; returns whether anything changed. Their unit changes by a transfer alone."""
    member = Member.objects.select_for_update(no_key=True).get(pk=member_id)
    changed = [name for name, value in facts.items() if getattr(member, name) != value]
    if not changed:
        return False
    for name in changed:
        setattr(member, name, facts[name])
    member.save(update_fields=changed)
    _record("member.changed", member, actor, at)
    return True


@transaction.atomic
def deactivate(*, member_id: int, actor: Member, at: datetime) -> Member:
    """End everything a member may do: signing in, every role, access, every tour. Raises NotDeactivated.

    What they wrote or approved and is not out yet does not go out. Passwords of networks that they know are to be
    changed.
    """
    member = Member.objects.select_for_update(no_key=True).get(pk=member_id)
    if member.pk == actor.pk:
        raise NotDeactivated("Nobody deactivates themselves. Ask another administrator.")
    if not member.is_active:
        raise NotDeactivated(f"{member} is deactivated already.")
    member.is_active = False
    member.save(update_fields=["is_active"])
    sessions.end(member=member, actor=actor, at=at)
    _end_roles(member, actor, at)
    access.end_all(member=member, by=actor, at=at)
    Tour.objects.filter(member=member, ends_at__gt=at).update(ends_at=Greatest(F("started_at"), at))
    _record("member.deactivated", member, actor, at)
    rotations.open_for(member=member, why=Cause.LEFT, actor=actor, at=at)
    return member


def _end_roles(member: Member, actor: Member, at: datetime) -> None:
    # Locked, so that what is revoked or suspended in this instant stays so.
    theirs = Authorisation.objects.select_for_update(of=("self",)).filter(member=member)
    held = theirs.exclude(ends_at__lte=at).select_related("unit")
    by_unit: dict[Unit, list[Authorisation]] = {}
    for one in held.order_by("pk"):
        by_unit.setdefault(one.unit, []).append(one)
    for unit, some in by_unit.items():
        grants.end_all(
            held=some,
            unit=unit,
            ended_by=actor,
            at=at,
            ends_at=at,
            reason=DEACTIVATED,
            how=Ending.ENDED,
        )


@transaction.atomic
def reactivate(*, member_id: int, actor: Member, at: datetime) -> bool:
    """Let a member sign in again, without any role; returns whether they could not before."""
    member = Member.objects.select_for_update(no_key=True).get(pk=member_id)
    if member.is_active:
        return False
    member.is_active = True
    member.save(update_fields=["is_active"])
    _record("member.reactivated", member, actor, at)
    return True


def _record(verb: str, member: Member, actor: Member | None, at: datetime, **more: int) -> None:
    trail.record(
        verb=verb,
        agency_id=member.agency_id,
        actor_id=actor.pk if actor else None,
        subject_id=member.pk,
        at=at,
        **more,
    )
