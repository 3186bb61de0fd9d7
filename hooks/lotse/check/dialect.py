"""Check of the dialect: what our Markdown cannot keep through a translation, or shows otherwise than it looks."""

import re
from collections.abc import Collection, Iterator, Sequence

from lotse.model import Page, Portal
from lotse.read.blocks import Blocks, Leaf, blocks
from lotse.read.segments import ALONE, continued, fences
from lotse.read.source import FENCE
from lotse.report import Finding, Level

BULLET = re.compile(r"\s*[-*+][ \t]+\S")
RULER = re.compile(r"[ \t>]*\|?[ \t]*:?-{2,}:?[ \t]*\|[ \t|:-]*$")
BOX = re.compile(r"!!! ?[\w\-]+(?: +[\w\-]+)*( +\"[^\n]*\")? *$")
QUOTE = re.compile(r"(?:[ \t]*> ?)+")
INDENT = re.compile(r"[ \t]*(?=(?:[-*+]|\d+\.)[ \t]+$)")

Fault = tuple[int, str]  # line of the text (from 0), code


def check_dialect(portal: Portal) -> Iterator[Finding]:
    """Find what translators would not get, and what readers get otherwise than it was written."""
    for page in portal.every_page():
        yield from dialect(page)


def dialect(page: Page) -> Iterator[Finding]:
    """Yield what is outside of our Markdown in one page, each line once for each code."""
    lines = page.body.split("\n")
    code = {number for fence in fences(lines) for number in fence}
    found = blocks(page.body)
    faults = {fault for fault in _faults(lines, found) if fault[0] not in code}
    for number, kind in sorted(faults | set(_fences(lines, found, code))):
        level, what, mend = RULES[kind]
        yield Finding(page.file, page.body_line + number, kind, what, mend, level)


def _faults(lines: Sequence[str], found: Blocks) -> Iterator[Fault]:
    yield from ((line, "D001") for line in found.untaken)
    yield from ((line, "D002") for line in found.code)
    yield from ((line, "D003") for line in found.references)
    yield from _boxes(lines)
    for leaf in found.leaves:
        yield from _of_lines(lines, leaf)
        yield from _of_block(lines, leaf)


def _of_lines(lines: Sequence[str], leaf: Leaf) -> Iterator[Fault]:
    """Yield what is wrong with the places of a block's lines."""
    first = leaf.spans[0]
    before = lines[first.line][: first.start]
    lead = INDENT.search(QUOTE.sub("", before))
    if leaf.kind == "item" and lead and len(lead.group().expandtabs(4)) % 4:
        yield first.line, "D004"
    for span in leaf.spans[1:]:
        text = lines[span.line]
        if text[: span.start] != continued(before):
            yield span.line, "D004"
        if BULLET.match(text[: span.end]):
            yield span.line, "D008"


def _of_block(lines: Sequence[str], leaf: Leaf) -> Iterator[Fault]:
    """Yield what a block is that should be something else."""
    first = leaf.spans[0]
    for span in leaf.spans:
        text = lines[span.line]
        if leaf.kind == "cell" and not _bordered(text):
            yield span.line, "D006"
        if leaf.kind != "cell" and RULER.match(text):
            yield span.line, "D006"
        if text[span.start :].startswith("!!!") and leaf.kind != "admonition":
            yield span.line, "D009"
    if ALONE.match(lines[first.line][first.start : first.end]) and len(leaf.spans) == 1:
        yield first.line, "D005"


def _bordered(row: str) -> bool:
    row = row.strip().lstrip("> ")
    return row.startswith("|") and row.endswith("|")


def _fences(lines: Sequence[str], found: Blocks, code: Collection[int]) -> Iterator[Fault]:
    """Yield fences that are no code: Markdown knows only code spans, and those end with their paragraph."""
    whole = {(leaf.spans[0].line, leaf.spans[-1].line) for leaf in found.leaves}
    yield from ((fence[0], "D007") for fence in fences(lines) if (fence[0], fence[-1]) not in whole)
    for number, line in enumerate(lines):
        mark = FENCE.match(line)
        if mark and (mark.group(1) == "~~~" or number not in code):
            yield number, "D007"


def _boxes(lines: Sequence[str]) -> Iterator[Fault]:
    """Yield boxes without a title: it would be on no line of a block."""
    for number, line in enumerate(lines):
        box = BOX.search(line)
        if box and not line[: box.start()].strip(" \t>") and not box.group(1):
            yield number, "D009"


RULES = {
    "D001": (
        Level.ERROR,
        "These words reach no translator: Markdown reads this place in a way we cannot follow.",
        "Write it plainly: a blank line before and after each block, no HTML around it.",
    ),
    "D002": (
        Level.ERROR,
        "This is shown as code, for it is indented by four blanks or more.",
        "Begin the line at the margin; below a list item, indent by exactly four blanks for each level.",
    ),
    "D003": (
        Level.ERROR,
        "A link is defined away from its words: no translation can be compared with it.",
        "Write the address at its words: `[words](address)`.",
    ),
    "D004": (
        Level.WARNING,
        "The line is not indented as the block it belongs to.",
        "Indent it by four blanks for each list item or box it stands in, else not at all.",
    ),
    "D005": (
        Level.ERROR,
        "An attribute list stands alone: readers see the braces.",
        "Write it directly below the last line of its paragraph, or behind its heading.",
    ),
    "D006": (
        Level.ERROR,
        "This table row does not begin and end with `|`, or the table has no blank line around it.",
        "Begin and end each row with `|`, and leave a blank line before and after the table.",
    ),
    "D007": (
        Level.ERROR,
        "This fence is no code here: it is not closed, is no paragraph of its own, or is made of `~~~`.",
        "Put short code into backticks: `` `code` ``.",
    ),
    "D008": (
        Level.WARNING,
        "This is no list item: it belongs to the paragraph above.",
        "Leave a blank line before the list, or begin the line with another word.",
    ),
    "D009": (
        Level.ERROR,
        "The box has no title in quotes: readers see its English kind, or no box at all.",
        'Write `!!! danger "Title"`; `!!! danger ""` shows none.',
    ),
}
