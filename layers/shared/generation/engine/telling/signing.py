"""Signing: a delivery as a request, by the specification of Standard Webhooks (standardwebhooks.com)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Sequence
from datetime import datetime

from generation.engine.model.delivery import Delivery
from generation.engine.ports.outbox import Message
from generation.engine.telling.news import iso

PREFIX = "whsec_"
SECRET_BYTES = 32
"""The specification takes 24 to 64."""

USER_AGENT = "Coursemill-Webhooks/1"


def new_secret(random: bytes) -> str:
    return PREFIX + base64.b64encode(random).decode()


def signature(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """Raises ValueError for a secret that `new_secret` did not make."""
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except binascii.Error as error:
        raise ValueError("this is no secret of a webhook") from error
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()


def body_of(delivery: Delivery) -> bytes:
    """The same bytes at each try."""
    content = {"type": delivery.occasion, "timestamp": iso(delivery.created_at), "data": delivery.data}
    return json.dumps(content, separators=(",", ":")).encode()


def message(delivery: Delivery, url: str, secrets: Sequence[str], now: datetime) -> Message:
    """Signed by each of the secrets, since one of them is what the receiver has."""
    body, timestamp = body_of(delivery), int(now.timestamp())
    signatures = (signature(secret, delivery.news_id, timestamp, body) for secret in secrets)
    return Message(
        url=url,
        headers={
            "content-type": "application/json",
            "user-agent": USER_AGENT,
            "webhook-id": delivery.news_id,
            "webhook-timestamp": str(timestamp),
            "webhook-signature": " ".join(signatures),
        },
        body=body,
    )
