"""The closed set of gates that cards name: what no mark can buy back.

Each answers `met`, `not_met`, `unknown` or `not_applicable` with a reason, the facts it stands on, and what to ask whom. A gate
that rests on law refuses and exempts only when its strongest complete chain of texts holds (confidence S or better).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

from doctrine.criteria.comparison import satisfies
from doctrine.criteria.eligibility import buyer_answer, needs_of, unsaid
from doctrine.criteria.evidence import Evidence, Finding, evidence, finding, may_reject, refuted
from doctrine.criteria.measures import COST_COMPONENTS, HUNDRED, mark
from doctrine.criteria.sensitivity import secnumcloud
from doctrine.criteria.verdict import ask, by_finding, legal, plain
from doctrine.model.case import Case
from doctrine.model.days import last_day_of, months_after, months_before
from doctrine.model.facts import PROOF_RANK, Amount, Candidate, Fact, RunBy
from doctrine.model.need import Floor, Requirement
from doctrine.model.rules import CriterionCard, GateCard
from doctrine.model.verdicts import GateVerdict, Points, QuestionMark, Reason

Gate = Callable[[Case, GateCard, Candidate, RunBy | None], list[GateVerdict]]


def judge(case: Case, card: GateCard, candidate: Candidate, run_by: RunBy | None) -> list[GateVerdict]:
    """The verdicts of one card for one candidate, derogations in force and the buyer's rejections applied."""
    verdicts = _GATES[card.decides_by](case, card, candidate, run_by)
    return [_overlaid(case, candidate, verdict) for verdict in verdicts]


def _overlaid(case: Case, candidate: Candidate, verdict: GateVerdict) -> GateVerdict:
    """Lay the buyer's rejection, then a derogation in force, over a gate's own answer."""
    for rejection in candidate.rejections:
        if rejection.rejected not in (verdict.gate, verdict.requirement):
            continue
        better = bool(verdict.facts) and all(PROOF_RANK[fact.proof] > PROOF_RANK[rejection.proof] for fact in verdict.facts)
        if rejection.proof != "unverified" and not (verdict.answer == "met" and better):
            reason = Reason("rejected_by_finding", {"reason": rejection.reason, "source": rejection.source})
            return GateVerdict(verdict.gate, "not_met", reason, verdict.requirement, verdict.facts, references=verdict.references)
    if verdict.answer in ("not_met", "unknown"):
        for derogation in case.need.derogations:
            same = derogation.gate in (verdict.gate, verdict.requirement) and derogation.candidate in (None, candidate.id)
            if same and derogation.start <= case.need.on <= derogation.end:
                reason = Reason("by_derogation", {"author": derogation.author, "ground": derogation.ground, "end": derogation.end})
                return GateVerdict(
                    verdict.gate, "met", reason, verdict.requirement, verdict.facts, references=verdict.references, by_derogation=True
                )
    return verdict


def _eligible(case: Case, card: GateCard, candidate: Candidate, run_by: RunBy | None) -> list[GateVerdict]:
    """Whether the shared service is open to this buyer. A condition on the buyer that nobody said is asked of the buyer."""
    known = evidence(candidate, "eligible_buyers", run_by)
    questions = (ask(candidate, candidate.provider, "eligible_buyers", card.id),)
    answers = {fact: buyer_answer(case.need.buyer, fact) for fact in known.facts}
    top = [fact for fact in known.facts if fact.strength == known.facts[0].strength]
    if top and all(answers[fact] != "yes" for fact in top) and any(answers[fact] == "unknown" for fact in top):
        missing = unsaid(case.need.buyer, top)
        asked = tuple(ask(candidate, "buyer", key, card.id) for key in missing) or questions
        return [plain(card, "unknown", "eligibility_condition", facts=tuple(top[:1]), asks=asked, values={"needs": needs_of(top[0])})]
    told = known._replace(facts=tuple(fact for fact in known.facts if answers[fact] != "unknown" or fact in top))
    found = finding(told, lambda fact: answers[fact] == "yes")
    return [by_finding(card, told, found, "eligible", questions)]


_ALIVE = frozenset({"production", "beta"})
_ENDING = frozenset({"stopped", "being_withdrawn"})


def _alive(case: Case, card: GateCard, candidate: Candidate, run_by: RunBy | None) -> list[GateVerdict]:
    """Whether the service exists and is not being stopped; silence is the rule, so it may be presumed."""
    known = evidence(candidate, "status", run_by)
    questions = (ask(candidate, candidate.provider, "status", card.id),)
    found = finding(known, lambda fact: fact.value not in _ENDING)
    built = next((fact for fact in known.facts if fact.strength == known.facts[0].strength and fact.value not in _ALIVE | _ENDING), None)
    if found in ("met", "claimed") and built is not None:
        return [plain(card, "unknown", "alive_construction", facts=(built,), asks=questions)]
    if found in ("absent", "claimed") and case.presumptions and not known.hints:
        months = int(str(card.options.get("seen_within", 24)))
        seen = _last_seen(candidate)
        if seen and last_day_of(seen) >= months_before(case.need.on, months):
            return [plain(card, "met", "alive_presumed", presumed=True, values={"seen": seen})]
    return [by_finding(card, known, found, "alive", questions)]


