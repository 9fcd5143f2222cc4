"""Sealing: the same bytes everywhere, nothing replaced in place, decisions that follow one another, names left out, signatures."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from record_build import EXAMPLES, ROOT, VISIO, rebuilt, sealed

Cli = Callable[..., Any]
KEYGEN = shutil.which("ssh-keygen")
signing = pytest.mark.skipif(KEYGEN is None, reason="ssh-keygen is not on this machine: signatures are not tested")
SETTINGS = [
    {"LC_ALL": "C", "TZ": "UTC", "PYTHONHASHSEED": "0", "PYTHONUTF8": "0"},
    {"LC_ALL": "fr_FR.UTF-8", "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "1"},
    {"LC_ALL": "C.UTF-8", "TZ": "America/Los_Angeles", "PYTHONHASHSEED": "4242", "LANG": "tr_TR.UTF-8"},
]


@pytest.fixture
def key(tmp_path: Path) -> Path:
    path = tmp_path / "key"
    subprocess.run([str(KEYGEN), "-q", "-t", "ed25519", "-N", "", "-C", "test", "-f", str(path)], check=True)
    return path


def signers(path: Path, key: Path, who: str = "buyer@example.org", options: str = 'namespaces="doctrine" ') -> Path:
    path.write_text(f"{who} {options}{key.with_suffix('.pub').read_text()}")
    return path


@pytest.mark.slow
def test_the_same_bytes_whatever_the_machine_says(tmp_path: Path) -> None:
    made = set()
    for number, settings in enumerate(SETTINGS):
        path = tmp_path / f"{number}.json"
        environment = {**os.environ, **settings}
        command = [sys.executable, str(ROOT / "cli.py"), "evaluate", str(VISIO), "--seal", str(path), "--lang", ("fr", "en")[number % 2]]
        subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True)
        made.add(path.read_bytes())
    assert made == {sealed(VISIO)}


def test_the_same_bytes_whatever_the_order_of_files(cli: Cli, tmp_path: Path) -> None:
    pieces = sorted((ROOT / "tests" / "golden" / "catalogue").rglob("*.yaml"))
    assert pieces
    for name, order in (("one", pieces), ("two", pieces[::-1])):
        for piece in order:
            target = tmp_path / name / piece.relative_to(ROOT / "tests" / "golden" / "catalogue")
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(piece, target)
        need = ROOT / "tests" / "golden" / "shared-retained.need.yaml"
        assert cli("evaluate", need, "--catalogue", tmp_path / name, "--seal", tmp_path / f"{name}.json").code == 0
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()


def test_a_decision_holds_what_was_read_and_can_be_read_line_by_line(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "d.json"
    answer = cli("evaluate", VISIO, "--seal", path)
    whole = json.loads(path.read_bytes())
    assert answer.code == 0
    assert whole["digest"] in answer.err
    assert whole["need_file"]["sha256"] == hashlib.sha256(VISIO.read_bytes()).hexdigest()
    assert whole["parts"]["need"]["value"]["amount"] == "900000.00"
    assert whole["digests"]["law"] == f"sha256:{hashlib.sha256(_line(path, 'law')).hexdigest()}"
    assert path.read_bytes().endswith(b"\n")
    assert b"." not in _numbers(path.read_bytes())


def _line(path: Path, part: str) -> bytes:
    line = next(line for line in path.read_bytes().split(b"\n") if line.startswith(f'"{part}":'.encode()))
    return line[len(part) + 3 :].removesuffix(b",")


def _numbers(data: bytes) -> bytes:
    """All that stands outside texts."""
    import re

    return re.sub(rb'"(?:[^"\\]|\\.)*"', b"", data)


def test_a_decision_is_never_written_over(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "d.json"
    path.write_text("mine")
    answer = cli("evaluate", VISIO, "--seal", path)
    assert (answer.code, path.read_text()) == (2, "mine")
    assert "DOC800" in answer.err


@pytest.mark.parametrize("options", [("--sign", "k"), ("--supersedes", "d"), ("--anonymous",)])
def test_options_of_sealing_need_a_file_to_seal(cli: Cli, options: tuple[str, ...]) -> None:
    assert cli("evaluate", VISIO, *options).code == 2


def test_one_need_at_a_time(cli: Cli, tmp_path: Path) -> None:
    assert cli("evaluate", VISIO, EXAMPLES[0], "--seal", tmp_path / "d.json").code == 2
    assert not (tmp_path / "d.json").exists()


def test_a_refused_need_is_not_sealed(cli: Cli, tmp_path: Path) -> None:
    assert cli("evaluate", ROOT / "examples" / "erreurs.need.yaml", "--seal", tmp_path / "d.json").code == 2
    assert cli("evaluate", tmp_path / "absent.yaml", "--seal", tmp_path / "d.json").code == 2
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_said(cli: Cli, tmp_path: Path) -> None:
    answer = cli("evaluate", VISIO, "--seal", tmp_path / "no" / "d.json")
    assert answer.code == 2
    assert "d.json" in answer.err


def test_options_are_sealed_and_replayed(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "d.json"
    cli("evaluate", EXAMPLES[0], "--seal", path, "--no-presumptions", "--all-steps", "--unknown", "tolerant")
    assert json.loads(path.read_bytes())["options"] == {"presumptions": False, "all_steps": True, "unknown": "tolerant"}
    assert cli("verify", path).code == 0


# ---- decisions that follow one another -----------------------------------------------------------------------------------


def test_a_decision_names_the_one_it_replaces(cli: Cli, tmp_path: Path) -> None:
    old, new = tmp_path / "1.decision.json", tmp_path / "2.decision.json"
    cli("evaluate", VISIO, "--seal", old)
    assert cli("evaluate", VISIO, "--seal", new, "--supersedes", old).code == 0
    older = json.loads(old.read_bytes())
    assert json.loads(new.read_bytes())["supersedes"] == {"digest": older["digest"], "need": "ministere-visio-2027-retenu"}
    alone = cli("verify", new)
    assert alone.code == 0
    assert old.name in alone.flat.replace(" ", "")
    old.rename(tmp_path / "elsewhere.txt")
    gone = cli("verify", new, "--format", "json")
    assert (gone.code, gone.report["chain"][0]["state"]) == (0, "absent")


def test_a_decision_about_another_need_cannot_be_replaced(cli: Cli, tmp_path: Path) -> None:
    old = tmp_path / "1.json"
    cli("evaluate", EXAMPLES[0], "--seal", old)
    answer = cli("evaluate", VISIO, "--seal", tmp_path / "2.json", "--supersedes", old)
    assert (answer.code, (tmp_path / "2.json").exists()) == (2, False)
    assert "DOC815" in answer.err


def test_an_altered_decision_cannot_be_replaced(cli: Cli, tmp_path: Path) -> None:
    old = tmp_path / "1.json"
    old.write_bytes(rebuilt(sealed(VISIO), lambda whole: whole["parts"]["weights"].update(origin="weights")))
    answer = cli("evaluate", VISIO, "--seal", tmp_path / "2.json", "--supersedes", old)
    assert answer.code == 2
    assert "DOC816" in answer.err


def test_a_replaced_decision_altered_later_breaks_the_link(cli: Cli, tmp_path: Path) -> None:
    old, new = tmp_path / "1.json", tmp_path / "2.json"
    cli("evaluate", VISIO, "--seal", old)
    cli("evaluate", VISIO, "--seal", new, "--supersedes", old)
    old.write_bytes(rebuilt(old.read_bytes(), lambda whole: whole["parts"]["weights"].update(origin="weights")))
    answer = cli("verify", new, "--format", "json")
    assert (answer.code, answer.report["chain"][0]["problem"]["code"]) == (4, "DOC816")


def test_an_altered_copy_does_not_stand_for_the_decision_it_copies(cli: Cli, tmp_path: Path) -> None:
    old = tmp_path / "2.json"
    cli("evaluate", VISIO, "--seal", old)
    cli("evaluate", VISIO, "--seal", tmp_path / "3.json", "--supersedes", old)
    (tmp_path / "1.json").write_bytes(rebuilt(old.read_bytes(), lambda whole: whole["parts"]["weights"].update(origin="weights")))
    for named in (tmp_path, tmp_path / "3.json"):
        link = cli("verify", named, "--format", "json").report["chain"][0]
        assert (link["state"], Path(link["older"]).name) == ("found", "2.json")


def test_two_decisions_that_replace_the_same_one_are_said(cli: Cli, tmp_path: Path) -> None:
    old = tmp_path / "1.json"
    cli("evaluate", VISIO, "--seal", old)
    cli("evaluate", VISIO, "--seal", tmp_path / "2.json", "--supersedes", old)
    cli("evaluate", VISIO, "--seal", tmp_path / "3.json", "--supersedes", old, "--all-steps")
    answer = cli("verify", tmp_path, "--format", "json")
    assert answer.code == 4
    assert [one["problem"] and one["problem"]["code"] for one in answer.report["chain"]] == [None, "DOC824"]
    assert [one["state"] for one in answer.report["chain"]] == ["found", "forked"]
    assert "qu’une autre décision remplace déjà" in cli("verify", tmp_path).flat
    old.unlink()
    apart = cli("verify", tmp_path, "--format", "json")
    assert (apart.code, [one["state"] for one in apart.report["chain"]]) == (4, ["absent", "forked"])


def test_two_copies_of_one_decision_are_no_fork(cli: Cli, tmp_path: Path) -> None:
    cli("evaluate", VISIO, "--seal", tmp_path / "1.json")
    cli("evaluate", VISIO, "--seal", tmp_path / "2.json", "--supersedes", tmp_path / "1.json")
    (tmp_path / "3.json").write_bytes((tmp_path / "2.json").read_bytes())
    answer = cli("verify", tmp_path, "--format", "json")
    assert (answer.code, [one["problem"] for one in answer.report["chain"]]) == (0, [None, None])


# ---- names left out ------------------------------------------------------------------------------------------------------

NAMES = ("Jeanne Secrète", "Paul Discret")
AGENTS = """
searched:
  - {step: mutualise, where: ici, when: 2026-11-22, by: Jeanne Secrète}
  - {step: buy, where: là, when: 2026-11-22, by: Paul Discret}
  - {step: build, where: là, when: 2026-11-22, by: Jeanne Secrète}
