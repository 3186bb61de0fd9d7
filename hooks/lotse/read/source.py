"""Look at a page's Markdown line by line: its links, headings, fact references and raw HTML, with their lines.

Rendering has no line numbers; findings need them.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from lotse.model import Page

FENCE = re.compile(r"\s*(```|~~~)")
# The target of `…](target "title")`, its words may stand on the line before; or that of a `[reference]: target`.
TARGET = r"(?:<([^<>]+)>|([^\s()<>]+(?:\([^\s()]*\)[^\s()<>]*)*))"
LINK = re.compile(rf"(?:(?<!\\)\]\(\s*|^ {{0,3}}\[[^\[\]]+\]:\s*){TARGET}")
HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*\s*$")
EXPLICIT_ID = re.compile(r"\s*\{:?[^}]*#([^\s}]+)[^}]*\}\s*$")
FACT = re.compile(r"\[\[([a-z0-9][a-z0-9-]*)(?::([a-z0-9,-]+))?\]\]")
CODE_SPAN = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")


class Spot(NamedTuple):
    """Something in a page: its line in the file and what it says."""

    line: int
    text: str


def prose(page: Page) -> Iterator[Spot]:
    """Yield the lines of a page that are prose: code is passed over, code spans are blanked."""
    fence = ""
    for number, text in enumerate(page.body.splitlines(), page.body_line):
        match = FENCE.match(text)
        if match and fence in ("", match.group(1)):
            fence = "" if fence else match.group(1)
        elif not fence:
            yield Spot(number, CODE_SPAN.sub("", text) if "`" in text else text)


def links(page: Page) -> Iterator[Spot]:
    """Yield the targets of a page's links and images."""
    for line, text in prose(page):
        if "](" in text or "]:" in text:
            yield from (Spot(line, match.group(1) or match.group(2)) for match in LINK.finditer(text))


def facts(page: Page) -> Iterator[tuple[int, str, str]]:
    """Yield (line, channel, field or "") for each fact reference of a page."""
    if "[[" in page.body:
        for line, text in prose(page):
            yield from ((line, match.group(1), match.group(2) or "") for match in FACT.finditer(text))


def headings(page: Page) -> Iterator[tuple[str, str]]:
    """Yield (explicit id or "", text) for each heading of a page."""
    for _, text in prose(page):
        match = HEADING.match(text)
        if match:
            explicit = EXPLICIT_ID.search(match.group(2))
            yield (explicit.group(1), EXPLICIT_ID.sub("", match.group(2))) if explicit else ("", plain(match.group(2)))


def plain(heading: str) -> str:
    """Return a heading's words without Markdown's marks, as the toc extension sees them."""
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("*", "").replace("`", "")
