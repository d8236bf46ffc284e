"""Founding an agency: each part with its event, for a department of one's own and for the invented ones alike.

Every function must be called inside one transaction: the trail refuses anything else.
"""

from datetime import datetime

from accounts.models import Agency, AgencyPolicy, Member, Unit
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


def register_unit(*, agency: Agency, number: str, name: str, kind: str, at: datetime) -> Unit:
    """A unit of the agency."""
    unit = Unit.objects.create(agency=agency, number=number, name=name, kind=kind)
    trail.record(verb="unit.registered", agency_id=agency.pk, actor_id=None, subject_id=unit.pk, at=at)
    return unit


def register_member(
    *, unit: Unit, log_on_id: str, password: str | None, at: datetime, **facts: str
) -> Member:
    """A member of a unit; without a password they sign in by a one-time link first."""
    member = Member.objects.create_user(
        log_on_id=log_on_id, password=password, agency=unit.agency, unit=unit, joined_at=at, **facts
    )
    trail.record(
        verb="member.registered",
        agency_id=unit.agency_id,
        actor_id=None,
        subject_id=member.pk,
        at=at,
        unit_id=unit.pk,
    )
    return member
