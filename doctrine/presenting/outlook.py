"""How much an answer depends on weights and on what is unknown, in words: one paragraph to quote, a table, bars, ranges."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import NamedTuple

from doctrine.analysis.flips import Flips
from doctrine.analysis.outlook import Outlook, outlook
from doctrine.analysis.robustness import FEW, Share
from doctrine.analysis.stability import Range
from doctrine.locales.words import NBSP, Words
from doctrine.model.verdicts import Recommendation
from doctrine.presenting.blocks import Bars, Block, Bullets, Grid, Heading, Paragraph
from doctrine.presenting.phrases import Phrases

#: Typical weights named for each candidate.
_NAMED_WEIGHTS = 2
NAMES = 4
#: How far from equal weights a typical weight must be to be named.
_NOTABLE = Fraction(2, 100)
#: From how many points on each language uses the plural.
PLURAL = {"fr": Fraction(2), "en": Fraction(101, 100)}


class Labels(NamedTuple):
    """How candidates and criteria are called."""

    name: Callable[[str], str]
    criterion: Callable[[str], str]


def outlook_blocks(words: Words, found: Outlook, labels: Labels, *, bars: bool, stated: bool) -> Iterator[Block]:
    """The whole section; `stated` says whether the buyer stated priorities; `bars` draws the shares (terminal)."""
    yield Heading(1, words.say("h_outlook"))
    yield Paragraph(quote(words, found, labels, stated=stated))
    yield from _never(words, found, labels)
    if len(found.field.rows) < 2:
        return
    tables = tuple(_tables(words, found, labels))
    yield tables[0]
    if bars:
        yield Bars(tuple((labels.name(place.id), found.robustness.of(place.id).ranks[0].value) for place in found.places))
    if found.necessary and not found.sure and any(share < 1 for _, share in found.coverage):
        yield Paragraph(words.say("possible_one", name=labels.name(found.first or "")))
    elif len(found.possible) > 1 and any(share < 1 for _, share in found.coverage):
        yield Paragraph(words.say("possible_many", names=_listed(words, [labels.name(one) for one in found.possible])))
    yield tables[1]
    yield from _ranges(words, found, labels)
    if found.alike:
        yield Paragraph(words.say("outlook_alike", criteria=_listed(words, [labels.criterion(one) for one in found.alike])))
    yield Paragraph(_method(words, found))


def of_recommendation(phrases: Phrases, recommendation: Recommendation, *, many: bool, bars: bool) -> tuple[Block, ...]:
    """The section of one recommendation, empty where nobody is ranked; `many` asks for as many draws as the machine can."""
    found = outlook(phrases.case, recommendation, draws=None if many else FEW)
    if found is None:
        return ()
    stated = recommendation.weights.origin == "priorities"
    return tuple(outlook_blocks(phrases.words, found, Labels(phrases.name, phrases.gate), bars=bars, stated=stated))


def quote(words: Words, found: Outlook, labels: Labels, *, stated: bool) -> str:
    """One short paragraph that a buyer may quote."""
    if len(found.field.rows) == 1:
        only = labels.name(found.field.rows[0].id)
        said = [words.say(f"quote_only_{found.who}", name=only)]
    elif found.first is None:
        tied = [labels.name(place.id) for place in found.places if place.rank == 1]
        said = [words.say("quote_tied", names=_listed(words, tied))]
    else:
        said = [*_condition(words, found), *_winner(words, found, labels, stated=stated)]
    if found.may:
        names = [labels.name(one) for one in found.may[:NAMES]]
        said.append(words.say("quote_may", count=len(found.may), names=_listed(words, names) + (", …" if len(found.may) > NAMES else "")))
    return " ".join(said)


def _condition(words: Words, found: Outlook) -> list[str]:
    return [words.say("quote_if_all_fit")] if found.who == "may_fit" else []


def _winner(words: Words, found: Outlook, labels: Labels, *, stated: bool) -> list[str]:
    name = labels.name(found.first or "")
    if found.sure:
        return [words.say("quote_sure", name=name)]
    share = found.robustness.of(found.first or "").ranks[0]
    said = [words.say("quote_share_stated" if stated else "quote_share", name=name, share=share_text(words, share))]
    limits = _reachable(found)
    if not limits:
        return [*said, words.say("quote_no_single_weight")]
    nearest = min(limits, key=_distance)
    key = "quote_only_if" if len(limits) == 1 and not (nearest.below and nearest.above) else "quote_nearest"
    return [*said, words.say(key, limit=_limit(words, nearest, labels))]


def _reachable(found: Outlook) -> list[Range]:
    """The ranges that the buyer's own bounds do not keep from being left, each with the ends that can be reached."""
    kept = []
    for one, (least, most) in zip(found.ranges, found.bounds, strict=False):
        below = one.below if one.low > least else None
        above = one.above if one.high < most else None
        if below or above:
            kept.append(one._replace(below=below, above=above))
    return kept


def _distance(one: Range) -> Fraction:
    ends = ([one.weight - one.low] if one.below else []) + ([one.high - one.weight] if one.above else [])
    return min(ends)


def _limit(words: Words, one: Range, labels: Labels) -> str:
    """The nearer end of a range: « le coût pèse plus de 41 % »."""
    above = one.above is not None and (one.below is None or one.high - one.weight <= one.weight - one.low)
    key = "limit_above" if above else "limit_below"
    return words.say(key, criterion=labels.criterion(one.criterion), share=words.share(one.high if above else one.low))


