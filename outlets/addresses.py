"""Which addresses a page may be fetched from: those of the open internet, and none that could be a house's own.

Source: the IANA registries of special-purpose addresses for IPv4 and IPv6. Of IPv6 only the global unicast block is
open, without what in it carries an IPv4 address or belongs to nobody: what is not known to be public is not.
"""

import ipaddress

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

WEB_PORTS = frozenset({80, 443})
_CLOSED_4 = tuple(
    ipaddress.IPv4Network(block)
    for block in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",  # shared by the customers of a carrier
        "127.0.0.0/8",
        "168.63.129.16/32",  # public in form; in Azure it answers with the machine's own settings
        "169.254.0.0/16",  # link-local; in most clouds it answers with the machine's own keys
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
)
_OPEN_6 = ipaddress.IPv6Network("2000::/3")
_CLOSED_6 = tuple(
    ipaddress.IPv6Network(block)
    for block in (
        "2001::/23",  # protocols, among them Teredo, which carries an IPv4 address
        "2001:db8::/32",
        "2002::/16",  # 6to4, which carries an IPv4 address
        "2620:4f:8000::/48",
        "3fff::/20",
    )
)
_ISATAP = 0x5EFE
_NOT_OF_ISATAP = 0x02000000
"""Whether the IPv4 address it carries is said to be unique."""


def is_public(address: Address) -> bool:
    """Whether an address can only be one of the open internet."""
    if isinstance(address, ipaddress.IPv4Address):
        return not any(address in block for block in _CLOSED_4)
    carries = (int(address) >> 32) & 0xFFFFFFFF & ~_NOT_OF_ISATAP == _ISATAP
    return (
        address in _OPEN_6
        and address.scope_id is None
        and not carries
        and not any(address in block for block in _CLOSED_6)
    )


def may_reach(address: Address, port: int) -> bool:
    """Whether a page may be fetched there."""
    return port in WEB_PORTS and is_public(address)
