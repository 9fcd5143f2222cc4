"""Writes docs/checks.md: every check as its code and its words say it.

python docs/make_checks.py
"""

from __future__ import annotations

from pathlib import Path

from doctrine.checks import every_check
from doctrine.loading.card_reader import load_words
from doctrine.locales.words import NBSP, Words
from doctrine.model.checks import FAMILIES, Check
from doctrine.presenting.check import reference
from doctrine.resources import PACKAGE

REFERENCE = Path(__file__).parent / "checks.md"
_HEAD = """\
# Les contrôles de `doctrine check`

Page écrite par `python docs/make_checks.py` : ne la modifiez pas à la main. Le mode d’emploi est dans [check.md](check.md).
Chaque code a aussi sa page dans le terminal : `doctrine explain DOC201`.
"""
_FILE = """\
Ce que la lecture d’un fichier refuse, avant tout contrôle, et ce que disent les autres commandes.
Une erreur de lecture ne se met sous aucune dispense.
"""
_LANGUAGES = {"need": "yaml", "method": "yaml", "catalogue": "yaml"}


def reference_page() -> str:
    """The whole page, in French."""
    sections, wrong = load_words(PACKAGE / "locales" / "fr")
    if wrong:
        raise SystemExit(str(wrong[0]))
    words = Words("fr", lambda name: sections.get(name, {}))
    parts = [_HEAD.replace(" :", f"{NBSP}:")]
    for family in FAMILIES:
        checks = [one for one in every_check().values() if one.family == family]
        if checks:
            parts.append(f"## Famille {family}{NBSP}: {words.say(f'family_{family}')}\n")
            parts += [_check(one, words) for one in checks]
    return "\n".join([*parts, _file(words)])


def _check(check: Check, words: Words) -> str:
    entry = words.section("diagnostics")[check.id]
    fence = f"```{_LANGUAGES.get(check.family, 'text')}"
    lines = [
        f"### {check.id} — {entry['title']}\n",
        f"Famille `{check.family}`, gravité `{check.severity}`{NBSP}: {words.say(f'report_severity_{check.severity}')}.\n",
        *(f"{part}\n" for part in _prose(str(entry["page"]))),
        f"**{words.say('report_to_do').capitalize()}**{NBSP}: {_sentence(str(entry['do']))}\n",
    ]
    for key, example in (("report_failing", check.failing), ("report_passing", check.passing)):
        lines += [f"{words.say(key)}{NBSP}:\n", fence, example.rstrip("\n"), "```\n"]
    if check.references:
        lines += [f"{words.say('h_references')}{NBSP}:\n", *(f"- {reference(words, text)}" for text in check.references), ""]
    return "\n".join(lines)


def _prose(page: str) -> list[str]:
    """The paragraphs of a page; what is typed is shown by the examples."""
    return [" ".join(part.split("\n")) for part in page.strip().split("\n\n") if part.strip() and not part.startswith("    ")]


def _sentence(do: str) -> str:
    """A remedy, its values shown as places to fill."""
    return do.replace("{", "‹").replace("}", "›")


def _file(words: Words) -> str:
    """The codes that no check holds, one a line."""
    rows = [f"| {code} | {entry['title']} |" for code, entry in sorted(words.section("diagnostics").items()) if code not in every_check()]
    return "\n".join(["## Les autres codes\n", _FILE, "| Code | Constat |", "| --- | --- |", *rows, ""])


if __name__ == "__main__":
    REFERENCE.write_text(reference_page(), "utf-8")
