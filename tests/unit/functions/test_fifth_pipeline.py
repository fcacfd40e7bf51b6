"""A pipeline is one folder: with `tests/data/pipelines` beside the others, everything knows the fifth one."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from generation import catalogue, pipelines, wiring, wiring_worker
from generation.engine.model.job import Usage
from generation.engine.ports import ModelReply, ModelRequest
from generation.engine.worker.runner import Runner
from generation.system import SystemClock
from scripts import openapi, page_pipelines
from tests.unit.functions.http import Client
from tests.unit.functions.world import World

FOLDER = Path(__file__).parents[2] / "data/pipelines"
BODY = {"pipeline": "poems", "input": {"subjects": ["Rain", "Bread"]}}


class Poet:
    async def call(self, request: ModelRequest, on_text: Callable[[str], None]) -> ModelReply:
        return ModelReply(text="A poem.", model="poet", usage=Usage(model_calls=1))

    def most_expensive(self, request: ModelRequest) -> Decimal | None:
        return Decimal("0.01")


@pytest.fixture
def fifth(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(pipelines, "__path__", [*pipelines.__path__, str(FOLDER)])
    found = catalogue.discovered()
    for module in (catalogue, wiring_worker, openapi, page_pipelines):
        monkeypatch.setattr(module, "PIPELINES", found)
    yield
    for name in [name for name in sys.modules if name.startswith("generation.pipelines.poems")]:
        del sys.modules[name]


@pytest.mark.usefixtures("fifth")
def test_it_runs_through_http(world: World, ada: Client) -> None:
    job_id = ada.post("/v1/jobs", BODY).json["job_id"]
    runner = Runner(
        store=world.store,
        documents=world.documents,
        control=world.control,
        queue=world.queue,
        model=Poet(),
        pipelines=catalogue.PIPELINES,
        clock=SystemClock(),
        ids=wiring.ids(),
        limits=wiring.limits(),
    )
    asyncio.run(runner.carry_on(job_id, SystemClock().now() + timedelta(minutes=10)))
    job = ada.get(f"/v1/jobs/{job_id}").json
    assert (job["status"], job["progress"], job["steps"][1]["items_completed"]) == ("completed", 100, 2)


@pytest.mark.usefixtures("fifth")
def test_its_input_is_validated_and_described(ada: Client) -> None:
    answer = ada.post("/v1/jobs", {"pipeline": "poems", "input": {"subjects": "Rain"}})
    assert [error["pointer"] for error in answer.json["errors"]] == ["/input/subjects"]
    start = openapi.document()["components"]["schemas"]["StartJob"]
    assert "poems" in start["properties"]["pipeline"]["enum"]
    assert {"$ref": "#/components/schemas/PoemsInput"} in start["properties"]["input"]["anyOf"]


@pytest.mark.usefixtures("fifth")
def test_the_page_has_its_words() -> None:
    written = _without_form(page_pipelines.module(catalogue.PIPELINES.values()))
    assert "write_poems:[poem,poems]" in written
    assert "data_export:{label:Exportofeverything,address:/settings/data" in written
    assert all(text in written for text in ("label:Poems", "/poems/{poems_id}", "opening:Readthepoems"))


def test_the_committed_words_of_the_page_are_current() -> None:
    committed = page_pipelines.MODULE.read_text(encoding="utf-8")
    assert _without_form(committed) == _without_form(page_pipelines.module(catalogue.PIPELINES.values()))


def _without_form(text: str) -> str:
    """Without what prettier decides: quotes, white space, commas at the end."""
    return "".join(text.replace('"', "").replace("'", "").split()).replace(",}", "}").replace(",]", "]")
