"""`doctrine catalogue`: list, show, search, check and count what the catalogue holds."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from doctrine.commands import _console as console

if TYPE_CHECKING:
    from doctrine.index import Index
    from doctrine.locales.words import Words
    from doctrine.presenting.blocks import Block

Folders = Annotated[list[str] | None, typer.Option("--catalogue", metavar="FOLDER")]
Lang = Annotated[str | None, typer.Option("--lang", metavar="LANG")]
Plain = Annotated[bool, typer.Option("--plain")]
STEPS = ("mutualise", "buy", "build")


def register(app: typer.Typer, command: type, group: type) -> None:
    """Add the group and its commands to the application."""
    own = typer.Typer(cls=group, rich_markup_mode=None, no_args_is_help=True)
    for name, function in (("list", listed), ("show", show), ("search", search), ("check", check), ("stats", stats)):
        own.command(name, cls=command)(function)
    app.add_typer(own, name="catalogue", cls=group)


def listed(
    function: Annotated[str | None, typer.Argument(metavar="FUNCTION")] = None,
    step: Annotated[str | None, typer.Option("--step", metavar="STEP")] = None,
    lang: Lang = None,
    catalogue: Folders = None,
    plain: Plain = False,
) -> int:
    """Functions with their counts, or the candidates of one function."""
    from doctrine.presenting.blocks import Grid

    index, words = console.opened(catalogue or [], lang)
    if step is not None:
        console.choice("--step", step, STEPS, words)
    functions = index.section("functions")
    if function is None:
        rows = []
        for name, one in sorted(functions.items()):
            found = index.section(f"function:{name}")["candidates"]
            own = [entry for entry in found if {name, *one["parts"]} & set(entry["functions"])]
            counts = [str(sum(entry["step"] == wanted for entry in own)) for wanted in ("mutualise", "buy")]
            rows.append((name, one[words.language], *counts))
        head = (words.say("col_function"), words.say("col_label"), words.say("col_shared"), words.say("col_offers"))
        console.show([Grid(head, tuple(rows))], plain=plain)
        return console.CONFORM
    if function not in functions:
        return _unknown(words, function, list(functions))
    found = [one for one in index.section(f"function:{function}")["candidates"] if one["functions"] and step in (None, one["step"])]
    found.sort(key=lambda one: (STEPS.index(one["step"]), one["id"]))
    rows = [(one["id"], one["name"], one["provider"], words.say(f"step_{one['step']}")) for one in found]
    head = (words.say("col_id"), words.say("col_candidate"), words.say("col_provider"), words.say("col_step"))
    console.show([Grid(head, tuple(rows))], plain=plain)
    return console.CONFORM


def show(name: Annotated[str, typer.Argument(metavar="ID")], lang: Lang = None, catalogue: Folders = None, plain: Plain = False) -> int:
    """Everything known of one candidate, purchasing body or framework, with sources."""
    index, words = console.opened(catalogue or [], lang)
    where = index.section("where")
    if name in where:
        entry, labels = _entry(index, words, name, where[name])
        from doctrine.presenting.pages import candidate_page

        console.show(candidate_page(words, entry, labels), plain=plain)
        return console.CONFORM
    frameworks = index.section("frameworks")
    for kind in ("bodies", "frameworks"):
        if name in frameworks[kind]:
            console.show(_framework(index, words, frameworks[kind][name]), plain=plain)
            return console.CONFORM
    return _unknown(words, name, [*where, *frameworks["bodies"], *frameworks["frameworks"]])


def _entry(index: Index, words: Words, name: str, function: str) -> tuple[dict[str, Any], dict[str, str]]:
    section = index.section("references" if f"function:{function}" not in index else f"function:{function}")
    found = next((one for one in section["candidates"] if one["id"] == name), None) or index.section("references")[name]
    labels: dict[str, str] = {}
    for definitions in (index.section("common"), section if "facts" in section else {}):
        labels |= {key: words.pick(label) for key, label in definitions.get("capabilities", {}).items()}
        labels |= {key: one[words.language] for key, one in definitions.get("facts", {}).items()}
    return found, labels


def _framework(index: Index, words: Words, entry: dict[str, Any]) -> Iterator[Block]:
    from doctrine.presenting.pages import candidate_page

    labels = {key: one[words.language] for key, one in index.section("common")["facts"].items()}
    kind = words.say(f"body_{entry['kind']}") if "kind" in entry else words.say("a_framework", body=entry["body"])
    shaped = {
        **entry, "step": "buy", "provider": entry.get("holder") or kind, "role": "candidate", "functions": entry.get("functions", []),
        "near": [], "replaces": [], "code": "", "hints": entry.get("hints", []),
    }  # fmt: skip
    yield from candidate_page(words, shaped, labels)
    if entry.get("carries"):
        from doctrine.presenting.blocks import Paragraph

        yield Paragraph(words.say("carries", names=", ".join(entry["carries"])))


def search(
    query: Annotated[list[str], typer.Argument(metavar="WORDS")],
    lang: Lang = None,
    catalogue: Folders = None,
    plain: Plain = False,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, max=200)] = 12,
) -> int:
    """Functions and candidates that answer a buyer's words, best first."""
    from doctrine.presenting.blocks import Grid, Paragraph
    from doctrine.search import find
    from doctrine.search_entries import Entry

    index, words = console.opened(catalogue or [], lang)
    data = index.section("search")
    hits = find(" ".join(query), [Entry.from_data(one) for one in data], limit=limit)
    if not hits:
        console.show([Paragraph(words.say("search_nothing"))], plain=plain)
        return console.NOT_CONFORM
    functions, where = index.section("functions"), index.section("where")
    because = words.section("because")
    rows = []
    for hit in hits:
        reasons = ", ".join(str(because.get(code, code)) for code in hit.because)
        if hit.kind == "function":
            rows.append((hit.id, functions[hit.id][words.language], words.say("kind_function"), reasons))
        else:
            entry, _ = _entry(index, words, hit.id, where[hit.id])
            rows.append((hit.id, f"{entry['name']} ({entry['provider']})", words.say(f"step_{entry['step']}"), reasons))
    head = (words.say("col_id"), words.say("col_label"), words.say("col_kind"), words.say("col_why"))
    console.show([Grid(head, tuple(rows))], plain=plain)
    return console.CONFORM


