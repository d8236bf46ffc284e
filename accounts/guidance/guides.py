"""Who guides the units: the social media coordinator's office, and Communications (CPD-TW.V.C.2, V.E.1)."""

from datetime import datetime

from django.core.exceptions import PermissionDenied

from accounts import authority as authorities
from accounts.models import Member, Role

GUIDES = (Role.COMMUNITY_POLICING, Role.COMMUNICATIONS)
NOT_YOURS = "The coordinator in Community Policing and Communications guide the units."


def require(*, actor: Member, at: datetime) -> None:
    """Raise PermissionDenied where the member does not guide the units now: asked again within the act itself."""
    if not authorities.load(member=actor, at=at).holds(*GUIDES):
        raise PermissionDenied(NOT_YOURS)
