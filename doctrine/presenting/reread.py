"""The second reading in words: the copy to fill, then the readings compared."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from doctrine.analysis.agreement import Agreement
from doctrine.analysis.field import Placed
from doctrine.criteria.evidence import printable
from doctrine.model.verdicts import Assessment
from doctrine.presenting.blocks import Block, Bullets, Grid, Heading, Paragraph
from doctrine.presenting.phrases import Phrases
from doctrine.record.reread import GATE, QUARTERS, UNKNOWN, Asked, put
from doctrine.record.reread_compare import Compared, Outlier
from doctrine.record.reread_file import FORMAT
from doctrine.record.reread_yaml import Tree

#: Answers under which a kappa says next to nothing.
_FEW = 10


def blind_tree(phrases: Phrases, about: tuple[Assessment, ...], digest: str) -> dict[str, Tree]:
    """The copy: need, questions, candidates by name with their facts and empty answers. Nothing of what was decided."""
    need = phrases.case.need
    questions: dict[str, Asked] = {}
    for one in about:
        questions |= {each.id: each for each in put(phrases.case, one)}
    return {
        "format": FORMAT,
        "decision": digest,
        "evaluator": "",
        "need": {
            "id": need.id,
            "title": need.title,
            "expected": need.outcome or "",
            "measure": need.measure or "",
            "users": "" if need.users is None else str(need.users),
            "needed_by": "" if need.needed_by is None else need.needed_by.isoformat(),
            "requirements": [{"id": one.id, "level": one.level, "text": one.text} for one in need.requirements],
        },
        "questions": [{"id": name, "ask": ask_text(phrases, one), "answers": _answers(phrases, one)} for name, one in questions.items()],
        "candidates": [_candidate(phrases, one) for one in about],
        "consensus": [],
    }


def _candidate(phrases: Phrases, one: Assessment) -> dict[str, Tree]:
    facts = [fact for key in sorted(one.candidate.facts) for fact in one.candidate.facts[key] if printable(fact)]
    return {
        "id": one.candidate.id,
        "name": phrases.name(one.candidate.id),
        "provider": one.candidate.provider,
        "facts": [
            {
                "what": phrases.key(fact.key),
                "value": phrases.value(fact.value, fact.key),
                "proof": phrases.proof(fact.proof),
                "as_of": fact.as_of,
                "source": fact.source,
                "publisher": fact.publisher,
            }
            for fact in facts
        ],
        "answers": [{"id": each.id, "answer": ""} for each in put(phrases.case, one)],
    }


def ask_text(phrases: Phrases, one: Asked) -> str:
    """One question as it is put."""
    words = phrases.words
    if one.requirement is not None and any(each.id == one.requirement for each in phrases.case.need.requirements):
        return words.say("reread_ask_requirement", requirement=phrases.requirement(one.requirement))
    if one.card is None:
        gate = phrases.gate(one.criterion)
        return words.say("reread_ask_gate", gate=f"{gate} ({phrases.key(one.about)})" if one.about else gate)
    said = words.section("asks").get(one.card.reads)
    return str(said) if said else phrases.gate(f"{one.criterion}.{one.card.id}")


def _answers(phrases: Phrases, one: Asked) -> str:
    return ", ".join(one.answers) or phrases.words.say("reread_number")


# ---- readings compared ---------------------------------------------------------------------------------------------------


def comparison_blocks(phrases: Phrases, found: Compared, sealed: str) -> Iterator[Block]:
    """Agreement over everything and by question, where readings differ most, what each would change, what was agreed."""
    words = phrases.words
    yield Heading(1, words.say("reread_title", title=phrases.case.need.title))
    yield Paragraph(words.say("reread_intro", sealed=sealed))
    yield Heading(2, words.say("reread_h_agreement"))
    head = tuple(words.say(f"reread_col_{name}") for name in ("evaluator", "items", "same", "kappa"))
    yield Grid(head, tuple((one.evaluator, *_cells(phrases, one.overall)) for one in found.between))
    if len(found.between) > 1:
        kappa = kappa_text(phrases, found.fleiss)
        yield Paragraph(words.say("reread_fleiss", count=found.shared, kappa=kappa) if found.shared else words.say("reread_no_shared"))
    yield Heading(2, words.say("reread_h_questions"))
    yield from _by_question(phrases, found)
    yield Paragraph(words.say("reread_undefined_why"))
    if any(0 < each.items < _FEW for one in found.between for each in (one.overall, *(asked.found for asked in one.questions))):
        yield Paragraph(words.say("reread_few", count=_FEW))
    yield Heading(2, words.say("reread_h_outliers"))
    yield Bullets(tuple(_outlier(phrases, one) for one in found.outliers)) if found.outliers else Paragraph(words.say("reread_no_outlier"))
    yield Heading(2, words.say("reread_h_effects"))
    yield from _effects(phrases, found, sealed)
    if found.settled:
        yield Heading(2, words.say("reread_h_settled"))
        yield Bullets(
            tuple(
                words.say(
                    "reread_settled",
                    name=phrases.name(candidate),
                    question=question_text(phrases, question),
                    answer=answer_text(phrases, question, answer),
                    reason=reason,
                )
                for (candidate, question), answer, reason in found.settled
            )
        )


def _by_question(phrases: Phrases, found: Compared) -> Iterator[Block]:
    """One line for each question, all evaluators in it; with several copies, those that two of them answered, the others counted."""
    words = phrases.words
    given: dict[str, list[tuple[str, Agreement]]] = {}
    for one in found.between:
        for each in one.questions:
            given.setdefault(each.question, []).append((one.evaluator, each.found))
    least = min(2, len(found.between))
    shown = {name: answers for name, answers in given.items() if len(answers) >= least}
    if shown:
        head = (words.say("reread_col_question"), words.say("reread_h_agreement"))
        yield Grid(head, tuple((question_text(phrases, name), _lines(phrases, answers)) for name, answers in shown.items()))
    if len(shown) < len(given):
        yield Paragraph(words.say("reread_alone", count=len(given) - len(shown)))


def _lines(phrases: Phrases, answers: list[tuple[str, Agreement]]) -> str:
    words = phrases.words
    return "\n".join(
        words.say(
            "reread_line",
            who=who,
            same=words.number(one.same),
            count=one.items,
            kappa=kappa_text(phrases, one.kappa),
            weighted=kappa_text(phrases, one.weighted),
        )
        for who, one in answers
    )


def answer_text(phrases: Phrases, question: str, answer: str) -> str:
    """An answer by its label: a condition, a word of the card, a quarter of the points; a number as it is."""
    answers = phrases.words.section("answers")
    if question.startswith(f"{GATE}.") or answer == UNKNOWN:
        return str(answers.get(answer, answer))
    if answer in QUARTERS:
        low, _, high = answer.partition("-")
        return phrases.words.say("reread_quarter", low=low, high=high)
    return phrases.value(answer)


def question_text(phrases: Phrases, identifier: str) -> str:
    """A question by the labels of what it asks: its card, then the requirement or the fact."""
    card, _, rest = identifier.partition(".")
    name, _, about = rest.partition(".")
    label = phrases.gate(name) if card == GATE else phrases.gate(card)
    if card != GATE and not about:
        about = phrases.gate(f"{card}.{name}")
    known = any(one.id == about for one in phrases.case.need.requirements)
    return phrases.words.say("reread_question", card=label, about=about if known else phrases.key(about)) if about else label


def kappa_text(phrases: Phrases, kappa: Fraction | None) -> str:
    """A kappa with two decimals, or that it is undefined."""
    return phrases.words.say("reread_undefined") if kappa is None else phrases.words.number(kappa)


def _cells(phrases: Phrases, one: Agreement) -> tuple[str, str, str]:
    words = phrases.words
    share = f"{one.same} ({words.share(one.share)})" if one.share is not None else "—"
    return (words.number(one.items), share, kappa_text(phrases, one.kappa))


def _outlier(phrases: Phrases, one: Outlier) -> str:
    words = phrases.words
    answers = ", ".join(
        words.say("reread_answer", who=who, answer=answer_text(phrases, one.question, answer)) for who, answer in one.answers
    )
    return words.say(
        "reread_outlier",
        name=phrases.name(one.candidate),
        question=question_text(phrases, one.question),
        answers=answers,
        gap=words.share(one.gap),
    )


def _effects(phrases: Phrases, found: Compared, sealed: str) -> Iterator[Block]:
    """The totals as sealed, then with each evaluator's marks alone."""
    words = phrases.words
    if not found.before:
        yield Paragraph(words.say("reread_not_ranked"))
        return
    rows = [(sealed, _totals(phrases, found.before), _first(phrases, found.first), "")]
    for one in found.effects:
        changed = words.say("reread_other_first" if one.changes else "reread_same_first")
        rows.append((one.evaluator, _totals(phrases, one.places), _first(phrases, one.first), changed))
    head = (*(words.say(f"reread_col_{name}") for name in ("evaluator", "total", "first")), "")
    yield Grid(head, tuple(rows))


def _totals(phrases: Phrases, places: tuple[Placed, ...]) -> str:
    words = phrases.words
    return "\n".join(words.say("reread_total", name=phrases.name(one.id), points=words.points(one.low, one.high)) for one in places)


def _first(phrases: Phrases, candidate: str | None) -> str:
    return phrases.words.say("reread_tied") if candidate is None else phrases.name(candidate)
