"""Checks of links: every internal link leads to a page or file, every anchor to a heading."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache
from urllib.parse import unquote

from lotse.model import Page, Portal
from lotse.read import source
from lotse.render.markdown import SCHEMES, MarkdownRenderer, anchors, heading_ids, raw_tags
from lotse.render.site import resolve
from lotse.report import Finding, Level

SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")


def check_links(portal: Portal) -> Iterator[Finding]:
    """Find links that lead nowhere, to no heading, or to something unsafe."""
    for tag, pages in portal.in_full.items():
        target = _Targets(portal, tag)
        for page in pages.values():
            for line, link in source.links(page):
                scheme = SCHEME.match(link)
                if not scheme:
                    yield from target.problems(page, line, link)
                elif scheme.group(1).lower() not in SCHEMES:
                    yield Finding(
                        page.file,
                        line,
                        "H002",
                        f"Links may not use `{scheme.group(0)}`.",
                        f"Use {', '.join(sorted(SCHEMES))}, or a page.",
                    )


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
        elif where not in self._pages and where not in self._files:
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


def check_raw_html(portal: Portal) -> Iterator[Finding]:
    """Find HTML typed into pages: what is not on the short allow-list never reaches a reader."""
    for page in portal.every_page():
        if "<" not in page.body:
            continue
        for line, text in source.prose(page):
            for name in raw_tags(text):
                yield Finding(
                    page.file,
                    line,
                    "H001",
                    f"`<{name}` is HTML.",
                    "Write Markdown; HTML is cleaned and may lose what you meant.",
                    Level.WARNING,
                )


def check_remote_images(portal: Portal) -> Iterator[Finding]:
    """Find pictures on other hosts: loading one would tell that host who reads what."""
    for page in portal.every_page():
        for line, address in source.remote_images(page):
            mend = "Put the picture beside the page, or link to it: `[words](address)`."
            yield Finding(page.file, line, "H003", f"The picture {address} lies on another host.", mend)