def _last_seen(candidate: Candidate) -> str:
    """The latest day at which somebody other than our memory said something of the candidate."""
    days = [fact.as_of for facts in candidate.facts.values() for fact in facts if fact.proof != "unverified" and not fact.complete_list]
    return max(days, default="")


def _requirements(case: Case, card: GateCard, candidate: Candidate, run_by: RunBy | None) -> list[GateVerdict]:
    """One verdict for each `must`; a shared service of the very function may be adapted."""
    return [_requirement(case, card, candidate, run_by, wanted) for wanted in case.need.requirements if wanted.level == "must"]


def _requirement(case: Case, card: GateCard, candidate: Candidate, run_by: RunBy | None, wanted: Requirement) -> GateVerdict:
    key = wanted.capability or wanted.fact or ""
    known = evidence(candidate, key, run_by)
    bound = case.bounds.get(wanted.id)
    found = finding(known, lambda fact: satisfies(fact, bound))
    holder = "buyer" if candidate.step == "build" else candidate.provider
    questions = (ask(candidate, holder, key, card.id, wanted.id),)
    verdict = by_finding(card, known, found, "requirement", questions, requirement=wanted.id)
    if verdict.answer == "met":
        return verdict
    adapted = _adapted(case, card, candidate, wanted, known, failed=verdict.answer == "not_met")
    return adapted or verdict


def _adapted(case: Case, card: GateCard, candidate: Candidate, wanted: Requirement, known: Evidence, *, failed: bool) -> GateVerdict | None:
    """What the buyer's `adaptations` say of a requirement that is not met: cost, delay, possible or not.

    An adaptation that is impossible or too late rejects only when the facts already do: otherwise the answer stays open.
    """
    for adaptation in case.need.adaptations:
        if (adaptation.candidate, adaptation.requirement) != (candidate.id, wanted.id):
            continue
        values: dict[str, object] = {"source": adaptation.source, "months": adaptation.months, "cost": None}
        if adaptation.possible == "no":
            if not failed:
                return None
            return plain(card, "not_met", "adaptation_impossible", requirement=wanted.id, values=values, facts=known.facts[:1])
        if adaptation.possible == "unknown" or adaptation.months is None or adaptation.cost is None or adaptation.tax is None:
            questions = (ask(candidate, candidate.provider, wanted.capability or wanted.fact or "", card.id, wanted.id),)
            return plain(card, "unknown", "adaptation_incomplete", requirement=wanted.id, values=values, asks=questions)
        values["cost"] = Amount(adaptation.cost, adaptation.tax)
        late = case.need.needed_by is not None and months_after(case.need.on, adaptation.months) > case.need.needed_by
        if late and not failed:
            return None
        code = "adaptation_late" if late else "adaptation"
        return plain(card, "not_met" if late else "met", code, requirement=wanted.id, values=values)
    return None


def _ready(case: Case, card: GateCard, candidate: Candidate, run_by: RunBy | None) -> list[GateVerdict]:
    """Whether it is open to this buyer by `needed_by`: a day, a delay, or the presumption of the card."""
    needed = case.need.needed_by
    if needed is None:
        return [plain(card, "not_applicable", "no_date")]
    opens = evidence(candidate, "opens_on", run_by)
    delay = evidence(candidate, "onboarding_days", run_by)
    known, key = (delay, "onboarding_days") if _weaker(opens, delay) else (opens, "opens_on")
    holder = "buyer" if candidate.step == "build" else candidate.provider
    questions = (ask(candidate, holder, key, card.id),)

    def fits(fact: Fact) -> bool:
        if isinstance(fact.value, date):
            return fact.value <= needed
        return isinstance(fact.value, Decimal) and (needed - case.need.on).days >= fact.value

    found = finding(known, fits)
    quiet = found in ("absent", "claimed") and not opens.hints and not delay.hints
    status = evidence(candidate, "status", run_by).winner
    built = status is None or status.value not in ("construction", *_ENDING)
    if quiet and built and case.presumptions:
        usual = int(str(card.options.get(candidate.step, 0)))
        if months_after(case.need.on, usual) < needed:
            return [plain(card, "met", "ready_presumed", presumed=True, values={"months": usual})]
    values = {"needed_by": needed}
    return [by_finding(card, known, found, "ready", questions, extra=opens.hints + delay.hints, values=values)]


