"""What the checks on wording share: a text made comparable, its sentences, and what makes a sentence lawful.

Precision comes before recall: a finding needs words that bind (an obligation, a mark to be won), and nothing that excuses them: a
quotation, a negation, « ou équivalent », a reason, the history of what is already there. Patterns are written without accents or
capitals, for `plain` takes them away character for character, so that offsets stay those of the text.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import lru_cache
from typing import NamedTuple

from doctrine.model.checks import Passage

_KEPT_READINGS = 64
_KEPT_UNITS = 256
_CITATION_WORDS = 3

MOST_EXAMINED = 30
"""Places that one check examines in one passage: what repeats a word a thousand times is no requirement."""


def _bare(character: str) -> str:
    """One character without accent or capital, always one character."""
    base = unicodedata.normalize("NFD", character)[0].lower()
    return base if len(base) == 1 else character


_PLAIN = {
    point: _bare(chr(point))
    for point in (*range(0x41, 0x5B), *range(0xC0, 0x250), *range(0x1E00, 0x1F00))
    if _bare(chr(point)) != chr(point)
}
_PLAIN |= dict.fromkeys((0x2019, 0x2018, 0x02BC), "'")
_PLAIN |= dict.fromkeys((0xA0, 0x202F, 0x2009, 0x09, 0x0A, 0x0D), " ")
_PLAIN |= dict.fromkeys((0x2010, 0x2011), "-")


def plain(text: str) -> str:
    """The text in lower case, without accents, offset for offset."""
    return text.translate(_PLAIN)


_SENTENCE_END = re.compile(r"[.!?…]+(?=[ »\")]* +(?:[«\"(]? ?[A-ZÀÂÇÉÈÊÎÔŒ0-9-]))")
_ABBREVIATION = re.compile(r"(?:\b(?:art|al|cf|ex|p|pp|no|env|min|max|ref|vol|chap|annex|[a-z]))$|(?:^|\W)\d{1,2}(?:\.\d+)*$")
_UNIT_END = re.compile(r" ?; |, (?=(?:mais|toutefois|cependant|en revanche|neanmoins)\b)")


@lru_cache(maxsize=_KEPT_UNITS)
def _cuts(sentence: str) -> tuple[int, ...]:
    """Where the units of a sentence begin, and its end."""
    return (0, *(found.end() for found in _UNIT_END.finditer(sentence)), len(sentence))


class Reading(NamedTuple):
    """A text and its comparable form, with where each sentence begins."""

    text: str
    plain: str
    starts: tuple[int, ...]

    def sentence(self, offset: int) -> tuple[int, int]:
        """The offsets of the sentence that holds an offset."""
        place = bisect_right(self.starts, offset) - 1
        return self.starts[place], self.starts[place + 1] if place + 1 < len(self.starts) else len(self.plain)

    def unit(self, offset: int) -> str:
        """The part of a sentence, between semicolons or before « mais », that a negation or a reason governs."""
        start, end = self.unit_span(offset)
        return self.plain[start:end]

    def unit_span(self, offset: int) -> tuple[int, int]:
        """The offsets of the unit that holds an offset."""
        start, end = self.sentence(offset)
        cuts = _cuts(self.plain[start:end])
        place = bisect_right(cuts, offset - start) - 1
        return start + cuts[place], start + cuts[min(place + 1, len(cuts) - 1)]


@lru_cache(maxsize=_KEPT_READINGS)
def read(text: str) -> Reading:
    """The reading of a text; the checks of one passage share it."""
    bare = plain(text)
    starts = [0]
    for found in _SENTENCE_END.finditer(text):
        if not _ABBREVIATION.search(bare[max(0, found.start() - 12) : found.start()]):
            starts.append(found.end())
    return Reading(text, bare, tuple(starts))


BINDS = re.compile(
    r"\b(?:doi(?:t|vent)|devr(?:a|ont|ait|aient)|exig\w+|requis\w*|requ(?:iert|ierent)|impos\w+|imperati\w+|obligatoire\w*|obligation"
    r"|exclusive(?:ment)?|uniquement|seule?s?|attendue?s?|(?:est|sont) (?:a \w+|deman\w+)|demand(?:e|es|ee|ees)|souhait\w+|fourni\w*"
    r"|livr(?:e|er|era|es|ee|ees|eront|aison)|deplo(?:ie|ient|iera|ieront|ye|yee|yer|iement)|propos\w+|acquisition|acquier\w+|achats?"
    r"|achet\w+|licences?|abonnements?|location d|(?:recoi(?:t|vent)|recevr\w+) une? |mise a disposition|de (?:la )?marque|sera"
    r"|seront|s'effectue\w*|utilise\w*"
    r"|s'appui\w+|repose\w*"
    r"|assuree?s?|realisee?s?|install\w+|comprend|dispose\w*|porte(?:nt)? (?:le|la|les|l'|un)|recour\w+|justifie d|met en (?:oe|œ)uvre"
    r"|fonctionne(?:nt)?|recherch\w+|joint\b|joindre|mise en (?:oe|œ)uvre d|equipe les|equipe(?:ra|ront)|met(?:tent|tra"
    r"|tront)? (?:a disposition|en)|ont lieu"
    r"|constitue\w*|presentera|presenteront|justifiera|compt(?:e|ent|era"
    r"|eront) au moins|s'execut\w+|(?:est|sont) (?:traite|heberge|effectue|confie|stocke"
    r"|conserve|suivi|depose)\w*|minimum|necessaire\w*|indispensable\w*|au moyen d)"
)
"""Words by which a text asks for something."""

WEIGHS = re.compile(
    r"\b(?:sous-criteres?|criteres?|points?|note[es]?s?|notation|preference|privilegi\w+|favoris\w+|reserve[es]*|exclu\w*|elimin\w+"
    r"|admis\w*"
    r"|reten(?:ir|u|ue|us|ues|ons)|valoris\w+|bonus|apprecie\w*|ponder\w+|juge\w*|ecarte\w*|refuse\w*|irreguli\w+|recevables?"
    r"|rejete\w*|accepte\w*)\b"
)
"""Words by which a text chooses between tenders."""

_BUYER = (
    r"(?:de l'(?:acheteur|etablissement|administration|universite|agence)|de la (?:collectivite|commune|ville|region|metropole)"
    r"|du (?:ministere|departement|syndicat|pouvoir adjudicateur))"
)
_BOUGHT = (
    r"(?:solution|logiciel|progiciel|produit|outil|suite|application|plateforme|messagerie|service|systeme|socle|base de donnees|antivirus"
    r"|equipement|materiel|fourniture|serveur|poste|ecran|ordinateur|imprimante|processeur|tablette|telephone|composant|hebergement|donnee"
    r"|sauvegarde"
    r"|infrastructure|ergonomie|interface|licence|support|assistance|editeur|prestataire|titulaire|candidat|soumissionnaire|hebergeur"
    r"|fournisseur|fabricant|constructeur|integrateur|societe|groupe|intervenant|sous-traitant"
    r"|siege social|capital (?:de l'|du |de la |des )(?:editeur|titulaire|candidat|prestataire|societe))s?"
)
_ASSERTS = re.compile(
    rf"[\W\d]*(?:[^.;:]{{1,40}}: ?)?(?:(?:l[ae]s?|une?|tous les|toutes les|chaque|ces?) |l'){_BOUGHT}\b(?! {_BUYER})[^.;:]{{0,60}}?"
    r"\b(?:est|sont|a|ont|possede(?:nt)?|detien(?:t|nent)|vien(?:t|nent)|provien(?:t|nent)) "
)
_ITS_OBJECT = re.compile(
    r"(?:(?:une?|l[ae]|les|l'|de|du|des|d'une?|d'|a|son|sa|leur|en|sur|sous|par|avec|chez|celui|celle|type|marque|entierement|exclusivement"
    r"|majoritairement|strictement|(?:situe|base|qualifie|certifie|labellise|heberge|edite|equipe|developpe|fonde|bati|construit|concu)e?s?"
    r"|titulaires?|certifications?|qualifications?|solution|suite|logiciel|progiciel|outil|produit|offre|cloud|processeurs?) ?)*"
)
"""What may stand between « est » and what a specification says that a thing is."""

_ASKED = (
    r"(?:exig\w+|requi\w+|impos\w+|demand\w+|obligatoires?|obligations?|necessaires?|attendu\w*|souhait\w+|eliminatoires?|tenue?s?"
    r"|vis\w+|prescri\w+|recherch\w+|indispensables?|contraignante?s?|un critere|une condition|une exigence|un prerequis)"
)
_DENIES = re.compile(
    rf"\bn(?:e |')(?:est|sont|sera|seront|soit|soient|etait|saurait|peut|peuvent|constitue\w*|vaut|y a)"
    rf"(?: \w+)?? (?:pas|ni|nullement|aucunement|plus|point|jamais)\b[^.;]{{0,40}}?{_ASKED}"
    rf"|\bn'(?:impos|exig|impliqu|emport)\w+|\bne (?:requiert|demande|prescrit|vise|suppose)\w* "
    rf"|\bsans (?:que .{{0,40}}\bsoi(?:t|ent) |(?:pour autant )?(?:exiger|imposer|prescrire|viser|citer|nommer|referenc\w+"
    rf"|reference a|reference aux?"
    rf"|exigence|obligation|condition|preference|prejuger|distinction|consideration|restriction|discrimination))"
    rf"|\bn'a pas lieu|\bsans objet\b|\bquel(?:le)?s? que soi(?:t|ent)\b.{{0,20}}\b(?:nationalite|origine|lieu|outil|editeur|marque"
    rf"|produit|implantation)"
    rf"|\ba egalite\b|\bmemes conditions\b|\b(?:etudi|examin|evalu)\w+ (?:l'opportunite|la possibilite)|\benvisage\w*|\bindependamment d"
    rf"|\bni (?:exige|impose|requis|demande)\w*"
    rf"|\baucune? (?:\w+ )?(?:criteres?|condition|exigence|reference|preference|marque|obligation|technologie|produit|editeur"
    rf"|restriction|distinction)\b"
    rf"(?! autre| hors| equivalen)"
    rf"|\bnon (?:obligatoire|exige|requis|eliminatoire|impose|contraignant|limitati)\w*|\bfacultati\w+|\boptionnel\w*"
    rf"|\bn[e'] ?(?:doi(?:t|vent)|devr\w+|peu\w+|pourr\w+|saur\w+)(?: \w+)? (?:pas |ni |plus |en aucun cas )?"
    rf"(?:etre |se |s')?(?:figurer|apparaitre|limit\w+|reserv\w+|cite\w*|mentionn\w+|nomm\w+|{_ASKED[3:-1]})"
    rf"|\b(?:interdit|illicite|illegal|irregulier|proscrit|prohibe)\w*\b|\bne (?:doi(?:t|vent)|devr\w+) (?:pas"
    rf"|aucunement) (?:etre compatible|dependre)"
    rf"|\bne (?:doi(?:t|vent)|devr\w+) dependre d'aucun"
)
_EQUIVALENT = re.compile(
    r"\b(?:ou|et)(?:/ou)?\b[ ,]*(?:[\w'’-]+[ ,]+){0,7}?(?:equivalen\w+|equiv\b|similaires?|analogues?|assimiles?|comparables?)"
    r"|\bou (?:leurs?|son|ses|d')? ?equivalent|\((?:ou )?(?:\w+ )?equivalent\w*"
    r"|\b(?:toute?s?|une?|chaque|les?|d'autres) (?:[\w'-]+ )?(?:[\w'-]+ )?equivalen\w+ (?:\w+ )?(?:est|sont|sera|seront|etant"
    r"|peu\w+|accept\w+|admis\w*|recevable\w*)"
    r"|\b(?:proposer|presenter|offrir|accepte\w*|admet\w*) (?:toute?s?|une?|d'autres) (?:\w+ )?(?:\w+ )?equivalen\w+"
    r"|\bou toute? autre\b|\bequivalen(?:t|te|ts|tes|ces?) (?:accepte|admis|possible|bienvenu|recevable)\w*|\bau moins equivalente?s?\b"
)
_EQUIVALENT_REFUSED = re.compile(
    r"\b(?:sans|aucune?|pas d'?|ni)(?: \w+)? equivalen\w+|\bequivalen\w+ (?:ne|n'(?:est|etant)|non|exclu|refuse|interdit|rejete)"
)
_REASON = re.compile(
    r"\b(?:justifi\w+ par|motiv\w+ par|en raison d|compte tenu d|du fait d|des lors que|eu egard|au vu d|au regard d|puisqu|parce qu"
    r"|(?:exigence|choix|demande|localisation|contrainte)\w*(?: \w+){0,3} (?:justifie|motive)\w*)"
)
_AIM = re.compile(
    r"\b(?:afin d|pour (?:des raisons|la securite|garantir|assurer|proteger|preserver|eviter|reduire|limiter)|dans le but d"
    r"|de facon a|de maniere a)"
)
_NEIGHBOUR_REASON = re.compile(
    r"^\W*(?:cett?e?s? |ce |l')(?:exigence|choix|demande|localisation|contrainte|obligation|condition)s?\b.{0,60}\b(?:justifi|motiv"
    r"|expliqu|repond)\w*"
    r"|\b(?:est|sont) (?:justifie|motive)es? par\b"
)
_EXISTING = re.compile(
    r"\b(?:actuel(?:le)?s?|actuellement|existante?s?|l'existant|en place|deja|aujourd'hui|a ce jour|historiquement|jusqu'ici"
    r"|jusqu'a present"
    r"|en service|en production|depuis (?:19|20)\d\d|en remplacement d|remplac(?:er|ant|ement|era|e)|migr(?:ation|er|ant|e"
    r"|era)s? (?:[^.;]{0,60})?(?:depuis|a partir)"
    r"|reprise des|sortie d|quitter|abandon|decommission\w+|parc installe|etat des lieux|contexte technique"
    r"|est (?:actuellement )?equipee?(?! d'une? (?:processeur|carte|disque))"
    r"|sont (?:actuellement )?equipee?s(?! de (?:processeurs|cartes|disques))|sortant|en cours d'execution|depuis (?:sharepoint"
    r"|exchange|google|microsoft|zoom)"
    r"|(?:exploite|heberge)e?s? par (?:l'acheteur|l'etablissement|la collectivite|le ministere)"
    r"|utilisee?s? par (?:la|le|les|l')|dont .{0,30}\bdispos\w+|coexist\w+|se tiennent|(?:postes?|serveurs?|comptes?"
    rf"|boites) .{{0,40}}(?:{_BUYER}|des agents)|soutenance|audition|remise des offres"
    r"|postes? (?:\w+ )?(?:equipes?|munis?|dotes?) (?:de |d'|avec )[^.;]{0,60}(?:doi(?:t|vent)|devr(?:a|ont)|peu(?:t|vent)) (?:pouvoir )?"
    r"(?:ouvrir|lire|acceder|consulter|afficher|modifier|se connecter)"
    rf"|(?:outils?|socle|messagerie|plateforme|environnement|infrastructure|systeme)(?: [\w-]+){{0,2}} {_BUYER}"
    r"(?! (?:sera|seront|doi|devr|est|sont))"
    r"|(?:l'acheteur|l'etablissement|la collectivite|le ministere) utilise|sert aujourd'hui|deployee?s? (?:au sein|dans"
    r"|par (?:l'acheteur|la|le))|marques? (?:deposees?|de leurs))\b"
)
_INTEROPERATES = re.compile(
    r"\b(?:interoperab\w+|fonctionn\w+ avec|interfac\w+|connecteurs?|compatib\w+|(?:s'|d')integr\w+ (?:a|au|aux|avec|dans)"
    r"|import\w*|export\w*|synchronis\w+"
    r"|lire les|ouvrir les|raccord\w+|federat\w+|dialogu\w+|communiqu\w+ avec|se connect\w+|authentifi\w+ (?:via|aupres))\b"
)
_MENTION_BEFORE = re.compile(
    r"\b(?:expressions?|termes?|mots?|mentions?|formules?|formulations?|notions?|parl\w+ .{0,40}|dit\w*|intitule\w*)\W*$"
)
_MENTION_AFTER = re.compile(r"^\W*(?:ce terme|cette (?:expression|mention|formule|notion)|ces (?:mots|termes))")
_QUOTES = re.compile('«[^«»]*»|“[^“”]*”|"[^"]{1,400}"')
_TABLE_OF_MENTION = re.compile(
    r"\ba titre (?:d'information|d'exemple|indicatif|illustratif|d'illustration)|\bpour information\b|\bpar exemple\b|\bcomparables? a\b"
)


@lru_cache(maxsize=_KEPT_UNITS)
def _says(pattern: re.Pattern[str], unit: str) -> bool:
    """Whether a part of a text holds a pattern; a long one is asked about for each of its words."""
    return pattern.search(unit) is not None


def binds(passage: Passage, unit: str) -> bool:
    """Whether a part of a text asks for something: always in a requirement, by its words in a document."""
    return passage.kind == "requirement" or _says(BINDS, unit)


def weighs(unit: str) -> bool:
    """Whether a part of a text chooses between tenders."""
    return _says(WEIGHS, unit)


def asserts(reading: Reading, start: int, end: int) -> bool:
    """Whether a document tells what stands between two offsets as a fact of the thing bought or of its supplier."""
    found = _ASSERTS.match(reading.plain, reading.unit_span(start)[0], end)
    return found is not None and (found.end() >= start or _ITS_OBJECT.fullmatch(reading.plain, found.end(), start) is not None)


def excused(passage: Passage, reading: Reading, start: int, end: int) -> bool:
    """Whether words are quoted, denied, given as an example, or followed by « ou équivalent »."""
    unit = reading.unit(start)
    return (
        _quoted(reading, start, end)
        or _says(_DENIES, unit)
        or _says(_TABLE_OF_MENTION, unit)
        or equivalent_admitted(passage, reading, start)
    )


def equivalent_admitted(passage: Passage, reading: Reading, offset: int) -> bool:
    """Whether equivalents are admitted: in the sentence, in a neighbour that says so in general, or in what introduces a list."""
    start, end = reading.sentence(offset)
    sentence = reading.plain[start:end]
    if _says(_EQUIVALENT_REFUSED, sentence):
        return False
    if _says(_EQUIVALENT, sentence):
        return True
    following = reading.plain[end : reading.sentence(end)[1]] if end < len(reading.plain) else plain(passage.after[:400])
    preceding = reading.plain[reading.sentence(start - 1)[0] : start] if start else ""
    introduced = plain(passage.before[-400:]) if passage.before.rstrip().endswith(":") else ""
    general = _EQUIVALENT.search(preceding) or _EQUIVALENT.search(introduced)
    return bool(general) or (_EQUIVALENT.search(following) is not None and _EQUIVALENT_REFUSED.search(following) is None)


def reasoned(passage: Passage, reading: Reading, offset: int, *, aims: bool = False) -> bool:
    """Whether the text gives a reason in the sentence, or the next sentence or paragraph says that the demand has one.

    With `aims`, an aim (« afin de », « pour garantir ») is a reason too: enough where the law only asks to give one.
    """
    start, end = reading.sentence(offset)
    sentence = reading.plain[start:end]
    if _says(_REASON, sentence) or (aims and _says(_AIM, sentence)):
        return True
    following = reading.plain[end : reading.sentence(end)[1]] if end < len(reading.plain) else plain(passage.after[:400])
    return _NEIGHBOUR_REASON.search(following.strip()) is not None


def describes_existing(reading: Reading, offset: int) -> bool:
    """Whether the words tell what is already there, what is left behind, or what one must work with."""
    return _says(_EXISTING, reading.unit(offset))


def interoperates(reading: Reading, offset: int) -> bool:
    """Whether what stands before the words asks to work with them rather than to supply them."""
    unit_start = max(reading.sentence(offset)[0], offset - 120)
    return _INTEROPERATES.search(reading.plain[unit_start:offset]) is not None


@lru_cache(maxsize=_KEPT_READINGS)
def _quotes(text: str) -> tuple[tuple[int, int], ...]:
    return tuple(found.span() for found in _QUOTES.finditer(text))


def _quoted(reading: Reading, start: int, end: int) -> bool:
    """Whether words stand in a citation, or are mentioned and not used (« souverain » : ce terme…)."""
    for opened, closed in _quotes(reading.text):
        if opened < start and end < closed:
            others = len(reading.plain[opened + 1 : closed - 1].split()) - len(reading.plain[start:end].split())
            mentioned = _MENTION_BEFORE.search(reading.plain[max(0, opened - 60) : opened])
            return others >= _CITATION_WORDS or bool(mentioned or _MENTION_AFTER.match(reading.plain[closed:]))
    return False


def words_at(reading: Reading, start: int, end: int) -> str:
    """The words of a span, spaces made single: what a message quotes."""
    return " ".join(reading.text[start:end].split())
