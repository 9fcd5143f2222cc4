"""DOC115: an objection without an answer, or answered without evidence: it still stands against the decision."""

from __future__ import annotations

from collections.abc import Iterator

from doctrine.model.checks import Check, Hit, NeedSubject


def _find(subject: NeedSubject) -> Iterator[Hit]:
    for place, one in enumerate(subject.need.objections):
        if not (one.answer or "").strip():
            yield Hit(("objections", place), values={"about": one.about}, variant="unanswered")
        elif not (one.evidence or "").strip():
            yield Hit(("objections", place), values={"about": one.about})


CHECK = Check(
    id="DOC115",
    family="need",
    severity="error",
    references=(),
    find=_find,
    failing="""\
objections: [{by: ambassadeur, about: coût, text: Le coût de migration manque.}]
""",
    passing="""\
objections: [{by: ambassadeur, about: coût, text: Le coût de migration manque.,
  answer: Il est compris., evidence: chiffrage du 12 novembre 2026}]
""",
)
