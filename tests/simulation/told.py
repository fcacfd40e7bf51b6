"""A world in which ends are told: every call of store, outbox, queue and receiver may be the last of its
function, and receivers fail, are silent or gone."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, cast

from generation.engine.errors import Unavailable, Undelivered
from generation.engine.model.delivery import Delivery
from generation.engine.model.webhook import Webhooks
from generation.engine.ports.outbox import Message
from generation.engine.telling.deliverer import Deliverer
from generation.engine.telling.resend import Resend
from generation.engine.telling.store import Teller, telling_store
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


@dataclass
class Dying:
    """Functions die at the call of this number, or of each that chance wants, before or after it. What is
    left of a function that died is that its message comes again."""

    at: int | None = None
    after: bool = False
    chance: Callable[[], bool] = lambda: False
    calls: int = 0

    def through(self, port: Any, *names: str) -> Any:
        return _Port(self, port, names)

    def call(self, method: Any, *arguments: Any, **named: Any) -> Any:
        self.calls += 1
        dies = self.calls == self.at or self.chance()
        after = self.after if self.at is not None else self.chance()
        if dies and not after:
            raise Unavailable("died")
        answer = method(*arguments, **named)
        if dies:
            raise Unavailable("died")
        return answer


class _Port:
    def __init__(self, dying: Dying, port: Any, names: tuple[str, ...]) -> None:
        self._dying = dying
        self._port = port
        self._names = names

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._port, name)
        if self._names and name not in self._names:
            return method
        return lambda *arguments, **named: self._dying.call(method, *arguments, **named)


class ToldWorld(World):
    """`dying` is told of every call from the read of who listens to the write of what came of a try."""

    dying: Dying

    def __post_init__(self) -> None:
        super().__post_init__()
        self.dying = Dying()
        self.recorded = self.store
        self.outbox = MemoryOutbox(self.store.world, now=self.clock.now)
        self.deliveries = MemoryDeliveryQueue(self.clock.now)
        self.receivers = Receivers(self.rng.random)
        self.tolerated = (Unavailable,)
        for name, url in (("steady", STEADY), ("gone", GONE)):
            made = webhook(webhook_id=name, url=url)
            self.outbox.change("ada", partial(Webhooks.having, webhook=made))

    def begin_dying(self, dying: Dying) -> None:
        self.dying = dying
        outbox, queue = dying.through(self.outbox), dying.through(self.deliveries)
        store = dying.through(self.recorded, "commit")
        told = telling_store(store, Teller(outbox=outbox, queue=queue))
        self.store = self.swept = cast(RecordingStore, told)
        self.deliverer = Deliverer(
            outbox=outbox,
            queue=queue,
            post=dying.through(self.receivers),
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
