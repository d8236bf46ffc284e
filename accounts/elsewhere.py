"""Networks on which the portal does not publish: where their pages stand, and what a page must say there."""

import hashlib
from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import urlsplit, urlunsplit

from accounts.models import Network

HOSTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        Network.FACEBOOK: ("facebook.com", "fb.com"),
        Network.INSTAGRAM: ("instagram.com",),
        Network.YOUTUBE: ("youtube.com",),
        Network.NEXTDOOR: ("nextdoor.com",),
        Network.THREADS: ("threads.net", "threads.com"),
        Network.TIKTOK: ("tiktok.com",),
        Network.LINKEDIN: ("linkedin.com",),
        Network.BLUESKY: ("bsky.app",),
    }
)
"""Under which names the pages of a network stand; another network may have any."""
MUST_SAY: Mapping[str, str] = MappingProxyType(
    {
        "emergency": "In an emergency one calls 911",
        "hours": "Nobody reads the page around the clock",
        "complaints": "Where a complaint about a member goes",
        "kept_by": "That the department keeps the page, how to reach it, and a link to its website",
        "opinions": "That what visitors write is their own opinion, and what may be removed",
        "records": "That what is written there may be kept and given to who asks for records",
    }
)
"""What the page of an account of a department says (CPD-TW.IV.G, DPD-227.A and B); people compare it."""
LONGEST = 200


class NoAddress(ValueError):
    """What was typed is no page of that network; the sentence says what to type."""


def read_address(*, typed: str, network: str) -> str:
    """The address of an account's page, in one form: https, the host in small letters, no mark. Raises NoAddress."""
    try:
        parts = urlsplit(typed.strip() if "//" in typed else f"https://{typed.strip()}")
        host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    except ValueError:
        host = ""
    hosts = HOSTS.get(Network(network), ())
    if "." not in host or not host.isascii() or parts.scheme not in ("http", "https") or " " in typed.strip():
        raise NoAddress("Paste the address of the page, such as https://www.facebook.com/your.page.")
    if hosts and not any(host == known or host.endswith(f".{known}") for known in hosts):
        raise NoAddress(
            f"Paste the address of its page on {Network(network).label}: it begins with {hosts[0]}."
        )
    if not parts.path.strip("/") and hosts:
        raise NoAddress("Paste the address of the page itself, with what follows the name of the network.")
    read = urlunsplit(("https", host, parts.path.rstrip("/"), parts.query, ""))
    if len(read) > LONGEST:
        raise NoAddress(
            f"This address has more than {LONGEST} characters. Leave out what follows the question mark."
        )
    return read


def stands_for(*, address: str) -> str:
    """What stands for the network's number of an account whose number the portal never learns."""
    return f"@{hashlib.sha256(address.lower().encode()).hexdigest()[:28]}"
