"""Scripts: which one a language is written in, and how much of a text is."""

import unicodedata
from functools import cache

import langcodes

NAMES = {
    "Arab": "ARABIC",
    "Armn": "ARMENIAN",
    "Beng": "BENGALI",
    "Cyrl": "CYRILLIC",
    "Deva": "DEVANAGARI",
    "Ethi": "ETHIOPIC",
    "Geor": "GEORGIAN",
    "Grek": "GREEK",
    "Hans": "CJK",
    "Hant": "CJK",
    "Hebr": "HEBREW",
    "Kore": "HANGUL",
    "Latn": "LATIN",
    "Taml": "TAMIL",
    "Thai": "THAI",
}


@cache
def script_of(tag: str) -> str:
    """Return the script of a language as Unicode names its letters; empty where we do not know it (CLDR)."""
    return NAMES.get(langcodes.Language.get(tag).maximize().script or "", "")


@cache
def script(letter: str) -> str:
    """Return the script of a letter, by the first word of its name."""
    return unicodedata.name(letter, "").partition(" ")[0]


def share(text: str, wanted: str) -> float:
    """Return how much of a text's letters is in a script: 1 for all, also where there is no letter."""
    found = [script(sign) == wanted for sign in text if sign.isalpha()]
    return sum(found) / len(found) if found else 1.0
