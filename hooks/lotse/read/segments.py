"""Cut a page into fixed text and segments, the smallest translated units, so that it can be put together again.

Whole files only: `document(text).with_texts({})` is the text, byte for byte, whatever it holds.
"""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import pairwise

from lotse.model import Segment
from lotse.read.blocks import Leaf, Span, blocks
from lotse.read.front_words import front_lines, front_words, written
from lotse.read.source import CODE_SPAN, FACT, FENCE, LINK

LINE_END = re.compile(r"\r\n|\r|\n")
LIST = r"\{:?[ ]*([^}\n ][^\n]*)\}[ ]*$"  # an attribute list, as Python-Markdown's attr_list finds it
AT_END, ALONE = re.compile(rf"[ ]+{LIST}"), re.compile(rf"[ ]*{LIST}")
INLINE_LIST = re.compile(r"(?<=[)\]*_`>])\{:?[^{}\n]*\}")
PICTURE = re.compile(r"!\[((?:\\.|[^\[\]\\]|\[[^\[\]]*\])*)\]\((?:[^()\n]|\([^()\n]*\))*\)(?:\{[^{}\n]*\})?")
MARKER = re.compile(r"(?:[-*+]|\d+\.|:)[ \t]+")
PIPE = re.compile(r"(?<!\\)((?:\\\\)*)\|")
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
BLANKS = " \t\r\n"
ONE_LINE = frozenset({"title", "summary", "heading", "cell", "admonition", "term", "alt"})


@dataclass(frozen=True, slots=True)
class Document:
    """A file as fixed text and segments, in order."""

    parts: tuple[str | Segment, ...]

    @property
    def segments(self) -> tuple[Segment, ...]:
        """Return the segments in order of the file."""
        return tuple(part for part in self.parts if isinstance(part, Segment))

    @property
    def shape(self) -> tuple[tuple[str, int], ...]:
        """Return what a translation has in common with its source: kind and level of each segment."""
        return tuple((segment.kind, segment.level) for segment in self.segments)

    def with_texts(self, texts: Mapping[int, str]) -> str:
        """Return the whole file, the segments at these indices with other texts; a text as it was changes no byte."""
        made: list[str] = []
        number = 0
        for part in self.parts:
            if isinstance(part, Segment):
                made.append(_typed(part, texts.get(number, part.text)))
                number += 1
            else:
                made.append(part)
        return "".join(made)


def document(text: str) -> Document:
    """Return a whole file, front matter included, as fixed text and segments; what is not understood is fixed text."""
    file = _File(text)
    placed = sorted([*_front(file), *_body(file)], key=lambda piece: piece[0])
    parts: list[str | Segment] = []
    at = 0
    for start, end, segment in placed:
        if start >= at:
            parts += [text[at:start]] if start > at else []
            parts.append(segment)
            at = end
    return Document((*parts, text[at:]) if at < len(text) else tuple(parts))


def normal(text: str) -> str:
    """Return what two segments are compared by: NFC, single blanks, without targets of links and attribute lists."""
    text = INLINE_LIST.sub("", LINK.sub("](", text))
    return " ".join(unicodedata.normalize("NFC", text).split())


def fingerprint(text: str) -> str:
    """Return what a record keeps of a text to tell it from any other: 8 hexadecimal digits of what is compared."""
    return hashlib.blake2b(normal(text).encode(), digest_size=4).hexdigest()


def translatable(text: str) -> bool:
    """Tell whether a text says anything of its own: letters or digits outside of fact references."""
    return any(map(str.isalnum, unescape(FACT.sub("", COMMENT.sub("", text)))))


class _File:
    """A text and its lines, whatever ends them; a byte order mark is passed over."""

    def __init__(self, text: str) -> None:
        self.text, bom = text, int(text.startswith("\ufeff"))
        ends = [match.span() for match in LINE_END.finditer(text)]
        self.starts = [bom, *(end for _, end in ends)]
        self.lines = [
            text[start:end] for start, end in zip(self.starts, [*(start for start, _ in ends), len(text)], strict=True)
        ]
        self.end = LINE_END.findall(text[:10_000])[0] if ends else "\n"
        self.plain = "\n".join(self.lines)

    def at(self, line: int, column: int) -> int:
        """Return where a column of a line stands in the text."""
        return self.starts[line] + column


Placed = tuple[int, int, Segment]


def _front(file: _File) -> Iterator[Placed]:
    for place in front_words(file.plain):
        if translatable(place.text):
            start, end = file.at(*place.start), file.at(*place.end)
            yield (
                start,
                end,
                Segment(place.key, place.text.strip(BLANKS), place.start[0] + 1, typed=file.text[start:end]),
            )


