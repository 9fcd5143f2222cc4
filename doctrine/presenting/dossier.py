"""The file for the DINUM opinion, as sections of lines that each carry the numbers of their notes; what is missing is said so.

The cost base is `law.value.project_base` (order of 5 June 2020), asked once for the whole and once for each part alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from doctrine.criteria.evidence import printable
from doctrine.law.value import project_at_least
from doctrine.model.facts import Fact
from doctrine.model.rules import LegalValue
from doctrine.model.verdicts import Assessment, GateVerdict, Recommendation, StepResult
from doctrine.outcomes import announces
from doctrine.presenting.blocks import Block, Bullets, Grid, Heading, Paragraph
from doctrine.presenting.dossier_parts import Dossier, Kept, Line, Note, Section, kept_parts
from doctrine.presenting.phrases import Phrases

THRESHOLD, MONTHS, SILENCE, OBSERVATIONS = "dinum.avis_seuil", "dinum.avis_base_mois", "dinum.silence_mois", "dinum.observations_jours"
#: Outcomes that wait for an answer.
_WAITING = ("conditional", "undecided")
#: Gates of the section on security and data.
_SECURITY = ("secnumcloud", "health_hosting", "marking", "transfers")


def dossier(phrases: Phrases, answer: Recommendation, digest: str) -> Dossier:
    """The file for one decision."""
    made = _Making(phrases, answer)
    sections = tuple(made.sections())
    return Dossier(answer.need, phrases.words.day(answer.on), digest, sections, tuple(made.notes))


class _Making:
    """The sections being written; notes are numbered as they come, one number for each origin."""

    def __init__(self, phrases: Phrases, answer: Recommendation) -> None:
        self.phrases = phrases
        self.words = phrases.words
        self.case = phrases.case
        self.need = phrases.case.need
        self.answer = answer
        self.notes: list[Note] = []

    def sections(self) -> Iterator[Section]:
        yield self._section("project", self._project())
        yield self._section("buyer", self._buyer())
        yield self._section("need", self._need())
        yield self._section("steps", self._steps())
        yield self._candidates()
        yield self._cost()
        yield self._section("thresholds", self._thresholds())
        yield self._section("security", self._security())
        yield self._section("sovereignty", self._sovereignty())
        yield self._section("calendar", self._calendar())
        yield self._section("opinions", self._opinions())
        yield self._section("doubts", self._doubts())

    # ---- notes ---------------------------------------------------------------------------------------------------------

    def _note(self, note: Note) -> int:
        if note not in self.notes:
            self.notes.append(note)
        return self.notes.index(note) + 1

    def _of_need(self, key: str) -> int:
        return self._note(Note("need", key, self.words.say("dossier_note_need", entry=key)))

    def _of_decision(self, key: str) -> int:
        return self._note(Note("decision", key, self.words.say("dossier_note_decision", entry=key)))

    def _of_fact(self, fact: Fact) -> int:
        source = " — ".join(dict.fromkeys(filter(None, (fact.publisher, fact.source))))
        text = self.words.say(
            "dossier_note_fact",
            entry=fact.key,
            name=self.phrases.name(fact.candidate),
            source=source,
            day=self.words.period(fact.as_of),
            proof=self.phrases.proof(fact.proof),
        )
        return self._note(Note("fact", f"{fact.candidate}/{fact.key}", text))

    def _of_parameter(self, value: LegalValue) -> int:
        reference = value.reference
        text = f"{reference.text}, {reference.article}" if reference.article else reference.text
        said = self.words.say("dossier_note_parameter", entry=value.id, text=text, confidence=reference.confidence)
        return self._note(Note("parameter", value.id, said))

    def _section(self, name: str, lines: Iterator[Line]) -> Section:
        return Section(name, self.words.say(f"dossier_h_{name}"), tuple(lines))

    def _said(self, label: str, value: object, key: str) -> Line:
        """One key of the need: its value, or that it is missing."""
        title = self.words.say(f"dossier_l_{label}")
        if value is None or value in ("", "unknown"):
            return self._missing(self.phrases.lowered(title), key)
        text = self.phrases.value(value) if isinstance(value, str) else value
        return Line(self.words.say("dossier_line", label=title, text=text), (self._of_need(key),))

    def _missing(self, text: str, key: str) -> Line:
        return Line(self.words.say("dossier_missing", text=text), (self._of_need(key),), missing=True)

    # ---- sections ------------------------------------------------------------------------------------------------------

    def _project(self) -> Iterator[Line]:
        need, words = self.need, self.words
        yield self._said("title", need.title, "title")
        yield self._said("id", need.id, "id")
        yield self._said("on", need.on, "on")
        purpose = None if need.purpose is None else words.say(f"dossier_purpose_{need.purpose.kind}")
        yield self._said("purpose", purpose, "purpose")
        value = need.value
        text = None if value is None else words.euros(value.amount, value.tax)
        if value is not None and value.months is not None:
            text = words.say("dossier_value", amount=text, months=value.months)
        yield self._said("value", text, "value")

    def _buyer(self) -> Iterator[Line]:
        buyer = self.need.buyer
        yield self._said("name", buyer.name, "buyer/name")
        yield self._said("kind", buyer.kind, "buyer/kind")
        if buyer.kind == "central_state":
            yield self._said("ministry", buyer.ministry, "buyer/ministry")
        yield self._said("siret", buyer.siret, "buyer/siret")

    def _need(self) -> Iterator[Line]:
        need, words = self.need, self.words
        yield self._said("outcome", need.outcome, "outcome")
        yield self._said("measure", need.measure, "measure")
        yield self._said("users", need.users, "users")
        yield self._said("needed_by", need.needed_by, "needed_by")
        yield self._said("continuity", need.continuity.essential, "continuity/essential")
        levels = words.section("levels")
        for one in need.requirements:
            label = f"{one.id} ({levels[one.level]})"
            yield Line(words.say("dossier_line", label=label, text=one.text), (self._of_need(f"requirements/{one.id}"),))

    def _steps(self) -> Iterator[Line]:
        words, answer = self.words, self.answer
        named = [self.phrases.name(answer.named)] if answer.named else []
        text = ", ".join([words.say(f"outcome_{answer.outcome}"), words.say(f"step_{answer.step}"), *named])
        yield Line(words.say("dossier_answer", answer=text), (self._of_decision("result"),))
        for step in answer.steps:
            if step.shadow:
                continue
            name, outcome = words.say(f"step_{step.step}"), words.say(f"outcome_{step.outcome}")
            reasons = words.semicolon.join(self.phrases.reason(one) for one in step.reasons)
            text = words.say("dossier_step", step=_capital(name), outcome=f"{outcome} ({reasons})" if reasons else outcome)
            yield Line(text, (self._of_decision(f"result/steps/{step.step}"),))
            yield from self._searches(step, name)
        yield from self._waits()

    def _waits(self) -> Iterator[Line]:
        """What an answer that is not settled waits for: the open conditions of the candidates kept, else its reasons."""
        words, answer, phrases = self.words, self.answer, self.phrases
        if answer.outcome not in _WAITING:
            return
        kept = [(one, gate) for one in self._kept() for gate in one.gates if gate.answer == "unknown"]
        for one, gate in kept:
            asked = [phrases.key(ask.key) for ask in gate.asks if phrases.key(ask.key) != ask.key]
            label = phrases.condition(gate)
            facts = phrases.joined(list(dict.fromkeys(phrases.lowered(each) for each in asked if each != label)), "and")
            holders = phrases.joined(
                list(dict.fromkeys(phrases.holder(ask.holder) for ask in gate.asks)) or [phrases.holder("buyer")], "and"
            )
            values = {"name": phrases.name(one.candidate.id), "gate": label, "facts": facts, "holders": holders}
            text = words.say("dossier_waits_facts" if facts else "dossier_waits", **values)
            note = self._of_decision(f"result/{one.candidate.id}/{gate.gate}")
            yield Line(words.say("dossier_missing", text=text), (note,), missing=True)
        for reason in () if kept else answer.reasons:
            if reason.code != "search_missing":  # said by the searches
                yield Line(words.say("dossier_missing", text=phrases.reason(reason)), (self._of_decision("result"),), missing=True)

    def _searches(self, step: StepResult, name: str) -> Iterator[Line]:
        words = self.words
        found = [(place, one) for place, one in enumerate(self.need.searched, 1) if one.step == step.step]
        for place, one in found:
            said = words.say("dossier_said_searched", where=one.where, day=one.when, by=one.by)
            text = words.say("dossier_line", label=words.say("dossier_l_searched", step=name), text=said)
            yield Line(text, (self._of_need(f"searched/{place}"),))
        if not found and step.step != "build":
            yield self._missing(words.say("dossier_no_search", step=name), "searched")
        if step.certificate is not None:
            text = words.say("dossier_certificate", step=name, count=len(step.certificate.lines))
            yield Line(text, (self._of_decision(f"result/steps/{step.step}/certificate"),))

    def _candidates(self) -> Section:
        """Every solution of the steps walked of which something is established, with why it is kept, set aside or open."""
        words = self.words
        rows, silent = [], 0
        for step in self.answer.steps:
            for one in sorted(step.assessments, key=lambda found: found.candidate.name.casefold()):
                if step.shadow:
                    continue
                if not self._studied(one):
                    silent += 1
                    continue
                why, notes = self._why(one)
                state = words.say(f"dossier_state_{one.status}")
                rows.append((self.phrases.full_name(one), words.say(f"step_{step.step}"), state, f"{why} {_numbers(notes)}".strip()))
        head = tuple(words.say(f"dossier_col_{name}") for name in ("solution", "step", "state", "why"))
        lines = (Line(words.say("dossier_silent", count=silent), (self._of_decision("candidates"),)),) if silent else ()
        return Section("candidates", words.say("dossier_h_candidates"), lines, head, tuple(rows))

    def _studied(self, one: Assessment) -> bool:
        kept = self.answer.stopped
        return (
            one.status in ("fits", "fails")
            or one.candidate.id in (kept.named, *kept.covering, *kept.shortlist)
            or any(gate.answer == "met" and any(printable(fact) for fact in gate.facts) for gate in one.gates)
            or announces(one)
        )

    def _why(self, one: Assessment) -> tuple[str, list[int]]:
        """The conditions that settle a candidate, and the notes of what they stand on."""
        answer = {"fails": "not_met", "fits": "met"}.get(one.status, "unknown")
        gates = [gate for gate in one.gates if gate.answer == answer]
        text = self.words.semicolon.join(
            f"{self.phrases.condition(gate)} ({self.phrases.reason(gate.reason)})" if one.status != "fits" else self.phrases.condition(gate)
            for gate in gates
        )
        notes = [*self._rejections(one, gates), *self._notes_of(gates)]
        return text, notes or [self._of_decision(f"result/{one.candidate.id}")]

    def _rejections(self, one: Assessment, gates: list[GateVerdict]) -> list[int]:
        """The findings of the need that set a candidate aside."""
        named = {gate.requirement or gate.gate for gate in gates if gate.answer == "not_met"}
        findings = enumerate(self.need.findings, 1)
        return [
            self._of_need(f"findings/{place}") for place, each in findings if each.candidate == one.candidate.id and each.rejected in named
        ]

    def _notes_of(self, gates: list[GateVerdict]) -> list[int]:
        facts = [fact for gate in gates for fact in gate.facts if printable(fact)]
        return list(dict.fromkeys(self._of_fact(fact) for fact in facts))

    def _cost(self) -> Section:
        words, base = self.words, self.answer.legal.project
        months = self.case.rules.values.get(MONTHS)
        rows = []
        for place, kept in enumerate(kept_parts(self.phrases), 1):
            notes = [self._of_need(f"project_cost/parts/{place}"), *([self._of_parameter(months)] if months is not None else [])]
            part = kept.part
            said = "—" if part.months is None else words.number(part.months)
            rule = f"{self._rule(kept, months)} {_numbers(notes)}"
            amounts = (words.euros(part.amount), said, words.euros(kept.amount))
            rows.append((words.say(f"dossier_part_{part.what}"), *amounts, rule))
        lines = []
        if base.amount is None:
            lines.append(self._missing(words.say("dossier_cost"), "project_cost"))
        else:
            total = (words.say("dossier_total"), "", "", words.euros(base.amount), _numbers([self._of_decision("result/legal/project")]))
            rows.append(total)
            reasons = ", ".join(str(words.section("value_reasons").get(one, one)) for one in base.reasons)
            text = words.say("dossier_base_complete") if base.complete else words.say("dossier_base_incomplete", reasons=reasons)
            lines.append(Line(text, (self._of_decision("result/legal/project"),), missing=not base.complete))
        head = tuple(words.say(f"dossier_col_{name}") for name in ("part", "amount", "months", "kept", "rule"))
        return Section("cost", words.say("dossier_h_cost"), tuple(lines), head if rows else (), tuple(rows))

    def _rule(self, kept: Kept, months: LegalValue | None) -> str:
        words, part = self.words, kept.part
        if not kept.sure and part.what not in ("build", "other"):
            return words.say("dossier_rule_unknown")
        if months is None or kept.amount == Fraction(part.amount):
            return words.say("dossier_rule_whole")
        return words.say("dossier_rule_months_run" if part.what == "run" else "dossier_rule_months_both", months=months.value)

    def _thresholds(self) -> Iterator[Line]:
        words, values = self.words, self.case.rules.values
        said = ((THRESHOLD, "seuil"), (MONTHS, "mois"), (SILENCE, "silence"), (OBSERVATIONS, "observations"))
        for name, label in said:
            value = values.get(name)
            if value is None:
                continue
            number = (
                words.euros(value.value, value.tax) if value.unit == "EUR" else words.say(f"dossier_{value.unit}", count=int(value.value))
            )
            text = words.say("dossier_parameter", label=words.say(f"dossier_l_{label}"), value=number, day=value.starts)
            yield Line(text, (self._of_parameter(value),))
        threshold = values.get(THRESHOLD)
        if threshold is not None:
            reached = project_at_least(self.answer.legal.project, Fraction(threshold.value))
            key = {"yes": "over", "no": "under"}.get(reached, "unsure")
            text = words.say(f"dossier_{key}", threshold=words.euros(threshold.value, threshold.tax))
            yield Line(text, (self._of_decision("result/legal/project"), self._of_parameter(threshold)))

    def _kept(self) -> list[Assessment]:
        stopped = self.answer.stopped
        wanted = (stopped.named,) if stopped.named else stopped.covering or stopped.shortlist
        return [one for one in stopped.assessments if one.candidate.id in wanted]

    def _security(self) -> Iterator[Line]:
        data, words = self.need.data, self.words
        for name in ("personal", "health", "secrets", "essential_mission"):
            yield self._said(name, getattr(data, name), f"data/{name}")
        yield self._said("marking", None if data.marking == "unknown" else self._word(data.marking), "data/marking")
        harms = data.breach_harms
        said = None if harms == "unknown" else ", ".join(self._word(one) for one in harms) or words.say("dossier_none")
        yield self._said("breach_harms", said, "data/breach_harms")
        hosting = self.need.hosting
        if hosting.cloud == "unknown":
            yield self._said("hosting", self._word(hosting.layer), "hosting")
        else:
            yield self._said("hosting", f"{self._word(hosting.layer)}, {self._word(hosting.cloud)}", "hosting")
        if hosting.cloud == "unknown" and hosting.layer != "saas":  # whoever buys a software online does not choose its cloud
            yield self._missing(words.say("dossier_no_cloud"), "hosting/cloud")
        answers = words.section("answers")
        for one in self._kept():
            for gate in one.gates:
                if gate.gate in _SECURITY:
                    said = f"{answers[gate.answer]} ({self.phrases.reason(gate.reason)})"
                    text = words.say(
                        "dossier_gate", name=self.phrases.name(one.candidate.id), gate=self.phrases.gate(gate.gate), answer=said
                    )
                    notes = self._notes_of([gate]) or [self._of_decision(f"result/{one.candidate.id}/{gate.gate}")]
                    unsure = gate.answer == "unknown" and self.answer.outcome not in _WAITING  # else said with what the answer waits for
                    yield Line(words.say("dossier_missing", text=text) if unsure else text, tuple(notes), missing=unsure)

    def _word(self, word: str) -> str:
        return str(self.words.section("dossier_words")[word])

    def _sovereignty(self) -> Iterator[Line]:
        """The axes of sovereignty of the candidates kept; none before a competition, where no offer is marked."""
        stopped, words = self.answer.stopped, self.words
        if stopped.step == "buy" and stopped.named is None:
            yield Line(words.say("dossier_no_mark"), (self._of_decision("result/steps/buy"),))
            return
        for one in self._kept():
            for mark in one.marks:
                for each in mark.questions if mark.criterion == "sovereignty" else ():
                    axis = self.phrases.gate(f"{mark.criterion}.{each.question}")
                    points = words.points(each.low, each.high)
                    text = words.say("dossier_axis", name=self.phrases.name(one.candidate.id), axis=axis, points=points)
                    shown = each.fact is not None and printable(each.fact)
                    note = self._of_fact(each.fact) if each.fact is not None and shown else self._of_decision(f"cards/{mark.criterion}")
                    unsure = each.low < each.high
                    yield Line(words.say("dossier_missing", text=text) if unsure else text, (note,), missing=unsure)

    def _calendar(self) -> Iterator[Line]:
        need = self.need
        yield self._said("on", need.on, "on")
        yield self._said("needed_by", need.needed_by, "needed_by")
        if need.purpose is not None and need.purpose.kind == "renewal":
            incumbent = self.phrases.name(need.purpose.incumbent) if need.purpose.incumbent else None
            yield self._said("incumbent", incumbent, "purpose/incumbent")
            yield self._said("contract_ends", need.purpose.contract_ends, "purpose/contract_ends")

    def _opinions(self) -> Iterator[Line]:
        words, voices = self.words, self.words.section("voices")
        for place, one in enumerate(self.need.opinions, 1):
            text = words.say("dossier_opinion", who=voices[one.by], day=one.when, text=one.opinion)
            yield Line(text, (self._of_need(f"opinions/{place}"),))
        for voice in dict.fromkeys(
            one.voice for one in self.answer.legal.obligations if one.voice and one.applies != "no" and one.recorded is None
        ):
            yield self._missing(words.say("dossier_voice_missing", who=voices[voice]), "opinions")

    def _doubts(self) -> Iterator[Line]:
        words = self.words
        for one in self._kept():
            for gate in one.gates:
                if gate.presumed:
                    name, label = one.candidate.name, self.phrases.gate(gate.gate)
                    text = words.say("presumed_line", name=name, gate=label, reason=self.phrases.reason(gate.reason))
                    yield Line(text, (self._of_decision(f"result/{one.candidate.id}/{gate.gate}"),))
        for key, origin in (("catalogue_never_complete", "candidates"), ("nothing_unverified", "candidates"), ("dossier_pieces", "law")):
            yield Line(words.say(key), (self._of_decision(origin),))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _numbers(notes: list[int] | tuple[int, ...]) -> str:
    """Notes as readers see them: [1] [4]."""
    return " ".join(f"[{one}]" for one in notes)


def dossier_blocks(phrases: Phrases, made: Dossier) -> Iterator[Block]:
    """The file as blocks: the sections, what is missing, then the notes in the order of their numbers."""
    words = phrases.words
    yield Heading(0, words.say("dossier_title"))
    yield Paragraph(words.say("dossier_intro", need=made.need, day=made.day, digest=made.digest))
    for section in made.sections:
        yield Heading(1, section.title)
        if section.rows:
            yield Grid(section.head, section.rows)
        if section.lines:
            yield Bullets(tuple(f"{line.text} {_numbers(line.notes)}" for line in section.lines))
    yield Heading(1, words.say("dossier_missing_title"))
    missing = made.missing
    yield Bullets(missing) if missing else Paragraph(words.say("dossier_nothing_missing"))
    yield Heading(1, words.say("dossier_notes"))
    yield Bullets(tuple(note.text for note in made.notes), numbered=True)