def _weaker(one: Evidence, other: Evidence) -> bool:
    """Whether the other is better proved, so that it answers."""
    if not other.facts:
        return False
    return not one.facts or PROOF_RANK[one.facts[0].proof] < PROOF_RANK[other.facts[0].proof]


def _health_hosting(case: Case, card: GateCard, candidate: Candidate, run_by: RunBy | None) -> list[GateVerdict]:
    """Health data hosted by a third party: a certified host, on the day."""
    health = case.need.data.health
    if health == "no":
        return [plain(card, "not_applicable", "no_health_data")]
    if health == "unknown":
        return [plain(card, "unknown", "health_unknown", asks=(ask(candidate, "buyer", "health", card.id),))]
    if _own_premises(case, candidate, run_by):
        return [plain(card, "not_applicable", "own_premises")]
    known = evidence(candidate, "hds", run_by)
    lasting = evidence(candidate, "hds_until", run_by)
    until = lasting.winner
    questions = (ask(candidate, "list:hds" if candidate.step == "buy" else candidate.provider, "hds", card.id),)
    found = finding(known, lambda fact: fact.value == "certified")
    if found == "met" and known.winner is not None:
        if until is None or not isinstance(until.value, date) or PROOF_RANK[until.proof] < PROOF_RANK["reported"]:
            return [plain(card, "unknown", "hds_end_unknown", facts=(known.winner,), asks=questions)]
        over = until.value < case.need.on
        lapsed = refuted(lasting, lambda fact: isinstance(fact.value, date) and fact.value >= case.need.on)
        answer: Finding = "met" if not over else "not_met" if lapsed else "contrary"
        return [legal(card, candidate, by_finding(card, known, answer, "hds", questions, values={"until": until.value}))]
    if known.winner is not None and known.winner.value == "in_progress":
        return [plain(card, "unknown", "hds_in_progress", facts=(known.winner,), asks=questions)]
    return [legal(card, candidate, by_finding(card, known, found, "hds", questions))]


def _own_premises(case: Case, candidate: Candidate, run_by: RunBy | None) -> bool:
    """Installed on the buyer's own machines: no third party hosts anything."""
    runs_itself = run_by == "buyer" or candidate.step == "build"
    return runs_itself and case.need.hosting.cloud == "none"


def _marking(case: Case, card: GateCard, candidate: Candidate, run_by: RunBy | None) -> list[GateVerdict]:
    """Diffusion Restreinte and classified information: approved for that very marking, nothing less."""
    wanted = case.need.data.marking
    if wanted == "none":
        return [plain(card, "not_applicable", "no_marking")]
    if wanted == "unknown":
        return [plain(card, "unknown", "marking_unknown", asks=(ask(candidate, "buyer", "need_marking", card.id),))]
    known = evidence(candidate, "marking", run_by)
    found = finding(known, lambda fact: isinstance(fact.value, tuple) and wanted in fact.value)
    questions = (ask(candidate, candidate.provider, "marking", card.id),)
    return [legal(card, candidate, by_finding(card, known, found, "marking", questions, values={"marking": wanted}))]


def _transfers(case: Case, card: GateCard, candidate: Candidate, run_by: RunBy | None) -> list[GateVerdict]:
    """Personal data stay in the European Economic Area, or leave it on a basis of the GDPR."""
    personal = case.need.data.personal
    if personal == "no":
        return [plain(card, "not_applicable", "no_personal_data")]
    if personal == "unknown":
        return [plain(card, "unknown", "personal_unknown", asks=(ask(candidate, "buyer", "personal", card.id),))]
    if _own_premises(case, candidate, run_by):
        return [plain(card, "not_applicable", "own_premises")]
    if (run_by == "buyer" or candidate.step == "build") and case.need.hosting.cloud == "state":
        return [plain(card, "met", "state_cloud")]
    inside = card.options.get("inside")
    countries = frozenset(inside) if isinstance(inside, tuple) else frozenset()
    known = _placed(evidence(candidate, "data_location", run_by))
    holder = "buyer" if run_by == "buyer" or candidate.step == "build" else candidate.provider
    questions = (ask(candidate, holder, "data_location", card.id),)
    found = finding(
        known, lambda fact: isinstance(fact.value, tuple) and bool(fact.value) and all(place in countries for place in fact.value)
    )
    if found in ("not_met", "contrary", "leaning_no"):
        basis = evidence(candidate, "transfer_basis", run_by)
        with_basis = finding(basis, lambda fact: fact.value in ("adequacy", "safeguards", "not_needed"))
        asked = (ask(candidate, holder, "transfer_basis", card.id),)
        if with_basis == "met" and basis.winner is not None:
            code = "transfer_adequacy" if basis.winner.value == "adequacy" else "transfer_basis"
            return [plain(card, "met", code, facts=known.facts[:1] + basis.facts[:1])]
        if with_basis != "not_met":
            return [plain(card, "unknown", "transfer_basis_unknown", facts=known.facts[:1], asks=asked)]
        questions = asked
    return [legal(card, candidate, by_finding(card, known, found, "transfers", questions))]


