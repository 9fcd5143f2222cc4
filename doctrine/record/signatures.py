"""Signatures by an SSH key, made and checked by `ssh-keygen`, offline: the same that a person can check by hand.

What is signed is the statement of the decision (its canonical bytes), in the namespace `doctrine`.
"""

from __future__ import annotations

import base64
import binascii
import os
import re
import tempfile
from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from doctrine.diagnostics import Diagnostic, Place
from doctrine.record.decision import NAMESPACE, Decision, statement

KIND = "sshsig"
_BEGIN, _END = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"
_MAGIC = b"SSHSIG"
_SECONDS = 60
_LARGEST = 64 * 1024
_UNSAFE = re.compile(r"[\x00-\x1f\x7f]")


class CannotSign(RuntimeError):
    """The signature could not be made: why, in the words of `ssh-keygen` (empty when the tool is not there)."""


class Signed(NamedTuple):
    """What checking one signature said: a problem, or who signed (empty when no list of signers was given).

    `state`: `no` signature, `unchecked` (no list was given, or the signature does not hold), `unlisted` (a key that the list given does not
    allow), `yes` (a signer of the list).
    """

    problem: Diagnostic | None
    signer: str = ""
    state: Literal["no", "unchecked", "unlisted", "yes"] = "unchecked"


def sign(decision: Decision, key: str) -> Decision:
    """The decision with its signature by a private key (or by the agent that holds it, given its public half). Raises CannotSign."""
    ran = _keygen(["-Y", "sign", "-n", NAMESPACE, "-f", key], statement(decision.stated, decision.digests))
    if ran is None:
        raise CannotSign("")
    code, out, wrong = ran
    armour = out.decode("ascii", "replace")
    public = _public_key(armour)
    if code or not public:
        raise CannotSign(_reason(wrong) or f"code {code}")
    return decision._replace(signature={"kind": KIND, "namespace": NAMESPACE, "public_key": public, "value": armour})


def check(decision: Decision, file: str, signers: str | None) -> Signed:
    """Whether the signature holds; with `signers` (a file of allowed signers), who made it.

    A decision without one has no problem, unless a list of signers is given: a signature taken away would then pass for none.
    """
    signature = decision.signature
    place = Place(file)
    if signature is None:
        return Signed(Diagnostic("DOC825", place, values={"signers": signers}) if signers is not None else None, state="no")
    armour = signature["value"]
    well_made = signature["kind"] == KIND and signature["namespace"] == NAMESPACE and armour.isascii() and len(armour) <= _LARGEST
    if not well_made or _public_key(armour) != signature["public_key"]:
        return Signed(Diagnostic("DOC820", place))
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "decision.sig")
        with open(path, "w", encoding="ascii", newline="\n") as out:
            out.write(armour)
        return _checked(path, statement(decision.stated, decision.digests), place, signers)


def _checked(path: str, data: bytes, place: Place, signers: str | None) -> Signed:
    ran = _keygen(["-Y", "check-novalidate", "-n", NAMESPACE, "-s", path], data)
    if ran is None:
        return Signed(Diagnostic("DOC822", place))
    if ran[0]:
        return Signed(Diagnostic("DOC820", place))
    if signers is None:
        return Signed(None)
    named = _keygen(["-Y", "find-principals", "-s", path, "-f", signers], b"")
    for who in named[1].decode("utf-8", "replace").splitlines() if named and not named[0] else []:
        verified = _keygen(["-Y", "verify", "-n", NAMESPACE, "-s", path, "-f", signers, "-I", who], data)
        if verified is not None and verified[0] == 0:
            return Signed(None, _UNSAFE.sub("", who), "yes")
    return Signed(Diagnostic("DOC821", place, values={"signers": signers}), state="unlisted")


def _keygen(arguments: list[str], data: bytes) -> tuple[int, bytes, bytes] | None:
    """Exit code and outputs of `ssh-keygen`, None when the machine has none."""
    import shutil
    import subprocess

    tool = shutil.which("ssh-keygen")
    if tool is None:
        return None
    environment = {**os.environ, "LC_ALL": "C"}
    try:
        ran = subprocess.run(  # noqa: S603 - our own arguments, no shell
            [tool, *arguments], input=data, capture_output=True, check=False, timeout=_SECONDS, env=environment
        )
    except (subprocess.TimeoutExpired, OSError) as error:
        return 1, b"", type(error).__name__.encode()
    return ran.returncode, ran.stdout, ran.stderr


def _reason(wrong: bytes) -> str:
    lines = [line for line in wrong.decode("utf-8", "replace").splitlines() if line.strip() and not line.startswith("Signing ")]
    return _UNSAFE.sub(" ", lines[-1])[:200] if lines else ""


def _public_key(armour: str) -> str:
    """The public key that an armoured signature holds, as `ssh-ed25519 AAAA…`; empty when it is no such signature."""
    body = armour.strip()
    if not body.startswith(_BEGIN) or not body.endswith(_END):
        return ""
    try:
        blob = base64.b64decode("".join(body[len(_BEGIN) : -len(_END)].split()), validate=True)
        if not blob.startswith(_MAGIC):
            return ""
        key = _field(blob, len(_MAGIC) + 4)
        kind = _field(key, 0).decode("ascii")
    except (binascii.Error, ValueError):
        return ""
    return f"{kind} {base64.b64encode(key).decode()}"


def _field(blob: bytes, start: int) -> bytes:
    """One length-prefixed field of an SSH blob."""
    size = int.from_bytes(blob[start : start + 4], "big")
    found = blob[start + 4 : start + 4 + size]
    if len(found) != size:
        raise ValueError(size)
    return found


def public_part(signature: Mapping[str, Any]) -> str:
    """The fingerprint that `ssh-keygen -l` shows for the key of a signature: `SHA256:…`."""
    import hashlib

    encoded = str(signature["public_key"]).partition(" ")[2]
    raw = hashlib.sha256(base64.b64decode(encoded)).digest()
    return "SHA256:" + base64.b64encode(raw).decode().rstrip("=")
