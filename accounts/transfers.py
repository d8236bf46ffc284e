"""A member moves to another unit: their authority in the old one ends at once (CPD-TW.IV.C, V.D.3).

What waits to go out with their part in it is then a matter of whoever leads the old unit: authority has ended in the
ordinary way. A duty list forgets by itself whoever no longer holds the role of its office.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from accounts import access, grants, outbox, rotations
from accounts.authority import holders
from accounts.models import Authorisation, Cause, Ending, Member, Unit
from accounts.models.authority import COMMANDERS
from accounts.outbox import Letter
from audit import trail


class NotMoved(Exception):
    """The member does not move; the sentence says why."""


@transaction.atomic
def transfer(*, member: Member, to: Unit, actor: Member, at: datetime, reason: str) -> list[Authorisation]:
    """Assign a member to another unit of the agency, and end everything they hold in the old one.

    Returns what ended; what was to begin later never begins. Roles in other units stay; an approval of access ends.
    Changing every native password that the member knows becomes a task, and the member and both commanders are told.
    Who may is asked by the door. Raises NotMoved, and ValueError when the unit is of another agency.
    """
    if to.agency_id != member.agency_id:
        raise ValueError("A member moves only within their own agency.")
    moving = (
        Member.objects.select_for_update(of=("self",), no_key=True).select_related("unit").get(pk=member.pk)
    )
    left = moving.unit
    if left.pk == to.pk:
        raise NotMoved(f"{moving} is of the {to.short_name} already.")
    held = list(
        Authorisation.objects.select_for_update(of=("self",))
        .filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at), member=moving, unit=left)
        .select_related("member")
        .order_by("pk")
    )
    grants.end_all(
        held=held,
        unit=left,
        ended_by=actor,
        at=at,
        ends_at=at,
        reason=reason,
        how=Ending.TRANSFERRED,
    )
    access.end_all(member=moving, by=actor, at=at)
    moving.unit, moving.community_policing = to, False
    moving.save(update_fields=["unit", "community_policing"])
    trail.record(
        verb="member.transferred",
        agency_id=moving.agency_id,
        actor_id=actor.pk,
        subject_id=moving.pk,
        at=at,
        from_id=left.pk,
        to_id=to.pk,
    )
    rotations.open_for(member=moving, why=Cause.MOVED, actor=actor, at=at)
    _tell(moving, left, held, actor, at)
    member.unit, member.community_policing = to, False
    return held


def _tell(moved: Member, left: Unit, ended: list[Authorisation], actor: Member, at: datetime) -> None:
    lost = ", ".join(f"“{one.get_role_display()}”" for one in ended)
    roles = (
        f"What you held in the {left.short_name} has ended: {lost}." if ended else "You held no role there."
    )
    letters = [
        Letter(
            to=[moved],
            kind="transfer",
            subject=f"You are of the {moved.unit.short_name} now",
            body=f"{actor} moved you from the {left.short_name}. {roles} "
            "Posts you began there stay with that unit.",
            link=reverse("my_authority"),
        )
    ]
    for unit, says in ((left, "left the"), (moved.unit, "joined the")):
        found = holders(role=COMMANDERS, unit_id=unit.pk, agency_id=unit.agency_id, at=at)
        their_roles = (
            f"Their roles in the {left.short_name} ended at once." if ended else "They held no role there."
        )
        letters.append(
            Letter(
                to=[one for one in found if one.pk not in (moved.pk, actor.pk)],
                kind="transfer",
                subject=f"{moved} has {says} {unit.short_name}",
                body=f"{their_roles} {_NEXT[unit.pk == left.pk]}",
                link=f"{reverse('people')}?unit={unit.pk}",
            )
        )
    outbox.write_all(letters=[letter for letter in letters if letter.to], at=at)


_NEXT = {
    True: "Name somebody else if the unit needs one.",
    False: "Give them a role if they are to write or to decide.",
}
