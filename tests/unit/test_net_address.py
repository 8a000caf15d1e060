"""Which addresses may be dialled."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

import pytest

from policywatch.net import AddressPolicy

STRICT = AddressPolicy()


@pytest.mark.parametrize(
    ("address", "word"),
    [
        ("127.0.0.1", "loopback"),
        ("127.255.3.4", "loopback"),
        ("::1", "loopback"),
        ("0.0.0.0", "unspecified"),
        ("0.1.2.3", "unspecified"),
        ("::", "unspecified"),
        ("10.1.2.3", "private"),
        ("172.16.0.1", "private"),
        ("172.31.255.255", "private"),
        ("192.168.1.1", "private"),
        ("fc00::1", "private"),
        ("fdff::1", "private"),
        ("100.64.0.1", "CGNAT"),
        ("100.127.255.254", "CGNAT"),
        ("169.254.1.1", "link-local"),
        ("fe80::1", "link-local"),
        ("fe80::1%eth0", "link-local"),
        ("fec0::1", "site-local"),
        ("169.254.169.254", "metadata"),
        ("169.254.170.2", "metadata"),
        ("168.63.129.16", "metadata"),
        ("100.100.100.200", "metadata"),
        ("fd00:ec2::254", "metadata"),
        ("224.0.0.1", "multicast"),
        ("239.255.255.250", "multicast"),
        ("ff02::1", "multicast"),
        ("ff0e::1", "multicast"),
        ("240.0.0.1", "reserved"),
        ("255.255.255.255", "reserved"),
        ("192.0.2.1", "reserved"),
        ("198.18.0.1", "reserved"),
        ("2001:db8::1", "reserved"),
        ("192.0.0.8", "reserved"),
        ("192.0.0.9", "reserved"),
        ("2001:20::1", "reserved"),
        ("3fff::1", "documentation"),
        ("3fff:fff:ffff::1", "documentation"),
        ("5f00::1", "reserved"),
        ("100:0:0:1::1", "reserved"),
        ("4000::1", "reserved"),
        ("100::1", "reserved"),
        ("64:ff9b::808:808", "NAT64"),
        ("64:ff9b:1::808:808", "NAT64"),
        ("2002:808:808::1", "6to4"),
        ("192.88.99.1", "6to4 relay"),
        ("2001:0:808:808::f7f7:f7f7", "Teredo"),
        ("::ffff:127.0.0.1", "loopback"),
        ("::ffff:10.0.0.1", "private"),
        ("::ffff:169.254.169.254", "metadata"),
        ("::ffff:0:127.0.0.1", "loopback"),
        ("::127.0.0.1", "loopback"),
        ("64:ff9b::7f00:1", "loopback"),
        ("2002:7f00:1::", "loopback"),
        ("2002:808:808::5efe:7f00:1", "loopback"),
        ("2a00:1450:4001::5efe:10.0.0.1", "private"),
        ("2a00:1450:4001::200:5efe:127.0.0.1", "loopback"),
        ("2a00:1450:4001:0:200:5efe:169.254.169.254", "metadata"),
        ("fe80::5efe:8.8.8.8", "link-local"),
    ],
)
def test_addresses_off_the_public_internet_are_refused_with_reason_and_remedy(address: str, word: str) -> None:
    reason = STRICT.refusal("feeds.example", ip_address(address))
    assert reason is not None
    assert word in reason
    assert "under allow_networks to permit it" in reason


@pytest.mark.parametrize(
    "address",
    [
        "8.8.8.8",
        "1.1.1.1",
        "2606:4700:4700::1111",
        "2a00:1450:4001::1",
        "2a00:1450:4001::5efe:8.8.8.8",
        "2a00:1450:4001::200:5efe:8.8.8.8",
        "2a00:1450:4001:0:100:5efe:10.0.0.1",
        "2001:200::1",
        "3ffe::1",
        "::ffff:8.8.8.8",
        "172.32.0.1",
        "192.0.1.1",
    ],
)
def test_public_addresses_are_permitted(address: str) -> None:
    assert STRICT.refusal("feeds.example", ip_address(address)) is None


def test_a_listed_network_is_permitted_and_its_neighbour_is_not() -> None:
    policy = AddressPolicy(allow_networks=(ip_network("10.1.0.0/16"),))
    assert policy.refusal("intranet", ip_address("10.1.2.3")) is None
    assert policy.refusal("intranet", ip_address("::ffff:10.1.2.3")) is None
    assert policy.refusal("intranet", ip_address("10.2.0.1")) is not None


def test_a_metadata_address_needs_an_entry_of_its_own() -> None:
    metadata = ip_address("169.254.169.254")
    wide = AddressPolicy(allow_networks=(ip_network("169.254.0.0/16"), ip_network("0.0.0.0/0")))
    reason = wide.refusal("feeds.example", metadata)
    assert reason is not None
    assert "list 169.254.169.254/32 under allow_networks" in reason
    assert AddressPolicy(allow_networks=(ip_network("169.254.169.254/32"),)).refusal("m", metadata) is None


def test_a_gateway_that_is_listed_still_leads_to_no_private_address() -> None:
    policy = AddressPolicy(allow_networks=(ip_network("64:ff9b::/96"),))
    assert policy.refusal("feeds.example", ip_address("64:ff9b::808:808")) is None
    assert policy.refusal("feeds.example", ip_address("64:ff9b::a00:1")) is not None


def test_a_trusted_host_may_be_loopback_or_private_and_nothing_else() -> None:
    policy = AddressPolicy(trusted_hosts=frozenset({"demo.local"}))
    for local in ("127.0.0.1", "::1", "192.168.1.1", "fd00::1", "::ffff:127.0.0.1"):
        assert policy.refusal("Demo.Local.", ip_address(local)) is None
        assert policy.refusal("other.local", ip_address(local)) is not None
    for never in ("169.254.169.254", "169.254.1.1", "fd00:ec2::254", "224.0.0.1", "0.0.0.0", "64:ff9b::7f00:1"):
        assert policy.refusal("demo.local", ip_address(never)) is not None
