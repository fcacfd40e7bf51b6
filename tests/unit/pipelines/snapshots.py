"""Snapshots: texts under test as plain files. `UPDATE_SNAPSHOTS=1 pytest` writes them anew."""

from __future__ import annotations

import os
from pathlib import Path

_FOLDER = Path(__file__).parent / "snapshots"


def assert_is_snapshot(name: str, text: str) -> None:
    """`text` is what the file `snapshots/<name>` holds."""
    file = _FOLDER / name
    if os.environ.get("UPDATE_SNAPSHOTS"):
        file.write_text(text, encoding="utf-8", newline="\n")
    assert file.exists(), f"no snapshot {name}: run with UPDATE_SNAPSHOTS=1 and read what it wrote"
    assert text == file.read_text(encoding="utf-8"), f"snapshot {name}: UPDATE_SNAPSHOTS=1 if this is meant"
