"""The words of a buyer → the functions and the candidates they name, best first.

Every word asked is looked for among the words of the entries: as written, by its stem, as the beginning of a longer
word, and, when nothing else is found, as a misspelling (`rapidfuzz`, optimal string alignment: one slip of the finger
is one edit; see `docs/decisions/0004`). An entry scores by its best phrase: how much of the question it covers, how
much of the phrase the question covers, and how strong that phrase is. A function found brings its candidates, below
those found by their own name. « Alternative à X » asks the same words another question: who replaces X.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal, NamedTuple

from doctrine.folding import content, fold, stems
from doctrine.search_entries import Entry, Kind

Code = Literal["name", "synonym", "replaces", "provider", "description", "function", "stem", "misspelling"]
CODES: Final[tuple[Code, ...]] = (
    "name",
    "synonym",
    "replaces",
    "provider",
    "description",
    "function",
    "stem",
    "misspelling",
)
"""Why an entry was found, in the order in which `Hit.because` tells it."""

_LONGEST_QUESTION, _MOST_WORDS, _LONGEST_WORD = 1_000, 24, 40

_STRENGTH: Final[dict[Code, int]] = {"name": 100, "synonym": 95, "replaces": 75, "provider": 60, "description": 55}
"""The score of a phrase, by field, when the question is that phrase word for word."""

_LOWEST_SCORE = 30
_LEAST_COVERED = 50
"""Percentage of the question that one phrase must cover."""
_SCATTERED_STRENGTH, _LEAST_SCATTERED = 60, 70
"""The same when the words of the question are found in several phrases of one entry."""

_FULL_WEIGHT, _LOW_WEIGHT = 10, 3
_STEM_QUALITY, _PREFIX_QUALITY, _DERIVED_QUALITY, _MISSPELLING_QUALITY, _EDIT_COST = 97, 85, 75, 90, 10
_SHORTEST_PREFIX, _SHORTEST_STEM, _SHORTEST_BARE = 4, 4, 3
_ENDINGS = ("s", "x", "e", "es")
_SHORTEST_FORGIVEN = 4

_GENERIC_TEXT = """
outil outils logiciel logiciels solution solutions service services plateforme plateformes application applications
appli applis systeme systemes produit produits gestion besoin cherche recherche ligne tool tools software platform
system systems product management online open source libre agent agents utilisateur utilisateurs besoins cherchons
voulons users staff
"""
_GENERIC = frozenset(_GENERIC_TEXT.split())
"""Words that every function could bear: they count for little, and find nothing by themselves next to another word."""

_REPLACED, _NEARLY_REPLACED = 95, 88
_OF_SAME_FUNCTION: Final = {"mutualise": 70, "buy": 55, "build": 45}
_FUNCTION_OF_PRODUCT = 65

_NAMED = 75
"""From this score a candidate found by its own words also shows its function, and so its neighbours."""
_FUNCTION_OF_NAMED = 60
_BROUGHT: Final = {"mutualise": 80, "buy": 70, "build": 60}
_BROUGHT_ASIDE = 75
"""Percentages kept: from a candidate to its function, from it to its candidates by step, if not their main one."""

_ORDER_OF_STEPS: Final = {"": 0, "mutualise": 0, "buy": 1, "build": 2}

_ALTERNATIVE = re.compile(
    r"""
    \b(?: (?:alternatives?|equivalents?|substituts?|remplacants?|remplacement|replacements?|substitutes?)
          (?:\s\w+){0,3}? \s(?:a|au|aux|de|d|du|des|to|for|of)
        | remplacer|remplace|remplacez|remplacant|remplacerait|quitter|abandonner|replace|replaces|replacing
        | instead\sof|au\slieu\sd[eu]|a\sla\splace\sd[eu]|plutot\sque?|(?:autre|autres|other)\s(?:que|than)
        | se\spasser\sd[eu]|sortir\sd[eu]|similaires?\sa|similar\sto|semblables?\sa|comme|like
    )\s(?P<product>.+)$
    | ^(?P<before>.+?)\s(?:alternatives?|replacements?|equivalents?)$
    """,
    re.VERBOSE,
)
_VOWELS = re.compile(r"[aeiou]")
_DOUBLED = re.compile(r"(.)\1")
_A_KIND_OF_THING = re.compile(r"(?:une?|an?|nos|notre|mon|ma|mes|votre|vos|our|my|your)\s")


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry found: its score from 0 to 100 and the codes that say how (`CODES`)."""

    id: str
    kind: Kind
    score: int
    because: tuple[Code, ...]


