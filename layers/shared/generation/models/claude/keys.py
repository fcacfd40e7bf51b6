"""The API key: read through Powertools, kept, and read again when Claude refuses it."""

from __future__ import annotations

import asyncio
import threading

import boto3
from aws_lambda_powertools.utilities.parameters import SecretsProvider, SSMProvider
from aws_lambda_powertools.utilities.parameters.exceptions import GetParameterError
from botocore.config import Config
from botocore.exceptions import ClientError, NoCredentialsError, NoRegionError

from generation.engine.errors import CallError, PermanentError, TransientCallError

PARAMETER = "ssm:"
"""Before the path of an SSM parameter; everything else is the name or ARN of a secret."""

_BOTO = Config(connect_timeout=3, read_timeout=5, retries={"total_max_attempts": 3, "mode": "standard"})
_THROTTLES = frozenset({"ThrottlingException", "Throttling", "TooManyRequestsException", "TooManyUpdates"})


class KeySource:
    """The key under `secret` (name or ARN of a secret, or `ssm:/path` of a SecureString).

    Kept without an end: a key that was replaced shows itself by a refusal, and then the new one is
    read. So a rotation needs no restart, and running workers cost no request. May be used by several
    event loops in several threads.
    """

    def __init__(self, secret: str) -> None:
        self._secret = secret
        self._key: str | None = None
        self._lock = threading.Lock()

    async def current(self) -> str:
        """The key. Raises PermanentError where there is none to be had, else TransientCallError."""
        if self._key is not None:
            return self._key
        return await asyncio.to_thread(self._fetch, None)

    async def renewed(self, refused: str) -> str:
        """The key after `refused` was refused: the same text if it has not been replaced."""
        return await asyncio.to_thread(self._fetch, refused)

    def _fetch(self, refused: str | None) -> str:
        # Of many calls that are refused together the first reads, and the others get what it read.
        with self._lock:
            if self._key is not None and self._key != refused:
                return self._key
            self._key = key = _usable(self._read())
            return key

    def _read(self) -> object:
        # A session of its own: boto3's default one is not safe to make clients from in threads.
        session = boto3.Session()
        try:
            if self._secret.startswith(PARAMETER):
                parameters = SSMProvider(boto_config=_BOTO, boto3_session=session)
                path = self._secret.removeprefix(PARAMETER)
                return parameters.get(path, decrypt=True, force_fetch=True)
            secrets = SecretsProvider(boto_config=_BOTO, boto3_session=session)
            return secrets.get(self._secret, force_fetch=True)
        except GetParameterError as error:
            # Powertools wraps whatever happened in an error of its own.
            raise _unreadable(error.__context__) from error
        except NoRegionError as error:
            raise _unreadable(error) from error


def _unreadable(cause: BaseException | None) -> CallError:
    """Whether another attempt can help is for what happened to say."""
    is_final = isinstance(cause, NoCredentialsError | NoRegionError)
    if isinstance(cause, ClientError):
        code, status = cause.response["Error"]["Code"], cause.response["ResponseMetadata"]["HTTPStatusCode"]
        is_final = status < 500 and code not in _THROTTLES
    if is_final:
        return PermanentError("The API key cannot be read from where it is kept", code="model-access-denied")
    failed = TransientCallError("The API key could not be read just now", code="model-key-unavailable")
    failed.is_unbilled = True
    return failed


def _usable(value: object) -> str:
    """Raises PermanentError for what no header can carry, which would look like a broken connection."""
    key = value.strip() if isinstance(value, str) else ""
    if not key or not key.isascii() or not key.isprintable() or " " in key:
        raise PermanentError("What is kept as the API key is no key", code="model-access-denied")
    return key
