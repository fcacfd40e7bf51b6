"""Prices of AWS, and what follows from counted calls. `python -m benchmarks.prices` prints the table.

us-east-1, on demand, without free tiers, as the pages named here said it in November 2026.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Price:
    usd: float
    per: str
    source: str


_LAMBDA = "https://aws.amazon.com/lambda/pricing/"
_DYNAMODB = "https://aws.amazon.com/dynamodb/pricing/on-demand/"

GB_SECOND = Price(0.0000133334, "GB-second of Lambda on arm64", _LAMBDA)
INVOCATION = Price(0.20e-6, "invocation", _LAMBDA)
WRITE_UNIT = Price(0.625e-6, "write unit of DynamoDB", _DYNAMODB)
READ_UNIT = Price(0.125e-6, "read unit of DynamoDB", _DYNAMODB)
SQS_REQUEST = Price(0.40e-6, "request of SQS (standard queue)", "https://aws.amazon.com/sqs/pricing/")
HTTP_REQUEST = Price(
    1.00e-6, "request of an HTTP API up to 512 KB", "https://aws.amazon.com/api-gateway/pricing/"
)
TRACE = Price(5.00e-6, "trace of X-Ray", "https://aws.amazon.com/cloudwatch/pricing/")
LOGGED_GB = Price(0.50, "GB into CloudWatch Logs", "https://aws.amazon.com/cloudwatch/pricing/")

ALL = (GB_SECOND, INVOCATION, WRITE_UNIT, READ_UNIT, SQS_REQUEST, HTTP_REQUEST, TRACE, LOGGED_GB)

CORE_MB = 1_769
"""Memory with which a function has one core; less memory, less of it."""

DESIGNS = {
    "one function, one call after another": 1.50,
    "one message a call": 1.42,
    "up to ten calls at the same time in one function": 0.49,
    "Step Functions and Lambda": 1.78,
    "Lambda durable functions": 0.74,
}
"""AWS dollars for 1,000 jobs of 12 calls of 15 s with 512 MB, one browser polling: sketches, computed
from AWS's documentation before there was a Coursemill."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """What something took of AWS.

    gb_seconds    of Lambda, all functions
    logged_bytes  of all functions
    """

    gb_seconds: float = 0.0
    invocations: float = 0.0
    write_units: float = 0.0
    read_units: float = 0.0
    sqs_requests: float = 0.0
    http_requests: float = 0.0
    traces: float = 0.0
    logged_bytes: float = 0.0

    def __add__(self, other: Use) -> Use:
        return Use(**{name: getattr(self, name) + getattr(other, name) for name in _PRICED})

    def __mul__(self, times: float) -> Use:
        return Use(**{name: getattr(self, name) * times for name in _PRICED})

    @property
    def usd_by_part(self) -> Mapping[str, float]:
        return {
            price.per: getattr(self, name) * factor * price.usd for name, (price, factor) in _PRICED.items()
        }

    @property
    def usd(self) -> float:
        return sum(self.usd_by_part.values())


_PRICED: Mapping[str, tuple[Price, float]] = {
    "gb_seconds": (GB_SECOND, 1.0),
    "invocations": (INVOCATION, 1.0),
    "write_units": (WRITE_UNIT, 1.0),
    "read_units": (READ_UNIT, 1.0),
    "sqs_requests": (SQS_REQUEST, 1.0),
    "http_requests": (HTTP_REQUEST, 1.0),
    "traces": (TRACE, 1.0),
    "logged_bytes": (LOGGED_GB, 1e-9),
}


def billed_s(cpu_s: float, waited_s: float, memory_mb: int) -> float:
    """How long a function with so much memory runs for work that takes `cpu_s` of a whole core."""
    return cpu_s * max(1.0, CORE_MB / memory_mb) + waited_s


def table() -> str:
    lines = ["| USD | for | source |", "| --- | --- | --- |"]
    lines += [f"| {price.usd:.10f} | {price.per} | {price.source} |".replace("0000 |", " |") for price in ALL]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(table() + "\n")
