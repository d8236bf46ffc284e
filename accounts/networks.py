"""Whether an address lies in one of the networks that a setting names."""

import ipaddress
from collections.abc import Sequence
from functools import cache


def holds(*, networks: Sequence[str], address: str) -> bool:
    """Whether the address is in one of the networks; what is no address is in none."""
    if not networks:
        return False
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(found in network for network in _read(tuple(networks)))


@cache
def _read(listed: tuple[str, ...]) -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
    return tuple(ipaddress.ip_network(network, strict=False) for network in listed)
