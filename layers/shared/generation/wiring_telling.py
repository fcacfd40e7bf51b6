"""Wiring of what is told: webhooks as their owners see them, and the function that delivers to them."""

from __future__ import annotations

import secrets
from functools import cache

from generation import wiring
from generation.engine.service.webhooks import WebhookService
from generation.engine.telling.deliverer import Deliverer
from generation.engine.telling.resend import Resend
from generation.engine.telling.signing import SECRET_BYTES, new_secret
from generation.webhooks.addresses import fault_of


@cache
def webhooks() -> WebhookService:
    loopback = wiring.settings().webhooks_to_loopback
    return WebhookService(
        outbox=wiring.outbox(),
        teller=wiring.teller(),
        jobs=wiring.job_store(),
        clock=wiring.clock(),
        ids=wiring.ids(),
        new_secret=lambda: new_secret(secrets.token_bytes(SECRET_BYTES)),
        fault=lambda url: fault_of(url, loopback=loopback),
        answers_kept=wiring.limits().policy.service.answers_kept,
    )


@cache
def deliverer() -> Deliverer:
    from generation.webhooks.post import PinnedPost

    return Deliverer(
        outbox=wiring.outbox(),
        queue=wiring.delivery_queue(),
        post=PinnedPost(loopback=wiring.settings().webhooks_to_loopback),
        clock=wiring.clock(),
        ids=wiring.ids(),
    )


@cache
def resend() -> Resend:
    return Resend(outbox=wiring.outbox(), queue=wiring.delivery_queue(), clock=wiring.clock())
