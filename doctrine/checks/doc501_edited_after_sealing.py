"""DOC501: a sealed decision was edited: a digest does not hold any more. Nothing silences this one."""

from __future__ import annotations

from collections.abc import Iterator

from doctrine.model.checks import Check, DecisionSubject, Hit


def _find(subject: DecisionSubject) -> Iterator[Hit]:
    for part in subject.broken:
        yield Hit((part,), values={"part": part})


CHECK = Check(
    id="DOC501",
    family="decision",
    severity="error",
    references=(),
    find=_find,
    failing="""\
{"parts": {"need": {"users": 90}}, "digests": {"need": "5f2c…"}}
""",
    passing="""\
{"parts": {"need": {"users": 90}}, "supersedes": "5f2c…"}
""",
)
