"""Stacks for tests/e2e and tests/page: one that they share, and others by parameters, each started once."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from local.configuration import ROOT
from local.errors import LaunchError
from local.stack.launch import launch
from tests.e2e.service import Document, OfflineModel, Person, Service

# What a person has chosen for their own stack does not count here.
_FOREIGN = ("ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL", "LATENCY_MS", "SWEEP_SECONDS", "PORT", "STATE_DIR")

OF_TESTS = {
    "SWEEP_SECONDS": "1",
    "PARAM_ReuseDays": "0",  # tests count calls, and ask the same often
    "PARAM_CheckModel": "",  # one more a lesson
}
"""Settings of stacks whose test does not choose others."""

_services: list[Service] = []
_started: dict[str, Service] = {}
"""Of `_services` those that tests may share, by their settings."""

_WITH_STACKS = ("tests/e2e/", "tests/page/")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """No stack runs beside other tests: an idle one takes 4 % of a core, for its sweep above all."""
    if _services and not item.nodeid.startswith(_WITH_STACKS):
        stop_all()


def stop_all() -> None:
    for service in _services:
        service.stop()
    _services.clear()
    _started.clear()


@pytest.fixture(scope="session")
def own_environment() -> Iterator[None]:
    """Stacks have the settings of their tests alone."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [*_FOREIGN, *(name for name in os.environ if name.startswith("PARAM_"))]:
            patch.delenv(name, raising=False)
        yield


@pytest.fixture(scope="session")
def start_service(
    tmp_path_factory: pytest.TempPathFactory, own_environment: None
) -> Iterator[Callable[..., Service]]:
    """`start_service(PARAM_LeaseSeconds="4")` starts a stack of one's own: some seconds each, so share.

    Settings are those of `python -m local up`, but for answers, which are not used again.
    All stacks are stopped at the end of the session.
    """

    def start(**settings: str) -> Service:
        settings.setdefault("STATE_DIR", str(tmp_path_factory.mktemp("stack")))
        settings.setdefault("PORT", str(free_port()))
        settings = {**OF_TESTS, **settings}
        output = Path(settings["STATE_DIR"]) / "output.log"
        with output.open("ab") as stream:
            try:
                service = Service(launch(settings, output=stream))
            except LaunchError as error:
                raise AssertionError(f"{error}:\n{output.read_text()}") from error
        _services.append(service)
        return service

    yield start
    stop_all()


@pytest.fixture(scope="session")
def service_with(start_service: Callable[..., Service]) -> Callable[..., Service]:
    """As `start_service`, but equal settings get the same stack."""

    def find(**settings: str) -> Service:
        key = json.dumps(settings, sort_keys=True)
        if key not in _started:
            _started[key] = start_service(**settings)
        return _started[key]

    return find


@pytest.fixture(scope="module")
def shared_service(service_with: Callable[..., Service]) -> Service:
    """The stack with the template's own parameters."""
    return service_with()


@pytest.fixture
def service(shared_service: Service) -> Service:
    """The shared stack, its model as after the start."""
    shared_service.model.reset()
    return shared_service


@pytest.fixture
def model(service: Service) -> OfflineModel:
    return service.model


@pytest.fixture
def person(service: Service) -> Person:
    """Somebody new on the shared stack."""
    return service.person()


@pytest.fixture(scope="session")
def example_exam() -> Document:
    """30 questions, explained."""
    exam: Document = json.loads((ROOT / "examples" / "exam.json").read_text(encoding="utf-8"))
    return exam


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[Any]) -> Any:
    """Puts what the functions logged last beside the failure of a test."""
    report = yield
    if report.failed:
        for service in _services:
            if service.emulator_log.exists():
                lines = service.emulator_log.read_text(errors="replace").splitlines()
                told = [line for line in lines if line and '"_aws"' not in line]  # metrics are noise here
                report.sections.append((f"log of {service.record.url}", "\n".join(told[-60:])))
    return report
