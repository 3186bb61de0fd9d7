"""Rule for lengths: a translation much shorter or longer than the language's others of the same portal.

Robust z (Iglewicz & Hoaglin 1993): 0.6745 × (x − median) / MAD of the logarithm of the ratio of letters, for each language
and never with one threshold for all: the median is 0.37 for Chinese and 1.21 for German (from English).
"""

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from lotse.check.parity.fold import letters
from lotse.check.parity.pair import Pair, quoted
from lotse.check.parity.prose import bare, sentences
from lotse.report import Finding, Level

ENOUGH = 60  # letters of the source from which a ratio means something
SEGMENTS = 30  # of a language, below which nothing is learned
FAR = 4.0
LOST_FAR = 1.0  # enough where sentences are missing too, or the last one has no end
END = re.compile(r"[.!?:;…؟؛።፧፡。！？]\W*$|\]\]\W*$")
FLOOR = 0.08  # a MAD below this is a language with too few, too equal segments


@dataclass(frozen=True, slots=True)
class Length:
    """How long a segment and its translation are, and where they stand."""

    file: str
    line: int
    place: str
    text: str
    ratio: float  # logarithm
    lost: bool  # sentences are missing, or the last one has no end


def length(pair: Pair) -> Iterator[Length]:
    """Yield the lengths of a pair, if they mean something."""
    source, translation = bare(pair.source.text), bare(pair.translation.text)
    count = letters(source)
    if count >= ENOUGH:
        ratio = math.log(max(letters(translation), 1) / count)
        fewer = _sentences(pair.source.text) > _sentences(pair.translation.text)
        lost = fewer or bool(END.search(pair.source.text) and not END.search(pair.translation.text))
        yield Length(pair.to.file, pair.translation.line, pair.place, quoted(translation), ratio, lost)


def _sentences(text: str) -> int:
    """Return how many sentences a text has, however its lines are broken."""
    return len(sentences(" ".join(text.split())))


@dataclass(frozen=True, slots=True)
class Usual:
    """What is usual in a language: the median of the ratios and how far they spread."""

    middle: float
    spread: float

    def outliers(self, lengths: Iterable[Length]) -> Iterator[Finding]:
        """Find the segments whose length is not usual."""
        for one in lengths:
            z = 0.6745 * (one.ratio - self.middle) / self.spread
            if abs(z) > FAR or (z < -LOST_FAR and one.lost):
                size = "shorter" if z < 0 else "longer"
                share = math.exp(one.ratio - self.middle)
                what = f"{one.text} is {size} than usual for {one.place}: {share:.1f} times."
                yield Finding(
                    one.file, one.line, "T023", what, "Check that nothing is left out or added.", Level.WARNING
                )


def usual(lengths: Sequence[Length]) -> Usual | None:
    """Return what is usual among all segments of a language; None where they are too few to learn from."""
    if len(lengths) < SEGMENTS:
        return None
    middle = median(one.ratio for one in lengths)
    return Usual(middle, max(median(abs(one.ratio - middle) for one in lengths), FLOOR))


def check_lengths(lengths: Sequence[Length]) -> Iterator[Finding]:
    """Find the outliers among all segments of one language."""
    learned = usual(lengths)
    if learned:
        yield from learned.outliers(lengths)
