"""Turn one Integreat page into the text of one of our files."""

import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from urllib.parse import urljoin, urlsplit

import nh3
import yaml
from bs4 import Tag

from lotse.exchange.html_to_markdown import Picture, to_markdown
from lotse.exchange.integreat_fidelity import Reading, lost_words, same_address
from lotse.exchange.integreat_plan import Address, Plan, Topic
from lotse.exchange.integreat_report import Kind, Report
from lotse.exchange.integreat_source import SourcePage, address_slugs
from lotse.exchange.integreat_stamp import address_key, stamped
from lotse.render.clean import SCHEMES
from lotse.render.markdown import MarkdownRenderer

HOSTS = {"admin.integreat-app.de", "cms.integreat-app.de", "integreat.app", "www.integreat.app"}
FILES = re.compile(r"/(media|static|wp-content)/")
MEANT = re.compile(r"/(tel:|mailto:|sms:|\+?\d+$)")  # https://integreat.app/112, as an editor's slip makes it
ICON = 32  # pixels; a picture without a description and not wider is decoration
SUMMARY = 160
FetchPicture = Callable[[str, Callable[[Kind, str], None]], str]


@dataclass(frozen=True, slots=True)
class Draft:
    """A file as the import would write it, `path` below its language's folder."""

    language: str
    path: str
    text: str
    upstream: str
    address: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the pages of one import share; `fetch` returns the path of a fetched picture in the source language's folder, or ""."""

    region: str
    source: str
    plan: Plan
    renderer: MarkdownRenderer
    report: Report
    fetch: FetchPicture | None = None


def draft_page(page: SourcePage, topic: Topic, around: Surroundings) -> Draft:
    """Return a page's file; what could not be carried over is in the report."""
    desk = _Desk(page, topic.paths[page.language], around)
    body = to_markdown(page.content, desk)
    desk.compare(page.content, body)
    head: dict[str, object] = {"id": topic.id, "title": page.title}
    summary = short_summary(page.excerpt, page.content)
    head |= {"summary": summary} if summary else {}
    head |= {"order": topic.order} if page.language == around.source else {}
    head["checked"] = page.updated
    if page.thumbnail:
        desk.note(Kind.THUMBNAIL, page.thumbnail)
    for extra in page.extras:
        desk.note(Kind.EXTRA, extra)
    address = address_key(page.language, page.slugs)
    return Draft(
        page.language, topic.paths[page.language], stamped(compose(head, body), page.id, address), page.id, address
    )


def compose(head: dict[str, object], body: str) -> str:
    """Return a file of front matter and Markdown."""
    front = yaml.safe_dump(head, allow_unicode=True, sort_keys=False, width=10**6)
    return f"---\n{front}---\n" + (f"\n{body}\n" if body else "")


def short_summary(excerpt: str, content: str) -> str:
    """Return an excerpt worth a summary: short, and not simply how the page begins."""
    words, text = Reading.of(excerpt).words, Reading.of(content).words
    summary = " ".join(words)
    return summary if words and len(summary) <= SUMMARY and text[: len(words)] != words else ""


class _Desk:
    """Answers to_markdown's questions for one page."""

    def __init__(self, page: SourcePage, path: str, around: Surroundings) -> None:
        self._page, self._path, self._around = page, path, around
        self._file = f"content/{page.language}/{path}"
        self._hosts = HOSTS | {urlsplit(page.url).hostname or ""}
        self._written: list[str] = []

    def note(self, kind: Kind, what: str) -> None:
        """Take down what cannot be carried over from this page."""
        self._around.report.note(kind, self._file, what)

    def link(self, href: str) -> str:
        """Return the address to write for a link, or "" to keep its words alone."""
        href = href.strip()
        address = urljoin(self._page.url, href)
        if href.startswith("#"):
            self.note(Kind.ANCHOR, f"{href} (its words stand, without a link)")
            return ""
        if urlsplit(address).scheme.lower() not in SCHEMES or not _survives(address):
            self.note(Kind.LOST_LINK, href)
            return ""
        target = self._imported(address) or address
        self._written.append(target)
        return target

    def picture(self, tag: Tag) -> Picture:
        """Return where a picture is: nowhere for decoration, upstream, or in the images folder once fetched."""
        address = urljoin(self._page.url, str(tag.get("src") or "").strip())
        if not str(tag.get("alt") or "").strip() and _width(tag) <= ICON:
            self.note(Kind.DECORATION, address)
            return Picture("")
        if urlsplit(address).scheme not in ("http", "https") or not _survives(address):
            self.note(Kind.LOST_LINK, address[:120])
            return Picture("")
        fetched = self._around.fetch(address, self.note) if self._around.fetch else ""
        if fetched:
            return Picture(posixpath.relpath(fetched, posixpath.dirname(self._path) or "."), embedded=True)
        self.note(Kind.PICTURE, address)
        return Picture(address)

    def compare(self, html: str, body: str) -> None:
        """Render what was written and take down every word and link that is not in it."""
        rendered = Reading.of(self._around.renderer.html(body))
        for words in lost_words(Reading.of(html).words, rendered.words):
            self.note(Kind.WORDS, words)
        there = {same_address(href) for href in rendered.links}
        for target in self._written:
            if same_address(target) not in there:
                self.note(Kind.LOST_LINK, target)

    def _imported(self, address: str) -> str:
        """Return the relative link to an imported page, or "" where the address is none."""
        parts = urlsplit(address)
        key = self._key(parts.path) if parts.hostname in self._hosts and not FILES.search(parts.path) else None
        if key is None:
            return ""
        topic = self._around.plan.by_address.get(key)
        shown = topic.paths.get(self._page.language) or topic.paths.get(self._around.source) if topic else None
        if shown is None:
            self.note(Kind.BROKEN if MEANT.match(parts.path) else Kind.OUTSIDE, address)
            return ""
        if key[0] != self._page.language:
            self.note(Kind.OTHER_LANGUAGE, address)
        if parts.fragment:
            self.note(Kind.ANCHOR, address)
        return _relative(shown, self._path)

    def _key(self, path: str) -> Address:
        slugs = address_slugs(path)
        return (slugs[1], slugs[2:]) if len(slugs) > 2 and slugs[0] == self._around.region else ("", slugs)


def _relative(target: str, start: str) -> str:
    path = posixpath.relpath(target, posixpath.dirname(start) or ".")
    return re.sub(r"[%?#()\s]", lambda match: f"%{ord(match.group()):02X}", path)


def _survives(address: str) -> bool:
    """Tell whether the renderer's cleaner keeps an address: one that is no valid URL would be a link to nowhere."""
    return "href=" in nh3.clean(
        f'<a href="{escape(address)}">x</a>',
        tags={"a"},
        attributes={"a": {"href"}},
        url_schemes=set(SCHEMES),
        link_rel=None,
    )


def _width(tag: Tag) -> float:
    """Return how wide a picture is shown, in pixels; infinite where nothing says."""
    style = re.search(r"(?:^|;)\s*width:\s*(\d+(?:\.\d+)?)\s*px", str(tag.get("style") or ""))
    width = re.match(r"\d+", str(tag.get("width") or ""))
    return float(style.group(1)) if style else float(width.group()) if width else float("inf")
