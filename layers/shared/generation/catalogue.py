"""Catalogue: every pipeline by its name. A new one is a folder under `pipelines`, and nothing else."""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Any

from generation import pipelines
from generation.engine.pipeline import Pipeline


def discovered() -> Mapping[str, Pipeline[Any]]:
    """`PIPELINE` of each folder that has a module `pipeline`, by its name."""
    found: dict[str, Pipeline[Any]] = {}
    for folder in pkgutil.iter_modules(pipelines.__path__, f"{pipelines.__name__}."):
        if folder.ispkg and folder.name != f"{pipelines.__name__}.shared":
            pipeline: Pipeline[Any] = import_module(f"{folder.name}.pipeline").PIPELINE
            found[pipeline.name] = pipeline
    return MappingProxyType(found)


PIPELINES = discovered()
