"""The emulator's own process: ministack with one gap closed. Runs in the emulator's environment."""

from __future__ import annotations

from typing import Any

from ministack.app import main
from ministack.services import lambda_svc

_proxy_response = lambda_svc.lambda_execute_result_to_api_proxy_response


def _with_text_body(result: dict[str, Any]) -> tuple[dict[str, Any] | None, str | None]:
    """A null body, as of a 304, is an empty one to API Gateway; ministack would answer 500."""
    response, error = _proxy_response(result)
    if response is not None and response.get("body", "") is None:
        response = {**response, "body": ""}
    return response, error


if __name__ == "__main__":
    lambda_svc.lambda_execute_result_to_api_proxy_response = _with_text_body
    main()
