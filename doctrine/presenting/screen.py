"""The first screen: what a buyer reads and acts on, at most fourteen lines of eighty columns (walkthroughs, section 6).

Never a mark, a list of offers, a doubt that cannot change the answer.
"""

from __future__ import annotations

from collections import Counter

from doctrine.criteria.evidence import printable
from doctrine.law.routes import lightest
from doctrine.law.scope import signed
from doctrine.model.days import months_before
from doctrine.model.facts import PROOF_RANK
from doctrine.model.verdicts import Assessment, GateVerdict, Recommendation, StepResult
from doctrine.outcomes import musts
from doctrine.presenting.blocks import Screen
from doctrine.presenting.phrases import Phrases
from doctrine.presenting.questions import SUPPLIERS, concerned, messages

#: More actions than this and a screen becomes a list.
ACTIONS = 4
NAMES = 3


def first_screen(phrases: Phrases, recommendation: Recommendation) -> Screen:
    """The first screen of one recommendation."""
    words = phrases.words
    label = words.say("step_two_label" if recommendation.binding == "voluntary" and recommendation.step == "mutualise" else "otherwise")
    lines = [(words.say("to_do"), tuple(_actions(phrases, recommendation)))]
    otherwise = _otherwise(phrases, recommendation)
    if otherwise:
        lines.append((label, (otherwise,)))
    known = _to_know(phrases, recommendation)
    if known:
        lines.append((words.say("to_know"), (known,)))
    lines.append((words.say("proofs"), (_proofs(phrases, recommendation),)))
    return Screen(_title(phrases), _verdict(phrases, recommendation), tuple(_sentences(phrases, recommendation)), tuple(lines))


def _title(phrases: Phrases) -> str:
    need, words = phrases.case.need, phrases.words
    kind = [] if need.purpose is None else [words.say(need.purpose.kind)]
    return " · ".join([need.title, *kind, words.say("rules_of", day=need.on)])


def _verdict(phrases: Phrases, recommendation: Recommendation) -> str:
    """Outcome, step, name or route, on one line."""
    words, stopped = phrases.words, recommendation.stopped
    outcome = words.say(f"outcome_{recommendation.outcome}").upper()
    step = words.say(f"step_{recommendation.step}")
    if recommendation.step == "buy" and recommendation.outcome == "retained" and stopped.covering:
        return " · ".join([step.upper(), words.say("market_covers"), words.say("competition_decides")])
    if recommendation.binding == "voluntary" and recommendation.step == "mutualise":
        step = f"{step} ({words.say('voluntary')})"
    parts = [outcome, step]
    if stopped.partial is not None and recommendation.outcome == "undecided":
        base = next(one for one in stopped.assessments if one.candidate.id == stopped.partial.base)
        said = f"{phrases.full_name(base)}, {words.say('probably_partial')}"
        parts.append(said if base.very_function else words.say("partial_answer"))
    elif recommendation.step == "buy" and stopped.named is None and recommendation.outcome != "retained":
        offers = len([one for one in stopped.assessments if one.status != "fails"])
        parts.append(words.say("known_offers", count=offers) if offers else words.say("no_candidate"))
    else:
        found = concerned(recommendation)
        if len(found) == 1:
            parts.append(phrases.full_name(found[0]))
        elif found:
            parts.append(phrases.joined([phrases.name(one.candidate.id) for one in found[:NAMES]]))
        elif not stopped.assessments:
            parts.append(words.say("no_candidate"))
    return " · ".join(parts)


def _sentences(phrases: Phrases, recommendation: Recommendation) -> list[str]:
    """What holds, what is missing, what is closed: three sentences, four at most."""
    said = _closed_before(phrases, recommendation)
    stopped = recommendation.stopped
    if stopped.imposed is not None:
        fact = stopped.imposed
        source = phrases.words.pick(fact.note) or f"{fact.publisher}, {phrases.words.period(fact.as_of)}"
        said.append(phrases.words.say("imposed", name=phrases.name(fact.candidate), source=source))
    match recommendation.outcome:
        case "retained":
            said += _retained(phrases, recommendation, stopped)
        case "conditional":
            said += _conditional(phrases, recommendation, stopped)
        case "undecided":
            said += _undecided(phrases, recommendation, stopped)
        case _:
            said.append(phrases.words.say("none_sentence"))
    if recommendation.binding == "voluntary" and recommendation.step == "mutualise":
        said.insert(0, phrases.words.say("voluntary_sentence" if signed(phrases.case.rules) else "unsigned_sentence"))
    return said[:3]


