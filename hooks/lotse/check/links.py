"""Checks of links: every internal link leads to a page or file, every anchor to a heading."""

from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache
from html import unescape
from urllib.parse import unquote

from lotse.model import Page, Portal
from lotse.read import source
from lotse.render.clean import scheme
from lotse.render.markdown import MarkdownRenderer, anchors, heading_ids
from lotse.render.site import resolve
from lotse.report import Finding

# What every language has besides its pages and files.
GENERATED = frozenset(
    {"a-z.html", "guide.html", "guide.zip", "lite/index.html", "lite/saved.html", "saved.html", "share.html"}
)


def check_links(portal: Portal) -> Iterator[Finding]:
    """Find links that lead nowhere or to no heading."""
    for tag, pages in portal.in_full.items():
        target = _Targets(portal, tag)
        for page in pages.values():
            for line, link in source.links(page):
                if not scheme(unescape(link)):  # what a scheme may be, check_html knows
                    yield from target.problems(page, line, link)


class _Targets:
    """What links of one language can lead to; anchors are read when somebody links to one."""

    def __init__(self, portal: Portal, tag: str) -> None:
        self._pages, self._files = portal.shown(tag), portal.files(tag)
        self._anchors: dict[str, list[str]] = {}

    def problems(self, page: Page, line: int, link: str) -> Iterator[Finding]:
        path, _, anchor = link.partition("#")
        where = resolve(page.path, path) if path else page.path
        if path.startswith("/"):
            yield Finding(
                page.file,
                line,
                "K001",
                f"The link {link} is absolute: it breaks on file:// and in sub-folders.",
                "Write it relative to this file.",
            )
        elif where not in self._pages and where not in self._files and where not in GENERATED:
            yield Finding(
                page.file,
                line,
                "K001",
                f"The link {link} leads to no page.",
                f"Write the path of a page relative to this file.{self._nearest(where)}",
            )
        elif anchor and where in self._pages and not self._has(where, unquote(anchor)):
            yield Finding(
                page.file,
                line,
                "K002",
                f"{self._pages[where].file} has no heading `#{anchor}`.",
                f"Give the heading `{{#{anchor}}}`, or correct the link.",
            )

    def _has(self, path: str, anchor: str) -> bool:
        """Look at the plain headings first; what else has an id (in lists, notes, `{#…}`) only rendering tells."""
        if path not in self._anchors:
            self._anchors[path] = heading_ids(list(source.headings(self._pages[path])))
        return anchor in self._anchors[path] or anchor in anchors(_markdown().html(self._pages[path].body))

    def _nearest(self, where: str) -> str:
        close = get_close_matches(where, self._pages, 1)
        return f" Did you mean {close[0]}?" if close else ""


@cache
def _markdown() -> MarkdownRenderer:
    return MarkdownRenderer()
