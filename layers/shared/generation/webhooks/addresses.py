"""Addresses: where a webhook may lead.

Whoever names one may name anything, and what is sent comes from within our network: so only addresses of the
public internet, and the one that was checked is the one that is used.
"""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

MOST_URL_CHARS = 800
"""All of an owner's webhooks are one item, which the end of each of his jobs reads."""

LOOK_UP_SECONDS = 2.0
"""Of a name, while somebody waits who has just typed it."""

_TEXT = re.compile(r"[\x21-\x7e]+")
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]{0,251}[A-Za-z0-9])?\.?|[0-9A-Fa-f:.]+")
_HERE = ("127.0.0.1", "::1", "localhost")
_OURS = ("localhost", "local", "internal", "localdomain", "home.arpa")
"""Names that lead into the network of whoever asks, and what ends in them."""

_NO_HOSTS = (IPv4Network("192.0.0.0/24"), IPv4Network("192.88.99.0/24"))
"""Of protocols, 6to4 among them: some of them count as `is_global`."""

_UNICAST = IPv6Network("2000::/3")
"""All that is given out. What is not in it maps another network: IPv4, NAT64, link, site, multicast."""

_WITHIN = (
    IPv6Network("2001::/23"),  # Teredo, ORCHID and other protocols
    IPv6Network("2001:db8::/32"),
    IPv6Network("2002::/16"),  # 6to4
    IPv6Network("3fff::/20"),
)
"""What of that is no host of the internet, or leads where the address within says."""

Resolve = Callable[[str, int], Sequence[str]]


class BadUrl(ValueError):
    """What is wrong with it, fit for who wrote it."""


class NotReachable(ValueError):
    """Without saying why: who asks would learn what our network looks like."""

    MESSAGE = "is not reachable from here"

    def __init__(self) -> None:
        super().__init__(self.MESSAGE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """`target` is path and query."""

    host: str
    port: int
    is_secure: bool
    target: str

    @property
    def authority(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.is_secure else 80) else f"{host}:{self.port}"


def place_of(url: str, *, loopback: bool = False) -> Place:
    """Raises BadUrl. `loopback`: on this machine http may be used, and nowhere else."""
    if len(url) > MOST_URL_CHARS:
        raise BadUrl(f"must have at most {MOST_URL_CHARS} characters")
    if not _TEXT.fullmatch(url) or "\\" in url:
        raise BadUrl("must be an address of printable ASCII without spaces")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise BadUrl("must be an address: https://host/path") from error
    if parts.scheme != "https" and not (loopback and parts.scheme == "http" and host in _HERE):
        raise BadUrl("must begin with https://")
    if not _HOST.fullmatch(host) or port == 0:
        raise BadUrl("must be an address: https://host/path")
    if parts.username is not None or parts.password is not None or "#" in url:
        raise BadUrl("must have neither a user nor a fragment")
    is_secure = parts.scheme == "https"
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Place(host=host, port=port or (443 if is_secure else 80), is_secure=is_secure, target=target)


def is_ours(host: str) -> bool:
    """Whether a name by itself says that it is none of the public internet."""
    name = host.rstrip(".").lower()
    if ":" in name:
        return False
    return "." not in name or any(name == ours or name.endswith(f".{ours}") for ours in _OURS)


def is_public(address: str) -> bool:
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv4Address):
        return (
            found.is_global and not found.is_multicast and not any(found in network for network in _NO_HOSTS)
        )
    return _is_public_six(found)


def _is_public_six(address: IPv6Address) -> bool:
    if address.scope_id is not None or address not in _UNICAST:
        return False
    return not any(address in network for network in _WITHIN)


def is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def checked(place: Place, resolve: Resolve, *, loopback: bool = False) -> list[str]:
    """The addresses that the place has now, those of IPv4 first, since a function may have no IPv6. One that
    is not public makes all of them refused: no honest name has such a one beside others. Raises
    NotReachable, and TimeoutError as `resolve` does."""
    if is_ours(place.host) and not loopback:
        raise NotReachable
    try:
        found = list(dict.fromkeys(resolve(place.host, place.port)))
    except TimeoutError:
        raise
    except (OSError, UnicodeError) as error:
        raise NotReachable from error
    if loopback and found and all(map(is_loopback, found)):
        return found
    if not found or not place.is_secure or not all(map(is_public, found)):
        raise NotReachable
    return sorted(found, key=lambda address: ":" in address)


def resolve(host: str, port: int) -> list[str]:
    """Raises OSError for a name that there is not."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


def fault_of(url: str, *, loopback: bool = False, resolve: Resolve = resolve) -> str | None:
    """What keeps a webhook from having that address, None for nothing. A name that there is not, or that is
    not told soon, may be there tomorrow: it is looked up again at each delivery."""
    try:
        place = place_of(url, loopback=loopback)
    except BadUrl as fault:
        return str(fault)
    if is_ours(place.host) and not loopback:
        return NotReachable.MESSAGE
    try:
        found = within(LOOK_UP_SECONDS, resolve)(place.host, place.port)
    except (OSError, UnicodeError):
        return None
    try:
        checked(place, lambda host, port: found, loopback=loopback)
    except NotReachable as fault:
        return str(fault)
    return None


def within(seconds: float, resolve: Resolve) -> Resolve:
    """The same, which raises TimeoutError after so long: in a thread that is left behind then, since nothing
    breaks off a look-up."""

    def resolved(host: str, port: int) -> Sequence[str]:
        outcome: list[Sequence[str] | Exception] = []

        def look_up() -> None:
            try:
                outcome.append(resolve(host, port))
            except Exception as error:
                outcome.append(error)

        thread = threading.Thread(target=look_up, daemon=True)
        thread.start()
        thread.join(max(0.0, seconds))
        if not outcome:
            raise TimeoutError
        if isinstance(outcome[0], Exception):
            raise outcome[0]
        return outcome[0]

    return resolved
