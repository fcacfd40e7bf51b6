"""A run of the pipeline without an engine: steps one after another, answers from a script."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, ClassVar, TypeVar

from generation.engine.model.checkpoint import Document, DocumentWrite
from generation.engine.model.event import LogLevel
from generation.engine.model.job import Options
from generation.engine.pipeline import Item, Outcome, Step
from generation.engine.run import Prompt, Results, Run
from generation.pipelines.exam_course import exam_document
from generation.pipelines.exam_course.exam import Exam
from generation.pipelines.exam_course.pipeline import PIPELINE as EXAM_COURSE
from generation.pipelines.exam_course.request import ExamCourseRequest
from generation.quality.asked import quiz_questions

T = TypeVar("T")
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
MODELS = {"": "claude-sonnet-5-5", "detect_topics": "claude-haiku-5-5"}
_TAG = re.compile(r"<([a-z_]+)>([^<>]*)</\1>")


def tags(text: str) -> dict[str, Any]:
    """The data of a prompt, by tag. Fails where a tag occurs twice."""
    found = _TAG.findall(text)
    assert len({name for name, _ in found}) == len(found), "a tag occurs twice"
    return {name: json.loads(content) for name, content in found}


def answer_of(prompt: Prompt) -> dict[str, Any]:
    """A right answer to any of the three calls."""
    data = tags("\n".join((*prompt.shared, prompt.text)))
    match data["call"]["kind"]:
        case "topics":
            ids = [question["question_id"] for question in data["questions"]]
            return only(topics=_dealt("question_ids", ids, data["call"]["target_topics"]))
        case "merge_topics":
            ids = [draft["draft_id"] for draft in data["drafts"]]
            return only(merged_topics=_dealt("draft_ids", ids, data["call"]["target_topics"]))
        case "lesson":
            by_id = {question["question_id"]: question for question in data["questions"]}
            return only(lesson=lesson_of([by_id[one] for one in data.get("question_ids", by_id)]))
        case "whole_course":
            return only(whole_course=whole_course_of(data["course_lessons"]))
        case "check_lesson" | "check_final_exam":
            return {"answers": [_agreed(question) for question in data["questions"]]}
        case "check_explanations":
            return argued(data["questions"], {})
        case kind:
            raise AssertionError(kind)


def argued(questions: list[dict[str, Any]], otherwise: dict[str, list[str]]) -> dict[str, Any]:
    """These explanations argue for these options, all others for none."""
    return {
        "answers": [
            {"question": one["question"], "correct": otherwise.get(one["question"], []), "words": "So it is."}
            for one in questions
        ]
    }


def _agreed(question: dict[str, Any]) -> dict[str, Any]:
    """A second reader who cannot decide contradicts nobody."""
    return {"question": question["question"], "correct": [], "claim": "", "reason": "Nothing decides."}


def only(**asked_for: Any) -> dict[str, Any]:
    """The answer to a call that asks for this."""
    return {"topics": None, "merged_topics": None, "lesson": None, "whole_course": None, **asked_for}


def lesson_of(questions: list[dict[str, Any]]) -> dict[str, Any]:
    """A lesson that keeps to the contract and that no quality rule blocks."""
    return {
        "title": "From premise to consequence",
        "objectives": ["Tell a consequence from a coincidence."],
        "body": "## Why it follows\n\n" + " ".join(_PROSE[: 5 + 2 * len(questions)]),
        "key_points": ["Form decides, not content.", "A counterexample needs one case only."],
        "worked_questions": [
            {
                "question_id": question["question_id"],
                "why_right": "It holds in every case in which the premise does.",
                "why_wrong": [
                    {
                        "option_id": option["option_id"],
                        "reason": f"There is a {_PLACES[place]} case against it.",
                    }
                    for place, option in enumerate(question["options"])
                    if option["option_id"] not in question["correct"]
                ],
                "marking_doubt": None,
            }
            for question in questions
        ],
        "quiz": [_quiz_question(number) for number in range(quiz_questions(len(questions)))],
    }


_SUBJECTS = ("premise", "conclusion", "argument", "counterexample", "definition", "inference", "denial")
_PROSE = [
    f"Whoever looks at the {one} alone, and never at the {other} beside it, will see why the form of what "
    f"was said has to hold in every single case that the {one} allows."
    for one in _SUBJECTS
    for other in _SUBJECTS
    if one != other
]
_PLACES = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_CASES = (
    "A shop closes whenever it rains, and this morning it rained: what follows?",
    "Nobody who swims is dry, and Ada is quite dry by now: what is certain?",
    "Each key of the bunch opens one door at most; which statement must hold?",
    "Two witnesses contradict each other about the colour of a car; what can be said?",
    "If the lamp burns the fuse is sound, but the lamp is dark tonight: what do you know?",
)


def _quiz_question(number: int) -> dict[str, Any]:
    results = ("The first is true", "Neither is false", "It holds always", "Both may be so")
    return {
        "question": _CASES[number],
        "options": [
            {"option_id": letter, "text": text} for letter, text in zip("ABCD", results, strict=True)
        ],
        "correct": ["ABCD"[number % 4]],
        "explanation": "This one holds in every case; the nearest other fails where the premise is false.",
    }


def whole_course_of(topics: list[dict[str, Any]]) -> dict[str, Any]:
    """What belongs around those lessons."""
    lesson = topics[0]["lessons"][0]["lesson_id"]
    asked = [topic for topic in topics for _ in range(topic["final_exam_questions"])]
    return {
        "title": "Logic for the examination",
        "introduction": "An argument is judged by its form, whatever it is about. " * 10,
        "glossary": [
            {
                "term": "Premise",
                "meaning": "What an argument takes for granted at first.",
                "lesson_ids": [lesson],
            },
            {"term": "Form", "meaning": "What is left when the words are exchanged.", "lesson_ids": [lesson]},
        ],
        "summary": "## Form\n\nIf the form holds, every content does. One case against it is enough. " * 12,
        "final_exam": [
            {
                "question": f"From {word_of(number)} and {word_of(number + 37)}, what follows?",
                "options": [
                    {"option_id": letter, "text": f"{word_of(number + 100 * place)} holds of it then"}
                    for place, letter in enumerate("ABCD", 1)
                ],
                "correct": ["B"],
                "explanation": "Only this holds in every case; the nearest other one fails in the first.",
                "topic_id": topic["topic_id"],
            }
            for number, topic in enumerate(asked, 1)
        ],
    }


def word_of(number: int) -> str:
    """A word of its own for each number up to 10,000."""
    syllables = ["ba", "co", "du", "fe", "gi", "lo", "mu", "na", "pe", "ri"]
    return "".join(syllables[int(digit)] for digit in f"{number:04}").capitalize()


def _dealt(name: str, ids: list[str], count: int) -> list[dict[str, Any]]:
    """The ids dealt out like cards, so that topics are not simply runs of the exam."""
    hands = [ids[start::count] for start in range(min(count, len(ids)))]
    return [
        {
            "title": f"Topic {number}",
            "brief": f"What {number} teaches.",
            "description": f"What {number} is about.",
            name: hand,
        }
        for number, hand in enumerate(hands, 1)
    ]


@dataclass
class ScriptedWorker:
    """The worker's side of `Run`: answers, documents and logs in memory.

    answered_as: what every answer names as its model; None: the one that was asked for
    """

    answered_as: ClassVar[str | None] = None
    answer: Callable[[Prompt], dict[str, Any]] = answer_of
    documents: dict[tuple[str, str], Document] = field(default_factory=dict)
    prompts: dict[str, Prompt] = field(default_factory=dict)
    answering: dict[str, str] = field(default_factory=dict)
    logs: list[str] = field(default_factory=list)
    clock: datetime = NOW
    at_once: int = 0
    most_at_once: int = 0

    async def ask(self, task_id: str, key: str, model: str, prompt: Prompt, parse: Callable[[str], T]) -> T:
        call = f"{task_id}/{key}"
        assert call not in self.prompts, "a key was used twice"
        self.prompts[call] = prompt
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await asyncio.sleep(0)
        self.at_once -= 1
        value = parse(json.dumps(self.answer(prompt), ensure_ascii=False))
        self.answering[call] = self.answered_as or model
        return value

    def asked_at(self, task_id: str, key: str) -> datetime:
        return self.clock

    def answered_by(self, task_id: str, key: str) -> str | None:
        return self.answering.get(f"{task_id}/{key}")

    def made_by(self) -> str | None:
        return "scripted" if self.prompts else None

    def log(self, message: str, level: LogLevel, details: Mapping[str, Any]) -> None:
        self.logs.append(message)

    async def document(self, kind: str, document_id: str) -> Document | None:
        return self.documents.get((kind, document_id))

    async def outside(self, ask: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        return ask(*arguments, **named)

    def now(self) -> datetime:
        return self.clock

    def new_id(self, prefix: str) -> str:
        return f"{prefix}_1"

    def store(self, write: DocumentWrite) -> None:
        """As a checkpoint does: through JSON, head replaced, parts added."""
        parts = json.loads(json.dumps(dict(write.parts)))
        known = self.documents.get((write.kind, write.document_id))
        head = write.head or known
        assert head is not None, "parts of a document that has no head"
        merged = {**((known.parts if known else None) or {}), **parts}
        self.documents[write.kind, write.document_id] = replace(head, parts=merged)


@dataclass
class Played:
    """A run that goes on step by step, and what it has left behind."""

    exam: Exam
    worker: ScriptedWorker
    options: Options
    request: ExamCourseRequest
    models: Mapping[str, str]
    results: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    outcomes: dict[str, Outcome] = field(default_factory=dict)

    @property
    def course(self) -> Document:
        return self.worker.documents["course", "course_1"]

    def items(self) -> Sequence[Item]:
        """Those of the fan-out, known once the topics are."""
        over = EXAM_COURSE.step("generate_lessons").over  # type: ignore[union-attr]
        assert callable(over)
        return over(Results(self.results))

    def play(self, name: str) -> None:
        """One step; items of a fan-out at the same time."""
        step = EXAM_COURSE.step(name)
        if isinstance(step, Step):
            asyncio.run(self._task(name, step.run(self._run(name, name))))
            return
        ids = [f"{name}/{item.item_id}" for item in self.items()]
        runs = [step.run(self._run(name, id), item) for id, item in zip(ids, self.items(), strict=True)]

        async def at_once() -> None:
            await asyncio.gather(*(self._task(id, run) for id, run in zip(ids, runs, strict=True)))

        asyncio.run(at_once())

    def _run(self, step: str, task_id: str) -> Run[Any]:
        return Run(
            job_id="job_1",
            owner="ada",
            task_id=task_id,
            step=step,
            request=self.request,
            options=self.options,
            results=Results(dict(self.results)),
            models=self.models,
            worker=self.worker,
        )

    async def _task(self, task_id: str, run: Awaitable[Outcome]) -> None:
        outcome = await run
        self.outcomes[task_id] = outcome
        self.results[task_id] = json.loads(json.dumps(dict(outcome.result)))
        for write in outcome.documents:
            self.worker.store(write)


def play(
    raw: Mapping[str, Any],
    *,
    answer: Callable[[Prompt], dict[str, Any]] = answer_of,
    options: Options | None = None,
    until: str | None = None,
    models: Mapping[str, str] = MODELS,
    **request: Any,
) -> Played:
    """All steps over an exam, or those before `until`."""
    exam = Exam.model_validate(raw)
    worker = ScriptedWorker(answer)
    worker.documents["exam", "exam_1"] = exam_document.document("ada", "exam_1", exam, NOW)
    wanted: dict[str, Any] = {
        "exam_id": "exam_1",
        "title": exam.title,
        "questions": len(exam.questions),
        "language": "en",
        "audience": None,
        **request,
    }
    played = Played(exam, worker, options or Options(), ExamCourseRequest(**wanted), models)
    for step in EXAM_COURSE.steps:
        if step.name == until:
            break
        played.play(step.name)
    return played
