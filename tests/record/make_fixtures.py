"""Seal the decisions kept for later versions: `python tests/record/make_fixtures.py VERSION`, once, when that version is released."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def _seal(folder: Path, name: str, need: str, *options: str) -> Path:
    path = folder / f"{name}.decision.json"
    read = ROOT / "examples" / f"{need}.need.yaml"
    command = [sys.executable, str(ROOT / "cli.py"), "evaluate", str(read), "--seal", str(path), "--exit-zero", *options]
    subprocess.run(command, check=True, capture_output=True)
    return path


def main(version: str) -> None:
    """Three needs, then a decision that replaces one, signed by a key that is thrown away, names left out."""
    folder = Path(__file__).parent / "fixtures" / version
    folder.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as kept:
        key = Path(kept) / "key"
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "fixture", "-f", str(key)], check=True)
        _seal(folder, "niche", "niche")
        _seal(folder, "visio-retenu", "visio-retenu")
        older = _seal(folder, "rh-operateur", "rh-operateur", "--all-steps")
        _seal(folder, "rh-operateur-2", "rh-operateur", "--no-presumptions", "--supersedes", str(older), "--sign", str(key), "--anonymous")
        public = key.with_suffix(".pub").read_text()
        (folder / "signers").write_text(f'fixture@example.org namespaces="doctrine" {public}')


if __name__ == "__main__":
    main(sys.argv[1])
