"""Fuzzing: schemathesis sends what the OpenAPI document allows, and what it does not, to a running stack."""

from __future__ import annotations

import copy
import random
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from typing import Any

import schemathesis
from schemathesis import GenerationMode, engine, hooks
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events
from schemathesis.engine.recorder import ScenarioRecorder

from tests.e2e.service import Document, Service

_CHECKS = {
    # API Gateway knows routes, not methods: what no route has is 404, whatever the path's others are.
    "unsupported_method": {"enabled": False},
    # What no schema can say is 422: a cursor of another list, a key that stands for another request,
    # fields that exclude each other, NUL. An ETag may be any text: 412, or 428 where it is empty.
    "positive_data_acceptance": {
        "expected-statuses": ["2xx", "3xx", "401", "403", "404", "409", "412", "422", "428", "429"]
    },
    "negative_data_rejection": {
        "expected-statuses": ["400", "401", "403", "404", "405", "409", "412", "413", "422", "428", "429"]
    },
}
"""All checks are on; these differ from what schemathesis thinks of APIs at large."""

_OPERATIONS = [
    # A start that is refused is a problem in its place, beside those that were accepted.
    {"include-name": "POST /v1/batches", "checks": {"negative_data_rejection": {"enabled": False}}},
]

_NO_ROUTE = "other methods of these addresses"


@dataclass
class Findings:
    """What a run sent and what was wrong with the answers.

    answers     number of requests by route (`POST /v1/jobs`) and status; 0: no answer came
    violations  one line each, the same fault of the same operation once
    """

    answers: Counter[tuple[str, int]] = field(default_factory=Counter)
    violations: dict[str, str] = field(default_factory=dict)

    @property
    def requests(self) -> int:
        return self.answers.total()

    def table(self) -> str:
        """Requests by operation and status, for the report of a test run."""
        routes: dict[str, dict[int, int]] = {}
        for (route, status), count in sorted(self.answers.items()):
            routes.setdefault(route, {})[status] = count
        lines = [
            f"{sum(counts.values()):>6}  {route}  "
            + " ".join(f"{status}:{count}" for status, count in counts.items())
            for route, counts in routes.items()
        ]
        return "\n".join([*lines, f"{self.requests:>6}  all"])

    def reached(self, route: str, status: int) -> bool:
        return self.answers[route, status] > 0

    def merge(self, other: Findings) -> None:
        self.answers.update(other.answers)
        self.violations = {**other.violations, **self.violations}

    def add(self, recorder: ScenarioRecorder) -> None:
        for case_id, node in recorder.cases.items():
            interaction = recorder.interactions.get(case_id)
            if interaction is not None:
                operation = node.value.operation
                is_route = interaction.request.method == operation.method.upper()
                route = operation.label if is_route else _NO_ROUTE
                answer = interaction.response
                self.answers[route, answer.status_code if answer else 0] += 1
        for case_id, checks in recorder.checks.items():
            for check in checks:
                if check.failure_info is not None:
                    failure = check.failure_info.failure
                    label = recorder.cases[case_id].value.operation.label
                    self.violations.setdefault(
                        f"{label}: {failure.title}", f"{failure.message}\n{check.failure_info.code_sample}"
                    )


@dataclass(frozen=True)
class Lane:
    """What one process sends: the requests of one person, who may do everything but see an organization.

    requests   some more where a scenario is not at its end
    at_most_s  none after it
    is_first   sends the examples and edges of the document, which are the same for every seed
    """

    url: str
    authorization: str
    document: Document
    requests: int
    at_most_s: int
    seed: int
    is_first: bool


