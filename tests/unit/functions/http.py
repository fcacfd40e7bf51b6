"""The functions as API Gateway calls them: HTTP API events of payload format 2.0 in, answers out."""

from __future__ import annotations

import base64
import gzip
import importlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode

FUNCTIONS: Mapping[tuple[str, str], str] = {
    ("POST", "/v1/jobs"): "start",
    ("POST", "/v1/quote"): "start",
    ("POST", "/v1/batches"): "start",
    ("GET", "/v1/batches"): "start",
    ("GET", "/v1/batches/*"): "start",
    ("POST", "/v1/batches/*/cancel"): "start",
    ("POST", "/v1/batches/*/retry"): "start",
    ("GET", "/v1/me/export"): "start",
    ("GET", "/v1/me/archives/*"): "export",
    ("DELETE", "/v1/me"): "start",
    ("GET", "/v1/jobs"): "status",
    ("GET", "/v1/jobs/*"): "status",
    ("GET", "/v1/jobs/*/events"): "status",
    ("GET", "/v1/jobs/*/logs"): "status",
    ("POST", "/v1/jobs/*/cancel"): "cancel",
    ("POST", "/v1/jobs/*/retry"): "retry",
    ("POST", "/v1/jobs/*/continue"): "retry",
    ("GET", "/v1/courses/*/export"): "export",
    ("GET", "/v1/programs/*/export"): "export",
    ("GET", "/v1/analytics"): "export",
    ("GET", "/v1/limits"): "status",
    ("GET", "/v1/webhooks"): "webhooks",
    ("POST", "/v1/webhooks"): "webhooks",
    ("GET", "/v1/webhooks/*"): "webhooks",
    ("PUT", "/v1/webhooks/*"): "webhooks",
    ("DELETE", "/v1/webhooks/*"): "webhooks",
    ("POST", "/v1/webhooks/*/rotate"): "webhooks",
    ("POST", "/v1/webhooks/*/test"): "webhooks",
    ("GET", "/v1/webhooks/*/deliveries"): "webhooks",
    ("POST", "/v1/admin/*"): "admin",
    ("GET", "/v1/admin/*"): "admin",
}
"""Which function has a route; all others are the library's."""


@dataclass
class Context:
    """What Lambda gives a handler beside the event."""

    function_name: str = "test"
    memory_limit_in_mb: int = 512
    invoked_function_arn: str = "arn:aws:lambda:eu-central-1:000000000000:function:test"
    aws_request_id: str = "request-1"
    remaining_ms: int = 900_000

    def get_remaining_time_in_millis(self) -> int:
        return self.remaining_ms


@dataclass(frozen=True)
class HttpAnswer:
    """Header names are lower case, as a client may see them; `size` is in bytes, on the wire."""

    status: int
    headers: Mapping[str, str]
    text: str
    size: int

    @property
    def json(self) -> Any:
        return json.loads(self.text)

    @property
    def code(self) -> str:
        """Of a problem answer."""
        assert self.headers["content-type"] == "application/problem+json"
        code: str = self.json["code"]
        return code

    @property
    def pointers(self) -> list[str]:
        return [error["pointer"] for error in self.json["errors"]]


def handler(function: str) -> Any:
    return importlib.import_module(f"functions.{function}.app").lambda_handler


@dataclass
class Client:
    """Somebody with a token. `claims` are strings, as the HTTP API hands them over."""

    claims: dict[str, Any] | None = field(default_factory=lambda: {"sub": "ada"})

    def get(self, path: str, **how: Any) -> HttpAnswer:
        return self.ask("GET", path, **how)

    def post(self, path: str, body: Any = None, **how: Any) -> HttpAnswer:
        return self.ask("POST", path, raw=None if body is None else json.dumps(body), **how)

    def put(self, path: str, body: Any = None, **how: Any) -> HttpAnswer:
        return self.ask("PUT", path, raw=None if body is None else json.dumps(body), **how)

    def patch(self, path: str, body: Any = None, **how: Any) -> HttpAnswer:
        return self.ask("PATCH", path, raw=None if body is None else json.dumps(body), **how)

    def delete(self, path: str, **how: Any) -> HttpAnswer:
        return self.ask("DELETE", path, **how)

    def ask(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | str = "",
        headers: Mapping[str, str] | None = None,
        raw: str | bytes | None = None,
        function: str | None = None,
    ) -> HttpAnswer:
        """`path` as a client writes it, percent-encoded; `raw` bytes come base64-encoded."""
        event = self.event(method, path, query=query, headers=headers, raw=raw)
        parts = path.split("/")
        place = 4 if parts[2:3] == ["me"] else 3
        pattern = "/".join("*" if n == place else part for n, part in enumerate(parts))
        name = function or FUNCTIONS.get((method, pattern), "library")
        return answer_of(handler(name)(event, Context()))

    def event(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | str,
        headers: Mapping[str, str] | None,
        raw: str | bytes | None,
    ) -> dict[str, Any]:
        query_string = query if isinstance(query, str) else urlencode(query)
        event: dict[str, Any] = {
            "version": "2.0",
            "routeKey": f"{method} {path}",
            "rawPath": _decoded(path),
            "rawQueryString": query_string,
            "headers": {
                "content-type": "application/json",
                **{name.lower(): value for name, value in (headers or {}).items()},
            },
            "requestContext": {
                "http": {"method": method, "path": _decoded(path), "sourceIp": "192.0.2.1"},
                "requestId": "gateway-request-1",
                "stage": "$default",
            },
            "isBase64Encoded": isinstance(raw, bytes),
        }
        if self.claims is not None:
            event["requestContext"]["authorizer"] = {"jwt": {"claims": self.claims, "scopes": []}}
        if query_string:
            joined: dict[str, str] = {}
            for name, value in parse_qsl(query_string, keep_blank_values=True):
                joined[name] = f"{joined[name]},{value}" if name in joined else value
            event["queryStringParameters"] = joined
        if raw is not None:
            event["body"] = base64.b64encode(raw).decode() if isinstance(raw, bytes) else raw
        return event


def answer_of(returned: Mapping[str, Any]) -> HttpAnswer:
    headers = {name.lower(): value for name, value in returned["headers"].items()}
    body = returned["body"].encode()
    if returned.get("isBase64Encoded"):
        body = base64.b64decode(body)
    size = len(body)
    if headers.get("content-encoding") == "gzip":
        body = gzip.decompress(body)
    return HttpAnswer(status=returned["statusCode"], headers=headers, text=body.decode(), size=size)


def _decoded(path: str) -> str:
    """An HTTP API decodes every escape of the path but %25."""
    return "%25".join(unquote(part) for part in path.split("%25"))
