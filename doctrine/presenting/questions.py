"""The messages to send: one for each addressee, each question asking for a date, a figure or a document."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from doctrine.criteria.evidence import evidence, printable
from doctrine.model.verdicts import Ask, Assessment, Recommendation
from doctrine.presenting.phrases import Phrases

#: The holder that stands for all suppliers asked the same questions.
SUPPLIERS = "suppliers"


class Message(NamedTuple):
    """Questions to one addressee about some candidates; `reading` marks an official list to read oneself."""

    holder: str
    about: tuple[str, ...]
    questions: tuple[str, ...]
    urgent: bool
    reading: bool = False


def concerned(recommendation: Recommendation) -> tuple[Assessment, ...]:
    """The candidates whose missing facts are worth asking: the one named, else the shortlist."""
    stopped = recommendation.stopped
    wanted = (stopped.named,) if stopped.named else stopped.shortlist
    found = {one.candidate.id: one for one in stopped.assessments}
    return tuple(found[candidate] for candidate in wanted if candidate in found)


def messages(phrases: Phrases, recommendation: Recommendation, about: tuple[Assessment, ...] | None = None) -> tuple[Message, ...]:
    """One message for each holder, those with an urgent question first; holders asked the very same things share one message.

    The questions are those of the candidates concerned, or of those given.
    """
    made: dict[str, tuple[list[str], list[tuple[bool, str]]]] = {}
    for one in concerned(recommendation) if about is None else about:
        for ask in _with_adaptations(one):
            # At step 2 every supplier gets the same message: equal treatment begins with the questions.
            holder = SUPPLIERS if recommendation.step == "buy" and ask.holder == one.candidate.provider else ask.holder
            names, questions = made.setdefault(holder, ([], []))
            name = phrases.name(one.candidate.id)
            if name not in names:
                names.append(name)
            text = question(phrases, ask)
            if (ask.urgent, text) not in questions and (True, text) not in questions:
                questions.append((ask.urgent, text))
        if recommendation.step == "mutualise":
            _volume(phrases, one, made)
    found = []
    for holder, (names, questions) in made.items():
        ordered = tuple(text for _, text in sorted(questions, key=lambda each: not each[0]))
        urgent = any(flag for flag, _ in questions)
        found.append(Message(holder, tuple(names), ordered, urgent, holder.startswith("list:")))
    return tuple(sorted(found, key=lambda each: (each.reading, each.holder == "buyer", not each.urgent)))


def _with_adaptations(one: Assessment) -> tuple[Ask, ...]:
    """What is missing, and an adaptation to cost for each requirement known not to be met."""
    adaptable = {reason.values.get("requirement") for reason in one.reasons if reason.code == "adaptation_to_cost"}
    extra = tuple(
        Ask(one.candidate.id, one.candidate.provider, "adaptation", "requirements", gate.requirement, urgent=True)
        for gate in one.gates
        if gate.requirement in adaptable and gate.answer == "not_met"
    )
    return (*extra, *one.asks)


def question(phrases: Phrases, ask: Ask) -> str:
    """One question, naming the requirement it settles."""
    words = phrases.words
    wanted = next((one for one in phrases.case.need.requirements if one.id == ask.requirement), None)
    if wanted is not None:
        if ask.key == "adaptation":
            return words.say("ask_adaptation", requirement=wanted.id, text=wanted.text)
        key = "ask_requirement_bound" if wanted.fact else "ask_requirement"
        return words.say(key, requirement=wanted.id, text=wanted.text, label=phrases.key(wanted.fact or ""))
    if ask.key == "law":
        return words.say("ask_law", gate=phrases.gate(ask.gate))
    asked = words.section("asks").get(ask.key)
    return str(asked) if asked else words.say("ask_key", label=phrases.key(ask.key))


def _volume(phrases: Phrases, one: Assessment, made: dict[str, tuple[list[str], list[tuple[bool, str]]]]) -> None:
    """Ask whether a shared service can carry the users, when they exceed its known use."""
    users = phrases.case.need.users
    known = evidence(one.candidate, "accounts_in_use", one.run_by).winner
    if users is None or known is None or not printable(known) or not isinstance(known.value, Decimal) or users <= known.value:
        return
    names, questions = made.setdefault(one.candidate.provider, ([], []))
    name = phrases.name(one.candidate.id)
    if name not in names:
        names.append(name)
    questions.append((False, phrases.words.say("ask_can_carry", users=users, known=known.value)))
