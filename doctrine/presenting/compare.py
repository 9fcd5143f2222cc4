"""What `diff` found, in words: the two answers, what changed by cause, what each cause did, what had no effect."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

from doctrine.criteria.evidence import printable
from doctrine.locales.words import Words
from doctrine.model.facts import Amount, BuyerCondition, Fact, FactValue, Hint
from doctrine.presenting.blocks import Block, Bullets, Grid, Heading, Paragraph
from doctrine.presenting.phrases import Phrases
from doctrine.presenting.verification import problem
from doctrine.record.compare import Compared
from doctrine.record.compare_changes import Change
from doctrine.record.compare_effects import Answer, Moved
from doctrine.record.compare_impact import Impact

#: Rows of one cause, and candidates, shown to a person; JSON has them all.
_MOST_ROWS = 15
_MOST_CANDIDATES = 12
_LONGEST = 160
#: Keys of what is established that are texts of the buyer, or days: never words of a list.
_AS_WRITTEN = ("source", "reason", "name", "provider", "site", "code", "title")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


def blocks(found: Compared, phrases: tuple[Phrases, Phrases], legal: Mapping[str, str]) -> Iterator[Block]:
    """The whole comparison; `phrases` are those of both sides, `legal` the labels of legal values."""
    words = phrases[1].words
    first, second = found.sides
    yield Heading(1, words.say("diff_title", before=first.file, after=second.file))
    yield from _verdict(found, phrases)
    if not found.changes:
        yield Paragraph(words.say("diff_nothing"))
        return
    yield from _causes(found, phrases)
    yield from _points(found, phrases[1])
    yield from _idle(found, phrases[1])
    yield Heading(2, words.say("diff_h_changes"))
    for cause in found.causes:
        yield from _changes([one for one in found.changes if one.cause == cause], cause, phrases, legal)


def _verdict(found: Compared, phrases: tuple[Phrases, Phrases]) -> Iterator[Block]:
    words = phrases[1].words
    before, after = (answer_text(answer, words, one.name) for answer, one in zip(found.answers, phrases, strict=True))
    if found.same:
        yield Paragraph(words.say("diff_same", answer=after))
    else:
        yield Paragraph(words.say("diff_other"))
        yield Bullets((words.say("diff_before", answer=before), words.say("diff_after", answer=after)))
    for side, answer, replayed, one in zip(found.sides, found.answers, found.replayed, phrases, strict=True):
        if answer != replayed:
            yield Paragraph(words.say("diff_by_tool", file=side.file, sealed=side.tool, now=answer_text(replayed, words, one.name)))


def answer_text(answer: Answer, words: Words, name: Callable[[str], str]) -> str:
    """Outcome, step, who."""
    outcome, step, named, *shortlist = answer
    names = ", ".join(name(one) for one in ([named] if named else shortlist))
    return ", ".join(part for part in (words.say(f"outcome_{outcome}"), words.say(f"step_{step}"), names) if part)


def _label(words: Words, cause: str) -> str:
    return words.say(f"diff_cause_{cause}")


def _row(words: Words, names: Iterable[str]) -> str:
    return " + ".join(_label(words, name) for name in names)


def _measured(found: Compared, name: str, words: Words) -> str:
    """A cause as it was measured: with those that had to be taken together."""
    return _row(words, found.effects.groups.get(name, (name,)))


# ---- what each cause did -------------------------------------------------------------------------------------------------


def _causes(found: Compared, phrases: tuple[Phrases, Phrases]) -> Iterator[Block]:
    words, effects = phrases[1].words, found.effects
    acting = [name for name in effects.groups if name not in effects.none]
    if not acting:
        return
    yield Heading(2, words.say("diff_h_causes"))
    head = ("diff_col_cause", "diff_col_share", "diff_col_alone")
    rows = []
    for name in acting:
        share = words.share(effects.shares[name]) if name in effects.shares else "—"
        alone = answer_text(effects.alone[name], words, phrases[1].name) if name in effects.alone else words.say("diff_alone_same")
        rows.append((_measured(found, name, words), share, alone))
    yield Grid(tuple(words.say(one) for one in head), tuple(rows))
    yield Bullets(tuple(_said(found, words)))


def _said(found: Compared, words: Words) -> Iterator[str]:
    """Which causes are enough, which are necessary, what was measured together."""
    effects = found.effects
    linked = [names for names in effects.groups.values() if len(names) > 1]
    for names in linked:
        yield words.say("diff_together", causes=_row(words, names))
    if found.replayed[0] == found.replayed[1]:
        yield words.say("diff_compensate") if effects.alone else words.say("diff_answer_kept")
        return
    if effects.enough:
        yield words.say("diff_enough", causes=", ".join(_measured(found, name, words) for name in effects.enough))
    else:
        sets = words.semicolon.join(" + ".join(_measured(found, name, words) for name in one) for one in effects.smallest)
        yield words.say("diff_smallest", causes=sets)
    if effects.necessary:
        yield words.say("diff_necessary", causes=", ".join(_measured(found, name, words) for name in effects.necessary))
    else:
        yield words.say("diff_none_necessary")


def _points(found: Compared, phrases: Phrases) -> Iterator[Block]:
    words = phrases.words
    steps = {answer[1] for answer in found.replayed}
    reached = {one.id for side in found.sides for one in side.case.candidates if one.step in steps}
    moved = sorted((one for one in found.effects.moved if one.candidate in reached), key=lambda one: (-_distance(one), one.candidate))
    if not moved:
        return
    by_tool = {one.candidate: (one.low, one.high) for one in found.by_tool}
    yield Heading(2, words.say("diff_h_points"))
    rows = tuple(
        (
            phrases.name(one.candidate),
            _interval(words, one.before),
            _interval(words, one.after),
            _shares(found, one, by_tool.get(one.candidate), words),
        )
        for one in moved[:_MOST_CANDIDATES]
    )
    yield Grid(tuple(words.say(name) for name in ("diff_col_candidate", "diff_col_before", "diff_col_after", "diff_col_effects")), rows)
    if len(moved) > _MOST_CANDIDATES:
        yield Paragraph(words.say("diff_more", count=len(moved) - _MOST_CANDIDATES))
    yield Paragraph(words.say("diff_points_note"))


def _distance(one: Moved) -> Fraction:
    gaps = [abs(Fraction(new) - Fraction(old)) for old, new in zip(one.before, one.after, strict=True)]
    return max(gaps)


def _interval(words: Words, pair: tuple[int | Fraction, int | Fraction]) -> str:
    low, high = (words.number(one, 1) for one in pair)
    return low if low == high else f"{low}–{high}"


def _shares(found: Compared, one: Moved, tool: tuple[Fraction, Fraction] | None, words: Words) -> str:
    if one.contributions is None:
        return words.say("diff_not_shared")
    shares: Mapping[str, tuple[Fraction, Fraction]] = {**one.contributions, **({"tool": tool} if tool is not None else {})}
    lines = []
    for name, (low, high) in shares.items():
        if not low and not high:
            continue
        figures = words.signed(low) if low == high else words.say("diff_bounds", low=words.signed(low), high=words.signed(high))
        lines.append(f"{_measured(found, name, words)}{words.colon}{figures}")
    return "\n".join(lines)


def _idle(found: Compared, phrases: Phrases) -> Iterator[Block]:
    words, effects = phrases.words, found.effects
    lines = [words.say("diff_idle_cause", cause=_measured(found, name, words)) for name in effects.none]
    lines += [words.say("diff_aside_cause", cause=_measured(found, name, words)) for name in effects.aside]
    if effects.parts:
        lines.append(words.say("diff_idle_parts", parts=", ".join(_part(one, phrases) for one in effects.parts)))
    if effects.unexamined:
        lines.append(words.say("diff_unexamined", count=effects.unexamined))
    if lines:
        yield Heading(2, words.say("diff_h_idle"))
        yield Bullets(tuple(lines))


# ---- what changed --------------------------------------------------------------------------------------------------------


def _changes(listed: list[Change], cause: str, phrases: tuple[Phrases, Phrases], legal: Mapping[str, str]) -> Iterator[Block]:
    words = phrases[1].words
    yield Heading(3, words.say("diff_cause_count", cause=_label(words, cause), count=len(listed)))
    head = tuple(words.say(name) for name in ("diff_col_what", "diff_col_before", "diff_col_after"))
    rows = sorted(
        (_where(one, phrases, legal), *_values(one, phrases)) for one in listed
    )  # by what they are about, whichever file is first
    yield Grid(head, tuple(rows[:_MOST_ROWS]))
    if len(listed) > _MOST_ROWS:
        yield Paragraph(words.say("diff_more", count=len(listed) - _MOST_ROWS))


def _values(one: Change, phrases: tuple[Phrases, Phrases]) -> tuple[str, str]:
    """What stood there and what stands there, words of a closed list said in the language."""
    before, after = (_word(one, value, side) for value, side in zip((one.before, one.after), phrases, strict=True))
    return _value(before, phrases[0]), _value(after, phrases[1])


def _word(one: Change, value: str | Fact | Hint | None, phrases: Phrases) -> str | Fact | Hint | None:
    """A word of a closed list in the language: an option, yes or no, the value or the proof of something established; else as it is."""
    if not isinstance(value, str):
        return value
    leaf = one.where.rpartition("/")[2]
    if leaf == "proof":
        return str(phrases.words.section("proofs").get(value, value))
    established = one.where.startswith(("findings/", "candidates/")) and leaf not in _AS_WRITTEN
    if established and _DAY.fullmatch(value):
        return phrases.words.period(value)
    return phrases.value(value) if established or one.cause == "options" or value in ("yes", "no") else value


def _where(one: Change, phrases: tuple[Phrases, Phrases], legal: Mapping[str, str]) -> str:
    """The route of a change, said in words where they are known."""
    side = phrases[0] if one.after is None else phrases[1]
    fact = one.after if one.after is not None else one.before
    if isinstance(fact, Fact | Hint):
        return f"{side.name(fact.candidate)}, {side.key(fact.key)}"
    if one.cause == "options":
        return side.words.say(f"diff_option_{one.where}")
    if one.cause not in ("need", "proof"):
        label = _label_within(one, side, legal)
        return f"{label} ({one.where})" if label else one.where
    key, _, rest = one.where.partition("/")
    if key == "findings":
        candidate, _, about = rest.partition("/")
        subject, _, leaf = about.partition("/")
        label = side.key(subject) if side.key(subject) != subject else side.gate(subject)
        return f"{_need_key(side.words, key)}{side.words.colon}{side.name(candidate)}, {label}{_leaf(side, 'Finding', leaf)}"
    if key == "candidates" and rest:
        return f"{_need_key(side.words, key)}{side.words.colon}{_of_candidate(side, rest)}"
    title = _need_key(side.words, key)
    return f"{title} ({one.where})" if title else one.where


def _of_candidate(phrases: Phrases, route: str) -> str:
    """What changed of a candidate that the buyer wrote: its name, then the fact or the key by its label."""
    candidate, _, rest = route.partition("/")
    field, _, about = rest.partition("/")
    if field != "facts" or not about:
        return phrases.name(candidate) + _leaf(phrases, "CandidateEntry", field)
    subject, _, leaf = about.partition("/")
    return f"{phrases.name(candidate)}, {phrases.key(subject)}{_leaf(phrases, 'FactEntry', leaf)}"


def _leaf(phrases: Phrases, entry: str, leaf: str) -> str:
    """The key of an entry by its label, in parentheses; nothing for the value itself."""
    if leaf in ("", "value"):
        return ""
    title = phrases.words.section("schema").get(f"{entry}.{leaf}", {}).get("title", leaf)
    return f" ({phrases.lowered(str(title))})"


def _label_within(one: Change, phrases: Phrases, legal: Mapping[str, str]) -> str:
    """What a route into the law, the cards or the weights is about, empty when it has no label."""
    steps = one.where.split("/")
    if one.cause == "law":
        return legal.get(steps[0], "")
    named = steps[1] if one.cause == "cards" and len(steps) > 1 else steps[-1] if one.cause == "weights" else ""
    return phrases.gate(named) if phrases.gate(named) != named else ""


def _need_key(words: Words, key: str) -> str:
    return str(words.section("schema").get(f"Need.{key}", {}).get("title", key))


def _part(part: str, phrases: Phrases) -> str:
    """A part of a cause: a key of the need, findings on one candidate, one entry of the catalogue, one legal value."""
    cause, _, rest = part.partition("/")
    key, _, candidate = rest.partition("/")
    if cause == "need":
        return _need_key(phrases.words, key) + (f" ({phrases.name(candidate)})" if candidate else "")
    return f"{phrases.name(rest)} ({_label(phrases.words, cause)})" if cause == "catalogue" else rest


def _value(value: str | Fact | Hint | None, phrases: Phrases) -> str:
    match value:
        case None:
            return "—"
        case Fact():
            text = phrases.fact(value) if printable(value) else phrases.words.say("diff_unverified")
        case Hint():
            text = phrases.hint(value) if value.proof != "unverified" else phrases.words.say("diff_unverified")
        case _:
            text = value
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def plain_value(value: FactValue) -> str | list[str]:
    """A fact's value as plain text, the same in every language."""
    match value:
        case Decimal():
            return format(value, "f")
        case date():
            return value.isoformat()
        case Amount(amount=amount, tax=tax):
            return f"{format(amount, 'f')} EUR {tax}"
        case tuple():
            return [_condition(one) if isinstance(one, BuyerCondition) else one for one in value]
        case _:
            return value


