"""From results to the types of `json_types`, and to JSON text that any parser reads the same: ASCII, keys in a fixed order."""

from __future__ import annotations

import json
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from doctrine import __version__
from doctrine.criteria.evidence import printable
from doctrine.diagnostics import Diagnostic
from doctrine.locales.words import Words, rounded
from doctrine.model.facts import Amount, BuyerCondition, Fact
from doctrine.model.legal import LegalView
from doctrine.model.rules import Reference
from doctrine.model.verdicts import Assessment, GateVerdict, Mark, Points, Reason, Recommendation, StepResult
from doctrine.presenting.legal import route_reason
from doctrine.presenting.phrases import Phrases
from doctrine.presenting.questions import question
from doctrine.presenting.screen import first_screen
from doctrine.reporters import json_types as types
from doctrine.reporters.diagnostics import remedy, sentence


def render(results: Iterable[types.Result], language: str) -> str:
    """The whole report as JSON text."""
    report = types.Report(tool=__version__, language="en" if language == "en" else "fr", results=list(results))
    return json.dumps(report.model_dump(mode="json"), ensure_ascii=True, indent=2) + "\n"


def schema() -> dict[str, Any]:
    """The JSON Schema of the report."""
    return types.Report.model_json_schema()


def result(file: str, diagnostics: Iterable[Diagnostic], words: Words, evaluated: tuple[Phrases, Recommendation] | None) -> types.Result:
    """What became of one file."""
    evaluation = _evaluation(*evaluated) if evaluated else None
    return types.Result(file=file, evaluation=evaluation, diagnostics=[problem(one, words) for one in diagnostics])


def problem(one: Diagnostic, words: Words) -> types.Problem:
    """One diagnostic for machines."""
    place = one.place
    return types.Problem(
        code=one.code, severity=one.severity, file=place.file, line=place.line, column=place.column, end_column=place.end_column,
        message=sentence(one, words), remedy=remedy(one, words), values=dict(one.values),
    )  # fmt: skip


def _evaluation(phrases: Phrases, recommendation: Recommendation) -> types.Evaluation:
    screen = first_screen(phrases, recommendation)
    weights = recommendation.weights
    return types.Evaluation(
        need=recommendation.need,
        on=recommendation.on.isoformat(),
        outcome=recommendation.outcome,
        step=recommendation.step,
        binding=recommendation.binding,
        named=recommendation.named,
        shortlist=list(recommendation.shortlist),
        presumptions=recommendation.presumptions,
        weights=types.WeightsGiven(
            origin=weights.origin,
            reason=weights.reason,
            values={key: str(value) for key, value in weights.values.items()},
            left_out=list(weights.left_out),
        ),
        screen=types.FirstScreen(
            title=screen.title,
            verdict=screen.verdict,
            sentences=list(screen.sentences),
            lines={label: list(lines) for label, lines in screen.lines},
        ),
        steps=[_step(phrases, step) for step in recommendation.steps],
        legal=_legal(phrases, recommendation.legal),
    )


def _legal(phrases: Phrases, legal: LegalView) -> types.LegalRead:
    law = phrases.words.section("law")

    def said(kind: str, name: str, key: str) -> str:
        return str(law.get(f"{kind}.{name}", {}).get(key, ""))

    return types.LegalRead(
        value=None if legal.value.amount is None else str(legal.value.amount),
        tax=legal.value.tax,
        whole=legal.value.whole,
        value_reasons=list(legal.value.reasons),
        project=None if legal.project.amount is None else str(legal.project.amount),
        project_complete=legal.project.complete,
        project_reasons=list(legal.project.reasons),
        lightest=legal.lightest,
        otherwise=legal.otherwise,
        routes=[
            types.RouteRead(
                route=one.id,
                label=said("routes", one.id, "label"),
                state=one.state,
                direct=one.direct,
                reason=one.reason,
                text=route_reason(phrases, one),
                open_if=said("routes", one.id, "open_if"),
                delay=said("routes", one.id, "delay"),
                duties=list(one.duties),
                references=[_reference(each) for each in one.references],
                frameworks=[
                    types.FrameworkRead(
                        id=each.id,
                        name=each.name,
                        body=each.body,
                        state=each.state,
                        missing=list(each.missing),
                        carries=list(each.carries),
                        ends=None if each.ends is None else each.ends.isoformat(),
                        outlived_by_need=each.outlives,
                        fee=each.fee,
                    )
                    for each in one.frameworks
                ],
            )
            for one in legal.routes
        ],
        obligations=[
            types.ObligationRead(
                obligation=one.id,
                area=one.area,
                label=said("obligations", one.id, "label"),
                applies="yes" if one.applies == "yes" else "unknown",
                severity=one.severity,
                missing=list(one.missing),
                do=said("obligations", one.id, "do"),
                write=said("obligations", one.id, "write"),
                delay=said("obligations", one.id, "delay"),
                doubt=said("obligations", one.id, "doubt"),
                voice=one.voice,
                recorded=one.recorded,
                references=[_reference(each) for each in one.references],
            )
            for one in legal.obligations
        ],
        wordings=[
            types.WordingRead(
                wording=one.id,
                label=said("wordings", one.id, "label"),
                text=said("wordings", one.id, "wording"),
                references=[_reference(each) for each in one.references],
            )
            for one in legal.wordings
        ],
        calendar=[types.CalendarRead(code=one.code, day=one.day.isoformat(), past=one.past) for one in legal.calendar],
        lapses=[types.LapseRead(name=name, until=day.isoformat()) for name, day in legal.lapses],
        stale=list(legal.stale),
    )


