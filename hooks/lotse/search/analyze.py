"""Words in their plainest spelling: what readers type differently but mean the same becomes one string.

theme/assets/search.js does the same in the browser; tests/lotse/test_search_tokens.py holds both together. A word is folded
in this order: apostrophes inside Cyrillic, NFKD, lower case, marks (none of Indic and South-East-Asian scripts), letters that
stand for each other, NFC. Scripts that write no blanks (Chinese, Japanese, Thai, Lao, Khmer, Burmese) become pairs of
characters. In German an `e` after a, o, u goes, so that ä, ae and a are one.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from unicodedata import normalize

APOSTROPHE = re.compile("([\u0300-\u036f\u0400-\u04ff])['`´\u02b9-\u02bf\u2018\u2019\u201b\u2032]+(?=[\u0400-\u04ff])")
PICTURES = re.compile("[\U0001f000-\U0001fbff]")
MARKS = re.compile(  # and what is not seen (soft hyphen, tatweel, joiners, direction), Arabic hamza, Cyrillic hard sign
    "[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u135d-\u135f\ufe00-\ufe0f"
    "\u00ad\u0640\u061c\u200c-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u0621\u044a]"
)
# Each group: the letter that stays, then those that become it.
SAME = (
    "\u0627\u0671",  # alef with wasla; with hamza and madda it is a letter and a mark
    "\u064a\u0649\u06cc\u06cd\u06ce\u06d0\u06d1\u06d2",  # yeh: alef maqsura, Farsi, Pashto, Kurdish, Urdu
    "\u0647\u0629\u06be\u06c0\u06c1\u06c2\u06c3\u06d5",  # heh: teh marbuta, Urdu, Kurdish
    "\u0643\u06a9\u06aa",  # kaf
    "\u0648\u06c6\u06c7\u06c8\u06cb",  # waw: Kurdish, Uyghur
    "\u0644\u06b5",  # Kurdish lam
    "\u0631\u0695\u0693",  # Kurdish and Pashto reh
    "\u0641\u06a4",  # Kurdish veh
    "\u062a\u067c",  # Pashto teh, dal, noon
    "\u062f\u0689",
    "\u0646\u06bc\u06ba",
    "\u0438\u0456\u044b",  # Cyrillic i: Ukrainian on a Russian keyboard and the other way round
    "\u0435\u0454\u044d",  # ye
    "\u0433\u0491",  # Ukrainian ghe
    "\u03c3\u03c2",  # Greek sigma at the end
    "i\u0131",
    "l\u0142",
    "d\u0111\u00f0",
    "o\u00f8",
    "e\u0259",  # schwa of Azerbaijani
    "\u1200\u1203",  # Ethiopic ha, a
    "\u12a0\u12a3",
)
LETTERS = {ord(letter): group[0] for group in SAME for letter in group[1:]}
LETTERS |= {ord("ß"): "ss", ord("æ"): "ae", ord("œ"): "oe", ord("þ"): "th"}
# Ethiopic rows that sound alike: first letter, last letter, way to the row that stays.
ROWS = (
    (0x1210, 0x1217, -0x10),
    (0x1220, 0x1227, 0x10),
    (0x1280, 0x1287, -0x80),
    (0x12D0, 0x12D6, -0x30),
    (0x1340, 0x1347, -8),
)
LETTERS |= {code: chr(code + way) for first, last, way in ROWS for code in range(first, last + 1)}
LETTERS |= {0x1213: "\u1200", 0x1283: "\u1200", 0x12D3: "\u12a0"}
ZEROS = (0x660, 0x6F0, 0x966, 0x9E6, 0xE50, 0x17E0, 0x1040)
LETTERS |= {zero + digit: str(digit) for zero in ZEROS for digit in range(10)}

BETWEEN = (
    "\u0000-/:-@\\[-`{-©«-´¶-¹»-¿×÷\u02b0-\u02ff\u0600-\u060f\u061b-\u061f\u066a-\u066d\u06d4\u0964\u0965\u0e2f"
    "\u0e4f\u0e5a\u0e5b\u104a-\u104f\u1360-\u1368\u17d4-\u17db\u2000-\u2bff\u2e00-\u2e7f\u3000-\u3004\u3008-\u3030\u303d-\u303f"
    "\u30fb\ue000-\uf8ff\ufff0-\uffff"
)
UNSPACED = (  # Thai, Lao, Burmese, Khmer, kana, Han
    "\u0e01-\u0e2e\u0e30-\u0e3a\u0e40-\u0e4e\u0e81-\u0eff\u1000-\u1049\u1050-\u109f\u1780-\u17d3\u17dc-\u17ff"
    "\u3005-\u3007\u3041-\u30fa\u30fc-\u30ff\u3400-\u9fff"
)
RUNS = re.compile(f"[{UNSPACED}]+|[^{BETWEEN}{UNSPACED}]+")
PAIRED = re.compile(f"[{UNSPACED}]")
SILENT_E = re.compile("([aou])e")


class Analyzer:
    """Splits texts of one language into tokens; remembers the words it has seen."""

    def __init__(self, tag: str) -> None:
        """Prepare for texts of the language `tag` (BCP 47)."""
        self.tag = tag
        self._of_chunk = lru_cache(maxsize=1 << 16)(lambda chunk: tuple(tokens(chunk, tag)))

    def tokens(self, text: str) -> list[str]:
        """Return the tokens of a text."""
        return [token for chunk in text.split() for token in self._of_chunk(chunk)]

    def spelled(self, text: str) -> Iterator[tuple[str, str]]:
        """Yield each token with the word it was made from, as it is written; the token itself where that is not one word."""
        for chunk in text.split():
            made, written = self._of_chunk(chunk), WRITTEN.findall(chunk)
            yield from zip(made, written if len(written) == len(made) else made, strict=True)


def tokens(text: str, tag: str) -> list[str]:
    """Return the tokens of a text in the language `tag` (BCP 47), in their order; never an empty one."""
    runs = RUNS.findall(folded(text))
    if tag.partition("-")[0] == "de":
        runs = [SILENT_E.sub(r"\1", run) for run in runs]
    return [token for run in runs for token in (_pairs(run) if PAIRED.match(run) else (run,))]


def folded(text: str) -> str:
    """Return a text in its plainest spelling."""
    text = normalize("NFKD", APOSTROPHE.sub(r"\1", text)).lower()
    return normalize("NFC", PICTURES.sub(" ", MARKS.sub("", text)).translate(LETTERS))


def _pairs(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(max(len(run) - 1, 1))]


WRITTEN = re.compile(f"[^{BETWEEN}'´`]+")