def _closed_before(phrases: Phrases, recommendation: Recommendation) -> list[str]:
    """The steps certified before the one where the ladder stopped."""
    said = []
    for result in recommendation.steps:
        if result.step == recommendation.step or result.shadow or result.certificate is None:
            continue
        number = "one" if result.step == "mutualise" else "two"
        count = len(result.assessments)
        said.append(phrases.words.say(f"step_{number}_closed" if count else f"step_{number}_empty", count=count))
    if recommendation.stopped.door == "continuity":
        ground = phrases.case.need.continuity.ground or ""
        said.append(phrases.words.say("door_continuity", ground=ground))
    return said


def _retained(phrases: Phrases, recommendation: Recommendation, stopped: StepResult) -> list[str]:
    words = phrases.words
    if stopped.named is None and stopped.shortlist:
        return [words.say("tied_fit", names=phrases.joined([phrases.name(one) for one in stopped.shortlist[:NAMES]], "and"))]
    if stopped.named is None:
        values = stopped.reasons[0].values
        return [words.say("market_covers_sentence", **values), words.say("naming_weakens")]
    one = concerned(recommendation)[0]
    key = {"mutualise": "retained_service", "buy": "retained_offer", "build": "retained_way"}[recommendation.step]
    said = [words.say(key, name=phrases.name(one.candidate.id) if recommendation.step != "build" else phrases.full_name(one))]
    presumed = [phrases.lowered(phrases.gate(gate.gate)) for gate in one.gates if gate.presumed]
    if presumed:
        said.append(words.say("retained_presumed", count=len(presumed), facts=", ".join(presumed)))
    if recommendation.step == "mutualise":
        said.append(words.say("retained_no_contract"))
        purpose = phrases.case.need.purpose
        if purpose is not None and purpose.contract_ends is not None and purpose.incumbent is not None:
            said.append(words.say("retained_incumbent_ends", incumbent=phrases.name(purpose.incumbent), day=purpose.contract_ends))
    return said


def _conditional(phrases: Phrases, recommendation: Recommendation, stopped: StepResult) -> list[str]:
    words, found = phrases.words, concerned(recommendation)
    if stopped.step == "buy":
        return [words.say("offers_close", count=len(found)), words.say("stays_open_buy")]
    if len(found) != 1:
        said = [
            words.say("shortlist_close", names=phrases.joined([phrases.name(one.candidate.id) for one in found[:NAMES]], "shortlist_or"))
        ]
        return [*said, words.say({"mutualise": "stays_open", "buy": "stays_open_buy", "build": "stays_open_build"}[stopped.step])]
    one = found[0]
    judged = [gate for gate in one.gates if gate.answer != "not_applicable"]
    met = [gate for gate in judged if gate.answer == "met"]
    wanted = musts(one)
    met_musts = sum(gate.answer == "met" for gate in wanted)
    phrase = ""
    if wanted:
        key = "holds_musts" if met_musts == len(wanted) else "holds_some_musts"
        phrase = words.say(key, count=len(wanted), met=met_musts)
    said = [words.say("holds_named", name=phrases.name(one.candidate.id), met=len(met), total=len(judged), musts=phrase)]
    missing = [_missing(phrases, gate) for gate in judged if gate.answer == "unknown"]
    said.append(words.say("missing_one", count=len(missing), facts=words.semicolon.join(missing)))
    if stopped.step == "mutualise":
        purpose = phrases.case.need.purpose
        if purpose is not None and purpose.incumbent is not None:
            said.append(words.say("closed_buy", incumbent=phrases.name(purpose.incumbent)))
        else:
            said.append(words.say("closed_buy_new"))
    return said