def _step(phrases: Phrases, step: StepResult) -> types.StepAnswer:
    ranked = step.step != "buy" or step.named is not None
    places = {place.candidate: place for place in step.ranking} if ranked else {}
    certificate = step.certificate
    route = step.route
    partial = step.partial
    return types.StepAnswer(
        step=step.step,
        outcome=step.outcome,
        shadow=step.shadow,
        door=step.door,
        reasons=[_reason(phrases, reason) for reason in step.reasons],
        named=step.named,
        imposed=None if step.imposed is None else _fact(phrases, step.imposed),
        shortlist=list(step.shortlist),
        rivals=list(step.rivals),
        covering=list(step.covering),
        route=None
        if route is None
        else types.RouteTaken(
            route=route.route,
            direct=route.direct,
            known=route.known,
            text=phrases.route(route),
            references=[_reference(one) for one in route.references],
        ),
        partial=None
        if partial is None
        else types.PartialAnswer(
            base=partial.base, covered=list(partial.covered), missing=list(partial.missing), complements=list(partial.complements)
        ),
        certificate=None
        if certificate is None
        else types.CertificateGiven(
            searches=[types.SearchDone(where=one.where, when=one.when.isoformat(), by=one.by) for one in certificate.searches],
            candidates=[
                types.Failure(candidate=line.candidate, gate=line.gate, requirement=line.requirement, reason=_reason(phrases, line.reason))
                for line in certificate.lines
            ],
        ),
        candidates=[_candidate(phrases, one, places, marked=ranked) for one in step.assessments],
    )


def _candidate(phrases: Phrases, one: Assessment, places: dict[str, Any], *, marked: bool) -> types.CandidateJudged:
    place = places.get(one.candidate.id)
    return types.CandidateJudged(
        id=one.candidate.id,
        name=one.candidate.name,
        provider=one.candidate.provider,
        run_by=one.run_by,
        status=one.status,
        gates=[_gate(phrases, gate) for gate in one.gates],
        marks=[_mark(phrases, mark) for mark in one.marks] if marked else None,
        total=_interval(one.low, one.high) if marked else None,
        rank=place.rank if place else None,
        tied=place.tied if place else None,
    )


def _gate(phrases: Phrases, gate: GateVerdict) -> types.GateAnswer:
    return types.GateAnswer(
        gate=gate.gate,
        requirement=gate.requirement,
        answer=gate.answer,
        reason=_reason(phrases, gate.reason),
        presumed=gate.presumed,
        by_derogation=gate.by_derogation,
        confidence=gate.confidence,
        facts=[_fact(phrases, fact) for fact in gate.facts if printable(fact)],
        hints=[
            types.HintUsed(
                key=one.key,
                leaning=one.leaning,
                proof=one.proof,
                as_of=one.as_of,
                publisher=one.publisher,
                note=phrases.words.pick(one.note),
            )
            for one in gate.hints
            if one.proof != "unverified"
        ],
        missing=[
            types.Missing(
                candidate=ask.candidate,
                holder=ask.holder,
                key=ask.key,
                gate=ask.gate,
                requirement=ask.requirement,
                urgent=ask.urgent,
                question=question(phrases, ask),
            )
            for ask in gate.asks
        ],
        references=[_reference(one) for one in gate.references],
    )


def _mark(phrases: Phrases, mark: Mark) -> types.CriterionMarked:
    return types.CriterionMarked(
        criterion=mark.criterion,
        points=_interval(mark.low, mark.high),
        questions=[
            types.QuestionMarked(
                question=each.question,
                points=_interval(each.low, each.high),
                reason=each.reason,
                fact=_fact(phrases, each.fact) if each.fact is not None and printable(each.fact) else None,
                also=[_fact(phrases, fact) for fact in each.also if printable(fact)],
                amount=None if each.amount is None else str(each.amount),
            )
            for each in mark.questions
        ],
    )


def _interval(low: Points, high: Points) -> types.Interval:
    return types.Interval(low=rounded(Fraction(low), 2), high=rounded(Fraction(high), 2), exact_low=str(low), exact_high=str(high))


def _fact(phrases: Phrases, fact: Fact) -> types.FactUsed:
    value = [_text(item) for item in fact.value] if isinstance(fact.value, tuple) else _text(fact.value)
    return types.FactUsed(
        candidate=fact.candidate, key=fact.key, value=value, proof=fact.proof, as_of=fact.as_of, source=fact.source,  # type: ignore[arg-type]
        publisher=fact.publisher, address=fact.address, of=fact.of, finding=fact.finding, note=phrases.words.pick(fact.note),
    )  # fmt: skip


def _text(value: object) -> str:
    match value:
        case str():
            return value
        case Amount(amount=amount, tax=tax):
            return f"{amount} {tax}"
        case BuyerCondition():
            limits = [value.ministry, value.region, f"population <= {value.max_population}" if value.max_population is not None else None]
            said = [limit for limit in (*limits, dict(value.needs).get("fr")) if limit]
            return f"{value.kind} ({', '.join(said)})" if said else value.kind
        case _:
            return str(value)


def _reference(one: Reference) -> types.ReferenceUsed:
    return types.ReferenceUsed(text=one.text, article=one.article, address=one.address, confidence=one.confidence)


def _reason(phrases: Phrases, reason: Reason) -> types.ReasonGiven:
    return types.ReasonGiven(
        code=reason.code, text=phrases.reason(reason), values={key: _text(value) for key, value in reason.values.items()}
    )
