"""What is found in a sealed decision: whether it holds, and what has changed around it since."""

from __future__ import annotations

from doctrine.assembly import assemble
from doctrine.checking.files import Tools
from doctrine.checking.found import Found, of_diagnostic
from doctrine.checks import of_family
from doctrine.diagnostics import Diagnostic, Place
from doctrine.evaluation import evaluate
from doctrine.model.checks import DecisionSubject
from doctrine.model.verdicts import Recommendation
from doctrine.record.canonical import digest
from doctrine.record.codec import Unreadable
from doctrine.record.decision import Decision
from doctrine.record.integrity import integrity
from doctrine.record.parts import input_parts, need_file, read_part, recommendation_of
from doctrine.record.reading import Library, read_decision, unreadable
from doctrine.record.verify import COMPARED, answer_of


def check_decision(name: str, data: bytes, tools: Tools) -> list[Found]:
    """All that is found in one decision."""
    library = Library()
    decision = read_decision(data, name, library)
    if isinstance(decision, Diagnostic):
        return [of_diagnostic(decision)]
    try:
        subject = _subject(decision, name, library, tools)
    except Unreadable as wrong:
        return [of_diagnostic(unreadable(wrong, name))]
    found = []
    for check in of_family("decision"):
        for hit in check.find(subject):
            where = "/".join(str(step) for step in hit.at)
            found.append(Found(check.id, "decision", check.severity, Place(name), where, dict(hit.values), hit.variant))
    return found


def _subject(decision: Decision, name: str, library: Library, tools: Tools) -> DecisionSubject:
    broken = tuple(one.values.get("where") or one.values.get("part", "") for one in integrity(decision, name))
    if broken:
        return DecisionSubject(None, None, None, broken, (), tools.today)
    candidates = library.value(decision, "candidates")
    sealed = recommendation_of(decision.parts, candidates)
    case = assemble(need_file(decision.parts["need"]), name, tools.index, presumptions=decision.presumptions, unknown=decision.unknown).case
    now: Recommendation | None = None
    changed: tuple[str, ...] = ()
    if case is not None:
        parts = input_parts(decision.parts["need"], case)
        changed = tuple(part for part in COMPARED if digest(parts[part]) != decision.computed[part])
        now = evaluate(case, all_steps=decision.all_steps) if changed else sealed
    differs = now is not None and answer_of(now) != answer_of(sealed)
    return DecisionSubject(read_part("need", decision.parts["need"]), sealed, now, (), changed, tools.today, differs)
