"""Words across languages.

A page that is not translated is found by words of the reader's own language, which a dictionary gives it; and a page that is
translated by the words its source has for it.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from lotse.search.analyze import Analyzer
from lotse.search.dictionary import Dictionary, learn
from lotse.search.forms import class_of
from lotse.search.index import LONGEST, WEIGHTS, fields
from lotse.search.model import Document

WEIGHTS_ACROSS = {**WEIGHTS, "title": 4.0}
BEST = 12  # words of the source that go into the index of another language
LEAST = 0.4  # a word expected less often on a page is left out there
COMMON = 2 / 3  # a word expected on more of the pages tells none from the others
EMPHASIS = 1.5  # the index counts everything below 2 as 1: so a word that is likely counts more than one that is not


class Words:
    """The words of one language: which are one, learned from all its texts."""

    def __init__(self, tag: str, texts: Iterable[str]) -> None:
        """Read the texts."""
        self._analyzer = Analyzer(tag)
        written: dict[str, list[str]] = defaultdict(list)
        for text in texts:
            for form, word in self._analyzer.spelled(text):
                written[form].append(word)
        self._of = class_of(written, tag)
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for form, words in written.items():
            counts[self._of[form]][form] = len(words)
        self._usual = {name: min(forms, key=lambda form: (-forms[form], form)) for name, forms in counts.items()}

    def classes(self, text: str) -> list[str]:
        """Return the classes of the words of one of the texts, in order; without what nobody types."""
        return [self._of[form] for form in self._analyzer.tokens(text) if len(form) <= LONGEST]

    def usual(self, name: str) -> str:
        """Return the form of a class that stands most often in the texts."""
        return self._usual[name]


def taught(pairs: Sequence[tuple[str, str]], source: str, tag: str) -> Dictionary:
    """Return the dictionary learned from sentences and their translations: classes of `source` to forms of `tag`."""
    ours, theirs = Words(source, [one for one, _ in pairs]), Words(tag, [other for _, other in pairs])
    learned = learn((ours.classes(one), theirs.classes(other)) for one, other in pairs)
    return Dictionary(
        {word: tuple((theirs.usual(name), chance) for name, chance in found) for word, found in learned.words.items()}
    )


@dataclass(frozen=True)
class Source:
    """The pages of the source language by address, each as its words, with how much they say."""

    tag: str
    weights: Mapping[str, Mapping[str, float]]
    pages: Mapping[str, Document]
    words: Words

    @cached_property
    def _pages_with(self) -> Counter[str]:
        return Counter(name for weights in self.weights.values() for name in weights)

    def rarity(self, name: str) -> float:
        """Return how much one of the words tells pages apart."""
        return math.log(1 + len(self.weights) / self._pages_with[name])

    def telling(self, url: str) -> str:
        """Return a page's title and synonyms and the words that tell it best from all others, each in its most usual form."""
        weights = self.weights[url]
        worth = {name: weight * self.rarity(name) for name, weight in weights.items()}
        best = sorted(worth, key=lambda name: (-worth[name], name))
        said = f"{self.pages[url].title} {self.pages[url].synonyms}".strip()
        known = set(self.words.classes(said))
        return " ".join([said, *[self.words.usual(name) for name in best if name not in known][:BEST]])


def source_of(documents: Iterable[Document], tag: str) -> Source:
    """Return the pages of the source language, ready to be told in another."""
    pages = [document for document in documents if document.kind == "page"]
    words = Words(tag, [text for page in pages for text in fields(page).values()])
    weights = {page.url: _weighed(page, words) for page in pages}
    return Source(tag, weights, {page.url: page for page in pages}, words)


def _weighed(page: Document, words: Words) -> Mapping[str, float]:
    weights: Counter[str] = Counter()
    for field, text in fields(page).items():
        for name in words.classes(text):
            weights[name] += WEIGHTS_ACROSS[field]  # type: ignore[assignment]
    return weights


def crossed(
    documents: Iterable[Document], tag: str, source: Source, dictionary: Dictionary, titles: Mapping[str, str]
) -> list[Document]:
    """Return the documents of an index with words of the other language; `titles` are known ones of untranslated pages."""
    told = _Told(source, dictionary)
    made = []
    for document in documents:
        if document.kind == "page" and document.url in source.weights:
            foreign = document.language not in ("", tag)
            words = told.words(document.url, Analyzer(tag).tokens(titles.get(document.url, ""))) if foreign else {}
            telling = source.telling(document.url) if document.language != source.tag else ""
            document = replace(document, words_across=words, source_words=telling)
        made.append(document)
    return made


class _Told:
    """The words of the other language that are expected in translations of the source's pages, and how often."""

    def __init__(self, source: Source, dictionary: Dictionary) -> None:
        self._expected = {url: _expected(weights, dictionary) for url, weights in source.weights.items()}
        found = Counter(form for words in self._expected.values() for form in words)
        self._common = {form for form, count in found.items() if count > COMMON * len(self._expected)}

    def words(self, url: str, title: Sequence[str]) -> dict[str, float]:
        """Return the words that tell a page from others, with weights; `title` are words its translated title has."""
        expected = Counter(self._expected[url])
        expected.update(dict.fromkeys(title, WEIGHTS_ACROSS["title"]))
        return {
            form: round(EMPHASIS * often, 2)
            for form, often in expected.items()
            if often >= LEAST and form not in self._common
        }


def _expected(weights: Mapping[str, float], dictionary: Dictionary) -> dict[str, float]:
    expected: dict[str, float] = defaultdict(float)
    for word, weight in weights.items():
        for form, chance in dictionary.of(word):
            expected[form] += weight * chance
    return expected
