"""Why one candidate is not the answer, in words: what stops it, its gap to the winner, what would have to be true."""

from __future__ import annotations

from collections.abc import Iterator

from doctrine.analysis.why import WhyNot
from doctrine.model.verdicts import GateVerdict, Recommendation
from doctrine.presenting.blocks import Block, Bullets, Grid, Heading, Paragraph
from doctrine.presenting.outlook import Labels, change_text, plural
from doctrine.presenting.phrases import Phrases

#: Single facts named that would be enough.
FACTS = 5


def why_blocks(phrases: Phrases, recommendation: Recommendation, found: WhyNot) -> Iterator[Block]:
    """The page of one candidate."""
    words = phrases.words
    yield Heading(1, words.say("why_title", name=phrases.full_name(found.one)))
    yield Paragraph(_verdict(phrases, recommendation, found))
    if found.stops:
        yield Heading(2, words.say("why_stops"))
        yield Grid(
            (words.say("col_condition"), words.say("col_on_what"), words.say("col_references")),
            tuple((phrases.condition(gate), phrases.on_what(gate), _references(gate)) for gate in found.stops),
        )
    if found.waits:
        yield Heading(2, words.say("why_waits"))
        yield Grid(
            (words.say("col_condition"), words.say("col_on_what"), words.say("col_holder")),
            tuple((phrases.condition(gate), phrases.on_what(gate), _holders(phrases, gate)) for gate in found.waits),
        )
    if found.gaps and found.against is not None:
        yield from _gaps(phrases, found)
    needed = list(_needed(phrases, recommendation, found))
    if needed:
        yield Heading(2, words.say("why_needed"))
        yield Bullets(tuple(needed))


def _verdict(phrases: Phrases, recommendation: Recommendation, found: WhyNot) -> str:
    words = phrases.words
    step = words.say(f"step_{found.step.step}")
    conditions = phrases.joined([phrases.condition(gate) for gate in found.stops], "and")
    reached = words.say(f"step_{recommendation.step}")
    winner = phrases.name(found.against) if found.against else ""
    if found.position == "named":
        return words.say("why_named" if recommendation.outcome == "retained" else "why_named_waiting", step=step)
    if found.position == "fails" or (found.position == "not_reached" and found.stops):
        key = "why_fails" if found.position == "fails" else "why_not_reached_fails"
        return words.say(key, count=len(found.stops), conditions=conditions, step=step, reached=reached)
    if found.position == "open" and not found.waits:
        return phrases.words.semicolon.join(phrases.reason(reason) for reason in found.one.reasons) or words.say(
            "why_open", step=step, count=0
        )
    return words.say(f"why_{found.position}", step=step, reached=reached, winner=winner, count=len(found.waits))


def _references(gate: GateVerdict) -> str:
    return "\n".join(f"{one.text}{f', {one.article}' if one.article else ''} ({one.confidence})" for one in gate.references) or "—"


def _holders(phrases: Phrases, gate: GateVerdict) -> str:
    return "\n".join(dict.fromkeys(phrases.holder(ask.holder) for ask in gate.asks)) or phrases.holder("buyer")


def _gaps(phrases: Phrases, found: WhyNot) -> Iterator[Block]:
    words = phrases.words
    winner = phrases.name(found.against or "")
    yield Heading(2, words.say("why_gaps", name=winner))
    ordered = sorted(found.gaps, key=lambda gap: gap.lead)
    rows = [
        (
            phrases.gate(gap.criterion),
            words.points(*gap.mine),
            words.points(*gap.theirs),
            words.share(gap.weight),
            words.signed(gap.lead),
        )
        for gap in ordered
    ]
    total = sum((gap.lead for gap in found.gaps), start=found.gaps[0].lead * 0)
    rows.append((words.say("total"), "", "", "", words.signed(total)))
    head = (words.say("col_criterion"), phrases.name(found.one.candidate.id), winner, words.say("col_weight"), words.say("col_gap"))
    yield Grid(head, tuple(rows))


def _needed(phrases: Phrases, recommendation: Recommendation, found: WhyNot) -> Iterator[str]:
    """What would have to be true, from what stops it to what ranks it."""
    words = phrases.words
    if found.position == "named":
        return
    if found.position == "not_reached":
        yield words.say("need_step", step=words.say(f"step_{recommendation.step}"))
    for gate in found.stops:
        yield words.say("need_gate", condition=phrases.condition(gate))
    if found.waits:
        yield words.say("need_answers", conditions=phrases.joined([phrases.condition(gate) for gate in found.waits], "and"))
    if found.flips is not None and found.position in ("behind", "open", "fails"):
        changes = change_text(words, found.flips, Labels(phrases.name, phrases.gate)).split("\n")
        enough = found.flips.ahead >= 0 or any((found.flips.weights, found.flips.one_weight, found.flips.mark))
        yield words.say("need_change", changes=phrases.joined(changes)) if enough else words.say("need_no_change")
    if found.price is not None:
        tax = phrases.case.need.cost_reference.tax if phrases.case.need.cost_reference else ""
        yield words.say("need_price", now=words.euros(found.price.now, tax), needed=words.euros(found.price.needed, tax))
    for fact in found.facts[:FACTS]:
        label = phrases.gate(f"{fact.criterion}.{fact.question}") if "." not in fact.question else fact.question.partition(".")[2]
        gained = phrases.words.say(
            f"need_fact_{fact.kind}", criterion=phrases.gate(fact.criterion), question=label, points=plural(words, fact.gain)
        )
        yield gained
