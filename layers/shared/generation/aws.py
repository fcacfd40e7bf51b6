"""AWS clients, and what of their errors means "not now".

The module loads botocore alone: boto3 adds 20 ms to every cold start and nothing that is used here.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import botocore
import botocore.session
from botocore.config import Config
from botocore.exceptions import ClientError, HTTPClientError
from botocore.exceptions import ConnectionError as NoConnection

from generation.engine import time_left
from generation.engine.errors import Unavailable

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.client import DynamoDBClient
    from mypy_boto3_sqs.client import SQSClient

CONNECT_TIMEOUT_S = 1
READ_TIMEOUT_S = 5
"""Both services connect within 10 ms and answer within 20; a transaction of 4 MB takes some 100."""

TRIES = 3
"""Of one call, with pauses of up to 1 and 2 s between them."""

LONGEST_TRY_S = CONNECT_TIMEOUT_S + READ_TIMEOUT_S + 2 ** (TRIES - 2)
"""One try and the pause after it. Whoever answers a request begins none that could not end in time."""

POOL = 20
"""Connections that are kept: as many as a worker's threads that write and read at the same time."""

USER_AGENT = f"coursemill botocore/{botocore.__version__}"

_PASSING = frozenset(
    {
        "InternalServerError",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "RequestThrottled",
        "ServiceUnavailable",
        "ThrottlingException",
        "TransactionInProgressException",
    }
)


def dynamodb_client(**how: Any) -> DynamoDBClient:
    """`how` goes to botocore's `create_client`: region_name, endpoint_url, ..."""
    client: DynamoDBClient = _client("dynamodb", how)
    return client


def sqs_client(**how: Any) -> SQSClient:
    client: SQSClient = _client("sqs", how)
    return client


def _client(service: str, how: dict[str, Any]) -> Any:
    config = Config(
        connect_timeout=CONNECT_TIMEOUT_S,
        read_timeout=READ_TIMEOUT_S,
        retries={"mode": "standard", "total_max_attempts": TRIES},
        max_pool_connections=POOL,
        # Botocore's own is put together anew for each request, and each request is held against the model
        # of its service: a quarter of the CPU time of a small one. What mypy, the contract tests and the
        # service itself say of a request is enough.
        user_agent=USER_AGENT,
        parameter_validation=False,
        tcp_keepalive=True,  # a worker that waits for a model is silent for longer than NAT remembers
    )
    client = botocore.session.get_session().create_client(service, config=config, **how)
    client.meta.events.register_first("before-send", _begin_none_too_late)
    return client


def _begin_none_too_late(**_: Any) -> None:
    """Before each try, also botocore's own second and third. What is raised here botocore does not try
    again: it knows the error as none of its own."""
    if not time_left.is_left(LONGEST_TRY_S):
        raise Unavailable("there is no time left for another try")


@contextmanager
def answering(service: str) -> Iterator[None]:
    """Turns what passes by itself into Unavailable. A refused request, a missing table or permission
    does not pass: it stays what it is, because only a change of the deployment can mend it."""
    try:
        yield
    except (HTTPClientError, NoConnection) as error:
        raise Unavailable(f"{service} cannot be reached") from error
    except ClientError as error:
        if not is_passing(error):
            raise
        raise Unavailable(f"{service} does not answer: {error.response['Error']['Code']}") from error


def is_passing(error: ClientError) -> bool:
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    return status >= 500 or error.response["Error"]["Code"] in _PASSING
