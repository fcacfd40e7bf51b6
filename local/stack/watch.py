"""Watch: a change of the code shows on the running stack within seconds (`make watch`).

Python: the functions are deployed anew, each with a fresh worker. Page: Vite's development server, which
takes the API from the stack.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from local.configuration import ROOT, Configuration, child_environment
from local.stack.child import Child

WATCHED = (ROOT / "layers/shared/generation", ROOT / "functions")

LOOK_SECONDS = 0.3
"""Between two looks at the files. One look at the 250 of them takes about 5 ms."""

Snapshot = dict[Path, tuple[int, int]]
"""Time of change (ns) and size of each file."""


def snapshot(folders: Iterable[Path]) -> Snapshot:
    """Code, prompts and data; what Python writes beside them is none of it."""
    found: Snapshot = {}
    for folder in folders:
        for place, names, files in os.walk(folder):
            names[:] = [name for name in names if name != "__pycache__"]
            for file in files:
                path = Path(place, file)
                try:
                    stat = path.stat()
                except FileNotFoundError:  # An editor writes a second file and renames it.
                    continue
                found[path] = (stat.st_mtime_ns, stat.st_size)
    return found


class Watcher(threading.Thread):
    """Calls `reload` after each change below `folders`, unless what has changed is no Python yet.

    The first snapshot is taken at once, so that no change after the construction is missed.
    """

    def __init__(self, folders: Iterable[Path], reload: Callable[[], None]) -> None:
        super().__init__(name="watcher", daemon=True)
        self._folders = tuple(folders)
        self._reload = reload
        self._seen = snapshot(self._folders)
        self._stopped = threading.Event()

    def run(self) -> None:
        while not self._stopped.wait(LOOK_SECONDS):
            self.look()

    def stop(self) -> None:
        """Waits for a reload that is under way: the emulator must not end in the middle of it."""
        self._stopped.set()
        if self.is_alive():
            self.join()

    def look(self) -> None:
        now = snapshot(self._folders)
        if now == self._seen:
            return
        changed = sorted({path for path, _ in now.items() ^ self._seen.items()})
        self._seen = now
        begun = time.monotonic()
        try:
            for path in changed:
                if path.suffix == ".py" and path in now:
                    compile(path.read_bytes(), path, "exec")
            self._reload()
        except Exception as error:
            # Whatever it was, the next change tries again.
            outcome = f"not reloaded: {type(error).__name__}: {error}"
        else:
            outcome = f"reloaded in {time.monotonic() - begun:.1f} s"
        more = f" and {len(changed) - 3} more" if len(changed) > 3 else ""
        sys.stdout.write(f"{', '.join(path.name for path in changed[:3])}{more}: {outcome}\n")
        sys.stdout.flush()


def page_port(configuration: Configuration) -> int:
    return configuration.port + 1


def start_page_server(configuration: Configuration) -> Child:
    """Vite's development server; a port that is taken ends it, which ends the stack with its message."""
    return Child(
        "local.stack.page_server",
        str(page_port(configuration)),
        environment={**child_environment(), "STACK": configuration.url},
        log=configuration.state_dir / "logs" / "page.log",
    )
