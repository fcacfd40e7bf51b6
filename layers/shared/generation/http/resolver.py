"""Resolver: routes of one function, with requests made plain before and problems answered after."""

from __future__ import annotations

import hashlib
import json
import traceback
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.api_gateway import ResponseBuilder
from aws_lambda_powertools.event_handler.exceptions import NotFoundError
from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2
from aws_lambda_powertools.utilities.typing import LambdaContext

from generation.engine.errors import AnswerTooLarge, RequestError, Unavailable
from generation.engine.in_hand import in_hand, take_in_hand
from generation.engine.service.idempotency import IdempotencyKey
from generation.engine.service.requests import Caller
from generation.engine.time_left import answering_within
from generation.http import problems as problem
from generation.http.body import parse, plain_body, text_of
from generation.http.caller import caller_of
from generation.telemetry.logs import structured_logger

logger = structured_logger()

JOB_ID_CHARS = 64
"""Characters of a job id that are logged. Our ids have 30; a caller may send anything."""

MAX_ANSWER_BYTES = 6_291_556
"""Longest answer of a function, bytes of JSON: Lambda's own limit, beyond which the gateway answers 500."""


class Resolver(APIGatewayHttpResolver):
    """Validates requests by the signatures of the routes; every error is a problem answer.

    token_use  gives what the tokens of this deployment have to be for, see `caller_of`
    refused    is told of each request that is refused
    """

    def __init__(
        self, token_use: Callable[[], str], refused: Callable[[RequestError], None] | None = None
    ) -> None:
        super().__init__(enable_validation=True, debug=False, json_body_deserializer=parse)
        self._raw_body = b""
        self._token_use = token_use
        self._refused = refused
        self.exception_handler(Exception)(self._problem)

    def resolve(self, event: Mapping[str, Any], context: LambdaContext) -> dict[str, Any]:
        """The body is measured and decoded before anything is parsed. It is JSON whatever
        Content-Type says: forms and multipart are no part of the contract."""
        take_in_hand(_job_in(event))
        try:
            self._raw_body = plain_body(event)
            text = text_of(self._raw_body)
            with answering_within(context.get_remaining_time_in_millis()):
                answer = super().resolve({**event, **_plain(event), "body": text}, context)
            # Without content: an empty text, since null is none of the types that the gateway documents.
            return _guarded(_bounded({**answer, "body": answer["body"] or ""}))
        except Exception as error:
            return _guarded(self._unresolved(error, APIGatewayProxyEventV2({**event, **_plain(event)})))

    def caller(self) -> Caller:
        """Raises Unauthenticated."""
        caller = caller_of(self.current_event.raw_event, self._token_use())
        take_in_hand(in_hand().job_id, caller.owner)
        return caller

    def idempotency_key(
        self, header: str | None, body: Callable[[Any], dict[str, Any]]
    ) -> IdempotencyKey | None:
        """What the header stands for; None without it. `body` as in IdempotencyKey."""
        if header is None:
            return None
        route = f"{self.current_event.http_method} {self.current_event.path}\n"
        fingerprint = hashlib.sha256(route.encode() + self._raw_body).hexdigest()
        return IdempotencyKey(text=header, fingerprint=fingerprint, body=body)

    def _unresolved(self, error: Exception, event: APIGatewayProxyEventV2) -> dict[str, Any]:
        builder: ResponseBuilder[APIGatewayProxyEventV2] = ResponseBuilder(self._answer(error, event.path))
        return builder.build(event)

    def _problem(self, error: Exception) -> Response[str]:
        path = self.current_event.path
        if isinstance(error, NotFoundError) and (allowed := self._methods(path)):
            return problem.method_not_allowed(path, allowed)
        return self._answer(error, path)

    def _methods(self, path: str) -> list[str]:
        """What may be asked of that path."""
        routes = (*self._static_routes, *self._dynamic_routes)
        return sorted({route.method for route in routes if route.rule.match(path)})

    def _answer(self, error: Exception, path: str) -> Response[str]:
        """Details of what is no fault of the caller go into the log and not into the answer.

        Of what nobody expected only the place is logged: its message may quote what a person wrote.
        """
        known = problem.from_exception(error)
        status = problem.status_of(known)
        if isinstance(known, RequestError):
            logger.info("Refused", path=path, status=status, code=known.code)
            if self._refused is not None:
                self._refused(known)
        elif isinstance(error, Unavailable):
            logger.exception("No answer", path=path, status=status)
        else:
            frames = traceback.format_tb(error.__traceback__)
            logger.error("No answer", path=path, status=status, error=type(error).__name__, frames=frames)
        return problem.answer(known, path)


def _job_in(event: Mapping[str, Any]) -> str:
    """Of `/v1/jobs/{job_id}...`, as the caller wrote it, for the log."""
    parts = str(event["rawPath"]).split("/")
    return parts[3][:JOB_ID_CHARS] if len(parts) > 3 and parts[2] == "jobs" else ""


def new_resolver(
    token_use: Callable[[], str], refused: Callable[[RequestError], None] | None = None
) -> Resolver:
    return Resolver(token_use, refused)


def _guarded(answer: dict[str, Any]) -> dict[str, Any]:
    """What people have written stays what Content-Type says: no browser takes it for a page. It stays in
    no cache either, unless a route says otherwise: jobs, for their ETags, and the documentation."""
    headers = {"Cache-Control": "no-store", **answer.get("headers", {}), "X-Content-Type-Options": "nosniff"}
    return {**answer, "headers": headers}


def _bounded(answer: dict[str, Any]) -> dict[str, Any]:
    """The answer. Raises AnswerTooLarge. A character is six bytes of JSON at most, so only what is long is
    measured."""
    is_long = len(answer["body"]) > MAX_ANSWER_BYTES // 6 - 10_000
    if is_long and len(json.dumps(answer, ensure_ascii=False).encode()) > MAX_ANSWER_BYTES:
        more = "" if answer.get("isBase64Encoded") else " Compressed it may fit: send Accept-Encoding: gzip."
        raise AnswerTooLarge(f"The answer passes the 6 MB that one can hold.{more}")
    return answer


def _plain(event: Mapping[str, Any]) -> dict[str, Any]:
    """The path comes decoded but for %25: encoded again, so that ids may hold any character."""
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    return {
        "rawPath": quote(event["rawPath"], safe="/%-._~()'!*:@,;=+&$", errors="replace"),
        "headers": {**headers, "content-type": "application/json"},
        "isBase64Encoded": False,
    }
