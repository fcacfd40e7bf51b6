"""Guard: who may talk to a server on this machine. Standard library only: the emulator has nothing else.

A web page of anybody can send requests to loopback from the browser of whoever looks at it. Two things give
it away: the headers that a browser adds and no script can remove, and, where the name of its own site has
been pointed to 127.0.0.1 (DNS rebinding), the name in `Host`.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Callable[[], Awaitable[Message]], Send], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

FORWARDED_ORIGIN = b"x-forwarded-origin"
"""In it the front hands a browser's `Origin` on to the emulator, whose gateway answers by CorsOrigin. No page
can send it: a header of one's own makes the browser ask first, with an `Origin`."""

# `Origin` is not in every request of a page: <img> and links send a GET without. Those have the other.
_OF_BROWSERS = frozenset({b"origin", b"sec-fetch-site"})


def served_hosts(port: int) -> frozenset[bytes]:
    """What a `Host` may be for a server on loopback at `port`."""
    names = (b"127.0.0.1", b"localhost", b"[::1]")
    bare = names if port == 80 else ()  # the port that HTTP leaves out
    return frozenset((*(name + b":" + str(port).encode() for name in names), *bare))


class Guard:
    """An ASGI application in front of another; whom it refuses gets 403 as a problem document.

    hosts     values of `Host` that are served
    browsers  whether requests of browsers pass. Where they do not, a forwarded origin becomes the request's
              own, and no answer but to such a request carries CORS headers
    """

    def __init__(self, app: App, hosts: Iterable[bytes], *, browsers: bool) -> None:
        self._app = app
        self._hosts = frozenset(hosts)
        self._browsers = browsers

    async def __call__(self, scope: Message, receive: Callable[[], Awaitable[Message]], send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers: Headers = list(scope["headers"])
        if reason := self._refusal(headers):
            await _refuse(scope, receive, send, reason)
            return
        if self._browsers:
            await self._app(scope, receive, send)
            return
        inner = [(b"origin", value) if name == FORWARDED_ORIGIN else (name, value) for name, value in headers]
        forwarded = any(name == FORWARDED_ORIGIN for name, _ in headers)
        await self._app({**scope, "headers": inner}, receive, send if forwarded else _without_cors(send))

    def _refusal(self, headers: Headers) -> str:
        hosts = [value for name, value in headers if name == b"host"]
        if len(hosts) != 1 or hosts[0].lower() not in self._hosts:
            return "this address is not served here"
        if not self._browsers and any(name in _OF_BROWSERS for name, _ in headers):
            return "no web page may call this server"
        return ""


def _without_cors(send: Send) -> Send:
    async def send_without(message: Message) -> None:
        if headers := message.get("headers"):
            kept = [
                (name, value) for name, value in headers if not name.lower().startswith(b"access-control-")
            ]
            message = {**message, "headers": kept}
        await send(message)

    return send_without


async def _refuse(scope: Message, receive: Callable[[], Awaitable[Message]], send: Send, detail: str) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008})  # before it is accepted: a 403
        return
    problem = {
        "type": "/problems/forbidden",
        "title": "Forbidden",
        "status": 403,
        "detail": detail,
        "instance": scope["path"],
        "code": "forbidden",
    }
    body = json.dumps(problem).encode()
    headers = [(b"content-type", b"application/problem+json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": body})
