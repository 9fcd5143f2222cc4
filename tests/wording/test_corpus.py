"""Precision before recall: what the checks on wording find in sentences written for them, lawful and not."""

from __future__ import annotations

from typing import NamedTuple

import pytest
import yaml
from wording_build import PARTS, checks, corpus, found, passage

from doctrine.locales.words import Words
from doctrine.model.checks import Check, Hit
from doctrine.resources import PACKAGE

LEAST_PRECISION, LEAST_RECALL = 0.95, 0.85


class Measure(NamedTuple):
    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed)


def measured(*parts: str) -> Measure:
    right = wrong = missed = 0
    for sentence in (one for part in parts for one in corpus()[part]):
        got, expected = found(sentence), set(sentence["codes"])
        right += len(got & expected)
        wrong += len(got - expected)
        missed += len(expected - got)
    return Measure(right, wrong, missed)


@pytest.mark.parametrize("parts", [("held_out",), PARTS], ids=["held_out", "whole"])
def test_precision_and_recall(parts: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    measure = measured(*parts)
    with capsys.disabled():
        count = sum(len(corpus()[part]) for part in parts)
        print(f"\nwording, {'+'.join(parts)}: {count} sentences, precision {measure.precision:.3f}, recall {measure.recall:.3f}", end="")  # noqa: T201
    assert measure.precision >= LEAST_PRECISION
    assert measure.recall >= LEAST_RECALL


def test_the_corpus_is_large_and_half_of_it_is_lawful() -> None:
    sentences = [one for part in PARTS for one in corpus()[part]]
    lawful = sum(not one["codes"] for one in sentences)
    assert len({one["text"] + one.get("before", "") + one.get("after", "") + one.get("article_31", "") for one in sentences}) == len(
        sentences
    )
    assert len(corpus()["held_out"]) >= 80
    assert len(sentences) >= 160
    assert 0.4 <= lawful / len(sentences) <= 0.6


def test_every_code_of_the_corpus_has_its_check_and_every_check_its_sentences() -> None:
    for part in ("tune", "held_out"):
        assert {code for one in corpus()[part] for code in one["codes"]} == {check.id for check in checks()}


@pytest.mark.parametrize("check", checks(), ids=lambda check: check.id)
def test_the_failing_example_fires_its_check_and_only_it(check: Check) -> None:
    assert found({"text": check.failing}) == {check.id}


@pytest.mark.parametrize("check", checks(), ids=lambda check: check.id)
def test_the_passing_example_is_silent(check: Check) -> None:
    assert found({"text": check.passing}) == set()


@pytest.mark.parametrize("check", checks(), ids=lambda check: check.id)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_finding_can_be_said_with_its_remedy(check: Check, language: str) -> None:
    entry = yaml.safe_load((PACKAGE / "locales" / language / "diagnostics_wording.yaml").read_text("utf-8"))["diagnostics"][check.id]
    words = Words(language, lambda _: {})
    variants = {hit.variant: hit for part in PARTS for one in corpus()[part] for hit in check.find(passage(one))}
    assert variants
    for variant, hit in variants.items():
        for key in ("say", f"say_{variant}", f"do_{variant}" if variant else "do"):
            said = words.fill(entry.get(key, entry["say"]), hit.values)
            assert "{" not in said
            assert not key.startswith("say") or hit.values["words"] in said
    assert {f"do_{variant}" for variant in variants if variant} == {key for key in entry if key.startswith("do_")}
    assert {key.removeprefix("say_") for key in entry if key.startswith("say_")} <= variants.keys()


@pytest.mark.parametrize(("language", "claim"), [("fr", "ne le demande pas"), ("en", "does not ask for it")])
def test_nothing_is_said_of_article_31_that_nothing_shows(language: str, claim: str) -> None:
    entry = yaml.safe_load((PACKAGE / "locales" / language / "diagnostics_wording.yaml").read_text("utf-8"))["diagnostics"]["DOC204"]
    assert claim in entry["say"]
    assert claim not in entry["say_unknown"]


def test_no_lawful_sentence_is_flagged() -> None:
    assert [one["text"] for part in PARTS for one in corpus()[part] if not one["codes"] and found(one)] == []


def spans() -> list[tuple[str, Hit]]:
    return [
        (one["text"], hit) for part in PARTS for one in corpus()[part] for check in checks() for hit in check.find(passage(one))
    ]  # fmt: skip


def test_a_span_holds_the_words_that_the_message_quotes() -> None:
    for text, hit in spans():
        assert hit.span is not None
        said = " ".join(text[slice(*hit.span)].split())
        assert said.rstrip(" ,") == hit.values["words"]
        assert said


@pytest.mark.parametrize("check", checks(), ids=lambda check: check.id)
def test_an_error_rests_on_a_text_that_decides(check: Check) -> None:
    assert check.family == "wording"
    assert check.severity == "warning" or check.references[0].confidence in ("P", "Pm", "S")
