"""The copies of a second reading, `rereading/1`: read strictly, checked against the decision they are about."""

from __future__ import annotations

from typing import Annotated, Literal, NamedTuple

from doctrine.diagnostics import Diagnostic, in_order
from doctrine.loading.nodes import Document, at
from doctrine.loading.shape import shape
from doctrine.loading.yaml_reader import NEED_LIMITS, read
from doctrine.model.case import Case
from doctrine.model.scalars import LONG_TEXT, ScalarKind
from doctrine.model.verdicts import Assessment
from doctrine.record.reread import Asked, asked, on_scale

FORMAT = "rereading/1"


def _loose(text: str, plain: bool) -> str:
    """A text as it was written, none when nothing was."""
    return "" if plain and text in ("~", "null") else text.strip()


WRITTEN = ScalarKind("written", _loose)
Written = Annotated[str, WRITTEN]


class CopyFact(NamedTuple):
    """A fact shown to the evaluator: what it says, its proof, source and day."""

    what: Written
    value: Written
    proof: Written
    as_of: Written
    source: Written
    publisher: Written = ""


class CopyAnswer(NamedTuple):
    """One answer: of a gate or of a question, empty while nobody gave it."""

    id: Written
    answer: Written = ""


class CopyCandidate(NamedTuple):
    """One candidate of the copy."""

    id: Written
    answers: tuple[CopyAnswer, ...] = ()
    name: Written = ""
    provider: Written = ""
    facts: tuple[CopyFact, ...] = ()


class CopyQuestion(NamedTuple):
    """One question as it is put."""

    id: Written
    ask: Annotated[str, LONG_TEXT]
    answers: Written = ""


class CopyRequirement(NamedTuple):
    """One requirement of the need."""

    id: Written
    level: Written
    text: Written


class CopyNeed(NamedTuple):
    """What is asked for."""

    id: Written
    title: Written = ""
    expected: Written = ""
    measure: Written = ""
    users: Written = ""
    needed_by: Written = ""
    requirements: tuple[CopyRequirement, ...] = ()


class Agreed(NamedTuple):
    """What the evaluators agreed on after talking, and why."""

    candidate: Written
    id: Written
    answer: Written
    reason: Written = ""


class Copy(NamedTuple):
    """One copy of a decision, without marks, filled by one evaluator."""

    format: Literal["rereading/1"]
    decision: Written
    candidates: tuple[CopyCandidate, ...]
    evaluator: Written = ""
    need: CopyNeed | None = None
    questions: tuple[CopyQuestion, ...] = ()
    consensus: tuple[Agreed, ...] = ()


class Reading(NamedTuple):
    """The answers of one evaluator by candidate and question, and what was agreed, with its reason."""

    evaluator: str
    answers: dict[tuple[str, str], str]
    consensus: dict[tuple[str, str], tuple[str, str]]


def read_copy(data: bytes, file: str, digest: str, case: Case, about: tuple[Assessment, ...]) -> Reading | list[Diagnostic]:
    """The answers that a copy holds, or everything that is wrong with it."""
    document, diagnostics = read(data, file, NEED_LIMITS)
    if document is None:
        return diagnostics
    shaped = shape(document, Copy)
    if shaped.value is None:
        return shaped.diagnostics
    found = _Checking(document, case, about)
    reading = found.reading(shaped.value, digest)
    return in_order(found.wrong) if found.wrong else reading


class _Checking:
    """One copy against the decision: what is wrong is kept with its place."""

    def __init__(self, document: Document, case: Case, about: tuple[Assessment, ...]) -> None:
        self.document = document
        self.asked: dict[str, dict[str, Asked]] = {one.candidate.id: {each.id: each for each in asked(case, one)} for one in about}
        self.wrong: list[Diagnostic] = []

    def reading(self, copy: Copy, digest: str) -> Reading:
        if copy.decision != digest:
            self.say("DOC860", ("decision",), digest=copy.decision)
            return Reading(copy.evaluator, {}, {})
        answers: dict[tuple[str, str], str] = {}
        for place, one in enumerate(copy.candidates):
            for each, given in enumerate(one.answers):
                path = ("candidates", place, "answers", each)
                if given.answer and self.holds(one.id, given.id, given.answer, path):
                    answers[one.id, given.id] = given.answer
        consensus: dict[tuple[str, str], tuple[str, str]] = {}
        for place, agreed in enumerate(copy.consensus):
            if not agreed.reason:
                self.say("DOC863", ("consensus", place), candidate=agreed.candidate, question=agreed.id)
            elif self.holds(agreed.candidate, agreed.id, agreed.answer, ("consensus", place)):
                consensus[agreed.candidate, agreed.id] = (agreed.answer, agreed.reason)
        if not copy.evaluator:
            self.say("DOC865", ("evaluator",))
        if not answers and not self.wrong:
            self.say("DOC864", ())
        return Reading(copy.evaluator, answers, consensus)

    def holds(self, candidate: str, identifier: str, answer: str, path: tuple[str | int, ...]) -> bool:
        """Whether an answer is about something asked, on its scale."""
        question = self.asked.get(candidate, {}).get(identifier)
        if question is None:
            self.say("DOC861", (*path, "id"), candidate=candidate, question=identifier)
            return False
        if not on_scale(question, answer):
            self.say("DOC862", (*path, "answer"), question=identifier, text=answer, choices=", ".join(question.answers) or "0, 1, 2.50…")
            return False
        return True

    def say(self, code: str, path: tuple[str | int, ...], **values: str) -> None:
        node = at(self.document.root, path) or self.document.root
        self.wrong.append(self.document.diagnostic(code, node.place, values))
