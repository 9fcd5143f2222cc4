"""Candidates of one function from the compiled catalogue, official lists laid over them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from doctrine.loading.values import from_data
from doctrine.model.facts import Candidate, Fact, Framework, Hint


def candidates(entries: Iterable[Mapping[str, Any]], lists: Mapping[str, Mapping[str, Any]]) -> tuple[Candidate, ...]:
    """The candidates of a section of the index, as the engine reads them."""
    return tuple(candidate(entry, lists) for entry in entries)


def candidate(entry: Mapping[str, Any], lists: Mapping[str, Mapping[str, Any]]) -> Candidate:
    """One candidate. What an official list says of it is one more fact; absence from a complete edition is a documented *no*."""
    identifier = entry["id"]
    facts: dict[str, tuple[Fact, ...]] = {}
    for key, kind, value, proof, as_of, source, publisher, of, note, address in entry["facts"]:
        words = tuple((pair[0], pair[1]) for pair in note)
        one = Fact(identifier, key, from_data(value, kind), proof, as_of, source, publisher, of, words, address=address)
        facts[key] = (*facts[key], one) if key in facts else (one,)
    hints: dict[str, tuple[Hint, ...]] = {}
    for key, leaning, proof, as_of, source, publisher, note in entry["hints"]:
        words = tuple((pair[0], pair[1]) for pair in note)
        hints[key] = (*hints.get(key, ()), Hint(identifier, key, leaning, proof, as_of, source, publisher, words))
    for one in listed(identifier, entry["step"], lists):
        facts[one.key] = (*facts.get(one.key, ()), one)
    return Candidate(
        identifier,
        entry["step"],
        entry["name"],
        entry["provider"],
        tuple(entry["functions"]),
        tuple(entry["near"]),
        tuple(entry["run_by"]),
        tuple(entry["replaces"]),
        tuple((pair[0], pair[1]) for pair in entry["summary"]),
        entry["site"],
        entry["code"],
        facts,
        hints,
    )


def frameworks(data: Mapping[str, Any]) -> tuple[Framework, ...]:
    """Every framework of the catalogue with its body."""
    found = []
    for entry in data["frameworks"].values():
        body = data["bodies"][entry["body"]]
        found.append(
            Framework(
                entry["id"], entry["name"], body["name"], body["kind"], tuple(entry["functions"]),
                candidate(_as_candidate(entry), {}), candidate(_as_candidate(body), {}),
            )
        )  # fmt: skip
    return tuple(found)


def _as_candidate(entry: Mapping[str, Any]) -> Mapping[str, Any]:
    empty: dict[str, Any] = {
        "step": "buy",
        "provider": "",
        "functions": (),
        "near": (),
        "run_by": (),
        "replaces": (),
        "summary": (),
        "site": "",
        "code": "",
    }
    return empty | {key: entry[key] for key in ("id", "name", "facts", "hints")}


#: What a list that settles a fact says of those it names, and of those a complete edition leaves out.
_SAID = {"secnumcloud": ("qualified", "not_qualified"), "hds": ("certified", "not_certified")}


def listed(identifier: str, step: str, lists: Mapping[str, Mapping[str, Any]]) -> Iterable[Fact]:
    """The facts that the official lists loaded establish about one offer."""
    for found in lists.values():
        if found["edition"] is None or found["settles"] not in _SAID or step != "buy":
            continue
        present, absent = _SAID[found["settles"]]
        source = f"{found['name']['fr']}, {found['edition']}"
        line = next((one for one in found["entries"] if one["candidate"] == identifier), None)
        day = found["read_on"] or found["edition"]
        settles = found["settles"]
        if line is not None:
            yield Fact(identifier, settles, present, "attested", day, source, found["holder"], complete_list=True)
            if line["layers"]:
                yield Fact(
                    identifier, f"{settles}_layers", tuple(line["layers"]), "attested", day, source, found["holder"], complete_list=True
                )
            if line["until"]:
                ends = from_data(line["until"], "date")
                yield Fact(identifier, f"{settles}_until", ends, "attested", day, source, found["holder"], complete_list=True)
        elif found["complete"] == "yes":
            yield Fact(identifier, settles, absent, "documented", day, source, found["holder"], complete_list=True)
