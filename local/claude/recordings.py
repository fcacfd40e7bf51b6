"""Recordings: answers that a language model gave to the calls of the example, played when they are asked.

`examples/recorded/` holds the exam, the answers, each under a hash of what it answers, and the course. What
anybody asks otherwise, or after a prompt has changed, gets the imitation; `make recordings` lists what to
write anew.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[2] / "examples" / "recorded"
EXAM = FOLDER / "exam.json"
ANSWERS = FOLDER / "answers.json"
COURSE = FOLDER / "course.json"
"""What becomes of them, as readers of a shared course see it: the page's sample."""

_OWN_ID = re.compile(r"\b(job|exam|course|outline|program)_[0-9a-z]{20,}\b")
"""Ids that a job has of its own: they say nothing to a model."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """about: the kind of the call and what it is about, for people."""

    about: str
    text: str


@dataclass(frozen=True, slots=True)
class Recordings:
    """made_by: what an answer names as its model."""

    made_by: str
    by_key: Mapping[str, Recorded]


def key_of(asked: str, schema: Mapping[str, Any] | None) -> str:
    """Of a system prompt with the first user message, and the schema of the answer."""
    told = [_OWN_ID.sub(r"\1", asked), schema]
    return sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:32]


@lru_cache(maxsize=1)
def recordings() -> Recordings:
    """Those of the example."""
    raw = json.loads(ANSWERS.read_text(encoding="utf-8"))
    return Recordings(
        made_by=f"recorded answers, {raw['recorded_on']}",
        by_key={
            one["key"]: Recorded(one["about"], json.dumps(one["answer"], ensure_ascii=False))
            for one in raw["answers"]
        },
    )
