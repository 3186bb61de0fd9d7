"""Say how words sound, roughly and in any alphabet: names and loanwords then look alike in both languages.

A consonant is taken from the Unicode name of its letter (ARABIC LETTER BEH, CYRILLIC SMALL LETTER BE, ETHIOPIC SYLLABLE BA:
b); those easily exchanged count as one (Soundex, Russell 1918), and vowels do not count, as no alphabet agrees on them.
"""

import re
import unicodedata
from collections import Counter
from functools import cache

from lotse.check.parity.extract import LINK
from lotse.check.parity.fold import folded

WORD = re.compile(r"[^\W\d_]{3,}")
SILENT = frozenset({"A", "E", "I", "O", "U", "H", "ALEF", "AIN", "WAW", "YEH", "HEH", "HAMZA", "SIGN"})
CLASSES = {sign: group[0] for group in ("BPFVW", "KCGQXH", "SZ", "TD", "L", "MN", "R", "J") for sign in group}
ENOUGH, SURE = 3, 4  # consonants from which a word may be known again, and that are enough
MARK = re.compile(r"\*\*|[?!:;()\",]|(?<=[^\W\d_])\.(?!\w)")
ALIKE = str.maketrans("؟፧؛፤።፡،፣、。！？：；（）‹›«»„“”", '??;;.:,,,.!?:;()"""""""')


def sounds(text: str) -> frozenset[str]:
    """Return the first consonants of the longer words of a text; once more without the first, which may be a prefix."""
    heard = ("".join(map(_sound, word)) for word in WORD.findall(LINK.sub(lambda match: match[2], text)))
    return frozenset(part for one in heard for part in (one[:SURE], one[1 : SURE + 1]) if len(part) >= ENOUGH)


def marks(text: str) -> Counter[str]:
    """Return the marks of a text, those of all alphabets alike, by how often they stand there."""
    return Counter(MARK.findall(folded(text).translate(ALIKE)))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Return how much of the smaller side sounds like something of the other, from 0 to 1."""
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


@cache
def _sound(letter: str) -> str:
    """Return the class of a letter's consonant; empty for vowels."""
    name = unicodedata.name(letter, "").partition(" WITH ")[0].rpartition(" ")[2]
    return "" if name in SILENT else next((CLASSES[sign] for sign in name if sign in CLASSES), "")
