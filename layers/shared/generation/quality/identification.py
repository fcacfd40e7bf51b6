"""Identification: which language a text is in, by py3langid's model.

The model is read without numpy, which py3langid would import: 68 MB of the layer and a third of a second of
every worker, for sums that take a fraction of a millisecond here. So only py3langid's data is used. Unpacking
its 68 MB takes 0.4 s of CPU, when the first text is looked at. They go into a file without a name, which is
mapped: a worker has only those pages in memory that its texts need.
"""

from __future__ import annotations

import lzma
import math
import shutil
import struct
import tempfile
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from mmap import ACCESS_READ, mmap
from operator import itemgetter
from pathlib import Path
from threading import Lock
from typing import Any

MOST_BYTES = 480
"""Of a text that are looked at. Twice that changes no answer on the corpus and takes twice the time."""


class Identifier:
    """Naive Bayes over byte sequences, as Lui and Baldwin describe it (langid.py, ACL 2012)."""

    def __init__(self, members: Mapping[str, memoryview], languages: Collection[str]) -> None:
        classes, prior = _strings(members["classes.npy"]), _numbers(members["pc.npy"])
        kept = [column for column, name in enumerate(classes) if name in languages]
        self._pick = itemgetter(*kept)
        self._languages: Sequence[str] = self._pick(classes)
        self._prior: Sequence[float] = self._pick(prior)
        self._weights = _content(members["ptc.npy"])[1]
        self._row = struct.Struct(f"<{len(classes)}e")
        self._moves = _numbers(members["nextmove.npy"])
        self._bases = [row << 8 for row in _numbers(members["nextmove_row.npy"])]
        self._features = _numbers(members["out_feat.npy"])
        self._rows: dict[int, tuple[float, ...]] = {}

    def scores(self, text: str) -> dict[str, float]:
        """Log-likelihood per square root of the bytes for each language: differences of 1 and more mean
        something, whatever the length. Empty for a text without anything known."""
        text = text.lower() if text.isupper() else text
        raw = unicodedata.normalize("NFC", text).encode("utf-8", "ignore")[:MOST_BYTES]
        visits = self._visits(raw)
        if not visits:
            return {}
        totals = list(self._prior)
        for feature, times in visits.items():
            weight = math.log1p(times)
            totals = [total + weight * one for total, one in zip(totals, self._weight(feature), strict=True)]
        scale = math.sqrt(len(raw))
        found: dict[str, float] = {}
        for language, total in zip(self._languages, totals, strict=True):
            found[language] = max(total / scale, found.get(language, -math.inf))
        return found

    def _visits(self, raw: bytes) -> Counter[int]:
        moves, bases, features = self._moves, self._bases, self._features
        state, found = 0, []
        for byte in raw:
            state = moves[bases[state] + byte]
            if (feature := features[state]) >= 0:
                found.append(feature)
        return Counter(found)

    def _weight(self, feature: int) -> tuple[float, ...]:
        row = self._rows.get(feature)
        if row is None:
            row = self._rows[feature] = self._pick(
                self._row.unpack_from(self._weights, feature * self._row.size)
            )
        return row


_UNPACKING = Lock()
"""Whoever needs the model while another thread unpacks it waits for that one."""


def identifier(languages: frozenset[str]) -> Identifier:
    """That tells these languages apart and knows of no others."""
    with _UNPACKING:
        return _unpacked_identifier(languages)


@cache
def _unpacked_identifier(languages: frozenset[str]) -> Identifier:
    spec = find_spec("py3langid")
    if spec is None or spec.origin is None:
        raise ImportError("py3langid is not installed")
    return Identifier(_members(_unpacked(Path(spec.origin).parent / "data/model.npz.xz")), languages)


_CHUNK = 1 << 20


def _unpacked(packed: Path) -> mmap:
    with tempfile.TemporaryFile() as file:
        with lzma.open(packed) as stream:
            shutil.copyfileobj(stream, file, _CHUNK)
        file.flush()
        return mmap(file.fileno(), 0, access=ACCESS_READ)


_LOCAL = struct.Struct("<26xHH")
"""A member's own header in a ZIP file: the lengths of its name and extra field, which follow it."""


def _members(npz: mmap) -> dict[str, memoryview]:
    """Where they stand: a .npz keeps them as they are, unless it was told to compress."""
    whole, found = memoryview(npz), {}
    file: Any = npz  # it reads, seeks and tells
    with zipfile.ZipFile(file) as archive:
        for member in archive.infolist():
            if member.compress_type != zipfile.ZIP_STORED:
                raise ImportError("py3langid's model is packed in another way")
            start = member.header_offset + _LOCAL.size + sum(_LOCAL.unpack_from(npz, member.header_offset))
            found[member.filename] = whole[start : start + member.file_size]
    return found


_HEADER = 10
"""Bytes of a .npy file before its header: magic, version, length (numpy.lib.format, version 1)."""

_CODES = {"<u2": "H", "<u4": "I", "<i4": "i", "<f4": "f", "<f2": "e"}


def _content(npy: memoryview) -> tuple[str, memoryview]:
    """Its element type and what follows the header."""
    end = _HEADER + int.from_bytes(npy[8:10], "little")
    header = bytes(npy[_HEADER:end]).decode("latin-1")
    kind = header.split("'descr': '")[1].split("'")[0]
    return kind, npy[end:]


def _numbers(npy: memoryview) -> Sequence[Any]:
    kind, content = _content(npy)
    view: Any = content
    numbers: Sequence[Any] = view.cast(_CODES[kind])
    return numbers


def _strings(npy: memoryview) -> list[str]:
    """Of numpy's `<U` kinds: so many UTF-32 characters each, filled up with zeros."""
    kind, content = _content(npy)
    size = int(kind.removeprefix("<U")) * 4
    raw = bytes(content)
    cells = (raw[start : start + size] for start in range(0, len(raw), size))
    return [cell.decode("utf-32-le").rstrip("\0") for cell in cells]
