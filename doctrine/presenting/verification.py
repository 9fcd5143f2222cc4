"""What `verify` found, in words: one line for each decision, what to know about it, the links between decisions, the count."""

from __future__ import annotations

from collections.abc import Mapping

from doctrine import __version__
from doctrine.diagnostics import Diagnostic
from doctrine.locales.words import Words
from doctrine.presenting.blocks import Block, Bullets
from doctrine.record.chain import Link
from doctrine.record.verify import Today, Verified

#: Characters of a digest that people compare at a glance.
_SHORT = len("sha256:") + 12


def headline(one: Verified, words: Words) -> str:
    """The answer about one decision, on one line: never a name of an agent, only the need and the digest."""
    verdict = words.say(f"verify_{one.verdict}")
    if not one.digest:
        return words.say("verify_line_unread", file=one.file, verdict=verdict)
    values = {"file": one.file, "verdict": verdict, "need": one.need, "digest": one.digest[:_SHORT]}
    return words.say("verify_line", **values, signed=words.say(f"verify_signed_{one.signed}"))


def details(one: Verified, words: Words, *, alone: bool) -> tuple[Block, ...]:
    """What is wrong and what to do; for a single decision also what was checked."""
    lines = [problem(each, words) for each in one.problems]
    if alone and one.digest:
        lines += _checked(one, words)
    if one.today is not None:
        lines.append(_today(one.today, words))
    return (Bullets(tuple(lines)),) if lines else ()


def problem(one: Diagnostic, words: Words) -> str:
    """One problem: its code, its sentence, what to do."""
    entry: Mapping[str, object] = words.section("diagnostics").get(one.code, {})
    said = words.fill(str(entry.get("say", one.code)), one.values)
    return f"{one.code}{words.colon}{said} {words.fill(str(entry.get('do', '')), one.values)}".strip()


def _checked(one: Verified, words: Words) -> list[str]:
    lines = []
    if one.verdict in ("same", "different", "untrusted"):
        lines.append(words.say("verify_digests_hold", digest=one.digest))
    # A signature that does not hold, or one that is wanted and is not there, is said by its problem.
    if one.key or (one.signed == "no" and one.verdict != "untrusted"):
        lines.append(words.say(f"verify_about_{one.signed}", signer=one.signer, fingerprint=one.key))
    if one.left_out:
        lines.append(words.say("verify_left_out", count=one.left_out))
    lines.append(words.say("verify_tool", sealed=one.tool, now=__version__))
    return lines


def _today(one: Today, words: Words) -> str:
    if one.now is None:
        return words.say("verify_today_refused", day=words.period(one.day), code=one.refused)
    day = words.period(one.day)
    names = ", ".join(words.say(f"part_{name}") for name in one.changed)
    changed = words.say("verify_today_changed", names=names) if names else words.say("verify_today_nothing")
    if one.now == one.before:
        return words.say("verify_today_same", day=day, changed=changed)
    return words.say("verify_today_other", day=day, changed=changed, before=_answer(one.before, words), now=_answer(one.now, words))


def _answer(answer: tuple[str, ...], words: Words) -> str:
    """Outcome, step, who."""
    outcome, step, named, *shortlist = answer
    who = named or ", ".join(shortlist)
    return ", ".join(part for part in (words.say(f"outcome_{outcome}"), words.say(f"step_{step}"), who) if part)


def link(one: Link, words: Words) -> tuple[Block, ...]:
    """One decision that replaces another."""
    absent = one.state == "forked" and not one.older
    said = words.say(
        "verify_link_absent" if absent else f"verify_link_{one.state}", file=one.file, digest=one.digest[:_SHORT], older=one.older
    )
    return (Bullets((said, *([problem(one.problem, words)] if one.problem else []))),)


def summary(verdicts: Mapping[str, int], words: Words) -> str:
    """How many decisions gave which answer."""
    total = sum(verdicts.values())
    parts = [
        f"{words.say(f'verify_{name}')} {words.number(verdicts[name])}"
        for name in ("same", "different", "untrusted", "broken", "cannot")
        if verdicts.get(name)
    ]
    return words.say("verify_summary", count=total) + words.colon + ", ".join(parts) + "."