class _Word(NamedTuple):
    """One word of a question, as written (folded) and stemmed."""

    written: str
    stem: str


class _Match(NamedTuple):
    """How well one word asked fits a phrase, where in the phrase, and by which detour (none: as written)."""

    quality: int
    positions: tuple[int, ...]
    detour: tuple[Code, ...]


class _Phrase(NamedTuple):
    """One name, synonym or sentence of an entry; a sentence has stems only, a product or a provider words only."""

    entry: Entry
    field: Code
    words: tuple[str, ...]
    stems: tuple[str, ...]

    @property
    def derives(self) -> bool:
        """Whether its words take other endings: common words do, names of products do not."""
        return self.entry.kind == "function" or self.field == "description"


class _Wanted(NamedTuple):
    """A word to look for in the phrases because the question has one like it (`asked`: which one)."""

    asked: int
    quality: int
    detour: tuple[Code, ...] = ()
    only_derived: bool = False


_Likes = dict[str, list[_Wanted]]
"""What to look for, by the word to find."""

_Found = dict[tuple[str, Kind], tuple[int, tuple[Code, ...], Entry]]
"""What was found so far: score, reasons and entry, by id and kind."""


def find(words: str, entries: Iterable[Entry], limit: int = 20) -> list[Hit]:
    """The entries that the words name, best first; at equal score the State's services, then by id.

    Words that name nothing give an empty list; no text is refused, and of a very long one the beginning is read.
    """
    folded = fold(words[:_LONGEST_QUESTION])
    if not folded:
        return []
    known = list(entries)
    table = _Table(known)
    question = folded
    found: _Found = {}
    if asked := _ALTERNATIVE.search(folded):
        product = asked["product"] or asked["before"]
        if _A_KIND_OF_THING.match(product) or not _GENERIC.isdisjoint(content(product)[:1]):
            question = product
        else:
            found = _alternatives(table, known, product)
    if not found:
        found = _named(table, question)
        _bring(found, known)
    ranked = sorted(
        (-score, _ORDER_OF_STEPS.get(entry.step, len(_ORDER_OF_STEPS)), entry.id, entry.kind, because)
        for score, because, entry in found.values()
        if score >= _LOWEST_SCORE
    )
    return [Hit(id, kind, -score, because) for score, _, id, kind, because in ranked[:limit]]


