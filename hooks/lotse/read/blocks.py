"""Find the blocks of words in Markdown, as Python-Markdown reads it, and where in the text each of them stands.

Python-Markdown says what a paragraph is, never where. Its block parser keeps lines in their order and takes away only what
stands before and after their words; so each line of a block is the end of the next line of the text that is not yet
taken. A line that nothing accounts for stays untaken, and the dialect check names it: nothing is guessed.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from html import unescape
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

import markdown
from markdown.blockprocessors import ReferenceProcessor
from markdown.util import HTML_PLACEHOLDER_RE

EXTENSIONS = ("admonition", "attr_list", "def_list", "sane_lists", "tables", "toc")
TAB = 4
# Lines that carry no words: rules, underlines of headings, rows of dashes, empty items, and the head of a box.
WORDLESS = re.compile(r"[\s>*+_:|=-]*(?:\d+\.\s*)?$|(?:[\s>:*+-]|\d+\.\s)*!!! ?[\w\-]")
PREFIX = re.compile(r"(?:[\s>*+:-]|\d+\.\s)*")
TITLE = re.compile(rf'{PREFIX.pattern}!!! ?([\w\-]+(?: +[\w\-]+)*) +"(.*?)" *$')
HEADINGS = {f"h{rank}": rank for rank in range(1, 7)}


class Span(NamedTuple):
    """Where words stand: the line (from 0) and its columns, tabs counted as one character."""

    line: int
    start: int
    end: int


class Leaf(NamedTuple):
    """One block of words: what it is, its rank or depth, and where its lines stand."""

    kind: str
    level: int
    spans: tuple[Span, ...]


class Blocks(NamedTuple):
    """The blocks of a text, and the lines (from 0) with words that are in none, with indented code, with references."""

    leaves: tuple[Leaf, ...]
    untaken: tuple[int, ...] = ()
    code: tuple[int, ...] = ()
    references: tuple[int, ...] = ()


@lru_cache(2048)  # the check of the dialect and the segments of a page need the same
def blocks(text: str) -> Blocks:
    """Return the blocks of words of a Markdown text whose lines end with LF.

    Python-Markdown is recursive: a text nested deeper than Python allows gives no blocks.
    """
    lines = text.split("\n")
    reader = _markdown()
    reader.reset()
    try:
        source = lines
        for preprocessor in reader.preprocessors:
            source = preprocessor.run(source)
        reader.parser.parseDocument(source)
        finder = _Finder(lines, reader.htmlStash.rawHtmlBlocks)
        leaves = tuple(_Walk(finder).leaves(reader.parser.root))
    except RecursionError:
        return Blocks((), tuple(number for number, line in enumerate(lines) if line.strip()))
    return Blocks(leaves, finder.untaken(), tuple(finder.code), tuple(finder.references()))


@cache
def _markdown() -> markdown.Markdown:
    return markdown.Markdown(extensions=list(EXTENSIONS))


def expanded(line: str) -> tuple[str, Sequence[int]]:
    """Return a line with its tabs as blanks, and for each of its columns (and the end) the column in the line."""
    if "\t" not in line and "\x02" not in line and "\x03" not in line:
        return line, range(len(line) + 1)
    wide: list[str] = []
    columns: list[int] = []
    for at, character in enumerate(line):
        if character not in "\x02\x03":
            width = TAB - len(wide) % TAB if character == "\t" else 1
            wide += [" "] * width if character == "\t" else [character]
            columns += [at] * width
    return "".join(wide), [*columns, len(line)]


class _Finder:
    """Goes once through the lines of a text and finds, one after the other, the lines of its blocks."""

    def __init__(self, lines: Sequence[str], raw: Sequence[Any]) -> None:
        self._wide = [expanded(line) for line in lines]
        self._raw = [str(html) for html in raw]
        self._line, self._column = 0, 0
        self._taken: set[int] = set()
        self._dropped: set[int] = set()
        self.code: list[int] = []

    def untaken(self) -> tuple[int, ...]:
        """Return the lines with words that nothing was found on."""
        wordless = {number + more for number in self._free() for more in range(self._wordless(number))}
        return tuple(sorted({*self._free()} - wordless | self._dropped))

    def references(self) -> Iterator[int]:
        """Yield the lines that define where a link leads."""
        yield from (
            number for number in self._free() if not WORDLESS.match(self._text(number)) and self._reference(number)
        )

    def _free(self) -> Iterator[int]:
        return (number for number in range(len(self._wide)) if number not in self._taken)

    def _text(self, number: int) -> str:
        return self._wide[number][0].rstrip()

    def ending(self, words: str) -> Span | None:
        """Return where the next line stands that ends with these words."""
        words = words.strip()
        at = self._next(lambda text: text.endswith(words))
        if at is None:
            return None
        text = self._wide[at][0]
        return self._take(at, len(text.rstrip()) - len(words), len(text))

    def cell(self, words: str) -> Span | None:
        """Return where the words of the next cell of a row stand."""
        found = self._wide[self._line][0].find(words, self._column) if self._line < len(self._wide) else -1
        return None if found < 0 else self._take(self._line, found, found + len(words), stay=True)

    def heading(self, words: str) -> Span | None:
        """Return where the words of the next heading stand."""
        at = self._next(lambda text: words in text)
        found = -1 if at is None else self._wide[at][0].find(words, len(self._prefix(at)))
        return None if at is None or found < 0 else self._take(at, found, found + len(words))

    def title(self, words: str) -> Span | None:
        """Return where the title of the next box stands; None where it is not typed."""
        at = self._next(TITLE.match)
        match = None if at is None else TITLE.match(self._wide[at][0])
        if at is None or match is None or match.group(2) != words:
            return None
        return self._take(at, match.start(2), match.end(2))

    def row(self, words: str) -> None:
        """Go to the next line that is a row of a table with these words."""
        at = self._next(lambda text: words in text)
        self._line, self._column = (self._line if at is None else at), 0

    def end_row(self) -> None:
        """Leave the row where the last words were found; more words on it are in no cell."""
        if self._line < len(self._wide) and any(map(str.isalnum, self._text(self._line)[self._column :])):
            self._dropped.add(self._line)
        self._line, self._column = self._line + 1, 0

    def code_line(self, words: str) -> None:
        """Pass over the next line, which is code."""
        span = self.ending(words)
        self.code += [span.line] if span else []

    def html(self, number: int) -> None:
        """Pass over a piece of raw HTML."""
        pieces = self._raw[number].strip().split("\n") if number < len(self._raw) else []
        for piece in pieces:
            if piece.strip():
                self._html_line(piece.strip())

    def _html_line(self, piece: str) -> None:
        at = self._next(lambda text: piece in text)
        if at is not None:
            end = self._wide[at][0].find(piece) + len(piece)
            self._take(at, 0, end, stay=bool(self._wide[at][0][end:].strip()))

    def _take(self, at: int, start: int, end: int, *, stay: bool = False) -> Span:
        self._taken.add(at)
        self._line, self._column = (at, end) if stay else (at + 1, 0)
        columns = self._wide[at][1]
        return Span(at, columns[max(start, 0)], columns[end])

    def _next(self, fits: Callable[[str], object]) -> int | None:
        """Return the first line that fits; only lines without words are passed over."""
        at = self._line
        while at < len(self._wide):
            text = self._wide[at][0][self._column if at == self._line else 0 :].rstrip()
            if text.strip() and fits(text):
                return at
            skipped = self._wordless(at)
            if not skipped:
                return None
            at += skipped
        return None

    def _wordless(self, at: int) -> int:
        """Return how many lines from here carry nothing that is translated."""
        return 1 if WORDLESS.match(self._text(at)) else self._reference(at)

    def _reference(self, at: int) -> int:
        if "]:" not in self._wide[at][0]:
            return 0
        near = "\n".join(self._wide[n][0][len(self._prefix(n)) :] for n in range(at, min(at + 3, len(self._wide))))
        match = ReferenceProcessor.RE.match(near)
        return match.group().count("\n") + 1 if match else 0

    def _prefix(self, at: int) -> str:
        match = PREFIX.match(self._wide[at][0])
        return match.group() if match else ""


@dataclass(slots=True)
class _Walk:
    """Goes through the tree of Python-Markdown in the order of the text."""

    finder: _Finder
    depth: int = 0
    _first: set[int] = field(default_factory=set)

    def leaves(self, parent: Element) -> Iterator[Leaf]:
        """Yield the blocks of words below an element."""
        for number, child in enumerate(parent):
            yield from self._element(child, parent.tag, number)
            yield from self._words(child.tail or "", "paragraph", 0)

    def _element(self, element: Element, parent: str, number: int) -> Iterator[Leaf]:
        tag, text = element.tag, element.text or ""
        if tag in HEADINGS:
            yield from _leaf("heading", HEADINGS[tag], [self.finder.heading(text)])
        elif tag == "pre":
            self._code(element)
        elif tag == "tr":
            yield from self._row(element)
        elif element.get("class") == "admonition-title" and parent == "div":
            yield from _leaf("admonition", 0, [self.finder.title(text)])
        elif tag == "p":
            kind = {"li": "item", "dd": "definition"}.get(parent, "paragraph") if number == 0 else "paragraph"
            yield from self._words(text, kind, self.depth if kind == "item" else 0)
        else:
            yield from self._container(element, text)

    def _container(self, element: Element, text: str) -> Iterator[Leaf]:
        kind = {"li": "item", "dd": "definition", "dt": "term"}.get(element.tag, "paragraph")
        self.depth += element.tag in ("ul", "ol")
        yield from self._words(text, kind, self.depth if kind == "item" else 0)
        yield from self.leaves(element)
        self.depth -= element.tag in ("ul", "ol")

    def _row(self, row: Element) -> Iterator[Leaf]:
        texts = [cell.text for cell in row if cell.text]
        if texts:
            self.finder.row(texts[0])
            for text in texts:
                yield from _leaf("cell", 0, [self.finder.cell(text)])
            self.finder.end_row()

    def _code(self, element: Element) -> None:
        for line in unescape("".join(element.itertext())).split("\n"):
            if line.strip():
                self.finder.code_line(line)

    def _words(self, text: str, kind: str, level: int) -> Iterator[Leaf]:
        spans: list[Span | None] = []
        for line in text.split("\n"):
            raw = HTML_PLACEHOLDER_RE.search(line)
            if raw and line.strip() == raw.group():
                self.finder.html(int(raw.group(1)))
            elif line.strip():
                spans.append(self.finder.ending(line))
        yield from _leaf(kind, level, spans)


def _leaf(kind: str, level: int, spans: Sequence[Span | None]) -> Iterator[Leaf]:
    found = tuple(span for span in spans if span)
    if found and len(found) == len(spans):
        yield Leaf(kind, level, found)
