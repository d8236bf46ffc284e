"""Addresses, numbers and moments that came with a request or a message, before anything is done with them."""

from datetime import UTC, datetime

from django.utils.http import url_has_allowed_host_and_scheme

ID_DIGITS = 19
"""More than any id has; Python and the database would stumble over far more."""


def local_path(address: str, *, otherwise: str = "/") -> str:
    """The address when it is a path of this portal, else another one."""
    if address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None):
        return address
    return otherwise


def whole(typed: str) -> int | None:
    """The id that was typed, or None for what can be no row's."""
    digits = typed.isascii() and typed.isdigit() and len(typed) < ID_DIGITS
    return int(typed) or None if digits else None


def moment(typed: str) -> datetime | None:
    """The moment that was typed with its offset, in UTC; None for what is none, or that no calendar has."""
    try:
        at = datetime.fromisoformat(typed)
        return at.astimezone(UTC) if at.tzinfo else None
    except (ValueError, OverflowError):
        return None
