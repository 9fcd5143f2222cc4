"""How things are called in one language: candidates, gates, facts, values, reasons, holders of an answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from doctrine.criteria.evidence import printable
from doctrine.locales.words import Words
from doctrine.model.case import Case
from doctrine.model.facts import Amount, BuyerCondition, Fact, FactValue, Hint
from doctrine.model.verdicts import Assessment, GateVerdict, Reason, RouteChoice


class Phrases:
    """The words of one case in one language."""

    def __init__(self, words: Words, case: Case, function: Mapping[str, Any], common: Mapping[str, Any]) -> None:
        """Keep the words, and the labels of the need's function."""
        self.words = words
        self.case = case
        self._function = function
        self._common = common
        self._candidates = {one.id: one for one in case.candidates} | dict(case.services)
        self._requirements = {wanted.id: wanted for wanted in case.need.requirements}

    def name(self, candidate: str) -> str:
        """A candidate's name; its id when nobody knows it."""
        way = self.words.section("ways").get(candidate)
        found = self._candidates.get(candidate)
        return str(way) if way else found.name if found else candidate

    def full_name(self, one: Assessment) -> str:
        """Name, and provider or way of deploying when it tells more."""
        run_by = f", {self.words.say(f'run_by_{one.run_by}')}" if one.run_by == "buyer" else ""
        if one.candidate.step == "build":
            return self.name(one.candidate.id)
        return f"{one.candidate.name} ({one.candidate.provider}{run_by})"

    def joined(self, names: tuple[str, ...] | list[str], last: str = "shortlist_or") -> str:
        """Names in a row: `A, B ou C`."""
        if len(names) < 2:
            return "".join(names)
        return f"{', '.join(names[:-1])} {self.words.say(last)} {names[-1]}"

    def gate(self, gate: str) -> str:
        """A gate's label."""
        return str(self.words.section("labels").get(gate, gate))

    def condition(self, verdict: GateVerdict) -> str:
        """A gate, or the requirement it judges."""
        if verdict.requirement is not None and verdict.requirement in self._requirements:
            return f"{verdict.requirement} {self._requirements[verdict.requirement].text}"
        return self.gate(verdict.gate)

    def requirement(self, identifier: str) -> str:
        """A requirement with its text."""
        wanted = self._requirements.get(identifier)
        return f"{identifier} ({wanted.text})" if wanted else identifier

    def key(self, key: str) -> str:
        """The label of a fact or capability."""
        for section in (self._function, self._common):
            if key in section.get("capabilities", {}):
                return self.words.pick(section["capabilities"][key])
            if key in section.get("facts", {}):
                found = section["facts"][key]
                return str(found[self.words.language])
        return key

    def unit(self, key: str) -> str:
        """The unit of a number, empty when it has none."""
        for section in (self._function, self._common):
            if key in section.get("facts", {}):
                return self.words.pick(section["facts"][key]["unit"]) if section["facts"][key]["unit"] else ""
        return ""

    def value(self, value: FactValue, key: str = "") -> str:
        """A fact's value as one reads it."""
        match value:
            case Decimal():
                unit = self.unit(key)
                return f"{self.words.number(value)} {unit}".strip()
            case date():
                return self.words.day(value)
            case Amount(amount=amount, tax=tax):
                return self.words.euros(amount, tax)
            case tuple():
                return ", ".join(self._buyer(item) if isinstance(item, BuyerCondition) else self._word(item) for item in value)
            case _:
                return self._word(value)

    def _word(self, word: str) -> str:
        return str(self.words.section("values").get(word, word))

    def _buyer(self, line: BuyerCondition) -> str:
        extra = [text for text in (line.ministry, line.region, self.words.pick(line.needs)) if text]
        if line.max_population is not None:
            extra.append(f"≤ {self.words.number(line.max_population)}")
        kind = self._word(line.kind)
        if line.kind == "any" and extra:
            return ", ".join(extra)
        return f"{kind} ({', '.join(extra)})" if extra else kind

    def proof(self, proof: str) -> str:
        """What a proof is called."""
        return str(self.words.section("proofs")[proof])

    def fact(self, fact: Fact) -> str:
        """One fact in a cell: value, proof, whose word, day."""
        parts = [self.proof(fact.proof)]
        if fact.finding:
            parts.append(fact.source)
        elif fact.publisher:
            parts.append(fact.publisher)
        parts.append(self.words.period(fact.as_of))
        return f"{self.value(fact.value, fact.key)} ({', '.join(parts)})"

    def reason(self, reason: Reason) -> str:
        """A reason as a short sentence; gates share the sentences of their findings."""
        section = self.words.section("reasons")
        code = reason.code
        template = section.get(code)
        if template is None:
            suffix = max((key for key in section if key.startswith("_") and code.endswith(key)), key=len, default="")
            template = section.get(suffix, code)
        values = {name: self._reason_value(name, value) for name, value in reason.values.items()}
        return self.words.fill(str(template), values)

    def _reason_value(self, name: str, value: object) -> object:
        if isinstance(value, Amount):
            return self.words.euros(value.amount, value.tax)
        if name == "seen" and isinstance(value, str):
            return self.words.period(value)
        if name in ("low", "high", "points", "floor") and isinstance(value, Fraction | Decimal):
            return self.words.number(Fraction(value), 0)
        if name == "confidence":
            return self.words.section("confidences").get(str(value), value)
        return value

    def on_what(self, verdict: GateVerdict) -> str:
        """What an answer stands on: its reason, and the facts that may be shown."""
        shown = [self.fact(fact) for fact in verdict.facts if printable(fact)]
        if verdict.answer == "unknown":
            shown += [self.hint(hint) for hint in verdict.hints if hint.proof != "unverified"]
        reason = self.reason(verdict.reason)
        return "\n".join([reason, *(f"· {one}" for one in shown)])

    def hint(self, hint: Hint) -> str:
        """One hint in a cell: what was announced, by whom, when."""
        return self.words.say(
            "hint", text=self.words.pick(hint.note) or self.key(hint.key), publisher=hint.publisher, day=self.words.period(hint.as_of)
        )

    def holder(self, holder: str) -> str:
        """Who holds an answer."""
        if holder in ("buyer", "suppliers"):
            return self.words.say(f"holder_{holder}")
        if holder.startswith("list:"):
            return self.words.say(f"list_{holder.removeprefix('list:')}")
        return holder

    def addressed(self, holder: str) -> str:
        """To whom a message goes, with its article: « à la DINUM »."""
        named = self.words.section("addressed").get(holder)
        if named:
            return str(named)
        if holder in ("buyer", "suppliers"):
            return self.words.say(f"to_{holder}")
        return self.holder(holder) if holder.startswith("list:") else self.words.say("to_somebody", name=holder)

    @property
    def migration(self) -> str:
        """The usual effort of migration for this kind of function, empty when the tool assumes none."""
        effort = self._function.get("migration")
        return str(self.words.section("efforts")[effort]) if effort else ""

    def lowered(self, text: str) -> str:
        """A label within a sentence: its first letter small, unless its first word is a name or an acronym."""
        word = text.split(" ", maxsplit=1)[0]
        return text if any(letter.isupper() for letter in word[1:]) else text[:1].lower() + text[1:]

    def route(self, route: RouteChoice) -> str:
        """A way to contract, in words."""
        values = {name: self._money(name, value, route) for name, value in route.values.items()}
        name = f"route_{route.route}"
        if route.route == "exemption" and not route.direct:
            name = "route_exemption_to_check"
        if route.route == "unknown" and route.values.get("tax") == "excluded":
            name = "route_no_threshold"
        if route.route == "adapted_or_formal" and route.values["low"] == route.values["high"]:
            name = "route_whole_value_to_check"  # one threshold: what is open is the value, not the status of the buyer
        return self.words.say(name, **values)

    def _money(self, name: str, value: object, route: RouteChoice) -> object:
        if name == "amount" and isinstance(value, Decimal):
            return self.words.euros(value, str(route.values.get("tax", "")))
        if isinstance(value, Decimal | Fraction):
            return self.words.euros(value, "excluded")
        return value
