"""DOC207: tenders judged on the general policy of the firm, without a link to the contract (L. 2152-7, L. 2152-8, R. 2152-11)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from doctrine.checks import _wording
from doctrine.model.checks import Check, Hit, Passage
from doctrine.model.rules import Reference

_POLICY = re.compile(
    r"\b(?:politiques?|demarches?|strategies?|engagements?) (?:[\w'-]+ ){0,3}?(?:rse|socia\w+|societa\w+|environnemental\w*"
    r"|developpement durable|ecoresponsable"
    r"|rh|egalite)\b[^.;:]{0,30}?\b(?:de l'entreprise|du candidat|des candidats|du soumissionnaire|des soumissionnaires"
    r"|de la societe|du titulaire|du groupe|d'entreprise)\b(?! utilisatrice)"
)
_STAFF = re.compile(
    r"\b(?:nombre|part|taux|proportion|pourcentage) (?:de |d'|des )(?:salaries|apprentis?|alternants?|femmes|travailleurs"
    r"|stagiaires|seniors)"
    r"\b[^.;:]{0,60}?\b(?:dans|de|au sein de) (?:l'entreprise|la societe)\b"
    r"|\b(?:l'entreprise|la societe|le candidat|le soumissionnaire) (?:a signe|est signataire|adhere)[^.;:]{0,20}\bcharte [^.;,:]{1,40}"
)
_TRIGGER = re.compile(r"politique|demarche|strategi|engagement|nombre|part|taux|proportion|pourcentage|charte")
_HELD = re.compile(r"\b(?:doi(?:t|vent)|devr(?:a|ont)) (?:disposer|justifier|etre dote|adopter|avoir)|\bdispose|\bexig")
_LINKED = re.compile(
    r"\b(?:pour|dans|lors de|pendant) (?:le cadre d\w+ |l')?(?:l')?(?:execution|realisation|marche|presentes? prestations?)"
    r"|\bliee?s? a l'objet|\bdans le cadre du (?:present )?marche"
)


def find(passage: Passage) -> Iterable[Hit]:
    """Each criterion that looks at the firm and not at its tender."""
    reading = _wording.read(passage.text)
    if not _TRIGGER.search(reading.plain):
        return
    found = (match.span() for pattern in (_POLICY, _STAFF) for match in islice(pattern.finditer(reading.plain), _wording.MOST_EXAMINED))
    for start, end in sorted(found):
        unit = reading.unit(start)
        if (
            (_wording.weighs(unit) or _HELD.search(unit))
            and not _LINKED.search(unit)
            and not _wording.excused(passage, reading, start, end)
        ):
            yield Hit(span=(start, end), values={"words": _wording.words_at(reading, start, end)})


CHECK = Check(
    id="DOC207",
    family="wording",
    severity="warning",
    references=(
        Reference("code de la commande publique", "Pm", "L. 2152-7"),
        Reference("code de la commande publique", "Pm", "L. 2152-8"),
        Reference("code de la commande publique", "Pm", "R. 2152-11"),
    ),
    find=find,
    failing="Critère 4 : politique RSE de l’entreprise (10 %).",
    passing="Critère 4 : mesures environnementales prises pour l’exécution du marché (10 %).",
)
