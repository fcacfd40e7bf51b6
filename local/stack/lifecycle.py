"""Stack: the deployed template on this machine, from start to stop."""

from __future__ import annotations

import asyncio
import fcntl
import os
import shutil
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO

import uvicorn

from local.configuration import ROOT, Configuration, child_environment, option
from local.errors import ChildError, ConfigurationError
from local.guard import Guard, served_hosts
from local.stack import packages, translation
from local.stack.child import Child
from local.stack.deployment import BUCKET, KEY_SECRET, Deployer, Resources
from local.stack.emulator import await_answer, move_state, start_emulator
from local.stack.front import front
from local.stack.invocations import Sweeper, warm_up
from local.stack.issuer import AUDIENCE, Issuer
from local.stack.page import Page
from local.stack.ports import InnerPorts, claim
from local.stack.record import StackRecord, record_path
from local.stack.watch import WATCHED, Watcher, start_page_server

TEMPLATE = ROOT / "template.yaml"

_EMULATOR_STOP_SECONDS = 10.0
_MODEL_STOP_SECONDS = 3.0


class Stack:
    """One stack: `start`, `serve` until something ends it, `stop`. Not to be started twice."""

    def __init__(self, configuration: Configuration) -> None:
        self.configuration = configuration
        self._begun = time.monotonic()
        self._lock: IO[str] | None = None
        self._socket: socket.socket | None = None
        self._emulator: Child | None = None
        self._model: Child | None = None
        self._deployer: Deployer | None = None
        self._resources: Resources | None = None
        self._sweeper: Sweeper | None = None
        self._watcher: Watcher | None = None
        self._page_server: Child | None = None
        self._gateway = ""
        self._functions: dict[str, Path] = {}

    def start(self) -> StackRecord:
        """Everything but the front, which `serve` opens.

        Raises ConfigurationError for what a person can put right, DeploymentError and TranslationError for
        a template that does not work, ChildError for a process that does not start.
        """
        state_dir = self.configuration.state_dir
        keep_private(state_dir)
        self._lock = _lock(state_dir)
        self._socket = claim(self.configuration.port)
        inner = InnerPorts(state_dir)
        before = inner.last.get("emulator", 0)
        ports = inner.choose("emulator", "model")
        if before not in (0, ports["emulator"]):
            move_state(state_dir, before, ports["emulator"])
        shutil.rmtree(state_dir / "workers", ignore_errors=True)
        self._emulator = start_emulator(ports["emulator"], state_dir)
        model_url = self._start_model(ports["model"])
        self._issuer = Issuer.kept_in(state_dir, self.configuration.url)
        emulator_url = f"http://127.0.0.1:{ports['emulator']}"
        self._deployer = Deployer(emulator_url)
        self._deploy(self._emulator, self._deployer, emulator_url, model_url)
        return self._record(self._emulator, self._deployer, emulator_url, model_url)

    def _start_model(self, port: int) -> str:
        """Where the model is: what was chosen, or a local server; '' for Claude itself."""
        chosen = self.configuration
        if chosen.api_key or chosen.base_url:
            return chosen.base_url
        latency = [] if chosen.latency_ms is None else ["--latency-ms", str(chosen.latency_ms)]
        limits = [f"{option(name)}={limit}" for name, limit in chosen.per_minute.items()]
        self._model = Child(
            "local.claude",
            *("--port", str(port), *latency, *limits),
            environment=child_environment(),
            log=chosen.state_dir / "logs" / "model.log",
        )
        return f"http://127.0.0.1:{port}"

    def _deploy(self, emulator: Child, deployer: Deployer, emulator_url: str, model_url: str) -> None:
        sam = translation.parse(TEMPLATE)
        parameters = self._parameters(sam, model_url)
        folders = {name: ROOT / folder for name, folder in translation.sources(sam).items()}
        code = {name: _package(name, folder) for name, folder in folders.items()}
        places = {name: f"s3://{BUCKET}/{package.key}" for name, package in code.items()}
        plain = translation.translate(sam, places, parameters)
        await_answer(emulator, f"{emulator_url}/_ministack/health")
        deployer.store_key(self.configuration.api_key or "none")
        deployer.upload(code.values())
        self._resources = resources = deployer.deploy(plain, parameters)
        self._functions = {name: folder for name, folder in folders.items() if name in resources.functions}
        deployer.replace_code(deployer.stale(self._code(resources)))
        deployer.check_routes(resources.api, translation.routes(sam))
        self._gateway = f"{emulator_url}/_aws/execute-api/{resources.api}/$default"
        if self._model:
            await_answer(self._model, f"{model_url}/_control/stats")
        by_queue, scheduled = (
            [resources.functions[name] for name in translation.started_by(sam, kind)]
            for kind in ("SQS", "Schedule")
        )
        by_route = {route: resources.functions[name] for name, route in translation.questions(sam).items()}
        warm_up(deployer, by_route=by_route, by_queue=by_queue)
        deployer.switch_queues(resources, on=True)
        self._sweeper = Sweeper(deployer, scheduled, self.configuration.sweep_seconds)
        self._sweeper.start()

    def reload(self) -> None:
        """Deploys the code of functions and layer as it is now; a function imports it when it is called.

        A job whose worker ends by that goes on when its lease has run out. Routes, roles and parameters
        are those of the start.
        """
        deployer, resources = self._deployer, self._resources
        assert deployer is not None  # noqa: S101 - for the type checker: `start` has set it
        assert resources is not None  # noqa: S101 - for the type checker: `start` has set it
        deployer.replace_code(self._code(resources))

    def _code(self, resources: Resources) -> dict[str, packages.Package]:
        """Of each function, by its physical name."""
        return {resources.functions[name]: _package(name, folder) for name, folder in self._functions.items()}

    def _parameters(self, sam: translation.Template, model_url: str) -> dict[str, str]:
        unknown = sorted(set(self.configuration.parameters) - set(sam["Parameters"]))
        if unknown:
            known = ", ".join(sorted(sam["Parameters"]))
            raise ConfigurationError(f"PARAM_{unknown[0]}: no such parameter; the template has {known}")
        return {
            "OidcIssuer": self._issuer.name,
            "OidcAudience": AUDIENCE,
            "ModelKeySecret": KEY_SECRET,
            "ModelBaseUrl": model_url,
            # The offline model has no price, and its jobs have the template's cap.
            "AllowUnknownPrices": "true",
            "WebhooksToLoopback": "true",
            **self.configuration.parameters,
        }

    def _record(self, emulator: Child, deployer: Deployer, emulator_url: str, model_url: str) -> StackRecord:
        resources, outputs = self._resources, deployer.outputs()
        assert resources is not None  # noqa: S101 - for the type checker: `_deploy` has set it
        return StackRecord(
            url=self.configuration.url,
            pid=os.getpid(),
            state_dir=str(self.configuration.state_dir),
            emulator_url=emulator_url,
            emulator_pid=emulator.pid,
            model_url=model_url,
            model_pid=self._model.pid if self._model else 0,
            table=outputs["TableName"],
            queue_url=outputs["QueueUrl"],
            dead_letter_queue_url=outputs["DeadLetterQueueUrl"],
            functions=resources.functions,
            start_seconds=round(time.monotonic() - self._begun, 2),
        )

    def watch(self) -> None:
        """After `start`: changes of code and page show by themselves, see `watch`."""
        self._page_server = start_page_server(self.configuration)
        self._watcher = Watcher(WATCHED, self.reload)
        self._watcher.start()

    def serve(self, ready: Callable[[], None]) -> None:
        """Serves until a signal ends it; `ready` is called once the port is open.

        Raises ChildError when the emulator or the model server ends by itself.
        """
        assert self._socket is not None  # noqa: S101 - for the type checker: `start` has set it
        config = uvicorn.Config(
            Guard(
                front(self._issuer, self._gateway, Page()),
                served_hosts(self.configuration.port),
                browsers=True,
            ),
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=2,
        )
        children = [child for child in (self._emulator, self._model, self._page_server) if child]
        server = _Server(config, ready, children)
        asyncio.run(server.serve(sockets=[self._socket]))
        server.check_children()

    def stop(self) -> None:
        """Ends everything that `start` began, in the order that loses nothing; may follow a failed start."""
        if not self._lock:
            return  # the folder is another stack's
        record_path(self.configuration.state_dir).unlink(missing_ok=True)
        if self._watcher:
            self._watcher.stop()
        if self._sweeper:
            self._sweeper.stop()
        if self._deployer and self._resources and self._emulator and self._emulator.is_alive():
            self._deployer.switch_queues(self._resources, on=False)
        if self._emulator:
            self._emulator.stop(seconds=_EMULATOR_STOP_SECONDS)
        for child in (self._model, self._page_server):
            if child:
                child.stop(seconds=_MODEL_STOP_SECONDS)
        for held in (self._socket, self._lock):
            if held:
                held.close()
        shutil.rmtree(self.configuration.state_dir / "workers", ignore_errors=True)


