"""The emulator's own process: ministack with two gaps closed. Runs in the emulator's environment."""

from __future__ import annotations

import asyncio
from typing import Any

from ministack.app import main
from ministack.services import lambda_svc, sqs

_proxy_response = lambda_svc.lambda_execute_result_to_api_proxy_response


def _with_text_body(result: dict[str, Any]) -> tuple[dict[str, Any] | None, str | None]:
    """A null body, as of a 304, is an empty one to API Gateway; ministack would answer 500."""
    response, error = _proxy_response(result)
    if response is not None and response.get("body", "") is None:
        response = {**response, "body": ""}
    return response, error


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
    main()