derogations: [{gate: secnumcloud, author: Paul Discret, ground: essai, start: 2026-01-01, end: 2027-01-01}]
waivers: [{check: DOC203, author: Jeanne Secrète, ground: essai, start: 2026-01-01, end: 2027-01-01}]
objections: [{by: Paul Discret, about: coût, text: trop cher}]
"""


def _need_with_names(folder: Path, more: str = "") -> Path:
    lines = [line for line in VISIO.read_text("utf-8").splitlines() if not line.startswith("searched:")]
    path = folder / "need.yaml"
    path.write_text("\n".join(lines) + AGENTS + more, "utf-8")
    return path


def test_names_of_agents_are_replaced_by_roles_and_the_decision_still_verifies(cli: Cli, tmp_path: Path) -> None:
    need, path = _need_with_names(tmp_path), tmp_path / "d.json"
    open_code = cli("evaluate", need, "--seal", tmp_path / "named.json").code
    answer = cli("evaluate", need, "--seal", path, "--anonymous")
    text = path.read_text("utf-8")
    assert answer.code == open_code
    assert not any(name in text or name in answer.out + answer.err for name in NAMES)
    assert all(name in (tmp_path / "named.json").read_text("utf-8") for name in NAMES)
    whole = json.loads(text)
    assert [one["by"] for one in whole["parts"]["need"]["searched"]] == ["searcher-1", "searcher-2", "searcher-1"]
    assert whole["anonymous"] == [
        "searched/1/by", "searched/2/by", "searched/3/by", "derogations/1/author", "waivers/1/author", "objections/1/by",
    ]  # fmt: skip
    assert whole["need_file"] is None, "the digest of the need would let somebody try names"
    verified = cli("verify", path)
    assert verified.code == 0
    named = cli("verify", tmp_path / "named.json")
    assert not any(name in one.out + one.err for name in NAMES for one in (verified, named))


def test_a_name_that_still_stands_elsewhere_is_said_by_its_place(cli: Cli, tmp_path: Path) -> None:
    need = _need_with_names(tmp_path, 'opinions: [{by: it, opinion: "vu avec JEANNE SECRÈTE", when: 2026-11-22}]\n')
    answer = cli("evaluate", need, "--seal", tmp_path / "d.json", "--anonymous")
    assert "DOC819" in answer.err
    assert "opinions/1/opinion" in answer.err
    assert "SECRÈTE" not in answer.err


# ---- signatures ----------------------------------------------------------------------------------------------------------


@signing
def test_a_signed_decision_names_its_signer_and_ssh_keygen_alone_agrees(cli: Cli, tmp_path: Path, key: Path) -> None:
    path = tmp_path / "d.json"
    assert cli("evaluate", VISIO, "--seal", path, "--sign", key).code == 0
    allowed = signers(tmp_path / "signers", key)
    found = cli("verify", path, "--signers", allowed, "--format", "json").report["decisions"][0]
    assert (found["verdict"], found["signature"]["state"], found["signature"]["signer"]) == ("same", "yes", "buyer@example.org")
    unchecked = cli("verify", path, "--format", "json").report["decisions"][0]["signature"]
    assert (unchecked["state"], unchecked["key"].startswith("SHA256:")) == ("unchecked", True)
    statement = subprocess.run([sys.executable, str(ROOT / "cli.py"), "verify", "--statement", str(path)], capture_output=True, check=True)
    (tmp_path / "d.sig").write_text(json.loads(path.read_bytes())["signature"]["value"])
    by_hand = [str(KEYGEN), "-Y", "verify", "-f", str(allowed), "-I", "buyer@example.org", "-n", "doctrine", "-s", str(tmp_path / "d.sig")]
    assert subprocess.run(by_hand, input=statement.stdout, check=False, capture_output=True).returncode == 0
    assert hashlib.sha256(statement.stdout).hexdigest() == json.loads(path.read_bytes())["digest"].removeprefix("sha256:")


@signing
def test_signing_changes_nothing_but_the_signature(cli: Cli, tmp_path: Path, key: Path) -> None:
    cli("evaluate", VISIO, "--seal", tmp_path / "d.json", "--sign", key)
    whole = json.loads((tmp_path / "d.json").read_bytes())
    assert whole.pop("signature")["public_key"] == " ".join(key.with_suffix(".pub").read_text().split()[:2])
    plain = json.loads(sealed(VISIO))
    assert plain.pop("signature") is None
    assert whole == plain


@signing
@pytest.mark.parametrize("options", ['namespaces="file" ', 'valid-before="20200101" '])
def test_a_key_allowed_for_something_else_or_no_longer_is_no_signer(cli: Cli, tmp_path: Path, key: Path, options: str) -> None:
    cli("evaluate", VISIO, "--seal", tmp_path / "d.json", "--sign", key)
    answer = cli("verify", tmp_path / "d.json", "--signers", signers(tmp_path / "s", key, options=options))
    assert answer.code == 4
    assert "DOC821" in answer.out
    assert ("signature non admise" in answer.flat, "contenu modifié" in answer.flat, "Sans liste" in answer.flat) == (True, False, False)
    assert "clé SHA256:" in answer.flat


@signing
def test_a_signature_taken_away_does_not_pass_where_a_list_asks_for_one(cli: Cli, tmp_path: Path, key: Path) -> None:
    path, allowed = tmp_path / "d.json", signers(tmp_path / "s", key)
    cli("evaluate", VISIO, "--seal", path, "--sign", key)
    assert cli("verify", path, "--signers", allowed).code == 0
    path.write_bytes(rebuilt(path.read_bytes(), lambda whole: whole.update(signature=None)))
    assert cli("verify", path).code == 0
    answer = cli("verify", path, "--signers", allowed)
    assert (answer.code, "DOC825" in answer.out, "C’est permis" in answer.flat) == (4, True, False)
    found = cli("verify", path, "--signers", allowed, "--format", "json").report["decisions"][0]
    assert (found["verdict"], found["signature"]["state"]) == ("untrusted", "no")


@signing
def test_a_signature_of_another_key_or_of_another_decision_is_refused(cli: Cli, tmp_path: Path, key: Path) -> None:
    other = tmp_path / "other"
    subprocess.run([str(KEYGEN), "-q", "-t", "ed25519", "-N", "", "-f", str(other)], check=True)
    first, second = tmp_path / "1.json", tmp_path / "2.json"
    cli("evaluate", VISIO, "--seal", first, "--sign", key)
    cli("evaluate", EXAMPLES[0], "--seal", second, "--sign", key)
    answer = cli("verify", first, "--signers", signers(tmp_path / "s", other))
    assert (answer.code, "DOC821" in answer.out) == (4, True)
    taken = json.loads(second.read_bytes())["signature"]
    first.write_bytes(rebuilt(first.read_bytes(), lambda whole: whole.update(signature=taken)))
    answer = cli("verify", first)
    assert (answer.code, "DOC820" in answer.out) == (4, True)


@signing
@pytest.mark.parametrize("part", ["kind", "namespace", "public_key", "value"])
def test_a_byte_of_the_signature_flipped_is_seen(cli: Cli, tmp_path: Path, key: Path, part: str) -> None:
    path = tmp_path / "d.json"
    cli("evaluate", VISIO, "--seal", path, "--sign", key)
    held = json.loads(path.read_bytes())["signature"][part]
    middle = len(held) // 2
    bent = held[:middle] + ("A" if held[middle] != "A" else "B") + held[middle + 1 :]
    path.write_bytes(rebuilt(path.read_bytes(), lambda whole: whole["signature"].update({part: bent})))
    answer = cli("verify", path)
    assert (answer.code, "DOC820" in answer.out) == (4, True)


@signing
def test_what_is_no_key_signs_nothing(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "key").write_text("not a key")
    answer = cli("evaluate", VISIO, "--seal", tmp_path / "d.json", "--sign", tmp_path / "key")
    assert (answer.code, (tmp_path / "d.json").exists()) == (2, False)
    assert "DOC817" in answer.err
    assert "ssh-keygen a répondu" in " ".join(answer.err.replace("\u00a0", " ").split())


def test_a_folder_that_is_not_there_is_said_in_the_language(cli: Cli, tmp_path: Path) -> None:
    answer = cli("evaluate", VISIO, "--seal", tmp_path / "absent" / "d.json")
    assert (answer.code, "No such file" in answer.err, "le dossier n’existe pas" in answer.err) == (2, False, True)


@signing
def test_without_ssh_keygen_one_is_told(cli: Cli, tmp_path: Path, key: Path) -> None:
    cli("evaluate", VISIO, "--seal", tmp_path / "signed.json", "--sign", key)
    none = {"PATH": str(tmp_path)}
    answer = cli("evaluate", VISIO, "--seal", tmp_path / "d.json", "--sign", key, **none)
    assert (answer.code, "DOC818" in answer.err) == (2, True)
    answer = cli("verify", tmp_path / "signed.json", **none)
    assert (answer.code, "DOC822" in answer.out) == (2, True)
    assert cli("evaluate", VISIO, "--seal", tmp_path / "d.json", **none).code == 0
    assert cli("verify", tmp_path / "d.json", **none).code == 0
