"""`python -m tests.page.deployed FD STACK CONFIG POLICY`: the page as on CloudFront, with the configuration
and the policy of a deployment, before a running local stack. FD: a socket that listens already."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

import uvicorn

from local.stack.front import front
from local.stack.issuer import Issuer
from local.stack.page import HEADERS, Page


def main(fd: str, stack: str, config: str, policy: str) -> None:
    page = Page(config=json.loads(config), headers={**HEADERS, "Content-Security-Policy": policy})
    with tempfile.TemporaryDirectory() as folder:
        nobody = Issuer.kept_in(Path(folder), "http://127.0.0.1")  # whose tokens the stack does not take
        uvicorn.run(front(nobody, stack, page), fd=int(fd), lifespan="off", log_config=None)


if __name__ == "__main__":
    main(*sys.argv[1:])
