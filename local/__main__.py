"""`python -m local`: the command line of the local stack."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
from types import FrameType

from local.configuration import ConfigurationError, configuration
from local.deployment import DeploymentError
from local.record import StackRecord
from local.stack import Stack
from local.tether import tie
from local.translation import TranslationError


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    if getattr(options, "with_parent", False):
        tie(os.getppid(), lambda: os.kill(os.getpid(), signal.SIGTERM))
    command: int = options.command(options)
    return command


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m local", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    up = commands.add_parser("up", help="the stack, in the foreground", epilog=_ENVIRONMENT)
    up.set_defaults(command=_up)
    up.add_argument("--with-parent", action="store_true", help="stop when the parent process ends")
    return parser


_ENVIRONMENT = """
environment: PORT (8080), STATE_DIR (.state), LATENCY_MS of the local model, SWEEP_SECONDS (5),
ANTHROPIC_API_KEY, ANTHROPIC_BASE_URL, PARAM_<Name> for parameters of the template
"""


class _Stopped(BaseException):
    """A signal asked the stack to stop; no error, so that no handler of errors catches it."""


def _up(_: argparse.Namespace) -> int:
    _catch_signals()
    try:
        stack = Stack(configuration())
    except ConfigurationError as error:
        return _fail(error)
    try:
        record = stack.start()
        stack.serve(lambda: _announce(record))
    except _Stopped:
        return 0
    except (ConfigurationError, DeploymentError, TranslationError, RuntimeError, OSError) as error:
        return _fail(error)
    finally:
        _say("stopping ...")
        # A second Ctrl-C does not wait: the children notice that this process is gone, and end.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        stack.stop()
    return 0


def _catch_signals() -> None:
    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise _Stopped

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    # Under nohup the terminal may go and the stack stays.
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        signal.signal(signal.SIGHUP, stop)


def _announce(record: StackRecord) -> None:
    record.write()
    model = record.model_url or "Claude"
    if record.model_pid:
        model += "  (local, offline: no key is set)"
    _say(
        f"""
Coursemill is ready on {record.url} after {record.start_seconds:g} s
  API    {record.url}/docs
  model  {model}
  AWS    {record.emulator_url}  (emulated)
  state  {record.state_dir}  (kept; logs/, stack.json)
Ctrl-C stops it."""
    )


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _fail(error: Exception) -> int:
    sys.stderr.write(f"coursemill: {error}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
