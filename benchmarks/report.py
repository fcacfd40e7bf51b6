"""stub"""
from pathlib import Path


def write(raw: Path) -> None:
    raise NotImplementedError
