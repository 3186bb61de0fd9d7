"""Fold what may differ between languages without being wrong: digits of any script, spaces, dashes, bidi marks.

Only for comparing: nothing folded is ever written to a page.
"""

import re
import unicodedata
from functools import lru_cache

BIDI_MARKS = (
    "\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\u00ad"
)
SPACES = "\u00a0\u2007\u2008\u2009\u200a\u202f\u3000"
DASHES = "\u2010\u2011\u2012\u2013\u2014\u2212"
SIGNS = str.maketrans(
    dict.fromkeys(BIDI_MARKS)
    | dict.fromkeys(SPACES, " ")
    | dict.fromkeys(DASHES, "-")
    | {"٫": ".", "٬": ",", "٪": "%", "％": "%", "＠": "@", "／": "/", "：": ":"}
)
PREFIXED = re.compile(r"(?<=[^\W\d_\u0000-\u024f])(?=\d)")  # ብ18, ال18: a prefix, not a part of the number
LETTERS = re.compile(r"[^\W\d_]")


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Return a text with ASCII digits and plain spaces and dashes, without bidi marks; NFC."""
    plain = text.translate(SIGNS)
    if not plain.isascii():
        plain = unicodedata.normalize("NFC", plain)
        plain = PREFIXED.sub(" ", "".join(map(_digit, plain))) if any(map(str.isdecimal, plain)) else plain
    return plain


def _digit(sign: str) -> str:
    return str(unicodedata.decimal(sign)) if sign.isdecimal() and not sign.isascii() else sign


def letters(text: str) -> int:
    """Return how many letters a text has."""
    return len(LETTERS.findall(text))
