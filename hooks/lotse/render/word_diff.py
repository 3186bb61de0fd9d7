"""Show what changed between two texts word by word: plainly, with the colours of a terminal, or as HTML."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup

MARK = r"\s!-/:-@\[-`{-~\u00a1-\u00bf\u060c\u061b\u061f\u06d4\u1361-\u1368\u2010-\u205e"  # blanks and punctuation
# References to facts, words with what joins numbers and addresses, single marks, each with the blanks after it. What is no
# mark is a letter: vowel signs, which are no \w, stay with their word.
WORD = re.compile(rf"(?:\[\[[^\]]*\]\]|[^{MARK}]+(?:[@.+/:'’-]+[^{MARK}]+)*|\S)\s*|\s+")
PLAIN = {"gone": ("[-", "-]"), "new": ("{+", "+}")}  # as wdiff and `git diff --word-diff` mark it
COLOURED = {"gone": ("\x1b[31;9m", "\x1b[0m"), "new": ("\x1b[32;1m", "\x1b[0m")}
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class Piece(NamedTuple):
    """Words that stayed ("same"), went ("gone") or came ("new")."""

    kind: str
    text: str


def word_diff(old: str, new: str) -> Iterator[Piece]:
    """Yield the pieces two texts are made of; what went stands before what came, and blanks alone are no change."""
    ours, theirs = WORD.findall(old), WORD.findall(new)
    bare, other = ([word.strip() for word in words] for words in (ours, theirs))
    for kind, a, b, c, d in SequenceMatcher(None, bare, other, autojunk=False).get_opcodes():
        gone, came = "".join(ours[a:b]), "".join(theirs[c:d])
        yield from (Piece("same", came),) if kind == "equal" else _changed(gone, came)


def _changed(gone: str, came: str) -> Iterator[Piece]:
    """Yield what went and what came; the blanks after both belong to neither."""
    blanks = came[len(came.rstrip()) :] if gone != gone.rstrip() else ""
    pieces = (("gone", gone), ("new", came)) if not blanks else (("gone", gone.rstrip()), ("new", came.rstrip()))
    yield from (Piece(kind, text) for kind, text in (*pieces, ("same", blanks)) if text)


def shown(old: str, new: str, *, coloured: bool = False) -> str:
    """Return both texts as one, with marks around what went and what came."""
    marks = COLOURED if coloured else PLAIN
    return "".join(
        f"{marks.get(piece.kind, ('', ''))[0]}{safe(piece.text)}{marks.get(piece.kind, ('', ''))[1]}"
        for piece in word_diff(old, new)
    )


@lru_cache(maxsize=4096)  # one change of a source is stale in many languages
def marked(before: str, now: str) -> Markup:
    """Return what a source says now as HTML: what was taken out in `<del>`, what is new in `<ins>`."""
    tags = {"gone": Markup("<del>{}</del>"), "new": Markup("<ins>{}</ins>")}
    pieces = word_diff(before.strip(), now.strip())
    return Markup("").join(tags.get(piece.kind, Markup("{}")).format(piece.text) for piece in pieces)


def safe(text: str) -> str:
    """Return a text without control characters: a page must not steer a translator's terminal."""
    return CONTROL.sub("�", text)
