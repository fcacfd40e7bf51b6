"""Errors that the server answers, in the shape of Claude's API.

ApiError
├── InvalidRequest   400 invalid_request_error
├── Unauthorized     401 authentication_error
├── NotFound         404 not_found_error
├── TooLarge         413 request_too_large
├── RateLimited      429 rate_limit_error, with a retry-after header
├── Broken           500 api_error
└── Overloaded       529 overloaded_error
"""

from __future__ import annotations

from typing import Any, ClassVar


class ApiError(Exception):
    """An error answer; `str(error)` is the message that the client reads."""

    status: ClassVar[int] = 500
    type: ClassVar[str] = "api_error"

    def body(self, request_id: str | None) -> dict[str, Any]:
        """The JSON body, `{"type": "error", "error": {"type", "message"}, "request_id"}`."""
        return {
            "type": "error",
            "error": {"type": self.type, "message": str(self)},
            "request_id": request_id,
        }

    def headers(self) -> dict[str, str]:
        """Headers that belong to this error."""
        return {}


class InvalidRequest(ApiError):
    status = 400
    type = "invalid_request_error"


class Unauthorized(ApiError):
    status = 401
    type = "authentication_error"


class NotFound(ApiError):
    status = 404
    type = "not_found_error"


class TooLarge(ApiError):
    status = 413
    type = "request_too_large"


class RateLimited(ApiError):
    status = 429
    type = "rate_limit_error"

    def __init__(self, message: str, retry_after_s: float) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s

    def headers(self) -> dict[str, str]:
        return {"retry-after": f"{self.retry_after_s:g}"}


class Broken(ApiError):
    pass


class Overloaded(ApiError):
    status = 529
    type = "overloaded_error"
