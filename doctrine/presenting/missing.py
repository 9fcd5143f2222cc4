"""What to find out, in words: the few answers that settle the step, then one message for each addressee."""

from __future__ import annotations

from collections.abc import Iterator

from doctrine.analysis.deciding import Settling, Undecided
from doctrine.analysis.missing import ACCEPTANCE, ADAPTATION, DESCRIPTION, SUITABILITY
from doctrine.model.verdicts import Ask, Assessment, Recommendation
from doctrine.presenting.blocks import Block, Bullets, Heading, Paragraph
from doctrine.presenting.phrases import Phrases
from doctrine.presenting.questions import SUPPLIERS, Message, messages, question

#: Ways to settle that are shown, and how many facts longer than the smallest they may be.
WAYS, LONGER = 5, 2


def ways_shown(found: Undecided) -> tuple[Settling, ...]:
    """The smallest sets of answers: those in favour, then one against when it is as short."""
    every = found.settling()
    least = min((len(one.facts) for one in every), default=0)
    short = [one for one in every if len(one.facts) <= least + LONGER]
    favour = [one for one in short if one.answer == "yes"][:WAYS]
    against = [one for one in short if one.answer == "no"][:1]
    return (*favour, *against)


def messages_for(phrases: Phrases, recommendation: Recommendation, ways: tuple[Settling, ...]) -> tuple[Message, ...]:
    """The messages that obtain the answers of these sets."""
    wanted = {candidate for way in ways if way.answer == "yes" for candidate in way.candidates}
    about: tuple[Assessment, ...] = tuple(one for one in recommendation.stopped.assessments if one.candidate.id in wanted)
    return messages(phrases, recommendation, about)


def missing_blocks(phrases: Phrases, recommendation: Recommendation, found: Undecided, *, search: bool) -> Iterator[Block]:
    """What is missing, who holds it, and what to send."""
    words, need = phrases.words, phrases.case.need
    outcome, step = words.say(f"outcome_{recommendation.outcome}"), words.say(f"step_{recommendation.step}")
    yield Heading(1, words.say("missing_title", title=need.title, outcome=outcome, step=step))
    ways = ways_shown(found) if recommendation.outcome != "retained" else ()
    if search:
        yield Paragraph(words.say("missing_search", step=step))
    if not ways:
        if not search:
            yield Paragraph(words.say("missing_nothing" if recommendation.outcome in ("retained", "none") else "missing_too_much"))
        return
    yield Paragraph(words.say("missing_intro"))
    yield Bullets(tuple(way_text(phrases, recommendation, way) for way in ways), numbered=True)
    for message in messages_for(phrases, recommendation, ways):
        about = ", ".join(message.about)
        if message.holder == SUPPLIERS:
            yield Heading(2, words.say("message_suppliers"))
            yield Paragraph(words.say("message_intro_suppliers", title=need.title))
        else:
            yield Heading(
                2, words.say("message_reading" if message.reading else "message_to", holder=phrases.addressed(message.holder), about=about)
            )
            if not message.reading and message.holder != "buyer":
                yield Paragraph(words.say("message_intro", name=about, title=need.title))
        yield Bullets(message.questions, numbered=True)


def way_text(phrases: Phrases, recommendation: Recommendation, way: Settling) -> str:
    """One set of answers in a sentence."""
    words = phrases.words
    names = phrases.joined([phrases.name(one) for one in way.candidates], "and")
    asked = phrases.joined([phrases.holder(one) for one in way.holders if not one.startswith("list:")], "and")
    lists = phrases.joined([phrases.holder(one) for one in way.holders if one.startswith("list:")], "and")
    holders = words.semicolon.join(
        [*([words.say("way_ask", holders=asked)] if asked else []), *([words.say("way_read", lists=lists)] if lists else [])]
    )
    key = "way_yes" if way.answer == "yes" else "way_no"
    said = words.say(key, names=names, count=len(way.facts), holders=holders, step=words.say(f"step_{recommendation.step}"))
    doubtful = way.answer == "yes" and any(fact.hinted_no for fact in way.facts)
    return said + " " + words.say("way_doubtful") if doubtful else said


def fact_question(phrases: Phrases, fact: object) -> str:
    """The question that obtains one fact."""
    candidate, key, gate, requirement, holder = (getattr(fact, name) for name in ("candidate", "key", "gate", "requirement", "holder"))
    if key in (ACCEPTANCE, SUITABILITY, DESCRIPTION):
        return phrases.words.say(f"ask_{key}", name=phrases.name(candidate))
    return question(phrases, Ask(candidate, holder, ADAPTATION if key == ADAPTATION else key, gate, requirement))
