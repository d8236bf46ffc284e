"""Who writes the roster of a unit: asked again inside the transaction of every change (CPD-TW.V.A.2, V.B)."""

from datetime import datetime

from django.core.exceptions import PermissionDenied

from accounts import authority
from accounts.authority import Authority
from accounts.models import Member, Period, Role
from accounts.models.authority import COMMANDERS

WRITERS = "The commander of a unit, or whoever acts for them, writes its roster. Ask them."
ALL_UNITS = "Administrators import rosters for the whole department."
OVER = "This police period is over, and what held in it stands. Write the roster of the current one."


def leads(*, held: Authority, unit_id: int) -> bool:
    """Whether somebody leads a unit, or acts for whoever does."""
    return unit_id in held.units(*COMMANDERS)


def is_over(*, period: Period, actor: Member, at: datetime) -> bool:
    """Whether a period has passed, by the days of the actor's agency: authority is not written for the past."""
    return period.is_over(on=at.astimezone(actor.agency.tzinfo).date())


def ask(*, unit_id: int | None, actor: Member, at: datetime, period: Period) -> None:
    """Raise PermissionDenied with a sentence unless somebody writes the roster of a unit now; of all units for None.

    Nobody writes that of a period which is over.

    Call it inside the transaction of the change: an authority that ended while a page was open is gone.
    """
    held = authority.load(member=actor, at=at)
    if unit_id is None and not held.holds(Role.ADMINISTRATOR):
        raise PermissionDenied(ALL_UNITS)
    if unit_id is not None and not leads(held=held, unit_id=unit_id):
        raise PermissionDenied(WRITERS)
    if is_over(period=period, actor=actor, at=at):
        raise PermissionDenied(OVER)
