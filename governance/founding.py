"""Founding an agency: each part with its event, for a department of one's own and for the invented ones alike.

Every function must be called inside one transaction: the trail refuses anything else.
"""

from datetime import datetime

from accounts.models import Agency, AgencyPolicy
from audit import trail
from directives.pack import load_pack


def set_up(*, slug: str, name: str, zone: str = "America/Chicago", at: datetime) -> Agency:
    """An agency with nobody in it."""
    agency = Agency.objects.create(slug=slug, name=name, zone=zone, created_at=at)
    trail.record(verb="agency.set_up", agency_id=agency.pk, actor_id=None, subject_id=agency.pk, at=at)
    return agency


def adopt(*, agency: Agency, pack: str, at: datetime, effective_at: datetime | None = None) -> AgencyPolicy:
    """Adopt the version of a pack that the project ships, from now or from a later moment on."""
    begins = effective_at or at
    loaded = load_pack(pack)
    policy = AgencyPolicy.objects.create(
        agency=agency,
        pack=loaded.slug,
        version=loaded.version,
        digest=loaded.digest,
        effective_at=begins,
        adopted_at=at,
    )
    trail.record(
        verb="policy.adopted",
        agency_id=agency.pk,
        actor_id=None,
        subject_id=agency.pk,
        at=at,
        pack=loaded.slug,
        pack_digest=loaded.digest,
        effective_at=begins,
    )
    return policy
