"""A judged sheet of the European grid as blocks: the level and what sets it first, then objectives, gains, what to know."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction

from doctrine.grids.csf import Change, Judged, Levels, ObjectiveStanding, Scores, fact_id, never_setting, proof, reaches
from doctrine.locales.words import Words
from doctrine.model.csf import FULL_SEAL, Names
from doctrine.presenting.blocks import Block, Bullets, Grid, Heading, Paragraph, Screen

_SHOWN_NAMES = 3
_SHOWN_OPEN = 8
_SHOWN_GAINS = 8


def report(words: Words, judged: Judged, *, at_least: int | None = None, full: bool = False) -> Iterator[Block]:
    """One sheet; `full` adds every gain and every criterion."""
    yield _screen(words, judged, at_least)
    yield Heading(2, words.say("csf_h_objectives"))
    yield _objectives(words, judged)
    if judged.gains:
        shown = judged.gains if full else judged.gains[:_SHOWN_GAINS]
        yield Heading(2, words.say("csf_h_gains"))
        yield _gains(words, judged, len(shown))
        if len(judged.gains) > len(shown):
            yield Paragraph(words.say("csf_more_gains", count=len(judged.gains) - len(shown)))
    if full and any(one.criteria for one in judged.objectives):
        yield Heading(2, words.say("csf_h_criteria"))
        yield _criteria(words, judged)
    yield Heading(2, words.say("csf_h_notes"))
    yield Bullets(tuple(_notes(words, judged)))


def compared(words: Words, sheets: list[Judged]) -> Iterator[Block]:
    """Sheets of one edition side by side, in the order given."""
    yield Heading(2, words.say("csf_h_compared"))
    head = tuple(words.say(f"csf_c_{name}") for name in ("subject", "level", "score", "held"))
    yield Grid(head, tuple((one.sheet.subject, level(words, one.level), score(words, one.score), _names(words, one)) for one in sheets))


def finding(words: Words, judged: Judged, candidate: str) -> str:
    """The line to paste under `findings:` in a need; the level must be settled."""
    sheet = judged.sheet
    source = words.say(
        "csf_finding_source", edition=judged.edition.id, assessor=sheet.assessor.name, kind=_assessor(words, judged), day=sheet.day
    )
    quoted = json.dumps(source, ensure_ascii=False)
    start = f"  - {{candidate: {candidate}, fact: {fact_id(judged.edition)}, value: {judged.level.low}, proof: {proof(judged)}"
    return f"{start}, when: {sheet.day.isoformat()}, source: {quoted}}}\n"


def level(words: Words, levels: Levels) -> str:
    """A SEAL, or its bounds."""
    return words.say("csf_seal", level=levels.low) if levels.settled else words.say("csf_seal_between", low=levels.low, high=levels.high)


def score(words: Words, scores: Scores) -> str:
    """A share of one in percent, or its bounds, two decimals."""
    if scores.low == scores.high:
        return words.say("csf_percent", score=scores.low * 100)
    return words.say("csf_percent_between", low=scores.low * 100, high=scores.high * 100)


def open_names(judged: Judged) -> str:
    """The unknown answers that could still lower the level."""
    return _some(judged.unsettled, _SHOWN_OPEN)


def _some(names: tuple[str, ...], most: int) -> str:
    return ", ".join(names[:most]) + (", …" if len(names) > most else "")


def _screen(words: Words, judged: Judged, at_least: int | None) -> Screen:
    sheet = judged.sheet
    verdict = words.say(
        "csf_subject", subject=sheet.subject, edition=judged.edition.id, assessor=sheet.assessor.name, kind=_assessor(words, judged),
        day=sheet.day,
    )  # fmt: skip
    sentences = (words.say("csf_minimum"), words.say("csf_not_certification"))
    return Screen(_title(words, judged), verdict, sentences, tuple(_lines(words, judged, at_least)))


def _assessor(words: Words, judged: Judged) -> str:
    return str(words.section("csf_assessors")[judged.sheet.assessor.kind])


def _title(words: Words, judged: Judged) -> str:
    values = {"level": level(words, judged.level), "score": score(words, judged.score)}
    names = _names(words, judged)
    if not judged.missing:
        held = words.say("csf_held", names=names) if judged.governing else words.say("csf_held_full")
        return words.say("csf_title", held=held, **values)
    key = "csf_held" if judged.level.settled else "csf_held_open"
    held = words.say(key, names=names) if judged.governing else words.say("csf_held_unknown")
    counted = "csf_missing" if judged.objectives[0].criteria else "csf_missing_given"
    return words.say("csf_title_open", held=held, missing=words.say(counted, count=len(judged.missing)), **values)


def _names(words: Words, judged: Judged) -> str:
    """What holds the level: a single one with its name, else the first few ids."""
    held = judged.governing
    if len(held) == 1:
        return f"{held[0]} ({words.pick(_label(judged, held[0]))})"
    names = ", ".join(held[:_SHOWN_NAMES])
    more = len(held) - _SHOWN_NAMES
    return words.say("csf_and_more", names=names, count=more) if more > 0 else names


def _label(judged: Judged, name: str) -> tuple[tuple[str, str], ...]:
    labels: dict[str, Names] = {}
    for one in judged.objectives:
        labels[one.id] = one.label
        labels.update((criterion.id, criterion.label) for criterion in one.criteria)
    return _pairs(labels[name])


def _pairs(names: Names) -> tuple[tuple[str, str], ...]:
    return (("fr", names.fr), ("en", names.en))


def _lines(words: Words, judged: Judged, at_least: int | None) -> Iterator[tuple[str, tuple[str, ...]]]:
    seals, bounds = words.section("csf_seals"), judged.level
    if bounds.settled:
        meaning = words.say("csf_means", level=bounds.low, meaning=seals[str(bounds.low)])
    else:
        low, high = seals[str(bounds.low)], seals[str(bounds.high)]
        meaning = words.say("csf_means_between", low=bounds.low, low_meaning=low, high=bounds.high, high_meaning=high)
    yield words.say("csf_l_level"), (meaning,)
    if at_least is not None:
        yield words.say("csf_l_threshold"), (words.say(f"csf_at_least_{reaches(bounds, at_least)}", wanted=at_least),)
    if judged.unsettled:
        yield words.say("csf_l_open"), (words.say("csf_open", count=len(judged.unsettled), names=open_names(judged)),)
    yield words.say("csf_l_rise"), (_rise(words, judged),)
    if judged.own_score is not None:
        own = words.say("csf_own_weights", edition=judged.edition.id, score=score(words, judged.own_score))
        yield words.say("csf_l_weights"), (own,)


def _rise(words: Words, judged: Judged) -> str:
    rise = judged.rise
    if rise is None:
        return words.say("csf_rise_full" if judged.level.low == FULL_SEAL else "csf_rise_open")
    changes = [_change(words, judged, one, alone=len(rise.changes) == 1) for one in rise.changes]
    reached = words.say("csf_seal", level=rise.level)
    if len(changes) == 1:
        said = words.say("csf_rise_one", change=changes[0], level=reached)
    else:
        said = words.say("csf_rise_many", count=len(changes), changes=", ".join(changes), level=reached)
    return said if not judged.unsettled else words.say("csf_rise_at_best", rise=said)


def _change(words: Words, judged: Judged, change: Change, *, alone: bool) -> str:
    key = "csf_change_given" if not judged.objectives[0].criteria else "csf_change" if alone else "csf_change_short"
    return words.say(key, id=change.id, now=change.now, to=change.to)


def _objectives(words: Words, judged: Judged) -> Grid:
    head = tuple(words.say(f"csf_c_{name}") for name in ("objective", "weight", "level", "score", "held"))
    rows = tuple(
        (
            f"{one.id} {words.pick(_pairs(one.label))}",
            words.say("csf_percent", score=one.weight * 100),
            level(words, one.level),
            score(words, one.score),
            ", ".join(one.governing),
        )
        for one in judged.objectives
    )
    return Grid(head, rows) if any(row[-1] for row in rows) else Grid(head[:-1], tuple(row[:-1] for row in rows))


def _gains(words: Words, judged: Judged, most: int) -> Grid:
    head = tuple(words.say(f"csf_c_{name}") for name in ("criterion", "answer", "objective_level", "overall", "score"))
    rows = tuple(
        (
            f"{one.criterion} {words.pick(_label(judged, one.criterion))}",
            words.say("csf_answer", now=one.answer, to=one.better),
            level(words, one.objective),
            level(words, one.overall),
            score(words, one.score),
        )
        for one in judged.gains[:most]
    )
    return Grid(head, rows)


def _criteria(words: Words, judged: Judged) -> Grid:
    head = tuple(words.say(f"csf_c_{name}") for name in ("criterion", "answer", "level", "points"))
    rows = []
    for one in (criterion for objective in judged.objectives for criterion in objective.criteria):
        answered = words.say("csf_answer_unknown" if one.answer is None else "csf_answer_of", answer=one.answer, count=one.answers)
        low, high = words.number(one.points.low), words.number(one.points.high)
        points = low if one.points.low == one.points.high else f"{low}–{high}"
        rows.append((f"{one.id} {words.pick(_pairs(one.label))}", answered, level(words, one.level), points))
    return Grid(head, tuple(rows))


def _notes(words: Words, judged: Judged) -> Iterator[str]:
    free = never_setting(judged.edition)
    if free:
        yield words.say("csf_never_sets", count=len(free), names=", ".join(free))
    above = [_above(words, one) for one in judged.objectives if one.score.high > 1]
    if above:
        yield words.say("csf_above_whole", names=words.semicolon.join(above))
    if not judged.objectives[0].criteria:
        yield words.say("csf_no_table")
    stated = judged.sheet.proofs or {}
    known = [criterion.id for one in judged.objectives for criterion in one.criteria if criterion.answer is not None]
    unproved = sum(name not in stated for name in known)
    if unproved:
        yield words.say("csf_unproved", count=unproved)
    source = judged.edition.source
    meaning = words.section("confidences")[source.confidence]
    text, note = words.pick(_pairs(source.text)), words.pick(_pairs(source.note))
    yield words.say("csf_source", text=text, confidence=source.confidence, meaning=meaning, note=note)


def _above(words: Words, objective: ObjectiveStanding) -> str:
    highest: Fraction = objective.score.high
    return f"{objective.id}{words.colon}{score(words, Scores(highest, highest))}"
