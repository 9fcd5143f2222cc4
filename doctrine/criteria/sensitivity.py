"""SREN law, article 31: must this data, on this cloud, be on a SecNumCloud-qualified service? (law.md sections 2 and 3).

Four questions, three-valued: who is bound, whose cloud, condition A (secrets or essential mission), condition B (harm of a
breach). The test is provisional: the law's exact letter and DINUM's guide were not read. It refuses only along a complete
chain of texts of confidence S or better, counting only the links this case uses.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from doctrine.criteria.evidence import evidence, finding, refuted
from doctrine.criteria.verdict import ask, by_finding, plain
from doctrine.model.case import Case
from doctrine.model.facts import PROOF_RANK, Candidate, Fact, RunBy
from doctrine.model.need import Buyer, DataSensitivity
from doctrine.model.rules import CONFIDENCE_RANK, Chain, Confidence, GateCard, Reference, decides, weakest
from doctrine.model.verdicts import Answer, GateVerdict, Reason

_LAYERS_OF_HOSTING = frozenset({"iaas", "caas", "paas"})
_EUROPEAN_UNION = frozenset(
    (
        "AT",
        "BE",
        "BG",
        "HR",
        "CY",
        "CZ",
        "DK",
        "EE",
        "FI",
        "FR",
        "DE",
        "GR",
        "HU",
        "IE",
        "IT",
        "LV",
        "LT",
        "LU",
        "MT",
        "NL",
        "PL",
        "PT",
        "RO",
        "SK",
        "SI",
        "ES",
        "SE",
    )
)


def bound(buyer: Buyer) -> str:
    """Whether some text binds this buyer: `yes`, `no` or `unknown` (law.md section 0, 2.1, 3.21).

    State administrations are bound by article 31. Operators are by the cloud doctrine (6404/SG, bodies under supervision),
    listed or not; by article 31 too when the budget bill's annex lists them. A GIP is when it comprises such bodies. Local
    authorities and hospitals are not. Other kinds are when they say they are listed.
    """
    if buyer.kind in ("central_state", "operator"):
        return "yes"
    if buyer.kind in ("local", "hospital"):
        return "no"
    return buyer.listed_art31


def _binding(buyer: Buyer, chains: tuple[Chain, ...]) -> tuple[Chain, ...]:
    """The chains of texts that bind this buyer: article 31 leaves out an operator that is not known to be listed."""
    if buyer.kind == "operator" and buyer.listed_art31 != "yes":
        return tuple(chain for chain in chains if chain.id != "sren")
    if buyer.kind not in ("central_state", "operator"):
        return tuple(chain for chain in chains if chain.id == "sren")
    return chains


class Sensitivity(NamedTuple):
    """The test on the data: whether the obligation applies, the links of law it uses, what is missing."""

    answer: str
    links: tuple[str, ...]
    missing: tuple[str, ...] = ()


def sensitivity(buyer: Buyer, data: DataSensitivity) -> Sensitivity:
    """Conditions A and B for this buyer. `no` carries the links an exemption would rest on."""
    bound_by_law = bound(buyer)
    if bound_by_law == "no":
        return Sensitivity("no", ("not_bound",))
    branch_a = (
        "yes"
        if "yes" in (data.secrets, data.essential_mission)
        else "unknown"
        if "unknown" in (data.secrets, data.essential_mission)
        else "no"
    )
    harms = data.breach_harms
    branch_b = "unknown" if harms == "unknown" else "yes" if harms else "no"
    if branch_a == "no" and branch_b == "no":
        return Sensitivity("no", ("a1", "a2"))
    if "no" in (branch_a, branch_b):
        # One of the two conditions is not met: the exemption rests on "A and B", known from memory only.
        return Sensitivity("no", ("both",)) if "unknown" not in (branch_a, branch_b) else Sensitivity("unknown", (), ("sensitivity",))
    missing = tuple(
        name for name, state in (("listed_art31", bound_by_law), ("sensitivity", branch_a), ("sensitivity", branch_b)) if state == "unknown"
    )
    if missing:
        return Sensitivity("unknown", (), tuple(dict.fromkeys(missing)))
    a_link = "a1" if data.secrets == "yes" else "a2"
    return Sensitivity("yes", ("bound", a_link, "private_cloud", "effect"))


def strongest_chain(chains: tuple[Chain, ...], links: tuple[str, ...]) -> tuple[Confidence, tuple[Reference, ...]] | None:
    """The best complete chain for these links and its references; None when no chain has them all."""
    best: tuple[Confidence, tuple[Reference, ...]] | None = None
    for chain in chains:
        if not all(link in chain.links for link in links):
            continue
        references = tuple(chain.links[link].reference for link in links)
        confidence = weakest([reference.confidence for reference in references])
        if best is None or CONFIDENCE_RANK[confidence] > CONFIDENCE_RANK[best[0]]:
            best = (confidence, references)
    return best


def _chain_of(case: Case, card: GateCard, test: Sensitivity) -> tuple[Confidence, tuple[Reference, ...]] | None:
    """The chain for this case: with several harms, the best known one is enough."""
    harms = case.need.data.breach_harms
    chains = _binding(case.need.buyer, card.chains)
    if test.answer != "yes":
        # Whoever no text binds is exempted by the text that says so; others by the chain that would bind them.
        return strongest_chain(card.chains if test.links == ("not_bound",) else chains, test.links)
    a_links = [link for link, held in (("a1", case.need.data.secrets), ("a2", case.need.data.essential_mission)) if held == "yes"]
    options = [strongest_chain(chains, ("bound", a_link, f"b_{harm}", "private_cloud", "effect")) for a_link in a_links for harm in harms]
    found = [option for option in options if option is not None]
    return max(found, key=lambda option: CONFIDENCE_RANK[option[0]], default=None)


def established(case: Case, card: GateCard) -> str:
    """Whether the data is particularly sensitive for this buyer, as far as texts sure enough say: `yes`, `no` or `unknown`."""
    test = sensitivity(case.need.buyer, case.need.data)
    if test.answer == "unknown":
        return "unknown"
    chain = _chain_of(case, card, test)
    return test.answer if chain is not None and decides(chain[0]) else "unknown"


def secnumcloud(case: Case, card: GateCard, candidate: Candidate, run_by: RunBy | None) -> list[GateVerdict]:
    """The verdict of the SecNumCloud gate for one candidate."""
    test = sensitivity(case.need.buyer, case.need.data)
    if test.answer == "unknown":
        asks = tuple(ask(candidate, "buyer", key, card.id) for key in test.missing)
        return [plain(card, "unknown", "sensitivity_unknown", asks=asks)]
    chain = _chain_of(case, card, test)
    confidence: Confidence = chain[0] if chain else "M"
    references = chain[1] if chain else card.references
    if test.answer == "no":
        if decides(confidence):
            code = "not_bound" if test.links == ("not_bound",) else "not_sensitive"
            verdict = plain(card, "not_applicable", code)
        else:
            verdict = plain(
                card, "unknown", "law_unsure", values={"confidence": confidence}, asks=(ask(candidate, "buyer", "law", card.id),)
            )
        return [verdict._replace(confidence=confidence, references=references)]
    verdict = _on_cloud(case, card, candidate, run_by)
    if verdict.answer == "not_met" and not decides(confidence):
        asks = (ask(candidate, "buyer", "law", card.id),)
        verdict = verdict._replace(answer="unknown", reason=Reason("law_unsure", {"confidence": confidence}), asks=asks)
    return [verdict._replace(confidence=confidence, references=references)]


def _on_cloud(case: Case, card: GateCard, candidate: Candidate, run_by: RunBy | None) -> GateVerdict:
    """Which layer a private provider supplies here, and whether that very service is qualified."""
    need = case.need
    if candidate.step == "build" or run_by == "buyer":
        if need.hosting.cloud in ("state", "none"):
            return plain(card, "not_applicable", "state_or_own_cloud", values={"cloud": need.hosting.cloud})
        return plain(card, "unknown", "hosting_to_choose", asks=(ask(candidate, "buyer", "hosting_service", card.id),))
    if candidate.step == "mutualise":
        return _shared_service(case, card, candidate)
    layer = need.hosting.layer if need.hosting.layer in _LAYERS_OF_HOSTING else "saas"
    layers = frozenset({"caas", "paas"}) if layer == "paas" else frozenset({layer})
    return _qualified(case, card, candidate, run_by, layers, "list:secnumcloud")


def _shared_service(case: Case, card: GateCard, candidate: Candidate) -> GateVerdict:
    """A service of the State: out of scope on a State cloud, judged by its hosting service on a private one."""
    host = evidence(candidate, "hosted_by", None)
    asks = (ask(candidate, candidate.provider, "hosted_by", card.id),)
    on_state = finding(host, lambda fact: fact.value == "state")
    if on_state == "met":
        return plain(card, "not_applicable", "state_cloud", facts=host.facts[:1])
    if host.winner is None or PROOF_RANK[host.winner.proof] < PROOF_RANK["reported"]:
        return plain(card, "unknown", "host_unknown", facts=host.facts[:1], asks=asks)
    service = evidence(candidate, "hosting_service", None).winner
    if service is None or not _sure(service) or not isinstance(service.value, str) or service.value not in case.services:
        named = ask(candidate, candidate.provider, "hosting_service", card.id)
        return plain(card, "unknown", "hosting_service_unknown", facts=host.facts[:1], asks=(named,))
    verdict = _qualified(case, card, case.services[service.value], "supplier", _LAYERS_OF_HOSTING, "list:secnumcloud")
    return verdict._replace(facts=(service, *verdict.facts))


def _sure(fact: Fact) -> bool:
    """Whether a fact is enough to keep: reported or better."""
    return PROOF_RANK[fact.proof] >= PROOF_RANK["reported"]


def _qualified(case: Case, card: GateCard, service: Candidate, run_by: RunBy | None, layers: frozenset[str], holder: str) -> GateVerdict:
    """Whether this very service is qualified, for this layer, on the day."""
    known = evidence(service, "secnumcloud", run_by)
    asks = (ask(service, holder, "secnumcloud", card.id),)
    values: dict[str, object] = {"service": service.name}
    winner = known.winner
    pending = winner if winner is not None and winner.value == "in_progress" else None
    if pending is not None and _sure(pending):
        return plain(card, "unknown", "snc_in_progress", facts=(pending,), asks=asks, values=values)
    found = finding(known, lambda fact: fact.value == "qualified")
    if found != "met":
        seats = evidence(service, "supplier_country", run_by)
        seat = seats.winner
        if seat is not None and isinstance(seat.value, str) and refuted(seats, lambda fact: fact.value in (*_EUROPEAN_UNION, "EU", "EEA")):
            return plain(card, "not_met", "snc_seat_outside", facts=(seat,), values=values | {"country": seat.value})
        if pending is not None:
            return plain(card, "unknown", "snc_in_progress", facts=(pending,), asks=asks, values=values)
        return by_finding(card, known, found, "snc", asks, values=values)
    facts = known.facts[:1]
    layered = evidence(service, "secnumcloud_layers", run_by)
    covered = layered.winner
    if covered is None or not _sure(covered) or not isinstance(covered.value, tuple):
        return plain(card, "unknown", "snc_layer_unknown", facts=facts, asks=asks, values=values)
    if not layers & set(covered.value):
        other = refuted(layered, lambda fact: isinstance(fact.value, tuple) and bool(layers & set(fact.value)))
        answer: Answer = "not_met" if other else "unknown"
        return plain(card, answer, "snc_other_layer", facts=(*facts, covered), asks=() if answer == "not_met" else asks, values=values)
    lasting = evidence(service, "secnumcloud_until", run_by)
    until = lasting.winner
    if until is None or not isinstance(until.value, date):
        return plain(card, "unknown", "snc_end_unknown", facts=(*facts, covered), asks=asks, values=values)
    values |= {"until": until.value}
    if until.value < case.need.on:
        lapsed = refuted(lasting, lambda fact: isinstance(fact.value, date) and fact.value >= case.need.on)
        answer = "not_met" if lapsed else "unknown"
        return plain(card, answer, "snc_lapsed", facts=(*facts, until), asks=() if answer == "not_met" else asks, values=values)
    if not _sure(until):
        return plain(card, "unknown", "snc_end_unknown", facts=(*facts, until), asks=asks, values=values)
    return plain(card, "met", "snc_met", facts=(*facts, covered, until), values=values)
