"""Coursemill's whole local stack through HTTP: tokens, gateway, functions, queue, table, real pipelines."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from functools import partial
from itertools import cycle
from pathlib import Path
from typing import Any

import boto3
import httpx

from benchmarks.fixtures import ACCESS
from benchmarks.process import MAIN_PYTHON, DidNotStart
from benchmarks.systems.base import OWNERS, Look, Place
from benchmarks.work import Work
from local.configuration import ROOT, child_environment
from local.stack.record import StackRecord, read_record
from local.stack.workers import worker_pids

SETTINGS = {
    "SWEEP_SECONDS": "0.5",
    "PARAM_LeaseSeconds": "2",
    "PARAM_ItemsAtOnce": "20",
    "PARAM_JobsPerWorker": "10",
    "PARAM_MaxConcurrentWorkers": "5",
    "PARAM_MaxActiveJobs": "1000",
    "PARAM_ReuseDays": "0",  # every job asks the same
    "PARAM_CheckModel": "",  # the peers' jobs have no such calls
}
"""Two cores are no Lambda: few workers with many jobs each, as every peer here has."""

CONNECTIONS = 8
"""Each call in flight has a process of its function, as on Lambda; here all share two cores."""

_READY_S = 60.0

Owner = dict[str, str]
"""The headers by which the stack knows who asks."""

QUESTIONS = 5
"""Of a topic: a lesson, by the pipeline's own measure."""


class CoursemillStack:
    name = "stack"
    label = "Coursemill: the whole stack, HTTP"
    cannot: Mapping[str, str] = {}

    def __init__(self, place: Place) -> None:
        self._place = place
        self.record: StackRecord

    async def start(self) -> None:
        # Each with a folder of its own, or it would carry on what the one before has kept.
        self._state = Path(tempfile.mkdtemp(prefix="stack-", dir=self._place.folder))
        await asyncio.to_thread(self._start)
        self.http = httpx.AsyncClient(
            base_url=self.record.url,
            timeout=60,
            trust_env=False,
            limits=httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS),
        )
        self._owners = [await self._signed_in(f"owner-{number}") for number in range(OWNERS)]
        self._turns = cycle(self._owners)
        self._exams: dict[int, list[tuple[str, Owner]]] = {}
        self._started: dict[str, Owner] = {}

    async def _signed_in(self, sub: str) -> Owner:
        token = (await self.http.post("/dev/token", json={"sub": sub})).json()["access_token"]
        return {"authorization": f"Bearer {token}"}

    def _start(self) -> None:
        environment = {
            **child_environment(),
            **SETTINGS,
            "PORT": str(self._place.first_free_port),
            "STATE_DIR": str(self._state),
            "ANTHROPIC_BASE_URL": self._place.model_url,
        }
        log = self._place.folder / "stack.log"
        with log.open("ab") as output:
            self._process = subprocess.Popen(  # noqa: S603 - arguments of our own
                [str(MAIN_PYTHON), "-m", "local", "up", "--with-parent"],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        self.record = self._await_record(log)
        client: Any = boto3.client
        self._lambda = client("lambda", endpoint_url=self.record.emulator_url, **ACCESS)

    def _await_record(self, log: Path) -> StackRecord:
        deadline = time.monotonic() + _READY_S
        while time.monotonic() < deadline and self._process.poll() is None:
            with contextlib.suppress(FileNotFoundError):
                record = read_record(self._state)
                if record.pid == self._process.pid:
                    return record
            time.sleep(0.05)
        self._end()
        raise DidNotStart(f"{log}:\n{log.read_text(errors='replace')[-3000:]}")

    def _end(self) -> None:
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()  # its children notice
            self._process.wait()

    async def stop(self) -> None:
        await self.http.aclose()
        await asyncio.to_thread(self._end)

    async def prepare(self, works: Sequence[Work]) -> None:
        """Stores the exams that the jobs will be about: one each, since a subject has one job at a time."""
        for topics in {len(work.topics) for work in works if work.topics}:
            have = self._exams.setdefault(topics, [])
            wanted = sum(len(work.topics) == topics for work in works)
            while len(have) < wanted:
                exam, owner = exam_of(topics, len(have)), next(self._turns)
                (await self.http.post("/v1/exams", json=exam, headers=owner)).raise_for_status()
                have.append((exam["exam_id"], owner))
        self._next = dict.fromkeys(self._exams, 0)

    async def submit(self, work: Work) -> str:
        if work.projects:
            owner = next(self._turns)
            body = {"pipeline": "project_course", "input": {"outline": outline_of(work)}}
        else:
            topics = len(work.topics)
            exam_id, owner = self._exams[topics][self._next[topics]]
            self._next[topics] += 1
            body = {"pipeline": "exam_course", "input": {"exam_id": exam_id}}
        answer = await self.http.post("/v1/jobs", json=body, headers=owner)
        if answer.status_code != 202:
            raise RuntimeError(f"a start was answered {answer.status_code}: {answer.text[:500]}")
        job_id = str(answer.json()["job_id"])
        self._started[job_id] = owner
        return job_id

    def owner_of(self, job_id: str) -> Owner:
        return self._started[job_id]

    async def look(self, job_id: str) -> Look:
        answer = await self.http.get(f"/v1/jobs/{job_id}", headers=self._started[job_id])
        job = answer.raise_for_status().json()
        done = sum(step.get("items_completed") or 0 for step in job["steps"])
        return Look(done, job["is_finished"], job["status"] == "failed")

    async def kill(self) -> None:
        for pid in worker_pids(self.record, "ProcessFunction"):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    async def restart(self) -> float:
        """The emulator starts workers as they are needed; this needs one. It may try a dead one first."""
        begun = time.monotonic()
        function = self.record.functions["ProcessFunction"]
        invoke = partial(self._lambda.invoke, FunctionName=function, Payload=b'{"Records": []}')
        while "FunctionError" in await asyncio.to_thread(invoke):
            begun = time.monotonic()
        return time.monotonic() - begun

    async def retry(self, job_id: str) -> str:
        answer = await self.http.post(f"/v1/jobs/{job_id}/retry", headers=self._started[job_id])
        answer.raise_for_status()
        return job_id


def exam_of(topics: int, number: int) -> dict[str, Any]:
    """Questions that name their topics, so that the plan is what the benchmark wants."""
    questions = [
        {
            "question_id": f"q-{topic}-{index}",
            "text": f"What does part {index} of topic {topic} do, and what is it not for?",
            "topic": f"Topic {topic}",
            "options": [
                {"option_id": letter, "text": f"It does what {letter} says of part {index}"}
                for letter in "abcd"
            ],
            "correct": ["a"],
            "explanation": f"Part {index} does what a says. b, c and d are said of other parts. " * 3,
        }
        for topic in range(1, topics + 1)
        for index in range(1, QUESTIONS + 1)
    ]
    return {"exam_id": f"benchmark-{topics}-{number}", "title": f"Exam {number}", "questions": questions}


def outline_of(work: Work) -> dict[str, Any]:
    """The offline model writes a lesson for each objective."""
    return {
        "title": f"Course {work.mark}",
        "projects": [
            {
                "title": f"Project {number}",
                "description": f"What is made in project {number}.",
                "objectives": [
                    f"Make part {part} of project {number}" for part, _ in enumerate(project.lessons, 1)
                ],
            }
            for number, project in enumerate(work.projects, 1)
        ],
    }
