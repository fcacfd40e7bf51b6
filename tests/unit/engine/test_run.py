"""What a step function is given: the model of its step, and calls that end although one fails."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from generation.engine.model.job import Options
from generation.engine.run import Results, Run


def run(step: str = "write", models: dict[str, str] | None = None) -> Run[Any]:
    unused: Any = None
    return Run(
        job_id="job_1",
        owner="ada",
        task_id="write/a",
        step=step,
        request={},
        options=Options(),
        results=Results({}),
        models=models or {"": "usual", "illustrate": "careful"},
        worker=unused,
    )


@pytest.mark.parametrize(("step", "model"), [("write", "usual"), ("illustrate", "careful")])
def test_a_step_has_its_own_model_or_the_usual_one(step: str, model: str) -> None:
    assert run(step).model() == model


def test_when_one_of_several_calls_fails_the_others_end_first() -> None:
    ended: list[str] = []

    async def good() -> str:
        await asyncio.sleep(0.01)
        ended.append("good")
        return "good"

    async def bad() -> str:
        raise ValueError("bad")

    with pytest.raises(ValueError, match="bad"):
        asyncio.run(run().ask_all([bad(), good()]))
    assert ended == ["good"]
