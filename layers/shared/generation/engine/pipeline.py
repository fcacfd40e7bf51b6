"""Pipeline: static definition of steps. What happens, in order, as data and small functions.

The only registry: the catalogue, the API's documents, the page and the command line read all that they say
of a pipeline from here.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Generic, Protocol, Self, TypeVar

from generation.engine.limits import CHECK
from generation.engine.model.checkpoint import Document, DocumentWrite
from generation.engine.model.job import Options
from generation.engine.ports import Documents, Ids
from generation.engine.run import Results, Run

if TYPE_CHECKING:
    from generation.engine.forecast import Forecast


class Request(Protocol):
    """What a pipeline makes of a valid input, and what its steps work with: data that survives JSON.
    Models of pydantic are of this form."""

    @classmethod
    def model_validate(cls, obj: Any) -> Self: ...

    def model_dump(self, *, mode: str = ...) -> dict[str, Any]: ...


class InputModel(Protocol):
    """The shape of a pipeline's `input`, as the API's documents describe it."""

    @classmethod
    def model_json_schema(cls, *, ref_template: str = ...) -> dict[str, Any]: ...


R = TypeVar("R", bound=Request)

Result = Mapping[str, Any]
Gate = Callable[[Options], str | None]


def no_gate(options: Options) -> None:
    """Nobody has to do anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a task leaves behind, written with its checkpoint.

    result      what later steps need; JSON, under 8 KB
    documents   artifacts and their parts
    message     what a person reads of the finished task
    generated   how many lessons, tasks, ... a fan-out item has made, for its event
    artifact    ids of the documents that the job writes, as `<kind>_id`, to show while it is running; it does
                not go on without them
    job_result  `result` of the finished job; the last one given stands
    title       a better title for the job than the one it began with
    """

    result: Result = field(default_factory=dict)
    documents: tuple[DocumentWrite, ...] = ()
    message: str = ""
    generated: int = 0
    artifact: Mapping[str, str] | None = None
    job_result: Result | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item of a fan-out; `item_id` is unique in its step."""

    item_id: str
    label: str
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Each:
    """Items that become known as each item of an earlier fan-out ends, not when all of it has."""

    step: str
    items: Callable[[str, Result], Sequence[Item]]


@dataclass(frozen=True, slots=True)
class Step(Generic[R]):
    """A named stage with one task. `weight` is its share of the progress bar.

    gate     says, from the job's options, what a person has to do before the stage begins; None:
             nothing. The job waits, without a worker, until it is let proceed.
    opening  what the log says when the stage begins, if not its label
    """

    name: str
    run: Callable[[Run[R]], Awaitable[Outcome]]
    label: str
    weight: int = 1
    gate: Gate = no_gate
    opening: str = ""


@dataclass(frozen=True, slots=True)
class FanOut(Generic[R]):
    """A stage with one task an item. `over` names the items, either from all results of the
    earlier steps or, with Each, as the items of an earlier fan-out end.

    nouns    what a person calls one item, and several
    started  what a person reads when an item begins: `{item}`, `{number}` from 1, `{total}`
    """

    name: str
    over: Callable[[Results], Sequence[Item]] | Each
    run: Callable[[Run[R], Item], Awaitable[Outcome]]
    label: str
    weight: int = 1
    gate: Gate = no_gate
    opening: str = ""
    nouns: tuple[str, str] = ("item", "items")
    started: str = "Generating: {item} ({number}/{total})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted(Generic[R]):
    """What a pipeline makes of a valid input before the job exists.

    request    what the steps get
    subject    one active job per owner and subject
    documents  stored together with the job
    needs      kind and id of stored documents that the job reads
    required_plan  without which the request would be refused, also when it goes on later; None: any
    """

    request: R
    subject: str
    title: str
    estimated_duration_ms: int
    documents: tuple[Document, ...] = ()
    needs: tuple[tuple[str, str], ...] = ()
    required_plan: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Requester:
    """Who asks and how, and what a pipeline may look up to accept the request.

    models  of the deployment, as Run has them
    """

    owner: str
    plan: str
    now: datetime
    documents: Documents
    ids: Ids
    options: Options = field(default_factory=Options)
    models: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultView:
    """Where a person looks at what a job makes.

    address   in the page; `{course_id}` and the like stand for ids of the job's artifact or result,
              `{job_id}` for its own
    opening   what leads there, once the job is done: "Open course"
    is_early  whether it can be looked at while it is being written
    """

    address: str
    opening: str
    is_early: bool = True


Lookup = Callable[[str, str], Document | None]
"""Another document of the same owner, with its parts, by kind and id; None where it is gone."""

Writer = Callable[[Document, Lookup], str]
"""Text of a file, from a document with its parts, be it finished or not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exports:
    """What a pipeline makes, as files.

    kind     of the documents: what their summary says under `kind`, else the document's own
    writers  by format: "md"
    """

    kind: str
    writers: Mapping[str, Writer]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pipeline(Generic[R]):
    """`accept` validates the input (InvalidInput, NotFound, PlanRequired) and names the subject.

    label        what a person calls it: "Exam course"
    input_model  what `accept` takes
    request      what `accept` makes of it, as it is stored with the job and given to the steps
    exports      None where there is nothing to save as a file
    forecast     of a request that `accept` took; None: nothing is known but the limits of a job
    is_right     somebody's right, without a model call: neither a pause nor a ceiling nor the number of
                 his active jobs refuses a start. While it is paused it waits

    Raises ValueError for steps whose names are not their own: two of one name, or that of checking calls.
    """

    name: str
    label: str
    input_model: type[InputModel]
    request: type[R]
    accept: Callable[[Requester, Mapping[str, Any]], Accepted[R]]
    result_view: ResultView
    steps: tuple[Step[R] | FanOut[R], ...]
    exports: Exports | None = None
    forecast: Callable[[Requester, Accepted[R]], Forecast] | None = None
    is_right: bool = False

    def __post_init__(self) -> None:
        names = [step.name for step in self.steps]
        if CHECK in names or len(set(names)) < len(names):
            raise ValueError(f"{self.name}: a step needs a name of its own, not {CHECK!r}: {names}")

    def step(self, name: str) -> Step[R] | FanOut[R]:
        return next(step for step in self.steps if step.name == name)

    def index(self, name: str) -> int:
        return next(i for i, step in enumerate(self.steps) if step.name == name)