def fuzz(service: Service, *, requests: int, at_most_s: int, seed: int, lanes: int = 1) -> Findings:
    """Sends `requests` requests, and none after `at_most_s`: more lanes send at the same time."""
    document = service.anybody().get("/openapi.json").json()
    share = -(-requests // lanes)
    plan = [
        Lane(
            url=service.record.url,
            authorization=service.person(plan="pro").authorization,
            document=document,
            requests=share,
            at_most_s=at_most_s,
            seed=seed + number,
            is_first=number == 0,
        )
        for number in range(lanes)
    ]
    if lanes == 1:
        return fuzz_lane(plan[0])
    findings = Findings()
    # Processes: CPython 3.11 cannot parse in two threads that are both deep in recursion.
    with ProcessPoolExecutor(lanes, mp_context=get_context("spawn")) as pool:
        for found in pool.map(fuzz_lane, plan):
            findings.merge(found)
    return findings


def fuzz_lane(lane: Lane) -> Findings:
    """Examples and edges of the document first, then by turns random requests, and scenarios that follow
    its links."""
    # Not by its address, which schemathesis would then leave out.
    schema = schemathesis.openapi.from_dict(lane.document, config=_config(lane))
    findings = Findings()
    steering = _Steering(schema.raw_schema, lane.seed)

    @schemathesis.hook
    def before_call(context: Any, case: Any, kwargs: dict[str, Any]) -> None:
        steering.steer(case)

    try:
        stream = engine.from_schema(schema).execute()
        for event in stream:
            if isinstance(event, events.ScenarioFinished):
                findings.add(event.recorder)
                if findings.requests >= lane.requests:
                    stream.stop()
            findings.violations.update(_errors(event))
    finally:
        hooks.unregister(before_call)
    return findings


def _errors(event: events.EngineEvent) -> Iterator[tuple[str, str]]:
    """What kept the run itself from its work, such as a server that is gone."""
    if isinstance(event, events.NonFatalError):
        yield f"{event.label}: {event.info.title}", event.info.message
    elif isinstance(event, events.FatalError):
        yield "the run", repr(event.exception)


def _config(lane: Lane) -> SchemathesisConfig:
    generation = {"database": "none", "no-shrink": True}
    return SchemathesisConfig.from_dict(
        {
            "seed": lane.seed,
            "max-time": lane.at_most_s,
            "suppress-health-check": ["all"],
            "base-url": lane.url,
            "headers": {"Authorization": lane.authorization},
            "workers": 1,
            "continue-on-failure": True,
            "request-timeout": 60,
            "checks": _CHECKS,
            "operations": _OPERATIONS,
            "generation": generation,
            "phases": {
                "examples": {"enabled": lane.is_first},
                "coverage": {"enabled": lane.is_first},
                "fuzzing": {"generation": {**generation, "max-examples": 20}},
                "stateful": {"generation": {**generation, "max-examples": 10}, "max-steps": 8},
            },
        }
    )


class _Steering:
    """Brings requests to where random ones rarely come."""

    def __init__(self, document: Mapping[str, Any], seed: int) -> None:
        self._examples = {
            operation["operationId"]: [example["value"] for example in content["examples"].values()]
            for path in document["paths"].values()
            for operation in path.values()
            for content in operation.get("requestBody", {}).get("content", {}).values()
            if "examples" in content
        }
        self._random = random.Random(seed)

    def steer(self, case: Any) -> None:
        if case.meta is None or case.meta.generation.mode is not GenerationMode.POSITIVE:
            return  # what is wrong with it is what is tried
        operation = case.operation.definition.raw["operationId"]
        if operation == "getEvents" and self._random.random() < 0.5:
            # OpenAPI has no place for `Accept`: every other reader of a feed wants server-sent events.
            case.headers = {**(case.headers or {}), "Accept": "text/event-stream"}
        if operation in self._examples and self._random.random() < 0.5:
            # Nearly every body at random is refused, since its fields have to fit each other.
            example = copy.deepcopy(self._random.choice(self._examples[operation]))
            case.body = self._as_new(example)

    def _as_new(self, value: Any) -> Any:
        """With titles and ids of exams that nobody has used."""
        if isinstance(value, dict):
            return {
                name: f"{inner} {self._random.randrange(10**9)}"
                if name in ("title", "topic") or (name == "exam_id" and "questions" in value)
                else self._as_new(inner)
                for name, inner in value.items()
            }
        return [self._as_new(inner) for inner in value] if isinstance(value, list) else value
