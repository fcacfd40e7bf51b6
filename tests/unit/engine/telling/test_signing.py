"""Signing, held against the library of the specification."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from generation.engine.ports.outbox import Message
from generation.engine.telling.signing import message, new_secret, signature
from tests.unit.engine.telling.examples import NOW, SECRET, delivery

OTHER = new_secret(b"1" * 32)
TITLE = "Brot \N{EN DASH} \ud800"


def _message(*secrets: str, at: datetime | None = None) -> Message:
    made = delivery(data={"title": TITLE})
    return message(made, "https://hooks.example.org/crm", secrets, at or datetime.now(UTC))


def test_what_we_sign_the_library_verifies() -> None:
    sent = _message(SECRET)
    read = Webhook(SECRET).verify(sent.body, dict(sent.headers))
    assert read == {
        "type": "job.completed",
        "timestamp": "2026-11-28T07:00:00.125Z",
        "data": {"title": TITLE},
    }
    assert sent.headers["webhook-id"] == "job_1-1-completed"


def test_after_a_rotation_either_secret_verifies() -> None:
    sent = _message(OTHER, SECRET)
    assert len(sent.headers["webhook-signature"].split()) == 2
    for secret in (SECRET, OTHER):
        assert Webhook(secret).verify(sent.body, dict(sent.headers))


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param(lambda sent: (sent.body.replace(b"completed", b"cancelled"), {}), id="body"),
        pytest.param(lambda sent: (sent.body, {"webhook-id": "job_2-1-completed"}), id="id"),
        pytest.param(
            lambda sent: (sent.body, {"webhook-timestamp": str(int(sent.headers["webhook-timestamp"]) + 1)}),
            id="timestamp",
        ),
    ],
)
def test_nothing_of_it_can_be_changed(changed: object) -> None:
    sent = _message(SECRET)
    body, headers = changed(sent)  # type: ignore[operator]
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(body, {**sent.headers, **headers})


def test_another_secret_and_an_old_message_are_refused() -> None:
    sent, old = _message(SECRET), _message(SECRET, at=datetime.now(UTC) - timedelta(minutes=6))
    with pytest.raises(WebhookVerificationError):
        Webhook(OTHER).verify(sent.body, dict(sent.headers))
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(old.body, dict(old.headers))


def test_a_try_again_has_the_same_id_and_bytes_and_a_signature_of_its_own_time() -> None:
    first, second = _message(SECRET, at=NOW), _message(SECRET, at=NOW + timedelta(hours=2))
    assert (first.body, first.headers["webhook-id"]) == (second.body, second.headers["webhook-id"])
    assert first.headers["webhook-signature"] != second.headers["webhook-signature"]
    assert json.loads(first.body)["timestamp"] == json.loads(second.body)["timestamp"]


def test_secrets_are_new_and_have_the_form_of_the_specification() -> None:
    assert SECRET.startswith("whsec_")
    assert SECRET != OTHER
    with pytest.raises(ValueError, match="no secret"):
        signature("whsec_not base 64", "id", 1, b"")
