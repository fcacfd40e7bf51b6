"""The local stack itself: what it serves, how it starts, stops and starts again."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from local.configuration import ROOT
from local.stack import translation
from local.stack.page import DIST
from local.stack.record import StackRecord, read_record
from local.stack.workers import all_worker_pids
from tests.e2e.conftest import free_port
from tests.e2e.service import Document, Person, Service

SAM = translation.parse(ROOT / "template.yaml")

START_LIMIT_S = 60.0
"""No promise, only a guard against a start that waits for something: measured are 2 to 5 s."""


def test_it_starts_in_seconds(service: Service, record_property: Callable[[str, object], None]) -> None:
    record_property("start_seconds", service.record.start_seconds)
    assert service.record.start_seconds < START_LIMIT_S


# ---- What it serves


def test_every_route_of_the_template_is_served_behind_its_authorizer(service: Service) -> None:
    for route in translation.routes(SAM):
        method, path = route.key.split()
        answer = service.anybody().request(method, path.replace("{", "").replace("}", ""))
        assert answer.status_code == (401 if route.authorizer else 200), route


def test_without_a_token_the_answer_is_a_problem_document(service: Service) -> None:
    answer = service.anybody().get("/v1/jobs")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.json()["code"] == "unauthenticated"


def test_what_is_no_route_is_not_found(person: Person) -> None:
    answer = person.get("/v1/nothing")
    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")


def test_a_token_is_good_until_somebody_changes_it(service: Service, person: Person) -> None:
    assert person.get("/v1/jobs").status_code == 200
    token = person.get("/v1/jobs").request.headers["authorization"]
    head, payload, signature = token.split(".")
    changed = payload[:-4] + ("AAAA" if payload[-4:] != "AAAA" else "BBBB")
    forged = {"authorization": f"{head}.{changed}.{signature}"}
    answer = service.anybody().get("/v1/jobs", headers=forged)
    assert answer.status_code == 401


def test_a_browser_of_the_template_s_origin_may_call_and_no_other(service: Service) -> None:
    origin = SAM["Parameters"]["CorsOrigin"]["Default"]
    asked = {"access-control-request-method": "POST", "access-control-request-headers": "authorization"}
    anybody = service.anybody()
    allowed = anybody.options("/v1/jobs", headers={"origin": origin, **asked})
    refused = anybody.options("/v1/jobs", headers={"origin": "https://evil.example", **asked})
    assert allowed.headers["access-control-allow-origin"] == origin
    assert "access-control-allow-origin" not in refused.headers


def test_the_page_is_what_a_browser_finds_first(service: Service) -> None:
    anybody = service.anybody()
    browser = {"accept": "text/html"}
    first = anybody.get("/", headers=browser)
    assert first.status_code == 200, first.text
    assert first.headers["content-type"].startswith("text/html")
    assert anybody.get("/courses/course_1", headers=browser).text == first.text
    files = [path.relative_to(DIST).as_posix() for path in DIST.rglob("*") if path.is_file()]
    assert any(file.endswith(".js") for file in files)
    for file in files:
        answer = anybody.get(f"/{file}")
        assert answer.content == (DIST / file).read_bytes(), file
        assert answer.headers["content-type"] != "application/octet-stream", file
    assert anybody.get("/docs", headers=browser).text != first.text
    assert anybody.get("/openapi.json").json()["openapi"].startswith("3.1")


def test_no_address_leads_out_of_the_page_s_folder(service: Service) -> None:
    """On the wire: a client would tidy these addresses up."""
    _, host, port = service.record.url.split(":")
    for path in ("/../package.json", "/assets/%2e%2e/%2e%2e/package.json", "/assets/..%2f..%2fpackage.json"):
        with socket.create_connection((host.strip("/"), int(port)), timeout=10) as wire:
            wire.sendall(
                f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n".encode()
            )
            answer = b"".join(iter(lambda: wire.recv(65536), b""))
        assert answer.startswith(b"HTTP/1.1 404 "), path
        assert b"devDependencies" not in answer


@pytest.mark.alone
def test_a_poll_takes_milliseconds(person: Person, record_property: Callable[[str, object], None]) -> None:
    times = []
    for _ in range(20):
        begun = time.perf_counter()
        person.get("/v1/jobs")
        times.append(time.perf_counter() - begun)
    record_property("poll_ms", round(1000 * statistics.median(times), 1))
    assert statistics.median(times) < 1


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_nothing_listens_for_other_machines(service: Service) -> None:
    addresses = [
        address
        for pid in (service.record.pid, service.record.emulator_pid, service.record.model_pid)
        for address in listening(pid)
    ]
    assert len(addresses) == 3
    assert set(addresses) == {"0100007F"}, "127.0.0.1 as the kernel writes it"


def test_each_stack_has_its_own_data(
    service: Service, service_with: Callable[..., Service], example_exam: Document
) -> None:
    other = service_with(PARAM_MaxActiveJobs="1")
    one, two = service.person(sub="ada"), other.person(sub="ada")
    exam_id = one.upload(example_exam)
    assert one.get(f"/v1/exams/{exam_id}").status_code == 200
    assert two.get(f"/v1/exams/{exam_id}").status_code == 404


def test_a_token_of_another_stack_is_worth_nothing(
    service: Service, service_with: Callable[..., Service]
) -> None:
    other = service_with(PARAM_MaxActiveJobs="1").person()
    token = other.get("/v1/jobs").request.headers["authorization"]
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
    record = await_record(state)
    pids = stack_pids(record)
    assert len(pids) > 3, "the runner, the emulator, the model, warm workers"
    (os.killpg if to_all else os.kill)(make.pid, number)
    make.wait(30)
    assert alive(pids) == []
    assert not (state / "stack.json").exists()


@pytest.mark.parametrize("victim", ["pid", "emulator_pid"])
def test_a_hard_kill_leaves_nothing_either(start_service: Callable[..., Service], victim: str) -> None:
    service = start_service()
    pids = stack_pids(service.record)
    os.kill(getattr(service.record, victim), signal.SIGKILL)
    service.stack.process.wait(30)
    deadline = time.monotonic() + 15
    while alive(pids) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert alive(pids) == []


# ---- How it starts again


def test_state_is_kept_over_a_clean_restart(
    start_service: Callable[..., Service], example_exam: Document
) -> None:
    settings = {"PARAM_LeaseSeconds": "4"}  # so long the interrupted job has to wait
    first = start_service(**settings)
    person = first.person(sub="ada")
    exam_id = person.upload(example_exam)
    first.model.latency(2000)
    job_id = person.start("exam_course", {"exam_id": exam_id})["job_id"]
    person.await_job(job_id, lambda job: job["progress"] > 0)
    assert first.stack.stop() == 0
    # Another port inside: the addresses in the kept state have to follow.
    inner_port = int(first.record.emulator_url.rsplit(":", 1)[1])
    with socket.create_server(("127.0.0.1", inner_port)):
        settings |= {"STATE_DIR": first.record.state_dir, "PORT": first.record.url.rsplit(":", 1)[1]}
        second = start_service(**settings)
        assert second.record.emulator_url != first.record.emulator_url
        # The token of the first run is still good, and the job that was under way goes on.
        assert person.get(f"/v1/exams/{exam_id}").status_code == 200
        assert person.await_job(job_id)["status"] == "completed"
        assert second.stop() == 0


def test_changed_code_is_served_after_a_restart(tmp_path: Path) -> None:
    checkout = tmp_path / "checkout"
    checkout.mkdir()
    for name in ("functions", "layers", "local", "template.yaml"):
        (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, checkout / name)
    (checkout / ".tools").symlink_to(ROOT / ".tools")
    handler = checkout / "functions" / "library" / "app.py"
    assert "x-changed" not in docs_headers(checkout, tmp_path / "state")
    with handler.open("a") as code:
        code.write(
            "\n_unchanged = lambda_handler\n\n\ndef lambda_handler(event, context):\n"
            "    answer = _unchanged(event, context)\n"
            "    return {**answer, 'headers': {**answer.get('headers', {}), 'x-changed': 'yes'}}\n"
        )
    assert docs_headers(checkout, tmp_path / "state")["x-changed"] == "yes"


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


def test_a_chosen_model_server_is_used_and_none_started(
    service: Service, start_service: Callable[..., Service], example_exam: Document
) -> None:
    other = start_service(ANTHROPIC_BASE_URL=service.record.model_url)
    assert (other.record.model_pid, other.record.model_url) == (0, service.record.model_url)
    person = other.person()
    job = person.await_job(person.start_exam_course(example_exam)["job_id"])
    assert job["status"] == "completed"
    assert service.model.stats()["calls"] == job["usage"]["model_calls"]
    other.stop()


def test_a_key_reaches_the_model_and_stays_nowhere(
    service: Service, start_service: Callable[..., Service], example_exam: Document
) -> None:
    key = "sk-test-0123456789abcdef"
    other = start_service(ANTHROPIC_API_KEY=key, ANTHROPIC_BASE_URL=service.record.model_url)
    person = other.person()
    assert person.await_job(person.start_exam_course(example_exam)["job_id"])["status"] == "completed"
    other.stop()
    kept = [path for path in Path(other.record.state_dir).rglob("*") if path.is_file()]
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


def docs_headers(checkout: Path, state: Path) -> dict[str, str]:
    """Starts the stack of a checkout, asks for its documentation and stops it."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "local", "up", "--with-parent"],
        cwd=checkout,
        env={**os.environ, "PORT": str(port), "STATE_DIR": str(state)},
        stdout=subprocess.DEVNULL,
    )
    try:
        await_record(state)
        return dict(httpx.get(f"http://127.0.0.1:{port}/docs", trust_env=False).headers)
    finally:
        process.terminate()
        process.wait(30)


def await_record(state: Path) -> StackRecord:
    deadline = time.monotonic() + START_LIMIT_S
    while time.monotonic() < deadline:
        with contextlib.suppress(FileNotFoundError):
            return read_record(state)
        time.sleep(0.05)
    raise AssertionError("the stack is not ready")


def stack_pids(record: StackRecord) -> list[int]:
    return [record.pid, record.emulator_pid, record.model_pid, *all_worker_pids(record)]


def alive(pids: list[int]) -> list[int]:
    """Those of the processes that still run; one that nobody has waited for yet does not."""
    found = []
    for pid in pids:
        with contextlib.suppress(OSError):
            if Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z":
                found.append(pid)
    return found


def listening(pid: int) -> list[str]:
    """Addresses, as the kernel writes them, on which a process accepts TCP connections."""
    inodes = set()
    for handle in Path(f"/proc/{pid}/fd").iterdir():
        with contextlib.suppress(OSError):
            target = os.readlink(handle)
            if target.startswith("socket:["):
                inodes.add(target[8:-1])
    rows = [
        line.split()
        for table in ("tcp", "tcp6")
        for line in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]
    ]
    return [row[1].split(":")[0] for row in rows if row[3] == "0A" and row[9] in inodes]
