"""What search knows of a function or a candidate: its words, folded and stemmed when the index is compiled.

Kept apart from `search` because the index, which lies below it, builds and stores these entries.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from doctrine.folding import content, fold, stems

Kind = Literal["function", "candidate"]

_ASIDE = re.compile(r"[()/;,]")


@dataclass(frozen=True, slots=True)
class Entry:
    """The words of one function or candidate.

    `names` are strong (name, acronyms, words of the id), `synonyms` are what else a function is called, `replaces` the
    products people name when they look for it, `providers` who supplies it: folded, without the words that mean
    nothing. `name_stems` and `synonym_stems` go with them one to one, word for word. `texts` are the stems of the
    sentences that describe the entry (capabilities, summary). `functions` are, for a candidate, what it is, main one
    first; for a function, itself and its parts. `step` is empty for a function.
    """

    id: str
    kind: Kind
    step: str
    names: tuple[str, ...]
    name_stems: tuple[str, ...]
    synonyms: tuple[str, ...]
    synonym_stems: tuple[str, ...]
    replaces: tuple[str, ...]
    providers: tuple[str, ...]
    texts: tuple[str, ...]
    functions: tuple[str, ...]

    def to_data(self) -> list[Any]:
        """The entry as a list that JSON can hold; `from_data` reads it back."""
        return [
            self.id,
            self.kind,
            self.step,
            list(self.names),
            list(self.name_stems),
            list(self.synonyms),
            list(self.synonym_stems),
            list(self.replaces),
            list(self.providers),
            list(self.texts),
            list(self.functions),
        ]

    @classmethod
    def from_data(cls, data: list[Any]) -> Entry:
        """The entry that `to_data` wrote."""
        return cls(*data[:3], *map(tuple, data[3:]))


def entry_of_function(id: str, data: Mapping[str, Any]) -> Entry:
    """The entry of one function of `functions.yaml`, whose capabilities describe it."""
    names, name_stems = _folded([*_languages(data), id.replace("-", " ")])
    synonyms, synonym_stems = _folded(word for words in _languages(data.get("synonyms")) for word in words)
    labels = [label for capability in (data.get("capabilities") or {}).values() for label in _languages(capability)]
    return Entry(
        id=id,
        kind="function",
        step="",
        names=names,
        name_stems=name_stems,
        synonyms=synonyms,
        synonym_stems=synonym_stems,
        replaces=(),
        providers=(),
        texts=_described(labels),
        functions=(id, *(data.get("parts") or ())),
    )


def entry_of_candidate(data: Mapping[str, Any]) -> Entry:
    """The entry of one candidate of the catalogue."""
    id, name = str(data["id"]), str(data["name"])
    parts = [part for part in _ASIDE.split(name) if part.strip() != name]
    names, name_stems = _folded([name, *parts, *(data.get("acronyms") or ()), id.replace("-", " ")])
    return Entry(
        id=id,
        kind="candidate",
        step=str(data["step"]),
        names=names,
        name_stems=name_stems,
        synonyms=(),
        synonym_stems=(),
        replaces=_folded(data.get("replaces") or ())[0],
        providers=_folded([data.get("provider") or ""])[0],
        texts=_described(_languages(data.get("summary"))),
        functions=tuple(map(str, data.get("functions") or ())),
    )


def _languages(translated: Mapping[str, Any] | None) -> list[Any]:
    """What is said in French, then in English, where it is said."""
    return [translated[language] for language in ("fr", "en") if translated and translated.get(language)]


def _folded(texts: Iterable[object]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The texts folded, empty ones and repeats left out, and their stems beside them."""
    spelled: dict[str, str] = {}
    for text in map(str, texts):
        if folded := " ".join(content(fold(text))):
            spelled.setdefault(folded, " ".join(stems(text)))
    return tuple(spelled), tuple(spelled.values())


def _described(sentences: Iterable[object]) -> tuple[str, ...]:
    """The stems of sentences, without repeats."""
    return tuple(dict.fromkeys(" ".join(stems(str(sentence))) for sentence in sentences))
