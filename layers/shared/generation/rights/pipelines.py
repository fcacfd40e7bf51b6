"""Pipelines of rights. Apart from the catalogue: `POST /v1/jobs` and batches start none of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from generation.engine.pipeline import Pipeline
from generation.rights.archive import Archivist
from generation.rights.erasure import Erasure, data_erasure
from generation.rights.export import data_export


def rights_pipelines(
    archivist: Callable[[], Archivist], erasure: Callable[[], Erasure]
) -> Mapping[str, Pipeline[Any]]:
    made = (data_export(archivist), data_erasure(erasure))
    return {pipeline.name: pipeline for pipeline in made}
