"""What blocks goes back once, the better answer is kept, and nothing of it fails a job."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import pytest

from generation.engine.errors import CallError, LeaseLost, PermanentError
from generation.engine.model.job import Options
from generation.engine.run import Prompt, Results, Run
from generation.pipelines.shared import sent_back
from generation.pipelines.shared.again import MAX_FAULTS, again_prompt
from generation.quality.findings import Finding, block, warn
from tests.unit.pipelines.scripted import ScriptedWorker, tags

T = TypeVar("T")
PROMPT = Prompt(shared=("guide",), text="Say it.", schema=None)
SPENT = PermanentError("The next call could pass the job's limit.", code="budget-exceeded")


class Worker(ScriptedWorker):
    def __init__(self, script: Mapping[str, str | Exception]) -> None:
        super().__init__()
        self.script = script

    async def ask(self, task_id: str, key: str, model: str, prompt: Prompt, parse: Callable[[str], T]) -> T:
        self.prompts[key] = prompt
        answer = self.script[key]
        if isinstance(answer, Exception):
            raise answer
        return parse(answer)


def check(value: str) -> list[Finding]:
    """A finding for each sign."""
    return [
        block("x", f"/{place}", f"<b>{sign}</b>") if sign == "x" else warn("o", f"/{place}", "o")
        for place, sign in enumerate(value)
        if sign in "xo"
    ]


def ask(first: str | Exception, again: str | Exception = "") -> tuple[str, Worker]:
    worker = Worker({"key": first, "key-again": again})
    run: Run[Any] = Run(
        job_id="j",
        owner="ada",
        task_id="t",
        step="s",
        request=None,
        options=Options(),
        results=Results({}),
        models={"": "m"},
        worker=worker,
    )
    return asyncio.run(sent_back.ask(run, "key", PROMPT, str, check)), worker


@pytest.mark.parametrize(
    ("first", "again", "kept", "asked"),
    [
        ("fine", "", "fine", ["key"]),
        ("ooo", "", "ooo", ["key"]),
        ("x", "fine", "fine", ["key", "key-again"]),
        ("x", "x!", "x!", ["key", "key-again"]),
        ("x", "xx", "x", ["key", "key-again"]),
        ("x", SPENT, "x", ["key", "key-again"]),
    ],
)
def test_what_blocks_goes_back_once(first: str, again: str | CallError, kept: str, asked: list[str]) -> None:
    value, worker = ask(first, again)
    assert (value, list(worker.prompts)) == (kept, asked)


def test_it_goes_back_with_what_was_found_as_data() -> None:
    _, worker = ask("oxx", "fine")
    again = worker.prompts["key-again"]
    assert (again.shared, again.text.startswith(PROMPT.text)) == (PROMPT.shared, True)
    data = tags(again.text)
    assert data["previous_answer"] == "oxx"
    assert data["faults"] == ["/1: <b>x</b> (rule x)", "/2: <b>x</b> (rule x)"]
    assert "<b>" not in again.text


def test_what_goes_back_is_bounded() -> None:
    faults = tags(again_prompt(PROMPT, "a", ["f"] * 100).text)["faults"]
    assert faults[MAX_FAULTS:] == ["... and 60 more like these."]


@pytest.mark.parametrize("error", [SPENT, LeaseLost("gone")])
def test_the_first_answer_has_to_come(error: Exception) -> None:
    with pytest.raises(type(error)):
        ask(error)


def test_a_worker_that_has_lost_its_job_stops_in_between() -> None:
    with pytest.raises(LeaseLost):
        ask("x", LeaseLost("gone"))
