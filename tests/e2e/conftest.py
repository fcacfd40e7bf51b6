"""Stacks of these tests have the tests' settings (`stacks`)."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True, scope="session")
def settings_of_tests(own_environment: None) -> None:
    """Also of those which a test starts by itself."""
