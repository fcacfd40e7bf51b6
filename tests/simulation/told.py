"""A world in which ends are told: every call of store, outbox, queue and receiver may be the last of its
function, and receivers fail, are silent or gone."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import cast

from generation.engine.errors import Unavailable, Undelivered
from generation.engine.model.delivery import Delivery
from generation.engine.model.webhook import Webhooks
from generation.engine.ports.outbox import Message
from generation.engine.telling.deliverer import Deliverer
from generation.engine.telling.resend import Resend
from generation.engine.telling.store import Teller, telling_store
from testing.lives import Life
from testing.memory.outbox import MemoryOutbox
from testing.memory.queue import MemoryDeliveryQueue
from tests.simulation.recording import RecordingStore
from tests.simulation.world import World
from tests.unit.engine.telling.examples import webhook

STEADY, GONE = "https://steady.example.org/", "https://gone.example.org/"


class Receivers:
    """What arrived at each address. A third of what the steady one is asked fails, some of it after it was
    read; the other one is gone after three requests. `are_down`: all of them, from now on."""

    are_down = False

    def __init__(self, chance: Callable[[], float]) -> None:
        self.asked: dict[str, list[str]] = {STEADY: [], GONE: []}
        self.received: dict[str, list[str]] = {STEADY: [], GONE: []}
        self._chance = chance

    def send(self, message: Message) -> int:
        news_id, url = message.headers["webhook-id"], message.url
        self.asked[url].append(news_id)
        if self.are_down:
            return 500
        if url == GONE and len(self.asked[GONE]) > 3:
            return 410
        fate = self._chance()
        if fate < 0.1:
            raise Undelivered("timed-out")
        self.received[url].append(news_id)
        return 503 if fate < 0.3 else 200


class Fates(Life):
    """Lives that end at the call of this number, or with `rng` at one call of thirty. What is left of a
    function that died is that its message comes again."""

    def __init__(self, at: int | None = None, after: bool = False, rng: Random | None = None) -> None:
        super().__init__(at, after)
        self._rng = rng

    def fate(self) -> tuple[bool, bool]:
        if self._rng is None:
            return super().fate()
        return self._rng.random() < 1 / 30, self._rng.random() < 0.5

    def death(self) -> BaseException:
        return Unavailable("died")


class ToldWorld(World):
    """`fates` decide at every call from the read of who listens to the write of what came of a try."""

    fates: Fates

    def __post_init__(self) -> None:
        super().__post_init__()
        self.fates = Fates()
        self.recorded = self.store
        self.outbox = MemoryOutbox(self.store.world, now=self.clock.now)
        self.deliveries = MemoryDeliveryQueue(self.clock.now)
        self.receivers = Receivers(self.rng.random)
        self.tolerated = (Unavailable,)
        for name, url in (("steady", STEADY), ("gone", GONE)):
            made = webhook(webhook_id=name, url=url)
            self.outbox.change("ada", partial(Webhooks.having, webhook=made))

    def begin_dying(self, fates: Fates) -> None:
        self.fates = fates
        outbox, queue = fates.through(self.outbox), fates.through(self.deliveries)
        store = fates.through(self.recorded, "commit")
        told = telling_store(store, Teller(outbox=outbox, queue=queue))
        self.store = self.swept = cast(RecordingStore, told)
        self.deliverer = Deliverer(
            outbox=outbox,
            queue=queue,
            post=fates.through(self.receivers),
            clock=self.clock,
            ids=self.ids,
        )
        self.resend = Resend(outbox=outbox, queue=queue, clock=self.clock)

    @property
    def ends(self) -> set[str]:
        """Ids of all ends that are stored, of every attempt."""
        return {
            f"{write.job.job_id}-{write.job.attempt}-{write.job.status.value}"
            for write in self.recorded.written
            if write.job.is_finished
        }

    def pending(self) -> list[Delivery]:
        shown = [delivery for name in ("steady", "gone") for delivery in self.shown(name)]
        return [delivery for delivery in shown if delivery.is_pending]

    def shown(self, webhook_id: str) -> Sequence[Delivery]:
        return self.outbox.deliveries("ada", webhook_id, limit=10_000, cursor=None).items

    async def tell(self) -> None:
        """Deliver and sweep until nothing is pending any more. Time jumps to what is due next."""
        end = self.clock.now() + timedelta(days=6)
        while pending := self.pending():
            assert self.clock.now() < end, f"seed {self.seed}: {pending}"
            self._sweep()
            self._notify()
            await asyncio.sleep((self._next(pending) - self.clock.now()).total_seconds())

    def _next(self, pending: list[Delivery]) -> datetime:
        moments = [message.due_at for message in self.deliveries.messages]
        moments += [delivery.sweep_at for delivery in pending]
        return max(min(moments), self.clock.now() + timedelta(seconds=1))

    def _sweep(self) -> None:
        try:
            self.resend.run()
        except Unavailable:
            return

    def _notify(self) -> None:
        while (key := self.deliveries.receive()) is not None:
            if self.rng.random() < 0.05:
                continue  # lost
            try:
                self.deliverer.deliver(key)
            except Unavailable:
                self.deliveries.send([key], 180)  # visibility timeout
            if self.rng.random() < 0.1:
                self.deliveries.send([key], self.rng.randint(0, 60))
