"""The API key: where it comes from, how long it is kept, what happens when there is none."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from aws_lambda_powertools.utilities.parameters import SecretsProvider
from botocore.exceptions import ClientError, EndpointConnectionError
from moto import mock_aws

from generation.engine.errors import CallError, PermanentError, TransientCallError
from generation.models.claude.keys import KeySource
from tests.unit.models.claude.wire import (
    REQUEST,
    Wire,
    ask,
    error_event,
    model,
    refusing,
    started,
    stopped,
    streaming,
    text,
)

NAME = "coursemill/claude"
PARAMETER = "ssm:/claude/key"


@pytest.fixture(autouse=True)
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    with mock_aws():
        yield


def _store(key: str, name: str = NAME) -> str:
    return boto3.client("secretsmanager").create_secret(Name=name, SecretString=key)["ARN"]


def _good() -> Any:
    return streaming(started(), text("x"), stopped())


def _keys_of(wire: Wire) -> list[str]:
    return [request.headers["authorization"] for request in wire.requests]


def test_a_secret_is_named_by_name_or_by_arn() -> None:
    arn = _store("sk-1")
    for secret in (NAME, arn):
        wire = Wire(_good)
        ask(wire, key_secret=secret)
        assert _keys_of(wire) == ["Bearer sk-1"]


def test_a_parameter_is_decrypted() -> None:
    boto3.client("ssm").put_parameter(Name=PARAMETER.removeprefix("ssm:"), Value="sk-2", Type="SecureString")
    wire = Wire(_good)
    ask(wire, key_secret=PARAMETER)
    assert _keys_of(wire) == ["Bearer sk-2"]


def test_a_line_break_after_the_key_does_no_harm() -> None:
    _store("sk-1\n")
    wire = Wire(_good)
    ask(wire, key_secret=NAME)
    assert _keys_of(wire) == ["Bearer sk-1"]


def test_the_key_is_read_once_and_off_the_loop_s_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    _store("sk-1")
    read_in = _count_reads(monkeypatch)
    claude = model(Wire(_good), key_secret=NAME)

    async def calls() -> None:
        await asyncio.gather(*(claude.call(REQUEST, lambda said: None) for _ in range(5)))
        await claude.call(REQUEST, lambda said: None)

    asyncio.run(calls())
    assert len(read_in) == 1
    assert threading.get_ident() not in read_in


def _count_reads(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    threads: list[int] = []
    read = KeySource._read

    def counted(self: KeySource) -> object:
        threads.append(threading.get_ident())
        return read(self)

    monkeypatch.setattr(KeySource, "_read", counted)
    return threads


def _only(wire: Wire, key: str) -> None:
    """From now on the key is taken and every other is refused."""

    def answer() -> Any:
        fits = wire.requests[-1].headers["authorization"] == f"Bearer {key}"
        return _good() if fits else refusing(401, "authentication_error")

    wire.answers = (answer,)


def test_a_key_that_was_replaced_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    _store("sk-old")
    reads = _count_reads(monkeypatch)
    wire = Wire(_good)
    claude = model(wire, key_secret=NAME)

    async def rotate() -> None:
        await claude.call(REQUEST, lambda said: None)
        boto3.client("secretsmanager").put_secret_value(SecretId=NAME, SecretString="sk-new")
        _only(wire, "sk-new")
        replies = await asyncio.gather(*(claude.call(REQUEST, lambda said: None) for _ in range(4)))
        assert [reply.text for reply in replies] == ["x"] * 4

    asyncio.run(rotate())
    assert _keys_of(wire)[0] == "Bearer sk-old"
    assert _keys_of(wire)[-1] == "Bearer sk-new"
    assert len(reads) == 2  # of four calls that were refused together one has read


def test_a_key_that_stays_refused_is_read_once_more_and_sent_once(monkeypatch: pytest.MonkeyPatch) -> None:
    _store("sk-1")
    reads = _count_reads(monkeypatch)
    wire = Wire(lambda: refusing(401, "authentication_error"))
    with pytest.raises(PermanentError) as caught:
        ask(wire, key_secret=NAME)
    assert caught.value.code == "model-access-denied"
    assert (len(reads), len(wire.requests)) == (2, 1)


def test_a_new_key_that_is_refused_as_well_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = iter(["sk-1", "sk-2", "sk-3"])
    monkeypatch.setattr(KeySource, "_read", lambda self: next(texts))
    wire = Wire(lambda: refusing(401, "authentication_error"))
    with pytest.raises(PermanentError) as caught:
        ask(wire, key_secret=NAME)
    assert caught.value.code == "model-access-denied"
    assert _keys_of(wire) == ["Bearer sk-1", "Bearer sk-2"]


def test_a_refusal_inside_a_stream_is_not_asked_again() -> None:
    _store("sk-1")
    wire = Wire(lambda: streaming(started(), error_event("authentication_error")))
    with pytest.raises(PermanentError):
        ask(wire, key_secret=NAME)
    assert len(wire.requests) == 1


@pytest.mark.parametrize("secret", ["nobody/knows", "ssm:/nobody/knows"])
def test_a_secret_that_is_not_there_is_final(secret: str) -> None:
    wire = Wire(_good)
    with pytest.raises(PermanentError) as caught:
        ask(wire, key_secret=secret)
    assert caught.value.code == "model-access-denied"
    assert "nobody" not in str(caught.value)
    assert wire.requests == []


def _client_error(code: str, status: int) -> ClientError:
    answer: Any = {"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(answer, "GetSecretValue")


@pytest.mark.parametrize(
    ("cause", "error"),
    [
        (_client_error("AccessDeniedException", 400), PermanentError),
        (_client_error("DecryptionFailure", 400), PermanentError),
        (_client_error("ThrottlingException", 400), TransientCallError),
        (_client_error("InternalServiceError", 500), TransientCallError),
        (EndpointConnectionError(endpoint_url="https://secrets"), TransientCallError),
    ],
)
def test_what_went_wrong_decides_whether_another_attempt_can_help(
    monkeypatch: pytest.MonkeyPatch, cause: Exception, error: type[CallError]
) -> None:
    def failing(self: object, name: str, **options: object) -> str:
        raise cause

    monkeypatch.setattr(SecretsProvider, "_get", failing)
    with pytest.raises(CallError) as caught:
        ask(Wire(_good), key_secret=NAME)
    assert type(caught.value) is error


@pytest.mark.parametrize("kept", ["", "  ", "two words", "sk-\x00", "clé"])
def test_what_no_header_can_carry_is_no_key(kept: str) -> None:
    boto3.client("secretsmanager").create_secret(Name=NAME, SecretString=kept or " ")
    wire = Wire(_good)
    with pytest.raises(PermanentError) as caught:
        ask(wire, key_secret=NAME)
    assert caught.value.code == "model-access-denied"
    assert wire.requests == []


def test_a_secret_of_bytes_is_no_key() -> None:
    boto3.client("secretsmanager").create_secret(Name=NAME, SecretBinary=b"sk-1")
    with pytest.raises(PermanentError):
        ask(Wire(_good), key_secret=NAME)


def test_without_a_secret_nothing_is_sent_to_claude() -> None:
    wire = Wire(_good)
    with pytest.raises(PermanentError) as caught:
        ask(wire, base_url="")
    assert caught.value.code == "model-access-denied"
    assert wire.requests == []


def test_a_server_of_one_s_own_needs_no_key() -> None:
    wire = Wire(_good)
    ask(wire)
    assert _keys_of(wire) == ["Bearer none"]
