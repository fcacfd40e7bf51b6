"""The emulator's own process: ministack with its gaps closed. Runs in the emulator's environment."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from typing import Any

from ministack import app as ministack
from ministack.services import lambda_svc, sqs

from local.guard import Guard, served_hosts

_proxy_response = lambda_svc.lambda_execute_result_to_api_proxy_response
_kept_state = ministack._build_persistence_save_dict


def _with_text_body(result: dict[str, Any]) -> tuple[dict[str, Any] | None, str | None]:
    """A null body, as of a 304, is an empty one to API Gateway; ministack would answer 500."""
    response, error = _proxy_response(result)
    if response is not None and response.get("body", "") is None:
        response = {**response, "body": ""}
    return response, error


def _state_without_secrets() -> dict[str, Callable[[], Any]]:
    """What is written at a stop, and who killed the stack does not matter: the model's key is in no file.
    Each start of the stack stores it anew."""
    return {name: state for name, state in _kept_state().items() if name != "secretsmanager"}


class _Attentive:
    """asyncio, as the queues see it. A long poll of SQS answers when a message comes; ministack's looks
    for one ten times a second, so that each message would wait 50 ms on average for a reader that waits
    for it."""

    LOOK_S = 0.01

    def __getattr__(self, name: str) -> Any:
        return getattr(asyncio, name)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(min(seconds, self.LOOK_S))


if __name__ == "__main__":
    sqs.asyncio = _Attentive()
    lambda_svc.lambda_execute_result_to_api_proxy_response = _with_text_body
    ministack._build_persistence_save_dict = _state_without_secrets
    ministack.app = Guard(ministack.app, served_hosts(int(os.environ["GATEWAY_PORT"])), browsers=False)
    ministack.main()
