"""Shorter names for a script that keeps all its names to itself: for the search engine, which every language carries.

It knows what our own script needs, not JavaScript: names are told from texts in double quotes, from properties (behind a dot)
and from keys (behind `{` or `,`, before a colon). A regular expression must not hold a name of the script as a word of its own.
tests/lotse/test_search_engine.py runs the shortened script.
"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import product

TEXT = re.compile(r'("(?:[^"\\]|\\.)*")')
NAME = re.compile(r"(?<![.\w$])[A-Za-z_$][\w$]*")
FUNCTION = re.compile(r"\bfunction(?: (\w+))?\(([\w,]*)\)")
VARIABLE = re.compile(r"(?:\bvar |,)(\w+)(?==[^=])|\bvar (\w+)")
ESCAPE = re.compile(r"(?<!\\)\\u([0-9a-f]{4})")
RESERVED = frozenset({"do", "if", "in", "of"})
# Names are given in this order: of those tried, Brotli packs the search engine best with it.
LETTERS = "ioezcqmhvbwtlryfsdukanjpgxABCDEFJKIHGLMNOPQRSTUVWXYZ"
LONG = 2  # letters from which a name is worth a shorter one


def shortened(script: str) -> str:
    """Return a minified script with short names, and letters instead of their escapes where they can be seen."""
    parts = TEXT.split(script)
    code = " ".join(parts[::2])
    counts = Counter(NAME.findall(code))
    ours = sorted({name for name in _declared(code) if len(name) >= LONG}, key=lambda name: (-counts[name], name))
    new = dict(zip(ours, _free(frozenset(counts)), strict=False))
    pattern = re.compile(rf"(?<![.\w$])(?!(?<=[{{,])\w+:)({'|'.join(sorted(new, key=len, reverse=True))})(?![\w$])")
    short = (part if place % 2 else pattern.sub(lambda match: new[match[1]], part) for place, part in enumerate(parts))
    return ESCAPE.sub(_letter, "".join(short))


def _declared(code: str) -> Iterator[str]:
    for name, parameters in FUNCTION.findall(code):
        yield from (name, *parameters.split(","))
    for name, other in VARIABLE.findall(code):
        yield name or other


def _free(used: frozenset[str]) -> Iterator[str]:
    names = ("".join(letters) for size in (1, 2) for letters in product(LETTERS, repeat=size))
    return (name for name in names if name not in used | RESERVED)


def _letter(match: re.Match[str]) -> str:
    letter = chr(int(match[1], 16))
    hidden = 0x200B <= ord(letter) <= 0x206F or 0xD800 <= ord(letter) < 0xF900 or ord(letter) > 0xFEFE
    return match[0] if hidden or letter == "\u061c" else letter
