"""German compounds: whether one part of a compound in a title finds its page, where the page has that part nowhere by itself.

Compounds are parted by the words of the pages themselves, after Koehn and Knight 2003 (Empirical Methods for Compound
Splitting): both parts are nouns there, `s` or `es` may join them, and of several partings the one with the most frequent
parts counts. A noun is what stands with a capital more often than not.
"""

from collections import Counter
from collections.abc import Iterator
from functools import cache

import simplemma
from benchmarks.measuring.search_corpus import Corpus, Question, Text
from benchmarks.measuring.search_queries import WORD

GERMAN = "de"
HEADS, TAILS = "compound heads", "compound tails"  # Arbeit and Vertrag of Arbeitsvertrag
PART = 4  # letters of a part, at least
JOINTS = ("", "s", "es")


def parts_asked(corpus: Corpus) -> dict[str, tuple[Question, ...]]:
    """Return the heads and the tails of title compounds as queries for their pages; nothing where the language is not German."""
    if corpus.language != GERMAN:
        return {}
    known = nouns(corpus)
    asked: dict[str, dict[Question, None]] = {HEADS: {}, TAILS: {}}
    for number, page in enumerate(corpus.pages):
        alone = {_lemma(word) for word in WORD.findall(f"{page.title} {page.text}")}
        for compound in _compounds(page, known):
            for kind, part in zip(asked, compound, strict=True):
                if _lemma(part) not in alone:
                    asked[kind][Question(part, number, True)] = None
    return {kind: tuple(questions) for kind, questions in asked.items()}


def nouns(corpus: Corpus) -> Counter[str]:
    """Return how often each noun stands in the pages, in small letters."""
    counts, capitals = Counter[str](), Counter[str]()
    for page in corpus.pages:
        for word in WORD.findall(f"{page.title} {page.text}"):
            counts[word.lower()] += 1
            capitals[word.lower()] += word[0].isupper()
    return Counter({word: count for word, count in counts.items() if 2 * capitals[word] > count})


def parted(word: str, known: Counter[str]) -> tuple[str, str] | None:
    """Return the head and the tail of a compound as they are written alone, or None where it is none."""
    found = list(_partings(word.lower(), known))
    if not found:
        return None
    head, tail = max(found, key=lambda parts: (known[parts[0]] * known[parts[1]], parts))
    return head.capitalize(), tail.capitalize()


def _compounds(page: Text, known: Counter[str]) -> Iterator[tuple[str, str]]:
    for word in WORD.findall(page.title):
        if parts := parted(word, known):
            yield parts


def _partings(word: str, known: Counter[str]) -> Iterator[tuple[str, str]]:
    for at in range(PART, len(word) - PART + 1):
        for joint in JOINTS:
            head = word[:at].removesuffix(joint)
            if word[:at] == head + joint and len(head) >= PART and head in known and word[at:] in known:
                yield head, word[at:]


@cache
def _lemma(word: str) -> str:
    return simplemma.lemmatize(word, lang=GERMAN).lower()
