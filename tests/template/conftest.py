from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from samtranslator.yaml_helper import yaml_parse

from scripts.translate import TEMPLATE, translate
from tests.template.stack import Stack


@pytest.fixture(scope="session")
def translated() -> dict[str, Any]:
    """The template as plain CloudFormation."""
    return translate()


@pytest.fixture(scope="session")
def written() -> dict[str, Any]:
    """The template as it is written."""
    document: dict[str, Any] = yaml_parse(TEMPLATE.read_text(encoding="utf-8"))
    return document


@pytest.fixture(scope="session")
def deployed(translated: dict[str, Any]) -> Callable[..., Stack]:
    """`deployed(Name=value)`: the stack with these parameters and the defaults of the others."""
    return lambda **parameters: Stack(translated, parameters)


@pytest.fixture(scope="session")
def stack(deployed: Callable[..., Stack]) -> Stack:
    """The stack with all defaults."""
    return deployed()
