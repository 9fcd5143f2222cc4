"""Facts and candidates as the engine reads them: every value with its source, its day and its proof."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

#: The empty mapping, shared.
NOTHING: Mapping[str, Any] = MappingProxyType({})

Proof = Literal["unverified", "declared", "reported", "documented", "attested", "tested"]
PROOFS: tuple[Proof, ...] = ("unverified", "declared", "reported", "documented", "attested", "tested")
PROOF_RANK: Mapping[str, int] = {proof: rank for rank, proof in enumerate(PROOFS)}

#: What a fact is about: the service as offered, the published software, or one way of deploying the offer.
Scope = Literal["service", "software", "supplier", "third_party", "buyer"]
RunBy = Literal["supplier", "third_party", "buyer"]

FactKind = Literal[
    "yes_no", "word", "words", "number", "date", "period", "amount", "text", "texts", "country", "countries", "buyers", "address"
]


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of money: EUR, `excluded` or `included` VAT, over `months` when it covers a duration."""

    amount: Decimal
    tax: Literal["excluded", "included"]
    months: int | None = None


@dataclass(frozen=True, slots=True)
class BuyerCondition:
    """One line of eligibility: the buyer fits when kind, ministry, population and region all do.

    `needs` names something else that must hold (membership, agreement): the line then asks instead of answering.
    """

    kind: str
    ministry: str | None = None
    max_population: int | None = None
    region: str | None = None
    needs: tuple[tuple[str, str], ...] = ()


FactValue = str | Decimal | date | Amount | tuple[str, ...] | tuple[BuyerCondition, ...]


class Fact(NamedTuple):
    """One value about a candidate. `key` is a fact id (`max_participants`) or a capability id (`guest-access`).

    `complete_list` marks a value read in an official list loaded whole; `finding` one that the buyer recorded.
    """

    candidate: str
    key: str
    value: FactValue
    proof: Proof
    as_of: str
    source: str
    publisher: str
    of: Scope = "service"
    note: tuple[tuple[str, str], ...] = ()
    finding: bool = False
    complete_list: bool = False
    address: str = ""

    @property
    def strength(self) -> tuple[int, str]:
        """Stronger proof first, then the later day: the larger tuple wins."""
        return (PROOF_RANK[self.proof], self.as_of)


class Hint(NamedTuple):
    """Something announced, partial or ambiguous: never an answer, always a question."""

    candidate: str
    key: str
    leaning: Literal["yes", "no", "partial", "unknown"]
    proof: Proof
    as_of: str
    source: str
    publisher: str
    note: tuple[tuple[str, str], ...] = ()


class Rejection(NamedTuple):
    """A finding of the buyer that sets a candidate aside for a named gate or requirement."""

    candidate: str
    rejected: str
    reason: str
    proof: Proof
    source: str
    as_of: str


class Framework(NamedTuple):
    """A framework or catalogue of a purchasing body, and the functions it covers ([] when general).

    `own` holds its facts and hints, `of_body` those of its body, as a candidate's are held.
    """

    id: str
    name: str
    body: str
    body_kind: str
    functions: tuple[str, ...]
    own: Candidate
    of_body: Candidate


class Candidate(NamedTuple):
    """A shared service, an offer or a way to build, with all that is known of it.

    `facts` and `hints` are grouped by key. `run_by` lists the ways of deploying an offer; a shared service or a way to build has none.
    """

    id: str
    step: Literal["mutualise", "buy", "build"]
    name: str
    provider: str
    functions: tuple[str, ...]
    near: tuple[str, ...] = ()
    run_by: tuple[RunBy, ...] = ()
    replaces: tuple[str, ...] = ()
    summary: tuple[tuple[str, str], ...] = ()
    site: str = ""
    code: str = ""
    facts: Mapping[str, tuple[Fact, ...]] = NOTHING
    hints: Mapping[str, tuple[Hint, ...]] = NOTHING
    rejections: tuple[Rejection, ...] = ()
    added_by_buyer: bool = False
