"""The corpus of sentences and what the checks find in them."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from doctrine.checks._names import names
from doctrine.index import open_index
from doctrine.model.checks import Check, Names, Passage
from doctrine.resources import PACKAGE

CORPUS = Path(__file__).with_name("corpus.yaml")
PARTS = ("tune", "held_out", "rough", "rough6", "rough7")


@cache
def checks() -> tuple[Check, ...]:
    files = sorted((PACKAGE / "checks").glob("doc2*.py"))
    return tuple(importlib.import_module(f"doctrine.checks.{path.stem}").CHECK for path in files)


@cache
def known() -> Names:
    return names(open_index())


@cache
def corpus() -> Mapping[str, list[dict[str, Any]]]:
    found: Mapping[str, list[dict[str, Any]]] = yaml.safe_load(CORPUS.read_text("utf-8"))
    return found


def passage(sentence: Mapping[str, Any]) -> Passage:
    return Passage(
        sentence["text"], known(), **{key: sentence[key] for key in ("kind", "article_31", "before", "after") if key in sentence}
    )


def found(sentence: Mapping[str, Any]) -> set[str]:
    return {check.id for check in checks() if list(check.find(passage(sentence)))}
