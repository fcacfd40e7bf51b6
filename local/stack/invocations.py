"""Invocations: the calls of functions that the runner makes itself, to warm them up and to sweep."""

from __future__ import annotations

import json
import logging
import re
import threading
import uuid
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

from local.stack.deployment import Deployer
from local.stack.translation import REGION

logger = logging.getLogger(__name__)

_NO_RECORDS: dict[str, Any] = {"Records": []}

_NOBODY = "warm-up"


def warm_up(deployer: Deployer, *, by_route: Mapping[str, str], by_queue: Iterable[str]) -> None:
    """Starts one worker of each function, so that the first calls of a person wait for no imports.

    by_route  name of a function by one of its routes, such as `GET /v1/jobs`
    by_queue  names of the functions that a queue starts

    Nothing is stored: it asks for what nobody has, or for what the contract refuses. A failure shows in
    the function's log, and again in the first call that meets it.
    """
    functions = deployer.client("lambda")
    events = [(name, _NO_RECORDS) for name in by_queue]
    events += [(name, _question(route)) for route, name in by_route.items()]
    with ThreadPoolExecutor(len(events)) as pool:
        for name, event in events:
            pool.submit(functions.invoke, FunctionName=name, Payload=json.dumps(event))


def _question(route: str) -> dict[str, Any]:
    """What API Gateway sends for a call of a route by somebody who has nothing.

    A creating route gets a pipeline that does not exist: that is refused late, after all is set up.
    """
    method, template = route.split()
    path = re.sub(r"\{\w+\}", _NOBODY, template)
    creates = method == "POST" and path == template
    return {
        "version": "2.0",
        "routeKey": route,
        "rawPath": path,
        "rawQueryString": "",
        "headers": {"content-type": "application/json"},
        "body": json.dumps({"pipeline": _NOBODY, "input": {}}) if creates else "",
        "requestContext": {
            "authorizer": {"jwt": {"claims": {"sub": _NOBODY}, "scopes": []}},
            "http": {"method": method, "path": path, "sourceIp": "127.0.0.1", "userAgent": _NOBODY},
            "requestId": _NOBODY,
            "routeKey": route,
            "stage": "$default",
        },
        "isBase64Encoded": False,
    }


class Sweeper(threading.Thread):
    """Runs the scheduled functions every few seconds, one after the other.

    EventBridge's shortest period is a minute, too long for a person who watches a job recover.
    """

    def __init__(self, deployer: Deployer, functions: Iterable[str], seconds: float) -> None:
        super().__init__(name="sweeper", daemon=True)
        self._lambda = deployer.client("lambda")
        self._functions = tuple(functions)
        self._seconds = seconds
        self._stopped = threading.Event()

    def run(self) -> None:
        while not self._stopped.wait(self._seconds):
            for function in self._functions:
                self._invoke(function)

    def stop(self) -> None:
        """No further run begins; one that is under way ends by itself."""
        self._stopped.set()

    def _invoke(self, function: str) -> None:
        try:
            answer = self._lambda.invoke(FunctionName=function, Payload=json.dumps(schedule_event()))
        except Exception as error:
            # Whatever it was, the next round tries again: that is what a sweep is for.
            if not self._stopped.is_set():
                logger.warning("%s could not be invoked: %s", function, error)
            return
        if "FunctionError" in answer:
            logger.warning("%s failed: %s", function, answer["Payload"].read().decode(errors="replace")[:500])


def schedule_event() -> dict[str, Any]:
    """What EventBridge sends for a schedule."""
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": "000000000000",
        "time": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "region": REGION,
        "resources": [f"arn:aws:events:{REGION}:000000000000:rule/sweep"],
        "detail": {},
    }
