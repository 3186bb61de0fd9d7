"""Carry what is not for translators from a source page into its translation: link targets, attribute lists, fixed text."""

import hashlib
import re
import unicodedata
from collections.abc import Sequence

from lotse.model import Segment
from lotse.read.front_words import front_lines
from lotse.read.segments import INLINE_LIST, document
from lotse.read.source import LINK

FRONT = ("title", "summary")


def collapsed(text: str) -> str:
    """Return a text as two of its versions are compared: NFC, single blanks; unlike `normal` it keeps targets."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def stamp(text: str) -> str:
    """Return 8 hex digits of the blake2b (RFC 7693) of a text with its link targets, however it is wrapped."""
    return hashlib.blake2b(collapsed(text).encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()


def carried(old: str, new: str, translation: str) -> str:
    """Return a translation with the link targets and attribute lists that changed from `old` to `new` source.

    What the translation has of its own (a link to its own language's page) stays.
    """
    for pattern in (LINK, INLINE_LIST):
        translation = _carried(pattern, old, new, translation)
    return translation


def _carried(pattern: re.Pattern[str], old: str, new: str, translation: str) -> str:
    before, after = _found(pattern, old), _found(pattern, new)
    if before == after or len(before) != len(after):
        return translation
    here = _found(pattern, translation)
    changed = {a: b for a, b in zip(before, after, strict=True) if a != b}
    if len(here) == len(before):  # in order, as most translations have them
        wanted = [b if own == a else changed.get(own, own) for own, a, b in zip(here, before, after, strict=True)]
    else:
        wanted = [changed.get(own, own) for own in here]
    texts = iter(wanted)
    return pattern.sub(lambda _: next(texts), translation)


def _found(pattern: re.Pattern[str], text: str) -> list[str]:
    return [match.group() for match in pattern.finditer(text)]


def split(text: str) -> tuple[str, str]:
    """Return the front matter of a page (with LF line ends), rulers included, and its body."""
    lines = text.split("\n")
    head = "".join(f"{line}\n" for line in lines[: front_lines(text)])
    return text[: len(head)], text[len(head) :]


def frame(text: str) -> str:
    """Return the stamp of a page's body without its words: what a translation takes over from its source."""
    parts = document(split(text)[1]).parts
    fixed = [f"\0{part.kind}{part.level}\0" if isinstance(part, Segment) else part for part in parts]
    return stamp("\n".join(line.rstrip() for line in "".join(fixed).split("\n")))


def rebuilt(source: str, translation: str, texts: Sequence[str]) -> str:
    """Return a translation anew from its source page: the source's body, the translation's front matter, these texts."""
    page = document(source)
    made = page.with_texts(dict(enumerate(texts)))
    ours = split(translation)[0]
    front = [(n, one) for n, one in enumerate(page.segments) if one.kind in FRONT]
    own = [one for one in document(translation).segments if one.kind in FRONT]
    if [one.kind for one in own] != [one.kind for _, one in front]:
        ours = _front(split(made)[0], ours)
        return ours + split(made)[1]
    return document(ours).with_texts({n: texts[at] for n, (at, _) in enumerate(front)}) + split(made)[1]


def _front(made: str, ours: str) -> str:
    """Return the front matter made from the source's, but with the translation's own fields."""
    words = _fields(made)
    own = {key: lines for key, lines in _fields(ours).items() if key not in FRONT}
    merged = {key: words.get(key, "") for key in words if key in ("id", *FRONT)} | own
    first = sorted(merged, key=lambda key: ("id", *FRONT, key).index(key))
    return f"---\n{''.join(merged[key] for key in first)}---\n"


def _fields(head: str) -> dict[str, str]:
    """Return the lines of each field of a front matter."""
    fields: dict[str, str] = {}
    key = ""
    for line in head.splitlines(keepends=True)[1:-1]:
        match = re.match(r"([\w-]+):", line)
        key = match.group(1) if match else key
        fields[key] = fields.get(key, "") + line
    return fields
