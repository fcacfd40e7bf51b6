"""Ports: what the engine needs of the outside. Adapters implement them, tests bring their own."""

from generation.engine.ports.audit import Audit
from generation.engine.ports.control import Clearance, Control
from generation.engine.ports.documents import (
    BESIDE,
    EVERYTHING,
    JOB,
    Deleted,
    DocumentFilter,
    Documents,
    Trash,
    is_beside,
)
from generation.engine.ports.holdings import ERASED, OWNER, Holdings
from generation.engine.ports.jobs import JobFilter, JobQueue, JobStore, Progress, Pulse, SweepMark, Unreadable
from generation.engine.ports.model import Model, ModelBudget, ModelReply, ModelRequest, Turn
from generation.engine.ports.page import Page
from generation.engine.ports.system import Clock, Ids

__all__ = [
    "BESIDE",
    "ERASED",
    "EVERYTHING",
    "JOB",
    "OWNER",
    "Audit",
    "Clearance",
    "Clock",
    "Control",
    "Deleted",
    "DocumentFilter",
    "Documents",
    "Holdings",
    "Ids",
    "JobFilter",
    "JobQueue",
    "JobStore",
    "Model",
    "ModelBudget",
    "ModelReply",
    "ModelRequest",
    "Page",
    "Progress",
    "Pulse",
    "SweepMark",
    "Trash",
    "Turn",
    "Unreadable",
    "is_beside",
]
