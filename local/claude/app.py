"""The HTTP application: the two routes of Claude's API, the control routes, errors in Claude's shape."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import re
import time
from collections.abc import Callable, Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from local.claude import answers, requests, script, tokens
from local.claude.cache import MINIMUM_TOKENS, PromptCache
from local.claude.calls import Call, Ledger, Outcome
from local.claude.control import Control
from local.claude.delivery import Delivery
from local.claude.errors import ApiError, Broken, NotFound, Overloaded, RateLimited, TooLarge, Unauthorized
from local.claude.faults import Fault, FaultName, FaultPlan, parse_header
from local.claude.limits import Buckets

_log = logging.getLogger(__name__)
MAX_BODY_BYTES = 32 * 1024 * 1024
"""What Claude's API takes; larger bodies are 413."""
MARK = re.compile(rb"\bmark-[0-9a-f]{8}\b")

Endpoint = Callable[[Request], Coroutine[Any, Any, Response]]


class OfflineClaude:
    """State and routes of one server.

    per_minute  limits by the names of `limits.NAMES`; None or 0: not limited
    clock       gives Unix seconds
    """

    def __init__(
        self,
        *,
        latency_s: float = 0.0,
        cache_minimum_tokens: int = MINIMUM_TOKENS,
        per_minute: Mapping[str, int] | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._clock = clock
        self._ledger = Ledger(clock)
        self._faults = FaultPlan()
        self._cache = PromptCache(cache_minimum_tokens)
        self._buckets = Buckets(per_minute or {}, clock)
        self._control = Control(self._ledger, self._faults, self._cache, self._buckets, latency_s)
        # One thread: answers are CPU work under one interpreter lock, and more threads would only
        # take turns with the event loop that feeds the open streams.
        self._answering = ThreadPoolExecutor(max_workers=1, thread_name_prefix="answering")

    def app(self) -> Starlette:
        """The ASGI application."""
        return Starlette(
            routes=[
                Route("/v1/messages", self._authorized(self.create_message), methods=["POST"]),
                Route("/v1/messages/count_tokens", self._authorized(self.count_tokens), methods=["POST"]),
                *self._control.routes(),
            ],
            exception_handlers={ApiError: _on_api_error, HTTPException: _on_http_error, Exception: _on_bug},
        )

    async def create_message(self, request: Request) -> Response:
        """POST /v1/messages."""
        started, started_at = time.monotonic(), self._clock()
        body = await _body(request)
        key = hashlib.sha256(body).hexdigest()[:16]
        try:
            parsed = requests.parse_message(requests.decode(body))
            kind = answers.kind_of(parsed.first_user_text)
            fault = _asked_for(request) or self._faults.pick(kind, parsed.user_text)
        except ApiError as error:
            call = self._ledger.begin(kind=None, key=key, fault=None, started_at=started_at)
            return self._refuse(call, error)
        mark = MARK.search(body)
        call = self._ledger.begin(
            kind=kind,
            key=key,
            fault=fault.name if fault else None,
            started_at=started_at,
            mark=mark[0].decode() if mark else None,
        )
        try:
            return await self._answer(call, parsed, fault, started)
        except ApiError as error:
            return self._refuse(call, error)
        except BaseException:
            self._ledger.end(call, status=None, outcome=Outcome.FAILED)
            raise

    async def count_tokens(self, request: Request) -> Response:
        """POST /v1/messages/count_tokens."""
        parsed = requests.parse_count(requests.decode(await _body(request)))
        counted = sum(tokens.estimate(block.text) + tokens.TOKENS_PER_BLOCK for block in parsed.blocks)
        return JSONResponse({"input_tokens": counted}, headers={"request-id": "req_offline_count"})

    async def _answer(
        self, call: Call, parsed: requests.MessageRequest, fault: Fault | None, started: float
    ) -> Response:
        _raise_refusal(fault, is_stream=parsed.stream)
        name = fault.name if fault else None
        latency_s = self._control.latency_s
        cached = self._cache.look_up(parsed.cache_scope, parsed.blocks, self._clock())
        self._buckets.let_in(cached.tokens.fresh + cached.tokens.written)
        complete = await asyncio.get_running_loop().run_in_executor(
            self._answering,
            partial(answers.answer, check_error_rate=self._control.check_error_rate),
            call.kind,
            parsed.asked,
            parsed.schema,
        )
        answer = complete.limited(parsed.max_tokens).spoiled(name, parsed.schema)
        self._buckets.answered(script.output_tokens(answer))
        message_id = f"msg_offline_{call.number:06d}"
        played = (
            script.streamed(message_id, answer, cached.tokens, name, latency_s)
            if parsed.stream
            else script.plain(message_id, answer, cached.tokens, name)
        )
        begins_in = max(0.0, started + played.begins_at * latency_s - time.monotonic())
        self._cache.keep(cached.prefixes, self._clock() + begins_in)
        return Delivery(
            played,
            started=started,
            latency_s=latency_s,
            headers={"request-id": _request_id(call), **self._buckets.headers()},
            on_end=lambda status, outcome: self._ledger.end(call, status=status, outcome=outcome),
        )

    def _refuse(self, call: Call, error: ApiError) -> Response:
        self._ledger.end(call, status=error.status, outcome=Outcome.FAILED)
        return _error_response(error, _request_id(call), self._buckets.headers())

    @staticmethod
    def _authorized(endpoint: Endpoint) -> Endpoint:
        async def guarded(request: Request) -> Response:
            scheme, _, token = request.headers.get("authorization", "").partition(" ")
            has_token = scheme.lower() == "bearer" and bool(token.strip())
            if not has_token and not request.headers.get("x-api-key"):
                raise Unauthorized("Authorization: Bearer or x-api-key header is required")
            return await endpoint(request)

        return guarded


def _asked_for(request: Request) -> Fault | None:
    value = request.headers.get("x-fault")
    return parse_header(value) if value else None


def _raise_refusal(fault: Fault | None, *, is_stream: bool) -> None:
    """Faults that refuse the call before any answer."""
    match fault:
        case Fault(FaultName.RATE_LIMIT, retry_after_s):
            raise RateLimited("Rate limited (on demand)", retry_after_s)
        case Fault(FaultName.ACCELERATION, retry_after_s):
            raise RateLimited(
                "This request would exceed the rate at which usage may increase (on demand)", retry_after_s
            )
        case Fault(FaultName.OVERLOADED):
            raise Overloaded("Overloaded (on demand)")
        case Fault(FaultName.SERVER_ERROR):
            raise Broken("Internal server error (on demand)")
        case Fault(FaultName.ERROR_EVENT) if not is_stream:
            raise Broken("Internal server error (on demand: error_event of a plain call)")


async def _body(request: Request) -> bytes:
    chunks = []
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > MAX_BODY_BYTES:
            raise TooLarge(f"Request exceeds the maximum size of {MAX_BODY_BYTES} bytes")
        chunks.append(chunk)
    return b"".join(chunks)


def _request_id(call: Call) -> str:
    return f"req_offline_{call.number:06d}"


def _error_response(
    error: ApiError, request_id: str | None, limits: Mapping[str, str] | None = None
) -> Response:
    headers = {**error.headers(), **(limits or {}), **({"request-id": request_id} if request_id else {})}
    return JSONResponse(error.body(request_id), error.status, headers)


async def _on_api_error(_request: Request, error: Exception) -> Response:
    if not isinstance(error, ApiError):
        raise error
    return _error_response(error, None)


async def _on_http_error(request: Request, error: Exception) -> Response:
    status = getattr(error, "status_code", 404)
    message = f"{request.method} {request.url.path}: no such route"
    return JSONResponse(NotFound(message).body(None), status)


async def _on_bug(request: Request, error: Exception) -> Response:
    if not isinstance(error, ClientDisconnect):
        _log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return _error_response(Broken("Internal server error"), None)
