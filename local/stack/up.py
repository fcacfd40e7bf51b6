"""Up: the stack in the foreground, from start to Ctrl-C."""

from __future__ import annotations

import signal
import sys

from local.configuration import Configuration
from local.stack.lifecycle import Stack
from local.stack.page import Page
from local.stack.record import StackRecord
from local.stack.watch import page_port


def up(configuration: Configuration, *, watch: bool = False) -> int:
    """Returns when the stack's processes are gone: after a signal's exception, or an error of its own."""
    stack = Stack(configuration)
    try:
        record = stack.start()
        if watch:
            stack.watch()
        stack.serve(lambda: _announce(record, page_port(configuration) if watch else None))
        return 0
    finally:
        # A second Ctrl-C does not wait: the children notice that this process is gone, and end.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        stack.stop()


def _announce(record: StackRecord, watched: int | None = None) -> None:
    """`watched` is the port of the page that changes while one edits, where there is one."""
    record.write()
    model = record.model_url or "Claude"
    if record.model_pid:
        model += "  (local, offline: no key is set)"
    page = f"{record.url}/" + ("" if Page().is_built else "  (not built: make page)")
    if watched:
        page = f"http://127.0.0.1:{watched}/  (as it is edited)"
    sys.stdout.write(
        f"""
Coursemill is ready on {record.url} after {record.start_seconds:g} s
  page   {page}
  API    {record.url}/docs
  model  {model}
  AWS    {record.emulator_url}  (emulated)
  state  {record.state_dir}  (kept; logs/, stack.json)
Ctrl-C stops it.
"""
    )
    sys.stdout.flush()
