"""Erasure: everything of an owner goes, but for figures of money and the job that did it.

While the job is active its owner can start and retry no other, so nothing that is cancelled here comes back.
Each look takes what there is; the job has ended when one has found nothing. What its owner himself stores at
the same time, by another request, goes with the rest or stays, as it comes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from generation.engine.errors import Conflict, NotFound
from generation.engine.model.job import ACTIVE, DATA_ERASURE
from generation.engine.pipeline import Outcome, Pipeline, ResultView, Step
from generation.engine.ports import Holdings, JobFilter
from generation.engine.run import Run
from generation.engine.service.changes import JobChanges
from generation.engine.service.requests import Caller
from generation.pipelines.shared.timestamps import iso
from generation.rights.request import RightsRequest, accepting

AT_ONCE = 20
"""Things that one look erases: a course is some 30 requests, so this is seconds."""

REASON = "Everything of its owner is being erased"

LATE = timedelta(minutes=20)
"""After an erasure, when what was written late goes too: no function lives longer than 15 minutes."""

ESTIMATED_MS = 10_000
KEPT = ("spend", "figures")
"""What of an owner stays, as sums without content: spending under the ceilings, figures of past jobs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    holdings: Holdings
    jobs: JobChanges

    def cancel(self, owner: str, but: str) -> int:
        """All active jobs of the owner but that one; how many there were."""
        which, found = JobFilter(owner=owner, statuses=ACTIVE), list[str]()
        cursor = None
        while True:
            page = self.jobs.store.jobs(which, limit=100, cursor=cursor)
            found += [job.job_id for job in page.items if job.job_id != but]
            cursor = page.cursor
            if cursor is None:
                break
        for job_id in found:
            with suppress(NotFound, Conflict):  # it has ended meanwhile
                self.jobs.cancel(Caller(owner=owner), job_id, REASON)
        return len(found)

    def look(self, owner: str, but: str) -> bool:
        """Erase some of it; whether nothing was left."""
        if self.jobs.store.count_active(owner) > bool(but):
            self.cancel(owner, but)
        return self.holdings.erase(owner, but, AT_ONCE)

    def remember(self, owner: str, now: datetime) -> None:
        self.holdings.remember(owner, now, now + LATE)


def data_erasure(erasure: Callable[[], Erasure]) -> Pipeline[RightsRequest]:
    """`erasure` is asked for by the steps alone: who starts the job needs none."""

    async def count(run: Run[RightsRequest]) -> Outcome:
        """Before anything goes, so that the receipt is right whoever dies later on."""
        work = erasure()
        cancelled = await run.outside(work.cancel, run.owner, run.job_id)
        counts = await run.outside(work.holdings.count, run.owner, run.job_id)
        if cancelled:
            run.log(f"{cancelled} jobs were cancelled")
        return Outcome(result={"counts": dict(counts)}, message=f"{_things(counts)} are there")

    async def erase(run: Run[RightsRequest]) -> Outcome:
        work = erasure()
        while not await run.outside(work.look, run.owner, run.job_id):
            pass
        return Outcome(message="Nothing is left")

    async def finalize(run: Run[RightsRequest]) -> Outcome:
        now = run.now()
        await run.outside(erasure().remember, run.owner, now)
        counts = dict(run.results["count"]["counts"])
        receipt = {"erased": counts, "kept": list(KEPT), "erased_at": iso(now)}
        return Outcome(job_result={"receipt": receipt}, message=f"{_things(counts)} were erased")

    return Pipeline(
        name=DATA_ERASURE,
        label="Erasure of everything",
        input_model=RightsRequest,
        request=RightsRequest,
        accept=accepting("Erasure of everything", ESTIMATED_MS),
        result_view=ResultView(address="/settings/data", opening="Look at the receipt", is_early=False),
        steps=(
            Step("count", count, label="Counting what there is"),
            Step("erase", erase, label="Erasing", weight=98),
            Step("finalize", finalize, label="Finishing"),
        ),
        is_right=True,
    )


def _things(counts: Mapping[str, int]) -> str:
    total = sum(counts.values())
    return f"{total} thing" if total == 1 else f"{total} things"