def _condition(line: BuyerCondition) -> str:
    limit = "" if line.max_population is None else str(line.max_population)
    return ", ".join(part for part in (line.kind, line.ministry or "", limit, line.region or "") if part)


# ---- a folder ------------------------------------------------------------------------------------------------------------


def impact_line(one: Impact, words: Words) -> str:
    """What becomes of one decision, on one line: never a name of an agent."""
    said = words.say(f"impact_{one.state}", code=one.code)
    return words.say("impact_line", file=one.file, said=said, need=one.need) if one.need else f"{one.file}{words.colon}{said}"


def impact_details(one: Impact, words: Words) -> tuple[Block, ...]:
    """How the answer would change and why; or what is wrong with the file."""
    lines = [problem(each, words) for each in one.problems]

    def name(candidate: str) -> str:
        return str(words.section("ways").get(candidate) or dict(one.names).get(candidate, candidate))

    if one.state == "changes":
        values = {"before": answer_text(one.before, words, name), "now": answer_text(one.now, words, name)}
        how = ", ".join(words.say(f"impact_how_{name}") for name in one.how)
        lines.append(words.say("impact_change", how=how, **values))
        causes = words.semicolon.join(_row(words, each) for each in one.causes)
        if one.tool:
            causes = words.semicolon.join(part for part in (causes, _label(words, "tool")) if part)
        lines.append(words.say("impact_why", causes=causes))
    return (Bullets(tuple(lines)),) if lines else ()


def impact_summary(counts: Mapping[str, int], words: Words) -> str:
    """How many decisions would change."""
    total = sum(counts.values())
    parts = [f"{words.say(f'impact_count_{name}')} {words.number(counts[name])}" for name in _STATES if counts.get(name)]
    return words.say("impact_summary", count=total) + words.colon + ", ".join(parts) + "."


_STATES = ("same", "changes", "refused", "broken", "cannot")
