"""The units of an agency, and what the agency says of itself."""

from datetime import datetime

from django.db import transaction

from accounts.models import Agency, Member, Unit
from audit import trail


@transaction.atomic
def register(
    *, agency: Agency, number: str, name: str, kind: str, actor: Member | None, at: datetime
) -> Unit:
    """A unit with nobody in it."""
    unit = Unit.objects.create(agency=agency, number=number, name=name, kind=kind)
    trail.record(
        verb="unit.registered",
        agency_id=agency.pk,
        actor_id=actor.pk if actor else None,
        subject_id=unit.pk,
        at=at,
    )
    return unit


@transaction.atomic
def change(*, unit_id: int, number: str, name: str, kind: str, actor: Member, at: datetime) -> bool:
    """Set number, name and kind of a unit; returns whether anything changed."""
    unit = Unit.objects.select_for_update(no_key=True).get(pk=unit_id)
    if (unit.number, unit.name, unit.kind) == (number, name, kind):
        return False
    unit.number, unit.name, unit.kind = number, name, kind
    unit.save(update_fields=["number", "name", "kind"])
    trail.record(verb="unit.changed", agency_id=unit.agency_id, actor_id=actor.pk, subject_id=unit.pk, at=at)
    return True


@transaction.atomic
def change_agency(
    *, agency_id: int, name: str, language: str, quiet_days: int | None, actor: Member, at: datetime
) -> bool:
    """Set what an agency says of itself, and after how many days without a post a unit is told; None: no unit is.

    Returns whether anything changed.
    """
    agency = Agency.objects.select_for_update(no_key=True).get(pk=agency_id)
    if (agency.name, agency.language, agency.quiet_days) == (name, language, quiet_days):
        return False
    agency.name, agency.language, agency.quiet_days = name, language, quiet_days
    agency.save(update_fields=["name", "language", "quiet_days"])
    trail.record(verb="agency.changed", agency_id=agency.pk, actor_id=actor.pk, subject_id=agency.pk, at=at)
    return True
