"""The whole report as blocks: first screen, questions, steps, candidates, certificates, weights, facts, references, doubts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from doctrine import __version__
from doctrine.criteria.evidence import printable
from doctrine.criteria.measures import HUNDRED
from doctrine.law.scope import binding
from doctrine.model.facts import Amount, Fact
from doctrine.model.rules import Reference
from doctrine.model.verdicts import Assessment, Certificate, Mark, QuestionMark, Recommendation, StepResult
from doctrine.outcomes import SHORTLIST
from doctrine.presenting.blocks import Block, Bullets, Grid, Heading, Paragraph
from doctrine.presenting.legal import legal_blocks
from doctrine.presenting.phrases import Phrases
from doctrine.presenting.questions import SUPPLIERS, concerned, messages
from doctrine.presenting.screen import first_screen

#: Candidates of which nothing is established are counted, and only so many named.
NAMED_WITHOUT_EVIDENCE = 12
#: Reasons printed for those set aside; a certificate and the JSON output hold them all.
SET_ASIDE_SHOWN = 30


def report(
    phrases: Phrases, recommendation: Recommendation, components: Iterable[str] = (), depends: Iterable[Block] = (), *, full: bool = False
) -> Iterator[Block]:
    """Every block of the report of one recommendation, in reading order.

    `depends` says how much it owes to weights and unknowns; `full` adds the sentences to copy into a file.
    """
    yield first_screen(phrases, recommendation)
    yield from _questions(phrases, recommendation)
    yield from _need(phrases)
    yield Heading(1, phrases.words.say("h_steps"))
    for step in recommendation.steps:
        yield from _step(phrases, recommendation, step)
    for step in recommendation.steps:
        if step.certificate is not None:
            yield from _certificate(phrases, step.certificate)
    if recommendation.step == "build":
        yield from _components(phrases, components)
    yield from legal_blocks(phrases, recommendation, full=full)
    yield from _weights(phrases, recommendation)
    yield from depends
    yield from _facts(phrases, _relied_on(recommendation))
    yield from _references(phrases, recommendation)
    yield from _doubts(phrases, recommendation)
    yield Paragraph(phrases.words.say("digest", version=__version__, id=recommendation.need))


def _need(phrases: Phrases) -> Iterator[Block]:
    """What was asked, by whom: the reader of a note has not seen the file."""
    words, need = phrases.words, phrases.case.need
    lines = [
        words.say(
            "need_buyer",
            name=need.buyer.name or "—",
            kind=phrases.value(need.buyer.kind),
            binding=str(words.section("bindings")[binding(need.buyer, phrases.case.rules)]),
        )
    ]
    said = (("need_outcome", need.outcome), ("need_measure", need.measure), ("need_users", need.users), ("need_by", need.needed_by))
    lines += [words.say(key, text=value) for key, value in said if value]
    levels = words.section("levels")
    lines += [f"{one.id} ({levels[one.level]}){words.colon}{one.text}" for one in need.requirements]
    yield Heading(1, words.say("h_need"))
    yield Bullets(tuple(lines))


def _questions(phrases: Phrases, recommendation: Recommendation) -> Iterator[Block]:
    """The messages ready to be sent."""
    if recommendation.outcome == "retained":
        return
    found = messages(phrases, recommendation)
    if not found:
        return
    words, need = phrases.words, phrases.case.need
    yield Heading(1, words.say("h_questions"))
    for message in found:
        about = ", ".join(message.about)
        title = "message_reading" if message.reading else "message_to"
        if message.holder == SUPPLIERS:
            yield Heading(2, words.say("message_suppliers"))
            yield Paragraph(words.say("message_intro_suppliers", title=need.title))
        else:
            yield Heading(2, words.say(title, holder=phrases.addressed(message.holder), about=about))
            if not message.reading and message.holder != "buyer":
                yield Paragraph(words.say("message_intro", name=about, title=need.title))
        yield Bullets(message.questions, numbered=True)


def _step(phrases: Phrases, recommendation: Recommendation, step: StepResult) -> Iterator[Block]:
    """One step: its outcome, its three piles, the gates and marks of those that matter."""
    words = phrases.words
    outcome = words.say(f"outcome_{step.outcome}")
    title = words.say("h_step", step=words.say(f"step_{step.step}").capitalize(), outcome=outcome)
    yield Heading(2, f"{title} ({words.say('shadow')})" if step.shadow else title)
    text = phrases.words.semicolon.join(phrases.reason(reason) for reason in step.reasons)
    yield Paragraph(text[:1].upper() + text[1:] + ".")
    if step.route is not None:
        yield Paragraph(_sentence(phrases.route(step.route)))
    if step.partial is not None:
        partial = step.partial
        names = ", ".join(phrases.name(one) for one in partial.complements) or words.say("none_known")
        covered, missing = ", ".join(partial.covered), ", ".join(partial.missing)
        yield Paragraph(words.say("partial_line", name=partial.base_name, covered=covered, missing=missing, complements=names))
    if step.step == "buy" and step.named is None and step.outcome == "retained":
        yield from _sourcing(phrases, step)
        return
    yield from _piles(phrases, step)
    shown = [one for one in step.assessments if one.candidate.id in (step.shortlist if not step.named else (step.named, *step.rivals))]
    if step.shadow or not shown:
        return
    order = {candidate: place for place, candidate in enumerate((step.named, *step.rivals) if step.named else step.shortlist)}
    shown.sort(key=lambda one: order[one.candidate.id])
    for one in shown:
        yield Heading(3, phrases.full_name(one))
        yield Heading(4, words.say("h_gates"))
        yield from _gates(phrases, one)
        if step.step == "buy" and step.named is None:
            continue  # competition is not ours to decide: offers carry no mark
        yield Heading(4, words.say("h_marks"))
        yield from _marks(phrases, recommendation, one)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "."


def _sourcing(phrases: Phrases, step: StepResult) -> Iterator[Block]:
    """Offers that announce every requirement, in the order of their names: evidence, not a ranking."""
    words = phrases.words
    yield Heading(4, words.say("h_sourcing"))
    covering = sorted((one for one in step.assessments if one.candidate.id in step.covering), key=lambda one: one.candidate.name.casefold())
    rows = [
        (
            phrases.full_name(one),
            str(sum(gate.answer == "met" for gate in one.gates)),
            str(sum(gate.answer == "unknown" for gate in one.gates)),
        )
        for one in covering
    ]
    yield Grid((words.say("col_candidate"), words.say("col_established"), words.say("col_open")), tuple(rows))


def _piles(phrases: Phrases, step: StepResult) -> Iterator[Block]:
    """To ask, set aside, not enough to say anything."""
    words = phrases.words
    listed = set(step.shortlist[:SHORTLIST]) | ({step.named} if step.named else set())
    to_ask = [one for one in step.assessments if one.candidate.id in listed and one.status == "open"]
    aside = [one for one in step.assessments if one.status == "fails" or (one.candidate.id not in listed and _contrary(one))]
    rest = [one for one in step.assessments if one not in to_ask and one not in aside and one.status == "open"]
    if to_ask:
        yield Heading(4, words.say("h_to_ask"))
        rows = []
        for one in sorted(
            to_ask, key=lambda found: step.shortlist.index(found.candidate.id) if found.candidate.id in step.shortlist else -1
        ):
            unknown = [phrases.condition(gate) for gate in one.gates if gate.answer in ("unknown", "not_met")]
            met = sum(gate.answer == "met" for gate in one.gates)
            rows.append((phrases.full_name(one), str(met), "\n".join(unknown)))
        yield Grid((words.say("col_candidate"), words.say("col_established"), words.say("col_open")), tuple(rows))
    if aside:
        yield Heading(4, words.say("h_set_aside"))
        yield Bullets(tuple(f"{phrases.full_name(one)}{phrases.words.colon}{_why_aside(phrases, one)}" for one in aside[:SET_ASIDE_SHOWN]))
        if len(aside) > SET_ASIDE_SHOWN:
            yield Paragraph(words.say("and_others", count=len(aside) - SET_ASIDE_SHOWN))
    if rest:
        names = sorted((one.candidate.name for one in rest), key=str.casefold)
        shown = ", ".join(names[:NAMED_WITHOUT_EVIDENCE]) + (", …" if len(names) > NAMED_WITHOUT_EVIDENCE else "")
        yield Heading(4, words.say("h_insufficient"))
        yield Paragraph(words.say("insufficient", count=len(rest), names=shown))


def _contrary(one: Assessment) -> bool:
    return any(gate.contrary for gate in one.gates)


def _why_aside(phrases: Phrases, one: Assessment) -> str:
    gates = [gate for gate in one.gates if gate.answer == "not_met"] or [gate for gate in one.gates if gate.contrary]
    return phrases.words.semicolon.join(f"{phrases.condition(gate)} — {phrases.on_what(gate)}" for gate in gates)


def _gates(phrases: Phrases, one: Assessment) -> Iterator[Block]:
    """The gates that bind this need, then those that do not on one line."""
    words = phrases.words
    answers = words.section("answers")
    binding = [gate for gate in one.gates if gate.answer != "not_applicable"]
    rows = tuple((phrases.condition(gate), str(answers[gate.answer]), phrases.on_what(gate)) for gate in binding)
    yield Grid((words.say("col_condition"), words.say("col_answer"), words.say("col_on_what")), rows)
    others = [f"{phrases.condition(gate)} ({phrases.reason(gate.reason)})" for gate in one.gates if gate.answer == "not_applicable"]
    if others:
        yield Paragraph(words.say("not_binding", gates=phrases.words.semicolon.join(others)))


def _marks(phrases: Phrases, recommendation: Recommendation, one: Assessment) -> Iterator[Block]:
    """The intervals of the criteria of which something is known, the others on one line, the weighted total, the axes of sovereignty."""
    words, weights = phrases.words, recommendation.weights.values
    known = [mark for mark in one.marks if any(each.low > 0 or each.high < HUNDRED for each in mark.questions)]
    rows = [
        (phrases.gate(mark.criterion), words.points(mark.low, mark.high), words.share(weights[mark.criterion]), _why(phrases, mark))
        for mark in known
    ]
    rows.append((words.say("total"), words.points(one.low, one.high), words.share(Fraction(1)), ""))
    yield Grid((words.say("col_criterion"), words.say("col_points"), words.say("col_weight"), words.say("col_why")), tuple(rows))
    yield Paragraph(words.say("coverage_line", share=words.share(1 - Fraction(one.high - one.low) / HUNDRED)))
    silent = [phrases.gate(mark.criterion) for mark in one.marks if mark not in known]
    if silent:
        yield Paragraph(words.say("nothing_known", points=words.points(Fraction(0), HUNDRED), criteria=", ".join(silent)))
    vectors = {card.id for card in phrases.case.rules.criteria if card.vector}
    for mark in one.marks:
        if mark.criterion in vectors:
            axes = " · ".join(
                f"{phrases.gate(f'{mark.criterion}.{each.question}')} {words.points(each.low, each.high)}" for each in mark.questions
            )
            yield Paragraph(words.say("vector", axes=axes))
    ranked = next((place for place in recommendation.stopped.ranking if place.candidate == one.candidate.id), None)
    if ranked is not None and ranked.tied:
        yield Paragraph(f"{words.say('col_rank')} {ranked.rank}, {words.say('tied')}.")


def _why(phrases: Phrases, mark: Mark) -> str:
    """What each question of a criterion reads, in a cell."""
    parts = []
    for each in mark.questions:
        label = phrases.gate(f"{mark.criterion}.{each.question}")
        if "." in each.question:
            label = each.question.partition(".")[2]
        reason = str(phrases.words.section("reasons").get(f"mark_{each.reason}", ""))
        if each.amount is not None:
            text = _whole_cost(phrases, each)
        elif each.fact is not None and printable(each.fact):
            text = phrases.fact(each.fact)
            if each.reason not in ("value", "declared"):
                text = f"{text}, {reason}"
        else:
            text = reason
        parts.append(f"{label}{phrases.words.colon}{text}" if len(mark.questions) > 1 or each.fact is not None else text)
    return "\n".join(parts)


def _whole_cost(phrases: Phrases, each: QuestionMark) -> str:
    """A whole cost and the facts it adds up; what they do not hold is the adaptations recorded in the need."""
    words, reference = phrases.words, phrases.case.need.cost_reference
    tax = reference.tax if reference is not None else ""
    facts = [f"{phrases.key(fact.key)}{words.colon}{phrases.fact(fact)}" for fact in each.facts]
    known = sum((Fraction(fact.value.amount) for fact in each.facts if isinstance(fact.value, Amount)), Fraction(0))
    if each.amount is not None and each.amount > known:
        facts.append(words.say("adaptations_recorded", amount=words.euros(each.amount - known, tax)))
    return "\n".join([words.euros(each.amount or Fraction(0), tax), *(f"· {one}" for one in facts)])


def _certificate(phrases: Phrases, certificate: Certificate) -> Iterator[Block]:
    words = phrases.words
    yield Heading(1, words.say("h_certificate", step=words.say(f"step_{certificate.step}")))
    searches = tuple(words.say("searched", where=one.where, day=one.when, by=one.by) for one in certificate.searches)
    lines = []
    for line in certificate.lines:
        gate = phrases.gate(line.gate) if line.requirement is None else phrases.requirement(line.requirement)
        lines.append(words.say("certificate_line", name=line.name, gate=gate, reason=phrases.reason(line.reason)))
    yield Bullets((*searches, *lines))


def _components(phrases: Phrases, components: Iterable[str]) -> Iterator[Block]:
    names = tuple(phrases.name(one) for one in components)
    if names:
        yield Heading(1, phrases.words.say("h_components"))
        yield Paragraph(", ".join(names))


def _weights(phrases: Phrases, recommendation: Recommendation) -> Iterator[Block]:
    words, weights = phrases.words, recommendation.weights
    yield Heading(1, words.say("h_weights"))
    yield Paragraph(words.say(f"weights_{weights.origin}", reason=weights.reason))
    given = phrases.case.need.weights
    total = sum(given.values) if given is not None else HUNDRED
    if weights.origin == "weights" and total != HUNDRED:
        yield Paragraph(words.say("weights_total", total=total))
    for criterion in weights.left_out:
        yield Paragraph(words.say("weights_left_out", criterion=phrases.gate(criterion)))
    if weights.origin != "equal":
        rows = tuple((phrases.gate(criterion), words.share(value)) for criterion, value in weights.values.items() if value)
        yield Grid((words.say("col_criterion"), words.say("col_weight")), rows)
    yield Paragraph(words.say("marks_rank_only"))


def _relied_on(recommendation: Recommendation) -> list[tuple[str, Fact]]:
    """Every printable fact that the gates and marks of the candidates shown stand on, and of those set aside."""
    found: dict[Fact, str] = {}
    for step in recommendation.steps:
        if step.shadow:
            continue
        for one in step.assessments:
            shown = one.candidate.id in (step.named, *step.shortlist, *step.covering) or one.status == "fails"
            if not shown:
                continue
            facts = [fact for gate in one.gates for fact in gate.facts]
            if one.status != "fails":
                facts += [fact for mark in one.marks for each in mark.questions for fact in each.facts]
            for fact in facts:
                if printable(fact):
                    found.setdefault(fact, one.candidate.name)
    return [(name, fact) for fact, name in found.items()]


def _facts(phrases: Phrases, relied: list[tuple[str, Fact]]) -> Iterator[Block]:
    """The facts relied on, grouped by candidate, each with the number of its source; then the sources, in full."""
    if not relied:
        return
    words = phrases.words
    yield Heading(1, words.say("h_facts"))
    sources = list(dict.fromkeys(_source(fact) for _, fact in relied))
    by_owner: dict[str, list[Fact]] = {}
    for _, fact in relied:
        by_owner.setdefault(phrases.name(fact.candidate), []).append(fact)
    for owner, facts in by_owner.items():
        yield Heading(4, owner)
        lines = []
        for fact in facts:
            note = words.pick(fact.note)
            said = f"{phrases.key(fact.key)}{phrases.words.colon}{phrases.value(fact.value, fact.key)}"
            proved = f"{phrases.proof(fact.proof)}, {words.period(fact.as_of)} [{sources.index(_source(fact)) + 1}]"
            lines.append(f"{said} — {proved}" + (f" — {note}" if note else ""))
        yield Bullets(tuple(lines))
    yield Heading(2, words.say("h_sources"))
    yield Bullets(tuple(f"[{place}] {source}" for place, source in enumerate(sources, 1)))


def _source(fact: Fact) -> str:
    """Whose word, and where to read it."""
    if fact.finding:
        return fact.source
    parts = [fact.publisher, fact.source if fact.source != fact.address else "", fact.address]
    return ", ".join(part for part in parts if part)


def _references(phrases: Phrases, recommendation: Recommendation) -> Iterator[Block]:
    """Each text that the answer rests on with its articles, how it was read, and whether it binds this buyer."""
    words = phrases.words
    found: dict[Reference, None] = {}
    for step in recommendation.steps:
        if step.route is not None and not step.shadow:
            found |= dict.fromkeys(step.route.references)
    for one in concerned(recommendation):
        for gate in one.gates:
            if gate.answer != "not_applicable":
                found |= dict.fromkeys(gate.references)
    for card in phrases.case.rules.criteria:
        found |= dict.fromkeys(card.references)
    by_text: dict[tuple[str, str], list[str]] = {}
    for reference in found:
        articles = by_text.setdefault((reference.text, reference.confidence), [])
        if reference.article and reference.article not in articles:
            articles.append(reference.article)
    bindings, confidences = words.section("bindings"), words.section("confidences")
    lines = []
    for (text, confidence), articles in by_text.items():
        binding = f", {bindings[recommendation.binding]}" if text.startswith("circulaire 6519") else ""
        label = f"{text}{phrases.words.colon}{phrases.words.semicolon.join(articles)}" if articles else text
        lines.append(f"{label} ({confidence}, {confidences[confidence]}{binding})")
    yield Heading(1, words.say("h_references"))
    yield Bullets(tuple(lines))


def _doubts(phrases: Phrases, recommendation: Recommendation) -> Iterator[Block]:
    """Presumptions, texts too unsure to decide, lists not loaded."""
    words = phrases.words
    said = []
    for one in concerned(recommendation):
        for gate in one.gates:
            if gate.presumed:
                said.append(
                    words.say("presumed_line", name=one.candidate.name, gate=phrases.gate(gate.gate), reason=phrases.reason(gate.reason))
                )
            if gate.reason.code == "law_unsure":
                said.append(words.say("law_unsure_line", confidence=gate.confidence, gate=phrases.gate(gate.gate)))
    if not recommendation.presumptions:
        said.append(words.say("no_presumptions"))
    said += [words.say("complete_lists"), words.say("catalogue_never_complete"), words.say("nothing_unverified")]
    yield Heading(1, words.say("h_doubts"))
    yield Bullets(tuple(dict.fromkeys(said)))
