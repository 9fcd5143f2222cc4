"""What commands share: languages, where text goes, exit codes. The only module that writes to the terminal."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, cast

from doctrine.diagnostics import Diagnostic, Place
from doctrine.index import Index, IndexUnusable, open_index
from doctrine.locales.words import Words
from doctrine.reporters.safe import one_line

if TYPE_CHECKING:
    from doctrine.assembly import Assembled
    from doctrine.model.case import Policy
    from doctrine.presenting.blocks import Block

CONFORM, NOT_CONFORM, USAGE, MISSING, INTEGRITY, UNEXPECTED, INTERRUPTED, BROKEN_PIPE = 0, 1, 2, 3, 4, 70, 130, 141
#: When several files end differently, the first of these that occurred.
PRECEDENCE = (UNEXPECTED, INTEGRITY, USAGE, NOT_CONFORM, MISSING, CONFORM)
LANGUAGES = ("fr", "en")


class Stop(Exception):
    """Leave now with this exit code; what there is to say has been said."""

    def __init__(self, code: int) -> None:
        """Keep the code."""
        super().__init__(code)
        self.code = code


def ready() -> bool:
    """Whether somebody can read the answer: without a standard output, refuse to run rather than answer nobody."""
    for stream in (sys.stdout, sys.stderr):
        if stream is None:
            continue
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    if sys.stdout is None:
        complain("doctrine\u00a0: sortie standard fermée, personne ne lirait la réponse / standard output is closed.")
        return False
    try:
        os.fstat(sys.stdout.fileno())
    except (OSError, ValueError):
        return hasattr(sys.stdout, "getvalue")
    return True


#: The language written on the command line, for what is said before any option is read.
_SPOKEN: list[str] = []


def speak(arguments: list[str]) -> None:
    """Let help and usage errors use the language asked on the command line."""
    _SPOKEN.clear()
    for place, argument in enumerate(arguments):
        if argument == "--lang" and place + 1 < len(arguments):
            _SPOKEN.append(arguments[place + 1])
        elif argument.startswith("--lang="):
            _SPOKEN.append(argument.removeprefix("--lang="))


def language(asked: str | None) -> str:
    """The language of the answer: the option, else DOCTRINE_LANG, else French."""
    found = asked or next(iter(_SPOKEN), None) or os.environ.get("DOCTRINE_LANG") or "fr"
    return found if found in LANGUAGES else "fr"


def write(text: str) -> None:
    """Write to standard output, no-break spaces as spaces where the console cannot write them."""
    try:
        sys.stdout.write(_written(text, sys.stdout.encoding or "utf-8"))
        sys.stdout.flush()
    except BrokenPipeError:
        # Nobody reads any more: leave with the code of the signal, and without a second error at shutdown.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise Stop(BROKEN_PIPE) from None
    except OSError as error:
        complain(f"doctrine\u00a0: {error.strerror or type(error).__name__}")
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise Stop(UNEXPECTED) from None


def complain(text: str) -> None:
    """Write one message to standard error."""
    if sys.stderr is not None:
        sys.stderr.write(_written(text.rstrip("\n") + "\n", sys.stderr.encoding or "utf-8"))


def _written(text: str, encoding: str) -> str:
    try:
        "\u00a0".encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return text.replace("\u00a0", " ").replace("’", "'").replace("« ", '"').replace(" »", '"').replace("€", "EUR")
    return text


def deliver(text: str, output: str | None, words: Words) -> None:
    """Write a whole result to a file, old content kept until the new is complete, or to standard output."""
    if output is None or output == "-":
        write(text)
        return
    from doctrine.loading.files import write_atomically

    try:
        write_atomically(output, text.encode("utf-8"))
    except OSError as error:
        reason = words.section("os_errors").get(errno.errorcode.get(error.errno or 0, ""), error.strerror or "")
        complain(words.say("cannot_write", path=one_line(output), reason=one_line(str(reason))))
        raise Stop(USAGE) from None
    complain(words.say("written", path=one_line(output)))


def width() -> int:
    """The columns to fill: the terminal's, or eighty when piped."""
    if sys.stdout.isatty() or os.environ.get("COLUMNS", "").isdigit():
        return shutil.get_terminal_size((80, 24)).columns or 80
    return 80


def colours() -> bool:
    """Whether to style: on a terminal that can, unless NO_COLOR is set; FORCE_COLOR insists."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def opened(folders: Iterable[str], asked: str | None) -> tuple[Index, Words]:
    """The index with the buyer's own folders, and the words of the language; what cannot be read is said, then exit 2."""
    paths = [Path(folder) for folder in folders]
    if not all(path.is_dir() for path in paths):
        must_be_folders(paths, words_of(open_index(), asked))
    try:
        index = open_index(paths)
    except IndexUnusable as unusable:
        _say(unusable.diagnostics, _plain_words(asked))
        raise Stop(USAGE) from None
    return index, words_of(index, asked)