class _Table:
    """All phrases of the entries, and the words they are made of."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.phrases: list[_Phrase] = [phrase for entry in entries for phrase in _phrases(entry)]
        self.words = {word for phrase in self.phrases for word in phrase.words}
        self.stems = {stem for phrase in self.phrases for stem in phrase.stems}
        self.joined = {"".join(phrase.words) for phrase in self.phrases if len(phrase.words) > 1}

    def knows(self, word: _Word) -> bool:
        """Whether some phrase has the word, as written or by its stem."""
        written = {word.written, *_inflected(word.written)}
        return word.stem in self.stems or not (written.isdisjoint(self.words) and written.isdisjoint(self.joined))

    def matches(self, words: list[_Word]) -> list[dict[int, _Match]]:
        """For each word asked, the phrases, by number, that have it in some way, each with the best way."""
        by_word, by_stem, by_phrase = self._likes(words)
        found: list[dict[int, _Match]] = [{} for _ in words]

        def keep(number: int, wanted: _Wanted, positions: tuple[int, ...]) -> None:
            match = _Match(wanted.quality, positions, wanted.detour)
            best = found[wanted.asked]
            best[number] = max(match, best.get(number, match))

        for number, phrase in enumerate(self.phrases):
            if not by_word.keys().isdisjoint(phrase.words):
                for position, word in enumerate(phrase.words):
                    for wanted in by_word.get(word, ()):
                        keep(number, wanted, (position,))
            if not by_stem.keys().isdisjoint(phrase.stems):
                for position, stem in enumerate(phrase.stems):
                    for wanted in by_stem.get(stem, ()):
                        if phrase.derives or not wanted.only_derived:
                            keep(number, wanted, (position,))
            if by_phrase and len(phrase.words) > 1:
                for wanted in by_phrase.get("".join(phrase.words), ()):
                    keep(number, wanted, tuple(range(len(phrase.words))))
        return found

    def _likes(self, words: list[_Word]) -> tuple[_Likes, _Likes, _Likes]:
        """What to look for among words, stems, and phrases written as one word."""
        by_word: _Likes = defaultdict(list)
        by_stem: _Likes = defaultdict(list)
        by_phrase: _Likes = defaultdict(list)
        for asked, word in enumerate(words):
            for written in {word.written} & self.words:
                by_word[written].append(_Wanted(asked, 100))
            for written in {word.written} & self.joined:
                by_phrase[written].append(_Wanted(asked, 100))
            for written in _inflected(word.written) & self.joined:
                by_phrase[written].append(_Wanted(asked, _STEM_QUALITY, ("stem",)))
            for written in _inflected(word.written) & self.words:
                by_word[written].append(_Wanted(asked, _STEM_QUALITY, ("stem",)))
            if len(word.stem) >= _SHORTEST_STEM and word.stem in self.stems:
                by_stem[word.stem].append(_Wanted(asked, _STEM_QUALITY, ("stem",)))
            if not self.knows(word):
                longer_words = _longer(word.written, self.words)
                longer_stems = _longer(word.stem, self.stems)
                for longer in longer_words:
                    by_word[longer].append(_Wanted(asked, _PREFIX_QUALITY, ("stem",)))
                for longer in longer_stems:
                    by_stem[longer].append(_Wanted(asked, _DERIVED_QUALITY, ("stem",), only_derived=True))
                if not longer_words and not longer_stems:
                    for near, quality in self._misspelled(word.written):
                        by_word[near].append(_Wanted(asked, quality, ("misspelling",)))
        return by_word, by_stem, by_phrase

    @cached_property
    def _sounds(self) -> dict[str, str]:
        """The sound of each word that may be recognised through a misspelling."""
        return {word: _sound(word) for word in self.words if _edits_forgiven(word)}

    def _misspelled(self, written: str) -> list[tuple[str, int]]:
        """The words nearest to this one, if they are near enough for its length, and their quality."""
        most_edits = _edits_forgiven(written)
        if not most_edits:
            return []
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        near = process.extract(_sound(written), self._sounds, scorer=OSA.distance, score_cutoff=most_edits, limit=None)
        fewest = min((int(edits) for _, edits, _ in near), default=0)
        return [
            (word, _MISSPELLING_QUALITY - _EDIT_COST * (fewest + (_consonants(word) != _consonants(written))))
            for _, edits, word in near
            if edits == fewest and (len(written) > _SHORTEST_FORGIVEN or word[0] == written[0])
        ]


def _sound(word: str) -> str:
    """The word with its commonest homophones in one spelling: « parafeur » sounds like « parapheur »."""
    return _DOUBLED.sub(r"\1", word.replace("ph", "f").replace("y", "i"))


def _consonants(word: str) -> str:
    """What hasty spelling mostly keeps: « viseo » is nearer to « visio » than to « video »."""
    return _VOWELS.sub("", _sound(word))


def _inflected(word: str) -> set[str]:
    """The word with another of the commonest endings: a stem too short to tell paie from paiement is not compared."""
    bare = {word, *(word.removesuffix(ending) for ending in _ENDINGS)}
    return {one + ending for one in bare if len(one) >= _SHORTEST_BARE for ending in ("", *_ENDINGS)} - {word}


def _longer(start: str, words: set[str]) -> list[str]:
    """The words that begin with this one, if it is long enough to tell."""
    return [word for word in words if word.startswith(start)] if len(start) >= _SHORTEST_PREFIX else []


def _edits_forgiven(word: str) -> int:
    """How many slips a word may hold and still be recognised: none up to three letters, nor with digits."""
    if any(one.isdigit() for one in word):
        return 0
    return sum(len(word) >= length for length in (_SHORTEST_FORGIVEN, 8, 13))


def _phrases(entry: Entry) -> Iterator[_Phrase]:
    for words, stemmed in zip(entry.names, entry.name_stems, strict=True):
        yield _Phrase(entry, "name", tuple(words.split()), tuple(stemmed.split()))
    for words, stemmed in zip(entry.synonyms, entry.synonym_stems, strict=True):
        yield _Phrase(entry, "synonym", tuple(words.split()), tuple(stemmed.split()))
    for words in entry.replaces:
        yield _Phrase(entry, "replaces", tuple(words.split()), ())
    for words in entry.providers:
        yield _Phrase(entry, "provider", tuple(words.split()), ())
    for stemmed in entry.texts:
        yield _Phrase(entry, "description", (), tuple(stemmed.split()))


def _words(folded: str) -> list[_Word]:
    """The meaningful words of a question, once each; a word too long to be one is left out."""
    written = zip(content(folded), stems(folded), strict=True)
    return list(dict.fromkeys(_Word(*word) for word in written if len(word[0]) <= _LONGEST_WORD))[:_MOST_WORDS]


def _readings(table: _Table, folded: str) -> list[list[_Word]]:
    """The question as written, then with two words joined where entries know them as one (« visio conférence »)."""
    plain = _words(folded)
    joined: list[_Word] = []
    for word in plain:
        pair = joined[-1].written + word.written if joined else ""
        if pair and table.knows(one := _Word(pair, " ".join(stems(pair)))):
            joined[-1] = one
        else:
            joined.append(word)
    return [plain] if joined == plain else [plain, joined]


def _weight(word: str) -> int:
    return _LOW_WEIGHT if word in _GENERIC else _FULL_WEIGHT


def _named(table: _Table, folded: str) -> _Found:
    """The entries whose own words answer the question."""
    found: _Found = {}
    for words in _readings(table, folded):
        matches = table.matches(words)
        only_generic = all(word.written in _GENERIC for word in words)
        weights = [
            _FULL_WEIGHT if only_generic else _weight(word.written) if match else _LOW_WEIGHT
            for word, match in zip(words, matches, strict=True)
        ]
        by_phrase: dict[int, list[tuple[int, _Match]]] = defaultdict(list)
        for weight, per_phrase in zip(weights, matches, strict=True):
            for number, match in per_phrase.items():
                by_phrase[number].append((weight, match))
        by_entry: dict[tuple[str, Kind], list[int]] = defaultdict(list)
        for number, fits in by_phrase.items():
            phrase = table.phrases[number]
            by_entry[phrase.entry.id, phrase.entry.kind].append(number)
            _keep(found, phrase.entry, *_score(phrase, fits, sum(weights)))
        if len(words) > 1:
            for numbers in by_entry.values():
                entry = table.phrases[numbers[0]].entry
                _keep(found, entry, *_scattered_score(table, numbers, matches, weights))
    return found


def _score(phrase: _Phrase, fits: list[tuple[int, _Match]], whole: int) -> tuple[int, set[Code]]:
    """The score of one phrase, and why: what it covers of the question first, what the question covers of it next."""
    covered = sum(weight * match.quality for weight, match in fits) // whole
    if covered < _LEAST_COVERED or all(weight == _LOW_WEIGHT for weight, _ in fits):
        return 0, set()
    if phrase.entry.kind == "candidate" and phrase.field != "description":
        covered = covered * sum(weight for weight, _ in fits) // whole  # half the name of a product says little
    spelled = phrase.words or phrase.stems
    met = {position for _, match in fits for position in match.positions}
    phrase_covered = 100 * sum(_weight(spelled[one]) for one in met) // sum(map(_weight, spelled))
    score = _STRENGTH[phrase.field] * (7 * covered + 3 * phrase_covered) // 1000
    return score, {phrase.field, *(code for _, match in fits for code in match.detour)}


def _scattered_score(table: _Table, numbers: list[int], matches: list[dict[int, _Match]], weights: list[int]) -> tuple[int, set[Code]]:
    """The score of an entry whose phrases answer the question only together, and why."""
    covered, full_words, because = 0, 0, set[Code]()
    for weight, per_phrase in zip(weights, matches, strict=True):
        own = [
            (per_phrase[number].quality, _STRENGTH[table.phrases[number].field], number)
            for number in numbers
            if number in per_phrase and table.phrases[number].field not in {"replaces", "provider"}
        ]
        if own:
            quality, _, number = max(own)
            covered += weight * quality
            full_words += weight == _FULL_WEIGHT
            because |= {table.phrases[number].field, *per_phrase[number].detour}
    share = covered // sum(weights)
    return (_SCATTERED_STRENGTH * share // 100, because) if share >= _LEAST_SCATTERED and full_words > 1 else (0, set())


def _keep(found: _Found, entry: Entry, score: int, because: set[Code]) -> None:
    """Note why an entry is found, unless a better reason is known."""
    reason = (score, tuple(code for code in CODES if code in because), entry)
    key = (entry.id, entry.kind)
    if score and (key not in found or found[key][:2] < reason[:2]):
        found[key] = reason


def _kept_aside(score: int, aside: bool) -> int:
    """The score, or less of it where a function is not the main one."""
    return score * _BROUGHT_ASIDE // 100 if aside else score


def _bring(found: _Found, entries: list[Entry]) -> None:
    """Add the functions of the candidates named, and the candidates of all functions found, at lower scores."""
    functions = {entry.id: entry for entry in entries if entry.kind == "function"}
    for score, _, entry in list(found.values()):
        if entry.kind == "candidate" and score >= _NAMED and entry.functions and entry.functions[0] in functions:
            _keep(found, functions[entry.functions[0]], score * _FUNCTION_OF_NAMED // 100, {"function"})
    serving: dict[str, int] = {}
    for score, _, entry in found.values():
        if entry.kind == "function":
            for part in entry.functions:
                serving[part] = max(score, serving.get(part, 0))
    for entry in entries:
        if entry.kind == "candidate":
            for place, function in enumerate(entry.functions):
                share = _kept_aside(_BROUGHT.get(entry.step, 0), place > 0)
                _keep(found, entry, serving.get(function, 0) * share // 100, {"function"})


def _alternatives(table: _Table, entries: list[Entry], product: str) -> _Found:
    """Who replaces a product: those that say so, then those of the same functions; nothing if no entry names it.

    The product itself is left out, unless the State runs it: then it comes last, for its name may be a common word.
    """
    for words in _readings(table, product):
        matches = table.matches(words)
        exact: dict[int, bool] = {}
        for number in sorted({number for per_phrase in matches for number in per_phrase}):
            phrase = table.phrases[number]
            if phrase.entry.kind == "candidate" and phrase.field in {"name", "replaces"}:
                met = {place for found in matches if number in found for place in found[number].positions}
                says_all = all(number in found for found in matches)
                is_all_said = len(met) == len(phrase.words)
                if says_all or is_all_said:
                    exact[number] = says_all and is_all_said
        if exact:
            detours = {n: {code for found in matches if n in found for code in found[n].detour} for n in exact}
            return _ranked_alternatives(table, entries, exact, detours)
    return {}


def _ranked_alternatives(table: _Table, entries: list[Entry], exact: dict[int, bool], detours: dict[int, set[Code]]) -> _Found:
    """The alternatives once the phrases that name the product are known (exactly or nearly)."""
    found: _Found = {}
    main_functions: set[str] = set()
    functions: set[str] = set()
    products: dict[tuple[str, Kind], Entry] = {}
    for number, exactly in exact.items():
        entry = table.phrases[number].entry
        if table.phrases[number].field == "replaces":
            _keep(found, entry, _REPLACED if exactly else _NEARLY_REPLACED, {"replaces", *detours[number]})
            main_functions.update(entry.functions[:1])
        elif exactly or not any(exact.values()):
            products[entry.id, entry.kind] = entry
            main_functions.update(entry.functions[:1])
            functions.update(entry.functions)
    functions |= main_functions
    for entry in entries:
        if (entry.id, entry.kind) in products:
            if entry.step == "mutualise":
                _keep(found, entry, _LOWEST_SCORE, {"name"})
        elif entry.kind == "function" and entry.id in functions:
            _keep(found, entry, _kept_aside(_FUNCTION_OF_PRODUCT, entry.id not in main_functions), {"function"})
        elif entry.kind == "candidate":
            for place, function in enumerate(entry.functions):
                if function in functions:
                    aside = place > 0 or function not in main_functions
                    _keep(found, entry, _kept_aside(_OF_SAME_FUNCTION.get(entry.step, 0), aside), {"function"})
    return found