def _missing(phrases: Phrases, gate: GateVerdict) -> str:
    """A missing fact in a few words."""
    words, need = phrases.words, phrases.case.need
    if gate.requirement is not None:
        return phrases.requirement(gate.requirement)
    if gate.gate == "ready" and need.needed_by is not None:
        return words.say("fact_ready", day=need.needed_by)
    if gate.gate == "secnumcloud" and gate.reason.code.startswith("snc_"):
        return words.say("fact_secnumcloud")
    return phrases.lowered(phrases.gate(gate.gate))


def _undecided(phrases: Phrases, recommendation: Recommendation, stopped: StepResult) -> list[str]:
    words, code = phrases.words, stopped.reasons[0].code
    if code == "search_missing":
        return [words.say(f"search_missing_{stopped.step}"), words.say("catalogue_incomplete")]
    said = []
    if stopped.partial is not None:
        covered = ", ".join(stopped.partial.covered) or words.say("covered_none")
        lacking = stopped.partial.missing
        said.append(
            words.say("partial_base", count=len(lacking), name=stopped.partial.base_name, covered=covered, missing=", ".join(lacking))
        )
        said.append(words.say("partial_expect"))
    elif stopped.step == "buy":
        said.append(words.say("not_established", count=len([one for one in stopped.assessments if one.status != "fails"])))
        said.append(words.say("catalogue_incomplete"))
    else:
        names = [phrases.name(one.candidate.id) for one in concerned(recommendation)[:NAMES]]
        key = "shortlist_far_one" if len(names) == 1 else "shortlist_far"
        said.append(words.say(key, names=phrases.joined(names)))
    contrary = [(one, gate) for one in concerned(recommendation) for gate in one.gates if gate.contrary]
    if contrary and stopped.step != "buy":
        one, gate = contrary[0]
        said.append(words.say("contrary_first", name=phrases.name(one.candidate.id), gate=phrases.condition(gate)))
    said.append(words.say({"mutualise": "stays_open", "buy": "stays_open_buy", "build": "stays_open_build"}[stopped.step]))
    return said


def _actions(phrases: Phrases, recommendation: Recommendation) -> list[str]:
    """Numbered actions, one addressee each."""
    words, stopped = phrases.words, recommendation.stopped
    done: list[str] = []
    if any(reason.code == "search_missing" for reason in stopped.reasons):
        done.append(words.say(f"do_search_{stopped.step}"))
    if recommendation.outcome == "retained":
        done += _actions_retained(phrases, recommendation, stopped)
    elif recommendation.outcome == "none":
        done.append(_review(phrases, stopped))
    else:
        done += _actions_open(phrases, recommendation)
    notice = _notice(phrases, recommendation)
    if notice:
        done = [*done[: ACTIONS - 1], notice]
    return [f"{number}. {text}" for number, text in enumerate(done[:ACTIONS], 1)]


def _actions_open(phrases: Phrases, recommendation: Recommendation) -> list[str]:
    words = phrases.words
    done = []
    found = messages(phrases, recommendation)
    asked = [message for message in found if not message.reading and message.holder != "buyer"]
    if any(message.holder == SUPPLIERS for message in asked):
        done.append(words.say("do_ask_suppliers"))
    elif len(asked) > ACTIONS - 2:
        names = phrases.joined([phrases.addressed(message.holder) for message in asked[:NAMES]], "and")
        done.append(words.say("do_ask_many", count=len(asked), names=names))
    else:
        done += [words.say("do_ask", count=len(message.questions), holder=phrases.addressed(message.holder)) for message in asked]
    for message in found:
        if message.reading:
            done.append(words.say(f"do_read_{message.holder.removeprefix('list:')}"))
        elif message.holder == "buyer" and recommendation.step != "build":
            keys = list(dict.fromkeys(ask.gate for one in concerned(recommendation) for ask in one.asks if ask.holder == "buyer"))
            done.append(words.say("do_answer", count=len(keys), facts=", ".join(phrases.lowered(phrases.gate(key)) for key in keys)))
    done.append(words.say("do_means" if recommendation.step == "build" else "do_record"))
    return done


