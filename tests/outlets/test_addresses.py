"""The filter of addresses, over all of both internets."""

import ipaddress
from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from outlets.addresses import is_public, may_reach

fours = st.integers(0, 2**32 - 1).map(IPv4Address)
sixes = st.integers(0, 2**128 - 1).map(IPv6Address)
globals_ = st.integers(0, 2**125 - 1).map(lambda low: IPv6Address((1 << 125) | low))
CARRIERS = {
    "mapped": lambda four: f"::ffff:{four}",
    "compatible": lambda four: f"::{four}",
    "translated": lambda four: f"::ffff:0:{four}",
    "NAT64": lambda four: f"64:ff9b::{four}",
    "local NAT64": lambda four: f"64:ff9b:1::{four}",
    "6to4": lambda four: f"2002:{int(four) >> 16:x}:{int(four) & 0xFFFF:x}::1",
    "Teredo": lambda four: (
        f"2001:0:4136:e378:8000:63bf:{~int(four) >> 16 & 0xFFFF:x}:{~int(four) & 0xFFFF:x}"
    ),
    "ISATAP": lambda four: f"2620:fe::5efe:{four}",
    "unique ISATAP": lambda four: f"2620:fe::200:5efe:{four}",
}


@given(fours)
@example(IPv4Address("100.64.0.1"))
@example(IPv4Address("224.0.0.1"))
@example(IPv4Address("255.255.255.255"))
def test_no_address_of_a_house_a_machine_or_a_group_is_public(address: IPv4Address) -> None:
    """Python's own tables are another reading of the same registry."""
    if not address.is_global or address.is_multicast or address.is_private or address.is_reserved:
        assert not is_public(address)


@given(st.one_of(sixes, globals_))
@example(IPv6Address("::1"))
@example(IPv6Address("fe80::1"))
@example(IPv6Address("fd00:ec2::254"))
@example(IPv6Address("ff02::1"))
@example(IPv6Address("2001:db8::1"))
def test_of_the_new_addresses_only_global_ones_are_public(address: IPv6Address) -> None:
    if is_public(address):
        assert address.is_global
        assert address in ipaddress.ip_network("2000::/3")
        assert address.ipv4_mapped is None
        assert address.sixtofour is None
        assert address.teredo is None


@pytest.mark.parametrize("carrier", CARRIERS)
@given(fours)
@example(IPv4Address("169.254.169.254"))
@example(IPv4Address("127.0.0.1"))
@example(IPv4Address("8.8.8.8"))
def test_an_address_that_carries_another_is_never_public(carrier: str, address: IPv4Address) -> None:
    assert not is_public(ipaddress.ip_address(CARRIERS[carrier](address)))


@pytest.mark.parametrize(
    "metadata", ["169.254.169.254", "169.254.170.2", "100.100.100.200", "192.0.0.192", "168.63.129.16"]
)
def test_the_settings_of_a_machine_in_a_cloud_are_out_of_reach(metadata: str) -> None:
    assert not is_public(ipaddress.ip_address(metadata))


@pytest.mark.parametrize("address", ["8.8.8.8", "104.18.0.1", "2606:4700::6810:1", "2620:fe::fe"])
def test_the_open_web_is_reached_on_its_two_ports_alone(address: str) -> None:
    known = ipaddress.ip_address(address)
    assert [port for port in (21, 22, 80, 443, 5432, 6379, 8080) if may_reach(known, port)] == [80, 443]


def test_an_address_of_one_link_is_not_public() -> None:
    assert not is_public(IPv6Address("2606:4700::1%eth0"))