def _body(file: _File) -> Iterator[Placed]:
    first = front_lines(file.plain)
    code = {number for fence in fences(file.lines[first:]) for number in fence}
    for leaf in blocks("\n".join(file.lines[first:])).leaves:
        if leaf.spans[0].line not in code:
            yield from _segment(
                file, leaf._replace(spans=tuple(span._replace(line=span.line + first) for span in leaf.spans))
            )


def fences(lines: Sequence[str]) -> Iterator[range]:
    """Yield the lines of each fence that is closed."""
    opened, mark = 0, ""
    for number, line in enumerate(lines):
        match = FENCE.match(line)
        if match and not mark:
            opened, mark = number, match.group(1)
        elif match and match.group(1) == mark:
            yield range(opened, number + 1)
            mark = ""


def _segment(file: _File, leaf: Leaf) -> Iterator[Placed]:
    spans, attributes = _without_list(file.lines, leaf)
    if leaf.kind == "admonition":
        attributes = file.lines[spans[0].line][: spans[0].start].partition("!!!")[2].strip(' "')
    kind, spans, attributes = _picture(file.lines, leaf.kind, spans, attributes)
    text = "\n".join(_words(file.lines, spans))
    if translatable(text):
        start, end = file.at(spans[0].line, spans[0].start), file.at(spans[-1].line, spans[-1].end)
        joints = () if kind in ONE_LINE else tuple(_joints(file, spans))
        yield start, end, Segment(kind, text, spans[0].line + 1, leaf.level, attributes, file.text[start:end], joints)


def _words(lines: Sequence[str], spans: Sequence[Span]) -> list[str]:
    return [lines[span.line][span.start : span.end] for span in spans]


def _without_list(lines: Sequence[str], leaf: Leaf) -> tuple[tuple[Span, ...], str]:
    """Return the lines of a block without the attribute list at its end, and the list."""
    *before, last = leaf.spans
    words = lines[last.line][last.start : last.end].rstrip()
    if leaf.kind in ("heading", "term", "cell"):
        match = AT_END.search(words)
        words = words[: match.start()].rstrip("#" if leaf.kind == "heading" else "").rstrip() if match else words
        return (*before, last._replace(end=last.start + len(words))), match.group().strip() if match else ""
    match = ALONE.match(words) if before else None
    if match:
        *before, last = before
        words = lines[last.line][last.start : last.end].rstrip()
    return (*before, last._replace(end=last.start + len(words))), match.group().strip() if match else ""


def _picture(
    lines: Sequence[str], kind: str, spans: tuple[Span, ...], attributes: str
) -> tuple[str, tuple[Span, ...], str]:
    """Return of a paragraph that is one picture the words of the picture alone."""
    match = PICTURE.fullmatch(_words(lines, spans)[0]) if kind == "paragraph" and len(spans) == 1 else None
    if match is None:
        return kind, spans, attributes
    start = spans[0].start + match.start(1)
    return "alt", (Span(spans[0].line, start, start + len(match.group(1))),), attributes


def _joints(file: _File, spans: Sequence[Span]) -> Iterator[str]:
    """Yield what stands between the lines of a block, and last what would stand before a further one."""
    for above, below in pairwise(spans):
        yield file.text[file.at(above.line, above.end) : file.at(below.line, below.start)]
    yield file.end + continued(file.lines[spans[0].line][: spans[0].start])


def continued(before: str) -> str:
    """Return what stands before the further lines of a block, given what stands before its first."""
    return MARKER.sub("    ", before)


def _typed(segment: Segment, text: str) -> str:
    """Return a text as it stands in the file: one line where the block is one, no blank line, no bar that ends a cell."""
    if text == segment.text:
        return segment.typed
    lines = [line.lstrip(" \t") for line in LINE_END.split(text.rstrip(BLANKS)) if line.strip()]
    if segment.kind in ONE_LINE:
        return _on_one_line(segment, " ".join(line.rstrip(" \t") for line in lines))
    joints = ["", *segment.joints[:-1], *[segment.joints[-1]] * len(lines)]
    return "".join(f"{joint}{line}" for joint, line in zip(joints, lines, strict=False))


def _on_one_line(segment: Segment, text: str) -> str:
    if segment.kind in ("title", "summary"):
        return written(segment.typed, text)
    return _outside_code(text, lambda words: PIPE.sub(r"\1\\|", words)) if segment.kind == "cell" else text


def _outside_code(text: str, change: Callable[[str], str]) -> str:
    made, at = [], 0
    for code in CODE_SPAN.finditer(text):
        made += [change(text[at : code.start()]), code.group()]
        at = code.end()
    return "".join([*made, change(text[at:])])
