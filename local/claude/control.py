"""The control routes, for tests and benchmarks; docs/local-claude.md describes them."""

from __future__ import annotations

import json

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from local.claude.cache import PromptCache
from local.claude.calls import Ledger
from local.claude.errors import InvalidRequest
from local.claude.faults import FaultPlan, parse_rules
from local.claude.limits import Buckets, parse_limits


class Control:
    """Sets faults, limits and latency, reads the ledger. Changes count for calls that begin afterwards."""

    def __init__(
        self, ledger: Ledger, faults: FaultPlan, cache: PromptCache, buckets: Buckets, latency_s: float
    ) -> None:
        self._ledger = ledger
        self._faults = faults
        self._cache = cache
        self._buckets = buckets
        self._first_latency_s = latency_s
        self.latency_s = latency_s
        """Seconds from the request to the end of its answer."""
        self.check_error_rate = 0.0
        """Share of the questions that the second reader answers wrongly."""

    def routes(self) -> list[Route]:
        """The routes under /_control."""
        return [
            Route("/_control/faults", self.set_faults, methods=["POST"]),
            Route("/_control/faults", self.clear_faults, methods=["DELETE"]),
            Route("/_control/limits", self.set_limits, methods=["POST"]),
            Route("/_control/latency", self.set_latency, methods=["POST"]),
            Route("/_control/check_error_rate", self.set_check_error_rate, methods=["POST"]),
            Route("/_control/stats", self.stats, methods=["GET"]),
            Route("/_control/reset", self.reset, methods=["POST"]),
        ]

    async def set_faults(self, request: Request) -> Response:
        """Replace all rules."""
        rules = parse_rules(await _json(request))
        self._faults.set(rules)
        return JSONResponse({"rules": len(rules)})

    async def clear_faults(self, _request: Request) -> Response:
        """Remove all rules."""
        self._faults.set(())
        return JSONResponse({"rules": 0})

    async def set_limits(self, request: Request) -> Response:
        """`{"requests_per_minute": n, ...}`: full buckets; what is not named is not limited."""
        limits = parse_limits(await _json(request))
        self._buckets.set(limits)
        return JSONResponse({"limits": limits})

    async def set_latency(self, request: Request) -> Response:
        """`{"latency_ms": n}`."""
        raw = await _json(request)
        value = raw.get("latency_ms") if isinstance(raw, dict) else None
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 3_600_000:
            raise InvalidRequest("latency_ms: Input should be milliseconds, from 0 to 3600000")
        self.latency_s = value / 1000
        return JSONResponse({"latency_ms": value})

    async def set_check_error_rate(self, request: Request) -> Response:
        """`{"check_error_rate": 0.1}`, from 0 to 1."""
        raw = await _json(request)
        value = raw.get("check_error_rate") if isinstance(raw, dict) else None
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            raise InvalidRequest("check_error_rate: Input should be a share, from 0 to 1")
        self.check_error_rate = float(value)
        return JSONResponse({"check_error_rate": value})

    async def stats(self, _request: Request) -> Response:
        """The ledger."""
        return JSONResponse({**self._ledger.view(), **self._buckets.view()})

    async def reset(self, _request: Request) -> Response:
        """As after the start: no calls counted, no faults, nothing cached, the first limits and latency."""
        self._ledger.clear()
        self._faults.set(())
        self._cache.clear()
        self._buckets.reset()
        self.latency_s = self._first_latency_s
        self.check_error_rate = 0.0
        return JSONResponse({"calls": 0})


async def _json(request: Request) -> object:
    try:
        value: object = json.loads(await request.body())
    except ValueError as error:
        raise InvalidRequest(f"The request body is not valid JSON: {error}") from error
    return value
