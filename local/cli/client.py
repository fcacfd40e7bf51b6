"""Client: the HTTP contract as a command line uses it."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import httpx

from local.errors import ApiProblem

Document = dict[str, Any]
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """One look at a job.

    job          None when it has not changed since the last look
    etag         to be given at the next look
    retry_after  seconds until the next look; None when the job is finished
    """

    job: Document | None
    etag: str
    retry_after: float | None


GATEWAY_PAUSES_S = (1.0, 2.0, 4.0)
"""Before asking again what API Gateway itself has refused: its answers name no time."""

PATIENCE_S = 30.0
"""How long the API may fail to answer before one who waits for a job gives up, s."""


def patiently(call: Callable[[], Answer]) -> Answer:
    """What it returns, asked again each second where the API did not answer or may do so soon. Only for what
    can be sent twice. Raises as the call does."""
    gives_up_at: float | None = None
    while True:
        try:
            return call()
        except (httpx.TransportError, ApiProblem) as error:
            # From the first failure on, since that one may have been a request of as many seconds.
            gives_up_at = gives_up_at or time.monotonic() + PATIENCE_S
            if not _may_pass(error) or time.monotonic() > gives_up_at:
                raise
            time.sleep(1.0)


def _may_pass(error: Exception) -> bool:
    return not isinstance(error, ApiProblem) or error.status in (429, 502, 503, 504)


class ApiClient:
    """Calls the API at `url`; every method raises ApiProblem, or httpx.HTTPError without an answer."""

    def __init__(self, url: str, *, token: str = "", timeout_s: float = 30.0) -> None:
        self.url = url
        self._person: Document = {}
        self._http = httpx.Client(base_url=url, timeout=timeout_s, trust_env=not _is_local(url))
        if token:
            self._http.headers["authorization"] = f"Bearer {token}"

    @property
    def has_token(self) -> bool:
        return "authorization" in self._http.headers

    def sign_in(self, **person: Any) -> None:
        """With a token of the local stack, which vouches for any `sub`, `org_id`, `plan`, `roles`."""
        self._person = person
        token = self._json("POST", "/dev/token", json=person)["access_token"]
        self._http.headers["authorization"] = f"Bearer {token}"

    def create_exam(self, exam: Document) -> Document:
        return self._create("/v1/exams", exam)

    def start_job(self, pipeline: str, input_: Document, options: Document | None = None) -> Document:
        return self._create("/v1/jobs", {"pipeline": pipeline, "input": input_, "options": options or {}})

    def job(self, job_id: str) -> Document:
        return self._json("GET", f"/v1/jobs/{job_id}")

    def poll_job(self, job_id: str, etag: str = "") -> Poll:
        """The job with its items."""
        headers = {"if-none-match": etag} if etag else {}
        answer = self._call("GET", f"/v1/jobs/{job_id}", params={"include": "items"}, headers=headers)
        retry_after = answer.headers.get("retry-after")
        return Poll(
            job=None if answer.status_code == 304 else answer.json(),
            etag=answer.headers.get("etag", etag),
            retry_after=None if retry_after is None else float(retry_after),
        )

    def cancel_job(self, job_id: str, reason: str) -> Document:
        return self._json("POST", f"/v1/jobs/{job_id}/cancel", json={"reason": reason})

    def limits(self) -> Document:
        return self._json("GET", "/v1/limits")

    def start_batch(self, name: str, starts: Sequence[Document], key: str) -> Document:
        """Sent again under its key it is the same batch."""
        return self._create("/v1/batches", {"name": name, "jobs": list(starts)}, key)

    def poll_batch(self, batch_id: str) -> tuple[Document, float | None]:
        """How far it is, without its jobs but one, and seconds until the next look; None: all have ended."""
        answer = self._call("GET", f"/v1/batches/{batch_id}", params={"limit": 1})
        retry_after = answer.headers.get("retry-after")
        return answer.json(), None if retry_after is None else float(retry_after)

    def batch_page(self, batch_id: str, cursor: str | None) -> Document:
        page = {"limit": 100, **({"cursor": cursor} if cursor else {})}
        return self._json("GET", f"/v1/batches/{batch_id}", params=page)

    def course_export(self, course_id: str) -> str:
        """The course as Markdown."""
        return self._call("GET", f"/v1/courses/{course_id}/export", params={"format": "md"}).text

    def program_export(self, program_id: str) -> str:
        """The program as Markdown."""
        return self._call("GET", f"/v1/programs/{program_id}/export", params={"format": "md"}).text

    def overview(self) -> Document:
        return self._json("GET", "/v1/admin/overview")

    def export_me(self) -> Document:
        return self._json("GET", "/v1/me/export")

    def archive_piece(self, archive_id: str, number: int) -> str:
        return self._call("GET", f"/v1/me/archives/{archive_id}", params={"piece": number}).text

    def erase_me(self) -> Document:
        return self._json("DELETE", "/v1/me")

    def put_profile(self, profile: Document) -> Document:
        return self._json("PUT", "/v1/profile", json=profile)

    def audit_page(self, cursor: str | None) -> Document:
        page = {"limit": 100, **({"cursor": cursor} if cursor else {})}
        return self._json("GET", "/v1/admin/audit", params=page)

    def pause(self, scope: str, value: str | None, reason: str) -> Document:
        return self._json("POST", "/v1/admin/pause", json={"scope": scope, "value": value, "reason": reason})

    def resume(self, scope: str, value: str | None) -> Document:
        return self._json("POST", "/v1/admin/resume", json={"scope": scope, "value": value})

    def has_page(self) -> bool:
        """Whether the web page is at `url` too, as with the local stack and CloudFront."""
        try:
            return self._http.get("/config.json").status_code == 200
        except httpx.HTTPError:
            return False

    def _create(self, path: str, body: Document, key: str = "") -> Document:
        # A key, since what is on the way may send a request twice.
        return self._json("POST", path, json=body, headers={"idempotency-key": key or str(uuid.uuid4())})

    def _json(self, method: str, path: str, **arguments: Any) -> Document:
        body: Document = self._call(method, path, **arguments).json()
        return body

    def _call(self, method: str, path: str, **arguments: Any) -> httpx.Response:
        answer = self._http.request(method, path, **arguments)
        if answer.status_code == 401 and self._person and path != "/dev/token":
            self.sign_in(**self._person)  # a token lasts an hour, a job may last longer
            answer = self._http.request(method, path, **arguments)
        for pause_s in GATEWAY_PAUSES_S:
            if not _is_of_the_gateway(answer):
                break
            time.sleep(pause_s)
            answer = self._http.request(method, path, **arguments)
        if answer.status_code >= 400:
            raise ApiProblem(answer.status_code, _problem(answer))
        return answer


def _is_of_the_gateway(answer: httpx.Response) -> bool:
    """A refusal that no function has seen, or none has answered: without a problem document. Asking again is
    safe, since what creates something carries a key."""
    is_problem = answer.headers.get("content-type", "").startswith("application/problem+json")
    return answer.status_code in (429, 503) and not is_problem


def _problem(answer: httpx.Response) -> Mapping[str, Any]:
    try:
        body = answer.json()
    except ValueError:
        body = None
    # What is between here and the API may answer anything.
    if not isinstance(body, dict):
        return {"title": answer.reason_phrase, "detail": answer.text[:200]}
    return body if "title" in body else {"title": answer.reason_phrase, "detail": body.get("message"), **body}


def _is_local(url: str) -> bool:
    """Whether a proxy would be in the way."""
    return httpx.URL(url).host in ("127.0.0.1", "localhost", "::1")
