"""Show what changed between two texts word by word, plainly or with the colours of a terminal."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

WORD = re.compile(r"\s+|\[\[[^\]]*\]\]|[\w@.+/:-]*\w|[^\w\s]")
PLAIN = {"gone": ("[-", "-]"), "new": ("{+", "+}")}  # as wdiff and `git diff --word-diff` mark it
COLOURED = {"gone": ("\x1b[31;9m", "\x1b[0m"), "new": ("\x1b[32;1m", "\x1b[0m")}
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class Piece(NamedTuple):
    """Words that stayed ("same"), went ("gone") or came ("new")."""

    kind: str
    text: str


def word_diff(old: str, new: str) -> Iterator[Piece]:
    """Yield the pieces two texts are made of; what went stands before what came."""
    ours, theirs = WORD.findall(old), WORD.findall(new)
    for kind, a, b, c, d in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Piece("same", "".join(ours[a:b]))
            continue
        if b > a:
            yield Piece("gone", "".join(ours[a:b]))
        if d > c:
            yield Piece("new", "".join(theirs[c:d]))


def shown(old: str, new: str, *, coloured: bool = False) -> str:
    """Return both texts as one, with marks around what went and what came."""
    marks = COLOURED if coloured else PLAIN
    return "".join(
        f"{marks.get(piece.kind, ('', ''))[0]}{safe(piece.text)}{marks.get(piece.kind, ('', ''))[1]}"
        for piece in word_diff(old, new)
    )


def safe(text: str) -> str:
    """Return a text without control characters: a page must not steer a translator's terminal."""
    return CONTROL.sub("�", text)