def _placed(known: Evidence) -> Evidence:
    """What is known of places, without lists that name none: they say nothing."""
    said = tuple(fact for fact in known.facts if fact.value != ())
    return known if len(said) == len(known.facts) else known._replace(facts=said, winner=said[0] if said and not known.conflict else None)


def _means(case: Case, card: GateCard, candidate: Candidate, run_by: RunBy | None) -> list[GateVerdict]:
    """A team and a maintenance that the buyer has established, for a way to build."""
    del case
    verdicts = []
    for key in ("team_ready", "maintenance_planned"):
        known = evidence(candidate, key, run_by)
        questions = (ask(candidate, "buyer", key, card.id),)
        verdicts.append(by_finding(card, known, finding(known, lambda fact: fact.value == "yes"), key, questions))
    return verdicts


def _floors(case: Case, card: GateCard, candidate: Candidate, run_by: RunBy | None) -> list[GateVerdict]:
    """The buyer's own floors: met on the low bound; refused only when facts good enough to reject put the high bound below."""
    if not case.need.floors:
        return [plain(card, "not_applicable", "no_floor")]
    cards = {criterion.id: criterion for criterion in case.rules.criteria}
    verdicts = []
    for floor in case.need.floors:
        if floor.criterion is None or floor.points is None:
            verdicts.append(_seal(card, candidate, run_by, floor))
            continue
        points = mark(case, cards[floor.criterion], candidate, run_by)
        values: dict[str, object] = {"criterion": floor.criterion, "floor": floor.points, "reason": floor.reason}
        if points is None:
            verdicts.append(plain(card, "not_applicable", "floor_no_mark", values=values))
            continue
        values |= {"low": points.low, "high": points.high}
        facts = tuple(answer.fact for answer in points.questions if answer.fact is not None)
        if points.low >= floor.points:
            verdicts.append(plain(card, "met", "floor_met", values=values, facts=facts))
            continue
        firm = [_firm(candidate, answer, run_by) for answer in points.questions]
        if Fraction(sum(firm, start=Fraction(0)), len(firm)) < floor.points:
            verdicts.append(plain(card, "not_met", "floor_not_met", values=values, facts=facts))
            continue
        reads = _read_by(case, cards[floor.criterion])
        asks = tuple(ask(candidate, candidate.provider, key, card.id) for key in reads)
        verdicts.append(plain(card, "unknown", "floor_unknown", values=values, facts=facts, asks=asks))
    return verdicts


def _read_by(case: Case, card: CriterionCard) -> list[str]:
    """The facts that settle a criterion: those its questions read, the components of the cost, the wishes of the need."""
    found: list[str] = []
    for question in card.questions:
        if question.measure == "cost":
            found += COST_COMPONENTS
        elif question.measure == "requirements":
            found += [one.capability or one.fact or "" for one in case.need.requirements if one.level == "should"]
        elif question.reads:
            found.append(question.reads)
    return found


def _seal(card: GateCard, candidate: Candidate, run_by: RunBy | None, floor: Floor) -> GateVerdict:
    """The least level on one edition of the European grid of cloud sovereignty (SEAL 0–4)."""
    key = f"seal_{(floor.edition or '').replace('-', '_')}"
    known = evidence(candidate, key, run_by)
    wanted = floor.seal or 0
    found = finding(known, lambda fact: isinstance(fact.value, Decimal) and fact.value >= wanted)
    asks = (ask(candidate, candidate.provider, key, card.id),)
    return by_finding(card, known, found, key, asks, values={"seal": wanted, "edition": floor.edition or "", "reason": floor.reason})


def _firm(candidate: Candidate, answer: QuestionMark, run_by: RunBy | None) -> Points:
    """The high bound of a question as far as facts good enough to reject put it; the cost rests on all its components."""
    if answer.question == "whole_cost":
        winners = [evidence(candidate, component, run_by).winner for component in COST_COMPONENTS]
        return answer.high if all(winner is not None and may_reject(winner) for winner in winners) else HUNDRED
    return answer.high if answer.fact is not None and may_reject(answer.fact) else HUNDRED


_GATES: Mapping[str, Gate] = {
    "eligible": _eligible,
    "alive": _alive,
    "requirements": _requirements,
    "ready": _ready,
    "secnumcloud": secnumcloud,
    "health_hosting": _health_hosting,
    "marking": _marking,
    "transfers": _transfers,
    "means": _means,
    "floors": _floors,
}