def share_text(words: Words, share: Share, *, proved: bool = False) -> str:
    """A share, never rounded to none or all when it is neither; none or all of the draws is no proof (unless `proved`)."""
    least = max(Fraction(1, 1000), share.within)
    if (share.value or share.within) and share.value < Fraction(1, 1000) and not proved:
        return words.say("share_under", share=words.share(least))
    if share.value > Fraction(999, 1000) and (share.value < 1 or share.within) and not proved:
        return words.say("share_over", share=words.share(1 - least))
    return words.share(share.value)


def _never(words: Words, found: Outlook, labels: Labels) -> Iterator[Block]:
    if not found.never:
        return
    said = [
        words.say("never_by", name=labels.name(one.id), by=labels.name(one.by)) if one.by else words.say("never", name=labels.name(one.id))
        for one in found.never
    ]
    yield Paragraph(words.say("never_intro"))
    yield Bullets(tuple(said))


def _tables(words: Words, found: Outlook, labels: Labels) -> Iterator[Grid]:
    """Who comes first under which share, then what favours each and what would put it first."""
    coverage = dict(found.coverage)
    changes = {one.id: one for one in found.flips}
    never = {one.id for one in found.never}
    shares, favours = [], []
    for place in found.places:
        line = found.robustness.of(place.id)
        name = labels.name(place.id)
        rank = f"{place.rank}. {name}" + (f" ({words.say('tied')})" if place.tied else "")
        known = words.share(coverage[place.id])
        firsts = [share_text(words, one, proved=place.id in never) for one in (line.ranks[0], line.joint)]
        shares.append((rank, words.points(place.low, place.high), known, *firsts))
        change = words.say("change_first") if place.id == found.first else change_text(words, changes.get(place.id), labels)
        favours.append((name, _typical(words, found, place.id, labels), change))
    yield Grid(
        tuple(words.say(one) for one in ("col_candidate", "col_points", "col_coverage", "col_first_share", "col_joint")), tuple(shares)
    )
    yield Grid(tuple(words.say(one) for one in ("col_candidate", "col_typical", "col_change")), tuple(favours))


def _typical(words: Words, found: Outlook, candidate: str, labels: Labels) -> str:
    """The criteria that weigh most in the typical weights that favour a candidate, and the confidence at those weights."""
    line = found.robustness.of(candidate)
    if line.central is None:
        proved = not found.robustness.drawn or any(one.id == candidate for one in found.never)
        return words.say("typical_none" if proved else "typical_undrawn")
    even = Fraction(1, len(line.central))
    heavy = sorted(zip(line.central, found.field.criteria, strict=True), key=lambda pair: -pair[0])[:_NAMED_WEIGHTS]
    named = [f"{labels.criterion(criterion)} {words.share(weight)}" for weight, criterion in heavy if weight > even + _NOTABLE]
    text = ", ".join(named) if named else words.say("typical_even")
    if line.confidence is None or not found.robustness.marks_drawn:
        return text
    return words.say("typical_confidence", weights=text, share=share_text(words, line.confidence))


def change_text(words: Words, one: Flips | None, labels: Labels) -> str:
    """The smallest changes that would put a candidate first."""
    said: list[str] = []
    if one is None:
        return words.say("change_none")
    if one.ahead >= 0:
        said.append(words.say("change_ahead" if one.ahead else "change_level"))
    if one.weights is not None and one.weights.moved:
        said.append(words.say("change_weights", share=words.share(one.weights.moved)))
    if one.one_weight is not None:
        key = "change_one_up" if one.one_weight.up else "change_one_down"
        said.append(words.say(key, criterion=labels.criterion(one.one_weight.criterion), share=words.share(one.one_weight.needed)))
    if one.mark is not None and one.mark.needed > one.mark.points:
        gain = one.mark.needed - one.mark.points
        said.append(words.say("change_mark", criterion=labels.criterion(one.mark.criterion), points=plural(words, gain)))
    return "\n".join(said) if said else words.say("change_none")


def _ranges(words: Words, found: Outlook, labels: Labels) -> Iterator[Block]:
    limited = _reachable(found)
    if not found.ranges or found.first is None:
        return
    if found.margin is not None:
        margin = found.margin
        known = all(share == 1 for _, share in found.coverage)
        key = "margin_known" if known else "margin_sure" if margin.sure > 0 else "margin"
        second = labels.name(margin.second)
        yield Paragraph(words.say(key, points=plural(words, margin.points), second=second, rival=labels.name(margin.rival)))
    if not limited:
        return
    yield Paragraph(words.say("ranges_intro", name=labels.name(found.first)))
    lines = []
    for one in limited:
        ends = []
        if one.below:
            ends.append(words.say("range_below", share=words.share(one.low), name=labels.name(one.below)))
        if one.above:
            ends.append(words.say("range_above", share=words.share(one.high), name=labels.name(one.above)))
        criterion, weight = labels.criterion(one.criterion), words.share(one.weight)
        lines.append(words.say("range_line", criterion=criterion, weight=weight, ends=words.semicolon.join(ends)))
    yield Bullets(tuple(lines))


def _method(words: Words, found: Outlook) -> str:
    robust = found.robustness
    said = words.say("method_exact")
    if robust.drawn:
        within = plural(words, robust.candidates[0].ranks[0].within * 100)
        said = words.say("method_drawn", count=robust.drawn, points=within)
    if robust.marks_drawn:
        within = plural(words, robust.candidates[0].joint.within * 100)
        said += " " + words.say("method_marks", count=robust.marks_drawn, points=within)
    return said + " " + words.say(f"method_{found.policy}") + " " + words.say("method_fixed")


def plural(words: Words, points: Fraction) -> str:
    """Points with their unit: « 1,4 point », « 3 points »."""
    return f"{words.number(points, 1)}{NBSP}{words.say('point_unit', count=1 if points < PLURAL[words.language] else 2)}"


def _listed(words: Words, names: list[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {words.say('and')} {names[-1]}"
