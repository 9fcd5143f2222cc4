"""Help and usage errors in the reader's language, plain text: typer's own cannot be translated.

The words are in `locales/<lang>/commands.yaml`: for each command its sentence, its examples, and a phrase for each parameter.
"""

from __future__ import annotations

import shutil
import textwrap
from difflib import get_close_matches
from typing import Any

from typer.core import TyperCommand, TyperGroup

from doctrine.commands._console import words_or_plain
from doctrine.locales.words import Words
from doctrine.reporters.safe import one_line


def _words() -> Words:
    return words_or_plain(None)


class Command(TyperCommand):
    """A command whose help is ours."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help of one command."""
        formatter.write(_command_help(_words(), ctx, self))


class Group(TyperGroup):
    """A group of commands whose help is ours; a mistyped command gets the nearest one."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help of a group."""
        formatter.write(_group_help(_words(), ctx, self))


def _path(ctx: Any) -> str:
    names: list[str] = []
    while ctx is not None and ctx.parent is not None:
        names.insert(0, ctx.info_name)
        ctx = ctx.parent
    return " ".join(names)


def _entry(words: Words, path: str) -> dict[str, Any]:
    found = words.section("commands").get(path or "doctrine", {})
    return found if isinstance(found, dict) else {}


def _wrapped(text: str, indent: str = "", hanging: str | None = None) -> str:
    width = min(shutil.get_terminal_size((80, 24)).columns or 80, 100)
    return textwrap.fill(text, max(width, 40), initial_indent=indent, subsequent_indent=indent if hanging is None else hanging)


def _rows(rows: list[tuple[str, str]]) -> str:
    margin = min(max((len(left) for left, _ in rows), default=0) + 4, 30)
    lines = []
    for left, right in rows:
        if len(left) + 2 >= margin:
            lines += [f"  {left}", _wrapped(right, " " * margin)]
        else:
            lines.append(_wrapped(right, f"  {left:<{margin - 2}}", " " * margin))
    return "\n".join(lines)


def _group_help(words: Words, ctx: Any, group: Any) -> str:
    path = _path(ctx)
    entry = _entry(words, path)
    rows = [(name, str(_entry(words, f"{path} {name}".strip()).get("say", ""))) for name in group.list_commands(ctx)]
    parts = [
        f"{words.say('usage')} doctrine {path + ' ' if path else ''}{words.say('usage_command')}",
        _wrapped(str(entry.get("say", ""))),
        f"{words.say('usage_commands')}\n{_rows(rows)}",
        f"{words.say('usage_options')}\n{_rows(_options(words, ctx, group, entry))}",
        _wrapped(words.say("usage_more", path=f"{path} " if path else "")),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _command_help(words: Words, ctx: Any, command: Any) -> str:
    entry = _entry(words, _path(ctx))
    arguments = [parameter for parameter in command.params if parameter.param_type_name == "argument"]
    names = " ".join(_argument(parameter) for parameter in arguments)
    parts = [f"{words.say('usage')} doctrine {_path(ctx)} [OPTIONS] {names}".rstrip(), _wrapped(str(entry.get("say", "")))]
    if arguments:
        rows = [(_argument(parameter), str(entry.get(parameter.name, ""))) for parameter in arguments]
        parts.append(f"{words.say('usage_arguments')}\n{_rows(rows)}")
    parts.append(f"{words.say('usage_options')}\n{_rows(_options(words, ctx, command, entry))}")
    if entry.get("examples"):
        parts.append(words.say("usage_examples") + "\n" + "\n".join(f"  {line}" for line in entry["examples"]))
    return "\n\n".join(parts) + "\n"


def _argument(parameter: Any) -> str:
    name = str(parameter.metavar or parameter.name.upper())
    name = f"{name}…" if parameter.nargs == -1 else name
    return name if parameter.required else f"[{name}]"


def _options(words: Words, ctx: Any, command: Any, entry: dict[str, Any]) -> list[tuple[str, str]]:
    common = words.section("commands").get("common", {})
    rows = []
    for parameter in command.get_params(ctx):
        if parameter.param_type_name != "option" or getattr(parameter, "hidden", False):
            continue
        flags = ", ".join(sorted(parameter.opts, key=len))
        if not parameter.is_flag:
            flags += f" {parameter.metavar or parameter.name.upper()}"
        rows.append((flags, str(entry.get(parameter.name) or common.get(parameter.name, ""))))
    return rows


def usage_error(error: Exception, arguments: list[str]) -> str:
    """What is wrong with the command line, in one or two lines; empty when the error is not about it."""
    kind = type(error).__name__
    if not hasattr(error, "format_message"):
        return ""
    words = _words()
    context = getattr(error, "ctx", None)
    path = _path(context) if context is not None else ""
    hint = words.say("usage_hint", path=f"{path} " if path else "")
    option = one_line(str(getattr(error, "option_name", "") or ""))
    if kind == "NoArgsIsHelpError":
        return str(getattr(error, "message", ""))
    if kind == "NoSuchOption":
        near = get_close_matches(option, list(getattr(error, "possibilities", None) or []), n=1, cutoff=0.6)
        text = words.say("usage_no_option_near", option=option, near=near[0]) if near else words.say("usage_no_option", option=option)
    elif kind == "MissingParameter":
        parameter = getattr(error, "param", None)
        text = words.say(
            "usage_missing", name=_argument(parameter) if parameter is not None and parameter.param_type_name == "argument" else option
        )
    elif kind == "BadParameter":
        text = _bad_value(words, error)
    elif kind == "BadOptionUsage":
        text = words.say("usage_needs_value", option=option)
    else:
        text = _unknown_command(words, context, arguments)
    return f"{text}\n{hint}"


def _bad_value(words: Words, error: Exception) -> str:
    """A value that an option refuses, with the bounds it states."""
    parameter = getattr(error, "param", None)
    kind = getattr(parameter, "type", None)
    low, high = getattr(kind, "min", None), getattr(kind, "max", None)
    option = max(getattr(parameter, "opts", [""]), key=len)
    if low is not None and high is not None:
        return words.say("usage_between", option=option, low=low, high=high)
    return words.say("usage_bad_value", text=option)


def _unknown_command(words: Words, context: Any, arguments: list[str]) -> str:
    command = getattr(context, "command", None)
    known = command.list_commands(context) if command is not None and hasattr(command, "list_commands") else []
    depth = len(_path(context).split()) if context is not None else 0
    given = [argument for argument in arguments if not argument.startswith("-")]
    if not known:
        return words.say("usage_extra", name=one_line(given[-1] if given else ""))
    name = one_line(given[depth]) if len(given) > depth else ""
    near = get_close_matches(name, known, n=1, cutoff=0.5)
    return words.say("usage_no_command_near", name=name, near=near[0]) if near else words.say("usage_no_command", name=name)
