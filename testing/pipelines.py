"""What small pipelines of tests and benchmarks share: an input without a shape, a result without a view."""

from __future__ import annotations

from typing import Any, Self

from generation.engine.pipeline import ResultView


class AnyRequest(dict[str, Any]):
    """Input and request in one: whatever was given, unchecked."""

    @classmethod
    def model_validate(cls, obj: Any) -> Self:
        return cls(obj)

    def model_dump(self, *, mode: str = "python") -> dict[str, Any]:
        return dict(self)

    @classmethod
    def model_json_schema(cls, *, ref_template: str = "") -> dict[str, Any]:
        return {"type": "object"}


NO_VIEW = ResultView(address="", opening="Open")