class _Server(uvicorn.Server):
    """The front's server: says when it listens, and ends when a child does."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None], children: list[Child]) -> None:
        super().__init__(config)
        self._ready = ready
        self._children = children

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()

    async def on_tick(self, counter: int) -> bool:
        if counter % 5 == 0 and not all(child.is_alive() for child in self._children):
            return True
        return await super().on_tick(counter)

    def check_children(self) -> None:
        for child in self._children:
            if not child.is_alive():
                raise ChildError(child.failure())


def keep_private(state_dir: Path) -> None:
    """Makes the folder, or takes other people's access to it away.

    Raises ConfigurationError for a folder with things of other people, such as /tmp.
    """
    state_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not state_dir.stat().st_mode & 0o077:
        return
    if any(state_dir.iterdir()) and not (state_dir / "lock").exists():
        raise ConfigurationError(
            f"{state_dir} holds other things and is open to others; "
            "choose a folder of its own with STATE_DIR=..."
        )
    state_dir.chmod(0o700)


def _lock(state_dir: Path) -> IO[str]:
    """Raises ConfigurationError while another stack lives in the folder."""
    lock = (state_dir / "lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        lock.close()
        raise ConfigurationError(
            f"another stack keeps its state in {state_dir}; choose another folder with STATE_DIR=..."
        ) from error
    return lock


def _package(name: str, folder: Path) -> packages.Package:
    """A layer is what holds no handler: the template's layers are under layers/."""
    is_layer = folder.is_relative_to(ROOT / "layers")
    return packages.layer_package(name, folder) if is_layer else packages.function_package(name, folder)
