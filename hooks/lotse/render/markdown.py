"""Render a page's Markdown once; every rendition is made from this HTML.

Fact references become `<span data-fact="id:field"></span>`, filled in later: the HTML depends on the text alone and is
kept in a cache by its hash.
"""

import hashlib
import os
import re
from collections.abc import Mapping, Sequence
from html import unescape
from importlib.metadata import version
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import markdown
import nh3
from markdown.extensions import Extension
from markdown.extensions.toc import slugify_unicode, unique
from markdown.inlinepatterns import InlineProcessor

FACT = r"\[\[([a-z0-9][a-z0-9-]*)(?::([a-z0-9]+))?\]\]"
EXTENSIONS = ("admonition", "attr_list", "def_list", "sane_lists", "tables", "toc")
CONFIGS: Mapping[str, Mapping[str, Any]] = {"toc": {"slugify": slugify_unicode}}
ID = re.compile(r'<[^<>]+ id="([^"]*)"')
RAW_TAG = re.compile(r"(?<!\]\()<(/?[A-Za-z][A-Za-z0-9-]*|!--)")
CODE_SPAN = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")
AUTO_LINK = re.compile(r"<(?:[a-z][a-z0-9+.-]*:[^\s<>]*|[^\s<>@]+@[^\s<>@]+)>", re.IGNORECASE)
# What Markdown itself makes; everything else is somebody's raw HTML and goes.
ATTRIBUTES = {
    "*": {"id", "class", "lang", "dir", "title"},
    "a": {"href", "hreflang"},
    "img": {"src", "alt", "width", "height", "loading"},
    "ol": {"start"},
    "span": {"data-fact"},
    "td": {"style", "colspan", "rowspan"},
    "th": {"style", "colspan", "rowspan", "scope"},
}
TAGS = {
    *(
        "a",
        "abbr",
        "b",
        "bdi",
        "blockquote",
        "br",
        "code",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "em",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
    ),
    *(
        "hr",
        "i",
        "img",
        "li",
        "mark",
        "ol",
        "p",
        "pre",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "summary",
        "sup",
        "table",
        "tbody",
        "td",
        "th",
    ),
    *("thead", "tr", "u", "ul"),
}
IMAGE = re.compile(r"<img[^>]*>")
REMOTE = re.compile(r'src="((?:https?:)?//[^"]*)"')
ALT = re.compile(r'alt="([^"]*)"')
STYLES = {"text-align"}  # how the tables extension aligns columns
SCHEMES = {"http", "https", "mailto", "tel", "sms"}


class _Fact(InlineProcessor):
    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]
        fact = Element("span")
        fact.set("data-fact", ":".join(filter(None, m.groups())))
        return fact, m.start(0), m.end(0)


class FactReferences(Extension):
    """Python-Markdown extension for `[[id]]` and `[[id:field]]`."""

    def extendMarkdown(self, md: markdown.Markdown) -> None:
        """Register before links (160), after code (190): code may show a reference."""
        md.inlinePatterns.register(_Fact(FACT, md), "lotse-fact", 175)


class MarkdownRenderer:
    """Turns Markdown into HTML, keeping what it made in one small file per text."""

    def __init__(
        self,
        extensions: Sequence[str] = EXTENSIONS,
        configs: Mapping[str, Mapping[str, Any]] = CONFIGS,
        cache: Path | None = None,
    ) -> None:
        """Prepare one Markdown instance for many pages; `cache` is a folder, or None to keep nothing."""
        self._markdown = markdown.Markdown(
            extensions=[*extensions, FactReferences()],
            extension_configs={key: dict(value) for key, value in configs.items()},
        )
        self._cache = cache
        if cache:
            cache.mkdir(parents=True, exist_ok=True)
        self._salt = f"{version('markdown')} {version('nh3')} {sorted(extensions)} {_named(configs)} 2".encode()

    def html(self, text: str) -> str:
        """Return the HTML of a Markdown text."""
        if self._cache is None:
            return self._convert(text)
        kept = (
            self._cache
            / hashlib.blake2b(text.encode(), key=hashlib.blake2b(self._salt).digest(), digest_size=16).hexdigest()
        )
        try:
            return kept.read_text(encoding="utf-8")
        except OSError:
            html = self._convert(text)
            _keep(kept, html)
            return html

    def _convert(self, text: str) -> str:
        return cleaned(self._markdown.reset().convert(text))


def _named(configs: Mapping[str, Mapping[str, Any]]) -> list[object]:
    """Return configurations as something that reads the same in every process: functions by name, not by address."""
    return [
        (key, name, getattr(value, "__qualname__", value))
        for key, options in sorted(configs.items())
        for name, value in sorted(options.items())
    ]


def _keep(file: Path, text: str) -> None:
    """Write a cache file whole or not at all: several processes share the cache."""
    part = f"{file}.{os.getpid()}"
    with open(part, "w", encoding="utf-8") as stream:  # noqa: PTH123 - once a page: pathlib costs twice as much
        stream.write(text)
    os.replace(part, file)  # noqa: PTH105


def cleaned(html: str) -> str:
    """Return HTML without anything an editor may not write (scripts, frames, forms, styles, event handlers).

    A picture from another host becomes a link: loading it would tell that host who reads what.
    """
    clean = nh3.clean(
        html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=None, filter_style_properties=STYLES
    )
    return IMAGE.sub(_linked, clean) if "<img" in clean else clean


def _linked(match: re.Match[str]) -> str:
    image = match.group()
    found = REMOTE.search(image)
    if not found:
        return image
    words = ALT.search(image)
    return f'<a href="{found.group(1)}">{(words and words.group(1)) or found.group(1)}</a>'


def raw_tags(line: str) -> list[str]:
    """Return the names of the HTML tags typed into a Markdown text, code spans and autolinks aside."""
    if "<" not in line:
        return []
    return RAW_TAG.findall(AUTO_LINK.sub("", CODE_SPAN.sub("", line)))


def anchors(html: str) -> set[str]:
    """Return everything in a page's HTML that a link can lead to."""
    return set(map(unescape, ID.findall(html)))


def heading_ids(headings: Sequence[tuple[str, str]]) -> list[str]:
    """Return the anchors of headings given as (explicit id or "", text), numbered as the toc extension numbers them."""
    used = {explicit for explicit, _ in headings if explicit}
    return [explicit or unique(slugify_unicode(text, "-"), used) for explicit, text in headings]
