"""Names that a requirement should not impose, taken from the catalogue, and where a text says them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from doctrine.checks._wording import Reading
from doctrine.folding import fold
from doctrine.index import Index
from doctrine.model.checks import Names

_SECTION = "function:"
_ASIDE = re.compile(r" ?[,/(]")
_LEGAL_FORM = re.compile(r" (?:gmbh|inc|sas|sa|ag|ltd|scop|e v|bv|pty|sia|labs|technologies|association|foundation|org|group)$")
_OF_A_COMMUNITY = re.compile(r"^(?:communaute|association|fondation|cncf|8x8) ")
_SHORTEST_ALIAS = 5
_SHORT_ACRONYM = 4
_WORD = re.compile(r"[^\W_]+")

_ORDINARY = frozenset(
    [
        "asana",
        "arpege",
        "box",
        "coloris",
        "concur",
        "confluence",
        "cornerstone",
        "doodle",
        "element",
        "exchange",
        "excel",
        "forms",
        "gemini",
        "kosmos",
        "lucca",
        "milestone",
        "notion",
        "octime",
        "outlook",
        "parsec",
        "paradigm",
        "rainbow",
        "sages",
        "signal",
        "slack",
        "smash",
        "stripe",
        "teams",
        "toucan",
        "wire",
        "wisper",
        "word",
        "zoom",
        "proton",
        "access",
    ]
)
"""Names that are also words: they count with their capital, and not at the head of a sentence."""

_KNOWN_TO_ALL = (
    "AMD",
    "Apple",
    "AutoCAD",
    "Bitdefender",
    "Brother",
    "Canon",
    "Cegid",
    "Citrix",
    "Dell",
    "Epson",
    "Hewlett Packard",
    "HP",
    "Huawei",
    "Hyper-V",
    "IBM",
    "iMac",
    "InDesign",
    "Intel",
    "Intel Core",
    "Intel Xeon",
    "iPad",
    "iPhone",
    "Kaspersky",
    "Konica Minolta",
    "Kyocera",
    "Lenovo",
    "Lexmark",
    "Logitech",
    "Mac",
    "MacBook",
    "Nvidia",
    "Office 365",
    "Photoshop",
    "Ricoh",
    "Sage",
    "Sage Paie",
    "Samsung",
    "Samsung Galaxy",
    "Sophos",
    "ThinkPad",
    "Trend Micro",
    "VMware vSphere",
    "vSphere",
    "Windows Server",
    "Xerox",
    "Xiaomi",
)
"""Names of the market that everyone knows and the catalogue has no reason to hold, for it compares software and services of another use."""

_PLATFORMS = frozenset({"imac", "ipad", "iphone", "mac", "macbook", "samsung", "samsung galaxy", "thinkpad"})
"""Devices that users already have: what works on them asks for none."""

_ON_A_PLATFORM = re.compile(
    r"\b(?:disponible|accessible|utilisable|consultable|lisible|fonctionn\w+|compatib\w+|s'install\w+|installable|affich\w+|depuis"
    r"|navigateur)\b"
    r"[^.;:]{0,40}$"
)

_VERY_ORDINARY = frozenset(
    [
        "bleu",
        "brother",
        "canon",
        "element",
        "espace",
        "free",
        "geo",
        "horizon",
        "index",
        "mac",
        "maximilien",
        "orange",
        "publik",
        "sage",
        "signal",
        "tableau",
    ]
)
"""Names that are words people capitalise: they count only beside a word such as « logiciel »."""

_NEVER_ALONE = _VERY_ORDINARY | frozenset(
    [
        "apache",
        "amazon",
        "ascensio",
        "association",
        "avenue",
        "bending",
        "blindside",
        "civil",
        "clever",
        "cloud",
        "communaute",
        "document",
        "dynamics",
        "eclipse",
        "fondation",
        "hosted",
        "mistral",
        "motorola",
        "power",
        "secure",
        "security",
        "spark",
        "sphinx",
        "tranquil",
        "hikcentral",
        "sages",
    ]
)
"""First words of longer names that say nothing without the rest."""

_VENDORS = frozenset({"microsoft", "google", "oracle", "adobe", "cisco", "sap"})
_GENERIC = frozenset(
    [
        "agenda",
        "cloud",
        "database",
        "defender",
        "docs",
        "drive",
        "experience",
        "forms",
        "fusion",
        "lists",
        "maps",
        "meet",
        "sheets",
        "unified",
        "workspace",
        "exchange",
        "excel",
        "geocoding",
    ]
)
"""What stays of a name without its vendor, and is then an ordinary word of computing."""

_OF_THE_STATE = frozenset(
    {
        "agentconnect",
        "api openai",
        "apogee",
        "aws achat",
        "geoportail",
        "girouette",
        "inclusionconnect",
        "maximilien",
        "moncomptepro",
        "resana",
    }
)
"""Replaced services of the administration: no brand to protect competition from."""

_BESIDE = re.compile(
    r"\b(?:logiciels?|progiciels?|solutions?|produits?|licences?|outils?|applications?|marques?|editeurs?|societe|suite|abonnements?"
    r"|plateformes?|par|chez|type|marque|ordinateurs?|portables?|telephones?|imprimantes?|copieurs?|photos?)[ «\"“:]*$"
)
_HEAD = re.compile(r"(?:^|[.!?:;•·*|]|(?:^|\s)[-–—])[ «\"“(]*$")
_A_NAME_ALONE = 24
_ARTICLES = frozenset({"la", "le", "les"})
_OF_THE_SAME = re.compile(r" (?:d'|de |de l'editeur |\()?")


class FreeSoftware(str):
    """The name of a product that the catalogue knows to be free software: a services contract may name it."""

    __slots__ = ()


class Named(NamedTuple):
    """A name as a text says it: its offsets, as the catalogue writes it, whether it is free software."""

    start: int
    end: int
    name: str
    free: bool


def names(index: Index) -> Names:
    """The names of the market in the catalogue: products and what shared services replace, suppliers."""
    products: dict[str, str] = {}
    suppliers: dict[str, str] = {}
    for section in sorted(index.section("functions")):
        for entry in _candidates(index, f"{_SECTION}{section}"):
            for name in (*((entry["name"],) if entry["step"] == "buy" else ()), *entry["replaces"]):
                _add(products, name, free=entry["step"] == "buy" and _is_free(entry) and name == entry["name"])
            if entry["step"] == "buy":
                supplier = _supplier(entry["provider"])
                if supplier and fold(supplier) not in _NEVER_ALONE:
                    suppliers.setdefault(fold(supplier), supplier)
    for name in _KNOWN_TO_ALL:
        products.setdefault(fold(name), name)
    return Names(products, {key: name for key, name in suppliers.items() if key not in products})


def _candidates(index: Index, section: str) -> Iterable[Mapping[str, Any]]:
    found: Iterable[Mapping[str, Any]] = index.section(section)["candidates"] if section in index else ()
    return found


def _is_free(entry: Mapping[str, Any]) -> bool:
    """Whether every fact on the licence says that the product is free software."""
    said = {str(fact[2]) for fact in entry["facts"] if fact[0] == "open_source"}
    return said == {"yes"}


def _add(products: dict[str, str], name: str, *, free: bool) -> None:
    """A name, its first word when that says enough, its last when a vendor stands before it."""
    main = _ASIDE.split(name, maxsplit=1)[0].strip()
    folded = fold(main)
    if folded in _OF_THE_STATE or not folded:
        return
    kept = FreeSoftware(main) if free else main
    products.setdefault(folded, kept)
    first, _, rest = folded.partition(" ")
    written = main.split()
    if not rest or len(written) != len(folded.split()):
        return
    if first in _VENDORS:
        if " " not in rest and rest not in _GENERIC and not rest.isdigit() and len(rest) >= _SHORTEST_ALIAS:
            products.setdefault(rest, kept)
    elif first not in _NEVER_ALONE and len(first) >= _SHORTEST_ALIAS:
        products.setdefault(first, FreeSoftware(written[0]) if free else written[0])


def _supplier(provider: str) -> str:
    """The name of a supplier without its legal form; empty when it is a community, which sells nothing."""
    folded = fold(provider)
    if _OF_A_COMMUNITY.match(folded):
        return ""
    bare = _LEGAL_FORM.sub("", folded)
    return " ".join(provider.split()[: len(bare.split())]) if len(folded.split()) == len(provider.split()) else provider


class _Known(NamedTuple):
    words: tuple[str, ...]
    written: str


class _Compiled(NamedTuple):
    names: Names
    by_first: Mapping[str, tuple[_Known, ...]]
    told_by: frozenset[str]


_compiled: list[_Compiled] = []
"""The names last compiled: one run has one catalogue, and its names cannot be hashed."""


def _compile(known: Names) -> _Compiled:
    """Names by their first word, longest first, and the words of which a text that says a name has one."""
    if _compiled and _compiled[0].names is known:
        return _compiled[0]
    grouped: dict[str, list[_Known]] = {}
    for folded, written in (*known.suppliers.items(), *known.products.items()):
        words = tuple(folded.split())
        grouped.setdefault(words[0], []).append(_Known(words, written))
    by_first = {first: tuple(sorted(some, key=lambda one: (-len(one.words), one.written))) for first, some in grouped.items()}
    told_by = frozenset(
        one.words[1] if first in _ARTICLES and len(one.words) > 1 else first for first, some in by_first.items() for one in some
    )
    _compiled[:] = [_Compiled(known, by_first, told_by)]
    return _compiled[0]


@lru_cache(maxsize=64)
def _words(bare: str) -> tuple[tuple[str, int, int], ...]:
    return tuple((found[0], *found.span()) for found in _WORD.finditer(bare))


def named(reading: Reading, known: Names) -> list[Named]:
    """Every catalogue name that a text says, in order, without overlap; ordinary words are left out."""
    compiled = _compile(known)
    if compiled.told_by.isdisjoint(_WORD.findall(reading.plain)):
        return []
    by_first = compiled.by_first
    words = _words(reading.plain)
    found: list[Named] = []
    supplies: list[bool] = []
    place = 0
    while place < len(words):
        entry = _match(by_first.get(words[place][0], ()), words, place)
        if entry is None:
            place += 1
            continue
        start, end = words[place][1], words[place + len(entry.words) - 1][2]
        if _is_a_name(reading, start, end, entry):
            found.append(Named(start, end, str(entry.written), isinstance(entry.written, FreeSoftware)))
            supplies.append(" ".join(entry.words) in known.suppliers)
        place += len(entry.words)
    return _one_for_each_product(reading, found, supplies)


def _one_for_each_product(reading: Reading, found: list[Named], supplies: list[bool]) -> list[Named]:
    """The names, a supplier and its product side by side (« Adobe Acrobat », « Acrobat d’Adobe ») being one."""
    kept: list[Named] = []
    for rank, one in enumerate(found):
        if kept and supplies[rank] != supplies[rank - 1] and _OF_THE_SAME.fullmatch(reading.plain, kept[-1].end, one.start):
            product = kept[-1] if supplies[rank] else one
            kept[-1] = Named(kept[-1].start, one.end, product.name, product.free)
        else:
            kept.append(one)
    return kept


def _match(entries: tuple[_Known, ...], words: tuple[tuple[str, int, int], ...], place: int) -> _Known | None:
    for entry in entries:
        if all(
            place + rank < len(words)
            and words[place + rank][0] == word
            and (rank == 0 or words[place + rank][1] - words[place + rank - 1][2] <= 2)
            for rank, word in enumerate(entry.words)
        ):
            return entry
    return None


def _is_a_name(reading: Reading, start: int, end: int, entry: _Known) -> bool:
    """Whether these words name a product here: by their capitals, and by what stands before when they are ordinary words."""
    said = reading.text[start:end]
    key = " ".join(entry.words)
    before = reading.plain[max(0, start - 24) : start]
    if key in _PLATFORMS and _ON_A_PLATFORM.search(reading.plain[max(reading.sentence(start)[0], start - 80) : start]):
        return False
    if key in _VERY_ORDINARY:
        acronym = said.isupper() and len(said) <= _SHORT_ACRONYM and not entry.written.isupper()  # an address is MAC, a computer a Mac
        return said[0].isupper() and not acronym and _BESIDE.search(before) is not None
    if key in _ORDINARY:
        alone = len(reading.text) <= _A_NAME_ALONE and end - start >= len(reading.text.strip(" .;,-•")) - 1
        return said[0].isupper() and (alone or _HEAD.search(before) is None or _BESIDE.search(before) is not None)
    if len(key) <= _SHORT_ACRONYM and entry.written.isupper():
        return said.isupper()
    return (len(entry.words) > 1 and "-" not in said) or not said.islower() or entry.written.islower()
