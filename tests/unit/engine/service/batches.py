"""For tests of batches: five starts, two of them refused; table, queue and clock, which outlive functions."""

from __future__ import annotations

from collections.abc import Sequence

from generation.engine.errors import (
    InvalidInput,
    RequestError,
)
from generation.engine.limits import Limits
from generation.engine.model.batch import Batch, BatchStart
from generation.engine.model.job import Options
from generation.engine.service.batches import BatchService
from generation.engine.service.idempotency import IdempotencyKey
from generation.engine.service.jobs import JobService
from generation.engine.service.requests import Caller
from generation.system import RandomIds
from testing.lives import Life
from testing.memory.jobs import MemoryJobStore
from testing.memory.stores import MemoryControl, MemoryDocuments, MemoryQueue, MemoryWorld
from tests.simulation.pipelines import SIMULATED
from tests.unit.engine.examples import Clock

ADA = Caller(owner="ada")
KEY = IdempotencyKey(text="key", fingerprint="same", body=lambda _: {})
STARTS: Sequence[BatchStart | RequestError] = [
    *[
        BatchStart(pipeline="simulated", request={"topics": 1, "subject": name}, options=Options())
        for name in "ab"
    ],
    BatchStart(pipeline="simulated", request={}, options=Options()),
    InvalidInput("No start at all."),
    BatchStart(pipeline="simulated", request={"topics": 1, "subject": "c"}, options=Options()),
]


class Table:
    """What outlives functions."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.world = MemoryWorld()
        self.store = MemoryJobStore(self.world, now=self.clock.now)
        self.queue = MemoryQueue(self.clock.now)

    def service(self, life: Life) -> BatchService:
        jobs = JobService(
            store=life.through(self.store),
            documents=life.through(MemoryDocuments(self.world, now=self.clock.now)),
            control=life.through(MemoryControl(self.world)),
            queue=life.through(self.queue),
            pipelines={"simulated": SIMULATED},
            clock=self.clock,
            ids=RandomIds(),
            limits=Limits(max_active=50),
        )
        return BatchService(jobs=jobs)

    def start(self, life: Life) -> Batch:
        told = {"code": "invalid-input"}
        return self.service(life).start(ADA, "Monday", STARTS, lambda error, number: told, KEY)

    def cancel_all(self) -> list[str]:
        """Ids of all batches there are; their jobs are cancelled."""
        found = list(self.world.heads.get(("batch", "ada"), {}))
        for batch_id in found:
            self.service(Life()).cancel(ADA, batch_id, None)
        return found
