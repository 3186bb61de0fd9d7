"""A dictionary learned from sentences and their translations: which words of the other language stand for a word.

IBM model 1 (Brown, Della Pietra, Della Pietra, Mercer 1993: The Mathematics of Statistical Machine Translation), with one empty
word for what stands for nothing, in pure Python. The same input gives the same dictionary, to the last digit.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

ROUNDS = 6  # of expectation and maximisation
LEAST, MOST = 0.05, 5  # a translation is kept from this probability on, and at most so many for one word
PART = 3  # letters of a part of a compound, at least
# What joins the parts of a compound in German and its relatives: Wohnung-s-amt, Kind-er-garten; and what falls away: Schul(e)amt.
JOINTS, LOST = ("s", "es", "n", "en", "e", "er"), ("e", "en")
NOTHING = ""  # the empty word

Pair = tuple[Sequence[str], Sequence[str]]
Meanings = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Dictionary:
    """What words of the source language mean in another one, best first, with probabilities."""

    words: Mapping[str, Meanings]

    def of(self, word: str) -> Meanings:
        """Return what a word means; of a compound nobody has seen, what its parts mean that were seen by themselves."""
        if word in self.words:
            return self.words[word]
        return tuple(meaning for part in self._parts(word) for meaning in self.words[part])

    def _parts(self, word: str) -> Iterable[str]:
        """Yield the longest known tail, and the longest known head of what stands before it."""
        tail = next((word[at:] for at in range(PART, len(word) - PART + 1) if word[at:] in self.words), "")
        if tail:
            rest = word.removesuffix(tail)
            heads = (
                head for end in range(len(rest), PART - 1, -1) for head in _heads(rest[:end]) if head in self.words
            )
            yield from (tail, *islice(heads, 1))


def _heads(part: str) -> Iterable[str]:
    """Yield the words a part of a compound may be, without what joins it to the next."""
    yield part
    yield from (part + end for end in LOST)
    yield from (part.removesuffix(joint) for joint in JOINTS if part.endswith(joint) and len(part) - len(joint) >= PART)


def learn(pairs: Iterable[Pair], *, rounds: int = ROUNDS, least: float = LEAST, most: int = MOST) -> Dictionary:
    """Return the dictionary of pairs of sentences, (words of the source, words of the translation).

    A pair that stands twice says nothing new and counts once. `least` is the probability from which on a translation is
    kept, `most` how many for one word.
    """
    once = list(dict.fromkeys((tuple(source), tuple(translation)) for source, translation in pairs))
    cells, rows = _rows([(source, translation) for source, translation in once if source and translation])
    chances = [1.0] * len(cells)
    owners = [source for source, _ in cells]
    for _ in range(rounds):
        chances = _maximised(_expected(rows, chances), owners)
    found: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for (source, word), chance in zip(cells, chances, strict=True):
        if source != NOTHING and chance >= least:
            found[source].append((-chance, word))
    return Dictionary({source: _best(found[source], most) for source in sorted(found)})


def _best(found: Iterable[tuple[float, str]], most: int) -> Meanings:
    return tuple((word, -chance) for chance, word in sorted(found)[:most])


def _rows(pairs: Iterable[Pair]) -> tuple[list[tuple[str, str]], list[list[int]]]:
    """Return the cells (word, translation) that occur, and for each word of each translation the cells it may come from."""
    numbers: dict[tuple[str, str], int] = {}
    rows = []
    for source, translation in pairs:
        for word in translation:
            rows.append([numbers.setdefault((other, word), len(numbers)) for other in (NOTHING, *source)])
    return list(numbers), rows


def _expected(rows: Iterable[list[int]], chances: Sequence[float]) -> list[float]:
    """Return how often each cell is expected to be what was said."""
    counts = [0.0] * len(chances)
    for row in rows:
        total = sum([chances[cell] for cell in row])
        for cell in row:
            counts[cell] += chances[cell] / total
    return counts


def _maximised(counts: Sequence[float], owners: Sequence[str]) -> list[float]:
    """Return the counts as probabilities: those of one source word add up to 1."""
    totals: dict[str, float] = defaultdict(float)
    for count, owner in zip(counts, owners, strict=True):
        totals[owner] += count
    return [count / totals[owner] if count else 0.0 for count, owner in zip(counts, owners, strict=True)]
