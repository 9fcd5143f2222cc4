"""The law's part of a report: routes, obligations, lawful wordings, the calendar of a renewal, who must have spoken."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from doctrine.model.legal import LegalView, ObligationAnswer, RouteAnswer
from doctrine.model.rules import Reference
from doctrine.model.verdicts import Recommendation
from doctrine.presenting.blocks import Block, Bullets, Grid, Heading, Paragraph
from doctrine.presenting.phrases import Phrases

_AREAS = ("doctrine", "opinion", "cloud", "data", "procedure", "contract", "other")


def legal_blocks(phrases: Phrases, recommendation: Recommendation, *, full: bool) -> Iterator[Block]:
    """Everything the law adds, after the steps and before the weights; `full` adds what to write in the file."""
    legal, words = recommendation.legal, phrases.words
    yield Heading(1, words.say("h_routes"))
    yield from value_lines(phrases, legal)
    yield from _routes(phrases, legal)
    yield from _obligations(phrases, legal, full=full)
    yield from _voices(phrases, legal)
    yield from _calendar(phrases, recommendation)
    yield from _wordings(phrases, legal)
    if legal.stale:
        yield Paragraph(words.say("stale_values", names=", ".join(legal.stale)))


def _law(phrases: Phrases, kind: str, name: str) -> dict[str, Any]:
    found: dict[str, Any] = phrases.words.section("law").get(f"{kind}.{name}", {})
    return found


def _articles(phrases: Phrases, references: tuple[Reference, ...]) -> str:
    """The articles, each with the confidence of its reading."""
    said = [f"{_cited(one)} ({one.confidence})" for one in references]
    return phrases.words.semicolon.join(dict.fromkeys(said))


def _cited(one: Reference) -> str:
    """A text and its article; the code of public contracts by its usual initials."""
    text = one.text.replace("code de la commande publique", "CCP")
    return f"{text}, {one.article}" if one.article else text


def value_lines(phrases: Phrases, legal: LegalView) -> Iterator[Block]:
    """The value as counted, and the base of the DINUM opinion, with what is not counted."""
    words, value, project = phrases.words, legal.value, legal.project
    if value.amount is not None:
        text = words.say("value_counted", amount=words.euros(value.amount, value.tax))
        said = [str(words.section("value_reasons").get(reason, reason)) for reason in value.reasons]
        yield Paragraph(text + (f" {words.say('value_but', reasons=phrases.words.semicolon.join(said))}" if said else ""))
    if project.amount is not None:
        text = words.say("project_counted", amount=words.euros(project.amount, "included"))
        said = [str(words.section("value_reasons").get(reason, reason)) for reason in project.reasons]
        yield Paragraph(text + (f" {words.say('value_but', reasons=phrases.words.semicolon.join(said))}" if said else ""))


def route_table(phrases: Phrases, legal: LegalView) -> Grid:
    """Every route: open, closed or to be established, why, what would open it, its article."""
    words = phrases.words
    states = words.section("route_states")
    rows = []
    for one in legal.routes:
        said = _law(phrases, "routes", one.id)
        label = str(said.get("label", one.id)) + (f" ({words.say('direct')})" if one.direct else "")
        rows.append((label, str(states[one.state]), "\n".join(_route_lines(phrases, one, said)), _articles(phrases, one.references)))
    head = tuple(words.say(f"col_{name}") for name in ("route", "state", "why", "article"))
    return Grid(head, tuple(rows))


def _route_lines(phrases: Phrases, one: RouteAnswer, said: dict[str, Any]) -> list[str]:
    words = phrases.words
    lines = [route_reason(phrases, one)]
    if one.state == "unknown" and said.get("open_if"):
        lines.append(words.say("open_if", text=str(said["open_if"])))
    if one.state == "open" and said.get("delay"):
        lines.append(words.say("delay", text=str(said["delay"]).rstrip(".")))
    return lines


def framework_lines(phrases: Phrases, legal: LegalView) -> Iterator[Block]:
    """The frameworks worth reading, those with the same gaps together."""
    words = phrases.words
    by_gap: dict[tuple[str, ...], list[str]] = {}
    for one in (framework for route in legal.routes for framework in route.frameworks):
        text = f"{one.name} ({one.body})" + (words.say("framework_fee", text=one.fee) if one.fee else "")
        if one.outlives:
            text += words.say("framework_outlived", day=one.ends)
        by_gap.setdefault(one.missing, []).append(text)
    if not by_gap:
        return
    yield Heading(4, words.say("h_frameworks"))
    lines = []
    for missing, names in by_gap.items():
        gap = words.say("framework_missing", names=", ".join(phrases.lowered(phrases.key(key)) for key in missing)) if missing else ""
        lines.append(f"{words.semicolon.join(names)}{gap}")
    yield Bullets(tuple(lines))


def route_reason(phrases: Phrases, one: RouteAnswer) -> str:
    """Why a route is open, closed or unknown."""
    words = phrases.words
    template = str(words.section("route_reasons").get(one.reason, one.reason))
    values = {
        name: words.euros(value, "excluded") if name in ("threshold", "high") and isinstance(value, Fraction) else value
        for name, value in one.values.items()
    }
    return words.fill(template, values)


def _routes(phrases: Phrases, legal: LegalView) -> Iterator[Block]:
    """In the report, the routes that are open or may open; the closed ones on one line each, under the table."""
    words = phrases.words
    standing = tuple(one for one in legal.routes if one.state == "open" or one.frameworks)
    yield route_table(phrases, legal._replace(routes=standing))
    yield from framework_lines(phrases, legal)
    yield from _not_taken(phrases, legal)
    maybe = [
        str(_law(phrases, "routes", one.id).get("label", one.id)) for one in legal.routes if one.state == "unknown" and one not in standing
    ]
    if maybe:
        yield Paragraph(words.say("routes_maybe", names=", ".join(maybe)))
    closed = [
        f"{_law(phrases, 'routes', one.id).get('label', one.id)} ({route_reason(phrases, one)})"
        for one in legal.routes
        if one.state == "closed"
    ]
    if closed:
        yield Paragraph(words.say("routes_closed", names=phrases.words.semicolon.join(closed)))


#: The value routes from lightest to heaviest: what the next one would have added.
_VALUE_ROUTES = ("exemption", "adapted", "formal")


def _not_taken(phrases: Phrases, legal: LegalView) -> Iterator[Block]:
    """What the road not taken would have asked: buying, for a shared service; the next heavier procedure, for a purchase."""
    words = phrases.words
    by_id = {one.id: one for one in legal.routes}
    shared = legal.otherwise is not None
    taken = None if shared else by_id.get(legal.lightest or "")
    heavier = _VALUE_ROUTES[_VALUE_ROUTES.index(taken.id) + 1 :] if taken is not None and taken.id in _VALUE_ROUTES else ()
    other = by_id.get(legal.otherwise or "") if shared else by_id.get(heavier[0]) if heavier else None
    if other is None:
        return
    done = () if taken is None else taken.duties
    added = [str(_law(phrases, "obligations", duty).get("label", duty)) for duty in other.duties if duty not in done]
    if added:
        label = str(_law(phrases, "routes", other.id).get("label", other.id))
        yield Paragraph(words.say("not_taken", route=label, duties=words.semicolon.join(phrases.lowered(one) for one in added)))


def _obligations(phrases: Phrases, legal: LegalView, *, full: bool) -> Iterator[Block]:
    """What applies, by area; then what may apply and what is missing to know."""
    words = phrases.words
    yield Heading(1, words.say("h_obligations"))
    areas = words.section("areas")
    for area in _AREAS:
        lines = tuple(_obligation(phrases, one, full=full) for one in legal.obligations if one.area == area and one.applies == "yes")
        if lines:
            yield Heading(4, str(areas[area]))
            yield Bullets(lines)
    unknown = [one for one in legal.obligations if one.applies == "unknown"]
    if unknown:
        yield Heading(4, words.say("h_may_apply"))
        yield Bullets(tuple(_maybe(phrases, one) for one in unknown))


def _obligation(phrases: Phrases, one: ObligationAnswer, *, full: bool) -> str:
    """One obligation: what to do and by when for a duty, its name and articles otherwise; in full, what to write too."""
    said, words = _law(phrases, "obligations", one.id), phrases.words
    lead = {"must": "", "should": words.say("should"), "verify": words.say("verify")}[one.severity]
    text = f"{lead}{said.get('label', one.id)}"
    if full or one.severity == "must":
        text += f"{words.colon}{said.get('do', '')}"
    text += f" [{_articles(phrases, one.references)}]"
    if said.get("delay") and (full or one.severity == "must"):
        text += f" {words.say('delay', text=str(said['delay']).rstrip('.'))}"
    if full and said.get("doubt"):
        text += f" {words.say('doubt', text=str(said['doubt']).rstrip('.'))}"
    if full and said.get("write"):
        text += f" {words.say('to_write', text=str(said['write']))}"
    return text


def _maybe(phrases: Phrases, one: ObligationAnswer) -> str:
    said, words = _law(phrases, "obligations", one.id), phrases.words
    keys = words.section("when_keys")
    missing = ", ".join(str(keys.get(key, key)) for key in one.missing)
    return words.say("may_apply", label=str(said.get("label", one.id)), missing=missing, articles=_articles(phrases, one.references))


def _voices(phrases: Phrases, legal: LegalView) -> Iterator[Block]:
    """Opinions recorded, and those that the kind of buyer and the amount ask for and nobody recorded."""
    words = phrases.words
    opinions = phrases.case.need.opinions
    asked = [one for one in legal.obligations if one.voice and one.applies != "no" and one.recorded is None]
    if not opinions and not asked:
        return
    voices = words.section("voices")
    yield Heading(1, words.say("h_voices"))
    lines = [words.say("voice_recorded", who=str(voices[one.by]), opinion=one.opinion, day=one.when) for one in opinions]
    for one in asked:
        key = "voice_missing" if one.applies == "yes" and one.severity != "verify" else "voice_to_verify"
        lines.append(words.say(key, who=str(voices[one.voice or ""]), articles=_articles(phrases, one.references)))
    yield Bullets(tuple(lines))


def _calendar(phrases: Phrases, recommendation: Recommendation) -> Iterator[Block]:
    """The calendar of a renewal, the incumbent as a candidate among others, the qualifications that end too early."""
    legal, words, need = recommendation.legal, phrases.words, phrases.case.need
    lines = []
    for line in legal.calendar:
        key = f"calendar_{line.code}_past" if line.past and line.code in ("notice", "contract_ends") else f"calendar_{line.code}"
        lines.append(words.say(key, day=line.day, **dict(line.values)))
    if lines:
        lines.append(words.say("calendar_delays"))
    incumbent = need.purpose.incumbent if need.purpose is not None else None
    judged = next((one for step in recommendation.steps for one in step.assessments if one.candidate.id == incumbent), None)
    if judged is not None:
        met = sum(gate.answer == "met" for gate in judged.gates)
        unknown = sum(gate.answer == "unknown" for gate in judged.gates)
        failed = sum(gate.answer == "not_met" for gate in judged.gates)
        lines.append(words.say("incumbent_judged", name=judged.candidate.name, met=met, unknown=unknown, failed=failed))
    elif incumbent is not None:
        lines.append(words.say("incumbent_not_judged", name=phrases.name(incumbent)))
    if legal.calendar and phrases.migration:
        lines.append(words.say("migration_effort", effort=phrases.migration))
    lines += [words.say("lapses", name=name, day=day) for name, day in legal.lapses]
    if lines:
        yield Heading(1, words.say("h_calendar"))
        yield Bullets(tuple(lines))


def _wordings(phrases: Phrases, legal: LegalView) -> Iterator[Block]:
    """The measurable wording for what the need asks, and the article that carries it."""
    if not legal.wordings:
        return
    words = phrases.words
    yield Heading(1, words.say("h_wordings"))
    yield Paragraph(words.say("wordings_intro"))
    lines = []
    for one in legal.wordings:
        said = _law(phrases, "wordings", one.id)
        lines.append(f"{said.get('label', one.id)}{phrases.words.colon}{said.get('wording', '')} [{_articles(phrases, one.references)}]")
    yield Bullets(tuple(lines))
