"""Editors: a real YAML language server, given the published schema, completes, explains and corrects a need in French.

The server is `yaml-language-server` on PATH, or the `server.js` that DOCTRINE_YAML_LS names; without it these tests are skipped.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SCHEMA = ROOT / "docs" / "need.schema.json"


def server() -> list[str] | None:
    """How to start the server; None when this machine has none."""
    script = os.environ.get("DOCTRINE_YAML_LS")
    if script and shutil.which("node"):
        return ["node", script, "--stdio"]
    found = shutil.which("yaml-language-server")
    return [found, "--stdio"] if found else None


pytestmark = pytest.mark.skipif(
    server() is None, reason="no yaml-language-server: put it on PATH, or name its server.js in DOCTRINE_YAML_LS"
)

NEED = """\
# yaml-language-server: $schema={schema}
format: need/1
id: essai
title: Essai
on: 2026-12-01
buyer: {{kind: centre}}
function:\x20
requirements:
  - id: R1
    level: must
    text: Inviter sans compte
    capability:\x20
findings:
  - candidate:\x20
"""
LINES = NEED.split("\n")


class Editor:
    """The client side of the protocol over the server's streams: enough to open one file and ask."""

    def __init__(self, command: list[str], text: str) -> None:
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.watch = threading.Timer(60, self.process.kill)
        self.watch.start()
        self.asked = 0
        self.diagnostics: list[dict[str, Any]] | None = None
        self.document = {"uri": "file:///essai.need.yaml"}
        abilities = {"completion": {"completionItem": {"documentationFormat": ["plaintext"]}}, "hover": {"contentFormat": ["plaintext"]}}
        self.ask("initialize", {"processId": None, "rootUri": None, "capabilities": {"textDocument": abilities}})
        self.send({"method": "initialized", "params": {}})
        opened = {**self.document, "languageId": "yaml", "version": 1, "text": text}
        self.send({"method": "textDocument/didOpen", "params": {"textDocument": opened}})

    def send(self, message: dict[str, Any]) -> None:
        assert self.process.stdin is not None
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def heard(self) -> dict[str, Any]:
        """The next message; what the server asks of an editor is answered with nothing."""
        assert self.process.stdout is not None
        length = 0
        while line := self.process.stdout.readline().strip():
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        assert length, "the server stopped"
        message: dict[str, Any] = json.loads(self.process.stdout.read(length))
        if "id" in message and "method" in message:
            wanted = message["params"].get("items") if message["method"] == "workspace/configuration" else None
            self.send({"id": message["id"], "result": [{} for _ in wanted] if wanted else None})
        if message.get("method") == "textDocument/publishDiagnostics":
            self.diagnostics = message["params"]["diagnostics"]
        return message

    def ask(self, method: str, parameters: dict[str, Any]) -> Any:
        self.asked += 1
        self.send({"id": self.asked, "method": method, "params": parameters})
        while True:
            message = self.heard()
            if message.get("id") == self.asked and "method" not in message:
                return message["result"]

    def at(self, method: str, line: str, column: int) -> Any:
        place = {"line": LINES.index(line), "character": column}
        return self.ask(f"textDocument/{method}", {"textDocument": self.document, "position": place})

    def proposed(self, line: str) -> dict[str, str]:
        """What completion proposes at the end of a line, with the help of each."""
        found = self.at("completion", line, len(line))
        return {one["label"]: one.get("documentation", "") for one in (found["items"] if isinstance(found, dict) else found)}


@pytest.fixture(scope="module")
def editor() -> Iterator[Editor]:
    command = server()
    assert command is not None
    opened = Editor(command, NEED.format(schema=SCHEMA.as_uri()))
    yield opened
    opened.watch.cancel()
    opened.process.kill()
    opened.process.wait()
    for stream in (opened.process.stdin, opened.process.stdout):
        assert stream is not None
        stream.close()


@pytest.mark.parametrize(
    ("line", "name", "called"),
    [
        ("function: ", "video-conference", "Visioconférence"),
        ("    capability: ", "guest-access", "Participer sans compte ni installation, depuis un navigateur"),
        ("  - candidate: ", "visio", "Visio (DINUM)"),
    ],
)
def test_ids_are_proposed_with_what_they_are_called(line: str, name: str, called: str, editor: Editor) -> None:
    assert editor.proposed(line).get(name) == called


def test_hovering_a_key_says_in_french_what_it_is_for(editor: Editor) -> None:
    shown = editor.at("hover", "function: ", 3)
    assert "Fonction du catalogue qui répond au besoin" in json.dumps(shown, ensure_ascii=False)


def test_a_word_that_a_key_does_not_admit_is_underlined(editor: Editor) -> None:
    while not editor.diagnostics:
        editor.heard()
    line = LINES.index("buyer: {{kind: centre}}")
    wrong = [one for one in editor.diagnostics if one["range"]["start"] == {"line": line, "character": 14}]
    assert len(wrong) == 1
    assert "central_state" in wrong[0]["message"]
