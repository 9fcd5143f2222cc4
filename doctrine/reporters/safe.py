"""Text that cannot drive a terminal, a log or a page: one sanitiser for each kind of sink."""

from __future__ import annotations

import re
import unicodedata

_KEPT = frozenset("\n")
_LINE_COMMAND = re.compile(r"(^|\s):(?=:)", re.MULTILINE)
_ANY_COMMAND = re.compile(r"#(?=#(?:\[|vso\[))|(^|\s)#(?=#)", re.MULTILINE)


def inert(text: str) -> str:
    r"""Text whose every control, format, surrogate or private character is shown as `\u{…}`; line ends are kept."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(character) for character in text)


def _shown(character: str) -> str:
    if character in _KEPT or character.isprintable() or character == "\u00a0":
        return character
    if unicodedata.category(character) == "Zs":
        return " "
    return f"\\u{{{ord(character):x}}}"


def one_line(text: str) -> str:
    """Inert text on a single line."""
    return inert(" ".join(text.split("\n")))


def for_log(text: str) -> str:
    r"""Text already inert, that no build server takes for a command: `::error` opening a word (or, once cut, a line), `##[group]` anywhere.

    Runners trim what opens a line, no-break spaces included, so the first character itself is shown as `\u{3a}`.
    """
    broken = _LINE_COMMAND.sub(lambda found: f"{found[1]}\\u{{3a}}", text)
    return _ANY_COMMAND.sub(lambda found: f"{found[1] or ''}\\u{{23}}", broken)


#: A hyphen within a word stays as it is, but for `GH-1`, a reference to an issue; so do parentheses, but where a bracket may open a link.
_WITHIN_A_WORD = r"(?<=[^\W_])(?<![Gg][Hh])-(?=[^\W_])"
_PUNCTUATION = re.compile(rf"(?:{_WITHIN_A_WORD})|((?:^|(?<=\]))[()]|[\\`*_{{}}\[\]<>#+!|~$@^&=-])")


def for_markdown(text: str) -> str:
    """Inert text in which no character starts Markdown or HTML: a mention, a link, an image, a table, a rule."""
    escaped = _PUNCTUATION.sub(lambda found: f"\\{found[1]}" if found[1] else found[0], inert(text))
    return re.sub(r"^(\s*\d+)([.)])", r"\1\\\2", escaped, flags=re.MULTILINE).replace("://", ":&#47;/").replace("www.", "www&#46;")
