"""Request: what the jobs of somebody's rights are asked for. There is nothing to choose."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from generation.engine.model.job import EVERYTHING
from generation.engine.pipeline import Accepted, Requester


@dataclass(frozen=True, slots=True)
class RightsRequest:
    @classmethod
    def model_validate(cls, obj: Any) -> Self:
        return cls()

    @classmethod
    def model_json_schema(cls, *, ref_template: str = "") -> dict[str, Any]:
        return {"title": cls.__name__, "type": "object", "properties": {}}

    def model_dump(self, *, mode: str = "") -> dict[str, Any]:
        return {}


def accepting(
    title: str, estimated_duration_ms: int
) -> Callable[[Requester, Mapping[str, Any]], Accepted[RightsRequest]]:
    """`accept` of a pipeline whose jobs have that title: one active job of each owner."""

    def accept(requester: Requester, raw: Mapping[str, Any]) -> Accepted[RightsRequest]:
        return Accepted(
            request=RightsRequest(),
            subject=EVERYTHING,
            title=title,
            estimated_duration_ms=estimated_duration_ms,
        )

    return accept
