"""The local stack from start to end: data of its own, stops, kills, restarts, its model and key."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from local.configuration import ROOT
from local.stack.launch import LaunchedStack
from local.stack.record import StackRecord, read_record
from local.stack.workers import all_worker_pids
from tests.e2e.exams import topics
from tests.e2e.service import Document, Service, await_end
from tests.e2e.stacks import OF_TESTS, free_port

START_LIMIT_S = 60.0
"""No promise, only a guard against a start that waits for something: measured are 2 to 5 s."""

MAKE_LIMIT_S = 300.0
"""The same where make may have to build the page first."""


@pytest.fixture(scope="module")
def other(start_service: Callable[..., Service]) -> Service:
    return start_service()


def test_each_stack_has_its_own_data(service: Service, other: Service, example_exam: Document) -> None:
    one, two = service.person(sub="ada"), other.person(sub="ada")
    exam_id = one.upload(example_exam)
    assert one.get(f"/v1/exams/{exam_id}").status_code == 200
    assert two.get(f"/v1/exams/{exam_id}").status_code == 404


def test_a_token_of_another_stack_is_worth_nothing(service: Service, other: Service) -> None:
    token = other.person().get("/v1/jobs").request.headers["authorization"]
    assert service.anybody().get("/v1/jobs", headers={"authorization": token}).status_code == 401


# ---- How it stops


@pytest.mark.alone
@pytest.mark.parametrize(("number", "to_all"), [(signal.SIGTERM, False), (signal.SIGINT, True)])
def test_a_signal_to_make_ends_everything(tmp_path: Path, number: signal.Signals, to_all: bool) -> None:
    """SIGTERM as a supervisor sends it, to make alone; Ctrl-C as a terminal does, to its whole group."""
    state = tmp_path / "state"
    environment = {**os.environ, "PORT": str(free_port()), "STATE_DIR": str(state)}
    with (tmp_path / "output").open("wb") as output:
        make = subprocess.Popen(
            ["make", "up"],  # noqa: S607 - as a person types it
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        record = await_record(state, MAKE_LIMIT_S)
        pids = stack_pids(record)
        assert len(pids) > 3, "the runner, the emulator, the model, warm workers"
        (os.killpg if to_all else os.kill)(make.pid, number)
        make.wait(30)
    except BaseException:
        os.killpg(make.pid, signal.SIGKILL)
        make.wait()
        raise
    await_end(pids)
    assert not (state / "stack.json").exists()


def test_a_hard_kill_leaves_no_process_either(other: Service) -> None:
    """The last one that wants `other`. What is left after a kill of the emulator: below, with a key."""
    pids = stack_pids(other.record)
    os.kill(other.record.pid, signal.SIGKILL)
    other.stack.process.wait(30)
    await_end(pids)


# ---- How it starts again


def test_a_clean_restart_keeps_the_state_and_serves_changed_code(
    tmp_path: Path, example_exam: Document
) -> None:
    checkout = tmp_path / "checkout"
    checkout.mkdir()
    for name in ("examples", "functions", "layers", "local", "template.yaml"):
        (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, checkout / name)
    (checkout / ".tools").symlink_to(ROOT / ".tools")
    settings = {
        "STATE_DIR": str(tmp_path / "state"),
        "PORT": str(free_port()),
        **OF_TESTS,
        "PARAM_LeaseSeconds": "4",  # so long the interrupted job has to wait
    }
    with ExitStack() as stacks:
        first = stacks.enter_context(started(checkout, settings))
        person = first.person()
        exam_id = person.upload(example_exam)
        first.model.latency(2000)
        job_id = person.start("exam_course", {"exam_id": exam_id})["job_id"]
        person.await_job(job_id, lambda job: job["progress"] > 0)
        assert "x-changed" not in person.get("/docs").headers
        assert first.stack.stop() == 0
        change_library(checkout)
        # Another port inside: the addresses in the kept state have to follow.
        inner_port = int(first.record.emulator_url.rsplit(":", 1)[1])
        stacks.enter_context(socket.create_server(("127.0.0.1", inner_port)))
        second = stacks.enter_context(started(checkout, settings))
        assert second.record.emulator_url != first.record.emulator_url
        # The token of the first run is still good, and the job that was under way goes on.
        assert person.get(f"/v1/exams/{exam_id}").status_code == 200
        job = person.await_job(job_id)
        assert job["status"] == "completed", job["error"]
        assert person.get("/docs").headers["x-changed"] == "yes"
        assert second.stop() == 0


def test_a_taken_port_is_refused(service: Service, tmp_path: Path) -> None:
    run = up(PORT=service.record.url.rsplit(":", 1)[1], STATE_DIR=str(tmp_path))
    assert run.returncode == 1
    assert "is taken" in run.stderr
    assert service.anybody().get("/openapi.json").status_code == 200


def test_a_folder_in_use_is_refused_and_left_alone(service: Service) -> None:
    run = up(PORT=str(free_port()), STATE_DIR=service.record.state_dir)
    assert run.returncode == 1
    assert "another stack keeps its state" in run.stderr
    assert all_worker_pids(service.record)
    assert (Path(service.record.state_dir) / "stack.json").exists()


def test_an_unknown_parameter_is_refused(tmp_path: Path) -> None:
    run = up(PORT=str(free_port()), STATE_DIR=str(tmp_path), PARAM_LeaseMinutes="1")
    assert run.returncode == 1
    assert "PARAM_LeaseMinutes: no such parameter; the template has AlarmEmail" in run.stderr


# ---- Its model


@pytest.mark.parametrize("victim", ["", "pid", "emulator_pid"], ids=["stopped", "killed", "emulator killed"])
def test_a_chosen_model_gets_the_key_which_stays_nowhere_however_the_stack_ends(
    service: Service,
    start_service: Callable[..., Service],
    tmp_path: Path,
    victim: str,
) -> None:
    state = tmp_path / "state"
    state.mkdir(mode=0o755)
    (state / "lock").touch()
    key, chosen = "sk-test-0123456789abcdef", service.record.model_url
    other = start_service(
        STATE_DIR=str(state), PORT=str(free_port()), ANTHROPIC_API_KEY=key, ANTHROPIC_BASE_URL=chosen
    )
    assert (other.record.model_pid, other.record.model_url) == (0, chosen), "no model server of its own"
    assert stat.S_IMODE(state.stat().st_mode) == 0o700, "others have no access, whoever made the folder"
    person = other.person()
    job = person.await_job(person.start_exam_course(topics(2, 2))["job_id"])
    assert job["status"] == "completed"
    assert service.model.stats()["calls"] == job["usage"]["model_calls"]
    pids = [pid for pid in stack_pids(other.record) if pid]
    if victim:
        os.kill(getattr(other.record, victim), signal.SIGKILL)
        other.stack.process.wait(30)
    else:
        other.stop()
    await_end(pids)
    kept = [path for path in state.rglob("*") if path.is_file()]
    assert kept
    assert [path for path in kept if key.encode() in path.read_bytes()] == []


def test_the_demonstration_writes_a_course(tmp_path: Path) -> None:
    environment = {"PORT": str(free_port()), "STATE_DIR": str(tmp_path), "LATENCY_MS": "200"}
    run = subprocess.run(
        [sys.executable, "-m", "local", "run", "--exit"],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert "job Git for People Who Work in Teams: completed" in run.stdout
    assert re.search(
        rf"On the page: http://127\.0\.0\.1:{environment['PORT']}/courses/course_\w+\n", run.stdout
    )
    course = (tmp_path / "example-course.md").read_text()
    assert "*12 of 12 questions covered · made by recorded answers, " in course


# ---- Tools


def up(**settings: str) -> subprocess.CompletedProcess[str]:
    """A stack that is expected to end by itself."""
    return subprocess.run(
        [sys.executable, "-m", "local", "up"],
        cwd=ROOT,
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@contextlib.contextmanager
def started(checkout: Path, settings: dict[str, str]) -> Iterator[Service]:
    """The stack of a checkout; it has ended afterwards."""
    process = subprocess.Popen(
        [sys.executable, "-m", "local", "up", "--with-parent"],
        cwd=checkout,
        env={**os.environ, **settings},
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        stack = LaunchedStack(process, await_record(Path(settings["STATE_DIR"])))
        service = Service(stack)
        try:
            yield service
        finally:
            service.stop()
    finally:
        process.terminate()
        process.wait(30)


def change_library(checkout: Path) -> None:
    with (checkout / "functions" / "library" / "app.py").open("a") as code:
        code.write(
            "\n_unchanged = lambda_handler\n\n\ndef lambda_handler(event, context):\n"
            "    answer = _unchanged(event, context)\n"
            "    return {**answer, 'headers': {**answer.get('headers', {}), 'x-changed': 'yes'}}\n"
        )


def await_record(state: Path, limit_s: float = START_LIMIT_S) -> StackRecord:
    deadline = time.monotonic() + limit_s
    while time.monotonic() < deadline:
        with contextlib.suppress(FileNotFoundError):
            return read_record(state)
        time.sleep(0.05)
    raise AssertionError("the stack is not ready")


def stack_pids(record: StackRecord) -> list[int]:
    return [record.pid, record.emulator_pid, record.model_pid, *all_worker_pids(record)]
