"""Checks of HTML in pages: whatever the cleaning takes away, and tags typed where Markdown belongs.

Rendering has no line numbers; the line of a removed thing is found by rendering the first lines of the page.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from functools import cache

from lotse.model import Page, Portal
from lotse.read import source
from lotse.render.clean import ADDRESSES, RESERVED, SCHEMES, TAGS, Removed, removed, scheme
from lotse.render.markdown import MarkdownRenderer, raw_tags
from lotse.report import Finding, Level

# Only pages with one of these can hold something to remove. Each starts with a fixed character: that is searched fast.
SUSPICIOUS = (
    re.compile(r"<(?!https?://)"),  # a tag
    re.compile(rf"\{{[^\n]*(?:=|#(?:{'|'.join(sorted(RESERVED))}))"),  # an attribute list with values, or with our ids
    # a link with a colon or an escape before its first blank, unless its scheme is fine
    re.compile(r"\](?:\(|(?<!\]\]):)\s*<?(?:[/\\]|(?!https?:|mailto:|tel:|sms:)[^)\s]*[:&\\\x00-\x08])"),
    re.compile(r"!\[(?![^\[\]\n]*\]\((?!/)[\w./%~-]+[\s)])"),  # a picture not plainly beside the page
)
SCRIPTED = (
    "applet audio base button embed form frame frameset iframe input link marquee math meta noscript object plaintext "
    "script select style svg template textarea title video"
)
DANGEROUS = frozenset(SCRIPTED.split())


def check_html(portal: Portal) -> Iterator[Finding]:
    """Find what never reaches a reader, or reaches them otherwise than meant."""
    for page in portal.every_page():
        if "<" in page.body:
            yield from _typed(page)
        if any(pattern.search(page.body) for pattern in SUSPICIOUS):
            yield from _removals(page)


def _typed(page: Page) -> Iterator[Finding]:
    for line, text in source.prose(page):
        for name in raw_tags(text):
            if name == "!--" or name.removeprefix("/").lower() in TAGS:
                mend = "Write Markdown; HTML is cleaned and may lose what you meant."
                yield Finding(page.file, line, "H001", f"`<{name}` is HTML.", mend, Level.WARNING)


def _removals(page: Page) -> Iterator[Finding]:
    places = _Places(page)
    for item, number in sorted(places.all.items()):
        for count in range(1, number + 1):
            yield _finding(page.file, places.line(item, count), item)


def _finding(file: str, line: int, item: Removed) -> Finding:
    if item == Removed("img", "src", item.value) and scheme(item.value) in ("//", "http", "https"):
        mend = "Put the picture beside the page, or link to it: `[words](address)`."
        return Finding(file, line, "H003", f"The picture {item.value} lies on another host.", mend)
    if item.attribute in ADDRESSES and item.value:
        mend = f"Use {', '.join(sorted(SCHEMES))}, or a page."
        return Finding(file, line, "H002", f"The address `{_shown(item)}` is removed.", mend)
    if item.attribute:
        mend = "Leave it out; looks belong to the theme, and pages run no scripts."
        danger = item.attribute.startswith("on")
        return Finding(
            file, line, "H005", f"The attribute `{item.attribute}` of `<{item.tag}>` is removed.", mend, _level(danger)
        )
    mend = "Write Markdown; what is not on the short list of tags never reaches readers. Show a tag in backticks: `` `<b>` ``."
    return Finding(file, line, "H004", f"`<{item.tag}>` is removed.", mend, _level(item.tag.strip("/") in DANGEROUS))


def _level(danger: bool) -> Level:
    return Level.ERROR if danger else Level.WARNING


def _shown(item: Removed) -> str:
    return item.value if len(item.value) <= 60 else item.value[:60] + "…"


class _Places:
    """Where in a page things are removed: the first line with which the page, cut there, loses them."""

    def __init__(self, page: Page) -> None:
        self._page, self._lines = page, page.body.splitlines(keepends=True)
        self._known: dict[int, Counter[Removed]] = {}
        self.all = self._lost(len(self._lines))

    def line(self, item: Removed, count: int) -> int:
        """Return the line in the file of the `count`-th such removal."""
        number = bisect_left(range(1, len(self._lines)), count, key=lambda end: self._lost(end)[item])
        return self._page.body_line + number

    def _lost(self, end: int) -> Counter[Removed]:
        if end not in self._known:
            self._known[end] = removed(_markdown().raw("".join(self._lines[:end])))
        return self._known[end]


@cache
def _markdown() -> MarkdownRenderer:
    return MarkdownRenderer()
