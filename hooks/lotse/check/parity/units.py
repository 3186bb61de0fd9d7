"""What of a page is compared: its segments, and what stands between them that readers see: cards, pictures, code."""

import re
from collections.abc import Iterator
from functools import lru_cache

from lotse.check.parity.extract import REFERENCE
from lotse.model import Segment
from lotse.read.segments import document

FENCED = re.compile(r"^[ ]*(`{3,}|~{3,}).*?^[ ]*\1[ ]*$", re.MULTILINE | re.DOTALL)
PICTURE_END = re.compile(r"\]\(\s*([^)\s]+)[^)]*\)")
REFERENCE_UNIT, PICTURE_UNIT, CODE_UNIT = "reference", "picture", "code"


@lru_cache(maxsize=1024)  # a source page is asked for by every language
def units(text: str) -> tuple[Segment, ...]:
    """Return the segments of a whole file in order, with the references, pictures and code between them as units."""
    found: list[Segment] = []
    line = 1
    for part in document(text).parts:
        if isinstance(part, Segment):
            found.append(part)
            line += part.typed.count("\n")
        else:
            found.extend(_fixed(part, line, after_alt=bool(found) and found[-1].kind == "alt"))
            line += part.count("\n")
    return tuple(found)


def _fixed(text: str, line: int, *, after_alt: bool) -> Iterator[Segment]:
    """Yield what readers see of fixed text."""
    picture = PICTURE_END.match(text) if after_alt else None
    if picture:
        yield Segment(PICTURE_UNIT, f"![]({picture[1]})", line)
    for match in sorted([*FENCED.finditer(text), *_references(text)], key=re.Match.start):
        kind = REFERENCE_UNIT if match[0].startswith("[[") else CODE_UNIT
        yield Segment(kind, match[0].strip(), line + text[: match.start()].count("\n"))


def _references(text: str) -> Iterator[re.Match[str]]:
    code = [match.span() for match in FENCED.finditer(text)]
    for match in REFERENCE.finditer(text):
        if not any(start <= match.start() < end for start, end in code):
            yield match
