"""Words of any spelling, made comparable: the catalogue once, when it is compiled; a buyer's words, when they search.

`fold` takes away what a hurried person leaves out (accents, case, punctuation, ligatures), `content` drops the words
that carry no meaning, and `stems` brings plural and derived forms together with the French Snowball algorithm, in
`snowballstemmer`: pure Python, maintained by the authors of the algorithm (see `docs/decisions/0004`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache

_STOP_WORDS_TEXT = """
a ai alors au aucun aussi autre autres aux avec avoir c ce ceci cela celle celui ces cet cette ceux chaque chez comme
d dans de depuis des dont donc du elle elles en entre es est et etaient etait etre eux fait faire faut il ils j jusqu
jusque l la le les leur leurs lorsqu lui m ma mais me meme mes moi mon n ne ni nos notre nous on ont ou par parmi pas
peu peut plus plusieurs pour pouvoir pourquoi puis puisqu qu quand que quel quelle quelles quelqu quelque quels qui
quoi s sa sans sera ses soit son sont sous sur t ta te tes toi ton tous tout toute toutes tres tu un une vers via
voici voila vos votre vous y an and any are as at be been but by can could do does for from had has have he her his
how i if in into is its me my not of off or our out over she should so some such than that the their them then there
these they this those to under us was we were what when where which while who why will with would you your
"""
STOP_WORDS = frozenset(_STOP_WORDS_TEXT.split())
"""Words without meaning of their own, folded, in French (with what elision leaves: l, d, qu) and English.

Neither "si" nor "it" is one: both also name IT.
"""

_SPELLINGS = {
    "rendezvous": "rdv",
    "rdvs": "rdv",
    "tchat": "chat",
    "tchats": "chat",
    "chats": "chat",
    "mel": "courriel",
    "mels": "courriel",
    "mail": "courriel",
    "mails": "courriel",
    "email": "courriel",
    "emails": "courriel",
}
"""Spellings of one and the same word. Synonyms are data, and live in `functions.yaml`."""

_COMPOUNDS = re.compile(r"\b(?:(rendez) (vous)|(e) (mails?))\b")
"""Hyphened words of which one half would be lost as a stop word."""

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d"})
_NOT_A_WORD = re.compile(r"[\W_]+")
_ACRONYM = re.compile(r"[^\W\d_]{2,6}\d*")
_PLURAL_IN_OS = 5
_SHORTEST_BARED = 5


@cache
def _french_stemmer() -> Callable[[str], str]:
    """The stemmer, imported only when words must be stemmed; never its optional C twin: same stems on every machine."""
    from snowballstemmer.french_stemmer import FrenchStemmer  # type: ignore[import-untyped]

    stem_word: Callable[[str], str] = FrenchStemmer().stemWord
    return stem_word


@cache
def _stem(word: str) -> str:
    """The stem of one folded word.

    Folding comes first, because people search without accents, and Snowball expects them; it also leaves the plural of
    clipped words (« visios », « vidéos »). Two endings are therefore finished by hand.
    """
    if word.endswith("os") and len(word) >= _PLURAL_IN_OS:
        word = word[:-1]
    stem = _french_stemmer()(word)
    return stem[:-1] if stem.endswith("e") and len(stem) > _SHORTEST_BARED else stem


def fold(text: str) -> str:
    """The text in lower case, without accents, ligatures or punctuation, its words parted by single spaces."""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    kept = "".join(one for one in decomposed if unicodedata.category(one) not in {"Mn", "Mc", "Me", "Cf"})
    return _NOT_A_WORD.sub(" ", kept.casefold().translate(_LIGATURES)).strip()


def content(folded: str) -> tuple[str, ...]:
    """The words of a folded text that mean something, in order, each in one spelling.

    A text made only of stop words keeps them all: a product may be called so.
    """
    joined = _COMPOUNDS.sub(lambda found: "".join(part for part in found.groups() if part), folded)
    words = joined.split()
    meaning = [word for word in words if word not in STOP_WORDS]
    return tuple(_SPELLINGS.get(word, word) for word in meaning or words)


def stems(text: str) -> tuple[str, ...]:
    """One stem for each word of `content(fold(text))`, in the same order; what is written as an acronym stays whole."""
    acronyms = {fold(word) for word in _NOT_A_WORD.split(text) if word.isupper() and _ACRONYM.fullmatch(word)}
    return tuple(word if word in acronyms else _stem(word) for word in content(fold(text)))
