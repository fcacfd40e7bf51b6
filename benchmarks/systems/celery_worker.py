"""The worker of the Celery peer; a module of its own, so that the tasks are registered under one name."""

from __future__ import annotations

import os

from celery.signals import worker_ready

from benchmarks.process import ready
from benchmarks.systems.celery_redis import THREADS, app

if __name__ == "__main__":
    worker_ready.connect(lambda **_: ready(), weak=False)
    options = ["--pool=threads", f"--concurrency={THREADS}", "--without-gossip", "--without-mingle"]
    app.worker_main(["worker", *options, "--loglevel=WARNING", f"--hostname=w{os.getpid()}@bench"])
