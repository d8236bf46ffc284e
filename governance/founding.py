"""Founding an agency: each part with its event, for a department of one's own and for the invented ones alike.

Every function must be called inside one transaction: the trail refuses anything else.
"""

from datetime import datetime

from accounts import adopting
from accounts.models import Agency, AgencyPolicy
from audit import trail
from directives.pack import source_of


def set_up(*, slug: str, name: str, zone: str = "America/Chicago", at: datetime) -> Agency:
    """An agency with nobody in it."""
    agency = Agency.objects.create(slug=slug, name=name, zone=zone, created_at=at)
    trail.record(verb="agency.set_up", agency_id=agency.pk, actor_id=None, subject_id=agency.pk, at=at)
    return agency


def adopt(*, agency: Agency, pack: str, at: datetime, effective_at: datetime | None = None) -> AgencyPolicy:
    """Adopt as its first rules the version of a pack that the project ships, from now or from a later moment on."""
    return adopting.first(agency=agency, source=source_of(pack), effective_at=effective_at or at, at=at)
