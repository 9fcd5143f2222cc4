"""What the checks on wording share: offsets, sentences, what excuses, names of the catalogue, and the cost of it all."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wording_build import checks, corpus, known, passage

from doctrine.checks import _names, _wording
from doctrine.checks.doc201_brand import find as brands
from doctrine.checks.doc204_secnumcloud import find as secnumcloud
from doctrine.model.checks import Names, Passage


@given(st.text())
def test_a_plain_text_keeps_its_offsets(text: str) -> None:
    assert len(_wording.plain(text)) == len(text)


def test_accents_capitals_and_typographic_signs_do_not_count() -> None:
    assert _wording.plain("L’ÉDITEUR\u00a0EST FRANÇAIS") == "l'editeur est francais"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("La solution est livrée. Le titulaire la maintient.", 2),
        ("Selon l’art. 31 de la loi, rien.", 1),
        ("La version 3.2 suffit. Voir l’annexe.", 2),
        ("Est-ce exigé ? Non.", 2),
        ("", 1),
    ],
)
def test_sentences(text: str, count: int) -> None:
    assert len(_wording.read(text).starts) == count


EXCUSED = [
    "ou équivalent",
    "ou équivalente",
    "ou équivalents",
    "ou tout produit équivalent",
    "ou toute solution techniquement équivalente",
    "ou un logiciel aux fonctionnalités équivalentes",
    "ou similaire",
    "ou analogue",
    "(ou équivalent)",
    "ou son équivalent",
    "ou présentant des caractéristiques au moins équivalentes",
    "ou tout autre logiciel de même usage",
]


@pytest.mark.parametrize("words", EXCUSED)
def test_every_way_to_admit_an_equivalent_silences_the_sentence(words: str) -> None:
    imposed = "Le titulaire fournit le logiciel Webex {} à chaque agent."
    assert list(brands(Passage(imposed.format(""), known())))
    assert not list(brands(Passage(imposed.format(words), known())))


@pytest.mark.parametrize(
    "words", ["sans équivalent accepté", "les équivalents ne sont pas acceptés", "aucun produit équivalent n’étant admis"]
)
def test_an_equivalent_refused_excuses_nothing(words: str) -> None:
    assert list(brands(Passage(f"Le titulaire fournit le logiciel Webex, {words}.", known())))


def test_what_introduces_a_list_excuses_its_members_and_nothing_else_does() -> None:
    alone = Passage("Webex", known(), before="Le titulaire fournit l’un des outils suivants :")
    assert list(brands(alone))
    assert not list(brands(alone._replace(before="Le titulaire fournit l’un des outils suivants, ou équivalent :")))
    assert list(brands(alone._replace(before="Le titulaire fournit des écrans de 24 pouces ou équivalents.")))


@pytest.mark.parametrize(("article_31", "variants"), [("yes", []), ("no", [""]), ("unknown", ["unknown"])])
def test_secnumcloud_depends_on_article_31(article_31: str, variants: list[str]) -> None:
    found = secnumcloud(Passage("L’offre doit être qualifiée SecNumCloud.", known(), article_31=article_31))  # type: ignore[arg-type]
    assert [one.variant for one in found] == variants


def test_a_neighbour_that_cites_article_31_silences_secnumcloud() -> None:
    one = Passage("L’offre doit être qualifiée SecNumCloud.", known(), before="Le marché relève de l’article 31 de la loi SREN.")
    assert not list(secnumcloud(one))


def test_names_come_from_the_catalogue() -> None:
    found = known()
    assert found.products["microsoft teams"] == "Microsoft Teams"
    assert isinstance(found.products["nextcloud"], _names.FreeSoftware)
    assert not isinstance(found.products["zoom"], _names.FreeSoftware)
    assert "atexo" in found.suppliers
    assert not found.suppliers.keys() & found.products.keys()
    assert not {"resana", "agentconnect"} & found.products.keys()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le zoom est réglable.", []),
        ("Zoom avant et arrière.", []),
        ("La réunion se tient sur Zoom.", ["Zoom"]),
        ("Le Tableau est joint.", []),
        ("Le logiciel Tableau est joint.", ["Tableau"]),
        ("La sap et le mat.", []),
        ("Avec SAP.", ["SAP"]),
        ("Microsoft Teams Rooms", ["Microsoft Teams"]),
        ("Rocket.Chat est libre.", ["Rocket.Chat"]),
    ],
)
def test_homonyms(text: str, expected: list[str]) -> None:
    assert [one.name for one in _names.named(_wording.read(text), known())] == expected


def test_other_names_than_the_last_are_read_anew() -> None:
    ours, theirs = Names({"alpha suite": "Alpha Suite"}, {}), Names({"beta suite": "Beta Suite"}, {})
    text = "La solution sera Alpha Suite."
    assert list(brands(Passage(text, ours)))
    assert not list(brands(Passage(text, theirs)))
    assert list(brands(Passage(text, ours)))


@given(st.text(alphabet=st.sampled_from("aéZ «».,;:’'ou équivalent doit Zoom France siège label ISO 27001 SecNumCloud\n"), max_size=300))
def test_any_text_is_read_without_error(text: str) -> None:
    one = Passage(text, known(), before=text[:50], after=text[-50:])
    for check in checks():
        for hit in check.find(one):
            assert hit.span is not None
            assert 0 <= hit.span[0] < hit.span[1] <= len(text)


REPEATED = [
    "Zoom ",
    "doit Zoom, ",
    "Zoom doit. ",
    "La solution doit être Zoom ",
    "solution souveraine doit ",
    "ou ",
    "ou solution logiciel ",
    "certifié ISO 27001 ",
    "hébergement ",
    "identique à ",
    "n’est ",
    "« ",
    "« Zoom » doit ",
    "aucun ",
    "politique sociale de ",
    "siège capital nationalité éditeur ",
    "a ",
]


@pytest.mark.parametrize("words", REPEATED)
def test_no_repetition_makes_a_check_slow(words: str) -> None:
    one = Passage((words * 4000)[:4000], known())
    began = time.perf_counter()
    for check in checks():
        list(check.find(one))
    assert time.perf_counter() - began < 1


def test_a_passage_costs_little() -> None:
    passages = [passage(one) for part in corpus().values() for one in part]
    list(brands(passages[0]))
    began = time.process_time()
    for one in passages:
        for check in checks():
            list(check.find(one))
    assert (time.process_time() - began) / len(passages) < 0.001  # 0.1 ms measured: ten times that is a defect
