"""Advice on how hard the source pages are to read: LIX and long sentences. A translation cannot be easier than its source.

LIX (Björnsson 1968): words per sentence + 100 × words of more than six letters / words. Easy German measures about 23,
official German about 66 (Integreat's pages); a language is compared with nothing but itself.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from lotse.check.parity.prose import bare, sentences
from lotse.model import Page, Portal, Segment
from lotse.read.segments import document
from lotse.read.text import read_text
from lotse.report import Finding, Level

WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
HARD: Mapping[str, float] = {"de": 45.0}  # LIX; other languages get one when somebody measured theirs
LONG_WORD, LONG_SENTENCE = 7, 25  # letters, words
ENOUGH = 40  # words below which LIX means nothing
PROSE = frozenset({"paragraph", "item", "definition"})


class Readability(NamedTuple):
    """What was measured on a text."""

    lix: float
    words: int


def measure(texts: list[str]) -> Readability:
    """Return the LIX of sentences and how many words they have."""
    words = [WORD.findall(text) for text in texts]
    count = sum(map(len, words))
    long = sum(len(word) >= LONG_WORD for sentence in words for word in sentence)
    filled = sum(bool(sentence) for sentence in words)
    return Readability(count / max(filled, 1) + 100 * long / max(count, 1), count)


def check_readability(portal: Portal) -> Iterator[Finding]:
    """Advise to write source pages in shorter words and sentences."""
    limit = HARD.get(portal.register.source)
    for page in portal.pages.get(portal.register.source, {}).values() if limit else ():
        text = read_text(portal.root / page.file, page.file, []) or ""
        yield from _page(page, [one for one in document(text).segments if one.kind in PROSE], limit or 0)


def _page(page: Page, segments: list[Segment], limit: float) -> Iterator[Finding]:
    parts = [(segment.line, sentence) for segment in segments for sentence in sentences(segment.text)]
    lix, words = measure([bare(sentence) for _, sentence in parts])
    if words >= ENOUGH and lix > limit:
        what = f"The page is hard to read: LIX {lix:.0f}, over {limit:.0f}."
        yield Finding(
            page.file, page.body_line, "T030", what, "Write shorter sentences and shorter words.", Level.ADVICE
        )
    for line, sentence in parts:
        count = len(WORD.findall(bare(sentence)))
        if count > LONG_SENTENCE:
            what = f"A sentence has {count} words."
            yield Finding(
                page.file, line, "T030", what, f"Make two of it: at most {LONG_SENTENCE} words.", Level.ADVICE
            )
