"""Webhook: an address that its owner wants told of what happens to his jobs and courses."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from generation.engine.errors import Conflict

MOST_WEBHOOKS = 10
"""Of one owner. All of them are one item of the table, 8 KB with the longest addresses, which the end of each
of his jobs reads."""

TWO_SECRETS = timedelta(hours=24)
"""After a rotation what is sent is signed with the old secret too: a day to change it at the receiver."""

MOST_OLD_SECRETS = 2
"""Who rotates again, since the answer got lost, does not lose the secret that his receiver has."""

GIVEN_UP_AFTER = timedelta(days=3)
"""A webhook that nothing was delivered to for so long is disabled: as long as one delivery is tried."""


class Occasion(StrEnum):
    """What is told of. `webhook.test` is asked for by hand, and to one webhook alone."""

    JOB_COMPLETED = "job.completed"
    JOB_FAILED = "job.failed"
    JOB_CANCELLED = "job.cancelled"
    JOB_WAITING = "job.waiting"
    COURSE_PUBLISHED = "course.published"
    TEST = "webhook.test"


TOLD = tuple(occasion for occasion in Occasion if occasion is not Occasion.TEST)
"""Those that a webhook can be for."""


class Disabled(StrEnum):
    """Who has disabled a webhook: its owner, the receiver by 410, or three days without a delivery."""

    OWNER = "owner"
    GONE = "gone"
    FAILING = "failing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """occasions      what it is told of
    secret         signs what is sent
    old_secrets    with the ends (ISO 8601) until which they sign too, the newest first
    failing_since  when a delivery first failed after the last one that did not; None: none has
    """

    webhook_id: str
    url: str
    occasions: tuple[str, ...]
    created_at: datetime
    secret: str = field(repr=False)
    old_secrets: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    disabled_by: str | None = None
    failing_since: datetime | None = None

    @property
    def is_enabled(self) -> bool:
        return self.disabled_by is None

    def secrets_at(self, now: datetime) -> tuple[str, ...]:
        """The newest first."""
        return (self.secret, *(old for old, until in self.old_secrets if datetime.fromisoformat(until) > now))

    def rotated(self, secret: str, now: datetime) -> Webhook:
        """The same where that secret is its own already: the change was made, and its answer lost."""
        if self.secret == secret:
            return self
        old = [
            (one, until)
            for one, until in self.old_secrets
            if one != secret and datetime.fromisoformat(until) > now
        ]
        until = (now + TWO_SECRETS).isoformat()
        return replace(self, secret=secret, old_secrets=((self.secret, until), *old)[:MOST_OLD_SECRETS])

    def changed(self, url: str, occasions: tuple[str, ...], *, is_enabled: bool) -> Webhook:
        """As its owner wants it. Enabled again it begins anew, whatever failed before."""
        if not is_enabled:
            return replace(self, url=url, occasions=occasions, disabled_by=self.disabled_by or Disabled.OWNER)
        since = self.failing_since if self.is_enabled and self.url == url else None
        return replace(self, url=url, occasions=occasions, disabled_by=None, failing_since=since)

    def received(self) -> Webhook:
        return replace(self, failing_since=None)

    def refused(self, now: datetime, *, is_gone: bool = False) -> Webhook:
        """After a delivery that failed."""
        if not self.is_enabled:
            return self
        if is_gone:
            return replace(self, disabled_by=Disabled.GONE)
        since = self.failing_since or now
        is_over = now - since >= GIVEN_UP_AFTER
        return replace(self, failing_since=since, disabled_by=Disabled.FAILING if is_over else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhooks:
    """All of one owner, in the order in which they were made."""

    webhooks: tuple[Webhook, ...] = ()

    def find(self, webhook_id: str) -> Webhook | None:
        return next((one for one in self.webhooks if one.webhook_id == webhook_id), None)

    def listening(self, occasion: Occasion) -> tuple[Webhook, ...]:
        return tuple(one for one in self.webhooks if one.is_enabled and occasion.value in one.occasions)

    def having(self, webhook: Webhook) -> Webhooks:
        """With the webhook in place of the one of its id. Raises Conflict (`too-many-webhooks`)."""
        if self.find(webhook.webhook_id) is None:
            if len(self.webhooks) >= MOST_WEBHOOKS:
                raise Conflict(
                    f"There are {MOST_WEBHOOKS} webhooks already: delete one first.", code="too-many-webhooks"
                )
            return replace(self, webhooks=(*self.webhooks, webhook))
        others = tuple(webhook if one.webhook_id == webhook.webhook_id else one for one in self.webhooks)
        return replace(self, webhooks=others)

    def without(self, webhook_id: str) -> Webhooks:
        return replace(self, webhooks=tuple(one for one in self.webhooks if one.webhook_id != webhook_id))
