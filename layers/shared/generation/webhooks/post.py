"""Post: one request to a webhook, to an address that was checked, within a time that nobody stretches."""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import Sequence
from contextlib import suppress
from functools import cached_property

import h11

from generation.engine.errors import Undelivered
from generation.engine.ports.outbox import Message
from generation.webhooks.addresses import (
    BadUrl,
    NotReachable,
    Place,
    Resolve,
    checked,
    place_of,
    resolve,
    within,
)

SECONDS = 10.0
"""Of all of it: name, connection, request, answer."""

MOST_HEAD_BYTES = 65_536
MOST_BODY_BYTES = 65_536
"""Of an answer that is read, so that an honest receiver sees its answer taken. Nobody looks at it."""

BODY_SECONDS = 1.0
MOST_ADDRESSES = 3
"""Of a name that are tried, one after another, while there is time."""


class PinnedPost:
    """`loopback`: a receiver on this machine may be reached, by http as well (the local stack alone)."""

    def __init__(
        self, *, loopback: bool = False, resolve: Resolve = resolve, seconds: float = SECONDS
    ) -> None:
        self._loopback = loopback
        self._resolve = resolve
        self._seconds = seconds

    def send(self, message: Message) -> int:
        ends_at = time.monotonic() + self._seconds
        try:
            place = place_of(message.url, loopback=self._loopback)
            addresses = checked(place, within(self._seconds, self._resolve), loopback=self._loopback)
            left = ends_at - time.monotonic()
            return asyncio.run(asyncio.wait_for(self._any(place, addresses, message), left))
        except (BadUrl, NotReachable) as error:
            raise Undelivered("not-reachable") from error
        except TimeoutError as error:
            raise Undelivered("timed-out") from error
        except ssl.SSLError as error:
            raise Undelivered("tls-failed") from error
        except OSError as error:
            raise Undelivered("connection-failed") from error
        except h11.ProtocolError as error:
            raise Undelivered("no-http") from error

    @cached_property
    def _context(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        return context

    async def _any(self, place: Place, addresses: Sequence[str], message: Message) -> int:
        """By the first address that takes a connection."""
        failed: OSError = ConnectionError("no address")
        for address in addresses[:MOST_ADDRESSES]:
            try:
                # The address and not the name: looked up again, that might lead elsewhere.
                reader, writer = await asyncio.open_connection(
                    address,
                    place.port,
                    ssl=self._context if place.is_secure else None,
                    server_hostname=place.host if place.is_secure else None,
                )
            except ssl.SSLError:
                raise
            except OSError as error:
                failed = error
                continue
            try:
                return await _exchange(reader, writer, place, message)
            finally:
                writer.transport.abort()
                await asyncio.sleep(0)
        raise failed


async def _exchange(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, place: Place, message: Message
) -> int:
    connection = h11.Connection(h11.CLIENT, max_incomplete_event_size=MOST_HEAD_BYTES)
    headers = {
        "host": place.authority,
        **message.headers,
        "content-length": str(len(message.body)),
        "connection": "close",
    }
    request = h11.Request(method="POST", target=place.target, headers=list(headers.items()))
    for event in (request, h11.Data(data=message.body), h11.EndOfMessage()):
        writer.write(connection.send(event) or b"")
    await writer.drain()
    status = await _status(reader, connection)
    with suppress(Exception):
        await asyncio.wait_for(_read_body(reader, connection), BODY_SECONDS)
    return status


async def _status(reader: asyncio.StreamReader, connection: h11.Connection) -> int:
    """Of the final answer. One that says to go elsewhere is one like others: nobody goes."""
    while True:
        event = connection.next_event()
        if event is h11.NEED_DATA:
            connection.receive_data(await reader.read(4_096))
        elif isinstance(event, h11.Response):
            return int(event.status_code)
        elif isinstance(event, h11.ConnectionClosed):
            raise h11.RemoteProtocolError("closed without an answer")


async def _read_body(reader: asyncio.StreamReader, connection: h11.Connection) -> None:
    size = 0
    while size < MOST_BODY_BYTES:
        event = connection.next_event()
        if event is h11.NEED_DATA:
            data = await reader.read(4_096)
            size += len(data)
            connection.receive_data(data)
        elif not isinstance(event, h11.Data):
            return