def check(folder: Annotated[list[str] | None, typer.Argument(metavar="FOLDER")] = None, lang: Lang = None) -> int:
    """Read catalogue folders whole and say what is wrong; without a folder, the bundle."""
    from doctrine.diagnostics import in_order, refused
    from doctrine.loading.catalogue_files import load_catalogue
    from doctrine.resources import catalogue_folder

    words = console.words_or_plain(lang)
    folders = [Path(one) for one in folder or []]
    console.must_be_folders(folders, words)
    found = load_catalogue([catalogue_folder(), *folders])
    diagnostics = in_order(found.diagnostics)
    if diagnostics:
        console.say_diagnostics(diagnostics, words)
    if refused(diagnostics):
        return console.NOT_CONFORM
    facts = sum(len(one) for one in found.facts.values())
    console.write(words.say("catalogue_checked", entries=len(found.candidates), facts=facts) + "\n")
    return console.CONFORM


def stats(lang: Lang = None, catalogue: Folders = None, plain: Plain = False) -> int:
    """How many entries and facts, by step and by proof."""
    from doctrine.model.facts import PROOFS
    from doctrine.presenting.blocks import Grid, Heading

    index, words = console.opened(catalogue or [], lang)
    found = index.section("stats")
    steps = tuple((words.say(f"step_{step}"), words.number(found["steps"].get(step, 0))) for step in STEPS)
    rest = tuple((words.say(f"stats_{name}"), words.number(found[name])) for name in ("references", "functions", "bodies", "frameworks"))
    proofs = tuple((str(words.section("proofs")[proof]), words.number(found["proofs"].get(proof, 0))) for proof in reversed(PROOFS))
    lists = tuple((name, words.section("values")[complete]) for name, complete in sorted(found["lists"].items()))
    console.show(
        [
            Heading(1, words.say("stats_entries")), Grid(("", words.say("col_count")), (*steps, *rest)),
            Heading(1, words.say("stats_facts")), Grid((words.say("col_proof"), words.say("col_count")), proofs),
            Heading(1, words.say("stats_lists")), Grid(("", words.say("col_complete")), lists),
        ],
        plain=plain,
    )  # fmt: skip
    return console.CONFORM


def _unknown(words: Words, name: str, known: list[str]) -> int:
    from doctrine.reporters.safe import one_line

    near = get_close_matches(name.lower(), known, n=1, cutoff=0.5)
    console.complain(words.say("catalogue_near" if near else "catalogue_unknown", name=one_line(name), near=near[0] if near else ""))
    return console.USAGE
