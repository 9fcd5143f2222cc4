"""What the checks on wording share: offsets, sentences, what excuses, names of the catalogue, and the cost of it all."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wording_build import checks, corpus, known, passage

from doctrine.checks import _names, _wording
from doctrine.checks.doc201_brand import find as brands
from doctrine.checks.doc202_origin import find as origins
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


IMPOSED = [
    ("Le serveur est équipé d’un processeur Intel Core i7.", ["Intel Core"]),
    ("Le titulaire livre 30 iPhone 15.", ["iPhone"]),
    ("Les graphistes disposent de MacBook Pro fournis par le titulaire.", ["MacBook"]),
    ("Le système d’exploitation est Windows Server 2022.", ["Windows Server"]),
    ("Fourniture de 12 licences Photoshop.", ["Photoshop"]),
    ("Le progiciel de paie sera Sage Paie.", ["Sage Paie"]),
    ("Les ordinateurs Mac seront livrés sous un mois.", ["Mac"]),
    ("Les téléphones seront des Samsung Galaxy S24.", ["Samsung Galaxy"]),
    ("La virtualisation des postes sera assurée par Citrix.", ["Citrix"]),
    ("L’hyperviseur sera VMware vSphere 8.", ["VMware vSphere"]),
    ("La base de données est Oracle Database.", ["Oracle Database"]),
    ("Le progiciel de gestion est SAP.", ["SAP"]),
    ("Les baies de stockage sont fournies par IBM.", ["IBM"]),
    ("Fourniture de 10 licences Adobe Acrobat Pro.", ["Adobe Acrobat"]),
    ("Fourniture de 10 licences Acrobat d’Adobe.", ["Acrobat d’Adobe"]),
    ("Le titulaire fournit 200 postes équipés de Microsoft 365.", ["Microsoft 365"]),
    ("La messagerie de l’établissement sera Microsoft 365.", ["Microsoft 365"]),
]


@pytest.mark.parametrize(("text", "quoted"), IMPOSED, ids=[text for text, _ in IMPOSED])
def test_names_known_to_all_are_found_once(text: str, quoted: list[str]) -> None:
    assert [hit.values["words"] for hit in brands(Passage(text, known()))] == quoted


@pytest.mark.parametrize(
    "text",
    [
        "L’application est disponible sur iPhone et sur Android.",
        "Les adresses MAC doivent être inscrites par le titulaire.",
        "L’authentification est réalisée par MAC.",
        "Un sage conseil est attendu ; le canon à chaleur fournira l’énergie.",
        "La plateforme est décrite en annexe ; elle fonctionne avec Slack.",
    ],
)
def test_a_name_that_is_a_word_or_a_device_of_users_is_silent(text: str) -> None:
    assert not list(brands(Passage(text, known())))


ORIGINS = [
    ("Le prestataire doit être implanté à moins de 50 km de la mairie.", "prestataire doit être implanté à moins de 50 km", "near"),
    ("Seules les entreprises dont le siège social est en France seront examinées.", "siège social est en France", "firm"),
    ("Le siège social doit être dans l’Union européenne.", "siège social doit être dans l’Union européenne", "firm"),
    ("Le marché est réservé aux PME françaises.", "PME françaises", "sme"),
    ("Les produits sont conçus et fabriqués en France.", "conçus et fabriqués en France", "made"),
    ("L’hébergeur doit être européen.", "hébergeur doit être européen", ""),
    ("Nous exigeons un cloud souverain.", "cloud souverain", "sovereign"),
]


@pytest.mark.parametrize(("text", "quoted", "variant"), ORIGINS, ids=[quoted for _, quoted, _ in ORIGINS])
def test_the_remedy_of_an_origin_follows_the_demand(text: str, quoted: str, variant: str) -> None:
    assert [(hit.values["words"], hit.variant) for hit in origins(Passage(text, known()))] == [(quoted, variant)]


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
    "offres locales ",
    "Adobe Acrobat ",
    "La solution est ",
    "données sortir ",
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
