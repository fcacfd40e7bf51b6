"""Addresses: what of the internet a webhook may lead to, and nothing of our own network."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import pytest

from generation.webhooks.addresses import (
    MOST_URL_CHARS,
    BadUrl,
    NotReachable,
    Resolve,
    checked,
    fault_of,
    is_public,
    place_of,
    within,
)

FORBIDDEN = (
    "0.0.0.0",  # noqa: S104 - nobody binds to it here
    "10.0.0.1",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "169.254.170.2",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.8",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::7f00:1",
    "::ffff:10.0.0.1",
    "::ffff:8.8.8.8",
    "64:ff9b::a00:1",
    "64:ff9b::808:808",
    "64:ff9b:1::a00:1",
    "100::1",
    "2001::1",
    "2001:0:a00:1::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:808:808::1",
    "3fff::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "ff0e::1",
    "not an address",
)
PUBLIC = ("8.8.8.8", "1.1.1.1", "93.184.215.14", "2606:4700:4700::1111", "2a00:1450:4001:830::200e")
SAYS_HTTPS, SAYS_ADDRESS = "must begin with https://", "must be an address: https://host/path"


def told(*addresses: str) -> Resolve:
    return lambda host, port: list(addresses)


@pytest.mark.parametrize("address", FORBIDDEN)
def test_a_forbidden_address_is_refused_alone_and_beside_an_honest_one(address: str) -> None:
    assert not is_public(address)
    place = place_of("https://hooks.example.org/")
    for found in ([address], ["8.8.8.8", address], [address, "8.8.8.8"]):
        with pytest.raises(NotReachable) as refusal:
            checked(place, told(*found))
        assert str(refusal.value) == "is not reachable from here", "without telling which range"


@pytest.mark.parametrize("address", PUBLIC)
def test_an_address_of_the_internet_is_taken(address: str) -> None:
    assert checked(place_of("https://hooks.example.org/"), lambda host, port: [address]) == [address]


def test_of_several_addresses_those_of_ipv4_come_first() -> None:
    place, found = place_of("https://hooks.example.org/"), [PUBLIC[3], PUBLIC[0], PUBLIC[4], PUBLIC[0]]
    assert checked(place, lambda host, port: found) == [PUBLIC[0], PUBLIC[3], PUBLIC[4]]


@pytest.mark.parametrize(
    "host",
    ["localhost", "LOCALHOST", "localhost.", "a.localhost", "intranet", "db.internal", "printer.local",
     "ip-10-0-0-1.eu-central-1.compute.internal", "router.home.arpa", "metadata.google.internal"],
)  # fmt: skip
def test_names_of_a_network_of_ones_own_are_not_even_looked_up(host: str) -> None:
    def never(host: str, port: int) -> Sequence[str]:
        raise AssertionError(host)

    assert fault_of(f"https://{host}/hook", resolve=never) == NotReachable.MESSAGE


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("http://hooks.example.org/", SAYS_HTTPS),
        ("ftp://hooks.example.org/", SAYS_HTTPS),
        ("file:///etc/passwd", SAYS_HTTPS),
        ("//hooks.example.org/", SAYS_HTTPS),
        ("hooks.example.org", SAYS_HTTPS),
        ("https://", SAYS_ADDRESS),
        ("https:///path", SAYS_ADDRESS),
        ("https://hooks.example.org:0/", SAYS_ADDRESS),
        ("https://hooks.example.org:65536/", SAYS_ADDRESS),
        ("https://hooks.example.org:x/", SAYS_ADDRESS),
        ("https://[::1", SAYS_ADDRESS),
        ("https://exa_mple..-/", SAYS_ADDRESS),
        ("https://-a.example.org/", SAYS_ADDRESS),
        ("https://a%2f.example.org/", SAYS_ADDRESS),
        ("https://ada:secret@hooks.example.org/", "must have neither a user nor a fragment"),
        ("https://@hooks.example.org/", "must have neither a user nor a fragment"),
        ("https://hooks.example.org/#x", "must have neither a user nor a fragment"),
        ("https://hooks.example.org/a b", "must be an address of printable ASCII without spaces"),
        ("https://hooks.example.org\\@127.0.0.1/", "must be an address of printable ASCII without spaces"),
        ("https://h\u00f6oks.example.org/", "must be an address of printable ASCII without spaces"),
        ("https://hooks.example.org/\r\nHost: x", "must be an address of printable ASCII without spaces"),
        (
            "https://hooks.example.org/" + "x" * MOST_URL_CHARS,
            f"must have at most {MOST_URL_CHARS} characters",
        ),
    ],
)
def test_what_is_no_address_is_said_to_be_none(url: str, fault: str) -> None:
    with pytest.raises(BadUrl) as refusal:
        place_of(url)
    assert str(refusal.value) == fault
    assert fault_of(url, resolve=lambda host, port: PUBLIC) == fault


@pytest.mark.parametrize(
    ("url", "authority", "target"),
    [
        ("https://hooks.example.org", "hooks.example.org", "/"),
        ("HTTPS://Hooks.Example.org:443/a/b?c=d&e", "hooks.example.org", "/a/b?c=d&e"),
        ("https://hooks.example.org:8443/?x", "hooks.example.org:8443", "/?x"),
        ("https://[2606:4700:4700::1111]/", "[2606:4700:4700::1111]", "/"),
        ("https://xn--hks-5qa.example.org/", "xn--hks-5qa.example.org", "/"),
    ],
)
def test_an_address_is_taken_apart(url: str, authority: str, target: str) -> None:
    place = place_of(url)
    assert (place.authority, place.target, place.is_secure) == (authority, target, True)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "[::1]", "2130706433", "0x7f.1", "127.1", "10.0.0.1", "[64:ff9b::a00:1]"]
)
def test_addresses_in_any_spelling_are_looked_up_as_they_will_be_used(host: str) -> None:
    assert fault_of(f"https://{host}/hook") == NotReachable.MESSAGE


def test_a_name_that_there_is_not_yet_is_taken_and_looked_up_when_it_is_used() -> None:
    def unknown(host: str, port: int) -> Sequence[str]:
        raise OSError("no such name")

    assert fault_of("https://soon.example.org/", resolve=unknown) is None
    with pytest.raises(NotReachable):
        checked(place_of("https://soon.example.org/"), unknown)


def test_a_name_that_is_not_told_soon_does_not_keep_anybody_waiting() -> None:
    done = threading.Event()

    def slow(host: str, port: int) -> Sequence[str]:
        done.wait(60)
        return PUBLIC

    with pytest.raises(TimeoutError):
        within(0.01, slow)("hooks.example.org", 443)
    done.set()


@pytest.mark.parametrize(
    ("url", "loopback", "is_taken"),
    [
        ("http://127.0.0.1:9000/hook", True, True),
        ("http://localhost:9000/hook", True, True),
        ("http://[::1]:9000/hook", True, True),
        ("http://127.0.0.1:9000/hook", False, False),
        ("https://127.0.0.1:9000/hook", False, False),
        ("http://10.0.0.1/hook", True, False),
        ("https://10.0.0.1/hook", True, False),
        ("http://8.8.8.8/hook", True, False),
    ],
)
def test_only_where_it_is_allowed_a_webhook_leads_to_this_machine(
    url: str, loopback: bool, is_taken: bool
) -> None:
    assert (fault_of(url, loopback=loopback) is None) == is_taken
