"""Folding: every spelling of one word meets the others, and no text is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doctrine.folding import content, fold, stems


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Visioconférence", "visioconference"),
        ("  VISIO\tconférence \n", "visio conference"),
        ("L\u2019hébergement d'aujourd\u2019hui", "l hebergement d aujourd hui"),
        ("œuvre, cœur et Æon", "oeuvre coeur et aeon"),
        ("e-mail / courriel (mél.)", "e mail courriel mel"),
        ("Microsoft_365", "microsoft 365"),
        ("vi\u00adsio\u200bconf", "visioconf"),
        ("ﬁchiers ①", "fichiers 1"),
        ("\uff33\uff29\uff32\uff28", "sirh"),
        ("🎉 … — !", ""),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("la signature d\u2019un document", ("signature", "document")),
        ("l'archivage qu\u2019il faut", ("archivage",)),
        ("the backup of our files", ("backup", "files")),
        ("Prise de rendez-vous", ("prise", "rdv")),
        ("Rendez-vous, RDV, rendezvous", ("rdv", "rdv", "rdv")),
        ("tchat", ("chat",)),
        ("e-mails, mails et mél", ("courriel", "courriel", "courriel")),
        ("SI", ("si",)),
        ("Vers tout", ("vers", "tout")),
        ("", ()),
    ],
)
def test_content_drops_words_without_meaning_and_settles_spellings(text: str, words: tuple[str, ...]) -> None:
    assert content(fold(text)) == words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("visioconférence", "VISIOCONFERENCES"),
        ("sécurisé", "sécurisées"),
        ("envoyer", "envoi"),
        ("vidéos", "vidéo"),
        ("électronique", "électroniques"),
        ("héberger", "l\u2019hébergement"),
        ("parapheur", "parapheurs"),
        ("réunion", "des réunions"),
    ],
)
def test_forms_of_one_word_have_one_stem(one: str, other: str) -> None:
    assert stems(one) == stems(other)


def test_acronyms_stay_whole() -> None:
    assert stems("SIRH et GED") == ("sirh", "ged")
    assert stems("APIES") == ("apies",)
    assert stems("apies") != ("apies",)


@given(st.text())
def test_any_text_folds_once_for_all(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    assert folded == " ".join(folded.split())
    assert len(stems(text)) == len(content(folded))


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzéèêàçùôïœ '-", max_size=40))
def test_case_does_not_matter(text: str) -> None:
    assert fold(text) == fold(text.upper())
