"""Which addresses may be dialled. Pure.

A feed's URL, a redirect or a DNS answer is somebody else's choice, so it must not lead into the operator's own network.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

#: where clouds hand out credentials to whoever asks from inside: AWS (also by IPv6 and for ECS tasks), Azure's wire
#: server, Alibaba, Oracle, Google by IPv6. 169.254.169.254 serves most of them.
_METADATA: frozenset[Address] = frozenset(
    {
        IPv4Address("169.254.169.254"),
        IPv4Address("169.254.170.2"),
        IPv4Address("168.63.129.16"),
        IPv4Address("100.100.100.200"),
        IPv4Address("192.0.0.192"),
        IPv6Address("fd00:ec2::254"),
        IPv6Address("fd20:ce::254"),
    }
)

#: own networks: a person who names a host on the command line may mean one of these
_LOCAL: tuple[tuple[Network, str], ...] = (
    (IPv4Network("127.0.0.0/8"), "a loopback"),
    (IPv6Network("::1/128"), "a loopback"),
    (IPv4Network("10.0.0.0/8"), "a private"),
    (IPv4Network("172.16.0.0/12"), "a private"),
    (IPv4Network("192.168.0.0/16"), "a private"),
    (IPv6Network("fc00::/7"), "a private"),
    (IPv4Network("100.64.0.0/10"), "a carrier's private (CGNAT)"),
)

#: IANA's special-purpose registries (RFC 6890). What they hold beyond this is caught by `is_global`, which all Python
#: releases agree on but for what stands here.
_SPECIAL: tuple[tuple[Network, str], ...] = (
    (IPv4Network("0.0.0.0/8"), "an unspecified"),
    (IPv6Network("::/128"), "an unspecified"),
    (IPv4Network("169.254.0.0/16"), "a link-local"),
    (IPv6Network("fe80::/10"), "a link-local"),
    (IPv6Network("fec0::/10"), "a site-local"),
    (IPv4Network("224.0.0.0/4"), "a multicast"),
    (IPv6Network("ff00::/8"), "a multicast"),
    # These lead to an IPv4 address through a gateway, which may stand inside.
    (IPv6Network("64:ff9b::/96"), "a NAT64"),
    (IPv6Network("64:ff9b:1::/48"), "a local NAT64"),
    (IPv6Network("2002::/16"), "a 6to4"),
    (IPv4Network("192.88.99.0/24"), "a 6to4 relay"),
    (IPv6Network("2001::/32"), "a Teredo"),
    (IPv4Network("192.0.0.0/24"), "a reserved"),
    (IPv6Network("2001::/23"), "a reserved"),
    (IPv6Network("3fff::/20"), "a documentation"),
)

#: all of IPv6 that IANA gives out to networks; outside of it lie 5f00::/16 (segment routing) and 100:0:0:1::/64 (dummy)
_GLOBAL_UNICAST = IPv6Network("2000::/3")


@dataclass(frozen=True, slots=True)
class AddressPolicy:
    """Refuses what is not on the public internet, but for what the operator permits."""

    #: `allow_networks` of the settings. A metadata address needs an entry of its own (/32 or /128)
    allow_networks: tuple[Network, ...] = ()
    #: hosts a person named on the command line, lower case: these may be loopback or private
    trusted_hosts: frozenset[str] = frozenset()

    def refusal(self, host: str, address: Address) -> str | None:
        """Return why `address`, which `host` resolved to, must not be dialled, with the remedy; None when it may.

        An address that stands for an IPv4 address is judged by that too: one that is merely another way to write it
        (IPv4-mapped and -compatible) by that alone, one that leads through a gateway (NAT64, 6to4, Teredo, ISATAP) by
        both.
        """
        written = _same_as(address)
        if written is not None:
            return self.refusal(host, written)
        for behind in _behind(address):
            if (inner := self.refusal(host, behind)) is not None:
                return f"{address} leads to an IPv4 address: {inner}"
        kind = _kind(address)
        if kind is None or self._allows(address) or (kind.local and self._trusts(host)):
            return None
        remedy = f"list {address}/{address.max_prefixlen}" if address in _METADATA else "list its network"
        return f"{address} is {kind.words} address; {remedy} under allow_networks to permit it"

    def _allows(self, address: Address) -> bool:
        return any(
            address in network and (address not in _METADATA or network.num_addresses == 1)
            for network in self.allow_networks
        )

    def _trusts(self, host: str) -> bool:
        return host.lower().rstrip(".") in self.trusted_hosts


@dataclass(frozen=True, slots=True)
class _Kind:
    words: str
    #: loopback or private: what a trusted host may resolve to
    local: bool = False


def _kind(address: Address) -> _Kind | None:
    """Return what is special about an address; None for one on the public internet."""
    if address in _METADATA:
        return _Kind("a cloud's metadata")
    for network, words in _LOCAL:
        if address in network:
            return _Kind(words, local=True)
    for network, words in _SPECIAL:
        if address in network:
            return _Kind(words)
    given_out = address.version == 4 or address in _GLOBAL_UNICAST
    return None if given_out and address.is_global else _Kind("a reserved")


def _same_as(address: Address) -> IPv4Address | None:
    """Return the IPv4 address that an IPv6 one is another spelling of: ::ffff:a.b.c.d, ::ffff:0:a.b.c.d, ::a.b.c.d."""
    if not isinstance(address, IPv6Address):
        return None
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    number = int(address)
    # RFC 2765 (IPv4-translated); RFC 4291 section 2.5.5.1 (IPv4-compatible), where :: and ::1 are themselves
    if number >> 32 in (0xFFFF_0000, 0) and number > 1:
        return IPv4Address(number & 0xFFFF_FFFF)
    return None


def _behind(address: Address) -> Iterator[IPv4Address]:
    """Yield the IPv4 addresses that packets to this IPv6 one end up at, through a gateway."""
    if not isinstance(address, IPv6Address):
        return
    if address.sixtofour is not None:
        yield address.sixtofour
    if address.teredo is not None:
        yield address.teredo[1]
    number = int(address)
    # RFC 6052 section 2.1 (NAT64); RFC 5214 section 6.1 (ISATAP: below any prefix, for a private address or a public)
    if address in IPv6Network("64:ff9b::/96") or number >> 32 & 0xFFFF_FFFF in (0x0000_5EFE, 0x0200_5EFE):
        yield IPv4Address(number & 0xFFFF_FFFF)
