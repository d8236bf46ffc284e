"""Who writes the roster of a unit: asked again inside the transaction of every change (CPD-TW.V.A.2, V.B)."""

from datetime import datetime

from django.core.exceptions import PermissionDenied

from accounts import authority
from accounts.authority import Authority
from accounts.models import Member, Role
from accounts.models.authority import COMMANDERS

WRITERS = "The commander of a unit, or whoever acts for them, writes its roster. Ask them."
ALL_UNITS = "Administrators import rosters for the whole department."


def leads(*, held: Authority, unit_id: int) -> bool:
    """Whether somebody leads a unit, or acts for whoever does."""
    return unit_id in held.units(*COMMANDERS)


def ask(*, unit_id: int | None, actor: Member, at: datetime) -> None:
    """Raise PermissionDenied with a sentence unless somebody writes the roster of a unit now; of all units for None.

    Call it inside the transaction of the change: an authority that ended while a page was open is gone.
    """
    held = authority.load(member=actor, at=at)
    if unit_id is None and not held.holds(Role.ADMINISTRATOR):
        raise PermissionDenied(ALL_UNITS)
    if unit_id is not None and not leads(held=held, unit_id=unit_id):
        raise PermissionDenied(WRITERS)
