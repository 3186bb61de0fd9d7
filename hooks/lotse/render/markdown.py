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
from markdown.extensions import Extension
from markdown.extensions.toc import slugify_unicode, unique
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor

from lotse.read.blocks import EXTENSIONS
from lotse.read.source import CODE_SPAN
from lotse.render.clean import RESERVED, cleaned

FACT = r"\[\[([a-z0-9][a-z0-9-]*)(?::([a-z0-9,-]+))?\]\]"
ID = re.compile(r'<[^<>]+ id="([^"]*)"')
RAW_TAG = re.compile(r"(?<!\]\()<(/?[A-Za-z][A-Za-z0-9-]*|!--)")
AUTO_LINK = re.compile(r"<(?:[a-z][a-z0-9+.-]*:[^\s<>]*|[^\s<>@]+@[^\s<>@]+)>", re.IGNORECASE)
ALIGNED = re.compile(r"text-align: (left|center|right);")  # as the tables extension writes it
SIDES = {"left": "start", "center": "center", "right": "end"}


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


class _Sides(Treeprocessor):
    """Turns the alignment of columns into classes: a policy without `unsafe-inline` forbids style attributes."""

    def run(self, root: Element) -> None:
        for cell in (cell for name in ("td", "th") for cell in root.iter(name)):
            aligned = ALIGNED.fullmatch(cell.get("style", ""))
            if aligned:
                del cell.attrib["style"]
                cell.set("class", f"{cell.get('class', '')} {SIDES[aligned.group(1)]}".strip())


class AlignedColumns(Extension):
    """Python-Markdown extension: aligned columns of tables get the class `start`, `center` or `end`."""

    def extendMarkdown(self, md: markdown.Markdown) -> None:
        """Register after attribute lists (8)."""
        md.treeprocessors.register(_Sides(md), "lotse-sides", 7)


def slug(heading: str, separator: str = "-") -> str:
    """Return a heading's anchor, never an id of our own documents."""
    name = slugify_unicode(heading, separator)
    return f"{name}{separator}" if name in RESERVED else name


CONFIGS: Mapping[str, Mapping[str, Any]] = {"toc": {"slugify": slug}}


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
            extensions=[*extensions, FactReferences(), AlignedColumns()],
            extension_configs={key: dict(value) for key, value in configs.items()},
        )
        self._cache = cache
        if cache:
            cache.mkdir(parents=True, exist_ok=True)
        self._salt = f"{version('markdown')} {version('nh3')} {sorted(extensions)} {_named(configs)} 4".encode()

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
        return cleaned(self.raw(text))

    def raw(self, text: str) -> str:
        """Return the HTML as Markdown makes it, not cleaned: for checks, never for readers."""
        return self._markdown.reset().convert(text)


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
    return [explicit or unique(slug(text), used) for explicit, text in headings]
