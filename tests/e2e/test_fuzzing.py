"""No request, however odd, gets a 5xx or an answer that the OpenAPI document does not describe."""

from __future__ import annotations

import copy
import os
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.e2e.fuzzing import Findings, fuzz
from tests.e2e.service import Document, Person, Service

SECONDS = 20
"""Of the short form, whatever the machine gets done in them."""

LANES = 3
"""Of the long form: while one makes up a request, the stack answers that of another."""

REQUESTS = int(os.environ.get("RELIABILITY_FUZZ_REQUESTS") or 10_000)
SEED = int(os.environ.get("RELIABILITY_SEED") or 1)


@pytest.fixture
def cheap(service_with: Callable[..., Service], monkeypatch: pytest.MonkeyPatch) -> Service:
    """Thousands of jobs of one person, each over in a moment."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")  # for requests, which schemathesis sends with
    service = service_with(LATENCY_MS="0", PARAM_MaxActiveJobs="1000")
    service.model.reset()
    return service


@pytest.fixture
def document(cheap: Service) -> Document:
    read: Document = cheap.anybody().get("/openapi.json").json()
    return read


def report(findings: Findings) -> str:
    faults = "\n\n".join(f"{place}\n{text}" for place, text in findings.violations.items())
    return f"{findings.table()}\n\n{faults}"


def test_every_answer_is_one_that_the_document_describes(cheap: Service) -> None:
    findings = fuzz(cheap, requests=REQUESTS, at_most_s=SECONDS, seed=SEED)
    print(report(findings))  # noqa: T201  the figures, beside a failure and with -s
    assert findings.requests
    assert not findings.violations, report(findings)


@pytest.mark.reliability
def test_thousands_of_requests(cheap: Service, document: Document) -> None:
    findings = fuzz(cheap, requests=REQUESTS, at_most_s=1200, seed=SEED, lanes=LANES)
    print(report(findings))  # noqa: T201
    assert not findings.violations, report(findings)
    assert findings.requests >= REQUESTS, report(findings)
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            for status in ("200", "201", "202"):
                if status in operation["responses"]:
                    assert findings.reached(f"{method.upper()} {path}", int(status)), report(findings)


def test_links_lead_from_the_start_of_a_job_to_its_retry(cheap: Service, document: Document) -> None:
    cheap.model.latency(3000)  # the job is active until it is cancelled
    person = cheap.person(plan="pro")
    body = example(document, "startJob")
    started = asked(person, document, "startJob", {}, body)
    for step in ("getJob", "getEvents", "getLogs"):
        follow(person, document, "startJob", started, step)
    cancelled = follow(person, document, "startJob", started, "cancelJob")
    assert (cancelled.status_code, cancelled.json()["status"]) == (202, "cancelled")
    retried = follow(person, document, "cancelJob", cancelled, "retryJob")
    assert (retried.status_code, retried.json()["attempt"]) == (202, 2)
    again = follow(person, document, "retryJob", retried, "getJob")
    last = follow(person, document, "getJob", again, "cancelJob")
    assert last.json()["job_id"] == started.json()["job_id"]


def follow(person: Person, document: Document, came_from: str, answer: httpx.Response, to: str) -> Any:
    """Asks what a link of an answer names, with the parameters that it takes out of the answer."""
    _, _, operation = found(document, came_from)
    link = operation["responses"][str(answer.status_code)]["links"][to]
    assert link["operationId"] == to
    prefix = "$response.body#/"
    parameters = {
        name: answer.json()[place.removeprefix(prefix)] for name, place in link["parameters"].items()
    }
    return asked(person, document, to, parameters, None)


def asked(
    person: Person, document: Document, operation_id: str, parameters: dict[str, str], body: Any
) -> httpx.Response:
    path, method, operation = found(document, operation_id)
    address = path.format(**parameters)
    answer = person.get(address) if method == "get" else person.post(address, body)
    assert str(answer.status_code) in operation["responses"], answer.text
    assert answer.is_success, answer.text
    return answer


def found(document: Document, operation_id: str) -> tuple[str, str, Document]:
    """Path, method and description of an operation."""
    return next(
        (path, method, operation)
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
        if operation["operationId"] == operation_id
    )


def example(document: Document, operation_id: str) -> Any:
    """The first body of its examples that brings its exam along."""
    _, _, operation = found(document, operation_id)
    examples = operation["requestBody"]["content"]["application/json"]["examples"].values()
    return copy.deepcopy(next(one["value"] for one in examples if "exam" in one["value"]["input"]))
