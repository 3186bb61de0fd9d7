"""Write the HTML of pages shorter for the pack; `unpack` in theme/sw.js is the way back.

A pack is many small files, and a packer learns little in each. What the reader of a page has in other files is left out:

- frequent tags become control characters that HTML does not know (C1), listed once in the frame's chunk;
- the title in its heading is `{title}`, and a link that says the title of its page is `{address>}`: the manifest knows titles;
- on index pages and in the list from A to Z the address is a number, counted among the pages such a page leads to;
- a link that shows its own address or telephone number is `{mailto:>}` or `{tel:+49>}`.

Literal braces cannot be confused with these: pages write them as `&#123;` (lotse.render.lite).
"""

import posixpath
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from lotse.render.languages import A_TO_Z
from lotse.render.lite import LitePage
from lotse.render.lite_html import text

CODES = (
    *("<p>", "</a>", "<li>", "<strong>", "</strong>", "<h2>", "</h2>", "<h3>", "</h3>", "<ul>", "</ul>", "<br>"),
    *("<a href=https://www.", "<a href=https://", "<a href=http://www.", "<a href=mailto:", "<a href=tel:", "<a href="),
    *("</a><li>", "</h3><p>", "<ul><li>", "<h4>", "</h4>", "<em>", "</em>", "<b>", "</b>", "<div class=c>", "</div>"),
    "<h1>{title}</h1>",
)
FIRST, ESCAPE = "\x80", "\x9e"  # the codes begin here; the escape stands before such a character that is the page's own
OWN = re.compile(f"[{FIRST}-{ESCAPE}]")
WRITTEN = re.compile(f"{ESCAPE}?[{FIRST}-{ESCAPE}]")
OFTEN = re.compile("|".join(re.escape(tag) for tag in sorted(CODES, key=len, reverse=True)))
LINK = re.compile(r'<a href=([^\s>"{}]+)((?: [a-z]+=[\w-]+)*>(?:<span(?: [a-z]+=[\w-]+)*>)?)([^<]*)')
SHORT_LINK = re.compile(r"\{([^\s>}]+)([^}]*>)\}([^<]*)")
MAIL = "mailto:"
DIRECT = re.compile(r"[^/]+(/index\.html)?")
NO_DIGIT = re.compile(r"[^0-9]")


class Shorthand:
    """Shortens the pages of one language, given all their addresses and titles (as HTML) in the order of the manifest."""

    def __init__(self, titles: Mapping[str, str]) -> None:
        """Prepare for pages that link to one another."""
        self._titles = titles

    def short(self, page: LitePage) -> str:
        """Return the short form of a page's HTML."""
        own = OWN.sub(lambda match: ESCAPE + match[0], page.main)
        own = own.replace(f"<h1>{self._titles[page.url]}</h1>", "<h1>{title}</h1>", 1)
        numbers = _Numbers(page.url, self._titles)
        own = LINK.sub(lambda match: self._short_link(match, page.url, numbers), own)
        return OFTEN.sub(lambda match: chr(ord(FIRST) + CODES.index(match[0])), own)

    def long(self, short: str, url: str) -> str:
        """Return a page's HTML from its short form, as `unpack` in theme/sw.js does."""
        html = WRITTEN.sub(lambda match: match[0][1:] or CODES[ord(match[0]) - ord(FIRST)], short)
        html = html.replace("{title}", self._titles[url], 1)
        pages = _Numbers(url, self._titles)
        return SHORT_LINK.sub(lambda match: self._long_link(match, url, pages), html)

    def _short_link(self, match: re.Match[str], url: str, numbers: "_Numbers") -> str:
        href, rest, words = match.groups()
        target = _resolved(url, href)
        if self._titles.get(target) == words:
            return f"{{{numbers.of(href)}{rest}}}"
        known = MAIL if href == MAIL + words else ""
        number = NO_DIGIT.sub("", words)[1:]
        if number and href.startswith("tel:+") and href.endswith(number) and len(href) > len(number) + 5:
            known = href.removesuffix(number)
        return f"{{{known}{rest}}}{words}" if known else match[0]

    def _long_link(self, match: re.Match[str], url: str, pages: "_Numbers") -> str:
        href, rest, words = match.groups()
        if href.isdecimal():
            target = pages.near[int(href)]
            return f"<a href={target.removeprefix(pages.folder)}{rest}{self._titles[target]}{words}"
        target = _resolved(url, href)
        if target in self._titles:
            return f"<a href={href}{rest}{self._titles[target]}{words}"
        return f"<a href={href}{NO_DIGIT.sub('', words)[1:] if href.startswith('tel:') else words}{rest}{words}"


class _Numbers:
    """The pages an index page leads to, counted: those directly below it; from A to Z all of them."""

    def __init__(self, url: str, urls: Iterable[str]) -> None:
        self.folder, self._url, self._urls = url[: url.rfind("/") + 1], url, urls

    @cached_property
    def near(self) -> Sequence[str]:
        """Return the pages that have numbers here."""
        start = len(self.folder)
        return [
            url
            for url in self._urls
            if self._url == A_TO_Z or (url.startswith(self.folder) and DIRECT.fullmatch(url, start))
        ]

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {url: number for number, url in enumerate(self.near)}

    def of(self, href: str) -> str:
        """Return the number of a link's page, or the link where it has none; on other pages numbers would change too often."""
        if posixpath.basename(self._url) not in ("index.html", A_TO_Z):
            return href
        return str(self._places.get(self.folder + href, href))


def _resolved(url: str, href: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(url), href))


def title_html(page: LitePage) -> str:
    """Return a page's title as its heading and the links to it write it."""
    return text(page.title)
