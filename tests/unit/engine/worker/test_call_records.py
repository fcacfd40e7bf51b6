"""What follows from a call that was answered, refused or wrong: the call, the job's usage, and the log."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from generation.engine.errors import CallError, InvalidOutput, PermanentError, RateLimited, TransientCallError
from generation.engine.model.job import OpenCalls, StepStatus, Usage
from generation.engine.model.task import Call, KeptAnswer
from generation.engine.ports import ModelReply
from generation.engine.run import Prompt
from generation.engine.worker.budget import Bill, JobBudget
from generation.engine.worker.call_records import CallRecords
from generation.engine.worker.state import WorkerState
from tests.simulation.loop import BEGIN, simulate
from tests.unit.engine.examples import item_task, job
from tests.unit.engine.worker.context import TimedStore, worker_context, worker_state

PROMPT = Prompt(shared=(), text="", schema=None)
CHECKING = replace(PROMPT, is_check=True)
ANSWERED = Usage(model_calls=1, output_tokens=7, cost_usd=Decimal("0.1"))
REPLY = ModelReply(text="{}", model="m-1", usage=ANSWERED)
OPEN = OpenCalls.one(Decimal("0.5"))
BILL = Bill(OPEN, ANSWERED, 70)
FIRST = Call(task_id="write/a", key="all", asked_at=BEGIN)
SENT_BACK = replace(FIRST, text="{", errors=("cut off",), usage=ANSWERED)


class Unjittered:
    def jitter(self) -> float:
        return 0.0


def records_of(**job_changes: Any) -> tuple[CallRecords, WorkerState, TimedStore]:
    """Of a job that has one call open, of an item that runs."""
    ids: Any = Unjittered()
    store = TimedStore()
    context = replace(worker_context(store), ids=ids)
    state, journal = worker_state(context, job(**job_changes))
    model: Any = None
    budget = JobBudget(state, model, context.limits, journal)
    state.apply(
        state.job, tasks=(item_task("write", "a", status=StepStatus.RUNNING, attempts=1, job_attempt=1),)
    )
    budget.begin(OPEN)
    return CallRecords(context, state, budget), state, store


def test_an_answer_is_kept_with_its_bill() -> None:
    async def main() -> None:
        records, state, _ = records_of()
        records.keep(SENT_BACK, REPLY, BILL, PROMPT)
        kept = state.calls["write/a", "all"]
        assert (kept.text, kept.errors, kept.model, kept.retry_at) == ("{}", (), "m-1", None)
        assert kept.usage == ANSWERED + ANSWERED, "the answer that was sent back was paid for too"
        assert (state.job.usage, state.job.open_calls) == (ANSWERED, OpenCalls())
        assert (state.job.longest_call_ms, state.job.made_by) == (70, "m-1")

    simulate(main())


@pytest.mark.parametrize(("prompt", "made_by"), [(PROMPT, "m-1"), (CHECKING, "author")])
def test_a_check_has_not_made_the_artifact(prompt: Prompt, made_by: str) -> None:
    async def main() -> None:
        records, state, _ = records_of(made_by="author")
        records.keep(FIRST, REPLY, BILL, prompt)
        assert state.job.made_by == made_by
        again, other, _ = records_of(made_by="author")
        again.reuse(FIRST, KeptAnswer(text="{}", model="m-1"), prompt)
        assert other.job.made_by == made_by

    simulate(main())


def test_a_reused_answer_costs_nothing_and_is_counted() -> None:
    async def main() -> None:
        records, state, store = records_of()
        records.reuse(replace(FIRST, retry_at=BEGIN), KeptAnswer(text="{}", model="m-1"), PROMPT)
        kept = state.calls["write/a", "all"]
        assert (kept.is_done, kept.usage, kept.retry_at) == (True, Usage(), None)
        assert state.job.usage == Usage(reused_calls=1)
        assert await _told(store) == ["An earlier answer to the same call is used again, at no cost"]

    simulate(main())


def seconds(count: float) -> datetime:
    return BEGIN + timedelta(seconds=count)


WRONG = InvalidOutput([f"/{number}: wrong" for number in range(25)])
BROKEN = TransientCallError("The stream broke.", code="model-unreachable")
LIMIT = RateLimited("The account is at its limit.", retry_after_s=20.0)


@pytest.mark.parametrize(
    ("call", "error", "after"),
    [
        (FIRST, WRONG, {"text": "{", "errors": tuple(WRONG.errors[:20]), "attempts": 0, "retry_at": None}),
        (SENT_BACK, WRONG, {"text": None, "errors": (), "attempts": 1, "retry_at": seconds(0.5)}),
        (FIRST, BROKEN, {"text": None, "errors": (), "attempts": 1, "retry_at": seconds(0.5)}),
        (SENT_BACK, BROKEN, {"text": "{", "errors": ("cut off",), "attempts": 1, "retry_at": seconds(0.5)}),
        (replace(FIRST, attempts=1), BROKEN, {"attempts": 2, "retry_at": seconds(1)}),
        (FIRST, LIMIT, {"attempts": 0, "retry_at": seconds(20)}),
        (replace(FIRST, attempts=2), LIMIT, {"attempts": 2, "retry_at": seconds(20)}),
    ],
    ids=[
        "goes back",
        "goes back once",
        "broken",
        "broken again",
        "backoff grows",
        "limit",
        "limit is no attempt",
    ],
)
def test_what_follows_from_a_failed_try(call: Call, error: CallError, after: dict[str, Any]) -> None:
    async def main() -> None:
        records, state, _ = records_of()
        again = records.failed(call, error, "{", BILL)
        assert {name: getattr(again, name) for name in after} == after
        assert again == state.calls["write/a", "all"]
        assert again.usage == call.usage + ANSWERED
        assert (state.job.usage, state.job.open_calls) == (ANSWERED, OpenCalls())
        assert state.tasks["write/a"].attempts == again.attempts + 1, "the item shows its next attempt"

    simulate(main())


@pytest.mark.parametrize(
    ("attempts", "error"),
    [(2, BROKEN), (0, PermanentError("The model refused.", code="model-refused"))],
)
def test_a_call_that_is_not_made_again_is_booked_before_its_error_is_raised(
    attempts: int, error: CallError
) -> None:
    async def main() -> None:
        records, state, _ = records_of()
        with pytest.raises(CallError) as raised:
            records.failed(replace(FIRST, attempts=attempts), error, "", BILL)
        assert raised.value is error
        assert state.calls["write/a", "all"].attempts == attempts + 1
        assert (state.job.usage, state.job.open_calls) == (ANSWERED, OpenCalls())

    simulate(main())


def test_a_wait_for_the_model_s_limit_is_told_once() -> None:
    async def main() -> None:
        records, _, store = records_of()
        assert not records.told_of_limit(BEGIN)
        for _ in range(2):
            records.failed(FIRST, LIMIT, "", Bill(OpenCalls(), Usage()))
        assert records.told_of_limit(BEGIN)
        await asyncio.sleep(21)
        assert not records.told_of_limit(seconds(21))
        records.failed(FIRST, LIMIT, "", Bill(OpenCalls(), Usage()))
        assert await _told(store) == ["Waiting: The account is at its limit.; again in 20.0 s"] * 2

    simulate(main())


def test_a_new_attempt_of_the_job_begins_anew_with_what_was_answered() -> None:
    async def main() -> None:
        records, state, _ = records_of(attempt=2)
        earlier = replace(SENT_BACK, attempts=3, retry_at=seconds(60), job_attempt=1)
        state.apply(state.job, calls=(earlier,))
        assert records.of("write/a", "all") == replace(earlier, attempts=0, retry_at=None, job_attempt=2)
        same = replace(earlier, job_attempt=2)
        state.apply(state.job, calls=(same,))
        assert records.of("write/a", "all") == same

    simulate(main())


def test_a_call_has_the_time_at_which_it_was_first_wanted() -> None:
    async def main() -> None:
        records, state, _ = records_of()
        assert records.of("write/a", "all").asked_at == BEGIN
        await asyncio.sleep(5)
        assert records.asked_at(("write/a", "all")) == BEGIN
        assert records.asked_at(("write/a", "other")) == seconds(5)
        state.apply(state.job, calls=(replace(FIRST, key="kept", asked_at=seconds(-60)),))
        assert records.of("write/a", "kept").asked_at == seconds(-60)

    simulate(main())


async def _told(store: TimedStore) -> list[str]:
    """The messages of the log, once they are written."""
    await asyncio.sleep(1)
    return [entry.message for _, checkpoint in store.commits for entry in checkpoint.logs]
