from __future__ import annotations

import asyncio
import ipaddress
import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.fetching.addresses import (
    AddressRefusedError,
    GuardedResolver,
    guarded_socket,
    is_own,
    is_public,
    look_up,
    port_refusal,
    refusal,
)
from ingest.settings import FetchSettings

PUBLIC = FetchSettings(contact="bot@example.org")
PRIVATE = FetchSettings(allow_private_hosts=True)


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "2001:4860:4860::8888", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2002:808:808::1"],
)
def test_public_addresses(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1",
        "fd00:ec2::254", "fec0::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::7f00:1",
        "64:ff9b::10.0.0.1", "64:ff9b::127.0.0.1", "64:ff9b:1::1", "2002:7f00:1::1", "2002:a00:1::1", "2001::1",
        "2001:db8::1", "100::1", "168.63.129.16", "::ffff:168.63.129.16", "", "localhost", "0x7f.1", "2130706433",
    ],
)  # fmt: skip
def test_private_addresses_and_nonsense(address: str) -> None:
    assert not is_public(address)


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_is_judged_alike_inside_ipv6(address: ipaddress.IPv4Address) -> None:
    judged = is_public(str(address))
    assert is_public(f"::ffff:{address}") == judged
    assert is_public(f"64:ff9b::{address}") == judged


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "127.8.9.1", "10.1.2.3", "192.168.1.1", "172.16.0.1", "::1", "fd00::1"]
)
def test_addresses_of_sites_of_ones_own(address: str) -> None:
    assert is_own(address)
    assert refusal(address, PRIVATE) == ""


@pytest.mark.parametrize(
    "address",
    [
        "8.8.8.8", "169.254.169.254", "168.63.129.16", "100.100.100.200", "fd00:ec2::254", "fe80::1", "0.0.0.0", "::",
        "224.0.0.1", "ff02::1", "::ffff:169.254.169.254", "64:ff9b::169.254.169.254", "",
    ],
)  # fmt: skip
def test_addresses_of_nobodys_own_site(address: str) -> None:
    assert not is_own(address)
    assert refusal(address, PRIVATE) in {"private-address", "no-contact"}


def test_ports_matter_on_public_addresses_only() -> None:
    assert port_refusal("8.8.8.8", 22, PUBLIC) == "port"
    assert port_refusal("8.8.8.8", 443, PUBLIC) == ""
    assert port_refusal("127.0.0.1", 22, PRIVATE) == ""


def test_refusal_names_the_reason() -> None:
    assert refusal("127.0.0.1", PUBLIC) == "private-address"
    assert refusal("8.8.8.8", PUBLIC) == ""
    assert refusal("127.0.0.1", PRIVATE) == ""
    assert refusal("8.8.8.8", PRIVATE) == "no-contact"


def resolve(settings: FetchSettings, *addresses: str) -> list[str]:
    def known(host: str, port: int, family: int) -> list[tuple[int, str]]:
        return [(socket.AF_INET6 if ":" in address else socket.AF_INET, address) for address in addresses]

    async def ask() -> list[str]:
        resolver = GuardedResolver(settings, known)
        try:
            return [found["host"] for found in await resolver.resolve("example.org", 80)]
        finally:
            await resolver.close()

    return asyncio.run(ask())


def test_only_public_addresses_of_a_host_are_used() -> None:
    assert resolve(PUBLIC, "10.0.0.1", "8.8.8.8", "::1", "8.8.8.8") == ["8.8.8.8"]


def test_host_with_private_addresses_only_is_refused() -> None:
    with pytest.raises(AddressRefusedError, match="private-address"):
        resolve(PUBLIC, "127.0.0.1", "::1")
    assert resolve(PRIVATE, "127.0.0.1", "::1") == ["127.0.0.1", "::1"]


def test_host_without_addresses_does_not_resolve() -> None:
    with pytest.raises(socket.gaierror):
        resolve(PUBLIC)


@pytest.mark.parametrize("host", ["nowhere.invalid", "a" * 70 + ".example", "\udcff"])
def test_names_that_are_none_do_not_resolve(host: str) -> None:
    with pytest.raises(OSError):
        look_up(host, 80, 0)


def test_socket_of_a_forbidden_address_is_never_made() -> None:
    with pytest.raises(AddressRefusedError):
        guarded_socket(PUBLIC)((socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 80)))
    with guarded_socket(PRIVATE)((socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 80))) as made:
        assert made.family == socket.AF_INET
