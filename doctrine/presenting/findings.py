"""What checks found, in words of one language, once for all reporters of `doctrine check`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Literal, NamedTuple

from doctrine.diagnostics import Place, Severity
from doctrine.locales.words import Words

#: Gravest first.
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")


class Suppression(NamedTuple):
    """Why a finding does not count: a waiver (of the need or of the configuration), never without author, ground, start and end."""

    kind: Literal["waiver", "configuration"]
    author: str
    ground: str
    start: str
    end: str


class SaidFinding(NamedTuple):
    """One finding in words.

    `place` counts lines and columns from 1 in code points (line 0: the whole file). `excerpt` is the source line. `remedy` says what to
    write instead. `fingerprint` (64 hexadecimal digits) names the finding without its line, so that an insertion above does not make
    it new. `known` marks what the baseline already held. `spot` says in words where in a file whose lines nobody sees: "paragraph 3"; it is
    empty where people count lines.
    """

    code: str
    family: str
    severity: Severity
    place: Place
    message: str
    remedy: str
    references: tuple[str, ...]
    excerpt: str | None
    fingerprint: str
    suppressed: Suppression | None = None
    known: bool = False
    spot: str = ""

    @property
    def where(self) -> str:
        """The file and the line, or the words that say where in it."""
        if self.spot:
            return f"{self.place.file}, {self.spot}"
        return f"{self.place.file}:{self.place.line}" if self.place.line else self.place.file

    @property
    def located(self) -> str:
        """The message, with where it stands for a reader who cannot see it from a line."""
        return f"{self.message} ({self.spot})" if self.spot else self.message


class SaidRule(NamedTuple):
    """One check in words: title, why (plain paragraphs), failing and passing examples, texts with their addresses."""

    code: str
    family: str
    severity: Severity
    title: str
    page: str
    failing: str
    passing: str
    references: tuple[str, ...]


class CheckReport(NamedTuple):
    """All that one run of `doctrine check` has to say; `findings` are sorted by place then code, without repeats.

    Findings that count are those neither suppressed nor known.
    """

    findings: tuple[SaidFinding, ...]
    rules: Mapping[str, SaidRule]
    files: int
    language: str
    version: str


def counted(report: CheckReport, words: Words) -> str:
    """How many findings of each severity, in how many files; how many are waived, how many were known."""
    numbers = Counter(one.severity for one in report.findings if one.suppressed is None and not one.known)
    said = ", ".join(words.say(f"report_{severity}s", count=numbers[severity]) for severity in SEVERITIES if numbers[severity])
    parts = [words.say("report_in_files", found=said or words.say("report_nothing"), count=report.files)]
    suppressed = sum(one.suppressed is not None for one in report.findings)
    known = sum(one.known and one.suppressed is None for one in report.findings)
    parts += [words.say("report_suppressed_count", count=suppressed)] if suppressed else []
    parts += [words.say("report_known_count", count=known)] if known else []
    return words.semicolon.join(parts)