def words_or_plain(asked: str | None) -> Words:
    """The words of a language, from the index, or from their files when the data cannot be compiled."""
    try:
        return words_of(open_index(), asked)
    except IndexUnusable:
        return _plain_words(asked)


def _plain_words(asked: str | None) -> Words:
    """The words of a language read from their own files, when the data cannot be compiled."""
    from doctrine.loading.card_reader import load_words
    from doctrine.resources import PACKAGE

    chosen = language(asked)
    sections, _ = load_words(PACKAGE / "locales" / chosen)
    return Words(chosen, lambda name: sections.get(name, {}))


def words_of(index: Index, asked: str | None) -> Words:
    """The words of a language, from the index; one that is asked and unknown is refused."""
    chosen = language(asked)

    def section(name: str) -> dict[str, object]:
        """The words of a section; one missing in a language falls back to French."""
        found: dict[str, object] = {}
        for one in dict.fromkeys(("fr", chosen)):
            full = f"words:{one}:{name}"
            if full in index:
                found = found | index.section(full)
        return found

    words = Words(chosen, section)
    choice("--lang", asked or "fr", LANGUAGES, words)
    return words


def must_be_folders(paths: Iterable[Path], words: Words) -> None:
    """Refuse what is not a folder one can read."""
    missing = [path for path in paths if not path.is_dir()]
    if missing:
        _say([Diagnostic("DOC048", Place(str(path)), values={"name": str(path)}) for path in missing], words)
        raise Stop(USAGE)


def show(blocks: Iterable[Block], *, plain: bool) -> None:
    """Draw blocks on the terminal."""
    write(drawn(blocks, "terminal", plain=plain))


def drawn(blocks: Iterable[Block], form: str, *, plain: bool, piped: bool = False) -> str:
    """Blocks as text in a form for people: terminal or markdown."""
    if form == "markdown":
        from doctrine.reporters import markdown

        return markdown.render(blocks)
    from doctrine.reporters import terminal

    return terminal.render(blocks, width=width(), colour=colours() and not plain and not piped, plain=plain)


def read_need(name: str) -> bytes | Diagnostic:
    """The bytes of a need file, or of standard input for `-`."""
    from doctrine.loading.files import read_bytes
    from doctrine.loading.yaml_reader import NEED_LIMITS

    if name != "-":
        return read_bytes(name, NEED_LIMITS.size)
    if sys.stdin is None:
        return Diagnostic("DOC001", Place("<stdin>"), values={"name": "<stdin>"})
    return sys.stdin.buffer.read(NEED_LIMITS.size + 1)


def assembled(name: str, index: Index, *, presumptions: bool = True, unknown: Policy = "careful") -> Assembled:
    """One need laid over the catalogue; what cannot be read is a diagnostic."""
    from doctrine.assembly import Assembled, assemble
    from doctrine.loading.need_file import LoadedNeed

    data = read_need(name)
    if isinstance(data, Diagnostic):
        return Assembled(None, LoadedNeed(None, None, [data]), {})
    return assemble(data, "<stdin>" if name == "-" else name, index, presumptions=presumptions, unknown=unknown)


def one_need(name: str, index: Index, words: Words, *, unknown: Policy = "careful") -> Assembled:
    """One need for a command that takes a single one: its diagnostics are said."""
    found = assembled(name, index, unknown=unknown)
    if found.loaded.diagnostics:
        say_diagnostics(found.loaded.diagnostics, words)
    return found


def day(text: str, words: Words) -> date:
    """A day given on the command line."""
    from doctrine.model.scalars import DAY, Refused

    try:
        return cast(date, DAY.parse(text, True))
    except Refused:
        complain(words.say("law_bad_day", text=one_line(text)))
        raise Stop(USAGE) from None


def _say(diagnostics: Iterable[Diagnostic], words: Words) -> None:
    from doctrine.reporters.diagnostics import render

    complain(render(diagnostics, words))


def say_diagnostics(diagnostics: Iterable[Diagnostic], words: Words) -> None:
    """Diagnostics on standard error, as people read them."""
    _say(diagnostics, words)


def choice(option: str, given: str, known: tuple[str, ...], words: Words) -> None:
    """Refuse a value that an option does not know, naming those it does."""
    if given not in known:
        complain(words.say("usage_choice", option=option, given=one_line(given), known=", ".join(known)))
        raise Stop(USAGE)


def worst(codes: Iterable[int]) -> int:
    """The exit code of a run that did several things."""
    seen = set(codes)
    return next((code for code in PRECEDENCE if code in seen), CONFORM)
