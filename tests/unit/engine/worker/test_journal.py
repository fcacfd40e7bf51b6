"""The journal: when a change is written, what shares a write, and what a write may hold."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from generation.engine.errors import LeaseLost
from generation.engine.limits import Limits
from generation.engine.model.checkpoint import ActiveSlot, Checkpoint, DocumentWrite
from generation.engine.model.job import JobStatus
from generation.engine.model.task import Call
from generation.engine.policy import JournalPolicy, Policy
from generation.engine.worker.journal import Unit
from tests.simulation.loop import simulate
from tests.unit.engine.examples import done, item_task, job
from tests.unit.engine.worker.context import TimedStore, worker_context, worker_state

ITEMS = tuple(item_task("write", f"item-{number}", index=number) for number in range(100))


def test_a_change_that_nobody_waits_for_lingers_and_gathers() -> None:
    async def main() -> None:
        state, _ = worker_state(worker_context(store := TimedStore()), job())
        state.log("one")
        await asyncio.sleep(0.015)
        state.log("two")
        await asyncio.sleep(1)
        [(at, checkpoint)] = store.commits
        assert at == 23, "linger_s 20 ms, then gather_s 3 ms"
        assert [entry.message for entry in checkpoint.logs] == ["one", "two"]

    simulate(main())


def test_a_change_without_company_to_wait_for_gathers_alone() -> None:
    async def main() -> None:
        state, journal = worker_state(worker_context(store := TimedStore()), job())
        journal.flush()
        state.log("one")
        await asyncio.sleep(0.005)
        assert store.commits == [], "there was nothing to flush before"
        journal.flush()
        await asyncio.sleep(1)
        assert [at for at, _ in store.commits] == [8], "5 ms, then gather_s"

    simulate(main())


def test_a_change_that_is_waited_for_gathers_alone() -> None:
    async def main() -> None:
        state, journal = worker_state(worker_context(store := TimedStore()), job())
        state.log("one")
        await journal.save()
        assert [at for at, _ in store.commits] == [3], "gather_s"

    simulate(main())


@pytest.mark.parametrize(("items", "writes"), [(80, [80]), (81, [80, 1]), (100, [80, 20])])
def test_a_write_holds_most_actions_at_most(items: int, writes: list[int]) -> None:
    async def main() -> None:
        state, journal = worker_state(worker_context(store := TimedStore()), job())
        for task in ITEMS[:items]:
            state.apply(state.job, tasks=(task,))
        await journal.save()
        assert [len(checkpoint.tasks) for _, checkpoint in store.commits] == writes, "most_actions"

    simulate(main())


def test_a_unit_is_never_torn_apart() -> None:
    async def main() -> None:
        limits = Limits(policy=Policy(journal=JournalPolicy(most_actions=2)))
        state, journal = worker_state(worker_context(store := TimedStore(), limits), job())
        state.apply(state.job, tasks=ITEMS[:5])
        state.apply(state.job, tasks=ITEMS[5:6])
        await journal.save()
        assert [len(checkpoint.tasks) for _, checkpoint in store.commits] == [5, 1]

    simulate(main())


@pytest.mark.parametrize(
    ("unit", "actions"),
    [
        (Unit(job()), 0),
        (Unit(job(), tasks=ITEMS[:3]), 3),
        (Unit(job(), calls=(Call(task_id="plan", key="all"),)), 1),
        (Unit(job(), documents=(DocumentWrite(kind="course", owner="ada", document_id="c"),)), 2),
        (
            Unit(
                job(), documents=(DocumentWrite(kind="course", owner="ada", document_id="c", parts={"a": 1}),)
            ),
            4,
        ),
    ],
)
def test_a_unit_counts_what_it_asks_of_a_transaction(unit: Unit, actions: int) -> None:
    assert unit.actions == actions


def test_of_one_task_and_one_document_the_latest_is_written() -> None:
    async def main() -> None:
        state, journal = worker_state(worker_context(store := TimedStore()), job())
        first = DocumentWrite(kind="course", owner="ada", document_id="c", parts={"a": 1, "b": 1})
        state.apply(state.job, tasks=(replace(ITEMS[0], progress=10),), documents=(first,))
        second = replace(first, parts={"b": 2})
        state.apply(state.job, tasks=(replace(ITEMS[0], progress=20),), documents=(second,))
        await journal.save()
        [(_, checkpoint)] = store.commits
        assert checkpoint.tasks == (replace(ITEMS[0], progress=20),)
        assert checkpoint.documents == (replace(first, parts={"a": 1, "b": 2}),)

    simulate(main())


def test_a_call_whose_task_has_ended_need_not_be_written() -> None:
    async def main() -> None:
        state, journal = worker_state(worker_context(store := TimedStore()), job())
        task, other = ITEMS[:2]
        state.apply(state.job, calls=(Call(task_id=task.task_id, key="all"),))
        state.apply(state.job, calls=(Call(task_id=other.task_id, key="all"),))
        state.apply(state.job, tasks=(done(task),))
        await journal.save()
        [(_, checkpoint)] = store.commits
        assert [call.task_id for call in checkpoint.calls] == [other.task_id]

    simulate(main())


@pytest.mark.parametrize(
    ("changes", "holds", "slot"),
    [
        ({"status": JobStatus.RUNNING}, True, ActiveSlot.KEEP),
        ({"status": JobStatus.RUNNING, "due_at": job().created_at}, False, ActiveSlot.KEEP),
        ({"status": JobStatus.WAITING}, False, ActiveSlot.KEEP),
        ({"status": JobStatus.COMPLETED}, False, ActiveSlot.RELEASE),
    ],
)
def test_a_write_renews_the_lease_of_a_job_that_goes_on_and_lets_any_other_go(
    changes: dict[str, object], holds: bool, slot: ActiveSlot
) -> None:
    async def main() -> Checkpoint:
        context = worker_context(store := TimedStore())
        state, journal = worker_state(context, job())
        state.apply(job(title="Second aid", **changes))
        await journal.save()
        [(_, checkpoint)] = store.commits
        until = context.clock.now() + timedelta(seconds=20) if holds else None
        assert (checkpoint.job.lease_until, checkpoint.slot) == (until, slot)
        return checkpoint

    simulate(main())


def test_nothing_is_written_after_a_write_was_refused() -> None:
    async def main() -> None:
        store = TimedStore()

        def refuse(checkpoint: Checkpoint) -> None:
            raise LeaseLost("another writer")

        context = worker_context(store)
        state, journal = worker_state(context, job())
        store.commit = refuse  # type: ignore[method-assign]
        state.log("one")
        with pytest.raises(LeaseLost):
            await journal.save()
        del store.commit
        state.log("two")
        with pytest.raises(LeaseLost):
            await journal.save()
        await asyncio.sleep(1)
        assert store.commits == []
        assert context.changed.is_set()

    simulate(main())
