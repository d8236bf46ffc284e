"""Addresses that came with a request or a message, before anybody is sent there."""

from django.utils.http import url_has_allowed_host_and_scheme


def local_path(address: str, *, otherwise: str = "/") -> str:
    """The address when it is a path of this portal, else another one."""
    if address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None):
        return address
    return otherwise
