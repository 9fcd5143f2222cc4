"""The command line: one file for each command, found by name. Options, calls, exit code; nothing is decided here.

typer carries a private copy of click whose messages cannot be translated, so its exceptions are caught and said in our words.
"""

from __future__ import annotations

import gc
import importlib
import os
import pkgutil
import signal
import sys
from collections.abc import Sequence
from types import FrameType

import typer

from doctrine.commands._console import BROKEN_PIPE, INTERRUPTED, UNEXPECTED, USAGE, Stop, complain, ready, speak, write
from doctrine.commands._help import Command, Group, usage_error


def application(only: str = "") -> typer.Typer:
    """The application with every command of this folder, or with the one that is asked."""
    app = typer.Typer(cls=Group, add_completion=True, pretty_exceptions_enable=False, rich_markup_mode=None, no_args_is_help=True)
    app.callback()(_options)
    found = sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_"))
    for name in [only] if only in found else found:
        importlib.import_module(f"doctrine.commands.{name}").register(app, Command, Group)
    return app


def _version(asked: bool) -> None:
    """Say the version and leave."""
    if asked:
        from doctrine import __version__

        write(f"doctrine {__version__}\n")
        raise typer.Exit(0)


def _options(version: bool = typer.Option(False, "--version", is_eager=True, callback=_version)) -> None:
    del version


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    sys.exit(run(list(sys.argv[1:] if arguments is None else arguments)))


def run(arguments: list[str]) -> int:
    """Run one command; every way of ending becomes an exit code (docs/exit-codes.md)."""
    signal.signal(signal.SIGTERM, _terminated)
    gc.set_threshold(100_000, 50, 50)  # a short run that keeps what it makes: collecting cycles costs a tenth of it
    if not ready():
        return USAGE
    speak(arguments)
    try:
        asked = _without_language(arguments) if "--help" in arguments else arguments
        command = typer.main.get_command(application(asked[0] if asked else ""))
        answer = command.main(asked, prog_name="doctrine", standalone_mode=False)
        sys.stdout.flush()
        return answer if isinstance(answer, int) else 0
    except Stop as stop:
        return stop.code
    except typer.Exit as end:
        return end.exit_code
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except SystemExit:
        return BROKEN_PIPE  # click leaves by itself in one case only: nobody reads the help any more
    except Exception as error:
        spoken = usage_error(error, arguments)
        if spoken:
            complain(spoken)
            return USAGE
        return _unexpected(error)


def _without_language(arguments: list[str]) -> list[str]:
    """The arguments of a help, whose language is known already: a group of commands has no option for it."""
    return [
        argument
        for place, argument in enumerate(arguments)
        if argument != "--lang" and not argument.startswith("--lang=") and (not place or arguments[place - 1] != "--lang")
    ]


def _terminated(number: int, frame: FrameType | None) -> None:
    del frame
    raise Stop(128 + number)


def _unexpected(error: Exception) -> int:
    """One line, and what to attach to a report; never a traceback unless asked."""
    if os.environ.get("DOCTRINE_DEBUG"):
        raise error
    kind = type(error).__name__
    where = ""
    trace = error.__traceback__
    while trace is not None:
        where = f"{os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}"
        trace = trace.tb_next
    complain(
        f"doctrine\u00a0: erreur imprévue / unexpected error ({kind}, {where}). "
        "Joignez à votre signalement cette ligne, la réponse de doctrine --version et le fichier lu / attach this line, "
        "the answer of doctrine --version and the file read."
    )
    return UNEXPECTED
