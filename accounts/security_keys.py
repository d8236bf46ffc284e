"""Security keys: under which name they know the portal, and what a browser may say for one."""

import ipaddress
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from fido2.cose import UnsupportedKey
from fido2.utils import websafe_encode
from fido2.webauthn import CollectedClientData, RegistrationResponse

TYPE = "public-key"
UNUSABLE = "Nothing that the portal can use came from a key. Try again."
_NOT_WHAT_A_BROWSER_SAYS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
)
"""What fido2 stumbles over, where somebody sends what no browser makes."""


def name_for_keys(request: HttpRequest) -> str:
    """The portal's name as keys know it: the host of PUBLIC_URL, and on this machine alone that of the address."""
    given = urlsplit(settings.PUBLIC_URL)
    if given.scheme == "https":
        return given.hostname or ""
    return urlsplit(f"//{request.get_host()}").hostname or ""


def work_here(request: HttpRequest) -> bool:
    """Whether keys know the portal by the present address: they take a name, never a number."""
    try:
        ipaddress.ip_address(name_for_keys(request))
    except ValueError:
        return True
    return False


@contextmanager
def read() -> Iterator[None]:
    """Whatever is sent in place of a key's answer is met with one sentence."""
    try:
        yield
    except _NOT_WHAT_A_BROWSER_SAYS as stumbled:
        raise ValidationError(UNUSABLE, code="unusable") from stumbled
    except ValidationError as wrong:
        if getattr(wrong, "code", "") != "incorrect_code":
            raise
        raise ValidationError(UNUSABLE, code="unusable") from wrong


def must_be_asked_here(said: CollectedClientData, request: HttpRequest) -> None:
    """ValueError for what a key said to another page: one of a neighbouring name, or one that holds ours in a frame."""
    given = urlsplit(settings.PUBLIC_URL)
    here = f"{given.scheme}://{given.netloc.lower().removesuffix(':443')}"
    if given.scheme != "https":
        here = f"http://{request.get_host()}"
    if said.origin != here or said.cross_origin:
        raise ValueError("The key was asked by another page.")


def as_kept(new: RegistrationResponse) -> dict[str, Any]:
    """A new key as allauth keeps it, with nothing that the browser said besides. ValueError for one of no use."""
    credential = new.response.attestation_object.auth_data.credential_data
    if credential is None or isinstance(credential.public_key, UnsupportedKey):
        raise ValueError("Nobody here could check what this key signs.")
    number = websafe_encode(credential.credential_id)
    return {
        "id": number,
        "rawId": number,
        "type": TYPE,
        "response": {
            "clientDataJSON": websafe_encode(new.response.client_data),
            "attestationObject": websafe_encode(new.response.attestation_object),
        },
    }
