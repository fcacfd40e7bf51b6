"""Front: what listens on PORT. Serves the page, as CloudFront does when deployed, adds what exists locally
only, and hands the rest to the emulator's gateway."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

import httpcore
from starlette.applications import Starlette
from starlette.convertors import PathConvertor, register_url_convertor
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from local.guard import FORWARDED_ORIGIN
from local.stack.issuer import LIFE_SECONDS, PATH, Issuer
from local.stack.page import Page
from local.stack.person import Person

BODY_LIMIT = 10_000_000
"""Bytes; the gateway's own limit."""

# The gateway answers within 30 s or not at all; some more for a cold start on a busy machine.
_GATEWAY_SECONDS = 60.0

# What belongs to one connection, and what each side of the front writes itself.
_HOP_BY_HOP = frozenset(
    name.encode()
    for name in (
        *("connection", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade", "expect"),
        *("proxy-authenticate", "proxy-authorization", "host", "content-length", "date", "server"),
    )
)

# The emulator refuses browsers, which it knows by these; an origin is handed on by another name.
_NOT_HANDED_ON = _HOP_BY_HOP | {FORWARDED_ORIGIN, b"sec-fetch-site"}

# The words of generation/errors.py, so that a client meets one set of codes.
_CODES = {
    401: "unauthenticated",
    403: "forbidden",
    404: "not-found",
    413: "payload-too-large",
    422: "invalid-input",
    429: "too-many-requests",
}

Handler = Callable[[Request], Awaitable[Response]]


def front(issuer: Issuer, gateway: str, page: Page) -> Starlette:
    """The ASGI application.

    gateway  URL of the emulator's API, without a slash at its end
    """
    forward = _forwarding(gateway)

    async def discovery(_: Request) -> Response:
        return JSONResponse(issuer.discovery())

    async def key_set(_: Request) -> Response:
        return JSONResponse(issuer.key_set())

    async def anything(request: Request) -> Response:
        return page.answer(request) if page.answers(request) else await forward(request)

    return Starlette(
        routes=[
            Route("/dev/token", _tokens(issuer), methods=["POST"]),
            Route(f"{PATH}/.well-known/openid-configuration", discovery),
            Route(f"{PATH}/.well-known/jwks.json", key_set),
            Route("/{path:anything}", anything, methods=_METHODS),
        ],
        exception_handlers={HTTPException: _refused},
    )


class _Anything(PathConvertor):
    """Starlette's own `path` ends at a line break, which an id may hold as `%0A`."""

    regex = "(?s:.*)"


register_url_convertor("anything", _Anything())


async def _refused(request: Request, error: Exception) -> Response:
    """A method that no route of an API has, which API Gateway takes for an address that is not there."""
    return problem(404, "Not Found", instance=request.scope["raw_path"].decode("ascii"), message="Not Found")


_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


def _tokens(issuer: Issuer) -> Handler:
    async def token(request: Request) -> Response:
        # Read by scripts of the page alone: any other page would be whoever it names.
        origin = request.headers.get("origin")
        if origin not in (None, f"http://{request.headers.get('host')}"):
            return problem(403, "tokens are for this server's own page", instance=request.url.path)
        try:
            person = _person(await request.json())
        except (ValueError, TypeError) as error:
            return problem(422, f"not a person: {error}", instance=request.url.path)
        return JSONResponse(
            {"access_token": issuer.token(person), "token_type": "Bearer", "expires_in": LIFE_SECONDS}
        )

    return token


def _person(body: Any) -> Person:
    """Raises TypeError or ValueError for anything but `{sub, org_id?, plan?, roles?}`."""
    if not isinstance(body, dict):
        raise TypeError("an object is wanted")
    roles = body.get("roles") or []
    person = Person(**{**body, "org_id": body.get("org_id") or "", "roles": tuple(roles)})
    texts = (person.sub, person.org_id, person.plan, *roles)
    if not all(isinstance(text, str) for text in texts) or not person.sub:
        raise ValueError("sub, org_id, plan and roles are texts, and sub is not empty")
    return person


def _forwarding(gateway: str) -> Handler:
    pool = httpcore.AsyncConnectionPool(
        max_connections=None, max_keepalive_connections=50, keepalive_expiry=30
    )
    timeouts = {"timeout": {"connect": 5.0, "read": _GATEWAY_SECONDS, "write": 30.0, "pool": 5.0}}

    async def forward(request: Request) -> Response:
        path = request.scope["raw_path"].decode("ascii")
        try:
            body = await _body(request)
        except ClientDisconnect:
            return Response(status_code=400)
        if body is None:
            return problem(413, f"a request may have {BODY_LIMIT:,} bytes", instance=path)
        query = request.scope["query_string"].decode("ascii")
        headers = [
            (FORWARDED_ORIGIN if name == b"origin" else name, value)
            for name, value in request.headers.raw
            if name not in _NOT_HANDED_ON
        ]
        headers += [(b"x-forwarded-proto", b"http"), (b"x-forwarded-for", _caller(request))]
        headers += [(b"content-length", str(len(body)).encode())] if body else []
        url = f"{gateway}{path}?{query}" if query else f"{gateway}{path}"
        try:
            answer = await pool.request(
                request.method, url, headers=headers, content=body, extensions=timeouts
            )
        except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as error:
            return problem(502, f"the emulator does not answer: {type(error).__name__}", instance=path)
        return _answer(answer, path)

    return forward


async def _body(request: Request) -> bytes | None:
    """None for a body over the limit, of which no more than that is read."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_LIMIT:
            return None
    return bytes(body)


def _caller(request: Request) -> bytes:
    return (request.client.host if request.client else "127.0.0.1").encode()


def _answer(answer: httpcore.Response, path: str) -> Response:
    if answer.status >= 400 and (message := _gateway_message(answer)) is not None:
        return problem(answer.status, message, instance=path, message=message)
    response = Response(answer.content, status_code=answer.status)
    response.raw_headers = [header for header in answer.headers if header[0].lower() not in _HOP_BY_HOP]
    # A 304 and a 204 have no body and no length.
    if answer.status not in (204, 304):
        response.raw_headers.append((b"content-length", str(len(answer.content)).encode()))
    return response


def _gateway_message(answer: httpcore.Response) -> str | None:
    """What an error of the gateway itself says; None for an answer of a function.

    An HTTP API answers 401, 404 and the like itself, as `{"message": "Unauthorized"}`, and nothing can
    teach it problem documents, which api.md wants of every error.
    """
    headers = {name.lower(): value for name, value in answer.headers}
    if headers.get(b"content-type") != b"application/json":
        return None
    try:
        body = json.loads(answer.content)
    except ValueError:
        return None
    match body:
        case {"message": str() as message} if len(body) == 1:
            return message
        case _:
            return None


def problem(status: int, detail: str, *, instance: str, **members: str) -> Response:
    """A problem document (RFC 9457)."""
    code = _CODES.get(status, "unavailable")
    document = {
        "type": f"/problems/{code}",
        "title": code.replace("-", " ").capitalize(),
        "status": status,
        "detail": detail,
        "instance": instance,
        "code": code,
        **members,
    }
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else {}
    return JSONResponse(document, status, headers, media_type="application/problem+json")
