"""A server on loopback that speaks Claude's API without a model, and fails on demand.

Answers POST /v1/messages and POST /v1/messages/count_tokens. Faults come by the header `x-fault: <name>`
or by rules, POST /_control/faults with a list of
`{"fault": ..., "every": n, "calls": [n], "kind": ..., "contains": ..., "times": k}`; names and effects
stand in `faults.FaultName`. DELETE /_control/faults, GET /_control/stats, POST /_control/reset,
POST /_control/limits `{"requests_per_minute": n, ...}` and POST /_control/latency `{"latency_ms": n}` do as
they say. All of it: docs/local-claude.md.
"""

from __future__ import annotations

import argparse
import socket
import sys
from types import FrameType

import uvicorn

from local.claude.app import OfflineClaude
from local.claude.cache import MINIMUM_TOKENS
from local.claude.limits import MOST_PER_MINUTE, NAMES
from local.guard import Guard, served_hosts

_LOOPBACK = ("127.0.0.1", "::1", "localhost")


class _Server(uvicorn.Server):
    """Says where it listens once it does, and ends with status 0 on a signal."""

    def __init__(self, config: uvicorn.Config, url: str) -> None:
        super().__init__(config)
        self._url = url

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        sys.stdout.write(f"offline Claude ready on {self._url}\n")
        sys.stdout.flush()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        # Uvicorn would raise the signal again after its shutdown, as if it had not been honoured.
        self.should_exit = True


def main(arguments: list[str] | None = None) -> int:
    """Serve until SIGTERM or SIGINT; exit code 0, or 1 if the port is taken."""
    options = _parser().parse_args(arguments)
    family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
    try:
        listener = socket.create_server((options.host, options.port), family=family, backlog=2048)
    except OSError as error:
        sys.stderr.write(f"cannot listen on {options.host}:{options.port}: {error.strerror}\n")
        return 1
    port = listener.getsockname()[1]
    host = f"[{options.host}]" if family == socket.AF_INET6 else options.host
    claude = OfflineClaude(
        latency_s=options.latency_ms / 1000,
        cache_minimum_tokens=options.cache_minimum_tokens,
        per_minute={name: getattr(options, f"{name}_per_minute") for name in NAMES},
    )
    config = uvicorn.Config(
        Guard(claude.app(), served_hosts(port), browsers=False),
        access_log=False,
        # Uvicorn reports a connection that is dropped on demand as an error; bugs are logged by the app.
        log_level="critical",
        lifespan="off",
        timeout_graceful_shutdown=0,
    )
    _Server(config, f"http://{host}:{port}").run(sockets=[listener])
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m local.claude",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--port", type=int, required=True, help="0 takes a free one; the ready line names it")
    parser.add_argument("--host", choices=_LOOPBACK, default="127.0.0.1", help="loopback only")
    parser.add_argument(
        "--latency-ms", type=float, default=0.0, help="from a request to the end of its answer (default 0)"
    )
    parser.add_argument(
        "--cache-minimum-tokens",
        type=int,
        default=MINIMUM_TOKENS,
        help="shorter prompt prefixes are not cached (default %(default)s)",
    )
    for name in NAMES:
        parser.add_argument(
            f"--{name.replace('_', '-')}-per-minute",
            type=_per_minute,
            default=0,
            metavar="N",
            help=f"limit of {name.replace('_', ' ')}, kept as the API keeps it; 0: none (default)",
        )
    return parser


def _per_minute(text: str) -> int:
    number = int(text)
    if not 0 <= number <= MOST_PER_MINUTE:
        raise argparse.ArgumentTypeError(f"a whole number from 0 to {MOST_PER_MINUTE} is wanted")
    return number


if __name__ == "__main__":
    sys.exit(main())
