"""Confirming that a version of the policy was read: once for each member and version (CPD-TW.IV.B)."""

from datetime import datetime

from django.db import transaction

from accounts.models import Acknowledgement, AgencyPolicy, Member
from audit import trail, vault


def words(*, policy: AgencyPolicy, title: str) -> str:
    """What a member says by confirming; kept in the vault as it was shown."""
    here = policy.effective_at.astimezone(policy.agency.tzinfo)
    return (
        f"I have read the rules “{title}”, version {policy.version}, in force from "
        f"{here.day} {here:%B %Y}. I post for the department, and I keep to them."
    )


@transaction.atomic
def acknowledge(*, policy: AgencyPolicy, member: Member, said: str, at: datetime) -> bool:
    """A member confirms a version of their agency's policy; False where they had done so already.

    Raises ValueError for another agency's policy.
    """
    if policy.agency_id != member.agency_id:
        raise ValueError("A member confirms only the policy of their own agency.")
    digest, sealed = vault.seal(content=said, agency_id=policy.agency_id)
    _, new = Acknowledgement.objects.get_or_create(
        policy=policy, member=member, defaults={"said_digest": digest, "at": at}
    )
    if new:
        trail.record(
            verb="policy.acknowledged",
            agency_id=policy.agency_id,
            actor_id=member.pk,
            subject_id=member.pk,
            at=at,
            policy_id=policy.pk,
            said_sealed=sealed,
        )
    return new


@transaction.atomic
def take_over(
    *, policy: AgencyPolicy, member: Member, said_at: datetime, actor: Member, at: datetime
) -> bool:
    """A confirmation that was given elsewhere, on a day before; False where there is one already."""
    _, new = Acknowledgement.objects.get_or_create(policy=policy, member=member, defaults={"at": said_at})
    if new:
        trail.record(
            verb="policy.acknowledged",
            agency_id=policy.agency_id,
            actor_id=actor.pk,
            subject_id=member.pk,
            at=at,
            policy_id=policy.pk,
            said_sealed=None,
        )
    return new
