"""The common procurement vocabulary (regulation (EC) 213/2008): codes, check digits, labels of the digital ones."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path


def load_cpv(folders: Iterable[Path]) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Codes with their check digit, and French and English labels where kept; from `cpv.csv` of the last folder that has one."""
    codes: dict[str, str] = {}
    labels: dict[str, list[str]] = {}
    for folder in folders:
        path = folder / "cpv.csv"
        if path.is_file():
            with path.open(encoding="utf-8", newline="") as file:
                for row in csv.DictReader(file):
                    codes[row["code"]] = row["check_digit"]
                    if row["fr"]:
                        labels[row["code"]] = [row["fr"], row["en"]]
    return codes, labels