def _actions_retained(phrases: Phrases, recommendation: Recommendation, stopped: StepResult) -> list[str]:
    words = phrases.words
    if stopped.step == "mutualise":
        return [words.say("do_approve")]
    if stopped.step == "buy" and stopped.named is None and stopped.route is not None:
        route = phrases.route(stopped.route)
        return [words.say("do_route", route=route), words.say("do_requirements"), words.say("do_proof")]
    if stopped.step == "buy" and stopped.route is not None:
        return [words.say("do_order", route=phrases.route(stopped.route)), words.say("do_approve")]
    return [words.say("do_approve")]


def _review(phrases: Phrases, stopped: StepResult) -> str:
    """Which condition sets most candidates aside."""
    failed = Counter(phrases.condition(gate) for one in stopped.assessments for gate in one.gates if gate.answer == "not_met")
    gate = min(failed, key=lambda name: (-failed[name], name)) if failed else ""
    return phrases.words.say("do_review_need", gate=gate)


def _notice(phrases: Phrases, recommendation: Recommendation) -> str:
    """The notice of the contract in force: its last day, while it can still be given."""
    purpose, need, words = phrases.case.need.purpose, phrases.case.need, phrases.words
    if purpose is None or purpose.contract_ends is None or purpose.notice_months is None or purpose.incumbent is None:
        return ""
    last = months_before(purpose.contract_ends, purpose.notice_months)
    incumbent = phrases.name(purpose.incumbent)
    if last < need.on:
        return words.say("do_notice_late", incumbent=incumbent, day=last)
    if recommendation.outcome == "retained" and recommendation.step == "mutualise":
        return words.say("do_end_contract", incumbent=incumbent, day=last)
    return words.say("do_notice", incumbent=incumbent, day=last, months=purpose.notice_months)


def _otherwise(phrases: Phrases, recommendation: Recommendation) -> str:
    """What the next step would be."""
    words = phrases.words
    if recommendation.outcome == "retained":
        return ""
    if recommendation.step == "mutualise":
        route = phrases.route(lightest(phrases.case.need, phrases.case.rules))
        return route if recommendation.binding == "voluntary" else words.say("otherwise_step_two", route=route)
    return words.say("otherwise_build") if recommendation.step == "buy" else ""


def _to_know(phrases: Phrases, recommendation: Recommendation) -> str:
    """The one doubt on the law that could change whom the answer binds."""
    return phrases.words.say("binding_to_confirm") if recommendation.binding == "to_confirm" else ""


def _proofs(phrases: Phrases, recommendation: Recommendation) -> str:
    """On what the answer stands, in one line."""
    words, stopped = phrases.words, recommendation.stopped
    parts = []
    certificates = sum(result.certificate is not None and not result.shadow for result in recommendation.steps)
    if certificates:
        parts.append(words.say("proof_certificates", count=certificates))
    if stopped.step == "buy" and stopped.named is None and recommendation.outcome == "retained":
        parts.append(words.say("proof_declared"))
        return " · ".join(parts)
    found = concerned(recommendation)
    if stopped.step == "buy" and stopped.named is None:
        parts.append(words.say("proof_offers", count=len([one for one in stopped.assessments if one.status != "fails"])))
    elif len(found) == 1:
        parts.append(_count(phrases, found[0]))
    elif found:
        parts.append(f"{phrases.name(found[0].candidate.id)}{words.colon}{_count(phrases, found[0])}")
    parts.append(words.say(f"proof_weights_{recommendation.weights.origin}"))
    return " · ".join(parts)


def _count(phrases: Phrases, one: Assessment) -> str:
    words = phrases.words
    met = [gate for gate in one.gates if gate.answer == "met" and not gate.presumed]
    text = words.say("proof_met", count=len(met))
    reported = sum(
        bool(gate.facts) and all(PROOF_RANK[fact.proof] <= PROOF_RANK["reported"] and printable(fact) for fact in gate.facts)
        for gate in met
    )
    if reported:
        text += ", " + words.say("proof_of_which", count=reported)
    presumed = sum(gate.presumed for gate in one.gates)
    if presumed:
        text += ", " + words.say("proof_presumed", count=presumed)
    unknown = sum(gate.answer == "unknown" for gate in one.gates)
    return text + (", " + words.say("proof_to_establish", count=unknown) if unknown else "")
