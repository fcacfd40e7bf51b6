"""Keys of webhooks and of the deliveries to them."""

from __future__ import annotations

from generation.stores.dynamodb import keys
from generation.stores.dynamodb.keys import Key, Range, quoted, unquoted

DELIVERIES = "D"
"""Partition of the index `order` for deliveries that are pending, by when the sweep looks after them. They
are a few for each end of a job with webhooks, so one is enough."""

_PREFIX = "DELIVERY#"


def webhooks_key(owner: str) -> Key:
    """The item that holds all webhooks of the owner."""
    return Key(keys.owner_partition(owner), "WEBHOOKS")


def delivery_key(owner: str, webhook_id: str, delivery_id: str) -> Key:
    return Key(keys.owner_partition(owner), f"{_PREFIX}{quoted(webhook_id)}#{quoted(delivery_id)}")


def deliveries_to(owner: str, webhook_id: str) -> Range:
    """In the order in which they were written."""
    return Range.prefixed(keys.owner_partition(owner), f"{_PREFIX}{quoted(webhook_id)}#")


def delivery_in(sort_key: str) -> tuple[str, str]:
    """Ids of the webhook and of the delivery."""
    _, webhook_id, delivery_id = sort_key.split("#")
    return unquoted(webhook_id), unquoted(delivery_id)


def swept_at(milliseconds: int) -> str:
    """Sort key of a pending delivery in the index: thirteen digits sort as numbers do until 2286."""
    return f"{milliseconds:013d}"
