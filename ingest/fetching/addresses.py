"""Which addresses may be connected to: the guard against requests into private networks (SSRF), at connect time."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from ipaddress import IPv4Address, IPv6Address
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult

from ingest.settings import FetchSettings

Lookup = Callable[[str, int, int], list[tuple[int, str]]]
NAT64 = ipaddress.ip_network("64:ff9b::/96")
# Where clouds hand out credentials; Azure's is globally routable by its number.
METADATA = frozenset(
    map(ipaddress.ip_address, ("169.254.169.254", "168.63.129.16", "100.100.100.200", "fd00:ec2::254"))
)
PRIVATE, NO_CONTACT, PORT = "private-address", "no-contact", "port"


class AddressRefusedError(OSError):
    """A connection that the settings do not allow.

    Attributes:
        reason: PRIVATE, NO_CONTACT or PORT.
    """

    def __init__(self, host: str, address: str, reason: str) -> None:
        super().__init__(f"{host} is at {address}: {reason}")
        self.reason = reason


def is_public(address: str) -> bool:
    """Return whether an IP address is globally routable, that of IPv4 inside IPv6 included; False for no address."""
    parsed = _parsed(address)
    return parsed is not None and _is_global(parsed)


def is_own(address: str) -> bool:
    """Return whether a site of one's own may be at an address: loopback and private networks, never link-local ones."""
    parsed = _parsed(address)
    return parsed is not None and not (_is_global(parsed) or _is_special(parsed))


def _parsed(address: str) -> IPv4Address | IPv6Address | None:
    """Return the address that packets end at: of IPv4 mapped into IPv6, 6to4 and NAT64 the one inside."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return None
    if isinstance(parsed, IPv4Address):
        return parsed
    if parsed in NAT64:
        return IPv4Address(int(parsed) & 0xFFFFFFFF)
    return parsed.ipv4_mapped or parsed.sixtofour or parsed


def _is_global(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv6Address) and (address.is_site_local or address.teredo is not None):
        return False
    return address.is_global and not (_is_special(address) or address.is_reserved)


def _is_special(address: IPv4Address | IPv6Address) -> bool:
    return address in METADATA or address.is_link_local or address.is_multicast or address.is_unspecified


def refusal(address: str, settings: FetchSettings) -> str:
    """Return why an address must not be connected to, or an empty string."""
    if is_public(address):
        return "" if settings.contact else NO_CONTACT
    return "" if settings.allow_private_hosts and is_own(address) else PRIVATE


def port_refusal(address: str, port: int, settings: FetchSettings) -> str:
    """Return why a port must not be connected to, or an empty string: on sites of one's own any may be."""
    return PORT if is_public(address) and port not in settings.ports else ""


def look_up(host: str, port: int, family: int) -> list[tuple[int, str]]:
    """Return family and address of every address of a host, as the system resolves it.

    Raises:
        OSError: The host does not resolve.
    """
    try:
        found = socket.getaddrinfo(host, port, family, socket.SOCK_STREAM)
    except UnicodeError as error:
        raise socket.gaierror(socket.EAI_NONAME, f"{host!r} is no host name") from error
    return [(int(kind), str(address[0])) for kind, _, _, _, address in found]


class GuardedResolver(AbstractResolver):
    """Resolves host names to those of their addresses that may be connected to.

    Args:
        settings: What may be connected to.
        lookup: How names become addresses.
    """

    def __init__(self, settings: FetchSettings, lookup: Lookup = look_up) -> None:
        self._settings = settings
        self._lookup = lookup
        # A pool of our own, a thread a host: slow name servers must not hold up the other hosts.
        self._pool = ThreadPoolExecutor(max_workers=settings.hosts_at_once, thread_name_prefix="resolve")

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return the allowed addresses of a host.

        Raises:
            AddressRefusedError: The host has addresses, but none that may be connected to.
            OSError: The host does not resolve.
        """
        found = await asyncio.get_running_loop().run_in_executor(self._pool, self._lookup, host, port, family)
        refusals = {address: refusal(address, self._settings) for _, address in found}
        if not found:
            raise socket.gaierror(socket.EAI_NONAME, f"{host} has no address")
        allowed = [(kind, address) for kind, address in dict.fromkeys(found) if not refusals[address]]
        if not allowed:
            address = found[0][1]
            raise AddressRefusedError(host, address, refusals[address])
        return [
            ResolveResult(hostname=host, host=address, port=port, family=kind, proto=0, flags=socket.AI_NUMERICHOST)
            for kind, address in allowed
        ]

    async def close(self) -> None:
        """Let the threads go; a look-up still under way ends by itself."""
        self._pool.shutdown(wait=False, cancel_futures=True)


def guarded_socket(settings: FetchSettings) -> Callable[[Any], socket.socket]:
    """Return a socket factory that refuses forbidden addresses.

    It sees every address right before the connection: also those written into a URL, which no resolver is asked for.
    """

    def create(info: tuple[int, int, int, str, tuple[Any, ...]]) -> socket.socket:
        family, kind, protocol, _, target = info
        address, port = str(target[0]), int(target[1])
        if reason := refusal(address, settings) or port_refusal(address, port, settings):
            raise AddressRefusedError(address, address, reason)
        return socket.socket(family, kind, protocol)

    return create
